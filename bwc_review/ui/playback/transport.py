"""Play, pause, seek and step for one recording or several on one axis, forwards and backwards."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from bwc_review.domain.clip import SourceClip
from bwc_review.domain.compare import SharedTimeline, Side
from bwc_review.domain.errors import EnvironmentFault, ReviewError
from bwc_review.domain.time import START, Moment, TimeRange
from bwc_review.ui.playback.clock import Clock, MonotonicClock
from bwc_review.ui.playback.lineup import Lineup
from bwc_review.ui.playback.pane import Pane
from bwc_review.ui.playback.speed import bounded, changed

_REST_MS = 70  # so long the hand must rest while scrubbing before the exact frame is decoded
_RETRY_MS = 1000
_FIRST_BOX = (960, 540)


class Transport(QObject):
    """Moves one to four panes together. It lives on the window's thread and never waits for a picture.

    Moments are on the axis of the first recording, or on the shared axis if a timeline is given.

    Signals:
        frame_changed: Number of a pane and its new `Frame`, or None where the recording has no picture.
        frame_shown: Start of the frame that is on the screen now: the only source of a tag's time. With several
            recordings the earliest moment at which all their frames are on the screen together.
        moved: Where it is, also where no recording has a picture.
        playing_changed: True when playing starts, False when it stops.
        speed_changed: Per cent of the recorded speed; negative while it goes backwards.
        loop_changed: The range played over and over, or None.
        ended: Playing has come to the end, or backwards to the start.
        failed: A `ReviewError`: no more pictures for now; told once, and again if the user tries again.
        recovered: What had failed is there again; playing goes on if it was interrupted.
        damaged: Parts of a clip cannot be decoded; told once a clip.
        closed: What was open is let go of.
    """

    frame_changed = Signal(int, object)
    frame_shown = Signal(object)
    moved = Signal(object)
    playing_changed = Signal(bool)
    speed_changed = Signal(int)
    loop_changed = Signal(object)
    ended = Signal()
    failed = Signal(object)
    recovered = Signal()
    damaged = Signal()
    closed = Signal()
    _arrived = Signal()

    def __init__(self, clock: Clock | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._clock = clock or MonotonicClock()
        self._lineup = Lineup((), (), (), self._arrived.emit)
        self._boxes: dict[int, tuple[int, int]] = {}
        self._target = START
        self._shown: Moment | None = None
        self._is_playing = False
        self._is_waiting = False
        self._is_at_edge = False
        self._speed_percent = 100
        self._loop: TimeRange | None = None
        self._told_fault: ReviewError | None = None
        self._is_retrying = False
        self._goes_on = False
        self._is_damage_told = False
        self._timer = self._single_shot(self._tick)
        self._rest_timer = self._single_shot(lambda: self._ask(self._target))
        self._edge_timer = self._single_shot(self._go_round)
        self._retry_timer = self._single_shot(self._try_again)
        self.dropped_count = 0
        self._arrived.connect(self._pull, Qt.ConnectionType.QueuedConnection)

    def open(self, recordings: Sequence[Sequence[SourceClip]], timeline: SharedTimeline | None = None) -> None:
        """Show the first frame of one or more recordings; of several the frames at 0 of the shared axis.

        Args:
            recordings: The files of each, in order.
            timeline: How they lie against each other; needed for more than one.
        """
        self.close()
        boxes = [self._boxes.get(place, _FIRST_BOX) for place in range(len(recordings))]
        self._lineup = Lineup(recordings, timeline.sides if timeline else (), boxes, self._arrived.emit)
        self.dropped_count = 0
        self.seek(START)

    def close(self) -> None:
        """Let go of all files; what is on the screen stays there."""
        if self.is_open:
            self.closed.emit()
        self._set_playing(is_playing=False)
        for timer in (self._rest_timer, self._edge_timer, self._retry_timer):
            timer.stop()
        self.set_loop(None)
        self._lineup.close()
        self._lineup = Lineup((), (), (), self._arrived.emit)
        self._target, self._shown = START, None
        self._told_fault, self._is_damage_told, self._goes_on = None, False, False

    def set_timeline(self, timeline: SharedTimeline) -> None:
        """Lay the recordings differently against each other; it stays where it is, or plays on from there."""
        if self.is_open:
            position = self.position
            self._lineup.sides = timeline.sides
            self._ask(self._lineup.snapped(position))

    def play(self) -> None:
        """Play from where it is; at the end from the start. Backwards from the start there is nothing to play."""
        if not self.is_open or self._is_playing:
            return
        if self._is_back and self._target <= self.extent.start:
            return
        if not self._is_back and self._target >= self._lineup.snapped(self.extent.end):
            self._target = self.extent.start
        self._set_playing(is_playing=True)
        self._ask(self._target)

    def pause(self) -> None:
        """Stop on the frame that is on the screen."""
        self._goes_on = False
        if not self._is_playing:
            return
        position = self.position
        self._set_playing(is_playing=False)
        if not self._is_waiting:
            self._target = self._lineup.shown or position
        self._is_waiting = False
        self._lineup.rest()
        if self.is_open:
            self._ask(self._target)

    def toggle(self) -> None:
        """Play, or pause."""
        if self._is_playing:
            self.pause()
        else:
            self.play()

    def seek(self, moment: Moment) -> None:
        """Go to the frame at `moment`; playing goes on from there."""
        if self.is_open:
            self._rest_timer.stop()
            self._ask(self._lineup.snapped(moment))

    def move(self, by_us: int) -> None:
        """Go forward, or back if negative."""
        self.seek(self.position.shifted(by_us))

    def scrub(self, moment: Moment, stand_ins: Sequence[Moment | None] = ()) -> tuple[int, ...]:
        """Follow a dragging hand: what is ready is shown at once, else the key frame before; the exact one at rest.

        Args:
            moment: Where the hand is.
            stand_ins: For each pane the start of the nearest frame of which there is a small picture, on the pane's
                own axis; None if there is none.

        Returns:
            Numbers of the panes for which that small picture is the best that there is for now. It counts as what is
            on the screen, so it has to be put there; the next frame takes its place.
        """
        if not self.is_open:
            return ()
        self._target = self._lineup.snapped(moment)
        if self._lineup.is_ready(self._target):
            self.seek(moment)
            return ()
        self._lineup.stand_in(stand_ins, self._target)
        if self._lineup.ask_near(self._target):
            self._hold_clock()
            self._rest_timer.start(_REST_MS)
            self._pull()
        else:
            self.seek(moment)
        self._say_shown()
        return self._lineup.standing_in

    def step(self, frames: int) -> None:
        """Pause and go by so many frames of the first recording with a picture, back if negative."""
        if self.is_open:
            self.pause()
            self._ask(self._lineup.stepped(self._target, frames), toward=1 if frames > 0 else -1)

    def set_speed(self, percent: int) -> None:
        """Play slower or faster, from 10 to 400 per cent, or backwards from -10 to -200."""
        percent = bounded(percent)
        if percent == self._speed_percent:
            return
        self._speed_percent = percent
        if self._is_playing and not self._is_waiting:
            self._clock.turn(percent)
            self._timer.start(0)
        self.speed_changed.emit(percent)

    def change_speed(self, steps: int) -> None:
        """Go up or down the list of speeds; backwards stays backwards."""
        self.set_speed(changed(self._speed_percent, steps))

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
        if pane < len(self._lineup):
            self._lineup.panes[pane].resize(self._boxes[pane])
            if not self._is_playing:
                self._pull()

    @property
    def is_open(self) -> bool:
        """True while there is something to play."""
        return len(self._lineup) > 0

    @property
    def is_playing(self) -> bool:
        """True from play to pause, also while a seek is under way."""
        return self._is_playing

    @property
    def speed_percent(self) -> int:
        """Per cent of the recorded speed; negative backwards."""
        return self._speed_percent

    @property
    def loop(self) -> TimeRange | None:
        """The range played over and over."""
        return self._loop

    @property
    def extent(self) -> TimeRange:
        """From the first to the last moment at which any recording has a picture."""
        return self._lineup.extent

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
        return self._lineup.is_busy

    @property
    def panes(self) -> tuple[Pane, ...]:
        """The panes that are open."""
        return tuple(self._lineup.panes)

    @property
    def sides(self) -> tuple[Side, ...]:
        """How the recordings lie on the axis."""
        return self._lineup.sides

    def distance_us(self, pane: int) -> int:
        """0 while that recording has a picture; else time to its start (negative) or since its end, here and now.

        A pane that is not open has no distance to anything: 0.
        """
        if pane >= len(self._lineup):
            return 0
        position = self.position
        return self._lineup.sides[pane].distance_us(position) if self._lineup.is_away(pane, position) else 0

    @property
    def _is_back(self) -> bool:
        return self._speed_percent < 0

    def _ask(self, target: Moment, toward: int = -1, *, is_edge: bool = False, is_retry: bool = False) -> None:
        """Ask all panes for their frame at `target`; while playing the clock waits for them."""
        self._target = target
        self._is_at_edge, self._is_retrying = is_edge, is_retry
        self._hold_clock()
        self._lineup.ask(target, toward)
        self._pull()

    def _hold_clock(self) -> None:
        self._clock.stop()
        self._timer.stop()
        self._edge_timer.stop()
        self._is_waiting = self._is_playing

    def _pull(self) -> None:
        """Show what has come; once all panes show what was asked for, say so and let the clock run."""
        if not self.is_open or self._tell_fault():
            return
        if self._is_playing and not self._is_waiting:
            self._tick()
        elif self._lineup.show_exact(self._target, self.frame_changed.emit):
            self._settle()

    def _settle(self) -> None:
        self._say_shown()
        if self._rest_timer.isActive():
            return
        if self._shown is not None and len(self._lineup) == 1:
            self._target = self._shown  # another one if the frame asked for cannot be decoded
        self.moved.emit(self._target)
        if self._is_at_edge:
            self._edge_timer.start(0)  # the last frame is painted before the first one takes its place
        elif self._is_waiting:
            self._is_waiting = False
            self._clock.start(self._target, self._speed_percent)
            self._timer.start(self._lineup.wait_ms(self._target, self._speed_percent))

    def _tick(self) -> None:
        now = self._clock.now()
        span = self._loop or self.extent
        if now < span.start if self._is_back else now >= span.end:
            self._come_to_edge(span)
            return
        skipped = self._lineup.show_due(now, self.frame_changed.emit, is_back=self._is_back)
        if abs(self._speed_percent) <= 100:
            self.dropped_count += skipped
        self._say_shown()
        self.moved.emit(now)
        if not self._tell_fault():
            self._timer.start(self._lineup.wait_ms(now, self._speed_percent))

    def _come_to_edge(self, span: TimeRange) -> None:
        """Stop on the last frame; in a loop show it, then go round."""
        last = self._lineup.snapped(span.start if self._is_back else span.end.shifted(-1))
        if self._loop is None:
            self._set_playing(is_playing=False)
            self._is_waiting = False
            self._ask(last)
            self.ended.emit()
        elif self._lineup.shows(last):
            self._go_round()
        else:
            self._ask(last, is_edge=True)

    def _go_round(self) -> None:
        if self._loop is not None and self._is_playing:
            self._ask(self._lineup.snapped(self._loop.end.shifted(-1) if self._is_back else self._loop.start))

    def _say_shown(self) -> None:
        shown = self._lineup.shown
        if shown is not None and shown != self._shown:
            self._shown = shown
            self.frame_shown.emit(shown)

    def _tell_fault(self) -> bool:
        fault = self._lineup.fault
        if fault is not None and fault is not self._told_fault:
            self._told_fault = fault
            if isinstance(fault, EnvironmentFault):
                self._retry_timer.start(_RETRY_MS)
            if not self._is_retrying:
                was_playing = self._is_playing
                self._set_playing(is_playing=False)
                self._is_waiting, self._goes_on = False, was_playing or self._goes_on
                self.failed.emit(fault)
        if not self._is_damage_told and self._lineup.error_count:
            self._is_damage_told = True
            self.damaged.emit()
        return fault is not None

    def _try_again(self) -> None:
        """A file was gone: look whether it is back, and say so only once it could be read again."""
        if self._lineup.fault is not None:
            self._ask(self._target, is_retry=True)
            self._retry_timer.start(_RETRY_MS)
        elif self._lineup.is_busy and not self._is_playing:
            self._retry_timer.start(_RETRY_MS)
        else:
            self._is_retrying = False
            self.recovered.emit()
            if self._goes_on:
                self._goes_on = False
                self.play()

    def _set_playing(self, *, is_playing: bool) -> None:
        if is_playing == self._is_playing:
            return
        self._is_playing = is_playing
        if not is_playing:
            self._clock.stop()
            self._timer.stop()
            self._edge_timer.stop()
        self.playing_changed.emit(is_playing)

    def _single_shot(self, slot: Callable[[], None]) -> QTimer:
        timer = QTimer(self, singleShot=True, timerType=Qt.TimerType.PreciseTimer)
        timer.timeout.connect(slot)
        return timer
