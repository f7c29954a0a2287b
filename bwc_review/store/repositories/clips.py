"""Media files and recordings."""

from collections import defaultdict
from collections.abc import Sequence
from operator import attrgetter
from pathlib import Path
from uuid import UUID

from bwc_review.domain.clip import Clip, FrameTable, Recording, Segment
from bwc_review.domain.errors import InputError
from bwc_review.domain.ids import ClipId, RecordingId
from bwc_review.store import frame_blob
from bwc_review.store.mapping.media import clip_row, clip_value, recording_row, recording_value, segment_rows
from bwc_review.store.mapping.texts import path_text
from bwc_review.store.schema import ClipRow, FrameTableRow, RecordingRow, SegmentRow
from bwc_review.store.transaction import Criterion, Transaction


class SqlClips:
    """Media files of the study."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def add(self, clip: Clip, table: FrameTable) -> None:
        """Keep a new clip with its frame table."""
        self._transaction.add(clip_row(clip))
        self._transaction.add(FrameTableRow(clip_id=clip.id, content=frame_blob.packed(table)))

    def get(self, clip_id: ClipId) -> Clip:
        """The clip with that id.

        Raises:
            InputError: The study has none.
        """
        for clip in self._clips(ClipRow.id == clip_id):
            return clip
        raise _unknown_clip(clip_id)

    def by_sha256(self, sha256: str) -> Clip | None:
        """The clip whose file has that hash, or None."""
        return next(iter(self._clips(ClipRow.sha256 == sha256)), None)

    def all(self) -> Sequence[Clip]:
        """All clips, by path."""
        return self._clips()

    def frame_table(self, clip_id: ClipId) -> FrameTable:
        """The frame table of a clip.

        Raises:
            InputError: The study has no such clip.
        """
        row = self._transaction.row(FrameTableRow, FrameTableRow.clip_id == clip_id)
        if row is None:
            raise _unknown_clip(clip_id)
        return frame_blob.unpacked(row.content)

    def relocate(self, clip_id: ClipId, path: Path) -> None:
        """Note that the clip's file lies elsewhere now.

        Raises:
            InputError: The study has no such clip.
        """
        if not self._transaction.change(ClipRow, ClipRow.id == clip_id, path=path_text(path)):
            raise _unknown_clip(clip_id)

    def _clips(self, *criteria: Criterion) -> list[Clip]:
        rows = self._transaction.values(ClipRow, *criteria, order_by=[ClipRow.path, ClipRow.id])
        return [clip_value(*row) for row in rows]


class SqlRecordings:
    """Recordings, by rising code."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction
        self._known: dict[RecordingId, Recording] = {}  # read in this transaction, in which nobody else writes

    def put(self, recording: Recording) -> None:
        """Keep a recording, new or changed."""
        self._known.pop(recording.id, None)
        self._transaction.put(recording_row(recording))
        self._transaction.remove(SegmentRow, SegmentRow.recording_id == recording.id)
        self._transaction.add(*segment_rows(recording))

    def remove(self, recording_id: RecordingId) -> None:
        """Take a recording away; its files stay in the study."""
        self._known.pop(recording_id, None)
        self._transaction.remove(SegmentRow, SegmentRow.recording_id == recording_id)
        self._transaction.remove(RecordingRow, RecordingRow.id == recording_id)

    def get(self, recording_id: RecordingId) -> Recording:
        """The recording with that id.

        Raises:
            InputError: The study has none.
        """
        found = self._known.get(recording_id) or self._one(id=recording_id)
        if found is None:
            message = "This recording is not in the study."
            raise InputError("recording.unknown", message, recording=str(recording_id))
        self._known[recording_id] = found
        return found

    def by_code(self, code: str) -> Recording | None:
        """The recording with that code, or None."""
        return self._one(code=code)

    def by_clip(self, clip_id: ClipId) -> Recording | None:
        """The recording that the clip is part of, or None; the one of the lowest code if there are several."""
        segments = self._transaction.rows(SegmentRow, SegmentRow.clip_id == clip_id)
        found = [self.get(RecordingId(recording_id)) for recording_id in {row.recording_id for row in segments}]
        return min(found, key=attrgetter("code"), default=None)

    def all(self) -> Sequence[Recording]:
        """All recordings, read in two queries."""
        order = [SegmentRow.recording_id, SegmentRow.position]
        segments: defaultdict[UUID, list[Segment]] = defaultdict(list)
        for recording_id, _, clip_id, duration_us in self._transaction.values(SegmentRow, order_by=order):
            segments[recording_id].append(Segment(ClipId(clip_id), duration_us))
        rows = self._transaction.values(RecordingRow, order_by=[RecordingRow.code])
        return [recording_value(tuple(segments[row[0]]), *row) for row in rows]

    def _one(self, **equals: object) -> Recording | None:
        for row in self._transaction.values_where(RecordingRow, **equals):
            parts = self._transaction.rows_where(SegmentRow, SegmentRow.position, recording_id=row[0])
            return recording_value(tuple(Segment(ClipId(part.clip_id), part.duration_us) for part in parts), *row)
        return None


def _unknown_clip(clip_id: ClipId) -> InputError:
    return InputError("clip.unknown", "This clip is not in the study.", clip=str(clip_id))
