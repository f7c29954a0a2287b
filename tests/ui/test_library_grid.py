"""The library as a grid: the same clips, order and choice as the table, more of each picture."""

from pathlib import Path

import pytest
from PySide6.QtCore import QItemSelectionModel, QPoint, Qt
from PySide6.QtGui import QImage, QPixmap
from pytestqt.qtbot import QtBot

from bwc_review.domain.people import Phase
from bwc_review.ui.bridge.study import StudyBridge
from bwc_review.ui.frame.window import MainWindow
from bwc_review.ui.models.clip import ClipItem, Column
from bwc_review.ui.models.clip_table import ClipTable
from bwc_review.ui.pages.library import LibraryPage
from bwc_review.ui.pages.library_grid import ClipGrid
from tests.ui.conftest import Until
from tests.ui.test_library import ITEMS, item


@pytest.fixture
def page(window: MainWindow, coded_study: Path, until: Until) -> LibraryPage:
    window.open_study(str(coded_study))
    until(lambda: window.page_name == "library")
    found = window.page("library")
    assert isinstance(found, LibraryPage)
    until(lambda: found.model.rowCount() == 3)
    return found


def toggle(page: LibraryPage) -> None:
    page.registry.action("library.grid").trigger()


def test_the_choice_is_one_for_table_and_grid(page: LibraryPage, qtbot: QtBot, until: Until) -> None:
    qtbot.keyClick(page.view, Qt.Key.Key_Down)
    toggle(page)
    assert page.grid.isVisible()
    assert not page.view.isVisible()
    assert page.chosen is not None
    assert page.chosen.code == "K7Q2"
    qtbot.keyClick(page.grid, Qt.Key.Key_Right)
    assert page.chosen.code == "M3X9"
    toggle(page)
    rows = page.view.selectionModel().selectedRows()
    assert [page.model.item_at(row.row()).code for row in rows] == ["M3X9"]


def test_a_click_chooses_the_whole_row_and_enter_reviews_it(page: LibraryPage, qtbot: QtBot) -> None:
    heard: list[object] = []
    page.open_requested.disconnect()
    page.open_requested.connect(heard.append)
    toggle(page)
    place = page.grid.visualRect(page.model.index(2, 0)).center()
    qtbot.mouseClick(page.grid.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert len(page.view.selectionModel().selectedIndexes()) == len(Column)
    page.window().activateWindow()
    page.grid.setFocus()
    qtbot.keyClick(page.grid, Qt.Key.Key_Return)
    qtbot.mouseDClick(page.grid.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert heard == [page.model.item_at(2).id] * 2


def test_the_keyboard_stays_with_the_clips_and_the_way_of_showing_is_remembered(
    page: LibraryPage, bridge: StudyBridge
) -> None:
    page.window().activateWindow()
    page.view.setFocus()
    toggle(page)
    assert page.grid.hasFocus()
    assert bridge.settings.value("library/view") == "grid"
    toggle(page)
    assert page.view.hasFocus()
    assert bridge.settings.value("library/view") == "table"


def grab(grid: ClipGrid) -> QImage:
    return grid.viewport().grab().toImage()


def alone(qtbot: QtBot, *items: ClipItem) -> ClipGrid:
    model = ClipTable()
    model.set_items(items)
    chosen = QItemSelectionModel(model)
    grid = ClipGrid(model, lambda _item: None, chosen)
    model.setParent(grid)
    qtbot.addWidget(grid)
    grid.resize(700, 500)
    grid.show()
    return grid


def test_a_blinded_reviewer_sees_no_phase_and_no_call(qtbot: QtBot) -> None:
    pictures = []
    for phase, call, officer in ((Phase.PRE, "Welfare check", "Cedar"), (Phase.POST, "Domestic dispute", "Maple")):
        grid = alone(qtbot, item("K7Q2", phase=phase, call=call, officer=officer))
        open_picture = grab(grid)
        grid.set_blinded(True)
        assert grab(grid) != open_picture
        pictures.append(grab(grid))
    assert pictures[0] == pictures[1]


def test_tiles_share_the_room_and_none_is_cut(qtbot: QtBot) -> None:
    grid = alone(qtbot, *ITEMS)
    for width in (260, 480, 700, 1180):
        grid.resize(width, 500)
        qtbot.waitUntil(lambda: grid.visualRect(grid.model().index(0, 0)).isValid())
        right = max(grid.visualRect(grid.model().index(row, 0)).right() for row in range(len(ITEMS)))
        assert right <= grid.viewport().width()
        in_first_row = sum(grid.visualRect(grid.model().index(row, 0)).top() < 20 for row in range(len(ITEMS)))
        assert in_first_row == min(len(ITEMS), max(1, (grid.viewport().width() - 1) // 224))


def test_of_ten_thousand_tiles_only_those_in_sight_ask_for_pictures(qtbot: QtBot) -> None:
    asked: set[str] = set()

    def picture(found: ClipItem) -> QPixmap | None:
        asked.add(found.code)
        return None

    model = ClipTable()
    model.set_items([item(f"C{number:05d}") for number in range(10_000)])
    grid = ClipGrid(model, picture, QItemSelectionModel(model))
    model.setParent(grid)
    qtbot.addWidget(grid)
    grid.resize(700, 500)
    grid.show()
    grab(grid)
    grid.scrollTo(model.index(9_999, 0))
    grab(grid)
    assert "C09999" in asked
    assert len(asked) < 40
    assert grid.indexAt(QPoint(30, 30)).row() > 9_900
