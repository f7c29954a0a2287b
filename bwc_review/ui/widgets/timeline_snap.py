"""To what a dragged edge snaps: the playhead, the edges of other tags, the in and out marks, always a frame."""

from collections.abc import Iterable, Set

from bwc_review.domain.clip import FrameTable
from bwc_review.domain.ids import TagId
from bwc_review.domain.time import Moment
from bwc_review.ui.widgets.timeline_lanes import Lanes


def nearest_border(frames: FrameTable, us: float) -> Moment:
    """The nearest start of a frame; the end of the last frame counts as one."""
    near = frames.nearest(Moment(round(us)))
    return Moment(frames.end_us) if frames.end_us - us < abs(near.us - us) else near


def border_number(frames: FrameTable, moment: Moment) -> int:
    """Number of the frame that begins there, from 0; the end of the recording comes after the last."""
    return len(frames) if moment.us >= frames.end_us else frames.index_at(moment)


def border_after(frames: FrameTable, moment: Moment, by: int) -> Moment:
    """The frame border so many frames from one, within the recording."""
    goal = max(0, min(border_number(frames, moment) + by, len(frames)))
    return Moment(frames.end_us) if goal == len(frames) else frames.start(goal)


def target_near(
    lanes: Lanes, us: float, reach_us: float, others: Iterable[int | None], moving: Set[TagId]
) -> int | None:
    """The nearest moment within reach that something snaps to, or None.

    Args:
        lanes: The tags.
        us: Where the edge would be.
        reach_us: How far away a target may be.
        others: Further targets: playhead, marks, borders.
        moving: Tags that are dragged; they are no targets.
    """
    edges = [other for other in others if other is not None]
    for item in lanes.placed_in(us - reach_us, us + reach_us):
        if item.tag.id not in moving:
            edges += (item.start_us, item.end_us)
    near = min(edges, key=lambda edge: abs(edge - us), default=None)
    return near if near is not None and abs(near - us) <= reach_us else None
