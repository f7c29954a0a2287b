"""What fills the review page: the clip with its side, the queue, an empty page, or the warning before a clip."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QStackedLayout, QStackedWidget, QWidget

from bwc_review.ui.bridge.settings import UserSettings
from bwc_review.ui.pages.review.player import Player
from bwc_review.ui.pages.review.side import WIDTH, Side
from bwc_review.ui.widgets.buttons import button
from bwc_review.ui.widgets.empty_state import EmptyState

_WORDS = "Choose a clip in the library: here it plays, and single keys tag what officers and others say and do."


class _Split(QSplitter):
    """Gives the side its usual width when it is first seen, unless it was given another."""

    is_shaped = False

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not self.is_shaped:
            self.is_shaped = True
            side = min(max(WIDTH, self.width() * 3 // 10), self.width() * 45 // 100)
            self.setSizes([self.width() - side, side])


class Stage:
    """Shows one of them, and keeps the shape of the page in the user's settings."""

    def __init__(
        self, page: QWidget, settings: UserSettings, player: Player, side: Side, queue: QWidget, gate: QWidget
    ) -> None:
        self._settings = settings
        self._player = player
        self._gate = gate
        self._split = _Split(Qt.Orientation.Horizontal)
        self._split.setChildrenCollapsible(False)
        self._split.addWidget(player)
        self._split.addWidget(side)
        self._split.setStretchFactor(0, 4)
        self._split.setStretchFactor(1, 1)
        self._clip = QWidget()
        row = QHBoxLayout(self._clip)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._split)
        self._idle = QStackedWidget()
        self._idle.addWidget(queue)
        self._stack = QStackedLayout(page)
        for part in (self._idle, self._clip, gate):
            self._stack.addWidget(part)
        self._restore()

    def set_opener(self, open_library: Callable[[], None]) -> None:
        """Let the empty page lead to the library."""
        go = button("Open the library", open_library, kind="primary")
        self._idle.insertWidget(0, EmptyState("clapperboard", "No clip is open", _WORDS, go))
        self._idle.setCurrentIndex(0)

    def show_clip(self) -> None:
        """Show the clip and its side."""
        self._stack.setCurrentWidget(self._clip)

    def show_gate(self) -> None:
        """Show what somebody should know before the clip."""
        self._stack.setCurrentWidget(self._gate)

    def show_idle(self) -> None:
        """Show the queue or the empty page."""
        self._stack.setCurrentWidget(self._idle)

    def offer_queue(self, *, has_any: bool) -> None:
        """Have the queue, or the empty page, where there is no clip."""
        self._idle.setCurrentIndex(int(has_any))

    def keep(self) -> None:
        """Keep the shape of the page."""
        self._settings.keep_shape("review/side", self._split.saveState())
        self._settings.keep_shape("review/lanes", self._player.split.saveState())

    def _restore(self) -> None:
        self._split.is_shaped = self._split.restoreState(self._settings.shape("review/side"))
        self._player.restore_split(self._settings.shape("review/lanes"))
