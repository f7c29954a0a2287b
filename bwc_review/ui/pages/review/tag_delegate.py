"""How the cells of the tag table look and are edited."""

from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QFont, QFontMetrics, QIcon, QKeyEvent, QPainter, QPixmap
from PySide6.QtWidgets import QComboBox, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTableView, QWidget

from bwc_review.domain.coding import ACTORS
from bwc_review.domain.rubric import Behaviour, Rubric, as_words
from bwc_review.domain.tag import Tag
from bwc_review.ui.models.tag_cells import (
    COLUMNS,
    HEARD,
    TITLES,
    Column,
    behaviour_text,
    cell_text,
    choices_text,
    chosen,
)
from bwc_review.ui.models.tag_filter import attention
from bwc_review.ui.models.tag_table import TAG_ROLE, TagTable
from bwc_review.ui.theme import fonts
from bwc_review.ui.theme.apply import current
from bwc_review.ui.theme.icons import icon
from bwc_review.ui.theme.marks import dimension_mark, paint_not_codable, paint_point, paint_span
from bwc_review.ui.widgets.keep_keys import KeepKeys
from bwc_review.ui.widgets.timeline_lanes import NOT_CODABLE

_MARK = QSize(16, 14)
_PAD = 4
_NOTE_WORDS = 80  # a narrower column shows a sign in place of the words
_LISTS = (Column.BEHAVIOUR, Column.ACTOR, Column.TARGET, Column.LEVEL, Column.CHOICES, Column.CONFIDENCE, Column.HEARD)
_TIMES, _TIME_ROOM = (Column.START, Column.END), 96
SURE = {1: "1  low", 2: "2", 3: "3  high"}
_ROOMY = (*_LISTS[:1], *_LISTS[2:], Column.NOTE)
Index = QModelIndex | QPersistentModelIndex


class TagDelegate(QStyledItemDelegate):
    """Marks before behaviours, figures of one width in times, lists where there are few answers."""

    def __init__(self, table: TagTable, behaviours: Callable[[], list[Behaviour]], parent: QWidget) -> None:
        super().__init__(parent)
        self._table = table
        self._behaviours = behaviours
        self._numbers: tuple[Rubric | None, dict[str, int]] = (None, {})

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint a cell without asking the model role by role: a table on the screen has hundreds of them."""
        rubric = self._table.rubric
        if rubric is None:
            return
        tag, column, theme, box = self._table.tag_at(index.row()), COLUMNS[index.column()], current(), option.rect
        behaviour = rubric.behaviour(tag.behaviour_id)
        is_selected = bool(option.state & QStyle.StateFlag.State_Selected)
        if is_selected:
            painter.fillRect(box, theme.colour("selected"))
        text = self._name(tag, behaviour) if column is Column.BEHAVIOUR else cell_text(tag, column, behaviour)
        left = box.left() + _PAD
        if column is Column.BEHAVIOUR:
            mark = mark_icon(behaviour, self._number(rubric, behaviour))
            mark.paint(painter, QRect(left, box.top() + (box.height() - _MARK.height()) // 2, *_MARK.toTuple()))
            left += _MARK.width() + _PAD + 2
        elif column is Column.NOTE and text and box.width() < _NOTE_WORDS:
            icon("message-square", "muted").paint(painter, QRect(left, box.top(), _MARK.width(), box.height()))
            return
        if not text:
            return
        is_time = column in _TIMES
        token = "warning_text" if is_time and not is_selected and attention(tag, behaviour) else "text"
        room = QRect(left, box.top(), box.right() - left - _PAD + 1, box.height())
        painter.setFont(_font(theme.small_px))
        painter.setPen(theme.colour(token))
        side = Qt.AlignmentFlag.AlignRight if is_time else Qt.AlignmentFlag.AlignLeft
        painter.drawText(room, side | Qt.AlignmentFlag.AlignVCenter, _shortened(text, theme.small_px, room.width()))

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        column = Column(index.column())
        if column not in _LISTS:
            line = super().createEditor(parent, option, index)
            line.setAccessibleName(TITLES[column][1])
            KeepKeys(line)  # Enter ends the editing; on the page it would begin to edit the onset
            return line
        editor = QComboBox(parent)
        editor.setAccessibleName(TITLES[column][1])
        KeepKeys(editor)
        tag: Tag = index.data(TAG_ROLE)
        for text, value in self._answers(tag, column):
            editor.addItem(text, value)
        editor.setCurrentIndex(max(0, editor.findData(index.data(Qt.ItemDataRole.EditRole))))
        editor.activated.connect(lambda _row: self._commit(editor))
        return editor

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        super().updateEditorGeometry(editor, option, index)
        if index.column() in _TIMES:  # with the room that the frame takes, or the minutes would be out of sight
            editor.resize(max(editor.width(), _TIME_ROOM), editor.height())
        view = self.parent()
        if isinstance(view, QTableView) and index.column() in _ROOMY:
            # These need more room than their column has: the editor covers the row up to its right end.
            spot = view.columnViewportPosition(Column.BEHAVIOUR)
            left = 0 if index.column() == Column.NOTE else max(0, min(option.rect.left(), spot))
            editor.setGeometry(left, option.rect.top(), view.viewport().width() - left, option.rect.height())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter ends the editing at once, so that the next key is the page's; Qt would do it a moment later."""
        key = event.key() if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress else None
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and isinstance(watched, QWidget):
            self._commit(watched)
            return True
        return super().eventFilter(watched, event)

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        if not isinstance(editor, QComboBox):
            super().setEditorData(editor, index)

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        if isinstance(editor, QComboBox):
            model.setData(index, editor.currentData())
        else:
            super().setModelData(editor, model, index)

    def _commit(self, editor: QWidget) -> None:
        self.commitData.emit(editor)
        self.closeEditor.emit(editor)

    def _number(self, rubric: Rubric, behaviour: Behaviour) -> int:
        """Place of a behaviour's dimension in the rubric."""
        if self._numbers[0] is not rubric:
            self._numbers = rubric, {dimension.id: place for place, dimension in enumerate(rubric.dimensions)}
        return self._numbers[1][behaviour.dimension]

    def _name(self, tag: Tag, behaviour: Behaviour) -> str:
        """The behaviour, with all that has no column of its own on the screen."""
        view = self.parent()
        is_short = isinstance(view, QTableView) and not view.isColumnHidden(Column.CHOICES)
        return behaviour.name if is_short else behaviour_text(replace(tag, level=None), behaviour)

    def _answers(self, tag: Tag, column: Column) -> list[tuple[str, str]]:
        behaviour = self._table.behaviour(tag)
        match column:
            case Column.ACTOR:
                return [(actor, actor) for actor in dict.fromkeys((*ACTORS, tag.actor))]
            case Column.TARGET:
                return [(actor or "nobody", actor) for actor in dict.fromkeys(("", *ACTORS, tag.target))]
            case Column.LEVEL:
                return [(f"{level.value}  {level.text}", str(level.value)) for level in behaviour.levels]
            case Column.CHOICES:
                return _choice_answers(tag, behaviour)
            case Column.CONFIDENCE:
                return [("not said", ""), *((words, str(value)) for value, words in SURE.items())]
            case Column.HEARD:
                return [("seen", ""), (HEARD, HEARD)]
            case _:
                offered = {item.id: item.name for item in (*self._behaviours(), behaviour)}
                return [(name, behaviour_id) for behaviour_id, name in offered.items()]


def _choice_answers(tag: Tag, behaviour: Behaviour) -> list[tuple[str, str]]:
    """Each choice that can be made, as what the tag's choices would be with it; and none."""
    answers = [("none", "")]
    for modifier in behaviour.modifiers:
        for option in modifier.options:
            modifiers = chosen(tag, modifier.name, option).modifiers
            answers.append((f"{as_words(modifier.name)}: {as_words(option)}", choices_text(modifiers)))
    return answers


@lru_cache(maxsize=4)
def _font(size_px: int) -> QFont:
    return fonts.tabular(size_px)


@lru_cache(maxsize=4096)
def _shortened(text: str, size_px: int, width: int) -> str:
    return QFontMetrics(_font(size_px)).elidedText(text, Qt.TextElideMode.ElideRight, width)


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
