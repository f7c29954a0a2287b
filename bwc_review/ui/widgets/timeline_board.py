"""What the timeline shows, apart from how: the recording, the tags, what is chosen; and what lies under the pointer."""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF

from bwc_review.domain.clip import FrameTable
from bwc_review.domain.ids import TagId
from bwc_review.domain.rubric import as_words
from bwc_review.domain.time import START, Moment, TimeRange, review_text
from bwc_review.ui.widgets.timeline_drag import Part
from bwc_review.ui.widgets.timeline_geometry import OVERVIEW, Band, Geometry
from bwc_review.ui.widgets.timeline_lanes import Lane, Lanes, Placed
from bwc_review.ui.widgets.timeline_view import TimeView

_REACH = 7.0
_GRIP = 6.0
_WIDE = 22.0  # a state that is not in hand must be so wide to have edges to take hold of
_NO_FRAMES = FrameTable.of((0,), (0,), 1_000_000)


class Hit(NamedTuple):
    """A tag under the pointer, and what of it."""

    item: Placed
    part: Part


class Board:
    """The contents of a timeline.

    Attributes:
        view: Which stretch of time is in view.
        whole: All of it, as wide as the lanes, for the overview.
        lanes: The tags.
        bands: Strips between ruler and lanes.
        frames: The recording's frames.
        borders: Where the next file of a joined recording begins, in microseconds.
        playhead: Start of the frame on the screen.
        chosen: Ids of the tags that are selected.
        current: The one of them that keys act on, or None.
        loop: What is played over and over.
        marks: In and out point.
        is_locked: True if tags cannot be moved.
        is_snapping: True if edges snap to other edges while they are dragged.
    """

    def __init__(self) -> None:
        self.view = TimeView()
        self.whole = TimeView()
        self.lanes = Lanes()
        self.bands: list[Band] = []
        self.frames = _NO_FRAMES
        self.borders: Sequence[int] = ()
        self.playhead: Moment = START
        self.chosen: frozenset[TagId] = frozenset()
        self.current: TagId | None = None
        self.loop: TimeRange | None = None
        self.marks: tuple[int | None, ...] = ()
        self.is_locked = False
        self.is_snapping = True
        self.size: tuple[int, int] = (100, 100)

    @property
    def geometry(self) -> Geometry:
        """Where everything stands."""
        return Geometry.of(self.view, *self.size, len(self.lanes.lanes), self.bands)

    @property
    def framed(self) -> frozenset[TagId]:
        """The selected tags besides the one in hand, which is painted over all others with its handles."""
        return self.chosen - {self.current} if self.current is not None else self.chosen

    def show_recording(self, frames: FrameTable, borders: Sequence[Moment]) -> None:
        """Show another recording."""
        self.frames = frames
        self.borders = tuple(border.us for border in borders)
        self.playhead = frames.range.start
        self.view.set_extent(frames.range)
        self.whole.set_extent(frames.range)

    def band_at(self, y: float) -> Band | None:
        """The band at that height, or None."""
        top = self.geometry.lanes_top
        for band in reversed(self.bands):
            top -= band.height
            if top <= y < top + band.height:
                return band
        return None

    def is_overview(self, position: QPointF) -> bool:
        """True if the whole in small is there."""
        return position.y() >= self.size[1] - OVERVIEW

    def hit(self, position: QPointF) -> Hit | None:
        """The tag at a place; the one in hand keeps its edges before all others."""
        mine = self.lanes.find(self.current)
        if mine is not None and self._is_in_lane(position, mine):
            part = self._edge(position, mine)
            if part is not None:
                return Hit(mine, part)
        item = self.item_at(position)
        if item is None:
            return None
        geometry = self.geometry
        width = geometry.x(item.end_us) - geometry.x(item.start_us)
        part = self._edge(position, item) if item.behaviour.is_state and width >= _WIDE else None
        return Hit(item, part or Part.WHOLE)

    def item_at(self, position: QPointF) -> Placed | None:
        """The tag at a place, or None."""
        geometry = self.geometry
        place = geometry.place(position.y(), len(self.lanes.lanes))
        if place is None:
            return None
        lane = self.lanes.lanes[place]
        us = geometry.us(position.x())
        reach_us = _REACH * self.view.us_per_px
        points = lane.points_in(us - reach_us, us + reach_us)
        if points:
            return min(points, key=lambda item: _distance(geometry.point(place, item), position))
        return self._state_at(geometry, place, lane, position)

    def inside(self, box: QRectF) -> list[TagId]:
        """Ids of the tags that a box touches."""
        geometry = self.geometry
        found: list[TagId] = []
        first_us, last_us = geometry.us(box.left()), geometry.us(box.right())
        for place, lane in enumerate(self.lanes.lanes):
            if box.bottom() < geometry.top(place) or box.top() > geometry.top(place) + geometry.lane_height:
                continue
            points = lane.points_in(first_us, last_us)
            found += [item.tag.id for item in points if _covers(box, geometry.point(place, item).y())]
            states = lane.states_in(first_us, last_us)
            states += [item for item in lane.still_open if item.start_us < first_us <= self.playhead.us]
            for item in states:
                rect = geometry.span(place, lane, item)
                if rect.top() <= box.bottom() and rect.bottom() >= box.top():
                    found.append(item.tag.id)
        return found

    def words(self, position: QPointF) -> str:
        """What the pointer is told: name, times, frame, who, note; or what a lane or band is."""
        item = self.item_at(position)
        if item is not None:
            return self.words_of(item)
        geometry = self.geometry
        place = geometry.place(position.y(), len(self.lanes.lanes))
        if place is not None:
            return self.lanes.lanes[place].title if position.x() < geometry.lanes_box.left() else ""
        band = self.band_at(position.y())
        if band is not None:
            return band.title if position.x() < geometry.lanes_box.left() else band.words(geometry.us(position.x()))
        return "The whole clip: drag to move the view" if self.is_overview(position) else ""

    def words_of(self, item: Placed) -> str:
        """A tag in words."""
        tag = item.tag
        level = "" if tag.level is None else f" {tag.level}"
        choices = [as_words(choice) for _, choice in tag.modifiers] + (["heard only"] if tag.is_heard_only else [])
        first = self.frames.index_at(tag.start)
        if item.behaviour.is_state:
            end = f"{review_text(tag.end)}" if tag.end is not None else "still open"
            times = f"{review_text(tag.start)} to {end}"
            last = f" to {self.frames.index_at(tag.end.shifted(-1)):,}" if tag.end is not None else ""
            frame = f"Frame {first:,}{last}"
        else:
            times, frame = review_text(tag.start), f"Frame {first:,}"
        who = f"{tag.actor} to {tag.target}" if tag.target else tag.actor
        lines = [" · ".join([f"{item.behaviour.name}{level}", *choices]), f"{times}, {who}", frame]
        return "\n".join([*lines, tag.note] if tag.note else lines)

    def _state_at(self, geometry: Geometry, place: int, lane: Lane, position: QPointF) -> Placed | None:
        us = geometry.us(position.x())
        margin_us = 2 * self.view.us_per_px
        near = [item for item in lane.states_in(us - margin_us, us + margin_us) if not item.is_open]
        near += [item for item in lane.still_open if us <= self.playhead.us + margin_us]
        near = [item for item in near if item.start_us - margin_us <= us]
        middle = position.y()
        return min(near, key=lambda item: abs(geometry.span(place, lane, item).center().y() - middle), default=None)

    def _is_in_lane(self, position: QPointF, item: Placed) -> bool:
        return self.geometry.place(position.y(), len(self.lanes.lanes)) == self.lanes.place_of(item)

    def _edge(self, position: QPointF, item: Placed) -> Part | None:
        if not item.behaviour.is_state or self.is_locked:
            return None
        geometry, x = self.geometry, position.x()
        to_start, to_end = abs(x - geometry.x(item.start_us)), abs(x - geometry.x(item.end_us))
        if not item.is_open and to_end <= _GRIP and to_end <= to_start:
            return Part.END
        return Part.ONSET if to_start <= _GRIP else None


def _distance(one: QPointF, other: QPointF) -> float:
    return abs(one.x() - other.x()) + abs(one.y() - other.y())


def _covers(box: QRectF, y: float) -> bool:
    return box.top() - 4 <= y <= box.bottom() + 4
