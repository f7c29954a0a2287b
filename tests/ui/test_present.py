"""The present page: what left the study, and films from reel files."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from bwc_review.ui.bridge.study import StudyBridge
from bwc_review.ui.commands.registry import Registry
from bwc_review.ui.models.export_films import Kind, export_table
from bwc_review.ui.pages.present.page import PresentPage
from bwc_review.ui.pages.present.reading import read_exports
from tests.helpers.frames import find_frame_numbers, pictures_of
from tests.ui.filled_study import (  # noqa: F401 - fixtures
    POST,
    PRE,
    REVIEWER,
    bridge,
    filled_folder,
    folder,
    registry,
    until,
)

_REEL = f"""schema: reel/1
title: Two welfare checks
selection: {{method: purposive}}
size: 320x180
rate: 25
fade: 0
items:
  - single: {{clip: {POST}, from: 0.4, to: 0.8, sound: no}}
"""


@pytest.fixture
def page(qtbot: QtBot, bridge: StudyBridge, registry: Registry) -> PresentPage:  # noqa: F811
    made = PresentPage(bridge, registry)
    qtbot.addWidget(made)
    made.resize(1200, 800)
    made.show()
    made.shown()
    return made


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """What was handed to the system to open."""
    found: list[Path] = []

    def keep(url: QUrl) -> bool:
        found.append(Path(url.toLocalFile()))
        return True

    monkeypatch.setattr(QDesktopServices, "openUrl", keep)
    return found


def test_a_study_without_exports_teaches_how_a_film_is_made(page: PresentPage, qtbot: QtBot) -> None:
    until(qtbot, lambda: page._body.currentIndex() == 1)
    assert not page.registry.action("present.play").isEnabled()
    assert page.registry.action("present.render").isEnabled()


def test_the_demo_reel_is_offered_in_a_demo_study_only(page: PresentPage, qtbot: QtBot) -> None:
    assert not page.registry.action("present.demo").isEnabled()
    with page.bridge.study.store.writing("lead") as work:
        work.settings.put("demo", "yes")
        work.audit.record("study.demo", "study", {})
        work.commit()
    page._follow_study()
    until(qtbot, page.registry.action("present.demo").isEnabled)
    assert page.demo_reel.is_file()


def test_a_reel_becomes_a_film_that_holds_the_chosen_frames(
    page: PresentPage, tmp_path: Path, qtbot: QtBot, opened: list[Path]
) -> None:
    film = tmp_path / "shown.mp4"
    page.render_reel(_reel(tmp_path, _REEL), film)
    assert page.films.strip.isVisible()
    assert not page.registry.action("present.render").isEnabled()
    until(qtbot, lambda: page.pane.item is not None)
    shown = [[found.number for found in find_frame_numbers(picture)] for picture in pictures_of(film)]
    assert shown[-10:] == [[number] for number in range(10, 20)]
    assert "Verified: every item starts and ends on the chosen frame." in page.films.notice.text
    assert page.pane.verdict == "Verified: all 3 items start and end on the chosen frame."
    assert page.pane.facts.values["Clips"] == POST
    page.films.folder.click()
    qtbot.keyClick(page.view, Qt.Key.Key_Return)
    assert opened == [tmp_path, film]


def test_a_mistake_in_a_reel_file_is_told_with_its_line_and_field(
    page: PresentPage, tmp_path: Path, qtbot: QtBot
) -> None:
    reel = _reel(tmp_path, _REEL.replace(f"clip: {POST}", "clip: Q0Q0"))
    page.render_reel(reel, tmp_path / "shown.mp4")
    until(qtbot, lambda: not page.films.job.is_busy)
    assert page.films.notice.text.startswith("reel.yaml, line 8, items[1].single.clip: There is no clip “Q0Q0”")
    assert page.films.allow.isHidden()


def test_several_mistakes_are_told_together(page: PresentPage, tmp_path: Path, qtbot: QtBot) -> None:
    page.render_reel(
        _reel(tmp_path, _REEL + "  - single: {clip: Z9, from: 0, to: 1}\n  - single: {clip: Z8, from: 0, to: 1}\n"),
        tmp_path / "a.mp4",
    )
    until(qtbot, lambda: not page.films.job.is_busy)
    assert page.films.notice.text == "reel.yaml has 2 problems; nothing of it was used."
    assert len(page.films.notice.details.splitlines()) == 2


def test_a_film_can_be_stopped_and_leaves_an_earlier_one_alone(page: PresentPage, tmp_path: Path, qtbot: QtBot) -> None:
    film = tmp_path / "shown.mp4"
    film.write_bytes(b"earlier")
    page.render_reel(_reel(tmp_path, _REEL), film)
    page.films.strip.stop.click()
    until(qtbot, lambda: not page.films.job.is_busy)
    assert page.films.notice.text.startswith("Stopped.")
    assert film.read_bytes() == b"earlier"
    assert not page.films.play.isVisible()


def test_clips_of_an_open_case_need_a_second_word(page: PresentPage, tmp_path: Path, qtbot: QtBot) -> None:
    _open_case(page.bridge, POST)
    page.render_reel(_reel(tmp_path, _REEL), tmp_path / "shown.mp4")
    until(qtbot, page.films.allow.isVisible)
    assert f"The case behind {POST} is open." in page.films.notice.text
    page.films.allow.click()
    until(qtbot, lambda: page.pane.item is not None)
    assert (tmp_path / "shown.mp4").is_file()


def test_a_film_that_was_taken_away_cannot_be_played(page: PresentPage, tmp_path: Path, qtbot: QtBot) -> None:
    page.bridge.study.tag_files.export_tags(tmp_path / "tags.csv")
    (tmp_path / "tags.csv").unlink()
    page._load()
    until(qtbot, lambda: page.pane.item is not None)
    assert page.pane.item is not None
    assert page.pane.item.kind is Kind.TAGS
    assert not page.registry.action("present.play").isEnabled()
    assert page.table.index(0, 1).data() == "tags.csv (moved)"


def test_the_list_is_a_sound_model(
    bridge: StudyBridge,  # noqa: F811
    tmp_path: Path,
    qtmodeltester: ModelTester,
) -> None:
    bridge.study.tag_files.export_tags(tmp_path / "tags.csv")
    bridge.study.reporting.tag_report(tmp_path, ("json",), [PRE])
    table = export_table()
    table.set_rows(read_exports(bridge.study))
    qtmodeltester.check(table)
    assert [item.kind for item in table.rows] == [Kind.TAG_REPORT, Kind.TAGS]
    table.sort(0)
    qtmodeltester.check(table)


def test_the_page_forgets_a_study_that_is_closed(page: PresentPage, tmp_path: Path, qtbot: QtBot) -> None:
    page.bridge.study.tag_files.export_tags(tmp_path / "tags.csv")
    page._load()
    until(qtbot, lambda: page.pane.item is not None)
    page.bridge.close_study()
    assert page.pane.item is None
    assert page.table.rowCount() == 0


def _reel(folder: Path, text: str) -> Path:  # noqa: F811
    path = folder / "reel.yaml"
    path.write_text(text)
    return path


def _open_case(bridge: StudyBridge, code: str) -> None:  # noqa: F811
    from dataclasses import replace

    recording = bridge.study.library.by_code(code)
    with bridge.study.store.writing("lead") as work:
        work.recordings.put(replace(recording, is_open_case=True))
        work.audit.record("test.open", f"recording:{recording.id}", {})
        work.commit()
