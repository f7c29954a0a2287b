"""The present page: films of the study, and the making of new ones from a reel file."""

from bwc_review.ui.bridge.study import StudyBridge
from bwc_review.ui.commands.registry import Registry
from bwc_review.ui.pages.page import Page


class PresentPage(Page):
    """Lists reels and exported files, renders a reel from its file, and plays the result."""

    def __init__(self, bridge: StudyBridge, registry: Registry) -> None:
        super().__init__(bridge, registry)
        self.setAccessibleName("Present")
