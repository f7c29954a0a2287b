"""Transactions: all or nothing, one writer, a log entry with every change."""

import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from bwc_review.domain.changes import Edit, Operation
from bwc_review.domain.errors import EnvironmentFault
from bwc_review.domain.ids import ClipId, TagId, new_id
from bwc_review.store import sql_store
from bwc_review.store.sql_store import SqlStore
from tests.store import values
from tests.store.filled import ACTOR, fill


def test_what_is_committed_is_seen_by_the_next_reader(store: SqlStore):
    filled = fill(store)
    with store.reading() as unit:
        assert unit.reviews.tags(filled.review.id) == [filled.tag]


def test_leaving_without_commit_takes_everything_back(store: SqlStore):
    filled = fill(store)
    with store.writing(ACTOR) as unit:
        unit.reviews.remove_tag(filled.tag.id)
        unit.audit.record("tag.remove", "tag", {})
    with store.reading() as unit:
        assert unit.reviews.find_tag(filled.tag.id) == filled.tag
        assert len([*unit.audit.entries()]) == 1


def test_an_exception_takes_everything_back(store: SqlStore):
    filled = fill(store)
    with pytest.raises(ZeroDivisionError), store.writing(ACTOR) as unit:
        unit.reviews.remove_tag(filled.tag.id)
        raise ZeroDivisionError
    with store.reading() as unit:
        assert unit.reviews.find_tag(filled.tag.id) == filled.tag


def test_a_change_without_an_audit_record_is_a_bug(store: SqlStore):
    filled = fill(store)
    with store.writing(ACTOR) as unit:
        unit.reviews.remove_tag(filled.tag.id)
        with pytest.raises(RuntimeError, match="without an audit record"):
            unit.commit()
    with store.reading() as unit:
        assert unit.reviews.find_tag(filled.tag.id) == filled.tag


def test_each_commit_needs_its_own_record(store: SqlStore):
    filled = fill(store)
    with store.writing(ACTOR) as unit:
        unit.settings.put("title", "a")
        unit.audit.record("study.title", "study", {})
        unit.commit()
        unit.reviews.remove_tag(filled.tag.id)
        with pytest.raises(RuntimeError, match="without an audit record"):
            unit.commit()


def test_a_record_without_a_change_is_kept(store: SqlStore):
    with store.writing(ACTOR) as unit:
        unit.audit.record("reel.view", "reel", {})
        unit.commit()
    with store.reading() as unit:
        assert [entry.action for entry in unit.audit.entries()] == ["reel.view"]


def test_reading_can_neither_write_nor_commit(store: SqlStore):
    with store.reading() as unit:
        for write in (
            lambda: unit.settings.put("a", "b"),
            lambda: unit.reviews.remove_tag(TagId(new_id())),
            lambda: unit.clips.relocate(ClipId(new_id()), Path("/x")),
            lambda: unit.audit.record("a", "b", {}),
            unit.commit,
        ):
            with pytest.raises(RuntimeError, match="for reading"):
                write()


def test_a_reader_sees_one_state_while_others_write(store: SqlStore):
    with store.reading() as reader:
        assert reader.settings.get("title") == ""
        with store.writing(ACTOR) as writer:
            writer.settings.put("title", "new")
            writer.audit.record("study.title", "study", {})
            writer.commit()
        assert reader.settings.get("title") == ""
    with store.reading() as reader:
        assert reader.settings.get("title") == "new"


def test_writing_inside_writing_is_a_bug(store: SqlStore):
    with store.writing(ACTOR), pytest.raises(RuntimeError, match="inside another"), store.writing(ACTOR):
        pass


def test_writers_of_many_threads_take_turns(store: SqlStore):
    filled = fill(store)

    def write(number: int) -> None:
        with store.writing(f"Reviewer {number % 4}") as unit:
            tag = values.tag(filled.review, number)
            unit.reviews.put_tag(tag)
            unit.audit.record_operation(Operation("Tag", (Edit(None, tag),)))
            unit.commit()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(write, range(40)))
    with store.reading() as unit:
        assert len(unit.reviews.tags(filled.review.id)) == 41
        assert unit.audit.first_fault() is None


def test_a_writer_that_waits_too_long_is_told_so(store: SqlStore, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(sql_store, "BUSY_S", 0.01)
    is_writing, may_end = threading.Event(), threading.Event()

    def hold() -> None:
        with store.writing(ACTOR):
            is_writing.set()
            may_end.wait()

    thread = threading.Thread(target=hold)
    thread.start()
    is_writing.wait()
    try:
        with pytest.raises(EnvironmentFault) as caught, store.writing(ACTOR):
            pass
    finally:
        may_end.set()
        thread.join()
    assert caught.value.code == "study.busy"


def test_the_actor_is_in_the_log(store: SqlStore):
    with store.writing("Reviewer B") as unit:
        assert unit.audit.record("a", "b", {}).actor == "Reviewer B"
