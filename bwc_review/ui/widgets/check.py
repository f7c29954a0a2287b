"""A check box whose box is drawn in the theme's colours."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QCheckBox, QWidget

from bwc_review.ui.theme.apply import current
from bwc_review.ui.theme.icons import paint_icon

_BOX = 16.0
_GAP = 8
_EDGE = 4


class Check(QCheckBox):
    """The style's own box is as dark as a dark page."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def sizeHint(self) -> QSize:
        width = round(_BOX) + _GAP + self.fontMetrics().horizontalAdvance(self.text()) + 2 * _EDGE + 2
        return QSize(width, max(round(_BOX), self.fontMetrics().height()) + 2 * _EDGE)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def hitButton(self, pos: object) -> bool:
        return True

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(_EDGE, (self.height() - _BOX) / 2, _BOX, _BOX)
        if self.isChecked() and self.isEnabled():
            painter.setPen(QPen(theme.colour("accent"), 1))
            painter.setBrush(theme.colour("accent"))
        else:
            painter.setPen(QPen(theme.colour("line_strong" if self.isEnabled() else "line"), 1))
            painter.setBrush(theme.colour("hover" if self.underMouse() and self.isEnabled() else "sunken"))
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        if self.isChecked():
            paint_icon(
                painter, box.adjusted(2, 2, -2, -2), "check", theme.on_accent if self.isEnabled() else theme.faint
            )
        if self.hasFocus():
            painter.setPen(QPen(theme.colour("focus"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), theme.radius, theme.radius)
        painter.setPen(theme.colour("text" if self.isEnabled() else "faint"))
        painter.setFont(self.font())
        words = QRectF(self.rect()).adjusted(_EDGE + _BOX + _GAP, 0, 0, 0)
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, self.text())
