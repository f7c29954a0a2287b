"""Stretches of an encounter in which nothing was coded: was nothing there, or was it passed over?"""

from collections.abc import Iterable

from bwc_review.domain.tag import Tag
from bwc_review.domain.time import US_PER_S, Moment, TimeRange, subtract, union

LEAST_US = 60 * US_PER_S
"""A minute: shorter pauses between codes are nothing to ask about."""


def uncoded_stretches(
    encounter: TimeRange, tags: Iterable[Tag], duration_us: int, least_us: int = LEAST_US
) -> list[TimeRange]:
    """What of the encounter lies between codes, at least `least_us` long.

    A state covers its whole span, "not codable" marks among them; a point only parts the time before it from the time
    after it.

    Args:
        encounter: From first contact to the end.
        tags: All tags of the review.
        duration_us: Length of the clip, to which a state that is still open runs.
        least_us: Shorter stretches are left out.
    """
    known = list(tags)
    covered = union([tag.span(duration_us) for tag in known if tag.end is not None])
    free = subtract([encounter], covered)
    for moment in sorted({tag.start for tag in known}):
        free = [part for span in free for part in _parted(span, moment)]
    return [span for span in free if span.duration_us >= least_us]


def _parted(span: TimeRange, moment: Moment) -> list[TimeRange]:
    if moment not in span or moment == span.start:
        return [span]
    return [TimeRange(span.start, moment), TimeRange(moment, span.end)]
