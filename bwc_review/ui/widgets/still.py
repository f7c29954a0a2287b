"""One frame of a clip, fitted into its place; a sentence stands there while there is none."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from bwc_review.ui.theme import fonts
from bwc_review.ui.theme.apply import current

_RADIUS = 6.0


class Still(QWidget):
    """Paints a picture with its own proportions on the ground that surrounds all pictures."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self._image = QImage()
        self._sentence = ""
        self.setMinimumSize(160, 90)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.say("")

    @property
    def image(self) -> QImage:
        """The picture; null while there is none."""
        return self._image

    @property
    def sentence(self) -> str:
        """What stands in the picture's place."""
        return self._sentence

    def show_jpeg(self, content: bytes) -> None:
        """Show a picture from the bytes of its file."""
        self._image = QImage.fromData(content)
        self._sentence = ""
        self.setAccessibleName(self._name)
        self.update()

    def say(self, sentence: str) -> None:
        """Show a sentence and no picture."""
        self._image = QImage()
        self._sentence = sentence
        self.setAccessibleName(f"{self._name}: {sentence}" if sentence else self._name)
        self.update()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return round(width * 9 / 16)

    def sizeHint(self) -> QSize:
        return QSize(360, 202)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        box = QRectF(self.rect())
        path = QPainterPath()
        path.addRoundedRect(box, _RADIUS, _RADIUS)
        painter.setClipPath(path)
        painter.fillRect(box, theme.colour("picture"))
        if self._image.isNull():
            painter.setPen(Qt.GlobalColor.lightGray)
            painter.setFont(fonts.font(theme.body_px))
            words = box.adjusted(24, 12, -24, -12)
            painter.drawText(words, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, self._sentence)
        else:
            size = self._image.size().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
            spot = QRectF(
                (box.width() - size.width()) / 2, (box.height() - size.height()) / 2, size.width(), size.height()
            )
            painter.drawImage(spot, self._image)
        if theme.name == "high_contrast":
            painter.setPen(theme.colour("line_strong"))
            painter.drawPath(path)
