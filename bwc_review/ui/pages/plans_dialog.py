"""How far assignments are, for the study lead: taking a plan back, and unblinding it once its reviews are locked."""

from collections import Counter
from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from bwc_review.domain.assignment import AssignmentPlan, AssignmentState
from bwc_review.services.assigning import Assigned
from bwc_review.services.draw_check import DrawCheck
from bwc_review.ui.theme.apply import current
from bwc_review.ui.widgets.buttons import button
from bwc_review.ui.widgets.check import Check
from bwc_review.ui.widgets.entry_line import EntryLine
from bwc_review.ui.widgets.labels import label

_NONE = "Nothing is assigned yet. “Assign clips” shares clips out among reviewers."


class PlanCard(QFrame):
    """One plan: what it is, how far each reviewer is, and what can be done with it.

    Signals:
        checked: The draw is to be made again from what the log kept.
        withdrawn: The plan is to be taken back.
        unblinded: Reason, and whether it is done before all reviews are locked.
    """

    checked = Signal()
    withdrawn = Signal()
    unblinded = Signal(str, bool)

    def __init__(self, plan: AssignmentPlan, found: Sequence[Assigned]) -> None:
        super().__init__()
        self.setProperty("area", "card")
        states = Counter(item.state for item in found)
        self._left = len(found) - states[AssignmentState.SUBMITTED]
        self.lines = [_line(name, found) for name in sorted({item.assignment.reviewer for item in found})]
        theme = current()
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.m, theme.s, theme.m, theme.m)
        column.setSpacing(theme.xs)
        head = QHBoxLayout()
        head.addWidget(label(plan.title, "title"), 1)
        tip = "Draw again from the seed and the clips that the log kept, and compare"
        self.check = button("Check the draw", self.checked.emit, kind="quiet", icon_name="shield-check", tooltip=tip)
        head.addWidget(self.check)
        column.addLayout(head)
        column.addWidget(label(_about(plan), "small", wraps=True))
        self.found = label("", wraps=True)
        self.found.hide()
        column.addWidget(self.found)
        for line in self.lines:
            column.addWidget(label(line))
        self.reason = EntryLine("Why the plan is unblinded now", "Why now? The log keeps it.")
        waits = "1 review is" if self._left == 1 else f"{self._left} reviews are"
        self.early = Check(f"Although {waits} not submitted")
        self.unblind = button("Unblind", self._unblind)
        self.withdraw = button("Take the plan back", self.withdrawn.emit)
        self.withdraw.setVisible(states[AssignmentState.WAITING] == len(found))
        if plan.unblinded_at is not None:
            column.addWidget(label(f"Unblinded on {plan.unblinded_at:%Y-%m-%d}", "muted"))
            return
        row = QHBoxLayout()
        row.setSpacing(theme.s)
        row.addWidget(self.reason, 1)
        row.addWidget(self.unblind)
        row.addWidget(self.withdraw)
        column.addLayout(row)
        column.addWidget(self.early)
        self.early.setVisible(self._left > 0)
        self.reason.textChanged.connect(lambda _text: self._follow())
        self.early.toggled.connect(lambda _on: self._follow())
        self._follow()

    def show_check(self, check: DrawCheck) -> None:
        """Say what came of drawing again; never by colour alone."""
        sign = {True: "✓ ", False: "⚠ ", None: ""}[check.is_same]
        names = [f"⚠ {change.text}" for change in check.name_changes]
        self.found.setText("\n".join([sign + check.text, *names]))
        self.found.show()

    def _follow(self) -> None:
        may = not self._left or self.early.isChecked()
        self.unblind.setEnabled(may and bool(self.reason.text().strip()))

    def _unblind(self) -> None:
        self.unblinded.emit(self.reason.text(), bool(self._left))


class PlansDialog(QDialog):
    """All plans, newest first.

    Signals:
        check_requested: Id of the plan; `show_check` of its card tells what came of it.
        withdraw_requested: Id of the plan.
        unblind_requested: Id of the plan, reason, and whether it is early.
    """

    check_requested = Signal(object)
    withdraw_requested = Signal(object)
    unblind_requested = Signal(object, str, bool)

    def __init__(self, plans: Sequence[AssignmentPlan], found: Sequence[Assigned], parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Assignments")
        self.resize(640, 520)
        theme = current()
        inside = QWidget()
        inside.setProperty("area", "clear")
        rows = QVBoxLayout(inside)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(theme.m)
        self._plans = list(reversed(plans))
        self.cards = [self._card(plan, found) for plan in self._plans]
        for card in self.cards:
            rows.addWidget(card)
        if not self.cards:
            rows.addWidget(label(_NONE, "muted", wraps=True))
        rows.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidget(inside)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(button("Close", self.reject, kind="primary"))
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.xl, theme.xl, theme.xl, theme.l)
        column.setSpacing(theme.l)
        column.addWidget(label("Assignments", "display"))
        column.addWidget(scroll, 1)
        column.addLayout(buttons)

    def show_check(self, check: DrawCheck) -> None:
        """Say on its card what came of drawing a plan again."""
        for plan, card in zip(self._plans, self.cards, strict=True):
            if plan.id == check.plan.id:
                card.show_check(check)

    def _card(self, plan: AssignmentPlan, found: Sequence[Assigned]) -> PlanCard:
        card = PlanCard(plan, [item for item in found if item.plan.id == plan.id])
        card.checked.connect(lambda: self.check_requested.emit(plan.id))
        card.withdrawn.connect(lambda: self._do(lambda: self.withdraw_requested.emit(plan.id)))
        card.unblinded.connect(
            lambda reason, is_early: self._do(lambda: self.unblind_requested.emit(plan.id, reason, is_early))
        )
        return card

    def _do(self, tell: Callable[[], None]) -> None:
        tell()
        self.accept()


def _about(plan: AssignmentPlan) -> str:
    parts = (
        f"{plan.rubric_id} {plan.rubric_version}",
        plan.profile or "",
        f"{plan.double_percent} % coded twice",
        "stops before hands-on" if plan.is_stopped else "",
        f"seed {plan.seed}",
        f"by {plan.made_by} on {plan.made_at:%Y-%m-%d}",
    )
    return " · ".join(part for part in parts if part)


def _line(name: str, found: Sequence[Assigned]) -> str:
    own = [item.state for item in found if item.assignment.reviewer == name]
    done, begun = own.count(AssignmentState.SUBMITTED), own.count(AssignmentState.BEGUN)
    return f"{name}: {done} of {len(own)} submitted" + (f", {begun} begun" if begun else "")
