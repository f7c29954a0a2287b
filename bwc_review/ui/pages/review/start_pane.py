"""Beginning a review: under which rubric, as whom, with which profile. Not modal: the clip can be played meanwhile."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from bwc_review.domain.rubric import Rubric
from bwc_review.domain.tag import Review, ReviewState
from bwc_review.ui.theme.apply import current
from bwc_review.ui.widgets.buttons import Chooser, button
from bwc_review.ui.widgets.choice_row import ChoiceRow
from bwc_review.ui.widgets.labels import label

_ALL = "All behaviours"
_STATES = {
    ReviewState.DRAFT: "draft",
    ReviewState.SUBMITTED: "submitted",
    ReviewState.ADJUDICATED: "adjudicated",
}


class StartPane(QWidget):
    """Offers the reviews that there are, and a new one.

    Signals:
        review_chosen: A `Review` to go on with.
        start_requested: Rubric id, version, reviewer, and profile id (empty for all behaviours).
    """

    review_chosen = Signal(object)
    start_requested = Signal(str, str, str, str)

    def __init__(self) -> None:
        super().__init__()
        self._rubrics: Sequence[Rubric] = ()
        self._existing = QVBoxLayout()
        self._existing.setSpacing(current().s)
        self.rubric = Chooser("Rubric")
        self.profile = Chooser("Behaviours")
        self.reviewer = QLineEdit()
        self.reviewer.setAccessibleName("Reviewer")
        self.reviewer.setPlaceholderText("Pseudonym of the reviewer")
        self._about = label("", "small", wraps=True)
        self.start = button("Start review", self.begin, kind="primary", icon_name="play")
        self.rubric.currentIndexChanged.connect(self._follow_rubric)
        self.reviewer.returnPressed.connect(self.begin)
        self._lay_out()

    def show_choices(
        self, rubrics: Sequence[Rubric], reviews: Sequence[tuple[Review, str]], actor: str, *, is_blinded: bool = False
    ) -> None:
        """Offer rubrics and reviews.

        Args:
            rubrics: Rubrics that can be used, the newest version of each.
            reviews: Reviews of the recording that may be seen, with the title of their rubric.
            actor: Who works here.
            is_blinded: True if they may review for themselves only: another's name would open another's review.
        """
        self.reviewer.setReadOnly(is_blinded)
        self.reviewer.setToolTip("A blinded reviewer reviews for themselves only" if is_blinded else "")
        self._rubrics = rubrics
        self.rubric.clear()
        for rubric in rubrics:
            self.rubric.addItem(f"{rubric.title} {rubric.version}")
        self.reviewer.setText(actor)
        while (item := self._existing.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        self._offer("Go on with", [found for found in reviews if found[0].state is ReviewState.DRAFT])
        self._offer("Look at", [found for found in reviews if found[0].state is not ReviewState.DRAFT])

    def suggest(self, rubric_id: str, version: str, profile: str | None) -> None:
        """Choose what an assignment asks for, as far as it is offered."""
        for place, rubric in enumerate(self._rubrics):
            if (rubric.id, rubric.version) == (rubric_id, version):
                self.rubric.setCurrentIndex(place)
                self.profile.setCurrentIndex(max(0, self.profile.findData(profile or "")))

    def _offer(self, head: str, reviews: Sequence[tuple[Review, str]]) -> None:
        """Offer reviews that there are, under a head that says what can be done with them."""
        if not reviews:
            return
        self._existing.addWidget(label(head, "section"))
        for review, title in reviews:
            sign = "clapperboard" if review.state is ReviewState.DRAFT else "lock"
            row = ChoiceRow(sign, title, f"{review.reviewer} · {_STATES[review.state]}")
            row.chosen.connect(lambda review=review: self.review_chosen.emit(review))
            self._existing.addWidget(row)

    def _lay_out(self) -> None:
        theme = current()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(theme.l, theme.l, theme.l, theme.l)
        self._column.setSpacing(theme.s)
        self._column.addLayout(self._existing)
        self._column.addSpacing(theme.s)
        self._column.addWidget(label("Start a review", "title"))
        for title, field in (("Rubric", self.rubric), ("Behaviours", self.profile), ("Reviewer", self.reviewer)):
            self._column.addWidget(label(title, "small"))
            self._column.addWidget(field)
            if field is self.rubric:
                self._column.addWidget(self._about)
        self._column.addSpacing(theme.s)
        self._column.addWidget(self.start)
        self._column.addStretch(1)

    def _follow_rubric(self, place: int) -> None:
        if not 0 <= place < len(self._rubrics):
            return
        rubric = self._rubrics[place]
        self._about.setText(f"{len(rubric.behaviours)} behaviours, {len(rubric.ratings)} ratings. {rubric.definition}")
        self.profile.clear()
        self.profile.addItem(_ALL, "")
        for profile in rubric.profiles:
            self.profile.addItem(f"{profile.title} ({len(profile.behaviours)})", profile.id)
        self.profile.setCurrentIndex(min(1, self.profile.count() - 1))
        self.profile.setEnabled(bool(rubric.profiles))

    def begin(self) -> None:
        """Ask for a review as it is described."""
        place = self.rubric.currentIndex()
        if 0 <= place < len(self._rubrics):
            rubric = self._rubrics[place]
            profile = self.profile.currentData() or ""
            self.start_requested.emit(rubric.id, rubric.version, self.reviewer.text(), profile)
