"""The manual: every page opens, links inside stay inside, and there is a way back."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices, QTextTable
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from bwc_review import paths
from bwc_review.ui.pages.help import HelpViewer
from bwc_review.ui.theme.apply import apply_theme
from bwc_review.ui.theme.tokens import DARK, LIGHT

PAGES = sorted(path.name for path in (paths.resources() / "help").glob("*.md"))


@pytest.fixture
def viewer(qtbot: QtBot) -> HelpViewer:
    made = HelpViewer()
    qtbot.addWidget(made)
    made.show()
    return made


def test_the_manual_opens_on_its_contents(viewer: HelpViewer) -> None:
    assert viewer.manual.page == "index.md"
    assert viewer.contents.currentRow() == 0
    assert len(viewer.titles()) == len(PAGES)


@pytest.mark.parametrize("name", PAGES)
def test_every_page_opens_under_its_own_title(viewer: HelpViewer, name: str) -> None:
    viewer.show_page(name)
    assert viewer.manual.page == name
    heading = viewer.manual.document().firstBlock().text()
    assert heading.casefold().endswith(viewer.contents.currentItem().text().casefold())


@pytest.mark.parametrize("name", PAGES)
def test_every_link_leads_to_a_page_that_is_there(name: str) -> None:
    folder = paths.resources() / "help"
    text = (folder / name).read_text(encoding="utf-8")
    targets = [part.partition(")")[0] for part in text.split("](")[1:]]
    assert [target for target in targets if "://" not in target and not (folder / target).is_file()] == []


def test_a_link_is_followed_and_there_is_a_way_back_and_forth(viewer: HelpViewer, qtbot: QtBot) -> None:
    viewer.manual.anchorClicked.emit(QUrl("reels.md"))
    assert viewer.manual.page == "reels.md"
    assert viewer.back.isEnabled()
    viewer.back.click()
    assert viewer.manual.page == "index.md"
    viewer.forward.click()
    assert viewer.manual.page == "reels.md"
    assert viewer.contents.currentItem().text() == "Making and showing a reel"


def test_a_link_to_the_web_goes_to_the_system(viewer: HelpViewer, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []

    def keep(url: QUrl) -> bool:
        opened.append(url.toString())
        return True

    monkeypatch.setattr(QDesktopServices, "openUrl", keep)
    viewer.manual.follow(QUrl("https://example.org/"))
    assert opened == ["https://example.org/"]
    assert viewer.manual.page == "index.md"


def test_a_dead_link_changes_nothing(viewer: HelpViewer) -> None:
    viewer.manual.follow(QUrl("nowhere.md"))
    assert viewer.manual.page == "index.md"


def test_the_list_of_contents_is_walked_with_the_arrow_keys(viewer: HelpViewer, qtbot: QtBot) -> None:
    qtbot.keyClick(viewer.contents, Qt.Key.Key_Down)
    assert viewer.manual.page == "reviewing.md"


def test_escape_closes_the_manual(viewer: HelpViewer, qtbot: QtBot) -> None:
    viewer.activateWindow()
    viewer.manual.setFocus()
    qtbot.keyClick(viewer.manual, Qt.Key.Key_Escape)
    assert not viewer.isVisible()


def test_tables_take_their_lines_from_the_theme(viewer: HelpViewer, dark: QApplication) -> None:
    viewer.show_page("keys.md")
    assert _border(viewer) == DARK.line
    apply_theme(dark, LIGHT)
    assert viewer.manual.page == "keys.md"
    assert _border(viewer) == LIGHT.line


def test_a_folder_of_one_s_own_can_be_shown(qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "index.md").write_text("# House rules\n\nBe kind.\n")
    made = HelpViewer(folder=tmp_path)
    qtbot.addWidget(made)
    assert made.titles() == ["House rules"]


def _border(viewer: HelpViewer) -> str:
    document = viewer.manual.document()
    tables = [frame for frame in document.rootFrame().childFrames() if isinstance(frame, QTextTable)]
    return tables[0].format().toTableFormat().borderBrush().color().name()
