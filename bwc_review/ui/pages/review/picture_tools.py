"""What can be done with the picture on the review page: zoom, brightness, the whole screen."""

from PySide6.QtCore import QObject, QPointF, Signal
from PySide6.QtWidgets import QWidget

from bwc_review.ui.commands.registry import Registry
from bwc_review.ui.pages.review import picture_commands as commands
from bwc_review.ui.widgets.levels import NEUTRAL, NIGHT, Levels
from bwc_review.ui.widgets.levels_panel import LevelsPanel
from bwc_review.ui.widgets.picture import PictureWidget

_ZOOM = 1.25
_PAN_SHARE = 0.1  # of the widget's size at a key


class PictureTools(QObject):
    """Joins the commands to the picture, and remembers the levels of each clip while the program runs.

    Signals:
        alone_changed: True when the picture wants the whole screen.
    """

    alone_changed = Signal(bool)

    def __init__(self, picture: PictureWidget, registry: Registry, host: QWidget) -> None:
        """Make them.

        Args:
            picture: The picture.
            registry: Where the commands go.
            host: The page on which their keys work.
        """
        super().__init__(picture)
        self._picture = picture
        self._clip = ""
        self._kept: dict[str, Levels] = {}
        self.panel = LevelsPanel(host)
        self.panel.chosen.connect(self._set_levels)
        slots = {
            commands.CLOSER: lambda: picture.zoom_by(_ZOOM),
            commands.FARTHER: lambda: picture.zoom_by(1 / _ZOOM),
            commands.FIT: picture.fit,
            commands.LEVELS: self._switch_panel,
            commands.NIGHT: self._switch_night,
        }
        self._fill = registry.add(commands.FILL, self._set_alone, host)
        self.actions = [self._fill, *(registry.add(command, slot, host) for command, slot in slots.items())]
        for command, step in commands.MOVES:
            self.actions.append(registry.add(command, lambda step=step: self._look(step), host))
        picture.double_clicked.connect(self._fill.toggle)

    @property
    def is_alone(self) -> bool:
        """True while the picture has the whole screen."""
        return self._fill.isChecked()

    def show_clip(self, name: str) -> None:
        """Another clip is shown: the whole picture, with the levels that were set for it.

        Args:
            name: What tells the clip from others, such as the hash of its file.
        """
        self._clip = name
        self._picture.fit()
        levels = self._kept.get(name, NEUTRAL)
        self._picture.set_levels(levels)
        self.panel.show_levels(levels)

    def leave_alone(self) -> bool:
        """Give the window back; false if the picture had not the whole screen."""
        was_alone = self.is_alone
        self._fill.setChecked(False)
        return was_alone

    def leave(self) -> bool:
        """Close the sliders, else give the window back; false if there was neither."""
        if self.panel.isVisible():
            self.panel.hide()
            return True
        return self.leave_alone()

    def _set_alone(self, is_alone: bool) -> None:
        self.panel.hide()
        self.alone_changed.emit(is_alone)
        key = self._fill.shortcut().toString()
        words = f"Esc or {key} shows the rest again" if key else "Esc shows the rest again"
        self._picture.show_notice(words if is_alone else "")

    def _look(self, step: QPointF) -> None:
        picture = self._picture
        picture.pan(QPointF(step.x() * picture.width() * _PAN_SHARE, step.y() * picture.height() * _PAN_SHARE))

    def _switch_panel(self) -> None:
        if self.panel.isVisible():
            self.panel.hide()
        else:
            self.panel.show_over(self._picture)

    def _switch_night(self) -> None:
        self._set_levels(NIGHT if self._picture.levels.is_neutral else NEUTRAL)

    def _set_levels(self, levels: Levels) -> None:
        self._kept[self._clip] = levels
        self._picture.set_levels(levels)
        self.panel.show_levels(levels)
