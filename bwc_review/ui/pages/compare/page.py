"""The compare page: a pre- and a post-training clip aligned on a tag, and their film."""

from bwc_review.ui.bridge.study import StudyBridge
from bwc_review.ui.commands.registry import Registry
from bwc_review.ui.pages.page import Page


class ComparePage(Page):
    """Chooses a pair and its anchor, shows both frames that will meet, and renders the pair."""

    def __init__(self, bridge: StudyBridge, registry: Registry) -> None:
        super().__init__(bridge, registry)
        self.setAccessibleName("Compare")
