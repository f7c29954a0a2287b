"""The view of the library's table: one height for all rows, columns that share the room, the blinded set of columns."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from bwc_review.ui.models.clip import BLINDED_COLUMNS, Column
from bwc_review.ui.models.clip_table import ClipTable
from bwc_review.ui.pages.library_delegate import ROW_HEIGHT, ClipDelegate, Pictures

# Width at least, and share of the room that is left.
_WIDTHS = {
    Column.CLIP: (168, 0),
    Column.CALL: (150, 4),
    Column.PHASE: (104, 0),
    Column.LENGTH: (76, 0),
    Column.RECORDED: (150, 0),
    Column.OFFICER: (120, 2),
    Column.REVIEWS: (146, 0),
    Column.FAULTS: (160, 4),
}
# Where the room is short these go first; the details pane has them anyway.
_FIRST_TO_GO = (Column.OFFICER, Column.RECORDED, Column.REVIEWS)


class ClipView(QTableView):
    """Rows are chosen whole; a click on a heading sorts."""

    def __init__(self, model: ClipTable, pictures: Pictures) -> None:
        super().__init__()
        self._is_blinded = False
        self.setModel(model)
        self.setItemDelegate(ClipDelegate(pictures, self))
        self.setAccessibleName("Clips")
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        rows = self.verticalHeader()
        rows.setVisible(False)
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(ROW_HEIGHT)
        rows.setMinimumSectionSize(ROW_HEIGHT)
        heads = self.horizontalHeader()
        heads.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        heads.setHighlightSections(False)
        heads.setSectionsClickable(True)
        heads.setSortIndicatorShown(False)
        heads.setFixedHeight(32)
        heads.sectionClicked.connect(self._sort_by)

    def set_blinded(self, is_blinded: bool) -> None:
        """Show only what a blinded reviewer may see."""
        self._is_blinded = is_blinded
        if is_blinded:
            self.sortByColumn(Column.CLIP, Qt.SortOrder.AscendingOrder)
        self._share_room()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_room()

    def _sort_by(self, section: int) -> None:
        model = self.model()
        is_rising = isinstance(model, ClipTable) and model.order == (Column(section), Qt.SortOrder.AscendingOrder)
        self.model().sort(section, Qt.SortOrder.DescendingOrder if is_rising else Qt.SortOrder.AscendingOrder)

    def _share_room(self) -> None:
        room = self.viewport().width()
        shown = [column for column in Column if not self._is_blinded or column in BLINDED_COLUMNS]
        for column in _FIRST_TO_GO:
            if sum(_WIDTHS[item][0] for item in shown) > room and column in shown:
                shown.remove(column)
        spare = max(0, room - sum(_WIDTHS[column][0] for column in shown))
        parts = sum(_WIDTHS[column][1] for column in shown)
        for column in Column:
            self.setColumnHidden(column, column not in shown)
            if column in shown:
                least, share = _WIDTHS[column]
                self.setColumnWidth(column, least + (spare * share // parts if parts else 0))
