"""The arguments that ffmpeg gets: seeks, safety, order. Nothing is run."""

from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import pytest

from bwc_review.domain.clip import SoundFacts, SourceClip
from bwc_review.domain.ids import RecordingId, new_id
from bwc_review.domain.people import Phase
from bwc_review.domain.reel import Card, Pair, Reel, Single, Sound
from bwc_review.domain.time import Moment
from bwc_review.media.render_film import Look
from bwc_review.media.render_graph import item_arguments, join_arguments, pieces_list, strip_list
from bwc_review.media.render_plan import plan
from tests.helpers.made_sources import made_source
from tests.helpers.reels import Studio, caption, labelled

SOUND = SoundFacts("aac", 48_000, 2, 0, 10_000_000)


def single_arguments(source: SourceClip, first: int, after: int, look: Look | None = None) -> list[str]:
    studio = Studio()
    recording = RecordingId(new_id())
    studio.sources[recording] = [source]
    reel = studio.reel(Single(studio.excerpt(recording, first, after)))
    film = replace(plan(reel, studio.sources), looks={source.clip.id: look} if look else {})
    return item_arguments(film, film.items[2], "item002.mp4", "item002.pcm")


def seeks(arguments: list[str]) -> list[str]:
    return [arguments[place + 1] for place, argument in enumerate(arguments) if argument == "-ss"]


def graph(arguments: list[str]) -> str:
    return arguments[arguments.index("-filter_complex") + 1]


@pytest.mark.parametrize(
    ("spec", "first", "expected"),
    [
        ({"keys": [0, 30, 60]}, 10, []),
        ({"keys": [0, 30, 60]}, 30, ["1.000000"]),
        ({"keys": [0, 30, 60]}, 59, ["1.000000"]),
        ({"keys": [0, 30, 60], "container": "mpegts"}, 75, ["0.866668"]),
        ({"keys": [0, 30, 60], "container": "mpegts"}, 40, []),
        ({"keys": [0, 30, 60], "rate": Fraction(2)}, 75, ["28.000000"]),
        ({"keys": [0, 30, 60], "first_pts": 153_600}, 75, ["12.000000"]),
        ({"keys": [0], "sound": SOUND}, 60, ["1.400000"]),
        ({"keys": [0], "sound": SOUND}, 15, []),
    ],
)
def test_files_are_entered_at_or_before_the_key_frame_that_is_needed(
    spec: dict[str, object], first: int, expected: list[str]
) -> None:
    source = made_source(frames=90, **spec)  # pyright: ignore[reportArgumentType]
    arguments = single_arguments(source, first, first + 5)
    assert seeks(arguments) == expected
    assert arguments.count("-noaccurate_seek") == arguments.count("-seek_timestamp") == len(expected)


def test_seeks_come_before_the_file_they_are_for() -> None:
    arguments = single_arguments(made_source(frames=90, keys=[0, 30]), 40, 50)
    assert arguments.index("-ss") < arguments.index("/footage/clip.mp4")


def test_frames_are_cut_half_a_frame_before_the_first_and_their_instant_becomes_zero() -> None:
    text = graph(single_arguments(made_source(frames=90), 30, 60))
    assert "trim=end_pts=1983334:start_pts=983333" in text
    assert "setpts=PTS-(1000005)" in text
    assert "fps=eof_action=pass:fps=30/1:round=up:start_time=0" in text


def test_the_stamp_that_the_program_gives_the_first_frame_is_used() -> None:
    text = graph(single_arguments(made_source(frames=90), 0, 10, Look(first_us=66_667)))
    assert "setpts=PTS-(66672)" in text


def test_pictures_are_scaled_before_they_are_repeated_and_after_they_are_dropped() -> None:
    slow = graph(single_arguments(made_source(frames=90, rate=Fraction(15)), 0, 10))
    fast = graph(single_arguments(made_source(frames=90, rate=Fraction(60)), 0, 10))
    assert slow.index("]scale=") < slow.index("fps=eof_action")
    assert fast.index("fps=eof_action") < fast.index("]scale=")


@pytest.mark.parametrize(
    ("spec", "filters"),
    [
        ({"rotation_deg": 90}, ["transpose=dir=clock"]),
        ({"rotation_deg": 270}, ["transpose=dir=cclock"]),
        ({"rotation_deg": 180}, ["hflip", "vflip"]),
        ({"rotation_deg": 90, "is_mirrored": True}, ["hflip", "transpose=dir=clock"]),
        ({"is_interlaced": True}, ["bwdif=deint=interlaced:mode=send_frame"]),
        ({}, []),
    ],
)
def test_pictures_are_brought_upright_and_woven(spec: dict[str, object], filters: list[str]) -> None:
    text = graph(single_arguments(made_source(frames=90, **spec), 0, 10))  # pyright: ignore[reportArgumentType]
    places = [text.index(name) for name in filters]
    assert places == sorted(places)
    for name in {"transpose", "hflip", "vflip", "bwdif"} - {part.partition("=")[0] for part in filters}:
        assert name not in text
    assert "-noautorotate" in single_arguments(made_source(), 0, 10)


@pytest.mark.parametrize("matrix", ["smpte170m", "bt2020nc"])
@pytest.mark.parametrize(("size", "is_before"), [((320, 240), True), ((3840, 2160), False)])
def test_colours_are_turned_into_the_films_where_the_picture_is_small(
    matrix: str, size: tuple[int, int], is_before: bool
) -> None:
    text = graph(single_arguments(made_source(size=size), 0, 10, Look(matrix=matrix)))
    turned, scaled = text.index(f"in_color_matrix={matrix}:out_color_matrix=bt709"), text.index(":w=")
    assert (turned < scaled) is is_before


def test_colours_that_are_right_are_left_alone() -> None:
    assert "in_color_matrix" not in graph(single_arguments(made_source(), 0, 10, Look(matrix="bt709")))


def test_no_text_of_the_user_is_part_of_a_graph() -> None:
    studio = Studio()
    recording = RecordingId(new_id())
    studio.sources[recording] = [made_source(sound=SOUND)]
    texts = {"title": "SECRET1", "subtitle": "SECRET2", "selection_note": "SECRET3"}
    excerpt = studio.excerpt(
        recording, 0, 30, captions=(caption(0, 500_000, "SECRET4"),), **labelled(Phase.PRE, "SECRET5")
    )
    pair = Pair(excerpt, excerpt, Moment(0), Moment(0), Sound.BOTH, "SECRET6")
    film = studio.plan(studio.reel(pair, Single(excerpt), Card("SECRET7", ("SECRET8",)), **texts))
    for item in film.items:
        assert "SECRET" not in " ".join(item_arguments(film, item, "v.mp4", "s.pcm"))
        assert "SECRET" not in strip_list(item, film.rate)


def test_an_excerpt_without_sound_is_given_silence() -> None:
    assert "anullsrc=r=48000:cl=stereo" in single_arguments(made_source(sound=None), 0, 10)
    assert "anullsrc=r=48000:cl=stereo" not in single_arguments(made_source(sound=SOUND), 0, 10)
    far = SoundFacts("aac", 48_000, 2, 5_000_000, 1_000_000)
    assert "anullsrc=r=48000:cl=stereo" in single_arguments(made_source(sound=far), 0, 10)


@pytest.fixture
def reel() -> tuple[Studio, Reel]:
    studio = Studio()
    recording = RecordingId(new_id())
    studio.sources[recording] = [made_source()]
    notes = (caption(500_000, 1_000_000, "one"),)
    excerpt = studio.excerpt(recording, 0, 60, captions=notes)
    return studio, studio.reel(Single(excerpt), rate=Fraction(30000, 1001), title="It's = a: title")


def test_pieces_are_listed_with_lengths_that_add_up(reel: tuple[Studio, Reel]) -> None:
    film = reel[0].plan(reel[1])
    lines = pieces_list(film, [f"item{item.index:03d}.mp4" for item in film.items]).splitlines()
    assert lines[0] == "ffconcat version 1.0"
    assert lines[1::2] == ["file item000.mp4", "file item001.mp4", "file item002.mp4"]
    lengths = [Fraction(line.removeprefix("duration ")) for line in lines[2::2]]
    assert abs(sum(lengths) - Fraction(film.picture_count) / film.rate) <= Fraction(1, 1_000_000)


def test_captions_are_listed_with_the_time_that_each_stands(reel: tuple[Studio, Reel]) -> None:
    film = reel[0].plan(reel[1])
    lines = strip_list(film.items[2], film.rate).splitlines()
    assert lines[1::2] == [f"file item002-captions{number}.png" for number in range(3)]
    assert [round(float(line.split()[1]) * 30000 / 1001) for line in lines[2::2]] == [15, 15, 30]
    assert strip_list(film.items[0], film.rate) == ""


def test_joining_copies_the_pictures_and_puts_the_index_first(reel: tuple[Studio, Reel]) -> None:
    film = reel[0].plan(reel[1])
    arguments = join_arguments(film, "pieces.ffconcat", ["a.pcm", "b.pcm"], str(Path("/out/reel.partial.mp4")))
    pairs = dict(pairwise(arguments))
    assert (pairs["-vcodec"], pairs["-acodec"], pairs["-movflags"]) == ("copy", "aac", "+faststart")
    assert pairs["-metadata"] == "title=It's = a: title"
    assert "concat:a.pcm|b.pcm" in arguments
    assert arguments[-1] == "/out/reel.partial.mp4"
