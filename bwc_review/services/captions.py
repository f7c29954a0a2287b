"""Lines over the picture, made from the tags of one review."""

from collections.abc import Iterable

from bwc_review.domain.reel import Caption
from bwc_review.domain.rubric import Rubric
from bwc_review.domain.tag import Tag
from bwc_review.domain.time import Moment, TimeRange

POINT_US = 2_500_000
_WEARER = "O1"


def captions_of(tags: Iterable[Tag], rubric: Rubric, duration_us: int) -> tuple[Caption, ...]:
    """Names of the behaviours, each while it lasts; a point stands for 2.5 seconds.

    The same line is never shown twice at once: repeated points keep it standing. Levels of exclusive groups (agitation,
    resistance) are left out, since one of them holds at any time.

    Args:
        tags: Tags of one review.
        rubric: Its rubric.
        duration_us: Length of the recording.

    Returns:
        Captions by rising start, on the recording's axis.
    """
    found: list[Caption] = []
    standing: dict[str, int] = {}
    for tag in sorted(tags, key=lambda tag: (tag.start, tag.behaviour_id)):
        behaviour = rubric.behaviour(tag.behaviour_id)
        if behaviour.group is not None:
            continue
        if behaviour.is_state:
            span = tag.span(duration_us)
        else:
            span = TimeRange(tag.start, Moment(min(tag.start.us + POINT_US, duration_us)))
        text = behaviour.name if tag.actor == _WEARER else f"{tag.actor}: {behaviour.name}"
        index = standing.get(text)
        if index is not None and found[index].range.end >= span.start:
            earlier = found[index].range
            found[index] = Caption(TimeRange(earlier.start, max(earlier.end, span.end)), text)
        else:
            standing[text] = len(found)
            found.append(Caption(span, text))
    return tuple(found)
