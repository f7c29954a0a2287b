"""The queue of jobs, floating under the ring: each with its progress, its end and a way to stop it."""

from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QScrollArea, QVBoxLayout, QWidget

from bwc_review.domain.errors import ReviewError
from bwc_review.services.jobs import AnyJob, JobQueue, JobState
from bwc_review.ui.bridge.hidden_names import without_names
from bwc_review.ui.theme.apply import current
from bwc_review.ui.widgets.buttons import button, tool_button
from bwc_review.ui.widgets.labels import ElidedLabel, label, rule
from bwc_review.ui.widgets.notice import Sign
from bwc_review.ui.widgets.popover import Popover

_WIDTH = 400
_STEPS = 1000
_TONES = {JobState.DONE: "success", JobState.FAILED: "error", JobState.CANCELLED: "plain"}


class JobRow(QFrame):
    """One job: title, what it does now, a bar, a button that stops it."""

    def __init__(self, job: AnyJob) -> None:
        super().__init__()
        self.job = job
        self._is_blinded = False
        self._sign = Sign()
        self._title = ElidedLabel(job.title)
        self._detail = ElidedLabel("", "muted", current().small_px)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setRange(0, _STEPS)
        self.stop = tool_button("x", f"Stop “{job.title}”", self._stop, size_px=16)
        self._lay_out()
        self.refresh()

    @property
    def detail(self) -> str:
        """The line under the title."""
        return self._detail.text

    def set_blinded(self, is_blinded: bool) -> None:
        """Say of a job, which may have been the study lead's, only how far it is."""
        self._is_blinded = is_blinded
        title = without_names(self.job.title) if is_blinded else self.job.title
        self._title.set_text(title)
        self.stop.setToolTip(f"Stop “{title}”")
        self.stop.setAccessibleName(f"Stop “{title}”")
        self.refresh()

    def refresh(self) -> None:
        """Show how the job stands now."""
        job = self.job
        self._sign.setVisible(job.is_finished)
        self._sign.set_tone(_TONES.get(job.state, "plain"))
        self.stop.setVisible(not job.is_finished)
        self.stop.setEnabled(not job.is_cancel_requested)
        self._bar.setVisible(job.state is JobState.RUNNING)
        fraction = job.progress.fraction if job.progress else None
        self._bar.setRange(0, _STEPS if fraction is not None else 0)
        self._bar.setValue(round((fraction or 0.0) * _STEPS))
        self._detail.set_text(
            job_text(job, is_blinded=self._is_blinded), "danger_text" if job.state is JobState.FAILED else "muted"
        )

    def _stop(self) -> None:
        self.job.cancel()
        self.refresh()

    def _lay_out(self) -> None:
        theme = current()
        head = QHBoxLayout()
        head.setSpacing(theme.s)
        head.addWidget(self._sign)
        head.addWidget(self._title, 1)
        column = QVBoxLayout()
        column.setSpacing(2)
        column.addLayout(head)
        column.addWidget(self._detail)
        column.addSpacing(2)
        column.addWidget(self._bar)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.m, theme.s, theme.s, theme.s)
        row.addLayout(column, 1)
        row.addWidget(self.stop, 0, Qt.AlignmentFlag.AlignVCenter)


class JobPane(Popover):
    """Lists waiting, running and finished jobs, newest first."""

    def __init__(self, queue: JobQueue, window: QWidget) -> None:
        super().__init__(window)
        self._queue = queue
        self._rows: dict[UUID, JobRow] = {}
        self._is_blinded = False
        self._clear = button("Clear finished", self.clear_finished, kind="quiet")
        self._empty = label("Nothing is running. Imports, reels and checks show up here.", "muted", wraps=True)
        self._list = QVBoxLayout()
        self._lay_out()
        self._show_emptiness()

    def row(self, job: AnyJob) -> JobRow:
        """The row of a job."""
        return self._rows[job.id]

    def set_blinded(self, is_blinded: bool) -> None:
        """Leave out what is hidden from a blinded reviewer."""
        self._is_blinded = is_blinded
        for row in self._rows.values():
            row.set_blinded(is_blinded)

    def take(self, job: AnyJob) -> None:
        """Show a job that has started, moved on or ended."""
        if job.id not in self._rows:
            self._rows[job.id] = JobRow(job)
            self._rows[job.id].set_blinded(self._is_blinded)
            self._list.insertWidget(0, self._rows[job.id])
            self._show_emptiness()
        self._rows[job.id].refresh()
        self._clear.setEnabled(any(row.job.is_finished for row in self._rows.values()))

    def clear_finished(self) -> None:
        """Take the finished jobs off the list."""
        self._queue.sweep()
        for job_id, row in list(self._rows.items()):
            if row.job.is_finished:
                self._rows.pop(job_id).deleteLater()
        self._clear.setEnabled(False)
        self._show_emptiness()

    def _show_emptiness(self) -> None:
        self._empty.setVisible(not self._rows)

    def _lay_out(self) -> None:
        theme = current()
        self.setFixedWidth(_WIDTH)
        head = QHBoxLayout()
        head.setContentsMargins(theme.m, theme.s, theme.s, theme.s)
        head.addWidget(label("Jobs", "title"), 1)
        head.addWidget(self._clear)
        self._clear.setEnabled(False)
        inner = QWidget()
        inner.setProperty("area", "clear")
        self._list.setContentsMargins(0, 0, 0, 0)
        self._list.setSpacing(0)
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(self._list)
        self._empty.setContentsMargins(theme.m, theme.m, theme.m, theme.m)
        column.addWidget(self._empty)
        column.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidget(inner)
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setMinimumHeight(132)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(1, 1, 1, 1)
        whole.setSpacing(0)
        whole.addLayout(head)
        whole.addWidget(rule())
        whole.addWidget(scroll)


def job_text(job: AnyJob, *, is_blinded: bool = False) -> str:
    """One line on how a job stands; to a blinded reviewer without the file that it is at."""
    if job.state is JobState.QUEUED:
        return "Waiting"
    if job.state is JobState.RUNNING:
        if job.is_cancel_requested:
            return "Stopping…"
        progress = job.progress
        share = f"{progress.fraction:.0%}" if progress and progress.fraction is not None else ""
        return (
            " · ".join(part for part in (share, progress.text if progress and not is_blinded else "") if part)
            or "Working"
        )
    if job.state is JobState.DONE:
        return "Done"
    if isinstance(job.error, ReviewError) and is_blinded:
        return without_names(job.error.message, job.error.facts)
    return str(job.error) if not job.is_bug else "The program failed here. A report was offered."
