"""The commands of the compare page, with their keys."""

from bwc_review.domain.time import US_PER_S
from bwc_review.ui.commands.registry import Command
from bwc_review.ui.commands.transport_commands import (
    END_GROUP,
    LOOP_GROUP,
    SPEED_GROUP,
    TransportCommands,
    play_command,
)
from bwc_review.ui.pages.picture_levels import levels_commands

PAGE = "compare"
_PAIR = "Compare"
_ALONE = LOOP_GROUP + 1


def _nudge(name: str, text: str, tooltip: str, key: str) -> Command:
    return Command(f"compare.{name}", text, tooltip, (key,), _PAIR, PAGE, group=2, is_repeating=True)


RENDER = Command(
    "compare.render", "&Render pair…", "Make a film of these two clips, side by side", ("Ctrl+R",), _PAIR, PAGE, "film"
)
ADD = Command(
    "compare.add",
    "&Add a clip beside these…",
    "Play a third and a fourth clip beside the pair; a film keeps to the pair",
    ("Ctrl+Shift+A",),
    _PAIR,
    PAGE,
    "plus",
    1,
)
REMOVE = Command(
    "compare.remove",
    "&Take the last added clip away",
    "Back to fewer clips",
    ("Ctrl+Shift+Backspace",),
    _PAIR,
    PAGE,
    "x",
    1,
)
FILL = play_command(
    PAGE,
    "fill",
    "&Pictures alone",
    "Fill the screen with the pictures, or go back; all keys go on working",
    "F11",
    icon="maximize",
    group=_ALONE,
    is_checkable=True,
)
LEAVE = play_command(PAGE, "leave", "Show the &rest again", "Leave the pictures alone", "Escape", group=_ALONE)
FIND = Command("compare.find", "&Find a clip", "Find clips on both sides", ("Ctrl+F",), _PAIR, PAGE, "search", 1)

TRANSPORT = TransportCommands.of_page(PAGE, "what the film will show")
MEETING = play_command(
    PAGE, "meeting", "To where they &meet", "Go to the moment on which all clips are aligned", "A", group=END_GROUP
)
MARK_IN = play_command(
    PAGE, "mark_in", "Set the in point", "Film and loop begin at this frame", "I", "Shift+I", group=LOOP_GROUP
)
MARK_OUT = play_command(
    PAGE, "mark_out", "Set the out point", "Film and loop end after this frame", "O", "Shift+O", group=LOOP_GROUP
)
HEAR_NEXT = play_command(
    PAGE,
    "hear",
    "&Hear another side",
    "Post, pre, one in each ear, all, none, an added one, in turn",
    "S",
    icon="ear",
    group=SPEED_GROUP,
)
NUDGES = (
    (_nudge("nudge_back", "Chosen clip one frame back", "One frame earlier against the others", "Alt+Left"), -1, 0),
    (_nudge("nudge_on", "Chosen clip one frame on", "One frame later against the others", "Alt+Right"), 1, 0),
    (
        _nudge("nudge_back_1", "Chosen clip 1 s back", "A second earlier against the others", "Alt+Shift+Left"),
        0,
        -US_PER_S,
    ),
    (
        _nudge("nudge_on_1", "Chosen clip 1 s on", "A second later against the others", "Alt+Shift+Right"),
        0,
        US_PER_S,
    ),
)
SIDES = tuple(
    Command(
        f"compare.side_{number}",
        f"Choose the {name} clip",
        "Move this side against the others, and change its brightness, with keys; a click chooses a side too",
        (str(number),),
        _PAIR,
        PAGE,
        group=3,
    )
    for number, name in enumerate(("pre-training", "post-training", "third", "fourth"), 1)
)
LEVELS, NIGHT = levels_commands(PAGE)
