"""Content notes before the first picture, minutes watched, breaks, size and calm."""

import os
from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from bwc_review.domain.content_note import ContentFlag, ContentNote
from bwc_review.domain.ids import RunId, new_id
from bwc_review.domain.time import Moment, TimeRange
from bwc_review.domain.viewing import RunEnd, ViewingRun
from bwc_review.services.clock import utc_now
from bwc_review.ui import app
from bwc_review.ui.bridge.settings import UserSettings
from bwc_review.ui.bridge.study import Said, StudyBridge
from bwc_review.ui.frame.window import MainWindow
from bwc_review.ui.pages.content_dialog import ContentDialog
from bwc_review.ui.pages.library import LibraryPage
from bwc_review.ui.pages.review.page import ReviewPage
from bwc_review.ui.pages.settings import SettingsPage
from bwc_review.ui.pages.settings_comfort import minutes
from bwc_review.ui.theme.apply import is_calm, set_calm
from bwc_review.ui.widgets.pad_row import PadRow
from tests.ui.filled_study import PRE, bridge, filled_folder, folder, until  # noqa: F401 - fixtures
from tests.unit.samples import RUBRIC

HARD = frozenset({ContentFlag.FLASHES, ContentFlag.INJURY})


@pytest.fixture
def window(bridge: StudyBridge, qtbot: QtBot) -> Iterator[MainWindow]:  # noqa: F811
    made = MainWindow(bridge)
    qtbot.addWidget(made)
    made.resize(1440, 900)
    with qtbot.waitExposed(made):
        made.show()
    made.activateWindow()
    yield made
    made.close()


@pytest.fixture
def hard(window: MainWindow) -> ContentNote:
    """A clip has a content note."""
    study = window.bridge.study
    note = ContentNote(study.library.by_code(PRE).id, HARD, "A fall from a height.", Moment(500_000))
    study.content_notes.put(note)
    return note


def review(window: MainWindow) -> ReviewPage:
    page = window.page("review")
    assert isinstance(page, ReviewPage)
    return page


def test_a_flagged_clip_is_not_shown_before_one_goes_on(window: MainWindow, hard: ContentNote, qtbot: QtBot) -> None:
    window.open_recording(hard.recording_id)
    page = review(window)
    gate = page.gate
    assert gate.isVisible()
    assert gate.hasFocus()
    assert not page.player.transport.is_open
    said = gate.accessibleDescription()
    assert "may contain flashing light" in said
    assert "injury or blood" in said
    assert "A fall from a height." in said
    qtbot.keyClick(gate, Qt.Key.Key_Return)
    until(qtbot, lambda: page.player.transport.shown is not None)
    assert not gate.isVisible()
    window.show_page("library")
    window.open_recording(hard.recording_id)
    assert not gate.isVisible()


def test_one_may_skip_to_the_first_contact(window: MainWindow, hard: ContentNote, qtbot: QtBot) -> None:
    window.open_recording(hard.recording_id)
    page = review(window)
    assert "00:00.500" in page.gate.skip.text()
    qtbot.keyClick(page.gate, Qt.Key.Key_S)
    until(qtbot, lambda: page.player.transport.shown == Moment(500_000))


def test_one_may_rather_not(window: MainWindow, hard: ContentNote, qtbot: QtBot) -> None:
    window.open_recording(hard.recording_id)
    qtbot.keyClick(review(window).gate, Qt.Key.Key_Escape)
    assert window.page_name == "library"
    assert not review(window).player.transport.is_open
    window.open_recording(hard.recording_id)
    assert review(window).gate.isVisible()


def test_the_lead_sets_a_note_in_the_library(window: MainWindow, qtbot: QtBot) -> None:
    window.show_page("library")
    page = window.page("library")
    assert isinstance(page, LibraryPage)
    recording_id = window.bridge.study.library.by_code(PRE).id
    until(qtbot, lambda: page.model.rowCount() == 2)
    page.choose(recording_id)
    until(qtbot, lambda: page.details.code == PRE)
    window.registry.action("library.content").trigger()
    dialog = page.findChild(ContentDialog)
    assert dialog is not None
    dialog.checks[ContentFlag.CHILD].setChecked(True)
    dialog.note.setText("A child cries.")
    dialog.skip_to.setText("soon")
    dialog.go.click()
    assert "is not a time" in dialog.trouble.text()
    dialog.skip_to.setText("0.5")
    dialog.go.click()
    until(qtbot, lambda: "A child in distress" in page.details.content.words())
    note = window.bridge.study.content_notes.of(recording_id)
    assert (note.flags, note.note, note.skip_to) == (frozenset({ContentFlag.CHILD}), "A child cries.", Moment(500_000))
    window.bridge.set_blinded(True)
    window.registry.action("library.content").trigger()
    assert page.findChild(ContentDialog) in (None, dialog)


def watched(window: MainWindow, seconds: int) -> None:
    """Somebody watched for a while; every page hears of it."""
    study = window.bridge.study
    span = TimeRange(Moment(0), Moment(seconds * 1_000_000))
    recording_id = study.library.by_code(PRE).id
    run = ViewingRun(RunId(new_id()), recording_id, None, study.actor, utc_now(), span, 100, RunEnd.PAUSE)
    window.bridge.announce(study.viewing.keep([run]))


def test_minutes_are_shown_to_oneself_and_to_the_lead(window: MainWindow, hard: ContentNote, qtbot: QtBot) -> None:
    watched(window, 180)
    window.show_page("settings")
    page = window.page("settings")
    assert isinstance(page, SettingsPage)
    comfort = page.comfort
    until(qtbot, lambda: "3 min" in comfort.own.text())
    assert "3 min of it in clips with a content note" in comfort.own.text()
    assert comfort.table.isVisibleTo(page)
    assert comfort.model.row_at(0).viewer == "auditor"
    comfort.contact.setText("Peer support: 2100")
    comfort.contact.editingFinished.emit()
    assert window.bridge.study.exposure.contact() == "Peer support: 2100"
    window.bridge.set_blinded(True)
    until(qtbot, lambda: comfort.contact_shown.isVisibleTo(page))
    assert not comfort.table.isVisibleTo(page)


def test_a_table_of_nobody_is_not_shown(window: MainWindow, qtbot: QtBot) -> None:
    window.show_page("settings")
    page = window.page("settings")
    assert isinstance(page, SettingsPage)
    until(qtbot, lambda: "0 min" in page.comfort.own.text())
    assert not page.comfort.table.isVisibleTo(page)


def test_a_break_is_suggested_after_so_much_footage(window: MainWindow, qtbot: QtBot) -> None:
    window.bridge.settings.break_minutes = 5
    window.bridge.study.exposure.put_contact("Peer support: 2100")
    heard: list[Said] = []
    window.bridge.said.connect(heard.append)
    until(qtbot, lambda: window.keepers is not None and window.keepers[1].is_counting)
    watched(window, 120)
    watched(window, 240)
    until(qtbot, lambda: heard)
    assert (
        heard[-1].text == "You have watched 6 minutes of footage. A short break does good. Support: Peer support: 2100"
    )
    count = len(heard)
    watched(window, 60)
    qtbot.wait(1)
    assert len(heard) == count


def test_calm_means_that_nothing_flashes(window: MainWindow, qtbot: QtBot) -> None:
    row = PadRow(RUBRIC.behaviours[0], 0)
    qtbot.addWidget(row)
    page = window.page("settings")
    assert isinstance(page, SettingsPage)
    page.comfort.calm.setChecked(True)
    assert window.bridge.settings.is_calm
    assert is_calm()
    row.flash()
    assert not row.is_flashing
    page.comfort.calm.setChecked(False)
    row.flash()
    assert row.is_flashing
    row.stop()


def test_the_size_is_used_from_the_next_start(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch, qapp: QApplication
) -> None:
    monkeypatch.delenv("QT_SCALE_FACTOR", raising=False)
    page = window.page("settings")
    assert isinstance(page, SettingsPage)
    settings = window.bridge.settings
    app.scale(settings)
    assert "QT_SCALE_FACTOR" not in os.environ
    page.comfort.scale.setCurrentIndex(page.comfort.scale.findData(150))
    page.comfort.scale.activated.emit(page.comfort.scale.currentIndex())
    assert settings.scale_percent == 150
    monkeypatch.setenv("QT_SCALE_FACTOR", "2")
    app.scale(settings)
    assert os.environ["QT_SCALE_FACTOR"] == "2"
    monkeypatch.delenv("QT_SCALE_FACTOR")
    app.scale(settings)
    assert os.environ["QT_SCALE_FACTOR"] == "1.5"
    monkeypatch.delenv("QT_SCALE_FACTOR")


def test_wrong_settings_count_as_none() -> None:
    settings = UserSettings()
    for name in ("look/scale", "look/calm", "comfort/break"):
        settings.keep(name, "loud")
    assert (settings.scale_percent, settings.is_calm, settings.break_minutes) == (0, False, 45)
    settings.keep("look/scale", "900")
    assert settings.scale_percent == 0


def test_minutes_are_whole() -> None:
    assert [minutes(us) for us in (0, 1, 60_000_000, 3_600_000_000)] == ["0 min", "under 1 min", "1 min", "60 min"]


@pytest.fixture(autouse=True)
def not_calm(qapp: QApplication) -> Iterator[None]:
    yield
    set_calm(qapp, is_calm=False)
