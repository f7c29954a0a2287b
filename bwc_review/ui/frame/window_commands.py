"""The commands that work everywhere: study, undo, look, pages, help."""

from bwc_review.ui.commands.registry import Command
from bwc_review.ui.frame.places import PLACES
from bwc_review.ui.theme.tokens import THEMES

NEW = Command(
    "study.new", "&New study…", "Make an empty study in a new folder", ("Ctrl+N",), "File", icon="folder-plus"
)
OPEN = Command("study.open", "&Open study…", "Open a study's folder", ("Ctrl+O",), "File", icon="folder-open")
CLOSE = Command("study.close", "&Close study", "Let go of this study and show the welcome page", ("Ctrl+W",), "File")
BACKUPS = Command(
    "study.backups",
    "&Backups…",
    "Show the dated copies of this study, make one, or put one back",
    ("Ctrl+Shift+B",),
    "File",
    icon="history",
)
SETTINGS = Command(
    "go.settings", "Se&ttings", "Theme, name, role and keys", ("Ctrl+,",), "File", icon="settings", group=8
)
RUBRICS = Command(
    "go.rubrics", "Ru&brics", "Write rubrics and compare their versions", ("Ctrl+6",), "Go", icon="book-open"
)
QUIT = Command("window.quit", "&Quit", "Leave the program; everything is saved", ("Ctrl+Q",), "File", group=9)
UNDO = Command("edit.undo", "&Undo", "Take back the last change", ("Ctrl+Z",), "Edit", icon="undo-2", is_repeating=True)
REDO = Command(
    "edit.redo",
    "&Redo",
    "Do again what was taken back",
    ("Ctrl+Shift+Z", "Ctrl+Y"),
    "Edit",
    icon="redo-2",
    is_repeating=True,
)
FULL_SCREEN = Command(
    "window.full_screen",
    "&Full screen",
    "Fill the screen with the window, or go back",
    ("Shift+F11",),
    "View",
    is_checkable=True,
)
JOBS = Command("window.jobs", "&Jobs", "Show the queue of imports, reels and checks", ("Ctrl+J",), "View", group=1)
SEARCH = Command(
    "window.search", "&Search", "Find a clip or an action by its name", ("Ctrl+K",), "Go", icon="search", group=1
)
MANUAL = Command("help.manual", "&Manual", "Read how everything is done", ("F1",), "Help", icon="book-open")
KEYS = Command("help.keys", "&Keys", "Show all keys of this page", ("?",), "Help", icon="keyboard")
ABOUT = Command("help.about", "&About BWC Review", "Version, licences and what this program is", (), "Help", group=1)

PAGES = tuple(
    Command(f"go.{place.name}", f"&{place.title}", place.tooltip, (f"Ctrl+{number}",), "Go", icon=place.icon)
    for number, place in enumerate(PLACES, start=1)
)
LOOKS = tuple(
    Command(
        f"look.{theme.name}",
        f"{theme.title} theme",
        f"Show the window in the {theme.title.lower()} theme",
        (),
        "View",
        group=2,
        is_checkable=True,
    )
    for theme in THEMES.values()
)
