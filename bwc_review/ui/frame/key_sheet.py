"""All keys of the page on one sheet, made from the registry."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from bwc_review.ui.commands.registry import EVERYWHERE, Registry
from bwc_review.ui.theme.apply import current
from bwc_review.ui.widgets.buttons import tool_button
from bwc_review.ui.widgets.labels import label, rule
from bwc_review.ui.widgets.popover import Popover

_COLUMNS = 3
_WIDTH = 960
_HEAD = 64

Rows = Sequence[tuple[str, str]]


class KeySheet(Popover):
    """Shows every command that has a key, by menu, and the page's further keys; Escape closes it."""

    def __init__(self, registry: Registry, window: QWidget) -> None:
        super().__init__(window)
        self._registry = registry
        self._title = label("", "title")
        self._body = QScrollArea()
        self._body.setWidgetResizable(True)
        self._body.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        theme = current()
        head = QHBoxLayout()
        head.setContentsMargins(theme.xl, theme.m, theme.m, theme.m)
        head.addWidget(self._title, 1)
        head.addWidget(label("All keys can be changed in Settings.", "muted"))
        head.addWidget(tool_button("x", "Close the key sheet (Esc)", self.hide, size_px=16))
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(rule())
        column.addWidget(self._body, 1)

    def show_keys(self, page: str, page_title: str) -> None:
        """Show the keys that work on a page."""
        self._title.setText(f"Keys · {page_title}")
        grid = _grid(self.sections(page))
        self._body.setWidget(grid)
        width, room = min(_WIDTH, self.window().width() - 48), self.window().height() - 48
        self.setFixedSize(width, min(_HEAD + grid.sizeHint().height(), room))
        self.show_centred()

    def sections(self, page: str) -> list[tuple[str, Rows]]:
        """Headings, each with keys and what they do; in each menu the page's own come first."""
        menus: dict[str, list[tuple[str, str]]] = {}
        for owner in (page, EVERYWHERE):
            for command in self._registry.commands(owner):
                keys = " or ".join(_native(key) for key in self._registry.keys(command.id))
                if keys:
                    menus.setdefault(command.menu or "More", []).append((keys, command.title))
        return [*self._registry.sheets(page), *menus.items()]


def _native(key: str) -> str:
    return QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)


def _grid(sections: Sequence[tuple[str, Rows]]) -> QWidget:
    theme = current()
    inner = QWidget()
    inner.setProperty("area", "clear")
    row = QHBoxLayout(inner)
    row.setContentsMargins(theme.xl, theme.l, theme.xl, theme.xl)
    row.setSpacing(theme.xl * 2)
    columns = [QVBoxLayout() for _ in range(_COLUMNS)]
    heights = [0] * _COLUMNS
    for column in columns:
        column.setSpacing(theme.l)
        row.addLayout(column, 1)
    for title, rows in sections:
        place = heights.index(min(heights))
        columns[place].addLayout(_section(title, rows))
        heights[place] += len(rows) + 2
    for column in columns:
        column.addStretch(1)
    return inner


def _section(title: str, rows: Rows) -> QVBoxLayout:
    theme = current()
    grid = QGridLayout()
    grid.setHorizontalSpacing(theme.m)
    grid.setVerticalSpacing(5)
    grid.setColumnStretch(0, 1)
    for line, (key, text) in enumerate(rows):
        grid.addWidget(label(text, wraps=True), line, 0)
        grid.addWidget(_cap(key), line, 1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
    column = QVBoxLayout()
    column.setSpacing(theme.s)
    column.addWidget(label(title, "section"))
    column.addLayout(grid)
    return column


def _cap(key: str) -> QLabel:
    cap = label(key, "key")
    cap.setAlignment(Qt.AlignmentFlag.AlignCenter)
    return cap
