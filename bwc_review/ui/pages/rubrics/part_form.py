"""What the forms of the editor have in common: fields that know where they stand in the rubric."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from bwc_review.domain.rubric import Rubric
from bwc_review.services.rubric_rules import Place, problems
from bwc_review.ui.pages.rubrics.fields import Field, LineField, LongField
from bwc_review.ui.pages.rubrics.session import EditorSession
from bwc_review.ui.theme.apply import current
from bwc_review.ui.widgets.labels import label

Change = Callable[[Rubric, Any], Rubric]


class PartForm(QWidget):
    """Shows one part of the rubric and changes it.

    Attributes:
        list_name: The rubric's list that the part is in; empty for its head.
        index: Which one of them.

    Signals:
        example_asked: Owner and level for which an example clip is to be chosen.
        example_played: An `ExampleClip`.
    """

    list_name = ""
    title = ""
    example_asked = Signal(str, object)
    example_played = Signal(object)

    def __init__(self, session: EditorSession) -> None:
        super().__init__()
        self.session = session
        self.index = 0
        self.fields: dict[Place, Field] = {}
        self.heading = label(self.title, "title")
        theme = current()
        self.head = QHBoxLayout()
        self.head.addWidget(self.heading, 1)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(theme.xl, theme.l, theme.xl, theme.xl)
        self.column.setSpacing(theme.m)
        self.column.addLayout(self.head)

    def show_part(self, index: int) -> None:
        """Show another part of its kind."""
        self.index = index
        self.refresh()

    def refresh(self) -> None:
        """Show the rubric as it is now, with what is wrong at each field."""
        rubric = self.session.rubric
        if rubric is None:
            return
        self.show_values(rubric)
        found: dict[Place, str] = {}
        for problem in self.session.problems:
            found.setdefault(problem.place, problem.text)
        for place, field in self.fields.items():
            field.show_problem(found.get(self.place(*place), ""))
            field.set_locked(is_locked=not self.session.is_draft)

    def show_values(self, rubric: Rubric) -> None:
        """Show the part's values."""
        raise NotImplementedError

    def focus_on(self, place: Place) -> None:
        """Give the focus to the field at `place`, or to the nearest that there is."""
        left = place
        while left and left not in self.fields:
            left = left[:-1]
        field = self.fields.get(left) or next(iter(self.fields.values()))
        field.setFocus()

    def place(self, *inner: str | int) -> Place:
        """Where a field of this part stands in the rubric."""
        return (self.list_name, self.index, *inner) if self.list_name else inner

    def add(self, inner: Place, field: Field, change: Change) -> Field:
        """Let a field change the rubric; typing on in one field is one step."""
        is_typed = isinstance(field, LineField | LongField)
        self.fields[inner] = field

        def take(value: object) -> None:
            rubric = self.session.rubric
            if rubric is not None and self.session.is_draft:
                typed_at = self.place(*inner) if is_typed else None
                self.session.change(f"Change of {field.caption.lower()}", change(rubric, value), typed_at)

        field.edited.connect(take)
        field.left.connect(self.session.end_typing)
        return field

    def add_held(self, inner: Place, field: LineField, change: Change, owner: Callable[[Rubric], str]) -> LineField:
        """Let a field change a name by which other parts are known: only once it is written and free."""
        self.fields[inner] = field

        def trouble(value: object) -> str:
            rubric = self.session.rubric
            if rubric is None:
                return ""
            broken = problems(change(rubric, value))
            others = {problem.place for problem in problems(rubric)}
            mine = self.place(*inner)
            return next(
                (
                    problem.text
                    for problem in broken
                    if problem.place == mine or (problem.place[-1:] == mine[-1:] and problem.place not in others)
                ),
                "",
            )

        def take(value: object) -> None:
            rubric = self.session.rubric
            if rubric is None or not self.session.is_draft:
                return
            words = trouble(value)
            if words:
                field.show_problem(f"{words} It stays “{owner(rubric)}” until then.")
                return
            before = owner(rubric)
            self.session.change(f"Change of {field.caption.lower()}", change(rubric, value))
            self.session.rename_owner(before, str(value))

        field.typed.connect(lambda text: field.show_problem(trouble(text)))
        field.edited.connect(take)
        return field
