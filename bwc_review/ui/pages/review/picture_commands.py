"""The commands for the picture on the review page, with their keys."""

from PySide6.QtCore import QPointF

from bwc_review.ui.commands.registry import Command
from bwc_review.ui.pages.picture_levels import MENU, levels_commands
from bwc_review.ui.pages.review.commands import PAGE


def _command(
    name: str,
    text: str,
    tooltip: str,
    *keys: str,
    icon: str = "",
    group: int = 0,
    is_repeating: bool = False,
    is_checkable: bool = False,
) -> Command:
    return Command(
        f"picture.{name}",
        text,
        tooltip,
        keys,
        MENU,
        PAGE,
        icon,
        group,
        is_checkable=is_checkable,
        is_repeating=is_repeating,
    )


FILL = _command(
    "fill",
    "&Picture alone",
    "Fill the screen with the picture, or go back; all keys go on working",
    "F11",
    icon="maximize",
    is_checkable=True,
)
CLOSER = _command(
    "closer",
    "Zoom &in on the picture",
    "See more detail: the wheel does it where the pointer is, and a drag moves the picture",
    "Alt++",
    "Alt+=",
    group=1,
    is_repeating=True,
)
FARTHER = _command("farther", "Zoom &out", "See more of the picture", "Alt+-", group=1, is_repeating=True)
FIT = _command("fit", "&Whole picture", "See all of the picture", "Alt+0", group=1)
MOVES = tuple(
    (
        _command(
            f"look_{name}",
            f"Look {name}",
            f"Move the zoomed picture so that more is seen {where}",
            f"Ctrl+Shift+{name.title()}",
            group=2,
            is_repeating=True,
        ),
        step,
    )
    for name, where, step in (
        ("left", "on the left", QPointF(1, 0)),
        ("right", "on the right", QPointF(-1, 0)),
        ("up", "above", QPointF(0, 1)),
        ("down", "below", QPointF(0, -1)),
    )
)
LEVELS, NIGHT = levels_commands(PAGE, "picture")
