"""Painting of the lanes into the layer that the timeline keeps.

With thousands of tags in view most of them share their pixels. Points of one lane, shape and pixel are drawn once, as
copies of a small picture of the shape; short states are drawn as boxes, all of a colour at once. What is painted hangs
on the tags and the zoom alone, not on which part is painted, so that a part can be painted anew by itself.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Set
from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetricsF, QPainter, QPen, QPixmap

from bwc_review.domain.ids import TagId
from bwc_review.domain.rubric import Valence
from bwc_review.ui.theme import fonts
from bwc_review.ui.theme.apply import current
from bwc_review.ui.theme.marks import (
    DimensionMark,
    dimension_mark,
    paint_not_codable,
    paint_point,
    paint_span,
    point_path,
)
from bwc_review.ui.widgets.timeline_geometry import POINT, Geometry
from bwc_review.ui.widgets.timeline_lanes import Lane, Placed, Span, Track

_NARROW = 5.0
_CELL = 3.0  # points closer than this are one
_LABEL_WIDTH = 34.0
_STAMP = POINT + 8
_TILE, _SHEET = 8, 256  # from line to line of the hatching, and how much of it is kept


class LanePainter:
    """Paints lanes; keeps small pictures of the points for a theme and a device pixel ratio."""

    def __init__(self) -> None:
        self._stamps: dict[tuple[str, float, int, Valence, bool], QPixmap] = {}

    def paint_lanes(
        self,
        painter: QPainter,
        geometry: Geometry,
        lanes: Iterable[Lane],
        chosen: Set[TagId],
        left: float,
        right: float,
    ) -> None:
        """Paint what lies between two places of the widget: ground, states, points, frames around chosen tags."""
        first_us, last_us = geometry.us(left - POINT), geometry.us(right + POINT)
        not_codable: list[Placed] = []
        for place, lane in enumerate(lanes):
            self._paint_ground(painter, geometry, place, left, right)
            states = lane.states_in(first_us, last_us)
            if lane.has_not_codable:
                not_codable += [item for item in states if item.is_not_codable and not item.is_open]
            self._paint_states(painter, geometry, place, lane, states, chosen)
            for valence, track in lane.points.items():
                self._paint_points(painter, geometry, place, lane.number, valence, track, (first_us, last_us))
            if chosen:
                self._paint_chosen_points(painter, geometry, place, lane, chosen, (first_us, last_us))
        if not_codable:
            paint_veil(painter, geometry, [(item.start_us, item.end_us) for item in not_codable])

    def paint_open(
        self, painter: QPainter, geometry: Geometry, place: int, lane: Lane, item: Placed, until: int
    ) -> None:
        """Paint a state that is still open, up to the playhead, without a right edge."""
        rect = geometry.span(place, lane, item, max(until, item.start_us))
        if item.is_not_codable:
            paint_not_codable(painter, rect)
            paint_veil(painter, geometry, [(item.start_us, max(until, item.start_us))])
            return
        mark = dimension_mark(lane.number)
        paint_span(painter, rect, mark)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(mark.colour, 2))
        painter.drawLine(rect.topLeft(), rect.bottomLeft())
        painter.drawLine(rect.topRight(), rect.topRight() + QPointF(5, rect.height() / 2))
        painter.drawLine(rect.bottomRight(), rect.topRight() + QPointF(5, rect.height() / 2))

    def paint_current(
        self, painter: QPainter, geometry: Geometry, place: int, lane: Lane, item: Placed, until: int
    ) -> None:
        """Paint the frame around the tag in hand, with handles on the edges of a state."""
        theme = current()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if not item.behaviour.is_state:
            centre = geometry.point(place, item)
            paint_point(painter, centre, POINT + 4, item.behaviour.valence, dimension_mark(lane.number).colour)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.colour("text"), 1.8))
            painter.drawPath(point_path(item.behaviour.valence, centre, POINT + 6))
            return
        rect = geometry.span(place, lane, item, max(until, item.start_us) if item.is_open else None)
        painter.setPen(QPen(theme.colour("text"), 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(rect.adjusted(-1.5, -1.5, 1.5, 1.5), 4, 4)
        painter.setBrush(theme.colour("text"))
        painter.setPen(Qt.PenStyle.NoPen)
        for x in (rect.left(),) if item.is_open else (rect.left(), rect.right()):
            painter.drawRoundedRect(QRectF(x - 2.5, rect.center().y() - 6, 5, 12), 2, 2)

    def _paint_ground(self, painter: QPainter, geometry: Geometry, place: int, left: float, right: float) -> None:
        theme, top = current(), geometry.top(place)
        box = QRectF(left, top, right - left, geometry.lane_height)
        painter.fillRect(box, theme.colour("sunken" if place % 2 else "surface"))
        painter.fillRect(QRectF(left, top, right - left, 1), theme.colour("line"))

    def _paint_states(
        self,
        painter: QPainter,
        geometry: Geometry,
        place: int,
        lane: Lane,
        states: Iterable[Placed],
        chosen: Set[TagId],
    ) -> None:
        mark = dimension_mark(lane.number)
        rows = [geometry.row(place, lane, row) for row in range(lane.row_count)]
        origin_x, per_us = geometry.x(0), 1 / geometry.view.us_per_px
        bars: dict[tuple[int, int, int], QRectF] = {}
        boxes: list[QRectF] = []
        framed: list[QRectF] = []
        for item in states:
            start_us, end_us, tag, _, is_open, row = item
            left, width = origin_x + start_us * per_us, (end_us - start_us) * per_us
            is_chosen = bool(chosen) and tag.id in chosen
            if is_open:
                continue
            if width < _NARROW and not is_chosen:
                key = int(left), int(width), row
                if key not in bars:
                    bars[key] = QRectF(key[0], rows[row][0], max(2, key[1]), rows[row][1])
                continue
            top, height = rows[row]
            rect = QRectF(left, top, max(2.0, width), height)
            if is_chosen:
                framed.append(rect.adjusted(-1, -1, 1, 1))
            if item.is_not_codable:
                paint_not_codable(painter, rect)
            elif width < _LABEL_WIDTH:
                boxes.append(rect)
            else:
                paint_span(painter, rect, mark)
                _paint_label(painter, rect, item, geometry)
        _paint_boxes(painter, boxes, mark)
        if bars:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(mark.colour)
            painter.drawRects(list(bars.values()))
        if framed:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(current().colour("text"), 1.5))
            painter.drawRects(framed)

    def _paint_points(
        self,
        painter: QPainter,
        geometry: Geometry,
        place: int,
        dimension: int,
        valence: Valence,
        track: Track,
        span_us: tuple[float, float],
    ) -> None:
        cells = _firsts(track.starts, span_us, _cell_us(geometry))
        if not cells:
            return
        stamp, half = self._stamp(painter, dimension, valence, is_chosen=False), _STAMP / 2
        top = geometry.point(place, track.items[cells[0]]).y() - half
        origin_x, per_us, starts = geometry.x(0) - half, 1 / geometry.view.us_per_px, track.starts
        for index in cells:
            painter.drawPixmap(QPointF(origin_x + starts[index] * per_us, top), stamp)

    def _paint_chosen_points(
        self,
        painter: QPainter,
        geometry: Geometry,
        place: int,
        lane: Lane,
        chosen: Set[TagId],
        span_us: tuple[float, float],
    ) -> None:
        drawn: set[tuple[int, Valence]] = set()
        half = _STAMP / 2
        for item in lane.points_in(*span_us):
            if item.tag.id not in chosen:
                continue
            centre, valence = geometry.point(place, item), item.behaviour.valence
            key = item.start_us // _cell_us(geometry), valence
            if key not in drawn:
                drawn.add(key)
                stamp = self._stamp(painter, lane.number, valence, is_chosen=True)
                painter.drawPixmap(QPointF(centre.x() - half, centre.y() - half), stamp)

    def _stamp(self, painter: QPainter, dimension: int, valence: Valence, *, is_chosen: bool) -> QPixmap:
        ratio = painter.device().devicePixelRatio()
        key = (current().name, ratio, dimension, valence, is_chosen)
        if key not in self._stamps:
            side_px = round(_STAMP * ratio)
            stamp = QPixmap(side_px, side_px)
            stamp.setDevicePixelRatio(ratio)
            stamp.fill(Qt.GlobalColor.transparent)
            brush = QPainter(stamp)
            middle = QPointF(_STAMP / 2, _STAMP / 2)
            paint_point(brush, middle, POINT, valence, dimension_mark(dimension).colour)
            if is_chosen:
                brush.setRenderHint(QPainter.RenderHint.Antialiasing)
                brush.setPen(QPen(current().colour("text"), 1.8))
                brush.drawPath(point_path(valence, middle, POINT + 3))
            brush.end()
            self._stamps[key] = stamp
        return self._stamps[key]


def paint_veil(painter: QPainter, geometry: Geometry, spans: Iterable[Span]) -> None:
    """Hatch stretches that cannot be coded, through all lanes; where they overlap they are hatched once."""
    box, ink = geometry.lanes_box, current().colour("line_strong")
    stretches: list[list[int]] = []
    for start_us, end_us in sorted(spans):
        left, right = int(geometry.x(start_us)), int(geometry.x(end_us))
        if stretches and left <= stretches[-1][1]:
            stretches[-1][1] = max(stretches[-1][1], right)
        else:
            stretches.append([left, right])
    ink.setAlphaF(0.55)
    for left, right in stretches:
        place = QRectF(left, box.top(), max(1, right - left), box.height())
        if place.width() < _TILE:
            painter.fillRect(place, ink)
            continue
        _hatch(painter, place, geometry, ink)
        for x in (left, right):
            painter.fillRect(QRectF(x, box.top(), 1, box.height()), ink)


def _hatch(painter: QPainter, place: QRectF, geometry: Geometry, ink: QColor) -> None:
    """The hatching is tied to the widget: parts that are painted at different times fit together."""
    sheet = _hatching(ink.name(QColor.NameFormat.HexArgb), painter.device().devicePixelRatio())
    left, right = max(0, int(place.left())), min(geometry.width, int(place.right()))
    painter.save()
    painter.setClipRect(place, Qt.ClipOperation.IntersectClip)
    for x in range(left // _SHEET * _SHEET, right, _SHEET):
        for y in range(int(place.top()) // _SHEET * _SHEET, int(place.bottom()) + 1, _SHEET):
            painter.drawPixmap(x, y, sheet)
    painter.restore()


@lru_cache(maxsize=8)
def _hatching(ink: str, ratio: float) -> QPixmap:
    """A sheet of diagonal lines: much quicker to paint with than a pattern that is half transparent."""
    sheet = QPixmap(round(_SHEET * ratio), round(_SHEET * ratio))
    sheet.setDevicePixelRatio(ratio)
    sheet.fill(Qt.GlobalColor.transparent)
    painter = QPainter(sheet)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(ink), 1.2))
    for shift in range(-_SHEET, _SHEET, _TILE):
        painter.drawLine(QPointF(shift, _SHEET), QPointF(shift + _SHEET, 0))
    painter.end()
    return sheet


def _cell_us(geometry: Geometry) -> int:
    return max(1, int(_CELL * geometry.view.us_per_px))


def _firsts(starts: list[int], span_us: tuple[float, float], cell_us: int) -> list[int]:
    """Index of the first onset in each cell of that length that the span touches."""
    found: list[int] = []
    at = bisect_left(starts, int(span_us[0]) // cell_us * cell_us)
    end = bisect_right(starts, span_us[1])
    while at < end:
        found.append(at)
        after_us = (starts[at] // cell_us + 1) * cell_us
        at += 1
        if at < end and starts[at] < after_us:
            at = bisect_left(starts, after_us, at)
    return found


def _paint_boxes(painter: QPainter, boxes: list[QRectF], mark: DimensionMark) -> None:
    """States too short for words: what `paint_span` gives, without round corners, all at once."""
    if not boxes:
        return
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    fill = QColor(mark.colour)
    fill.setAlphaF(0.35)
    painter.setPen(QPen(mark.colour, 1))
    painter.setBrush(fill)
    painter.drawRects([box.adjusted(0.5, 0.5, -0.5, -0.5) for box in boxes])
    if mark.pattern is not Qt.BrushStyle.SolidPattern:
        pattern = QColor(mark.colour)
        pattern.setAlphaF(0.45)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QBrush(pattern, mark.pattern))
        painter.drawRects(boxes)


def _paint_label(painter: QPainter, rect: QRectF, item: Placed, geometry: Geometry) -> None:
    if rect.height() < 10:
        return
    edge = max(rect.left(), geometry.lanes_box.left())
    room = QRectF(edge + 5, rect.top(), rect.right() - edge - 8, rect.height())
    size = min(11, int(rect.height()) - 1)
    text = item.behaviour.name if item.tag.level is None else f"{item.tag.level}  {item.behaviour.name}"
    painter.setFont(_label_font(size))
    painter.setPen(QColor(current().text))
    painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, _shortened(text, size, int(room.width())))


@lru_cache(maxsize=8)
def _label_font(size_px: int) -> QFont:
    return fonts.tabular(size_px, QFont.Weight.Medium)


@lru_cache(maxsize=2048)
def _shortened(text: str, size_px: int, width: int) -> str:
    return QFontMetricsF(_label_font(size_px)).elidedText(text, Qt.TextElideMode.ElideRight, width)
