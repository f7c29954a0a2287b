"""The library as a table: ids in the order shown, over rows by id. It filters and sorts itself."""

from collections.abc import Iterable

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from bwc_review.domain.ids import RecordingId
from bwc_review.ui.models.clip import COLUMN_TITLES, SORT_KEYS, ClipFilter, ClipItem, Column

ITEM_ROLE = Qt.ItemDataRole.UserRole + 1
Index = QModelIndex | QPersistentModelIndex
_NO_PARENT = QModelIndex()
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class ClipTable(QAbstractTableModel):
    """Sorting in Python by key takes milliseconds for ten thousand rows, where a proxy that compares takes seconds."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._items: dict[RecordingId, ClipItem] = {}
        self._shown: list[RecordingId] = []
        self._places: dict[RecordingId, int] = {}
        self._filter = ClipFilter()
        self._column = Column.CLIP
        self._order = Qt.SortOrder.AscendingOrder

    @property
    def total(self) -> int:
        """Clips in the study, shown or not."""
        return len(self._items)

    @property
    def calls(self) -> list[str]:
        """Kinds of call that occur, by name; the empty text stands for clips without one."""
        return sorted({item.call for item in self._items.values()}, key=lambda call: (not call, call.casefold()))

    @property
    def order(self) -> tuple[Column, Qt.SortOrder]:
        """By what it is sorted."""
        return self._column, self._order

    def item(self, recording_id: RecordingId) -> ClipItem | None:
        """The row of a recording, shown or not."""
        return self._items.get(recording_id)

    def item_at(self, row: int) -> ClipItem:
        """The row that is shown there."""
        return self._items[self._shown[row]]

    def row_of(self, recording_id: RecordingId) -> int | None:
        """Where a recording is shown, or None."""
        return self._places.get(recording_id)

    def shown_codes(self) -> list[str]:
        """Code names of the rows that are shown, in their order."""
        return [self._items[key].code for key in self._shown]

    def items(self) -> Iterable[ClipItem]:
        """All rows, shown or not."""
        return self._items.values()

    def set_items(self, items: Iterable[ClipItem]) -> None:
        """Show other rows; if the same ones stay in the same order, only their cells are told to be new."""
        self._items = {item.id: item for item in items}
        shown = self._arranged()
        if shown != self._shown:
            self._reset(shown)
        elif shown:
            self.dataChanged.emit(self.index(0, 0), self.index(len(shown) - 1, len(Column) - 1))

    def set_filter(self, wanted: ClipFilter) -> None:
        """Show only what the filter takes."""
        self._filter = wanted
        shown = self._arranged()
        if shown != self._shown:
            self._reset(shown)

    def touch(self, recording_id: RecordingId) -> None:
        """The picture of a recording has come: its cell is to be painted again."""
        row = self.row_of(recording_id)
        if row is not None:
            cell = self.index(row, Column.CLIP)
            self.dataChanged.emit(cell, cell, [Qt.ItemDataRole.DecorationRole])

    def rowCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._shown)

    def columnCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(Column)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        item, column = self.item_at(index.row()), Column(index.column())
        if role == Qt.ItemDataRole.DisplayRole:
            return item.text(column)
        if role == ITEM_ROLE:
            return item
        if role == Qt.ItemDataRole.ToolTipRole and column in (Column.CLIP, Column.FAULTS):
            return "\n".join(fault.text for fault in item.faults) or None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if column is Column.LENGTH else _LEFT
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(Column):
            return None
        column = Column(section)
        if role == Qt.ItemDataRole.DisplayRole:
            arrow = "↑" if self._order is Qt.SortOrder.AscendingOrder else "↓"
            return f"{COLUMN_TITLES[column]} {arrow}" if column is self._column else COLUMN_TITLES[column]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if column is Column.LENGTH else _LEFT
        return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        if not 0 <= column < len(Column):
            return
        self.layoutAboutToBeChanged.emit()
        kept = self.persistentIndexList()
        ids = [self._shown[index.row()] for index in kept]
        self._column, self._order = Column(column), order
        self._put(self._arranged())
        moved = [
            self.index(self._places[recording_id], index.column())
            for recording_id, index in zip(ids, kept, strict=True)
        ]
        self.changePersistentIndexList(kept, moved)
        self.layoutChanged.emit()
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(Column) - 1)

    def _reset(self, shown: list[RecordingId]) -> None:
        self.beginResetModel()
        self._put(shown)
        self.endResetModel()

    def _put(self, shown: list[RecordingId]) -> None:
        self._shown = shown
        self._places = {recording_id: row for row, recording_id in enumerate(shown)}

    def _arranged(self) -> list[RecordingId]:
        taken = [item for item in self._items.values() if self._filter.takes(item)]
        is_falling = self._order is Qt.SortOrder.DescendingOrder
        return [item.id for item in sorted(taken, key=SORT_KEYS[self._column], reverse=is_falling)]
