"""Find and replace in notes: says beforehand how often and where, and does all of it as one step."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QLineEdit, QWidget

from bwc_review.domain.tag import Tag
from bwc_review.ui.models.tag_edits import NoteReplacing
from bwc_review.ui.theme.apply import current
from bwc_review.ui.widgets.buttons import button, tool_button
from bwc_review.ui.widgets.check import Check
from bwc_review.ui.widgets.keep_keys import KeepKeys
from bwc_review.ui.widgets.labels import label


class TagReplaceBar(QWidget):
    """Works on the notes of the tags that the table shows.

    Signals:
        replace_requested: Pairs of a tag and the same tag with its note changed.
        left: It was closed.
    """

    replace_requested = Signal(object)
    left = Signal()

    def __init__(self, tags: Callable[[], Sequence[Tag]]) -> None:
        """Make it, hidden.

        Args:
            tags: Gives the tags that the table shows.
        """
        super().__init__()
        self._tags = tags
        self.words = QLineEdit()
        self.words.setPlaceholderText("Find in notes")
        self.words.setAccessibleName("Find in notes")
        self.put = QLineEdit()
        self.put.setPlaceholderText("Replace with")
        self.put.setAccessibleName("Replace with")
        self.case = Check("Match capitals")
        self.count = label("", "muted")
        self.button = button("Replace", self._replace, kind="primary")
        for line in (self.words, self.put):
            line.textChanged.connect(self.look)
            line.returnPressed.connect(self._replace)
        self.case.toggled.connect(self.look)
        KeepKeys(self.words, self.put, self.case, self.button)
        grid = QGridLayout(self)
        grid.setContentsMargins(current().s, current().xs, current().s, current().s)
        grid.setSpacing(current().xs)
        grid.addWidget(self.words, 0, 0, 1, 2)
        grid.addWidget(tool_button("x", "Close (Esc)", self.leave), 0, 2)
        grid.addWidget(self.put, 1, 0, 1, 2)
        grid.addWidget(self.button, 1, 2)
        grid.addWidget(self.case, 2, 0)
        grid.addWidget(self.count, 2, 1, 1, 2, Qt.AlignmentFlag.AlignRight)
        grid.setColumnStretch(1, 1)
        self.hide()

    def begin(self) -> None:
        """Show it, ready to type."""
        self.show()
        self.look()
        self.words.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.words.selectAll()

    def leave(self) -> None:
        """Hide it."""
        self.hide()
        self.left.emit()

    def look(self) -> None:
        """Say how often the words are found."""
        if self.isHidden():
            return
        times, notes = self._wanted().count(self._tags())
        self.count.setText(_found_words(times, notes) if self.words.text() else "")
        self.button.setEnabled(times > 0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        else:
            super().keyPressEvent(event)

    def _wanted(self) -> NoteReplacing:
        return NoteReplacing(self.words.text(), self.put.text(), is_case_kept=self.case.isChecked())

    def _replace(self) -> None:
        changes = self._wanted().changes(self._tags())
        if changes:
            self.replace_requested.emit(changes)
            self.look()


def _found_words(times: int, notes: int) -> str:
    if not times:
        return "In no note that is shown"
    return f"{times:,} {'time' if times == 1 else 'times'} in {notes:,} {'note' if notes == 1 else 'notes'}"
