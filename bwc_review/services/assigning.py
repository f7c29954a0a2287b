"""Assignments: the study lead has recordings shared out among reviewers; each sees a queue, nobody sees the doubles."""

import secrets
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bwc_review.domain.assignment import (
    DOUBLE_PERCENT,
    LEAST_DOUBLES,
    Assignment,
    AssignmentPlan,
    AssignmentState,
    draw,
)
from bwc_review.domain.clip import Recording
from bwc_review.domain.errors import InputError
from bwc_review.domain.ids import PlanId, RecordingId, new_id
from bwc_review.domain.remark import checked_reason
from bwc_review.domain.tag import Review, ReviewState
from bwc_review.services.clock import utc_now
from bwc_review.services.draw_check import DrawCheck, check_draw, draw_facts
from bwc_review.services.library import Library
from bwc_review.services.ports import Store, UnitOfWork
from bwc_review.services.rubric_shelf import RubricShelf
from bwc_review.services.stop_points import end_in

_SEEDS = 2**31


@dataclass(frozen=True, slots=True)
class QueueItem:
    """What a reviewer sees of an assignment: nothing that tells phase, date, officer, or whether it is coded twice.

    Attributes:
        recording_id: What is to be reviewed.
        code: Its code name.
        duration_us: Its length, as far as the plan shows it.
        plan: Under which plan.
        position: Place in the reviewer's own order, from 1.
        state: How far it is.
    """

    recording_id: RecordingId
    code: str
    duration_us: int
    plan: AssignmentPlan
    position: int
    state: AssignmentState


@dataclass(frozen=True, slots=True)
class Assigned:
    """An assignment as the study lead sees it.

    Attributes:
        assignment: The assignment.
        plan: Its plan.
        code: The recording's code name.
        state: How far it is.
    """

    assignment: Assignment
    plan: AssignmentPlan
    code: str
    state: AssignmentState


@dataclass(frozen=True, slots=True)
class PlanWish:
    """What the study lead asks for.

    Attributes:
        title: What the plan is called.
        rubric_id: Which rubric.
        reviewers: Who takes part.
        version: Which version; the newest if None.
        profile: Id of the rubric's profile, or None for all behaviours.
        codes: Code names of the clips; None for all that nobody has been assigned yet.
        seed: Seed of the draw; a new one if None.
        double_percent: Share that is coded twice.
        least_doubles: Fewest clips of each phase that are coded twice.
        is_stopped: True if playback stops before the first hands-on.
    """

    title: str
    rubric_id: str
    reviewers: Sequence[str]
    version: str | None = None
    profile: str | None = None
    codes: Sequence[str] | None = None
    seed: int | None = None
    double_percent: int = DOUBLE_PERCENT
    least_doubles: int = LEAST_DOUBLES
    is_stopped: bool = False


class Assigning:
    """Makes plans, and tells what is to be done.

    Attributes:
        actor: Who acts, as the log will say.
    """

    def __init__(
        self,
        store: Store,
        library: Library,
        shelf: RubricShelf,
        actor: str,
        clock: Callable[[], datetime] = utc_now,
    ) -> None:
        self._store = store
        self._library = library
        self._shelf = shelf
        self._clock = clock
        self.actor = actor

    def assign(self, wish: PlanWish) -> AssignmentPlan:
        """Draw who reviews what, and keep it with the seed, so that the draw can be repeated and checked.

        Raises:
            InputError: There is no such rubric, profile or clip, or too few reviewers.
        """
        rubric = self._shelf.ready(wish.rubric_id, wish.version)
        if wish.profile is not None and wish.profile not in {known.id for known in rubric.profiles}:
            message = f"The rubric {rubric.id} {rubric.version} has no profile “{wish.profile}”."
            raise InputError("rubric.unknown_profile", message, field="profile")
        strata, codes = self._strata(wish.codes)
        plan = AssignmentPlan(
            id=PlanId(new_id()),
            title=wish.title.strip() or f"Plan of {self._clock():%Y-%m-%d}",
            rubric_id=rubric.id,
            rubric_version=rubric.version,
            profile=wish.profile,
            seed=secrets.randbelow(_SEEDS) if wish.seed is None else wish.seed,
            double_percent=wish.double_percent,
            is_stopped=wish.is_stopped,
            made_at=self._clock(),
            made_by=self.actor,
        )
        drawn = draw(plan, strata, wish.reviewers, wish.least_doubles)
        facts = draw_facts(plan, drawn, strata, codes, wish.reviewers, wish.least_doubles)
        with self._store.writing(self.actor) as work:
            work.assignments.put_plan(plan)
            work.assignments.put_all(drawn)
            work.audit.record("assignments.plan", f"plan:{plan.id}", facts)
            work.commit()
        return plan

    def plans(self) -> tuple[AssignmentPlan, ...]:
        """All plans, oldest first."""
        with self._store.reading() as work:
            return tuple(work.assignments.plans())

    def check_draw(self, plan_id: PlanId) -> DrawCheck:
        """Draw a plan again from what the log kept of it: its seed, reviewers and clips.

        Raises:
            InputError: There is no such plan.
        """
        with self._store.reading() as work:
            return check_draw(work, work.assignments.plan(plan_id))

    def list(self, reviewer: str | None = None) -> tuple[Assigned, ...]:
        """All assignments, or those of one reviewer, by plan, reviewer and place."""
        with self._store.reading() as work:
            codes = {recording.id: recording.code for recording in work.recordings.all()}
            reviews = work.reviews.all()
            return tuple(
                Assigned(assignment, plan, codes[assignment.recording_id], _state(plan, assignment, reviews))
                for plan in work.assignments.plans()
                for assignment in work.assignments.of_plan(plan.id)
                if reviewer in (None, assignment.reviewer)
            )

    def queue(self, reviewer: str) -> tuple[QueueItem, ...]:
        """What a reviewer has to do, in their own order: begun first, then waiting, then submitted."""
        order = (AssignmentState.BEGUN, AssignmentState.WAITING, AssignmentState.SUBMITTED)
        with self._store.reading() as work:
            reviews = [review for review in work.reviews.all() if review.reviewer == reviewer]
            plans = {plan.id: plan for plan in work.assignments.plans()}
            items = [
                _queue_item(
                    work.recordings.get(found.recording_id),
                    end_in(work, found.recording_id, reviewer),
                    plans[found.plan_id],
                    found,
                    reviews,
                )
                for found in work.assignments.of_reviewer(reviewer)
            ]
        return tuple(sorted(items, key=lambda item: (order.index(item.state), item.plan.made_at, item.position)))

    def assignment_of(self, reviewer: str, recording_id: RecordingId) -> QueueItem | None:
        """The reviewer's assignment of a recording, the newest first; None without one."""
        found = [item for item in self.queue(reviewer) if item.recording_id == recording_id]
        return max(found, key=lambda item: item.plan.made_at, default=None)

    def is_blinded(self, reviewer: str) -> bool:
        """True while the reviewer takes part in a plan that is not unblinded."""
        return any(item.plan.unblinded_at is None for item in self.queue(reviewer))

    def leave(self) -> None:
        """Log that the actor, who takes part in a blinded plan, looks at what is hidden; nothing for anybody else."""
        if self._store.is_read_only or not self.is_blinded(self.actor):
            return
        with self._store.writing(self.actor) as work:
            work.audit.record("blinding.leave", "study", {"reviewer": self.actor})
            work.commit()

    def look(self, hidden: str, *, is_lead: bool) -> None:
        """Let the actor see what is hidden from blinded reviewers; whoever takes part in a plan is logged.

        Args:
            hidden: What it is, as the beginning of a sentence.
            is_lead: True if they asked for it as study lead.

        Raises:
            InputError: The actor takes part in a blinded plan and has not asked as lead.
        """
        if not is_lead and self.is_blinded(self.actor):
            message = (
                f"{hidden} would tell {self.actor} what their assignments hide. A study lead can ask with --as-lead."
            )
            raise InputError("blinding.hidden", message, reviewer=self.actor)
        if is_lead:
            self.leave()

    def withdraw(self, plan_id: PlanId) -> None:
        """Take a plan back that nobody has begun.

        Raises:
            InputError: A review of it was begun, or there is no such plan.
        """
        with self._store.writing(self.actor) as work:
            plan = work.assignments.plan(plan_id)
            begun = _count(work, plan, lambda state: state is not AssignmentState.WAITING)
            if begun:
                which = "One of its reviews was" if begun == 1 else f"{begun} of its reviews were"
                message = f"{which} begun, so “{plan.title}” cannot be taken back."
                raise InputError("assign.begun", message, plan=str(plan_id))
            work.assignments.remove_plan(plan_id)
            work.audit.record("assignments.withdraw", f"plan:{plan_id}", {"title": plan.title})
            work.commit()

    def unblind(self, plan_id: PlanId, reason: str, *, is_early: bool = False) -> AssignmentPlan:
        """Tell the reviewers of a plan what was hidden; the log keeps who did it and why.

        Args:
            plan_id: The plan.
            reason: Why now.
            is_early: True to do it although reviews are not submitted yet; the log says so.

        Raises:
            InputError: Reviews are not submitted, no reason is given, or it was done before.
        """
        why = checked_reason(reason)
        with self._store.writing(self.actor) as work:
            plan = work.assignments.plan(plan_id)
            if plan.unblinded_at is not None:
                raise InputError("assign.unblinded", f"“{plan.title}” was unblinded before.", plan=str(plan_id))
            left = _count(work, plan, lambda state: state is not AssignmentState.SUBMITTED)
            if left and not is_early:
                waits = "1 review" if left == 1 else f"{left} reviews"
                message = f"Not submitted yet in “{plan.title}”: {waits}. Unblinding waits for the lock."
                raise InputError("assign.not_locked", message, plan=str(plan_id), left=left)
            unblinded = replace(plan, unblinded_at=self._clock())
            work.assignments.put_plan(unblinded)
            details = {"title": plan.title, "reason": why, "not_submitted": left}
            work.audit.record("blinding.lift", f"plan:{plan_id}", details)
            work.commit()
        return unblinded

    def plan(self, name: str) -> AssignmentPlan:
        """The plan with that title, or whose id begins so.

        Raises:
            InputError: There is none, or several.
        """
        plans = self.plans()
        found = [plan for plan in plans if plan.title == name] or [
            plan for plan in plans if len(name) >= 4 and str(plan.id).startswith(name.lower())
        ]
        if len(found) != 1:
            message = (
                f"There is no plan “{name}”." if not found else f"There are {len(found)} plans “{name}”; name its id."
            )
            raise InputError("assign.unknown_plan", f"{message} “assignments list” shows them.", plan=name)
        return found[0]

    def _strata(self, codes: Sequence[str] | None) -> tuple[Mapping[str, Sequence[RecordingId]], Sequence[str]]:
        """Recordings by phase, and their code names."""
        rows = self._library.rows()
        if codes is None:
            with self._store.reading() as work:
                taken = {
                    found.recording_id
                    for plan in work.assignments.plans()
                    for found in work.assignments.of_plan(plan.id)
                }
            chosen = [row for row in rows if row.recording.id not in taken]
        else:
            wanted = {self._library.by_code(code).id for code in codes}
            chosen = [row for row in rows if row.recording.id in wanted]
        strata: dict[str, list[RecordingId]] = {}
        for row in chosen:
            strata.setdefault(row.phase.value, []).append(row.recording.id)
        return strata, sorted(row.recording.code for row in chosen)


def _queue_item(
    recording: Recording, shown_us: int, plan: AssignmentPlan, found: Assignment, reviews: Iterable[Review]
) -> QueueItem:
    state = _state(plan, found, reviews)
    return QueueItem(recording.id, recording.code, shown_us, plan, found.position, state)


def _state(plan: AssignmentPlan, assignment: Assignment, reviews: Iterable[Review]) -> AssignmentState:
    wanted = (assignment.recording_id, assignment.reviewer, plan.rubric_id, plan.rubric_version)
    for review in reviews:
        if (review.recording_id, review.reviewer, review.rubric_id, review.rubric_version) == wanted:
            is_draft = review.state is ReviewState.DRAFT
            return AssignmentState.BEGUN if is_draft else AssignmentState.SUBMITTED
    return AssignmentState.WAITING


def _count(work: UnitOfWork, plan: AssignmentPlan, counts: Callable[[AssignmentState], bool]) -> int:
    reviews = work.reviews.all()
    return sum(counts(_state(plan, found, reviews)) for found in work.assignments.of_plan(plan.id))
