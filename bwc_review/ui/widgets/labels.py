"""Words on the window: labels by their role, and labels that shorten themselves."""

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QWidget

from bwc_review.ui.theme import fonts
from bwc_review.ui.theme.apply import current


def label(text: str = "", role: str = "", *, wraps: bool = False, parent: QWidget | None = None) -> QLabel:
    """A label in one of the style sheet's roles: display, title, section, muted, faint, small, error, warning."""
    made = QLabel(text, parent)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setWordWrap(wraps)
    if role:
        made.setProperty("role", role)
    return made


def rule(parent: QWidget | None = None) -> QFrame:
    """A hairline between two areas."""
    made = QFrame(parent)
    made.setProperty("area", "rule")
    made.setFixedHeight(1)
    return made


def set_role(widget: QWidget, role: str) -> None:
    """Give a label another role and let the style sheet see it."""
    if widget.property("role") != role:
        widget.setProperty("role", role)
        widget.style().unpolish(widget)
        widget.style().polish(widget)


class ElidedLabel(QWidget):
    """One line that ends in an ellipsis where it does not fit; then the tooltip has it whole."""

    def __init__(self, text: str = "", token: str = "text", size_px: int = 0, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = text
        self._token = token
        self._size_px = size_px
        self._weight = QFont.Weight.Normal
        self._mode = Qt.TextElideMode.ElideRight
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._refresh()

    @property
    def text(self) -> str:
        """The whole text."""
        return self._text

    def set_text(self, text: str, token: str | None = None) -> None:
        """Show another text, perhaps in another colour token."""
        self._text, self._token = text, token or self._token
        self._refresh()

    def set_weight(self, weight: QFont.Weight) -> None:
        """Draw it bolder or lighter."""
        self._weight = weight
        self._refresh()

    def set_mode(self, mode: Qt.TextElideMode) -> None:
        """Shorten it at another place, such as the middle of a path."""
        self._mode = mode
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self.fontMetrics().horizontalAdvance(self._text) + 2, self.fontMetrics().height() + 2)

    def minimumSizeHint(self) -> QSize:
        return QSize(24, self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._tell_whole()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.PaletteChange:
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setFont(self.font())
        painter.setPen(current().colour(self._token))
        shown = self.fontMetrics().elidedText(self._text, self._mode, self.width())
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)

    def _refresh(self) -> None:
        self.setFont(fonts.font(self._size_px or current().body_px, self._weight))
        self.setAccessibleName(self._text)
        self.updateGeometry()
        self._tell_whole()
        self.update()

    def _tell_whole(self) -> None:
        is_cut = self.fontMetrics().horizontalAdvance(self._text) > self.width()
        self.setToolTip(self._text if is_cut else "")
