"""The commands of the present page, with their keys."""

from bwc_review.ui.commands.registry import Command
from bwc_review.ui.commands.transport_commands import END_GROUP, LOOP_GROUP, TransportCommands, play_command
from bwc_review.ui.pages.picture_levels import levels_commands

PAGE = "present"
_MAKE = "Present"
_ALONE = LOOP_GROUP + 1


RENDER = Command("present.render", "&Render a reel…", "Make a film from a reel file", ("Ctrl+R",), _MAKE, PAGE, "film")
DEMO = Command(
    "present.demo",
    "Render the &demo reel…",
    "Make the film of the demo study: two calls, before and after a course",
    (),
    _MAKE,
    PAGE,
    "clapperboard",
)
OPEN = Command(
    "present.open",
    "&Open with another program",
    "Open the chosen file with this computer's own program",
    ("Ctrl+Return",),
    _MAKE,
    PAGE,
    "external-link",
    1,
)
FOLDER = Command(
    "present.folder",
    "Open &folder",
    "Open the folder of the chosen file",
    ("Ctrl+Shift+O",),
    _MAKE,
    PAGE,
    "folder-open",
    1,
)

TRANSPORT = TransportCommands.of_page(PAGE, "this part")
FILL = play_command(
    PAGE,
    "fill",
    "&Film alone",
    "Fill the screen with the film and nothing else, or go back; all keys go on working",
    "F11",
    "F5",
    icon="maximize",
    group=_ALONE,
    is_checkable=True,
)
LEAVE = play_command(
    PAGE, "leave", "Show the &rest again", "Leave the film alone on the screen", "Escape", group=_ALONE
)
NEXT = play_command(
    PAGE,
    "next",
    "&Next part",
    "Go to the next card, clip or pair; pointers for slides do it too",
    "PgDown",
    group=END_GROUP,
)
PREVIOUS = play_command(
    PAGE, "previous", "Pre&vious part", "Go to the start of this part, then to the part before", "PgUp", group=END_GROUP
)
LEVELS, NIGHT = levels_commands(PAGE)
