"""Viewing runs, coaching notes and reasons."""

from datetime import datetime

from bwc_review.domain.ids import NoteId, ReasonId, RecordingId, ReviewId, RunId
from bwc_review.domain.remark import CoachingNote, NoteKind, Reason, ReasonKind
from bwc_review.domain.time import Moment, TimeRange
from bwc_review.domain.viewing import RunEnd, ViewingRun
from bwc_review.store.mapping.texts import time_text
from bwc_review.store.review_tables import CoachingNoteRow, ReasonRow, ViewingRunRow


def run_row(run: ViewingRun) -> ViewingRunRow:
    """The row of a viewing run."""
    return ViewingRunRow(
        id=run.id,
        recording_id=run.recording_id,
        review_id=run.review_id,
        viewer=run.viewer,
        begun_at=time_text(run.begun_at),
        start_us=run.span.start.us,
        end_us=run.span.end.us,
        speed_percent=run.speed_percent,
        ended_by=run.ended_by,
    )


def run_value(row: ViewingRunRow) -> ViewingRun:
    """The viewing run in a row."""
    return ViewingRun(
        RunId(row.id),
        RecordingId(row.recording_id),
        ReviewId(row.review_id) if row.review_id is not None else None,
        row.viewer,
        datetime.fromisoformat(row.begun_at),
        TimeRange(Moment(row.start_us), Moment(row.end_us)),
        row.speed_percent,
        RunEnd(row.ended_by),
    )


def note_row(note: CoachingNote) -> CoachingNoteRow:
    """The row of a coaching note."""
    return CoachingNoteRow(
        id=note.id,
        review_id=note.review_id,
        at_us=note.at.us,
        kind=note.kind,
        text=note.text,
        written_at=time_text(note.written_at) if note.written_at else None,
    )


def note_value(row: CoachingNoteRow) -> CoachingNote:
    """The coaching note in a row."""
    written_at = datetime.fromisoformat(row.written_at) if row.written_at else None
    return CoachingNote(
        NoteId(row.id), ReviewId(row.review_id), Moment(row.at_us), NoteKind(row.kind), row.text, written_at
    )


def reason_row(reason: Reason) -> ReasonRow:
    """The row of a reason."""
    return ReasonRow(
        id=reason.id,
        review_id=reason.review_id,
        kind=reason.kind,
        text=reason.text,
        given_by=reason.by,
        given_at=time_text(reason.given_at),
    )


def reason_value(row: ReasonRow) -> Reason:
    """The reason in a row."""
    given_at = datetime.fromisoformat(row.given_at)
    return Reason(ReasonId(row.id), ReviewId(row.review_id), ReasonKind(row.kind), row.text, row.given_by, given_at)
