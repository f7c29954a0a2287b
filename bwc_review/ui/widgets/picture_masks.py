"""Boxes over a picture: covers for faces, screens and the clock that the camera burns in; they follow zoom and size."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen

_SOLID = QColor("#000000")
_EDGE, _EDGE_GROUND = QColor("#ffffff"), QColor(0, 0, 0, 150)
_BLOCKS = 10  # so many blocks across the shorter side of a box
_LEAST_PX = 1


class MaskStyle(StrEnum):
    """How a box covers what is under it."""

    SOLID = "solid"
    MOSAIC = "mosaic"
    BLUR = "blur"
    OUTLINE = "outline"


@dataclass(frozen=True, slots=True)
class Mask:
    """A box in fractions of the upright picture, so that it fits the picture at any size.

    Attributes:
        left: Left edge, from 0 to 1.
        top: Upper edge, from 0 to 1.
        width: Share of the picture's width.
        height: Share of the picture's height.
        style: How it covers; only `MaskStyle.SOLID` hides for certain.
    """

    left: float
    top: float
    width: float
    height: float
    style: MaskStyle = MaskStyle.SOLID

    def rect(self, picture: QRectF) -> QRectF:
        """The box in the coordinates in which the picture lies, widened to whole pixels: no edge shines through."""
        exact = QRectF(
            picture.left() + self.left * picture.width(),
            picture.top() + self.top * picture.height(),
            self.width * picture.width(),
            self.height * picture.height(),
        )
        return QRectF(exact.toAlignedRect())


def paint_masks(painter: QPainter, masks: Iterable[Mask], picture: QRectF, image: QImage) -> None:
    """Paint boxes over a picture.

    Args:
        painter: Of the widget.
        masks: The boxes; later ones lie over earlier ones.
        picture: Where the whole picture lies, zoomed or not.
        image: The whole picture; what mosaic and blur are made of.
    """
    for mask in masks:
        box = mask.rect(picture)
        if mask.style is MaskStyle.SOLID:
            painter.fillRect(box, _SOLID)
        elif mask.style is MaskStyle.OUTLINE:
            _paint_outline(painter, box)
        else:
            _paint_coarse(painter, mask, box, image)


def _paint_outline(painter: QPainter, box: QRectF) -> None:
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for colour, width in ((_EDGE_GROUND, 4.0), (_EDGE, 2.0)):
        pen = QPen(colour, width)
        pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
        painter.setPen(pen)
        painter.drawRect(box)


def _paint_coarse(painter: QPainter, mask: Mask, box: QRectF, image: QImage) -> None:
    inside = mask.rect(QRectF(image.rect())).toRect() & image.rect()
    if inside.isEmpty():
        painter.fillRect(box, _SOLID)
        return
    block = max(1, min(inside.width(), inside.height()) // _BLOCKS)
    size = QSize(max(_LEAST_PX, inside.width() // block), max(_LEAST_PX, inside.height() // block))
    smooth = Qt.TransformationMode.SmoothTransformation
    coarse = image.copy(inside).scaled(size, Qt.AspectRatioMode.IgnoreAspectRatio, smooth)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, mask.style is MaskStyle.BLUR)
    painter.drawImage(box, coarse)
    painter.restore()
