"""Fields that keep their keys on a page whose single keys are commands."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

_STRONG = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier


class KeepKeys(QObject):
    """Arrows, Space, Enter, Escape and letters go to the field; what is pressed with Ctrl or Alt stays the page's."""

    def __init__(self, *fields: QWidget) -> None:
        super().__init__(fields[0])
        for field in fields:
            field.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is not QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
            return super().eventFilter(watched, event)
        is_kept = not event.modifiers() & _STRONG
        event.setAccepted(is_kept)
        return is_kept
