"""Studies that can be read and not written."""

import shutil
import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path

import pytest

from bwc_review import paths
from bwc_review.domain.errors import EnvironmentFault, InputError
from bwc_review.store import open as study
from tests.store.disks import read_only
from tests.store.filled import ACTOR, Filled, fill

pytestmark = pytest.mark.usefixtures("read_only_disk")


def filled_study(folder: Path) -> Filled:
    opened = study.open(str(folder))
    filled = fill(opened)
    opened.close()
    return filled


def listing(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


def test_a_read_only_folder_is_opened_for_reading(folder: Path):
    filled = filled_study(folder)
    before = listing(folder)
    with read_only(folder):
        opened = study.open(str(folder))
        assert opened.is_read_only
        assert opened.location == str(folder)
        assert opened.folder.is_relative_to(paths.home())
        assert (opened.folder / "cache").is_dir()
        with opened.reading() as unit:
            assert unit.reviews.tags(filled.review.id) == [filled.tag]
            assert unit.audit.first_fault() is None
        with pytest.raises(EnvironmentFault) as caught, opened.writing(ACTOR):
            pass
        opened.close()
    assert caught.value.code == "study.read_only"
    assert listing(folder) == before


def test_a_read_only_folder_without_write_ahead_log_is_read_with_locks(folder: Path):
    filled = filled_study(folder)
    with closing(sqlite3.connect(folder / "study.db")) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")
    with read_only(folder):
        opened = study.open(str(folder))
        with opened.reading() as unit:
            assert unit.reviews.tags(filled.review.id) == [filled.tag]
        opened.close()


def unfinished(folder: Path, tmp_path: Path, journal: str) -> Filled:
    """A study as a crash leaves it: acknowledged work in the log beside the file, or half a change in the file."""
    opened = study.open(str(folder))
    filled = fill(opened)
    copy = tmp_path / "crashed"
    if journal == "WAL":
        shutil.copytree(folder, copy, ignore=shutil.ignore_patterns("*-shm"))
        opened.close()
    else:
        opened.close()
        with closing(sqlite3.connect(folder / "study.db", isolation_level=None)) as connection:
            connection.execute("PRAGMA journal_mode = DELETE")
            connection.execute("PRAGMA cache_size = 1")
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("UPDATE clips SET path = 'half'")
            connection.execute("CREATE TABLE half AS SELECT randomblob(100000) AS content")
            shutil.copytree(folder, copy)
    shutil.rmtree(folder)
    copy.rename(folder)
    return filled


@pytest.mark.parametrize(("journal", "side"), [("WAL", "study.db-wal"), ("DELETE", "study.db-journal")])
def test_work_that_stands_beside_the_file_is_not_overlooked(folder: Path, tmp_path: Path, journal: str, side: str):
    filled = unfinished(folder, tmp_path, journal)
    before = listing(folder)
    assert before[side]
    with read_only(folder):
        opened = study.open(str(folder))
        assert opened.is_read_only
        with opened.reading() as unit:
            assert unit.clips.all() == [filled.clip]
            assert unit.reviews.tags(filled.review.id) == [filled.tag]
        opened.close()
    assert listing(folder) == before


def test_a_study_that_another_program_has_open_is_followed(folder: Path):
    writer = study.open(str(folder))
    filled = fill(writer)
    with read_only(folder):
        reader = study.open(str(folder))
        assert reader.is_read_only
        with reader.reading() as unit:
            assert unit.reviews.tags(filled.review.id) == [filled.tag]
        with writer.writing(ACTOR) as unit:
            unit.settings.put("title", "later")
            unit.audit.record("study.title", "study", {})
            unit.commit()
        with reader.reading() as unit:
            assert unit.settings.get("title") == "later"
        reader.close()
    writer.close()


def test_the_copy_of_an_unfinished_study_goes_when_it_is_closed(folder: Path, tmp_path: Path):
    unfinished(folder, tmp_path, "WAL")
    with read_only(folder):
        opened = study.open(str(folder))
        assert opened._copy is not None
        copy = Path(opened._copy.name)
        assert copy.is_dir()
        opened.close()
    assert not copy.exists()


def test_an_unfinished_study_of_a_newer_version_leaves_no_copy(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    unfinished(folder, tmp_path, "WAL")
    with closing(sqlite3.connect(folder / "study.db", isolation_level=None)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
        shutil.copytree(folder, tmp_path / "newer", ignore=shutil.ignore_patterns("*-shm"))
    copies = tmp_path / "copies"
    copies.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(copies))
    with read_only(tmp_path / "newer"), pytest.raises(InputError) as caught:
        study.open(str(tmp_path / "newer"))
    assert caught.value.code == "study.newer"
    assert [*copies.iterdir()] == []


def test_a_new_study_in_a_read_only_folder_is_refused(tmp_path: Path):
    with read_only(tmp_path), pytest.raises(EnvironmentFault) as caught:
        study.create(str(tmp_path / "study"))
    assert caught.value.code == "study.no_access"


def test_a_disk_that_turns_read_only_while_open_is_named(folder: Path):
    opened = study.open(str(folder))
    opened.engine.dispose()  # a connection from before would write through the mount from before
    with read_only(folder), pytest.raises(EnvironmentFault) as caught, opened.writing(ACTOR):
        pass
    opened.close()
    assert caught.value.code in ("study.read_only", "study.gone", "study.cannot_open")
