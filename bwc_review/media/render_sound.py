"""The sound of an item: each heard side cut to the sample, both sides mixed, silence wherever there is none."""

from itertools import pairwise, repeat

from bwc_review.domain.clip import SoundFacts
from bwc_review.domain.time import US_PER_S, us_from_pts
from bwc_review.media import graph_border as graph
from bwc_review.media.graph_border import Stream
from bwc_review.media.render_film import SAMPLE_RATE_HZ, FilmPlan, ItemPlan, Look, Side, samples_before
from bwc_review.media.render_timing import Part, Track

_LEAD_US = 600_000  # the file is entered this much before the first sample, so that the decoder has settled
_LEAST_OVERLAP_US = 50_000  # less sound than this in an excerpt is taken as none
_PLACE = 1000  # more than a recording has files
_EASE_SAMPLES = 480  # 10 ms up and down at the ends of an excerpt, against clicks
# Both sides: each leans to the loudspeaker on its side and is still heard from the other; the two shares add up to 1,
# so the mix cannot clip.
_NEAR, _FAR = 0.68, 0.32


def sound_of(film: FilmPlan, item: ItemPlan) -> Stream:
    """48 kHz stereo sound of exactly the item's samples, handles included."""
    heard = [(place, side) for place, side in enumerate(item.sides) if side.is_heard]
    tracks = [(place, side, _track(film, side.track, place)) for place, side in heard]
    sounds = [
        _placed(film, item, place, side, sound, is_mixed=len(heard) > 1) for place, side, sound in tracks if sound
    ]
    if not sounds:
        mixed = _silence(_PLACE * len(item.sides))
    elif len(sounds) == 1:
        mixed = sounds[0]
    else:
        mixed = graph.mix(sounds)
    return mixed.filter("apad").filter("atrim", end_sample=item.sample_count).filter("asetpts", "N/SR/TB")


def _placed(film: FilmPlan, item: ItemPlan, place: int, side: Side, sound: Stream, *, is_mixed: bool) -> Stream:
    """A side's sound at its place in the item, leaning to its own loudspeaker if the other side is heard too."""
    if is_mixed:
        left, right = (_NEAR, _FAR) if place == 0 else (_FAR, _NEAR)
        middle = sound.filter("pan", "mono|c0<c0+c1")  # “<”: the shares are scaled to add up to 1
        sound = middle.filter("aeval", exprs=f"{left}*val(0)|{right}*val(0)", channel_layout="stereo")
    first = item.start - item.handle
    late = samples_before(item.start + side.delay, film.rate) - samples_before(first, film.rate)
    return sound.filter("adelay", delays=f"{late}S", all=1) if late else sound


def _track(film: FilmPlan, track: Track, place: int) -> Stream | None:
    """The sound of an excerpt, exactly as long as its pictures; None if no part of it has any."""
    edges = [part.first_picture for part in track.parts] + [track.picture_count]
    samples = [samples_before(edge, film.rate) for edge in edges]
    lengths = [after - before for before, after in pairwise(samples)]
    numbers = range(_PLACE * place, _PLACE * place + len(lengths))
    found = [_part(film, *each) for each in zip(track.parts, repeat(track), lengths, numbers, strict=False)]
    if not any(found):
        return None
    whole = [
        sound or _silence(number).filter("atrim", end_sample=length)
        for sound, length, number in zip(found, lengths, numbers, strict=True)
    ]
    joined = whole[0] if len(whole) == 1 else graph.concat(whole, has_pictures=False)
    ease = min(_EASE_SAMPLES, samples[-1] // 2)
    eased = joined.filter("afade", type="in", start_sample=0, nb_samples=ease)
    return eased.filter("afade", type="out", start_sample=samples[-1] - ease, nb_samples=ease)


def _part(film: FilmPlan, part: Part, track: Track, length: int, number: int) -> Stream | None:
    """The sound of one file's stretch in `length` samples; None if the file has none there."""
    clip = part.source.clip
    look = film.looks.get(clip.id, Look())
    facts = clip.facts.sound
    start_us = part.origin_us - track.slack_us
    end_us = start_us + length * US_PER_S // SAMPLE_RATE_HZ
    if facts is None or look.sound_stream is None or not _is_heard_between(facts, start_us, end_us):
        return None
    zero_us = us_from_pts(clip.facts.first_pts, clip.facts.time_base) + start_us
    zero_s = f"{zero_us / US_PER_S:.6f}"
    options: dict[str, object] = {"vn": None, "sn": None, "dn": None}
    if start_us > _LEAD_US:
        options |= {"noaccurate_seek": None, "seek_timestamp": 1, "ss": f"{(zero_us - _LEAD_US) / US_PER_S:.6f}"}
    sound = graph.read(str(clip.path.absolute()), str(look.sound_stream), options)
    apart = graph.told_apart(sound, number, has_pictures=False)
    cut = apart.filter("atrim", start=zero_s, end=f"{(zero_us + end_us - start_us) / US_PER_S:.6f}")
    # Gaps become silence and overlaps are cut, so that sound stays where its time stamps say.
    timed = cut.filter("asetpts", f"PTS-({zero_s})/TB").filter(
        "aresample", SAMPLE_RATE_HZ, **{"async": 1, "first_pts": 0, "min_hard_comp": 0.02}
    )
    stereo = timed.filter("pan", "stereo|c0<c0|c1<c0") if facts.channels == 1 else timed
    shaped = stereo.filter("aformat", sample_fmts="fltp", sample_rates=SAMPLE_RATE_HZ, channel_layouts="stereo")
    return shaped.filter("apad").filter("atrim", end_sample=length)


def _is_heard_between(facts: SoundFacts, start_us: int, end_us: int) -> bool:
    begin, end = facts.start_us, facts.start_us + facts.duration_us
    return min(end, end_us) - max(begin, start_us) >= min(_LEAST_OVERLAP_US, end_us - start_us)


def _silence(number: int) -> Stream:
    source = graph.read(f"anullsrc=r={SAMPLE_RATE_HZ}:cl=stereo", "a", {"format": "lavfi"})
    return graph.told_apart(source, number, has_pictures=False).filter(
        "aformat", sample_fmts="fltp", channel_layouts="stereo"
    )
