"""The form of a rating item: its scale, and a text for each value."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from bwc_review.domain.rubric import SCALES, RatingItem, Rubric, Scale
from bwc_review.domain.rubric_edit import free_id, with_anchor, with_rating
from bwc_review.ui.pages.rubrics.example_bar import Codes, ExampleBar
from bwc_review.ui.pages.rubrics.fields import CheckField, ChoiceField, LineField, LongField, NumberField, row_of
from bwc_review.ui.pages.rubrics.part_form import PartForm
from bwc_review.ui.pages.rubrics.session import EditorSession
from bwc_review.ui.theme.apply import current
from bwc_review.ui.widgets.labels import label

_NEW = "new"
_NAMES = {"bars5": "1 to 5, anchored", "ordinal5": "1 to 5, ordinal", "r5": "1 to 5, rating", "s02": "0 to 2"}


class RatingForm(PartForm):
    """Changes one rating item."""

    list_name = "ratings"
    title = "Rating"

    def __init__(self, session: EditorSession, codes: Callable[[], Codes]) -> None:
        super().__init__(session)
        self._codes = codes
        self._bars: dict[int, ExampleBar] = {}
        self._rows: list[QWidget] = []
        self._shown: tuple[str, Scale] | None = None
        name = self.add(("name",), LineField("Name"), self._put("name"))
        code = LineField("Code", "Names it in files and reports.", is_held=True)
        self.add_held(("id",), code, self._put("id"), lambda rubric: rubric.ratings[self.index].id)
        code.setFixedWidth(140)
        self.column.addLayout(row_of(name, code, stretch=0))
        self._home = ChoiceField("About")
        self.add(("dimension",), self._home, self._put("dimension"))
        self._scale = ChoiceField("Scale")
        self.add(("scale",), self._scale, self._put_scale)
        self._least = NumberField("Lowest", -100, 1000)
        self._most = NumberField("Highest", -100, 1000)
        self.add(("minimum",), self._least, self._put_end("minimum"))
        self.add(("maximum",), self._most, self._put_end("maximum"))
        self.column.addLayout(row_of(self._home, self._scale, self._least, self._most))
        covariate = CheckField("It describes the situation, such as its difficulty, not what the officer did")
        self.column.addWidget(self.add(("covariate",), covariate, self._put("is_covariate")))
        self.column.addWidget(label("Texts of the values", "section"))
        self._anchors = QVBoxLayout()
        self._anchors.setSpacing(current().m)
        self.column.addLayout(self._anchors)
        self.column.addStretch(1)

    def show_values(self, rubric: Rubric) -> None:
        one = rubric.ratings[self.index]
        self.heading.setText(f"Rating · {one.name or one.id}")
        self._home.set_options(
            [("The whole clip", None), *((item.name or item.id, item.id) for item in rubric.dimensions)]
        )
        self._scale.set_options(self._offered(rubric))
        is_own = one.scale.id not in SCALES
        self._least.setVisible(is_own)
        self._most.setVisible(is_own)
        self._make_rows(one)
        anchors = {anchor.value: anchor.text for anchor in one.anchors}
        values: dict[str, object] = {
            "name": one.name,
            "id": one.id,
            "dimension": one.dimension,
            "scale": one.scale.id,
            "minimum": one.scale.minimum,
            "maximum": one.scale.maximum,
            "covariate": one.is_covariate,
        }
        for inner, field in self.fields.items():
            is_anchor = inner[0] == "anchors" and isinstance(inner[1], int)
            field.show_value(anchors.get(int(inner[1]), "") if is_anchor else values[str(inner[0])])
        examples = {item.level: item for item in self.session.examples if item.owner == one.id}
        for value, bar in self._bars.items():
            bar.show_example(examples.get(value))

    def _put(self, name: str) -> Any:  # noqa: ANN401 - a change as `add` takes it
        return lambda rubric, value: self._with(rubric, **{name: value})

    def _with(self, rubric: Rubric, **values: Any) -> Rubric:  # noqa: ANN401 - fields of a rating item
        return with_rating(rubric, self.index, replace(rubric.ratings[self.index], **values))

    def _offered(self, rubric: Rubric) -> list[tuple[str, object]]:
        own = {item.scale.id: item.scale for item in rubric.ratings if item.scale.id not in SCALES}
        found: list[tuple[str, object]] = [(_NAMES[name], name) for name in SCALES]
        found += [(f"{scale.minimum} to {scale.maximum} ({name})", name) for name, scale in own.items()]
        return [*found, ("A scale of its own", _NEW)]

    def _put_scale(self, rubric: Rubric, name: str) -> Rubric:
        known = SCALES | {item.scale.id: item.scale for item in rubric.ratings}
        before = rubric.ratings[self.index].scale
        scale = known.get(name) or Scale(free_id("own", known), before.minimum, before.maximum, ())
        anchors = tuple(one for one in rubric.ratings[self.index].anchors if one.value in scale.values)
        changed = replace(rubric.ratings[self.index], scale=scale, anchors=anchors)
        return with_rating(rubric, self.index, changed)

    def _put_end(self, name: str) -> Callable[[Rubric, Any], Rubric]:
        def change(rubric: Rubric, value: int) -> Rubric:
            one = rubric.ratings[self.index]
            if one.scale.id in SCALES:
                return rubric
            scale = replace(one.scale, **{name: value})
            ends = tuple(dict.fromkeys((scale.minimum, scale.maximum)))
            return self._with(rubric, scale=replace(scale, required_anchors=ends))

        return change

    def _make_rows(self, one: RatingItem) -> None:
        if self._shown == (one.id, one.scale):
            return
        self._shown = (one.id, one.scale)
        for row in self._rows:
            row.hide()
            row.deleteLater()
        self._rows = []
        self._bars = {}
        for place in [place for place in self.fields if place[0] == "anchors"]:
            del self.fields[place]
        extra = [anchor.value for anchor in one.anchors if anchor.value not in one.scale.values]
        for value in (*one.scale.values, *extra):
            needed = " (needed)" if value in one.scale.required_anchors else ""
            field = LongField(f"{value}{needed}", "What is seen and heard at this value.")
            self.add(("anchors", value), field, self._put_anchor(value))
            bar = self._bars[value] = self._bar(value)
            row = QWidget()
            column = QVBoxLayout(row)
            column.setContentsMargins(0, 0, 0, 0)
            column.setSpacing(0)
            column.addWidget(field)
            column.addWidget(bar)
            self._anchors.addWidget(row)
            self._rows.append(row)

    def _put_anchor(self, value: int) -> Callable[[Rubric, Any], Rubric]:
        def change(rubric: Rubric, text: str) -> Rubric:
            return self._with(rubric, anchors=with_anchor(rubric.ratings[self.index].anchors, value, text))

        return change

    def _bar(self, value: int) -> ExampleBar:
        bar = ExampleBar(f"value {value}", self._codes)
        bar.asked.connect(lambda: self.example_asked.emit(self._name(), value))
        bar.played.connect(self.example_played)
        bar.removed.connect(lambda: self._remove_example(value))
        return bar

    def _remove_example(self, value: int) -> None:
        name = self._name()
        kept = tuple(one for one in self.session.examples if (one.owner, one.level) != (name, value))
        self.session.change_examples("Take the example clip away", kept)

    def _name(self) -> str:
        rubric = self.session.rubric
        return rubric.ratings[self.index].id if rubric is not None else ""
