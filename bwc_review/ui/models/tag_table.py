"""The tags of one review as a table by onset; every other view of them follows this one."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import replace
from enum import IntEnum

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from bwc_review.domain.errors import InputError
from bwc_review.domain.ids import TagId
from bwc_review.domain.rubric import Behaviour, Rubric, as_words
from bwc_review.domain.tag import Tag
from bwc_review.domain.time import parse_moment, review_text

TAG_ROLE = Qt.ItemDataRole.UserRole + 1
Index = QModelIndex | QPersistentModelIndex
Change = tuple[Tag | None, Tag | None]
_NO_PARENT = QModelIndex()
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class Column(IntEnum):
    """Columns from left to right."""

    START = 0
    END = 1
    BEHAVIOUR = 2
    ACTOR = 3
    LEVEL = 4
    NOTE = 5


TITLES = {
    Column.START: "Time",
    Column.END: "End",
    Column.BEHAVIOUR: "Behaviour",
    Column.ACTOR: "Who",
    Column.LEVEL: "Lv.",
    Column.NOTE: "Note",
}


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
        self._tags: list[Tag] = []
        self._order: list[tuple[int, int]] = []
        self._is_locked = True

    @property
    def rubric(self) -> Rubric | None:
        """The review's rubric; None without a review."""
        return self._rubric

    @property
    def tags(self) -> Sequence[Tag]:
        """All tags by onset."""
        return self._tags

    def show_review(self, rubric: Rubric | None, tags: Iterable[Tag], *, is_locked: bool = False) -> None:
        """Show another review, or none."""
        self.beginResetModel()
        self._rubric = rubric
        self._tags = sorted(tags, key=_key)
        self._order = [_key(tag) for tag in self._tags]
        self._is_locked = is_locked
        self.endResetModel()

    def set_locked(self, *, is_locked: bool) -> None:
        """Allow edits, or no longer."""
        self._is_locked = is_locked

    def apply(self, changes: Sequence[Change]) -> None:
        """Put stored changes into the table."""
        for before, after in changes:
            if before is None and after is not None:
                self._insert(after)
            elif before is not None and after is None:
                self._remove(before)
            elif before is not None and after is not None:
                self._replace(before, after)
        self.changed.emit(list(changes))

    def tag_at(self, row: int) -> Tag:
        """The tag in a row."""
        return self._tags[row]

    def row_of(self, tag: Tag) -> int | None:
        """The row of a tag as it is now, or None."""
        row = bisect_left(self._order, _key(tag))
        return row if row < len(self._order) and self._order[row] == _key(tag) else None

    def find(self, tag_id: TagId | None) -> Tag | None:
        """The tag with that id, or None."""
        return next((tag for tag in self._tags if tag.id == tag_id), None)

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
        if is_later:
            row = bisect_left(self._order, (start_us + 1, -1))
            return row if row < len(self._tags) else None
        row = bisect_left(self._order, (start_us, -1)) - 1
        return row if row >= 0 else None

    def rowCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._tags)

    def columnCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(Column)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or self._rubric is None:
            return None
        tag, column = self._tags[index.row()], Column(index.column())
        if role == TAG_ROLE:
            return tag
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(tag, column)
        if role == Qt.ItemDataRole.EditRole:
            return tag.behaviour_id if column is Column.BEHAVIOUR else self._text(tag, column)
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._tip(tag, column)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if column in (Column.START, Column.END) else _LEFT
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(Column):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return TITLES[Column(section)]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if section in (Column.START, Column.END) else _LEFT
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        if index.isValid() and not self._is_locked and self._can_edit(self._tags[index.row()], Column(index.column())):
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.EditRole or not index.isValid() or self._is_locked:
            return False
        tag = self._tags[index.row()]
        try:
            wanted = self._edited(tag, Column(index.column()), str(value).strip())
        except InputError as error:
            self.edit_refused.emit(error.message)
            return False
        if wanted != tag:
            self.edit_requested.emit(tag, wanted)
        return wanted != tag

    def _text(self, tag: Tag, column: Column) -> str:
        behaviour = self.behaviour(tag)
        match column:
            case Column.START:
                return review_text(tag.start)
            case Column.END:
                return end_text(tag, behaviour)
            case Column.BEHAVIOUR:
                return behaviour_text(replace(tag, level=None), behaviour)
            case Column.ACTOR:
                return tag.actor
            case Column.LEVEL:
                return "" if tag.level is None else str(tag.level)
            case Column.NOTE:
                return tag.note

    def _tip(self, tag: Tag, column: Column) -> str | None:
        behaviour = self.behaviour(tag)
        if column is Column.LEVEL:
            return next((level.text for level in behaviour.levels if level.value == tag.level), None)
        if column is Column.BEHAVIOUR:
            return f"{behaviour_text(tag, behaviour)}\n{behaviour.definition}"
        return tag.note or None if column is Column.NOTE else None

    def _can_edit(self, tag: Tag, column: Column) -> bool:
        if column is Column.END:
            return self.behaviour(tag).is_state
        return column is not Column.LEVEL or bool(self.behaviour(tag).levels)

    def _edited(self, tag: Tag, column: Column, text: str) -> Tag:
        match column:
            case Column.START:
                return replace(tag, start=parse_moment(text)) if text != review_text(tag.start) else tag
            case Column.END:
                is_same = text in ("", "open") if tag.end is None else text == review_text(tag.end)
                return tag if is_same else replace(tag, end=None if text in ("", "open") else parse_moment(text))
            case Column.BEHAVIOUR:
                return self._recoded(tag, text)
            case Column.ACTOR:
                return replace(tag, actor=text.upper() or tag.actor)
            case Column.LEVEL:
                if not text.isdecimal():
                    raise InputError("tag.level", "A level is a number, such as 2.", field="level")
                return replace(tag, level=int(text))
            case Column.NOTE:
                return replace(tag, note=text)

    def _recoded(self, tag: Tag, behaviour_id: str) -> Tag:
        before, after = self.behaviour(tag), self.behaviour(replace(tag, behaviour_id=behaviour_id))
        if before.id == after.id:
            return tag
        level = (after.levels[0].value if tag.level is None else tag.level) if after.levels else None
        end = tag.end if after.is_state else None
        return replace(tag, behaviour_id=after.id, end=end, level=level, modifiers=())

    def _insert(self, tag: Tag) -> None:
        row = bisect_left(self._order, _key(tag))
        self.beginInsertRows(QModelIndex(), row, row)
        self._tags.insert(row, tag)
        self._order.insert(row, _key(tag))
        self.endInsertRows()

    def _remove(self, tag: Tag) -> None:
        row = self.row_of(tag)
        if row is None:
            return
        self.beginRemoveRows(QModelIndex(), row, row)
        del self._tags[row], self._order[row]
        self.endRemoveRows()

    def _replace(self, before: Tag, after: Tag) -> None:
        row = self.row_of(before)
        if row is None:
            self._insert(after)
            return
        goal = bisect_left(self._order, _key(after))
        if goal not in (row, row + 1):
            self.beginMoveRows(QModelIndex(), row, row, QModelIndex(), goal)
        del self._tags[row], self._order[row]
        place = goal - 1 if goal > row else goal
        self._tags.insert(place, after)
        self._order.insert(place, _key(after))
        if goal not in (row, row + 1):
            self.endMoveRows()
        self.dataChanged.emit(self.index(place, 0), self.index(place, len(Column) - 1))


def _key(tag: Tag) -> tuple[int, int]:
    return tag.start.us, tag.id.int


def end_text(tag: Tag, behaviour: Behaviour) -> str:
    """End of a state; “open” while it has none; nothing for a point."""
    if not behaviour.is_state:
        return ""
    return review_text(tag.end) if tag.end is not None else "open"


def behaviour_text(tag: Tag, behaviour: Behaviour) -> str:
    """The behaviour with its level and modifiers."""
    parts = [behaviour.name if tag.level is None else f"{behaviour.name} {tag.level}"]
    parts += [as_words(choice) for _, choice in tag.modifiers]
    parts += ["heard only"] if tag.is_heard_only else []
    return " · ".join(parts)
