"""Asks the lead what somebody should know before a clip is played."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QGridLayout, QLineEdit, QWidget

from bwc_review.domain.content_note import FLAG_WORDS, ContentFlag, ContentNote
from bwc_review.domain.errors import InputError
from bwc_review.domain.time import parse_moment, review_text
from bwc_review.ui.widgets.buttons import button
from bwc_review.ui.widgets.check import Check
from bwc_review.ui.widgets.dialog import field_form, lay_out_dialog
from bwc_review.ui.widgets.labels import label


class ContentDialog(QDialog):
    """Flags, a note, and where one may start instead.

    Signals:
        chosen: The `ContentNote`.
    """

    chosen = Signal(object)

    def __init__(self, code: str, note: ContentNote, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(f"Content note of {code}")
        self.setMinimumWidth(520)
        self._before = note
        self.checks = {flag: Check(words) for flag, words in FLAG_WORDS.items()}
        for flag, check in self.checks.items():
            check.setChecked(flag in note.flags)
        self.note = QLineEdit(note.note)
        self.note.setAccessibleName("Note")
        self.note.setPlaceholderText("In your own words; it is shown before the first picture")
        self.skip_to = QLineEdit(review_text(note.skip_to) if note.skip_to is not None else "")
        self.skip_to.setAccessibleName("First contact at")
        self.skip_to.setPlaceholderText("01:23.400, or empty: the reviewer’s own tag of it")
        self.trouble = label("", "error", wraps=True)
        self.go = button("Keep note", self._choose, kind="primary")
        self.go.setDefault(True)
        self._lay_out(code)

    def _choose(self) -> None:
        text = self.skip_to.text().strip()
        try:
            skip_to = parse_moment(text) if text else None
        except InputError as error:
            self.trouble.setText(error.message)
            self.skip_to.setFocus()
            return
        flags = frozenset(flag for flag, check in self.checks.items() if check.isChecked())
        self.chosen.emit(ContentNote(self._before.recording_id, flags, self.note.text().strip(), skip_to))
        self.accept()

    def _lay_out(self, code: str) -> None:
        grid = QGridLayout()
        for place, flag in enumerate(ContentFlag):
            grid.addWidget(self.checks[flag], place // 2, place % 2)
        form = field_form()
        form.addRow("Note", self.note)
        form.addRow("First contact at", self.skip_to)
        words = "Reviewers read it before the first picture, and go on with one key."
        lay_out_dialog(self, f"Content note of {code}", words, grid, form, self.trouble, go=self.go)
