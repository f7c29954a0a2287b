"""Settings of coding: what is chosen works at once and is kept; clashes are told with what is free."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from bwc_review.domain.coding_choices import Target
from bwc_review.domain.coding_preferences import CodingPreferences
from bwc_review.services.bootstrap import Study, create_study, open_study
from bwc_review.ui.bridge.coding_settings import CodingSettings
from bwc_review.ui.bridge.settings import UserSettings
from bwc_review.ui.bridge.study import StudyBridge
from bwc_review.ui.frame.window import MainWindow
from bwc_review.ui.models.audit_words import action_words, changes_of, subject_words
from bwc_review.ui.pages.settings import SettingsPage
from bwc_review.ui.pages.settings_behaviours import BehaviourPane
from tests.ui.conftest import Until

SHOUT, DISTANCE, CALM = Target("tc.shout"), Target("os.distance"), Target("sj.agitation", 0)


@pytest.fixture
def page(window: MainWindow, until: Until) -> SettingsPage:
    window.show_page("settings")
    found = window.page("settings")
    assert isinstance(found, SettingsPage)
    until(lambda: found.coding.behaviours.chosen is not None)
    return found


@pytest.fixture
def pane(page: SettingsPage) -> BehaviourPane:
    pane = page.coding.behaviours
    pane.rubric.setCurrentIndex(pane.rubric.findData("deesc-core"))
    pane.rubric.activated.emit(pane.rubric.currentIndex())
    return pane


def give(pane: BehaviourPane, target: Target, key: str) -> None:
    pane.choose(target)
    pane.field.setKeySequence(key)
    pane.give_key()


def shown(pane: BehaviourPane, target: Target, column: int) -> str:
    return str(pane.model.index(pane.model.row_of(target), column).data())


def test_the_table_holds_every_behaviour_and_level(pane: BehaviourPane, qtmodeltester: ModelTester) -> None:
    qtmodeltester.check(pane.model)
    assert shown(pane, SHOUT, 1) == "Z"
    assert shown(pane, CALM, 1) == "Shift+0"
    assert shown(pane, CALM, 0).strip() == "0  Calm or withdrawn"
    assert shown(pane, DISTANCE, 2) == "to next press"


def test_a_key_is_given_shown_and_kept(pane: BehaviourPane, bridge: StudyBridge) -> None:
    give(pane, SHOUT, ";")
    assert shown(pane, SHOUT, 1) == "; (own)"
    assert pane.note.text() == f"“{pane.model.target(pane.model.row_of(SHOUT))[1].name}” now has ;."
    assert CodingSettings(UserSettings()).choices("deesc-core").of(SHOUT).key == ";"
    pane._buttons[2].click()
    assert shown(pane, SHOUT, 1) == "Z"
    pane._buttons[1].click()
    assert shown(pane, SHOUT, 1) == "none (own)"
    assert "no key" in pane.note.text()


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("W", "belongs to “Paraphrases or sums up”"),
        ("Shift+0", "belongs to “Agitation 0”"),
        ("Space", "Space plays and pauses"),
        ("Ctrl+Z", "Ctrl+Z belongs to “Undo”"),
    ],
)
def test_a_clash_is_refused_with_the_free_keys(pane: BehaviourPane, bridge: StudyBridge, key: str, words: str) -> None:
    give(pane, SHOUT, key)
    assert words in pane.note.text()
    assert "Free keys: ;" in pane.note.text()
    assert bridge.coding.choices("deesc-core").of(SHOUT).key is None


def test_a_key_must_be_pressed_first(pane: BehaviourPane) -> None:
    pane.choose(SHOUT)
    pane.give_key()
    assert "first" in pane.note.text()


def test_an_action_does_not_get_the_key_of_a_behaviour(page: SettingsPage, pane: BehaviourPane) -> None:
    page.keys.choose("go.library")
    page.keys.field.setKeySequence("Z")
    page.keys.give()
    assert "(De-escalation core)" in page.keys.note.text()
    assert "take a free one: Ctrl+A" in page.keys.note.text()


def test_how_a_state_lasts_is_chosen_for_all_and_for_one(
    page: SettingsPage, pane: BehaviourPane, bridge: StudyBridge
) -> None:
    page.coding.held.click()
    assert shown(pane, DISTANCE, 2) == "while held"
    pane.choose(DISTANCE)
    pane.lasts.setCurrentIndex(1)
    pane.lasts.activated.emit(1)
    assert shown(pane, DISTANCE, 2) == "to next press"
    assert bridge.coding.choices("deesc-core").is_held
    pane.choose(SHOUT)
    assert not pane.lasts.isEnabled()


def test_shift_and_span_of_a_behaviour_are_kept(pane: BehaviourPane, bridge: StudyBridge) -> None:
    pane.choose(SHOUT)
    assert (pane.shift.value(), pane.lead.value()) == (0, 2.0)
    pane.shift.setValue(-300)
    pane.lead.setValue(1.5)
    choice = bridge.coding.choices("deesc-core").of(SHOUT)
    assert (choice.shift_us, choice.lead_us, choice.lag_us) == (-300_000, 1_500_000, None)
    assert shown(pane, SHOUT, 3) == "-300 ms"
    assert shown(pane, SHOUT, 4) == "1.5 s before, usual after"
    pane.choose(CALM)
    assert not pane.shift.isEnabled()
    assert bridge.coding.choices("deesc-core").of(CALM).shift_us == 0


def test_pausing_and_the_reaction_time_are_chosen(page: SettingsPage, bridge: StudyBridge, qtbot: QtBot) -> None:
    assert page.coding.reaction.text() == "Your reaction time was not measured yet."
    assert not page.coding.compensating.isEnabled()
    page.coding.pausing.click()
    assert CodingSettings(UserSettings()).is_pausing
    page.coding.measure.click()
    (dialog,) = [widget for widget in page.window().children() if widget.objectName() == "reaction"]
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)


@pytest.mark.parametrize("text", ["[1]", "{", '{"x": 3}'])
def test_a_damaged_settings_file_counts_as_nothing_chosen(text: str) -> None:
    settings = UserSettings()
    settings.keep("coding/pauses", text)
    assert not CodingSettings(settings).is_pausing


class TestInTheStudy:
    """What a reviewer has chosen belongs to the study; the settings file has a copy for studies to come."""

    @pytest.fixture
    def study(self, bridge: StudyBridge, tmp_path: Path) -> Study:
        bridge.settings.actor = "Reviewer A"
        bridge.adopt(create_study(str(tmp_path / "first"), "First", "Reviewer A"))
        return bridge.study

    def test_a_choice_goes_into_the_study_and_its_log(self, bridge: StudyBridge, study: Study) -> None:
        bridge.coding.is_pausing = True
        assert study.preferences.of("Reviewer A") == CodingPreferences(is_pausing=True)
        (entry,) = study.auditing.log(1)
        assert (action_words(entry), subject_words(entry)) == ("Chose how to code", "Reviewer A")
        ((line,),) = (change.lines for change in changes_of(entry))
        assert (line.name, line.before, line.after) == ("Pauses when tagging", "Nothing", "Yes")

    def test_at_another_desk_the_studys_choices_hold(self, bridge: StudyBridge, study: Study) -> None:
        study.preferences.keep("Reviewer A", CodingPreferences(is_pausing=True))
        bridge.coding.forget()
        assert bridge.coding.is_pausing
        assert not CodingSettings(bridge.settings).is_pausing

    def test_a_study_that_knows_nothing_of_a_reviewer_takes_what_this_computer_has(
        self, bridge: StudyBridge, study: Study, tmp_path: Path
    ) -> None:
        bridge.coding.is_pausing = True
        bridge.adopt(create_study(str(tmp_path / "second"), "Second", "Reviewer A"))
        assert bridge.coding.is_pausing
        assert bridge.study.preferences.of("Reviewer A") == CodingPreferences(is_pausing=True)
        bridge.coding.is_pausing = False
        bridge.adopt(open_study(str(tmp_path / "first"), "Reviewer A"))
        assert bridge.coding.is_pausing

    def test_a_study_that_cannot_take_them_says_so_and_they_hold_all_the_same(
        self, bridge: StudyBridge, study: Study
    ) -> None:
        said: list[str] = []
        bridge.said.connect(lambda words: said.append(words.text))
        study.store.is_read_only = True  # pyright: ignore[reportAttributeAccessIssue]
        bridge.coding.is_pausing = True
        assert bridge.coding.is_pausing
        assert "holds on this computer" in said[-1]

    def test_a_study_that_cannot_be_read_leaves_what_this_computer_has(self, bridge: StudyBridge, study: Study) -> None:
        bridge.coding.is_pausing = True
        (Path(study.store.location) / "study.db").unlink()
        said: list[str] = []
        bridge.said.connect(lambda words: said.append(words.text))
        bridge.coding.forget()
        assert bridge.coding.is_pausing
        assert said
