"""Sees that the open study is backed up while it is worked on, without anybody having to wait or to think of it."""

from datetime import datetime

from PySide6.QtCore import QObject, QTimer

from bwc_review.domain.backup import Backup
from bwc_review.domain.errors import Cancelled, ReviewError
from bwc_review.domain.progress import CancelToken, Report
from bwc_review.services.jobs import AnyJob, JobQueue
from bwc_review.ui.bridge.study import StudyBridge, Tone
from bwc_review.ui.frame.status_line import StatusLine

# Opening a study and the first pages come first.
FIRST_LOOK_MS = 20_000
LOOK_EVERY_MS = 5 * 60_000
_PATIENCE_S = 5.0


class BackupKeeper(QObject):
    """Looks now and then whether a backup is due; it is made in a queue of its own, behind nobody's import or reel."""

    def __init__(self, bridge: StudyBridge, status: StatusLine) -> None:
        super().__init__(status)
        self._bridge = bridge
        self._status = status
        self._queue = JobQueue(self._on_job)
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.look)
        bridge.opened.connect(self._begin)
        bridge.closing.connect(self._end)
        bridge.shutting_down.connect(self._queue.close)
        if bridge.is_open:
            self._begin()

    @property
    def is_idle(self) -> bool:
        """True if no backup is being made."""
        return self._queue.is_idle

    def look(self) -> None:
        """Make a backup if one is due."""
        self._timer.setInterval(LOOK_EVERY_MS)
        if not self._queue.is_idle:
            return
        study = self._bridge.study

        def work(report: Report, cancel: CancelToken) -> Backup | None:
            return study.backups.make(report, cancel) if study.backups.is_due() else None

        self._queue.submit("Back up the study", work)

    def _begin(self) -> None:
        store = self._bridge.study.store
        if not store.is_read_only and "://" not in store.location:
            self._timer.start(FIRST_LOOK_MS)

    def _end(self) -> None:
        self._timer.stop()
        for job in self._queue.jobs:
            job.cancel()
            job.wait(_PATIENCE_S)
        self._queue.sweep()

    def _on_job(self, job: AnyJob) -> None:
        """Called by the queue, mostly on its worker's thread."""
        if job.is_finished:
            self._bridge.after(lambda: self._tell(job))

    def _tell(self, job: AnyJob) -> None:
        self._queue.sweep()
        if isinstance(job.result, Backup):
            self._status.show_backup(datetime.now())
        elif isinstance(job.error, ReviewError) and not isinstance(job.error, Cancelled):
            self._bridge.tell(f"The hourly backup was not made. {job.error.message}", Tone.WARNING)
        elif job.is_bug and job.error is not None:
            raise job.error
