"""How a picture lies in its widget: fitted or zoomed, and where it has been moved to; plain numbers, no painting."""

from PySide6.QtCore import QPointF, QRectF, QSizeF

MOST_ZOOM = 16.0
_FITS = 1.001  # what is closer to 1 than this counts as fitted


class PictureView:
    """Zoom and place of a picture in a room. Places in the picture are fractions of its width and height.

    Attributes:
        zoom: 1 is the whole picture fitted into the room; at most `MOST_ZOOM`.
    """

    def __init__(self) -> None:
        self.zoom = 1.0
        self._centre = QPointF(0.5, 0.5)

    @property
    def is_zoomed(self) -> bool:
        """True if the picture is larger than fitted."""
        return self.zoom > _FITS

    def fit(self) -> None:
        """Show the whole picture."""
        self.zoom = 1.0
        self._centre = QPointF(0.5, 0.5)

    def fitted(self, room: QSizeF, shape: QSizeF) -> QSizeF:
        """Size of the whole picture in the room.

        Args:
            room: Size of the widget.
            shape: Any size with the picture's proportions.
        """
        if shape.width() <= 0 or shape.height() <= 0:
            return room
        scale = min(room.width() / shape.width(), room.height() / shape.height())
        return QSizeF(shape.width() * scale, shape.height() * scale)

    def rect(self, room: QSizeF, shape: QSizeF) -> QRectF:
        """Where the whole picture lies, in the room's coordinates; zoomed in it reaches beyond the room."""
        size = self.fitted(room, shape) * self.zoom
        left = _placed(room.width(), size.width(), self._centre.x())
        top = _placed(room.height(), size.height(), self._centre.y())
        return QRectF(left, top, size.width(), size.height())

    def visible(self, room: QSizeF, shape: QSizeF) -> QRectF:
        """The part of the picture that is seen, in fractions of the picture."""
        whole = self.rect(room, shape)
        seen = whole & QRectF(0, 0, room.width(), room.height())
        if whole.isEmpty() or seen.isEmpty():
            return QRectF(0, 0, 1, 1)
        return QRectF(
            (seen.left() - whole.left()) / whole.width(),
            (seen.top() - whole.top()) / whole.height(),
            seen.width() / whole.width(),
            seen.height() / whole.height(),
        )

    def zoom_by(self, factor: float, place: QPointF, room: QSizeF, shape: QSizeF) -> None:
        """Zoom so that the spot of the picture under `place` stays there."""
        before = self.rect(room, shape)
        spot = QPointF(
            (place.x() - before.left()) / max(1.0, before.width()),
            (place.y() - before.top()) / max(1.0, before.height()),
        )
        self.zoom = max(1.0, min(self.zoom * factor, MOST_ZOOM))
        if not self.is_zoomed:
            self.fit()
            return
        size = self.fitted(room, shape) * self.zoom
        self._centre = QPointF(
            spot.x() + (room.width() / 2 - place.x()) / max(1.0, size.width()),
            spot.y() + (room.height() / 2 - place.y()) / max(1.0, size.height()),
        )
        self._keep_inside(room, size)

    def pan(self, by: QPointF, room: QSizeF, shape: QSizeF) -> None:
        """Move the picture by so many pixels of the room."""
        size = self.fitted(room, shape) * self.zoom
        self._centre -= QPointF(by.x() / max(1.0, size.width()), by.y() / max(1.0, size.height()))
        self._keep_inside(room, size)

    def _keep_inside(self, room: QSizeF, size: QSizeF) -> None:
        """Leave no empty border that the picture could fill."""
        self._centre = QPointF(
            _bounded(self._centre.x(), room.width() / max(1.0, size.width())),
            _bounded(self._centre.y(), room.height() / max(1.0, size.height())),
        )


def _placed(room: float, size: float, centre: float) -> float:
    return (room - size) / 2 if size <= room else room / 2 - size * centre


def _bounded(centre: float, share: float) -> float:
    return 0.5 if share >= 1 else max(share / 2, min(centre, 1 - share / 2))
