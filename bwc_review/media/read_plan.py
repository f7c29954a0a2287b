"""What a decoder's thread does next: pure decisions over what is ready, what is missing and what is on the screen."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import Enum, auto

from bwc_review.media.frame_buffer import FrameBuffer

_BATCH_FRAMES = 8


class Course(Enum):
    """Where the frame on the screen goes by itself."""

    NONE = auto()
    ON = auto()
    BACK = auto()


class Job(Enum):
    """Kinds of steps; each takes a few milliseconds."""

    AHEAD = auto()
    BEHIND = auto()
    SCALE = auto()


@dataclass(frozen=True, slots=True)
class Step:
    """One step.

    Attributes:
        job: Decode one frame towards `index` (ahead of or behind the screen), or scale the one put aside.
        index: The frame that is wanted.
        keep_from: Frames decoded on the way are worth keeping from this one on.
    """

    job: Job
    index: int
    keep_from: int


class Gaps:
    """Frames that the table promises and decoding does not give."""

    def __init__(self, count: int) -> None:
        """Know of none among `count` frames yet."""
        self._count = count
        self._end = count
        self._missing: set[int] = set()

    def add(self, first: int, end: int) -> None:
        """Frames from `first` up to but not `end` cannot be decoded."""
        self._missing.update(range(first, end))

    def end_at(self, index: int) -> None:
        """No frame from `index` on can be decoded."""
        self._end = min(self._end, index)

    def __contains__(self, index: int) -> bool:
        return index in self._missing or not 0 <= index < self._end

    @property
    def is_all(self) -> bool:
        """True if no frame is left."""
        return all(index in self._missing for index in range(self._end))

    def nearest(self, index: int, toward: int) -> int:
        """The frame itself, or the nearest that can be decoded: first in the direction `toward`, then in the other."""
        for step in (1, -1) if toward > 0 else (-1, 1):
            place = min(index, self._end - 1) if step < 0 else index
            while 0 <= place < self._end and place in self._missing:
                place += step
            if 0 <= place < self._end:
                return place
        return max(0, min(index, self._count - 1))


def plan(
    buffer: FrameBuffer, gaps: Gaps, anchor: int, aside: Collection[int], course: Course = Course.NONE
) -> Step | None:
    """The next step, or None if all that is wanted is ready.

    First the frame on the screen and those after it; then those before it, nearest first, unless the clip plays on.
    While it plays backwards nothing after the frame on the screen is wanted.

    Args:
        buffer: Pictures that are ready.
        gaps: Frames that cannot be decoded.
        anchor: The frame on the screen.
        aside: Frames that are decoded and wait to be scaled.
        course: Where the anchor moves by itself.
    """
    keep_from = anchor - buffer.behind
    last = anchor if course is Course.BACK else anchor + buffer.ahead
    for index in range(anchor, last + 1):
        if index not in buffer and index not in gaps:
            from_here = anchor if course is Course.ON else keep_from
            return Step(Job.SCALE if index in aside else Job.AHEAD, index, from_here)
        if index in gaps and index >= anchor and not _any_after(gaps, index):
            break
    return None if course is Course.ON else _plan_behind(buffer, gaps, anchor, aside)


def is_low(buffer: FrameBuffer, gaps: Gaps, anchor: int) -> bool:
    """True once a clip that plays on has used up enough pictures for decoding to go on.

    A thread that wakes for every single frame does so while the window paints it, and both then wait for each other.

    Args:
        buffer: Pictures that are ready.
        gaps: Frames that cannot be decoded.
        anchor: The frame on the screen.
    """
    last = anchor + buffer.ahead - min(_BATCH_FRAMES, buffer.ahead // 2)
    return any(index not in buffer and index not in gaps for index in (anchor, last))


def _plan_behind(buffer: FrameBuffer, gaps: Gaps, anchor: int, aside: Collection[int]) -> Step | None:
    """Groups of frames at a time, each decoded from its key frame on, and only once half of the window is used up."""
    keep_from = anchor - buffer.behind
    ready = 0
    for index in range(anchor - 1, max(-1, keep_from - 1), -1):
        if index in buffer or index in gaps:
            ready += 1
        elif index in aside:
            return Step(Job.SCALE, index, keep_from)
        elif ready <= buffer.behind // 2:
            return Step(Job.BEHIND, index, keep_from)
        else:
            return None
    return None


def _any_after(gaps: Gaps, index: int) -> bool:
    return index < gaps.nearest(index, 1)
