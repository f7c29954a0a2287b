"""Coaching notes: words for the officer at moments of a clip, apart from codes, never counted."""

import csv
import io
import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from bwc_review.domain.changes import Applied, Edit, Operation
from bwc_review.domain.errors import InputError, StaleEdit
from bwc_review.domain.ids import NoteId, ReviewId, new_id
from bwc_review.domain.remark import CoachingNote, NoteKind
from bwc_review.domain.spreadsheet import safe_cell
from bwc_review.domain.time import Moment, report_text, review_text
from bwc_review.services.clock import utc_now
from bwc_review.services.frames import Frames
from bwc_review.services.ports import Store
from bwc_review.services.reviewing import Reviewing
from bwc_review.services.text_export import record_text, write_text

KIND_WORDS = {NoteKind.STRENGTH: "Strength", NoteKind.FOCUS: "Coaching focus"}
_COLUMNS = ("clip", "time", "time_us", "kind", "note")


class Coaching:
    """Writes coaching notes and hands them to the officer.

    Attributes:
        actor: Who acts, as the log will say.
    """

    def __init__(
        self,
        store: Store,
        reviewing: Reviewing,
        frames: Frames,
        actor: str,
        clock: Callable[[], datetime] = utc_now,
    ) -> None:
        self._store = store
        self._reviewing = reviewing
        self._frames = frames
        self._clock = clock
        self.actor = actor

    def notes(self, review_id: ReviewId) -> tuple[CoachingNote, ...]:
        """Notes of a review, by time."""
        with self._store.reading() as work:
            return tuple(work.remarks.notes(review_id))

    def add(self, review_id: ReviewId, at: Moment, kind: NoteKind, text: str) -> Applied:
        """Write a note about the frame that is shown at a moment.

        Raises:
            InputError: It says nothing, lies outside the clip, or the review is locked.
        """
        with self._store.writing(self.actor) as work:
            recording = work.recordings.get(work.reviews.get(review_id).recording_id)
            start = self._frames.start_at(recording, at, work) if 0 <= at.us < recording.duration_us else at
            note = CoachingNote(NoteId(new_id()), review_id, start, kind, text.strip(), self._clock())
            label = f"Add {KIND_WORDS[kind].lower()} at {review_text(start)}"
            applied = self._reviewing.apply_in(work, Operation(label, (Edit(None, note),)))
            work.commit()
        return applied

    def change(self, note_id: NoteId, kind: NoteKind, text: str) -> Applied:
        """Write a note anew.

        Raises:
            InputError: It says nothing, or the review is locked.
            StaleEdit: The note is no longer there.
        """
        with self._store.writing(self.actor) as work:
            note = work.remarks.find_note(note_id)
            if note is None:
                raise _gone(note_id)
            after = replace(note, kind=kind, text=text.strip())
            operation = Operation(f"Change note at {review_text(note.at)}", (Edit(note, after),))
            applied = self._reviewing.apply_in(work, operation)
            work.commit()
        return applied

    def remove(self, note_id: NoteId) -> Applied:
        """Take a note away.

        Raises:
            InputError: The review is locked.
            StaleEdit: The note is no longer there.
        """
        with self._store.writing(self.actor) as work:
            note = work.remarks.find_note(note_id)
            if note is None:
                raise _gone(note_id)
            operation = Operation(f"Remove note at {review_text(note.at)}", (Edit(note, None),))
            applied = self._reviewing.apply_in(work, operation)
            work.commit()
        return applied

    def export(self, review_id: ReviewId, path: Path) -> int:
        """Write a review's notes for the officer as CSV or JSON; the file's suffix decides. Returns how many.

        The file names the clip by its code, and neither the reviewer nor any code or rating.

        Raises:
            InputError: The suffix is another, or there are no notes.
            EnvironmentFault: The file cannot be written; an earlier one stays as it was.
        """
        with self._store.reading() as work:
            recording = work.recordings.get(work.reviews.get(review_id).recording_id)
            notes = work.remarks.notes(review_id)
        if not notes:
            raise InputError("note.none", "This review has no coaching notes to hand on.")
        text = _text(path, recording.code, notes)
        write_text(path, text)
        sources = (f"review:{review_id}",)
        record_text(self._store, path, text, "notes", sources, self._clock(), self.actor, {"notes": len(notes)})
        return len(notes)


def _gone(note_id: NoteId) -> StaleEdit:
    return StaleEdit("This note was removed elsewhere in the meantime.", note=str(note_id))


def _text(path: Path, code: str, notes: Sequence[CoachingNote]) -> str:
    rows = [(code, report_text(note.at), note.at.us, KIND_WORDS[note.kind], note.text) for note in notes]
    match path.suffix.lower():
        case ".json":
            found = [dict(zip(_COLUMNS, row, strict=True)) for row in rows]
            return json.dumps({"notes": found}, ensure_ascii=False, indent=2) + "\n"
        case ".csv":
            buffer = io.StringIO()
            writer = csv.writer(buffer, lineterminator="\n")
            writer.writerow(_COLUMNS)
            writer.writerows([*row[:4], safe_cell(row[4])] for row in rows)
            return buffer.getvalue()
        case _:
            raise InputError("note.format", "Notes are written as .csv or .json. Give the file one of these endings.")
