"""The table of tags: dense rows with the behaviours' marks, edited in place."""

from collections.abc import Callable, Sequence
from functools import lru_cache

from PySide6.QtCore import (
    QAbstractItemModel,
    QItemSelection,
    QItemSelectionModel,
    QItemSelectionRange,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from bwc_review.domain.coding import ACTORS
from bwc_review.domain.ids import TagId
from bwc_review.domain.rubric import Behaviour
from bwc_review.domain.tag import Tag
from bwc_review.ui.models.tag_table import TAG_ROLE, Column, TagTable
from bwc_review.ui.theme import fonts
from bwc_review.ui.theme.apply import current
from bwc_review.ui.theme.icons import icon
from bwc_review.ui.theme.marks import dimension_mark, paint_not_codable, paint_point, paint_span
from bwc_review.ui.widgets.timeline_lanes import NOT_CODABLE

_ROW = 26
_MARK = QSize(16, 14)
_NOTE_WORDS = 80  # a narrower column shows a sign in place of the words
_WIDTHS = {Column.START: 74, Column.END: 74, Column.BEHAVIOUR: 128, Column.ACTOR: 34, Column.LEVEL: 24}
# Six columns in a narrow pane: less air between them than other tables have.
_SHEET = "QTableView::item { padding: 0 3px; } QHeaderView::section { padding: 6px 3px; }"
Index = QModelIndex | QPersistentModelIndex


class TagList(QTableView):
    """Shows a `TagTable`; what the user chooses here is told, what is chosen elsewhere is only marked.

    Signals:
        selection_requested: Ids of the tags that the user selected, and the one of them in hand (or None).
    """

    selection_requested = Signal(object, object)

    def __init__(self, model: TagTable, behaviours: Callable[[], list[Behaviour]]) -> None:
        """Make the view.

        Args:
            model: The tags.
            behaviours: What a tag can be recoded to.
        """
        super().__init__()
        self._table = model
        self._is_told = True
        self.setModel(model)
        self.setItemDelegate(TagDelegate(model, behaviours, self))
        self.setAccessibleName("Tags")
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.DoubleClicked)
        self.setShowGrid(False)
        self.setStyleSheet(_SHEET)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(_ROW)
        head = self.horizontalHeader()
        head.setHighlightSections(False)
        head.setMinimumSectionSize(24)
        head.setStretchLastSection(True)
        for column, width in _WIDTHS.items():
            self.setColumnWidth(column, width)
        self.selectionModel().selectionChanged.connect(self._tell)
        self.selectionModel().currentRowChanged.connect(self._tell)

    @property
    def chosen(self) -> list[Tag]:
        """The tags of the rows that are selected, by onset."""
        return [self._table.tag_at(row) for row in self._rows()]

    def mark(self, tags: Sequence[Tag], current: Tag | None) -> None:
        """Select the rows of tags, with one in hand, without telling it; tags that are not shown are passed over."""
        rows = sorted(row for row in map(self._table.row_of, tags) if row is not None)
        here = self._table.row_of(current) if current is not None else None
        self._is_told = False
        if rows != self._rows():
            mode = QItemSelectionModel.SelectionFlag
            self.selectionModel().select(self._ranges(rows), mode.ClearAndSelect | mode.Rows)
        if here is None:
            self.selectionModel().setCurrentIndex(QModelIndex(), QItemSelectionModel.SelectionFlag.NoUpdate)
        elif self.currentIndex().row() != here:
            index = self._table.index(here, max(0, self.currentIndex().column()))
            self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.NoUpdate)
            self.scrollTo(index)
        self._is_told = True

    def edit_cell(self, tag_id: TagId, column: Column) -> None:
        """Begin to edit a cell in place."""
        tag = self._table.find(tag_id)
        row = self._table.row_of(tag) if tag is not None else None
        if row is not None:
            index = self._table.index(row, column)
            self.setCurrentIndex(index)
            self.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self.edit(index)

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

    def _tell(self) -> None:
        if not self._is_told:
            return
        rows = self._rows()
        here = self.currentIndex().row()
        ids = [self._table.tag_at(row).id for row in rows]
        current = self._table.tag_at(here).id if here in rows else (ids[-1] if ids else None)
        self.selection_requested.emit(ids, current)


class TagDelegate(QStyledItemDelegate):
    """Marks before behaviours, figures of one width in times, lists where there are few answers."""

    def __init__(self, table: TagTable, behaviours: Callable[[], list[Behaviour]], parent: QWidget) -> None:
        super().__init__(parent)
        self._table = table
        self._behaviours = behaviours

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        super().initStyleOption(option, index)
        option.font = fonts.tabular(current().small_px)
        if index.column() == Column.END and index.data() == "open":
            option.palette.setColor(option.palette.ColorRole.Text, current().colour("warning_text"))
        if index.column() == Column.BEHAVIOUR and self._table.rubric is not None:
            behaviour = self._table.behaviour(index.data(TAG_ROLE))
            numbers = [dimension.id for dimension in self._table.rubric.dimensions]
            option.features |= QStyleOptionViewItem.ViewItemFeature.HasDecoration
            option.decorationSize = _MARK
            option.icon = mark_icon(behaviour, numbers.index(behaviour.dimension))
        if index.column() == Column.NOTE and option.text and option.rect.width() < _NOTE_WORDS:
            option.features |= QStyleOptionViewItem.ViewItemFeature.HasDecoration
            option.decorationSize = _MARK
            option.icon, option.text = icon("message-square", "muted"), ""

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        column = Column(index.column())
        if column not in (Column.BEHAVIOUR, Column.ACTOR, Column.LEVEL):
            return super().createEditor(parent, option, index)
        editor = QComboBox(parent)
        tag: Tag = index.data(TAG_ROLE)
        for text, value in self._answers(tag, column):
            editor.addItem(text, value)
        editor.setCurrentIndex(max(0, editor.findData(index.data(Qt.ItemDataRole.EditRole))))
        editor.activated.connect(lambda _row: self._commit(editor))
        return editor

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        super().updateEditorGeometry(editor, option, index)
        view = self.parent()
        if isinstance(view, QTableView) and index.column() in (Column.BEHAVIOUR, Column.LEVEL, Column.NOTE):
            # These need more room than their column has: the editor covers the row up to its right end.
            left = 0 if index.column() == Column.NOTE else min(option.rect.left(), view.columnViewportPosition(2))
            editor.setGeometry(left, option.rect.top(), view.viewport().width() - left, option.rect.height())

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        if not isinstance(editor, QComboBox):
            super().setEditorData(editor, index)

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        if isinstance(editor, QComboBox):
            model.setData(index, editor.currentData())
        else:
            super().setModelData(editor, model, index)

    def _commit(self, editor: QComboBox) -> None:
        self.commitData.emit(editor)
        self.closeEditor.emit(editor)

    def _answers(self, tag: Tag, column: Column) -> list[tuple[str, str]]:
        if column is Column.ACTOR:
            return [(actor, actor) for actor in dict.fromkeys((*ACTORS, tag.actor))]
        behaviour = self._table.behaviour(tag)
        if column is Column.LEVEL:
            return [(f"{level.value}  {level.text}", str(level.value)) for level in behaviour.levels]
        offered = {item.id: item.name for item in (*self._behaviours(), behaviour)}
        return [(name, behaviour_id) for behaviour_id, name in offered.items()]


def mark_icon(behaviour: Behaviour, dimension: int) -> QIcon:
    """The mark of a behaviour as an icon, in the theme on the screen."""
    return _mark_icon(behaviour, dimension, current().name)


@lru_cache(maxsize=512)
def _mark_icon(behaviour: Behaviour, dimension: int, theme_name: str) -> QIcon:
    del theme_name  # only part of the key
    picture = QPixmap(_MARK * 2)
    picture.setDevicePixelRatio(2)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    mark, box = dimension_mark(dimension), QRectF(0, 2, _MARK.width(), 10)
    if not behaviour.is_state:
        paint_point(painter, QPointF(_MARK.width() / 2, _MARK.height() / 2), 10, behaviour.valence, mark.colour)
    elif behaviour.id.startswith(NOT_CODABLE):
        paint_not_codable(painter, box)
    else:
        paint_span(painter, box, mark)
    painter.end()
    return QIcon(picture)
