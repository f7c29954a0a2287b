"""A headed part of a details pane: names with values, or sentences with their signs."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from bwc_review.ui.theme.apply import current
from bwc_review.ui.widgets.labels import ElidedLabel, label
from bwc_review.ui.widgets.notice import Sign

_NAME_WIDTH = 84
_LONG = 26  # a word of more letters, such as a file's name, cannot be wrapped and may be wider than the pane


class Section(QWidget):
    """A heading with what belongs under it; hidden while there is nothing."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(current().xs + 2)
        self._head = QHBoxLayout()
        self._head.addWidget(label(title, "section"))
        self._head.addStretch(1)
        self._column.addLayout(self._head)
        self._inner: QWidget | None = None
        self.hide()

    def add_end(self, widget: QWidget) -> None:
        """Put something to press at the right end of the heading."""
        self._head.addWidget(widget)

    def words(self) -> str:
        """All its words, line by line."""
        found = self._inner.findChildren(QWidget) if self._inner is not None else []
        return "\n".join(
            item.text() if isinstance(item, QLabel) else item.text
            for item in found
            if isinstance(item, QLabel | ElidedLabel)
        )

    def show_facts(self, facts: Sequence[tuple[str, str]]) -> None:
        """Show names and values; values that are empty are left out."""
        grid = _grid(current().xs)
        grid.setColumnMinimumWidth(0, _NAME_WIDTH)
        kept = [(name, value) for name, value in facts if value]
        for line, (name, value) in enumerate(kept):
            grid.addWidget(label(name, "muted"), line, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(_value(name, value), line, 1)
        self._show(grid, is_shown=bool(kept))

    def show_signs(self, lines: Sequence[tuple[str, str]]) -> None:
        """Show sentences, each with the sign of its tone: plain, success, warning or error."""
        grid = _grid(current().s)
        for line, (tone, text) in enumerate(lines):
            grid.addWidget(Sign(tone), line, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(label(text, wraps=True), line, 1)
        self._show(grid, is_shown=bool(lines))

    def _show(self, grid: QGridLayout, *, is_shown: bool) -> None:
        if self._inner is not None:
            self._inner.hide()
            self._column.removeWidget(self._inner)
            self._inner.deleteLater()
        self._inner = QWidget()
        self._inner.setLayout(grid)
        self._column.addWidget(self._inner)
        self.setVisible(is_shown)


def _value(name: str, value: str) -> QWidget:
    """A value that wraps; of words too long to wrap the middle is left out, and the tooltip has them whole."""
    if max(map(len, value.split())) > _LONG:
        lines = QWidget()
        column = QVBoxLayout(lines)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for line in value.splitlines():
            shortened = ElidedLabel(line)
            shortened.set_mode(Qt.TextElideMode.ElideMiddle)
            column.addWidget(shortened)
        return lines
    words = label(value, wraps=True)
    words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    words.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
    words.setAccessibleName(f"{name}: {value}")
    return words


def _grid(line_space: int) -> QGridLayout:
    grid = QGridLayout()
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(current().s)
    grid.setVerticalSpacing(line_space)
    grid.setColumnStretch(1, 1)
    return grid
