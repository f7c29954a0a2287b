"""The common axis of two or more sides: what each covers and what was tagged in it, around the moment they meet at."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QHelpEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from bwc_review.domain.compare import Side
from bwc_review.domain.people import Phase
from bwc_review.domain.rubric import Valence
from bwc_review.domain.time import START, Moment, TimeRange, review_text
from bwc_review.ui.theme import fonts
from bwc_review.ui.theme.apply import current
from bwc_review.ui.theme.marks import PHASE_WORDS, dimension_mark, paint_point, paint_span
from bwc_review.ui.widgets.timeline_view import TimeView

_GUTTER, _RULER, _LANE, _FLAT_LANE, _FOOT = 52, 24, 30, 24, 4
_POINT = 9.0
_REACH = 7.0
_ZOOM = 0.8
_NOTCH = 120


@dataclass(frozen=True, slots=True)
class LaneMark:
    """A tag as a side's lane shows it.

    Attributes:
        name: Name of the behaviour.
        start: Its onset, on the side's own axis.
        end: Its end; None for a point.
        valence: Shape of a point.
        dimension: Place of its dimension in the rubric, from 0: its colour.
    """

    name: str
    start: Moment
    end: Moment | None
    valence: Valence
    dimension: int


@dataclass(frozen=True, slots=True)
class SideLane:
    """A side's lane: how it lies on the axis and what was tagged in it; named by its phase, or by `name`."""

    phase: Phase
    side: Side
    marks: Sequence[LaneMark] = ()
    name: str = ""


class PairTimeline(QWidget):
    """Shows where the sides are; click or drag to go there, double-click a tag to let its side meet the others at it.

    Signals:
        seek_requested: A moment of the axis was clicked.
        scrub_requested: The hand drags over this moment.
        side_clicked: Number of a side whose name was clicked.
        meet_requested: Number of a side, and the moment of its own at which it shall meet the others.
    """

    seek_requested = Signal(object)
    scrub_requested = Signal(object)
    side_clicked = Signal(int)
    meet_requested = Signal(int, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view = TimeView()
        self._lanes: tuple[SideLane, ...] = ()
        self._playhead = START
        self._film: TimeRange | None = None
        self._loop: TimeRange | None = None
        self._is_scrubbing = False
        self._chosen = -1
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMouseTracking(True)
        self.setAccessibleName("The clips on one time line")

    def show_lanes(self, lanes: Sequence[SideLane]) -> None:
        """Show these sides, from top to bottom."""
        self._lanes = tuple(lanes)
        if lanes:
            extents = [lane.side.extent for lane in lanes]
            extent = TimeRange(min(span.start for span in extents), max(span.end for span in extents))
            if extent != self._view.extent:
                self._view.set_extent(extent)
        self.updateGeometry()
        self.update()

    def set_playhead(self, moment: Moment) -> None:
        """This moment is on the screen."""
        self._playhead = moment
        self._view.follow(moment)
        self.setAccessibleDescription(review_text(moment))
        self.update()

    def set_film(self, film: TimeRange | None) -> None:
        """Mark what the film will show."""
        self._film = film
        self.update()

    def set_loop(self, loop: TimeRange | None) -> None:
        """Mark what is played over and over."""
        self._loop = loop
        self.update()

    def set_chosen(self, place: int) -> None:
        """Keys work on this side: its name stands out."""
        self._chosen = place
        self.update()

    @property
    def _lane(self) -> int:
        """Height of a lane: more than two are flatter."""
        return _LANE if len(self._lanes) <= 2 else _FLAT_LANE

    def sizeHint(self) -> QSize:
        return QSize(640, _RULER + max(2, len(self._lanes)) * self._lane + _FOOT)

    def minimumSizeHint(self) -> QSize:
        return QSize(240, self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._view.set_width(self.width() - _GUTTER)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            found = self._mark_at(QPointF(event.pos()))
            words = f"{found[1].name}\n{review_text(found[1].start)}\nDouble-click: meet here" if found else ""
            QToolTip.showText(event.globalPos(), words, self)
            return True
        return super().event(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is not Qt.MouseButton.LeftButton or not self._lanes:
            return
        if event.position().x() < _GUTTER:
            place = int((event.position().y() - _RULER) // self._lane)
            if event.position().y() >= _RULER and place < len(self._lanes):
                self.side_clicked.emit(place)
        else:
            self._is_scrubbing = True
            self.seek_requested.emit(self._moment(event))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._is_scrubbing:
            self.scrub_requested.emit(self._moment(event))
        else:
            is_mark = self._mark_at(event.position()) is not None
            self.setCursor(Qt.CursorShape.PointingHandCursor if is_mark else Qt.CursorShape.ArrowCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._is_scrubbing:
            self._is_scrubbing = False
            self.seek_requested.emit(self._moment(event))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        found = self._mark_at(event.position())
        if found is not None:
            self.meet_requested.emit(found[0], found[1].start)
        elif event.position().y() < _RULER:
            self._view.fit()
            self.update()

    def wheelEvent(self, event: QWheelEvent) -> None:
        across, along = event.angleDelta().x(), event.angleDelta().y()
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier or abs(across) > abs(along):
            self._view.pan(-(across or along) / 2)
        else:
            self._view.zoom(_ZOOM ** (along / _NOTCH), event.position().x() - _GUTTER)
        self.update()
        event.accept()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current()
        painter = QPainter(self)
        painter.fillRect(event.rect(), theme.colour("surface"))
        if not self._lanes:
            return
        painter.setClipRect(QRectF(_GUTTER, 0, self.width() - _GUTTER, self.height()))
        self._paint_ruler(painter)
        for place, lane in enumerate(self._lanes):
            self._paint_lane(painter, place, lane)
        for us, colour, style in (
            (0, "accent", Qt.PenStyle.DashLine),
            (self._playhead.us, "text", Qt.PenStyle.SolidLine),
        ):
            painter.setPen(QPen(theme.colour(colour), 1.5, style))
            x = self._x(us)
            painter.drawLine(QPointF(x, 4 if us else _RULER - 6), QPointF(x, self.height()))
        painter.setClipping(False)
        painter.setFont(fonts.font(theme.small_px))
        for place, lane in enumerate(self._lanes):
            is_chosen = place == self._chosen
            painter.setFont(fonts.tabular(theme.small_px, QFont.Weight.DemiBold if is_chosen else QFont.Weight.Normal))
            painter.setPen(theme.colour("text" if is_chosen else "muted"))
            box = QRectF(0, _RULER + place * self._lane, _GUTTER - 10, self._lane)
            words = lane.name or PHASE_WORDS[lane.phase]
            words = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, round(box.width()))
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, words)

    def _paint_ruler(self, painter: QPainter) -> None:
        theme = current()
        for span, colour in ((self._film, "raised"), (self._loop, "selected")):
            if span is not None:
                left, right = self._x(span.start.us), self._x(span.end.us)
                painter.fillRect(QRectF(left, 0, right - left, _RULER), theme.colour(colour))
        painter.setFont(fonts.tabular(theme.small_px))
        for tick in self._view.ticks():
            x = tick.x + _GUTTER
            painter.setPen(theme.colour("line_strong" if tick.text else "line"))
            painter.drawLine(QPointF(x, _RULER - (7 if tick.text else 4)), QPointF(x, _RULER))
            if tick.text:
                painter.setPen(theme.colour("muted"))
                painter.drawText(QPointF(x + 3, _RULER - 9), tick.text)

    def _paint_lane(self, painter: QPainter, place: int, lane: SideLane) -> None:
        theme, extent = current(), lane.side.extent
        top = _RULER + place * self._lane
        left, right = self._x(extent.start.us), self._x(extent.end.us)
        band = QRectF(left, top + 2, right - left, self._lane - 4)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("raised"))
        painter.drawRoundedRect(band, 4, 4)
        for mark in lane.marks:
            look, start = dimension_mark(mark.dimension), self._x(lane.side.shared(mark.start).us)
            if mark.end is None:
                centre = QPointF(start, top + self._lane / 2)
                paint_point(painter, centre, _POINT, mark.valence, look.colour)
            else:
                end = self._x(lane.side.shared(mark.end).us)
                paint_span(painter, QRectF(start, top + self._lane - 11, max(3.0, end - start), 7), look)

    def _mark_at(self, position: QPointF) -> tuple[int, LaneMark] | None:
        place = int((position.y() - _RULER) // self._lane)
        if position.y() < _RULER or not 0 <= place < len(self._lanes):
            return None
        lane = self._lanes[place]
        near = [
            (abs(self._x(lane.side.shared(mark.start).us) - position.x()), number, mark)
            for number, mark in enumerate(lane.marks)
        ]
        distance, _, mark = min(near, default=(_REACH + 1, 0, None))
        return (place, mark) if mark is not None and distance <= _REACH else None

    def _x(self, us: float) -> float:
        return _GUTTER + self._view.x(us)

    def _moment(self, event: QMouseEvent) -> Moment:
        return self._view.moment(event.position().x() - _GUTTER)
