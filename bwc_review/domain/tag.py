"""Tags, ratings and reviews, and the rules that each must keep."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from bwc_review.domain.errors import InputError
from bwc_review.domain.ids import RatingId, RecordingId, ReviewId, TagId
from bwc_review.domain.rubric import Behaviour, RatingItem, Rubric
from bwc_review.domain.time import Moment, TimeRange, review_text


class ReviewState(StrEnum):
    """A draft can be changed; a submitted review is locked; an adjudicated one is a layer of its own."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    ADJUDICATED = "adjudicated"


@dataclass(frozen=True, slots=True)
class Review:
    """One reviewer's coding of one recording with one version of a rubric.

    Attributes:
        id: Made when the review is started.
        recording_id: What is reviewed.
        reviewer: Reviewer's pseudonym.
        rubric_id: Which rubric.
        rubric_version: Which version of it.
        profile: Id of the rubric's profile, or None for all behaviours.
        state: Draft, submitted or adjudicated.
    """

    id: ReviewId
    recording_id: RecordingId
    reviewer: str
    rubric_id: str
    rubric_version: str
    profile: str | None = None
    state: ReviewState = ReviewState.DRAFT


@dataclass(frozen=True, slots=True)
class Tag:
    """A moment or a span at which a behaviour was seen or heard.

    Attributes:
        id: Made when the tag is set; redo restores it.
        review_id: The review that it belongs to.
        behaviour_id: Code in the review's rubric.
        start: Onset, the start of a frame on the recording's axis.
        end: End of a state (exclusive); None for a point, or for a state that is still open.
        actor: Who: O1 wears the camera, O2 and so on, P1 is the person, B a bystander.
        target: To whom, if it matters.
        level: Level of a state that has levels.
        modifiers: Name and choice, sorted by name.
        confidence: 1 low to 3 high, or None.
        note: What is seen and heard.
        is_heard_only: True if it was heard, not seen.
        tagged_at: When the tag was set, in UTC.
        speed_percent: Playback speed at that time; 0 while paused.
        compensation_us: How much earlier the onset was set than the frame that was shown when the key was pressed
            (later, if negative); 0 if it was not moved, or moved by hand since.
        end_compensation_us: The same for the end of a state.
    """

    id: TagId
    review_id: ReviewId
    behaviour_id: str
    start: Moment
    end: Moment | None = None
    actor: str = "O1"
    target: str = ""
    level: int | None = None
    modifiers: tuple[tuple[str, str], ...] = ()
    confidence: int | None = None
    note: str = ""
    is_heard_only: bool = False
    tagged_at: datetime | None = None
    speed_percent: int = 100
    compensation_us: int = 0
    end_compensation_us: int = 0

    @property
    def pressed_at(self) -> Moment:
        """The frame that was on the screen when the onset was tagged, before any compensation."""
        return self.start.shifted(self.compensation_us)

    def span(self, duration_us: int) -> TimeRange:
        """From onset to end; a state still open runs to the end of the recording, a point has no length.

        For points call it with the onset's own time as duration or use `start`.
        """
        return TimeRange(self.start, self.end if self.end is not None else Moment(max(duration_us, self.start.us)))


def by_hand(before: Tag, after: Tag) -> Tag:
    """`after` as a change of `before` by hand: an edge that was moved is no longer one that a key has set."""
    onset_us = after.compensation_us if before.start == after.start else 0
    end_us = after.end_compensation_us if before.end == after.end else 0
    return replace(after, compensation_us=onset_us, end_compensation_us=end_us)


@dataclass(frozen=True, slots=True)
class Rating:
    """The answer to one rating item: a value, or the reason for which there is none.

    Attributes:
        id: Made when the rating is saved.
        review_id: The review that it belongs to.
        item_id: Code in the review's rubric.
        value: A value of the item's scale, or None.
        missing: Reason code if `value` is None.
        note: Why.
        evidence: Tags of the same review on which the answer rests, in the order chosen.
    """

    id: RatingId
    review_id: ReviewId
    item_id: str
    value: int | None
    missing: str | None = None
    note: str = ""
    evidence: tuple[TagId, ...] = ()


def check_tag(tag: Tag, rubric: Rubric, duration_us: int) -> None:
    """See that a tag keeps the rules of its rubric and lies inside its recording.

    Raises:
        InputError: With the field that breaks a rule in its facts.
    """
    behaviour = rubric.behaviour(tag.behaviour_id)
    _check_times(tag, behaviour, duration_us)
    _check_level(tag, behaviour)
    _check_modifiers(tag, behaviour)
    if tag.confidence is not None and tag.confidence not in (1, 2, 3):
        raise InputError("tag.confidence", "Confidence is 1 (low), 2 or 3 (high).", field="confidence")


def check_rating(rating: Rating, item: RatingItem, missing_reasons: Iterable[str]) -> None:
    """See that a rating is a value of its scale or names an allowed reason for being missing.

    Raises:
        InputError: It is neither, or both.
    """
    if (rating.value is None) == (rating.missing is None):
        message = f"{item.name} needs either a value or the reason for which there is none."
        raise InputError("rating.incomplete", message, field="value", item=item.id)
    if rating.value is not None and rating.value not in item.scale.values:
        message = f"{item.name} goes from {item.scale.minimum} to {item.scale.maximum}."
        raise InputError("rating.value", message, field="value", item=item.id)
    reasons = tuple(missing_reasons)
    if rating.missing is not None and rating.missing not in reasons:
        message = f"“{rating.missing}” is not a reason of this rubric. Use one of: {', '.join(reasons)}."
        raise InputError("rating.missing", message, field="missing", item=item.id)


def _check_times(tag: Tag, behaviour: Behaviour, duration_us: int) -> None:
    if not 0 <= tag.start.us < duration_us:
        message = f"{review_text(tag.start)} lies outside the clip, which ends at {review_text(Moment(duration_us))}."
        raise InputError("tag.outside", message, field="start")
    if tag.end is None:
        return
    if not behaviour.is_state:
        raise InputError("tag.point_with_end", f"“{behaviour.name}” is a point: it has no end.", field="end")
    if tag.end <= tag.start:
        raise InputError("tag.reversed", f"“{behaviour.name}” ends before it starts.", field="end")
    if tag.end.us > duration_us:
        message = f"{review_text(tag.end)} lies outside the clip, which ends at {review_text(Moment(duration_us))}."
        raise InputError("tag.outside", message, field="end")


def _check_level(tag: Tag, behaviour: Behaviour) -> None:
    allowed = [level.value for level in behaviour.levels]
    if allowed and tag.level not in allowed:
        message = f"“{behaviour.name}” needs a level from {allowed[0]} to {allowed[-1]}."
        raise InputError("tag.level", message, field="level")
    if not allowed and tag.level is not None:
        raise InputError("tag.level", f"“{behaviour.name}” has no levels.", field="level")


def _check_modifiers(tag: Tag, behaviour: Behaviour) -> None:
    offered = {modifier.name: modifier.options for modifier in behaviour.modifiers}
    for name, choice in tag.modifiers:
        if choice not in offered.get(name, ()):
            message = f"“{behaviour.name}” has no choice “{choice}” for “{name}”."
            raise InputError("tag.modifier", message, field="modifiers", name=name)
