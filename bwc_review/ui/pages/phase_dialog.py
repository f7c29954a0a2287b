"""Asks for a phase that goes against the records, and why."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QLineEdit, QWidget

from bwc_review.domain.people import Phase
from bwc_review.ui.theme import marks
from bwc_review.ui.widgets.buttons import Chooser, button
from bwc_review.ui.widgets.dialog import field_form, lay_out_dialog


class PhaseDialog(QDialog):
    """The log keeps the reason.

    Signals:
        chosen: The phase, or None to follow the records again, and the reason.
    """

    chosen = Signal(object, str)

    def __init__(self, code: str, override: Phase | None, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(f"Phase of {code}")
        self.setMinimumWidth(460)
        self.phase = Chooser("Phase")
        self.phase.addItem("As the records say", None)
        for phase in Phase:
            self.phase.addItem(marks.PHASE_WORDS[phase], phase)
        if override is not None:
            self.phase.setCurrentIndex(self.phase.findData(override))
        self.reason = QLineEdit()
        self.reason.setPlaceholderText("The training record of this officer is incomplete")
        self.reason.setAccessibleName("Reason")
        self.go = button("Set phase", self._choose, kind="primary")
        self.go.setDefault(True)
        self.go.setEnabled(False)
        self.reason.textChanged.connect(lambda text: self.go.setEnabled(bool(text.strip())))
        form = field_form()
        form.addRow("Phase", self.phase)
        form.addRow("Reason", self.reason)
        words = "The phase follows from the recording’s day and the officer’s course. Set it only where they are wrong."
        lay_out_dialog(self, f"Phase of {code}", words, form, go=self.go)

    def _choose(self) -> None:
        self.chosen.emit(self.phase.currentData(Qt.ItemDataRole.UserRole), self.reason.text().strip())
        self.accept()
