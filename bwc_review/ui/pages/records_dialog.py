"""Asks for the CSV files of officers, training and calls."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QFileDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from bwc_review.ui.theme.apply import current
from bwc_review.ui.widgets.buttons import button
from bwc_review.ui.widgets.dialog import field_form, lay_out_dialog
from bwc_review.ui.widgets.labels import label

_FILES = (
    ("officers", "Officers", "pseudonym, badge, unit"),
    ("training", "Training", "officer, course, completed_on, started_on, hours, …"),
    ("incidents", "Calls", "number, occurred_on, call_type, setting, armed, officers_present"),
)


class RecordsDialog(QDialog):
    """Any of the three may be left empty.

    Signals:
        chosen: Paths of officers, training and calls; None for those left empty.
    """

    chosen = Signal(object, object, object)

    def __init__(self, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Import records")
        self.setMinimumWidth(560)
        self.fields = {name: QLineEdit() for name, _, _ in _FILES}
        self.go = button("Import records", self._choose, kind="primary")
        self.go.setDefault(True)
        self._lay_out()
        self._follow()

    def _choose(self) -> None:
        paths = [Path(field.text().strip()) if field.text().strip() else None for field in self.fields.values()]
        self.chosen.emit(*paths)
        self.accept()

    def _browse(self, name: str, title: str) -> None:
        found, _ = QFileDialog.getOpenFileName(self, f"Choose the file of {title}", str(Path.home()), "CSV (*.csv)")
        if found:
            self.fields[name].setText(found)

    def _follow(self) -> None:
        self.go.setEnabled(any(field.text().strip() for field in self.fields.values()))

    def _lay_out(self) -> None:
        theme = current()
        form = field_form()
        for name, title, columns in _FILES:
            field = self.fields[name]
            field.setPlaceholderText("CSV file")
            field.setAccessibleName(title)
            field.textChanged.connect(self._follow)
            row = QHBoxLayout()
            row.setSpacing(theme.s)
            row.addWidget(field, 1)
            browse = button("Browse…", lambda name=name, title=title: self._browse(name, title.lower()))
            browse.setAccessibleName(f"Browse for the file of {title.lower()}")
            row.addWidget(browse)
            part = QVBoxLayout()
            part.setSpacing(theme.xs)
            part.addLayout(row)
            part.addWidget(label(f"Columns: {columns}", "small"))
            form.addRow(title, part)
        words = "Officers come by pseudonym; badge numbers are kept apart. Either everything is taken, or nothing."
        lay_out_dialog(self, "Import records", words, form, go=self.go)
