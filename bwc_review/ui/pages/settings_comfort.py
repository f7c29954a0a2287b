"""Comfort: size of everything, calm feedback, breaks, minutes of footage watched, and where to find support."""

from collections.abc import Sequence

from PySide6.QtWidgets import QApplication, QHBoxLayout, QLineEdit, QSpinBox, QVBoxLayout, QWidget

from bwc_review.domain.errors import ReviewError
from bwc_review.services.exposure import ViewerExposure
from bwc_review.ui.bridge.study import StudyBridge
from bwc_review.ui.models.rows import RowColumn, RowTable
from bwc_review.ui.theme.apply import current, set_calm
from bwc_review.ui.widgets.buttons import Chooser
from bwc_review.ui.widgets.check import Check
from bwc_review.ui.widgets.labels import label
from bwc_review.ui.widgets.rows_view import RowsView

SCALES = (100, 125, 150, 175, 200)
_MINUTE_US = 60_000_000


class ComfortPane(QWidget):
    """Every choice takes effect at once, but for the size: that needs a new start."""

    def __init__(self, bridge: StudyBridge) -> None:
        super().__init__()
        self._bridge = bridge
        settings = bridge.settings
        self.scale = Chooser("Size of text and controls")
        self.scale.addItem("As the system says", 0)
        for percent in SCALES:
            self.scale.addItem(f"{percent} %", percent)
        self.scale.setCurrentIndex(max(0, self.scale.findData(settings.scale_percent)))
        self.scale_note = label("", "small", wraps=True)
        self.calm = Check("No flashes: what was tagged is told by the lanes and the status line alone")
        self.calm.setChecked(settings.is_calm)
        self.breaks = QSpinBox()
        self.breaks.setAccessibleName("Remind me of a break after minutes of footage")
        self.breaks.setRange(0, 240)
        self.breaks.setSingleStep(5)
        self.breaks.setSuffix(" min of footage")
        self.breaks.setSpecialValueText("No reminder")
        self.breaks.setValue(settings.break_minutes)
        self.breaks.setFixedWidth(200)
        self.breaks.lineEdit().setTextMargins(7, 0, 7, 0)
        self.own = label("", wraps=True)
        self.contact = QLineEdit()
        self.contact.setAccessibleName("Where to find support")
        self.contact.setPlaceholderText("Peer support, employee assistance, a phone number")
        self.contact_shown = label("", wraps=True)
        self.model = RowTable[ViewerExposure](
            (
                RowColumn("Reviewer", lambda one: one.viewer),
                RowColumn("Footage watched", lambda one: minutes(one.watched_us), key=lambda one: one.watched_us),
                RowColumn("With a content note", lambda one: minutes(one.flagged_us), key=lambda one: one.flagged_us),
                RowColumn("Today", lambda one: minutes(one.today_us), key=lambda one: one.today_us),
            ),
            self,
        )
        self.table = RowsView("Footage watched by each reviewer", self.model)
        self.table.set_widths(200, 170, 190)
        self._lay_out()
        self.scale.activated.connect(lambda _place: self._keep_scale())
        self.calm.toggled.connect(self._keep_calm)
        self.breaks.valueChanged.connect(self._keep_breaks)
        self.contact.editingFinished.connect(self._keep_contact)

    def shown(self) -> None:
        """Show the choices and the minutes as they are now."""
        bridge, is_lead = self._bridge, not self._bridge.is_blinded
        self._study.setVisible(bridge.is_open)
        if not bridge.is_open:
            return
        exposure = bridge.study.exposure
        bridge.read(self, lambda: (exposure.own(), exposure.by_viewer(), exposure.contact()), self._show)
        self.table.setVisible(is_lead)
        self.contact.setVisible(is_lead)
        self.contact_shown.setVisible(not is_lead)

    def _show(self, found: tuple[ViewerExposure, Sequence[ViewerExposure], str]) -> None:
        own, everybody, contact = found
        self.own.setText(own_words(own))
        self.model.set_rows(everybody)
        self.table.setVisible(bool(everybody) and not self._bridge.is_blinded)
        self.table.setFixedHeight(32 * min(max(len(everybody), 1), 6) + 38)
        self.contact.setText(contact)
        self.contact_shown.setText(contact)
        self._support.setVisible(bool(contact) or not self._bridge.is_blinded)

    def _keep_scale(self) -> None:
        self._bridge.settings.scale_percent = int(self.scale.currentData())
        self.scale_note.setText("Used from the next start of the program.")

    def _keep_calm(self, is_calm: bool) -> None:
        self._bridge.settings.is_calm = is_calm
        app = QApplication.instance()
        if isinstance(app, QApplication):
            set_calm(app, is_calm=is_calm)

    def _keep_breaks(self, minutes_of_footage: int) -> None:
        self._bridge.settings.break_minutes = minutes_of_footage

    def _keep_contact(self) -> None:
        if not self._bridge.is_open:
            return
        try:
            self._bridge.study.exposure.put_contact(self.contact.text())
        except ReviewError as error:
            self._bridge.tell_error(error)

    def _lay_out(self) -> None:
        theme = current()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.m)
        row = QHBoxLayout()
        row.addWidget(label("Size of text and controls", "muted"))
        row.addWidget(self.scale)
        row.addWidget(self.scale_note, 1)
        column.addLayout(row)
        column.addWidget(self.calm)
        row = QHBoxLayout()
        row.addWidget(label("Remind me of a break after", "muted"))
        row.addWidget(self.breaks)
        row.addStretch(1)
        column.addLayout(row)
        self._study = QWidget()
        inner = QVBoxLayout(self._study)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(theme.s)
        inner.addWidget(label("Footage watched in this study", "section"))
        inner.addWidget(self.own)
        inner.addWidget(self.table)
        self._support = label("Where to find support", "section")
        inner.addWidget(self._support)
        inner.addWidget(self.contact)
        inner.addWidget(self.contact_shown)
        column.addWidget(self._study)


def minutes(length_us: int) -> str:
    """Whole minutes, as one reads them; “under 1 min” for less than one."""
    if 0 < length_us < _MINUTE_US:
        return "under 1 min"
    return f"{length_us // _MINUTE_US:,} min"


def own_words(own: ViewerExposure) -> str:
    """One's own minutes in a sentence."""
    flagged = f", {minutes(own.flagged_us)} of it in clips with a content note" if own.flagged_us else ""
    return f"You have watched {minutes(own.watched_us)} of footage{flagged}; today {minutes(own.today_us)}."
