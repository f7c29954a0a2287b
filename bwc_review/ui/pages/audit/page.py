"""The audit page: the log, whether anything has changed since, and the way from a figure to its frames."""

from PySide6.QtCore import Signal

from bwc_review.ui.bridge.study import StudyBridge
from bwc_review.ui.commands.registry import Registry
from bwc_review.ui.pages.page import Page


class AuditPage(Page):
    """Shows the log entry by entry, verifies the study, writes the tag report and leads to the tagged frames.

    Signals:
        open_tag: Ids of a recording, a review and a tag of it, to be shown on the review page.
    """

    open_tag = Signal(object, object, object)

    def __init__(self, bridge: StudyBridge, registry: Registry) -> None:
        super().__init__(bridge, registry)
        self.setAccessibleName("Audit")
