"""The timeline under the picture: lanes of tags, ruler, playhead; seek, select, zoom, and move the edges of tags."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QHelpEvent, QMouseEvent, QPainter, QPaintEvent, QPixmap, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from bwc_review.domain.ids import TagId
from bwc_review.domain.rubric import Rubric
from bwc_review.domain.tag import Tag
from bwc_review.domain.time import START, Moment, TimeRange, review_text
from bwc_review.ui.theme.apply import current
from bwc_review.ui.widgets.timeline_drag import EdgeDrag, edge_under
from bwc_review.ui.widgets.timeline_lanes import Lane, Lanes, Placed
from bwc_review.ui.widgets.timeline_paint import (
    GUTTER,
    POINT,
    RULER,
    Geometry,
    LanePainter,
    paint_gutter,
    paint_playhead,
    paint_ruler,
)
from bwc_review.ui.widgets.timeline_view import TimeView

_LEAST_LANE, _USUAL_LANE, _MOST_LANE = 26.0, 36.0, 46.0
_WHEEL_FACTOR = 0.8
_REACH = 7.0
_NOTCH = 120


class Timeline(QWidget):
    """Shows one review's tags under one recording.

    Signals:
        seek_requested: A moment was clicked.
        scrub_requested: The hand drags over this moment.
        tag_clicked: Id of a tag that was clicked.
        span_changed: A tag, and the same tag with the edge where the hand let it go.
    """

    seek_requested = Signal(object)
    scrub_requested = Signal(object)
    tag_clicked = Signal(object)
    span_changed = Signal(object, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.view = TimeView()
        self._lanes = Lanes()
        self._painter = LanePainter()
        self._kept: QPixmap | None = None
        self._playhead = START
        self._selected: TagId | None = None
        self._loop: TimeRange | None = None
        self._marks: tuple[int | None, ...] = ()
        self._drag: EdgeDrag | None = None
        self._is_scrubbing = False
        self._snap: Callable[[Moment], Moment] = lambda moment: moment
        self._is_locked = False
        self.setMouseTracking(True)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.setAccessibleName("Timeline")

    def show_recording(self, extent: TimeRange, snap: Callable[[Moment], Moment]) -> None:
        """Show another recording.

        Args:
            extent: From its start to its end.
            snap: Gives the start of the frame at a moment.
        """
        self._snap = snap
        self._playhead = extent.start
        self.view.set_extent(extent)
        self._refresh()

    def show_review(self, rubric: Rubric | None, behaviour_ids: Iterable[str], tags: Iterable[Tag]) -> None:
        """Show a review's tags, in lanes by the dimensions of these behaviours."""
        self._selected = None
        self._lanes.show(rubric, behaviour_ids, tags)
        self.updateGeometry()
        self._refresh()

    def change_tags(self, changes: Sequence[tuple[Tag | None, Tag | None]]) -> None:
        """Show changes, as pairs of before and after; only what they touch is painted anew."""
        spans: list[tuple[int, int]] = []
        for before, after in changes:
            if after is not None and not self._lanes.has_lane_for(after):
                self._lanes.change(before, None)
                self._lanes.show(self._lanes.rubric, self._lanes.behaviour_ids, [*self._lanes.tags, after])
                self.updateGeometry()
                self._refresh()
                return
            spans += self._lanes.change(before, after)
        self._refresh(spans)

    def set_playhead(self, moment: Moment) -> None:
        """The frame that starts there is on the screen."""
        before, self._playhead = self._playhead, moment
        if not self._is_scrubbing and self.view.follow(moment):
            self._refresh()
            return
        if self._lanes.open_states:
            self.update()
            return
        for at in (before, moment):
            x = round(self._geometry().x(at.us))
            self.update(QRect(x - 7, 0, 14, self.height()))

    def select(self, tag_id: TagId | None) -> None:
        """Mark a tag, and bring it into view."""
        self._selected = tag_id
        item = self._lanes.find(tag_id)
        if item is not None and self.view.follow(Moment(item.start_us)):
            self._refresh()
        self.update()

    def set_loop(self, loop: TimeRange | None) -> None:
        """Mark the range that is played over and over."""
        self._loop = loop
        self.update()

    def set_marks(self, *marks: Moment | None) -> None:
        """Mark the in and the out point."""
        self._marks = tuple(mark.us if mark is not None else None for mark in marks)
        self.update()

    def set_locked(self, *, is_locked: bool) -> None:
        """Let nobody move edges."""
        self._is_locked = is_locked

    def zoom(self, factor: float, at_x: float | None = None) -> None:
        """See less (factor below 1) or more, around a place or the playhead."""
        place = self.view.x(self._playhead.us) if at_x is None else at_x - GUTTER
        self.view.zoom(factor, place)
        self._refresh()

    def fit(self) -> None:
        """See all of it."""
        self.view.fit()
        self._refresh()

    def sizeHint(self) -> QSize:
        lanes = max(1, len(self._lanes.lanes))
        return QSize(800, RULER + round(lanes * _USUAL_LANE) + 2)

    def minimumSizeHint(self) -> QSize:
        return QSize(240, RULER + round(max(1, len(self._lanes.lanes)) * _LEAST_LANE) + 2)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.view.set_width(self.width() - GUTTER)
        self._refresh()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.DevicePixelRatioChange):
            self._refresh()

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            item = self._item_at(QPointF(event.pos()))
            QToolTip.showText(event.globalPos(), self._words(item, event.pos().x(), event.pos().y()), self)
            return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        geometry = self._geometry()
        if self._kept is None:
            self._kept = self._fresh()
        painter = QPainter(self)
        painter.setClipRect(event.rect())
        painter.drawPixmap(0, 0, self._kept)
        painter.setClipRect(QRectF(GUTTER, RULER, self.width() - GUTTER, self.height() - RULER))
        for item in self._lanes.open_states:
            place = self._lanes.place_of(item)
            until = self._playhead.us
            self._painter.paint_open(painter, geometry, place, self._lanes.lanes[place], item, until)
        self._paint_chosen(painter, geometry)
        painter.setClipRect(event.rect())
        loop = (self._loop.start.us, self._loop.end.us) if self._loop else None
        paint_ruler(painter, geometry, loop, self._marks)
        x = geometry.x(self._playhead.us)
        if x >= GUTTER - 1:
            paint_playhead(painter, x, self.height())
        if self.hasFocus():
            painter.setPen(current().colour("focus"))
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))

    def wheelEvent(self, event: QWheelEvent) -> None:
        across, along = event.angleDelta().x(), event.angleDelta().y()
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier or abs(across) > abs(along):
            self.view.pan(-(across or along) / 2)
        else:
            self.view.zoom(_WHEEL_FACTOR ** (along / _NOTCH), event.position().x() - GUTTER)
        self._refresh()
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is not Qt.MouseButton.LeftButton or event.position().x() < GUTTER:
            return
        self._drag = self._edge_at(event.position())
        if self._drag is not None:
            return
        item = self._item_at(event.position()) if event.position().y() > RULER else None
        if item is not None:
            self.tag_clicked.emit(item.tag.id)
            return
        self._is_scrubbing = True
        self.seek_requested.emit(self.view.moment(event.position().x() - GUTTER))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        moment = self.view.moment(event.position().x() - GUTTER)
        if self._drag is not None:
            self._drag.move_to(self._snap(moment))
            self.scrub_requested.emit(self._drag.edge)
            self.update()
        elif self._is_scrubbing:
            self._playhead = self._snap(moment)
            self.scrub_requested.emit(moment)
            self.update()
        else:
            is_edge = self._edge_at(event.position()) is not None
            self.setCursor(Qt.CursorShape.SizeHorCursor if is_edge else Qt.CursorShape.ArrowCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        drag, self._drag = self._drag, None
        if drag is not None and drag.changed != drag.tag:
            self.span_changed.emit(drag.tag, drag.changed)
        elif self._is_scrubbing:
            self._is_scrubbing = False
            self.seek_requested.emit(self.view.moment(event.position().x() - GUTTER))
        self.update()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if event.position().y() < RULER:
            self.fit()
        else:
            self.mousePressEvent(event)

    def _paint_chosen(self, painter: QPainter, geometry: Geometry) -> None:
        item = self._lanes.find(self._selected)
        if item is None:
            return
        place = self._lanes.place_of(item)
        if self._drag is not None:
            end = self._drag.changed.end or self._drag.changed.start
            item = replace(item, start_us=self._drag.changed.start.us, end_us=end.us)
        lane = self._lanes.lanes[place]
        self._painter.paint_selected(painter, geometry, place, lane, item, self._playhead.us)

    def _geometry(self) -> Geometry:
        room = (self.height() - RULER - 1) / max(1, len(self._lanes.lanes))
        return Geometry(self.view, max(_LEAST_LANE, min(room, _MOST_LANE)), self.width())

    def _refresh(self, spans: Sequence[tuple[int, int]] | None = None) -> None:
        """Paint the lanes anew, or only these spans of time."""
        if spans is None or self._kept is None:
            self._kept = None
        else:
            geometry = self._geometry()
            painter = QPainter(self._kept)
            for start_us, end_us in spans:
                left = max(float(GUTTER), geometry.x(start_us) - POINT)
                right = min(float(self.width()), geometry.x(end_us) + POINT)
                if right > left:
                    painter.setClipRect(QRectF(left, RULER, right - left, self.height() - RULER))
                    self._painter.paint_lanes(painter, geometry, self._lanes.lanes, left, right)
            painter.end()
        self.update()

    def _fresh(self) -> QPixmap:
        ratio = self.devicePixelRatioF()
        kept = QPixmap(round(self.width() * ratio), round(self.height() * ratio))
        kept.setDevicePixelRatio(ratio)
        kept.fill(current().colour("surface"))
        geometry = self._geometry()
        painter = QPainter(kept)
        painter.setClipRect(QRectF(GUTTER, RULER, self.width() - GUTTER, self.height() - RULER))
        self._painter.paint_lanes(painter, geometry, self._lanes.lanes, float(GUTTER), float(self.width()))
        painter.setClipping(False)
        paint_gutter(painter, geometry, self._lanes.lanes, self.height())
        painter.end()
        return kept

    def _edge_at(self, position: QPointF) -> EdgeDrag | None:
        item = self._lanes.find(self._selected)
        if item is None or self._is_locked or position.y() < RULER:
            return None
        geometry, place = self._geometry(), self._lanes.place_of(item)
        top = geometry.top(place)
        if not top <= position.y() <= top + geometry.lane_height:
            return None
        return edge_under(item.tag, position.x(), geometry.x(item.start_us), geometry.x(item.end_us), self._step)

    def _step(self, moment: Moment, is_later: bool) -> Moment:
        """The nearest frame start after, or before, the frame at `moment`."""
        if not is_later:
            return self._snap(moment.shifted(-1))
        after = moment.shifted(1)
        while self._snap(after) <= moment and after < self.view.extent.end:
            after = after.shifted(1000)
        return min(self._snap(after), self.view.extent.end)

    def _item_at(self, position: QPointF) -> Placed | None:
        geometry = self._geometry()
        place = int((position.y() - RULER) // geometry.lane_height)
        if not 0 <= place < len(self._lanes.lanes) or position.y() < RULER:
            return None
        lane = self._lanes.lanes[place]
        us = self.view.us(position.x() - GUTTER)
        reach_us = _REACH * self.view.us_per_px
        points = lane.points_in(us - reach_us, us + reach_us)
        if points:
            return min(points, key=lambda item: _distance(geometry.point(place, item), position))
        return self._state_at(geometry, place, lane, position)

    def _state_at(self, geometry: Geometry, place: int, lane: Lane, position: QPointF) -> Placed | None:
        us = self.view.us(position.x() - GUTTER)
        margin_us = 2 * self.view.us_per_px
        near = lane.states_in(us - margin_us, us + margin_us)
        near += [item for item in lane.still_open if us <= self._playhead.us]
        near = [item for item in near if item.start_us - margin_us <= us]
        middle = position.y()
        return min(near, key=lambda item: abs(geometry.span(place, lane, item).center().y() - middle), default=None)

    def _words(self, item: Placed | None, x: float, y: float) -> str:
        if item is None:
            place = int((y - RULER) // self._geometry().lane_height)
            if x < GUTTER and y > RULER and 0 <= place < len(self._lanes.lanes):
                return self._lanes.lanes[place].title
            return ""
        tag = item.tag
        times = review_text(tag.start) if tag.end is None else f"{review_text(tag.start)} to {review_text(tag.end)}"
        lines = [item.behaviour.name, f"{times}, {tag.actor}"]
        return "\n".join([*lines, tag.note] if tag.note else lines)


def _distance(one: QPointF, other: QPointF) -> float:
    return abs(one.x() - other.x()) + abs(one.y() - other.y())
