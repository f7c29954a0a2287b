"""Changes of the tables behind the log's back are named by the entry whose outcome they changed."""

from dataclasses import replace
from typing import cast

import pytest

from bwc_review.domain.audit import ChainFault
from bwc_review.domain.changes import Edit, Operation
from bwc_review.domain.ids import RatingId, new_id
from bwc_review.domain.tag import Rating, ReviewState
from bwc_review.store.replay import Replay
from bwc_review.store.sql_store import SqlStore
from tests.store import values
from tests.store.filled import ACTOR, Filled, fill


@pytest.fixture
def worked(store: SqlStore) -> Filled:
    """A study in which tags and ratings were added, changed, removed, undone and submitted."""
    filled = fill(store)
    short = values.tag(filled.review, 3_000_000)
    rating = Rating(RatingId(new_id()), filled.review.id, "R_TC", 4)
    changed = replace(filled.tag, note="Says it back, calmly.")
    submitted = replace(filled.review, state=ReviewState.SUBMITTED)
    with store.writing(ACTOR) as unit:
        unit.audit.record("reel.view", "reel", {})
        unit.reviews.put_rating(rating)
        unit.audit.record_operation(Operation("Rate", (Edit(None, rating),)))
        unit.audit.record_operation(Operation("Tag", (Edit(None, short),)))
        unit.reviews.put_tag(changed)
        unit.audit.record_operation(Operation("Undo", (Edit(short, None), Edit(filled.tag, changed)), undoes=4))
        unit.reviews.put(submitted)
        unit.audit.record_operation(Operation("Submit", (Edit(filled.review, submitted),)))
        unit.commit()
    return filled


def test_tables_that_show_what_the_log_has_written_have_no_fault(store: SqlStore, worked: Filled):
    with store.reading() as unit:
        assert unit.audit.first_fault() is None


TAG = "A tag in the study is not what entry 5 has written."


@pytest.mark.parametrize(
    ("statement", "seq", "text"),
    [
        ("UPDATE tags SET note = 'Says it back, calmly!'", 5, TAG),
        ("UPDATE tags SET start_us = start_us + 1", 5, TAG),
        ("UPDATE tags SET modifiers = 'none'", 5, TAG),
        ("UPDATE tags SET tagged_at = 'once'", 5, TAG),
        ("UPDATE ratings SET value = 5", 3, "A rating in the study is not what entry 3 has written."),
        ("UPDATE reviews SET state = 'draft'", 6, "A review in the study is not what entry 6 has written."),
        ("UPDATE reviews SET state = 'perfect'", 6, "A review in the study is not what entry 6 has written."),
        ("DELETE FROM ratings", 3, "What entry 3 has written is no longer in the study."),
        ("DELETE FROM tags", 5, "What entry 5 has written is no longer in the study."),
    ],
)
def test_a_change_behind_the_log_s_back_is_named(store: SqlStore, worked: Filled, statement: str, seq: int, text: str):
    with store.engine.begin() as connection:
        connection.exec_driver_sql(statement)
    with store.reading() as unit:
        assert unit.audit.first_fault() == ChainFault(seq, text)


def test_a_row_that_nobody_wrote_is_named(store: SqlStore, worked: Filled):
    with store.writing(ACTOR) as unit:
        unit.reviews.put_tag(values.tag(worked.review))
        unit.audit.record("reel.view", "reel", {})
        unit.commit()
    with store.reading() as unit:
        assert unit.audit.first_fault() == ChainFault(8, "The study holds a tag that no entry has written.")


@pytest.mark.parametrize("value", ["'no id'", "CAST(x'ff' AS TEXT)"])
def test_an_id_that_is_none_is_named_in_sqlite(folder_store: SqlStore, value: str):
    fill(folder_store)
    with folder_store.engine.begin() as connection:
        connection.exec_driver_sql(f"UPDATE tags SET id = {value}")
    with folder_store.reading() as unit:
        fault = unit.audit.first_fault()
    assert fault is not None
    assert "study" in fault.text


def test_the_earliest_of_several_changes_is_named(store: SqlStore, worked: Filled):
    with store.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE reviews SET reviewer = 'Nobody'")
        connection.exec_driver_sql("DELETE FROM tags")
    with store.reading() as unit:
        fault = unit.audit.first_fault()
    assert fault is not None
    assert fault.seq == 5


def test_entries_of_a_version_that_knew_fewer_fields_still_agree(store: SqlStore):
    fill(store)
    with store.reading() as unit:
        [entry] = unit.audit.entries()
        edits = cast("list[dict[str, dict[str, object] | None]]", entry.details["edits"])
        older = replace(entry, details={"label": "Start", "edits": [_without(edit, "is_heard_only") for edit in edits]})
        replay = Replay()
        replay.note(older)
        assert replay.first_difference(unit._transaction, unit.audit.operation) is None


def _without(edit: dict[str, dict[str, object] | None], name: str) -> dict[str, dict[str, object] | None]:
    after = {key: value for key, value in (edit["after"] or {}).items() if key != name}
    return {"before": edit["before"], "after": after}
