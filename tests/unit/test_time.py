"""Moments, ranges, rates and their texts."""

from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bwc_review.domain.errors import InputError
from bwc_review.domain.time import (
    Moment,
    TimeRange,
    covered_us,
    length_text,
    parse_moment,
    report_text,
    review_text,
    rounded_quotient,
    snapped_rate,
    subtract,
    union,
    us_from_pts,
)

TIMES = st.integers(min_value=0, max_value=60)
RANGES = st.tuples(TIMES, TIMES).map(lambda pair: TimeRange(Moment(min(pair)), Moment(max(pair))))
DAY_US = 24 * 3600 * 1_000_000


def instants(ranges: list[TimeRange]) -> set[int]:
    """Every microsecond that the ranges cover, the slow and certain way."""
    return {us for span in ranges for us in range(span.start.us, span.end.us)}


def test_a_moment_shifts_and_differences_are_microseconds() -> None:
    assert Moment(5).shifted(-2) == Moment(3)
    assert Moment(5) - Moment(2) == 3
    assert Moment(1_500_000).s == 1.5


def test_a_range_that_ends_before_it_starts_is_refused() -> None:
    with pytest.raises(InputError, match="before the start") as caught:
        TimeRange(Moment(2), Moment(1))
    assert caught.value.facts == {"start": 2, "end": 1}


def test_a_range_holds_its_start_and_not_its_end() -> None:
    span = TimeRange(Moment(1), Moment(3))
    assert [us for us in range(5) if Moment(us) in span] == [1, 2]
    assert span.shifted(2) == TimeRange(Moment(3), Moment(5))


@given(RANGES, RANGES)
def test_intersection_is_what_both_cover(one: TimeRange, other: TimeRange) -> None:
    both = one.intersection(other)
    assert instants([both] if both else []) == instants([one]) & instants([other])
    assert one.overlaps(other) == other.overlaps(one)


@given(st.lists(RANGES, max_size=8))
def test_union_covers_the_same_instants_once_in_order(ranges: list[TimeRange]) -> None:
    merged = union(ranges)
    assert instants(merged) == instants(ranges)
    assert covered_us(ranges) == len(instants(ranges))
    assert all(one.end < two.start for one, two in pairwise(merged))


@given(st.lists(RANGES, max_size=6), st.lists(RANGES, max_size=6))
def test_subtract_leaves_what_only_the_first_cover(ranges: list[TimeRange], holes: list[TimeRange]) -> None:
    left = subtract(ranges, holes)
    assert instants(left) == instants(ranges) - instants(holes)
    assert union(left) == left


@pytest.mark.parametrize(
    ("pts", "time_base", "us"),
    [(0, Fraction(1, 90_000), 0), (3003, Fraction(1, 90_000), 33_367), (1, Fraction(1), 10**6)],
)
def test_presentation_time_stamps_become_microseconds(pts: int, time_base: Fraction, us: int) -> None:
    assert us_from_pts(pts, time_base) == us


@given(st.integers(-(10**15), 10**15), st.integers(1, 10**6))
@example(5, 2)
@example(7, 2)
@example(-5, 2)
def test_quotients_are_rounded_as_fractions_are(dividend: int, divisor: int) -> None:
    assert rounded_quotient(dividend, divisor) == round(Fraction(dividend, divisor))


@pytest.mark.parametrize(
    ("measured", "exact"),
    [
        (Fraction("29.97"), Fraction(30_000, 1001)),
        (Fraction("23.976"), Fraction(24_000, 1001)),
        (Fraction("25.0001"), Fraction(25)),
        (Fraction("27.5"), Fraction("27.5")),
        (Fraction("0.3"), Fraction("0.3")),
    ],
)
def test_rates_close_to_a_broadcast_rate_become_it(measured: Fraction, exact: Fraction) -> None:
    assert snapped_rate(measured) == exact


def test_a_rate_of_zero_is_refused() -> None:
    with pytest.raises(InputError, match="more than zero"):
        snapped_rate(Fraction(0))


@pytest.mark.parametrize(
    ("us", "review", "report"),
    [
        (0, "00:00.000", "00:00:00.000"),
        (62_450_000, "01:02.450", "00:01:02.450"),
        (3_723_000_499, "62:03.000", "01:02:03.000"),
        (999_500, "00:01.000", "00:00:01.000"),
        (-1_500_000, "-00:01.500", "-00:00:01.500"),
        (-499, "00:00.000", "00:00:00.000"),
    ],
)
def test_moments_read_as_reviews_and_reports_show_them(us: int, review: str, report: str) -> None:
    assert (review_text(Moment(us)), report_text(Moment(us))) == (review, report)


@pytest.mark.parametrize(
    ("us", "text"), [(0, "0:00"), (312_400_000, "5:12"), (3_600_000_000, "1:00:00"), (500_000, "0:01")]
)
def test_lengths_read_as_lists_show_them(us: int, text: str) -> None:
    assert length_text(us) == text


@given(st.integers(min_value=0, max_value=DAY_US // 1000))
def test_the_text_of_a_moment_reads_back_to_the_same_millisecond(ms: int) -> None:
    moment = Moment(ms * 1000)
    assert parse_moment(review_text(moment)) == moment if ms < 1000 * 60_000 else True
    assert parse_moment(report_text(moment)) == moment


@given(st.integers(min_value=0, max_value=DAY_US))
def test_seconds_with_six_places_are_read_exactly(us: int) -> None:
    assert parse_moment(f"{us // 1_000_000}.{us % 1_000_000:06d}") == Moment(us)


def test_a_decimal_comma_and_spaces_are_understood() -> None:
    assert parse_moment(" 1:02:03,45 ") == Moment(3_723_450_000)


@pytest.mark.parametrize("text", ["", "abc", "1:60", "1:60:00", "-1", "1.1234567", "1:2:3:4", "1e3"])
def test_what_is_no_time_is_refused(text: str) -> None:
    with pytest.raises(InputError) as caught:
        parse_moment(text)
    assert caught.value.code == "time.text"
