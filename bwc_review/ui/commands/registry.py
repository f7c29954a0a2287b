"""The one registry of actions: menus, tooltips, key sheet and key changes are all made from it."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from bwc_review.ui.theme.icons import icon

EVERYWHERE = ""


@dataclass(frozen=True, slots=True)
class Command:
    """An action as the user knows it.

    Attributes:
        id: Dotted name, such as ``library.import_files``; names the action in settings and tests.
        text: What menus and buttons say: a verb, sentence case, with an ellipsis if it asks something first.
        tooltip: One sentence on what it does.
        keys: Default keys in Qt's portable notation; the first is the one shown.
        menu: Menu that lists it, such as ``File``; empty to leave it out.
        page: Page on which it works; `EVERYWHERE` for all.
        icon: Name of a Lucide icon, or empty.
        group: Items of one menu with another group are parted by a line.
        is_checkable: True for a switch.
        is_repeating: True if holding the key down repeats it.
    """

    id: str
    text: str
    tooltip: str
    keys: tuple[str, ...] = ()
    menu: str = ""
    page: str = EVERYWHERE
    icon: str = ""
    group: int = 0
    is_checkable: bool = False
    is_repeating: bool = False

    @property
    def title(self) -> str:
        """The text without mnemonic and ellipsis, for the key sheet."""
        return self.text.replace("&", "").removesuffix("…")


class Registry(QObject):
    """Holds every command with its action.

    Signals:
        added: A command was added: menus must be made again.
        keys_changed: The keys of the command with that id have changed.
    """

    added = Signal()
    keys_changed = Signal(str)

    def __init__(self, parent: QObject | None = None, keys: dict[str, tuple[str, ...]] | None = None) -> None:
        """Make an empty registry.

        Args:
            parent: Qt parent.
            keys: Keys that the user has chosen, by command id.
        """
        super().__init__(parent)
        self._commands: dict[str, Command] = {}
        self._actions: dict[str, QAction] = {}
        self._keys = dict(keys or {})
        self._sheets: list[tuple[str, str, Callable[[], Sequence[tuple[str, str]]]]] = []

    def add(self, command: Command, slot: Callable[..., object], host: QWidget) -> QAction:
        """Register a command; its keys work while `host` or a child of it has the focus.

        Args:
            command: What it is.
            slot: Called without arguments, or with the new state if the command is a switch.
            host: The window for a command that works everywhere, else its page.

        Raises:
            ValueError: There is a command of that id already.
        """
        if command.id in self._commands:
            message = f"Command {command.id} is registered twice."
            raise ValueError(message)
        action = QAction(command.text, host)
        action.setObjectName(command.id)
        action.setCheckable(command.is_checkable)
        action.setAutoRepeat(command.is_repeating)
        action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        if command.icon:
            action.setIcon(icon(command.icon, "muted"))
        if command.is_checkable:
            action.toggled.connect(slot)
        else:
            action.triggered.connect(lambda _checked=False: slot())
        host.addAction(action)
        self._commands[command.id] = command
        self._actions[command.id] = action
        self._show_keys(command)
        self.added.emit()
        return action

    def action(self, command_id: str) -> QAction:
        """The action of a command, for buttons and menus."""
        return self._actions[command_id]

    def command(self, command_id: str) -> Command:
        """The command of that id."""
        return self._commands[command_id]

    def commands(self, page: str | None = None) -> tuple[Command, ...]:
        """All commands in the order added; with a page only that page's own."""
        return tuple(command for command in self._commands.values() if page is None or command.page == page)

    def keys(self, command_id: str) -> tuple[str, ...]:
        """The keys of a command: the user's choice, else the default."""
        return self._keys.get(command_id, self._commands[command_id].keys)

    def key_text(self, command_id: str) -> str:
        """The first key as the user's system writes it; empty if there is none."""
        keys = self.keys(command_id)
        return QKeySequence(keys[0]).toString(QKeySequence.SequenceFormat.NativeText) if keys else ""

    def tooltip(self, command_id: str) -> str:
        """What a command does, and its first key."""
        words, key = self._commands[command_id].tooltip, self.key_text(command_id)
        return f"{words} ({key})" if key else words

    def clash(self, command_id: str, key: str) -> Command | None:
        """The command that already has `key` where `command_id` would hear it, or None."""
        wanted, mine = QKeySequence(key), self._commands[command_id]
        for other in self._commands.values():
            is_near = EVERYWHERE in (mine.page, other.page) or mine.page == other.page
            if other.id != command_id and is_near and wanted in map(QKeySequence, self.keys(other.id)):
                return other
        return None

    def set_keys(self, command_id: str, keys: Iterable[str] | None) -> None:
        """Give a command other keys; None goes back to the default."""
        if keys is None:
            self._keys.pop(command_id, None)
        else:
            self._keys[command_id] = tuple(keys)
        self._show_keys(self._commands[command_id])
        self.keys_changed.emit(command_id)

    def changed_keys(self) -> dict[str, tuple[str, ...]]:
        """Keys that differ from the defaults, by command id, for the settings."""
        return dict(self._keys)

    def add_sheet(self, page: str, title: str, rows: Callable[[], Sequence[tuple[str, str]]]) -> None:
        """Add a section of keys that are no commands, such as the rubric's, to a page's key sheet.

        Args:
            page: The page that has them.
            title: Heading of the section.
            rows: Called when the sheet is shown; gives key text and what it does.
        """
        self._sheets.append((page, title, rows))

    def sheets(self, page: str) -> list[tuple[str, Sequence[tuple[str, str]]]]:
        """The further sections of a page's key sheet, as heading and rows."""
        return [(title, rows()) for owner, title, rows in self._sheets if owner == page]

    def show_page(self, page: str) -> None:
        """Hide the commands of other pages from the menus."""
        for command in self._commands.values():
            self._actions[command.id].setVisible(command.page in (EVERYWHERE, page))

    def _show_keys(self, command: Command) -> None:
        action = self._actions[command.id]
        action.setShortcuts([QKeySequence(key) for key in self.keys(command.id)])
        action.setToolTip(self.tooltip(command.id))
        action.setStatusTip("")
