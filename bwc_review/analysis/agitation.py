"""How the person's agitation went: the level at each moment, its mean, and how long it took to fall."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from bwc_review.analysis.events import Event
from bwc_review.analysis.exposure import Exposure
from bwc_review.analysis.figures import Figure, quotient
from bwc_review.domain.rubric import Modality
from bwc_review.domain.time import Moment, TimeRange, union

AGITATION = "sj.agitation"
CALM_LEVEL = 1


@dataclass(frozen=True, slots=True)
class LevelSpan:
    """A span during which one level held."""

    level: int
    range: TimeRange


@dataclass(frozen=True, slots=True)
class Agitation:
    """The course of agitation over the codable part of the exposure.

    Attributes:
        curve: Spans by time, without overlap; where nothing was coded there is none.
        mean_level: Mean level, weighted by time (sum of level times time over sum of time).
        highest: Highest level, or None if nothing was coded.
        time_to_calm_us: From the exposure's start to the first moment at level 1 or less after a higher one.
    """

    curve: tuple[LevelSpan, ...]
    mean_level: Figure[float]
    highest: int | None
    time_to_calm_us: Figure[int]


def agitation_of(events: Iterable[Event], exposure: Exposure) -> Agitation:
    """The course of agitation; where several persons are coded at once, the highest level stands."""
    coded = [event for event in events if event.behaviour.id == AGITATION and event.level is not None]
    curve = _curve(coded, exposure.codable(Modality.EITHER))
    weighted = sum(span.level * span.range.duration_us for span in curve)
    total_us = sum(span.range.duration_us for span in curve)
    return Agitation(
        curve=curve,
        mean_level=quotient(weighted, total_us, "No level of agitation was coded."),
        highest=max((span.level for span in curve), default=None),
        time_to_calm_us=_time_to_calm(curve, exposure),
    )


def _curve(coded: list[Event], codable: list[TimeRange]) -> tuple[LevelSpan, ...]:
    edges = {edge for event in coded for edge in (event.start, event.end)}
    edges |= {edge for span in codable for edge in (span.start, span.end)}
    times = sorted(edges)
    spans: list[LevelSpan] = []
    for start, end in pairwise(times):
        if not any(start in span for span in codable):
            continue
        level = _highest_at(coded, start)
        if level is None:
            continue
        if spans and spans[-1].level == level and spans[-1].range.end == start:
            spans[-1] = LevelSpan(level, TimeRange(spans[-1].range.start, end))
        else:
            spans.append(LevelSpan(level, TimeRange(start, end)))
    return tuple(spans)


def _highest_at(coded: Iterable[Event], moment: Moment) -> int | None:
    return max((event.level for event in coded if event.level is not None and moment in event.range), default=None)


def _time_to_calm(curve: tuple[LevelSpan, ...], exposure: Exposure) -> Figure[int]:
    if not exposure.is_start_tagged:
        return Figure[int](None, "First contact was not tagged.")
    high = [span.range.start for span in curve if span.level > CALM_LEVEL]
    if not high:
        return Figure[int](None, f"Agitation was never above level {CALM_LEVEL}.")
    calm = [span.range.start for span in curve if span.level <= CALM_LEVEL and span.range.start > high[0]]
    if not calm:
        return Figure[int](None, f"Agitation did not fall to level {CALM_LEVEL} by the end.")
    return Figure(calm[0] - exposure.range.start)


def level_times(events: Iterable[Event], behaviour_id: str, within: list[TimeRange]) -> dict[int, int]:
    """Microseconds of each level of a state inside the given ranges; no instant of a level is counted twice."""
    spans: dict[int, list[TimeRange]] = {}
    for event in events:
        if event.behaviour.id == behaviour_id and event.level is not None:
            spans.setdefault(event.level, []).append(event.range)
    return {level: _shared_us(found, within) for level, found in sorted(spans.items())}


def _shared_us(some: list[TimeRange], others: list[TimeRange]) -> int:
    shared = (one.intersection(other) for one in union(some) for other in union(others))
    return sum(span.duration_us for span in shared if span is not None)
