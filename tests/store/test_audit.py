"""The log: chained, append-only, and able to give operations back."""

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from sqlalchemy.exc import DBAPIError

from bwc_review.domain.audit import GENESIS, AuditEntry, ChainFault, entry_hash
from bwc_review.domain.changes import Edit, Operation
from bwc_review.domain.errors import EnvironmentFault, InputError
from bwc_review.domain.ids import RatingId, TagId, new_id
from bwc_review.domain.tag import Rating, Review, ReviewState, Tag
from bwc_review.domain.time import Moment
from bwc_review.store import audit, operations
from bwc_review.store import open as study
from bwc_review.store.sql_store import SqlStore
from tests.store import values
from tests.store.filled import ACTOR, fill


def log(store: SqlStore, count: int) -> list[AuditEntry]:
    """Append entries to the log."""
    with store.writing(ACTOR) as unit:
        entries = [unit.audit.record("tag.add", f"tag:{number}", {"number": number}) for number in range(1, count + 1)]
        unit.commit()
    return entries


def test_entries_are_numbered_chained_and_signed(store: SqlStore):
    before = datetime.now(UTC)
    first, second = log(store, 2)
    assert (first.seq, first.previous, first.actor, first.undoes) == (1, GENESIS, ACTOR, None)
    assert (second.seq, second.previous) == (2, first.hash)
    assert before <= first.at <= datetime.now(UTC)
    parts = (second.seq, second.at, second.actor, second.action, second.subject, second.details, None, first.hash)
    assert second.hash == entry_hash(*parts)


def test_the_log_is_read_as_it_was_written(store: SqlStore):
    entries = log(store, 5)
    with store.reading() as unit:
        assert [*unit.audit.entries()] == entries
        assert [*unit.audit.entries(after_seq=2)] == entries[2:]
        assert [*unit.audit.entries(after_seq=1, limit=2)] == entries[1:3]
        assert [*unit.audit.entries(limit=0)] == []
        assert unit.audit.latest(2) == entries[:2:-1]


def test_entries_of_one_kind_are_read_in_their_order(store: SqlStore):
    log(store, 2)
    with store.writing(ACTOR) as unit:
        wanted = [unit.audit.record("reviewer.name", "study", {"after": name}) for name in ("Sam", "Kim")]
        unit.commit()
    with store.reading() as unit:
        assert unit.audit.of_action("reviewer.name") == wanted
        assert unit.audit.of_action("reel.export") == []


def test_the_log_is_read_in_pages(store: SqlStore, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(audit, "_PAGE", 2)
    entries = log(store, 5)
    with store.reading() as unit:
        assert [*unit.audit.entries()] == entries
        assert [*unit.audit.entries(limit=4)] == entries[:4]
        assert [*unit.audit.entries(limit=3)] == entries[:3]
        assert unit.audit.first_fault() is None


def test_a_log_that_nobody_touched_has_no_fault(store: SqlStore):
    with store.reading() as unit:
        assert unit.audit.first_fault() is None
    log(store, 3)
    with store.reading() as unit:
        assert unit.audit.first_fault() is None


def test_what_was_not_committed_leaves_no_gap(store: SqlStore):
    with store.writing(ACTOR) as unit:
        unit.audit.record("a", "b", {})
    assert log(store, 1)[0].seq == 1


@pytest.mark.parametrize("details", [{"nan": float("nan")}, {"when": object()}])
def test_details_must_be_json(store: SqlStore, details: dict[str, object]):
    with store.writing(ACTOR) as unit, pytest.raises((TypeError, ValueError)):
        unit.audit.record("a", "b", details)


def test_details_are_hashed_as_they_are_read_back(store: SqlStore):
    with store.writing(ACTOR) as unit:
        unit.audit.record("a", "b", {"list": (1, 2), "number": 1.5, "name": "na\udce4me", "Ä": None, "nul": "\0"})
        unit.commit()
    with store.reading() as unit:
        [entry] = unit.audit.entries()
        assert entry.details == {"list": [1, 2], "number": 1.5, "name": "na&#56548;me", "Ä": None, "nul": "\0"}
        assert unit.audit.first_fault() is None


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_log SET actor = 'x' WHERE seq = 2",
        "DELETE FROM audit_log WHERE seq = 3",
        "DELETE FROM audit_log",
        "UPDATE audit_head SET hash = 'x'",
        "UPDATE audit_head SET seq = 2",
        "DELETE FROM audit_head",
        "INSERT INTO audit_log VALUES (5, '2024-01-01', 'x', 'a', 'b', '{}', NULL, 'p', 'h')",
    ],
)
def test_the_database_refuses_to_change_the_log(store: SqlStore, statement: str):
    log(store, 3)
    with store.engine.connect() as connection, pytest.raises(DBAPIError, match="append-only"):
        connection.exec_driver_sql(statement)


def test_sqlite_refuses_to_replace_an_entry(folder_store: SqlStore):
    log(folder_store, 3)
    statement = (
        "INSERT OR REPLACE INTO audit_log SELECT seq, at, 'x', action, subject, details, undoes, previous, hash"
        " FROM audit_log"
    )
    with folder_store.engine.connect() as connection, pytest.raises(DBAPIError, match="append-only"):
        connection.exec_driver_sql(statement)


@pytest.mark.parametrize("table", ["audit_log", "audit_head"])
def test_postgresql_refuses_to_empty_the_log(postgresql: str, table: str):
    opened = study.create(postgresql)
    with opened.engine.connect() as connection, pytest.raises(DBAPIError, match="append-only"):
        connection.exec_driver_sql(f"TRUNCATE {table}")
    opened.close()


def tamper(store: SqlStore, database: str, *statements: str) -> None:
    """Change the log as somebody with full access to the database can."""
    with store.engine.begin() as connection:
        if database == "postgresql":
            connection.exec_driver_sql("SET session_replication_role = replica")
        else:
            for table in ("audit_log", "audit_head"):
                for verb in ("insert", "update", "delete"):
                    connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {table}_{verb}")
        for statement in statements:
            connection.exec_driver_sql(statement)


@pytest.mark.parametrize(
    ("statement", "seq", "text"),
    [
        ("UPDATE audit_log SET actor = 'x' WHERE seq = 3", 3, "Entry 3 is not what was written."),
        ("UPDATE audit_log SET subject = 'tag:9' WHERE seq = 1", 1, "Entry 1 is not what was written."),
        ("UPDATE audit_log SET details = '{\"number\":3}' WHERE seq = 2", 2, "Entry 2 is not what was written."),
        ("UPDATE audit_log SET details = 'none' WHERE seq = 2", 2, "Entry 2 is not what was written."),
        ("UPDATE audit_log SET details = '\"\\ud800\"' WHERE seq = 2", 2, "Entry 2 is not what was written."),
        ("UPDATE audit_log SET at = 'yesterday' WHERE seq = 4", 4, "Entry 4 is not what was written."),
        ("UPDATE audit_log SET undoes = 1 WHERE seq = 4", 4, "Entry 4 is not what was written."),
        ("DELETE FROM audit_log WHERE seq = 2", 2, "Entry 2 is missing."),
        ("DELETE FROM audit_log WHERE seq = 1", 1, "Entry 1 is missing."),
        ("DELETE FROM audit_log WHERE seq > 3", 4, "The log ends at entry 3; it should end at entry 5."),
        ("DELETE FROM audit_log", 1, "The log ends at entry 0; it should end at entry 5."),
        ("DELETE FROM audit_head", 6, "The log ends at entry 5; it should end at entry 0."),
    ],
)
def test_what_was_changed_in_the_log_is_named(store: SqlStore, database: str, statement: str, seq: int, text: str):
    log(store, 5)
    tamper(store, database, statement)
    with store.reading() as unit:
        assert unit.audit.first_fault() == ChainFault(seq, text)


def test_an_entry_changed_together_with_its_own_hash_is_found_at_the_next(store: SqlStore, database: str):
    log(store, 5)
    with store.reading() as unit:
        third = [*unit.audit.entries()][2]
    forged = entry_hash(3, third.at, "x", third.action, third.subject, third.details, None, third.previous)
    tamper(store, database, f"UPDATE audit_log SET actor = 'x', hash = '{forged}' WHERE seq = 3")
    with store.reading() as unit:
        assert unit.audit.first_fault() == ChainFault(4, "Entry 4 is not what was written.")


@pytest.mark.parametrize("value", ["CAST(x'ff00fe' AS TEXT)", "x'ff'", "5"])
@pytest.mark.parametrize("column", ["details", "actor", "at", "hash", "undoes"])
def test_bytes_that_are_no_text_are_named_in_sqlite(folder_store: SqlStore, column: str, value: str):
    log(folder_store, 3)
    tamper(folder_store, "sqlite", f"UPDATE audit_log SET {column} = {value} WHERE seq = 2")
    with folder_store.reading() as unit:
        assert unit.audit.first_fault() == ChainFault(2, "Entry 2 is not what was written.")


def test_text_that_is_no_text_is_damage_when_the_log_is_only_read(folder_store: SqlStore):
    log(folder_store, 1)
    tamper(folder_store, "sqlite", "UPDATE audit_log SET actor = CAST(x'ff' AS TEXT)")
    with pytest.raises(EnvironmentFault) as caught, folder_store.reading() as unit:
        unit.audit.latest(1)
    assert caught.value.code == "study.damaged"


@pytest.mark.parametrize("change", ["details = 'none'", "at = 'yesterday'"])
def test_an_entry_that_cannot_be_read_is_named_when_the_log_is_only_read(store: SqlStore, database: str, change: str):
    log(store, 3)
    tamper(store, database, f"UPDATE audit_log SET {change} WHERE seq = 2")
    with store.reading() as unit:
        for read in (lambda: unit.audit.latest(3), lambda: [*unit.audit.entries()], lambda: unit.audit.operation(2)):
            with pytest.raises(EnvironmentFault) as caught:
                read()
            assert (caught.value.code, caught.value.facts["seq"]) == ("audit.unreadable", 2)


def test_any_flipped_byte_of_an_entry_in_the_file_is_noticed(folder: Path):
    opened = study.open(str(folder))
    log(opened, 3)
    with opened.reading() as unit:
        details = [entry.hash for entry in unit.audit.entries()][1].encode()
    opened.close()
    file = folder / "study.db"
    content = bytearray(file.read_bytes())
    content[content.index(details) + 7] ^= 1
    file.write_bytes(content)
    opened = study.open(str(folder))
    with opened.reading() as unit:
        fault = unit.audit.first_fault()
    opened.close()
    assert fault is not None
    assert fault.seq in (2, 3)


def test_the_log_goes_on_after_reopening(folder: Path):
    for _ in range(2):
        opened = study.open(str(folder))
        log(opened, 2)
        opened.close()
    with closing(sqlite3.connect(folder / "study.db")) as connection:
        assert connection.execute("SELECT seq FROM audit_head").fetchone() == (4,)
    opened = study.open(str(folder))
    with opened.reading() as unit:
        assert unit.audit.first_fault() is None
    opened.close()


REVIEW: Review = values.review(values.recording("K7Q2", values.clip()))
TAG: Tag = values.tag(REVIEW)
RATING = Rating(RatingId(new_id()), REVIEW.id, "R_TC", 4)


@pytest.mark.parametrize(
    ("edits", "action", "subject"),
    [
        ((Edit(None, TAG),), "tag.add", f"tag:{TAG.id}"),
        ((Edit(TAG, None),), "tag.remove", f"tag:{TAG.id}"),
        ((Edit(TAG, replace(TAG, note="x")),), "tag.change", f"tag:{TAG.id}"),
        ((Edit(None, RATING),), "rating.put", f"rating:{RATING.id}"),
        ((Edit(RATING, replace(RATING, value=5)),), "rating.put", f"rating:{RATING.id}"),
        ((Edit(RATING, None),), "rating.remove", f"rating:{RATING.id}"),
        ((Edit(None, REVIEW),), "review.start", f"review:{REVIEW.id}"),
        ((Edit(None, REVIEW), Edit(None, TAG)), "review.import", f"review:{REVIEW.id}"),
        ((Edit(REVIEW, None),), "review.remove", f"review:{REVIEW.id}"),
        ((Edit(REVIEW, replace(REVIEW, profile="lite")),), "review.change", f"review:{REVIEW.id}"),
        ((Edit(REVIEW, replace(REVIEW, state=ReviewState.SUBMITTED)),), "review.submit", f"review:{REVIEW.id}"),
        ((Edit(REVIEW, replace(REVIEW, state=ReviewState.ADJUDICATED)),), "review.adjudicate", f"review:{REVIEW.id}"),
        ((Edit(replace(REVIEW, state=ReviewState.SUBMITTED), REVIEW),), "review.reopen", f"review:{REVIEW.id}"),
        ((Edit(TAG, replace(TAG, note="x")), Edit(None, replace(TAG, id=new_id()))), "tag.add", f"review:{REVIEW.id}"),
        ((Edit(TAG, None), Edit(RATING, None), Edit(REVIEW, None)), "review.remove", f"review:{REVIEW.id}"),
    ],
    ids=lambda value: value if isinstance(value, str) and ":" not in value else "",
)
def test_an_operation_is_named_for_what_it_does(store: SqlStore, edits: tuple[Edit, ...], action: str, subject: str):
    with store.writing(ACTOR) as unit:
        entry = unit.audit.record_operation(Operation("Label", edits))
    assert (entry.action, entry.subject, entry.undoes) == (action, subject, None)


def test_undo_and_redo_name_the_entry_that_they_take_back(store: SqlStore):
    add = Operation("Tag Paraphrase", (Edit(None, TAG),))
    with store.writing(ACTOR) as unit:
        added = unit.audit.record_operation(add)
        undone = unit.audit.record_operation(add.inverse(added.seq))
        redone = unit.audit.record_operation(add.inverse(added.seq).inverse(undone.seq))
        unit.commit()
    assert [(entry.action, entry.undoes) for entry in (added, undone, redone)] == [
        ("tag.add", None),
        ("undo", 1),
        ("redo", 2),
    ]


def test_an_operation_is_the_same_after_a_restart(location: str):
    opened = study.create(location)
    filled = fill(opened)
    operation = Operation("Tag", (Edit(filled.tag, replace(filled.tag, end=Moment(2_000_000))), Edit(None, TAG)))
    with opened.writing(ACTOR) as unit:
        seq = unit.audit.record_operation(operation).seq
        unit.commit()
    opened.close()
    opened = study.open(location)
    with opened.reading() as unit:
        assert unit.audit.operation(seq) == operation
        assert unit.audit.operation(seq).inverse(seq).inverse(seq).edits == operation.edits
    opened.close()


def test_any_operation_comes_back_from_the_log(store: SqlStore):
    @settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=40)
    @given(values.operations)
    def comes_back(operation: Operation):
        with store.writing(ACTOR) as unit:
            entry = unit.audit.record_operation(operation)
            assert unit.audit.operation(entry.seq) == operation
            assert json.dumps(entry.details)

    comes_back()


def test_only_operations_can_be_taken_back(store: SqlStore):
    log(store, 1)
    with store.reading() as unit:
        for seq, code in ((1, "audit.not_an_operation"), (2, "audit.unknown_entry")):
            with pytest.raises(InputError) as caught:
                unit.audit.operation(seq)
            assert caught.value.code == code


def test_an_undo_of_nothing_is_refused(store: SqlStore):
    with store.writing(ACTOR) as unit, pytest.raises(InputError):
        unit.audit.record_operation(Operation("Undo", (Edit(None, TAG),), undoes=7))


@pytest.mark.parametrize("break_", [lambda edits: edits[0].pop("before"), lambda edits: edits.append({"x": 1})])
def test_an_operation_that_was_changed_in_the_file_is_damage(break_: Callable[[list[dict[str, object]]], object]):
    operation = Operation("Tag", (Edit(None, TAG),))
    details = json.loads(json.dumps(operations.details_of(operation)))
    break_(details["edits"])
    entry = AuditEntry(1, values.AT, ACTOR, "tag.add", "tag", details, None, GENESIS, "")
    with pytest.raises(EnvironmentFault) as caught:
        operations.operation_of(entry)
    assert caught.value.code == "study.damaged"


def test_entries_about_a_thing_by_somebody_are_found_from_the_end(store: SqlStore):
    other = replace(TAG, id=TagId(new_id()))
    for actor, tag in ((ACTOR, TAG), ("Reviewer B", TAG), (ACTOR, other), (ACTOR, TAG)):
        with store.writing(actor) as unit:
            unit.audit.record_operation(Operation("Tag", (Edit(None, tag),)))
            unit.commit()
    with store.reading() as unit:
        last = unit.audit.latest(1)[0].seq
        assert [entry.seq for entry in unit.audit.about(TAG.id, ACTOR, None, 9)] == [last, last - 3]
        assert [entry.seq for entry in unit.audit.about(TAG.id, ACTOR, last, 9)] == [last - 3]
        assert [entry.seq for entry in unit.audit.about(TAG.id, ACTOR, None, 1)] == [last]
        assert unit.audit.about(new_id(), ACTOR, None, 9) == []
        assert unit.audit.entry(last).actor == ACTOR
