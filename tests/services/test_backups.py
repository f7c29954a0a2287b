"""Copies of a study: made when due, the old ones let go only afterwards, put back from outside."""

import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from bwc_review.domain.backup import BackupKind
from bwc_review.domain.errors import InputError
from bwc_review.services.assigning import PlanWish
from bwc_review.services.backups import Backups
from bwc_review.services.bootstrap import Study, backups_of, is_blinded_in, open_study, restore_backup
from bwc_review.services.clock import utc_now
from tests.services.conftest import Shelf


def change(study: Study, text: str) -> None:
    with study.store.writing("lead") as work:
        work.settings.put("mood", text)
        work.audit.record("test.mood", "study", {})
        work.commit()


def in_hours(study: Study, hours: float) -> Backups:
    return Backups(study.store, lambda: utc_now() + timedelta(hours=hours))


def test_a_backup_is_due_once_something_changed(study: Study) -> None:
    assert study.backups.is_due()
    made = study.backups.make()
    assert study.backups.all() == (made,)
    assert not in_hours(study, 48).is_due()
    change(study, "calm")
    assert not study.backups.is_due()
    assert in_hours(study, 1).is_due()


def test_making_one_lets_superseded_ones_go(study: Study) -> None:
    old = study.backups.make()
    newer = study.backups.make()
    later = in_hours(study, 30).make()
    assert study.backups.all() == (later,)
    assert not old.path.exists()
    assert not newer.path.exists()


def test_restoring_is_written_to_the_log_of_what_is_restored(study: Study, shelf: Shelf) -> None:
    made = study.backups.make()
    shelf.recording()
    location = study.store.location
    study.close()
    restored = restore_backup(location, made.path.name, "lead")
    assert restored.backup == made
    with open_study(location, "lead") as again:
        assert again.library.rows() == ()
        with again.store.reading() as work:
            (entry,) = work.audit.latest(1)
        assert entry.action == "study.restore"
        assert entry.details == {"backup": made.path.name, "kept": restored.kept}
        assert again.auditing.chain_fault() is None
    kept, _ = backups_of(location)
    assert (kept.path.name, kept.kind) == (restored.kept, BackupKind.BEFORE_RESTORE)


class TestBlindedReviewer:
    @pytest.fixture
    def location(self, study: Study, shelf: Shelf) -> str:
        shelf.rubric()
        shelf.recording()
        study.assigning.assign(PlanWish("Autumn", "sample", ("Reviewer A",), double_percent=0))
        study.backups.make()
        study.close()
        return study.store.location

    def refused(self, location: str) -> bool:
        (made, *_) = backups_of(location)
        with pytest.raises(InputError, match="reviews blinded") as caught:
            restore_backup(location, made.path.name, "Reviewer A")
        return caught.value.code == "backup.lead_only"

    def test_they_do_not_put_the_work_of_others_back(self, location: str) -> None:
        assert self.refused(location)
        with open_study(location, "lead") as study:
            assert study.auditing.log(1)[0].action == "assignments.plan"

    def test_as_lead_they_do_and_the_log_keeps_it(self, location: str) -> None:
        (made,) = backups_of(location)
        restore_backup(location, made.path.name, "Reviewer A", is_lead=True)
        with open_study(location, "lead") as study:
            entry = study.auditing.log(1)[0]
        assert (entry.action, entry.actor, entry.details["was_blinded"]) == ("study.restore", "Reviewer A", True)

    def test_damage_to_the_study_does_not_open_it_to_them(self, location: str) -> None:
        database = Path(location, "study.db")
        for content in (b"no database at all", b""):
            database.write_bytes(content)
            assert self.refused(location)
        database.unlink()
        assert self.refused(location)
        assert not is_blinded_in(location, "lead")

    def test_nobody_is_blinded_where_nothing_can_be_read(self, location: str) -> None:
        for path in (Path(location, "study.db"), *Path(location, "backups").glob("*.db")):
            path.write_bytes(b"no database at all")
        assert not is_blinded_in(location, "Reviewer A")

    def test_after_unblinding_they_may(self, location: str) -> None:
        with open_study(location, "lead") as study:
            study.assigning.unblind(study.assigning.plan("Autumn").id, "Done", is_early=True)
        (made,) = backups_of(location)
        assert restore_backup(location, made.path.name, "Reviewer A").backup == made


def test_a_study_of_before_there_were_plans_blinds_nobody(study: Study) -> None:
    study.close()
    location = study.store.location
    with closing(sqlite3.connect(Path(location, "study.db"))) as connection:
        connection.execute("DROP TABLE assignments")
        connection.execute("DROP TABLE assignment_plans")
        connection.commit()
    assert not is_blinded_in(location, "Reviewer A")


def test_a_study_whose_file_is_gone_is_restored_and_nothing_was_there_to_keep(study: Study) -> None:
    made = study.backups.make()
    study.close()
    (Path(study.store.location) / "study.db").unlink()
    assert restore_backup(study.store.location, made.path.name, "lead").kept == ""


def test_only_a_backup_that_is_listed_is_restored(study: Study) -> None:
    study.close()
    with pytest.raises(InputError, match="There is no backup called") as caught:
        restore_backup(study.store.location, "../study.db", "lead")
    assert caught.value.code == "backup.unknown"
