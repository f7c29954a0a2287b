"""A pane that floats over the window, closes on Escape or a click beside it, and is never modal."""

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QMouseEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QFrame, QWidget


class Popover(QFrame):
    """A child of the window that is raised over everything else in it.

    Signals:
        closed: It was hidden.
    """

    closed = Signal()

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self.setProperty("area", "popover")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._focus_before: QWidget | None = None
        self.hide()

    def show_under(self, anchor: QWidget) -> None:
        """Show it under `anchor`, its right edge where that of the anchor is."""
        self.adjustSize()
        corner = anchor.mapTo(self._window, QPoint(anchor.width(), anchor.height() + 4))
        self.move(max(8, corner.x() - self.width()), corner.y())
        self.show_here()

    def show_centred(self) -> None:
        """Show it in the middle of the window."""
        self.adjustSize()
        room = self._window.rect()
        self.resize(min(self.width(), room.width() - 48), min(self.height(), room.height() - 48))
        self.move(room.center() - self.rect().center())
        self.show_here()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
        else:
            super().keyPressEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        app = QApplication.instance()
        if app is not None:
            app.installEventFilter(self)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        app = QApplication.instance()
        if app is not None:
            app.removeEventFilter(self)
        if self._focus_before is not None and self._focus_before.isVisible():
            self._focus_before.setFocus(Qt.FocusReason.PopupFocusReason)
        self._focus_before = None
        self.closed.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.MouseButtonPress and isinstance(event, QMouseEvent):
            is_mine = isinstance(watched, QWidget) and (watched is self or self.isAncestorOf(watched))
            if isinstance(watched, QWidget) and watched.window() is self.window() and not is_mine:
                self.hide()
        return super().eventFilter(watched, event)

    def show_here(self) -> None:
        """Show it where it is."""
        self._focus_before = QApplication.focusWidget()
        self.show()
        self.raise_()
        self.setFocus(Qt.FocusReason.PopupFocusReason)
