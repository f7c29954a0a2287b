"""One rating item: its values with their anchors, why there is none, and the tags that show it."""

from collections.abc import Sequence, Set
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QPushButton, QToolButton, QVBoxLayout, QWidget

from bwc_review.domain.ids import TagId
from bwc_review.domain.rubric import RatingItem, as_words
from bwc_review.domain.tag import Rating
from bwc_review.domain.time import Moment, length_text
from bwc_review.ui.theme.apply import current
from bwc_review.ui.widgets.buttons import Chooser, button, tool_button
from bwc_review.ui.widgets.labels import label

_NONE = "No rating because…"


@dataclass(frozen=True, slots=True)
class EvidenceWords:
    """A tag as evidence shows it: its time, or None if it was removed, and its behaviour."""

    tag_id: TagId
    at: Moment | None
    name: str

    @property
    def text(self) -> str:
        """Time and behaviour."""
        return self.name if self.at is None else f"{length_text(self.at.us)}  {self.name}"


class RatingRow(QFrame):
    """One item: its values, the text of the chosen one, and the reason if there is no value.

    Attributes:
        menu: The tags that can be linked; whoever fills it connects to its `aboutToShow`.

    Signals:
        answered: Value or None, and the reason (empty with a value).
        entered: It was clicked.
        evidence_chosen: The `TagId` of a linked tag that was clicked.
        evidence_switched: The `TagId` of a tag that is to be linked, or no longer.
    """

    answered = Signal(object, str)
    entered = Signal()
    evidence_chosen = Signal(object)
    evidence_switched = Signal(object)

    def __init__(self, item: RatingItem, missing_reasons: Sequence[str]) -> None:
        super().__init__()
        self.item = item
        self.setProperty("area", "card")
        self._texts = {anchor.value: anchor.text for anchor in item.anchors}
        self._buttons: dict[int, QPushButton] = {}
        self._anchor = label("", "small", wraps=True)
        self._missing = Chooser(f"Why {item.name} has no rating")
        self._missing.addItem(_NONE, "")
        for reason in missing_reasons:
            self._missing.addItem(as_words(reason).capitalize(), reason)
        self._missing.activated.connect(self._choose_missing)
        self.menu = QMenu(self)
        self._link = button("Link tags", kind="link", tooltip="Choose the tags that show why")
        self._link.clicked.connect(lambda _on=False: self._open_menu())
        self._links: list[QWidget] = []
        self._lay_out()
        self.show_rating(None)

    @property
    def spoken(self) -> str:
        """The item and its answer, as a screen reader says them."""
        chosen = next((made.text() for made in self._buttons.values() if made.isChecked()), "")
        answer = chosen or (self._missing.currentText() if self._has_answer else "not answered")
        return f"{self.item.name}: {answer}. {self._anchor.text()}"

    @property
    def evidence_texts(self) -> list[str]:
        """The linked tags as they are shown."""
        found = [link.findChild(QPushButton) for link in self._links]
        return [made.text() for made in found if isinstance(made, QPushButton)]

    def show_rating(self, rating: Rating | None) -> None:
        """Show an answer, or that there is none."""
        value = rating.value if rating is not None else None
        for number, made in self._buttons.items():
            made.setChecked(number == value)
            kind = "primary" if number == value else ""
            if made.property("kind") != kind:
                made.setProperty("kind", kind)
                made.style().unpolish(made)
                made.style().polish(made)
        missing = rating.missing if rating is not None else None
        self._missing.setCurrentIndex(max(0, self._missing.findData(missing or "")))
        self._anchor.setText(self._words(value))
        self._has_answer = rating is not None
        self._link.setVisible(self._has_answer)

    def show_evidence(self, linked: Sequence[EvidenceWords]) -> None:
        """Show the tags that are linked."""
        for old in self._links:
            self._evidence.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._links = [self._made_link(words) for words in linked]
        for made in self._links:
            self._evidence.insertWidget(self._evidence.count() - 1, made)
            made.show()

    def fill_menu(self, parts: Sequence[Sequence[EvidenceWords]], linked: Set[TagId]) -> None:
        """Offer tags: those of the item's dimension, then the others.

        Args:
            parts: The two groups, each by time.
            linked: Those that are linked already.
        """
        self.menu.clear()
        for place, part in enumerate(parts):
            if place and part and self.menu.actions():
                self.menu.addSeparator()
            for words in part:
                tag_id = words.tag_id
                action = self.menu.addAction(words.text, lambda tag_id=tag_id: self.evidence_switched.emit(tag_id))
                action.setCheckable(True)
                action.setChecked(tag_id in linked)
        if not self.menu.actions():
            self.menu.addAction("There are no tags in this review yet.").setEnabled(False)

    def set_current(self, *, is_current: bool) -> None:
        """Show that digits answer this item."""
        area = "popover" if is_current else "card"
        if self.property("area") != area:
            self.setProperty("area", area)
            self.style().unpolish(self)
            self.style().polish(self)

    def set_locked(self, *, is_locked: bool) -> None:
        """Take no answers, or take them again."""
        for made in (*self._buttons.values(), self._missing, self._link):
            made.setEnabled(not is_locked)

    def set_closed(self, *, is_closed: bool) -> None:
        """Offer nothing in a review that is locked; what was answered stays to be read."""
        self._missing.setVisible(not is_closed or bool(self._missing.currentData()))
        self._link.setVisible(not is_closed and self._has_answer)
        for link in self._links:
            for made in link.findChildren(QToolButton):
                made.setVisible(not is_closed)

    def open_missing(self) -> None:
        """Open the list of reasons."""
        self._missing.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._missing.showPopup()

    def _lay_out(self) -> None:
        theme = current()
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.m, theme.s, theme.m, theme.s)
        column.setSpacing(theme.xs)
        column.addWidget(label(self.item.name, "strong", wraps=True))
        row = QHBoxLayout()
        row.setSpacing(theme.xs)
        for value in self.item.scale.values:
            made = QPushButton(str(value))
            made.setCheckable(True)
            made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            made.setAccessibleName(f"{self.item.name}: {value}")
            made.setToolTip(self._texts.get(value, ""))
            made.clicked.connect(lambda _on=False, value=value: self._choose(value))
            self._buttons[value] = made
            row.addWidget(made, 1)
        column.addLayout(row)
        column.addWidget(self._anchor)
        column.addWidget(self._missing)
        self._evidence = QVBoxLayout()
        self._evidence.setSpacing(0)
        self._evidence.addWidget(self._link, 0, Qt.AlignmentFlag.AlignLeft)
        column.addLayout(self._evidence)

    def _made_link(self, words: EvidenceWords) -> QWidget:
        made = QWidget()
        row = QHBoxLayout(made)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(current().xs)
        jump = button(words.text, lambda: self.evidence_chosen.emit(words.tag_id), kind="link")
        jump.setToolTip("Show this tag")
        jump.setEnabled(words.at is not None)
        row.addWidget(jump)
        row.addStretch(1)
        text = f"No longer link {words.name}"
        row.addWidget(tool_button("x", text, lambda: self.evidence_switched.emit(words.tag_id), size_px=14))
        return made

    def _words(self, value: int | None) -> str:
        if value is not None and value in self._texts:
            return self._texts[value]
        ends = [anchor for anchor in self.item.anchors if value is None or abs(anchor.value - value) == 1]
        return "\n".join(f"{anchor.value}  {anchor.text}" for anchor in ends)

    def _choose(self, value: int) -> None:
        self.entered.emit()
        self.answered.emit(value, "")

    def _choose_missing(self, place: int) -> None:
        self.entered.emit()
        reason = self._missing.itemData(place)
        if reason:
            self.answered.emit(None, reason)

    def _open_menu(self) -> None:
        self.entered.emit()
        self.menu.popup(self._link.mapToGlobal(self._link.rect().bottomLeft()))
