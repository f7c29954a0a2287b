"""The search field of the top bar: finds clips, pages and actions, and goes there on Enter."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QPoint, QSize, Qt, QTimer
from PySide6.QtGui import QAction, QFocusEvent, QKeyEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QFrame, QLineEdit, QListView, QVBoxLayout, QWidget

from bwc_review.ui.theme.icons import icon

_MOST = 9
_ROW = 34
_HIT = Qt.ItemDataRole.UserRole + 1


@dataclass(frozen=True, slots=True)
class Hit:
    """Something found.

    Attributes:
        text: What it is.
        icon: Lucide icon of its kind.
        go: Goes there.
    """

    text: str
    icon: str
    go: Callable[[], object]


Finder = Callable[[str], Sequence[Hit]]


class SearchField(QLineEdit):
    """Asks its finders as the user types; arrows choose, Enter goes, Escape leaves."""

    def __init__(self, window: QWidget) -> None:
        super().__init__()
        self._finders: list[Finder] = []
        self._before: QWidget | None = None
        self.setPlaceholderText("Search clips and actions")
        self.setAccessibleName("Search clips and actions")
        self.setClearButtonEnabled(False)
        self.addAction(QAction(icon("search", "muted"), "", self), QLineEdit.ActionPosition.LeadingPosition)
        self._model = QStandardItemModel(self)
        self._window = window
        self._pane = QFrame(window)
        self._pane.setProperty("area", "popover")
        self._list = QListView()
        self._list.setModel(self._model)
        self._list.setUniformItemSizes(True)
        self._list.setIconSize(QSize(22, 16))
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.setProperty("area", "clear")
        column = QVBoxLayout(self._pane)
        column.setContentsMargins(5, 5, 5, 5)
        column.addWidget(self._list)
        self._pane.hide()
        self.textEdited.connect(self._find)
        self._list.clicked.connect(lambda index: self._go(index.row()))
        window.installEventFilter(self)

    def add_finder(self, finder: Finder) -> None:
        """Ask this one too."""
        self._finders.append(finder)

    def begin(self, before: QWidget | None) -> None:
        """Take the keyboard; Escape gives it back to `before`."""
        self._before = before
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.selectAll()

    def hits(self) -> list[str]:
        """What is found now, as shown."""
        return [self._model.item(row).text() for row in range(self._model.rowCount())]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
        if step is not None and self._model.rowCount():
            row = (self._list.currentIndex().row() + step) % self._model.rowCount()
            self._list.setCurrentIndex(self._model.index(row, 0))
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._go(self._list.currentIndex().row())
        elif event.key() == Qt.Key.Key_Escape:
            self._leave()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._pane.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Resize:
            self._pane.hide()
        return super().eventFilter(watched, event)

    def _find(self, text: str) -> None:
        wanted = text.strip().casefold()
        found = [hit for finder in self._finders for hit in finder(wanted)][:_MOST] if wanted else []
        self._model.clear()
        for hit in found:
            item = QStandardItem(icon(hit.icon, "muted"), hit.text)
            item.setData(hit, _HIT)
            self._model.appendRow(item)
        if not wanted:
            self._pane.hide()
            return
        if not found:
            item = QStandardItem(f"Nothing is called “{text.strip()}”.")
            item.setFlags(Qt.ItemFlag.NoItemFlags)
            self._model.appendRow(item)
        self._list.setCurrentIndex(self._model.index(0, 0))
        self._show()

    def _show(self) -> None:
        corner = self.mapTo(self._window, QPoint(0, self.height() + 4))
        self._pane.setGeometry(corner.x(), corner.y(), max(self.width(), 380), self._model.rowCount() * _ROW + 12)
        self._pane.show()
        self._pane.raise_()

    def _go(self, row: int) -> None:
        hit = self._model.index(row, 0).data(_HIT)
        if isinstance(hit, Hit):
            self._leave()
            QTimer.singleShot(0, self, hit.go)

    def _leave(self) -> None:
        self.clear()
        self._model.clear()
        self._pane.hide()
        if self._before is not None and self._before.isVisible():
            self._before.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.clearFocus()
