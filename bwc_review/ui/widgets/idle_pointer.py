"""Hides the pointer over a widget while the hand is still."""

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import QWidget

_STILL_MS = 2000


class IdlePointer(QObject):
    """Works while it is switched on; a move of the hand shows the pointer again."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self._widget = widget
        self._is_on = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_STILL_MS)
        self._timer.timeout.connect(self.hide)
        widget.setMouseTracking(True)
        widget.installEventFilter(self)

    def switch(self, *, is_on: bool) -> None:
        """Hide it when it stands still from now on, or leave it alone."""
        self._is_on = is_on
        if is_on:
            self._timer.start()
        else:
            self._timer.stop()
            self._widget.unsetCursor()

    def hide(self) -> None:
        """The hand has been still for long enough."""
        if self._is_on:
            self._widget.setCursor(Qt.CursorShape.BlankCursor)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if self._is_on and watched is self._widget and event.type() == QEvent.Type.MouseMove:
            self._widget.unsetCursor()
            self._timer.start()
        return False
