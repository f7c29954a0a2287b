"""Play, pause, seek and step for one recording or several on one axis."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from bwc_review.domain.clip import SourceClip
from bwc_review.domain.compare import SharedTimeline, Side
from bwc_review.domain.errors import ReviewError
from bwc_review.domain.time import START, US_PER_MS, Moment, TimeRange
from bwc_review.media.picture_frame import Frame
from bwc_review.ui.playback.clock import Clock, MonotonicClock
from bwc_review.ui.playback.pane import Pane

SPEEDS_PERCENT = (10, 25, 50, 75, 100, 125, 150, 200, 300, 400)
BUDGET_BYTES = 192 << 20
_LEAST_BUDGET_BYTES = 48 << 20
_LONGEST_WAIT_MS = 40
_REST_MS = 70  # so long the hand must rest while scrubbing before the exact frame is decoded
_FIRST_BOX = (960, 540)


class Transport(QObject):
    """Moves one to four panes together. It lives on the window's thread and never waits for a picture.

    Moments are on the axis of the first recording, or on the shared axis if a timeline is given.

    Signals:
        frame_changed: Number of a pane and its new `Frame`, or None where the recording has no picture.
        frame_shown: Start of the frame that is on the screen now: the only source of a tag's time.
        playing_changed: True when playing starts, False when it stops.
        speed_changed: Per cent of the recorded speed.
        loop_changed: The range played over and over, or None.
        ended: Playing has come to the end.
        failed: A `ReviewError`: no more pictures until the next seek; told once.
        damaged: Parts of a clip cannot be decoded; told once a clip.
    """

    frame_changed = Signal(int, object)
    frame_shown = Signal(object)
    playing_changed = Signal(bool)
    speed_changed = Signal(int)
    loop_changed = Signal(object)
    ended = Signal()
    failed = Signal(object)
    damaged = Signal()
    _arrived = Signal()

    def __init__(self, clock: Clock | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._clock = clock or MonotonicClock()
        self._panes: list[Pane] = []
        self._sides: tuple[Side, ...] = ()
        self._boxes: dict[int, tuple[int, int]] = {}
        self._frames: list[Frame | None] = []
        self._target = START
        self._shown: Moment | None = None
        self._is_playing = False
        self._is_waiting = False
        self._speed_percent = 100
        self._loop: TimeRange | None = None
        self._told_fault: ReviewError | None = None
        self._is_damage_told = False
        self._timer = self._single_shot(self._tick)
        self._rest_timer = self._single_shot(self._come_to_rest)
        self.dropped_count = 0
        self._arrived.connect(self._pull, Qt.ConnectionType.QueuedConnection)

    def open(self, recordings: Sequence[Sequence[SourceClip]], timeline: SharedTimeline | None = None) -> None:
        """Show the first frame of one or more recordings.

        Args:
            recordings: The files of each, in order.
            timeline: How they lie against each other; needed for more than one.
        """
        self.close()
        budget = max(_LEAST_BUDGET_BYTES, BUDGET_BYTES // max(1, len(recordings)))
        self._panes = [
            Pane(sources, self._boxes.get(place, _FIRST_BOX), self._arrived.emit, budget)
            for place, sources in enumerate(recordings)
        ]
        self._frames = [None] * len(self._panes)
        self._sides = timeline.sides if timeline else tuple(Side(pane.table.range, START) for pane in self._panes)
        self.dropped_count = 0
        self.seek(max(START, self.extent.start) if timeline else START)

    def close(self) -> None:
        """Let go of all files; what is on the screen stays there."""
        self._set_playing(is_playing=False)
        self._rest_timer.stop()
        self.set_loop(None)
        for pane in self._panes:
            pane.close()
        self._panes, self._sides, self._frames = [], (), []
        self._target, self._shown = START, None
        self._told_fault, self._is_damage_told = None, False

    def play(self) -> None:
        """Play from where it is; at the end from the start."""
        if not self._panes or self._is_playing:
            return
        if self._target >= self._snapped(self.extent.end):
            self._target = self.extent.start
        self._set_playing(is_playing=True)
        self._ask(self._target)

    def pause(self) -> None:
        """Stop on the frame that is on the screen."""
        if not self._is_playing:
            return
        self._set_playing(is_playing=False)
        if self._shown is not None and not self._is_waiting:
            self._target = self._shown
        self._is_waiting = False
        for pane in self._panes:
            pane.rest()
        if self._panes:
            self._ask(self._target)

    def toggle(self) -> None:
        """Play, or pause."""
        if self._is_playing:
            self.pause()
        else:
            self.play()

    def seek(self, moment: Moment) -> None:
        """Go to the frame at `moment`; playing goes on from there."""
        if self._panes:
            self._rest_timer.stop()
            self._ask(self._snapped(moment))

    def move(self, by_us: int) -> None:
        """Go forward, or back if negative."""
        self.seek(self.position.shifted(by_us))

    def scrub(self, moment: Moment) -> None:
        """Follow a dragging hand: what is ready is shown at once, else the key frame before; the exact one at rest."""
        if not self._panes:
            return
        self._target = self._snapped(moment)
        locals_us = self._local(self._target)
        if all(pane.is_ready(pane.table.index_at(at)) for pane, at in zip(self._panes, locals_us, strict=True)):
            self.seek(moment)
            return
        for pane, at in zip(self._panes, locals_us, strict=True):
            pane.seek(pane.table.key_before(pane.table.index_at(at)))
        self._hold_clock()
        self._rest_timer.start(_REST_MS)
        self._pull()

    def step(self, frames: int) -> None:
        """Pause and go by so many frames of the first recording, back if negative."""
        if not self._panes:
            return
        self.pause()
        table, side = self._panes[0].table, self._sides[0]
        goal = table.stepped(side.local(self._target), frames)
        self._ask(side.shared(goal), toward=1 if frames > 0 else -1)

    def set_speed(self, percent: int) -> None:
        """Play slower or faster, from 10 to 400 per cent."""
        percent = max(SPEEDS_PERCENT[0], min(percent, SPEEDS_PERCENT[-1]))
        if percent == self._speed_percent:
            return
        self._speed_percent = percent
        if self._is_playing and not self._is_waiting:
            now = self._clock.now()
            self._clock.stop()
            self._clock.start(now, percent)
            self._timer.start(0)
        self.speed_changed.emit(percent)

    def change_speed(self, steps: int) -> None:
        """Go up or down the list of speeds."""
        place = min(range(len(SPEEDS_PERCENT)), key=lambda item: abs(SPEEDS_PERCENT[item] - self._speed_percent))
        self.set_speed(SPEEDS_PERCENT[max(0, min(place + steps, len(SPEEDS_PERCENT) - 1))])

    def set_loop(self, loop: TimeRange | None) -> None:
        """Play this range over and over, or all of it."""
        if loop is not None and loop.duration_us <= 0:
            loop = None
        if loop != self._loop:
            self._loop = loop
            self.loop_changed.emit(loop)

    def set_box(self, pane: int, width: int, height: int) -> None:
        """Tell the size of a pane in device pixels."""
        self._boxes[pane] = (max(1, width), max(1, height))
        if pane < len(self._panes):
            self._panes[pane].resize(self._boxes[pane])
            if not self._is_playing:
                self._pull()

    @property
    def is_open(self) -> bool:
        """True while there is something to play."""
        return bool(self._panes)

    @property
    def is_playing(self) -> bool:
        """True from play to pause, also while a seek is under way."""
        return self._is_playing

    @property
    def speed_percent(self) -> int:
        """Per cent of the recorded speed."""
        return self._speed_percent

    @property
    def loop(self) -> TimeRange | None:
        """The range played over and over."""
        return self._loop

    @property
    def extent(self) -> TimeRange:
        """From the first to the last moment at which any recording has a picture."""
        extents = [side.extent for side in self._sides]
        return TimeRange(min(span.start for span in extents), max(span.end for span in extents))

    @property
    def position(self) -> Moment:
        """Where it is or is going to; for a tag's time use `shown`."""
        if self._is_playing and not self._is_waiting:
            return self._clock.now()
        return self._target

    @property
    def shown(self) -> Moment | None:
        """Start of the frame that is on the screen; None before the first."""
        return self._shown

    @property
    def is_busy(self) -> bool:
        """True while any pane still decodes."""
        return any(pane.is_busy for pane in self._panes)

    @property
    def panes(self) -> tuple[Pane, ...]:
        """The panes that are open."""
        return tuple(self._panes)

    def _ask(self, target: Moment, toward: int = -1) -> None:
        """Ask all panes for their frame at `target`; while playing the clock waits for them."""
        self._target = target
        self._hold_clock()
        for pane, at in zip(self._panes, self._local(target), strict=True):
            pane.seek(pane.table.index_at(at), toward)
        self._pull()

    def _hold_clock(self) -> None:
        self._clock.stop()
        self._timer.stop()
        self._is_waiting = self._is_playing

    def _come_to_rest(self) -> None:
        self._ask(self._target)

    def _pull(self) -> None:
        """Show what has come; once all panes show what was asked for, say so and let the clock run."""
        if not self._panes or self._tell_fault():
            return
        if self._is_playing and not self._is_waiting:
            self._tick()
            return
        is_settled = True
        for place, (pane, side) in enumerate(zip(self._panes, self._sides, strict=True)):
            frame = None
            if side.distance_us(self._target) == 0 or len(self._panes) == 1:
                frame = pane.exact()
                if frame is None:
                    is_settled = False
                    continue
            self._show(place, frame)
        if is_settled:
            self._settle()

    def _settle(self) -> None:
        self._say_shown()
        if self._rest_timer.isActive():
            return
        if self._shown is not None and len(self._panes) == 1:
            self._target = self._shown  # another one if the frame asked for cannot be decoded
        if self._is_waiting:
            self._is_waiting = False
            self._clock.start(self._target, self._speed_percent)
            self._timer.start(self._wait_ms(self._target))

    def _tick(self) -> None:
        now = self._clock.now()
        if self._loop is not None and now >= self._loop.end:
            self.seek(self._loop.start)
            return
        if now >= self.extent.end:
            self._stop_at_end()
            return
        for place, (pane, side) in enumerate(zip(self._panes, self._sides, strict=True)):
            self._show_due(place, pane, side, now)
        self._say_shown()
        if not self._tell_fault():
            self._timer.start(self._wait_ms(now))

    def _show_due(self, place: int, pane: Pane, side: Side, now: Moment) -> None:
        if side.distance_us(now) != 0:
            self._show(place, None)
            return
        before = self._frames[place]
        after = before.index if before is not None else -1
        frame = pane.newest(pane.table.index_at(side.local(now)), after)
        if frame is not None and frame is not before:
            if after >= 0 and self._speed_percent <= 100:
                self.dropped_count += max(0, frame.index - after - 1)
            self._show(place, frame)

    def _stop_at_end(self) -> None:
        self._set_playing(is_playing=False)
        self._is_waiting = False
        self._ask(self._snapped(self.extent.end))
        self.ended.emit()

    def _show(self, place: int, frame: Frame | None) -> None:
        before = self._frames[place]
        if frame is before and frame is not None:
            return
        self._frames[place] = frame
        self.frame_changed.emit(place, frame)

    def _say_shown(self) -> None:
        for frame, side in zip(self._frames, self._sides, strict=True):
            if frame is not None:
                shown = side.shared(frame.moment)
                if shown != self._shown:
                    self._shown = shown
                    self.frame_shown.emit(shown)
                return

    def _tell_fault(self) -> bool:
        fault = next((pane.fault for pane in self._panes if pane.fault is not None), None)
        if fault is not None and fault is not self._told_fault:
            self._told_fault = fault
            self._set_playing(is_playing=False)
            self._is_waiting = False
            self.failed.emit(fault)
        if not self._is_damage_told and any(pane.error_count for pane in self._panes):
            self._is_damage_told = True
            self.damaged.emit()
        return fault is not None

    def _set_playing(self, *, is_playing: bool) -> None:
        if is_playing == self._is_playing:
            return
        self._is_playing = is_playing
        if not is_playing:
            self._clock.stop()
            self._timer.stop()
        self.playing_changed.emit(is_playing)

    def _local(self, moment: Moment) -> list[Moment]:
        return [side.local(moment) for side in self._sides]

    def _snapped(self, moment: Moment) -> Moment:
        """The moment within the extent; with one recording the start of its frame."""
        last = self.extent.end.shifted(-1)
        inside = max(self.extent.start, min(moment, last))
        return self._panes[0].table.at(inside) if len(self._panes) == 1 else inside

    def _wait_ms(self, now: Moment) -> int:
        """Time to the next start of a frame in any pane."""
        waits = [_LONGEST_WAIT_MS * US_PER_MS]
        for pane, side in zip(self._panes, self._sides, strict=True):
            if side.distance_us(now) == 0:
                local = side.local(now)
                until = side.shared(pane.table.end(pane.table.index_at(local))) - now
                waits.append(until * 100 // self._speed_percent)
        return max(1, -(-min(waits) // US_PER_MS))

    def _single_shot(self, slot: "object") -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setTimerType(Qt.TimerType.PreciseTimer)
        timer.timeout.connect(slot)
        return timer
