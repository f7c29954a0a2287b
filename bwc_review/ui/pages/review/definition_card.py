"""The whole text of a behaviour, floating over the picture: when it applies, what counts, what does not."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from bwc_review.domain.rubric import Behaviour, Modality, Valence
from bwc_review.ui.theme import fonts
from bwc_review.ui.theme.apply import current
from bwc_review.ui.widgets.labels import label
from bwc_review.ui.widgets.pad_row import key_text

WIDTH = 400
_NEEDS = {
    Modality.AUDIO: "Needs sound that can be understood.",
    Modality.VIDEO: "Needs a picture in which it can be seen.",
    Modality.EITHER: "Can be coded from sound or picture.",
    Modality.BOTH: "Needs sound and picture.",
}
_VALENCES = {
    Valence.DEESCALATING: "de-escalating",
    Valence.ESCALATING: "escalating",
    Valence.NEUTRAL: "neutral",
}
_PROMPT = "Press the key of a behaviour to read when it applies. Esc goes back to tagging."


class DefinitionCard(QFrame):
    """Shown beside the pad while keys look up instead of tagging; never modal."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        theme = current()
        self.setProperty("area", "popover")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._title = label("", "title", wraps=True)
        self._line = label("", "small", wraps=True)
        self._parts: list[tuple[QLabel, QLabel]] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.l, theme.m, theme.l, theme.l)
        column.setSpacing(theme.xs)
        column.addWidget(self._title)
        column.addWidget(self._line)
        for title in ("When it applies", "Counts", "Does not count", "Example", "Levels"):
            head, body = label(title, "section"), label("", wraps=True)
            head.setFont(fonts.font(theme.small_px, QFont.Weight.DemiBold))
            self._parts.append((head, body))
            column.addSpacing(theme.xs)
            column.addWidget(head)
            column.addWidget(body)
        self.setFixedWidth(WIDTH)
        self.hide()

    @property
    def title(self) -> str:
        """What it is about."""
        return self._title.text()

    def show_prompt(self) -> None:
        """Say what to press."""
        self._fill("Definitions", _PROMPT, ("", "", "", "", ""))

    def show_behaviour(self, behaviour: Behaviour) -> None:
        """Show the text of a behaviour."""
        kind = "State, with onset and end" if behaviour.is_state else "Point"
        key = f"Key {key_text(behaviour.key)} · " if behaviour.key else ""
        line = f"{key}{kind} · {_VALENCES[behaviour.valence]}\n{_NEEDS[behaviour.modality]}"
        levels = "\n".join(f"{level.value}  {level.text}" for level in behaviour.levels)
        self._fill(
            behaviour.name,
            line,
            (behaviour.definition, behaviour.include, behaviour.exclude, behaviour.example, levels),
        )

    def place_beside(self, right: int, top: int) -> None:
        """Put its right edge there."""
        self.adjustSize()
        self.move(right - self.width() - current().m, top + current().m)

    def _fill(self, title: str, line: str, texts: tuple[str, ...]) -> None:
        self._title.setText(title)
        self._line.setText(line)
        for (head, body), text in zip(self._parts, texts, strict=True):
            head.setVisible(bool(text))
            body.setVisible(bool(text))
            body.setText(text)
        self.show()
        self.raise_()
        self.adjustSize()
