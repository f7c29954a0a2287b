"""The sliders for brightness, contrast and gamma, floating over the picture."""

from collections.abc import Callable
from dataclasses import replace
from math import log2

from PySide6.QtCore import QEvent, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSlider, QVBoxLayout, QWidget

from bwc_review.ui.theme import fonts
from bwc_review.ui.theme.apply import current
from bwc_review.ui.widgets.buttons import button
from bwc_review.ui.widgets.labels import label
from bwc_review.ui.widgets.levels import NEUTRAL, NIGHT, Levels
from bwc_review.ui.widgets.popover import Popover

_WIDTH = 300
_STEPS_PER_DOUBLING = 50  # of gamma
_MARGIN = 12
_PROMISE = "For this clip, on the screen only: files, exports and reels stay as recorded."
_OWN_KEYS = frozenset(
    {
        Qt.Key.Key_Left,
        Qt.Key.Key_Right,
        Qt.Key.Key_Up,
        Qt.Key.Key_Down,
        Qt.Key.Key_Home,
        Qt.Key.Key_End,
        Qt.Key.Key_PageUp,
        Qt.Key.Key_PageDown,
    }
)


class LevelSlider(QSlider):
    """A slider that keeps its own keys although the page has other uses for them."""

    def __init__(self, name: str, least: int, most: int) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self.setRange(least, most)
        self.setPageStep(10)
        self.setAccessibleName(name)

    def event(self, event: QEvent) -> bool:
        if not isinstance(event, QKeyEvent) or event.type() is not QEvent.Type.ShortcutOverride:
            return super().event(event)
        if event.key() in _OWN_KEYS and event.modifiers() == Qt.KeyboardModifier.NoModifier:
            event.accept()
            return True
        return super().event(event)


class LevelsPanel(Popover):
    """Changes how the picture is shown, at once.

    Signals:
        chosen: The `Levels` that the sliders stand for.
    """

    chosen = Signal(object)

    def __init__(self, host: QWidget, promise: str = _PROMISE) -> None:
        """Make the sliders.

        Args:
            host: What they float over.
            promise: A sentence that says what they leave alone.
        """
        super().__init__(host)
        self.setAccessibleName("Brightness, contrast and gamma")
        self._title = label("Picture on the screen", "strong")
        self._host = host
        self._levels = NEUTRAL
        self._is_showing = False
        self.brightness = LevelSlider("Brightness", -100, 100)
        self.contrast = LevelSlider("Contrast", -100, 100)
        self.gamma = LevelSlider("Gamma", -100, 100)
        self._values = [label("", "small") for _ in range(3)]
        self.night = button("Night", lambda: self._choose(NIGHT), tooltip="Lift the shadows of footage at night")
        self.reset = button("As recorded", lambda: self._choose(NEUTRAL), tooltip="Show the picture as it was recorded")
        self._lay_out(promise)
        changes: tuple[tuple[QSlider, Callable[[int], Levels]], ...] = (
            (self.brightness, lambda value: replace(self._levels, brightness=value)),
            (self.contrast, lambda value: replace(self._levels, contrast=value)),
            (self.gamma, lambda value: replace(self._levels, gamma_percent=gamma_of(value))),
        )
        for slider, changed in changes:
            slider.valueChanged.connect(lambda value, changed=changed: self._take(changed(value)))
        self.show_levels(NEUTRAL)

    def show_levels(self, levels: Levels) -> None:
        """Put the sliders where these levels are."""
        self._levels = levels
        self._is_showing = True
        self.brightness.setValue(levels.brightness)
        self.contrast.setValue(levels.contrast)
        self.gamma.setValue(round(_STEPS_PER_DOUBLING * log2(levels.gamma_percent / 100)))
        self._is_showing = False
        texts = (f"{levels.brightness:+d} %", f"{levels.contrast:+d} %", f"{levels.gamma_percent / 100:.2f}")
        for value, text in zip(self._values, texts, strict=True):
            value.setText(text.replace("+0 %", "0 %"))
        self.reset.setEnabled(not levels.is_neutral)

    def show_title(self, title: str) -> None:
        """Say which picture it changes."""
        self._title.setText(title)

    def move_over(self, picture: QWidget) -> None:
        """Move it to the lower right of another picture, or beside one that it would cover."""
        self.adjustSize()
        place = QRect(picture.mapTo(self._host, QPoint()), picture.size())
        left = place.right() - self.width() - _MARGIN
        if self.height() * 2 > place.height() or self.width() * 2 > place.width():
            beside = place.right() + _MARGIN, place.left() - self.width() - _MARGIN
            left = next((x for x in beside if 0 <= x <= self._host.width() - self.width()), left)
        self.move(max(0, left), max(0, place.bottom() - self.height() - _MARGIN))

    def show_over(self, picture: QWidget) -> None:
        """Show it at the lower right of the picture, or beside it."""
        self.move_over(picture)
        self.show_here()
        self.brightness.setFocus(Qt.FocusReason.PopupFocusReason)

    def _take(self, levels: Levels) -> None:
        if not self._is_showing:
            self._choose(levels)

    def _choose(self, levels: Levels) -> None:
        self.show_levels(levels)
        self.chosen.emit(levels)

    def _lay_out(self, promise: str) -> None:
        theme = current()
        rows = QGridLayout()
        rows.setHorizontalSpacing(theme.m)
        rows.setVerticalSpacing(theme.s)
        sliders = (self.brightness, self.contrast, self.gamma)
        for place, (slider, value) in enumerate(zip(sliders, self._values, strict=True)):
            value.setFont(fonts.tabular(theme.small_px))
            value.setMinimumWidth(44)
            value.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            rows.addWidget(label(slider.accessibleName()), place, 0)
            rows.addWidget(slider, place, 1)
            rows.addWidget(value, place, 2)
        buttons = QHBoxLayout()
        buttons.setSpacing(theme.s)
        buttons.addWidget(self.night)
        buttons.addWidget(self.reset)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.l, theme.m, theme.l, theme.m)
        column.setSpacing(theme.m)
        column.addWidget(self._title)
        column.addLayout(rows)
        column.addLayout(buttons)
        column.addWidget(label(promise, "small", wraps=True))
        self.setFixedWidth(_WIDTH)


def gamma_of(step: int) -> int:
    """Gamma in per cent for a place of the slider: 0 is as recorded, 50 twice."""
    return round(100 * 2 ** (step / _STEPS_PER_DOUBLING))
