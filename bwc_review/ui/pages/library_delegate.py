"""Draws the library's rows: picture, code, phase badge, faults with their sign. No widget lives in a cell."""

from collections.abc import Callable

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPainterPath, QPen, QPixmap
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from bwc_review.ui.models.clip import ClipItem, Column, faults_text
from bwc_review.ui.models.clip_table import ITEM_ROLE
from bwc_review.ui.theme import fonts, marks
from bwc_review.ui.theme.apply import current
from bwc_review.ui.theme.icons import paint_icon

ROW_HEIGHT = 52
PICTURE = QSize(72, 40)
_PAD = 12
_TIMES = frozenset({Column.LENGTH, Column.RECORDED, Column.REVIEWS})

Pictures = Callable[[ClipItem], QPixmap | None]
Index = QModelIndex | QPersistentModelIndex


class ClipDelegate(QStyledItemDelegate):
    """Asks for pictures as rows come into sight."""

    def __init__(self, pictures: Pictures, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pictures = pictures

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(80, ROW_HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        item: ClipItem = index.data(ITEM_ROLE)
        column = Column(index.column())
        theme = current()
        box = QRectF(option.rect)  # pyright: ignore[reportAttributeAccessIssue] - the stubs leave out the fields
        state: QStyle.StateFlag = option.state  # pyright: ignore[reportAttributeAccessIssue]
        painter.save()
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(box, theme.colour("selected"))
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(box, theme.colour("hover"))
        painter.setPen(theme.colour("line"))
        painter.drawLine(box.bottomLeft(), box.bottomRight())
        room = box.adjusted(_PAD, 0, -_PAD, 0)
        if column is Column.CLIP:
            self._paint_clip(painter, room, item)
        elif column is Column.PHASE:
            marks.paint_phase_badge(painter, room, item.phase)
        elif column is Column.FAULTS:
            _paint_faults(painter, room, item)
        else:
            _paint_words(painter, room, item, column)
        is_current = bool(state & QStyle.StateFlag.State_HasFocus)
        if is_current:
            painter.setPen(QPen(theme.colour("focus"), 2))
            painter.drawRect(box.adjusted(1, 1, -1, -2))
        painter.restore()

    def _paint_clip(self, painter: QPainter, room: QRectF, item: ClipItem) -> None:
        theme = current()
        frame = QRectF(room.left(), room.center().y() - PICTURE.height() / 2, PICTURE.width(), PICTURE.height())
        paint_picture(painter, frame, self._pictures(item))
        words = room.adjusted(PICTURE.width() + _PAD, 0, 0, 0)
        painter.setFont(fonts.font(theme.body_px, QFont.Weight.DemiBold))
        painter.setPen(theme.colour("text"))
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, item.code)
        if item.is_open_case:
            shift = painter.fontMetrics().horizontalAdvance(item.code) + 8
            paint_icon(painter, QRectF(words.left() + shift, words.center().y() - 7, 14, 14), "lock", theme.muted)


def paint_picture(painter: QPainter, frame: QRectF, picture: QPixmap | None, radius: float = 3) -> None:
    """Paint a picture into a frame, whole, on the ground of pictures; without one the frame with a film in it."""
    theme = current()
    painter.save()
    painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
    shape = QPainterPath()
    shape.addRoundedRect(frame, radius, radius)
    painter.fillPath(shape, theme.colour("picture" if picture is not None else "hover"))
    if picture is None:
        side = min(20.0, frame.height() / 2)
        spot = QRectF(frame.center().x() - side / 2, frame.center().y() - side / 2, side, side)
        paint_icon(painter, spot, "film", theme.faint)
    else:
        painter.setClipPath(shape)
        size = picture.deviceIndependentSize().scaled(frame.size(), Qt.AspectRatioMode.KeepAspectRatio)
        target = QRectF(0, 0, size.width(), size.height())
        target.moveCenter(frame.center())
        painter.drawPixmap(target, picture, QRectF(picture.rect()))
    painter.restore()


def _paint_words(painter: QPainter, room: QRectF, item: ClipItem, column: Column) -> None:
    theme = current()
    is_quiet = column in (Column.RECORDED, Column.OFFICER) or (column is Column.REVIEWS and not item.review_count)
    font = fonts.tabular(theme.body_px) if column in _TIMES else fonts.font(theme.body_px)
    side = Qt.AlignmentFlag.AlignRight if column is Column.LENGTH else Qt.AlignmentFlag.AlignLeft
    painter.setFont(font)
    painter.setPen(theme.colour("muted" if is_quiet else "text"))
    text = QFontMetrics(font).elidedText(item.text(column), Qt.TextElideMode.ElideRight, int(room.width()))
    painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | side, text)


def _paint_faults(painter: QPainter, room: QRectF, item: ClipItem) -> None:
    if not item.faults:
        return
    theme = current()
    name, token = ("triangle-alert", "warning_text") if item.has_faults else ("info", "muted")
    paint_icon(painter, QRectF(room.left(), room.center().y() - 7.5, 15, 15), name, getattr(theme, token))
    font = fonts.font(theme.body_px)
    painter.setFont(font)
    painter.setPen(theme.colour("text" if item.has_faults else "muted"))
    words = room.adjusted(22, 0, 0, 0)
    text = QFontMetrics(font).elidedText(faults_text(item.faults), Qt.TextElideMode.ElideRight, int(words.width()))
    painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, text)
