"""A ring that fills as jobs move on."""

from PySide6.QtCore import QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QHideEvent, QPainter, QPaintEvent, QPen, QShowEvent
from PySide6.QtWidgets import QAbstractButton, QWidget

from bwc_review.ui.theme import fonts
from bwc_review.ui.theme.apply import current

_TURN_MS = 40
_FULL = 360 * 16


class ProgressRing(QAbstractButton):
    """A button: an empty ring while nothing runs, else how far the running job is, with the number of waiting jobs.

    While the share is not known an arc goes round; its timer runs only while it is seen.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._count = 0
        self._fraction: float | None = None
        self._angle = 90 * 16
        self._timer = QTimer(self)
        self._timer.setInterval(_TURN_MS)
        self._timer.timeout.connect(self._turn)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.set_jobs(0, None)

    @property
    def fraction(self) -> float | None:
        """Share done of the running job, or None."""
        return self._fraction

    @property
    def count(self) -> int:
        """Jobs that wait or run."""
        return self._count

    @property
    def is_turning(self) -> bool:
        """True while an arc goes round."""
        return self._timer.isActive()

    def set_jobs(self, count: int, fraction: float | None) -> None:
        """Show `count` unfinished jobs, the running one `fraction` done (None if that is not known)."""
        self._count, self._fraction = count, fraction if count else None
        self.setAccessibleName("No jobs" if not count else f"{count} job{'s' if count > 1 else ''}")
        share = f", {fraction:.0%} done" if count and fraction is not None else ""
        self.setToolTip(f"{self.accessibleName()}{share}. Click for the queue.")
        self._watch()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(32, 32)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._watch()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._timer.stop()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.hasFocus() or self.underMouse():
            painter.setPen(QPen(theme.colour("focus"), 2) if self.hasFocus() else Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("hover"))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), theme.radius, theme.radius)
        side = 20.0
        ring = QRectF((self.width() - side) / 2, (self.height() - side) / 2, side, side)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(theme.colour("line_strong"), 2))
        painter.drawEllipse(ring)
        if not self._count:
            return
        pen = QPen(theme.colour("accent_text"), 2.6)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        if self._fraction is None:
            painter.drawArc(ring, self._angle, -_FULL // 4)
        else:
            painter.drawArc(ring, 90 * 16, -round(_FULL * self._fraction))
        painter.setPen(theme.colour("text"))
        painter.setFont(fonts.tabular(10))
        painter.drawText(ring, Qt.AlignmentFlag.AlignCenter, str(self._count))

    def _turn(self) -> None:
        self._angle = (self._angle - 8 * 16) % _FULL
        self.update()

    def _watch(self) -> None:
        if self._count and self._fraction is None and self.isVisible():
            self._timer.start()
        else:
            self._timer.stop()
