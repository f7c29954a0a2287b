"""The library as a grid of large pictures, over the rows, the order and the choice of the table."""

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPainterPath, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from bwc_review.ui.models.clip import ClipItem, Column, reviews_text
from bwc_review.ui.models.clip_table import ITEM_ROLE, ClipTable
from bwc_review.ui.pages.library_delegate import Pictures, paint_picture, paint_text
from bwc_review.ui.theme import fonts, marks
from bwc_review.ui.theme.apply import current
from bwc_review.ui.theme.icons import paint_icon

PICTURE_WIDTH = 320
_LEAST_WIDTH = 224
_EDGE = 8  # around a tile's content
_LINE = 20
_WORDS = 8 + 3 * _LINE
_CHIP = QColor(0, 0, 0, 190)
Index = QModelIndex | QPersistentModelIndex


class ClipGrid(QListView):
    """As many tiles in a row as there is room for; what is chosen here is chosen in the table too."""

    def __init__(self, model: ClipTable, pictures: Pictures, chosen: QItemSelectionModel) -> None:
        super().__init__()
        self.is_blinded = False
        self.setModel(model)
        own = self.selectionModel()
        self.setSelectionModel(chosen)
        own.deleteLater()
        self.setItemDelegate(TileDelegate(pictures, self))
        self.setAccessibleName("Clips")
        self.setFlow(QListView.Flow.LeftToRight)
        self.setWrapping(True)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setUniformItemSizes(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)  # tiles keep their width
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        self._share_room()

    def set_blinded(self, is_blinded: bool) -> None:
        """Show only what a blinded reviewer may see."""
        self.is_blinded = is_blinded
        self.viewport().update()

    def selectionCommand(self, index: Index, event: QEvent | None = None) -> QItemSelectionModel.SelectionFlag:
        return super().selectionCommand(index, event) | QItemSelectionModel.SelectionFlag.Rows

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._share_room()
        super().resizeEvent(event)

    def _share_room(self) -> None:
        room = max(_LEAST_WIDTH, self.viewport().width() - 1)
        width = room // (room // _LEAST_WIDTH)
        size = QSize(width, _picture_height(width) + _WORDS + 2 * _EDGE)
        if size != self.gridSize():
            self.setGridSize(size)


class TileDelegate(QStyledItemDelegate):
    """Asks for pictures as tiles come into sight."""

    def __init__(self, pictures: Pictures, view: ClipGrid) -> None:
        super().__init__(view)
        self._pictures = pictures
        self._view = view

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return self._view.gridSize()

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        item: ClipItem = index.data(ITEM_ROLE)
        box = QRectF(option.rect)  # pyright: ignore[reportAttributeAccessIssue] - the stubs leave out the fields
        state: QStyle.StateFlag = option.state  # pyright: ignore[reportAttributeAccessIssue]
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter, box, state, is_current=self._view.currentIndex().row() == index.row())
        inside = box.adjusted(_EDGE, _EDGE, -_EDGE, -_EDGE)
        frame = QRectF(inside.left(), inside.top(), inside.width(), _picture_height(int(box.width())))
        paint_picture(painter, frame, self._pictures(item), radius=4)
        _paint_length(painter, frame, item.text(Column.LENGTH))
        line = QRectF(inside.left() + 2, frame.bottom() + 8, inside.width() - 4, _LINE)
        self._paint_words(painter, line, item)
        painter.restore()

    def _paint_ground(self, painter: QPainter, box: QRectF, state: QStyle.StateFlag, *, is_current: bool) -> None:
        theme = current()
        shape = QPainterPath()
        shape.addRoundedRect(box.adjusted(2, 2, -2, -2), theme.radius, theme.radius)
        if state & QStyle.StateFlag.State_Selected:
            painter.fillPath(shape, theme.colour("selected"))
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillPath(shape, theme.colour("hover"))
        if is_current and self._view.hasFocus():
            painter.strokePath(shape, QPen(theme.colour("focus"), 2))

    def _paint_words(self, painter: QPainter, line: QRectF, item: ClipItem) -> None:
        theme = current()
        painter.setFont(fonts.font(theme.body_px, QFont.Weight.DemiBold))
        painter.setPen(theme.colour("text"))
        painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, item.code)
        after_code = painter.fontMetrics().horizontalAdvance(item.code) + 8
        if item.is_open_case:
            paint_icon(painter, QRectF(line.left() + after_code, line.center().y() - 7, 14, 14), "lock", theme.muted)
        if item.faults:
            _paint_fault_sign(painter, line, item)
        reviews = reviews_text(item.review_count, item.tag_count)
        if self._view.is_blinded:
            paint_text(painter, line.translated(0, _LINE), reviews, theme.muted, theme.small_px)
            return
        width = marks.phase_badge_size(item.phase).width()
        right = line.right() - width - (24 if item.faults else 0)
        marks.paint_phase_badge(painter, QRectF(right, line.top(), width, line.height()), item.phase)
        call, ink = (item.call, theme.text) if item.call else ("Call not known", theme.faint)
        paint_text(painter, line.translated(0, _LINE), call, ink, theme.body_px)
        about = " · ".join(part for part in (item.officer, reviews) if part)
        paint_text(painter, line.translated(0, 2 * _LINE), about, theme.muted, theme.small_px)


def _picture_height(width: int) -> int:
    return (width - 2 * _EDGE) * 9 // 16


def _paint_length(painter: QPainter, frame: QRectF, text: str) -> None:
    """The length on a dark chip in the picture's lower right corner."""
    font = fonts.tabular(current().small_px)
    painter.setFont(font)
    width = painter.fontMetrics().horizontalAdvance(text) + 10
    chip = QRectF(frame.right() - width - 6, frame.bottom() - 24, width, 18)
    shape = QPainterPath()
    shape.addRoundedRect(chip, 3, 3)
    painter.fillPath(shape, _CHIP)
    painter.setPen(Qt.GlobalColor.white)
    painter.drawText(chip, Qt.AlignmentFlag.AlignCenter, text)


def _paint_fault_sign(painter: QPainter, line: QRectF, item: ClipItem) -> None:
    theme = current()
    name, ink = ("triangle-alert", theme.warning_text) if item.has_faults else ("info", theme.muted)
    paint_icon(painter, QRectF(line.right() - 16, line.center().y() - 8, 16, 16), name, ink)
