"""Coaching notes and reasons keep their rules."""

from dataclasses import replace

import pytest

from bwc_review.domain.errors import InputError
from bwc_review.domain.ids import NoteId, new_id
from bwc_review.domain.remark import CoachingNote, NoteKind, check_note, checked_reason
from bwc_review.domain.time import Moment
from tests.unit.samples import REVIEW, SECOND

NOTE = CoachingNote(NoteId(new_id()), REVIEW.id, Moment(SECOND), NoteKind.FOCUS, "Ask one question at a time.")


def test_a_note_that_says_something_inside_the_clip_is_fine() -> None:
    check_note(NOTE, 10 * SECOND)


@pytest.mark.parametrize(
    ("note", "code", "field"),
    [
        (replace(NOTE, text=" \n"), "note.empty", "text"),
        (replace(NOTE, at=Moment(10 * SECOND)), "note.outside", "at"),
        (replace(NOTE, at=Moment(-1)), "note.outside", "at"),
    ],
)
def test_an_empty_note_or_one_outside_is_refused(note: CoachingNote, code: str, field: str) -> None:
    with pytest.raises(InputError) as caught:
        check_note(note, 10 * SECOND)
    assert (caught.value.code, caught.value.facts["field"]) == (code, field)


def test_a_reason_says_something() -> None:
    assert checked_reason("  The clip has no sound. ") == "The clip has no sound."
    with pytest.raises(InputError, match="Say why"):
        checked_reason("  ")
