"""What can be done on the page of rubrics."""

from bwc_review.ui.commands.registry import Command

PAGE = "rubrics"


def _do(name: str, text: str, tooltip: str, key: str = "", icon: str = "", group: int = 0) -> Command:
    return Command(f"{PAGE}.{name}", text, tooltip, (key,) if key else (), "Rubric", PAGE, icon, group)


NEW = _do("new", "&New rubric", "Begin an empty rubric", "Ctrl+Shift+N", "plus")
VERSION = _do("version", "New &version", "Begin a new version from the text of this one", "Ctrl+Alt+V", "copy")
EDIT = _do("edit", "&Open", "Open the draft or the version", "Ctrl+Return", "pencil")
COMPARE = _do("compare", "&Compare", "Show what differs from the version before", "Ctrl+D", "columns-2")
IMPORT = _do("import", "&Import…", "Begin a draft from a rubric file", "Ctrl+I", "folder-open", 1)
EXPORT = _do("export", "&Export…", "Write this rubric as a file", "Ctrl+E", "external-link", 1)
DISCARD = _do(
    "discard", "Throw &draft away", "Throw this draft away; it can be brought back", "Ctrl+Shift+Del", "trash-2", 1
)
RESTORE = _do("restore", "Bring &draft back", "Bring the draft back that was thrown away", "Ctrl+Shift+T", "undo-2", 1)
PUBLISH = _do(
    "publish", "&Publish version", "Make the draft a version that reviews can use", "Ctrl+Shift+P", "check", 2
)
NEXT_PROBLEM = _do(
    "next_problem", "Ne&xt to mend", "Go to the next thing that is to be mended", "Ctrl+G", "triangle-alert", 2
)
PLAY = _do("play_example", "Play e&xample clip", "Play the example clip of the field", "Ctrl+P", "play", 2)
ADD_DIMENSION = _do("add_dimension", "Add d&imension", "Add a dimension at the end", "Ctrl+Shift+D", "plus", 3)
ADD_BEHAVIOUR = _do("add_behaviour", "Add &behaviour", "Add a behaviour to the dimension", "Ctrl+B", "plus", 3)
ADD_RATING = _do("add_rating", "Add &rating", "Add a rating item", "Ctrl+R", "plus", 3)
ADD_PROFILE = _do("add_profile", "Add pro&file", "Add a smaller set of behaviours", "Ctrl+Shift+F", "plus", 3)
DUPLICATE = _do("duplicate", "D&uplicate", "Copy the behaviour", "Ctrl+Shift+C", "copy", 4)
UP = _do("up", "Move &up", "Move the part up", "Alt+Up", "arrow-up", 4)
DOWN = _do("down", "Move &down", "Move the part down", "Alt+Down", "arrow-down", 4)
REMOVE = _do("remove", "Re&move", "Remove the part", "Alt+Del", "trash-2", 4)
BACK = _do("back", "&Back to all rubrics", "Show the list; the draft is kept", "Esc", "chevron-left", 5)
SHELF = (NEW, VERSION, COMPARE, IMPORT, EXPORT, DISCARD, RESTORE)
PARTS = (ADD_DIMENSION, ADD_BEHAVIOUR, ADD_RATING, ADD_PROFILE, DUPLICATE, UP, DOWN, REMOVE)
EDITOR = (PUBLISH, NEXT_PROBLEM, PLAY, *PARTS)
