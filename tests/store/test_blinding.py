"""Assignments, masks, stop points and guesses in the database."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bwc_review.domain.assignment import Assignment, AssignmentPlan
from bwc_review.domain.blinding import PRESETS, Guess, MaskSet, PhaseGuess, StopPoint
from bwc_review.domain.errors import InputError
from bwc_review.domain.ids import AssignmentId, PlanId, new_id
from bwc_review.domain.time import Moment
from bwc_review.store.sql_store import SqlStore
from tests.store import values
from tests.store.filled import ACTOR, fill
from tests.unit.samples import RUBRIC

PLAN = AssignmentPlan(PlanId(new_id()), "Autumn", RUBRIC.id, RUBRIC.version, None, 2**40, 20, True, values.AT, ACTOR)


def test_plans_and_assignments_come_back_and_go(store: SqlStore):
    recording = fill(store).recording
    later = replace(PLAN, id=PlanId(new_id()), profile="lite", unblinded_at=values.AT, made_at=values.AT + timedelta(1))
    made = [
        Assignment(AssignmentId(new_id()), PLAN.id, recording.id, name, 1, is_double)
        for name, is_double in (("B", True), ("A", False))
    ]
    with store.writing(ACTOR) as unit:
        unit.assignments.put_plan(later)
        unit.assignments.put_plan(PLAN)
        unit.assignments.put_all(made)
        assert unit.assignments.plans() == [PLAN, later]
        assert unit.assignments.plan(PLAN.id) == PLAN
        assert unit.assignments.of_plan(PLAN.id) == made[::-1]
        assert unit.assignments.of_reviewer("B") == made[:1]
        unit.assignments.remove_plan(PLAN.id)
        assert unit.assignments.plans() == [later]
        with pytest.raises(InputError) as caught:
            unit.assignments.plan(PLAN.id)
    assert caught.value.code == "assign.unknown_plan"


def test_masks_and_stop_points_come_back_and_go(store: SqlStore):
    recording = fill(store).recording
    own = MaskSet(f"recording:{recording.id}", PRESETS["top-right"])
    camera = MaskSet("camera:Axon", ())
    stop = StopPoint(recording.id, Moment(3_000_000), ACTOR)
    with store.writing(ACTOR) as unit:
        unit.blinding.put_masks(own)
        unit.blinding.put_masks(camera)
        assert unit.blinding.all_masks() == [camera, own]
        assert unit.blinding.masks(own.scope) == own
        unit.blinding.remove_masks(own.scope)
        assert unit.blinding.masks(own.scope) is None
        unit.blinding.put_stop(stop)
        assert unit.blinding.stop(recording.id) == stop
        unit.blinding.remove_stop(recording.id)
        assert unit.blinding.stop(recording.id) is None


def test_guesses_come_back(store: SqlStore):
    review = fill(store).review
    guess = PhaseGuess(review.id, Guess.POST, ACTOR, values.AT)
    with store.writing(ACTOR) as unit:
        assert unit.blinding.guess(review.id) is None
        unit.blinding.add_guess(guess)
        assert unit.blinding.guess(review.id) == guess
        assert unit.blinding.guesses() == [guess]
