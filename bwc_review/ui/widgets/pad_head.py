"""The head of the rubric pad: which of the rubric's behaviours are shown, and how tags are moved in time."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from bwc_review.ui.theme.apply import current
from bwc_review.ui.widgets.buttons import Chooser
from bwc_review.ui.widgets.labels import label


class PadHead(QWidget):
    """Takes no focus, so that the rubric's keys go on working.

    Signals:
        profile_chosen: Id of the profile that was chosen; empty for all behaviours.
    """

    profile_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme = current()
        self.profile = Chooser("Behaviours shown")
        self.profile.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.profile.activated.connect(lambda _place: self.profile_chosen.emit(self.profile.currentData() or ""))
        self._timing = label("", "small", wraps=True)
        row = QHBoxLayout()
        row.addWidget(self.profile, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.s, theme.xs, theme.s, theme.xs)
        column.setSpacing(theme.xs)
        column.addLayout(row)
        column.addWidget(self._timing)
        self.show_profiles([], "")
        self.show_timing("")

    @property
    def timing(self) -> str:
        """What is said about when tags are set."""
        return self._timing.text()

    def show_profiles(self, profiles: Sequence[tuple[str, str]], chosen: str) -> None:
        """Offer profiles, as id and title; with fewer than two there is nothing to choose."""
        self.profile.clear()
        for profile_id, title in profiles:
            self.profile.addItem(title, profile_id)
        self.profile.setCurrentIndex(max(0, self.profile.findData(chosen)))
        self.profile.setVisible(len(profiles) > 1)

    def set_key(self, key: str) -> None:
        """The key that shows the next profile."""
        self.profile.setToolTip(f"Which behaviours are shown ({key} shows the next)" if key else "Behaviours shown")

    def show_timing(self, text: str) -> None:
        """Say how tags are moved in time while the clip plays; nothing if they are not."""
        self._timing.setText(text)
        self._timing.setVisible(bool(text))
