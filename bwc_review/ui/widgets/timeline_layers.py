"""The layers of the timeline: a picture that is kept of what changes seldom, and what is painted over it each time."""

from collections.abc import Sequence
from math import ceil, floor

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPixmap

from bwc_review.domain.time import review_text
from bwc_review.ui.theme.apply import current
from bwc_review.ui.widgets.timeline_board import Board
from bwc_review.ui.widgets.timeline_chrome import (
    paint_borders,
    paint_frames,
    paint_guide,
    paint_gutter,
    paint_overview,
    paint_overview_frame,
    paint_playhead,
    paint_range,
    paint_rubber,
    paint_ruler,
    paint_speech,
)
from bwc_review.ui.widgets.timeline_drag import Part, TagDrag
from bwc_review.ui.widgets.timeline_geometry import GUTTER, OVERVIEW, POINT, RULER, Geometry
from bwc_review.ui.widgets.timeline_hand import Hand
from bwc_review.ui.widgets.timeline_lanes import Placed
from bwc_review.ui.widgets.timeline_paint import LanePainter

_MOST_SPANS = 40  # more than this are painted all at once
_MOST_GHOSTS = 300


class Layers:
    """Paints a board."""

    def __init__(self, board: Board) -> None:
        self._board = board
        self._painter = LanePainter()
        self._kept: QPixmap | None = None
        self._overview: QPixmap | None = None

    def forget(self) -> None:
        """Paint ruler, bands and lanes anew next time."""
        self._kept = None

    def forget_overview(self) -> None:
        """Paint the overview anew next time."""
        self._overview = None

    def repaint(self, spans: Sequence[tuple[int, int]]) -> None:
        """Paint these spans of time anew in the layer that is kept."""
        if self._kept is None:
            return
        if len(spans) > _MOST_SPANS:
            self._kept = None
            return
        geometry = self._board.geometry
        painter = QPainter(self._kept)
        for start_us, end_us in spans:
            left = max(float(GUTTER), floor(max(0.0, geometry.x(start_us) - POINT)))
            right = min(float(geometry.width), ceil(min(geometry.x(end_us) + POINT, geometry.width)))
            if right > left:
                self._paint_lanes(painter, geometry, left, right)
        painter.end()

    def repaint_overview(self, spans: Sequence[tuple[int, int]]) -> None:
        """Paint these spans of time anew in the overview."""
        if self._overview is None:
            return
        if len(spans) > _MOST_SPANS:
            self._overview = None
            return
        board, width = self._board, self._board.geometry.overview_box.width()
        painter = QPainter(self._overview)
        for start_us, end_us in spans:
            left = floor(max(0.0, board.whole.x(start_us) - 2))
            right = ceil(min(width, board.whole.x(end_us) + 3))
            if right > left:
                box = QRectF(left, 0, right - left, OVERVIEW)
                painter.setClipRect(box)
                paint_overview(painter, box, board.whole, board.lanes.lanes, board.borders)
        painter.end()

    def paint(self, painter: QPainter, box: QRectF, ratio: float, hand: Hand, *, has_focus: bool) -> None:
        """Paint what lies in a box of the widget."""
        board, geometry = self._board, self._board.geometry
        if self._kept is None:
            self._kept = self._fresh(geometry, ratio)
        painter.setClipRect(box)
        painter.drawPixmap(0, 0, self._kept)
        self._paint_overview(painter, box, geometry, ratio)
        painter.setClipRect(box.intersected(geometry.lanes_box))
        self._paint_open(painter, geometry)
        self._paint_held(painter, geometry, hand.drag)
        painter.setClipRect(box)
        loop = (board.loop.start.us, board.loop.end.us) if board.loop else None
        paint_range(painter, geometry, loop, board.marks)
        x = geometry.x(board.playhead.us)
        if x >= GUTTER - 1:
            paint_playhead(painter, geometry, x)
        if hand.rubber is not None:
            painter.setClipRect(geometry.lanes_box)
            paint_rubber(painter, hand.rubber)
            painter.setClipRect(box)
        if hand.drag is not None:
            if hand.drag.guide_us is not None:
                paint_guide(painter, geometry, hand.drag.guide_us)
            paint_speech(painter, geometry, hand.pointer.x(), hand.pointer.y(), _speech(hand.drag, board))
        if has_focus:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(current().colour("focus"))
            painter.drawRect(QRectF(0.5, 0.5, geometry.width - 1, geometry.height - 1))

    def _fresh(self, geometry: Geometry, ratio: float) -> QPixmap:
        board = self._board
        kept = _blank(QSize(geometry.width, geometry.height), ratio)
        painter = QPainter(kept)
        paint_gutter(painter, geometry, board.lanes.lanes, board.bands)
        paint_ruler(painter, geometry, board.borders)
        paint_frames(painter, geometry, board.frames)
        top = float(RULER)
        for band in board.bands:
            box = QRectF(GUTTER, top, geometry.width - GUTTER, band.height)
            painter.save()
            painter.setClipRect(box)
            band.paint(painter, geometry, box)
            painter.restore()
            top += band.height
        self._paint_lanes(painter, geometry, float(GUTTER), float(geometry.width))
        painter.end()
        return kept

    def _paint_lanes(self, painter: QPainter, geometry: Geometry, left: float, right: float) -> None:
        board, lanes = self._board, geometry.lanes_box
        box = QRectF(left, lanes.top(), right - left, lanes.height())
        painter.setClipRect(box)
        painter.fillRect(box, current().colour("surface"))
        self._painter.paint_lanes(painter, geometry, board.lanes.lanes, board.framed, left, right)
        paint_borders(painter, geometry, board.borders, left, right)
        painter.setClipping(False)

    def _paint_overview(self, painter: QPainter, box: QRectF, geometry: Geometry, ratio: float) -> None:
        board, place = self._board, geometry.overview_box
        if not box.intersects(place):
            return
        if self._overview is None:
            self._overview = _blank(QSize(max(1, geometry.width - GUTTER), OVERVIEW), ratio)
            brush = QPainter(self._overview)
            room = QRectF(0, 0, place.width(), place.height())
            paint_overview(brush, room, board.whole, board.lanes.lanes, board.borders)
            brush.end()
        painter.drawPixmap(place.topLeft(), self._overview)
        if not board.view.is_fitted:
            paint_overview_frame(painter, place, board.whole, board.view.shown)
        x = place.left() + board.whole.x(board.playhead.us)
        painter.fillRect(QRectF(x - 0.5, place.top(), 1.5, place.height()), current().colour("text"))

    def _paint_open(self, painter: QPainter, geometry: Geometry) -> None:
        board = self._board
        for item in board.lanes.open_states:
            place = board.lanes.place_of(item)
            self._painter.paint_open(painter, geometry, place, board.lanes.lanes[place], item, board.playhead.us)

    def _paint_held(self, painter: QPainter, geometry: Geometry, drag: TagDrag | None) -> None:
        """The tag in hand with its handles; while it is dragged, all that move along where they would be."""
        board = self._board
        mine = board.lanes.find(board.current)
        if drag is None:
            if mine is not None:
                self._paint_current(painter, geometry, mine)
            return
        if drag.part is Part.WHOLE:
            first_us, last_us = board.view.shown
            ghosts = [board.lanes.find(tag.id) for tag in drag.tags if tag.id != drag.held.id]
            moved = [_shifted(item, drag.by_us) for item in ghosts if item is not None]
            seen = [item for item in moved if item.start_us <= last_us and item.end_us >= first_us]
            for item in seen[:_MOST_GHOSTS]:
                self._paint_current(painter, geometry, item)
        held = board.lanes.find(drag.held.id)
        if held is not None:
            now = drag.held_now
            end_us = now.end.us if now.end is not None else now.start.us
            self._paint_current(painter, geometry, held._replace(start_us=now.start.us, end_us=end_us))

    def _paint_current(self, painter: QPainter, geometry: Geometry, item: Placed) -> None:
        place = self._board.lanes.place_of(item)
        lane, until = self._board.lanes.lanes[place], self._board.playhead.us
        self._painter.paint_current(painter, geometry, place, lane, item, until)


def _shifted(item: Placed, by_us: int) -> Placed:
    return item._replace(start_us=item.start_us + by_us, end_us=item.end_us + by_us)


def _blank(size: QSize, ratio: float) -> QPixmap:
    made = QPixmap(round(size.width() * ratio), round(size.height() * ratio))
    made.setDevicePixelRatio(ratio)
    made.fill(current().colour("surface"))
    return made


def _speech(drag: TagDrag, board: Board) -> str:
    now = drag.held_now
    edge = now.end if drag.part is Part.END and now.end is not None else now.start
    parts = [review_text(edge), f"frame {board.frames.index_at(drag.edge):,}", f"{drag.moved_frames:+d}"]
    return "  ".join(parts)
