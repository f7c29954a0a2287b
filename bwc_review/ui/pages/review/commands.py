"""The commands of the review page, with their keys."""

from bwc_review.domain import coding
from bwc_review.ui.commands.registry import Command
from bwc_review.ui.commands.transport_commands import LOOP_GROUP, MENU, SPEED_GROUP, TransportCommands, play_command

PAGE = "review"
PLAY_MENU, TAG_MENU = MENU, "Tag"
_ZOOM = LOOP_GROUP + 1


def _tag(
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
        f"review.{name}",
        text,
        tooltip,
        keys,
        TAG_MENU,
        PAGE,
        icon,
        group,
        is_checkable=is_checkable,
        is_repeating=is_repeating,
    )


TRANSPORT = TransportCommands.of_page(
    PAGE, "from the in point to the out point, or the chosen tag,", has_free_letters=False
)
LOUDER = play_command(
    PAGE, "louder", "This clip louder", "3 dB louder, remembered for this clip", "Ctrl+Up", group=SPEED_GROUP
)
SOFTER = play_command(
    PAGE, "softer", "This clip softer", "3 dB softer, remembered for this clip", "Ctrl+Down", group=SPEED_GROUP
)
MARK_IN = play_command(
    PAGE, "mark_in", "Set the in point", "A loop begins at the frame on the screen", "Shift+I", group=LOOP_GROUP
)
MARK_OUT = play_command(
    PAGE, "mark_out", "Set the out point", "A loop ends after the frame on the screen", "Shift+O", group=LOOP_GROUP
)
ZOOM_IN = play_command(
    PAGE, "zoom_in", "Zoom in on the timeline", "See less time, down to single frames", "Ctrl++", "Ctrl+=", group=_ZOOM
)
ZOOM_OUT = play_command(PAGE, "zoom_out", "Zoom out of the timeline", "See more time", "Ctrl+-", group=_ZOOM)
ZOOM_ALL = play_command(PAGE, "zoom_all", "Whole clip on the timeline", "See all of the clip", "Ctrl+0", group=_ZOOM)

PREVIOUS = _tag("previous", "&Previous tag", "Choose the tag before", "Up", icon="arrow-up", is_repeating=True)
NEXT = _tag("next", "&Next tag", "Choose the tag after", "Down", icon="arrow-down", is_repeating=True)
EDIT = _tag("edit", "&Edit the tag", "Change the time of the chosen tag", "Return", "Enter", icon="pencil", group=1)
NOTE = _tag("note", "N&ote on the tag", "Write what is seen and heard", "F2", icon="message-square", group=1)
DELETE = _tag("delete", "&Remove the tag", "Remove the chosen tags", "Delete", icon="trash-2", group=1)
WHO = _tag("who", "&Who shows it", "Say who shows the last behaviour tagged: O1, O2, O3, P1, P2, B in turn", "Alt+A")
_WHO = {
    "O1": "The officer who wears the camera showed it",
    "O2": "The second officer showed it",
    "O3": "The third officer showed it",
    "P1": "The person showed it",
    "P2": "The second person showed it",
    "B": "A bystander showed it",
}
ACTORS = tuple(
    (_tag(f"who_{actor.lower()}", f"Shown by {actor}", _WHO[actor], f"Alt+Shift+{place}", group=6), actor)
    for place, actor in enumerate(coding.ACTORS, start=1)
)
TARGET = _tag("target", "To &whom", "Say to whom it was said or done: P1, P2, B and the officers in turn", "Alt+W")
CONFIDENCE = _tag("confidence", "&How sure", "Say how sure you are: 1 low, 2, 3 high, in turn", "Alt+C")
HEARD = _tag(
    "heard", "Heard, &not seen", "Say that the last behaviour tagged was heard and not seen", "Alt+S", icon="ear"
)
NEXT_PROFILE = _tag(
    "next_profile", "Next &profile", "Show the rubric's next profile or pass", "Ctrl+Shift+P", icon="list", group=4
)
PAUSING = _tag(
    "pausing",
    "Pause when tagging",
    "Pause the clip whenever something is tagged",
    "Ctrl+Shift+H",
    icon="pause",
    group=7,
    is_checkable=True,
)
COMPENSATING = _tag(
    "compensating",
    "Use my reaction time",
    "Set tags back by your measured reaction time while the clip plays",
    "Ctrl+Shift+T",
    icon="clock",
    group=7,
    is_checkable=True,
)
EXERCISE = _tag(
    "reaction", "Measure my reaction time…", "A minute of pressing a key when a light comes on", "Ctrl+Shift+Y", group=7
)
NUDGES = (
    (_tag("onset_back", "Onset one frame back", "Move the onset", "Alt+Left", group=2, is_repeating=True), False, -1),
    (_tag("onset_on", "Onset one frame on", "Move the onset", "Alt+Right", group=2, is_repeating=True), False, 1),
    (_tag("end_back", "End one frame back", "Move the end", "Alt+Shift+Left", group=2, is_repeating=True), True, -1),
    (_tag("end_on", "End one frame on", "Move the end", "Alt+Shift+Right", group=2, is_repeating=True), True, 1),
)
LOOK_UP = _tag(
    "look_up", "&Definition", "Show what a behaviour means: then press its key", "Ctrl+I", icon="book-open", group=3
)
LEAVE = _tag("leave", "Leave", "Choose no level, close the definition", "Esc", group=3)
SHOW_PAD = _tag("show_pad", "Show the &rubric", "Show the rubric pad", "Ctrl+R", group=4)
SHOW_TAGS = _tag("show_tags", "Show the &tags", "Show the table of tags", "Ctrl+T", icon="list", group=4)
SHOW_RATINGS = _tag("show_ratings", "Show the r&atings", "Show the rating items", "Ctrl+E", group=4)
