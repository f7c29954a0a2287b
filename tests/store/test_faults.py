"""The environment's faults: each has a code and a sentence, and takes nothing with it."""

import errno
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from bwc_review.domain.changes import Edit, Operation
from bwc_review.domain.errors import EnvironmentFault
from bwc_review.store import engine, faults, sqlite_study
from bwc_review.store import open as study
from bwc_review.store.sql_store import SqlStore
from tests.store import values
from tests.store.disks import small_disk
from tests.store.filled import ACTOR, Filled, fill

NOTE = "x" * 10_000


def tag_until_told(store: SqlStore, filled: Filled) -> tuple[int, str]:
    """Tag until the environment stops it: number of tags kept, code of the fault."""
    for count in range(10_000):
        tag = values.tag(filled.review, count, NOTE)
        try:
            with store.writing(ACTOR) as unit:
                unit.reviews.put_tag(tag)
                unit.audit.record_operation(Operation("Tag", (Edit(None, tag),)))
                unit.commit()
        except EnvironmentFault as fault:
            return count, fault.code
    raise AssertionError("The disk never filled up.")


def check_intact(store: SqlStore, filled: Filled, count: int) -> None:
    with store.reading() as unit:
        assert len(unit.reviews.tags(filled.review.id)) == 1 + count
        assert unit.audit.first_fault() is None


def test_a_full_file_is_told_and_nothing_acknowledged_is_lost(folder_store: SqlStore):
    filled = fill(folder_store)
    with folder_store.engine.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages + 30}")
    count, code = tag_until_told(folder_store, filled)
    assert code == "study.disk_full"
    check_intact(folder_store, filled, count)


@pytest.mark.usefixtures("full_disk")
def test_a_full_disk_is_told_and_work_goes_on_once_there_is_room(tmp_path: Path):
    with small_disk(tmp_path / "disk", "2m"):
        ballast = tmp_path / "disk" / "ballast"
        opened = study.create(str(tmp_path / "disk" / "study"))
        filled = fill(opened)
        ballast.write_bytes(bytes(300_000))
        count, code = tag_until_told(opened, filled)
        assert code == "study.disk_full"
        check_intact(opened, filled, count)
        ballast.unlink()
        more, code = tag_until_told(opened, filled)
        assert more > 0
        check_intact(opened, filled, count + more)
        opened.close()
        opened = study.open(str(tmp_path / "disk" / "study"))
        check_intact(opened, filled, count + more)
        opened.close()


@pytest.mark.usefixtures("full_disk")
def test_a_study_that_does_not_fit_is_not_made(tmp_path: Path):
    with small_disk(tmp_path / "disk", "64k"):
        with pytest.raises(EnvironmentFault) as caught:
            study.create(str(tmp_path / "disk" / "study"))
        assert caught.value.code == "study.disk_full"
        assert not (tmp_path / "disk" / "study").exists()


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Locks are waited for only briefly."""
    monkeypatch.setattr(engine, "BUSY_S", 0.01)


@pytest.mark.usefixtures("impatient")
def test_a_study_that_another_program_writes_to_is_busy(folder: Path):
    opened = study.open(str(folder))
    filled = fill(opened)
    with closing(sqlite3.connect(folder / "study.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(EnvironmentFault) as caught, opened.writing(ACTOR):
            pass
        assert caught.value.code == "study.busy"
        check_intact(opened, filled, 0)
        other.execute("ROLLBACK")
    with opened.writing(ACTOR) as unit:
        unit.audit.record("a", "b", {})
        unit.commit()
    opened.close()


@pytest.mark.usefixtures("impatient")
def test_a_study_that_another_program_has_locked_is_busy_on_opening(folder: Path):
    with closing(sqlite3.connect(folder / "study.db", isolation_level=None)) as other:
        other.execute("PRAGMA journal_mode = DELETE")
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(EnvironmentFault) as caught:
            study.open(str(folder))
    assert caught.value.code == "study.busy"


def test_a_file_that_vanishes_while_it_is_opened_cannot_be_opened(folder: Path, monkeypatch: pytest.MonkeyPatch):
    def remove(where: Path, file: Path) -> bool:
        file.unlink()
        return True

    monkeypatch.setattr(sqlite_study, "can_write", remove)
    with pytest.raises(EnvironmentFault) as caught:
        study.open(str(folder))
    assert caught.value.code == "study.cannot_open"


def sqlite_error(code: int) -> DBAPIError:
    error = sqlite3.OperationalError("told by SQLite")
    error.sqlite_errorcode = code
    return OperationalError("SELECT 1", {}, error)


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        (sqlite3.SQLITE_BUSY, "study.busy"),
        (sqlite3.SQLITE_BUSY_SNAPSHOT, "study.busy"),
        (sqlite3.SQLITE_LOCKED, "study.busy"),
        (sqlite3.SQLITE_PROTOCOL, "study.busy"),
        (sqlite3.SQLITE_READONLY, "study.read_only"),
        (sqlite3.SQLITE_READONLY_DBMOVED, "study.gone"),
        (sqlite3.SQLITE_IOERR, "study.disk"),
        (sqlite3.SQLITE_IOERR_FSYNC, "study.disk"),
        (sqlite3.SQLITE_IOERR_SHMSIZE, "study.disk_full"),
        (sqlite3.SQLITE_CORRUPT, "study.damaged"),
        (sqlite3.SQLITE_CORRUPT_INDEX, "study.damaged"),
        (sqlite3.SQLITE_FULL, "study.disk_full"),
        (sqlite3.SQLITE_CANTOPEN, "study.cannot_open"),
        (sqlite3.SQLITE_NOTADB, "study.not_a_database"),
        (sqlite3.SQLITE_ERROR, None),
        (sqlite3.SQLITE_CONSTRAINT_UNIQUE, None),
        (sqlite3.SQLITE_MISUSE, None),
        (sqlite3.SQLITE_TOOBIG, None),
    ],
)
def test_sqlite_s_codes_are_told_apart_from_bugs(code: int, expected: str | None):
    assert faults.code_of(sqlite_error(code)) == expected


class ServerError(Exception):
    """As the driver raises it."""

    def __init__(self, sqlstate: str | None) -> None:
        super().__init__("told by the server")
        self.sqlstate = sqlstate


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        ("08006", "study.connection"),
        ("57P01", "study.connection"),
        ("53300", "study.connection"),
        ("53100", "study.disk_full"),
        ("55P03", "study.busy"),
        ("40001", "study.busy"),
        ("40P01", "study.busy"),
        ("42501", "study.no_permission"),
        ("28P01", "study.no_permission"),
        ("3D000", "study.cannot_open"),
        ("25006", "study.read_only"),
        ("58030", "study.disk"),
        ("XX001", "study.damaged"),
        ("23505", None),
        ("42601", None),
        ("P0001", None),
        (None, None),
    ],
)
def test_the_server_s_states_are_told_apart_from_bugs(state: str | None, expected: str | None):
    assert faults.code_of(DBAPIError("SELECT 1", {}, ServerError(state))) == expected


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        (errno.ENOSPC, "study.disk_full"),
        (errno.EROFS, "study.no_access"),
        (errno.EACCES, "study.no_access"),
        (errno.ENOENT, "study.gone"),
        (errno.EIO, "study.disk"),
    ],
)
def test_the_system_s_errors_on_the_study_s_own_files_have_codes(number: int, expected: str):
    with pytest.raises(EnvironmentFault) as caught, faults.file_errors():
        raise OSError(number, "told by the system")
    assert caught.value.code == expected


def test_too_many_readers_at_once_are_told_to_wait():
    with pytest.raises(EnvironmentFault) as caught, faults.database_errors():
        raise PoolTimeout
    assert caught.value.code == "study.busy"


def test_bugs_pass_untouched():
    with pytest.raises(IntegrityError), faults.database_errors():
        raise IntegrityError("SELECT 1", {}, sqlite3.IntegrityError("UNIQUE"))


def test_errors_of_files_inside_a_unit_of_work_are_not_the_study_s(folder_store: SqlStore):
    with pytest.raises(FileNotFoundError), folder_store.writing(ACTOR):
        raise FileNotFoundError("a clip")


def test_every_code_has_a_sentence():
    codes = {*faults._SQLITE.values(), *faults._SQLITE_EXTENDED.values(), *faults._POSTGRESQL.values()}
    assert codes | {*faults._OS.values()} <= {*faults.SENTENCES}
    assert all(sentence.endswith(".") for sentence in faults.SENTENCES.values())
