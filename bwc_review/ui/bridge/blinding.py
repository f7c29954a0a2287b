"""Who takes part in a blinded plan is blinded when they open the study; looking behind it is logged."""

from PySide6.QtCore import QObject

from bwc_review.domain.errors import ReviewError
from bwc_review.ui.bridge.study import StudyBridge


class Blinding(QObject):
    """Keeps the role of the window in step with the study's assignments."""

    def __init__(self, bridge: StudyBridge) -> None:
        super().__init__(bridge)
        self._bridge = bridge
        bridge.opened.connect(self._look)
        bridge.blinding_changed.connect(self._follow)

    def _look(self) -> None:
        study, actor = self._bridge.study, self._bridge.settings.actor
        self._bridge.read(self, lambda: study.assigning.is_blinded(actor), self._blind)

    def _blind(self, is_blinded: bool) -> None:
        if is_blinded and not self._bridge.is_blinded:
            self._bridge.set_blinded(True)
            self._bridge.tell("Clips are assigned to you, so the window shows code names only.")

    def _follow(self, is_blinded: bool) -> None:
        if is_blinded or not self._bridge.is_open:
            return
        try:
            self._bridge.study.assigning.leave()
        except ReviewError as error:
            self._bridge.tell_error(error)
