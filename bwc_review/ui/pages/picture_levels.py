"""Brightness, contrast and gamma of what a page plays, on the screen only: commands, sliders, and what was set."""

from collections.abc import Sequence

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from bwc_review.ui.commands.registry import Command, Registry
from bwc_review.ui.widgets.levels import NEUTRAL, NIGHT, Levels
from bwc_review.ui.widgets.levels_panel import LevelsPanel
from bwc_review.ui.widgets.picture import PictureWidget

MENU = "Picture"


def levels_commands(page: str, prefix: str = "") -> tuple[Command, Command]:
    """The commands for the sliders and for night footage, which have the same keys on every page that plays.

    Args:
        page: The page on which they work.
        prefix: Before the dot of their ids; empty for the page.
    """
    prefix = prefix or page
    return (
        Command(
            f"{prefix}.levels",
            "&Brightness, contrast, gamma…",
            "Change how the picture is shown, on the screen only",
            ("Alt+B",),
            MENU,
            page,
            "sun",
            3,
        ),
        Command(
            f"{prefix}.night",
            "&Night footage",
            "Lift the shadows, on the screen only; again shows the picture as recorded",
            ("Alt+Shift+B",),
            MENU,
            page,
            group=3,
        ),
    )


class PictureLevels(QObject):
    """Joins the commands to one or more pictures, and remembers the levels of each clip while the program runs.

    Attributes:
        panel: The sliders.
        actions: The commands' actions.
    """

    def __init__(
        self,
        commands: tuple[Command, Command],
        pictures: Sequence[PictureWidget],
        registry: Registry,
        host: QWidget,
        panel: LevelsPanel | None = None,
    ) -> None:
        """Make them.

        Args:
            commands: For the sliders and for night footage.
            pictures: The pictures; the first is chosen.
            registry: Where the commands go.
            host: The page on which their keys work.
            panel: Sliders with words of their own.
        """
        super().__init__(host)
        self._pictures = tuple(pictures)
        self._clips = [""] * len(pictures)
        self._chosen = 0
        self._kept: dict[str, Levels] = {}
        self.panel = panel or LevelsPanel(host)
        self.panel.chosen.connect(self._set_levels)
        slots = (self._switch_panel, self._switch_night)
        self.actions = [registry.add(command, slot, host) for command, slot in zip(commands, slots, strict=True)]

    def show_clip(self, name: str, place: int = 0) -> None:
        """Another clip is shown: with the levels that were set for it.

        Args:
            name: What tells the clip from others, such as the hash of its file.
            place: Number of the picture.
        """
        self._clips[place] = name
        self._pictures[place].set_levels(self._kept.get(name, NEUTRAL))
        if place == self._chosen:
            self.panel.show_levels(self._pictures[place].levels)

    def choose(self, place: int, title: str) -> None:
        """From now on the commands work on another picture; sliders that are open go there.

        Args:
            place: Number of the picture.
            title: What the sliders call it.
        """
        self._chosen = place
        self.panel.show_title(title)
        self.panel.show_levels(self._pictures[place].levels)
        if self.panel.isVisible():
            self.panel.move_over(self._pictures[place])

    def close(self) -> bool:
        """Close the sliders; false if they were not open."""
        was_open = self.panel.isVisible()
        self.panel.hide()
        return was_open

    def _switch_panel(self) -> None:
        if not self.close():
            self.panel.show_over(self._pictures[self._chosen])

    def _switch_night(self) -> None:
        self._set_levels(NIGHT if self._pictures[self._chosen].levels.is_neutral else NEUTRAL)

    def _set_levels(self, levels: Levels) -> None:
        self._kept[self._clips[self._chosen]] = levels
        self._pictures[self._chosen].set_levels(levels)
        self.panel.show_levels(levels)
