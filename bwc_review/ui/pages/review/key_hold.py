"""States that last while their key is held: what happens when the key comes up, or cannot be seen to."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication

LetGo = Callable[[], Callable[[], object]]
_AWAY = (QEvent.Type.ApplicationDeactivate, QEvent.Type.WindowDeactivate)
_SETTLE_MS = 40  # the press that a repeat sends follows its release at once; a finger takes longer


@dataclass
class _Held:
    """A key that is down: what to note when it comes up, and once it has, what to do."""

    let_go: LetGo
    timer: QTimer
    finish: Callable[[], object] | None = None


class KeyHold(QObject):
    """Listens for the release of keys while at least one is held.

    Where the system repeats a held key, it sends a release before each repeat. Most are marked as such, but not all:
    a release counts only if no press of the same key follows it at once. A window that loses the keyboard is never
    told of the release, so all keys count as released then.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._held: dict[int, _Held] = {}

    @property
    def is_holding(self) -> bool:
        """True while a key is held."""
        return bool(self._held)

    def begin(self, key: str, let_go: LetGo) -> None:
        """A key is down, such as “u”, “Shift+N” or “F5”.

        Args:
            key: The key, as rubrics write it.
            let_go: Called when it comes up; gives what is to be done once that is certain.
        """
        code, app = _code(key), QApplication.instance()
        if app is not None and not self._held:
            app.installEventFilter(self)
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(_SETTLE_MS)
        timer.timeout.connect(lambda: self._finish(code))
        self._held[code] = _Held(let_go, timer)

    def is_held(self, key: str) -> bool:
        """True if a press of the key is only a repeat of one that has not ended; it goes on then."""
        held = self._held.get(_code(key)) if self._held else None
        if held is None:
            return False
        held.timer.stop()
        held.finish = None
        return True

    def forget(self) -> None:
        """Stop listening without doing anything."""
        for code in [*self._held]:
            self._drop(code)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyRelease and isinstance(event, QKeyEvent) and not event.isAutoRepeat():
            held = self._held.get(event.key())
            if held is not None and held.finish is None:
                held.finish = held.let_go()
                held.timer.start()
        elif event.type() in _AWAY:
            for code, held in [*self._held.items()]:
                held.finish = held.finish or held.let_go()
                self._finish(code)
        return super().eventFilter(watched, event)

    def _finish(self, code: int) -> None:
        held = self._held.get(code)
        if held is not None:
            self._drop(code)
            if held.finish is not None:
                held.finish()

    def _drop(self, code: int) -> None:
        held = self._held.pop(code)
        held.timer.stop()
        held.timer.deleteLater()
        app = QApplication.instance()
        if app is not None and not self._held:
            app.removeEventFilter(self)


def _code(key: str) -> int:
    last = key.rpartition("+")[2].upper()
    return ord(last) if len(last) == 1 else getattr(Qt.Key, f"Key_{last}").value
