"""What is written beside the codes of a review: coaching notes, and the reasons for going on without something."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bwc_review.domain.errors import InputError
from bwc_review.domain.ids import NoteId, ReasonId, ReviewId
from bwc_review.domain.time import Moment, review_text


class NoteKind(StrEnum):
    """A coaching note names something to keep doing, or something to work on."""

    STRENGTH = "strength"
    FOCUS = "focus"


@dataclass(frozen=True, slots=True)
class CoachingNote:
    """Words for the officer at a moment of the clip. No figure is ever made of them.

    Attributes:
        id: Made when the note is written; redo restores it.
        review_id: The review that it belongs to.
        at: Start of the frame that it is about.
        kind: Strength or coaching focus.
        text: What is seen and heard, and what to keep or try.
        written_at: When, in UTC.
    """

    id: NoteId
    review_id: ReviewId
    at: Moment
    kind: NoteKind
    text: str
    written_at: datetime | None = None


class ReasonKind(StrEnum):
    """What a reviewer went on without, or did although it is unusual."""

    VIEWING = "viewing"
    RATINGS = "ratings"
    UNCODED = "uncoded"
    REOPEN = "reopen"


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a review was rated without a whole viewing, submitted with gaps, or opened again.

    Attributes:
        id: Made when it is given.
        review_id: The review.
        kind: What it is the reason for.
        text: The reason, in the reviewer's words.
        by: Who gave it.
        given_at: When, in UTC.
    """

    id: ReasonId
    review_id: ReviewId
    kind: ReasonKind
    text: str
    by: str
    given_at: datetime


def check_note(note: CoachingNote, duration_us: int) -> None:
    """See that a note says something and lies inside its recording.

    Raises:
        InputError: It does not.
    """
    if not note.text.strip():
        raise InputError("note.empty", "Write what is seen and heard before you keep the note.", field="text")
    if not 0 <= note.at.us < duration_us:
        message = f"{review_text(note.at)} lies outside the clip, which ends at {review_text(Moment(duration_us))}."
        raise InputError("note.outside", message, field="at")


def checked_reason(text: str) -> str:
    """The reason without the blanks around it.

    Raises:
        InputError: Nothing is left.
    """
    reason = text.strip()
    if not reason:
        raise InputError("reason.empty", "Say why, in a few words. The log keeps it.", field="reason")
    return reason
