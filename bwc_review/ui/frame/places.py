"""The pages of the window: names, icons, and where their classes are, so that each is loaded when first seen."""

from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING

from bwc_review.ui.bridge.study import StudyBridge
from bwc_review.ui.commands.registry import Registry
from bwc_review.ui.pages.page import Page

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True, slots=True)
class Place:
    """A page as the rail knows it.

    Attributes:
        name: Key in the registry and in signals.
        title: Word on the rail.
        icon: Lucide icon.
        tooltip: What one does there.
        module: Module of the page's class.
        class_name: The page's class; it takes the bridge and the registry.
        needs_study: False if it works without an open study.
    """

    name: str
    title: str
    icon: str
    tooltip: str
    module: str
    class_name: str
    needs_study: bool = True

    def build(self, bridge: StudyBridge, registry: Registry) -> Page:
        """Load the page's module and make the page."""
        make: Callable[[StudyBridge, Registry], Page] = getattr(import_module(self.module), self.class_name)
        return make(bridge, registry)


_PAGES = "bwc_review.ui.pages"
WELCOME = Place("welcome", "Welcome", "library", "Open or make a study", f"{_PAGES}.welcome", "WelcomePage", False)
SETTINGS = Place(
    "settings", "Settings", "settings", "Theme, name, role and keys", f"{_PAGES}.settings", "SettingsPage", False
)
RUBRICS = Place(
    "rubrics",
    "Rubrics",
    "book-open",
    "Write rubrics and compare their versions",
    f"{_PAGES}.rubrics.page",
    "RubricsPage",
)
PLACES = (
    Place("library", "Library", "library", "Clips of the study", f"{_PAGES}.library", "LibraryPage"),
    Place(
        "review", "Review", "clapperboard", "Play a clip and tag what happens", f"{_PAGES}.review.page", "ReviewPage"
    ),
    Place(
        "compare",
        "Compare",
        "columns-2",
        "Two clips side by side",
        f"{_PAGES}.compare.page",
        "ComparePage",
    ),
    Place(
        "present",
        "Present",
        "presentation",
        "Reels for the classroom",
        f"{_PAGES}.present.page",
        "PresentPage",
    ),
    Place(
        "audit",
        "Audit",
        "shield-check",
        "The log, and whether anything has changed",
        f"{_PAGES}.audit.page",
        "AuditPage",
    ),
)
BY_NAME = {place.name: place for place in (*PLACES, RUBRICS, SETTINGS, WELCOME)}
