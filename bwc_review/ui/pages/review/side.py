"""The right side of the page: what is reviewed and by whom; the rubric pad, the tags and the ratings."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from bwc_review.domain.people import Phase
from bwc_review.domain.rubric import Behaviour, Rubric
from bwc_review.domain.tag import Review, ReviewState
from bwc_review.ui.models.tag_table import TagTable
from bwc_review.ui.pages.review.coaching_pane import CoachingPane
from bwc_review.ui.pages.review.finish_pane import FinishPane
from bwc_review.ui.pages.review.ratings_pane import RatingsPane
from bwc_review.ui.pages.review.start_pane import StartPane
from bwc_review.ui.pages.review.tag_pane import TagPane
from bwc_review.ui.theme.apply import current
from bwc_review.ui.widgets.badges import PhaseBadge
from bwc_review.ui.widgets.buttons import tool_button
from bwc_review.ui.widgets.labels import ElidedLabel, label
from bwc_review.ui.widgets.pad import RubricPad

WIDTH = 420
PAD, TAGS, RATINGS, COACHING = range(4)
_TITLES = ("Rubric", "Tags", "Ratings", "Coaching")


class Side(QFrame):
    """Head, and below it either the start of a review or its three tabs.

    Attributes:
        badge: The phase of the recording; hidden from a blinded reviewer.
        pad: The rubric pad.
        tag_pane: All about the tags.
        tag_list: The table of tags in it.
        ratings: The rating items.
        coaching: The coaching notes.
        finish: What is shown before a review is locked.
        start: Where a review is begun.
        menu: The review's menu; whoever fills it connects to its `aboutToShow`.

    Signals:
        tab_changed: Another tab is in front.
    """

    tab_changed = Signal(int)

    def __init__(self, table: TagTable, behaviours: Callable[[], list[Behaviour]]) -> None:
        """Make the side.

        Args:
            table: The tags.
            behaviours: What a tag can be recoded to.
        """
        super().__init__()
        self.setProperty("area", "pane")
        self.setMinimumWidth(300)
        self._code = label("", "title")
        self.badge = PhaseBadge()
        self._line = ElidedLabel("", "muted", current().small_px)
        self._remark = label("", "warning", wraps=True)
        self._remark.hide()
        self.menu = QMenu(self)
        self._more = tool_button("list", "Reviews of this clip", self._open_menu)
        self.tabs = QTabBar()
        self.pad = RubricPad()
        self.tag_pane = TagPane(table, behaviours, lambda: self.ratings.hides_counts)
        self.tag_list = self.tag_pane.list
        self.ratings = RatingsPane(table.find, lambda: table.tags)
        self.coaching = CoachingPane()
        self.finish = FinishPane()
        self.start = StartPane()
        self._stack = QStackedWidget()
        self._pages = QStackedWidget()
        self._lay_out()

    @property
    def tab(self) -> int:
        """Which tab is in front: `PAD`, `TAGS` or `RATINGS`."""
        return self.tabs.currentIndex()

    @property
    def is_starting(self) -> bool:
        """True while a review is being begun."""
        return self._stack.currentWidget() is self.start

    @property
    def is_finishing(self) -> bool:
        """True while a review is being submitted or reopened."""
        return self._stack.currentWidget() is self.finish

    def show_finish(self) -> None:
        """Show what is still open in place of the tabs."""
        self._stack.setCurrentWidget(self.finish)

    def show_tabs(self) -> None:
        """Show the review's tabs."""
        self._stack.setCurrentIndex(1)

    @property
    def remark(self) -> str:
        """What stands under the head."""
        return self._remark.text()

    def show_remark(self, text: str) -> None:
        """Say under the head that the review is locked, or why it was opened again."""
        self._remark.setText(text)
        self._remark.setVisible(bool(text))

    def show_tab(self, tab: int) -> None:
        """Bring a tab to the front."""
        if self.tabs.isTabVisible(tab):
            self.tabs.setCurrentIndex(tab)

    def show_recording(self, code: str, phase: Phase | None) -> None:
        """Name the recording.

        Args:
            code: Its code name.
            phase: Its phase; None if it is not to be seen.
        """
        self._code.setText(code)
        self.badge.setVisible(phase is not None)
        self.badge.set_phase(phase or Phase.NONE)

    def show_start(self) -> None:
        """Let a review be begun."""
        self._line.set_text("No review is open")
        self._stack.setCurrentWidget(self.start)

    def show_review(self, review: Review, rubric: Rubric) -> None:
        """Name the review and show its tabs."""
        profile = next((item.title for item in rubric.profiles if item.id == review.profile), "")
        state = "" if review.state is ReviewState.DRAFT else review.state.value
        parts = (f"{rubric.title} {rubric.version}", profile, review.reviewer, state)
        self._line.set_text(" · ".join(part for part in parts if part))
        self.tabs.setTabVisible(PAD, bool(rubric.behaviours))
        self.tabs.setTabVisible(TAGS, bool(rubric.behaviours))
        self.tabs.setTabVisible(RATINGS, bool(rubric.ratings))
        if not self.tabs.isTabVisible(self.tab):
            self.tabs.setCurrentIndex(RATINGS if rubric.ratings else PAD)
        self._stack.setCurrentIndex(1)

    def show_counts(self, tag_count: int) -> None:
        """Show how many answers there are, and how many tags once they can no longer sway a rating."""
        is_shown = bool(tag_count) and not self.ratings.hides_counts
        self.tabs.setTabText(TAGS, f"{_TITLES[TAGS]} {tag_count:,}" if is_shown else _TITLES[TAGS])
        self.tag_pane.show_count()
        answered, total = self.ratings.answered_count, self.ratings.item_count
        self.tabs.setTabText(RATINGS, f"{_TITLES[RATINGS]} {answered}/{total}" if total else _TITLES[RATINGS])

    def _lay_out(self) -> None:
        theme = current()
        head = QWidget()
        words = QVBoxLayout(head)
        words.setContentsMargins(theme.m, theme.s, theme.s, theme.xs)
        words.setSpacing(2)
        first = QHBoxLayout()
        first.setSpacing(theme.s)
        first.addWidget(self._code)
        first.addWidget(self.badge)
        first.addStretch(1)
        first.addWidget(self._more)
        words.addLayout(first)
        words.addWidget(self._line)
        words.addWidget(self._remark)
        for title in _TITLES:
            self.tabs.addTab(title)
        self.tabs.setExpanding(False)
        self.tabs.setDrawBase(False)
        self.tabs.currentChanged.connect(self._follow_tab)
        for page in (self.pad, self.tag_pane, self.ratings, self.coaching):
            self._pages.addWidget(page)
        tabbed = QWidget()
        column = QVBoxLayout(tabbed)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.tabs)
        column.addWidget(self._pages, 1)
        self._stack.addWidget(self.start)
        self._stack.addWidget(tabbed)
        self._stack.addWidget(self.finish)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(head)
        whole.addWidget(self._stack, 1)

    def _follow_tab(self, tab: int) -> None:
        self._pages.setCurrentIndex(tab)
        self.tab_changed.emit(tab)

    def _open_menu(self) -> None:
        self.menu.popup(self._more.mapToGlobal(self._more.rect().bottomLeft()))
