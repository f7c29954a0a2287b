"""Ratings: one item after the other, with the text of its anchors; digits answer, arrows move."""

from collections.abc import Iterable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from bwc_review.domain.ids import RatingId, ReviewId, new_id
from bwc_review.domain.rubric import RatingItem, Rubric, as_words
from bwc_review.domain.tag import Rating
from bwc_review.ui.theme.apply import current
from bwc_review.ui.widgets.buttons import Chooser
from bwc_review.ui.widgets.labels import label

_NONE = "No rating because…"


class RatingRow(QFrame):
    """One item: its values, the text of the chosen one, and the reason if there is no value.

    Signals:
        answered: Value or None, and the reason (empty with a value).
        entered: It was clicked.
    """

    answered = Signal(object, str)
    entered = Signal()

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
        self._lay_out()
        self.show_rating(None)

    @property
    def shown_text(self) -> str:
        """The anchor text that is shown."""
        return self._anchor.text()

    def show_rating(self, rating: Rating | None) -> None:
        """Show an answer, or that there is none."""
        value = rating.value if rating is not None else None
        for number, made in self._buttons.items():
            made.setChecked(number == value)
            made.setProperty("kind", "primary" if number == value else "")
            made.style().unpolish(made)
            made.style().polish(made)
        missing = rating.missing if rating is not None else None
        self._missing.setCurrentIndex(max(0, self._missing.findData(missing or "")))
        self._anchor.setText(self._words(value))

    def set_current(self, *, is_current: bool) -> None:
        """Show that digits answer this item."""
        self.setProperty("area", "popover" if is_current else "card")
        self.style().unpolish(self)
        self.style().polish(self)

    def set_locked(self, *, is_locked: bool) -> None:
        """Take no answers, or take them again."""
        for made in (*self._buttons.values(), self._missing):
            made.setEnabled(not is_locked)

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


class RatingsPane(QScrollArea):
    """All items of a rubric.

    Signals:
        rating_requested: A `Rating` to be stored.
    """

    rating_requested = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._rows: list[RatingRow] = []
        self._ratings: dict[str, Rating] = {}
        self._review_id: ReviewId | None = None
        self._current = 0
        self._inside = QWidget()
        self._inside.setProperty("area", "clear")
        self._column = QVBoxLayout(self._inside)
        self._column.setSpacing(current().s)
        self.setWidget(self._inside)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName("Ratings")

    @property
    def current(self) -> RatingRow | None:
        """The item that digits answer."""
        return self._rows[self._current] if self._rows else None

    @property
    def answered_count(self) -> int:
        """Items that have an answer."""
        return sum(row.item.id in self._ratings for row in self._rows)

    @property
    def item_count(self) -> int:
        """All items."""
        return len(self._rows)

    def show_review(
        self, rubric: Rubric | None, review_id: ReviewId | None, ratings: Iterable[Rating], *, is_locked: bool
    ) -> None:
        """Show the items of a review's rubric with their answers."""
        while (item := self._column.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self._rows, self._current, self._review_id = [], 0, review_id
        self._ratings = {rating.item_id: rating for rating in ratings}
        if rubric is not None:
            for place, item in enumerate(rubric.ratings):
                row = RatingRow(item, rubric.missing_reasons)
                row.show_rating(self._ratings.get(item.id))
                row.set_locked(is_locked=is_locked)
                row.answered.connect(lambda value, reason, row=row: self._answer(row, value, reason))
                row.entered.connect(lambda place=place: self._go(place))
                self._rows.append(row)
                self._column.addWidget(row)
        self._column.addStretch(1)
        self._go(0)

    def apply(self, before: Rating | None, after: Rating | None) -> None:
        """Show a stored change."""
        subject = after if after is not None else before
        if subject is None:
            return
        if after is not None:
            self._ratings[after.item_id] = after
        else:
            self._ratings.pop(subject.item_id, None)
        for row in self._rows:
            if row.item.id == subject.item_id:
                row.show_rating(after)

    def move(self, by: int) -> None:
        """Go to another item."""
        self._go(self._current + by)

    def answer(self, value: int) -> bool:
        """Answer the current item; False if the value is not on its scale."""
        row = self.current
        if row is None or value not in row.item.scale.values:
            return False
        self._answer(row, value, "")
        return True

    def _go(self, place: int) -> None:
        if not self._rows:
            return
        self._current = max(0, min(place, len(self._rows) - 1))
        for number, row in enumerate(self._rows):
            row.set_current(is_current=number == self._current)
        self.ensureWidgetVisible(self._rows[self._current])

    def _answer(self, row: RatingRow, value: int | None, reason: str) -> None:
        if self._review_id is None:
            return
        before = self._ratings.get(row.item.id)
        rating_id = before.id if before is not None else RatingId(new_id())
        note = before.note if before is not None else ""
        wanted = Rating(rating_id, self._review_id, row.item.id, value, reason or None, note)
        row.show_rating(before)  # until it is stored
        if wanted != before:
            self.rating_requested.emit(wanted)
