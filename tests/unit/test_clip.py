"""Clips, frame tables, recordings."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bwc_review.domain.clip import Fault, FaultCode, FrameTable, Recording, Segment
from bwc_review.domain.errors import InputError
from bwc_review.domain.ids import ClipId, RecordingId, new_id
from bwc_review.domain.time import Moment, TimeRange
from tests.unit.samples import SECOND, facts


@st.composite
def tables(draw: st.DrawFn) -> FrameTable:
    """Frame tables with uneven gaps; frame 0 is a key frame, as in any file that can be decoded."""
    gaps = draw(st.lists(st.integers(1, 50), min_size=1, max_size=30))
    starts = [sum(gaps[:i]) for i in range(len(gaps))]
    keys = sorted({0, *draw(st.lists(st.integers(0, len(starts) - 1), max_size=5))})
    return FrameTable.of(starts, keys, sum(gaps))


MOMENTS = st.integers(-10, 2000).map(Moment)


@pytest.mark.parametrize(("starts", "end"), [([], 1), ([1, 2], 3), ([0, 2, 2], 3), ([0, 2], 2), ([0, 3, 1], 5)])
def test_times_that_do_not_rise_from_zero_are_no_frame_table(starts: list[int], end: int) -> None:
    with pytest.raises(InputError) as caught:
        FrameTable.of(starts, [0], end)
    assert caught.value.code == "media.frame_table"


@given(tables(), MOMENTS)
def test_the_frame_at_a_moment_covers_it(table: FrameTable, moment: Moment) -> None:
    index = table.index_at(moment)
    clamped = Moment(max(0, min(moment.us, table.end_us - 1)))
    assert clamped in TimeRange(table.start(index), table.end(index))
    assert table.at(moment) == table.start(index)
    assert table.at(table.at(moment)) == table.at(moment)


@given(tables(), MOMENTS, st.integers(-40, 40))
def test_stepping_there_and_back_again_rests_on_the_same_frame_inside_the_clip(
    table: FrameTable, moment: Moment, frames: int
) -> None:
    stepped = table.stepped(moment, frames)
    wanted = table.index_at(moment) + frames
    assert table.index_at(stepped) == max(0, min(len(table) - 1, wanted))
    if 0 <= wanted < len(table):
        assert table.stepped(stepped, -frames) == table.at(moment)


@given(tables(), MOMENTS)
def test_the_nearest_start_is_at_most_as_far_as_any_other(table: FrameTable, moment: Moment) -> None:
    best = abs(table.nearest(moment) - moment)
    assert best == min(abs(Moment(start) - moment) for start in table.starts_us)


@given(tables(), st.integers(0, 29))
def test_the_key_frame_before_is_the_last_one_not_after(table: FrameTable, index: int) -> None:
    index = min(index, len(table) - 1)
    before = table.key_before(index)
    assert table.is_key(before)
    assert not any(table.is_key(i) for i in range(before + 1, index + 1))


def test_without_key_frames_decoding_starts_at_the_first_frame() -> None:
    table = FrameTable.of([0, 10], [], 20)
    assert (table.key_before(1), table.is_key(0)) == (0, False)


@given(tables(), MOMENTS, MOMENTS)
def test_a_snapped_span_holds_whole_frames_and_the_span(table: FrameTable, one: Moment, other: Moment) -> None:
    inside = sorted(max(0, min(m.us, table.end_us)) for m in (one, other))
    span = TimeRange(Moment(inside[0]), Moment(inside[1]))
    snapped = table.snapped(span)
    assert snapped.start.us in table.starts_us
    assert snapped.end.us in {*table.starts_us, table.end_us}
    assert span.duration_us == 0 or (snapped.start <= span.start and span.end <= snapped.end)
    assert table.snapped(snapped) == snapped
    assert table.range == TimeRange(Moment(0), Moment(table.end_us))


@pytest.mark.parametrize(
    ("rotation", "aspect", "size"),
    [(0, Fraction(1), (1920, 1080)), (90, Fraction(1), (1080, 1920)), (270, Fraction(4, 3), (1080, 2560))],
)
def test_the_display_size_is_in_square_pixels_after_rotation(
    rotation: int, aspect: Fraction, size: tuple[int, int]
) -> None:
    assert facts(rotation_deg=rotation, sample_aspect_ratio=aspect).display_size == size


def test_the_range_of_a_clip_is_its_length() -> None:
    assert facts().range == TimeRange(Moment(0), Moment(10 * SECOND))


def test_what_the_program_handles_fully_is_a_notice_and_what_it_cannot_repair_is_not() -> None:
    assert Fault(FaultCode.ROTATED, "…").is_notice
    assert not Fault(FaultCode.BROKEN_PACKETS, "…").is_notice


def test_a_recording_needs_a_clip() -> None:
    with pytest.raises(InputError, match="at least one clip"):
        Recording(RecordingId(new_id()), "K7Q2", ())


@given(st.lists(st.integers(1, 100), min_size=1, max_size=5), st.integers(-20, 600))
def test_a_moment_of_a_recording_lies_on_exactly_one_of_its_files(lengths: list[int], us: int) -> None:
    segments = tuple(Segment(ClipId(new_id()), length) for length in lengths)
    recording = Recording(RecordingId(new_id()), "K7Q2", segments)
    clip_id, local = recording.locate(Moment(us))
    index = [segment.clip_id for segment in segments].index(clip_id)
    assert 0 <= local.us < lengths[index]
    assert sum(lengths[:index]) + local.us == max(0, min(us, sum(lengths) - 1))
    assert recording.range.end == Moment(sum(lengths))
