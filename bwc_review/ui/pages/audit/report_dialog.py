"""Asks which forms of the tag report to write, and where."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QFileDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from bwc_review.ui.theme.apply import current
from bwc_review.ui.widgets.buttons import button
from bwc_review.ui.widgets.check import Check
from bwc_review.ui.widgets.dialog import field_form, lay_out_dialog

_FORMATS = (
    ("pdf", "PDF", "to read and to print"),
    ("xlsx", "Excel", "a sheet for each part"),
    ("csv", "CSV", "one line for each tag"),
    ("json", "JSON", "everything, for programs"),
)


class ReportDialog(QDialog):
    """Closes at once; the page then writes the report as a job.

    Signals:
        chosen: Folder and formats.
    """

    chosen = Signal(object, object)

    def __init__(self, folder: Path, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Write tag report")
        self.setMinimumWidth(540)
        self.folder = QLineEdit(str(folder))
        self.folder.setAccessibleName("Folder")
        self.formats = {key: Check(f"{name}: {words}") for key, name, words in _FORMATS}
        for box in self.formats.values():
            box.setChecked(True)
            box.toggled.connect(self._check)
        self.folder.textChanged.connect(self._check)
        self.write = button("Write report", self._choose, kind="primary")
        self.write.setDefault(True)
        self._lay_out()

    def _check(self) -> None:
        has_format = any(box.isChecked() for box in self.formats.values())
        self.write.setEnabled(has_format and bool(self.folder.text().strip()))

    def _browse(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, "Folder for the tag report", self.folder.text())
        if chosen:
            self.folder.setText(chosen)

    def _choose(self) -> None:
        formats = tuple(key for key, box in self.formats.items() if box.isChecked())
        self.chosen.emit(Path(self.folder.text().strip()), formats)
        self.accept()

    def _lay_out(self) -> None:
        place = QHBoxLayout()
        place.setSpacing(current().s)
        place.addWidget(self.folder, 1)
        browse = button("Browse…", self._browse)
        browse.setAccessibleName("Browse for the folder")
        place.addWidget(browse)
        boxes = QVBoxLayout()
        boxes.setSpacing(2)
        for box in self.formats.values():
            boxes.addWidget(box)
        form = field_form()
        form.addRow("Folder", place)
        form.addRow("Formats", boxes)
        words = "Every tag with reviewer, rubric version and the exact frames, and the hashes of clips and log."
        lay_out_dialog(self, "Write tag report", words, form, go=self.write)
