"""Assigning clips from the library: the dialog, the draw, and what was drawn."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from bwc_review.domain.assignment import AssignmentPlan
from bwc_review.domain.ids import PlanId
from bwc_review.domain.rubric import Rubric
from bwc_review.services.assigning import Assigned, PlanWish
from bwc_review.services.bootstrap import Study
from bwc_review.ui.bridge.study import StudyBridge, Tone
from bwc_review.ui.commands.registry import Command, Registry
from bwc_review.ui.pages.assign_dialog import AssignDialog
from bwc_review.ui.pages.plans_dialog import PlansDialog

ASSIGN = Command(
    "library.assign",
    "&Assign clips…",
    "Share clips out among reviewers at random, a hidden part of them twice",
    ("Ctrl+Shift+A",),
    "Edit",
    "library",
    "user",
    3,
)
PLANS = Command(
    "library.plans",
    "Assi&gnments…",
    "See how far assignments are; take a plan back or unblind it",
    ("Ctrl+Shift+L",),
    "Edit",
    "library",
    "list",
    3,
)


class LibraryAssigning(QObject):
    """Lets the study lead make plans of assignments, and see how far they are."""

    def __init__(
        self, bridge: StudyBridge, registry: Registry, host: QWidget, codes: Callable[[], Sequence[str]]
    ) -> None:
        """Make it.

        Args:
            bridge: The study.
            registry: Where its command goes.
            host: The page.
            codes: Code names of the clips that are shown.
        """
        super().__init__(host)
        self._bridge = bridge
        self._host = host
        self._codes = codes
        self.dialog: AssignDialog | None = None
        self.plans: PlansDialog | None = None
        self._actions = [registry.add(ASSIGN, self.ask, host), registry.add(PLANS, self.show_plans, host)]
        bridge.blinding_changed.connect(self._follow_role)
        self._follow_role(bridge.is_blinded)

    def ask(self) -> None:
        """Ask for all that a draw needs."""
        study = self._bridge.study
        self._bridge.read(self, lambda: _choices(study), self._show)

    def assign(self, wish: PlanWish) -> None:
        """Draw, and tell what was drawn."""
        study = self._bridge.study

        def work() -> tuple[AssignmentPlan, int, int]:
            plan = study.assigning.assign(wish)
            mine = [found for found in study.assigning.list() if found.plan.id == plan.id]
            return plan, len({found.code for found in mine}), len(mine)

        def tell(done: tuple[AssignmentPlan, int, int]) -> None:
            plan, clips, reviews = done
            clip_words = "1 clip" if clips == 1 else f"{clips} clips"
            review_words = "1 review" if reviews == 1 else f"{reviews} reviews"
            words = f"Assigned {clip_words} in {review_words}: “{plan.title}”, seed {plan.seed}."
            self._bridge.tell(words, Tone.SUCCESS)

        self._bridge.read(self, work, tell)

    def show_plans(self) -> None:
        """Show how far all plans are."""
        assigning = self._bridge.study.assigning
        self._bridge.read(self, lambda: (assigning.plans(), assigning.list()), self._show_plans)

    def _show_plans(self, found: tuple[Sequence[AssignmentPlan], Sequence[Assigned]]) -> None:
        bridge = self._bridge
        assigning = bridge.study.assigning

        def withdraw(plan_id: PlanId) -> None:
            told = "The plan was taken back."
            bridge.read(self, lambda: assigning.withdraw(plan_id), lambda _done: bridge.tell(told, Tone.SUCCESS))

        def unblind(plan_id: PlanId, reason: str, is_early: bool) -> None:
            told = "The plan is unblinded. The log keeps who did it and why."
            work = lambda: assigning.unblind(plan_id, reason, is_early=is_early)  # noqa: E731 - one line, used once
            bridge.read(self, work, lambda _done: bridge.tell(told, Tone.SUCCESS))

        def check(plan_id: PlanId) -> None:
            bridge.read(dialog, lambda: assigning.check_draw(plan_id), dialog.show_check)

        self.plans = dialog = PlansDialog(*found, self._host.window())
        self.plans.check_requested.connect(check)
        self.plans.withdraw_requested.connect(withdraw)
        self.plans.unblind_requested.connect(unblind)
        self.plans.open()

    def _follow_role(self, is_blinded: bool) -> None:
        for action in self._actions:
            action.setEnabled(not is_blinded)

    def _show(self, choices: tuple[Sequence[Rubric], Sequence[str]]) -> None:
        rubrics, reviewers = choices
        self.dialog = AssignDialog(rubrics, reviewers, self._codes(), self._host.window())
        self.dialog.chosen.connect(self.assign)
        self.dialog.open()


def _choices(study: Study) -> tuple[Sequence[Rubric], Sequence[str]]:
    """Rubrics that can be used, and everybody who has reviewed or was assigned something."""
    names = {found.assignment.reviewer for found in study.assigning.list()}
    with study.store.reading() as work:
        names |= {review.reviewer for review in work.reviews.all()}
    known = {(rubric.id, rubric.version): rubric for rubric in (*study.rubrics.shipped(), *study.rubrics.installed())}
    return list(known.values()), sorted(names)
