"""A gentle word after so many minutes of footage; nothing stops, nothing pops up."""

from PySide6.QtCore import QObject

from bwc_review.domain.changes import Changes, Touched
from bwc_review.services.exposure import ViewerExposure
from bwc_review.ui.bridge.study import StudyBridge

_MINUTE_US = 60_000_000


class BreakReminder(QObject):
    """Counts what is watched since the study was opened, or since the last word."""

    def __init__(self, bridge: StudyBridge) -> None:
        super().__init__(bridge)
        self._bridge = bridge
        self._since_us: int | None = None
        bridge.opened.connect(self._begin)
        bridge.closed.connect(self._forget)
        bridge.changed.connect(self._follow)
        if bridge.is_open:
            self._begin()

    @property
    def is_counting(self) -> bool:
        """True once it knows where it counts from."""
        return self._since_us is not None

    def _forget(self) -> None:
        self._since_us = None

    def _begin(self) -> None:
        self._since_us = None
        self._look()

    def _follow(self, changes: Changes, _initiator: object) -> None:
        if changes.of_kind(Touched.VIEWING):
            self._look()

    def _look(self) -> None:
        exposure = self._bridge.study.exposure
        self._bridge.read(self, lambda: (exposure.own(), exposure.contact()), self._take)

    def _take(self, found: tuple[ViewerExposure, str]) -> None:
        own, contact = found
        wanted = self._bridge.settings.break_minutes
        if self._since_us is None:
            self._since_us = own.watched_us
        watched = (own.watched_us - self._since_us) // _MINUTE_US
        if wanted and watched >= wanted:
            self._since_us = own.watched_us
            words = f"You have watched {watched} minutes of footage. A short break does good."
            self._bridge.tell(f"{words} Support: {contact}" if contact else words)
