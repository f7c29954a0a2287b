"""The form of a behaviour: how it is tagged, when, and what shows it."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from bwc_review.domain.coding import ACTORS
from bwc_review.domain.rubric import Behaviour, Kind, Level, Modality, Modifier, Rubric, Valence
from bwc_review.domain.rubric_edit import with_behaviour, with_kind, with_level_count
from bwc_review.ui.pages.rubrics.example_bar import Codes, ExampleBar
from bwc_review.ui.pages.rubrics.fields import (
    CheckField,
    ChoiceField,
    KeyField,
    LineField,
    LongField,
    NumberField,
    row_of,
)
from bwc_review.ui.pages.rubrics.part_form import PartForm
from bwc_review.ui.pages.rubrics.session import EditorSession
from bwc_review.ui.theme.apply import current
from bwc_review.ui.widgets.buttons import button, tool_button
from bwc_review.ui.widgets.labels import label

_MS = 1000
_MODALITIES = (
    ("Hearing or seeing", Modality.EITHER),
    ("Hearing", Modality.AUDIO),
    ("Seeing", Modality.VIDEO),
    ("Hearing and seeing", Modality.BOTH),
)
_VALENCES = (
    ("De-escalating", Valence.DEESCALATING),
    ("Escalating", Valence.ESCALATING),
    ("Neutral", Valence.NEUTRAL),
)
_TEXTS = (
    ("definition", "Definition", "When it applies."),
    ("include", "Include", "What counts."),
    ("exclude", "Exclude", "What does not, and what to code instead."),
    ("example", "Example", "One example in words."),
)


class BehaviourForm(PartForm):
    """Changes one behaviour."""

    list_name = "behaviours"
    title = "Behaviour"

    def __init__(self, session: EditorSession, codes: Callable[[], Codes]) -> None:
        super().__init__(session)
        self._codes = codes
        self._bars: dict[int | None, ExampleBar] = {}
        self._add_names()
        for name, caption, hint in _TEXTS:
            self.column.addWidget(self.add((name,), LongField(caption, hint), self._put(name)))
        self._bars[None] = self._bar(None)
        self.column.addWidget(self._bars[None])
        self._states = QWidget()
        self._levels = QVBoxLayout()
        self._level_rows: list[QWidget] = []
        self._add_states()
        self._choices = QVBoxLayout()
        self._choice_rows: list[QWidget] = []
        self._add_rest()
        self.column.addStretch(1)

    def show_values(self, rubric: Rubric) -> None:
        one = rubric.behaviours[self.index]
        self.heading.setText(f"Behaviour · {one.name or one.id}")
        home = self.fields["dimension",]
        if isinstance(home, ChoiceField):
            home.set_options([(item.name or item.id, item.id) for item in rubric.dimensions])
        self._states.setVisible(one.is_state)
        self._make_level_rows(one)
        self._make_choice_rows(one)
        for inner, field in self.fields.items():
            field.show_value(_value(one, inner))
        self._bars[None].setVisible(not one.levels)
        examples = {item.level: item for item in self.session.examples if item.owner == one.id}
        for level, bar in self._bars.items():
            bar.show_example(examples.get(level))

    def _put(self, name: str) -> Any:  # noqa: ANN401 - a change as `add` takes it
        return lambda rubric, value: self._with(rubric, **{name: value})

    def _with(self, rubric: Rubric, **values: Any) -> Rubric:  # noqa: ANN401 - fields of a behaviour
        return with_behaviour(rubric, self.index, replace(rubric.behaviours[self.index], **values))

    def _add_names(self) -> None:
        name = self.add(("name",), LineField("Name", "Short: it stands on the pad."), self._put("name"))
        code = LineField("Code", "Names it in files and reports; used once it is written and free.", is_held=True)
        self.add_held(("id",), code, self._put("id"), lambda rubric: rubric.behaviours[self.index].id)
        key = self.add(("key",), KeyField("Key", "The key that tags it. Backspace takes it away."), self._put("key"))
        code.setFixedWidth(140)
        self.column.addLayout(row_of(name, code, stretch=0))
        home = self.add(("dimension",), ChoiceField("Dimension"), self._put("dimension"))
        kinds = (("Point: counted", Kind.POINT), ("State: timed", Kind.STATE))
        kind = self.add(
            ("kind",),
            ChoiceField("Kind", kinds),
            lambda rubric, value: with_behaviour(rubric, self.index, with_kind(rubric.behaviours[self.index], value)),
        )
        valence = self.add(("valence",), ChoiceField("Valence", _VALENCES), self._put("valence"))
        needs = self.add(
            ("modality",), ChoiceField("Needs", _MODALITIES, "What must be perceivable."), self._put("modality")
        )
        actors = (("As usual", None), *((actor, actor) for actor in ACTORS))
        who = self.add(
            ("actor",), ChoiceField("Who", actors, "Who shows it unless said otherwise."), self._put("actor")
        )
        self.column.addLayout(row_of(home, kind, valence))
        self.column.addLayout(row_of(needs, who, key, stretch=2))

    def _add_states(self) -> None:
        inner = QVBoxLayout(self._states)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(current().m)
        inner.addWidget(label("State", "section"))
        group = LineField("Exclusive group", "States of one group end one another. Empty for none.")
        self.add(("group",), group, lambda rubric, value: self._with(rubric, group=value or None))
        shortest = NumberField("Not coded under", 0, 600_000, "ms")
        self.add(("min",), shortest, lambda rubric, value: self._with(rubric, min_duration_us=value * _MS))
        gap = NumberField("Join if closer than", 0, 60_000, "ms", nothing="as the rubric says")
        self.add(
            ("merge_gap",),
            gap,
            lambda rubric, value: self._with(rubric, merge_gap_us=None if value is None else value * _MS),
        )
        count = NumberField("Levels", 2, 11, nothing="none")
        self.add(("levels",), count, self._put_count)
        group.setFixedWidth(140)
        inner.addLayout(row_of(group, count))
        inner.addLayout(row_of(shortest, gap))
        always = CheckField("At each codable instant exactly one level holds")
        inner.addWidget(self.add(("exhaustive",), always, self._put("is_exhaustive")))
        self._levels.setSpacing(current().s)
        inner.addLayout(self._levels)
        self.column.addWidget(self._states)

    def _add_rest(self) -> None:
        self.column.addWidget(label("Choices", "section"))
        words = "A further choice that a tag may carry, made by a second key."
        self.column.addWidget(label(words, "small", wraps=True))
        self._choices.setSpacing(current().s)
        self.column.addLayout(self._choices)
        self._more = button("Add a choice", self._add_choice, icon_name="plus", kind="quiet")
        self.column.addLayout(row_of(self._more))
        wearer = CheckField("The wearer must be visible")
        self.column.addWidget(self.add(("wearer",), wearer, self._put("is_wearer_visible_needed")))
        sources = LineField("Sources", "Short names with commas between them.", is_list=True)
        self.column.addWidget(self.add(("sources",), sources, self._put("sources")))

    def refresh(self) -> None:
        super().refresh()
        self._more.setEnabled(self.session.is_draft)

    def _put_count(self, rubric: Rubric, value: int | None) -> Rubric:
        levels = with_level_count(rubric.behaviours[self.index].levels, value or 0)
        return self._with(rubric, levels=levels)

    def _bar(self, level: int | None) -> ExampleBar:
        bar = ExampleBar("this behaviour" if level is None else f"level {level}", self._codes)
        bar.asked.connect(lambda: self.example_asked.emit(self._one().id, level))
        bar.played.connect(self.example_played)
        bar.removed.connect(lambda: self._remove_example(level))
        return bar

    def _remove_example(self, level: int | None) -> None:
        name = self._one().id
        kept = tuple(one for one in self.session.examples if (one.owner, one.level) != (name, level))
        self.session.change_examples("Take the example clip away", kept)

    def _one(self) -> Behaviour:
        rubric = self.session.rubric
        assert rubric is not None  # noqa: S101 - the form is only shown with a rubric
        return rubric.behaviours[self.index]

    def _make_level_rows(self, one: Behaviour) -> None:
        wanted = [("levels", level.value) for level in one.levels]
        if [place for place in self.fields if place[0] == "levels" and len(place) > 1] == wanted:
            return
        _clear(self._level_rows)
        for place in [place for place in self.fields if place[0] == "levels" and len(place) > 1]:
            del self.fields[place]
        self._bars = {None: self._bars[None]}
        for level in one.levels:
            field = LineField(f"Level {level.value}", "What is seen or heard at this level.")
            self.add(("levels", level.value), field, self._put_level(level.value))
            bar = self._bars[level.value] = self._bar(level.value)
            self._put_row(self._levels, self._level_rows, field, bar)

    def _put_level(self, value: int) -> Callable[[Rubric, Any], Rubric]:
        def change(rubric: Rubric, text: str) -> Rubric:
            levels = rubric.behaviours[self.index].levels
            return self._with(rubric, levels=tuple(Level(value, text) if one.value == value else one for one in levels))

        return change

    def _make_choice_rows(self, one: Behaviour) -> None:
        count = len([place for place in self.fields if place[0] == "modifiers"]) // 2
        if count == len(one.modifiers):
            return
        _clear(self._choice_rows)
        for place in [place for place in self.fields if place[0] == "modifiers"]:
            del self.fields[place]
        for place in range(len(one.modifiers)):
            name = LineField(f"Choice {place + 1}", "Its name, such as tone.")
            name.setFixedWidth(140)
            options = LineField("Options", "With commas between them.", is_list=True)
            options.line.setAccessibleName(f"Options of choice {place + 1}")
            self.add(("modifiers", place, "name"), name, self._put_choice(place, "name"))
            self.add(("modifiers", place, "options"), options, self._put_choice(place, "options"))
            gone = tool_button("trash-2", f"Remove choice {place + 1}", lambda place=place: self._remove_choice(place))
            gone.setEnabled(self.session.is_draft)
            self._put_row(self._choices, self._choice_rows, name, options, gone, stretch=1)

    def _put_choice(self, place: int, name: str) -> Callable[[Rubric, Any], Rubric]:
        def change(rubric: Rubric, value: Any) -> Rubric:  # noqa: ANN401 - of the field's kind
            choices = list(rubric.behaviours[self.index].modifiers)
            choices[place] = replace(choices[place], **{name: value})
            return self._with(rubric, modifiers=tuple(choices))

        return change

    def _add_choice(self) -> None:
        rubric = self.session.rubric
        if rubric is not None:
            made = (*self._one().modifiers, Modifier("", ()))
            self.session.change("Add a choice", self._with(rubric, modifiers=made))
            self.focus_on(("modifiers", len(made) - 1, "name"))

    def _remove_choice(self, place: int) -> None:
        rubric = self.session.rubric
        if rubric is not None:
            left = tuple(one for number, one in enumerate(self._one().modifiers) if number != place)
            self.session.change("Remove a choice", self._with(rubric, modifiers=left))

    def _put_row(self, column: QVBoxLayout, rows: list[QWidget], *widgets: QWidget, stretch: int = 0) -> None:
        row = QWidget()
        made = row_of(*widgets, stretch=stretch)
        made.setContentsMargins(0, 0, 0, 0)
        row.setLayout(made)
        column.addWidget(row)
        rows.append(row)


def _clear(rows: list[QWidget]) -> None:
    for row in rows:
        row.hide()
        row.deleteLater()
    rows.clear()


def _value(one: Behaviour, inner: tuple[str | int, ...]) -> object:
    match inner:
        case ("levels", int(value)):
            return next((level.text for level in one.levels if level.value == value), "")
        case ("modifiers", int(place), str(name)):
            return getattr(one.modifiers[place], name)
        case ("levels",):
            return len(one.levels) or None
        case ("min",):
            return one.min_duration_us // _MS
        case ("merge_gap",):
            return None if one.merge_gap_us is None else one.merge_gap_us // _MS
        case ("exhaustive",):
            return one.is_exhaustive
        case ("wearer",):
            return one.is_wearer_visible_needed
        case ("group",):
            return one.group or ""
        case _:
            return getattr(one, str(inner[0]))
