"""The levels of a behaviour on the rubric pad: a chip each, with the key that switches to it."""

from collections.abc import Mapping

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QWidget

from bwc_review.domain.rubric import Behaviour, Level
from bwc_review.ui.theme import fonts
from bwc_review.ui.theme.apply import current
from bwc_review.ui.theme.contrast import mix
from bwc_review.ui.theme.marks import dimension_mark
from bwc_review.ui.widgets.pad_row import key_text

HEIGHT = 30
_CHIP = QSize(44, 24)
_LEFT = 36
_BAR = 4.0


class LevelChip(QAbstractButton):
    """One level: its key, and bars that rise with it; the level that holds is filled and framed.

    Attributes:
        level: Its level.
    """

    def __init__(self, behaviour: Behaviour, level: Level, place: int, dimension: int, key: str) -> None:
        super().__init__()
        self.level = level
        self._share = (place + 1) / len(behaviour.levels)
        self._dimension = dimension
        self._key = key
        self._is_current = False
        self.setFixedHeight(_CHIP.height())
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setAccessibleName(f"{behaviour.name} {level.value}: {level.text}")
        self.setToolTip(f"{level.value}  {level.text}" + (f" ({key})" if key else ""))
        self._describe()

    @property
    def is_current(self) -> bool:
        """True if it is the level that is open."""
        return self._is_current

    def set_current(self, *, is_current: bool) -> None:
        """Show that this level is open, or no longer."""
        if is_current != self._is_current:
            self._is_current = is_current
            self._describe()
            self.update()

    def sizeHint(self) -> QSize:
        return _CHIP

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        theme, mark = current(), dimension_mark(self._dimension)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        ground = theme.colour("sunken")
        if self._is_current:
            ground = mix(theme.colour("raised"), mark.colour, 0.35)
        elif self.underMouse():
            ground = theme.colour("hover")
        painter.setPen(
            QPen(mark.colour if self._is_current else theme.colour("line_strong"), 2 if self._is_current else 1)
        )
        painter.setBrush(ground)
        painter.drawRoundedRect(box, 4, 4)
        room = box.height() - 8
        bar = QRectF(box.left() + 5, box.bottom() - 4 - room * self._share, _BAR, room * self._share)
        painter.fillRect(bar, mark.colour)
        font = fonts.tabular(theme.body_px, QFont.Weight.DemiBold if self._is_current else QFont.Weight.Medium)
        painter.setFont(font)
        painter.setPen(theme.colour("text"))
        words = box.adjusted(_BAR + 6, 0, 0, 0)
        number, cap = str(self.level.value), key_text(self._key)
        width = QFontMetricsF(font).horizontalAdvance(number)
        if not cap or cap == number or words.width() < width + 30:
            painter.drawText(words, Qt.AlignmentFlag.AlignCenter, number)
            return
        painter.drawText(words.adjusted(4, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, number)
        painter.setFont(fonts.tabular(10))
        painter.setPen(theme.colour("muted"))
        painter.drawText(words.adjusted(0, 0, -5, 0), Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, cap)

    def _describe(self) -> None:
        state = "The level now. " if self._is_current else ""
        self.setAccessibleDescription(f"{state}Key {self._key}." if self._key else state.strip())


class LevelStrip(QWidget):
    """All levels of a behaviour, under its row; a click does what the level's key does.

    Signals:
        pressed: The level that was clicked.
    """

    pressed = Signal(int)

    def __init__(self, behaviour: Behaviour, dimension: int, keys: Mapping[int, str]) -> None:
        super().__init__()
        self.setFixedHeight(HEIGHT)
        self._chips: dict[int, LevelChip] = {}
        row = QHBoxLayout(self)
        row.setContentsMargins(_LEFT, 2, 8, 4)
        row.setSpacing(3)
        for place, level in enumerate(behaviour.levels):
            chip = LevelChip(behaviour, level, place, dimension, keys.get(level.value, ""))
            chip.clicked.connect(lambda _on=False, value=level.value: self.pressed.emit(value))
            self._chips[level.value] = chip
            row.addWidget(chip, 1)

    def chip(self, level: int) -> LevelChip:
        """The chip of a level."""
        return self._chips[level]

    def set_current(self, level: int | None) -> None:
        """Show which level is open; None if none is."""
        for value, chip in self._chips.items():
            chip.set_current(is_current=value == level)
