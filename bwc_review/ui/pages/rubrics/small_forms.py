"""The forms of the rubric's head, its dimensions and its profiles."""

from dataclasses import replace
from typing import Any

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtWidgets import QListWidget, QListWidgetItem

from bwc_review.domain.rubric import Dimension, Profile, Rubric
from bwc_review.domain.rubric_edit import with_dimension, with_profile
from bwc_review.ui.pages.rubrics.fields import ChoiceField, Field, LineField, LongField, NumberField, row_of
from bwc_review.ui.pages.rubrics.part_form import PartForm
from bwc_review.ui.pages.rubrics.session import EditorSession
from bwc_review.ui.theme.icons import icon

_MS = 1000


class HeadForm(PartForm):
    """Title, version and what holds for the whole rubric."""

    title = "About the rubric"

    def __init__(self, session: EditorSession) -> None:
        super().__init__(session)
        put = lambda name: lambda rubric, value: replace(rubric, **{name: value})  # noqa: E731 - makes one change a field
        text = lambda name, caption, hint="": self.add((name,), LineField(caption, hint), put(name))  # noqa: E731
        title = text("title", "Title")
        name = text("id", "Id", "Names the rubric in files; all its versions have the same.")
        version = text("version", "Version", "Three numbers. A changed text needs a higher one.")
        licence = text("licence", "Licence")
        for field in (name, version, licence):
            field.setFixedWidth(140)
        self.column.addLayout(row_of(title, stretch=0))
        self.column.addLayout(row_of(name, version, licence))
        for inner, caption, hint in (
            ("definition", "What it is about", ""),
            ("attribution", "Attribution", "Whom it owes what, and what it may not claim."),
        ):
            self.column.addWidget(self.add((inner,), LongField(caption, hint), put(inner)))
        zero = self.add(
            ("zero",), ChoiceField("Time starts with", hint="The point from which rates are counted."), put("zero")
        )
        end = self.add(
            ("end",), ChoiceField("Time ends with", hint="The point up to which rates are counted."), put("end")
        )
        self._limits = (zero, end)
        self.column.addLayout(row_of(zero, end))
        in_us = lambda inner: lambda rubric, value: replace(rubric, **{inner: value * _MS})  # noqa: E731
        tolerance = NumberField("Same moment within", 0, 60_000, "ms", hint="Two reviewers’ onsets this close are one.")
        gap = NumberField("Join states closer than", 0, 60_000, "ms", hint="Behaviours may have a gap of their own.")
        self.add(("tolerance",), tolerance, in_us("tolerance_us"))
        self.add(("merge_gap",), gap, in_us("merge_gap_us"))
        self.column.addLayout(row_of(tolerance, gap))
        reasons = LineField("Reasons for a missing rating", "Codes with commas between them.", is_list=True)
        self.column.addWidget(self.add(("missing_reasons",), reasons, put("missing_reasons")))
        self.column.addStretch(1)

    def show_values(self, rubric: Rubric) -> None:
        points = [("None", None), *((one.name or one.id, one.id) for one in rubric.behaviours if not one.is_state)]
        for field in self._limits:
            if isinstance(field, ChoiceField):
                field.set_options(
                    [("Start of the clip" if field is self._limits[0] else "End of the clip", None), *points[1:]]
                )
        values: dict[str, object] = {
            "tolerance": rubric.tolerance_us // _MS,
            "merge_gap": rubric.merge_gap_us // _MS,
        }
        for inner, field in self.fields.items():
            name = str(inner[0])
            field.show_value(values[name] if name in values else getattr(rubric, name))

    def refresh(self) -> None:
        super().refresh()
        draft = self.session.draft
        if draft is not None:
            self.fields["id",].set_locked(is_locked=bool(draft.based_on))
            self.fields["version",].set_locked(is_locked=draft.is_correction)


class DimensionForm(PartForm):
    """A group of behaviours."""

    list_name = "dimensions"
    title = "Dimension"

    def __init__(self, session: EditorSession) -> None:
        super().__init__(session)
        name = self.add(("name",), LineField("Name"), self._put("name"))
        code = self.add_held(
            ("id",),
            LineField("Code", "A short code; it is used as soon as it is written and free.", is_held=True),
            self._put("id"),
            lambda rubric: rubric.dimensions[self.index].id,
        )
        code.setFixedWidth(140)
        weight = NumberField("Weight", 0, 1000, "%", hint="How much it counts in a summary; 0 leaves it out.")
        self.add(("weight",), weight, lambda rubric, value: self._put("weight")(rubric, value / 100))
        self.column.addLayout(row_of(name, code, stretch=0))
        self.column.addLayout(row_of(weight))
        self.column.addStretch(1)

    def _put(self, name: str) -> Any:  # noqa: ANN401 - a change as `add` takes it
        def change(rubric: Rubric, value: Any) -> Rubric:  # noqa: ANN401 - of the field's kind
            return with_dimension(rubric, self.index, replace(rubric.dimensions[self.index], **{name: value}))

        return change

    def show_values(self, rubric: Rubric) -> None:
        one: Dimension = rubric.dimensions[self.index]
        self.heading.setText(f"Dimension · {one.name or one.id}")
        self.fields["name",].show_value(one.name)
        self.fields["id",].show_value(one.id)
        self.fields["weight",].show_value(round(one.weight * 100))


class MemberList(QListWidget):
    """Behaviours with a tick before those that are in the profile; Space or a click changes it."""

    def __init__(self) -> None:
        super().__init__()
        self.setMinimumHeight(320)

    def show_members(self, offered: list[tuple[str, str]], members: tuple[str, ...]) -> None:
        """Show ids with their names, and which are in."""
        with QSignalBlocker(self):
            if [self.item(row).data(Qt.ItemDataRole.UserRole) for row in range(self.count())] != [
                one for one, _ in offered
            ]:
                self.clear()
                for one, name in offered:
                    item = QListWidgetItem(name, self)
                    item.setData(Qt.ItemDataRole.UserRole, one)
            for row in range(self.count()):
                item = self.item(row)
                is_in = item.data(Qt.ItemDataRole.UserRole) in members
                item.setText(offered[row][1])
                item.setIcon(icon("check", "accent_text") if is_in else icon("minus", "faint"))
                state = "in the profile" if is_in else "not in the profile"
                item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{item.text()}, {state}")


class MembersField(Field):
    """Which behaviours a profile has, in the rubric's order."""

    def __init__(self, caption: str, hint: str = "") -> None:
        self.members = MemberList()
        super().__init__(caption, self.members, hint)
        self._chosen: tuple[str, ...] = ()
        self._is_locked = False
        self.members.itemActivated.connect(self._switch)
        self.members.itemClicked.connect(self._switch)

    def show_value(self, value: object) -> None:
        self._chosen = value if isinstance(value, tuple) else ()

    def show_offered(self, offered: list[tuple[str, str]]) -> None:
        """Show the behaviours that there are."""
        self.members.show_members(offered, self._chosen)

    def set_locked(self, *, is_locked: bool) -> None:
        self._is_locked = is_locked

    def _switch(self, item: QListWidgetItem) -> None:
        if self._is_locked:
            return
        name = item.data(Qt.ItemDataRole.UserRole)
        wanted = set(self._chosen) ^ {name}
        order = [self.members.item(row).data(Qt.ItemDataRole.UserRole) for row in range(self.members.count())]
        self.edited.emit(tuple(one for one in order if one in wanted))


class ProfileForm(PartForm):
    """A smaller set of behaviours for one pass."""

    list_name = "profiles"
    title = "Profile"

    def __init__(self, session: EditorSession) -> None:
        super().__init__(session)
        title = self.add(("title",), LineField("Title"), self._put("title"))
        code = self.add_held(
            ("id",),
            LineField("Code", "A short code.", is_held=True),
            self._put("id"),
            lambda rubric: rubric.profiles[self.index].id,
        )
        code.setFixedWidth(140)
        self._members = MembersField("Behaviours", "Enter or a click puts a behaviour in or takes it out.")
        self.add(("behaviours",), self._members, self._put("behaviours"))
        self.column.addLayout(row_of(title, code, stretch=0))
        self.column.addWidget(self._members, 1)

    def _put(self, name: str) -> Any:  # noqa: ANN401 - a change as `add` takes it
        def change(rubric: Rubric, value: Any) -> Rubric:  # noqa: ANN401 - of the field's kind
            return with_profile(rubric, self.index, replace(rubric.profiles[self.index], **{name: value}))

        return change

    def show_values(self, rubric: Rubric) -> None:
        one: Profile = rubric.profiles[self.index]
        self.heading.setText(f"Profile · {one.title or one.id}")
        self.fields["title",].show_value(one.title)
        self.fields["id",].show_value(one.id)
        self._members.show_value(one.behaviours)
        self._members.show_offered(
            [(found.id, f"{found.name or found.id}  ({found.id})") for found in rubric.behaviours]
        )
