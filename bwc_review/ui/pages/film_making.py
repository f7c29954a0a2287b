"""The rendering of a film on the page that asks for it: progress, Stop, the result in words, Play and Open folder."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from bwc_review.domain.changes import Changes, Touched
from bwc_review.domain.errors import Cancelled, ReviewError
from bwc_review.domain.ids import new_id
from bwc_review.domain.progress import CancelToken, Report
from bwc_review.domain.reel import Rendered
from bwc_review.domain.time import length_text
from bwc_review.ui.bridge.study import StudyBridge, Tone
from bwc_review.ui.pages.page_job import PageJob
from bwc_review.ui.theme.apply import current
from bwc_review.ui.widgets.buttons import button
from bwc_review.ui.widgets.facts import short_hash
from bwc_review.ui.widgets.job_strip import JobStrip
from bwc_review.ui.widgets.notice import Notice

OPEN_CASE = "reel.open_case"
Make = Callable[[Path, Report, CancelToken, bool], Rendered]


class FilmMaking(QWidget):
    """Hidden until a film is rendered.

    Signals:
        finished: The `Rendered` film.
        busy_changed: True while a film is made.
    """

    finished = Signal(object)
    busy_changed = Signal(bool)

    def __init__(self, bridge: StudyBridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._film = Path()
        self._make: Make | None = None
        self.strip = JobStrip()
        self.job = PageJob(bridge, self.strip)
        self.notice = Notice()
        self.play = button("Play", self._play, icon_name="play", tooltip="Open it with this computer's own program")
        self.folder = button("Open folder", self._open_folder, icon_name="folder-open")
        self.allow = button(
            "Render all the same",
            lambda: self._start(is_open_case_allowed=True),
            tooltip="Take the clips of open cases too; the log keeps that you did",
        )
        self.job.busy_changed.connect(self.busy_changed)
        bridge.closed.connect(self.clear)
        told = QHBoxLayout()
        told.setSpacing(current().s)
        told.addWidget(self.notice, 1)
        for made in (self.play, self.folder, self.allow):
            told.addWidget(made)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.strip)
        column.addLayout(told)
        self.clear()

    def make(self, film: Path, make: Make) -> None:
        """Render a film as a job.

        Args:
            film: Where it is to go.
            make: Gets the film's path, a report, a cancel token, and whether clips of open cases are allowed.
        """
        self._film, self._make = film, make
        self._start(is_open_case_allowed=False)

    def clear(self) -> None:
        """Say nothing."""
        self.notice.hide()
        for made in (self.play, self.folder, self.allow):
            made.hide()
        self.setVisible(self.job.is_busy)

    def tell(self, error: ReviewError) -> None:
        """Say why there is no film."""
        problems = error.facts.get("problems")
        lines = [str(line) for line in problems] if isinstance(problems, tuple) else []
        self.notice.say(error.message.splitlines()[0], "error", lines)
        self.show()

    def _start(self, *, is_open_case_allowed: bool) -> None:
        film, make = self._film, self._make
        if make is None or self.job.is_busy:
            return
        self.clear()
        self.show()
        self.job.run(
            f"Render {film.name}",
            f"Rendering {film.name}",
            lambda report, cancel: make(film, report, cancel, is_open_case_allowed),
            self._finish,
            self._fail,
        )

    def _finish(self, rendered: Rendered) -> None:
        facts = f"{length_text(rendered.duration_us)}, {rendered.width} × {rendered.height}"
        self.notice.say(
            f"{rendered.path.name} is ready: {facts}, SHA-256 {short_hash(rendered.sha256)}\n"
            "Verified: every item starts and ends on the chosen frame.",
            "success",
        )
        self.play.show()
        self.folder.show()
        self._bridge.tell(f"Rendered {rendered.path.name}.", Tone.SUCCESS)
        self._bridge.announce(Changes.of(Touched.EXPORTS, new_id()), self)
        self.finished.emit(rendered)

    def _fail(self, error: ReviewError) -> None:
        if isinstance(error, Cancelled):
            self.notice.say("Stopped. No film was kept; an earlier one of that name is untouched.")
            return
        self.tell(error)
        self.allow.setVisible(error.code == OPEN_CASE)

    def _play(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._film)))

    def _open_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._film.parent)))
