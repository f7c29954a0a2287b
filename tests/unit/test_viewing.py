"""One uninterrupted viewing at normal speed: what counts as one, and what does not."""

from datetime import UTC, datetime, timedelta

import pytest

from bwc_review.domain.ids import RunId, new_id
from bwc_review.domain.time import Moment, TimeRange
from bwc_review.domain.viewing import RunEnd, Viewing, ViewingRun, viewing_of, watched_us
from tests.unit.samples import REVIEW, SECOND

AT = datetime(2025, 9, 1, 12, tzinfo=UTC)


def span(start_s: float, end_s: float) -> TimeRange:
    return TimeRange(Moment(round(start_s * SECOND)), Moment(round(end_s * SECOND)))


WANTED = span(10, 60)


def run(start_s: float, end_s: float, after_s: float = 0, speed: int = 100, viewer: str = "A") -> ViewingRun:
    at = AT + timedelta(seconds=after_s)
    return ViewingRun(
        RunId(new_id()), REVIEW.recording_id, REVIEW.id, viewer, at, span(start_s, end_s), speed, RunEnd.PAUSE
    )


@pytest.mark.parametrize("watched", [run(0, 60), run(10.4, 59.6), run(9, 70)])
def test_playing_from_first_contact_to_the_end_in_one_go_is_a_viewing(watched: ViewingRun) -> None:
    assert viewing_of([watched], WANTED).is_complete


@pytest.mark.parametrize(
    "runs",
    [
        [],
        [run(0, 60, speed=150)],
        [run(0, 60, speed=50)],
        [run(11, 60)],
        [run(10, 59)],
        [run(0, 30), run(30, 60, after_s=34)],
        [run(0, 30), run(25, 60, after_s=31)],
        [run(0, 30), run(30, 60, after_s=31, viewer="B")],
        [run(60, 90)],
    ],
)
def test_another_speed_a_gap_a_seek_or_a_long_stop_make_it_none(runs: list[ViewingRun]) -> None:
    assert not viewing_of(runs, WANTED).is_complete


def test_a_stop_put_right_at_once_does_not_break_a_viewing() -> None:
    runs = [run(30, 60, after_s=32), run(0, 30)]
    assert viewing_of(runs, WANTED) == Viewing(WANTED, WANTED)


def test_the_longest_part_is_told() -> None:
    runs = [run(12, 20), run(30, 45, after_s=100), run(50, 55, after_s=200)]
    assert viewing_of(runs, WANTED).longest == span(30, 45)


def test_time_watched_is_the_viewers_time_not_the_clips() -> None:
    assert watched_us([run(0, 10, speed=200), run(0, 10, speed=50), run(0, 10)]) == (5 + 20 + 10) * SECOND
