"""Covers what a camera burns into the picture: boxes drawn on the frame that is shown, or a strip from a list."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QDialog, QDoubleSpinBox, QHBoxLayout, QVBoxLayout, QWidget

from bwc_review.domain.blinding import PRESETS, MaskBox
from bwc_review.ui.theme.apply import current
from bwc_review.ui.widgets.buttons import Chooser, button
from bwc_review.ui.widgets.check import Check
from bwc_review.ui.widgets.labels import label

_LEAST = 0.01
_WORDS = {
    "top-right": "Strip at the top right",
    "top-left": "Strip at the top left",
    "bottom-right": "Strip at the bottom right",
    "bottom-left": "Strip at the bottom left",
    "top": "Strip along the top",
    "bottom": "Strip along the bottom",
    "none": "Nothing is burned in",
}
_ABOUT = (
    "Blinded reviewers see black boxes, in the player and in the library. Draw one with the mouse, or set it below."
)


class BoxCanvas(QWidget):
    """A frame with its boxes; dragging draws another one.

    Signals:
        drawn: The `MaskBox` that was drawn.
    """

    drawn = Signal(object)

    def __init__(self, image: QImage) -> None:
        super().__init__()
        self._image = image
        self._boxes: Sequence[MaskBox] = ()
        self._chosen = -1
        self._from: QPointF | None = None
        self._to: QPointF | None = None
        self.setMinimumSize(QSize(640, 360))
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setAccessibleName("Frame with its masks")

    def show_boxes(self, boxes: Sequence[MaskBox], chosen: int) -> None:
        """Show boxes, one of them with an outline."""
        self._boxes, self._chosen = boxes, chosen
        self.update()

    def picture(self) -> QRectF:
        """Where the frame lies."""
        size = self._image.size() if not self._image.isNull() else QSize(16, 9)
        fitted = size.scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
        return QRectF(
            (self.width() - fitted.width()) / 2, (self.height() - fitted.height()) / 2, fitted.width(), fitted.height()
        )

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._from = self._to = event.position()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._from is not None:
            self._to = event.position()
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        begin, self._from = self._from, None
        if begin is None:
            return
        picture = self.picture()
        found = QRectF(begin, event.position()).normalized().intersected(picture)
        width, height = found.width() / picture.width(), found.height() / picture.height()
        if width >= _LEAST and height >= _LEAST:
            x, y = (found.x() - picture.x()) / picture.width(), (found.y() - picture.y()) / picture.height()
            self.drawn.emit(rounded(x, y, width, height))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(event.rect(), current().colour("picture"))
        picture = self.picture()
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(picture, self._image)
        for place, box in enumerate(self._boxes):
            rect = QRectF(
                picture.x() + box.x * picture.width(),
                picture.y() + box.y * picture.height(),
                box.width * picture.width(),
                box.height * picture.height(),
            )
            painter.fillRect(rect, QColor(0, 0, 0, 205))
            painter.setPen(QPen(current().colour("focus" if place == self._chosen else "line_strong"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(rect)
        if self._from is not None and self._to is not None:
            painter.setPen(QPen(current().colour("focus"), 2, Qt.PenStyle.DashLine))
            painter.drawRect(QRectF(self._from, self._to).normalized())


class MaskDialog(QDialog):
    """Edits the boxes of one recording, or of its camera.

    Signals:
        chosen: The boxes, and whether they are for all clips of the camera.
    """

    chosen = Signal(object, bool)

    def __init__(self, code: str, camera: str, image: QImage, boxes: Sequence[MaskBox], parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(f"Masks of {code}")
        self._boxes = list(boxes)
        self._chosen = 0 if boxes else -1
        self._is_filling = False
        self.canvas = BoxCanvas(image)
        self.preset = Chooser("Strip")
        self.preset.addItem("Boxes of my own", None)
        for name, words in _WORDS.items():
            self.preset.addItem(words, name)
        self.list = Chooser("Box")
        self.fields = {name: self._field(name) for name in ("Left", "Top", "Width", "Height")}
        self.remove = button("Remove this box", self._remove, icon_name="trash-2")
        self.for_camera = Check(f"For all clips of this kind of camera ({camera})")
        self._lay_out(code)
        self.canvas.drawn.connect(self._add)
        self.preset.activated.connect(lambda _place: self._take_preset())
        self.list.activated.connect(self._choose)
        self._show()

    @property
    def boxes(self) -> tuple[MaskBox, ...]:
        """The boxes as they are now."""
        return tuple(self._boxes)

    def keep(self) -> None:
        """Hand the boxes over."""
        self.chosen.emit(self.boxes, self.for_camera.isChecked())
        self.accept()

    def _field(self, name: str) -> QDoubleSpinBox:
        made = QDoubleSpinBox()
        made.setRange(0, 100)
        made.setDecimals(1)
        made.setSuffix(" %")
        made.setAccessibleName(name)
        made.lineEdit().setTextMargins(current().s, 0, 0, 0)
        made.valueChanged.connect(lambda _value: self._take_fields())
        return made

    def _lay_out(self, code: str) -> None:
        theme = current()
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.xl, theme.xl, theme.xl, theme.l)
        column.setSpacing(theme.m)
        column.addWidget(label(f"Masks of {code}", "display"))
        column.addWidget(label(_ABOUT, "muted", wraps=True))
        column.addWidget(self.canvas, 1)
        first = QHBoxLayout()
        first.setSpacing(theme.s)
        first.addWidget(self.preset)
        first.addWidget(self.list)
        first.addWidget(self.remove)
        first.addStretch(1)
        column.addLayout(first)
        figures = QHBoxLayout()
        figures.setSpacing(theme.s)
        for name, field in self.fields.items():
            figures.addWidget(label(name, "small"))
            figures.addWidget(field)
        figures.addStretch(1)
        column.addLayout(figures)
        column.addWidget(self.for_camera)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(button("Cancel", self.reject))
        keep = button("Keep the masks", self.keep, kind="primary")
        keep.setDefault(True)
        buttons.addWidget(keep)
        column.addLayout(buttons)

    def _show(self) -> None:
        self._is_filling = True
        self.list.clear()
        for place in range(len(self._boxes)):
            self.list.addItem(f"Box {place + 1}")
        self.list.setCurrentIndex(self._chosen)
        name = next((name for name, boxes in PRESETS.items() if boxes == self.boxes), None)
        self.preset.setCurrentIndex(max(0, self.preset.findData(name)) if name is not None else 0)
        box = self._boxes[self._chosen] if self._chosen >= 0 else None
        values = (box.x, box.y, box.width, box.height) if box is not None else (0.0, 0.0, 0.0, 0.0)
        for field, value in zip(self.fields.values(), values, strict=True):
            field.setValue(value * 100)
            field.setEnabled(box is not None)
        self.list.setEnabled(len(self._boxes) > 1)
        self.remove.setEnabled(box is not None)
        self.canvas.show_boxes(self._boxes, self._chosen)
        self._is_filling = False

    def _add(self, box: MaskBox) -> None:
        self._boxes.append(box)
        self._chosen = len(self._boxes) - 1
        self._show()

    def _remove(self) -> None:
        if self._chosen >= 0:
            del self._boxes[self._chosen]
            self._chosen = len(self._boxes) - 1
            self._show()

    def _choose(self, place: int) -> None:
        self._chosen = place
        self._show()

    def _take_preset(self) -> None:
        name = self.preset.currentData()
        if name is not None:
            self._boxes = list(PRESETS[name])
            self._chosen = len(self._boxes) - 1
            self._show()

    def _take_fields(self) -> None:
        if self._is_filling or self._chosen < 0:
            return
        x, y, width, height = (field.value() / 100 for field in self.fields.values())
        self._boxes[self._chosen] = rounded(x, y, width, height)
        self._show()


def rounded(x: float, y: float, width: float, height: float) -> MaskBox:
    """A box in steps of a thousandth that lies inside the picture."""
    x, y = min(max(x, 0.0), 1 - _LEAST), min(max(y, 0.0), 1 - _LEAST)
    width, height = min(max(width, _LEAST), 1 - x), min(max(height, _LEAST), 1 - y)
    return MaskBox(*(round(value, 3) for value in (x, y, width, height)))
