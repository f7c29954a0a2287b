"""Assignments: the draw is kept, each reviewer has a queue, nobody sees the doubles, unblinding waits for the lock."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from bwc_review.domain.assignment import AssignmentPlan, AssignmentState
from bwc_review.domain.clip import Recording
from bwc_review.domain.errors import InputError
from bwc_review.domain.ids import PlanId, new_id
from bwc_review.domain.people import Phase
from bwc_review.domain.remark import ReasonKind
from bwc_review.services.assigning import PlanWish, QueueItem
from bwc_review.services.bootstrap import Study
from tests.services.conftest import Shelf

A, B = "Reviewer A", "Reviewer B"
CODES = ("A2C4", "D3F6", "G7H9", "K7Q2")
WHY = {ReasonKind.RATINGS: "No sound.", ReasonKind.UNCODED: "Nothing happens."}


@pytest.fixture
def recordings(shelf: Shelf) -> list[Recording]:
    shelf.rubric()
    return [shelf.recording(code) for code in CODES]


def assign(study: Study, **wanted: object) -> AssignmentPlan:
    wish: dict[str, object] = {
        "title": "Autumn",
        "rubric_id": "sample",
        "reviewers": (A, B),
        "least_doubles": 0,
        **wanted,
    }
    return study.assigning.assign(PlanWish(**wish))  # pyright: ignore[reportArgumentType] - fields of a test


def finish(study: Study, item: QueueItem, reviewer: str) -> None:
    review = study.reviewing.start(item.recording_id, item.plan.rubric_id, item.plan.rubric_version, reviewer)
    study.submitting.submit(review.id, WHY)


def refused(act: Callable[[], object]) -> str:
    with pytest.raises(InputError) as caught:
        act()
    return caught.value.code


def test_the_draw_is_logged_so_that_it_can_be_repeated(study: Study, recordings: list[Recording]) -> None:
    plan = assign(study, seed=11, double_percent=50, is_stopped=True)
    entry = study.auditing.log(1)[0]
    assert (entry.action, entry.details["seed"], entry.details["algorithm"]) == (
        "assignments.plan",
        11,
        "python-random-1",
    )
    assert (entry.details["frame_size"], entry.details["assignments"], entry.details["doubles"]) == (4, 6, 2)
    assert study.assigning.plans() == (plan,)
    first = [(found.code, found.assignment.reviewer, found.assignment.position) for found in study.assigning.list()]
    study.assigning.withdraw(plan.id)
    assign(study, seed=11, double_percent=50)
    assert [
        (found.code, found.assignment.reviewer, found.assignment.position) for found in study.assigning.list()
    ] == first


def test_only_clips_that_nobody_has_yet_are_assigned_unless_they_are_named(
    study: Study, recordings: list[Recording], shelf: Shelf
) -> None:
    assign(study, codes=("A2C4", "d3f6"), double_percent=0)
    assign(study, title=" ", double_percent=0)
    titles = {plan.title for plan in study.assigning.plans()}
    assert "Autumn" in titles
    assert any(title.startswith("Plan of 2") for title in titles)
    assert sorted(found.code for found in study.assigning.list()) == sorted(CODES)
    assert refused(lambda: assign(study)) == "assign.no_clips"


def test_a_queue_tells_no_more_than_a_blinded_reviewer_may_know(study: Study, recordings: list[Recording]) -> None:
    assign(study, double_percent=100)
    queue = study.assigning.queue(A)
    assert [item.position for item in queue] == [1, 2, 3, 4]
    assert not {"is_double", "phase", "officer", "recorded_at"} & set(QueueItem.__slots__)
    assert study.assigning.queue("Nobody") == ()
    assert len(study.assigning.list(A)) == 4


def test_the_state_follows_the_review_and_what_was_begun_comes_first(study: Study, recordings: list[Recording]) -> None:
    assign(study, double_percent=100)
    first, second, *_ = study.assigning.queue(A)
    finish(study, first, A)
    study.reviewing.start(second.recording_id, "sample", reviewer=A)
    queue = study.assigning.queue(A)
    assert [item.state for item in queue] == [
        AssignmentState.BEGUN,
        AssignmentState.WAITING,
        AssignmentState.WAITING,
        AssignmentState.SUBMITTED,
    ]
    assert queue[0].code == second.code
    assert {item.state for item in study.assigning.queue(B)} == {AssignmentState.WAITING}
    found = study.assigning.assignment_of(A, second.recording_id)
    assert found is not None
    assert found.state is AssignmentState.BEGUN
    assert study.assigning.assignment_of("Nobody", second.recording_id) is None


def test_a_plan_is_taken_back_only_while_nobody_has_begun(study: Study, recordings: list[Recording]) -> None:
    plan = assign(study)
    study.reviewing.start(study.assigning.queue(A)[0].recording_id, "sample", reviewer=A)
    assert refused(lambda: study.assigning.withdraw(plan.id)) == "assign.begun"
    assert study.assigning.plans() == (plan,)


def test_unblinding_waits_for_the_lock_and_is_logged_with_its_reason(study: Study, recordings: list[Recording]) -> None:
    plan = assign(study, reviewers=(A,), double_percent=0)
    assert study.assigning.is_blinded(A)
    assert not study.assigning.is_blinded(B)
    finish(study, study.assigning.queue(A)[0], A)
    assert refused(lambda: study.assigning.unblind(plan.id, "All done")) == "assign.not_locked"
    assert refused(lambda: study.assigning.unblind(plan.id, " ", is_early=True)) == "reason.empty"
    study.assigning.unblind(plan.id, "The course begins.", is_early=True)
    entry = study.auditing.log(1)[0]
    assert (entry.action, entry.actor) == ("blinding.lift", "lead")
    assert (entry.details["reason"], entry.details["not_submitted"]) == ("The course begins.", 3)
    assert not study.assigning.is_blinded(A)
    assert refused(lambda: study.assigning.unblind(plan.id, "Again")) == "assign.unblinded"


def test_what_is_unknown_is_refused(study: Study, recordings: list[Recording]) -> None:
    plan = assign(study, double_percent=0, codes=CODES[:2])
    assert refused(lambda: assign(study, rubric_id="nowhere")) == "rubric.unknown"
    assert refused(lambda: assign(study, profile="nowhere")) == "rubric.unknown_profile"
    assert refused(lambda: assign(study, codes=("ZZZZ",))) == "clip.unknown_code"
    assert study.assigning.plan("Autumn") == study.assigning.plan(str(plan.id)[:8]) == plan
    assert refused(lambda: study.assigning.plan("Winter")) == "assign.unknown_plan"
    assign(study, double_percent=0)
    assert refused(lambda: study.assigning.plan("Autumn")) == "assign.unknown_plan"


def test_looking_behind_the_blinding_is_logged_for_those_who_take_part(
    study: Study, recordings: list[Recording]
) -> None:
    seq = study.auditing.head().seq
    study.assigning.leave()
    assert study.auditing.head().seq == seq
    assign(study, reviewers=("lead",), double_percent=0)
    study.assigning.leave()
    assert study.auditing.log(1)[0].action == "blinding.leave"


def test_what_is_hidden_is_told_to_a_lead_and_to_those_who_ask_as_lead(
    study: Study, recordings: list[Recording]
) -> None:
    seq = study.auditing.head().seq
    study.assigning.look("A phase", is_lead=False)
    study.assigning.look("A phase", is_lead=True)
    assert study.auditing.head().seq == seq
    assign(study, reviewers=("lead",), double_percent=0)
    assert refused(lambda: study.assigning.look("A phase", is_lead=False)) == "blinding.hidden"
    study.assigning.look("A phase", is_lead=True)
    assert study.auditing.log(1)[0].action == "blinding.leave"


class TestDrawingAgain:
    def test_the_log_alone_gives_the_same_draw_whatever_was_done_since(
        self, study: Study, recordings: list[Recording], shelf: Shelf
    ) -> None:
        plan = assign(study, reviewers=(A, B, "Reviewer C", "D", "E"), least_doubles=1, double_percent=10)
        study.library.override_phase(recordings[0].id, Phase.POST, "The date was wrong.")
        shelf.recording("Z9Z9")
        item = study.assigning.queue(study.assigning.list()[0].assignment.reviewer)[0]
        study.reviewing.start(item.recording_id, "sample", reviewer=A)
        found = study.assigning.check_draw(plan.id)
        assert (found.is_same, found.plan) == (True, plan)
        assert found.text == f"“Autumn” drawn again with seed {plan.seed} from 4 clips: the same assignments."

    def test_an_assignment_that_was_moved_is_found(self, study: Study, recordings: list[Recording]) -> None:
        plan = assign(study, seed=5, double_percent=0)
        _rewrite(study, "UPDATE assignments SET reviewer = 'Reviewer A' WHERE reviewer = 'Reviewer B'")
        found = study.assigning.check_draw(plan.id)
        assert (found.is_same, "other assignments" in found.text) == (False, True)

    def test_a_draw_of_which_too_little_is_known_is_not_called_wrong(
        self, study: Study, recordings: list[Recording], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        plan = assign(study, seed=5, double_percent=0)
        old = replace(plan, id=PlanId(new_id()), title="Old")
        with study.store.writing("lead") as work:
            work.assignments.put_plan(old)
            work.audit.record("assignments.plan", f"plan:{old.id}", {"title": "Old", "seed": 5})
            work.commit()
        found = study.assigning.check_draw(old.id)
        assert (found.is_same, found.text) == (None, "“Old” was drawn before the log kept what was drawn from.")
        monkeypatch.setattr("bwc_review.services.draw_check.ALGORITHM", "dice-2")
        found = study.assigning.check_draw(plan.id)
        assert (found.is_same, found.text) == (None, "“Autumn” was drawn in another way, python-random-1.")


def _rewrite(study: Study, statement: str) -> None:
    """Change the study behind the program's back."""
    with closing(sqlite3.connect(Path(study.store.location) / "study.db")) as file:
        file.execute(statement)
        file.commit()
