"""The tags of a review laid out in lanes: where each is, which are in view, which is under the pointer."""

from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from bwc_review.domain.ids import TagId
from bwc_review.domain.rubric import Behaviour, Rubric
from bwc_review.domain.tag import Tag

NOT_CODABLE = "cod."  # behaviours whose id starts so mark what cannot be coded
MOST_ROWS = 3
_FOREVER_US = 1 << 62


@dataclass(frozen=True, slots=True)
class Placed:
    """A tag in its lane.

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


@dataclass(slots=True)
class Lane:
    """One dimension's tags, points and states apart, by onset.

    Attributes:
        number: Place of the dimension in the rubric, from 0.
        id: Its short name.
        title: Its name.
        points: Points by onset.
        states: States by onset.
        still_open: Those of them without an end.
        row_count: Rows that the states need.
        longest_us: Length of the longest state.
    """

    number: int
    id: str
    title: str
    points: list[Placed]
    states: list[Placed]
    still_open: list[Placed] = field(default_factory=list[Placed])
    row_count: int = 1
    longest_us: int = 0

    def arrange(self) -> list[Placed]:
        """Give each state the first row that is free at its onset; those whose row is another one now."""
        ends: list[int] = []
        moved: list[Placed] = []
        longest_us = 0
        for place, item in enumerate(self.states):
            row = 0
            while row < len(ends) and ends[row] > item.start_us:
                row += 1
            row = min(row, MOST_ROWS - 1)
            ends[row : row + 1] = [_FOREVER_US if item.is_open else item.end_us]
            if row != item.row:
                self.states[place] = replace(item, row=row)
                moved.append(self.states[place])
            longest_us = max(longest_us, item.end_us - item.start_us)
        self.longest_us = longest_us
        self.row_count = max(1, len(ends))
        self.still_open = [item for item in self.states if item.is_open]
        return moved

    def points_in(self, first_us: float, last_us: float) -> Sequence[Placed]:
        """Points whose onset lies in that span."""
        begin = bisect_left(self.points, first_us, key=lambda item: item.start_us)
        return self.points[begin : bisect_right(self.points, last_us, key=lambda item: item.start_us)]

    def states_in(self, first_us: float, last_us: float) -> list[Placed]:
        """States that touch that span; open ones only by their onset."""
        begin = bisect_left(self.states, first_us - self.longest_us, key=lambda item: item.start_us)
        end = bisect_right(self.states, last_us, key=lambda item: item.start_us)
        return [item for item in self.states[begin:end] if item.end_us >= first_us]


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
        tags = list(tags)
        used = {rubric.behaviour(item).dimension for item in (*self.behaviour_ids, *(tag.behaviour_id for tag in tags))}
        for number, dimension in enumerate(rubric.dimensions):
            if dimension.id in used:
                self.lanes.append(Lane(number, dimension.id, dimension.name, [], []))
        self._lane_of = {lane.id: place for place, lane in enumerate(self.lanes)}
        for tag in tags:
            self._tags[tag.id] = placed = self._placed(rubric, tag)
            self._list(placed).append(placed)
        for lane in self.lanes:
            lane.points.sort(key=lambda item: item.order)
            lane.states.sort(key=lambda item: item.order)
            self._tags.update((item.tag.id, item) for item in lane.arrange())

    def change(self, before: Tag | None, after: Tag | None) -> list[tuple[int, int]]:
        """Put a tag in, take it out, or change it; the spans of time that look different now."""
        spans: list[tuple[int, int]] = []
        if before is not None and before.id in self._tags:
            old = self._tags.pop(before.id)
            items = self._list(old)
            del items[bisect_left(items, old.order, key=lambda item: item.order)]
            spans += [(old.start_us, old.end_us), *self._settle(old)]
        if after is not None and self.rubric is not None:
            new = self._placed(self.rubric, after)
            self._tags[after.id] = new
            insort(self._list(new), new, key=lambda item: item.order)
            spans += [(new.start_us, new.end_us), *self._settle(new)]
        return spans

    def _settle(self, changed: Placed) -> list[tuple[int, int]]:
        """Arrange the lane of a state that was put in or taken out; spans of others that look different now."""
        if not changed.behaviour.is_state:
            return []
        lane = self.lanes[self.place_of(changed)]
        rows = lane.row_count
        moved = lane.arrange()
        self._tags.update((item.tag.id, item) for item in moved)
        if lane.row_count != rows:
            return [(-_FOREVER_US, _FOREVER_US)]
        return [(item.start_us, item.end_us) for item in moved]

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

    @property
    def open_states(self) -> list[Placed]:
        """States without an end."""
        return [item for lane in self.lanes for item in lane.still_open]

    def __len__(self) -> int:
        return len(self._tags)

    def _list(self, item: Placed) -> list[Placed]:
        lane = self.lanes[self._lane_of[item.behaviour.dimension]]
        return lane.states if item.behaviour.is_state else lane.points

    def _placed(self, rubric: Rubric, tag: Tag) -> Placed:
        end = tag.end if tag.end is not None else tag.start
        behaviour = rubric.behaviour(tag.behaviour_id)
        return Placed(tag.start.us, end.us, tag, behaviour, behaviour.is_state and tag.end is None)
