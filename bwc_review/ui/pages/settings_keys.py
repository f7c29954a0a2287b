"""Every action with its keys, and the field that gives it others; a clash is told, not made."""

from collections.abc import Callable
from string import ascii_uppercase

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QKeySequence, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QHBoxLayout,
    QHeaderView,
    QKeySequenceEdit,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from bwc_review.ui.commands.registry import EVERYWHERE, Registry
from bwc_review.ui.theme.apply import current
from bwc_review.ui.widgets.buttons import button
from bwc_review.ui.widgets.labels import label, set_role
from bwc_review.ui.widgets.plain_table import set_up_plain_table

_ID = Qt.ItemDataRole.UserRole + 1
_HEIGHT = 360
_ROW = 30
_OFFERED = 8


class KeyTable(QWidget):
    """Lists the registry; what is changed here works at once."""

    def __init__(self, registry: Registry, behaviour_of: Callable[[str], str], parent: QWidget | None = None) -> None:
        """Make it.

        Args:
            registry: What it lists.
            behaviour_of: Gives the behaviour of a rubric that has a key, or nothing.
            parent: Qt parent.
        """
        super().__init__(parent)
        self._behaviour_of = behaviour_of
        self._registry = registry
        self.model = QStandardItemModel(0, 3, self)
        self.model.setHorizontalHeaderLabels(["Action", "Where", "Keys"])
        self.view = QTableView()
        self.view.setModel(self.model)
        self.field = QKeySequenceEdit()
        self.field.setMaximumSequenceLength(1)
        self.field.setAccessibleName("New keys")
        self.field.setMaximumWidth(200)
        self.note = label("", "small", wraps=True)
        self._set = button("Set keys", self.give)
        self._default = button("Use default", self.use_default)
        self._lay_out()
        self.view.selectionModel().currentChanged.connect(self._follow)
        registry.keys_changed.connect(lambda _id: self.refresh())
        self.refresh()

    def refresh(self) -> None:
        """Show the registry as it is now."""
        chosen = self.chosen
        commands = [command for command in self._registry.commands() if command.title]
        self.model.setRowCount(len(commands))
        for row, command in enumerate(commands):
            keys = " or ".join(
                QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)
                for key in self._registry.keys(command.id)
            )
            for column, text in enumerate((command.title, command.page.capitalize() or "Everywhere", keys)):
                item = QStandardItem(text)
                item.setData(command.id, _ID)
                item.setToolTip(command.tooltip)
                self.model.setItem(row, column, item)
            if command.id == chosen:
                self.view.selectRow(row)
        self._follow(self.view.currentIndex(), QModelIndex())

    @property
    def chosen(self) -> str:
        """Id of the chosen action; empty if there is none."""
        index = self.view.currentIndex()
        return str(index.data(_ID)) if index.isValid() else ""

    def choose(self, command_id: str) -> None:
        """Choose an action."""
        for row in range(self.model.rowCount()):
            if self.model.index(row, 0).data(_ID) == command_id:
                self.view.selectRow(row)

    def _follow(self, index: QModelIndex, _before: QModelIndex) -> None:
        is_chosen = index.isValid()
        for widget in (self.field, self._set):
            widget.setEnabled(is_chosen)
        self._default.setEnabled(is_chosen and self.chosen in self._registry.changed_keys())

    def give(self) -> None:
        """Give the chosen action the keys in the field, unless another one has them."""
        key = self.field.keySequence().toString(QKeySequence.SequenceFormat.PortableText)
        if not key:
            self._say("Press the keys in the field first.")
            return
        owner = self._owner(key)
        if owner:
            free = ", ".join(self.free_keys())
            self._say(f"{key} belongs to “{owner}”. Give that other keys first, or take a free one: {free}.")
            return
        self._registry.set_keys(self.chosen, (key,))
        self.field.clear()
        self._say(f"“{self._registry.command(self.chosen).title}” now has {key}.", "small")

    def free_keys(self) -> list[str]:
        """Some keys that the chosen action can have: nothing has them where it works."""
        every = [f"{held}+{letter}" for held in ("Ctrl", "Ctrl+Shift") for letter in ascii_uppercase]
        every += [f"F{number}" for number in range(3, 13)]
        return [key for key in every if not self._owner(key)][:_OFFERED]

    def _owner(self, key: str) -> str:
        clash = self._registry.clash(self.chosen, key)
        if clash is not None:
            return clash.title
        is_beside_rubric = self._registry.command(self.chosen).page in (EVERYWHERE, "review")
        return self._behaviour_of(key) if is_beside_rubric else ""

    def use_default(self) -> None:
        """Give the chosen action its own keys again."""
        self._registry.set_keys(self.chosen, None)
        self._say(f"“{self._registry.command(self.chosen).title}” has its own keys again.", "small")

    def _say(self, text: str, role: str = "error") -> None:
        self.note.setText(text)
        set_role(self.note, role)

    def _lay_out(self) -> None:
        view = self.view
        set_up_plain_table(view, "Keys", _HEIGHT, _ROW)
        view.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        view.setColumnWidth(1, 120)
        view.setColumnWidth(2, 200)
        theme = current()
        row = QHBoxLayout()
        row.setSpacing(theme.s)
        row.addWidget(self.field)
        row.addWidget(self._set)
        row.addWidget(self._default)
        row.addWidget(self.note, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.s)
        column.addWidget(view)
        column.addLayout(row)
