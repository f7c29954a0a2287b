"""What can be done with the picture on the review page: zoom, brightness, the whole screen."""

from PySide6.QtCore import QObject, QPointF, Signal
from PySide6.QtWidgets import QWidget

from bwc_review.ui.commands.registry import Registry
from bwc_review.ui.pages.picture_levels import PictureLevels
from bwc_review.ui.pages.review import picture_commands as commands
from bwc_review.ui.widgets.picture import PictureWidget

_ZOOM = 1.25
_PAN_SHARE = 0.1  # of the widget's size at a key


class PictureTools(QObject):
    """Joins the commands to the picture.

    Attributes:
        levels: Its brightness, contrast and gamma.

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
        self.levels = PictureLevels((commands.LEVELS, commands.NIGHT), [picture], registry, host)
        slots = {
            commands.CLOSER: lambda: picture.zoom_by(_ZOOM),
            commands.FARTHER: lambda: picture.zoom_by(1 / _ZOOM),
            commands.FIT: picture.fit,
        }
        self._fill = registry.add(commands.FILL, self._set_alone, host)
        self.actions = [self._fill, *self.levels.actions]
        self.actions += [registry.add(command, slot, host) for command, slot in slots.items()]
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
        self._picture.fit()
        self.levels.show_clip(name)

    def leave_alone(self) -> bool:
        """Give the window back; false if the picture had not the whole screen."""
        was_alone = self.is_alone
        self._fill.setChecked(False)
        return was_alone

    def leave(self) -> bool:
        """Close the sliders, else give the window back; false if there was neither."""
        return self.levels.close() or self.leave_alone()

    def _set_alone(self, is_alone: bool) -> None:
        self.levels.close()
        self.alone_changed.emit(is_alone)
        key = self._fill.shortcut().toString()
        words = f"Esc or {key} shows the rest again" if key else "Esc shows the rest again"
        self._picture.show_notice(words if is_alone else "")

    def _look(self, step: QPointF) -> None:
        picture = self._picture
        picture.pan(QPointF(step.x() * picture.width() * _PAN_SHARE, step.y() * picture.height() * _PAN_SHARE))
