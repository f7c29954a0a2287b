"""The table of tags: dense rows with the behaviours' marks, edited in place."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QItemSelectionRange, QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QMenu, QTableView

from bwc_review.domain.ids import TagId
from bwc_review.domain.rubric import Behaviour
from bwc_review.domain.tag import Tag
from bwc_review.ui.models.tag_cells import TITLES, Column
from bwc_review.ui.models.tag_table import TagTable
from bwc_review.ui.pages.review.tag_delegate import TagDelegate

_ROW = 26
_WIDTHS = {
    Column.START: 70,
    Column.END: 70,
    Column.BEHAVIOUR: 128,
    Column.ACTOR: 32,
    Column.TARGET: 34,
    Column.LEVEL: 24,
    Column.CHOICES: 110,
    Column.CONFIDENCE: 40,
    Column.HEARD: 74,
}
_LEAST_NOTE, _OWN_NOTE = 38, 120
_MOST_BEHAVIOUR = 280  # longer names are rare; what is left beyond is the note's
_ALWAYS = (Column.START, Column.BEHAVIOUR)
_EXTRA = (Column.TARGET, Column.CHOICES, Column.CONFIDENCE, Column.HEARD)
_WIDE = 700  # from this width on all columns are shown, unless the user has chosen which
# Many columns in a narrow pane: less air between them than other tables have.
_SHEET = "QTableView::item { padding: 0 3px; } QHeaderView::section { padding: 6px 3px; }"


class TagList(QTableView):
    """Shows a `TagTable`; what the user chooses here is told, what is chosen elsewhere is only marked.

    Signals:
        selection_requested: Ids of the tags that the user selected, and the one of them in hand (or None).
        menu_requested: The menu of what is chosen is wanted at this place of the screen.
    """

    selection_requested = Signal(object, object)
    menu_requested = Signal(object)

    def __init__(self, model: TagTable, behaviours: Callable[[], list[Behaviour]]) -> None:
        """Make the view.

        Args:
            model: The tags.
            behaviours: What a tag can be recoded to.
        """
        super().__init__()
        self._table = model
        self._is_told = True
        self._columns: frozenset[int] | None = None
        self._dragged: int | None = None  # width of the behaviours' column that the user has chosen
        self._is_fitting = False
        # Before the view's own: while rows go, the view moves its selection by itself, which nobody has asked for.
        model.rowsAboutToBeRemoved.connect(self._hush)
        self.setModel(model)
        model.rowsRemoved.connect(self._listen)
        self.setItemDelegate(TagDelegate(model, behaviours, self))
        self.setAccessibleName("Tags")
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.DoubleClicked)
        self.setShowGrid(False)
        self.setStyleSheet(_SHEET)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(_ROW)
        head = self.horizontalHeader()
        head.setHighlightSections(False)
        head.setMinimumSectionSize(24)
        head.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        head.customContextMenuRequested.connect(self._offer_columns)
        head.sectionResized.connect(self._follow_drag)
        for column, width in _WIDTHS.items():
            self.setColumnWidth(column, width)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(lambda at: self.menu_requested.emit(self.viewport().mapToGlobal(at)))
        self.selectionModel().selectionChanged.connect(self._tell)
        self.selectionModel().currentRowChanged.connect(self._tell)
        self._show_columns()

    @property
    def chosen(self) -> list[Tag]:
        """The tags of the rows that are selected, by onset."""
        return [self._table.tag_at(row) for row in self._rows()]

    @property
    def columns(self) -> str:
        """The columns that the user chose, as text for the settings; empty for those that fit."""
        return "" if self._columns is None else " ".join(str(column) for column in sorted(self._columns))

    def show_columns(self, text: str) -> None:
        """Show the columns of a text from the settings."""
        numbers = [int(part) for part in text.split() if part.isdecimal()]
        self._columns = frozenset(numbers).union(_ALWAYS) if numbers else None
        self._show_columns()

    def mark(self, tags: Sequence[Tag], current: Tag | None) -> None:
        """Select the rows of tags, with one in hand, without telling it; tags that are not shown are passed over."""
        rows = sorted(row for row in map(self._table.row_of, tags) if row is not None)
        here = self._table.row_of(current) if current is not None else None
        mode = QItemSelectionModel.SelectionFlag
        self._is_told = False
        if rows != self._rows():
            self.selectionModel().select(self._ranges(rows), mode.ClearAndSelect | mode.Rows)
        if here is None:
            self.selectionModel().setCurrentIndex(QModelIndex(), mode.NoUpdate)
        elif self.currentIndex().row() != here:
            index = self._table.index(here, max(0, self.currentIndex().column()))
            self.selectionModel().setCurrentIndex(index, mode.NoUpdate)
            self.scrollTo(index)
        self._is_told = True

    def edit_cell(self, tag_id: TagId, column: Column) -> None:
        """Begin to edit a cell in place."""
        tag = self._table.find(tag_id)
        row = self._table.row_of(tag) if tag is not None else None
        if row is not None:
            index = self._table.index(row, column)
            self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.NoUpdate)
            self.scrollTo(index)
            self.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self.edit(index)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show_columns()
        if event.size().height() < event.oldSize().height():
            self.scrollTo(self.currentIndex())  # the form under the table has come up over it

    def _show_columns(self) -> None:
        is_wide = self.width() >= _WIDE
        for column in Column:
            is_shown = column in self._columns if self._columns is not None else is_wide or column not in _EXTRA
            if self.isColumnHidden(column) == is_shown:
                self.setColumnHidden(column, not is_shown)
        is_own = self._columns is not None
        policy = Qt.ScrollBarPolicy.ScrollBarAsNeeded if is_own else Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        self.setHorizontalScrollBarPolicy(policy)
        least = _OWN_NOTE if is_own else _LEAST_NOTE
        sharing = (Column.BEHAVIOUR, Column.NOTE)
        shown = [column for column in Column if not self.isColumnHidden(column)]
        room = self.viewport().width() - sum(self.columnWidth(column) for column in shown if column not in sharing)
        name = self._dragged or max(_WIDTHS[Column.BEHAVIOUR], min(room - least, _MOST_BEHAVIOUR))
        self._is_fitting = True
        self.setColumnWidth(Column.BEHAVIOUR, name)
        self.setColumnWidth(Column.NOTE, max(least, room - name))
        self._is_fitting = False

    def _follow_drag(self, column: int, _before: int, width: int) -> None:
        if column == Column.BEHAVIOUR and width and not self._is_fitting and self.isVisible():
            self._dragged = width

    def _offer_columns(self, at: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for column in Column:
            action = menu.addAction(TITLES[column][1])
            action.setCheckable(True)
            action.setChecked(not self.isColumnHidden(column))
            action.setEnabled(column not in _ALWAYS)
            action.toggled.connect(lambda is_on, column=column: self._switch_column(column, is_on=is_on))
        menu.addSeparator()
        menu.addAction("Those that fit", lambda: self.show_columns(""))
        menu.popup(self.horizontalHeader().mapToGlobal(at))

    def _switch_column(self, column: Column, *, is_on: bool) -> None:
        shown = {item for item in Column if not self.isColumnHidden(item)}
        self._columns = frozenset(shown | {column} if is_on else shown - {column})
        self._show_columns()

    def _rows(self) -> list[int]:
        ranges = self.selectionModel().selection().toList()
        return sorted({row for part in ranges for row in range(part.top(), part.bottom() + 1)})

    def _ranges(self, rows: Sequence[int]) -> QItemSelection:
        """Rising rows as few ranges: the view is quick with few."""
        made, last_column = QItemSelection(), self._table.columnCount() - 1
        first = 0
        for place, row in enumerate(rows):
            if place + 1 == len(rows) or rows[place + 1] != row + 1:
                top, bottom = self._table.index(rows[first], 0), self._table.index(row, last_column)
                made.append(QItemSelectionRange(top, bottom))
                first = place + 1
        return made

    def _hush(self) -> None:
        self._is_told = False

    def _listen(self) -> None:
        self._is_told = True

    def _tell(self) -> None:
        if not self._is_told:
            return
        rows = self._rows()
        here = self.currentIndex().row()
        ids = [self._table.tag_at(row).id for row in rows]
        current = self._table.tag_at(here).id if here in rows else (ids[-1] if ids else None)
        self.selection_requested.emit(ids, current)
