"""Cutting states in two and joining them: what happens to the tags, as pairs of before and after."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from bwc_review.domain.errors import InputError
from bwc_review.domain.ids import TagId, new_id
from bwc_review.domain.tag import Tag
from bwc_review.domain.time import Moment, review_text

TagChange = tuple[Tag | None, Tag | None]


def split_state(tag: Tag, at: Moment) -> list[TagChange]:
    """End a state at a moment and go on with a second one like it; the note stays with the first.

    Raises:
        InputError: The state does not run there, or it begins there.
    """
    if at <= tag.start or (tag.end is not None and at >= tag.end):
        end = review_text(tag.end) if tag.end is not None else "now"
        message = f"This state runs from {review_text(tag.start)} to {end}: go to a frame inside it to split it."
        raise InputError("tag.split", message, field="start", tag=str(tag.id))
    second = replace(tag, id=TagId(new_id()), start=at, note="", compensation_us=0)
    return [(tag, replace(tag, end=at)), (None, second)]


def merge_states(tags: Iterable[Tag]) -> list[TagChange]:
    """Join states of one behaviour and one person into the first: it runs from the first onset to the last end.

    Their notes are put one after the other. It is as sure as the least sure of them, and heard only if all of them are.

    Raises:
        InputError: There are less than two, or they are not alike.
    """
    found = sorted(tags, key=lambda tag: tag.start)
    if len(found) < 2:
        raise InputError("tag.merge", "Choose at least two states of one behaviour to merge them.")
    first = found[0]
    kinds = {(tag.review_id, tag.behaviour_id, tag.actor, tag.target, tag.level) for tag in found}
    if len(kinds) > 1:
        message = "Only states of one behaviour, one level and one person can be merged."
        raise InputError("tag.merge", message, tags=[str(tag.id) for tag in found])
    ends = [tag.end for tag in found if tag.end is not None]
    last = max(found, key=lambda tag: tag.end or Moment(1 << 62))
    notes = dict.fromkeys(tag.note for tag in found if tag.note)
    merged = replace(
        first,
        end=max(ends) if len(ends) == len(found) else None,
        end_compensation_us=last.end_compensation_us,
        note=" ".join(notes),
        confidence=min((tag.confidence for tag in found if tag.confidence is not None), default=None),
        is_heard_only=all(tag.is_heard_only for tag in found),
    )
    return [*((tag, None) for tag in found[1:]), (first, merged)]


def next_like(tag: Tag, tags: Sequence[Tag]) -> Tag | None:
    """The next state of the same behaviour, level and person after a state, or None; `tags` rise by onset."""

    def kind(other: Tag) -> tuple[object, ...]:
        return other.behaviour_id, other.actor, other.target, other.level

    return next((other for other in tags if other.start > tag.start and kind(other) == kind(tag)), None)
