"""The welcome page: recent studies, new ones, the demo."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QToolButton
from pytestqt.qtbot import QtBot

from bwc_review import paths
from bwc_review.domain.progress import CancelToken, Progress, Report
from bwc_review.services import demo
from bwc_review.ui.frame.window import MainWindow
from bwc_review.ui.pages.new_study import NewStudyDialog
from bwc_review.ui.pages.welcome import WelcomePage
from tests.ui.conftest import Until


@pytest.fixture
def page(window: MainWindow) -> WelcomePage:
    found = window.page("welcome")
    assert isinstance(found, WelcomePage)
    return found


def new_study(page: WelcomePage) -> NewStudyDialog:
    page.registry.action("study.new").trigger()
    dialog = page.window().findChild(NewStudyDialog)
    assert dialog is not None
    return dialog


def test_a_recent_study_is_opened_by_keyboard(
    page: WelcomePage, window: MainWindow, coded_study: Path, qtbot: QtBot, until: Until
) -> None:
    window.bridge.settings.remember(str(coded_study), "Spring course")
    page.shown()
    row = page.recent_rows()[0]
    assert row.line == str(coded_study)
    qtbot.keyClick(row, Qt.Key.Key_Return)
    assert row.line == "Opening…"
    assert window.status.text == "Opening Spring course…"
    qtbot.keyClick(row, Qt.Key.Key_Return)  # once is enough
    until(lambda: window.page_name == "library")


def test_a_study_that_cannot_be_opened_leaves_the_list_as_it_was(
    page: WelcomePage, window: MainWindow, tmp_path: Path, qtbot: QtBot, until: Until
) -> None:
    window.bridge.settings.remember(str(tmp_path), "Not a study")
    page.shown()
    row = page.recent_rows()[0]
    qtbot.keyClick(row, Qt.Key.Key_Return)
    until(page.notice.isVisible)
    assert (row.line, window.status.text) == (str(tmp_path), "")


def test_a_study_asked_for_on_another_page_says_there_why_it_was_not_opened(
    page: WelcomePage, window: MainWindow, tmp_path: Path, until: Until, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path))
    window.show_page("settings")
    page.registry.action("study.open").trigger()
    until(lambda: str(tmp_path) in window.status.text and "Opening" not in window.status.text)


def test_recent_studies_that_are_gone_are_marked_and_can_be_taken_off(page: WelcomePage, tmp_path: Path) -> None:
    settings = page.bridge.settings
    settings.remember(str(tmp_path / "gone"), "")
    settings.remember("postgresql://server/study", "Team study")
    page.shown()
    assert [row.text() for row in page.recent_rows()] == ["Team study", "Untitled study"]
    assert page.recent_rows()[1].line.endswith("not found")
    assert not page.recent_rows()[0].line.endswith("not found")
    page.recent_rows()[1].findChildren(QToolButton)[-1].click()
    assert [row.text() for row in page.recent_rows()] == ["Team study"]


def test_a_new_study_is_made_from_a_title_and_opened(
    page: WelcomePage, window: MainWindow, tmp_path: Path, qtbot: QtBot, until: Until, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    dialog = new_study(page)
    assert not dialog.make.isEnabled()
    qtbot.keyClicks(dialog.title, "Spring course, 2026!")
    assert dialog.folder.text() == str(tmp_path / "BWC studies" / "spring-course-2026")
    dialog.name.setText("M. Reyes")
    dialog.make.click()
    until(lambda: window.page_name == "library")
    assert window.bridge.title == "Spring course, 2026!"
    assert window.bridge.study.actor == "M. Reyes"
    assert (tmp_path / "BWC studies" / "spring-course-2026" / "study.db").is_file()


def test_a_folder_that_holds_something_is_refused_under_the_fields(
    page: WelcomePage, coded_study: Path, qtbot: QtBot, until: Until
) -> None:
    dialog = new_study(page)
    dialog.folder.setText(str(coded_study))
    dialog.folder.textEdited.emit("")
    qtbot.keyClicks(dialog.title, "Again")
    assert dialog.folder.text() == str(coded_study)
    dialog.make.click()
    until(lambda: dialog.error.isVisible())
    assert dialog.error.text()
    assert dialog.make.isEnabled()
    dialog.reject()


def test_a_folder_is_chosen_to_be_opened(
    page: WelcomePage, window: MainWindow, coded_study: Path, until: Until, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(coded_study))
    page.registry.action("study.open").trigger()
    until(lambda: window.page_name == "library")


class MakeNothing:
    """Stands for the making of the demo: it waits to be stopped, or opens a study that is there."""

    study = ""

    def __init__(self, folder: Path, actor: str, report: Report, cancel: CancelToken) -> None:
        assert folder == paths.home() / "demo-study"
        self._report = report
        self._cancel = cancel

    def run(self) -> demo.Demo:
        self._report(Progress(1, 4, "Rendered the comparison reel"))
        while not self.study:
            self._cancel.raise_if_cancelled()
        return demo.Demo(Path(self.study), Path("film.mp4"), (), ())


def test_the_demo_shows_its_progress_and_can_be_stopped(
    page: WelcomePage, until: Until, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(demo, "DemoMaking", MakeNothing)
    page.make_demo()
    until(lambda: page.strip.step == "25% · Rendered the comparison reel")
    page.strip.stop.click()
    until(lambda: page.notice.isVisible())
    assert page.notice.text.startswith("Stopped")
    assert not page.strip.isVisible()


def test_the_finished_demo_is_opened(
    page: WelcomePage, window: MainWindow, coded_study: Path, until: Until, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(MakeNothing, "study", str(coded_study))
    monkeypatch.setattr(demo, "DemoMaking", MakeNothing)
    page.make_demo()
    until(lambda: window.page_name == "library")
