"""Watches the player and keeps the viewing log: what was played, at which speed, in runs without a stop."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from PySide6.QtCore import QObject, QTimer, Signal

from bwc_review.domain.changes import Changes
from bwc_review.domain.errors import ReviewError
from bwc_review.domain.ids import RecordingId, ReviewId, RunId, new_id
from bwc_review.domain.time import US_PER_S, Moment, TimeRange
from bwc_review.domain.viewing import NORMAL_PERCENT, RunEnd, ViewingRun
from bwc_review.ui.bridge.study import StudyBridge
from bwc_review.ui.playback.transport import Transport

_KEEP_MS = 60_000
_LEAST_US = US_PER_S // 4  # shorter runs are a finger on a key, not viewing
_JUMP_US = US_PER_S * 6 // 10  # further than this ahead of the clock is a seek, nearer is a slow machine


@dataclass(slots=True)
class _Running:
    """The run that goes on."""

    run: ViewingRun
    last: Moment
    seen_s: float


class ViewingRecorder(QObject):
    """Makes runs while the player plays, and hands them to the study seldom, off the window's thread.

    Signals:
        changed: A run has ended.
    """

    changed = Signal()

    def __init__(
        self, bridge: StudyBridge, transport: Transport, parent: QObject, tick: Callable[[], float] = time.monotonic
    ) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._transport = transport
        self._tick = tick
        self._recording_id: RecordingId | None = None
        self._review_id: ReviewId | None = None
        self._known: dict[RunId, ViewingRun] = {}
        self._unsaved: dict[RunId, ViewingRun] = {}
        self._running: _Running | None = None
        self._is_fault_told = False
        self._timer = QTimer(self)
        self._timer.setInterval(_KEEP_MS)
        self._timer.timeout.connect(self.keep)
        transport.playing_changed.connect(self._follow_playing)
        transport.frame_shown.connect(self._follow_frame)
        transport.speed_changed.connect(lambda _percent: self._split())
        bridge.closing.connect(self._keep_now)

    @property
    def runs(self) -> list[ViewingRun]:
        """All runs that count for the review that is shown, the one that goes on among them."""
        running = self._running
        found = [run for run in self._known.values() if run.review_id in (self._review_id, None)]
        return [*found, _grown(running)] if running is not None else found

    def watch(
        self, recording_id: RecordingId | None, review_id: ReviewId | None = None, runs: Sequence[ViewingRun] = ()
    ) -> None:
        """From now on the player shows this recording, with this review of it, which was watched in these runs."""
        if (recording_id, review_id) != (self._recording_id, self._review_id):
            self._split()
            self.keep()
            if recording_id != self._recording_id:
                self._known = {}
            self._recording_id, self._review_id = recording_id, review_id
        self._known = {run.id: run for run in runs} | self._known

    def keep(self) -> None:
        """Hand what is not stored yet to the study, off the window's thread."""
        runs = self._take()
        if not runs or not self._can_keep():
            return
        study = self._bridge.study
        self._bridge.read(self, lambda: study.viewing.keep(runs), self._told, lambda error: self._put_back(runs, error))

    def _keep_now(self) -> None:
        self._end(RunEnd.PAUSE)
        runs = self._take()
        self._known = {}
        if not runs or not self._can_keep():
            return
        try:
            self._bridge.study.viewing.keep(runs)
        except ReviewError as error:
            self._bridge.tell_error(error)

    def _can_keep(self) -> bool:
        return self._bridge.is_open and not self._bridge.study.store.is_read_only

    def _take(self) -> tuple[ViewingRun, ...]:
        """What is to be stored now; the run that goes on is stored again once it has grown."""
        running = self._running
        if running is not None and running.run.span.duration_us >= _LEAST_US:
            grown = _grown(running)
            self._unsaved[grown.id] = grown
        runs = tuple(self._unsaved.values())
        self._unsaved = {}
        if running is None:
            self._timer.stop()
        return runs

    def _told(self, changes: Changes) -> None:
        self._is_fault_told = False
        self._bridge.announce(changes, self)

    def _put_back(self, runs: Sequence[ViewingRun], error: ReviewError) -> None:
        self._unsaved = {run.id: run for run in runs} | self._unsaved
        self._timer.start()
        if not self._is_fault_told:
            self._is_fault_told = True
            self._bridge.tell_error(error)

    def _follow_playing(self, is_playing: bool) -> None:
        if is_playing:
            self._begin(self._transport.shown)
        else:
            self._end(RunEnd.PAUSE)

    def _follow_frame(self, moment: Moment) -> None:
        if not self._transport.is_playing:
            return
        running = self._running
        if running is None:
            self._begin(moment)
            return
        now_s = self._tick()
        ahead_us = moment - running.last
        passed_us = (now_s - running.seen_s) * US_PER_S * running.run.speed_percent / NORMAL_PERCENT
        if ahead_us < 0 or ahead_us > passed_us + _JUMP_US:
            self._end(RunEnd.SEEK)
            self._begin(moment)
            return
        running.last, running.seen_s = moment, now_s
        running.run = replace(running.run, span=TimeRange(running.run.span.start, moment))

    def _split(self) -> None:
        if self._running is not None:
            last = self._running.last
            self._end(RunEnd.SPEED)
            self._begin(last)

    def _begin(self, moment: Moment | None) -> None:
        speed = self._transport.speed_percent
        if moment is None or self._recording_id is None or speed <= 0 or not self._transport.is_playing:
            return
        run = ViewingRun(
            RunId(new_id()),
            self._recording_id,
            self._review_id,
            self._bridge.actor,
            datetime.now(UTC),
            TimeRange(moment, moment),
            speed,
            RunEnd.OPEN,
        )
        self._running = _Running(run, moment, self._tick())
        self._timer.start()

    def _end(self, why: RunEnd) -> None:
        running, self._running = self._running, None
        if running is None:
            return
        run = replace(running.run, ended_by=why)
        if self._is_at_end(running.last):
            run = replace(run, span=TimeRange(run.span.start, self._transport.extent.end), ended_by=RunEnd.END)
        if run.span.duration_us >= _LEAST_US:
            self._known[run.id] = self._unsaved[run.id] = run
            self.changed.emit()

    def _is_at_end(self, last: Moment) -> bool:
        if not self._transport.is_open:
            return False
        table = self._transport.panes[0].table
        end = self._transport.extent.end
        return last >= table.at(end.shifted(-1))


def _grown(running: _Running) -> ViewingRun:
    return running.run
