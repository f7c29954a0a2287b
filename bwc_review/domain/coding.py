"""What a key press means for the tags of a review, and which tags can stand beside each other.

Three rules hold for the tags of one review:

* an actor shows a point behaviour at most once in a frame;
* two states of one behaviour, or of one exclusive group, by one actor never overlap;
* at most one of them is open at a time.

Tags with different targets do not meet. A level of an exclusive group is coded at its change points: pressing another
level inside a finished state splits it there, so that the levels still follow one another without a gap.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from bwc_review.domain.changes import Edit, Operation
from bwc_review.domain.errors import InputError
from bwc_review.domain.ids import TagId
from bwc_review.domain.rubric import Behaviour, Rubric
from bwc_review.domain.tag import Tag
from bwc_review.domain.time import Moment, review_text

ACTORS = ("O1", "O2", "O3", "P1", "P2", "B")
"""Who can show a behaviour: O1 wears the camera, O2 and O3 are other officers, P1 and P2 persons, B a bystander."""
_USUAL_ACTORS = {"sj.": "P1", "bs.": "B"}


def usual_actor(behaviour: Behaviour) -> str:
    """Who shows it unless said otherwise: whom the rubric names, else what its code says, else the wearer."""
    if behaviour.actor is not None:
        return behaviour.actor
    return next((actor for prefix, actor in _USUAL_ACTORS.items() if behaviour.id.startswith(prefix)), "O1")


@dataclass(frozen=True, slots=True)
class Press:
    """A key press: the tag that it would set, open if it is a state, with the behaviour that it is of.

    Attributes:
        tag: The tag; its start is the moment of the press, its end is None.
        behaviour: The tag's behaviour.
    """

    tag: Tag
    behaviour: Behaviour

    @property
    def at(self) -> Moment:
        """The moment of the press: the start of the frame on the screen."""
        return self.tag.start


def operation_of(press: Press, tags: Iterable[Tag], rubric: Rubric) -> Operation:
    """What the press does to a review that holds `tags`.

    A point adds a tag. A state that is not open starts, and ends or splits others of its exclusive group; a state that
    is open (of the same level, if it has levels) ends.

    Raises:
        InputError: The behaviour is already coded there, or its open state lies later.
    """
    if not press.behaviour.is_state:
        return Operation(_label("Tag", press), (Edit(None, press.tag),))
    lane = [tag for tag in tags if _lane(tag, rubric) == _lane(press.tag, rubric)]
    press = _after_the_last(press, lane)
    open_tag = next((tag for tag in lane if tag.end is None), None)
    is_same = open_tag is not None and _is_same_state(open_tag, press.tag)
    if open_tag is not None and is_same and open_tag.start <= press.at:
        return _ending(press, open_tag)
    if open_tag is not None and open_tag.start > press.at and press.behaviour.group is None:
        at = review_text(open_tag.start)
        message = f"“{press.behaviour.name}” is open from {at}. End it after that moment first."
        raise InputError("tag.open_later", message, field="start", start_us=open_tag.start.us)
    return _starting(press, lane)


def lane_mates(behaviour_ids: Iterable[str], rubric: Rubric) -> frozenset[str]:
    """These behaviours and all whose tags can meet theirs: the other states of their exclusive groups."""
    wanted = [rubric.behaviour(behaviour_id) for behaviour_id in behaviour_ids]
    groups = {behaviour.group for behaviour in wanted if behaviour.is_state and behaviour.group}
    mates = {other.id for other in rubric.behaviours if other.is_state and other.group in groups}
    return frozenset(mates | {behaviour.id for behaviour in wanted})


def check_layout(changed: Iterable[Tag], tags: Sequence[Tag], rubric: Rubric) -> None:
    """See that tags just set or changed can stand beside the others of their review.

    Args:
        changed: The tags to look at, as they are now, in the order in which they were changed.
        tags: As they are now: for states, all tags of the review that are of those behaviours or their `lane_mates`;
            for points, all of those behaviours with the same onsets.
        rubric: The review's rubric.

    Raises:
        InputError: Two tags break a rule of this module; its facts name the field and the other tag.
    """
    order = {tag.id: place for place, tag in enumerate(changed)}
    lanes: dict[tuple[str, str, str], list[Tag]] = {}
    for tag in tags:
        lanes.setdefault(_lane(tag, rubric), []).append(tag)
    for lane in lanes.values():
        if not order.keys().isdisjoint(tag.id for tag in lane):
            _check_lane(lane, order, rubric)


def _check_lane(lane: list[Tag], order: Mapping[TagId, int], rubric: Rubric) -> None:
    """Of two tags that clash the one that was changed is named, of two changed ones the later of them."""
    behaviour = rubric.behaviour(lane[0].behaviour_id)
    # If any two overlap, then the earlier one overlaps its direct successor.
    for one, two in pairwise(sorted(lane, key=lambda tag: tag.start)):
        other, tag = sorted((one, two), key=lambda tag: order.get(tag.id, -1))
        if behaviour.is_state:
            _check_beside(tag, other, rubric.behaviour(other.behaviour_id))
        elif tag.start == other.start:
            message = f"“{behaviour.name}” by {tag.actor} is already tagged in this frame ({review_text(other.start)})."
            raise InputError("tag.duplicate", message, field="start", tag=str(tag.id), other=str(other.id))
    still_open = [tag for tag in lane if tag.end is None] if behaviour.is_state else []
    if len(still_open) > 1:
        other, tag = sorted(still_open, key=lambda open_tag: order.get(open_tag.id, -1))[-2:]
        name, at = rubric.behaviour(other.behaviour_id).name, review_text(other.start)
        message = f"“{name}” by {other.actor} is already open from {at}. End that one first."
        raise InputError("tag.two_open", message, field="end", tag=str(tag.id), other=str(other.id))


def _check_beside(tag: Tag, other: Tag, behaviour: Behaviour) -> None:
    if tag.start == other.start or _covers(tag, other.start) or _covers(other, tag.start):
        at = review_text(other.start)
        message = f"This would overlap “{behaviour.name}” by {other.actor} from {at}. Change that one first."
        raise InputError("tag.overlap", message, field="start", tag=str(tag.id), other=str(other.id))


def _after_the_last(press: Press, lane: Iterable[Tag]) -> Press:
    """The press without its compensation where that would take it back to, or before, what was tagged last."""
    tag, shown = press.tag, press.tag.pressed_at
    last = max((other.start for other in lane if other.start <= shown), default=None)
    if tag.compensation_us <= 0 or last is None or press.at > last:
        return press
    return replace(press, tag=replace(tag, start=shown, compensation_us=0))


def _ending(press: Press, open_tag: Tag) -> Operation:
    if open_tag.start == press.at:
        message = f"“{press.behaviour.name}” starts in this frame. Move on before you end it, or undo it."
        raise InputError("tag.no_length", message, field="end")
    ended = replace(open_tag, end=press.at, end_compensation_us=press.tag.compensation_us)
    return Operation(_label("End", press), (Edit(open_tag, ended),))


def _starting(press: Press, lane: Sequence[Tag]) -> Operation:
    at, added = press.at, press.tag
    here = next((tag for tag in lane if tag.start <= at and (tag.end is None or at < tag.end)), None)
    if here is None:
        later = min((tag.start for tag in lane if tag.start > at), default=None)
        end = later if press.behaviour.group is not None else None
        return Operation(_label("Start", press), (Edit(None, replace(added, end=end)),))
    if press.behaviour.group is None or _is_same_state(here, added):
        message = f"“{press.behaviour.name}” by {added.actor} is already coded here, from {review_text(here.start)}."
        raise InputError("tag.already_here", message, field="start", other=str(here.id))
    if here.start == at:
        # The level chosen at a change point was wrong: correct it instead of leaving a state without length.
        changed = replace(here, behaviour_id=added.behaviour_id, level=added.level, modifiers=added.modifiers)
        return Operation(_label("Switch to", press), (Edit(here, changed),))
    before = replace(here, end=at, end_compensation_us=added.compensation_us)
    after = replace(added, end=here.end, end_compensation_us=here.end_compensation_us)
    edits = (Edit(here, before), Edit(None, after))
    return Operation(_label("Switch to", press), edits)


def _covers(tag: Tag, moment: Moment) -> bool:
    # An open state is not known to reach anything yet: it may still be ended before the next one.
    return tag.end is not None and tag.start <= moment < tag.end


def _is_same_state(one: Tag, other: Tag) -> bool:
    # A press without a level means “whichever level is open”.
    return one.behaviour_id == other.behaviour_id and (other.level is None or one.level == other.level)


def _lane(tag: Tag, rubric: Rubric) -> tuple[str, str, str]:
    behaviour = rubric.behaviour(tag.behaviour_id)
    name = f"group {behaviour.group}" if behaviour.is_state and behaviour.group else behaviour.id
    return name, tag.actor, tag.target


def _label(verb: str, press: Press) -> str:
    level = "" if press.tag.level is None else f" {press.tag.level}"
    moved_us = press.tag.compensation_us
    moved = f" ({abs(moved_us) / 1000:,.0f} ms {'before' if moved_us > 0 else 'after'} the key)" if moved_us else ""
    return f"{verb} {press.behaviour.name}{level} at {review_text(press.at)}{moved}"


def touched_tags(operation: Operation) -> dict[TagId, Tag]:
    """Tags that exist after the operation, by id, as it leaves them."""
    found: dict[TagId, Tag] = {}
    for edit in operation.edits:
        if isinstance(edit.subject, Tag):
            found.pop(edit.subject.id, None)
            if isinstance(edit.after, Tag):
                found[edit.subject.id] = edit.after
    return found
