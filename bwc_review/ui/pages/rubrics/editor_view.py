"""The editor: parts of the rubric at the left, the form of the chosen one beside them, what is to be mended below."""

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QScrollArea,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from bwc_review.domain.rubric import Rubric
from bwc_review.services.rubric_rules import Problem
from bwc_review.ui.pages.rubrics import commands
from bwc_review.ui.pages.rubrics.behaviour_form import BehaviourForm
from bwc_review.ui.pages.rubrics.example_bar import Codes
from bwc_review.ui.pages.rubrics.outline import HEAD, Outline, Part, part_of
from bwc_review.ui.pages.rubrics.part_form import PartForm
from bwc_review.ui.pages.rubrics.rating_form import RatingForm
from bwc_review.ui.pages.rubrics.session import EditorSession
from bwc_review.ui.pages.rubrics.small_forms import DimensionForm, HeadForm, ProfileForm
from bwc_review.ui.theme.apply import current
from bwc_review.ui.theme.icons import icon
from bwc_review.ui.widgets.buttons import action_button, tool_button
from bwc_review.ui.widgets.labels import ElidedLabel, label, rule

_LINE, _MOST_LINES = 30, 4


class EditorView(QWidget):
    """Shows the session's rubric and follows it.

    Signals:
        part_chosen: Another part is shown: what can be done with it may differ.
    """

    part_chosen = Signal()

    def __init__(self, session: EditorSession, codes: Callable[[], Codes], action: Callable[[str], QAction]) -> None:
        super().__init__()
        self.session = session
        self.outline = Outline()
        self.outline.setMinimumWidth(180)
        self.forms: dict[str, PartForm] = {
            "head": HeadForm(session),
            "dimensions": DimensionForm(session),
            "behaviours": BehaviourForm(session, codes),
            "ratings": RatingForm(session, codes),
            "profiles": ProfileForm(session),
        }
        self.title = ElidedLabel("", "text", current().title_px)
        self.state = label("", "muted")
        self.mend = QListWidget()
        self.mend.setAccessibleName("To mend")
        self.mend.setIconSize(QSize(16, 16))
        self._stack = QStackedWidget()
        self._scrolls: dict[str, QScrollArea] = {}
        self.undo = tool_button("undo-2", "Undo (Ctrl+Z)", session.undo)
        self.redo = tool_button("redo-2", "Redo (Ctrl+Shift+Z)", session.redo)
        self._lay_out(action)
        self.outline.chosen.connect(self._show_part)
        self.mend.itemActivated.connect(self._go_to)
        self.mend.itemClicked.connect(self._go_to)
        session.changed.connect(self.refresh)
        session.saved.connect(self._tell_state)

    @property
    def part(self) -> Part:
        """The part that is shown."""
        return self.outline.part

    @property
    def form(self) -> PartForm:
        """The form that is shown."""
        return self.forms[self.part[0]]

    def begin(self) -> None:
        """Show the rubric's head."""
        self.outline.choose(HEAD)
        self._show_part(HEAD)

    def refresh(self) -> None:
        """Show the session's rubric as it is now."""
        rubric = self.session.rubric
        if rubric is None:
            return
        self.outline.show_rubric(rubric, self.session.problems)
        self.title.set_text(f"{rubric.title or rubric.id} {rubric.version}")
        self._show_part(self.part)
        self._show_problems(rubric)
        self.undo.setEnabled(bool(self.session.undo_label))
        self.redo.setEnabled(bool(self.session.redo_label))
        self.undo.setToolTip(
            f"Undo: {self.session.undo_label} (Ctrl+Z)" if self.session.undo_label else "Undo (Ctrl+Z)"
        )
        self.redo.setToolTip(
            f"Redo: {self.session.redo_label} (Ctrl+Shift+Z)" if self.session.redo_label else "Redo (Ctrl+Shift+Z)"
        )
        self._tell_state()

    def choose(self, part: Part) -> None:
        """Show a part, and begin with its first field."""
        self.outline.choose(part)
        form = self.form
        form.focus_on((form.list_name, part[1], "name")[2:])

    def next_problem(self) -> bool:
        """Go to the next thing that is to be mended, from the field that has the focus on; false if there is none."""
        problems = self.session.problems
        if not problems:
            return False
        row = (self.mend.currentRow() + 1) % len(problems)
        self.mend.setCurrentRow(row)
        self.go_to(problems[row])
        return True

    def go_to(self, problem: Problem) -> None:
        """Show the field of a problem."""
        part = part_of(problem)
        self.outline.choose(part)
        form = self.forms[part[0]]
        form.focus_on(problem.place[2:] if form.list_name else problem.place)

    def _show_part(self, part: Part) -> None:
        name, index = part
        form = self.forms[name]
        self._stack.setCurrentWidget(self._scrolls[name])
        form.show_part(index)
        self.part_chosen.emit()

    def _show_problems(self, rubric: Rubric) -> None:
        row = self.mend.currentRow()
        self.mend.clear()
        for problem in self.session.problems:
            words = f"{_where(rubric, problem)}: {problem.text}"
            QListWidgetItem(icon("triangle-alert", "warning_text"), words, self.mend)
        self.mend.setCurrentRow(min(row, self.mend.count() - 1))
        self.mend.setVisible(self.mend.count() > 0)
        self.mend.setFixedHeight(min(self.mend.count(), _MOST_LINES) * _LINE + 6)

    def _tell_state(self) -> None:
        words = "Keeping…" if self.session.is_unsaved else "Draft, kept in the study"
        self.state.setText(words if self.session.is_draft else "Frozen: only example clips can be chosen")

    def _go_to(self, item: QListWidgetItem) -> None:
        problems = self.session.problems
        row = self.mend.row(item)
        if row < len(problems):
            self.go_to(problems[row])

    def _lay_out(self, action: Callable[[str], QAction]) -> None:
        theme = current()
        bar = QHBoxLayout()
        bar.setContentsMargins(theme.l, theme.s, theme.l, theme.s)
        bar.setSpacing(theme.s)
        bar.addWidget(action_button(action(commands.BACK.id), kind="quiet"))
        bar.addWidget(self.title, 1)
        bar.addWidget(self.state)
        bar.addWidget(self.undo)
        bar.addWidget(self.redo)
        bar.addWidget(action_button(action(commands.VERSION.id)))
        bar.addWidget(action_button(action(commands.PUBLISH.id), kind="primary"))
        parts = QHBoxLayout()
        parts.setContentsMargins(theme.l, 0, theme.l, theme.s)
        parts.setSpacing(2)
        for command in commands.PARTS:
            made = action_button(action(command.id), kind="quiet", has_text=command.text.startswith("Add"))
            made.setText(made.text().removeprefix("Add ").capitalize())
            parts.addWidget(made)
        parts.addStretch(1)
        for name, form in self.forms.items():
            form.setProperty("area", "clear")
            scroll = QScrollArea()
            scroll.setWidgetResizable(True)
            scroll.setWidget(form)
            scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
            self._scrolls[name] = scroll
            self._stack.addWidget(scroll)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        split.addWidget(self.outline)
        split.addWidget(self._stack)
        split.setStretchFactor(1, 1)
        split.setSizes([360, 1000])
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(bar)
        whole.addLayout(parts)
        whole.addWidget(rule())
        whole.addWidget(split, 1)
        whole.addWidget(rule())
        whole.addWidget(self.mend)


def _where(rubric: Rubric, problem: Problem) -> str:
    """The place of a problem in words: “Paraphrases, definition”."""
    name, index = part_of(problem)
    place = problem.place if name == "head" else problem.place[2:]
    words = " ".join(str(one) for one in place).replace("_", " ")
    if name == "head":
        return words.capitalize()
    one = getattr(rubric, name)[index]
    shown = one.title if name == "profiles" else one.name
    return f"{shown or one.id}, {words}"
