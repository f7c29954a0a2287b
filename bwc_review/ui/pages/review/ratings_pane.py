"""Ratings: one item after the other, with the text of its anchors; digits answer, arrows move."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from bwc_review.domain.ids import RatingId, ReviewId, TagId, new_id
from bwc_review.domain.remark import Reason
from bwc_review.domain.rubric import Rubric
from bwc_review.domain.tag import Rating, Tag
from bwc_review.domain.viewing import Viewing
from bwc_review.ui.pages.review.rating_row import EvidenceWords, RatingRow
from bwc_review.ui.pages.review.viewing_card import ViewingCard
from bwc_review.ui.theme.apply import current
from bwc_review.ui.widgets.announce import announce

_MOST_OFFERED = 40  # in each part of the menu; any other tag is chosen where it is and linked by key


class RatingsPane(QScrollArea):
    """All items of a rubric, below what is said about the viewing.

    Attributes:
        viewing: Says whether ratings may be given yet.

    Signals:
        rating_requested: A `Rating` to be stored.
        evidence_chosen: The `TagId` of a linked tag that is to be shown.
        said: A plain sentence for the status line.
    """

    rating_requested = Signal(object)
    evidence_chosen = Signal(object)
    said = Signal(str)

    def __init__(self, find_tag: Callable[[TagId], Tag | None], tags: Callable[[], Sequence[Tag]]) -> None:
        """Make it.

        Args:
            find_tag: The tag of the review that has an id, if it is still there.
            tags: All tags of the review.
        """
        super().__init__()
        self._find_tag = find_tag
        self._tags = tags
        self._rubric: Rubric | None = None
        self._rows: list[RatingRow] = []
        self._made_of: object = None
        self._ratings: dict[str, Rating] = {}
        self._review_id: ReviewId | None = None
        self._current = 0
        self._is_locked = True
        self.viewing = ViewingCard()
        self._inside = QWidget()
        self._inside.setProperty("area", "clear")
        self._column = QVBoxLayout(self._inside)
        self._column.setSpacing(current().s)
        self._column.addWidget(self.viewing)
        self._column.addStretch(1)
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

    @property
    def hides_counts(self) -> bool:
        """True while counts of tags would sway ratings that are still to be given."""
        return not self._is_locked and self.answered_count < self.item_count

    def show_review(
        self, rubric: Rubric | None, review_id: ReviewId | None, ratings: Iterable[Rating], *, is_locked: bool
    ) -> None:
        """Show the items of a review's rubric with their answers."""
        is_same = review_id == self._review_id
        self._review_id, self._rubric, self._is_locked = review_id, rubric, is_locked
        self._ratings = {rating.item_id: rating for rating in ratings}
        self._make_rows(rubric)
        for row in self._rows:
            self._show(row)
        self.viewing.show_viewing(None, ())
        self._follow_lock()
        self._go(self._current if is_same else 0)

    def _make_rows(self, rubric: Rubric | None) -> None:
        made_of = (rubric.ratings, rubric.missing_reasons) if rubric is not None else None
        if made_of == self._made_of:  # the clip before had the same
            return
        self._made_of = made_of
        for row in self._rows:
            self._column.removeWidget(row)
            row.hide()
            row.deleteLater()
        self._rows = []
        for place, item in enumerate(rubric.ratings if rubric is not None else ()):
            row = RatingRow(item, rubric.missing_reasons if rubric is not None else ())
            row.answered.connect(lambda value, reason, row=row: self._answer(row, value, reason))
            row.entered.connect(lambda place=place: self._go(place))
            row.evidence_chosen.connect(self.evidence_chosen)
            row.evidence_switched.connect(lambda tag_id, row=row: self._switch_evidence(row, tag_id))
            row.menu.aboutToShow.connect(lambda row=row: self._fill_menu(row))
            self._rows.append(row)
            self._column.insertWidget(self._column.count() - 1, row)

    def show_viewing(self, viewing: Viewing | None, reasons: Sequence[Reason]) -> None:
        """Show how far the viewing is; until it is whole, or excused, no rating is taken."""
        self.viewing.show_viewing(None if self._is_locked or not self._rows else viewing, reasons)
        self._follow_lock()

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
                self._show(row)

    def follow_tags(self) -> None:
        """Tags were changed: linked ones may read differently, or be gone."""
        for row in self._rows:
            if (rating := self._ratings.get(row.item.id)) is not None and rating.evidence:
                self._show(row)

    def move(self, by: int) -> None:
        """Go to another item."""
        self._go(self._current + by)
        if self.current is not None:
            announce(self, self.current.spoken)

    def answer(self, value: int) -> bool:
        """Answer the current item; False if the value is not on its scale."""
        row = self.current
        if row is None or value not in row.item.scale.values:
            return False
        self._answer(row, value, "")
        return True

    def give_no_rating(self) -> None:
        """Open the list of reasons for which the current item has no rating."""
        if self.current is not None and self._may_answer():
            self.current.open_missing()

    def link(self, tag: Tag | None) -> None:
        """Link a tag to the current item as evidence, or take the link away again."""
        row = self.current
        if row is None or self._is_locked:
            return
        if tag is None:
            self.said.emit("Choose a tag first: it is then linked to the rating as its evidence.")
            return
        self._switch_evidence(row, tag.id)

    def _show(self, row: RatingRow) -> None:
        rating = self._ratings.get(row.item.id)
        row.show_rating(rating)
        row.show_evidence([self._evidence_words(tag_id) for tag_id in rating.evidence] if rating is not None else [])
        row.set_closed(is_closed=self._is_locked)

    def _evidence_words(self, tag_id: TagId) -> EvidenceWords:
        tag = self._find_tag(tag_id)
        if tag is None or self._rubric is None:
            return EvidenceWords(tag_id, None, "A tag that was removed")
        return EvidenceWords(tag_id, tag.start, self._rubric.behaviour(tag.behaviour_id).name)

    def _fill_menu(self, row: RatingRow) -> None:
        if self._rubric is None:
            return
        behaviours = self._rubric.by_id
        rating = self._ratings.get(row.item.id)
        linked = set(rating.evidence) if rating is not None else set[TagId]()
        own: list[Tag] = []
        others: list[Tag] = []
        for tag in self._tags():
            (own if behaviours[tag.behaviour_id].dimension == row.item.dimension else others).append(tag)
        parts = [[self._evidence_words(tag.id) for tag in part[:_MOST_OFFERED]] for part in (own, others)]
        row.fill_menu(parts, linked)

    def _follow_lock(self) -> None:
        can_answer = not self._is_locked and self.viewing.is_open
        for row in self._rows:
            row.set_locked(is_locked=not can_answer)
            row.set_closed(is_closed=self._is_locked)

    def _go(self, place: int) -> None:
        if not self._rows:
            return
        self._current = max(0, min(place, len(self._rows) - 1))
        for number, row in enumerate(self._rows):
            row.set_current(is_current=number == self._current)
        self.ensureWidgetVisible(self._rows[self._current])

    def _may_answer(self) -> bool:
        if self._review_id is None or self._is_locked:
            return False
        if not self.viewing.is_open:
            self.said.emit(f"{self.viewing.words} Or say why with “Rate anyway” in the Rate menu.")
            self.verticalScrollBar().setValue(0)
            return False
        return True

    def _answer(self, row: RatingRow, value: int | None, reason: str) -> None:
        before = self._ratings.get(row.item.id)
        row.show_rating(before)  # until it is stored
        if not self._may_answer() or self._review_id is None:
            return
        if before is None:
            wanted = Rating(RatingId(new_id()), self._review_id, row.item.id, value, reason or None)
        else:
            wanted = replace(before, value=value, missing=reason or None)
        if wanted != before:
            self.rating_requested.emit(wanted)

    def _switch_evidence(self, row: RatingRow, tag_id: TagId) -> None:
        rating = self._ratings.get(row.item.id)
        if rating is None:
            self.said.emit(f"Rate {row.item.name} first, then link the tags that show it.")
            return
        kept = tuple(item for item in rating.evidence if item != tag_id)
        evidence = kept if len(kept) < len(rating.evidence) else (*rating.evidence, tag_id)
        self.rating_requested.emit(replace(rating, evidence=evidence))
