"""The commands that change, select and find tags, and look at the timeline, with their keys."""

from bwc_review.ui.commands.registry import Command
from bwc_review.ui.pages.review.commands import PAGE, PLAY_MENU, TAG_MENU

_MOVE, _SHAPE, _SELECT, _FIND, _FILM = 12, 13, 14, 15, 16  # groups of the menu
_VIEW = 8


def _tag(name: str, text: str, tooltip: str, key: str, group: int, *, repeats: bool = False, icon: str = "") -> Command:
    return Command(f"review.{name}", text, tooltip, (key,), TAG_MENU, PAGE, icon, group, is_repeating=repeats)


def _look(name: str, text: str, tooltip: str, key: str, *, is_switch: bool = False) -> Command:
    return Command(f"review.{name}", text, tooltip, (key,), PLAY_MENU, PAGE, group=_VIEW, is_checkable=is_switch)


MOVES = (
    (_tag("tag_back", "Tag one frame back", "Move all of the chosen tags", "Alt+,", _MOVE, repeats=True), -1),
    (_tag("tag_on", "Tag one frame on", "Move all of the chosen tags", "Alt+.", _MOVE, repeats=True), 1),
)
ONSET_HERE = _tag("onset_here", "&Onset here", "Let the chosen tag begin at the frame on the screen", "Alt+I", _MOVE)
END_HERE = _tag("end_here", "E&nd here", "Let the chosen state end at the frame on the screen", "Alt+O", _MOVE)
SPLIT = _tag("split", "Split the stat&e here", "Cut the state in two at the frame on the screen", "Alt+X", _SHAPE)
MERGE = _tag(
    "merge",
    "&Merge states",
    "Join the chosen states of one behaviour, or the chosen one with the next of its kind",
    "Alt+J",
    _SHAPE,
)
CHANGE = _tag("change", "C&hange the chosen tags", "Go to the fields of the chosen tags", "Ctrl+D", _SHAPE)
SELECT_ALL = _tag("select_all", "Choose &all tags", "Choose all tags that the table shows", "Ctrl+A", _SELECT)
EXTENDS = (
    (_tag("extend_back", "Choose the one before as well", "Choose more", "Shift+Up", _SELECT, repeats=True), False),
    (_tag("extend_on", "Choose the one after as well", "Choose more", "Shift+Down", _SELECT, repeats=True), True),
)
FILTER = _tag("filter", "&Filter tags", "Type words that the tags must hold", "Ctrl+F", _FIND, icon="search")
SHOW_ALL = _tag("show_all", "Show all ta&gs", "Clear the filter", "Ctrl+Shift+F", _FIND)
REPLACE = _tag(
    "replace", "Replace in notes…", "Find words in the notes that are shown, and replace them", "Ctrl+H", _FIND
)
FILM = _tag(
    "film",
    "Make a fi&lm of the chosen tags…",
    "Cut the chosen tags out of the clip, each with its lead and lag, as one film; it is made on Present",
    "Ctrl+Shift+M",
    _FILM,
    icon="film",
)

ZOOM_FRAMES = _look("zoom_frames", "Single frames on the timeline", "See single frames around the playhead", "Ctrl+8")
ZOOM_TAG = _look("zoom_tag", "Chosen tags on the timeline", "See the chosen tags as large as they fit", "Ctrl+9")
FOLLOW = _look(
    "follow", "Follow the playhead", "Turn the timeline's page when the playhead leaves it", "Alt+Y", is_switch=True
)
SNAP = _look(
    "snap",
    "Snap to edges",
    "Let dragged edges snap to other tags and the playhead; with Alt held they go free",
    "Alt+M",
    is_switch=True,
)
