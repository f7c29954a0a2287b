"""The library's commands: import, filters, and what is done with the chosen clip."""

from bwc_review.ui.commands.registry import Command
from bwc_review.ui.pages.library_content import CONTENT_TIP

_WHERE = "library"
COMMANDS = (
    Command("library.import_files", "&Import files…", "Import clips", ("Ctrl+I",), "File", _WHERE, "file-video", 2),
    Command(
        "library.import_folder",
        "Import &folder…",
        "Import every clip in a folder",
        ("Ctrl+Shift+I",),
        "File",
        _WHERE,
        icon="folder-plus",
        group=2,
    ),
    Command(
        "library.import_manifest",
        "Import by &manifest…",
        "Import the clips that a CSV names, with officer, call and date",
        (),
        "File",
        _WHERE,
        icon="file-text",
        group=2,
    ),
    Command(
        "library.import_records",
        "Import &records…",
        "Import officers, training and calls from CSV files",
        (),
        "File",
        _WHERE,
        icon="graduation-cap",
        group=2,
    ),
    Command(
        "library.filter", "&Filter clips", "Type words that the clip must hold", ("Ctrl+F",), "Edit", _WHERE, group=2
    ),
    Command("library.clear", "&Show all clips", "Clear every filter", ("Ctrl+Shift+F",), "Edit", _WHERE, group=2),
)
REVIEW = Command(
    "library.review", "&Review clip", "Play and tag the chosen clip", ("Return", "Enter"), "Edit", _WHERE, "play", 3
)

CONTENT = Command("library.content", "Content &note…", CONTENT_TIP, ("Ctrl+Shift+C",), "Edit", _WHERE, "", 3)
SPLIT = Command(
    "library.split",
    "S&plit joined clip",
    "Make each file of the chosen clip a clip of its own",
    ("Ctrl+Shift+J",),
    "Edit",
    _WHERE,
    group=3,
)
GRID = Command(
    "library.grid",
    "Show as &grid",
    "Show the clips as large pictures, or as a table again",
    ("Ctrl+G",),
    "View",
    _WHERE,
    "layout-grid",
    is_checkable=True,
)
