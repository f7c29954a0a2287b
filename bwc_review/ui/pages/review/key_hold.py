"""States that last while their key is held: what happens when the key comes up, or cannot be seen to."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication

_AWAY = (QEvent.Type.ApplicationDeactivate, QEvent.Type.WindowDeactivate)


class KeyHold(QObject):
    """Listens for the release of keys while at least one is held.

    Where the system repeats a held key, it sends a release before each repeat, marked as such: those do not count. A
    window that loses the keyboard is never told of the release, so all keys count as released then.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._released: dict[int, Callable[[], object]] = {}

    @property
    def is_holding(self) -> bool:
        """True while a key is held."""
        return bool(self._released)

    def begin(self, key: str, released: Callable[[], object]) -> None:
        """A key is down, such as “u”, “Shift+N” or “F5”: call `released` once it is up."""
        app = QApplication.instance()
        last = key.rpartition("+")[2].upper()
        code = ord(last) if len(last) == 1 else getattr(Qt.Key, f"Key_{last}").value
        if app is not None and not self._released:
            app.installEventFilter(self)
        self._released[code] = released

    def forget(self) -> None:
        """Stop listening without telling anybody."""
        self._released.clear()
        self._stop()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyRelease and isinstance(event, QKeyEvent) and not event.isAutoRepeat():
            released = self._released.pop(event.key(), None)
            if released is not None:
                self._stop()
                released()
        elif event.type() in _AWAY and self._released:
            waiting = [*self._released.values()]
            self.forget()
            for released in waiting:
                released()
        return super().eventFilter(watched, event)

    def _stop(self) -> None:
        app = QApplication.instance()
        if app is not None and not self._released:
            app.removeEventFilter(self)
