"""Where things stand on the timeline, from top to bottom: ruler, bands, lanes, overview.

A band is a strip of its own between the ruler and the lanes, such as thumbnails or the waveform. Whoever makes one
hands it to `Timeline.add_band`; the timeline gives it room, paints it into the layer that it keeps, and asks it again
after `Timeline.refresh_bands`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter

from bwc_review.ui.theme.marks import side
from bwc_review.ui.widgets.timeline_lanes import Lane, Placed
from bwc_review.ui.widgets.timeline_view import TimeView

GUTTER = 44
RULER = 24
OVERVIEW = 14
POINT = 9.0
LEAST_LANE, USUAL_LANE, MOST_LANE = 26.0, 36.0, 46.0
_BAND_SHARE = 0.42  # of a lane's height, for its states


class Band(Protocol):
    """A strip between the ruler and the lanes."""

    @property
    def title(self) -> str:
        """Its name, for the tooltip beside it."""
        ...

    @property
    def short_title(self) -> str:
        """A word of at most six letters for the gutter; empty for none."""
        ...

    @property
    def height(self) -> int:
        """Its height in device-independent pixels; 0 while it has nothing to show."""
        ...

    def words(self, us: float) -> str:
        """What the pointer is told at a moment; empty for nothing."""
        ...

    def paint(self, painter: QPainter, geometry: "Geometry", box: QRectF) -> None:
        """Paint the part of it that lies in `box`, ground and all, quickly: it is asked at every zoom step.

        `geometry.x` and `geometry.us` turn moments of the recording into places and back.
        """
        ...


@dataclass(frozen=True, slots=True)
class Geometry:
    """Where everything stands.

    Attributes:
        view: Time to pixels, counted from the end of the gutter.
        width: Width of the widget.
        height: Height of the widget.
        lanes_top: Upper edge of the first lane: under the ruler and the bands.
        lane_height: Height of a lane.
    """

    view: TimeView
    width: int
    height: int
    lanes_top: float
    lane_height: float

    @classmethod
    def of(cls, view: TimeView, width: int, height: int, lane_count: int, bands: Sequence[Band]) -> "Geometry":
        """The geometry of a widget of that size."""
        top = RULER + sum(band.height for band in bands)
        room = (height - top - OVERVIEW - 1) / max(1, lane_count)
        return cls(view, width, height, float(top), max(LEAST_LANE, min(room, MOST_LANE)))

    @property
    def lanes_box(self) -> QRectF:
        """All that lies under the ruler and the bands, above the overview."""
        return QRectF(GUTTER, self.lanes_top, self.width - GUTTER, self.height - OVERVIEW - self.lanes_top)

    @property
    def overview_box(self) -> QRectF:
        """The whole recording in small, at the lower edge."""
        return QRectF(GUTTER, self.height - OVERVIEW, self.width - GUTTER, OVERVIEW)

    def x(self, us: float) -> float:
        """A moment's place in the widget."""
        return GUTTER + self.view.x(us)

    def us(self, x: float) -> float:
        """The microsecond at a place in the widget."""
        return self.view.us(x - GUTTER)

    def top(self, place: int) -> float:
        """Upper edge of a lane."""
        return self.lanes_top + place * self.lane_height

    def middle(self, place: int) -> float:
        """The height of a lane's middle."""
        return self.top(place) + self.lane_height / 2

    def place(self, y: float, lane_count: int) -> int | None:
        """Number of the lane at that height, or None."""
        place = int((y - self.lanes_top) // self.lane_height)
        is_lane = 0 <= place < lane_count and self.lanes_top <= y < self.height - OVERVIEW
        return place if is_lane else None

    def point(self, place: int, item: Placed) -> QPointF:
        """Centre of a point: above, below or on the middle of its lane."""
        shift = side(item.behaviour.valence) * (self.lane_height / 2 - POINT / 2 - 2)
        return QPointF(self.x(item.start_us), self.middle(place) + shift)

    def span(self, place: int, lane: Lane, item: Placed, end_us: float | None = None) -> QRectF:
        """Rectangle of a state; `end_us` for one that is still open."""
        left, right = self.x(item.start_us), self.x(item.end_us if end_us is None else end_us)
        top, height = self.row(place, lane, item.row)
        return QRectF(left, top, max(2.0, right - left), height)

    def row(self, place: int, lane: Lane, row: int) -> tuple[float, float]:
        """Upper edge and height of a row of states."""
        band = self.lane_height * (_BAND_SHARE if lane.has_points or lane.row_count == 1 else 0.8)
        band = max(band, 7.0 * lane.row_count)
        row_height = band / lane.row_count
        return self.middle(place) - band / 2 + row * row_height, max(4.0, row_height - 1)
