"""Settings of coding: pausing, how states last, reaction time, and every behaviour's key."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from bwc_review.domain.rubric import Rubric
from bwc_review.services.rubric_shelf import shipped_rubrics
from bwc_review.ui.bridge.study import StudyBridge
from bwc_review.ui.commands.registry import Registry
from bwc_review.ui.pages.review.loading import usable_rubrics
from bwc_review.ui.pages.review.reaction_dialog import ReactionDialog
from bwc_review.ui.pages.settings_behaviours import BehaviourPane
from bwc_review.ui.theme.apply import current
from bwc_review.ui.widgets.buttons import button
from bwc_review.ui.widgets.check import Check
from bwc_review.ui.widgets.labels import label

_UNMEASURED = "Your reaction time was not measured yet."
_MEASURED = "Your reaction time: {median:,.0f} ms (middle half within {spread:,.0f} ms, {count} presses, {day})."


class CodingPane(QWidget):
    """Each reviewer has their own; what is changed here works at once."""

    def __init__(self, bridge: StudyBridge, registry: Registry) -> None:
        super().__init__()
        self._bridge = bridge
        self._settings = bridge.coding
        self.pausing = Check("Pause the clip when something is tagged")
        self.held = Check("States last while their key is held, unless a behaviour says otherwise")
        self.compensating = Check("Set tags back by my reaction time while the clip plays")
        self.reaction = label("", "small", wraps=True)
        self.measure = button("Measure…", self._measure)
        self.behaviours = BehaviourPane(self._settings, registry)
        self._lay_out()
        self.pausing.clicked.connect(lambda is_on: setattr(self._settings, "is_pausing", is_on))
        self.compensating.clicked.connect(lambda is_on: setattr(self._settings, "is_compensating", is_on))
        self.held.clicked.connect(self._set_held)
        self._settings.changed.connect(self._refresh)
        self.behaviours.rubric.activated.connect(lambda _place: self._refresh())
        self._refresh()

    def shown(self) -> None:
        """Read the rubrics, and show the choices as they are now."""
        study = self._bridge.study if self._bridge.is_open else None
        self._bridge.read(self, lambda: usable_rubrics(study) if study else shipped_rubrics(), self._take)

    def _take(self, rubrics: Sequence[Rubric]) -> None:
        self.behaviours.show_rubrics(rubrics)
        self._refresh()

    def _refresh(self) -> None:
        settings, rubric = self._settings, self.behaviours.chosen
        self.pausing.setChecked(settings.is_pausing)
        self.held.setEnabled(rubric is not None)
        self.held.setChecked(rubric is not None and settings.choices(rubric.id).is_held)
        found = settings.reaction
        self.compensating.setEnabled(found is not None)
        self.compensating.setChecked(settings.is_compensating)
        self.reaction.setText(
            _MEASURED.format(
                median=found.median_us / 1000,
                spread=found.spread_us / 1000,
                count=found.count,
                day=found.measured_on.isoformat(),
            )
            if found
            else _UNMEASURED
        )

    def _set_held(self, is_on: bool) -> None:
        rubric = self.behaviours.chosen
        if rubric is not None:
            choices = self._settings.choices(rubric.id)
            self._settings.keep_choices(rubric.id, replace(choices, is_held=is_on))

    def _measure(self) -> None:
        ReactionDialog(self._settings, self.window()).open()

    def _lay_out(self) -> None:
        theme = current()
        row = QHBoxLayout()
        row.setSpacing(theme.m)
        row.addWidget(self.measure)
        row.addWidget(self.reaction, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.s)
        column.addWidget(self.pausing)
        column.addWidget(self.compensating)
        column.addLayout(row)
        column.addSpacing(theme.s)
        column.addWidget(label("Behaviours and their keys", "section"))
        column.addWidget(self.behaviours)
        column.insertWidget(column.indexOf(self.behaviours), self.held)
