"""Painting of the timeline: lanes into a pixmap that is kept, ruler, playhead and selection over it.

With thousands of tags in view most of them share their pixels. Points of one lane, shape and pixel are drawn once, as
copies of a small picture of the shape; states narrower than a few pixels are drawn as bars, all of a colour at once.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen, QPixmap

from bwc_review.domain.rubric import Valence
from bwc_review.ui.theme import fonts
from bwc_review.ui.theme.apply import current
from bwc_review.ui.theme.marks import (
    dimension_mark,
    paint_not_codable,
    paint_point,
    paint_span,
    point_path,
    side,
)
from bwc_review.ui.widgets.timeline_lanes import Lane, Placed
from bwc_review.ui.widgets.timeline_view import TimeView

GUTTER = 44
RULER = 24
POINT = 9.0
_BAND_SHARE = 0.42  # of a lane's height, for its states
_NARROW = 5.0
_CELL = 2.0  # points closer than this are one
_LABEL_WIDTH = 34.0


@dataclass(frozen=True, slots=True)
class Geometry:
    """Where the lanes are.

    Attributes:
        view: Time to pixels, counted from the end of the gutter.
        lane_height: Height of a lane.
        width: Width of the widget.
    """

    view: TimeView
    lane_height: float
    width: int

    def x(self, us: float) -> float:
        """A moment's place in the widget."""
        return GUTTER + self.view.x(us)

    def top(self, place: int) -> float:
        """Upper edge of a lane."""
        return RULER + place * self.lane_height

    def point(self, place: int, item: Placed) -> QPointF:
        """Centre of a point."""
        shift = side(item.behaviour.valence) * (self.lane_height / 2 - POINT / 2 - 2)
        return QPointF(self.x(item.start_us), self.top(place) + self.lane_height / 2 + shift)

    def span(self, place: int, lane: Lane, item: Placed, end_us: float | None = None) -> QRectF:
        """Rectangle of a state; `end_us` for one that is still open."""
        left, right = self.x(item.start_us), self.x(item.end_us if end_us is None else end_us)
        band = self.lane_height * (_BAND_SHARE if lane.points or lane.row_count == 1 else 0.8)
        band = max(band, 7.0 * lane.row_count)
        row_height = band / lane.row_count
        top = self.top(place) + (self.lane_height - band) / 2 + item.row * row_height
        return QRectF(left, top, max(2.0, right - left), max(4.0, row_height - 1))


class LanePainter:
    """Paints lanes; keeps small pictures of the points for a theme and a device pixel ratio."""

    def __init__(self) -> None:
        self._stamps: dict[tuple[str, float, int, Valence], QPixmap] = {}

    def paint_lanes(
        self, painter: QPainter, geometry: Geometry, lanes: Iterable[Lane], left: float, right: float
    ) -> None:
        """Paint what lies between two places of the widget: ground, states, points."""
        first_us, last_us = geometry.view.us(left - GUTTER - POINT), geometry.view.us(right - GUTTER + POINT)
        for place, lane in enumerate(lanes):
            self._paint_ground(painter, geometry, place, left, right)
            states = [item for item in lane.states_in(first_us, last_us) if not item.is_open]
            self._paint_states(painter, geometry, place, lane, states)
            self._paint_points(painter, geometry, place, lane.number, lane.points_in(first_us, last_us))

    def paint_open(
        self, painter: QPainter, geometry: Geometry, place: int, lane: Lane, item: Placed, until: int
    ) -> None:
        """Paint a state that is still open, up to the playhead, without a right edge."""
        rect = geometry.span(place, lane, item, max(until, item.start_us))
        if item.is_not_codable:
            paint_not_codable(painter, rect)
            return
        mark = dimension_mark(lane.number)
        paint_span(painter, rect, mark)
        painter.setPen(QPen(mark.colour, 2))
        painter.drawLine(rect.topLeft(), rect.bottomLeft())
        painter.drawLine(rect.topRight(), rect.topRight() + QPointF(5, rect.height() / 2))
        painter.drawLine(rect.bottomRight(), rect.topRight() + QPointF(5, rect.height() / 2))

    def paint_selected(
        self, painter: QPainter, geometry: Geometry, place: int, lane: Lane, item: Placed, until: int
    ) -> None:
        """Paint the frame around the chosen tag, with handles on the edges of a state."""
        theme = current()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.colour("text"), 2))
        if not item.behaviour.is_state:
            centre = geometry.point(place, item)
            paint_point(painter, centre, POINT + 4, item.behaviour.valence, dimension_mark(lane.number).colour)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.colour("text"), 1.8))
            painter.drawPath(point_path(item.behaviour.valence, centre, POINT + 6))
            return
        rect = geometry.span(place, lane, item, max(until, item.start_us) if item.is_open else None)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(rect.adjusted(-1.5, -1.5, 1.5, 1.5), 4, 4)
        painter.setBrush(theme.colour("text"))
        painter.setPen(Qt.PenStyle.NoPen)
        for x in (rect.left(), rect.right()):
            painter.drawRoundedRect(QRectF(x - 2.5, rect.center().y() - 6, 5, 12), 2, 2)

    def _paint_ground(self, painter: QPainter, geometry: Geometry, place: int, left: float, right: float) -> None:
        theme, top = current(), geometry.top(place)
        box = QRectF(left, top, right - left, geometry.lane_height)
        painter.fillRect(box, theme.colour("sunken" if place % 2 else "surface"))
        painter.fillRect(QRectF(left, top, right - left, 1), theme.colour("line"))

    def _paint_states(
        self, painter: QPainter, geometry: Geometry, place: int, lane: Lane, states: Iterable[Placed]
    ) -> None:
        mark = dimension_mark(lane.number)
        bars: dict[tuple[int, int], QRectF] = {}
        for item in states:
            rect = geometry.span(place, lane, item)
            if rect.width() < _NARROW:
                bars.setdefault((round(rect.left()), item.row), rect)
            elif item.is_not_codable:
                paint_not_codable(painter, rect)
            else:
                paint_span(painter, rect, mark)
                _paint_label(painter, rect, item)
        if bars:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(mark.colour)
            painter.drawRects(list(bars.values()))

    def _paint_points(
        self, painter: QPainter, geometry: Geometry, place: int, dimension: int, points: Iterable[Placed]
    ) -> None:
        cells: dict[tuple[int, Valence], QPointF] = {}
        for item in points:
            x = geometry.x(item.start_us)
            key = (int(x / _CELL), item.behaviour.valence)
            if key not in cells:
                cells[key] = geometry.point(place, item)
        ratio = painter.device().devicePixelRatio()
        half = (POINT + 4) / 2
        stamps = {valence: self._stamp(dimension, valence, ratio) for valence in {key[1] for key in cells}}
        for (_, valence), centre in cells.items():
            painter.drawPixmap(QPointF(centre.x() - half, centre.y() - half), stamps[valence])

    def _stamp(self, dimension: int, valence: Valence, ratio: float) -> QPixmap:
        key = (current().name, ratio, dimension, valence)
        if key not in self._stamps:
            side_px = round((POINT + 4) * ratio)
            stamp = QPixmap(side_px, side_px)
            stamp.setDevicePixelRatio(ratio)
            stamp.fill(Qt.GlobalColor.transparent)
            painter = QPainter(stamp)
            middle = (POINT + 4) / 2
            paint_point(painter, QPointF(middle, middle), POINT, valence, dimension_mark(dimension).colour)
            painter.end()
            self._stamps[key] = stamp
        return self._stamps[key]


def paint_ruler(
    painter: QPainter, geometry: Geometry, loop: tuple[int, int] | None, marks: tuple[int | None, ...]
) -> None:
    """Paint ticks and times, the range that is looped, and the in and out marks."""
    theme = current()
    painter.fillRect(QRectF(0, 0, geometry.width, RULER), theme.colour("raised"))
    painter.setClipRect(QRectF(GUTTER, 0, geometry.width - GUTTER, RULER))
    if loop is not None:
        band = QRectF(geometry.x(loop[0]), 0, geometry.x(loop[1]) - geometry.x(loop[0]), RULER)
        painter.fillRect(band, theme.colour("selected"))
    painter.setFont(fonts.tabular(11))
    for tick in geometry.view.ticks():
        x = GUTTER + tick.x
        painter.setPen(theme.colour("line_strong" if tick.text else "line"))
        painter.drawLine(QPointF(x, RULER - (8 if tick.text else 4)), QPointF(x, RULER))
        if tick.text:
            painter.setPen(theme.colour("muted"))
            painter.drawText(QPointF(x + 3, RULER - 9), tick.text)
    painter.setPen(QPen(theme.colour("accent_text"), 2))
    for mark in marks:
        if mark is not None:
            painter.drawLine(QPointF(geometry.x(mark), 2), QPointF(geometry.x(mark), RULER))
    painter.setClipping(False)
    painter.fillRect(QRectF(0, RULER - 1, geometry.width, 1), theme.colour("line"))


def paint_gutter(painter: QPainter, geometry: Geometry, lanes: Iterable[Lane], height: int) -> None:
    """Paint the short names of the dimensions beside their lanes."""
    theme = current()
    painter.fillRect(QRectF(0, RULER, GUTTER, height - RULER), theme.colour("raised"))
    painter.setFont(fonts.font(theme.small_px, QFont.Weight.DemiBold))
    for place, lane in enumerate(lanes):
        top = geometry.top(place)
        painter.fillRect(QRectF(0, top + 3, 3, geometry.lane_height - 5), dimension_mark(lane.number).colour)
        painter.setPen(theme.colour("text"))
        words = QRectF(10, top, GUTTER - 12, geometry.lane_height)
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, lane.id)
    painter.fillRect(QRectF(GUTTER - 1, 0, 1, height), theme.colour("line"))


def paint_playhead(painter: QPainter, x: float, height: int) -> None:
    """Paint the line at the frame on the screen, with a handle on the ruler."""
    colour = current().colour("text")
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawRect(QRectF(x - 0.75, 6, 1.5, height - 6))
    painter.drawRoundedRect(QRectF(x - 5, 3, 10, 9), 3, 3)


def _paint_label(painter: QPainter, rect: QRectF, item: Placed) -> None:
    if rect.width() < _LABEL_WIDTH or rect.height() < 10:
        return
    font = fonts.tabular(min(11, int(rect.height()) - 1), QFont.Weight.Medium)
    text = item.behaviour.name if item.tag.level is None else f"{item.tag.level}  {item.behaviour.name}"
    room = QRectF(max(rect.left(), GUTTER) + 5, rect.top(), rect.right() - max(rect.left(), GUTTER) - 8, rect.height())
    shown = QFontMetricsF(font).elidedText(text, Qt.TextElideMode.ElideRight, room.width())
    painter.setFont(font)
    painter.setPen(QColor(current().text))
    painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, shown)
