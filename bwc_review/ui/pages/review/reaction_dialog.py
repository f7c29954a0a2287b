"""The exercise that measures how long a reviewer takes to press a key: a light comes on, a key answers."""

import time
from collections.abc import Callable, Sequence
from datetime import date
from random import Random

from PySide6.QtCore import QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QColor, QFont, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from bwc_review.domain.errors import InputError
from bwc_review.domain.reaction import Reaction, reaction_of
from bwc_review.ui.bridge.coding_settings import CodingSettings
from bwc_review.ui.theme import fonts
from bwc_review.ui.theme.apply import current
from bwc_review.ui.widgets.buttons import button
from bwc_review.ui.widgets.labels import label

_COUNT = 12
_SOONEST_MS, _LATEST_MS = 1_200, 2_600
_LIT_MS = 1_500
_INTRO = (
    "A light comes on {count} times, never in step. Press Space, or any letter or digit, as soon as you see it, "
    "as you press the keys of behaviours. The light does not flicker. It takes under a minute."
)
_RESULT = "Your reaction time is {median:,.0f} ms. The middle half of {count} presses lies within {spread:,.0f} ms."
_USE = (
    "If it is used, tags set while a clip plays are moved back by this time, times the playback speed, to the start of "
    "a frame. Nothing is moved while the clip is paused. Each tag keeps how far it was moved."
)


class Light(QWidget):
    """A disc that is either dark or lit; lit it also has a ring and a word.

    Signals:
        lit: It has been painted lit: now it can be seen.
    """

    lit = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._is_on = False
        self._is_seen = False
        self.setFixedHeight(190)
        self.setAccessibleName("Light")

    def switch(self, *, is_on: bool) -> None:
        """Turn it on or off."""
        self._is_on, self._is_seen = is_on, False
        self.setAccessibleDescription("On" if is_on else "Off")
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        theme = current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        centre = QRectF(self.rect()).center()
        disc = QRectF(centre.x() - 60, centre.y() - 60, 120, 120)
        painter.setPen(QPen(theme.colour("line_strong"), 2))
        painter.setBrush(theme.colour("accent") if self._is_on else theme.colour("sunken"))
        painter.drawEllipse(disc)
        if self._is_on:
            painter.setPen(QPen(theme.colour("text"), 4))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(disc.adjusted(-10, -10, 10, 10))
            painter.setPen(QColor(theme.on_accent))
            painter.setFont(fonts.font(theme.title_px, QFont.Weight.DemiBold))
            painter.drawText(disc, Qt.AlignmentFlag.AlignCenter, "Now")
            if not self._is_seen:
                self._is_seen = True
                self.lit.emit()


class ReactionDialog(QDialog):
    """Runs the exercise and keeps what it shows, if the reviewer wants it kept."""

    def __init__(
        self,
        settings: CodingSettings,
        parent: QWidget | None = None,
        pauses_ms: Sequence[int] | None = None,
        clock: Callable[[], int] | None = None,
    ) -> None:
        """Make it.

        Args:
            settings: Where the reaction time is kept.
            parent: Qt parent.
            pauses_ms: Pauses before each light; else at random.
            clock: Gives the time in microseconds.
        """
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("reaction")
        self.setWindowTitle("Measure your reaction time")
        self._settings = settings
        self._given_ms = pauses_ms
        self._pauses_ms: list[int] = []
        self._clock = clock or (lambda: time.perf_counter_ns() // 1_000)
        self._shown_us: list[int] = []
        self._pressed_us: list[int] = []
        self.reaction: Reaction | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._tick)
        self._is_running, self._is_on = False, False
        self.light = Light()
        self.light.lit.connect(lambda: self._shown_us.append(self._clock()))
        self.words = label(_INTRO.format(count=self._count), wraps=True)
        self.words.setMinimumHeight(90)
        self.progress = label("", "muted")
        self.begin = button("Start", self.start, kind="primary")
        self.use = button("Use it from now on", lambda: self._keep(is_used=True), kind="primary")
        self.keep = button("Keep it, do not use it", lambda: self._keep(is_used=False))
        self._lay_out()
        self._show_buttons()

    def start(self) -> None:
        """Begin, or begin again."""
        random = Random()
        self._pauses_ms = list(self._given_ms or [random.randint(_SOONEST_MS, _LATEST_MS) for _ in range(_COUNT)])
        self._shown_us, self._pressed_us, self.reaction = [], [], None
        self._is_running = True
        self.words.setText("Press a key as soon as the light comes on.")
        self._show_buttons()
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self._wait()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._is_running or event.key() == Qt.Key.Key_Escape:
            super().keyPressEvent(event)
            return
        if event.isAutoRepeat() or not (event.text().isalnum() or event.key() == Qt.Key.Key_Space):
            return
        self._pressed_us.append(self._clock())
        if self._is_on:
            self._go_on()

    def closeEvent(self, event: QCloseEvent) -> None:
        self._timer.stop()
        super().closeEvent(event)

    def done(self, result: int) -> None:
        """Stop and close."""
        self._timer.stop()
        super().done(result)

    @property
    def _count(self) -> int:
        return len(self._given_ms) if self._given_ms else _COUNT

    def _wait(self) -> None:
        self._is_on = False
        self.light.switch(is_on=False)
        self.progress.setText(f"{self._count - len(self._pauses_ms)} of {self._count}")
        self._timer.start(self._pauses_ms.pop(0))

    def _tick(self) -> None:
        if self._is_on:
            self._go_on()  # nobody pressed
            return
        self._is_on = True
        self.light.switch(is_on=True)
        self._timer.start(_LIT_MS)

    def _go_on(self) -> None:
        self._timer.stop()
        if self._pauses_ms:
            self._wait()
        else:
            self._finish()

    def _finish(self) -> None:
        self._is_running, self._is_on = False, False
        self.light.switch(is_on=False)
        self.progress.setText("")
        try:
            found = reaction_of(self._shown_us, self._pressed_us, date.today())
        except InputError as error:
            self.words.setText(error.message)
        else:
            self.reaction = found
            result = _RESULT.format(median=found.median_us / 1000, count=found.count, spread=found.spread_us / 1000)
            self.words.setText(f"{result}\n\n{_USE}")
        self._show_buttons()

    def _keep(self, *, is_used: bool) -> None:
        if self.reaction is not None:
            self._settings.keep_reaction(self.reaction)
            self._settings.is_compensating = is_used
        self.accept()

    def _show_buttons(self) -> None:
        has_result = self.reaction is not None
        self.begin.setVisible(not self._is_running)
        self.begin.setText("Start" if not self._shown_us else "Again")
        self.use.setVisible(has_result)
        self.keep.setVisible(has_result)
        (self.use if has_result else self.begin).setDefault(True)

    def _lay_out(self) -> None:
        theme = current()
        self.setFixedWidth(560)
        row = QHBoxLayout()
        row.addWidget(self.progress, 1)
        row.addWidget(button("Close", self.reject))
        row.addWidget(self.keep)
        row.addWidget(self.begin)
        row.addWidget(self.use)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.xl, theme.xl, theme.xl, theme.l)
        column.setSpacing(theme.m)
        column.addWidget(label("Measure your reaction time", "display"))
        column.addWidget(self.words)
        column.addWidget(self.light)
        column.addLayout(row)
