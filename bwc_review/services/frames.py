"""Frame times of recordings: every time that is stored is the start or the end of a frame."""

import threading
from collections import OrderedDict

from bwc_review.domain.clip import FrameTable, Recording
from bwc_review.domain.ids import ClipId
from bwc_review.domain.time import Moment
from bwc_review.services.ports import Store, UnitOfWork

# A table of an hour at 30 frames a second takes about 1 MB; pages show a few recordings at a time.
KEPT_TABLES = 16


class Frames:
    """Looks up frame times, keeping the tables used last in memory; a clip's table never changes.

    It may be used from any thread.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._lock = threading.Lock()
        self._tables: OrderedDict[ClipId, FrameTable] = OrderedDict()

    def table(self, clip_id: ClipId, work: UnitOfWork | None = None) -> FrameTable:
        """The frame table of a clip, read in `work` if it is given."""
        with self._lock:
            table = self._tables.get(clip_id)
            if table is not None:
                self._tables.move_to_end(clip_id)
                return table
        if work is None:
            with self._store.reading() as own:
                table = own.clips.frame_table(clip_id)
        else:
            table = work.clips.frame_table(clip_id)
        with self._lock:
            self._tables[clip_id] = table
            while len(self._tables) > KEPT_TABLES:
                self._tables.popitem(last=False)
        return table

    def start_at(self, recording: Recording, moment: Moment, work: UnitOfWork | None = None) -> Moment:
        """Start of the frame on the screen at `moment`, on the recording's axis."""
        clip_id, local = recording.locate(moment)
        offset_us = max(0, min(moment.us, recording.duration_us - 1)) - local.us
        return self.table(clip_id, work).at(local).shifted(offset_us)

    def end_at(self, recording: Recording, moment: Moment, start: Moment, work: UnitOfWork | None = None) -> Moment:
        """The frame boundary at or before `moment`, but at least one frame after `start`.

        A moment at or after the recording's end is the end itself.
        """
        if moment.us >= recording.duration_us:
            return Moment(recording.duration_us)
        boundary = self.start_at(recording, moment, work)
        return boundary if boundary > start else self.frame_end(recording, start, work)

    def frame_end(self, recording: Recording, moment: Moment, work: UnitOfWork | None = None) -> Moment:
        """End of the frame on the screen at `moment`, on the recording's axis."""
        clip_id, local = recording.locate(moment)
        offset_us = max(0, min(moment.us, recording.duration_us - 1)) - local.us
        table = self.table(clip_id, work)
        return table.end(table.index_at(local)).shifted(offset_us)

    def number(self, recording: Recording, moment: Moment, work: UnitOfWork | None = None) -> tuple[ClipId, int]:
        """The clip on the screen at `moment` and the number of the frame in it, from 0."""
        clip_id, local = recording.locate(moment)
        return clip_id, self.table(clip_id, work).index_at(local)
