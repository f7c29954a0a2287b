"""A wide button with an icon, a title and a line under it, for short lists."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QWidget

from bwc_review.ui.theme import fonts
from bwc_review.ui.theme.apply import current
from bwc_review.ui.theme.icons import paint_icon

_HEIGHT = 52


class ChoiceRow(QAbstractButton):
    """Title and line are shortened where they do not fit.

    Signals:
        chosen: It was clicked, or Enter or Space was pressed on it.
    """

    chosen = Signal()

    def __init__(self, icon_name: str, title: str, line: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon_name = icon_name
        self.setText(title)
        self.setAccessibleName(title)
        self.set_line(line)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(_HEIGHT)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._ends = QHBoxLayout(self)
        self._ends.setContentsMargins(0, 0, 8, 0)
        self._ends.addStretch(1)
        self.clicked.connect(lambda _checked=False: self.chosen.emit())

    @property
    def line(self) -> str:
        """The text under the title."""
        return self._line

    def set_line(self, line: str) -> None:
        """Say something else under the title."""
        self._line = line
        self.setAccessibleDescription(line)
        self.setToolTip(line)
        self.update()

    def add_end(self, widget: QWidget) -> None:
        """Put a small button at the right end."""
        self._ends.addWidget(widget)

    def sizeHint(self) -> QSize:
        return QSize(320, _HEIGHT)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        if self.underMouse() or self.isDown():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("selected" if self.isDown() else "hover"))
            painter.drawRoundedRect(box, theme.radius, theme.radius)
        if self.hasFocus():
            painter.setPen(QPen(theme.colour("focus"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box, theme.radius, theme.radius)
        paint_icon(painter, QRectF(14, (self.height() - 18) / 2, 18, 18), self._icon_name, theme.muted)
        room = self.width() - 46 - self._ends.sizeHint().width() - 8
        self._draw(painter, 8, room, self.text(), fonts.font(theme.body_px, QFont.Weight.Medium), "text")
        self._draw(painter, 27, room, self._line, fonts.font(theme.small_px), "muted")

    def _draw(self, painter: QPainter, top: int, room: int, text: str, font: QFont, token: str) -> None:
        metrics = QFontMetrics(font)
        painter.setFont(font)
        painter.setPen(current().colour(token))
        painter.drawText(46, top + metrics.ascent(), metrics.elidedText(text, Qt.TextElideMode.ElideMiddle, room))
