"""Verification: of the log, of media, of exports."""

import sqlite3
from pathlib import Path

import pytest

from bwc_review.domain.errors import Cancelled, EnvironmentFault
from bwc_review.domain.progress import CancelToken, Progress
from bwc_review.services.auditing import Auditing
from bwc_review.services.bootstrap import FileMedia, Study
from tests.services.conftest import Shelf


@pytest.fixture
def exported(study: Study, footage_folder: Path, tmp_path: Path) -> Path:
    """A study with two clips and one exported file."""
    (footage_folder / "broken.mp4").unlink()
    study.library.import_paths([footage_folder])
    study.reviewing.start(study.library.rows()[0].recording.id, "deesc-core")
    study.tag_files.export_tags(tmp_path / "tags.csv")
    return tmp_path / "tags.csv"


def test_an_untouched_study_is_clean(study: Study, exported: Path) -> None:
    told: list[Progress] = []
    result = study.auditing.verify(told.append)
    assert result.is_clean
    assert (result.chain_fault, result.entry_count) == (None, study.auditing.head().seq)
    assert (len(result.media), len(result.exports)) == (2, 1)
    assert [progress.done for progress in told] == sorted(progress.done for progress in told)


def test_a_changed_export_is_named_and_one_that_was_taken_away_is_no_fault(study: Study, exported: Path) -> None:
    content = exported.read_bytes()
    exported.write_bytes(content + b" ")
    changed = study.auditing.verify()
    assert not changed.is_clean
    assert changed.exports[0].message == "The content of tags.csv is not what was exported."
    exported.unlink()
    gone = study.auditing.verify()
    assert gone.is_clean
    assert (gone.exports[0].is_present, gone.exports[0].is_intact) == (False, False)


def test_a_changed_clip_is_not_clean(study: Study, exported: Path) -> None:
    path = study.library.rows()[0].clips[0].path
    path.write_bytes(b"other")
    result = study.auditing.verify()
    assert not result.is_clean
    assert [check.is_intact for check in result.media].count(False) == 1


def test_a_changed_entry_of_the_log_is_named(study: Study, exported: Path) -> None:
    head = study.auditing.head()
    assert head.seq > 3
    database = sqlite3.connect(study.store.folder / "study.db")
    for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        database.execute(f"DROP TRIGGER {name}")
    (table,) = database.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name LIKE 'audit%' AND sql LIKE '%previous%'"
    ).fetchone()
    database.execute(f"UPDATE {table} SET actor = 'somebody else' WHERE seq = 3")
    database.commit()
    database.close()
    result = study.auditing.verify()
    assert result.chain_fault is not None
    assert (result.chain_fault.seq, result.entry_count, result.is_clean) == (3, 2, False)


def test_an_export_that_cannot_be_read_is_named(study: Study, exported: Path) -> None:
    class Unreadable(FileMedia):
        def sha256(self, path: Path, report: object, cancel: CancelToken) -> str:
            cancel.raise_if_cancelled()
            raise EnvironmentFault("file.unreadable", f"{path.name} cannot be read.")

    auditing = Auditing(study.store, study.library, Unreadable())
    (check,) = auditing.verify().exports
    assert (check.is_present, check.is_intact, check.message) == (True, False, "tags.csv cannot be read.")
    stop_at_the_export = CancelToken()

    def report(progress: Progress) -> None:
        if progress.done >= 90:
            stop_at_the_export.cancel()

    with pytest.raises(Cancelled):
        auditing.verify(report, stop_at_the_export)


def test_an_empty_log_has_no_head(study: Study, shelf: Shelf) -> None:
    assert study.auditing.log(1)[0].action == "study.create"
    assert study.auditing.head().seq == 1
    assert study.auditing.chain_fault() is None
