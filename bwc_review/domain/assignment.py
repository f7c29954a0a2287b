"""Who reviews which recording, drawn by chance with a stored seed; a hidden share is reviewed twice."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bwc_review.domain.errors import InputError
from bwc_review.domain.ids import AssignmentId, PlanId, RecordingId, new_id

ALGORITHM = "python-random-1"
"""How seats are drawn: Python's Mersenne Twister seeded with the plan's seed, in the steps of `draw`."""
DOUBLE_PERCENT = 20
LEAST_DOUBLES = 10


class AssignmentState(StrEnum):
    """How far an assignment is; it follows from the review."""

    WAITING = "waiting"
    BEGUN = "begun"
    SUBMITTED = "submitted"


@dataclass(frozen=True, slots=True)
class AssignmentPlan:
    """One draw: under what, with which seed, and how much of it twice.

    Attributes:
        id: Made with the plan.
        title: What the plan is called.
        rubric_id: Which rubric is used.
        rubric_version: Which version of it.
        profile: Id of the rubric's profile, or None for all behaviours.
        seed: Seed of the draw; with the same recordings and reviewers it gives the same assignments.
        double_percent: Share of recordings, in each phase, that two reviewers code.
        is_stopped: True if playback stops before the first hands-on.
        made_at: When, in UTC.
        made_by: Who.
        unblinded_at: When its reviewers were told what was hidden; None while they are blinded.
    """

    id: PlanId
    title: str
    rubric_id: str
    rubric_version: str
    profile: str | None
    seed: int
    double_percent: int
    is_stopped: bool
    made_at: datetime
    made_by: str
    unblinded_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Assignment:
    """A recording for a reviewer.

    Attributes:
        id: Made with the plan.
        plan_id: The plan.
        recording_id: What is reviewed.
        reviewer: By whom.
        position: Place in the reviewer's own order, from 1.
        is_double: True for the second review of a recording. No reviewer is ever shown it.
    """

    id: AssignmentId
    plan_id: PlanId
    recording_id: RecordingId
    reviewer: str
    position: int
    is_double: bool


def draw(
    plan: AssignmentPlan,
    strata: Mapping[str, Sequence[RecordingId]],
    reviewers: Sequence[str],
    least_doubles: int = LEAST_DOUBLES,
) -> tuple[Assignment, ...]:
    """Share recordings out at random, evenly, each reviewer's in an order of their own with the strata mixed.

    Args:
        plan: Gives the seed and the share that is coded twice.
        strata: Recordings by stratum, such as phase; the share is drawn within each.
        reviewers: At least one; two if any recording is coded twice.
        least_doubles: Fewest recordings coded twice in a stratum, as far as it has so many; 0 if the share is 0.

    Raises:
        InputError: There are no recordings, no reviewers, or one reviewer for doubles.
    """
    names = list(dict.fromkeys(name.strip() for name in reviewers if name.strip()))
    _check(plan, strata, names)
    chance = random.Random(plan.seed)
    seats: dict[str, list[tuple[RecordingId, bool]]] = {name: [] for name in sorted(names)}
    for stratum in sorted(strata):
        # Ids are sorted first: the draw depends on the seed and on what is drawn from, not on any order of reading.
        recordings = sorted(strata[stratum])
        chance.shuffle(recordings)
        doubles = set(recordings[: doubles_of(len(recordings), plan.double_percent, least_doubles)])
        for recording_id in recordings:
            first = _freest(seats, chance, None)
            seats[first].append((recording_id, False))
            if recording_id in doubles:
                seats[_freest(seats, chance, first)].append((recording_id, True))
    made: list[Assignment] = []
    for name, own in seats.items():
        chance.shuffle(own)
        made += [
            Assignment(AssignmentId(new_id()), plan.id, recording_id, name, place, is_double)
            for place, (recording_id, is_double) in enumerate(own, start=1)
        ]
    return tuple(made)


def doubles_of(count: int, percent: int, least: int = LEAST_DOUBLES) -> int:
    """How many of `count` recordings are coded twice: the share rounded up, at least `least`, at most all."""
    if percent == 0:
        return 0
    return min(count, max(-(-count * percent // 100), least))


def _check(plan: AssignmentPlan, strata: Mapping[str, Sequence[RecordingId]], names: Sequence[str]) -> None:
    if not any(strata.values()):
        raise InputError("assign.no_clips", "There are no clips to assign.", field="clips")
    if not names:
        raise InputError("assign.no_reviewers", "Name at least one reviewer.", field="reviewers")
    if not 0 <= plan.double_percent <= 100:
        raise InputError("assign.share", "The share that is coded twice goes from 0 to 100 %.", field="double_percent")
    if plan.double_percent and len(names) < 2:
        message = "Clips that are coded twice need a second reviewer. Name one, or set the share to 0."
        raise InputError("assign.one_reviewer", message, field="reviewers")


def _freest(seats: Mapping[str, Sequence[tuple[RecordingId, bool]]], chance: random.Random, without: str | None) -> str:
    """The reviewer with the fewest recordings so far; chance decides between equals."""
    others = [name for name in seats if name != without]
    least = min(len(seats[name]) for name in others)
    return chance.choice([name for name in others if len(seats[name]) == least])
