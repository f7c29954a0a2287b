"""The list of rubrics: versions of the study, those that ship, and drafts; what can be done with each."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QSplitter, QVBoxLayout, QWidget

from bwc_review.domain.rubric import Rubric
from bwc_review.domain.rubric_draft import RubricDraft
from bwc_review.services.rubric_editing import RubricState
from bwc_review.services.rubric_rules import problems
from bwc_review.ui.models.rows import RowColumn, RowTable
from bwc_review.ui.theme.apply import current
from bwc_review.ui.widgets.buttons import action_button
from bwc_review.ui.widgets.facts import Facts, Hash
from bwc_review.ui.widgets.labels import label, rule
from bwc_review.ui.widgets.rows_view import RowsView


@dataclass(frozen=True, slots=True)
class ShelfItem:
    """A line of the list: a version or a draft."""

    state: RubricState | None
    draft: RubricDraft | None

    @property
    def rubric(self) -> Rubric:
        """Its text."""
        if self.draft is not None:
            return self.draft.rubric
        assert self.state is not None  # noqa: S101 - one of the two is given
        return self.state.rubric

    @property
    def title(self) -> str:
        """Its name in choosers."""
        return f"{self.rubric.title} {self.rubric.version}{' (draft)' if self.draft else ''}"

    @property
    def stands(self) -> str:
        """How it stands, in a few words."""
        if self.draft is not None:
            return "Draft"
        if self.state is None or not self.state.is_installed:
            return "Ships with the program"
        return "In use: frozen" if self.state.is_used else "In the study, not used yet"

    @property
    def uses(self) -> str:
        """How much has been coded by it."""
        if self.state is None or not self.state.is_used:
            return ""
        reviews, tags = self.state.review_count, self.state.tag_count
        return f"{reviews:,} {'review' if reviews == 1 else 'reviews'}, {tags:,} {'tag' if tags == 1 else 'tags'}"


def _icon(item: ShelfItem) -> tuple[str, str]:
    if item.draft is not None:
        return "pencil", "accent_text"
    return ("lock", "muted") if item.state is not None and item.state.is_used else ("book-open", "muted")


class ShelfView(QWidget):
    """Chooses a rubric.

    Signals:
        opened: The `ShelfItem` to show whole.
        chosen: Another line is chosen.
    """

    opened = Signal(object)
    chosen = Signal()

    def __init__(self, actions: Sequence[QAction], primary: QAction) -> None:
        super().__init__()
        self.model = RowTable[ShelfItem](
            (
                RowColumn("Rubric", lambda item: item.rubric.title, icon=_icon),
                RowColumn("Version", lambda item: item.rubric.version),
                RowColumn("State", lambda item: item.stands),
                RowColumn("Behaviours", lambda item: str(len(item.rubric.behaviours)), is_number=True),
                RowColumn("Ratings", lambda item: str(len(item.rubric.ratings)), is_number=True),
                RowColumn("Coded", lambda item: item.uses),
            ),
            self,
        )
        self.view = RowsView("Rubrics", self.model)
        self.pane = QScrollArea()
        self.pane.setWidgetResizable(True)
        self.pane.setAccessibleName("Chosen rubric")
        self.view.row_chosen.connect(lambda _row: self._show_chosen())
        self.view.row_opened.connect(lambda row: self.opened.emit(self.model.row_at(row)))
        self._lay_out(actions, primary)

    @property
    def item(self) -> ShelfItem | None:
        """The chosen line."""
        return self.model.row_at(self.view.row) if self.view.row >= 0 else None

    def show_items(self, items: Sequence[ShelfItem]) -> None:
        """Show these lines; the chosen one stays chosen."""
        before = self.item
        self.model.set_rows(items)
        if not items:
            return
        same = [place for place, item in enumerate(items) if before is not None and _is_same(item, before)]
        self.view.choose(same[0] if same else 0)

    def choose_draft(self, draft: RubricDraft) -> None:
        """Choose a draft's line."""
        for place, item in enumerate(self.model.rows):
            if item.draft is not None and item.draft.id == draft.id:
                self.view.choose(place)

    def _show_chosen(self) -> None:
        inner = QWidget()
        inner.setProperty("area", "clear")
        theme = current()
        column = QVBoxLayout(inner)
        column.setContentsMargins(theme.l, theme.l, theme.l, theme.l)
        column.setSpacing(theme.m)
        item = self.item
        if item is not None:
            self._fill(column, item)
        column.addStretch(1)
        self.pane.setWidget(inner)
        self.chosen.emit()

    def _fill(self, column: QVBoxLayout, item: ShelfItem) -> None:
        rubric = item.rubric
        column.addWidget(label(rubric.title, "title", wraps=True))
        column.addWidget(label(_sentence(item), "muted", wraps=True))
        facts = Facts()
        facts.add("Id", rubric.id)
        facts.add("Version", rubric.version)
        facts.add("Licence", rubric.licence)
        facts.add("Profiles", ", ".join(profile.title for profile in rubric.profiles) or "none")
        if item.draft is not None:
            facts.add("Changed", f"{item.draft.changed_at.astimezone():%d %b %Y, %H:%M} by {item.draft.changed_by}")
        column.addWidget(facts)
        column.addWidget(label(rubric.definition, wraps=True))
        if rubric.attribution:
            column.addWidget(label(rubric.attribution, "small", wraps=True))
        if item.draft is None:
            column.addWidget(Hash("Hash of its text", rubric.content_hash))

    def _lay_out(self, actions: Sequence[QAction], primary: QAction) -> None:
        theme = current()
        bar = QHBoxLayout()
        bar.setContentsMargins(theme.l, theme.m, theme.l, theme.m)
        bar.setSpacing(theme.s)
        bar.addWidget(label("Rubrics", "display"))
        bar.addStretch(1)
        for action in actions:
            bar.addWidget(action_button(action, kind="primary" if action is primary else ""))
        frame = QFrame()
        frame.setProperty("area", "pane")
        inner = QVBoxLayout(frame)
        inner.setContentsMargins(1, 0, 0, 0)
        inner.addWidget(self.pane)
        self.pane.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.pane.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.view.set_widths(300, 72, 184, 96, 68, 140, stretch=0)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        split.addWidget(self.view)
        split.addWidget(frame)
        split.setStretchFactor(0, 1)
        split.setSizes([960, 380])
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(bar)
        column.addWidget(rule())
        column.addWidget(split, 1)


def _is_same(one: ShelfItem, other: ShelfItem) -> bool:
    if one.draft is not None or other.draft is not None:
        return one.draft is not None and other.draft is not None and one.draft.id == other.draft.id
    return (one.rubric.id, one.rubric.version) == (other.rubric.id, other.rubric.version)


def _sentence(item: ShelfItem) -> str:
    if item.draft is not None:
        count = len(problems(item.rubric))
        return f"A draft: {count} to mend before it can be used." if count else "A draft, ready to be published."
    if item.state is not None and item.state.is_used:
        return f"{item.uses}. Its text stays as it is; a change needs a new version."
    if item.state is not None and item.state.can_correct:
        return "Nobody has coded by it yet: it can still be corrected."
    return "Its text stays as it is. Begin a new version to change it."
