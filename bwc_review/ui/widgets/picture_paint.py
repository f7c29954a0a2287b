"""What is painted over a picture: read-outs, badges, the zoom's little map, words in place of a picture."""

from collections.abc import Sequence

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen

from bwc_review.ui.theme import fonts
from bwc_review.ui.theme.apply import current

INK = QColor("#ffffff")
DIM = QColor(255, 255, 255, 178)
_VEIL = QColor(0, 0, 0, 150)
_MARGIN = 10
_MAP_PX = 96
_READ_OUTS_HEIGHT = 28
READ_OUTS_BOTTOM = _MARGIN + _READ_OUTS_HEIGHT + 1  # under the picture's upper edge
_BADGE_HEIGHT = 26


def paint_plate(painter: QPainter, room: QRect, text: str) -> None:
    """Paint words in place of a picture."""
    painter.setFont(fonts.font(current().title_px))
    painter.setPen(DIM)
    words = room.adjusted(24, 0, -24, 0)
    painter.drawText(words, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, text)


def paint_read_outs(painter: QPainter, picture: QRectF, time: str, others: Sequence[str]) -> None:
    """Paint the time, and smaller what belongs to it, at the upper left of the visible picture."""
    strong = fonts.tabular(current().title_px, QFont.Weight.DemiBold)
    plain = fonts.tabular(current().small_px, QFont.Weight.Medium)
    parts = [(time, strong, INK), *((text, plain, DIM) for text in others)]
    shown = [(text, font, ink, QFontMetricsF(font).horizontalAdvance(text)) for text, font, ink in parts if text]
    width = sum(part[3] for part in shown) + 14 * (len(shown) - 1) + 20
    # Top left: cameras burn their clock in at the top right, and other marks at the bottom.
    pill = QRectF(picture.left() + _MARGIN, picture.top() + _MARGIN, width, _READ_OUTS_HEIGHT)
    _paint_veil(painter, pill)
    x = pill.left() + 10
    for text, font, ink, advance in shown:
        painter.setFont(font)
        painter.setPen(ink)
        painter.drawText(QRectF(x, pill.top(), advance + 2, pill.height()), Qt.AlignmentFlag.AlignVCenter, text)
        x += advance + 14


def paint_badges(painter: QPainter, picture: QRectF, badges: Sequence[str]) -> None:
    """Paint short remarks under the read-outs, one under the other."""
    font = fonts.tabular(current().body_px, QFont.Weight.DemiBold)
    top = picture.top() + _MARGIN + _READ_OUTS_HEIGHT + 6
    for text in badges:
        width = QFontMetricsF(font).horizontalAdvance(text) + 20
        pill = QRectF(picture.left() + _MARGIN, top, width, _BADGE_HEIGHT)
        _paint_veil(painter, pill)
        painter.setFont(font)
        painter.setPen(INK)
        painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, text)
        top += _BADGE_HEIGHT + 6


def paint_notice(painter: QPainter, picture: QRectF, text: str) -> None:
    """Paint a sentence at the bottom of the visible picture."""
    font = fonts.font(current().title_px, QFont.Weight.Medium)
    width = min(QFontMetricsF(font).horizontalAdvance(text) + 32, picture.width() - 2 * _MARGIN)
    pill = QRectF(picture.center().x() - width / 2, picture.bottom() - _MARGIN - 44, width, 34)
    _paint_veil(painter, pill)
    painter.setFont(font)
    painter.setPen(INK)
    painter.drawText(pill.adjusted(12, 0, -12, 0), Qt.AlignmentFlag.AlignCenter, text)


def paint_map(painter: QPainter, picture: QRectF, shape: float, visible: QRectF) -> None:
    """Paint at the lower right which part of the picture is seen.

    Args:
        painter: Of the widget.
        picture: The part of the widget that the picture fills.
        shape: Width of the whole picture divided by its height.
        visible: The part that is seen, in fractions of the whole picture.
    """
    width, height = (_MAP_PX, _MAP_PX / shape) if shape >= 1 else (_MAP_PX * shape, _MAP_PX)
    frame = QRectF(picture.right() - _MARGIN - width, picture.bottom() - _MARGIN - height, width, height)
    painter.setPen(QPen(DIM, 1))
    painter.setBrush(_VEIL)
    painter.drawRect(frame)
    seen = QRectF(
        frame.left() + visible.left() * width,
        frame.top() + visible.top() * height,
        visible.width() * width,
        visible.height() * height,
    )
    painter.setPen(QPen(INK, 1.5))
    painter.setBrush(QColor(255, 255, 255, 46))
    painter.drawRect(seen)


def _paint_veil(painter: QPainter, pill: QRectF) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(_VEIL)
    painter.drawRoundedRect(pill, 6, 6)
