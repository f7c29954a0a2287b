"""Small pictures as a band of the timeline: each where its frame is, pale ones fill the room up to the next."""

from bisect import bisect_left
from collections import OrderedDict
from collections.abc import Iterable
from math import ceil

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRectF, QSize, Qt
from PySide6.QtGui import QImage, QImageReader, QPainter

from bwc_review.domain.strip import Strip
from bwc_review.domain.time import Moment, review_text
from bwc_review.ui.theme.apply import current
from bwc_review.ui.widgets.picture_masks import Mask, paint_masks
from bwc_review.ui.widgets.small_film import SmallFilm
from bwc_review.ui.widgets.timeline_geometry import Geometry

HEIGHT = 44
_MOST_KEPT = 400
_PALE = 0.35


class ThumbnailBand(SmallFilm):
    """Paints the strip of a recording; it has no height while there is none."""

    title = "Pictures: the bright ones stand where their frame is"
    short_title = "Film"

    def __init__(self) -> None:
        super().__init__()
        self._masks: tuple[Mask, ...] = ()
        self._kept: OrderedDict[tuple[int, int], QImage] = OrderedDict()

    @property
    def height(self) -> int:
        """Height in device-independent pixels."""
        return HEIGHT if self._strip is not None else 0

    @property
    def masks(self) -> tuple[Mask, ...]:
        """What covers each picture."""
        return self._masks

    def show(self, strip: Strip | None) -> None:
        """Show more of a strip; None before another one, for no band at all."""
        if strip is None:
            self._kept.clear()
        super().show(strip)

    def set_masks(self, masks: Iterable[Mask]) -> None:
        """Cover the same parts as in the large picture."""
        self._masks = tuple(masks)

    def words(self, us: float) -> str:
        """Whose picture it is, for the tooltip."""
        place = self._strip.nearest(Moment(int(us))) if self._strip is not None else None
        return (
            f"Picture of {review_text(Moment(self._strip.starts_us[place]))}"
            if self._strip and place is not None
            else ""
        )

    def paint(self, painter: QPainter, geometry: Geometry, box: QRectF) -> None:
        """Paint the part that lies in a box."""
        painter.fillRect(box, current().colour("sunken"))
        strip = self._strip
        if strip is None or not strip.pictures:
            return
        height = box.height() - 2
        width = height * self._shape(strip)
        slot_us = width * geometry.view.us_per_px
        first = max(0, int(geometry.us(box.left()) // slot_us))
        end = min(int(geometry.us(box.right()) // slot_us) + 1, ceil(strip.duration_us / slot_us))
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        for slot in range(first, end):
            place = bisect_left(strip.starts_us, slot * slot_us)
            is_own = place < len(strip.starts_us) and strip.starts_us[place] < (slot + 1) * slot_us
            place = place if is_own else max(0, place - 1)
            spot = QRectF(geometry.x(slot * slot_us), box.top() + 1, width, height)
            painter.setOpacity(1.0 if is_own else _PALE)
            image = self._image(strip, place, spot, painter.device().devicePixelRatioF())
            painter.drawImage(spot, image)
            painter.setOpacity(1.0)
            paint_masks(painter, self._masks, spot, image)
        painter.fillRect(
            QRectF(geometry.x(strip.duration_us), box.top(), width, box.height()), current().colour("sunken")
        )

    def _shape(self, strip: Strip) -> float:
        image = self._image(strip, 0, QRectF(0, 0, HEIGHT * 2, HEIGHT), 1.0)
        return image.width() / max(1, image.height())

    def _image(self, strip: Strip, place: int, spot: QRectF, ratio: float) -> QImage:
        height = round(spot.height() * ratio)
        key = (strip.starts_us[place], height)
        if key in self._kept:
            self._kept.move_to_end(key)
            return self._kept[key]
        image = _read(strip.pictures[place], height)
        self._kept[key] = image
        while len(self._kept) > _MOST_KEPT:
            self._kept.popitem(last=False)
        return image


def _read(content: bytes, height: int) -> QImage:
    """The picture, made that small while it is read."""
    buffer = QBuffer()
    buffer.setData(QByteArray(content))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer, b"jpeg")
    size = reader.size()
    if size.isValid() and size.height() > 0:
        reader.setScaledSize(QSize(max(1, round(size.width() * height / size.height())), height))
    image = reader.read()
    return image if not image.isNull() else _blank(height)


def _blank(height: int) -> QImage:
    blank = QImage(max(1, height * 16 // 9), max(1, height), QImage.Format.Format_RGB32)
    blank.fill(Qt.GlobalColor.black)
    return blank
