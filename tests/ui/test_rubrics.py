"""The page of rubrics: written with keys alone, kept at every step, never changed once used."""

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from bwc_review.domain.rubric_draft import ExampleClip
from bwc_review.domain.time import Moment, TimeRange
from bwc_review.ui.bridge.study import StudyBridge
from bwc_review.ui.commands.registry import Registry
from bwc_review.ui.pages.rubrics import commands
from bwc_review.ui.pages.rubrics.behaviour_form import BehaviourForm
from bwc_review.ui.pages.rubrics.example_bar import ExampleBar, ExampleDialog
from bwc_review.ui.pages.rubrics.fields import Field, LineField
from bwc_review.ui.pages.rubrics.page import RubricsPage
from tests.ui.filled_study import (  # noqa: F401 - fixtures
    PRE,
    bridge,
    filled_folder,
    folder,
    registry,
    until,
)

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


class Desk:
    """The page with what a test needs to type and to look."""

    def __init__(self, page: RubricsPage, qtbot: QtBot) -> None:
        self.page = page
        self.qtbot = qtbot

    @property
    def editing(self):
        return self.page.bridge.study.rubric_editing

    @property
    def rubric(self):
        rubric = self.page.session.rubric
        assert rubric is not None
        return rubric

    def field(self, *place: str | int) -> Field:
        return self.page.editor.form.fields[place]

    def focus(self) -> QWidget:
        focused = self.page.window().focusWidget()
        assert focused is not None
        return focused

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        self.qtbot.keyClick(self.focus(), key, modifiers)

    def type(self, text: str) -> None:
        self.qtbot.keyClicks(self.focus(), text)

    def action(self, command: commands.Command) -> QAction:
        return self.page.registry.action(command.id)

    def do(self, command: commands.Command) -> None:
        assert self.action(command).isEnabled(), command.id
        self.action(command).trigger()

    def choose(self, rubric_id: str, version: str | None = None) -> None:
        rows = self.page.shelf.model.rows
        place = next(
            place
            for place, item in enumerate(rows)
            if item.rubric.id == rubric_id and version in (None, item.rubric.version)
        )
        self.page.shelf.view.choose(place)

    def until_listed(self, count: int) -> None:
        until(self.qtbot, lambda: self.page.shelf.model.rowCount() == count)


@pytest.fixture
def desk(bridge: StudyBridge, registry: Registry, qtbot: QtBot) -> Desk:  # noqa: F811
    page = RubricsPage(bridge, registry)
    qtbot.addWidget(page)
    page.resize(1200, 800)
    with qtbot.waitExposed(page):
        page.show()
    page.activateWindow()
    page.shown()
    found = Desk(page, qtbot)
    found.until_listed(3)
    return found


@pytest.fixture
def draft(desk: Desk) -> Desk:
    """A draft of the next version of the core is open."""
    desk.choose("deesc-core")
    desk.do(commands.VERSION)
    return desk


def test_the_list_says_what_is_used_and_frozen(desk: Desk) -> None:
    stands = {item.rubric.id: (item.stands, item.uses) for item in desk.page.shelf.model.rows}
    assert stands["deesc-core"] == ("In use: frozen", "2 reviews, 4 tags")
    assert stands["icat-cdm"] == ("Ships with the program", "")


def test_a_used_version_can_only_be_read_and_offers_a_new_one(desk: Desk) -> None:
    desk.choose("deesc-core")
    desk.press(Qt.Key.Key_Return)
    assert not desk.page.session.is_draft
    desk.page.editor.choose(("behaviours", 0))
    before = desk.rubric
    desk.type("X")
    assert desk.rubric == before
    assert not desk.action(commands.PUBLISH).isEnabled()
    assert not desk.action(commands.REMOVE).isEnabled()
    desk.do(commands.VERSION)
    assert (desk.rubric.version, desk.page.session.is_draft) == ("1.1.0", True)


def test_a_behaviour_is_written_with_keys_alone_and_published(draft: Desk) -> None:
    count = len(draft.rubric.behaviours)
    draft.do(commands.ADD_BEHAVIOUR)
    assert draft.focus() is draft.field("name").editor
    draft.type("Uses a shield")
    draft.press(Qt.Key.Key_Tab)
    draft.qtbot.keyClick(draft.focus(), Qt.Key.Key_A, CTRL)
    draft.type("cr.shield")
    draft.press(Qt.Key.Key_Tab)
    assert draft.rubric.behaviours[draft.page.editor.part[1]].id == "cr.shield"
    draft.field("key").setFocus()
    draft.press(Qt.Key.Key_F9)
    for name in ("definition", "include", "exclude", "example"):
        draft.field(name).setFocus()
        draft.type(f"Its {name}.")
    assert draft.page.session.problems == ()
    assert draft.page.editor.mend.isHidden()
    draft.do(commands.PUBLISH)
    draft.until_listed(4)
    found = draft.page.bridge.study.rubrics.get("deesc-core", "1.1.0")
    assert len(found.behaviours) == count + 1
    assert (found.by_key["F9"].name, found.by_key["F9"].include) == ("Uses a shield", "Its include.")
    assert draft.editing.drafts() == ()


def test_a_transport_key_is_refused_at_the_field_with_the_free_keys(draft: Desk) -> None:
    draft.page.editor.choose(("behaviours", 0))
    key = draft.field("key")
    key.setFocus()
    draft.press(Qt.Key.Key_Space)
    assert "plays and pauses. Free keys are" in key.problem
    assert key.problem in key.editor.accessibleDescription()
    draft.press(Qt.Key.Key_W)
    assert "already tags Paraphrases" in key.problem
    draft.press(Qt.Key.Key_A, SHIFT)
    assert "already tags Arrival" in key.problem
    draft.press(Qt.Key.Key_Backspace)
    assert (key.problem, draft.rubric.behaviours[0].key) == ("", None)
    draft.press(Qt.Key.Key_Tab)
    assert draft.focus() is not key.editor


def test_every_broken_rule_is_shown_as_one_types(draft: Desk) -> None:
    draft.page.editor.choose(("behaviours", 0))
    definition = draft.field("definition")
    definition.setFocus()
    draft.press(Qt.Key.Key_A, CTRL)
    draft.press(Qt.Key.Key_Delete)
    assert definition.problem == "Write a text."
    assert draft.page.editor.mend.count() == 1
    assert "definition" in draft.page.editor.mend.item(0).text()
    draft.page.editor.choose(("ratings", 0))
    draft.do(commands.PUBLISH)
    assert draft.focus() is draft.field("definition").editor
    assert draft.editing.states()[0].rubric.version == "1.0.0"
    draft.type("Again.")
    assert definition.problem == ""


def test_a_code_that_is_taken_is_not_used_and_one_that_is_free_keeps_every_link(draft: Desk) -> None:
    draft.page.editor.choose(("behaviours", 0))
    before = draft.rubric.behaviours[0].id
    profiles = [profile.id for profile in draft.rubric.profiles if before in profile.behaviours]
    assert profiles
    code = draft.field("id")
    code.setFocus()
    draft.press(Qt.Key.Key_A, CTRL)
    draft.type("tc.paraphrase")
    assert "defined twice" in code.problem
    draft.press(Qt.Key.Key_Return)
    assert draft.rubric.behaviours[0].id == before
    draft.press(Qt.Key.Key_A, CTRL)
    draft.type("cr.names")
    draft.press(Qt.Key.Key_Return)
    assert draft.rubric.behaviours[0].id == "cr.names"
    assert [profile.id for profile in draft.rubric.profiles if "cr.names" in profile.behaviours] == profiles
    assert draft.page.session.problems == ()


def test_undo_and_redo_work_inside_fields_and_typing_is_one_step(draft: Desk) -> None:
    start = draft.rubric
    draft.page.editor.choose(("behaviours", 0))
    draft.type(" more")
    draft.field("include").setFocus()
    draft.type("And.")
    changed = draft.rubric
    draft.press(Qt.Key.Key_Z, CTRL)
    assert draft.rubric.behaviours[0].include == start.behaviours[0].include
    assert draft.rubric.behaviours[0].name.endswith(" more")
    draft.press(Qt.Key.Key_Z, CTRL)
    assert draft.rubric == start
    draft.press(Qt.Key.Key_Z, CTRL | SHIFT)
    draft.press(Qt.Key.Key_Z, CTRL | SHIFT)
    assert draft.rubric == changed
    draft.page.editor.outline.setFocus()
    draft.press(Qt.Key.Key_Z, CTRL)
    assert draft.rubric.behaviours[0].include == start.behaviours[0].include


def test_parts_are_added_moved_copied_and_removed(draft: Desk) -> None:
    start = draft.rubric
    draft.page.editor.choose(("behaviours", 0))
    second = start.behaviours[1].id
    draft.do(commands.DOWN)
    assert draft.page.editor.part == ("behaviours", 1)
    assert draft.rubric.behaviours[0].id == second
    draft.do(commands.UP)
    assert draft.rubric == start
    draft.do(commands.DUPLICATE)
    assert draft.rubric.behaviours[1].id == f"{start.behaviours[0].id}_2"
    draft.do(commands.REMOVE)
    assert draft.rubric == start
    for command, name in (
        (commands.ADD_DIMENSION, "dimensions"),
        (commands.ADD_RATING, "ratings"),
        (commands.ADD_PROFILE, "profiles"),
    ):
        draft.do(command)
        assert draft.page.editor.part == (name, len(getattr(start, name)))
        draft.do(commands.REMOVE)
        assert getattr(draft.rubric, name) == getattr(start, name)


def test_states_get_levels_groups_and_choices(draft: Desk) -> None:
    draft.do(commands.ADD_BEHAVIOUR)
    index = draft.page.editor.part[1]
    draft.field("kind").setFocus()
    draft.press(Qt.Key.Key_Down)
    draft.field("levels").setFocus()
    draft.press(Qt.Key.Key_Up)
    draft.field("group").edited.emit("calm")
    draft.field("levels", 1).setFocus()
    draft.type("Loud")
    behaviour = draft.rubric.behaviours[index]
    assert ([level.text for level in behaviour.levels], behaviour.group) == (["", "Loud"], "calm")
    assert draft.field("levels", 0).problem == "Write a text."
    form = draft.page.editor.form
    assert isinstance(form, BehaviourForm)
    form._add_choice()
    draft.type("tone")
    options = draft.field("modifiers", 0, "options")
    options.setFocus()
    draft.type("calm, firm")
    assert draft.rubric.behaviours[index].modifiers[0].options == ("calm", "firm")
    form._remove_choice(0)
    assert draft.rubric.behaviours[index].modifiers == ()
    draft.field("kind").setFocus()
    draft.press(Qt.Key.Key_Up)
    assert draft.rubric.behaviours[index].levels == ()


def test_ratings_get_a_scale_of_their_own_with_its_texts(draft: Desk) -> None:
    draft.do(commands.ADD_RATING)
    index = draft.page.editor.part[1]
    assert draft.field("anchors", 3).problem == "The scale needs a text for 3."
    draft.field("scale").setFocus()
    draft.press(Qt.Key.Key_End)
    draft.field("minimum").edited.emit(0)
    draft.field("maximum").edited.emit(2)
    draft.field("anchors", 2).setFocus()
    draft.type("Best")
    item = draft.rubric.ratings[index]
    assert (item.scale.id, list(item.scale.values), item.anchors[0].text) == ("own", [0, 1, 2], "Best")
    assert draft.field("anchors", 0).problem == "The scale needs a text for 0."


def test_profiles_are_filled_by_key(draft: Desk) -> None:
    draft.page.editor.choose(("profiles", 0))
    members = draft.field("behaviours").editor
    before = draft.rubric.profiles[0].behaviours
    members.setFocus()
    members.setCurrentRow(2)
    draft.press(Qt.Key.Key_Return)
    changed = set(draft.rubric.profiles[0].behaviours) ^ set(before)
    assert changed == {draft.rubric.behaviours[2].id}
    assert "the profile" in members.item(2).data(Qt.ItemDataRole.AccessibleTextRole)


def test_a_draft_is_in_the_study_a_moment_after_each_change(draft: Desk) -> None:
    draft.page.editor.choose(("behaviours", 0))
    draft.type("!")
    assert draft.page.session.is_unsaved
    until(draft.qtbot, lambda: not draft.page.session.is_unsaved)
    assert draft.editing.drafts()[0].rubric == draft.rubric
    draft.type("!")
    draft.page.left()
    assert draft.editing.drafts()[0].rubric == draft.rubric


def test_a_draft_changed_elsewhere_is_told(draft: Desk, qtbot: QtBot) -> None:
    stored = draft.editing.drafts()[0]
    draft.editing.save(replace(stored, rubric=replace(stored.rubric, title="Elsewhere")))
    draft.page.editor.choose(("behaviours", 0))
    with qtbot.waitSignal(draft.page.session.failed):
        draft.type("!")
    assert draft.editing.drafts()[0].rubric.title == "Elsewhere"


def test_a_draft_thrown_away_is_brought_back_by_undo(draft: Desk) -> None:
    draft.do(commands.BACK)
    draft.until_listed(4)
    draft.choose("deesc-core", "1.1.0")
    draft.do(commands.DISCARD)
    draft.until_listed(3)
    draft.page.shelf.view.setFocus()
    draft.press(Qt.Key.Key_Z, CTRL)
    draft.until_listed(4)
    assert draft.page.shelf.item is not None
    draft.choose("deesc-core", "1.1.0")
    draft.do(commands.DISCARD)
    draft.until_listed(3)
    draft.do(commands.RESTORE)
    draft.until_listed(4)
    assert not draft.action(commands.RESTORE).isEnabled()


def test_versions_are_compared_and_told_apart(draft: Desk) -> None:
    draft.page.editor.choose(("behaviours", 7))
    draft.field("definition").setFocus()
    draft.type("Only once. ")
    draft.do(commands.COMPARE)
    view = draft.page.difference
    until(draft.qtbot, lambda: draft.page.stack.currentWidget() is view)
    text = view.text.toPlainText()
    assert "pool with care" in text
    assert "[+" in text
    assert "1 changed" in view.counts.text()
    view.before.setCurrentIndex(view.after.currentIndex())
    view.refresh()
    assert view.pooling.text() == "The texts are the same."
    draft.do(commands.BACK)
    assert draft.page.stack.currentWidget() is draft.page.shelf


def test_files_are_imported_as_drafts_and_exported_whole(desk: Desk, tmp_path: Path) -> None:
    desk.choose("icat-cdm")
    chosen = desk.page.shelf.item
    assert chosen is not None
    desk.page.export_file(chosen.rubric, tmp_path / "icat.yaml")
    desk.page.export_file(chosen.rubric, tmp_path / "no" / "icat.yaml")
    desk.page.import_file(tmp_path / "icat.yaml")
    assert desk.rubric == chosen.rubric
    desk.do(commands.BACK)
    desk.page.import_file(tmp_path / "nowhere.yaml")
    assert desk.page.stack.currentWidget() is desk.page.shelf


def test_an_example_clip_is_chosen_for_a_frozen_level_and_played(desk: Desk, qtbot: QtBot) -> None:
    desk.choose("deesc-core")
    desk.do(commands.EDIT)
    place = next(place for place, one in enumerate(desk.rubric.behaviours) if one.levels)
    name = desk.rubric.behaviours[place].id
    desk.page.editor.choose(("behaviours", place))
    desk.page._ask_example(name, 1)
    dialog = desk.page.findChild(ExampleDialog)
    assert dialog is not None
    dialog.start.setText("0.5")
    dialog.end.setText("99:00")
    assert "ends at" in dialog.trouble.text()
    dialog.end.setText("0.2")
    assert "after the start" in dialog.trouble.text()
    dialog.end.setText("1.5")
    dialog.go.click()
    desk.page.session.flush()
    recording = desk.page.bridge.study.library.by_code(PRE)
    span = TimeRange(Moment(500_000), Moment(1_500_000))
    assert desk.editing.examples(desk.rubric) == (ExampleClip(name, 1, recording.id, span),)
    desk.field("levels", 1).setFocus()
    with qtbot.waitSignal(desk.page.span_requested) as asked:
        desk.do(commands.PLAY)
    assert asked.args == [recording.id, span]
    [bar] = [bar for bar in desk.page.editor.form.findChildren(ExampleBar) if bar.example is not None]
    bar.remove.click()
    desk.page.session.flush()
    assert desk.editing.examples(desk.rubric) == ()


def test_an_unused_version_of_the_study_is_corrected_in_place(draft: Desk) -> None:
    draft.do(commands.PUBLISH)
    draft.until_listed(4)
    draft.choose("deesc-core", "1.1.0")
    draft.do(commands.EDIT)
    assert draft.page.session.is_draft
    version = draft.field("version")
    assert isinstance(version, LineField)
    assert version.line.isReadOnly()
    draft.field("title").setFocus()
    draft.type(" of ours")
    draft.do(commands.PUBLISH)
    draft.until_listed(4)
    assert draft.page.bridge.study.rubrics.get("deesc-core", "1.1.0").title == "De-escalation core of ours"


def test_closing_the_study_keeps_what_was_typed_and_shows_nothing(draft: Desk) -> None:
    draft.page.editor.choose(("behaviours", 0))
    draft.type("!")
    draft.page.bridge.close_study()
    assert draft.page.session.rubric is None
    assert draft.page.shelf.model.rowCount() == 0
