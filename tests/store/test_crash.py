"""A program that was killed: the next one says what it finds, and clears away what was never finished."""

import json
from pathlib import Path

import pytest

from bwc_review.store import open as study
from bwc_review.store import open_marker
from tests.store.killing import starting
from tests.store.tagging import tag_and_die


def killed(folder: Path, tags: int) -> None:
    """A program opens the study, sets that many tags, and ends without closing it."""
    process = starting().Process(target=tag_and_die, args=(str(folder), tags))
    process.start()
    process.join()
    assert process.exitcode == 0
    process.close()


def markers(folder: Path) -> list[Path]:
    return [*(folder / "cache").glob("open-*.json")]


def test_a_study_that_was_closed_has_nothing_to_recover(folder: Path):
    for _ in range(2):
        store = study.open(str(folder))
        assert store.recovery is None
        assert len(markers(folder)) == 1
        store.close()
        assert markers(folder) == []


def test_a_kill_is_told_with_what_is_there(folder: Path):
    killed(folder, 5)
    store = study.open(str(folder))
    recovery = store.recovery
    store.close()
    assert recovery is not None
    assert (recovery.change_count, recovery.tag_count, recovery.has_replayed) == (5, 4, True)
    assert recovery.sentence.startswith(
        "The program ended without closing this study. Nothing is lost: 5 changes since "
    )
    assert recovery.sentence.endswith(", 4 new tags among them, are here.")
    store = study.open(str(folder))
    assert store.recovery is None
    store.close()


def test_unfinished_files_are_removed_but_not_what_another_program_works_on(folder: Path):
    unfinished = [
        folder / "study.partial.db",
        folder / "backups" / "study-2026-01-01T000000.000000Z.partial.db",
        folder / "exports" / "tags.partial.csv",
        folder / "cache" / "thumbnails" / "a.1.partial.jpg",
    ]
    (folder / "cache" / "thumbnails").mkdir()
    killed(folder, 1)
    other = study.open(str(folder))
    for path in unfinished:
        path.touch()
    store = study.open(str(folder))
    assert all(path.exists() for path in unfinished)
    store.close()
    other.close()
    killed(folder, 0)
    for path in unfinished:
        path.touch()
    store = study.open(str(folder))
    assert store.recovery is not None
    assert sorted(store.recovery.swept) == sorted(path.name for path in unfinished)
    assert "4 unfinished files removed." in store.recovery.sentence
    assert not any(path.exists() for path in unfinished)
    store.close()


def test_a_program_that_is_still_at_work_is_no_crash(folder: Path):
    first = study.open(str(folder))
    second = study.open(str(folder))
    assert second.recovery is None
    assert len(markers(folder)) == 2
    first.close()
    second.close()


@pytest.mark.parametrize("content", ["", "{", "[]", "null", json.dumps({"opened_at": "never", "seq": 1})])
def test_a_marker_that_says_nothing_is_only_removed(folder: Path, content: str):
    (folder / "cache" / "open-1.json").write_text(content)
    store = study.open(str(folder))
    assert store.recovery is None
    assert len(markers(folder)) == 1
    store.close()


def test_a_study_is_opened_also_where_no_marker_can_be_made(folder: Path, monkeypatch: pytest.MonkeyPatch):
    def refuse(_file: object) -> None:
        raise OSError("no locks here")

    monkeypatch.setattr(open_marker, "_lock", refuse)
    store = study.open(str(folder))
    assert store.recovery is None
    store.close()
    assert markers(folder) == []
