"""Coaching notes: apart from codes, undoable, and handed to the officer without anything else."""

import csv
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from bwc_review.domain.changes import Edit, Operation, Touched
from bwc_review.domain.errors import EnvironmentFault, InputError, StaleEdit
from bwc_review.domain.ids import NoteId, new_id
from bwc_review.domain.remark import NoteKind
from bwc_review.domain.tag import Review
from bwc_review.domain.time import Moment
from bwc_review.services.bootstrap import Study
from tests.services.conftest import FRAME_US, Shelf
from tests.unit.samples import SECOND


@pytest.fixture
def review(shelf: Shelf) -> Review:
    return shelf.review(shelf.recording())


def add(
    study: Study, review: Review, at_s: float = 1, kind: NoteKind = NoteKind.STRENGTH, text: str = "Calm."
) -> NoteId:
    applied = study.coaching.add(review.id, Moment(round(at_s * SECOND)), kind, text)
    [note_id] = applied.changes.of_kind(Touched.NOTES)
    return NoteId(note_id)


def refused(act: Callable[[], object]) -> str:
    with pytest.raises(InputError) as caught:
        act()
    return caught.value.code


def test_a_note_stands_at_the_start_of_its_frame(study: Study, review: Review) -> None:
    add(study, review, 1.05, text="  Uses his first name. ")
    [note] = study.coaching.notes(review.id)
    assert note.at.us % FRAME_US == 0
    assert (note.at, note.text, note.kind) == (Moment(1_040_000), "Uses his first name.", NoteKind.STRENGTH)
    assert note.written_at is not None


def test_adding_changing_and_removing_can_be_taken_back(study: Study, review: Review) -> None:
    note_id = add(study, review)
    [before] = study.coaching.notes(review.id)
    changed = study.coaching.change(note_id, NoteKind.FOCUS, "Give time to answer.")
    assert study.coaching.notes(review.id)[0].kind is NoteKind.FOCUS
    study.reviewing.apply(changed.undo)
    removed = study.coaching.remove(note_id)
    assert study.coaching.notes(review.id) == ()
    study.reviewing.apply(removed.undo)
    assert study.coaching.notes(review.id) == (before,)
    assert study.auditing.chain_fault() is None


def test_a_note_that_is_gone_is_stale(study: Study, review: Review) -> None:
    for act in (
        lambda: study.coaching.remove(NoteId(new_id())),
        lambda: study.coaching.change(NoteId(new_id()), NoteKind.FOCUS, "x"),
    ):
        with pytest.raises(StaleEdit):
            act()


def test_notes_keep_their_rules(study: Study, review: Review) -> None:
    assert refused(lambda: add(study, review, text=" ")) == "note.empty"
    assert refused(lambda: add(study, review, 99)) == "note.outside"
    add(study, review)
    study.reviewing.submit(review.id)
    assert refused(lambda: add(study, review, 2)) == "review.locked"


def test_a_note_stays_in_its_review(study: Study, shelf: Shelf, review: Review) -> None:

    add(study, review)
    [note] = study.coaching.notes(review.id)
    other = shelf.review(shelf.recording("M3X9"), "Reviewer B")
    moved = Operation("Move", (Edit(note, replace(note, review_id=other.id)),))
    assert refused(lambda: study.reviewing.apply(moved)) == "edit.moved"


def test_notes_are_handed_on_as_a_table_or_as_json(study: Study, review: Review, tmp_path: Path) -> None:
    add(study, review, 2, NoteKind.FOCUS, "=Ask, then wait.")
    add(study, review, 1)
    assert study.coaching.export(review.id, tmp_path / "notes.csv") == 2
    with (tmp_path / "notes.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(row["clip"], row["kind"], row["note"]) for row in rows] == [
        ("K7Q2", "Strength", "Calm."),
        ("K7Q2", "Coaching focus", "'=Ask, then wait."),
    ]
    study.coaching.export(review.id, tmp_path / "notes.json")
    found = json.loads((tmp_path / "notes.json").read_text(encoding="utf-8"))["notes"]
    assert [note["time_us"] for note in found] == [SECOND, 2 * SECOND]
    assert "Reviewer A" not in (tmp_path / "notes.json").read_text(encoding="utf-8")
    assert study.auditing.log(1)[0].action == "notes.export"
    with study.store.reading() as work:
        assert [export.kind for export in work.exports.all()] == ["notes", "notes"]


def test_what_cannot_be_handed_on_is_said(study: Study, review: Review, tmp_path: Path) -> None:
    assert refused(lambda: study.coaching.export(review.id, tmp_path / "notes.csv")) == "note.none"
    add(study, review)
    assert refused(lambda: study.coaching.export(review.id, tmp_path / "notes.doc")) == "note.format"
    with pytest.raises(EnvironmentFault):
        study.coaching.export(review.id, tmp_path / "nowhere" / "notes.csv")
