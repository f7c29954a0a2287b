"""A disk or a share that goes away while a study is open, and comes back: nothing is lost, and work goes on."""

import shutil
from pathlib import Path

import pytest

from bwc_review.domain.errors import EnvironmentFault
from bwc_review.store import open as study
from bwc_review.store.sql_store import SqlStore
from tests.store.disks import small_disk
from tests.store.filled import Filled, fill
from tests.store.test_backups import add_tag
from tests.store.test_faults import check_intact


def refused(store: SqlStore, filled: Filled) -> str:
    with pytest.raises(EnvironmentFault) as caught:
        add_tag(store, filled, 77)
    return caught.value.code


@pytest.mark.parametrize("has_log", [True, False])
def test_a_study_that_comes_back_as_another_file_is_gone_on_with(folder: Path, tmp_path: Path, has_log: bool):
    store = study.open(str(folder))
    filled = fill(store)
    add_tag(store, filled, 1)
    if not has_log:
        with store.engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    shutil.copytree(folder, tmp_path / "server")
    folder.rename(tmp_path / "lost")
    assert refused(store, filled) == "study.gone"
    shutil.copytree(tmp_path / "server", folder)
    add_tag(store, filled, 2)
    check_intact(store, filled, 2)
    store.close()
    store = study.open(str(folder))
    check_intact(store, filled, 2)
    store.close()


def test_an_older_copy_in_its_place_is_not_gone_on_with(folder: Path, tmp_path: Path):
    store = study.open(str(folder))
    filled = fill(store)
    shutil.copytree(folder, tmp_path / "older")
    add_tag(store, filled, 1)
    folder.rename(tmp_path / "lost")
    shutil.copytree(tmp_path / "older", folder)
    assert refused(store, filled) == "study.replaced"
    shutil.rmtree(folder)
    (tmp_path / "lost").rename(folder)
    add_tag(store, filled, 2)
    check_intact(store, filled, 2)
    store.close()


def test_what_is_no_study_in_its_place_is_not_gone_on_with(folder: Path, tmp_path: Path):
    store = study.open(str(folder))
    filled = fill(store)
    folder.rename(tmp_path / "lost")
    folder.mkdir()
    (folder / "study.db").write_bytes(b"something else" * 500)
    assert refused(store, filled) == "study.replaced"
    store.close()


def test_a_study_that_nothing_was_written_to_must_be_opened_again(folder: Path, tmp_path: Path):
    store = study.open(str(folder))
    folder.rename(tmp_path / "lost")
    shutil.copytree(tmp_path / "lost", folder)
    with pytest.raises(EnvironmentFault) as caught, store.reading():
        pass
    assert caught.value.code == "study.replaced"
    store.close()


def test_a_transaction_is_not_gone_on_with_in_another_file(folder: Path, tmp_path: Path):
    store = study.open(str(folder))
    filled = fill(store)
    with pytest.raises(EnvironmentFault) as caught, store.writing("lead") as unit:
        unit.audit.record("test", "study", {})
        shutil.copytree(folder, tmp_path / "copy")
        folder.rename(tmp_path / "lost")
        (tmp_path / "copy").rename(folder)
        unit.commit()
    assert caught.value.code == "study.gone"
    check_intact(store, filled, 0)
    store.close()


@pytest.mark.usefixtures("full_disk")
def test_a_disk_that_is_pulled_out_and_put_back_is_gone_on_with(tmp_path: Path):
    place = tmp_path / "disk"
    with small_disk(place, "8m"):
        store = study.create(str(place / "study"))
        filled = fill(store)
        add_tag(store, filled, 1)
        shutil.copytree(place / "study", tmp_path / "content")
    assert refused(store, filled) == "study.gone"
    with small_disk(place, "8m"):
        shutil.copytree(tmp_path / "content", place / "study")
        add_tag(store, filled, 2)
        check_intact(store, filled, 2)
        store.close()


def test_a_thread_in_a_hurry_is_told_soon_that_others_write(folder: Path):
    first, second = study.open(str(folder)), study.open(str(folder))
    filled = fill(first)
    with first.writing("lead"), second.waiting_at_most(0.01):
        assert refused(second, filled) == "study.busy"
    add_tag(second, filled, 1)
    check_intact(first, filled, 1)
    first.close()
    second.close()
