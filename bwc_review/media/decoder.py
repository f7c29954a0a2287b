"""A clip's pictures for one pane, decoded by a thread of its own; whoever asks never waits.

What is asked for is an anchor: the frame on the screen. The thread looks at it before each single frame that it
decodes, so the last seek wins and nothing is decoded for an older one. Around the anchor pictures are kept ready, ahead
and behind, within a bound in bytes; beside them a few decoded frames wait to be scaled, so that a seek shows its
frame first and what lies before it becomes ready afterwards.
"""

import threading
from collections import deque
from collections.abc import Callable
from pathlib import Path
from time import monotonic

from av import error as av_error

from bwc_review import urgency
from bwc_review.domain.clip import ClipFacts, FrameTable
from bwc_review.domain.errors import InputError, ReviewError
from bwc_review.media.file_identity import FileWatch
from bwc_review.media.frame_buffer import FrameBuffer
from bwc_review.media.frame_reader import Decoded, FrameReader
from bwc_review.media.picture_frame import BYTES_PER_PIXEL, Frame, PictureMaker, fitted
from bwc_review.media.read_plan import Course, Gaps, Job, Step, is_low, plan
from bwc_review.urgency import Urgency

BUDGET_BYTES = 128 << 20
RAW_BUDGET_BYTES = 64 << 20
_LATEST_S = 0.1  # a picture at least this often while playing, however slow the decoding
_CLOSE_S = 0.3  # a thread that hangs in a dead drive ends when the drive lets go of it; the window does not wait


def _nobody() -> None:
    return


class Decoder:
    """Decodes one clip for one pane.

    All methods may be called from one thread (the window's) while the decoder's own thread works; none of them waits
    except `close`.

    Attributes:
        fault: Why there are no more pictures, or None; a seek tries again.
        error_count: Places in the file that could not be read or decoded so far.
    """

    def __init__(
        self,
        path: Path,
        facts: ClipFacts,
        table: FrameTable,
        box: tuple[int, int],
        *,
        on_frame: Callable[[], None] = _nobody,
        budget_bytes: int = BUDGET_BYTES,
    ) -> None:
        """Describe what is decoded; `open` starts it.

        Args:
            path: The clip.
            facts: Its facts.
            table: Its frame table.
            box: Width and height of the pane in device pixels; pictures are fitted into it.
            on_frame: Called from the decoder's thread when a picture that was asked for and missing is there, or when
                there is a fault.
            budget_bytes: What the pictures kept may take; beside them up to 64 MiB of decoded frames wait for scaling.
        """
        self._path = path
        self._facts = facts
        self._table = table
        self._box = box
        self._on_frame = on_frame
        self._wake = threading.Condition()
        self._buffer = FrameBuffer(budget_bytes)
        self._buffer.resize(self._frame_bytes())
        self._gaps = Gaps(len(table))
        self._anchor = 0
        self._toward = -1
        self._is_awaited = False
        self._course = Course.NONE
        self._is_closed = False
        self._is_busy = True
        self._raw: deque[Decoded] = deque()
        self._raw_bytes = 0
        self._reader: FrameReader | None = None
        self._maker = PictureMaker(facts)
        self._last_kept_at = 0.0
        self._thread: threading.Thread | None = None
        self._watch = FileWatch(path)
        self._lone_key: int | None = None
        self._refused: set[tuple[str, int]] = set()
        self.fault: ReviewError | None = None
        self.error_count = 0

    def open(self) -> None:
        """Start the thread; it opens the file and makes the first pictures ready."""
        self._thread = threading.Thread(target=self._run, name=f"decoder-{self._path.stem}", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Stop the thread and let go of the file and all pictures."""
        with self._wake:
            self._is_closed = True
            self._wake.notify()
        if self._thread is not None:
            self._thread.join(_CLOSE_S)
            self._thread = None

    def seek(self, index: int, toward: int = -1) -> None:
        """Ask for the frame `index`; if it cannot be decoded, for the next one that can in the direction `toward`."""
        with self._wake:
            self._anchor, self._toward = max(0, min(index, len(self._table) - 1)), toward
            self._steer(Course.NONE)
            self.fault = None
            self._turn()
            self._is_awaited = self._shown() is None

    def exact(self) -> Frame | None:
        """The picture last asked for, or None while it is not there yet."""
        with self._wake:
            frame = self._shown()
            self._is_awaited = frame is None
            return frame

    def newest(self, index: int, after: int) -> Frame | None:
        """While playing: the picture due, or a late one after `after`, or None if there is none yet.

        Args:
            index: Frame that is due now.
            after: Frame that is on the screen.
        """
        with self._wake:
            self._anchor, self._toward = max(0, min(index, len(self._table) - 1)), -1
            self._steer(Course.ON)
            self._turn()
            frame = self._shown()
            self._is_awaited = frame is None and index > after
            return frame or self._buffer.newest(after, index)

    def newest_back(self, index: int, before: int) -> Frame | None:
        """While playing backwards: the picture due, or a late one between it and `before`, or None.

        Args:
            index: Frame that is due now.
            before: Frame that is on the screen.
        """
        with self._wake:
            self._anchor, self._toward = max(0, min(index, len(self._table) - 1)), 1
            self._steer(Course.BACK)
            self._turn()
            frame = self._shown()
            self._is_awaited = frame is None and index < before
            return frame or self._buffer.oldest(index, before)

    def rest(self) -> None:
        """Playing stopped: make ready what lies behind as well."""
        with self._wake:
            self._steer(Course.NONE)

    def resize(self, box: tuple[int, int]) -> None:
        """Make pictures for a pane of another size from now on; those kept are thrown away."""
        with self._wake:
            if box == self._box:
                return
            self._box = box
            self._buffer.resize(self._frame_bytes())
            self._is_awaited = True
            self._wake.notify()

    @property
    def kept_bytes(self) -> int:
        """Memory that the pictures and the decoded frames kept take now."""
        with self._wake:
            return self._buffer.size_bytes + self._raw_bytes

    @property
    def kept_count(self) -> int:
        """How many pictures are ready now."""
        with self._wake:
            return len(self._buffer)

    @property
    def is_busy(self) -> bool:
        """True while there is something left to decode or scale."""
        with self._wake:
            return self._is_busy

    def is_ready(self, index: int) -> bool:
        """True if the picture of that frame is there."""
        with self._wake:
            return index in self._buffer

    def is_missing(self, index: int) -> bool:
        """True if the frame is known to be one that cannot be decoded."""
        with self._wake:
            return index in self._gaps

    # The thread. `_raw`, `_reader` and `_maker` are its own; all else is touched under the lock.

    def _run(self) -> None:
        urgency.take(Urgency.AHEAD)
        try:
            while True:
                with self._wake:
                    while (step := self._plan()) is None and not self._is_closed:
                        self._is_busy = False
                        self._wake.wait()
                    self._is_busy = True
                    if step is None or self._is_closed:
                        return
                    box = self._box
                try:
                    self._do(step, box)
                except ReviewError as fault:
                    self._fail(fault)
        finally:
            self._close_reader()
            self._raw.clear()
            self._buffer.clear()

    def _plan(self) -> Step | None:
        if self.fault is not None:
            return None
        return plan(self._buffer, self._gaps, self._shown_index(), [raw.index for raw in self._raw], self._course)

    def _do(self, step: Step, box: tuple[int, int]) -> None:
        if step.job is Job.SCALE:
            self._keep(self._taken(step.index), box)
            return
        self._look_at_file()
        reader = self._reader_by(step.index)
        if self._is_lone_key(step, reader):
            self._keep_lone_key(step.index, reader, box)
            return
        expected = reader.next_index
        decoded = reader.read(self._keep_from(step))
        self.error_count = len(self._refused)
        if decoded is None:
            if reader.next_index is None:
                self._end_at(step.index if expected is None else max(expected, reader.sure_from))
            return
        if expected is not None and decoded.index > max(expected, reader.sure_from):
            self._note_gap(max(expected, reader.sure_from), decoded.index)
        if self._is_worth_scaling(decoded.index, step):
            self._keep(decoded, box)
        elif step.keep_from <= decoded.index < step.index:
            self._put_aside(decoded)

    def _is_lone_key(self, step: Step, reader: FrameReader) -> bool:
        """True for a key frame that somebody waits for and that needs no other: while scrubbing."""
        return (
            step.job is Job.AHEAD
            and self._course is Course.NONE
            and step.index != self._lone_key
            and reader.is_at_key(step.index)
        )

    def _keep_lone_key(self, index: int, reader: FrameReader, box: tuple[int, int]) -> None:
        """Show it at once, without the frames behind it that the decoder wants to see first."""
        self._lone_key = index  # tried once; if it gives nothing it is read like any other
        decoded = reader.read_key(index)
        if decoded is not None:
            self._keep(decoded, box)

    def _keep_from(self, step: Step) -> int:
        """Frames before it need not be decoded for their own sake."""
        return step.keep_from if step.job is Job.BEHIND else max(step.keep_from, step.index)

    def _is_worth_scaling(self, index: int, step: Step) -> bool:
        if step.job is Job.BEHIND:
            return index >= step.keep_from
        return index >= step.index or (self._course is Course.ON and monotonic() - self._last_kept_at > _LATEST_S)

    def _look_at_file(self) -> None:
        if self._reader is not None and self._watch.is_worth_a_look() and not self._watch.is_untouched():
            self._close_reader()

    def _reader_by(self, index: int) -> FrameReader:
        """The reader, where it gives frame `index` with the least decoding."""
        if self._reader is None:
            if self._watch.open():
                self._forget_gaps()
            self._reader = FrameReader(self._path, self._facts, self._table, self._refused)
        ahead = self._reader.next_index
        is_passed = ahead is None or ahead > index or self._reader.sure_from > index
        if is_passed or self._table.key_before(index) > (ahead or 0):
            self._reader.start_at(index)
        return self._reader

    def _keep(self, decoded: Decoded, box: tuple[int, int]) -> None:
        try:
            frame = self._maker.make(decoded.picture, decoded.index, self._table.start(decoded.index), box)
        except av_error.FFmpegError:
            self._refused.add(("picture", decoded.index))
            self.error_count = len(self._refused)
            self._note_gap(decoded.index, decoded.index + 1)
            return
        with self._wake:
            if box != self._box or self._is_closed:
                return
            self._buffer.put(frame)
            self._last_kept_at = monotonic()
        self._tell()

    def _put_aside(self, decoded: Decoded) -> None:
        with self._wake:
            if decoded.index in self._buffer:
                return
            self._raw.append(decoded)
            self._raw_bytes += _raw_bytes(decoded)
            while self._raw_bytes > RAW_BUDGET_BYTES and len(self._raw) > 1:
                self._raw_bytes -= _raw_bytes(self._raw.popleft())

    def _taken(self, index: int) -> Decoded:
        decoded = next(raw for raw in self._raw if raw.index == index)
        # Frames put aside that the window has moved away from go with it.
        with self._wake:
            left = [raw for raw in self._raw if raw.index != index and self._buffer.covers(raw.index)]
            self._raw_bytes = sum(map(_raw_bytes, left))
        self._raw = deque(left)
        return decoded

    def _note_gap(self, first: int, end: int) -> None:
        with self._wake:
            self._gaps.add(first, end)
        self._tell()

    def _end_at(self, index: int) -> None:
        if not self._watch.is_untouched():
            self._close_reader()
            return
        with self._wake:
            self._gaps.end_at(index)
            is_empty = self._gaps.is_all
        if is_empty:
            raise InputError("media.no_frames", "No picture of this clip can be decoded. Copy it or ask for it again.")
        self._tell()

    def _tell(self) -> None:
        with self._wake:
            is_due = self._is_awaited and (self._shown() is not None or self._course is not Course.NONE)
            if is_due:
                self._is_awaited = False
        if is_due:
            self._on_frame()

    def _fail(self, fault: ReviewError) -> None:
        self._close_reader()
        # The fault outlives this thread: its trace would keep the reader and its file open.
        fault.__traceback__ = fault.__cause__ = fault.__context__ = None
        with self._wake:
            self.fault = fault
        self._forget_gaps()
        self._on_frame()

    def _forget_gaps(self) -> None:
        """What could not be decoded while the file was half there may be decoded now."""
        with self._wake:
            self._gaps = Gaps(len(self._table))

    def _close_reader(self) -> None:
        if self._reader is not None:
            self._reader.close()
            self._reader = None

    # Under the lock.

    def _steer(self, course: Course) -> None:
        if course is not self._course:
            self._course = course
            self._buffer.lean(is_back=course is Course.BACK)
            self._rouse()

    def _turn(self) -> None:
        anchor = self._shown_index()
        self._buffer.move_to(anchor)
        if self._course is not Course.ON or is_low(self._buffer, self._gaps, anchor):
            self._rouse()

    def _rouse(self) -> None:
        self._is_busy = True
        self._wake.notify()

    def _shown_index(self) -> int:
        return self._gaps.nearest(self._anchor, self._toward)

    def _shown(self) -> Frame | None:
        return self._buffer.get(self._shown_index())

    def _frame_bytes(self) -> int:
        width, height = fitted(self._facts.display_size, self._box)
        return width * height * BYTES_PER_PIXEL


def _raw_bytes(decoded: Decoded) -> int:
    return sum(plane.buffer_size for plane in decoded.picture.planes)
