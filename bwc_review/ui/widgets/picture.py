"""The picture of a clip with its read-outs; it paints what it is given, already scaled, and knows no decoder."""

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QImage,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from bwc_review.ui.theme import fonts
from bwc_review.ui.theme.apply import current

_SETTLE_MS = 60  # pictures of a new size are asked for once the size stands still
_INK = QColor("#ffffff")
_DIM = QColor(255, 255, 255, 178)
_VEIL = QColor(0, 0, 0, 150)
_MARGIN = 10


class PictureWidget(QWidget):
    """Shows pictures letterboxed, with frame number, media time and wall-clock over the lower edge.

    Signals:
        box_changed: Width and height in device pixels that pictures should fit into from now on.
        clicked: The picture was clicked.
    """

    box_changed = Signal(int, int)
    clicked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._image = QImage()
        self._owner: object = None
        self._plate = ""
        self._time = self._frame_number = self._clock = self._badge = ""
        self._has_read_outs = True
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(_SETTLE_MS)
        self._settle.timeout.connect(self._say_box)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName("Picture")

    @property
    def image(self) -> QImage:
        """The picture that is shown; null if there is none."""
        return self._image

    @property
    def box(self) -> tuple[int, int]:
        """Width and height in device pixels."""
        ratio = self.devicePixelRatioF()
        return max(1, round(self.width() * ratio)), max(1, round(self.height() * ratio))

    def show_image(self, image: QImage, owner: object = None) -> None:
        """Show a picture.

        Args:
            image: The picture, best already of the size of `box`.
            owner: Whoever owns the image's memory; it is kept as long as the picture is shown.
        """
        self._image, self._owner, self._plate = image, owner, ""
        self.update()

    def show_plate(self, text: str) -> None:
        """Show words in place of a picture."""
        self._image, self._owner, self._plate = QImage(), None, text
        self.update()

    def show_read_outs(self, time: str, frame_number: str, clock: str = "") -> None:
        """Show the media time, the frame's number, and the wall-clock if it is known."""
        self._time, self._frame_number, self._clock = time, frame_number, clock
        self.setAccessibleDescription(", ".join(part for part in (time, frame_number, clock) if part))
        self.update()

    def show_badge(self, text: str) -> None:
        """Show a short remark in the upper corner, such as another speed; empty for none."""
        self._badge = text
        self.update()

    def set_has_read_outs(self, *, has_read_outs: bool) -> None:
        """Show or hide the read-outs."""
        self._has_read_outs = has_read_outs
        self.update()

    def picture_rect(self) -> QRectF:
        """Where the picture is, in the widget's coordinates."""
        if self._image.isNull():
            return QRectF(self.rect())
        size = QSize(self._image.size()).scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
        ratio = self.devicePixelRatioF()
        own = QSize(round(self._image.width() / ratio), round(self._image.height() / ratio))
        if abs(own.width() - size.width()) <= 1 and abs(own.height() - size.height()) <= 1:
            size = own  # the very pixels, not stretched by one
        corner = QPoint((self.width() - size.width()) // 2, (self.height() - size.height()) // 2)
        return QRectF(QRect(corner, size))

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

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self.clicked.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current()
        painter = QPainter(self)
        painter.fillRect(event.rect(), theme.colour("picture"))
        if not self._image.isNull():
            target = self.picture_rect()
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, self._is_stretched(target))
            painter.drawImage(target, self._image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._plate:
            self._paint_plate(painter)
        if self._has_read_outs and self._time and not self._image.isNull():
            self._paint_read_outs(painter)
        if self._badge and not self._image.isNull():
            self._paint_badge(painter)

    def _is_stretched(self, target: QRectF) -> bool:
        ratio = self.devicePixelRatioF()
        return target.size().toSize() * ratio != self._image.size()

    def _paint_plate(self, painter: QPainter) -> None:
        painter.setFont(fonts.font(current().title_px))
        painter.setPen(_DIM)
        words = self.rect().adjusted(24, 0, -24, 0)
        painter.drawText(words, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, self._plate)

    def _paint_read_outs(self, painter: QPainter) -> None:
        strong = fonts.tabular(current().title_px, QFont.Weight.DemiBold)
        plain = fonts.tabular(current().small_px, QFont.Weight.Medium)
        parts = [(self._time, strong, _INK), (self._frame_number, plain, _DIM), (self._clock, plain, _DIM)]
        shown = [(text, font, ink, QFontMetricsF(font).horizontalAdvance(text)) for text, font, ink in parts if text]
        width = sum(part[3] for part in shown) + 14 * (len(shown) - 1) + 20
        picture = self.picture_rect()
        # Top left: cameras burn their clock in at the top right, and other marks at the bottom.
        pill = QRectF(picture.left() + _MARGIN, picture.top() + _MARGIN, width, 28)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(_VEIL)
        painter.drawRoundedRect(pill, 6, 6)
        x = pill.left() + 10
        for text, font, ink, advance in shown:
            painter.setFont(font)
            painter.setPen(ink)
            painter.drawText(QRectF(x, pill.top(), advance + 2, pill.height()), Qt.AlignmentFlag.AlignVCenter, text)
            x += advance + 14

    def _paint_badge(self, painter: QPainter) -> None:
        font = fonts.tabular(current().body_px, QFont.Weight.DemiBold)
        width = QFontMetricsF(font).horizontalAdvance(self._badge) + 20
        picture = self.picture_rect()
        pill = QRectF(picture.right() - _MARGIN - width, picture.top() + _MARGIN, width, 26)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(_VEIL)
        painter.drawRoundedRect(pill, 6, 6)
        painter.setFont(font)
        painter.setPen(_INK)
        painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, self._badge)

    def _say_box(self) -> None:
        self._settle.stop()
        self.box_changed.emit(*self.box)
