"""The bar under the picture: go, step, play, time, speed, loop."""

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QAction, QFont, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QMenu, QSlider, QToolButton, QWidget

from bwc_review.domain.time import Moment, review_text
from bwc_review.ui.theme import fonts
from bwc_review.ui.theme.apply import current
from bwc_review.ui.theme.icons import icon
from bwc_review.ui.widgets.labels import label

HEIGHT = 42
_ICON = QSize(18, 18)
_PLAY_ICON = QSize(20, 20)
_WITH_LENGTH, _WITH_VOLUME, _WITH_ENDS, _WITH_STEPS, _LEAST = 640, 700, 570, 500, 400
_WITH_PART = 735  # and the width of its words


class TransportBar(QFrame):
    """Buttons for actions, and the volume.

    What the actions do: start, back, play, on, end, slower, faster, loop, sound.

    Signals:
        volume_changed: Per cent, from 0 to 100, once somebody has changed it.
    """

    volume_changed = Signal(int)

    def __init__(
        self,
        actions: Mapping[str, QAction],
        speeds_percent: Sequence[int],
        choose_speed: Callable[[int], None],
        parent: QWidget | None = None,
    ) -> None:
        """Make the bar.

        Args:
            actions: Actions by what they do.
            speeds_percent: Speeds that the speed button offers.
            choose_speed: Called with the one that was chosen.
            parent: Qt parent.
        """
        super().__init__(parent)
        self.setProperty("area", "bar")
        self.setFixedHeight(HEIGHT)
        self._time = label("00:00.000")
        self._time.setFont(fonts.tabular(current().title_px, QFont.Weight.DemiBold))
        self._time.setAccessibleName("Time")
        self._length = _small_figures()
        self._whole = self._part = ""
        self._play = _button(actions["play"], _PLAY_ICON)
        self._volume = QSlider(Qt.Orientation.Horizontal)
        self._speed = QToolButton()
        self._row = QHBoxLayout(self)
        self._menu = QMenu(self._speed)
        self._lay_out(actions, speeds_percent, choose_speed)
        self.set_speed(100)
        self.set_playing(is_playing=False)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        # Where the room is short the time stays whole: keys and the menus do the same as the buttons that go.
        self._show_length()
        self._volume.setVisible(self.width() >= _WITH_VOLUME)
        for least, buttons in ((_WITH_ENDS, self._ends), (_WITH_STEPS, self._speed_steps)):
            for made in buttons:
                made.setVisible(self.width() >= least)

    def minimumSizeHint(self) -> QSize:
        return QSize(_LEAST, HEIGHT)

    def add_button(self, action: QAction) -> None:
        """Add a button at the end."""
        self._row.addWidget(_button(action))

    def show_time(self, moment: Moment) -> None:
        """Show where it is."""
        self._time.setText(review_text(moment))

    def show_volume(self, percent: int) -> None:
        """Show the volume, which nobody has changed by hand."""
        with QSignalBlocker(self._volume):
            self._volume.setValue(percent)

    def set_volume_enabled(self, *, is_enabled: bool) -> None:
        """Let the volume be changed, or not."""
        self._volume.setEnabled(is_enabled)

    def show_length(self, duration_us: int, part: str = "") -> None:
        """Show how long the recording is, and perhaps which part of it this is."""
        self._whole, self._part = f"/ {review_text(Moment(duration_us))}", part
        self._show_length()

    def set_playing(self, *, is_playing: bool) -> None:
        """Offer to pause, or to play."""
        self._play.setIcon(icon("pause" if is_playing else "play", "text"))
        self._play.setAccessibleName("Pause" if is_playing else "Play")

    def set_speed(self, percent: int) -> None:
        """Show the speed."""
        self._speed.setText(speed_text(percent))
        self._speed.setAccessibleName(f"Speed {speed_text(percent)}")

    def _show_length(self) -> None:
        """Show the length, and the part after it where there is room for it as well."""
        part = f" · {self._part}" if self._part else ""
        has_room = self.width() >= _WITH_PART + self._length.fontMetrics().horizontalAdvance(part)
        self._length.setText(f"{self._whole}{part}" if has_room else self._whole)
        self._length.setVisible(self.width() >= _WITH_LENGTH)

    def _lay_out(
        self, actions: Mapping[str, QAction], speeds_percent: Sequence[int], choose_speed: Callable[[int], None]
    ) -> None:
        row = self._row
        row.setContentsMargins(current().s, 0, current().m, 0)
        row.setSpacing(2)
        start, end = self._ends = [_button(actions[name]) for name in ("start", "end")]
        for made in (start, _button(actions["back"]), self._play, _button(actions["on"]), end):
            row.addWidget(made)
        row.addSpacing(current().m)
        for words in (self._time, self._length):
            row.addWidget(words)
            row.addSpacing(current().s)
        row.addStretch(1)
        for percent in speeds_percent:
            self._menu.addAction(speed_text(percent), lambda percent=percent: choose_speed(percent))
        self._speed.setMenu(self._menu)
        self._speed.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._speed.setToolTip("Speed")
        self._speed.setFont(fonts.tabular(current().body_px, QFont.Weight.DemiBold))
        self._speed.setMinimumWidth(52)
        self._speed.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        slower, faster = self._speed_steps = [_button(actions[name]) for name in ("slower", "faster")]
        for made in (slower, self._speed, faster):
            row.addWidget(made)
        row.addSpacing(current().s)
        for name in ("loop", "sound"):
            row.addWidget(_button(actions[name]))
        self._volume.setRange(0, 100)
        self._volume.setValue(100)
        self._volume.setFixedWidth(84)
        self._volume.setAccessibleName("Volume")
        self._volume.setToolTip("Volume")
        self._volume.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._volume.valueChanged.connect(self.volume_changed)
        row.addWidget(self._volume)


def speed_text(percent: int) -> str:
    """A speed as it is shown: 100 is “1×”, 50 is “0.5×”."""
    return f"{percent / 100:g}×"


def _button(action: QAction, size: QSize = _ICON) -> QToolButton:
    made = QToolButton()
    made.setDefaultAction(action)
    made.setIconSize(size)
    made.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
    made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    made.setAccessibleName(action.text().replace("&", ""))
    return made


def _small_figures() -> QLabel:
    made = label("", "small")
    made.setFont(fonts.tabular(current().small_px))
    return made
