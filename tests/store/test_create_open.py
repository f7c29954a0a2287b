"""Making a study and opening one."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bwc_review import paths
from bwc_review.domain.errors import EnvironmentFault, InputError
from bwc_review.store import open as study
from bwc_review.store import sqlite_study
from bwc_review.store.faults import SENTENCES
from bwc_review.store.sql_store import SqlStore
from tests.store.filled import ACTOR, fill


def test_a_study_is_a_folder(tmp_path: Path):
    opened = study.create(str(tmp_path / "a" / "study"))
    folder = tmp_path / "a" / "study"
    assert (opened.location, opened.folder, opened.is_read_only) == (str(folder), folder, False)
    opened.close()
    assert sorted(path.name for path in folder.iterdir()) == ["backups", "cache", "exports", "study.db"]


def test_what_was_put_in_is_there_after_reopening(location: str):
    opened = study.create(location)
    filled = fill(opened)
    opened.close()
    opened = study.open(location)
    with opened.reading() as unit:
        assert unit.clips.all() == [filled.clip]
        assert unit.reviews.tags(filled.review.id) == [filled.tag]
    opened.close()


def test_a_closed_study_is_used_no_more(store: SqlStore):
    store.close()
    for use in (store.reading, lambda: store.writing(ACTOR)):
        with pytest.raises(RuntimeError, match="closed"), use():
            pass


def test_a_study_is_opened_by_its_file_too(folder: Path):
    opened = study.open(str(folder / "study.db"))
    assert opened.folder == folder
    opened.close()


def test_a_study_may_be_open_twice(folder: Path):
    first, second = study.open(str(folder)), study.open(str(folder))
    filled = fill(first)
    with second.reading() as unit:
        assert unit.reviews.find_tag(filled.tag.id) == filled.tag
    first.close()
    with second.reading() as unit:
        assert unit.reviews.find_tag(filled.tag.id) == filled.tag
    second.close()


def test_a_study_at_a_sqlite_address_keeps_its_local_files_with_the_user(tmp_path: Path):
    address = f"sqlite:///{tmp_path / 'shared.db'}"
    opened = study.create(address)
    assert opened.location == address
    assert opened.folder.is_relative_to(paths.home())
    assert (opened.folder / "cache").is_dir()
    fill(opened)
    opened.close()
    assert [path.name for path in tmp_path.iterdir()] == ["shared.db"]
    with pytest.raises(InputError) as caught:
        study.create(address)
    assert caught.value.code == "study.exists"
    study.open(address).close()


def test_each_connection_keeps_acknowledged_work(folder: Path):
    opened = study.open(str(folder))
    with opened.engine.connect() as connection:
        found = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout", "application_id")
        }
    opened.close()
    assert found == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "busy_timeout": 10_000,
        "application_id": int.from_bytes(b"BWCR", "big"),
    }


def test_on_a_network_disk_the_rollback_journal_is_used(folder: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(sqlite_study, "is_on_network", lambda where: where == folder)
    opened = study.open(str(folder))
    filled = fill(opened)
    assert not [path.name for path in folder.iterdir() if path.name.endswith(("-wal", "-shm"))]
    with opened.reading() as unit, opened.engine.connect() as connection:
        assert unit.reviews.find_tag(filled.tag.id) == filled.tag
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "delete"
    opened.close()


@pytest.mark.parametrize("where", ["", "   "])
def test_a_place_without_a_name_is_refused(where: str):
    for do in (study.create, study.open):
        with pytest.raises(InputError) as caught:
            do(where)
        assert caught.value.code == "study.location"


def test_a_second_study_in_one_place_is_refused(location: str):
    study.create(location).close()
    with pytest.raises(InputError) as caught:
        study.create(location)
    assert caught.value.code == "study.exists"
    study.open(location).close()


def test_a_folder_that_holds_something_else_is_left_alone(tmp_path: Path):
    (tmp_path / "notes.txt").write_text("mine")
    with pytest.raises(InputError) as caught:
        study.create(str(tmp_path))
    assert caught.value.code == "study.folder_not_empty"
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]


def test_a_subfolder_with_files_is_something_else(tmp_path: Path):
    (tmp_path / "cache").mkdir()
    (tmp_path / "cache" / "mine.jpg").touch()
    with pytest.raises(InputError) as caught:
        study.create(str(tmp_path))
    assert caught.value.code == "study.folder_not_empty"


def test_what_a_crash_or_a_file_browser_left_is_no_hindrance(tmp_path: Path):
    for name in ("study.partial.db", "study.partial.db-journal", ".DS_Store", "desktop.ini"):
        (tmp_path / name).write_text("left over")
    (tmp_path / "exports").mkdir()
    opened = study.create(str(tmp_path))
    fill(opened)
    opened.close()
    assert not (tmp_path / "study.partial.db").exists()


def test_a_file_is_no_place_for_a_study(tmp_path: Path):
    (tmp_path / "file").touch()
    with pytest.raises(InputError) as caught:
        study.create(str(tmp_path / "file"))
    assert caught.value.code == "study.not_a_folder"
    for place in (tmp_path / "file" / "inside", Path("/proc/nowhere")):
        with pytest.raises(InputError) as caught:
            study.create(str(place))
        assert caught.value.code == "study.no_folder"


@pytest.mark.parametrize("name", ["nowhere", "."])
def test_a_folder_without_a_study_is_refused(tmp_path: Path, name: str):
    with pytest.raises(InputError) as caught:
        study.open(str(tmp_path / name))
    assert caught.value.code == "study.not_found"


def test_a_file_that_is_no_database_is_named_as_such(folder: Path):
    (folder / "study.db").write_bytes(b"not a database at all, but long enough to be looked at" * 100)
    with pytest.raises(EnvironmentFault) as caught:
        study.open(str(folder))
    assert caught.value.code == "study.not_a_database"


@pytest.mark.parametrize("statement", ["CREATE TABLE people (name)", "PRAGMA application_id = 1", "VACUUM"])
def test_a_database_of_another_program_is_refused_and_not_touched(folder: Path, statement: str):
    file = folder / "study.db"
    file.unlink()
    with closing(sqlite3.connect(file)) as connection:
        connection.execute(statement)
    before = file.read_bytes()
    with pytest.raises(InputError) as caught:
        study.open(str(folder))
    assert caught.value.code == "study.not_a_study"
    assert file.read_bytes() == before


def test_a_study_without_its_revision_is_refused(folder: Path):
    with closing(sqlite3.connect(folder / "study.db", isolation_level=None)) as connection:
        connection.execute("DROP TABLE alembic_version")
    with pytest.raises(InputError) as caught:
        study.open(str(folder))
    assert caught.value.code == "study.not_a_study"


def test_a_damaged_study_says_so(folder: Path):
    opened = study.open(str(folder))
    fill(opened)
    opened.close()
    file = folder / "study.db"
    content = bytearray(file.read_bytes())
    content[4096:] = b"\xa5" * (len(content) - 4096)
    file.write_bytes(content)
    with pytest.raises(EnvironmentFault) as caught:
        opened = study.open(str(folder))
        try:
            with opened.reading() as unit:
                unit.clips.all()
        finally:
            opened.close()
    assert caught.value.code == "study.damaged"
    assert caught.value.message == SENTENCES["study.damaged"]


@pytest.mark.parametrize("comes_back", [False, True])
def test_a_study_that_was_taken_away_takes_no_more_work_until_it_is_back(folder: Path, comes_back: bool):
    opened = study.open(str(folder))
    fill(opened)
    with pytest.raises(EnvironmentFault) as caught, opened.writing(ACTOR) as unit:
        unit.settings.put("title", "lost")
        unit.audit.record("study.title", "study", {})
        folder.rename(folder.with_name("elsewhere"))
        if comes_back:
            shutil.copytree(folder.with_name("elsewhere"), folder)
        unit.commit()
    assert caught.value.code == "study.gone"
    if comes_back:
        with opened.reading() as unit:
            assert unit.settings.get("title") == ""
        opened.close()
        return
    for use in (opened.reading, lambda: opened.writing(ACTOR)):
        with pytest.raises(EnvironmentFault) as caught, use():
            pass
        assert caught.value.code == "study.gone"
    opened.close()


def test_a_study_that_cannot_be_finished_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    def fail(_: Path) -> None:
        raise sqlite3.OperationalError("disk I/O error")

    monkeypatch.setattr(sqlite_study, "_bring_up_to_date", fail)
    with pytest.raises(sqlite3.OperationalError):
        study.create(str(tmp_path / "study"))
    assert not (tmp_path / "study").exists()
