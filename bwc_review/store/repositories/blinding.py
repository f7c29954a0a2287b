"""Assignments and blinding."""

from collections.abc import Iterable, Sequence

from bwc_review.domain.assignment import Assignment, AssignmentPlan
from bwc_review.domain.blinding import MaskSet, PhaseGuess, StopPoint
from bwc_review.domain.errors import InputError
from bwc_review.domain.ids import PlanId, RecordingId, ReviewId
from bwc_review.store.blinding_tables import (
    AssignmentPlanRow,
    AssignmentRow,
    MaskSetRow,
    PhaseGuessRow,
    StopPointRow,
)
from bwc_review.store.mapping.blinding import (
    assignment_row,
    assignment_value,
    guess_row,
    guess_value,
    mask_row,
    mask_value,
    plan_row,
    plan_value,
    stop_row,
    stop_value,
)
from bwc_review.store.transaction import Criterion, Transaction


class SqlAssignments:
    """Plans, oldest first, and their assignments, by reviewer and position."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def put_plan(self, plan: AssignmentPlan) -> None:
        """Keep a plan, new or changed."""
        self._transaction.put(plan_row(plan))

    def plan(self, plan_id: PlanId) -> AssignmentPlan:
        """The plan with that id.

        Raises:
            InputError: The study has none.
        """
        row = self._transaction.row(AssignmentPlanRow, AssignmentPlanRow.id == plan_id)
        if row is None:
            raise InputError("assign.unknown_plan", "This plan is not in the study.", plan=str(plan_id))
        return plan_value(row)

    def plans(self) -> Sequence[AssignmentPlan]:
        """All plans."""
        order = (AssignmentPlanRow.made_at, AssignmentPlanRow.id)
        return [plan_value(row) for row in self._transaction.rows(AssignmentPlanRow, order_by=order)]

    def put_all(self, assignments: Iterable[Assignment]) -> None:
        """Keep assignments."""
        self._transaction.put_many(assignment_row(assignment) for assignment in assignments)

    def of_plan(self, plan_id: PlanId) -> Sequence[Assignment]:
        """Assignments of a plan."""
        return self._assignments(AssignmentRow.plan_id == plan_id)

    def of_reviewer(self, reviewer: str) -> Sequence[Assignment]:
        """Assignments of a reviewer, in all plans."""
        return self._assignments(AssignmentRow.reviewer == reviewer)

    def remove_plan(self, plan_id: PlanId) -> None:
        """Remove a plan with its assignments."""
        self._transaction.remove(AssignmentRow, AssignmentRow.plan_id == plan_id)
        self._transaction.remove(AssignmentPlanRow, AssignmentPlanRow.id == plan_id)

    def _assignments(self, criterion: Criterion) -> list[Assignment]:
        order = (AssignmentRow.reviewer, AssignmentRow.position, AssignmentRow.id)
        return [assignment_value(row) for row in self._transaction.rows(AssignmentRow, criterion, order_by=order)]


class SqlBlinding:
    """Masks, stop points and guesses."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def put_masks(self, mask_set: MaskSet) -> None:
        """Keep a set of masks, new or changed."""
        self._transaction.put(mask_row(mask_set))

    def remove_masks(self, scope: str) -> None:
        """Let a recording or camera have no masks of its own."""
        self._transaction.remove(MaskSetRow, MaskSetRow.scope == scope)

    def masks(self, scope: str) -> MaskSet | None:
        """The masks of a recording or camera, or None."""
        row = self._transaction.row(MaskSetRow, MaskSetRow.scope == scope)
        return mask_value(row) if row is not None else None

    def all_masks(self) -> Sequence[MaskSet]:
        """All sets of masks, by scope."""
        return [mask_value(row) for row in self._transaction.rows(MaskSetRow, order_by=[MaskSetRow.scope])]

    def put_stop(self, stop: StopPoint) -> None:
        """Keep a stop point, new or changed."""
        self._transaction.put(stop_row(stop))

    def remove_stop(self, recording_id: RecordingId) -> None:
        """Remove a stop point."""
        self._transaction.remove(StopPointRow, StopPointRow.recording_id == recording_id)

    def stop(self, recording_id: RecordingId) -> StopPoint | None:
        """The stop point of a recording, or None."""
        row = self._transaction.row(StopPointRow, StopPointRow.recording_id == recording_id)
        return stop_value(row) if row is not None else None

    def add_guess(self, guess: PhaseGuess) -> None:
        """Keep a guess; it is never changed."""
        self._transaction.add(guess_row(guess))

    def guess(self, review_id: ReviewId) -> PhaseGuess | None:
        """The guess about a review, or None."""
        row = self._transaction.row(PhaseGuessRow, PhaseGuessRow.review_id == review_id)
        return guess_value(row) if row is not None else None

    def guesses(self) -> Sequence[PhaseGuess]:
        """All guesses."""
        rows = self._transaction.rows(PhaseGuessRow, order_by=[PhaseGuessRow.given_at, PhaseGuessRow.review_id])
        return [guess_value(row) for row in rows]
