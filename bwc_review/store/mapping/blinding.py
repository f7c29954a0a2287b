"""Assignments, masks, stop points and guesses."""

from datetime import datetime

from bwc_review.domain.assignment import Assignment, AssignmentPlan
from bwc_review.domain.blinding import Guess, MaskBox, MaskSet, PhaseGuess, StopPoint
from bwc_review.domain.ids import AssignmentId, PlanId, RecordingId, ReviewId
from bwc_review.domain.time import Moment
from bwc_review.store.blinding_tables import (
    AssignmentPlanRow,
    AssignmentRow,
    MaskSetRow,
    PhaseGuessRow,
    StopPointRow,
)
from bwc_review.store.codec import dumps, loads
from bwc_review.store.mapping.texts import time_text


def plan_row(plan: AssignmentPlan) -> AssignmentPlanRow:
    """The row of a plan."""
    return AssignmentPlanRow(
        id=plan.id,
        title=plan.title,
        rubric_id=plan.rubric_id,
        rubric_version=plan.rubric_version,
        profile=plan.profile,
        seed=plan.seed,
        double_percent=plan.double_percent,
        is_stopped=plan.is_stopped,
        made_at=time_text(plan.made_at),
        made_by=plan.made_by,
        unblinded_at=time_text(plan.unblinded_at) if plan.unblinded_at else None,
    )


def plan_value(row: AssignmentPlanRow) -> AssignmentPlan:
    """The plan in a row."""
    return AssignmentPlan(
        PlanId(row.id),
        row.title,
        row.rubric_id,
        row.rubric_version,
        row.profile,
        row.seed,
        row.double_percent,
        row.is_stopped,
        datetime.fromisoformat(row.made_at),
        row.made_by,
        datetime.fromisoformat(row.unblinded_at) if row.unblinded_at else None,
    )


def assignment_row(assignment: Assignment) -> AssignmentRow:
    """The row of an assignment."""
    return AssignmentRow(
        id=assignment.id,
        plan_id=assignment.plan_id,
        recording_id=assignment.recording_id,
        reviewer=assignment.reviewer,
        position=assignment.position,
        is_double=assignment.is_double,
    )


def assignment_value(row: AssignmentRow) -> Assignment:
    """The assignment in a row."""
    return Assignment(
        AssignmentId(row.id),
        PlanId(row.plan_id),
        RecordingId(row.recording_id),
        row.reviewer,
        row.position,
        row.is_double,
    )


def mask_row(mask_set: MaskSet) -> MaskSetRow:
    """The row of a set of masks."""
    return MaskSetRow(scope=mask_set.scope, boxes=dumps(mask_set.boxes))


def mask_value(row: MaskSetRow) -> MaskSet:
    """The set of masks in a row."""
    return MaskSet(row.scope, loads(tuple[MaskBox, ...], row.boxes))


def stop_row(stop: StopPoint) -> StopPointRow:
    """The row of a stop point."""
    return StopPointRow(recording_id=stop.recording_id, at_us=stop.at.us, set_by=stop.set_by)


def stop_value(row: StopPointRow) -> StopPoint:
    """The stop point in a row."""
    return StopPoint(RecordingId(row.recording_id), Moment(row.at_us), row.set_by)


def guess_row(guess: PhaseGuess) -> PhaseGuessRow:
    """The row of a guess."""
    return PhaseGuessRow(
        review_id=guess.review_id, guess=guess.guess, given_by=guess.by, given_at=time_text(guess.given_at)
    )


def guess_value(row: PhaseGuessRow) -> PhaseGuess:
    """The guess in a row."""
    return PhaseGuess(ReviewId(row.review_id), Guess(row.guess), row.given_by, datetime.fromisoformat(row.given_at))
