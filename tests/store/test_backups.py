"""Copies of a study: whole and checked while others write, listed, and put back without losing anything."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from bwc_review.domain.backup import BackupKind
from bwc_review.domain.errors import Cancelled, EnvironmentFault, InputError
from bwc_review.domain.progress import CancelToken, Progress, silent
from bwc_review.store import backups
from bwc_review.store import open as study
from bwc_review.store.sql_store import SqlStore
from tests.store import values
from tests.store.disks import small_disk
from tests.store.filled import ACTOR, Filled, fill
from tests.store.test_faults import check_intact


@pytest.fixture
def filled(folder: Path) -> Filled:
    with opened(folder) as store:
        return fill(store)


@contextmanager
def opened(folder: Path) -> Iterator[SqlStore]:
    store = study.open(str(folder))
    try:
        yield store
    finally:
        store.close()


def add_tag(store: SqlStore, filled: Filled, number: int) -> None:
    tag = values.tag(filled.review, number)
    with store.writing(ACTOR) as unit:
        unit.reviews.put_tag(tag)
        unit.audit.record_operation(values.added(tag))
        unit.commit()


def make(store: SqlStore) -> Path:
    return store.back_up(silent, CancelToken())


def test_a_copy_tells_its_moment_and_what_is_in_it(folder: Path, filled: Filled):
    with opened(folder) as store:
        path = make(store)
        (copy,) = store.backups()
        with store.reading() as unit:
            (last,) = unit.audit.latest(1)
    assert (copy.path, copy.kind, copy.is_readable) == (path, BackupKind.DATED, True)
    assert (copy.entry_count, copy.tag_count, copy.review_count) == (last.seq, 1, 1)
    assert copy.byte_count == path.stat().st_size
    assert abs(copy.made_at - last.at) < timedelta(minutes=5)
    assert [one.name for one in (folder / "backups").iterdir()] == [path.name]


def test_a_copy_is_of_one_moment_while_others_write(folder: Path, filled: Filled, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(backups, "_PAGES", 5)
    steps: list[Progress] = []
    with opened(folder) as store:

        def write(progress: Progress) -> None:
            steps.append(progress)
            if len(steps) <= 3:
                add_tag(store, filled, len(steps))

        store.back_up(write, CancelToken())
        (copy,) = store.backups()
        check_intact(store, filled, 3)
    assert len(steps) > 3
    assert steps[-1].fraction == 1.0
    assert copy.tag_count == 1


def test_a_copy_can_be_stopped_and_leaves_nothing(folder: Path, filled: Filled, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(backups, "_PAGES", 5)
    cancel = CancelToken()
    with opened(folder) as store, pytest.raises(Cancelled):
        store.back_up(lambda _: cancel.cancel(), cancel)
    assert [*(folder / "backups").iterdir()] == []


@pytest.mark.usefixtures("full_disk")
def test_on_a_full_disk_no_half_copy_is_left_and_the_study_is_as_it_was(tmp_path: Path):
    with small_disk(tmp_path / "disk", "1m"):
        place = tmp_path / "disk" / "study"
        store = study.create(str(place))
        filled = fill(store)
        room = os.statvfs(place).f_bavail * os.statvfs(place).f_frsize
        (tmp_path / "disk" / "ballast").write_bytes(bytes(room - 40_000))
        with pytest.raises(EnvironmentFault) as caught:
            make(store)
        assert caught.value.code == "study.disk_full"
        assert [*(place / "backups").iterdir()] == []
        check_intact(store, filled, 0)
        store.close()


def test_restoring_gives_back_the_copy_and_keeps_what_was_there(folder: Path, filled: Filled):
    with opened(folder) as store:
        path = make(store)
        for number in range(1, 4):
            add_tag(store, filled, number)
    kept = study.restore(str(folder), path)
    with opened(folder) as store:
        check_intact(store, filled, 0)
        add_tag(store, filled, 9)
        newest, first = store.backups()
    assert (newest.path, newest.kind, newest.tag_count) == (kept, BackupKind.BEFORE_RESTORE, 4)
    assert (first.path, first.tag_count) == (path, 1)
    assert kept is not None
    study.restore(str(folder), kept)
    with opened(folder) as store:
        check_intact(store, filled, 3)


def test_what_lies_in_the_log_of_a_killed_program_is_in_the_kept_copy(folder: Path, filled: Filled):
    with opened(folder) as store:
        path = make(store)
        add_tag(store, filled, 1)
        for name in ("study.db", "study.db-wal"):
            (folder / f"late-{name}").write_bytes((folder / name).read_bytes())
    for name in ("study.db", "study.db-wal"):
        (folder / f"late-{name}").replace(folder / name)
    assert (folder / "study.db-wal").stat().st_size > 0
    study.restore(str(folder), path)
    assert not (folder / "study.db-wal").exists()
    with opened(folder) as store:
        check_intact(store, filled, 0)
        assert store.backups()[0].tag_count == 2


def test_a_study_that_is_open_is_not_replaced(folder: Path, filled: Filled):
    with opened(folder) as store:
        path = make(store)
        add_tag(store, filled, 1)
        with pytest.raises(InputError, match="open in another window or program") as caught:
            study.restore(str(folder), path)
        assert caught.value.code == "backup.study_open"
        check_intact(store, filled, 1)
    assert not [*folder.glob("*.partial*")]


def test_a_damaged_study_is_replaced_and_kept_byte_by_byte(folder: Path, filled: Filled):
    with opened(folder) as store:
        path = make(store)
    (folder / "study.db").write_bytes(b"nothing of a database" * 500)
    (folder / "study.db-wal").write_bytes(b"nor of a log")
    kept = study.restore(str(folder), path)
    assert kept is not None
    assert kept.read_bytes() == b"nothing of a database" * 500
    assert kept.with_name(f"{kept.name}-wal").read_bytes() == b"nor of a log"
    with opened(folder) as store:
        check_intact(store, filled, 0)
        assert [one.is_readable for one in store.backups()] == [False, True]


def test_a_study_whose_file_is_gone_comes_back(folder: Path, filled: Filled):
    with opened(folder) as store:
        path = make(store)
    (folder / "study.db").unlink()
    assert study.restore(str(folder), path) is None
    with opened(folder) as store:
        check_intact(store, filled, 0)


def test_a_damaged_copy_is_not_put_back(folder: Path, filled: Filled):
    with opened(folder) as store:
        path = make(store)
    with closing(sqlite3.connect(path)) as connection:
        statement = "SELECT rootpage FROM sqlite_schema WHERE name = 'ix_tags_review_id_start_us'"
        (root,) = connection.execute(statement).fetchone()
    content = bytearray(path.read_bytes())
    content[root * 4096 - 60 : root * 4096] = bytes(60)
    path.write_bytes(content)
    with pytest.raises(EnvironmentFault) as caught:
        study.restore(str(folder), path)
    assert caught.value.code == "study.damaged"
    with opened(folder) as store:
        check_intact(store, filled, 0)


def test_only_copies_of_studies_are_put_back(folder: Path, tmp_path: Path):
    with closing(sqlite3.connect(tmp_path / "other.db")) as connection:
        connection.execute("CREATE TABLE t (x)")
    with pytest.raises(InputError) as caught:
        study.restore(str(folder), tmp_path / "other.db")
    assert caught.value.code == "study.not_a_study"
    with pytest.raises(InputError) as caught:
        study.restore(str(folder), tmp_path / "nowhere.db")
    assert caught.value.code == "backup.unknown"


def test_a_disk_s_own_trouble_stops_the_restore_and_nothing_is_replaced(
    folder: Path, filled: Filled, monkeypatch: pytest.MonkeyPatch
):
    with opened(folder) as store:
        path = make(store)
        add_tag(store, filled, 1)

    def trouble(_connection: sqlite3.Connection) -> None:
        error = sqlite3.OperationalError("disk I/O error")
        error.sqlite_errorcode = sqlite3.SQLITE_IOERR
        raise error

    monkeypatch.setattr(backups, "_take_alone", trouble)
    with pytest.raises(EnvironmentFault) as caught:
        study.restore(str(folder), path)
    assert caught.value.code == "study.disk"
    with opened(folder) as store:
        check_intact(store, filled, 1)


def test_other_files_are_no_copies(folder: Path):
    for name in (
        "notes.txt",
        "study-2026.db",
        "other-2026-01-01T000000.000000Z.db",
        "study-2026-99-99T000000.000000Z.db",
    ):
        (folder / "backups" / name).touch()
    assert study.backups(str(folder)) == []
    with pytest.raises(InputError) as caught:
        study.backups(str(folder / "nowhere"))
    assert caught.value.code == "study.not_found"


def test_a_server_s_own_backups_apply():
    url = "postgresql://name@server/database"
    for ask in (lambda: study.backups(url), lambda: study.restore(url, Path("x.db"))):
        with pytest.raises(InputError, match="server's own backups") as caught:
            ask()
        assert caught.value.code == "backup.server"


def test_a_study_that_can_only_be_read_is_not_backed_up(folder_store: SqlStore):
    folder_store.is_read_only = True
    with pytest.raises(EnvironmentFault) as caught:
        make(folder_store)
    assert caught.value.code == "study.read_only"
