"""Painting of what surrounds the lanes and lies over them: ruler, gutter, borders, playhead, guides, overview."""

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QFont, QFontMetricsF, QPainter, QPen

from bwc_review.domain.clip import FrameTable
from bwc_review.domain.time import Moment
from bwc_review.ui.theme import fonts
from bwc_review.ui.theme.apply import current
from bwc_review.ui.theme.marks import dimension_mark
from bwc_review.ui.widgets.timeline_geometry import GUTTER, RULER, Band, Geometry
from bwc_review.ui.widgets.timeline_lanes import Lane
from bwc_review.ui.widgets.timeline_view import TimeView

HANDLE = 7  # half the width of what is painted around the playhead
_SPEECH_PX = 11
_TIME_LEFT = 7  # a time stands clear of the playhead's handle on its tick
_FRAME_PX, _NUMBER_PX = 6.0, 34.0


def paint_ruler(painter: QPainter, geometry: Geometry, borders: Iterable[int]) -> None:
    """Paint ticks and times, and a flag where the next file of a joined recording begins."""
    theme = current()
    painter.fillRect(QRectF(0, 0, geometry.width, RULER), theme.colour("raised"))
    painter.save()
    painter.setClipRect(QRectF(GUTTER, 0, geometry.width - GUTTER, RULER))
    painter.setFont(fonts.tabular(11))
    for tick in geometry.view.ticks():
        x = GUTTER + tick.x
        painter.setPen(theme.colour("line_strong" if tick.text else "line"))
        painter.drawLine(QPointF(x, RULER - (8 if tick.text else 4)), QPointF(x, RULER))
        if tick.text and x + _TIME_LEFT + painter.fontMetrics().horizontalAdvance(tick.text) <= geometry.width:
            painter.setPen(theme.colour("muted"))
            painter.drawText(QPointF(x + _TIME_LEFT, RULER - 9), tick.text)
    for border in borders:
        x = geometry.x(border)
        painter.fillRect(QRectF(x - 0.5, 0, 1, RULER), theme.colour("line_strong"))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("line_strong"))
        painter.drawPolygon([QPointF(x, 0), QPointF(x + 7, 0), QPointF(x, 7)])
    painter.restore()
    painter.fillRect(QRectF(0, RULER - 1, geometry.width, 1), theme.colour("line"))


def paint_frames(painter: QPainter, geometry: Geometry, frames: FrameTable) -> None:
    """Where a frame is wide enough, paint where each begins, and its number where there is room."""
    first_us, last_us = geometry.view.shown
    frame_px = frames.end_us / len(frames) / geometry.view.us_per_px
    if frame_px < _FRAME_PX:
        return
    theme = current()
    painter.save()
    painter.setClipRect(QRectF(GUTTER, 0, geometry.width - GUTTER, RULER))
    painter.setFont(fonts.tabular(9))
    painter.setPen(theme.colour("faint"))
    for index in range(frames.index_at(Moment(first_us)), frames.index_at(Moment(last_us)) + 1):
        x = geometry.x(frames.start(index).us)
        painter.fillRect(QRectF(x - 0.5, RULER - 6, 1, 6), theme.colour("muted"))
        if frame_px >= _NUMBER_PX:
            painter.drawText(QPointF(x + 3, RULER - 2), f"{index}")
    painter.restore()


def paint_borders(painter: QPainter, geometry: Geometry, borders: Iterable[int], left: float, right: float) -> None:
    """Paint a dashed line through all lanes where the next file of a joined recording begins."""
    box = geometry.lanes_box
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    for border in borders:
        x = geometry.x(border)
        if left - 1 <= x <= right + 1:
            painter.setPen(QPen(current().colour("line_strong"), 1, Qt.PenStyle.DashLine))
            painter.drawLine(QPointF(x, RULER), QPointF(x, box.bottom()))


def paint_gutter(painter: QPainter, geometry: Geometry, lanes: Iterable[Lane], bands: Iterable[Band]) -> None:
    """Paint the short names of bands and dimensions beside them."""
    theme = current()
    painter.fillRect(QRectF(0, RULER, GUTTER, geometry.height - RULER), theme.colour("raised"))
    top = float(RULER)
    painter.setFont(fonts.font(10))
    painter.setPen(theme.colour("muted"))
    for band in bands:
        words = QRectF(4, top, GUTTER - 6, band.height)
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, band.short_title)
        top += band.height
    painter.setFont(fonts.font(theme.small_px, QFont.Weight.DemiBold))
    for place, lane in enumerate(lanes):
        top = geometry.top(place)
        painter.fillRect(QRectF(0, top + 3, 3, geometry.lane_height - 5), dimension_mark(lane.number).colour)
        painter.setPen(theme.colour("text"))
        words = QRectF(10, top, GUTTER - 12, geometry.lane_height)
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, lane.id)
    painter.fillRect(QRectF(GUTTER - 1, 0, 1, geometry.height), theme.colour("line"))


def paint_range(
    painter: QPainter, geometry: Geometry, loop: tuple[int, int] | None, marks: Sequence[int | None]
) -> None:
    """Paint the range that is looped, and the in and out marks, over the ruler and faintly over the lanes."""
    theme = current()
    painter.save()
    painter.setClipRect(QRectF(GUTTER, 0, geometry.width - GUTTER, geometry.lanes_box.bottom()))
    if loop is not None:
        left, right = geometry.x(loop[0]), geometry.x(loop[1])
        wash = theme.colour("accent")
        wash.setAlphaF(0.4)
        painter.fillRect(QRectF(left, 0, right - left, RULER - 1), wash)
        wash.setAlphaF(0.07)
        painter.fillRect(QRectF(left, RULER, right - left, geometry.height), wash)
    ink = theme.colour("accent_text")
    for mark, toward in zip(marks, (1, -1), strict=False):
        if mark is None:
            continue
        x = geometry.x(mark)
        painter.fillRect(QRectF(x - 1, 2, 2, RULER - 3), ink)
        painter.fillRect(QRectF(min(x, x + 6 * toward), 2, 6, 2), ink)
        painter.fillRect(QRectF(min(x, x + 6 * toward), RULER - 3, 6, 2), ink)
        painter.setPen(QPen(ink, 1, Qt.PenStyle.DotLine))
        painter.drawLine(QPointF(x, RULER), QPointF(x, geometry.lanes_box.bottom()))
    painter.restore()


def paint_playhead(painter: QPainter, geometry: Geometry, x: float) -> None:
    """Paint the line at the frame on the screen, with a handle on the ruler."""
    colour = current().colour("text")
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawRect(QRectF(x - 0.75, 6, 1.5, geometry.lanes_box.bottom() - 6))
    painter.drawRoundedRect(QRectF(x - 5, 3, 10, 9), 3, 3)


def paint_guide(painter: QPainter, geometry: Geometry, us: int) -> None:
    """Paint the line that says to what a dragged edge has snapped."""
    x = geometry.x(us)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    painter.setPen(QPen(current().colour("warning_text"), 1, Qt.PenStyle.DashLine))
    painter.drawLine(QPointF(x, RULER), QPointF(x, geometry.lanes_box.bottom()))


def paint_rubber(painter: QPainter, box: QRectF) -> None:
    """Paint the rubber band."""
    theme = current()
    wash = theme.colour("accent")
    wash.setAlphaF(0.18)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    painter.setBrush(wash)
    painter.setPen(QPen(theme.colour("accent_text"), 1, Qt.PenStyle.DashLine))
    painter.drawRect(box)


def paint_speech(painter: QPainter, geometry: Geometry, x: float, y: float, text: str) -> None:
    """Paint a line of figures beside the pointer: where a dragged edge is now."""
    theme = current()
    font = fonts.tabular(_SPEECH_PX, QFont.Weight.Medium)
    metrics = QFontMetricsF(font)
    width, height = metrics.horizontalAdvance(text) + 12, metrics.height() + 6
    left = min(x + 10, geometry.width - width - 4)
    top = max(2.0, min(y - height - 8, geometry.height - height - 2))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(theme.colour("line_strong"), 1))
    painter.setBrush(theme.colour("overlay"))
    box = QRectF(max(float(GUTTER), left), top, width, height)
    painter.drawRoundedRect(box, 4, 4)
    painter.setPen(theme.colour("text"))
    painter.setFont(font)
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)


def paint_overview(
    painter: QPainter, box: QRectF, whole: TimeView, lanes: Sequence[Lane], borders: Iterable[int]
) -> None:
    """Paint the part of the whole recording in small that lies in `box`, counted from the end of the gutter.

    Each lane is a row of ticks: a pixel that holds a tag is one.
    """
    theme = current()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    painter.fillRect(box, theme.colour("sunken"))
    painter.fillRect(QRectF(box.left(), box.top(), box.width(), 1), theme.colour("line"))
    row = (box.height() - 3) / max(1, len(lanes))
    first_us, last_us = whole.us(box.left() - 1), whole.us(box.right() + 1)
    origin_x, per_us = whole.x(0), 1 / whole.us_per_px
    for place, lane in enumerate(lanes):
        ticks: set[tuple[int, int]] = set()
        for item in lane.states_in(first_us, last_us):
            ticks.add((int(origin_x + item.start_us * per_us), max(1, int((item.end_us - item.start_us) * per_us))))
        for track in lane.points.values():
            ticks.update((int(origin_x + item.start_us * per_us), 1) for item in track.between(first_us, last_us))
        top, height = box.top() + 2 + place * row, max(1.0, row - 0.7)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(dimension_mark(lane.number).colour)
        painter.drawRects([QRectF(x, top, width, height) for x, width in ticks])
    for border in borders:
        painter.fillRect(QRectF(whole.x(border), box.top(), 1, box.height()), theme.colour("line_strong"))


def paint_overview_frame(painter: QPainter, box: QRectF, whole: TimeView, shown: tuple[int, int]) -> None:
    """Paint which part of the whole is in view: the rest is dimmed."""
    theme = current()
    left = max(box.left(), box.left() + whole.x(shown[0]))
    right = min(box.right(), box.left() + whole.x(shown[1]))
    shade = theme.colour("raised")
    shade.setAlphaF(0.65)
    painter.fillRect(QRectF(box.left(), box.top() + 1, left - box.left(), box.height()), shade)
    painter.fillRect(QRectF(right, box.top() + 1, box.right() - right, box.height()), shade)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(theme.colour("accent_text"), 1.5))
    painter.setBrush(QBrush(Qt.BrushStyle.NoBrush))
    painter.drawRoundedRect(QRectF(left, box.top() + 1.5, max(6.0, right - left), box.height() - 2.5), 2, 2)
