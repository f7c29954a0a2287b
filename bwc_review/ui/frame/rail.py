"""The rail at the left: five pages and the settings."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QFrame, QVBoxLayout, QWidget

from bwc_review.ui.frame.places import PLACES, SETTINGS, Place
from bwc_review.ui.theme import fonts
from bwc_review.ui.theme.apply import current
from bwc_review.ui.theme.icons import paint_icon

WIDTH = 72
_HEIGHT = 58
_ICON = 20.0


class RailButton(QAbstractButton):
    """An icon over a word."""

    def __init__(self, place: Place, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.place = place
        self.setText(place.title)
        self.setAccessibleName(place.title)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def sizeHint(self) -> QSize:
        return QSize(WIDTH - 12, _HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        if self.isChecked() or (self.underMouse() and self.isEnabled()):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("selected" if self.isChecked() else "hover"))
            painter.drawRoundedRect(box, theme.radius, theme.radius)
        if self.hasFocus():
            painter.setPen(QPen(theme.colour("focus"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box, theme.radius, theme.radius)
        if not self.isEnabled():
            painter.setOpacity(0.45)
        ink = theme.accent_text if self.isChecked() else theme.muted
        paint_icon(painter, QRectF((self.width() - _ICON) / 2, 11, _ICON, _ICON), self.place.icon, ink)
        painter.setPen(theme.colour("text" if self.isChecked() else "muted"))
        painter.setFont(fonts.font(theme.small_px - 1, QFont.Weight.Medium))
        words = QRectF(0, 11 + _ICON + 4, self.width(), 16)
        painter.drawText(words, Qt.AlignmentFlag.AlignCenter, self.text())


class Rail(QFrame):
    """Chooses the page; arrow keys move along it.

    Signals:
        chosen: Name of the page.
    """

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("area", "rail")
        self.setFixedWidth(WIDTH)
        self._buttons: dict[str, RailButton] = {}
        self._group = QButtonGroup(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(5, 8, 6, 8)
        column.setSpacing(2)
        for place in PLACES:
            column.addWidget(self._add(place))
        column.addStretch(1)
        column.addWidget(self._add(SETTINGS))

    def button(self, name: str) -> RailButton:
        """The button of a page."""
        return self._buttons[name]

    def show_page(self, name: str) -> None:
        """Mark the page that is on the screen; none if it is not on the rail."""
        self._group.setExclusive(False)
        for key, item in self._buttons.items():
            item.setChecked(key == name)
        self._group.setExclusive(True)

    def set_study_open(self, is_open: bool) -> None:
        """Without a study the pages that need one cannot be chosen."""
        for item in self._buttons.values():
            item.setEnabled(is_open or not item.place.needs_study)
            self._tell(item)

    def set_key(self, name: str, key: str) -> None:
        """Name the page's key in its tooltip."""
        self._buttons[name].setProperty("key", key)
        self._tell(self._buttons[name])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
        focused = self.focusWidget()
        enabled = [item for item in self._buttons.values() if item.isEnabled()]
        if step is None or not isinstance(focused, RailButton) or focused not in enabled:
            super().keyPressEvent(event)
            return
        place = (enabled.index(focused) + step) % len(enabled)
        enabled[place].setFocus(Qt.FocusReason.TabFocusReason)

    def _add(self, place: Place) -> RailButton:
        item = RailButton(place, self)
        item.clicked.connect(lambda _checked=False: self.chosen.emit(place.name))
        self._group.addButton(item)
        self._buttons[place.name] = item
        self._tell(item)
        return item

    def _tell(self, item: RailButton) -> None:
        key = item.property("key")
        text = f"{item.place.tooltip} ({key})" if key else item.place.tooltip
        item.setToolTip(text if item.isEnabled() else f"{item.place.tooltip}: open a study first")
