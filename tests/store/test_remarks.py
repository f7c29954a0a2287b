"""Viewing runs, coaching notes and reasons in the database."""

from dataclasses import replace
from datetime import timedelta

from bwc_review.domain.changes import Edit, Operation
from bwc_review.domain.ids import NoteId, ReasonId, RunId, new_id
from bwc_review.domain.remark import CoachingNote, NoteKind, Reason, ReasonKind
from bwc_review.domain.time import Moment, TimeRange
from bwc_review.domain.viewing import RunEnd, ViewingRun
from bwc_review.store.sql_store import SqlStore
from tests.store import values
from tests.store.filled import ACTOR, Filled, fill


def run(filled: Filled, start_s: int, after_s: int = 0) -> ViewingRun:
    span = TimeRange(Moment(start_s * 1_000_000), Moment(9_000_000))
    begun_at = values.AT + timedelta(seconds=after_s)
    return ViewingRun(RunId(new_id()), filled.recording.id, filled.review.id, ACTOR, begun_at, span, 100, RunEnd.PAUSE)


def note(filled: Filled, at_us: int) -> CoachingNote:
    return CoachingNote(NoteId(new_id()), filled.review.id, Moment(at_us), NoteKind.STRENGTH, "Calm voice.", values.AT)


def test_runs_come_in_the_order_in_which_they_were_begun_and_grow(store: SqlStore):
    filled = fill(store)
    later, sooner = run(filled, 0, after_s=9), run(filled, 3)
    grown = replace(sooner, span=TimeRange(sooner.span.start, Moment(10_000_000)), ended_by=RunEnd.END)
    with store.writing(ACTOR) as unit:
        unit.viewings.put_all([later, sooner])
        unit.viewings.put_all([grown])
        assert unit.viewings.of_review(filled.review.id) == [grown, later]
        assert unit.viewings.of_recording(filled.recording.id) == unit.viewings.all() == [grown, later]


def test_runs_outlive_their_review(store: SqlStore):
    filled = fill(store)
    watched = run(filled, 0)
    with store.writing(ACTOR) as unit:
        unit.viewings.put_all([watched])
        unit.reviews.remove_tag(filled.tag.id)
        unit.viewings.forget_review(filled.review.id)
        unit.reviews.remove(filled.review.id)
        assert unit.viewings.all() == [replace(watched, review_id=None)]


def test_notes_come_by_time_and_are_changed_and_removed(store: SqlStore):
    filled = fill(store)
    later, sooner = note(filled, 5_000_000), note(filled, 1_000_000)
    changed = replace(sooner, kind=NoteKind.FOCUS)
    with store.writing(ACTOR) as unit:
        unit.remarks.put_note(later)
        unit.remarks.put_note(sooner)
        assert unit.remarks.notes(filled.review.id) == [sooner, later]
        unit.remarks.put_note(changed)
        assert unit.remarks.find_note(sooner.id) == changed
        unit.remarks.remove_note(sooner.id)
        assert unit.remarks.find_note(sooner.id) is None


def test_reasons_come_oldest_first(store: SqlStore):
    filled = fill(store)
    made = [
        Reason(ReasonId(new_id()), filled.review.id, ReasonKind.REOPEN, "Wrong rubric.", ACTOR, values.AT + age)
        for age in (timedelta(hours=1), timedelta())
    ]
    with store.writing(ACTOR) as unit:
        for reason in made:
            unit.remarks.add_reason(reason)
        assert unit.remarks.reasons(filled.review.id) == made[::-1]


def test_the_log_knows_what_was_done_to_a_note_and_when_it_was_changed_behind_its_back(store: SqlStore):
    filled = fill(store)
    added = note(filled, 1_000_000)
    changed = replace(added, text="Lower, slower voice.")
    with store.writing(ACTOR) as unit:
        for before, after in ((None, added), (added, changed), (changed, None), (None, changed)):
            unit.audit.record_operation(Operation("Note", (Edit(before, after),)))
        unit.remarks.put_note(changed)
        unit.commit()
    with store.reading() as unit:
        actions = [entry.action for entry in unit.audit.entries()][1:]
        assert actions == ["note.add", "note.change", "note.remove", "note.add"]
        assert unit.audit.first_fault() is None
    with store.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE coaching_notes SET text = 'Nothing'")
    with store.reading() as unit:
        fault = unit.audit.first_fault()
    assert fault is not None
    assert fault.seq == 5
