"""Which source frame each picture of a film shows."""

from bisect import bisect_right
from fractions import Fraction
from math import ceil

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bwc_review.domain.clip import FrameTable, SourceClip
from bwc_review.domain.errors import InputError
from bwc_review.domain.ids import RecordingId, new_id
from bwc_review.domain.reel import Caption, Excerpt
from bwc_review.domain.time import Moment
from bwc_review.media.render_timing import Lines, Track, caption_lines, meeting_delays, slack_us, track_of
from tests.helpers.made_sources import made_source
from tests.helpers.reels import span

NTSC = Fraction(30000, 1001)
RATES = [
    Fraction(15),
    Fraction(24),
    Fraction(25),
    NTSC,
    Fraction(30),
    Fraction(50),
    Fraction(60000, 1001),
    Fraction(60),
]
FILM_RATES = [Fraction(24), Fraction(25), NTSC, Fraction(30), Fraction(50), Fraction(60)]


def excerpt_of(start_us: int, end_us: int, *captions: Caption) -> Excerpt:
    return Excerpt(RecordingId(new_id()), span(start_us, end_us), captions=captions)


def frames(source: SourceClip, first: int, after: int) -> Excerpt:
    return excerpt_of(source.table.start(first).us, source.table.end(after - 1).us)


def shown(track: Track) -> list[int]:
    return [track.shown(picture)[1] for picture in range(track.picture_count)]


def due(starts: list[Fraction], first: int, after: int, rate: Fraction) -> list[int]:
    """The frames on the screen at ``start + k / rate``, in exact numbers; `starts` has one entry more than frames."""
    count = max(1, ceil((starts[after] - starts[first]) * rate))
    return [bisect_right(starts, starts[first] + picture / rate) - 1 for picture in range(count)]


@pytest.mark.parametrize("film_rate", FILM_RATES, ids=str)
@pytest.mark.parametrize("rate", RATES, ids=str)
@pytest.mark.parametrize(("first", "after"), [(0, 90), (7, 8), (31, 77), (89, 90)])
def test_a_picture_shows_the_frame_on_the_screen_at_its_instant(
    rate: Fraction, film_rate: Fraction, first: int, after: int
) -> None:
    source = made_source(frames=90, rate=rate)
    starts = [Fraction(number) / rate for number in range(91)]
    assert shown(track_of(frames(source, first, after), [source], film_rate)) == due(starts, first, after, film_rate)


@given(
    gaps=st.lists(st.integers(1, 40), min_size=2, max_size=60),
    film_rate=st.sampled_from(FILM_RATES),
    edges=st.tuples(st.integers(0, 60), st.integers(1, 60)),
)
def test_with_uneven_gaps_the_same_holds(gaps: list[int], film_rate: Fraction, edges: tuple[int, int]) -> None:
    ticks = [0]
    for gap in gaps:
        ticks.append(ticks[-1] + gap)
    first = min(edges[0], len(gaps) - 1)
    after = min(len(gaps), first + edges[1])
    starts = [Fraction(tick, 120) for tick in ticks]
    source = made_source(starts=starts[:-1], end=starts[-1], time_base=Fraction(1, 90_000))
    assert shown(track_of(frames(source, first, after), [source], film_rate)) == due(starts, first, after, film_rate)


@given(
    rate=st.sampled_from(RATES),
    film_rate=st.sampled_from(FILM_RATES),
    edges=st.tuples(st.integers(0, 89), st.integers(1, 90)),
)
def test_the_first_picture_is_the_first_frame_and_none_lies_outside(
    rate: Fraction, film_rate: Fraction, edges: tuple[int, int]
) -> None:
    source = made_source(frames=90, rate=rate, time_base=Fraction(1, 1000))
    first, after = edges[0], min(90, edges[0] + edges[1])
    found = shown(track_of(frames(source, first, after), [source], film_rate))
    assert found[0] == first
    assert found == sorted(found)
    assert found[-1] < after


@pytest.mark.parametrize("rate", [Fraction(30), Fraction(24), NTSC, Fraction(60)], ids=str)
def test_milliseconds_do_not_make_pictures_stutter(rate: Fraction) -> None:
    """Matroska rounds 33.3 to 33 and 66.7 to 67; at the film's own rate every frame is still shown once."""
    source = made_source(frames=90, rate=rate, time_base=Fraction(1, 1000))
    assert shown(track_of(frames(source, 3, 83), [source], rate)) == list(range(3, 83))


@pytest.mark.parametrize(
    ("rate", "time_base", "expected_us"),
    [
        (Fraction(25), Fraction(1, 1000), 5),
        (Fraction(30), Fraction(1, 1000), 1001),
        (Fraction(30), Fraction(1, 15360), 5),
        (Fraction(60000, 1001), Fraction(1, 90_000), 13),
        (Fraction(600), Fraction(1, 1000), 416),
    ],
)
def test_slack_is_what_the_time_base_rounds_and_no_more(rate: Fraction, time_base: Fraction, expected_us: int) -> None:
    assert slack_us(made_source(frames=9, rate=rate, time_base=time_base).clip.facts) == expected_us


def test_a_range_between_frames_is_widened_to_whole_ones() -> None:
    source = made_source(frames=90, rate=Fraction(30))
    track = track_of(excerpt_of(110_000, 190_000), [source], Fraction(30))
    assert track.range == span(100_000, 200_000)
    assert shown(track) == [3, 4, 5]


def test_a_single_frame_is_one_picture_at_a_lower_rate_too() -> None:
    source = made_source(frames=90, rate=Fraction(60))
    assert shown(track_of(frames(source, 40, 41), [source], Fraction(24))) == [40]


@pytest.mark.parametrize("film_rate", FILM_RATES, ids=str)
def test_an_excerpt_runs_on_from_one_file_into_the_next(film_rate: Fraction) -> None:
    one, two = made_source(frames=60, rate=Fraction(30)), made_source(frames=50, rate=Fraction(25))
    track = track_of(excerpt_of(1_500_000, 2_520_000), [one, two], film_rate)
    starts = [Fraction(number, 30) for number in range(60)] + [2 + Fraction(number, 25) for number in range(50)]
    wanted = [
        bisect_right(starts, Fraction(3, 2) + picture / film_rate) - 1
        for picture in range(ceil(Fraction(102, 100) * film_rate))
    ]
    found = [(source is two, index) for source, index in map(track.shown, range(track.picture_count))]
    assert found == [(place >= 60, place - 60 * (place >= 60)) for place in wanted]


def test_three_files_of_which_the_middle_one_is_shorter_than_a_picture() -> None:
    long, short = made_source(frames=60, rate=Fraction(60)), made_source(frames=1, rate=Fraction(600))
    track = track_of(
        excerpt_of(950_000, 1_100_000), [long, short, made_source(frames=60, rate=Fraction(60))], Fraction(10)
    )
    assert [part.picture_count for part in track.parts] == [1, 1]
    assert track.picture_count == 2


def test_an_excerpt_that_ends_with_the_first_file_has_one_part() -> None:
    one, two = made_source(frames=60, rate=Fraction(30)), made_source(frames=60, rate=Fraction(30))
    track = track_of(excerpt_of(1_000_000, 2_000_000), [one, two], Fraction(30))
    assert [part.source for part in track.parts] == [one]


@pytest.mark.parametrize(
    ("start_us", "end_us", "code"),
    [
        (0, 3_000_001, "reel.outside"),
        (3_000_000, 3_500_000, "reel.outside"),
        (-1, 500_000, "reel.outside"),
        (500_000, 500_000, "reel.no_length"),
    ],
)
def test_a_range_that_cannot_be_shown_is_refused(start_us: int, end_us: int, code: str) -> None:
    with pytest.raises(InputError) as refused:
        track_of(excerpt_of(start_us, end_us), [made_source(frames=90, rate=Fraction(30))], Fraction(30))
    assert refused.value.code == code


@given(
    rates=st.tuples(st.sampled_from(RATES), st.sampled_from(RATES)),
    film_rate=st.sampled_from(FILM_RATES),
    starts=st.tuples(st.integers(0, 40), st.integers(0, 40)),
    anchors=st.tuples(st.integers(0, 89), st.integers(0, 89)),
)
def test_anchors_are_first_seen_in_the_same_picture(
    rates: tuple[Fraction, Fraction],
    film_rate: Fraction,
    starts: tuple[int, int],
    anchors: tuple[int, int],
) -> None:
    sources = [made_source(frames=90, rate=rate) for rate in rates]
    tracks = [
        track_of(frames(source, start, 90), [source], film_rate) for source, start in zip(sources, starts, strict=True)
    ]
    moments = [
        source.table.start(max(anchor, start)) for source, anchor, start in zip(sources, anchors, starts, strict=True)
    ]
    delays = meeting_delays(tracks[0], tracks[1], moments[0], moments[1])
    assert min(delays) == 0
    seen = [delay + track.picture_at(moment) for delay, track, moment in zip(delays, tracks, moments, strict=True)]
    assert seen[0] == seen[1]
    for track, source, moment in zip(tracks, sources, moments, strict=True):
        picture = track.picture_at(moment)
        if 0 < picture < track.picture_count:
            anchor = source.table.index_at(moment)
            assert track.shown(picture)[1] >= anchor
            assert track.shown(picture - 1)[1] < anchor


def test_an_anchor_before_the_excerpt_still_aligns() -> None:
    source = made_source(frames=90, rate=Fraction(30))
    late = track_of(frames(source, 30, 60), [source], Fraction(30))
    early = track_of(frames(source, 0, 30), [source], Fraction(30))
    assert meeting_delays(late, early, Moment(0), Moment(0)) == (30, 0)


def test_captions_stand_from_their_first_picture_to_their_last() -> None:
    source = made_source(frames=90, rate=Fraction(30))
    captions = (Caption(span(400_000, 600_000), "one"), Caption(span(500_000, 800_000), "two"))
    track = track_of(excerpt_of(300_000, 1_000_000, *captions), [source], Fraction(30))
    assert caption_lines(track, 0, 30) == (
        Lines(0, ()),
        Lines(3, ("one",)),
        Lines(6, ("one", "two")),
        Lines(9, ("two",)),
        Lines(15, ()),
    )


def test_captions_wait_with_their_side_and_end_with_it() -> None:
    source = made_source(frames=90, rate=Fraction(30))
    track = track_of(excerpt_of(0, 500_000, Caption(span(0, 3_000_000), "all along")), [source], Fraction(30))
    assert caption_lines(track, 10, 40) == (Lines(0, ()), Lines(10, ("all along",)), Lines(25, ()))


@pytest.mark.parametrize(
    "caption",
    [
        Caption(span(0, 300_000), "before"),
        Caption(span(600_000, 700_000), "after"),
        Caption(span(300_000, 600_000), "  "),
    ],
)
def test_captions_outside_the_excerpt_and_empty_ones_are_left_out(caption: Caption) -> None:
    source = made_source(frames=90, rate=Fraction(30))
    track = track_of(excerpt_of(300_000, 600_000, caption), [source], Fraction(30))
    assert caption_lines(track, 0, 9) == (Lines(0, ()),)


@pytest.mark.parametrize("at_us", [300_000, 450_000, 599_999])
def test_a_caption_without_length_stands_for_one_picture(at_us: int) -> None:
    source = made_source(frames=90, rate=Fraction(30))
    track = track_of(excerpt_of(300_000, 600_000, Caption(span(at_us, at_us), "now")), [source], Fraction(30))
    lines = caption_lines(track, 0, 9)
    edges = [*(state.first_picture for state in lines), 9]
    assert [after - first for state, first, after in zip(lines, edges, edges[1:], strict=False) if state.texts] == [1]


def test_a_frame_table_longer_than_the_recording_is_cut_at_the_segment() -> None:
    """The axis is made of the facts' lengths; a table that says more does not push the next file back."""
    one = made_source(frames=30, rate=Fraction(30))
    longer = FrameTable.of(one.table.starts_us, [0], 1_010_000)
    track = track_of(excerpt_of(900_000, 1_100_000), [SourceClip(one.clip, longer), one], Fraction(30))
    assert [index for _, index in map(track.shown, range(track.picture_count))] == [27, 28, 29, 0, 1, 2]
