"""The rubric's keys on the page: letters, digits, Shift with a letter, function keys; Alt with a digit for choices."""

from collections.abc import Callable, Iterable

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from bwc_review.domain.rubric import Behaviour
from bwc_review.ui.widgets.pad_row import key_text

DIGITS = "0123456789"


class RubricKeys(QObject):
    """Hears the keys of the rubric that is shown, while the page or a child of it has the focus.

    Text fields keep their letters: they take a key before a shortcut does. Digits are heard even if no behaviour has
    them, as they choose levels and ratings.
    """

    def __init__(
        self,
        host: QWidget,
        press: Callable[[Behaviour], object],
        digit: Callable[[int], bool],
        choose: Callable[[int], object],
    ) -> None:
        """Make it without keys.

        Args:
            host: The page.
            press: Called with the behaviour whose key was pressed.
            digit: Called with a digit first; true if it was a choice and no behaviour's key.
            choose: Called with a number from 1 when Alt and that digit were pressed.
        """
        super().__init__(host)
        self._host = host
        self._press = press
        self._digit = digit
        self._choose = choose
        self._shortcuts: list[QShortcut] = []
        self._behaviours: dict[str, Behaviour] = {}

    @property
    def rows(self) -> list[tuple[str, str]]:
        """Key and behaviour, for the sheet of keys."""
        return [(key_text(key), behaviour.name) for key, behaviour in self._behaviours.items()]

    def show(self, behaviours: Iterable[Behaviour]) -> None:
        """Hear the keys of these behaviours; none silences them all."""
        for shortcut in self._shortcuts:
            shortcut.setEnabled(False)
            shortcut.deleteLater()
        self._shortcuts = []
        self._behaviours = {behaviour.key: behaviour for behaviour in behaviours if behaviour.key}
        for key in self._behaviours:
            if key not in DIGITS:
                self._hear(key, lambda key=key: self._press(self._behaviours[key]))

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
        if not self._digit(int(digit)) and digit in self._behaviours:
            self._press(self._behaviours[digit])
