"""Content notes of recordings."""

from collections.abc import Sequence

from bwc_review.domain.content_note import ContentFlag, ContentNote
from bwc_review.domain.ids import RecordingId
from bwc_review.domain.time import Moment
from bwc_review.store.codec import dumps, loads
from bwc_review.store.schema import ContentNoteRow
from bwc_review.store.transaction import Transaction


class SqlContentNotes:
    """What somebody should know before a recording is played."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def put(self, note: ContentNote) -> None:
        """Keep a note, new or changed; one that says nothing is taken away."""
        if note.is_empty:
            self._transaction.remove(ContentNoteRow, ContentNoteRow.recording_id == note.recording_id)
            return
        row = ContentNoteRow(
            recording_id=note.recording_id,
            flags=dumps(tuple(sorted(note.flags))),
            note=note.note,
            skip_to_us=note.skip_to.us if note.skip_to is not None else None,
        )
        self._transaction.put(row)

    def of(self, recording_id: RecordingId) -> ContentNote:
        """The note of a recording; an empty one if there is none."""
        row = self._transaction.row(ContentNoteRow, ContentNoteRow.recording_id == recording_id)
        return ContentNote(recording_id, frozenset()) if row is None else _value(row)

    def all(self) -> Sequence[ContentNote]:
        """All notes."""
        return [_value(row) for row in self._transaction.rows(ContentNoteRow)]


def _value(row: ContentNoteRow) -> ContentNote:
    return ContentNote(
        RecordingId(row.recording_id),
        frozenset(loads(tuple[ContentFlag, ...], row.flags)),
        row.note,
        Moment(row.skip_to_us) if row.skip_to_us is not None else None,
    )
