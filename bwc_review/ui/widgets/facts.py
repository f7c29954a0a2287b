"""Names and values under each other, and hashes in a readable form."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from bwc_review.ui.theme import fonts
from bwc_review.ui.theme.apply import current
from bwc_review.ui.widgets.buttons import tool_button
from bwc_review.ui.widgets.labels import label

_NAME_WIDTH = 124
_GROUP = 8


class Facts(QWidget):
    """A list of names and values that can be selected and copied; values wrap."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(current().m)
        self._grid.setVerticalSpacing(current().xs)
        self._grid.setColumnStretch(1, 1)
        self._grid.setColumnMinimumWidth(0, _NAME_WIDTH)
        self._values: dict[str, str] = {}

    @property
    def values(self) -> dict[str, str]:
        """What is shown, by name."""
        return dict(self._values)

    def add(self, name: str, value: str, role: str = "") -> QLabel:
        """Add a row; an empty value is left out by the caller, not here."""
        row = self._grid.rowCount()
        title = label(name, "small")
        title.setWordWrap(True)
        shown = label(value, role, wraps=True)
        shown.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        shown.setFont(fonts.tabular(current().body_px))
        shown.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        shown.setAccessibleName(f"{name}: {value}")
        self._grid.addWidget(title, row, 0, Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(shown, row, 1, Qt.AlignmentFlag.AlignTop)
        self._values[name] = value
        return shown

    def add_widget(self, name: str, widget: QWidget) -> None:
        """Add a row with a widget of one's own."""
        row = self._grid.rowCount()
        self._grid.addWidget(label(name, "small"), row, 0, Qt.AlignmentFlag.AlignVCenter)
        self._grid.addWidget(widget, row, 1, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)


class Hash(QWidget):
    """A SHA-256 in groups of eight figures, with a button that copies it whole."""

    def __init__(self, title: str, digest: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme = current()
        self.digest = digest
        head = QHBoxLayout()
        head.setSpacing(theme.xs)
        head.addWidget(label(title, "small"), 1)
        copy = tool_button("copy", f"Copy {title[0].lower()}{title[1:]}", self._copy, size_px=14)
        head.addWidget(copy)
        text = label(grouped(digest), "code", wraps=True)
        text.setFont(fonts.tabular(theme.small_px))
        text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        text.setAccessibleName(f"{title}: {digest}")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(text)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.digest)


def grouped(digest: str) -> str:
    """A hash in groups, so that two can be compared by eye."""
    return " ".join(digest[place : place + _GROUP] for place in range(0, len(digest), _GROUP))


def short_hash(digest: str) -> str:
    """The first twelve figures, as lists show a hash."""
    return f"{digest[:12]}…"
