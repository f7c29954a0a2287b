"""A rubric while it is edited: every step can be taken back, and is in the study a moment later."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, QTimer, Signal

from bwc_review.domain.errors import ReviewError
from bwc_review.domain.rubric import Rubric
from bwc_review.domain.rubric_draft import ExampleClip, RubricDraft
from bwc_review.services.rubric_editing import RubricEditing
from bwc_review.services.rubric_rules import Place, Problem, problems

SAVE_MS = 400
Examples = tuple[ExampleClip, ...]
Stand = tuple[Rubric, Examples]


@dataclass(frozen=True, slots=True)
class Step:
    """One change, as it is taken back and done again.

    Attributes:
        label: What was done.
        before: Text and example clips before it.
        after: Text and example clips after it.
        typed_at: The field that was typed into; further typing there belongs to the same step. None for other steps.
    """

    label: str
    before: Stand
    after: Stand
    typed_at: Place | None


class EditorSession(QObject):
    """Holds the draft that is open, or a version that is only read.

    Signals:
        changed: The rubric or its example clips are others now.
        saved: Everything is in the study.
        failed: The `ReviewError` for which it is not.
    """

    changed = Signal()
    saved = Signal()
    failed = Signal(object)

    def __init__(self, editing: Callable[[], RubricEditing], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._editing = editing
        self.draft: RubricDraft | None = None
        self.version: Rubric | None = None
        self._examples: Examples = ()
        self._past: list[Step] = []
        self._future: list[Step] = []
        self._problems: tuple[Problem, ...] = ()
        self._is_unsaved = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SAVE_MS)
        self._timer.timeout.connect(self.flush)

    @property
    def rubric(self) -> Rubric | None:
        """What is shown: the draft's text, or the version that is read."""
        return self.draft.rubric if self.draft is not None else self.version

    @property
    def examples(self) -> Examples:
        """Example clips of what is shown."""
        return self._examples

    @property
    def is_draft(self) -> bool:
        """True if the text can be changed."""
        return self.draft is not None

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Broken rules; none of a version that is only read."""
        return self._problems

    @property
    def is_unsaved(self) -> bool:
        """True for the moment between a change and its being in the study."""
        return self._is_unsaved

    @property
    def undo_label(self) -> str:
        """What would be taken back; empty if nothing can be."""
        return self._past[-1].label if self._past else ""

    @property
    def redo_label(self) -> str:
        """What would be done again; empty if nothing can be."""
        return self._future[-1].label if self._future else ""

    def open(self, draft: RubricDraft) -> None:
        """Edit a draft."""
        self._begin(draft, None, draft.examples)

    def read(self, version: Rubric, examples: Examples) -> None:
        """Show a version whose text stays; its example clips can be chosen all the same."""
        self._begin(None, version, examples)

    def close(self) -> None:
        """Keep what was changed, and show nothing."""
        self.flush()
        self.forget()

    def forget(self) -> None:
        """Show nothing, and keep nothing: the draft is gone, or its study."""
        self._timer.stop()
        self._is_unsaved = False
        self.draft, self.version, self._examples, self._problems = None, None, (), ()
        self._past, self._future = [], []

    def change(self, label: str, after: Rubric, typed_at: Place | None = None) -> None:
        """Let the text be another one. Typing on in one field is one step."""
        if self.draft is None or after == self.draft.rubric:
            return
        self._take(label, (after, self._examples), typed_at)

    def change_examples(self, label: str, after: Examples) -> None:
        """Let the example clips be others."""
        rubric = self.rubric
        if rubric is not None and after != self._examples:
            self._take(label, (rubric, after), None)

    def rename_owner(self, before: str, after: str) -> None:
        """The behaviour or rating of that id has another one now: its example clips go with it, in the same step."""
        moved = tuple(replace(one, owner=after) if one.owner == before else one for one in self._examples)
        if moved != self._examples and self._past and self.rubric is not None:
            last = self._past.pop()
            self._past.append(replace(last, after=(last.after[0], moved)))
            self._show((self.rubric, moved))

    def end_typing(self) -> None:
        """What is typed from now on is a step of its own."""
        if self._past:
            self._past[-1] = replace(self._past[-1], typed_at=None)

    def undo(self) -> str:
        """Take the last step back; what it was, empty if there is none."""
        if not self._past:
            return ""
        step = self._past.pop()
        self._future.append(replace(step, typed_at=None))
        self._show(step.before)
        return step.label

    def redo(self) -> str:
        """Do it again; what it was, empty if there is none."""
        if not self._future:
            return ""
        step = self._future.pop()
        self._past.append(step)
        self._show(step.after)
        return step.label

    def flush(self) -> None:
        """Put everything that was changed into the study now."""
        if not self._is_unsaved:
            return
        self._timer.stop()
        try:
            self._save()
        except ReviewError as error:
            self.failed.emit(error)
            return
        self._is_unsaved = False
        self.saved.emit()

    def _begin(self, draft: RubricDraft | None, version: Rubric | None, examples: Examples) -> None:
        self.close()
        self.draft, self.version, self._examples = draft, version, examples
        self._look()
        self.changed.emit()

    def _take(self, label: str, after: Stand, typed_at: Place | None) -> None:
        rubric = self.rubric
        if rubric is None:
            return
        step = Step(label, (rubric, self._examples), after, typed_at)
        last = self._past[-1] if self._past else None
        if last is not None and typed_at is not None and last.typed_at == typed_at:
            self._past[-1] = replace(last, after=after)
        else:
            self._past.append(step)
        self._future = []
        self._show(after)

    def _show(self, stand: Stand) -> None:
        rubric, self._examples = stand
        if self.draft is not None:
            self.draft = replace(self.draft, rubric=rubric, examples=self._examples)
        self._is_unsaved = True
        self._timer.start()
        self._look()
        self.changed.emit()

    def _look(self) -> None:
        self._problems = problems(self.draft.rubric) if self.draft is not None else ()

    def _save(self) -> None:
        if self.draft is not None:
            self.draft = self._editing().save(self.draft)
        elif self.version is not None:
            self._editing().put_examples(self.version, self._examples)
