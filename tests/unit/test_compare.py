"""Recordings on one exact axis."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bwc_review.domain.compare import Hearing, SharedTimeline, Side
from bwc_review.domain.errors import InputError
from bwc_review.domain.time import Moment, TimeRange

US = st.integers(0, 4 * 3600 * 1_000_000)
RATES = st.fractions(min_value=Fraction(1, 4), max_value=4, max_denominator=1001)


@st.composite
def sides(draw: st.DrawFn, rate: st.SearchStrategy[Fraction] = RATES) -> Side:
    start, end = sorted((draw(US), draw(US)))
    return Side(TimeRange(Moment(start), Moment(end + 1)), Moment(draw(st.integers(start, end))), draw(rate))


@given(sides(), US)
def test_going_to_a_side_and_back_lands_within_one_microsecond_of_the_axis(side: Side, us: int) -> None:
    back = side.shared(side.local(Moment(us)))
    # Each way rounds once, by half a microsecond of the side; the way back scales that by the speed.
    assert abs(back.us - us) <= 1 + 1 / (2 * side.rate)


@given(sides(st.just(Fraction(1))), US)
def test_at_equal_speed_the_way_there_and_back_is_exact(side: Side, us: int) -> None:
    assert side.shared(side.local(Moment(us))) == Moment(us)
    assert side.local(side.shared(Moment(us))) == Moment(us)


@given(st.lists(sides(), min_size=2, max_size=4))
def test_the_anchors_of_all_sides_meet_at_zero(found: list[Side]) -> None:
    line = SharedTimeline(tuple(found))
    assert line.local(Moment(0)) == tuple(side.anchor for side in found)
    assert Moment(0) >= line.extent.start
    assert Moment(0) <= line.extent.end


@given(st.lists(sides(), min_size=2, max_size=4), st.integers(-(10**10), 10**10))
def test_what_is_common_is_where_no_side_is_away(found: list[Side], us: int) -> None:
    line, moment = SharedTimeline(tuple(found)), Moment(us)
    common = line.common
    if common is not None and moment in common:
        assert all(side.distance_us(moment) == 0 for side in found)
    if any(side.distance_us(moment) for side in found):
        assert common is None or moment not in common


def test_the_distance_is_negative_before_a_side_begins_and_counts_up_after_its_end() -> None:
    side = Side(TimeRange(Moment(0), Moment(100)), Moment(40))
    assert [side.distance_us(Moment(us)) for us in (-50, -40, 0, 60, 75)] == [-10, 0, 0, 0, 15]


def test_sides_that_never_show_at_the_same_time_have_nothing_in_common() -> None:
    early = Side(TimeRange(Moment(0), Moment(10)), Moment(100))
    late = Side(TimeRange(Moment(0), Moment(10)), Moment(-100))
    line = SharedTimeline((early, late))
    assert line.common is None
    assert line.extent == TimeRange(Moment(-100), Moment(110))


def test_a_speed_of_zero_and_a_single_side_are_refused() -> None:
    with pytest.raises(InputError, match="more than zero"):
        Side(TimeRange(Moment(0), Moment(1)), Moment(0), Fraction(0))
    with pytest.raises(InputError, match="at least two"):
        SharedTimeline((Side(TimeRange(Moment(0), Moment(1)), Moment(0)),))


@given(sides(), US)
def test_a_side_s_moment_is_reached_at_the_earliest_possible_place_of_the_axis(side: Side, us: int) -> None:
    found = side.shared_from(Moment(us))
    assert side.local(found) >= Moment(us)
    assert side.local(found.shifted(-1)) < Moment(us)


@given(st.lists(sides(), min_size=2, max_size=4), st.integers(-(10**7), 10**7), US)
def test_nudging_moves_one_side_by_its_own_time_and_back_again(found: list[Side], by_us: int, us: int) -> None:
    line = SharedTimeline(tuple(found))
    nudged = line.nudged(1, by_us)
    assert nudged.local(Moment(us))[1] == line.local(Moment(us))[1].shifted(by_us)
    assert nudged.local(Moment(us))[0] == line.local(Moment(us))[0]
    assert nudged.nudged(1, -by_us) == line


def test_sides_are_heard_alone_in_either_ear_together_or_not_at_all() -> None:
    assert Hearing.solo(2, 1).levels == ((0, 0), (1, 1))
    assert Hearing.ears(2).levels == ((1, 0), (0, 1))
    assert Hearing.ears(3).levels == ((1, 0), (0.5, 0.5), (0, 1))
    assert Hearing.mix(4).levels == ((0.5, 0.5),) * 4
    assert Hearing.nothing(2).levels == ((0, 0), (0, 0))
    assert Hearing.ears(2).padded(4).levels == ((1, 0), (0, 1), (0, 0), (0, 0))
    assert Hearing.solo(3, 1).padded(2).levels == ((0, 0), (1, 1))


def test_where_a_side_is_heard_is_said_in_words() -> None:
    assert [Hearing.ears(3).words(side) for side in range(3)] == ["left ear", "both ears", "right ear"]
    assert [Hearing.solo(2, 0).words(side) for side in range(2)] == ["both ears", ""]
    assert [Hearing.ears(3).is_split(side) for side in range(3)] == [True, False, True]
