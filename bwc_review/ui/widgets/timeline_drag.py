"""Moving an edge of a tag with the hand."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from bwc_review.domain.tag import Tag
from bwc_review.domain.time import Moment

_GRIP = 6.0
_Step = Callable[[Moment, bool], Moment]


@dataclass(slots=True)
class EdgeDrag:
    """A tag of which one edge is being moved.

    Attributes:
        tag: As it was.
        is_end: True if it is the end that moves, False if it is the onset.
        step: Gives the frame start after or before a moment.
        changed: As it would be now.
    """

    tag: Tag
    is_end: bool
    step: _Step
    changed: Tag

    @property
    def edge(self) -> Moment:
        """The moment whose picture helps to place the edge: the onset's frame, or the last one before the end."""
        if self.is_end and self.changed.end is not None:
            return self.step(self.changed.end, False)
        return self.changed.start

    def move_to(self, moment: Moment) -> None:
        """Put the edge at the start of a frame; onset and end stay a frame apart."""
        if self.is_end:
            least = self.step(self.tag.start, True)
            self.changed = replace(self.tag, end=max(moment, least))
        elif self.tag.end is not None:
            self.changed = replace(self.tag, start=min(moment, self.step(self.tag.end, False)))
        else:
            self.changed = replace(self.tag, start=moment)


def edge_under(tag: Tag, x: float, start_x: float, end_x: float, step: _Step) -> EdgeDrag | None:
    """The edge of the tag that lies under `x`, ready to be moved; None if none does."""
    if tag.end is not None and abs(x - end_x) <= _GRIP and abs(x - end_x) <= abs(x - start_x):
        return EdgeDrag(tag, True, step, tag)
    if abs(x - start_x) <= _GRIP:
        return EdgeDrag(tag, False, step, tag)
    return None
