"""The phase badge and a picture's frame as widgets."""

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from bwc_review.domain.people import Phase
from bwc_review.ui.theme import marks


class PhaseBadge(QWidget):
    """The badge of a phase, with its word."""

    def __init__(self, phase: Phase = Phase.NONE, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.set_phase(phase)

    @property
    def phase(self) -> Phase:
        """The phase that is shown."""
        return self._phase

    def set_phase(self, phase: Phase) -> None:
        """Show another phase."""
        self._phase = phase
        self.setAccessibleName(marks.PHASE_WORDS[phase])
        self.setFixedSize(marks.phase_badge_size(phase) + QSize(2, 2))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        marks.paint_phase_badge(QPainter(self), QRectF(self.rect()).adjusted(1, 1, -1, -1), self._phase)
