"""Asks for what a new study needs: a title, a folder, and who makes it."""

import re
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QFileDialog, QFormLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from bwc_review.domain.errors import ReviewError
from bwc_review.ui.bridge.study import StudyBridge
from bwc_review.ui.theme.apply import current
from bwc_review.ui.widgets.buttons import button
from bwc_review.ui.widgets.labels import label


class NewStudyDialog(QDialog):
    """Makes the study and closes once it is open; an error is told under the fields."""

    def __init__(self, bridge: StudyBridge, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("New study")
        self.setMinimumWidth(520)
        self._bridge = bridge
        self._is_folder_typed = False
        self.title = QLineEdit()
        self.title.setPlaceholderText("Spring course 2026")
        self.title.setAccessibleName("Title")
        self.folder = QLineEdit(str(Path.home() / "BWC studies" / "new-study"))
        self.folder.setAccessibleName("Folder")
        self.name = QLineEdit(bridge.settings.actor)
        self.name.setAccessibleName("Your name")
        self.error = label("", "error", wraps=True)
        self.error.hide()
        self.make = button("Make study", self._create, kind="primary")
        self.make.setDefault(True)
        self.title.textChanged.connect(self._follow_title)
        self.folder.textEdited.connect(self._keep_folder)
        bridge.opened.connect(self.accept)
        self._lay_out()
        self._follow_title("")

    def _follow_title(self, title: str) -> None:
        self.make.setEnabled(bool(title.strip()))
        slug = re.sub(r"[^\w]+", "-", title.strip().casefold()).strip("-")
        if not self._is_folder_typed:
            self.folder.setText(str(Path.home() / "BWC studies" / (slug or "new-study")))

    def _keep_folder(self) -> None:
        self._is_folder_typed = True

    def _browse(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, "Choose an empty folder for the study", str(Path.home()))
        if chosen:
            self._is_folder_typed = True
            self.folder.setText(chosen)

    def _create(self) -> None:
        self.make.setEnabled(False)
        self.error.hide()
        if self.name.text().strip():
            self._bridge.settings.actor = self.name.text()
        self._bridge.create(self.folder.text().strip(), self.title.text().strip(), self._tell)

    def _tell(self, error: ReviewError) -> None:
        self.error.setText(error.message)
        self.error.show()
        self.make.setEnabled(True)

    def _lay_out(self) -> None:
        theme = current()
        browse = QHBoxLayout()
        browse.setSpacing(theme.s)
        browse.addWidget(self.folder, 1)
        choose = button("Browse…", self._browse)
        choose.setAccessibleName("Browse for the folder")
        browse.addWidget(choose)
        who = QVBoxLayout()
        who.setSpacing(theme.xs)
        who.addWidget(self.name)
        who.addWidget(label("A pseudonym is fine. The log and your reviews carry it.", "small", wraps=True))
        form = QFormLayout()
        form.setHorizontalSpacing(theme.l)
        form.setVerticalSpacing(theme.m)
        form.addRow("Title", self.title)
        form.addRow("Folder", browse)
        form.addRow("Your name", who)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(button("Cancel", self.reject))
        row.addWidget(self.make)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.xl, theme.xl, theme.xl, theme.l)
        column.setSpacing(theme.l)
        column.addWidget(label("New study", "display"))
        column.addLayout(form)
        column.addWidget(self.error)
        column.addLayout(row)
