"""Where a pair is chosen: the clips of both phases, and a search that narrows both lists."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSplitter, QVBoxLayout, QWidget

from bwc_review.domain.people import Phase
from bwc_review.ui.pages.compare.side import ClipList
from bwc_review.ui.theme.apply import current
from bwc_review.ui.theme.icons import icon


class PairChooser(QWidget):
    """Lists the clips to choose from.

    Attributes:
        search: Words that the listed clips hold.
        pre: The clips from before their officer's course.
        post: Those from after it.
    """

    def __init__(self) -> None:
        super().__init__()
        self.search = QLineEdit()
        self.pre, self.post = ClipList(Phase.PRE), ClipList(Phase.POST)
        self.search.setPlaceholderText("Find on both sides: call, code, officer")
        self.search.setAccessibleName("Find clips on both sides")
        self.search.addAction(icon("search", "muted"), QLineEdit.ActionPosition.LeadingPosition)
        self.search.setClearButtonEnabled(True)
        theme = current()
        bar = QHBoxLayout()
        bar.setContentsMargins(theme.l, theme.l, theme.l, theme.s)
        bar.addWidget(self.search)
        lists = QSplitter(Qt.Orientation.Vertical)
        lists.setChildrenCollapsible(False)
        lists.addWidget(self.pre)
        lists.addWidget(self.post)
        self.setMinimumWidth(220)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(bar)
        column.addWidget(lists, 1)

    def begin_search(self) -> None:
        """Have the next words typed into the search."""
        self.search.setFocus()
        self.search.selectAll()

    def forget(self) -> None:
        """List nothing, without a word."""
        self.search.blockSignals(True)
        self.search.clear()
        self.search.blockSignals(False)
        for listed in (self.pre, self.post):
            listed.set_clips(())
            listed.table.set_rows(())
