"""The picture of a clip with its read-outs; it paints what it is given, already scaled, and knows no decoder."""

from collections.abc import Iterable
from math import ceil, floor

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, QSizeF, Qt, QTimer, Signal
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QRegion, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from bwc_review.ui.theme.apply import current
from bwc_review.ui.widgets.levels import NEUTRAL, Levels
from bwc_review.ui.widgets.picture_hand import PictureHand
from bwc_review.ui.widgets.picture_masks import Mask, paint_masks
from bwc_review.ui.widgets.picture_paint import (
    READ_OUTS_BOTTOM,
    paint_badges,
    paint_map,
    paint_notice,
    paint_plate,
    paint_read_outs,
)
from bwc_review.ui.widgets.picture_view import PictureView

_SETTLE_MS = 60  # pictures of a new size are asked for once the size stands still
_NOTICE_MS = 1800
_SAME_SHAPE = 0.02  # a preview's proportions may be off by its rounding to whole pixels


class PictureWidget(QWidget):
    """Shows pictures letterboxed or zoomed, with frame number, media time and wall-clock over the upper edge.

    Signals:
        box_changed: Width and height in device pixels that pictures should fit into from now on; more than the widget
            has when the picture is zoomed.
        levels_changed: Brightness, contrast or gamma was changed: who gives the pictures applies `levels` to them.
        masks_changed: Other boxes lie over the picture: whoever shows the same picture elsewhere covers it too.
        clicked: The picture was clicked.
        double_clicked: Twice in a row.
    """

    box_changed = Signal(int, int)
    levels_changed = Signal()
    masks_changed = Signal()
    clicked = Signal()
    double_clicked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._image = QImage()
        self._owner: object = None
        self._shape = QSizeF()
        self._is_preview = False
        self._plate = ""
        self._time = self._frame_number = self._clock = self._badge = self._notice = ""
        self._has_read_outs = True
        self._levels = NEUTRAL
        self._masks: dict[str, tuple[Mask, ...]] = {}
        self.view = PictureView()
        self._hand = PictureHand(self)
        self._hand.zoomed.connect(self.zoom_by)
        self._hand.dragged.connect(self.pan)
        self._hand.clicked.connect(self.clicked)
        self._hand.double_clicked.connect(self.double_clicked)
        self._settle = self._single_shot(_SETTLE_MS, self._say_box)
        self._notice_timer = self._single_shot(_NOTICE_MS, lambda: self.show_notice(""))
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName("Picture")

    @property
    def image(self) -> QImage:
        """The picture that is shown; null if there is none."""
        return self._image

    @property
    def is_preview(self) -> bool:
        """True while a small stand-in is shown for a picture that is being decoded."""
        return self._is_preview

    @property
    def box(self) -> tuple[int, int]:
        """Width and height in device pixels that pictures should fit into: the widget's, times the zoom."""
        ratio = self.devicePixelRatioF() * self.view.zoom
        return max(1, round(self.width() * ratio)), max(1, round(self.height() * ratio))

    @property
    def levels(self) -> Levels:
        """Brightness, contrast and gamma with which the pictures given are to be made."""
        return self._levels

    @property
    def masks(self) -> tuple[Mask, ...]:
        """All boxes over the picture."""
        return tuple(mask for layer in self._masks.values() for mask in layer)

    def show_image(self, image: QImage, owner: object = None) -> None:
        """Show a picture.

        Args:
            image: The picture, best already of the size of `box`.
            owner: Whoever owns the image's memory; it is kept as long as the picture is shown.
        """
        is_alike = image.size() == self._image.size() and not self._is_preview
        self._image, self._owner, self._plate, self._is_preview = image, owner, "", False
        self._shape = QSizeF(image.size())
        if is_alike:
            self._update_picture()
        else:
            self.update()

    def show_preview(self, image: QImage, time: str) -> None:
        """Show a small picture in place of one that is being decoded, and say so.

        Args:
            image: The small picture; it is stretched to the place of the large one.
            time: Its media time.
        """
        self._image, self._owner, self._plate, self._is_preview = image, None, "", True
        if not _is_alike(self._shape, QSizeF(image.size())):
            self._shape = QSizeF(image.size())
        self.show_read_outs(time, "Preview")

    def show_plate(self, text: str) -> None:
        """Show words in place of a picture."""
        self._image, self._owner, self._plate, self._is_preview = QImage(), None, text, False
        self.update()

    def show_read_outs(self, time: str, frame_number: str, clock: str = "") -> None:
        """Show the media time, the frame's number, and the wall-clock if it is known."""
        self._time, self._frame_number, self._clock = time, frame_number, clock
        self.setAccessibleDescription(", ".join(part for part in (time, frame_number, clock) if part))
        self._update_picture()

    def show_badge(self, text: str) -> None:
        """Show a short remark under the read-outs, such as another speed; empty for none."""
        self._badge = text
        self.update()

    def show_notice(self, text: str) -> None:
        """Show a sentence at the lower edge for a moment."""
        self._notice = text
        if text:
            self._notice_timer.start()
        self.update()

    def set_has_read_outs(self, *, has_read_outs: bool) -> None:
        """Show or hide the read-outs."""
        self._has_read_outs = has_read_outs
        self.update()

    def set_masks(self, masks: Iterable[Mask], layer: str = "redaction") -> None:
        """Show these boxes over the picture in place of the layer's earlier ones.

        Args:
            masks: In fractions of the upright picture; none empties the layer.
            layer: Who asks: each leaves the others' boxes alone, and later layers lie over earlier ones.
        """
        self._masks[layer] = tuple(masks)
        self.update()
        self.masks_changed.emit()

    def set_levels(self, levels: Levels) -> None:
        """Show pictures brighter, darker or with other contrast; a badge says so."""
        if levels != self._levels:
            self._levels = levels
            self.levels_changed.emit()
            self.update()

    def zoom_by(self, factor: float, place: QPointF | None = None) -> None:
        """Zoom in (factor above 1) or out, around a place or the middle of the widget."""
        if self._image.isNull():
            return
        middle = QPointF(self.width() / 2, self.height() / 2)
        self.view.zoom_by(factor, middle if place is None else place, QSizeF(self.size()), self._shape)
        self._follow_view()

    def pan(self, by: QPointF) -> None:
        """Move a zoomed picture by so many pixels."""
        self.view.pan(by, QSizeF(self.size()), self._shape)
        self.update()

    def fit(self) -> None:
        """Show the whole picture."""
        if self.view.is_zoomed:
            self.view.fit()
            self._follow_view()
            self._say_box()

    def picture_rect(self) -> QRectF:
        """Where the whole picture is, in the widget's coordinates; zoomed it reaches beyond the widget."""
        if self._image.isNull():
            return QRectF(self.rect())
        ideal = self.view.rect(QSizeF(self.size()), self._shape)
        ratio = self.devicePixelRatioF()
        own = QSizeF(self._image.width() / ratio, self._image.height() / ratio)
        size = QSizeF(ideal.size().toSize())
        if abs(own.width() - ideal.width()) <= 1 and abs(own.height() - ideal.height()) <= 1:
            size = own  # the very pixels, not stretched by one
        left = ideal.left() + (ideal.width() - size.width()) / 2
        top = ideal.top() + (ideal.height() - size.height()) / 2
        if size.width() <= self.width():
            left = (self.width() - round(size.width())) // 2
        if size.height() <= self.height():
            top = (self.height() - round(size.height())) // 2
        return QRectF(round(left * ratio) / ratio, round(top * ratio) / ratio, size.width(), size.height())

    def spot_at(self, place: QPointF) -> QPointF:
        """The spot of the picture under a place of the widget, in fractions of its width and height."""
        whole = self.picture_rect()
        return QPointF((place.x() - whole.left()) / whole.width(), (place.y() - whole.top()) / whole.height())

    def sizeHint(self) -> QSize:
        return QSize(960, 540)

    def minimumSizeHint(self) -> QSize:
        return QSize(320, 180)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._settle.start()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._say_box()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.DevicePixelRatioChange:
            self._settle.start()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        ground = current().colour("picture")
        if self._image.isNull():
            painter.fillRect(event.rect(), ground)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            if self._plate:
                paint_plate(painter, self.rect(), self._plate)
            return
        target = self.picture_rect()
        painter.setClipRegion(event.region() - _inside(target))
        painter.fillRect(event.rect(), ground)
        painter.setClipping(False)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, self._is_stretched(target))
        painter.drawImage(target, self._image)
        paint_masks(painter, self.masks, target, self._image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_words(painter, target & QRectF(self.rect()))

    def _paint_words(self, painter: QPainter, seen: QRectF) -> None:
        if self._has_read_outs and self._time:
            paint_read_outs(painter, seen, self._time, (self._frame_number, self._clock))
        zoom = f"Zoom {self.view.zoom * 100:.0f} %" if self.view.is_zoomed else ""
        adjusted = "" if self._levels.is_neutral else "Brightness adjusted on screen only"
        paint_badges(painter, seen, [text for text in (self._badge, zoom, adjusted) if text])
        if self.view.is_zoomed:
            shape = self._shape.width() / max(1.0, self._shape.height())
            paint_map(painter, seen, shape, self.view.visible(QSizeF(self.size()), self._shape))
        if self._notice:
            paint_notice(painter, seen, self._notice)

    def _update_picture(self) -> None:
        """Paint the picture again with the line of its read-outs, which may be longer than a narrow picture is wide."""
        seen = (self.picture_rect() & QRectF(self.rect())).toAlignedRect()
        line = QRect(seen.left(), seen.top(), self.width() - seen.left(), READ_OUTS_BOTTOM)
        self.update(QRegion(seen) + line)

    def _is_stretched(self, target: QRectF) -> bool:
        ratio = self.devicePixelRatioF()
        return (target.size() * ratio).toSize() != self._image.size()

    def _follow_view(self) -> None:
        self._hand.set_can_drag(can_drag=self.view.is_zoomed)
        self._settle.start()
        self.update()

    def _say_box(self) -> None:
        self._settle.stop()
        self.box_changed.emit(*self.box)

    def _single_shot(self, interval_ms: int, slot: object) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(interval_ms)
        timer.timeout.connect(slot)
        return timer


def _inside(room: QRectF) -> QRect:
    """The whole pixels that lie within."""
    left, top = ceil(room.left()), ceil(room.top())
    return QRect(left, top, floor(room.right()) - left, floor(room.bottom()) - top)


def _is_alike(one: QSizeF, other: QSizeF) -> bool:
    """True if both have the same proportions, but for rounding."""
    if one.isEmpty() or other.isEmpty():
        return False
    return abs(one.width() * other.height() / (one.height() * other.width()) - 1) < _SAME_SHAPE
