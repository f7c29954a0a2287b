"""The fields of the chosen tags under the table: one change goes to all of them, as one step."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QMenu, QToolButton, QWidget

from bwc_review.domain.coding import ACTORS
from bwc_review.domain.rubric import Behaviour, Rubric, as_words
from bwc_review.domain.tag import Tag
from bwc_review.ui.models.tag_cells import chosen, recoded
from bwc_review.ui.models.tag_edits import Pair, changed, common_behaviour, with_level
from bwc_review.ui.models.tag_table import TagTable
from bwc_review.ui.theme.apply import current
from bwc_review.ui.theme.icons import icon
from bwc_review.ui.widgets.buttons import Chooser
from bwc_review.ui.widgets.check import Check
from bwc_review.ui.widgets.keep_keys import KeepKeys

_SURE = ((None, "sure –"), (1, "sure 1 low"), (2, "sure 2"), (3, "sure 3 high"))
_SEVERAL = "several"


class TagForm(QWidget):
    """Shows what the chosen tags have in common; where they differ it says so.

    Signals:
        change_requested: Pairs of a tag and the same tag as it is wanted.
        left: Escape was pressed in it.
    """

    change_requested = Signal(object)
    left = Signal()

    def __init__(self, table: TagTable, behaviours: Callable[[], list[Behaviour]]) -> None:
        """Make it, without tags.

        Args:
            table: The tags.
            behaviours: What a tag can be recoded to.
        """
        super().__init__()
        self._table = table
        self._behaviours = behaviours
        self._tags: Sequence[Tag] = ()
        self.behaviour = _field("Behaviour of the chosen tags", self._recode)
        self.actor = _field("Who showed it", lambda value: self._each(lambda tag: replace(tag, actor=value)))
        self.target = _field(
            "To whom it was said or done", lambda value: self._each(lambda t: replace(t, target=value))
        )
        self.level = _field("Level", self._set_level)
        self.sure = _field("How sure the reviewer is", lambda v: self._each(lambda tag: replace(tag, confidence=v)))
        self.heard = Check("Heard only")
        self.heard.setToolTip("Heard, not seen")
        self.heard.clicked.connect(lambda is_on: self._each(lambda tag: replace(tag, is_heard_only=is_on)))
        self.choices = QToolButton()
        self.choices.setText("Choices")
        self.choices.setToolTip("Further choices of the behaviour")
        self.choices.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.choices.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.choices.setIcon(icon("list", "muted"))
        self.choices.setMenu(QMenu(self))
        self.note = QLineEdit()
        self.note.setAccessibleName("Note of the chosen tags")
        self.note.editingFinished.connect(self._write_note)
        fields = (self.behaviour, self.actor, self.target, self.level, self.sure, self.heard, self.choices, self.note)
        KeepKeys(*fields)
        self._lay_out()
        self.show_tags(())

    def show_tags(self, tags: Sequence[Tag]) -> None:
        """Show these tags."""
        self._tags = tags
        rubric = self._table.rubric
        self.setVisible(bool(tags) and rubric is not None)
        if not tags or rubric is None:
            return
        self.setEnabled(not self._table.is_locked)
        common = common_behaviour(tags, rubric)
        offered = {item.id: item.name for item in self._behaviours()}
        offered |= {tag.behaviour_id: rubric.behaviour(tag.behaviour_id).name for tag in tags}
        _fill(self.behaviour, offered.items(), {tag.behaviour_id for tag in tags})
        _fill(self.actor, _people("", (tag.actor for tag in tags)), {tag.actor for tag in tags})
        _fill(self.target, [("", "to –"), *_people("to ", (tag.target for tag in tags))], _set(tags, "target"))
        _fill(self.sure, _SURE, _set(tags, "confidence"))
        self._show_levels(tags, rubric)
        self._show_choices(tags, common)
        self.heard.setChecked(all(tag.is_heard_only for tag in tags))
        notes = {tag.note for tag in tags}
        self.note.setText(notes.pop() if len(notes) == 1 else "")
        self.note.setPlaceholderText("Several notes: what is written here replaces them" if notes else "Note")
        self.note.setModified(False)

    def begin(self) -> None:
        """Take the keys."""
        self.behaviour.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.note.setModified(False)
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _lay_out(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(current().s, current().s, current().s, current().s)
        grid.setSpacing(current().xs)
        grid.addWidget(self.behaviour, 0, 0, 1, 3)
        for column, field in enumerate((self.actor, self.target, self.sure)):
            grid.addWidget(field, 1, column)
            grid.setColumnStretch(column, 1)
        last = QHBoxLayout()
        last.setSpacing(current().s)
        last.addWidget(self.heard)
        last.addWidget(self.level, 1)
        last.addWidget(self.choices)
        last.addStretch(0)  # takes what is left where there is no level
        grid.addLayout(last, 2, 0, 1, 3)
        grid.addWidget(self.note, 3, 0, 1, 3)

    def _show_levels(self, tags: Sequence[Tag], rubric: Rubric) -> None:
        levels = {level.value: level.text for tag in tags for level in rubric.behaviour(tag.behaviour_id).levels}
        self.level.setVisible(bool(levels))
        _fill(self.level, ((value, f"{value}  {text}") for value, text in levels.items()), _set(tags, "level"))

    def _show_choices(self, tags: Sequence[Tag], common: Behaviour | None) -> None:
        menu = self.choices.menu()
        menu.clear()
        modifiers = common.modifiers if common is not None else ()
        self.choices.setVisible(bool(modifiers))
        for modifier in modifiers:
            menu.addSection(as_words(modifier.name).capitalize())
            for option in modifier.options:
                is_on = all(dict(tag.modifiers).get(modifier.name) == option for tag in tags)
                action = menu.addAction(as_words(option))
                action.setCheckable(True)
                action.setChecked(is_on)
                edit = partial(_with_choice, modifier.name, None if is_on else option)
                action.triggered.connect(lambda _on, edit=edit: self._each(edit))
        made = tags[0].modifiers if len(tags) == 1 else ()
        words = [f"{as_words(name)}: {as_words(choice)}".capitalize() for name, choice in made]
        self.choices.setText((words[0] if len(words) == 1 else f"{len(words)} choices") if words else "Choices")
        self.choices.setToolTip("\n".join(words) or "Further choices of the behaviour")

    def _recode(self, behaviour_id: str) -> None:
        rubric = self._table.rubric
        if rubric is not None:
            self._each(lambda tag: recoded(tag, behaviour_id, rubric))

    def _set_level(self, level: int) -> None:
        if self._table.rubric is not None:
            self._ask(with_level(self._tags, level, self._table.rubric))

    def _write_note(self) -> None:
        if self.note.isModified():
            self.note.setModified(False)
            text = self.note.text().strip()
            self._each(lambda tag: replace(tag, note=text))

    def _each(self, edit: Callable[[Tag], Tag]) -> None:
        self._ask(changed(self._tags, edit))

    def _ask(self, changes: list[Pair]) -> None:
        if changes:
            self.change_requested.emit(changes)
        self.show_tags(self._tags)  # what was refused is shown as it is


def _field(name: str, slot: Callable[..., None]) -> Chooser:
    made = Chooser(name)
    made.setToolTip(name)
    made.setMinimumContentsLength(4)
    made.setSizeAdjustPolicy(Chooser.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    made.view().setTextElideMode(Qt.TextElideMode.ElideNone)
    made.activated.connect(lambda row: slot(made.itemData(row)))
    made.setPlaceholderText(_SEVERAL)
    return made


def _fill(chooser: Chooser, answers: Iterable[tuple[object, str]], values: set[object]) -> None:
    """Offer answers, and show the one that all have."""
    wanted = list(answers)
    if [(chooser.itemData(row), chooser.itemText(row)) for row in range(chooser.count())] != wanted:
        chooser.clear()
        for value, text in wanted:
            chooser.addItem(text, value)
    known = [value for value, _ in wanted]
    (only,) = values if len(values) == 1 else (None,)
    chooser.setCurrentIndex(known.index(only) if len(values) == 1 and only in known else -1)


def _with_choice(name: str, option: str | None, tag: Tag) -> Tag:
    return chosen(tag, name, option)


def _people(prefix: str, more: Iterable[str]) -> list[tuple[str, str]]:
    return [(actor, f"{prefix}{actor}") for actor in dict.fromkeys((*ACTORS, *more)) if actor]


def _set(tags: Iterable[Tag], field: str) -> set[object]:
    return {getattr(tag, field) for tag in tags}
