"""Asks before somebody who takes part in the open study goes on under another name."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from bwc_review.services.naming import Part
from bwc_review.ui.theme.apply import current
from bwc_review.ui.widgets.buttons import button
from bwc_review.ui.widgets.dialog import lay_out_dialog
from bwc_review.ui.widgets.labels import label


class NameDialog(QDialog):
    """Says what the name is in the study, and what stays with it.

    Signals:
        agreed: The new name is wanted all the same.
    """

    agreed = Signal()

    def __init__(self, part: Part, name: str, *, is_logged: bool, parent: QWidget | None) -> None:
        """Make it.

        Args:
            part: What the name is until now.
            name: The new one.
            is_logged: False if the study can only be read.
            parent: The window.
        """
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Another name")
        self.setMinimumWidth(480)
        self.go = button(f"Become {name}", self._agree, kind="primary")
        self.lines = [label(words, wraps=True) for words in _consequences(part, name, is_logged=is_logged)]
        rows = QVBoxLayout()
        rows.setSpacing(current().s)
        for line in self.lines:
            rows.addWidget(line)
        lay_out_dialog(self, f"Go on as {name}?", part.text, rows, go=self.go)

    def _agree(self) -> None:
        self.agreed.emit()
        self.accept()


def _consequences(part: Part, name: str, *, is_logged: bool) -> list[str]:
    lines = [f"Reviews, tags and assignments stay under {part.name}. {name} begins without them."]
    if part.is_blinded:
        lines.append(
            f"{part.name} reviews blinded, and a review is only as good as its blinding: finish as {part.name}."
        )
    if is_logged:
        lines.append(f"The study’s log keeps that {part.name} is now {name}, and the study lead and auditors see it.")
    return lines
