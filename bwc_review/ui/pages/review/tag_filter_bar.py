"""The row over the tag table: words, further conditions, and how many tags that leaves."""

from collections.abc import Callable, Iterable
from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QMenu, QToolButton, QWidget

from bwc_review.domain.coding import ACTORS
from bwc_review.ui.models.tag_filter import NO_CONFIDENCE, TagFilter
from bwc_review.ui.models.tag_table import TagTable
from bwc_review.ui.pages.review.tag_delegate import SURE
from bwc_review.ui.theme.apply import current
from bwc_review.ui.theme.icons import icon
from bwc_review.ui.widgets.buttons import tool_button
from bwc_review.ui.widgets.keep_keys import KeepKeys
from bwc_review.ui.widgets.labels import label


class TagFilterBar(QWidget):
    """Holds which tags the table shows.

    Signals:
        changed: The `TagFilter` that is wanted now.
        left: Escape was pressed in it.
    """

    changed = Signal(object)
    left = Signal()

    def __init__(self, table: TagTable, hides_counts: Callable[[], bool]) -> None:
        """Make it.

        Args:
            table: The tags.
            hides_counts: True while counts of tags would sway ratings that are still to be given.
        """
        super().__init__()
        self._table = table
        self._hides_counts = hides_counts
        self._wanted = TagFilter()
        self.words = _Words(self.left.emit)
        self.words.setPlaceholderText("Filter tags")
        self.words.setAccessibleName("Filter tags")
        self.words.addAction(QAction(icon("search", "muted"), "", self), QLineEdit.ActionPosition.LeadingPosition)
        self.words.textChanged.connect(lambda text: self._want(replace(self._wanted, words=text)))
        self.menu = QMenu(self)
        self.menu.aboutToShow.connect(self._fill)
        self.more = tool_button("funnel", "Filter by behaviour, dimension, who, how sure, and what wants a second look")
        self.more.setMenu(self.menu)
        self.more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.clear_button = tool_button("x", "Show all tags", self.clear)
        self.count = label("", "muted")
        self.count.setAccessibleName("How many tags are shown")
        row = QHBoxLayout(self)
        row.setContentsMargins(current().s, current().s, current().s, current().xs)
        row.setSpacing(current().xs)
        row.addWidget(self.words, 1)
        row.addWidget(self.more)
        row.addWidget(self.clear_button)
        row.addWidget(self.count)
        self.clear_button.hide()

    @property
    def wanted(self) -> TagFilter:
        """Which tags are wanted now."""
        return self._wanted

    def clear(self) -> None:
        """Show all tags."""
        if self.words.text():
            self._wanted = TagFilter(words=self.words.text())
            self.words.clear()
        else:
            self._want(TagFilter())

    def show_count(self, chosen: int, hidden: int) -> None:
        """Say how many tags are shown, of how many; how many are chosen, and how many of those cannot be seen."""
        shown, total = len(self._table.shown), len(self._table.tags)
        if self._hides_counts():
            parts = ["filtered"] if self._wanted else []
        else:
            parts = [f"{shown:,} of {total:,}" if self._wanted else f"{total:,}"]
        parts += [f"{chosen:,} chosen"] if chosen > 1 else []
        parts += [f"{hidden:,} hidden"] if hidden else []
        text = " · ".join(parts)
        if text != self.count.text():
            self.count.setText(text)
            self.count.setToolTip("Some chosen tags are hidden by the filter." if hidden else "")

    def _want(self, wanted: TagFilter) -> None:
        self._wanted = wanted
        self.clear_button.setVisible(bool(wanted))
        self.more.setIcon(icon("funnel", "accent_text" if wanted.count else "muted"))
        self.changed.emit(wanted)

    def _fill(self) -> None:
        menu, wanted = self.menu, self._wanted
        menu.clear()
        rubric = self._table.rubric
        if rubric is None:
            return
        needy = menu.addAction("Wants a second look (open states, missing choices, low confidence)")
        needy.setCheckable(True)
        needy.setChecked(wanted.is_attention_needed)
        needy.toggled.connect(lambda is_on: self._want(replace(self._wanted, is_attention_needed=is_on)))
        used = {tag.behaviour_id for tag in self._table.tags}
        dimensions = {rubric.behaviour(behaviour_id).dimension for behaviour_id in used}
        self._add_set("Dimension", "dimensions", ((d.id, d.name) for d in rubric.dimensions if d.id in dimensions))
        self._add_set("Behaviour", "behaviours", ((b.id, b.name) for b in rubric.behaviours if b.id in used))
        actors = dict.fromkeys((*ACTORS, *(tag.actor for tag in self._table.tags)))
        self._add_set("Who", "actors", ((actor, actor) for actor in actors))
        self._add_set("How sure", "confidences", ((NO_CONFIDENCE, "not said"), *SURE.items()))
        menu.addSeparator()
        menu.addAction("Show all tags", self.clear).setEnabled(bool(wanted))

    def _add_set(self, title: str, field: str, answers: Iterable[tuple[object, str]]) -> None:
        chosen: frozenset[object] = getattr(self._wanted, field)
        menu = self.menu.addMenu(f"{title} ({len(chosen)})" if chosen else title)
        for value, words in answers:
            action = menu.addAction(words.replace("&", "&&"))
            action.setCheckable(True)
            action.setChecked(value in chosen)
            action.toggled.connect(lambda _on, value=value: self._switch(field, value))

    def _switch(self, field: str, value: object) -> None:
        chosen: frozenset[object] = getattr(self._wanted, field)
        self._want(replace(self._wanted, **{field: chosen ^ {value}}))


class _Words(QLineEdit):
    """A line that is left with Escape or Enter; Escape empties it first."""

    def __init__(self, leave: Callable[[], object]) -> None:
        super().__init__()
        self._leave = leave
        KeepKeys(self)
        self.setToolTip("Words in the note or in the behaviour's name")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        elif event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._leave()
        else:
            super().keyPressEvent(event)
