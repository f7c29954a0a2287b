"""Draws the library's rows: picture, code, phase badge, faults with their sign. No widget lives in a cell."""

from collections.abc import Callable

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPainterPath, QPixmap
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTableView

from bwc_review.ui.models.clip import ClipItem, Column, faults_text
from bwc_review.ui.models.clip_table import ITEM_ROLE
from bwc_review.ui.theme import fonts, marks
from bwc_review.ui.theme.apply import current
from bwc_review.ui.theme.icons import paint_icon

ROW_HEIGHT = 52
PICTURE = QSize(64, 36)
_PAD = 12
_TIMES = frozenset({Column.LENGTH, Column.RECORDED, Column.REVIEWS})

Pictures = Callable[[ClipItem], QPixmap | None]
Index = QModelIndex | QPersistentModelIndex


class ClipDelegate(QStyledItemDelegate):
    """Asks for pictures as rows come into sight."""

    def __init__(self, pictures: Pictures, view: QTableView) -> None:
        super().__init__(view)
        self._pictures = pictures
        self._view = view

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
        painter.fillRect(QRectF(box.left(), box.bottom() - 1, box.width(), 1), theme.colour("line"))
        room = box.adjusted(_PAD, 0, -_PAD, 0)
        if column is Column.CLIP:
            self._paint_clip(painter, room, item)
        elif column is Column.CALL:
            self._paint_call(painter, room, item)
        elif column is Column.PHASE:
            marks.paint_phase_badge(painter, room, item.phase)
        elif column is Column.FAULTS:
            _paint_faults(painter, room, item)
        else:
            _paint_words(painter, room, item, column)
        if self._view.hasFocus() and self._view.currentIndex().row() == index.row():
            self._paint_focus(painter, box, column)
        painter.restore()

    def _paint_focus(self, painter: QPainter, box: QRectF, column: Column) -> None:
        """Each cell paints its part of the ring around the row."""
        shown = [place for place in Column if not self._view.isColumnHidden(place)]
        colour = current().colour("focus")
        painter.fillRect(QRectF(box.left(), box.top(), box.width(), 2), colour)
        painter.fillRect(QRectF(box.left(), box.bottom() - 2, box.width(), 2), colour)
        if column is shown[0]:
            painter.fillRect(QRectF(box.left(), box.top(), 2, box.height()), colour)
        if column is shown[-1]:
            painter.fillRect(QRectF(box.right() - 2, box.top(), 2, box.height()), colour)

    def _paint_call(self, painter: QPainter, room: QRectF, item: ClipItem) -> None:
        """The kind of call; under it the officer, where that column has no room."""
        theme = current()
        is_alone = not self._view.isColumnHidden(Column.OFFICER) or not item.officer
        line = room if is_alone else room.adjusted(0, 8, 0, -room.height() / 2 + 1)
        paint_text(
            painter, line, item.call or "Call not known", theme.text if item.call else theme.faint, theme.body_px
        )
        if not is_alone:
            line = room.adjusted(0, room.height() / 2 - 1, 0, -8)
            paint_text(painter, line, item.officer, theme.muted, theme.small_px)

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


def paint_text(painter: QPainter, line: QRectF, text: str, colour: str, size_px: int) -> None:
    """Paint one line of words, cut where the room ends."""
    font = fonts.font(size_px)
    painter.setFont(font)
    painter.setPen(QColor(colour))
    shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, int(line.width()))
    painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, shown)


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
