"""From a review to its tags to their frames, in two clicks."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSplitter, QVBoxLayout, QWidget

from bwc_review.domain.errors import ReviewError
from bwc_review.domain.ids import ReviewId, TagId
from bwc_review.domain.tag_report import TagReport
from bwc_review.services.bootstrap import Study
from bwc_review.ui.bridge.study import StudyBridge
from bwc_review.ui.models.audit_tags import ReviewItem, review_table, tag_table
from bwc_review.ui.pages.audit.tag_pane import TagPane
from bwc_review.ui.theme.apply import current
from bwc_review.ui.theme.icons import icon
from bwc_review.ui.widgets.labels import label
from bwc_review.ui.widgets.rows_view import RowsView

STILL_WIDTH = 640


class TagsView(QWidget):
    """Reviews above, the chosen review's tags below, the chosen tag beside them.

    Signals:
        tag_opened: Ids of a recording, a review and a tag of it.
        failed: An error's sentence.
    """

    tag_opened = Signal(object, object, object)
    failed = Signal(str)

    def __init__(self, bridge: StudyBridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._items: tuple[ReviewItem, ...] = ()
        self._chosen: ReviewId | None = None
        self._report: TagReport | None = None
        self._pictured: TagId | None = None
        self.reviews, self.tags = review_table(), tag_table()
        self.review_view = RowsView("Reviews", self.reviews)
        self.tag_view = RowsView("Tags of the chosen review", self.tags)
        self.pane = TagPane()
        self.search = QLineEdit()
        self.heading = label("", "section")
        self.review_view.row_chosen.connect(self._choose_review)
        self.review_view.row_opened.connect(lambda _row: self.tag_view.setFocus())
        self.tag_view.row_chosen.connect(self._choose_tag)
        self.tag_view.row_opened.connect(lambda _row: self._open())
        self.pane.open_asked.connect(self._open)
        self.search.textChanged.connect(lambda _text: self._list())
        self._lay_out()

    def load(self) -> None:
        """Read the list of reviews, and the chosen one's tags, again."""
        study = self._bridge.study
        self._bridge.read(self, lambda: read_reviews(study), self._take, self._tell)

    def clear(self) -> None:
        """Forget the study."""
        self._items, self._chosen, self._report, self._pictured = (), None, None, None
        self.search.clear()
        self._list()

    def _take(self, items: tuple[ReviewItem, ...]) -> None:
        self._items = items
        self._list()

    def _list(self) -> None:
        chosen = self._chosen
        parts = self.search.text().casefold().split()
        shown = [
            item
            for item in self._items
            if all(part in f"{item.code} {item.call} {item.review.reviewer} {item.rubric}".casefold() for part in parts)
        ]
        self.reviews.set_rows(shown)
        for row, item in enumerate(self.reviews.rows):
            if item.review.id == chosen:
                self.review_view.choose(row)
                return
        self._show_report(None)

    def _choose_review(self, row: int) -> None:
        if row < 0:
            self._chosen = None
            return
        item = self.reviews.row_at(row)
        self._chosen = item.review.id
        study, review_id = self._bridge.study, item.review.id

        def read() -> TagReport:
            return next(found for found in study.reporting.tag_reports([item.code]) if found.review.id == review_id)

        self._bridge.read(self, read, self._take_report, self._tell)

    def _take_report(self, report: TagReport) -> None:
        if report.review.id == self._chosen:
            self._show_report(report)

    def _show_report(self, report: TagReport | None) -> None:
        self._report, self._pictured = report, None
        self.tags.set_rows(report.tags if report else ())
        if report is None:
            self.heading.setText("Tags")
            self.pane.show_nothing()
            return
        count = len(report.tags)
        words = f"{count:,} {'tag' if count == 1 else 'tags'}"
        self.heading.setText(f"{words} by {report.review.reviewer} in {report.recording.code}")
        self.pane.show_review(report)

    def _choose_tag(self, row: int) -> None:
        report = self._report
        if row < 0 or report is None:
            self._pictured = None
            return
        reported = self.tags.row_at(row)
        self.pane.show_tag(report, reported)
        self._pictured = reported.tag.id
        study, recording_id, tag = self._bridge.study, report.recording.id, reported.tag
        still = self.pane.still

        def show(content: bytes) -> None:
            if self._pictured == tag.id:
                still.show_jpeg(content)

        self._bridge.read(
            still,
            lambda: study.library.thumbnail(recording_id, tag.start, STILL_WIDTH),
            show,
            lambda error: still.say(error.message),
        )

    def _open(self) -> None:
        row = self.tag_view.row
        if self._report is not None and row >= 0:
            report = self._report
            self.tag_opened.emit(report.recording.id, report.review.id, self.tags.row_at(row).tag.id)

    def _tell(self, error: ReviewError) -> None:
        self.failed.emit(error.message)

    def _lay_out(self) -> None:
        theme = current()
        self.search.setPlaceholderText("Find a review: code name, reviewer, rubric")
        self.search.setAccessibleName("Find a review")
        self.search.addAction(icon("search", "muted"), QLineEdit.ActionPosition.LeadingPosition)
        self.search.setClearButtonEnabled(True)
        self.review_view.set_widths(110, 80, 190, 190, 140)
        self.tag_view.set_widths(92, 92, 72, 76, 250, 110, 80)
        lists = QSplitter(Qt.Orientation.Vertical)
        lists.setChildrenCollapsible(False)
        lists.addWidget(_part(self.search, self.review_view))
        lists.addWidget(_part(self.heading, self.tag_view))
        lists.setSizes([240, 420])
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        split.addWidget(lists)
        split.addWidget(self.pane)
        split.setStretchFactor(0, 1)
        split.setSizes([900, 400])
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(split)
        self.setContentsMargins(0, 0, 0, 0)
        self.heading.setMinimumHeight(theme.xl)


def read_reviews(study: Study) -> tuple[ReviewItem, ...]:
    """All reviews by code name, then reviewer."""
    rows = {row.recording.id: row for row in study.library.rows() if row.review_count}
    found: list[ReviewItem] = []
    with study.store.reading() as work:
        counts = work.reviews.tag_counts()
        for review in work.reviews.all():
            row = rows[review.recording_id]
            found.append(
                ReviewItem(review, row.recording.code, row.call_type_name, row.phase, counts.get(review.id, 0))
            )
    return tuple(sorted(found, key=lambda item: (item.code, item.review.reviewer, item.rubric)))


def _part(head: QWidget, view: RowsView) -> QWidget:
    theme = current()
    box = QWidget()
    bar = QHBoxLayout()
    bar.setContentsMargins(theme.l, theme.s, theme.l, theme.s)
    bar.addWidget(head, 1)
    column = QVBoxLayout(box)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    column.addLayout(bar)
    column.addWidget(view, 1)
    return box
