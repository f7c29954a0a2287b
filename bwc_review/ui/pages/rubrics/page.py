"""Rubrics: the list, the editor, and the difference between versions."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QFileDialog, QStackedLayout

from bwc_review.domain.changes import Changes, Touched
from bwc_review.domain.errors import ReviewError
from bwc_review.domain.ids import RecordingId
from bwc_review.domain.rubric import Rubric
from bwc_review.domain.rubric_draft import ExampleClip, RubricDraft
from bwc_review.services.bootstrap import Study
from bwc_review.services.rubric_editing import RubricState
from bwc_review.ui.bridge.study import StudyBridge, Tone
from bwc_review.ui.commands.registry import Registry
from bwc_review.ui.pages.page import Page
from bwc_review.ui.pages.rubrics import commands, part_commands
from bwc_review.ui.pages.rubrics.difference_view import DifferenceView
from bwc_review.ui.pages.rubrics.editor_view import EditorView
from bwc_review.ui.pages.rubrics.example_bar import Codes, ExampleBar, ExampleDialog
from bwc_review.ui.pages.rubrics.fields import is_history_key
from bwc_review.ui.pages.rubrics.session import EditorSession
from bwc_review.ui.pages.rubrics.shelf_view import ShelfItem, ShelfView

_FILES = "Rubric (*.yaml *.yml)"
_KEYS = (("Ctrl+Z", "Undo in the editor"), ("Ctrl+Shift+Z", "Redo in the editor"), ("Enter", "Open the chosen rubric"))


@dataclass(frozen=True, slots=True)
class Shelf:
    """What the page reads of the study."""

    states: Sequence[RubricState]
    drafts: Sequence[RubricDraft]
    codes: dict[RecordingId, tuple[str, int]]


def read_shelf(study: Study) -> Shelf:
    """All versions, drafts, and the recordings that example clips can be taken from."""
    codes = {row.recording.id: (row.recording.code, row.recording.duration_us) for row in study.library.rows()}
    return Shelf(study.rubric_editing.states(), study.rubric_editing.drafts(), codes)


class RubricsPage(Page):
    """Shows the list, the editor or a difference.

    Signals:
        span_requested: Recording's id and the `TimeRange` to be played on the review page.
    """

    span_requested = Signal(object, object)

    def __init__(self, bridge: StudyBridge, registry: Registry) -> None:
        super().__init__(bridge, registry)
        self._codes: Codes = {}
        self._waiting: Callable[[], None] | None = None
        self._gone: RubricDraft | None = None
        self.session = EditorSession(lambda: bridge.study.rubric_editing, self)
        self._add_commands()
        action = registry.action
        self.shelf = ShelfView(
            [action(one.id) for one in commands.SHELF if one is not commands.RESTORE], action(commands.NEW.id)
        )
        self.editor = EditorView(self.session, lambda: self._codes, action)
        self.difference = DifferenceView()
        self.stack = QStackedLayout(self)
        for view in (self.shelf, self.editor, self.difference):
            self.stack.addWidget(view)
        self._connect()
        self._follow()

    def shown(self) -> None:
        """Read what there is, and take the keys."""
        self.reload()
        view = self.shelf.view if self.stack.currentWidget() is self.shelf else self.stack.currentWidget()
        if view is not None:
            view.setFocus()

    def left(self) -> None:
        """Keep what was written."""
        self.session.flush()

    def reload(self, then: Callable[[], None] | None = None) -> None:
        """Read the list again; `then` is called when it is shown."""
        if not self.bridge.is_open:
            return
        study = self.bridge.study
        self._waiting = then or self._waiting
        self.bridge.read(self, lambda: read_shelf(study), self._show_shelf)

    def event(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.ShortcutOverride and is_history_key(event):
            event.accept()  # the page has a history of its own: that of the window is the open review's
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not is_history_key(event):
            super().keyPressEvent(event)
            return
        event.accept()
        is_undo = event.matches(QKeySequence.StandardKey.Undo)
        if not self._is_editing:
            self._restore()
            return
        done = self.session.undo() if is_undo else self.session.redo()
        if done:
            self.bridge.tell(f"{'Undone' if is_undo else 'Redone'}: {done}")

    @property
    def _is_editing(self) -> bool:
        return self.stack.currentWidget() is self.editor

    def _show_shelf(self, found: Shelf) -> None:
        self._codes = found.codes
        items = [ShelfItem(None, draft) for draft in found.drafts]
        items += [ShelfItem(state, None) for state in reversed(found.states)]
        self.shelf.show_items(items)
        waiting, self._waiting = self._waiting, None
        if waiting is not None:
            waiting()
        self._follow()

    def _open(self, item: ShelfItem) -> None:
        if item.draft is not None:
            self._edit(item.draft)
            return
        editing = self.bridge.study.rubric_editing
        if item.state is not None and item.state.can_correct:
            self._begin(lambda: editing.begin_correction(item.rubric))
            return
        self.session.read(item.rubric, editing.examples(item.rubric))
        self._show_editor()

    def _edit(self, draft: RubricDraft) -> None:
        self.session.open(draft)
        self._show_editor()

    def _show_editor(self) -> None:
        self.stack.setCurrentWidget(self.editor)
        self.editor.begin()
        self.editor.outline.setFocus()
        self._follow()

    def _begin(self, work: Callable[[], RubricDraft]) -> None:
        try:
            draft = work()
        except ReviewError as error:
            self.bridge.tell_error(error)
            return
        self._announce(draft)
        self._edit(draft)
        self.bridge.tell(f"Draft of {draft.rubric.title} {draft.rubric.version}: kept in the study at every step.")

    def _new(self) -> None:
        self._begin(lambda: self.bridge.study.rubric_editing.begin())

    def _new_version(self) -> None:
        source = self.session.rubric if self._is_editing else self._chosen()
        if source is not None:
            self.session.flush()
            self._begin(lambda: self.bridge.study.rubric_editing.begin_version(source))

    def _chosen(self) -> Rubric | None:
        return self.shelf.item.rubric if self.shelf.item is not None else None

    def _edit_chosen(self) -> None:
        if self.shelf.item is not None:
            self._open(self.shelf.item)

    def _compare(self) -> None:
        """Compare what is chosen with the version before it of the same rubric, or with what is there."""
        self.session.flush()
        chosen = self.session.rubric if self._is_editing else self._chosen()
        if chosen is None:
            return

        def show() -> None:
            items = self.shelf.model.rows
            rubrics = [(item.title, item.rubric) for item in items]
            after = next((place for place, item in enumerate(items) if item.rubric == chosen), 0)
            older = [place for place, item in enumerate(items) if place > after and item.rubric.id == chosen.id]
            before = older[0] if older else after
            self.difference.show_versions(rubrics, before, after)
            self.stack.setCurrentWidget(self.difference)
            self.difference.text.setFocus()
            self._follow()

        self.reload(show)

    def _back(self) -> None:
        draft = self.session.draft
        if self.stack.currentWidget() is self.shelf:
            return
        self.session.close()
        self.stack.setCurrentWidget(self.shelf)
        self.shelf.view.setFocus()
        self.reload((lambda: self.shelf.choose_draft(draft)) if draft is not None else None)
        self._follow()

    def _ask_import(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, "Import a rubric", str(Path.home()), _FILES)
        if name:
            self.import_file(Path(name))

    def import_file(self, path: Path) -> None:
        """Begin a draft with the text of a rubric file."""
        self._begin(lambda: self.bridge.study.rubric_editing.begin_import(path))

    def _ask_export(self) -> None:
        rubric = self.session.rubric if self._is_editing else self._chosen()
        if rubric is None:
            return
        wanted = str(Path.home() / f"{rubric.id}-{rubric.version}.yaml")
        name, _ = QFileDialog.getSaveFileName(self, "Export the rubric", wanted, _FILES)
        if name:
            self.export_file(rubric, Path(name))

    def export_file(self, rubric: Rubric, path: Path) -> None:
        """Write a rubric as a file."""
        try:
            self.bridge.study.rubric_editing.export(rubric, path)
        except ReviewError as error:
            self.bridge.tell_error(error)
            return
        self.bridge.tell(f"Wrote {rubric.id} {rubric.version} to {path.name}.", Tone.SUCCESS)

    def _discard(self) -> None:
        """Throw the chosen draft away; it is kept here to be brought back."""
        item = self.shelf.item
        if item is None or item.draft is None:
            return
        editing = self.bridge.study.rubric_editing
        try:
            gone = editing.discard(item.draft.id)
        except ReviewError as error:
            self.bridge.tell_error(error)
            return
        self._gone = gone
        self._announce(gone)
        self.reload()
        self.bridge.tell(f"Threw the draft of {gone.rubric.title} away. Ctrl+Z brings it back.", Tone.SUCCESS)

    def _restore(self) -> None:
        gone, self._gone = self._gone, None
        if gone is None:
            return
        self.bridge.study.rubric_editing.save(gone)
        self._announce(gone)
        self.reload(lambda: self.shelf.choose_draft(gone))
        self.bridge.tell(f"The draft of {gone.rubric.title} is back.", Tone.SUCCESS)

    def _publish(self) -> None:
        draft = self.session.draft
        if draft is None:
            return
        if self.editor.next_problem():
            count = len(self.session.problems)
            words = "One thing is" if count == 1 else f"{count} things are"
            self.bridge.tell(f"{words} to be mended before this version can be used (Ctrl+G goes on).", Tone.WARNING)
            return
        self.session.flush()
        try:
            rubric = self.bridge.study.rubric_editing.publish(draft.id)
        except ReviewError as error:
            self.bridge.tell_error(error)
            return
        self._announce(draft)
        self.session.forget()
        self._back()
        self.bridge.tell(f"{rubric.title} {rubric.version} can be used for reviews now.", Tone.SUCCESS)

    def _play_example(self) -> None:
        """Play the example clip next to the field that has the focus, else the first one of the form."""
        focused = QApplication.focusWidget()
        bars = [bar for bar in self.editor.form.findChildren(ExampleBar) if bar.example is not None]
        homes = [(bar, bar.parentWidget()) for bar in bars]
        near = [bar for bar, home in homes if focused is not None and home is not None and home.isAncestorOf(focused)]
        for bar in (*near, *bars)[:1]:
            self._play(bar.example)

    def _play(self, example: object) -> None:
        if isinstance(example, ExampleClip):
            self.session.flush()
            self.span_requested.emit(example.recording_id, example.span)

    def _ask_example(self, owner: str, level: int | None) -> None:
        before = next((one for one in self.session.examples if (one.owner, one.level) == (owner, level)), None)
        dialog = ExampleDialog(owner, level, self._codes, before, self)
        dialog.chosen.connect(self._take_example)
        dialog.open()

    def _take_example(self, example: ExampleClip) -> None:
        name = (example.owner, example.level)
        others = tuple(one for one in self.session.examples if (one.owner, one.level) != name)
        self.session.change_examples("Choose an example clip", (*others, example))

    def _announce(self, draft: RubricDraft) -> None:
        self.bridge.announce(Changes.of(Touched.RUBRICS, draft.id), self)

    def _follow_changes(self, changes: Changes, initiator: object) -> None:
        touched = (Touched.RUBRICS, Touched.REVIEWS, Touched.CLIPS)
        if initiator is not self and self.isVisible() and any(changes.of_kind(kind) for kind in touched):
            self.reload()

    def _forget(self) -> None:
        self._gone = None
        self.session.forget()
        self.shelf.show_items([])
        self.stack.setCurrentWidget(self.shelf)

    def _follow(self) -> None:
        """Enable what can be done now."""
        item, view = self.shelf.item, self.stack.currentWidget()
        is_shelf, is_draft = view is self.shelf, self._is_editing and self.session.is_draft
        has_rubric = self._is_editing or (is_shelf and item is not None)
        can: dict[str, bool] = {
            commands.NEW.id: is_shelf,
            commands.IMPORT.id: is_shelf,
            commands.EDIT.id: is_shelf and item is not None,
            commands.VERSION.id: has_rubric,
            commands.COMPARE.id: has_rubric,
            commands.EXPORT.id: has_rubric,
            commands.DISCARD.id: is_shelf and item is not None and item.draft is not None,
            commands.RESTORE.id: is_shelf and self._gone is not None,
            commands.BACK.id: not is_shelf,
            commands.PUBLISH.id: is_draft,
            commands.NEXT_PROBLEM.id: is_draft,
            commands.PLAY.id: self._is_editing,
        }
        part = self.editor.part if self._is_editing else ("head", 0)
        can |= part_commands.possible(self.session, part)
        for name, is_possible in can.items():
            self.registry.action(name).setEnabled(is_possible)

    def _add_commands(self) -> None:
        slots: dict[str, Callable[[], object]] = {
            commands.NEW.id: self._new,
            commands.VERSION.id: self._new_version,
            commands.EDIT.id: self._edit_chosen,
            commands.COMPARE.id: self._compare,
            commands.IMPORT.id: self._ask_import,
            commands.EXPORT.id: self._ask_export,
            commands.DISCARD.id: self._discard,
            commands.RESTORE.id: self._restore,
            commands.PUBLISH.id: self._publish,
            commands.NEXT_PROBLEM.id: lambda: self.editor.next_problem(),
            commands.PLAY.id: self._play_example,
            commands.BACK.id: self._back,
        }
        for command in (commands.EDIT, *commands.SHELF, *commands.EDITOR, commands.BACK):
            part = lambda command=command: part_commands.run(command, self.session, self.editor)  # noqa: E731 - bound in the loop
            self.registry.add(command, slots.get(command.id, part), self)
        self.registry.add_sheet(commands.PAGE, "In the editor", lambda: _KEYS)

    def _connect(self) -> None:
        bridge = self.bridge
        self.shelf.opened.connect(self._open)
        self.shelf.chosen.connect(self._follow)
        self.editor.part_chosen.connect(self._follow)
        self.difference.back_asked.connect(self._back)
        self.session.failed.connect(bridge.tell_error)
        for form in self.editor.forms.values():
            form.example_asked.connect(self._ask_example)
            form.example_played.connect(self._play)
        bridge.closing.connect(self.session.close)
        bridge.closed.connect(self._forget)
        bridge.changed.connect(self._follow_changes)
