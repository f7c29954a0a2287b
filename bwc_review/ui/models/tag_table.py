"""The tags of one review as a table by onset; every other view of them follows this one."""

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from bwc_review.domain.errors import InputError
from bwc_review.domain.ids import TagId
from bwc_review.domain.rubric import Behaviour, Rubric
from bwc_review.domain.tag import Tag
from bwc_review.ui.models.tag_cells import COLUMNS, TITLES, Column, can_edit, cell_text, cell_tip, edit_text, edited
from bwc_review.ui.models.tag_filter import TagFilter, attention
from bwc_review.ui.models.tag_order import TagOrder

TAG_ROLE = Qt.ItemDataRole.UserRole + 1
Index = QModelIndex | QPersistentModelIndex
Change = tuple[Tag | None, Tag | None]
_NO_PARENT = QModelIndex()
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_ROLES = frozenset(
    {
        TAG_ROLE,
        Qt.ItemDataRole.DisplayRole,
        Qt.ItemDataRole.EditRole,
        Qt.ItemDataRole.ToolTipRole,
        Qt.ItemDataRole.TextAlignmentRole,
    }
)
_TIMES = (Column.START, Column.END)


class TagTable(QAbstractTableModel):
    """Rows by onset. It changes nothing itself: edits are asked for, and shown once they are stored.

    Signals:
        edit_requested: The tag as it is and as the user wants it.
        edit_refused: A sentence: what was typed cannot be used.
        changed: A list of (before, after) that was just put into the table; None where there is no tag.
    """

    edit_requested = Signal(object, object)
    edit_refused = Signal(str)
    changed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rubric: Rubric | None = None
        self._all = TagOrder()
        self._shown = TagOrder()
        self._by_id: dict[TagId, Tag] = {}
        self._filter = TagFilter()
        self._is_locked = True

    @property
    def rubric(self) -> Rubric | None:
        """The review's rubric; None without a review."""
        return self._rubric

    @property
    def tags(self) -> Sequence[Tag]:
        """All tags by onset, those that the filter hides among them."""
        return self._all.tags

    @property
    def shown(self) -> Sequence[Tag]:
        """The tags that have a row."""
        return self._shown.tags

    @property
    def filter(self) -> TagFilter:
        """Which tags have a row."""
        return self._filter

    @property
    def is_locked(self) -> bool:
        """True if nothing can be edited."""
        return self._is_locked

    def show_review(self, rubric: Rubric | None, tags: Iterable[Tag], *, is_locked: bool = False) -> None:
        """Show another review, or none."""
        self.beginResetModel()
        self._rubric = rubric
        self._all = TagOrder(tags)
        self._by_id = {tag.id: tag for tag in self._all.tags}
        self._shown = self._filtered()
        self._is_locked = is_locked
        self.endResetModel()

    def set_filter(self, wanted: TagFilter) -> None:
        """Show only the tags that a filter accepts."""
        self.beginResetModel()
        self._filter = wanted
        self._shown = self._filtered()
        self.endResetModel()

    def set_locked(self, *, is_locked: bool) -> None:
        """Allow edits, or no longer."""
        self._is_locked = is_locked

    def apply(self, changes: Sequence[Change]) -> None:
        """Put stored changes into the table."""
        for before, after in changes:
            self._keep(before, after)
            old = before if before is not None and self._shown.row_of(before) is not None else None
            new = after if after is not None and self._is_shown(after) else None
            if old is None and new is not None:
                self._insert(new)
            elif old is not None and new is None:
                self._remove(old)
            elif old is not None and new is not None:
                self._replace(old, new)
        self.changed.emit(list(changes))

    def tag_at(self, row: int) -> Tag:
        """The tag in a row."""
        return self._shown[row]

    def row_of(self, tag: Tag) -> int | None:
        """The row of a tag as it is now, or None if it is hidden or gone."""
        return self._shown.row_of(tag)

    def find(self, tag_id: TagId | None) -> Tag | None:
        """The tag with that id, or None."""
        return self._by_id.get(tag_id) if tag_id is not None else None

    def behaviour(self, tag: Tag) -> Behaviour:
        """The behaviour of a tag.

        Raises:
            RuntimeError: No review is shown: a bug of the caller.
        """
        if self._rubric is None:
            message = "No review is shown."
            raise RuntimeError(message)
        return self._rubric.behaviour(tag.behaviour_id)

    def next_row(self, start_us: int, *, is_later: bool) -> int | None:
        """The row of the nearest tag whose onset is after (or before) a time."""
        row = self._shown.row_after(start_us) if is_later else self._shown.row_from(start_us) - 1
        return row if 0 <= row < len(self._shown) else None

    def rowCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._shown)

    def columnCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(Column)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role not in _ROLES or not index.isValid() or self._rubric is None:
            return None
        tag, column = self._shown[index.row()], COLUMNS[index.column()]
        if role == TAG_ROLE:
            return tag
        if role == Qt.ItemDataRole.DisplayRole:
            return cell_text(tag, column, self.behaviour(tag))
        if role == Qt.ItemDataRole.EditRole:
            return edit_text(tag, column, self.behaviour(tag))
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._tip(tag, column)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if column in _TIMES else _LEFT
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(Column):
            return None
        title, tip = TITLES[Column(section)]
        if role == Qt.ItemDataRole.DisplayRole:
            return title
        if role == Qt.ItemDataRole.ToolTipRole:
            return tip
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if section in _TIMES else _LEFT
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        if not index.isValid() or self._is_locked or self._rubric is None:
            return flags
        is_editable = can_edit(COLUMNS[index.column()], self.behaviour(self._shown[index.row()]))
        return flags | Qt.ItemFlag.ItemIsEditable if is_editable else flags

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.EditRole or not index.isValid() or self._is_locked or self._rubric is None:
            return False
        tag = self._shown[index.row()]
        try:
            wanted = edited(tag, Column(index.column()), str(value).strip(), self._rubric)
        except InputError as error:
            self.edit_refused.emit(error.message)
            return False
        if wanted != tag:
            self.edit_requested.emit(tag, wanted)
        return wanted != tag

    def _tip(self, tag: Tag, column: Column) -> str | None:
        behaviour = self.behaviour(tag)
        why = attention(tag, behaviour) if column in (Column.START, Column.END) else ""
        return f"Wants a second look: {why}." if why else cell_tip(tag, column, behaviour)

    def _filtered(self) -> TagOrder:
        return self._all.part(self._is_shown if self._filter else None)

    def _is_shown(self, tag: Tag) -> bool:
        return self._rubric is None or not self._filter or self._filter.accepts(tag, self._rubric)

    def _keep(self, before: Tag | None, after: Tag | None) -> None:
        row = self._all.row_of(before) if before is not None else None
        if row is not None and before is not None:
            self._all.remove(row)
            del self._by_id[before.id]
        if after is not None:
            self._all.insert(after)
            self._by_id[after.id] = after

    def _insert(self, tag: Tag) -> None:
        row = self._shown.goal_of(tag)
        self.beginInsertRows(QModelIndex(), row, row)
        self._shown.insert(tag)
        self.endInsertRows()

    def _remove(self, tag: Tag) -> None:
        row = self._shown.goal_of(tag)
        self.beginRemoveRows(QModelIndex(), row, row)
        self._shown.remove(row)
        self.endRemoveRows()

    def _replace(self, before: Tag, after: Tag) -> None:
        row, goal = self._shown.goal_of(before), self._shown.goal_of(after)
        if goal not in (row, row + 1):
            self.beginMoveRows(QModelIndex(), row, row, QModelIndex(), goal)
        self._shown.remove(row)
        self._shown.insert(after)
        if goal not in (row, row + 1):
            self.endMoveRows()
        place = goal - 1 if goal > row else goal
        self.dataChanged.emit(self.index(place, 0), self.index(place, len(Column) - 1))
