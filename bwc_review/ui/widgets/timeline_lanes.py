"""The tags of a review laid out in lanes: where each is, which are in view, which is under the pointer."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from bwc_review.domain.ids import TagId
from bwc_review.domain.rubric import Behaviour, Rubric, Valence
from bwc_review.domain.tag import Tag

NOT_CODABLE = "cod."  # behaviours whose id starts so mark what cannot be coded
MOST_ROWS = 3
_FOREVER_US = 1 << 62
Span = tuple[int, int]


class Placed(NamedTuple):
    """A tag in its lane: a tuple, as thousands are made when a review is opened.

    Attributes:
        start_us: Onset.
        end_us: End; the onset for points and for states that are still open.
        tag: The tag.
        behaviour: Its behaviour.
        is_open: True for a state without an end.
        row: Row within the lane, so that states that overlap do not cover each other.
    """

    start_us: int
    end_us: int
    tag: Tag
    behaviour: Behaviour
    is_open: bool
    row: int = 0

    @property
    def is_not_codable(self) -> bool:
        """True if it marks a stretch that cannot be coded."""
        return self.behaviour.id.startswith(NOT_CODABLE)

    @property
    def order(self) -> tuple[int, int]:
        """By onset; the id decides between equal ones."""
        return self.start_us, self.tag.id.int


class Track:
    """Tags by onset, found by binary search.

    Attributes:
        items: The tags.
        starts: Their onsets.
    """

    def __init__(self) -> None:
        self.items: list[Placed] = []
        self.starts: list[int] = []

    def fill(self, items: Iterable[Placed]) -> None:
        """Hold these."""
        self.items = sorted(items, key=lambda item: item.order)
        self.starts = [item.start_us for item in self.items]

    def add(self, item: Placed) -> None:
        """Put one in."""
        place = self._place(item)
        self.items.insert(place, item)
        self.starts.insert(place, item.start_us)

    def remove(self, item: Placed) -> None:
        """Take one out."""
        place = self._place(item)
        del self.items[place], self.starts[place]

    def between(self, first_us: float, last_us: float) -> list[Placed]:
        """Those whose onset lies in that span, its ends included."""
        return self.items[bisect_left(self.starts, first_us) : bisect_right(self.starts, last_us)]

    def _place(self, item: Placed) -> int:
        place = bisect_left(self.starts, item.start_us)
        while place < len(self.items) and self.items[place].order < item.order:
            place += 1
        return place


class Lane:
    """One dimension's tags: points by valence, and states in rows.

    Attributes:
        number: Place of the dimension in the rubric, from 0.
        id: Its short name.
        title: Its name.
        points: Points of each valence by onset.
        states: States by onset.
        still_open: Those of them without an end.
        row_count: Rows that the states need.
        longest_us: Length of the longest state that there has been.
        has_not_codable: True if there has been a stretch that cannot be coded.
    """

    def __init__(self, number: int, dimension_id: str, title: str) -> None:
        self.number = number
        self.id = dimension_id
        self.title = title
        self.points = {valence: Track() for valence in Valence}
        self.states = Track()
        self.still_open: list[Placed] = []
        self.row_count = 1
        self.longest_us = 0
        self.has_not_codable = False
        self._row_sizes = [0] * MOST_ROWS

    @property
    def has_points(self) -> bool:
        """True if it holds a point."""
        return any(track.items for track in self.points.values())

    def track(self, behaviour: Behaviour) -> Track:
        """Where tags of a behaviour go."""
        return self.states if behaviour.is_state else self.points[behaviour.valence]

    def points_in(self, first_us: float, last_us: float) -> list[Placed]:
        """Points whose onset lies in that span."""
        return [item for track in self.points.values() for item in track.between(first_us, last_us)]

    def states_in(self, first_us: float, last_us: float) -> list[Placed]:
        """States that touch that span; open ones only by their onset."""
        found = self.states.between(first_us - self.longest_us, last_us)
        return [item for item in found if item.end_us >= first_us]

    def arrange(self, from_us: int = -_FOREVER_US, until_us: int = _FOREVER_US) -> list[Placed]:
        """Give each state the first row that is free at its onset, within what a change can reach.

        Args:
            from_us: The earliest onset that changed.
            until_us: Up to here something changed: later states look at nothing that did.

        Returns:
            The states whose row is another one now.
        """
        items = self.states.items
        first = bisect_left(self.states.starts, from_us)
        ends = self._ends_before(first, from_us)
        moved: list[Placed] = []
        for place in range(first, len(items)):
            item = items[place]
            if item.start_us >= until_us:
                break
            row = 0
            while row < MOST_ROWS - 1 and ends[row] > item.start_us:
                row += 1
            end_us = _FOREVER_US if item.is_open else item.end_us
            ends[row] = max(ends[row], end_us)
            if row != item.row:
                until_us = max(until_us, end_us)
                items[place] = item._replace(row=row)
                self._row_sizes[item.row] -= 1
                self._row_sizes[row] += 1
                moved.append(items[place])
        return moved

    def count(self) -> None:
        """Look anew at how many rows there are, and at which states are open and how long they are."""
        sizes = [0] * MOST_ROWS
        for item in self.states.items:
            sizes[item.row] += 1
            self.longest_us = max(self.longest_us, item.end_us - item.start_us)
            self.has_not_codable |= item.is_not_codable
        self._row_sizes = sizes
        self.still_open = [item for item in self.states.items if item.is_open]
        self._count_rows()

    def settle(self, changed: Placed, by: int) -> list[Placed]:
        """A state was put in (`by` 1) or taken out (-1): arrange what that reaches; those that moved."""
        self._row_sizes[changed.row] += by
        self.longest_us = max(self.longest_us, changed.end_us - changed.start_us)
        self.has_not_codable |= changed.is_not_codable
        if changed.is_open:
            self.still_open = [item for item in self.still_open if item.tag.id != changed.tag.id]
            self.still_open += [changed] if by > 0 else []
        until_us = _FOREVER_US if changed.is_open else max(changed.end_us, changed.start_us + 1)
        moved = self.arrange(changed.start_us, until_us)
        rows = {item.tag.id: item for item in moved if item.is_open}
        self.still_open = [rows.get(item.tag.id, item) for item in self.still_open]
        self._count_rows()
        return moved

    def _count_rows(self) -> None:
        self.row_count = max((row + 1 for row, size in enumerate(self._row_sizes) if size), default=1)

    def _ends_before(self, first: int, from_us: int) -> list[int]:
        ends = [0] * MOST_ROWS
        begin = bisect_left(self.states.starts, from_us - self.longest_us)
        for item in self.states.items[begin:first]:
            ends[item.row] = max(ends[item.row], item.end_us)
        for item in self.still_open:
            if item.start_us < from_us:
                ends[item.row] = _FOREVER_US
        return ends


class Lanes:
    """All lanes of a review.

    Attributes:
        rubric: The review's rubric, or None without a review.
        behaviour_ids: Behaviours that it uses.
        lanes: From top to bottom.
    """

    def __init__(self) -> None:
        self.rubric: Rubric | None = None
        self.behaviour_ids: tuple[str, ...] = ()
        self._lane_of: dict[str, int] = {}
        self._tags: dict[TagId, Placed] = {}
        self.lanes: list[Lane] = []

    def show(self, rubric: Rubric | None, behaviour_ids: Iterable[str], tags: Iterable[Tag]) -> None:
        """Lay out a review; lanes are the dimensions of the behaviours that it uses."""
        self.rubric, self.behaviour_ids = rubric, tuple(behaviour_ids)
        self._tags.clear()
        self.lanes = []
        if rubric is None:
            return
        placed = [_placed(rubric, tag) for tag in tags]
        used = {rubric.behaviour(item).dimension for item in self.behaviour_ids}
        used.update(item.behaviour.dimension for item in placed)
        for number, dimension in enumerate(rubric.dimensions):
            if dimension.id in used:
                self.lanes.append(Lane(number, dimension.id, dimension.name))
        self._lane_of = {lane.id: place for place, lane in enumerate(self.lanes)}
        piles: dict[tuple[str, Valence | None], list[Placed]] = {}
        for item in placed:
            behaviour = item.behaviour
            pile = behaviour.dimension, None if behaviour.is_state else behaviour.valence
            piles.setdefault(pile, []).append(item)
        for pile in piles.values():
            behaviour = pile[0].behaviour
            self.lanes[self._lane_of[behaviour.dimension]].track(behaviour).fill(pile)
        self._tags.update((item.tag.id, item) for item in placed)
        for lane in self.lanes:
            self._tags.update((item.tag.id, item) for item in lane.arrange())
            lane.count()

    def change(self, before: Tag | None, after: Tag | None) -> list[Span]:
        """Put a tag in, take it out, or change it; the spans of time that look different now."""
        spans: list[Span] = []
        if before is not None and before.id in self._tags:
            spans += self._settle(self._tags.pop(before.id), is_in=False)
        if after is not None and self.rubric is not None:
            new = _placed(self.rubric, after)
            self._tags[after.id] = new
            spans += self._settle(new, is_in=True)
        return spans

    def _settle(self, changed: Placed, *, is_in: bool) -> list[Span]:
        """Put one in or take it out, and arrange its lane; the spans that look different now."""
        lane = self.lanes[self.place_of(changed)]
        track, shape = lane.track(changed.behaviour), (lane.row_count, lane.has_points)
        spans = [(changed.start_us, changed.end_us)]
        if is_in:
            track.add(changed)
        else:
            track.remove(changed)
        if changed.behaviour.is_state:
            moved = lane.settle(changed, 1 if is_in else -1)
            self._tags.update((item.tag.id, item) for item in moved)
            spans += [(item.start_us, item.end_us) for item in moved]
        return spans if shape == (lane.row_count, lane.has_points) else [(-_FOREVER_US, _FOREVER_US)]

    def has_lane_for(self, tag: Tag) -> bool:
        """True if there is a lane of the tag's dimension."""
        return self.rubric is not None and self.rubric.behaviour(tag.behaviour_id).dimension in self._lane_of

    @property
    def tags(self) -> list[Tag]:
        """All tags, in no order."""
        return [item.tag for item in self._tags.values()]

    def find(self, tag_id: TagId | None) -> Placed | None:
        """A tag by its id."""
        return self._tags.get(tag_id) if tag_id is not None else None

    def place_of(self, item: Placed) -> int:
        """Number of the lane that a tag is in, from the top."""
        return self._lane_of[item.behaviour.dimension]

    def placed_in(self, first_us: float, last_us: float) -> Iterator[Placed]:
        """Points in a span and states that touch it, lane by lane."""
        for lane in self.lanes:
            yield from lane.points_in(first_us, last_us)
            yield from lane.states_in(first_us, last_us)

    @property
    def open_states(self) -> list[Placed]:
        """States without an end."""
        return [item for lane in self.lanes for item in lane.still_open]

    def __len__(self) -> int:
        return len(self._tags)


def _placed(rubric: Rubric, tag: Tag) -> Placed:
    start_us = tag.start.us
    behaviour = rubric.behaviour(tag.behaviour_id)
    is_open = tag.end is None and behaviour.is_state
    return Placed(start_us, start_us if tag.end is None else tag.end.us, tag, behaviour, is_open)
