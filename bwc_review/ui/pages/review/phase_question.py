"""“Which phase do you think?”: asked at the end of a blinded review, so that a report can say whether blinding held."""

from PySide6.QtWidgets import QButtonGroup, QFrame, QPushButton, QVBoxLayout

from bwc_review.domain.blinding import Guess
from bwc_review.ui.theme.apply import current
from bwc_review.ui.widgets.labels import label

_TEXTS = {Guess.PRE: "&Before the training", Guess.POST: "&After the training", Guess.UNKNOWN: "I &don’t know"}
_WHY = "Your answer changes nothing in the review. It shows whether the hiding worked. Guessing is fine."


class PhaseQuestion(QFrame):
    """Three answers, none of them chosen at first."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("area", "card")
        self.setAccessibleName("Which phase do you think?")
        self._group = QButtonGroup(self)
        self.buttons = {guess: _choice(text) for guess, text in _TEXTS.items()}
        theme = current()
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.m, theme.s, theme.m, theme.s)
        column.setSpacing(theme.xs)
        column.addWidget(label("Which phase do you think?", "strong"))
        column.addWidget(label(_WHY, "small", wraps=True))
        for made in self.buttons.values():
            self._group.addButton(made)
            column.addWidget(made)

    @property
    def guess(self) -> Guess | None:
        """The answer; None while none is chosen."""
        return next((guess for guess, made in self.buttons.items() if made.isChecked()), None)


def _choice(text: str) -> QPushButton:
    made = QPushButton(text)
    made.setCheckable(True)
    made.setAutoDefault(False)
    return made
