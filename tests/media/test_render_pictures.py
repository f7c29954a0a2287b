"""The finished film shows exactly the chosen frames: numbers painted into the sources are read out of it."""

from bisect import bisect_right
from fractions import Fraction
from math import ceil
from pathlib import Path
from typing import Any

import pytest

from bwc_review.domain.people import Phase
from bwc_review.domain.reel import Card, Pair, Single, Sound
from bwc_review.domain.time import Moment
from tests.helpers.clips import ClipShelf
from tests.helpers.frames import NTSC, ClipSpec, frame_starts_us, read_frame_number
from tests.helpers.reels import Studio, caption, labelled, numbers, pictures, span

TINY = (320, 180)
AT_30 = [
    "cfr_15",
    "cfr_24",
    "cfr_25",
    "cfr_2997",
    "cfr_50",
    "cfr_60",
    "vfr",
    "vfr_b_frames",
    "open_gop",
    "start_offset",
    "edit_list",
    "edit_list_mov",
    "rotated_90",
    "rotated_180",
    "rotated_270",
    "wide_pixels",
    "no_sound",
    "late_sound",
    "mjpeg_avi",
    "mpeg4_avi",
    "hevc",
    "vp9_webm",
    "mkv",
    "ts",
    "mpeg_ps",
    "fragmented",
    "interlaced",
]
OTHER_RATES = [
    ("cfr_30", Fraction(25)),
    ("cfr_25", NTSC),
    ("cfr_2997", Fraction(24)),
    ("vfr", Fraction(60)),
    ("cfr_60", Fraction(24000, 1001)),
    ("mkv", Fraction(25)),
]
# Excerpts that begin behind a seek, at and around key frames, in containers whose seeks are late, early or off.
SEEKS: dict[str, tuple[str, dict[str, Any]]] = {
    "mp4": (".mp4", {"frames": 200, "gop": 50, "b_frames": 2}),
    "mp4 offset": (".mp4", {"frames": 200, "gop": 50, "b_frames": 2, "start_offset": 10.0}),
    "mp4 edit list": (".mp4", {"frames": 200, "gop": 50, "b_frames": 2, "hidden_frames": 7}),
    "mp4 slow": (".mp4", {"frames": 60, "gop": 12, "b_frames": 2, "rate": 2, "hidden_frames": 3}),
    "ts open": (".ts", {"frames": 200, "gop": 50, "b_frames": 3, "open_gop": True}),
    "ts late clock": (".ts", {"frames": 200, "gop": 50, "b_frames": 2, "start_offset": 95_000.0}),
    "mpg": (".mpg", {"frames": 200, "gop": 15, "b_frames": 2, "codec": "mpeg2", "rate": 25}),
    "avi": (".avi", {"frames": 200, "gop": 50, "b_frames": 2, "codec": "mpeg4"}),
    "avi h264": (".avi", {"frames": 200, "gop": 50, "codec": "h264"}),
    "avi h264 reordered": (".avi", {"frames": 200, "gop": 50, "b_frames": 2, "codec": "h264"}),
    "mkv vfr": (".mkv", {"frames": 200, "gop": 50, "b_frames": 2, "vfr": True}),
    "hevc open": (".mp4", {"frames": 120, "gop": 30, "b_frames": 3, "open_gop": True, "codec": "hevc"}),
    "interlaced ts": (".ts", {"frames": 200, "gop": 25, "b_frames": 2, "interlaced": True, "rate": 25}),
}


def due(spec: ClipSpec, first: int, after: int, rate: Fraction) -> list[int]:
    """The numbers on the screen at ``start + k / rate``, from how the clip was made."""
    starts = [Fraction(us, 1_000_000) for us in frame_starts_us(spec.frames + 1, spec.rate, vfr=spec.vfr)]
    if not spec.vfr:
        starts = [Fraction(number) / spec.rate for number in range(spec.frames + 1)]
    rounding = Fraction(2, 1_000_000)
    count = max(1, ceil((starts[after] - starts[first] - rounding) * rate))
    return [bisect_right(starts, starts[first] + picture / rate + rounding) - 1 for picture in range(count)]


def rendered_numbers(path: Path, spans: list[tuple[int, int]], rate: Fraction, output: Path) -> list[list[int]]:
    studio = Studio()
    recording = studio.recording(path)
    items = [Single(studio.excerpt(recording, first, after)) for first, after in spans]
    reel = studio.reel(*items, rate=rate, size=TINY)
    studio.render(reel, output)
    film = studio.plan(reel)
    return [numbers(output, film, 2 + place) for place in range(len(spans))]


@pytest.mark.parametrize(("kind", "rate"), [*((kind, Fraction(30)) for kind in AT_30), *OTHER_RATES])
def test_every_picture_shows_the_frame_that_is_due(clips: ClipShelf, tmp_path: Path, kind: str, rate: Fraction) -> None:
    spec = clips.spec(kind)
    spans = [(0, 9), (spec.frames // 2, spec.frames // 2 + 7), (spec.frames - 8, spec.frames)]
    found = rendered_numbers(clips.kind(kind), spans, rate, tmp_path / "reel.mp4")
    assert found == [due(spec, first, after, rate) for first, after in spans]


@pytest.mark.parametrize("name", SEEKS)
def test_a_seek_lands_on_the_chosen_frame(clips: ClipShelf, tmp_path: Path, name: str) -> None:
    suffix, description = SEEKS[name]
    spec = ClipSpec(**description)
    gop = spec.gop
    spans = [(gop, gop + 4), (2 * gop - 1, 2 * gop + 3), (3 * gop - 2, 3 * gop - 1), (spec.frames - 5, spec.frames)]
    found = rendered_numbers(clips(suffix, **description), spans, Fraction(spec.rate), tmp_path / "reel.mp4")
    rate = Fraction(spec.rate)
    if spec.vfr:
        assert found == [due(spec, first, after, rate) for first, after in spans]
    else:
        assert found == [list(range(first, after)) for first, after in spans]


def test_the_last_frame_of_an_interlaced_clip_is_shown_at_another_rate(clips: ClipShelf, tmp_path: Path) -> None:
    spec = ClipSpec(frames=53, rate=25, interlaced=True)
    path = clips(".ts", frames=53, rate=25, interlaced=True)
    found = rendered_numbers(path, [(40, 53)], Fraction(30), tmp_path / "reel.mp4")
    assert found == [due(spec, 40, 53, Fraction(30))]
    assert found[0][-1] == 52


@pytest.mark.parametrize("kind", ["cfr_60", "cfr_15", "vfr"])
def test_one_chosen_frame_is_shown_as_long_as_it_stood(clips: ClipShelf, tmp_path: Path, kind: str) -> None:
    spec = clips.spec(kind)
    found = rendered_numbers(clips.kind(kind), [(41, 42)], Fraction(30), tmp_path / "reel.mp4")
    assert found == [due(spec, 41, 42, Fraction(30))]
    assert set(found[0]) == {41}


def test_an_excerpt_runs_on_into_the_next_file(clips: ClipShelf, tmp_path: Path) -> None:
    one = clips(frames=50, rate=25, gop=10)
    two = clips(".ts", frames=60, rate=30, gop=20, b_frames=2, first_number=1000)
    three = clips(frames=30, rate=15, first_number=2000)
    studio = Studio()
    recording = studio.recording(one, two, three)
    item = Single(studio.excerpt(recording, 40, 50))
    whole = Single(type(item.excerpt)(recording, span(1_600_000, 4_400_000)))
    reel = studio.reel(whole, size=TINY)
    studio.render(reel, tmp_path / "reel.mp4")
    starts = [(Fraction(number, 25), number) for number in range(50)]
    starts += [(2 + Fraction(number, 30), 1000 + number) for number in range(60)]
    starts += [(4 + Fraction(number, 15), 2000 + number) for number in range(30)]
    instants = [Fraction(8, 5) + Fraction(picture, 30) for picture in range(84)]
    wanted = [starts[bisect_right(starts, (instant, 9999)) - 1][1] for instant in instants]
    assert numbers(tmp_path / "reel.mp4", studio.plan(reel), 2) == wanted


def test_files_of_other_shapes_share_one_recording(clips: ClipShelf, tmp_path: Path) -> None:
    studio = Studio()
    recording = studio.recording(clips(size=(320, 180), frames=30), clips(size=(320, 240), frames=30, first_number=500))
    reel = studio.reel(Single(type(studio.excerpt(recording, 0, 1))(recording, span(500_000, 1_500_000))))
    studio.render(reel, tmp_path / "reel.mp4")
    item = studio.plan(reel).items[2]
    shown = list(pictures(tmp_path / "reel.mp4", item.start, item.end))
    assert read_frame_number(shown[0], (0, 0, 640, 360)) == 15
    assert read_frame_number(shown[-1], (80, 0, 480, 360)) == 514


@pytest.fixture(scope="module")
def studio() -> Studio:
    return Studio()


@pytest.fixture(scope="module")
def pair(clips: ClipShelf, studio: Studio) -> Pair:
    pre, post = clips.kind("cfr_25", frames=100), clips.kind("vfr", frames=90, size=(240, 320), first_number=300)
    left, right = studio.recording(pre), studio.recording(post)
    before = caption(500_000, 900_000, "Stacked commands")
    after = caption(1_000_000, 1_500_000, "Paraphrases")
    return Pair(
        studio.excerpt(left, 10, 40, captions=(before,), **labelled(Phase.PRE, "A-17")),
        studio.excerpt(right, 20, 80, captions=(after,), **labelled(Phase.POST, "B-04")),
        pre_anchor=Moment(600_000),
        post_anchor=studio.sources[right][0].table.start(44),
        sound=Sound.NONE,
        title="First contact",
    )


@pytest.fixture(scope="module")
def film(studio: Studio, pair: Pair, tmp_path_factory: pytest.TempPathFactory) -> Path:
    output = tmp_path_factory.mktemp("pair") / "reel.mp4"
    studio.render(studio.reel(pair, fade_us=0), output)
    return output


def test_both_sides_show_the_frames_that_are_due(studio: Studio, pair: Pair, film: Path, clips: ClipShelf) -> None:
    plan = studio.plan(studio.reel(pair, fade_us=0))
    left, right = plan.items[2].sides
    pre = due(clips.spec("cfr_25", frames=100), 10, 40, Fraction(30))
    post = [300 + number for number in due(clips.spec("vfr", frames=90), 20, 80, Fraction(30))]
    count = plan.items[2].count
    assert count == max(left.end, right.end)
    live_left, live_right = numbers(film, plan, 2, 0), numbers(film, plan, 2, 1)
    assert (live_left, live_right) == (pre, post)


def test_the_anchors_are_first_seen_in_one_picture(studio: Studio, pair: Pair, film: Path) -> None:
    plan = studio.plan(studio.reel(pair, fade_us=0))
    left, right = plan.items[2].sides
    seen = [left.delay + numbers(film, plan, 2, 0).index(15), right.delay + numbers(film, plan, 2, 1).index(344)]
    assert seen[0] == seen[1]


def test_the_side_that_waits_holds_its_first_frame_dimmed(studio: Studio, pair: Pair, film: Path) -> None:
    plan = studio.plan(studio.reel(pair, fade_us=0))
    item = plan.items[2]
    waiting = [side for side in item.sides if side.delay]
    assert len(waiting) == 1
    side = waiting[0]
    shown = list(pictures(film, item.start, item.start + side.delay + 1))
    box = side.picture
    means = [float(picture[box.y : box.y + box.height, box.x : box.x + box.width].mean()) for picture in shown]
    assert max(means[:-1]) < 0.6 * means[-1]


def test_pictures_are_as_large_as_their_panes_allow_and_keep_their_shape(studio: Studio, pair: Pair) -> None:
    left, right = studio.plan(studio.reel(pair)).items[2].sides
    assert abs(left.picture.width / left.picture.height - 4 / 3) < 0.02
    assert abs(right.picture.width / right.picture.height - 3 / 4) < 0.02
    assert left.picture.x < 320 < right.picture.x


def test_one_excerpt_may_stand_on_both_sides(clips: ClipShelf, tmp_path: Path) -> None:
    studio = Studio()
    excerpt = studio.excerpt(studio.recording(clips.kind("cfr_30")), 5, 15)
    reel = studio.reel(Pair(excerpt, excerpt, excerpt.range.start, excerpt.range.start, Sound.BOTH), fade_us=0)
    studio.render(reel, tmp_path / "reel.mp4")
    film = studio.plan(reel)
    assert (
        numbers(tmp_path / "reel.mp4", film, 2, 0) == numbers(tmp_path / "reel.mp4", film, 2, 1) == list(range(5, 15))
    )


def test_fades_lie_outside_the_chosen_frames(clips: ClipShelf, tmp_path: Path) -> None:
    studio = Studio()
    recording = studio.recording(clips.kind("cfr_30"))
    items = [Single(studio.excerpt(recording, 5, 11)), Card("Between", duration_us=200_000)]
    reel = studio.reel(*items, size=TINY, fade_us=400_000)
    made = studio.render(reel, tmp_path / "reel.mp4")
    check = made.items[2]
    shown = list(pictures(made.path, check.start_frame - 6, check.end_frame + 6))
    box = studio.plan(reel).items[2].sides[0].picture
    means = [float(picture[:, box.x : box.x + box.width].mean()) for picture in shown]
    assert means[:6] == sorted(means[:6])
    assert means[0] < 3
    assert means[-6:] == sorted(means[-6:], reverse=True)
    assert means[-1] < 3
    assert min(means[6:12]) > 0.95 * max(means)
    region = (box.x, box.y, box.width, box.height)
    assert [read_frame_number(picture, region) for picture in shown[6:12]] == list(range(5, 11))


def test_a_film_begins_with_its_title_in_full(clips: ClipShelf, tmp_path: Path) -> None:
    studio = Studio()
    recording = studio.recording(clips.kind("cfr_30"))
    reel = studio.reel(Single(studio.excerpt(recording, 5, 11)), size=TINY, fade_us=400_000)
    made = studio.render(reel, tmp_path / "reel.mp4")
    start = made.items[0].start_frame
    first, *_, full = pictures(made.path, 0, start + 2)
    assert float(abs(first.astype(int) - full).max()) <= 4


def test_the_film_is_as_long_as_its_items_and_dips(clips: ClipShelf, tmp_path: Path) -> None:
    studio = Studio()
    recording = studio.recording(clips.kind("cfr_30"))
    reel = studio.reel(
        Single(studio.excerpt(recording, 0, 30)), Card("A card", duration_us=500_000), size=TINY, fade_us=400_000
    )
    made = studio.render(reel, tmp_path / "reel.mp4")
    assert made.frame_count == 120 + 180 + 30 + 15 + 4 * 12
    assert made.duration_us == round(made.frame_count * 1_000_000 / 30)
    assert sum(1 for _ in pictures(made.path, 0, 10_000)) == made.frame_count
    places = [(check.start_frame, check.end_frame) for check in made.items]
    assert places == [(6, 126), (138, 318), (330, 360), (372, 387)]
    assert all(check.is_first_right and check.is_last_right for check in made.items)


@pytest.mark.parametrize("size", [(642, 362), (1080, 1920), (426, 240)])
def test_films_may_have_any_even_size(clips: ClipShelf, tmp_path: Path, size: tuple[int, int]) -> None:
    studio = Studio()
    recording = studio.recording(clips(size=(350, 198), frames=30))
    excerpt = studio.excerpt(recording, 3, 6, **labelled(Phase.PRE, "A-17"))
    reel = studio.reel(Single(excerpt), Pair(excerpt, excerpt, Moment(0), Moment(0)), size=size)
    made = studio.render(reel, tmp_path / "reel.mp4")
    film = studio.plan(reel)
    assert (made.width, made.height) == size
    assert [numbers(made.path, film, 2), numbers(made.path, film, 3, 1)] == [[3, 4, 5], [3, 4, 5]]


def test_twenty_items(clips: ClipShelf, tmp_path: Path) -> None:
    studio = Studio()
    kinds = ["cfr_24", "vfr", "mkv", "ts", "hevc"]
    recordings = [studio.recording(clips.kind(kind)) for kind in kinds]
    excerpts = [studio.excerpt(recordings[place % 5], place, place + 4) for place in range(20)]
    items = [
        Single(excerpt) if place % 2 else Pair(excerpt, excerpts[place - 1], excerpt.range.start, Moment(0))
        for place, excerpt in enumerate(excerpts)
    ]
    reel = studio.reel(*items, size=TINY)
    made = studio.render(reel, tmp_path / "reel.mp4")
    assert len(made.items) == 22
    assert numbers(made.path, studio.plan(reel), 21) == due(clips.spec("hevc"), 19, 23, Fraction(30))
