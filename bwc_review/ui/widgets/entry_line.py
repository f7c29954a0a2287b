"""A line to write in on a page whose keys are commands: Enter and Escape belong to the line while it has the focus."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

_OWN = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape)


class EntryLine(QLineEdit):
    """Enter is `returnPressed`, Escape is `left`.

    Signals:
        left: Escape was pressed.
    """

    left = Signal()

    def __init__(self, name: str, prompt: str = "", text: str = "", parent: QWidget | None = None) -> None:
        """Make it.

        Args:
            name: For screen readers.
            prompt: What is shown while it is empty.
            text: What stands in it at first.
            parent: Qt parent.
        """
        super().__init__(text, parent)
        self.setAccessibleName(name)
        self.setPlaceholderText(prompt)

    def event(self, event: QEvent) -> bool:
        is_own = (
            event.type() is QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.key() in _OWN
            and event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        )
        if is_own:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)
