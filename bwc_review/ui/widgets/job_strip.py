"""A job's progress on the page that started it: what it does, a bar, Stop."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from bwc_review.domain.progress import Progress
from bwc_review.ui.theme.apply import current
from bwc_review.ui.widgets.buttons import button
from bwc_review.ui.widgets.labels import ElidedLabel

_STEPS = 1000


class JobStrip(QFrame):
    """Hidden while there is no job.

    Signals:
        stop_asked: The user wants to stop the job.
    """

    stop_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("area", "card")
        self._title = ElidedLabel()
        self._step = ElidedLabel("", "muted", current().small_px)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.stop = button("Stop", self._ask_stop)
        theme = current()
        column = QVBoxLayout()
        column.setSpacing(3)
        column.addWidget(self._title)
        column.addWidget(self._step)
        column.addSpacing(3)
        column.addWidget(self.bar)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.m, theme.s, theme.m, theme.m)
        row.setSpacing(theme.l)
        row.addLayout(column, 1)
        row.addWidget(self.stop)
        self.hide()

    @property
    def step(self) -> str:
        """What is being done now, as shown."""
        return self._step.text

    def begin(self, title: str) -> None:
        """Show a job that waits or has just started."""
        self._title.set_text(title)
        self._step.set_text("Waiting")
        self.bar.setRange(0, 0)
        self.stop.setEnabled(True)
        self.show()

    def show_progress(self, progress: Progress) -> None:
        """Show how far it is."""
        fraction = progress.fraction
        self.bar.setRange(0, _STEPS if fraction is not None else 0)
        self.bar.setValue(round((fraction or 0.0) * _STEPS))
        share = f"{fraction:.0%}" if fraction is not None else ""
        self._step.set_text(" · ".join(part for part in (share, progress.text) if part))

    def end(self) -> None:
        """The job is over."""
        self.hide()

    def _ask_stop(self) -> None:
        self.stop.setEnabled(False)
        self._step.set_text("Stopping…")
        self.stop_asked.emit()
