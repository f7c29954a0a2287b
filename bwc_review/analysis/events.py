"""Events out of tags: points as they are, states merged; and which of them count for rates and indices."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from bwc_review.analysis.exposure import Exposure, is_within
from bwc_review.domain.rubric import Behaviour, Modality, Rubric, Valence
from bwc_review.domain.tag import Tag
from bwc_review.domain.time import Moment, TimeRange

_COUNTED_AS_NEUTRAL = {
    ("tc.shout", "safety", "yes"),
    ("tc.disrespect", "type", "profanity_undirected"),
}
"""Choices that take an escalating behaviour out of the count, as its text in the core rubric says."""


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened once: a point, or a state from its onset to its end.

    Attributes:
        behaviour: What.
        actor: Who.
        start: Onset.
        end: End; the onset itself for a point.
        level: Level of a state that has levels.
        valence: The behaviour's, unless a choice of the tag makes it neutral.
    """

    behaviour: Behaviour
    actor: str
    start: Moment
    end: Moment
    level: int | None
    valence: Valence

    @property
    def range(self) -> TimeRange:
        """From onset to end."""
        return TimeRange(self.start, self.end)

    @property
    def is_by_officer(self) -> bool:
        """True if the actor is an officer: O1, O2 and so on."""
        return self.actor.startswith("O")


def events_of(rubric: Rubric, tags: Iterable[Tag], duration_us: int) -> tuple[Event, ...]:
    """All events of a review, by onset.

    States of the same behaviour, actor and level that lie closer than the merge gap are one; a state that is
    still shorter than its behaviour's minimum is not coded. A state without an end runs to the end of the clip.
    """
    events: list[Event] = []
    states: dict[tuple[str, str, int | None], list[TimeRange]] = defaultdict(list)
    for tag in tags:
        behaviour = rubric.behaviour(tag.behaviour_id)
        if behaviour.is_state:
            states[tag.behaviour_id, tag.actor, tag.level].append(tag.span(duration_us))
        else:
            events.append(Event(behaviour, tag.actor, tag.start, tag.start, tag.level, _valence(tag, behaviour)))
    for (behaviour_id, actor, level), spans in states.items():
        behaviour = rubric.behaviour(behaviour_id)
        events.extend(
            Event(behaviour, actor, span.start, span.end, level, behaviour.valence)
            for span in merged(spans, rubric.merge_gap_of(behaviour))
            if span.duration_us >= behaviour.min_duration_us
        )
    return tuple(sorted(events, key=lambda event: (event.start, event.end, event.behaviour.id, event.actor)))


def merged(spans: Iterable[TimeRange], gap_us: int) -> list[TimeRange]:
    """Spans joined across gaps shorter than `gap_us` (and where they touch or overlap), sorted."""
    joined: list[TimeRange] = []
    for span in sorted(spans):
        last = joined[-1] if joined else None
        if last is not None and (span.start <= last.end or span.start - last.end < gap_us):
            joined[-1] = TimeRange(last.start, max(last.end, span.end))
        else:
            joined.append(span)
    return joined


def counted(events: Iterable[Event], exposure: Exposure) -> tuple[Event, ...]:
    """Events with their onset in the exposure while both sound and picture could be coded.

    Numerator and denominator of a rate are then taken over the same time.
    """
    codable = exposure.codable(Modality.BOTH)
    return tuple(event for event in events if is_within(event.start, codable))


def _valence(tag: Tag, behaviour: Behaviour) -> Valence:
    is_taken_out = any((tag.behaviour_id, name, choice) in _COUNTED_AS_NEUTRAL for name, choice in tag.modifiers)
    return Valence.NEUTRAL if is_taken_out else behaviour.valence
