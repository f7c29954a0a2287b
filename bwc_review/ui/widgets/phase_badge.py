"""A phase's badge as a widget."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from bwc_review.domain.people import Phase
from bwc_review.ui.theme.marks import PHASE_WORDS, paint_phase_badge, phase_badge_size


class PhaseBadge(QWidget):
    """Hollow and blue for pre, filled and green for post, always with the word."""

    def __init__(self, phase: Phase, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._phase = phase
        self.setFixedSize(phase_badge_size(phase))
        self.setAccessibleName(PHASE_WORDS[phase])

    def paintEvent(self, event: QPaintEvent) -> None:
        paint_phase_badge(QPainter(self), QRectF(self.rect()), self._phase)
