"""A notice across the top of a page: what a job did, with the details folded under it."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from bwc_review.ui.theme.apply import current
from bwc_review.ui.theme.icons import paint_icon
from bwc_review.ui.widgets.buttons import button, tool_button
from bwc_review.ui.widgets.labels import label

_SIGNS = {
    "plain": ("info", "muted"),
    "success": ("circle-check", "success_text"),
    "warning": ("triangle-alert", "warning_text"),
    "error": ("circle-alert", "danger_text"),
}
_MAX_LINES = 8


class Sign(QWidget):
    """A small icon in the colour of a tone."""

    def __init__(self, tone: str = "plain", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tone = tone
        self.setFixedSize(QSize(16, 16))

    def set_tone(self, tone: str) -> None:
        """Show the sign of another tone: plain, success, warning or error."""
        self._tone = tone
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        name, token = _SIGNS[self._tone]
        paint_icon(QPainter(self), QRectF(self.rect()), name, getattr(current(), token))


class Notice(QFrame):
    """Hidden until something is said; the user closes it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("area", "card")
        theme = current()
        self._sign = Sign()
        self._text = label(wraps=True)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._more = button("Show details", self._fold, kind="link")
        close = tool_button("x", "Close this notice", self.hide, size_px=16)
        self._lines = QPlainTextEdit()
        self._lines.setReadOnly(True)
        self._lines.setAccessibleName("Details")
        self._lines.hide()
        row = QHBoxLayout()
        row.setSpacing(theme.s)
        row.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self._text, 1)
        row.addWidget(self._more)
        row.addWidget(close)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.m, theme.s, theme.s, theme.s)
        column.setSpacing(theme.s)
        column.addLayout(row)
        column.addWidget(self._lines)
        self.hide()

    @property
    def text(self) -> str:
        """The sentence that is shown."""
        return self._text.text()

    @property
    def details(self) -> str:
        """The lines under it."""
        return self._lines.toPlainText()

    def say(self, text: str, tone: str = "plain", details: Sequence[str] = ()) -> None:
        """Show a sentence, with lines that can be unfolded; few lines are shown at once."""
        self._sign.set_tone(tone)
        self._text.setText(text)
        self._lines.setPlainText("\n".join(details))
        line = self._lines.fontMetrics().lineSpacing()
        self._lines.setFixedHeight(min(max(len(details), 2), _MAX_LINES) * line + 20)
        self._more.setVisible(bool(details))
        self._show_lines(is_shown=0 < len(details) <= _MAX_LINES // 2)
        self.show()

    def _fold(self) -> None:
        self._show_lines(is_shown=not self._lines.isVisibleTo(self))

    def _show_lines(self, *, is_shown: bool) -> None:
        self._lines.setVisible(is_shown)
        self._more.setText("Hide details" if is_shown else "Show details")
