"""Mouse, wheel and touch pad on a picture: zoom where the pointer is, drag to move, click."""

from PySide6.QtCore import QEvent, QObject, QPointF, Qt, Signal
from PySide6.QtGui import QMouseEvent, QNativeGestureEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QWidget

_NOTCH = 120
_FACTOR = 1.25  # a notch of the wheel


class PictureHand(QObject):
    """Turns what the hand does on a widget into wishes.

    Signals:
        zoomed: Factor, and the place under the pointer.
        dragged: By how far the hand has moved the picture.
        clicked: The left button went down and up on one spot.
        double_clicked: Twice in a row.
    """

    zoomed = Signal(float, QPointF)
    dragged = Signal(QPointF)
    clicked = Signal()
    double_clicked = Signal()

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self._widget = widget
        self._can_drag = False
        self._pressed: QPointF | None = None
        self._last = QPointF()
        self._is_dragging = False
        widget.installEventFilter(self)

    def set_can_drag(self, *, can_drag: bool) -> None:
        """Let the picture be dragged, or not: it is only when it is larger than its room."""
        if can_drag != self._can_drag:
            self._can_drag = can_drag
            self._show_cursor()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is not self._widget:
            return False
        if isinstance(event, QWheelEvent):
            along = event.angleDelta().y()
            if along:
                self.zoomed.emit(_FACTOR ** (along / _NOTCH), event.position())
            event.accept()
            return True
        if isinstance(event, QNativeGestureEvent):
            return self._take_gesture(event)
        if isinstance(event, QMouseEvent):
            return self._take_mouse(event)
        return False

    def _take_gesture(self, event: QNativeGestureEvent) -> bool:
        if event.gestureType() is not Qt.NativeGestureType.ZoomNativeGesture:
            return False
        self.zoomed.emit(1 + event.value(), event.position())
        return True

    def _take_mouse(self, event: QMouseEvent) -> bool:
        kind, is_left = event.type(), event.button() is Qt.MouseButton.LeftButton
        if kind is QEvent.Type.MouseButtonPress and (is_left or event.button() is Qt.MouseButton.MiddleButton):
            self._pressed, self._last, self._is_dragging = event.position(), event.position(), False
            return True
        if kind is QEvent.Type.MouseMove and self._pressed is not None:
            self._move(event.position())
            return True
        if kind is QEvent.Type.MouseButtonRelease and self._pressed is not None:
            was_dragging, self._pressed, self._is_dragging = self._is_dragging, None, False
            self._show_cursor()
            if is_left and not was_dragging:
                self.clicked.emit()
            return True
        if kind is QEvent.Type.MouseButtonDblClick and is_left:
            self._pressed, self._last, self._is_dragging = event.position(), event.position(), False
            self.double_clicked.emit()
            return True
        return False

    def _move(self, place: QPointF) -> None:
        pressed = self._pressed or place
        if not self._can_drag:
            return
        if not self._is_dragging and (place - pressed).manhattanLength() < QApplication.startDragDistance():
            return
        self._is_dragging = True
        self._show_cursor()
        self.dragged.emit(place - self._last)
        self._last = place

    def _show_cursor(self) -> None:
        if not self._can_drag:
            self._widget.unsetCursor()
        elif self._is_dragging:
            self._widget.setCursor(Qt.CursorShape.ClosedHandCursor)
        else:
            self._widget.setCursor(Qt.CursorShape.OpenHandCursor)
