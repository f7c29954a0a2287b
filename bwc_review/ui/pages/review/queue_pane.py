"""My queue: what is assigned to the reviewer who works here, in their own order; shown while no clip is open."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from bwc_review.domain.assignment import AssignmentState
from bwc_review.domain.time import length_text
from bwc_review.services.assigning import QueueItem
from bwc_review.ui.theme.apply import current
from bwc_review.ui.widgets.buttons import button
from bwc_review.ui.widgets.choice_row import ChoiceRow
from bwc_review.ui.widgets.labels import label

_WORDS = {
    AssignmentState.BEGUN: "begun",
    AssignmentState.WAITING: "waiting",
    AssignmentState.SUBMITTED: "submitted",
}
_ICONS = {
    AssignmentState.BEGUN: "pencil",
    AssignmentState.WAITING: "clapperboard",
    AssignmentState.SUBMITTED: "circle-check",
}
_WIDTH = 560


class QueuePane(QWidget):
    """The assignments of one reviewer.

    Signals:
        chosen: Id of the recording that is to be opened.
    """

    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._rows: list[QWidget] = []
        self._items: Sequence[QueueItem] = ()
        self._count = label("", "muted")
        self.next = button("Open the next clip", self.open_next, kind="primary", icon_name="play")
        self._lay_out()

    @property
    def words(self) -> list[str]:
        """Code and line of each item, as they are shown."""
        return [f"{row.text()}: {row.line}" for row in self._rows if isinstance(row, ChoiceRow)]

    def show_queue(self, items: Sequence[QueueItem]) -> None:
        """Show what is to be done."""
        self._items = items
        for row in self._rows:
            self._column.removeWidget(row)
            row.hide()
            row.deleteLater()
        self._rows = []
        left = [item for item in items if item.state is not AssignmentState.SUBMITTED]
        done = len(items) - len(left)
        self._count.setText(f"{len(left)} to do, {done} submitted")
        self.next.setVisible(bool(left))
        for place, item in enumerate(items):
            line = f"{length_text(item.duration_us)} · {item.plan.title} · {_WORDS[item.state]}"
            row = ChoiceRow(_ICONS[item.state], item.code, line)
            row.chosen.connect(lambda item=item: self.chosen.emit(item.recording_id))
            self._column.insertWidget(place, row)
            self._rows.append(row)

    def open_next(self) -> None:
        """Open the clip that comes next."""
        item = next((item for item in self._items if item.state is not AssignmentState.SUBMITTED), None)
        if item is not None:
            self.chosen.emit(item.recording_id)

    def _lay_out(self) -> None:
        theme = current()
        self.setProperty("area", "clear")
        inside = QWidget()
        inside.setProperty("area", "clear")
        self._column = QVBoxLayout(inside)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidget(inside)
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setAccessibleName("My queue")
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        head = QHBoxLayout()
        head.addWidget(label("My queue", "display"))
        head.addSpacing(theme.m)
        head.addWidget(self._count, 0, Qt.AlignmentFlag.AlignBottom)
        head.addStretch(1)
        head.addWidget(self.next)
        middle = QWidget()
        middle.setMaximumWidth(_WIDTH)
        column = QVBoxLayout(middle)
        column.setContentsMargins(theme.l, theme.xl, theme.l, theme.l)
        column.setSpacing(theme.l)
        column.addLayout(head)
        column.addWidget(scroll, 1)
        row = QHBoxLayout(self)
        row.addStretch(1)
        row.addWidget(middle, 100)
        row.addStretch(1)
