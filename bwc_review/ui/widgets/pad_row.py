"""One behaviour on the rubric pad: key cap, mark, name, and how long it has been open."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from bwc_review.domain.rubric import Behaviour
from bwc_review.domain.time import Moment, length_text
from bwc_review.ui.theme import fonts
from bwc_review.ui.theme.apply import current, is_calm
from bwc_review.ui.theme.contrast import mix
from bwc_review.ui.theme.marks import dimension_mark, paint_not_codable, paint_point, paint_span
from bwc_review.ui.widgets.timeline_lanes import NOT_CODABLE

ROW = 25
_CAP = QSize(28, 18)
_LEFT = 8
_FLASH_MS = 220


def key_text(key: str | None) -> str:
    """A behaviour's key as a key cap shows it: “q” is “Q”, “Shift+F” is “⇧F”."""
    if not key:
        return ""
    if len(key) == 1:
        return key.upper()
    return key.replace("Ctrl+", "⌃").replace("Alt+", "⌥").replace("Shift+", "⇧")


def paint_cap(painter: QPainter, box: QRectF, text: str, *, is_strong: bool = False) -> None:
    """Paint a key cap."""
    theme = current()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(theme.colour("text" if is_strong else "line_strong"), 1))
    painter.setBrush(theme.colour("sunken"))
    painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
    painter.setFont(fonts.tabular(11, QFont.Weight.DemiBold))
    painter.setPen(theme.colour("text"))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)


class SectionHead(QWidget):
    """The name of a dimension above its behaviours, with its colour."""

    def __init__(self, title: str, dimension: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = title
        self._dimension = dimension
        self.setFixedHeight(ROW + 3)
        self.setAccessibleName(title)

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        theme = current()
        painter = QPainter(self)
        painter.fillRect(QRectF(_LEFT + 2, 11, 3, 12), dimension_mark(self._dimension).colour)
        painter.setFont(fonts.font(theme.small_px, QFont.Weight.DemiBold))
        painter.setPen(theme.colour("muted"))
        painter.drawText(QRectF(_LEFT + 12, 6, self.width() - 24, 22), Qt.AlignmentFlag.AlignVCenter, self._title)


class PadRow(QAbstractButton):
    """A click does what the key does.

    Attributes:
        behaviour: What it tags.
    """

    def __init__(
        self, behaviour: Behaviour, dimension: int, parent: QWidget | None = None, *, is_held: bool = False
    ) -> None:
        """Make the row.

        Args:
            behaviour: What it tags, with its key.
            dimension: Place of its dimension, for colour and pattern.
            parent: Qt parent.
            is_held: True if the state lasts while the key is held.
        """
        super().__init__(parent)
        self.behaviour = behaviour
        self._is_held = is_held
        self._dimension = dimension
        self._since: Moment | None = None
        self._level: int | None = None
        self._running = ""
        self._is_armed = False
        self._kept: tuple[object, QPixmap] | None = None
        self._flash = QTimer(self)
        self._flash.setSingleShot(True)
        self._flash.setInterval(_FLASH_MS)
        self._flash.timeout.connect(self.update)
        self.setFixedHeight(ROW)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setAccessibleName(behaviour.name)
        self._describe()

    @property
    def is_open(self) -> bool:
        """True while the state is open."""
        return self._since is not None

    @property
    def is_armed(self) -> bool:
        """True while it waits for a level."""
        return self._is_armed

    @property
    def is_flashing(self) -> bool:
        """True for the blink of an eye after it was tagged."""
        return self._flash.isActive()

    @property
    def running(self) -> str:
        """How long it has been open; empty if it is not."""
        return self._running

    def flash(self) -> None:
        """Light up for a moment, unless the user wants no flashes."""
        if is_calm():
            return
        self._flash.start()
        self.update()

    def set_armed(self, *, is_armed: bool) -> None:
        """Show that the next key chooses its level."""
        if is_armed != self._is_armed:
            self._is_armed = is_armed
            self.update()

    def set_open(self, since: Moment | None, level: int | None, now: Moment) -> None:
        """Show it as open since a moment, or as closed."""
        self._since, self._level = since, level
        self.set_now(now)
        self._describe()
        self.update()

    def set_now(self, now: Moment) -> None:
        """Show how long it has been open at `now`."""
        running = length_text(max(0, now - self._since)) if self._since is not None else ""
        if running != self._running:
            self._running = running
            self.update()

    def stop(self) -> None:
        """End the flash; the row is about to go."""
        self._flash.stop()

    def sizeHint(self) -> QSize:
        return QSize(240, ROW)

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        # The pad scrolls to what is pressed: most rows are then painted as they were.
        ratio, ground = self.devicePixelRatioF(), self._ground(dimension_mark(self._dimension).colour)
        state = (self.is_open, self._is_armed, self._level, self._running, self.isEnabled())
        look = (current(), ratio, self.size().toTuple(), ground.rgba() if ground is not None else None, state)
        if self._kept is None or self._kept[0] != look:
            self._kept = look, self._picture(ratio, ground)
        QPainter(self).drawPixmap(0, 0, self._kept[1])

    def _picture(self, ratio: float, ground: QColor | None) -> QPixmap:
        picture = QPixmap(self.size() * ratio)
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        self._paint(painter, ground)
        painter.end()
        return picture

    def _paint(self, painter: QPainter, ground: QColor | None) -> None:
        theme, mark = current(), dimension_mark(self._dimension)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(4, 0.5, -4, -0.5)
        if ground is not None:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(ground)
            painter.drawRoundedRect(box, 5, 5)
        if self.is_open or self._is_armed:
            painter.setPen(QPen(mark.colour, 1.5))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 5, 5)
        self._paint_key_and_mark(painter)
        x = _LEFT + _CAP.width() + 30
        right = self._paint_state(painter, box)
        weight = QFont.Weight.DemiBold if self.is_open else QFont.Weight.Normal
        font = fonts.font(theme.body_px, weight)
        painter.setFont(font)
        painter.setPen(theme.colour("text" if self.isEnabled() else "faint"))
        shown = QFontMetricsF(font).elidedText(self.behaviour.name, Qt.TextElideMode.ElideRight, right - x)
        painter.drawText(QRectF(x, 0, right - x, self.height()), Qt.AlignmentFlag.AlignVCenter, shown)

    def _ground(self, colour: QColor) -> QColor | None:
        theme = current()
        if self.is_flashing:
            return mix(theme.colour("raised"), colour, 0.6)
        if self._is_armed:
            return mix(theme.colour("raised"), colour, 0.35)
        if self.is_open:
            return mix(theme.colour("raised"), colour, 0.22)
        return theme.colour("hover") if self.underMouse() and self.isEnabled() else None

    def _paint_key_and_mark(self, painter: QPainter) -> None:
        middle = self.height() / 2
        if self.behaviour.key:
            cap = QRectF(_LEFT, middle - _CAP.height() / 2, _CAP.width(), _CAP.height())
            paint_cap(painter, cap, key_text(self.behaviour.key), is_strong=self._is_armed)
            if self._is_held:  # a bar under the cap, like a key that stays down
                bar = QRectF(cap.left() + 4, cap.bottom() + 1, cap.width() - 8, 2)
                painter.fillRect(bar, current().colour("text"))
        mark = dimension_mark(self._dimension)
        centre = QPointF(_LEFT + _CAP.width() + 15, middle)
        if not self.behaviour.is_state:
            paint_point(painter, centre, 10, self.behaviour.valence, mark.colour)
            return
        span = QRectF(centre.x() - 8, middle - 5, 16, 10)
        if self.behaviour.id.startswith(NOT_CODABLE):
            paint_not_codable(painter, span)
        else:
            paint_span(painter, span, mark)

    def _paint_state(self, painter: QPainter, box: QRectF) -> float:
        """Paint level and running time at the right; where they begin."""
        words = self._running if self._level is None else f"{self._level} · {self._running}"
        if not self.is_open:
            return box.right() - 6
        font = fonts.tabular(current().small_px, QFont.Weight.DemiBold)
        width = QFontMetricsF(font).horizontalAdvance(words)
        painter.setFont(font)
        painter.setPen(current().colour("text"))
        room = QRectF(box.right() - 8 - width, 0, width + 2, self.height())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, words)
        return room.left() - 6

    def _describe(self) -> None:
        key = f"Key {self.behaviour.key}. " if self.behaviour.key else ""
        kind = "State" if self.behaviour.is_state else "Point"
        held = ", lasts while its key is held" if self._is_held else ""
        state = f"{held}, open" if self.is_open else held
        self.setAccessibleDescription(f"{key}{kind}{state}, {self.behaviour.valence.value}.")
