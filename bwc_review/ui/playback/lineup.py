"""The panes of a transport on their common axis: what each of them shows, and what it ought to show."""

from collections.abc import Callable, Sequence

from bwc_review.domain.clip import SourceClip
from bwc_review.domain.compare import Side
from bwc_review.domain.errors import ReviewError
from bwc_review.domain.time import START, US_PER_MS, US_PER_S, Moment, TimeRange
from bwc_review.media.picture_frame import Frame
from bwc_review.ui.playback.pane import Pane

BUDGET_BYTES = 192 << 20
_LEAST_BUDGET_BYTES = 48 << 20
_LONGEST_WAIT_MS = 40
_STEP_US = US_PER_S // 30  # where no side has a picture to step by

Show = Callable[[int, Frame | None], None]


class Lineup:
    """One to four panes, each with its side of the shared axis. Nothing waits.

    Attributes:
        panes: The panes.
        sides: How each lies on the axis; may be changed at any time.
        frames: What each shows now; None also while a small picture stands in.
    """

    def __init__(
        self,
        recordings: Sequence[Sequence[SourceClip]],
        sides: Sequence[Side],
        boxes: Sequence[tuple[int, int]],
        on_frame: Callable[[], None],
    ) -> None:
        """Open the first file of each recording.

        Args:
            recordings: The files of each, in order; none for an empty line-up.
            sides: How they lie against each other; nothing for a single one.
            boxes: Sizes in device pixels.
            on_frame: Called from other threads when there is something new.
        """
        budget = max(_LEAST_BUDGET_BYTES, BUDGET_BYTES // max(1, len(recordings)))
        self.panes = [Pane(sources, box, on_frame, budget) for sources, box in zip(recordings, boxes, strict=True)]
        self.sides = tuple(sides) or tuple(Side(pane.table.range, START) for pane in self.panes)
        self.frames: list[Frame | None] = [None] * len(self.panes)
        self._stand_ins: list[Moment | None] = [None] * len(self.panes)
        self._goal: Moment | None = None

    def close(self) -> None:
        """Let go of all files."""
        for pane in self.panes:
            pane.close()

    def __len__(self) -> int:
        return len(self.panes)

    @property
    def extent(self) -> TimeRange:
        """From the first to the last moment at which any recording has a picture."""
        extents = [side.extent for side in self.sides]
        return TimeRange(min(span.start for span in extents), max(span.end for span in extents))

    @property
    def fault(self) -> ReviewError | None:
        """Why one of them gives no more pictures, or None."""
        return next((pane.fault for pane in self.panes if pane.fault is not None), None)

    @property
    def is_busy(self) -> bool:
        """True while any still decodes."""
        return any(pane.is_busy for pane in self.panes)

    @property
    def error_count(self) -> int:
        """Packets that could not be decoded."""
        return sum(pane.error_count for pane in self.panes)

    @property
    def shown(self) -> Moment | None:
        """The earliest moment at which all these frames are on the screen together; None if there are none."""
        starts = [(self._on_screen(place), side) for place, side in enumerate(self.sides)]
        return max((side.shared_from(start) for start, side in starts if start is not None), default=None)

    @property
    def standing_in(self) -> tuple[int, ...]:
        """Numbers of the panes for which a small picture is on the screen."""
        return tuple(place for place, start in enumerate(self._stand_ins) if start is not None)

    def ask(self, target: Moment, toward: int = -1) -> None:
        """Ask all for their frame at `target`."""
        self._goal = None
        for pane, side in self._pairs():
            pane.seek(pane.table.index_at(side.local(target)), toward)

    def ask_near(self, target: Moment) -> bool:
        """Ask for what follows a dragging hand fastest, unless the frames at `target` are wanted from all.

        Each is asked for the key frame before `target`, which is decoded fastest, where that is nearer than what it has
        on the screen; else for its very frame.

        Returns:
            False if no key frame is nearer: then nothing was asked for.
        """
        goals = [self._near(place, target) for place in range(len(self.panes))]
        if not any(is_key for _, is_key in goals):
            return False
        self._goal = None
        for pane, (index, _) in zip(self.panes, goals, strict=True):
            pane.seek(index)
        return True

    def stand_in(self, starts: Sequence[Moment | None], target: Moment) -> None:
        """Put small pictures in place of frames that are farther from the target; whatever comes next replaces them.

        Args:
            starts: Start of the frame that the small picture of each pane shows, on the pane's own axis.
            target: Where the hand is.
        """
        for place, (start, side) in enumerate(zip(starts, self.sides, strict=False)):
            frame = self.frames[place]
            if start is None or self.is_away(place, target) or (frame is not None and frame.moment == start):
                continue
            shown, at = self._on_screen(place), side.local(target)
            if shown is None or abs(at - start) <= abs(at - shown):
                self.frames[place], self._stand_ins[place] = None, start

    def rest(self) -> None:
        """Playing stopped."""
        for pane in self.panes:
            pane.rest()

    def is_ready(self, target: Moment) -> bool:
        """True if all pictures at `target` are there already."""
        return all(pane.is_ready(pane.table.index_at(side.local(target))) for pane, side in self._pairs())

    def is_away(self, place: int, at: Moment) -> bool:
        """True if that recording has no picture at a moment; a single one always has."""
        return len(self.panes) > 1 and self.sides[place].distance_us(at) != 0

    def show_exact(self, target: Moment, show: Show) -> bool:
        """Show what was asked for as far as it has come; true once all of it has."""
        is_settled = True
        for place, pane in enumerate(self.panes):
            frame = None
            if not self.is_away(place, target):
                frame = pane.exact()
                if frame is None:
                    is_settled = False
                    continue
            self._put(place, frame, show)
        return is_settled

    def show_due(self, now: Moment, show: Show, *, is_back: bool) -> int:
        """While playing: show what is due; gives how many frames were left out.

        A single recording shows a late picture rather than none. Several wait for the one that is late and then show
        the same moment together: they may leave out frames, but never lie apart.
        """
        at = now if self._goal is None else self._goal
        found = [self._newest(place, at, is_back=is_back) for place in range(len(self.panes))]
        is_together = len(self.panes) == 1 or self._are_exact(found, at)
        self._goal = None if is_together else at
        skipped = 0
        for place, (frame, before) in enumerate(zip(found, tuple(self.frames), strict=True)):
            if is_together and (frame is not None or self.is_away(place, at)):
                skipped += (
                    max(0, abs(frame.index - before.index) - 1) if frame is not None and before is not None else 0
                )
                self._put(place, frame, show)
        return skipped

    def shows(self, at: Moment) -> bool:
        """True if each that has a picture at that moment shows it."""
        for place, (pane, side) in enumerate(self._pairs()):
            frame = self.frames[place]
            index = pane.table.index_at(side.local(at))
            if not self.is_away(place, at) and (frame is None or frame.index != index):
                return False
        return True

    def wait_ms(self, now: Moment, speed_percent: int) -> int:
        """Milliseconds until the next frame of any is due at that speed; a while at most."""
        waits = [self._wait_us(pane, side, now, is_back=speed_percent < 0) for pane, side in self._pairs()]
        due_us = (wait * 100 // abs(speed_percent) for wait in waits if wait is not None)
        wait_us = min((_LONGEST_WAIT_MS * US_PER_MS, *due_us))
        return max(1, -(-wait_us // US_PER_MS))

    def snapped(self, moment: Moment) -> Moment:
        """The moment within the extent; with one recording the start of its frame."""
        inside = max(self.extent.start, min(moment, self.extent.end.shifted(-1)))
        return self.panes[0].table.at(inside) if len(self.panes) == 1 else inside

    def stepped(self, target: Moment, frames: int) -> Moment:
        """So many frames on (back, if negative) by the first recording that has a picture to step to."""
        for place, (pane, side) in enumerate(self._pairs()):
            if self.is_away(place, target):
                continue
            here = pane.table.index_at(side.local(target))
            goal = max(0, min(here + frames, len(pane.table) - 1))
            if goal != here or len(self.panes) == 1:
                return side.shared_from(pane.table.start(goal))
        return self.snapped(target.shifted(frames * _STEP_US))

    def _newest(self, place: int, now: Moment, *, is_back: bool) -> Frame | None:
        """What a pane has: the picture due, a late one, or the one that it shows; None outside its range."""
        if self.is_away(place, now):
            return None
        pane, before = self.panes[place], self.frames[place]
        due = pane.table.index_at(self.sides[place].local(now))
        if is_back:
            return pane.newest_back(due, before.index if before is not None else len(pane.table)) or before
        return pane.newest(due, before.index if before is not None else -1) or before

    def _are_exact(self, found: Sequence[Frame | None], at: Moment) -> bool:
        """True if each that has a picture at that moment has the right one, or the nearest where it is lost."""
        for place, (frame, (pane, side)) in enumerate(zip(found, self._pairs(), strict=True)):
            due = pane.table.index_at(side.local(at))
            is_right = frame is not None and (frame.index == due or pane.is_missing(due))
            if not is_right and not self.is_away(place, at):
                return False
        return True

    def _on_screen(self, place: int) -> Moment | None:
        """Start of the frame that a pane shows, large or small, on its own axis."""
        frame = self.frames[place]
        return frame.moment if frame is not None else self._stand_ins[place]

    def _near(self, place: int, target: Moment) -> tuple[int, bool]:
        """The frame that a pane can show soonest near a target, and whether that is a key frame before it."""
        pane, side, shown = self.panes[place], self.sides[place], self._on_screen(place)
        at = side.local(target)
        index = pane.table.index_at(at)
        if self.is_away(place, target):
            return index, False
        key = pane.table.key_before(index)
        is_key_nearer = shown is None or abs(at - shown) > at - pane.table.start(key)
        return (key if is_key_nearer else index), is_key_nearer

    def _pairs(self) -> list[tuple[Pane, Side]]:
        return list(zip(self.panes, self.sides, strict=True))

    def _wait_us(self, pane: Pane, side: Side, now: Moment, *, is_back: bool) -> int | None:
        distance_us = side.distance_us(now)
        if distance_us != 0:
            is_to_come = (distance_us > 0) is is_back
            return abs(distance_us) if is_to_come else None
        index = pane.table.index_at(side.local(now))
        if is_back:
            return now - side.shared_from(pane.table.start(index)) + 1
        return side.shared_from(pane.table.end(index)) - now

    def _put(self, place: int, frame: Frame | None, show: Show) -> None:
        if frame is None or frame is not self.frames[place]:
            self.frames[place], self._stand_ins[place] = frame, None
            show(place, frame)
