"""Moving tags, or one edge of a tag, with the hand; everything lands on frames."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from enum import Enum, auto

from bwc_review.domain.clip import FrameTable
from bwc_review.domain.tag import Tag
from bwc_review.domain.time import Moment
from bwc_review.ui.widgets.timeline_snap import border_after, border_number, nearest_border

Change = tuple[Tag, Tag]
Target = Callable[[float], int | None]


class Part(Enum):
    """What of a tag is held."""

    WHOLE = auto()
    ONSET = auto()
    END = auto()


class TagDrag:
    """Tags that are being moved.

    Attributes:
        held: The tag under the hand, as it was.
        held_now: The tag under the hand, as it would be now.
        part: What of it is held.
        tags: All that move along, as they were, `held` among them; only `held` if an edge is held.
        by_us: By how much they move, if the whole of them is held.
        guide_us: What the held edge has snapped to, or None.
    """

    def __init__(self, held: Tag, part: Part, tags: Sequence[Tag], frames: FrameTable, grip_us: float) -> None:
        """Take hold.

        Args:
            held: The tag under the hand.
            part: What of it is held.
            tags: All that move along.
            frames: The recording's frames.
            grip_us: The moment at which the hand took hold.
        """
        self.held = self.held_now = held
        self.part = part
        self.tags = tuple(tags)
        self.by_us = 0
        self.guide_us: int | None = None
        self._frames = frames
        self._grip_us = grip_us
        last_us = frames.start(len(frames) - 1).us
        ends = (frames.end_us - (tag.end.us if tag.end is not None else tag.start.us) for tag in tags)
        self._least_us = -min(tag.start.us for tag in tags)
        self._most_us = min(*(last_us - tag.start.us for tag in tags), *ends)

    @property
    def changes(self) -> list[Change]:
        """What has changed, as before and after."""
        now = (
            [moved(tag, self.by_us, self._frames) for tag in self.tags] if self.part is Part.WHOLE else [self.held_now]
        )
        return [(before, after) for before, after in zip(self.tags, now, strict=True) if before != after]

    @property
    def edge(self) -> Moment:
        """The moment whose picture helps to place the edge: the onset's frame, or the last one before the end."""
        now = self.held_now
        if self.part is Part.END and now.end is not None:
            return border_after(self._frames, now.end, -1)
        return now.start

    @property
    def moved_frames(self) -> int:
        """By how many frames the held edge has moved."""
        now = self.held_now
        if self.part is Part.END and now.end is not None and self.held.end is not None:
            return border_number(self._frames, now.end) - border_number(self._frames, self.held.end)
        return border_number(self._frames, now.start) - border_number(self._frames, self.held.start)

    def move_to(self, us: float, target: Target) -> None:
        """The hand is at `us` now; `target` gives what is near enough to snap to."""
        by_us = us - self._grip_us
        near = self._move_all(by_us, target) if self.part is Part.WHOLE else self._move_edge(by_us, target)
        edges = [self.held_now.start.us] + ([self.held_now.end.us] if self.held_now.end is not None else [])
        frame_us = self._frames.end_us / len(self._frames)
        self.guide_us = near if near is not None and any(abs(edge - near) < frame_us for edge in edges) else None

    def _move_edge(self, by_us: float, target: Target) -> int | None:
        """Onset and end stay a frame apart; gives what was snapped to."""
        frames, held = self._frames, self.held
        is_end = self.part is Part.END and held.end is not None
        wanted_us = (held.end if is_end and held.end is not None else held.start).us + by_us
        near = target(wanted_us)
        moment = nearest_border(frames, wanted_us if near is None else near)
        if is_end:
            self.held_now = replace(held, end=max(moment, border_after(frames, held.start, 1)))
            return near
        latest = frames.start(len(frames) - 1)
        if held.end is not None:
            latest = min(latest, border_after(frames, held.end, -1))
        self.held_now = replace(held, start=min(moment, latest))
        return near

    def _move_all(self, by_us: float, target: Target) -> int | None:
        """All keep their distance from the held one; gives what was snapped to."""
        held = self.held
        near = target(held.start.us + by_us)
        if near is not None:
            by_us = near - held.start.us
        elif held.end is not None:
            near = target(held.end.us + by_us)
            by_us = by_us if near is None else near - held.end.us
        by_us = max(self._least_us, min(by_us, self._most_us))
        self.by_us = nearest_border(self._frames, held.start.us + by_us).us - held.start.us
        self.held_now = moved(held, self.by_us, self._frames)
        return near


def moved(tag: Tag, by_us: float, frames: FrameTable) -> Tag:
    """The tag so much later (earlier if negative), on frames, as many frames long as before."""
    start = frames.nearest(Moment(round(tag.start.us + by_us)))
    if tag.end is None:
        return replace(tag, start=start)
    length = border_number(frames, tag.end) - border_number(frames, tag.start)
    return replace(tag, start=start, end=border_after(frames, start, max(1, length)))
