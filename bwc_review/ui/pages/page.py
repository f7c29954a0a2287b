"""What the window expects of a page."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from bwc_review.ui.bridge.study import StudyBridge
from bwc_review.ui.commands.registry import Registry


class Page(QWidget):
    """A page: made once, when it is first seen, from the bridge and the registry.

    It stays when the study is closed and another is opened: it follows the bridge's `opened` and `closed`.

    Attributes:
        first: What one works with first on the page; None for the page itself.

    Signals:
        open_requested: A recording's id, to be shown on the review page.
        page_requested: Name of another page to go to.
        alone_changed: True when the page wants the whole screen for itself, without the window's bars, and false when
            it no longer does.
    """

    open_requested = Signal(object)
    page_requested = Signal(str)
    alone_changed = Signal(bool)

    def __init__(self, bridge: StudyBridge, registry: Registry) -> None:
        super().__init__()
        self.bridge = bridge
        self.registry = registry
        # Not Qt's focus proxy: with one, Tab would take the whole page for a single stop.
        self.first: QWidget | None = None

    def shown(self) -> None:
        """The page has come onto the screen."""

    def take_focus(self) -> None:
        """Give the keyboard to what one works with first."""
        (self.first or self).setFocus(Qt.FocusReason.OtherFocusReason)

    def left(self) -> None:
        """The page goes off the screen, or the window is closed: stop what only makes sense while it is seen."""

    def unstored_count(self) -> int:
        """Changes that wait for the disk and would be lost with the window; only the review page has any."""
        return 0

    def find(self, text: str) -> Sequence[tuple[str, object]]:
        """Recordings whose words hold `text` (in small letters), as the words to show and the recording's id."""
        del text
        return ()

    def open_recording(self, recording_id: object) -> None:
        """Show a recording; only the review page does."""

    def show_tag(self, recording_id: object, review_id: object, tag_id: object) -> None:
        """Show a recording in a review at a tag; only the review page does."""
        del review_id, tag_id
        self.open_recording(recording_id)

    def show_span(self, recording_id: object, span: object) -> None:
        """Show a recording and play a stretch of it again and again; only the review page does."""
        del span
        self.open_recording(recording_id)
