"""What lies beside the codes of a review: viewing, coaching notes, reasons."""

from collections.abc import Iterable, Sequence

from bwc_review.domain.ids import NoteId, RecordingId, ReviewId
from bwc_review.domain.remark import CoachingNote, Reason
from bwc_review.domain.viewing import ViewingRun
from bwc_review.store.mapping.remarks import note_row, note_value, reason_row, reason_value, run_row, run_value
from bwc_review.store.review_tables import CoachingNoteRow, ReasonRow, ViewingRunRow
from bwc_review.store.transaction import Criterion, Transaction


class SqlViewings:
    """Runs of playing, in the order in which they were begun."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def put_all(self, runs: Iterable[ViewingRun]) -> None:
        """Keep runs, new or grown."""
        self._transaction.put_many(run_row(run) for run in runs)

    def of_review(self, review_id: ReviewId) -> Sequence[ViewingRun]:
        """Runs while a review was open."""
        return self._runs(ViewingRunRow.review_id == review_id)

    def of_recording(self, recording_id: RecordingId) -> Sequence[ViewingRun]:
        """Runs of a recording, by anybody."""
        return self._runs(ViewingRunRow.recording_id == recording_id)

    def all(self) -> Sequence[ViewingRun]:
        """All runs of the study."""
        return self._runs()

    def forget_review(self, review_id: ReviewId) -> None:
        """Let the runs of a review that is taken away stand for themselves: the footage was watched all the same."""
        self._transaction.change(ViewingRunRow, ViewingRunRow.review_id == review_id, review_id=None)

    def _runs(self, *criteria: Criterion) -> list[ViewingRun]:
        order = (ViewingRunRow.begun_at, ViewingRunRow.id)
        return [run_value(row) for row in self._transaction.rows(ViewingRunRow, *criteria, order_by=order)]


class SqlRemarks:
    """Coaching notes and reasons of reviews."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def put_note(self, note: CoachingNote) -> None:
        """Keep a coaching note, new or changed."""
        self._transaction.put(note_row(note))

    def find_note(self, note_id: NoteId) -> CoachingNote | None:
        """The coaching note with that id, or None."""
        row = self._transaction.row(CoachingNoteRow, CoachingNoteRow.id == note_id)
        return note_value(row) if row is not None else None

    def remove_note(self, note_id: NoteId) -> None:
        """Remove a coaching note."""
        self._transaction.remove(CoachingNoteRow, CoachingNoteRow.id == note_id)

    def notes(self, review_id: ReviewId) -> Sequence[CoachingNote]:
        """Coaching notes of a review, by time."""
        order = (CoachingNoteRow.at_us, CoachingNoteRow.id)
        rows = self._transaction.rows(CoachingNoteRow, CoachingNoteRow.review_id == review_id, order_by=order)
        return [note_value(row) for row in rows]

    def add_reason(self, reason: Reason) -> None:
        """Keep a reason; it is never changed."""
        self._transaction.add(reason_row(reason))

    def reasons(self, review_id: ReviewId) -> Sequence[Reason]:
        """Reasons given for a review, oldest first."""
        order = (ReasonRow.given_at, ReasonRow.id)
        rows = self._transaction.rows(ReasonRow, ReasonRow.review_id == review_id, order_by=order)
        return [reason_value(row) for row in rows]
