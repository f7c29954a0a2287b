"""Assigning clips from the library: the dialog, the draw, and what was drawn."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from bwc_review.domain.assignment import AssignmentPlan
from bwc_review.domain.rubric import Rubric
from bwc_review.services.assigning import PlanWish
from bwc_review.services.bootstrap import Study
from bwc_review.ui.bridge.study import StudyBridge, Tone
from bwc_review.ui.commands.registry import Command, Registry
from bwc_review.ui.pages.assign_dialog import AssignDialog

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


class LibraryAssigning(QObject):
    """Lets the study lead make a plan of assignments."""

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
        self._action = registry.add(ASSIGN, self.ask, host)
        bridge.blinding_changed.connect(lambda is_blinded: self._action.setEnabled(not is_blinded))
        self._action.setEnabled(not bridge.is_blinded)

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
            words = f"Assigned {clips} clips in {reviews} reviews: “{plan.title}”, seed {plan.seed}."
            self._bridge.tell(words, Tone.SUCCESS)

        self._bridge.read(self, work, tell)

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
