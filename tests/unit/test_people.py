"""The phase that follows from an officer's own training."""

from datetime import date

import pytest

from bwc_review.domain.ids import OfficerId, TrainingId, new_id
from bwc_review.domain.people import Phase, TrainingRecord, derived_phase

OFFICER = OfficerId(new_id())


def training(completed: date, started: date | None = None) -> TrainingRecord:
    return TrainingRecord(TrainingId(new_id()), OFFICER, "Course", completed, started)


COURSE = training(date(2025, 4, 11), date(2025, 4, 9))


@pytest.mark.parametrize(
    ("day", "phase"),
    [
        (date(2025, 4, 8), Phase.PRE),
        (date(2025, 4, 9), Phase.DURING),
        (date(2025, 4, 11), Phase.DURING),
        (date(2025, 4, 12), Phase.POST),
    ],
)
def test_the_phase_turns_at_the_first_and_last_day_of_the_course(day: date, phase: Phase) -> None:
    assert derived_phase(day, [COURSE]) is phase


def test_a_course_without_a_first_day_is_its_last_day() -> None:
    record = training(date(2025, 4, 11))
    days = [date(2025, 4, day) for day in (10, 11, 12)]
    assert [derived_phase(day, [record]) for day in days] == [Phase.PRE, Phase.DURING, Phase.POST]


def test_the_first_course_counts_whatever_order_the_records_come_in() -> None:
    refresher = training(date(2026, 4, 1))
    assert derived_phase(date(2025, 6, 1), [refresher, COURSE]) is Phase.POST


def test_without_a_day_or_a_record_there_is_no_phase() -> None:
    assert derived_phase(None, [COURSE]) is Phase.NONE
    assert derived_phase(date(2025, 6, 1), []) is Phase.NONE
