"""The ffmpeg command of each item of a plan, and the one that joins the pieces, built with ffmpeg-python. Pure.

Frames are chosen by their time stamps as the file has them (``-copyts``): the file is entered at a key frame at or
before the first wanted frame, ``trim`` cuts half a frame before that one, ``setpts`` moves the instant that picture 0
samples to 0, and ``fps`` with ``round=up`` shows in picture k the last frame stamped at or before k / rate.
"""

from collections.abc import Sequence
from fractions import Fraction

from bwc_review.domain.clip import ClipFacts
from bwc_review.domain.time import US_PER_S, us_from_pts
from bwc_review.media import graph_border as graph
from bwc_review.media.graph_border import Stream
from bwc_review.media.render_film import SAMPLE_RATE_HZ, FilmPlan, Hold, ItemPlan, Look, Side, Strip
from bwc_review.media.render_layout import Box, fitted
from bwc_review.media.render_sound import sound_of
from bwc_review.media.render_timing import Part

# Containers with an index: a seek lands at a key frame at or before the instant. In all others it lands anywhere near,
# so it is aimed so much earlier that the wanted key frame is still ahead.
_INDEXED = ("mov", "matroska", "avi")
_UNINDEXED_MARGIN_US = 1_000_000
_REORDERED_FRAMES = 4
_SLOW_FRAME_US = 50_000
_MATRIX = "bt709"
# Without these flags swscale turns one matrix into another 2 levels too dark.
_EXACT = "bicubic+accurate_rnd+full_chroma_int+full_chroma_inp"
_PLACE = 1000  # more than a recording has files

# Measured on 1080p clips (walk with grain, pair, street), milliseconds of processor a picture, SSIM in dB, Mbit/s:
# superfast 16: 31, 20.9, 22; veryfast 19: 48, 19.5, 11; faster 19: 78, 20.1, 12; fast 19: 104, 20.2, 12.
# veryfast halves the file against superfast; what is slower gains half a decibel for one and a half times the time.
PRESET = "veryfast"
CRF = 19
SOUND_BITS_PER_S = "192k"


def item_arguments(film: FilmPlan, item: ItemPlan, video: str, sound: str) -> list[str]:
    """Arguments (without the program) that encode an item: its picture to `video` (MP4), its sound to `sound` (PCM).

    Names of stills and outputs are relative to the folder that ffmpeg is run in; sources are absolute.
    """
    picture = _finished(_composed(film, item), film, item)
    outputs = [
        graph.write([picture], video, _encoding(film.rate)),
        graph.write([sound_of(film, item)], sound, {"format": "s16le", "acodec": "pcm_s16le"}),
    ]
    return ["-copyts", *graph.arguments(outputs)]


def join_arguments(film: FilmPlan, pieces: str, sounds: Sequence[str], target: str) -> list[str]:
    """Arguments that join the pieces listed in `pieces` (see `pieces_list`) and the sounds into the film `target`."""
    picture = graph.read(pieces, "v", {"format": "concat"})
    raw = {"format": "s16le", "ar": SAMPLE_RATE_HZ, "ac": 2}
    heard = graph.read("concat:" + "|".join(sounds), "a", raw)
    options = {
        "vcodec": "copy",
        "acodec": "aac",
        "audio_bitrate": SOUND_BITS_PER_S,
        "movflags": "+faststart",
        "map_metadata": -1,
        "metadata": f"title={film.title}",
        "format": "mp4",
    }
    return graph.arguments([graph.write([picture, heard], target, options)])


def pieces_list(film: FilmPlan, videos: Sequence[str]) -> str:
    """The list of pieces for ffmpeg's concat reader, each with its exact length."""
    lines = ["ffconcat version 1.0"]
    before = 0
    for item, name in zip(film.items, videos, strict=True):
        start, end = (round(at * US_PER_S / film.rate) for at in (before, before + item.total))
        lines += [f"file {name}", f"duration {(end - start) / US_PER_S:.6f}"]
        before += item.total
    return "\n".join(lines) + "\n"


def strip_list(item: ItemPlan, rate: Fraction) -> str:
    """The list of an item's caption stills for ffmpeg's concat reader, each with how long it stands."""
    strip = item.strip
    if strip is None:
        return ""
    edges = [first for first, _ in strip.changes] + [item.count]
    times = [round(edge * US_PER_S / rate) for edge in edges]
    lines = ["ffconcat version 1.0"]
    for (_, name), start, end in zip(strip.changes, times, times[1:], strict=False):
        lines += [f"file {name}", f"duration {(end - start) / US_PER_S:.6f}"]
    return "\n".join(lines) + "\n"


def strip_list_name(item: ItemPlan) -> str:
    """File name of `strip_list`."""
    return f"item{item.index:03d}-captions.ffconcat"


def _composed(film: FilmPlan, item: ItemPlan) -> Stream:
    """The item's pictures, `count` of them at the film's rate and size."""
    if item.still:
        picture = _looped(_still(item.still), film.rate)
        for place, side in enumerate(item.sides):
            picture = _over(picture, _shown(film, side, place), side.picture)
    else:
        (side,) = item.sides
        picture = _shown(film, side, 0)
        width, height = film.canvas.width, film.canvas.height
        if (side.picture.width, side.picture.height) != (width, height):
            picture = picture.filter("pad", w=width, h=height, x=side.picture.x, y=side.picture.y, color="black")
    picture = picture.filter("trim", end_frame=item.count)
    for hold in item.holds:
        picture = _held(picture, hold)
    if item.strip is not None:
        picture = _over(picture, _captions(item, item.strip), item.strip.box)
    if item.label is not None:
        name, box = item.label
        picture = _over(picture, _still(name, has_alpha=True), box)
    return picture


def _shown(film: FilmPlan, side: Side, place: int) -> Stream:
    """A side's picture at the film's rate, from the item's first picture on and without end: held before and after."""
    parts = [_part(film, part, side.picture, _PLACE * place + n) for n, part in enumerate(side.track.parts)]
    picture = parts[0]
    if len(parts) > 1:
        # concat counts in microseconds; the nearest picture of the film is the one that went in.
        picture = graph.concat(parts, has_pictures=True).filter("fps", fps=_ratio(film.rate), round="near")
    return picture.filter("tpad", start=side.delay, start_mode="clone", stop=-1, stop_mode="clone")


def _part(film: FilmPlan, part: Part, box: Box, number: int) -> Stream:
    clip, table = part.source.clip, part.source.table
    facts, look = clip.facts, film.looks.get(clip.id, Look())
    zero_us = look.first_us if look.first_us is not None else us_from_pts(facts.first_pts, facts.time_base)
    options: dict[str, object] = {"noautorotate": None, "an": None, "sn": None, "dn": None}
    seek_us = _seek_us(part)
    if seek_us is not None:
        options |= {"noaccurate_seek": None, "seek_timestamp": 1, "ss": f"{(zero_us + seek_us) / US_PER_S:.6f}"}
    picture = graph.read(str(clip.path.absolute()), str(look.picture_stream), options)
    first, last = table.starts_us[part.first_index], table.starts_us[part.last_index]
    before = table.starts_us[part.first_index - 1] if part.first_index else first - 2 * US_PER_S
    after = table.end(part.last_index).us
    picture = (
        graph.told_apart(picture, number, has_pictures=True)
        .filter("settb", "AVTB")
        .filter("trim", start_pts=zero_us + (before + first) // 2, end_pts=zero_us + (last + after + 1) // 2)
    )
    if facts.is_interlaced:
        picture = picture.filter("bwdif", mode="send_frame", deint="interlaced").filter("settb", "AVTB")
        # bwdif ends at the last frame's start, so the last frame would fall to the rate's rounding: one more holds it.
        picture = picture.filter("tpad", stop=1, stop_mode="clone")
    picture = picture.filter("setpts", f"PTS-({zero_us + part.origin_us})")
    is_faster = facts.rate > film.rate
    if not is_faster:
        picture = _shaped(picture, facts, look, box)
    picture = picture.filter("fps", fps=_ratio(film.rate), round="up", start_time=0, eof_action="pass")
    if is_faster:
        picture = _shaped(picture, facts, look, box)
    return picture.filter("tpad", stop=-1, stop_mode="clone").filter("trim", end_frame=part.picture_count)


def _seek_us(part: Part) -> int | None:
    """Where to enter the file, on its own axis; None for its very start."""
    table, facts = part.source.table, part.source.clip.facts
    key = table.key_before(part.first_index)
    if key == 0:
        return None
    at = table.starts_us[key]
    frame_us = round(US_PER_S / facts.rate)
    if not set(_INDEXED) & set(facts.container.split(",")):
        at -= _UNINDEXED_MARGIN_US + _REORDERED_FRAMES * frame_us
    elif frame_us >= _SLOW_FRAME_US:
        # An index may count in decoding times, which run ahead by a few frames; ffmpeg allows for 0.13 s of it.
        at -= _REORDERED_FRAMES * frame_us
    return at if at > 0 else None


def _shaped(picture: Stream, facts: ClipFacts, look: Look, box: Box) -> Stream:
    """The picture upright, in square pixels, in the film's colours, centred in a box."""
    inner = fitted(facts.display_size, box)
    is_turned = facts.rotation_deg in (90, 270)
    width, height = (inner.height, inner.width) if is_turned else (inner.width, inner.height)
    is_grown = facts.width * facts.height <= width * height
    if is_grown:
        picture = _recoloured(picture, look.matrix)
    picture = picture.filter("scale", w=width, h=height, flags=_EXACT, out_range="tv").filter("format", "yuv420p")
    if not is_grown:
        picture = _recoloured(picture, look.matrix)
    if facts.is_mirrored:
        picture = picture.filter("hflip")
    if facts.rotation_deg == 180:
        picture = picture.filter("hflip").filter("vflip")
    elif is_turned:
        picture = picture.filter("transpose", dir="clock" if facts.rotation_deg == 90 else "cclock")
    picture = picture.filter("setsar", 1)
    if (inner.width, inner.height) != (box.width, box.height):
        at = {"x": inner.x - box.x, "y": inner.y - box.y}
        picture = picture.filter("pad", w=box.width, h=box.height, color="black", **at)
    return picture


def _recoloured(picture: Stream, matrix: str) -> Stream:
    """The picture with BT.709 colours; done where it is small, for it costs more than scaling."""
    if matrix == _MATRIX:
        return picture
    turned = picture.filter("scale", flags=_EXACT, in_color_matrix=matrix, out_color_matrix=_MATRIX, out_range="tv")
    return turned.filter("format", "yuv420p")


def _still(name: str, *, has_alpha: bool = False) -> Stream:
    return _as_film(graph.read(name, "v"), has_alpha=has_alpha)


def _as_film(picture: Stream, *, has_alpha: bool) -> Stream:
    """A drawn picture (sRGB) in the film's colours."""
    converted = picture.filter("scale", flags=_EXACT, out_color_matrix=_MATRIX, out_range="tv")
    return converted.filter("format", "yuva420p" if has_alpha else "yuv420p").filter("setsar", 1)


def _looped(still: Stream, rate: Fraction) -> Stream:
    """One picture for ever, at the film's rate."""
    looped = still.filter("loop", loop=-1, size=1).filter("settb", f"{rate.denominator}/{rate.numerator}")
    return looped.filter("setpts", "N").filter("fps", fps=_ratio(rate))


def _captions(item: ItemPlan, strip: Strip) -> Stream:
    """The caption stills, each a little (10 us) before the picture that it begins with, never after it."""
    stills = graph.read(strip_list_name(item), "v", {"format": "concat"})
    timed = stills.filter("settb", "AVTB").filter("setpts", "max(PTS-10,0)")
    return _as_film(timed, has_alpha=not strip.is_opaque)


def _held(picture: Stream, hold: Hold) -> Stream:
    sign = _still(hold.name, has_alpha=True)
    return _over(picture, sign, hold.box, enable=f"between(n,{hold.start},{hold.end - 1})")


def _over(picture: Stream, top: Stream, box: Box, **options: object) -> Stream:
    return graph.overlay(picture, top, x=box.x, y=box.y, format="yuv420", **options)


def _finished(picture: Stream, film: FilmPlan, item: ItemPlan) -> Stream:
    """The item between its handles, with the dips, the colour tags and nothing else attached."""
    if item.handle:
        held = picture.filter("tpad", start=item.handle, start_mode="clone", stop=item.handle, stop_mode="clone")
        # The title is there from the first picture on: it is what programs and folders show of a film at rest.
        opened = held.filter("fade", type="in", start_frame=0, nb_frames=item.handle) if item.index else held
        # The first held picture is still full, the last is black.
        length = max(1, item.handle - 1)
        picture = opened.filter("fade", type="out", start_frame=item.handle + item.count, nb_frames=length)
    tagged = picture.filter(
        "setparams", range="tv", colorspace="bt709", color_primaries="bt709", color_trc="bt709", field_mode="prog"
    )
    return tagged.filter("sidedata", mode="delete").filter("fps", fps=_ratio(film.rate))


def _encoding(rate: Fraction) -> dict[str, object]:
    """H.264 for any player: 4:2:0, High profile, a key frame every two seconds so that a presenter can jump."""
    return {
        "vcodec": "libx264",
        "preset": PRESET,
        "crf": CRF,
        "profile:v": "high",
        "pix_fmt": "yuv420p",
        "g": max(1, round(2 * rate)),
        "maxrate": "24M",
        "bufsize": "48M",
        "colorspace": "bt709",
        "color_primaries": "bt709",
        "color_trc": "bt709",
        "color_range": "tv",
        "fps_mode": "passthrough",
        "map_metadata": -1,
        "map_chapters": -1,
        "format": "mp4",
    }


def _ratio(rate: Fraction) -> str:
    return f"{rate.numerator}/{rate.denominator}"
