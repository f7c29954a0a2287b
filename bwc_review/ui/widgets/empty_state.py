"""What an empty page shows: a picture, one sentence, one button."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from bwc_review.ui.theme.apply import current
from bwc_review.ui.theme.icons import paint_icon
from bwc_review.ui.widgets.labels import label

_MAX_WIDTH = 420


class Emblem(QWidget):
    """A large icon on a quiet round ground."""

    def __init__(self, icon_name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon_name = icon_name
        self.setFixedSize(QSize(72, 72))

    def set_icon(self, icon_name: str) -> None:
        """Show another icon."""
        self._icon_name = icon_name
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(theme.colour("line"))
        painter.setBrush(theme.colour("raised"))
        painter.drawEllipse(QRectF(self.rect()).adjusted(1, 1, -1, -1))
        paint_icon(painter, QRectF(22, 22, 28, 28), self._icon_name, theme.muted)


class EmptyState(QWidget):
    """Teaches what belongs here and how it gets here."""

    def __init__(self, icon_name: str, title: str, sentence: str, *buttons: QPushButton) -> None:
        super().__init__()
        self._emblem = Emblem(icon_name)
        self._title = label(title, "title")
        self._sentence = label(sentence, "muted", wraps=True)
        self._sentence.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._sentence.setFixedWidth(_MAX_WIDTH)
        column = QVBoxLayout(self)
        column.setSpacing(current().s)
        column.addStretch(2)
        column.addWidget(self._emblem, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(current().s)
        column.addWidget(self._title, 0, Qt.AlignmentFlag.AlignHCenter)
        row = QHBoxLayout()  # a layout of its own: an aligned label would not get the height of its lines
        row.addStretch(1)
        row.addWidget(self._sentence)
        row.addStretch(1)
        column.addLayout(row)
        column.addSpacing(current().s)
        for item in buttons:
            column.addWidget(item, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)

    def say(self, icon_name: str, title: str, sentence: str) -> None:
        """Teach something else."""
        self._emblem.set_icon(icon_name)
        self._title.setText(title)
        self._sentence.setText(sentence)
