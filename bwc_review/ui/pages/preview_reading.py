"""Reads what a page shows of a recording beside its frames: what is kept of it at once, the rest as a job."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from bwc_review.domain.errors import ReviewError
from bwc_review.domain.progress import CancelToken, Report
from bwc_review.services.jobs import AnyJob
from bwc_review.services.previews import Part, Preview
from bwc_review.ui.bridge.study import StudyBridge

Prepare = Callable[[Part, Report, CancelToken], Preview]


class PreviewReader(QObject):
    """Reads one preview after the other; only the last one asked for is told.

    Signals:
        read: A `Preview`, as far as it is known now.
        failed: The `ReviewError` for which nothing more will come.
    """

    read = Signal(object)
    failed = Signal(object)

    def __init__(self, bridge: StudyBridge, parent: QObject) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._asked = 0
        self._job: AnyJob | None = None

    def open(self, title: str, kept: Callable[[], Preview], prepare: Prepare) -> None:
        """Tell what is kept, and read the rest as a job.

        Args:
            title: Of the job.
            kept: Gives what is in the cache; called off the GUI thread.
            prepare: Reads what is not.
        """
        self.close()
        asked = self._asked

        def take(preview: Preview) -> None:
            if asked == self._asked:
                self.read.emit(preview)
                if not preview.is_whole:
                    self._prepare(title, prepare)

        self._bridge.read(self, kept, take, lambda _error: None)

    def close(self) -> None:
        """Tell nothing more, and stop the job."""
        self._asked += 1
        if self._job is not None:
            self._job.cancel()
            self._job = None

    def _prepare(self, title: str, prepare: Prepare) -> None:
        bridge, asked = self._bridge, self._asked

        def part(preview: Preview) -> None:
            bridge.after(lambda: self.read.emit(preview) if self._asked == asked and self._job else None)

        def work(report: Report, cancel: CancelToken) -> Preview:
            return prepare(part, report, cancel)

        def done(preview: Preview) -> None:
            # On a busy machine the end is told before the last parts are: these are old news by then.
            if self._asked == asked:
                self._job = None
                self.read.emit(preview)

        def fail(error: ReviewError) -> None:
            # The player has told what is wrong with the file; a job that was stopped needs no words.
            if self._asked == asked:
                self._job = None
                self.failed.emit(error)

        self._job = bridge.submit(self, title, work, done, fail, is_expendable=True)
