"""What the log keeps of a draw, and the draw made again from it: the same seed must give the same assignments."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import cast
from uuid import UUID

from bwc_review.domain.assignment import ALGORITHM, Assignment, AssignmentPlan, draw
from bwc_review.domain.ids import RecordingId
from bwc_review.services.naming import NameChange, name_changes
from bwc_review.services.ports import UnitOfWork

Strata = Mapping[str, Sequence[RecordingId]]
_Seat = tuple[str, int, RecordingId, bool]
# Only the making of a plan names it in its details with all that was drawn from; other entries are few.
_ENTRIES = 20


@dataclass(frozen=True, slots=True)
class DrawCheck:
    """What came of making a draw again.

    Attributes:
        plan: The plan.
        is_same: True if the same assignments came out; None if the log does not say what was drawn from.
        text: One sentence that says so.
        name_changes: Those who take part, or made the plan, and became somebody else or were somebody else before.
    """

    plan: AssignmentPlan
    is_same: bool | None
    text: str
    name_changes: tuple[NameChange, ...] = ()


def draw_facts(
    plan: AssignmentPlan,
    drawn: Sequence[Assignment],
    strata: Strata,
    codes: Sequence[str],
    reviewers: Iterable[str],
    least_doubles: int,
) -> Mapping[str, object]:
    """All that somebody needs to make the draw again, for the log."""
    return {
        "plan": str(plan.id),
        "title": plan.title,
        "seed": plan.seed,
        "algorithm": ALGORITHM,
        "rubric_id": plan.rubric_id,
        "rubric_version": plan.rubric_version,
        "profile": plan.profile,
        "double_percent": plan.double_percent,
        "least_doubles": least_doubles,
        "is_stopped": plan.is_stopped,
        "frame_size": len(codes),
        "frame_sha256": hashlib.sha256("\n".join(codes).encode()).hexdigest(),
        "strata": {name: sorted(str(found) for found in strata[name]) for name in sorted(strata)},
        "assignments": len(drawn),
        "doubles": sum(found.is_double for found in drawn),
        "reviewers": sorted({name.strip() for name in reviewers if name.strip()}),
    }


def check_draw(work: UnitOfWork, plan: AssignmentPlan) -> DrawCheck:
    """Draw again from what the log kept of a plan, and compare with who was assigned what; list changed names."""
    seats = work.assignments.of_plan(plan.id)
    names = name_changes(work, {plan.made_by, *(found.reviewer for found in seats)})
    return replace(_check(work, plan, seats), name_changes=names)


def _check(work: UnitOfWork, plan: AssignmentPlan, seats: Iterable[Assignment]) -> DrawCheck:
    entries = work.audit.about(plan.id, plan.made_by, None, _ENTRIES)
    kept = next((entry.details for entry in entries if entry.action == "assignments.plan"), None)
    if kept is None:
        return DrawCheck(plan, None, f"“{plan.title}” was drawn before the log kept what was drawn from.")
    if kept["algorithm"] != ALGORITHM:
        return DrawCheck(plan, None, f"“{plan.title}” was drawn in another way, {kept['algorithm']}.")
    strata = {
        name: [RecordingId(UUID(text)) for text in ids]
        for name, ids in cast("Mapping[str, Sequence[str]]", kept["strata"]).items()
    }
    again = draw(plan, strata, cast("Sequence[str]", kept["reviewers"]), cast("int", kept["least_doubles"]))
    is_same = _seats(again) == _seats(seats) and kept["seed"] == plan.seed
    count = sum(len(ids) for ids in strata.values())
    words = f"seed {plan.seed} from {count} clips"
    if is_same:
        return DrawCheck(plan, True, f"“{plan.title}” drawn again with {words}: the same assignments.")
    return DrawCheck(
        plan, False, f"“{plan.title}” drawn again with {words} gives other assignments: they were changed."
    )


def _seats(assignments: Iterable[Assignment]) -> set[_Seat]:
    return {(found.reviewer, found.position, found.recording_id, found.is_double) for found in assignments}
