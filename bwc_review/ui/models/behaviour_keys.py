"""The behaviours and levels of a rubric as a table of how this reviewer codes them."""

from collections.abc import Mapping, Sequence
from enum import IntEnum

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from bwc_review.domain.coding_choices import CodingChoices, Target
from bwc_review.domain.rubric import Behaviour, Rubric

Index = QModelIndex | QPersistentModelIndex
_NO_PARENT = QModelIndex()


class Column(IntEnum):
    """Columns from left to right."""

    NAME = 0
    KEY = 1
    LASTS = 2
    SHIFT = 3
    SPAN = 4


_TITLES = {
    Column.NAME: "Behaviour",
    Column.KEY: "Key",
    Column.LASTS: "Lasts",
    Column.SHIFT: "Moved",
    Column.SPAN: "Lead and lag",
}


class BehaviourKeys(QAbstractTableModel):
    """One row for each behaviour, and one for each of its levels below it."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[tuple[Target, Behaviour, str]] = []
        self._choices = CodingChoices()
        self._key_of: Mapping[Target, str] = {}

    def show_rubric(self, rubric: Rubric | None, choices: CodingChoices, key_of: Mapping[Target, str]) -> None:
        """Show another rubric, or none."""
        self.beginResetModel()
        self._choices, self._key_of = choices, key_of
        self._rows = _rows(rubric.behaviours) if rubric else []
        self.endResetModel()

    def show_choices(self, choices: CodingChoices, key_of: Mapping[Target, str]) -> None:
        """Show other choices for the rubric that is shown."""
        self._choices, self._key_of = choices, key_of
        if self._rows:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._rows) - 1, len(Column) - 1))

    def target(self, row: int) -> tuple[Target, Behaviour]:
        """What a row is about."""
        target, behaviour, _ = self._rows[row]
        return target, behaviour

    def row_of(self, target: Target) -> int:
        """The row of a behaviour or level."""
        return next(row for row, (found, _, _) in enumerate(self._rows) if found == target)

    def rowCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(Column)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole and section in _TITLES:
            return _TITLES[Column(section)]
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return None
        target, behaviour, words = self._rows[index.row()]
        if role == Qt.ItemDataRole.ToolTipRole:
            return behaviour.definition
        return self._text(target, behaviour, words, Column(index.column()))

    def _text(self, target: Target, behaviour: Behaviour, words: str, column: Column) -> str:
        choice = self._choices.of(target)
        if column is Column.NAME:
            return words
        if column is Column.KEY:
            key = _cap(self._key_of.get(target, ""))
            return f"{key} (own)" if choice.key is not None else key
        if target.level is not None:
            return ""
        if column is Column.LASTS:
            if not behaviour.is_state or behaviour.levels:
                return "to next level" if behaviour.levels else ""
            return "while held" if self._choices.holds(behaviour) else "to next press"
        if column is Column.SHIFT:
            return f"{choice.shift_us / 1000:+,.0f} ms" if choice.shift_us else ""
        return _span_text(choice.lead_us, choice.lag_us)


def _rows(behaviours: Sequence[Behaviour]) -> list[tuple[Target, Behaviour, str]]:
    found: list[tuple[Target, Behaviour, str]] = []
    for behaviour in behaviours:
        found.append((Target(behaviour.id), behaviour, behaviour.name))
        levels = [(Target(behaviour.id, level.value), level) for level in behaviour.levels]
        found += [(target, behaviour, f"      {level.value}  {level.text}") for target, level in levels]
    return found


def _cap(key: str) -> str:
    """A key as a key cap shows it, with the names of the keys held for it."""
    return key.upper() if len(key) == 1 else key or "none"


def _span_text(lead_us: int | None, lag_us: int | None) -> str:
    if lead_us is None and lag_us is None:
        return ""
    shown = ["usual" if one is None else f"{one / 1_000_000:g} s" for one in (lead_us, lag_us)]
    return f"{shown[0]} before, {shown[1]} after"
