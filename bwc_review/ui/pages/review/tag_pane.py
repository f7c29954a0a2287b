"""The tab with the tags: filter, table, find and replace, and the fields of what is chosen."""

from collections.abc import Callable, Collection

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from bwc_review.domain.ids import TagId
from bwc_review.domain.rubric import Behaviour
from bwc_review.domain.tag import Tag
from bwc_review.ui.models.tag_filter import TagFilter
from bwc_review.ui.models.tag_table import TagTable
from bwc_review.ui.pages.review.tag_filter_bar import TagFilterBar
from bwc_review.ui.pages.review.tag_form import TagForm
from bwc_review.ui.pages.review.tag_list import TagList
from bwc_review.ui.pages.review.tag_replace_bar import TagReplaceBar
from bwc_review.ui.widgets.labels import rule


class TagPane(QWidget):
    """All about the tags of the review.

    Attributes:
        filter_bar: Which tags are shown.
        replace_bar: Find and replace in notes.
        list: The table.
        form: The fields of what is chosen.

    Signals:
        change_requested: Pairs of a tag and the same tag as it is wanted, and what the Undo menu calls that.
        filtered: Ids of the tags that the filter shows, after it has changed.
        left: The keys go back to the page.
    """

    change_requested = Signal(object, str)
    filtered = Signal(object)
    left = Signal()

    def __init__(
        self, table: TagTable, behaviours: Callable[[], list[Behaviour]], hides_counts: Callable[[], bool]
    ) -> None:
        """Make it.

        Args:
            table: The tags.
            behaviours: What a tag can be recoded to.
            hides_counts: True while counts of tags would sway ratings that are still to be given.
        """
        super().__init__()
        self._table = table
        self._chosen: list[Tag] = []
        self.filter_bar = TagFilterBar(table, hides_counts)
        self.list = TagList(table, behaviours)
        self.replace_bar = TagReplaceBar(lambda: table.shown)
        self.form = TagForm(table, behaviours)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for part in (self.filter_bar, self.replace_bar):
            column.addWidget(part)
        column.addWidget(self.list, 1)
        column.addWidget(rule())
        column.addWidget(self.form)
        self.filter_bar.changed.connect(self._filter)
        self.replace_bar.replace_requested.connect(lambda changes: self.change_requested.emit(changes, "Replace"))
        self.form.change_requested.connect(lambda changes: self.change_requested.emit(changes, "Change"))
        table.modelReset.connect(self.show_count)
        for part in (self.filter_bar, self.replace_bar, self.form):
            part.left.connect(self.left)

    def show_chosen(self, tags: list[Tag]) -> None:
        """Show what is chosen, or that it has changed."""
        self._chosen = tags
        if self.isVisible():
            self.form.show_tags(tags)
        self.show_count()

    def showEvent(self, event: object) -> None:
        super().showEvent(event)  # pyright: ignore[reportArgumentType] - Qt hands in its event
        self.show_chosen(self._chosen)

    def _filter(self, wanted: TagFilter) -> None:
        self._table.set_filter(wanted)
        shown: Collection[TagId] = {tag.id for tag in self._table.shown}
        self.filtered.emit(shown)
        self.replace_bar.look()
        self.show_count()

    def show_count(self) -> None:
        """Say how many tags are shown and chosen."""
        hidden = sum(self._table.row_of(tag) is None for tag in self._chosen) if self.filter_bar.wanted else 0
        self.filter_bar.show_count(len(self._chosen), hidden)
