"""Which copies of a study are due, and which are needed no more."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bwc_review.domain.backup import Backup, BackupKind, backup_name, is_due, named, superseded
from bwc_review.domain.recovery import Recovery

NOW = datetime(2026, 3, 31, 17, 0, tzinfo=UTC)


def backup(age: timedelta, kind: BackupKind = BackupKind.DATED, entries: int | None = 5) -> Backup:
    return Backup(Path(f"{age.total_seconds()}"), NOW - age, kind, 1, entries)


def hours(*ages: float) -> list[Backup]:
    return [backup(timedelta(hours=age)) for age in ages]


def test_a_name_tells_study_moment_and_kind():
    for kind in BackupKind:
        name = backup_name("study", NOW, kind)
        assert named("study", name) == (NOW, kind)
        assert named("other", name) is None
    assert backup_name("study", NOW, BackupKind.DATED) == "study-2026-03-31T170000.000000Z.db"
    assert named("study", "study-2026-03-31T170000.000000Z-why.db") is None


@pytest.mark.parametrize(
    ("newest", "entries", "expected"),
    [
        (None, 0, False),
        (None, 1, True),
        (backup(timedelta(days=3)), 5, False),
        (backup(timedelta(days=3)), 6, True),
        (backup(timedelta(minutes=59)), 6, False),
        (backup(timedelta(minutes=60)), 6, True),
        (backup(timedelta(days=3), entries=None), 5, True),
    ],
)
def test_a_copy_is_due_when_something_changed_and_the_last_is_an_hour_old(
    newest: Backup | None, entries: int, expected: bool
):
    assert is_due(newest, entries, NOW) is expected


def test_of_the_last_day_every_copy_is_kept():
    assert superseded(hours(0, 1, 2, 3, 22), NOW) == ()


def test_of_earlier_days_the_last_copy_is_kept():
    old = hours(25, 26, 27)
    assert superseded([*hours(1), *old], NOW) == (old[2], old[1])


def test_daily_copies_thin_out_to_days_weeks_and_months():
    daily = [backup(timedelta(days=age)) for age in range(800)]
    gone = superseded(daily, NOW)
    kept = sorted((NOW - one.made_at).days for one in daily if one not in gone)
    assert kept[:7] == [0, 1, 2, 3, 4, 5, 6]
    assert 7 + 2 + 11 <= len(kept) <= 7 + 4 + 12
    assert kept[-1] > 330


@given(st.lists(st.integers(0, 2_000_000), max_size=60))
def test_the_newest_copy_and_copies_before_updates_and_restores_are_always_kept(ages_s: list[int]):
    made = [backup(timedelta(seconds=age)) for age in ages_s]
    special = [backup(timedelta(days=900), kind) for kind in (BackupKind.BEFORE_UPDATE, BackupKind.BEFORE_RESTORE)]
    gone = superseded([*made, *special], NOW)
    assert not {*special} & {*gone}
    if made:
        assert max(made, key=lambda one: one.made_at) not in gone
    left = [one for one in made if one not in gone]
    assert superseded([*left, *special], NOW) == ()


@pytest.mark.parametrize(
    ("recovery", "end"),
    [
        (Recovery(NOW), "study. Nothing had been changed."),
        (Recovery(NOW, 1), ", is here."),
        (Recovery(NOW, 1_200, 1), ", 1 new tag among them, are here."),
        (Recovery(NOW, swept=("a",)), "Nothing had been changed. 1 unfinished file removed."),
    ],
)
def test_after_a_crash_one_is_told_what_is_there(recovery: Recovery, end: str):
    assert recovery.sentence.startswith("The program ended without closing this ")
    assert recovery.sentence.endswith(end)
