"""The row over the library: words, phase, kind of call, status, how many clips that leaves, and import."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QWidget

from bwc_review.domain.people import Phase
from bwc_review.ui.models.clip import ClipFilter, Status
from bwc_review.ui.theme import marks
from bwc_review.ui.theme.apply import current
from bwc_review.ui.theme.icons import icon
from bwc_review.ui.widgets.buttons import Chooser
from bwc_review.ui.widgets.labels import label

_UNKNOWN_CALL = "Call not known"
_NARROW = 860
_LEAST = 600


class FilterRow(QWidget):
    """Holds what the library shows.

    Signals:
        changed: The `ClipFilter` that is wanted now.
    """

    changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.words = QLineEdit()
        self.words.setPlaceholderText("Filter clips")
        self.words.setToolTip("Words in the code, the call, the officer or the file name")
        self.words.setAccessibleName("Filter clips")
        self.words.setMinimumWidth(96)
        self.words.setClearButtonEnabled(False)
        self.words.addAction(QAction(icon("search", "muted"), "", self), QLineEdit.ActionPosition.LeadingPosition)
        self.phase = Chooser("Phase")
        self.phase.addItem("All phases", None)
        for phase in (Phase.PRE, Phase.POST, Phase.DURING, Phase.NONE):
            self.phase.addItem(marks.PHASE_WORDS[phase], phase)
        self.call = Chooser("Kind of call")
        self.call.addItem("All calls", None)
        self.status = Chooser("Status")
        for status in Status:
            self.status.addItem(status.value, status)
        self._count = label("", "muted")
        self._ends: dict[QPushButton, str] = {}
        self.words.textChanged.connect(self._tell)
        self.call.setSizeAdjustPolicy(Chooser.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.call.setMinimumContentsLength(12)
        self.call.view().setTextElideMode(Qt.TextElideMode.ElideNone)
        for chooser in (self.phase, self.call, self.status):
            chooser.currentIndexChanged.connect(self._tell)
            chooser.setMinimumWidth(64)  # where the room is short they shrink, and lie over nothing
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(current().s)
        row.addWidget(self.words, 2)
        for chooser in (self.phase, self.call, self.status):
            row.addWidget(chooser)
        row.addSpacing(current().s)
        row.addWidget(self._count)
        row.addStretch(1)
        self._row = row

    def add_end(self, button: QPushButton) -> None:
        """Put a button at the right end; where the room is short it shows its icon only."""
        self._ends[button] = button.text()
        self._row.addWidget(button)

    @property
    def filter(self) -> ClipFilter:
        """What is wanted now."""
        return ClipFilter(
            text=self.words.text(),
            phase=self.phase.currentData(Qt.ItemDataRole.UserRole),
            call=self.call.currentData(Qt.ItemDataRole.UserRole),
            status=Status(self.status.currentData(Qt.ItemDataRole.UserRole)),
        )

    @property
    def count_text(self) -> str:
        """How many clips are shown, in words."""
        return self._count.text()

    def show_count(self, shown: int, total: int) -> None:
        """Say how many clips there are, and how many of them are shown."""
        words = f"{total:,} {'clip' if total == 1 else 'clips'}"
        self._count.setText(words if shown == total else f"{shown:,} of {words}")

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        is_narrow = self.width() < _NARROW
        self._count.setVisible(not is_narrow)
        for button, text in self._ends.items():
            button.setText("" if is_narrow else text)

    def minimumSizeHint(self) -> QSize:
        return QSize(_LEAST, super().minimumSizeHint().height())

    def set_calls(self, calls: Sequence[str]) -> None:
        """Offer these kinds of call; the choice stays if it is among them."""
        offered = [self.call.itemData(place) for place in range(1, self.call.count())]
        if offered == list(calls):
            return
        chosen = self.call.currentData()
        self.call.blockSignals(True)
        self.call.clear()
        self.call.addItem("All calls", None)
        for call in calls:
            self.call.addItem(call or _UNKNOWN_CALL, call)
        self.call.setCurrentIndex(max(0, self.call.findData(chosen)) if chosen is not None else 0)
        self.call.blockSignals(False)
        self._tell()

    def set_blinded(self, is_blinded: bool) -> None:
        """Take away the filters that would tell a blinded reviewer something."""
        for chooser in (self.phase, self.call):
            chooser.setCurrentIndex(0)
        self.phase.setVisible(not is_blinded)
        self.call.setVisible(not is_blinded)
        self.words.setPlaceholderText("Filter by code" if is_blinded else "Filter clips")

    def clear(self) -> None:
        """Show every clip."""
        self.words.clear()
        for chooser in (self.phase, self.call, self.status):
            chooser.setCurrentIndex(0)

    def _tell(self) -> None:
        self.changed.emit(self.filter)
