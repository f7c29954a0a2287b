"""Registry, menus, rail, search, key sheet, status line and the window around them."""

import threading
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from bwc_review.domain.changes import Applied, Changes, Operation
from bwc_review.services.bootstrap import open_study
from bwc_review.ui.bridge.settings import UserSettings
from bwc_review.ui.bridge.study import Said, StudyBridge, Tone
from bwc_review.ui.commands.registry import Command, Registry
from bwc_review.ui.frame.about import AboutDialog
from bwc_review.ui.frame.key_sheet import KeySheet
from bwc_review.ui.frame.menus import MenuBar
from bwc_review.ui.frame.places import PLACES
from bwc_review.ui.frame.rail import Rail
from bwc_review.ui.frame.search import Hit, SearchField
from bwc_review.ui.frame.window import MainWindow
from bwc_review.ui.pages.library import LibraryPage
from bwc_review.ui.pages.settings import SettingsPage
from bwc_review.ui.pages.welcome import WelcomePage
from bwc_review.ui.theme.apply import current
from tests.ui.conftest import Until

SAY = Command("test.say", "&Say…", "Say something", ("Ctrl+T",), "Edit")
PLAY = Command("review.play", "Play", "Play it", ("Space",), "Play", page="review")
JUMP = Command("library.jump", "Jump", "Jump there", ("Ctrl+T",), "Play", page="library")


@pytest.fixture
def host(dark: QApplication, qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    return made


@pytest.fixture
def registry(host: QWidget) -> Registry:
    return Registry(host)


class TestRegistry:
    def test_a_command_works_by_its_key_and_its_tooltip_names_it(
        self, registry: Registry, host: QWidget, qtbot: QtBot
    ) -> None:
        done: list[str] = []
        action = registry.add(SAY, lambda: done.append("said"), host)
        field = QLineEdit(host)
        activate(host, qtbot)
        field.setFocus()
        qtbot.keyClick(field, Qt.Key.Key_T, Qt.KeyboardModifier.ControlModifier)
        assert done == ["said"]
        assert action.toolTip() == "Say something (Ctrl+T)"
        assert SAY.title == "Say"

    def test_an_id_is_used_once(self, registry: Registry, host: QWidget) -> None:
        registry.add(SAY, lambda: None, host)
        with pytest.raises(ValueError, match="registered twice"):
            registry.add(SAY, lambda: None, host)

    def test_a_switch_tells_its_state(self, registry: Registry, host: QWidget) -> None:
        heard: list[bool] = []
        switch = Command("test.switch", "Switch", "Switch it", is_checkable=True)
        registry.add(switch, heard.append, host).toggle()
        assert heard == [True]

    def test_keys_can_be_changed_and_reset(self, registry: Registry, host: QWidget) -> None:
        registry.add(SAY, lambda: None, host)
        registry.set_keys("test.say", ("Ctrl+U",))
        assert registry.action("test.say").shortcut().toString() == "Ctrl+U"
        assert registry.changed_keys() == {"test.say": ("Ctrl+U",)}
        registry.set_keys("test.say", None)
        assert registry.key_text("test.say") == "Ctrl+T"
        assert registry.changed_keys() == {}

    def test_chosen_keys_hold_from_the_start(self, host: QWidget) -> None:
        registry = Registry(host, {"test.say": ("Ctrl+9",)})
        registry.add(SAY, lambda: None, host)
        assert registry.key_text("test.say") == "Ctrl+9"

    def test_a_clash_is_found_where_both_would_be_heard(self, registry: Registry, host: QWidget) -> None:
        for command in (SAY, PLAY):
            registry.add(command, lambda: None, host)
        assert registry.clash("review.play", "Ctrl+T") == SAY
        assert registry.clash("test.say", "Ctrl+T") is None
        assert registry.clash("review.play", "Ctrl+F9") is None

    def test_pages_apart_may_share_a_key(self, registry: Registry, host: QWidget) -> None:
        for command in (PLAY, JUMP):
            registry.add(command, lambda: None, host)
        assert registry.clash("review.play", "Ctrl+T") is None

    def test_menus_show_the_pages_own_commands_only(self, registry: Registry, host: QWidget) -> None:
        bar = MenuBar(registry)
        for command in (PLAY, SAY, JUMP):
            registry.add(command, lambda: None, host)
        registry.show_page("library")
        bar.refresh()
        assert [action.text() for action in bar.actions() if action.isVisible()] == ["&Edit", "&Play"]
        assert [action.text() for action in bar.menu("Play").actions()] == ["Jump"]
        registry.show_page("elsewhere")
        bar.refresh()
        assert [action.text() for action in bar.actions() if action.isVisible()] == ["&Edit"]

    def test_groups_of_a_menu_are_parted(self, registry: Registry, host: QWidget) -> None:
        bar = MenuBar(registry)
        registry.add(Command("a.b", "B", "", menu="Edit", group=2), lambda: None, host)
        registry.add(Command("a.a", "A", "", menu="Edit"), lambda: None, host)
        assert [action.text() for action in bar.menu("Edit").actions()] == ["A", "", "B"]

    def test_the_key_sheet_lists_the_page_its_rubric_and_what_works_everywhere(
        self, registry: Registry, host: QWidget
    ) -> None:
        for command in (SAY, PLAY, JUMP):
            registry.add(command, lambda: None, host)
        registry.add_sheet("review", "Rubric", lambda: [("w", "Paraphrases")])
        sections = KeySheet(registry, host).sections("review")
        assert sections == [
            ("Rubric", [("w", "Paraphrases")]),
            ("Play", [("Space", "Play")]),
            ("Edit", [("Ctrl+T", "Say")]),
        ]


class TestSearch:
    @pytest.fixture
    def field(self, host: QWidget) -> SearchField:
        made = SearchField(host)
        made.setParent(host)
        made.add_finder(lambda text: [hit for hit in self.hits if text in hit.text.casefold()])
        self.gone: list[str] = []
        self.hits = [Hit(name, "film", lambda name=name: self.gone.append(name)) for name in ("A3Q6", "A4T9", "Quit")]
        host.show()
        return made

    def test_arrows_choose_and_enter_goes(self, field: SearchField, qtbot: QtBot, until: Until) -> None:
        qtbot.keyClicks(field, "a")
        assert field.hits() == ["A3Q6", "A4T9"]
        qtbot.keyClick(field, Qt.Key.Key_Down)
        qtbot.keyClick(field, Qt.Key.Key_Return)
        until(lambda: self.gone)
        assert self.gone == ["A4T9"]
        assert field.text() == ""

    def test_nothing_found_is_said(self, field: SearchField, qtbot: QtBot) -> None:
        qtbot.keyClicks(field, "zz")
        assert field.hits() == ["Nothing is called “zz”."]
        qtbot.keyClick(field, Qt.Key.Key_Return)
        assert self.gone == []

    def test_escape_gives_the_keyboard_back(self, field: SearchField, host: QWidget, qtbot: QtBot) -> None:
        before = QLineEdit(host)
        before.show()
        activate(host, qtbot)
        field.begin(before)
        qtbot.keyClicks(field, "a")
        qtbot.keyClick(field, Qt.Key.Key_Escape)
        assert field.text() == ""
        assert QApplication.focusWidget() is before


class TestRail:
    def test_arrow_keys_move_along_what_can_be_chosen(self, dark: QApplication, qtbot: QtBot) -> None:
        rail = Rail()
        qtbot.addWidget(rail)
        activate(rail, qtbot)
        rail.set_study_open(True)
        rail.button("library").setFocus()
        qtbot.keyClick(rail.button("library"), Qt.Key.Key_Down)
        assert rail.button("review").hasFocus()
        qtbot.keyClick(rail.button("review"), Qt.Key.Key_Up)
        qtbot.keyClick(rail.button("library"), Qt.Key.Key_Up)
        assert rail.button("settings").hasFocus()
        with qtbot.waitSignal(rail.chosen) as caught:
            qtbot.keyClick(rail.button("settings"), Qt.Key.Key_Space)
        assert caught.args == ["settings"]

    def test_without_a_study_only_the_settings_can_be_chosen(self, dark: QApplication, qtbot: QtBot) -> None:
        rail = Rail()
        qtbot.addWidget(rail)
        rail.set_study_open(False)
        assert [place.name for place in PLACES if rail.button(place.name).isEnabled()] == []
        assert "open a study first" in rail.button("audit").toolTip()
        assert rail.button("settings").isEnabled()


class TestWindow:
    def test_it_begins_on_the_welcome_page(self, window: MainWindow) -> None:
        assert window.page_name == "welcome"
        assert isinstance(window.page("welcome"), WelcomePage)
        assert window.windowTitle() == "BWC Review"
        window.show_page("audit")
        assert window.page_name == "welcome"

    def test_an_opened_study_shows_its_library_and_its_log(
        self, window: MainWindow, coded_study: Path, until: Until
    ) -> None:
        window.open_study(str(coded_study))
        until(lambda: window.page_name == "library")
        page = window.page("library")
        assert isinstance(page, LibraryPage)
        until(lambda: page.model.rowCount() == 3)
        until(lambda: window.status.chain_text.startswith("Log intact"))
        assert window.windowTitle() == "Spring course – BWC Review"
        assert window.bridge.settings.recent[0] == (str(coded_study), "Spring course")

    def test_a_study_that_is_not_there_is_told_on_the_welcome_page(
        self, window: MainWindow, tmp_path: Path, until: Until
    ) -> None:
        window.open_study(str(tmp_path / "nothing"))
        welcome = window.page("welcome")
        assert isinstance(welcome, WelcomePage)
        until(lambda: welcome.notice.isVisible())
        assert welcome.notice.text.startswith("There is no study in ")
        assert window.page_name == "welcome"

    def test_closing_a_study_goes_back_to_the_welcome_page(
        self, window: MainWindow, coded_study: Path, until: Until
    ) -> None:
        window.open_study(str(coded_study))
        until(lambda: window.page_name == "library")
        window.registry.action("study.close").trigger()
        assert window.page_name == "welcome"
        assert not window.bridge.is_open
        assert window.page("library").model.rowCount() == 0  # pyright: ignore[reportAttributeAccessIssue]
        assert [row.text() for row in window.page("welcome").recent_rows()] == ["Spring course"]  # pyright: ignore[reportAttributeAccessIssue]

    def test_pages_are_reached_by_keys(self, window: MainWindow, coded_study: Path, until: Until, qtbot: QtBot) -> None:
        window.open_study(str(coded_study))
        until(lambda: window.page_name == "library")
        activate(window, qtbot)
        QTest.keyClick(window, Qt.Key.Key_Comma, Qt.KeyboardModifier.ControlModifier)
        assert window.page_name == "settings"
        QTest.keyClick(window, Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
        assert window.page_name == "library"

    def test_each_page_gives_the_keyboard_to_what_one_works_with_first(
        self, window: MainWindow, coded_study: Path, until: Until, qtbot: QtBot
    ) -> None:
        activate(window, qtbot)
        window.open_study(str(coded_study))
        until(lambda: QApplication.focusWidget() is window.page("library").first)
        for name in ("audit", "library"):
            window.show_page(name)
            assert QApplication.focusWidget() is window.page(name).first

    def test_a_hint_goes_with_its_page_and_what_was_done_stays(
        self, window: MainWindow, coded_study: Path, until: Until
    ) -> None:
        window.open_study(str(coded_study))
        until(lambda: window.page_name == "library")
        window.bridge.tell("Rate first, then link the tags.")
        window.show_page("audit")
        assert window.status.text == ""
        window.bridge.tell("Rendered the reel.", Tone.SUCCESS)
        window.show_page("library")
        assert window.status.text == "Rendered the reel."

    def test_a_theme_is_switched_and_remembered(self, window: MainWindow) -> None:
        window.registry.action("look.light").trigger()
        assert current().name == "light"
        assert UserSettings().theme.name == "light"
        assert not window.registry.action("look.dark").isChecked()
        window.registry.action("look.dark").trigger()
        assert current().name == "dark"
        window.registry.action("look.dark").trigger()
        assert window.registry.action("look.dark").isChecked()

    def test_the_status_line_offers_undo_for_what_can_be_undone(self, window: MainWindow) -> None:
        history = window.bridge.history
        window.bridge.tell("Opened.")
        assert window.status.undo_button.isHidden()
        history.push(Applied(Changes(), Operation("Tag R&D at 00:12.400", (), undoes=7)))
        window.bridge.tell("Tagged R&D at 00:12.400", can_undo=True)
        assert window.status.undo_button.isVisible()
        assert window.registry.action("edit.undo").text() == "&Undo Tag R&&D at 00:12.400"
        assert window.registry.action("edit.undo").isEnabled()
        history.open(None)
        assert window.status.undo_button.isHidden()
        assert window.registry.action("edit.undo").text() == "&Undo"
        assert not window.registry.action("edit.undo").isEnabled()

    def test_errors_are_said_in_their_own_tone(self, window: MainWindow) -> None:
        window.bridge.tell("The disk is full.", Tone.ERROR)
        assert window.status.text == "The disk is full."
        window.status.say(Said("Done."))
        assert window.status.text == "Done."

    def test_the_key_sheet_opens_and_closes_by_its_key(self, window: MainWindow, qtbot: QtBot) -> None:
        window.show_keys()
        sheet = window.findChild(KeySheet)
        assert sheet is not None
        assert sheet.isVisible()
        qtbot.keyClick(sheet, Qt.Key.Key_Escape)
        assert not sheet.isVisible()
        window.show_keys()
        qtbot.mouseClick(window.top_bar, Qt.MouseButton.LeftButton)
        assert not sheet.isVisible()

    def test_the_role_is_switched_from_the_top_bar(self, window: MainWindow) -> None:
        window.top_bar.role_chosen.emit(True)
        assert window.bridge.is_blinded
        assert window.top_bar.who.text().endswith("Blinded reviewer")
        window.top_bar.role_chosen.emit(False)
        assert window.top_bar.who.text().endswith("Study lead")

    def test_a_study_that_can_only_be_read_says_so(self, window: MainWindow, coded_study: Path) -> None:
        found = open_study(str(coded_study), "lead")
        found.store.is_read_only = True
        window.bridge.adopt(found)
        assert window.top_bar.place_text.endswith("read only")
        assert window.status.text.startswith("This study can only be read here")

    def test_search_finds_actions(self, window: MainWindow, qtbot: QtBot, until: Until) -> None:
        window.registry.action("window.search").trigger()
        qtbot.keyClicks(window.top_bar.search, "settings")
        assert window.top_bar.search.hits() == ["Settings"]
        qtbot.keyClick(window.top_bar.search, Qt.Key.Key_Return)
        until(lambda: window.page_name == "settings")

    def test_search_finds_clips(self, window: MainWindow, coded_study: Path, qtbot: QtBot, until: Until) -> None:
        window.open_study(str(coded_study))
        until(lambda: window.page_name == "library" and window.page("library").model.rowCount())  # pyright: ignore[reportAttributeAccessIssue]
        qtbot.keyClicks(window.top_bar.search, "k7")
        assert window.top_bar.search.hits() == ["K7Q2"]

    def test_every_command_has_a_tooltip_and_no_two_share_a_key(self, window: MainWindow) -> None:
        for command in window.registry.commands():
            assert command.tooltip
            for key in command.keys:
                assert window.registry.clash(command.id, key) is None

    def test_about_shows_version_and_licences(self, window: MainWindow, qtbot: QtBot) -> None:
        window.registry.action("help.about").trigger()
        dialog = window.findChild(AboutDialog)
        assert dialog is not None
        dialog.accept()

    def test_the_shape_of_the_window_is_kept(self, window: MainWindow) -> None:
        window.resize(1111, 777)
        window.close()
        assert not UserSettings().shape("window").isEmpty()

    def test_closing_asks_before_jobs_are_stopped(
        self, window: MainWindow, monkeypatch: pytest.MonkeyPatch, until: Until
    ) -> None:
        asked: list[str] = []

        def keep(box: QMessageBox) -> int:
            asked.append(box.text())
            return 0

        monkeypatch.setattr(QMessageBox, "exec", keep)
        gate = threading.Event()
        job = window.bridge.submit(window, "Wait", lambda _report, _cancel: gate.wait(), lambda _: None)
        assert not window.close()
        assert "still running" in asked[0]
        gate.set()
        until(lambda: job.is_finished)
        assert window.close()


class TestSettingsPage:
    @pytest.fixture
    def page(self, window: MainWindow) -> SettingsPage:
        window.show_page("settings")
        found = window.page("settings")
        assert isinstance(found, SettingsPage)
        return found

    def test_a_theme_is_chosen_by_its_card(self, page: SettingsPage) -> None:
        page.cards["high_contrast"].click()
        assert current().name == "high_contrast"
        page.cards["dark"].click()
        assert (current().name, page.cards["dark"].isChecked()) == ("dark", True)

    def test_the_name_is_kept_and_may_not_be_empty(self, page: SettingsPage, bridge: StudyBridge) -> None:
        page.name.setText(" Reviewer A ")
        page.name.editingFinished.emit()
        assert bridge.settings.actor == "Reviewer A"
        page.name.setText("  ")
        page.name.editingFinished.emit()
        assert (bridge.settings.actor, page.name.text()) == ("Reviewer A", "Reviewer A")
        assert "needed" in page.name_note.text()

    def test_keys_are_changed_and_a_clash_is_told(self, page: SettingsPage, window: MainWindow, qtbot: QtBot) -> None:
        page.keys.choose("go.library")
        page.keys.field.setKeySequence("Ctrl+O")
        page.keys.give()
        assert "Open study" in page.keys.note.text()
        page.keys.field.setKeySequence("Ctrl+L")
        page.keys.give()
        assert window.registry.key_text("go.library") == "Ctrl+L"
        assert UserSettings().keys == {"go.library": ("Ctrl+L",)}
        page.keys.use_default()
        assert window.registry.key_text("go.library") == "Ctrl+1"

    def test_keys_must_be_pressed_first(self, page: SettingsPage) -> None:
        page.keys.choose("go.library")
        page.keys.field.clear()
        page.keys.give()
        assert "first" in page.keys.note.text()


def activate(widget: QWidget, qtbot: QtBot) -> None:
    """Show a window and give it the keyboard."""
    with qtbot.waitActive(widget):
        widget.show()
        widget.activateWindow()
