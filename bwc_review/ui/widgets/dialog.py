"""How a dialog is laid out: a title, a sentence, the fields, then Cancel and the verb."""

from PySide6.QtWidgets import QDialog, QFormLayout, QHBoxLayout, QLayout, QPushButton, QVBoxLayout, QWidget

from bwc_review.ui.theme.apply import current
from bwc_review.ui.widgets.buttons import button
from bwc_review.ui.widgets.labels import label


def field_form() -> QFormLayout:
    """A form for a dialog's fields."""
    theme = current()
    form = QFormLayout()
    form.setHorizontalSpacing(theme.l)
    form.setVerticalSpacing(theme.m)
    return form


def lay_out_dialog(dialog: QDialog, title: str, words: str, *parts: QLayout | QWidget, go: QPushButton) -> None:
    """Fill a dialog.

    Args:
        dialog: What is filled; Cancel rejects it.
        title: The large line.
        words: A sentence on what it is about.
        parts: Fields and what belongs to them, from above.
        go: The button that does it.
    """
    theme = current()
    buttons = QHBoxLayout()
    buttons.addStretch(1)
    buttons.addWidget(button("Cancel", dialog.reject))
    buttons.addWidget(go)
    column = QVBoxLayout(dialog)
    column.setContentsMargins(theme.xl, theme.xl, theme.xl, theme.l)
    column.setSpacing(theme.l)
    column.addWidget(label(title, "display"))
    column.addWidget(label(words, "muted", wraps=True))
    for part in (*parts, buttons):
        if isinstance(part, QLayout):
            column.addLayout(part)
        else:
            column.addWidget(part)
