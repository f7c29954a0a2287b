"""The rubric's keys on the page: behaviours, levels; Alt with a digit for choices."""

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from bwc_review.domain.coding_choices import Target
from bwc_review.domain.rubric import Behaviour
from bwc_review.ui.pages.review.key_hold import KeyHold
from bwc_review.ui.widgets.pad_row import key_text

DIGITS = "0123456789"


class RubricKeys(QObject):
    """Hears the keys of the rubric that is shown, while the page or a child of it has the focus.

    Text fields keep their letters: they take a key before a shortcut does. Digits are heard even if no behaviour has
    them, as they choose levels and ratings.

    Attributes:
        hold: Waits for keys of states that last while they are held.
    """

    def __init__(
        self,
        host: QWidget,
        press: Callable[[Behaviour], object],
        switch: Callable[[Behaviour, int], object],
        digit: Callable[[int], bool],
        choose: Callable[[int], object],
    ) -> None:
        """Make it without keys.

        Args:
            host: The page.
            press: Called with the behaviour whose key was pressed.
            switch: Called with the behaviour and the level whose key was pressed.
            digit: Called with a digit first; true if it was a choice and no behaviour's key.
            choose: Called with a number from 1 when Alt and that digit were pressed.
        """
        super().__init__(host)
        self._host = host
        self._press = press
        self._switch = switch
        self._digit = digit
        self._choose = choose
        self._shortcuts: list[QShortcut] = []
        self._actions: dict[str, Callable[[], object]] = {}
        self._rows: list[tuple[str, str]] = []
        self.hold = KeyHold(self)

    @property
    def rows(self) -> list[tuple[str, str]]:
        """Key and behaviour, for the sheet of keys."""
        return self._rows

    def show(
        self,
        behaviours: Sequence[Behaviour],
        keys: Mapping[str, Target] | None = None,
        idle: Mapping[str, Callable[[], object]] | None = None,
    ) -> None:
        """Hear the keys of these behaviours and their levels; none silences them all.

        Args:
            behaviours: In the order of the sheet of keys.
            keys: What each key tags.
            idle: Keys that tag nothing now, and what is done instead: say why.
        """
        for shortcut in self._shortcuts:
            shortcut.setEnabled(False)
            shortcut.deleteLater()
        self.hold.forget()
        self._shortcuts, self._actions = [], {}
        by_id = {behaviour.id: behaviour for behaviour in behaviours}
        for key, target in (keys or {}).items():
            behaviour = by_id[target.behaviour_id]
            if target.level is None:
                self._actions[key] = lambda behaviour=behaviour: self._press(behaviour)
            else:
                self._actions[key] = lambda behaviour=behaviour, level=target.level: self._switch(behaviour, level)
        self._actions = {**(idle or {}), **self._actions}
        for key, action in self._actions.items():
            if key not in DIGITS:
                self._hear(key, action)
        key_of = {target: key for key, target in (keys or {}).items()}
        self._rows = [row for behaviour in behaviours for row in _rows(behaviour, key_of)]

    def hear_digits(self) -> None:
        """Hear digits and Alt with a digit as well; after `show`."""
        for digit in DIGITS:
            self._hear(digit, lambda digit=digit: self._take_digit(digit))
            if digit != "0":
                self._hear(f"Alt+{digit}", lambda digit=digit: self._choose(int(digit)))

    def _hear(self, key: str, slot: Callable[[], object]) -> None:
        shortcut = QShortcut(QKeySequence(key), self._host)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.setAutoRepeat(False)
        shortcut.activated.connect(slot)
        self._shortcuts.append(shortcut)

    def _take_digit(self, digit: str) -> None:
        if not self._digit(int(digit)) and digit in self._actions:
            self._actions[digit]()


def _rows(behaviour: Behaviour, key_of: Mapping[Target, str]) -> list[tuple[str, str]]:
    key = key_of.get(Target(behaviour.id))
    rows = [(key_text(key), behaviour.name)] if key else []
    levels = [key_of.get(Target(behaviour.id, level.value)) for level in behaviour.levels]
    if levels and all(levels):
        first, last = behaviour.levels[0].value, behaviour.levels[-1].value
        rows.append((f"{key_text(levels[0])} to {key_text(levels[-1])}", f"{behaviour.name} {first} to {last}"))
    return rows
