"""The one job that a part of a page has running, and the strip that shows it."""

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QObject, Signal

from bwc_review.domain.errors import ReviewError
from bwc_review.domain.progress import CancelToken, Report
from bwc_review.services.jobs import AnyJob, JobState
from bwc_review.ui.bridge.study import StudyBridge
from bwc_review.ui.widgets.job_strip import JobStrip

T = TypeVar("T")


class PageJob(QObject):
    """Puts a job into the queue, shows how far it is, and lets the user stop it; one at a time.

    Signals:
        busy_changed: True when a job was queued, False when it is over.
    """

    busy_changed = Signal(bool)

    def __init__(self, bridge: StudyBridge, strip: JobStrip) -> None:
        super().__init__(strip)
        self._bridge = bridge
        self._strip = strip
        self._job: AnyJob | None = None
        strip.stop_asked.connect(self.cancel)
        bridge.job_changed.connect(self._follow)

    @property
    def is_busy(self) -> bool:
        """True while the job waits or runs."""
        return self._job is not None

    def run(
        self,
        title: str,
        sentence: str,
        work: Callable[[Report, CancelToken], T],
        done: Callable[[T], None],
        failed: Callable[[ReviewError], None],
    ) -> None:
        """Start a job; nothing happens while another runs.

        Args:
            title: What the queue calls it.
            sentence: What the strip says it does.
            work: Done on the queue's thread.
            done: Gets its result on the GUI thread.
            failed: Gets the error that ended it, also `Cancelled`.
        """
        if self.is_busy:
            return

        def end(result: T) -> None:
            self._end()
            done(result)

        def fail(error: ReviewError) -> None:
            self._end()
            failed(error)

        self._job = self._bridge.submit(self, title, work, end, fail)
        self._strip.begin(sentence)
        self.busy_changed.emit(True)

    def cancel(self) -> None:
        """Ask the job to stop."""
        if self._job is not None:
            self._job.cancel()

    def _follow(self, job: object) -> None:
        if self._job is None or job is not self._job:
            return
        if self._job.state is JobState.RUNNING and self._job.progress is not None:
            self._strip.show_progress(self._job.progress)
        if self._job.is_bug:
            self._end()

    def _end(self) -> None:
        self._job = None
        self._strip.end()
        self.busy_changed.emit(False)
