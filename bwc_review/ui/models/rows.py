"""A plain table over values: each column says how it shows a value and how it sorts it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from bwc_review.ui.theme.icons import icon

ROW_ROLE = Qt.ItemDataRole.UserRole + 1
Index = QModelIndex | QPersistentModelIndex
T = TypeVar("T")
_NO_PARENT = QModelIndex()
_MIDDLE = Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True, slots=True)
class RowColumn(Generic[T]):
    """A column over values of one kind.

    Attributes:
        title: Heading.
        text: What a cell shows.
        key: What the column sorts by; the text if it is None.
        tip: What the pointer is told; None for nothing.
        icon: Name and colour token of the icon before the text; None for none.
        is_number: True to stand at the right.
    """

    title: str
    text: Callable[[T], str]
    key: Callable[[T], Any] | None = None
    tip: Callable[[T], str] | None = None
    icon: Callable[[T], tuple[str, str]] | None = None
    is_number: bool = False


class RowTable(QAbstractTableModel, Generic[T]):
    """Shows values as rows, in the order given or by a column."""

    def __init__(self, columns: Sequence[RowColumn[T]], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._columns = tuple(columns)
        self._rows: list[T] = []
        self._sorted_by: tuple[int, Qt.SortOrder] | None = None

    @property
    def rows(self) -> Sequence[T]:
        """The values in the order shown."""
        return self._rows

    def set_rows(self, rows: Sequence[T]) -> None:
        """Show other values."""
        self.beginResetModel()
        self._rows = self._arranged(rows)
        self.endResetModel()

    def row_at(self, row: int) -> T:
        """The value in that row."""
        return self._rows[row]

    def rowCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        row, column = self._rows[index.row()], self._columns[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.text(row)
        if role == ROW_ROLE:
            return row
        if role == Qt.ItemDataRole.DecorationRole and column.icon is not None:
            return icon(*column.icon(row))
        if role == Qt.ItemDataRole.ToolTipRole and column.tip is not None:
            return column.tip(row) or None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(column.is_number)
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(self._columns):
            return None
        column = self._columns[section]
        if role == Qt.ItemDataRole.DisplayRole:
            if self._sorted_by is None or self._sorted_by[0] != section:
                return column.title
            return f"{column.title} {'↑' if self._sorted_by[1] is Qt.SortOrder.AscendingOrder else '↓'}"
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(column.is_number)
        return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        if not 0 <= column < len(self._columns):
            return
        self.layoutAboutToBeChanged.emit()
        kept = self.persistentIndexList()
        values = [id(self._rows[index.row()]) for index in kept]
        self._sorted_by = (column, order)
        self._rows = self._arranged(self._rows)
        places = {id(row): number for number, row in enumerate(self._rows)}
        moved = [self.index(places[value], index.column()) for value, index in zip(values, kept, strict=True)]
        self.changePersistentIndexList(kept, moved)
        self.layoutChanged.emit()
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self._columns) - 1)

    def _arranged(self, rows: Sequence[T]) -> list[T]:
        if self._sorted_by is None:
            return list(rows)
        column = self._columns[self._sorted_by[0]]
        is_falling = self._sorted_by[1] is Qt.SortOrder.DescendingOrder
        return sorted(rows, key=column.key or column.text, reverse=is_falling)


def _alignment(is_number: bool) -> Qt.AlignmentFlag:
    return (Qt.AlignmentFlag.AlignRight if is_number else Qt.AlignmentFlag.AlignLeft) | _MIDDLE
