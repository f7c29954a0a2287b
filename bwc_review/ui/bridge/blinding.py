"""Who takes part in a blinded plan is blinded when they open the study; looking behind it is logged."""

from PySide6.QtCore import QObject

from bwc_review.domain.errors import ReviewError
from bwc_review.ui.bridge.study import StudyBridge


class Blinding(QObject):
    """Keeps the role of the window in step with the study's assignments."""

    def __init__(self, bridge: StudyBridge) -> None:
        super().__init__(bridge)
        self._bridge = bridge
        self._was_blinded = False
        bridge.opened.connect(self._open)
        bridge.blinding_changed.connect(self._follow)

    def _open(self) -> None:
        """The bridge blinds whoever takes part before it tells of the study."""
        if self._was_blinded and self._bridge.study.store.recovery is None:
            self._bridge.tell("Clips are assigned to you, so the window shows code names only.")
        self._was_blinded = False

    def _follow(self, is_blinded: bool) -> None:
        self._was_blinded = is_blinded and not self._bridge.is_open
        if is_blinded or not self._bridge.is_open:
            return
        try:
            self._bridge.study.assigning.leave()
        except ReviewError as error:
            self._bridge.tell_error(error)
