"""How this reviewer codes each behaviour of a rubric: key, how a state lasts, when it is tagged, lead and lag."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QDoubleSpinBox,
    QGridLayout,
    QHBoxLayout,
    QHeaderView,
    QKeySequenceEdit,
    QLineEdit,
    QSpinBox,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from bwc_review.domain.coding_choices import SPAN_US, CodingChoices, Target, TargetChoice
from bwc_review.domain.errors import InputError
from bwc_review.domain.rubric import Behaviour, Rubric
from bwc_review.domain.time import US_PER_MS, US_PER_S
from bwc_review.services.coding_keys import KeyMap, key_map, target_name, with_key
from bwc_review.ui.bridge.coding_settings import CodingSettings
from bwc_review.ui.commands.registry import Registry
from bwc_review.ui.commands.taken_keys import portable_key, taken_keys
from bwc_review.ui.models.behaviour_keys import BehaviourKeys, Column
from bwc_review.ui.theme.apply import current
from bwc_review.ui.widgets.buttons import Chooser, button
from bwc_review.ui.widgets.labels import label, set_role
from bwc_review.ui.widgets.pad_row import key_text
from bwc_review.ui.widgets.plain_table import set_up_plain_table

_HEIGHT, _ROW = 360, 28
_LASTS = (("as all states", None), ("to next press", False), ("while its key is held", True))


class BehaviourPane(QWidget):
    """What is changed here works at once, in the review that is open too."""

    def __init__(self, settings: CodingSettings, registry: Registry) -> None:
        super().__init__()
        self._settings = settings
        self._registry = registry
        self._rubrics: Sequence[Rubric] = ()
        self._is_filling = False
        self.rubric = Chooser("Rubric")
        self.model = BehaviourKeys(self)
        self.view = QTableView()
        self.view.setModel(self.model)
        self.field = QKeySequenceEdit()
        self.field.setMaximumSequenceLength(1)
        self.field.setAccessibleName("New key of the behaviour")
        self.lasts = Chooser("How the state lasts")
        for text, value in _LASTS:
            self.lasts.addItem(text, value)
        self.shift = QSpinBox()
        self.lead, self.lag = QDoubleSpinBox(), QDoubleSpinBox()
        self.note = label("", "small", wraps=True)
        self._buttons = [
            button("Set key", self.give_key),
            button("No key", lambda: self._give("")),
            button("Usual key", lambda: self._give(None)),
        ]
        self._lay_out()
        self.rubric.activated.connect(lambda _place: self._show_rubric())
        self.view.selectionModel().currentChanged.connect(lambda _index, _before: self._follow())
        self.lasts.activated.connect(lambda _place: self._change(is_held=self.lasts.currentData()))
        self.shift.valueChanged.connect(lambda value: self._change(shift_us=value * US_PER_MS))
        self.lead.valueChanged.connect(lambda value: self._change(lead_us=round(value * US_PER_S)))
        self.lag.valueChanged.connect(lambda value: self._change(lag_us=round(value * US_PER_S)))
        settings.changed.connect(self._refresh)
        registry.keys_changed.connect(lambda _id: self._refresh())

    @property
    def chosen(self) -> Rubric | None:
        """The rubric that is shown."""
        place = self.rubric.currentIndex()
        return self._rubrics[place] if 0 <= place < len(self._rubrics) else None

    def show_rubrics(self, rubrics: Sequence[Rubric]) -> None:
        """Offer rubrics that have behaviours; the one shown stays if it is among them."""
        before = self.chosen.id if self.chosen else ""
        self._rubrics = [rubric for rubric in rubrics if rubric.behaviours]
        self.rubric.clear()
        for rubric in self._rubrics:
            self.rubric.addItem(f"{rubric.title} {rubric.version}", rubric.id)
        self.rubric.setCurrentIndex(max(0, self.rubric.findData(before)))
        self._show_rubric()

    def owner_of(self, key: str) -> str:
        """The behaviour that has a key in a rubric that is offered; empty if none has it."""
        for rubric in self._rubrics:
            choices = self._settings.choices(rubric.id)
            target = key_map(rubric.behaviours, choices, {}).by_key.get(portable_key(key))
            if target is not None:
                return f"{target_name(target, rubric)} ({rubric.title})"
        return ""

    def choose(self, target: Target) -> None:
        """Choose a behaviour or a level."""
        self.view.selectRow(self.model.row_of(target))

    def give_key(self) -> None:
        """Give the chosen behaviour or level the key in the field, unless something else has it."""
        key = portable_key(self.field.keySequence().toString(QKeySequence.SequenceFormat.PortableText))
        if key:
            self._give(key)
        else:
            self._say("Press the key in the field first.", "error")

    def _give(self, key: str | None) -> None:
        rubric, found = self.chosen, self._row()
        if rubric is None or found is None:
            return
        target = found[0]
        choices = self._settings.choices(rubric.id)
        try:
            self._settings.keep_choices(rubric.id, with_key(choices, rubric, target, key, taken_keys(self._registry)))
        except InputError as error:
            self._say(error.message, "error")
            return
        self.field.clear()
        now = self._keys().key_of.get(target)
        name = target_name(target, rubric)
        self._say(f"“{name}” now has {key_text(now)}." if now else f"“{name}” now has no key.", "small")

    def _change(self, **fields: object) -> None:
        rubric, found = self.chosen, self._row()
        if self._is_filling or rubric is None or found is None:
            return
        choices = self._settings.choices(rubric.id)
        changed = replace(choices.of(found[0]), **fields)  # pyright: ignore[reportArgumentType] - fields of a choice
        self._settings.keep_choices(rubric.id, choices.having(found[0], changed))

    def _row(self) -> tuple[Target, Behaviour] | None:
        index = self.view.currentIndex()
        return self.model.target(index.row()) if index.isValid() else None

    def _choices(self) -> CodingChoices:
        return self._settings.choices(self.chosen.id) if self.chosen else CodingChoices()

    def _keys(self) -> KeyMap:
        behaviours = self.chosen.behaviours if self.chosen else ()
        return key_map(behaviours, self._choices(), taken_keys(self._registry))

    def _show_rubric(self) -> None:
        self.model.show_rubric(self.chosen, self._choices(), self._keys().key_of)
        self._say("", "small")
        self._follow()

    def _refresh(self) -> None:
        self.model.show_choices(self._choices(), self._keys().key_of)
        self._follow()

    def _follow(self) -> None:
        found = self._row()
        target, behaviour = found if found is not None else (None, None)
        is_whole = target is not None and target.level is None
        can_hold = is_whole and behaviour is not None and behaviour.is_state and not behaviour.levels
        for widget in (self.field, *self._buttons):
            widget.setEnabled(target is not None)
        self.lasts.setEnabled(can_hold)
        for widget in (self.shift, self.lead, self.lag):
            widget.setEnabled(is_whole)
        choice = self._choices().of(target) if target is not None else TargetChoice()
        usual_us = 0 if behaviour is not None and behaviour.is_state else SPAN_US
        self._is_filling = True
        self.lasts.setCurrentIndex(self.lasts.findData(choice.is_held))
        self.shift.setValue(choice.shift_us // US_PER_MS)
        self.lead.setValue((usual_us if choice.lead_us is None else choice.lead_us) / US_PER_S)
        self.lag.setValue((usual_us if choice.lag_us is None else choice.lag_us) / US_PER_S)
        self._is_filling = False

    def _say(self, text: str, role: str) -> None:
        self.note.setText(text)
        set_role(self.note, role)

    def _lay_out(self) -> None:
        theme = current()
        _set_up_view(self.view)
        self._set_up_spins()
        keys = QHBoxLayout()
        keys.setSpacing(theme.s)
        keys.addWidget(self.field)
        for made in self._buttons:
            keys.addWidget(made)
        keys.addStretch(1)
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.l)
        grid.setVerticalSpacing(theme.xs)
        fields = (
            ("State lasts", self.lasts),
            ("Tagged after the key", self.shift),
            ("Lead: shown before", self.lead),
            ("Lag: shown after", self.lag),
        )
        for place, (text, field) in enumerate(fields):
            grid.addWidget(label(text, "small"), 0, place)
            grid.addWidget(field, 1, place)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.s)
        column.addWidget(self.rubric, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.view)
        column.addLayout(keys)
        column.addWidget(self.note)
        column.addLayout(grid)

    def _set_up_spins(self) -> None:
        self.shift.setRange(-10_000, 10_000)
        self.shift.setSingleStep(50)
        self.shift.setSuffix(" ms")
        self.shift.setAccessibleName("Tagged so long after the key, while the clip plays")
        names = ("Lead: a loop or a reel begins so long before", "Lag: a loop or a reel ends so long after")
        for spin, name in zip((self.lead, self.lag), names, strict=True):
            spin.setRange(0, 60)
            spin.setDecimals(1)
            spin.setSingleStep(0.5)
            spin.setSuffix(" s")
            spin.setAccessibleName(name)
            spin.setToolTip(name)
        for spin in (self.shift, self.lead, self.lag):
            spin.setKeyboardTracking(False)  # a number is kept, and logged, once it is written
            for words in spin.findChildren(QLineEdit):
                words.setTextMargins(6, 0, 6, 0)  # a spin box's own padding does not reach its words


def _set_up_view(view: QTableView) -> None:
    set_up_plain_table(view, "Behaviours and their keys", _HEIGHT, _ROW)
    view.horizontalHeader().setSectionResizeMode(Column.NAME, QHeaderView.ResizeMode.Stretch)
    for column, width in ((Column.KEY, 110), (Column.LASTS, 126), (Column.SHIFT, 92), (Column.SPAN, 104)):
        view.setColumnWidth(column, width)
