"""The log as a table that fetches further entries as the reader scrolls."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from bwc_review.domain.audit import AuditEntry
from bwc_review.ui.models.audit_words import (
    NO_NAMES,
    Area,
    action_icon,
    action_words,
    area_of,
    search_words,
    subject_words,
)
from bwc_review.ui.theme.icons import icon

ENTRY_ROLE = Qt.ItemDataRole.UserRole + 1
Index = QModelIndex | QPersistentModelIndex
_NO_PARENT = QModelIndex()
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class Column(IntEnum):
    """Columns of the log."""

    NUMBER = 0
    TIME = 1
    WHO = 2
    ACTION = 3
    SUBJECT = 4
    UNDOES = 5


_TITLES = {
    Column.NUMBER: "Entry",
    Column.TIME: "When",
    Column.WHO: "Who",
    Column.ACTION: "What was done",
    Column.SUBJECT: "To what",
    Column.UNDOES: "Takes back",
}


@dataclass(frozen=True, slots=True)
class LogFilter:
    """Which entries are wanted.

    Attributes:
        area: Kind of entry.
        actor: Only by this person, or empty for all.
        text: Words that the entry must hold.
    """

    area: Area = Area.ANY
    actor: str = ""
    text: str = ""

    @property
    def is_empty(self) -> bool:
        """True if every entry is wanted."""
        return self == LogFilter()

    def takes(self, entry: AuditEntry, names: Mapping[str, str] = NO_NAMES) -> bool:
        """True if the entry is wanted; `names` says what is behind an id."""
        if self.area not in (Area.ANY, area_of(entry)) or self.actor not in ("", entry.actor):
            return False
        parts = self.text.casefold().split()
        if not parts:
            return True
        words = search_words(entry, names)
        return all(part in words for part in parts)


class LogTable(QAbstractTableModel):
    """Holds the entries fetched so far; asks for more and is given them later.

    Signals:
        wanted: Further entries are asked for; the number of the last one held, or None.
    """

    wanted = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._entries: list[AuditEntry] = []
        self._is_complete = True
        self._is_waiting = False
        self._is_newest_first = True
        self._names: Mapping[str, str] = NO_NAMES

    def set_names(self, names: Mapping[str, str]) -> None:
        """Say what is behind ids from now on."""
        self._names = names
        if self._entries:
            last = len(self._entries) - 1
            self.dataChanged.emit(self.index(0, Column.SUBJECT), self.index(last, Column.SUBJECT))

    @property
    def is_newest_first(self) -> bool:
        """True if numbers fall."""
        return self._is_newest_first

    @property
    def is_complete(self) -> bool:
        """True if no wanted entry is missing."""
        return self._is_complete

    @property
    def entries(self) -> Sequence[AuditEntry]:
        """The entries held, in the order shown."""
        return self._entries

    def entry_at(self, row: int) -> AuditEntry:
        """The entry in that row."""
        return self._entries[row]

    def begin(self, *, is_newest_first: bool) -> None:
        """Forget everything; the first entries are to follow by `append`."""
        self.beginResetModel()
        self._entries.clear()
        self._is_complete, self._is_waiting = False, True
        self._is_newest_first = is_newest_first
        self.endResetModel()
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(Column) - 1)

    def clear(self) -> None:
        """Show nothing and ask for nothing."""
        self.begin(is_newest_first=self._is_newest_first)
        self._is_complete, self._is_waiting = True, False

    def append(self, entries: Sequence[AuditEntry], *, is_last: bool) -> None:
        """Add the entries that were asked for."""
        if entries:
            count = len(self._entries)
            self.beginInsertRows(_NO_PARENT, count, count + len(entries) - 1)
            self._entries += entries
            self.endInsertRows()
        # Only now may a view ask for more: it would go on from the wrong entry before.
        self._is_complete, self._is_waiting = is_last, False

    def canFetchMore(self, parent: Index) -> bool:
        return not parent.isValid() and not self._is_complete and not self._is_waiting

    def fetchMore(self, parent: Index) -> None:
        if self.canFetchMore(parent):
            self._is_waiting = True
            self.wanted.emit(self._entries[-1].seq if self._entries else None)

    def rowCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._entries)

    def columnCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(Column)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        entry, column = self._entries[index.row()], Column(index.column())
        if role == Qt.ItemDataRole.DisplayRole:
            return _text(entry, column, self._names)
        if role == ENTRY_ROLE:
            return entry
        if role == Qt.ItemDataRole.DecorationRole and column is Column.ACTION:
            return icon(action_icon(entry), "muted")
        if role == Qt.ItemDataRole.ToolTipRole:
            return _tip(entry, column, self._names)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if column in (Column.NUMBER, Column.UNDOES) else _LEFT
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(Column):
            return None
        column = Column(section)
        if role == Qt.ItemDataRole.DisplayRole:
            arrow = (" ↓" if self._is_newest_first else " ↑") if column is Column.NUMBER else ""
            return _TITLES[column] + arrow
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if column in (Column.NUMBER, Column.UNDOES) else _LEFT
        return None


def _text(entry: AuditEntry, column: Column, names: Mapping[str, str]) -> str:
    match column:
        case Column.NUMBER:
            return f"{entry.seq:,}"
        case Column.TIME:
            return f"{entry.at.astimezone():%Y-%m-%d %H:%M:%S}"
        case Column.WHO:
            return entry.actor
        case Column.ACTION:
            return action_words(entry)
        case Column.SUBJECT:
            return subject_words(entry, names)
        case Column.UNDOES:
            return f"{entry.undoes:,}" if entry.undoes is not None else ""


def _tip(entry: AuditEntry, column: Column, names: Mapping[str, str]) -> str | None:
    if column is Column.TIME:
        return f"{entry.at:%Y-%m-%d %H:%M:%S.%f} UTC"
    return subject_words(entry, names) if column is Column.SUBJECT else None
