"""What the tags of one review add up to: counts, times, shares, rates, the descriptive index and latencies.

Formulas: rates are events per codable minute; balance is (D - E) / (D + E); a state's share is its time in codable time
over codable time, as a union, so that no instant counts twice.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bwc_review.analysis.agitation import Agitation, agitation_of, level_times
from bwc_review.analysis.events import Event, counted, events_of
from bwc_review.analysis.exposure import Exposure, exposure_of, intersections
from bwc_review.analysis.figures import Figure, quotient
from bwc_review.analysis.shift import HANDS_ON, Latency, Shift, latency_to, shift_of
from bwc_review.domain.rubric import Behaviour, Modality, Rubric, Valence
from bwc_review.domain.tag import Tag
from bwc_review.domain.time import US_PER_S, covered_us

_US_PER_MINUTE = 60 * US_PER_S
_NOTHING_CODABLE = "No part of the exposure could be coded."


@dataclass(frozen=True, slots=True)
class LevelTime:
    """How long one level of a state held, in its behaviour's codable time."""

    level: int
    time_us: int
    share: Figure[float]


@dataclass(frozen=True, slots=True)
class BehaviourSummary:
    """One behaviour in one review.

    Attributes:
        behaviour: Which.
        count: Events in the whole clip; states merged.
        counted: Events with their onset in the codable exposure, by anyone.
        time_us: For states, time in the exposure while the behaviour was codable, as a union; 0 for points.
        codable_us: Time of the exposure in which the behaviour was codable, by its modality.
        share: For states, `time_us` over `codable_us`.
        per_minute: `counted` per minute codable with sound and picture.
        levels: For states with levels, each level that was coded.
    """

    behaviour: Behaviour
    count: int
    counted: int
    time_us: int
    codable_us: int
    share: Figure[float]
    per_minute: Figure[float]
    levels: tuple[LevelTime, ...]


@dataclass(frozen=True, slots=True)
class Balance:
    """De-escalating against escalating events of officers, over the codable exposure.

    Attributes:
        deescalating: Number of de-escalating events.
        escalating: Number of escalating events.
        deescalating_per_minute: Per codable minute.
        escalating_per_minute: Per codable minute.
        balance: (D - E) / (D + E), from -1 to 1.
    """

    deescalating: int
    escalating: int
    deescalating_per_minute: Figure[float]
    escalating_per_minute: Figure[float]
    balance: Figure[float]


@dataclass(frozen=True, slots=True)
class TagSummary:
    """Everything that one review's tags add up to.

    Attributes:
        exposure: The time that counts.
        codable_us: Of it, codable with both sound and picture.
        audio_codable_us: Of it, codable by sound.
        video_codable_us: Of it, codable by picture.
        behaviours: Each behaviour of the rubric (or of the profile that was used), in the rubric's order.
        dimensions: Balance of each dimension, by its id, in the rubric's order.
        overall: Balance of all dimensions together.
        not_counted: Events of officers with a valence whose onset lies outside the codable exposure.
        shift: The descriptive index.
        to_hands_on: From first contact to the first hands-on.
        to_deescalating: From first contact to the first de-escalating act of an officer.
        agitation: The course of agitation.
    """

    exposure: Exposure
    codable_us: int
    audio_codable_us: int
    video_codable_us: int
    behaviours: tuple[BehaviourSummary, ...]
    dimensions: tuple[tuple[str, Balance], ...]
    overall: Balance
    not_counted: int
    shift: Figure[Shift]
    to_hands_on: Latency
    to_deescalating: Latency
    agitation: Agitation


def summarise(rubric: Rubric, tags: Iterable[Tag], duration_us: int, profile: str | None = None) -> TagSummary:
    """Add up the tags of one review.

    Args:
        rubric: The version that the review was made with.
        tags: The review's tags.
        duration_us: Length of the recording.
        profile: The rubric's profile that was used; None for all behaviours.

    Raises:
        InputError: A tag's behaviour is not in the rubric.
    """
    known = list(tags)
    exposure = exposure_of(rubric, known, duration_us)
    events = events_of(rubric, known, duration_us)
    inside = counted(events, exposure)
    codable_us = exposure.codable_us()
    valued = [event for event in events if event.is_by_officer and event.valence is not Valence.NEUTRAL]
    kept = [event for event in inside if event.is_by_officer and event.valence is not Valence.NEUTRAL]
    return TagSummary(
        exposure=exposure,
        codable_us=codable_us,
        audio_codable_us=exposure.codable_us(Modality.AUDIO),
        video_codable_us=exposure.codable_us(Modality.VIDEO),
        behaviours=tuple(
            _behaviour_summary(one, events, inside, exposure) for one in _used_behaviours(rubric, events, profile)
        ),
        dimensions=tuple(
            (one.id, _balance([event for event in kept if event.behaviour.dimension == one.id], codable_us))
            for one in rubric.dimensions
        ),
        overall=_balance(kept, codable_us),
        not_counted=len(valued) - len(kept),
        shift=shift_of(rubric, inside, exposure),
        to_hands_on=latency_to([one for one in events if one.behaviour.id == HANDS_ON], exposure, "hands-on"),
        to_deescalating=latency_to(
            [one for one in valued if one.valence is Valence.DEESCALATING], exposure, "de-escalating act"
        ),
        agitation=agitation_of(events, exposure),
    )


def _used_behaviours(rubric: Rubric, events: Iterable[Event], profile: str | None) -> list[Behaviour]:
    """Behaviours of the profile, and any other that was tagged all the same."""
    chosen = [set(one.behaviours) for one in rubric.profiles if one.id == profile]
    if not chosen:
        return list(rubric.behaviours)
    wanted = chosen[0] | {event.behaviour.id for event in events}
    return [behaviour for behaviour in rubric.behaviours if behaviour.id in wanted]


def _behaviour_summary(
    behaviour: Behaviour, events: Sequence[Event], inside: Sequence[Event], exposure: Exposure
) -> BehaviourSummary:
    own = [event for event in events if event.behaviour.id == behaviour.id]
    number = sum(event.behaviour.id == behaviour.id for event in inside)
    codable = exposure.codable(behaviour.modality)
    codable_us = covered_us(codable)
    time_us = covered_us(intersections([event.range for event in own], codable))
    share = Figure[float](None, "A point has no duration.")
    if behaviour.is_state:
        share = quotient(time_us, codable_us, _NOTHING_CODABLE)
    levels = level_times(own, behaviour.id, codable)
    return BehaviourSummary(
        behaviour=behaviour,
        count=len(own),
        counted=number,
        time_us=time_us,
        codable_us=codable_us,
        share=share,
        per_minute=_per_minute(number, exposure.codable_us()),
        levels=tuple(
            LevelTime(level, level_us, quotient(level_us, codable_us, _NOTHING_CODABLE))
            for level, level_us in levels.items()
        ),
    )


def _balance(events: Sequence[Event], codable_us: int) -> Balance:
    deescalating = sum(event.valence is Valence.DEESCALATING for event in events)
    escalating = len(events) - deescalating
    return Balance(
        deescalating=deescalating,
        escalating=escalating,
        deescalating_per_minute=_per_minute(deescalating, codable_us),
        escalating_per_minute=_per_minute(escalating, codable_us),
        balance=quotient(
            deescalating - escalating, len(events), "Neither a de-escalating nor an escalating event was tagged."
        ),
    )


def _per_minute(count: int, codable_us: int) -> Figure[float]:
    return quotient(count * _US_PER_MINUTE, codable_us, _NOTHING_CODABLE)
