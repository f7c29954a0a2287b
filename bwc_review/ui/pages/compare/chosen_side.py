"""The side that keys work on: it is moved against the others, and shown brighter or darker."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from bwc_review.ui.commands.registry import Registry
from bwc_review.ui.models.pair_clips import PairClip
from bwc_review.ui.pages.compare import commands
from bwc_review.ui.pages.compare.side import SideView
from bwc_review.ui.pages.picture_levels import PictureLevels
from bwc_review.ui.widgets.announce import announce

_USUAL = 1  # the post-training side


class ChosenSide(QObject):
    """Lets a side be chosen, with a click or a key, and joins the commands to it.

    Attributes:
        place: Number of the chosen side.
        levels: Brightness, contrast and gamma of each side.
        actions: The actions of its commands that work while clips are open.

    Signals:
        nudged: So many frames, and so many microseconds, that a side, named by its number first, shall show later.
        changed: Number of the side that is chosen now.
    """

    nudged = Signal(int, int, int)
    changed = Signal(int)

    def __init__(self, views: Sequence[SideView], registry: Registry, host: QWidget) -> None:
        """Make it.

        Args:
            views: All sides, seen or not.
            registry: Where its commands go.
            host: The page on which their keys work.
        """
        super().__init__(host)
        self._views = tuple(views)
        self._count = 0
        self.place = _USUAL
        pictures = [view.picture for view in views]
        self.levels = PictureLevels((commands.LEVELS, commands.NIGHT), pictures, registry, host)
        self.actions = list(self.levels.actions)
        for command, frames, us in commands.NUDGES:
            slot = lambda frames=frames, us=us: self.nudged.emit(self.place, frames, us)  # noqa: E731 - bound in the loop
            self.actions.append(registry.add(command, slot, host))
        self._choices = [
            registry.add(command, lambda place=place: self.choose(place), host)
            for place, command in enumerate(commands.SIDES)
        ]
        for place, view in enumerate(views):
            view.chosen.connect(lambda place=place: self.choose(place))
        self.show_clips(())

    def show_clips(self, clips: Sequence[PairClip], hashes: Sequence[str] = ()) -> None:
        """Other clips are open, with the levels that were set for each; a chosen side that is gone is left."""
        self._count = len(clips)
        for place, name in enumerate(hashes):
            self.levels.show_clip(name, place)
        for place, choice in enumerate(self._choices):
            choice.setEnabled(place < self._count)
        self._mark(self.place if self.place < self._count else _USUAL)

    def choose(self, place: int) -> None:
        """From now on keys work on this side."""
        if place < self._count and place != self.place:
            self._mark(place)
            announce(self._views[place], f"{self._views[place].name} clip chosen")

    def _mark(self, place: int) -> None:
        self.place = place
        for number, view in enumerate(self._views):
            view.set_chosen(is_chosen=number == place and self._count > 0)
        self.levels.choose(place, f"{self._views[place].name} picture on the screen")
        self.changed.emit(place)
