"""The present page: what left the study, and films from reel files."""

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QImage
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from bwc_review.domain.time import START, Moment, TimeRange
from bwc_review.ui.bridge.study import StudyBridge
from bwc_review.ui.commands.registry import Registry
from bwc_review.ui.models.export_films import Kind, export_table
from bwc_review.ui.pages.present.film_player import FilmPlayer
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
    assert not page.registry.action("present.open").isEnabled()
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
    qtbot.keyClick(page.view, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
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
    assert not page.registry.action("present.open").isEnabled()
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


_TWO_PARTS = _REEL + f"  - single: {{clip: {POST}, from: 0, to: 0.4, sound: no}}\n"


@pytest.fixture
def shown(page: PresentPage, tmp_path: Path, qtbot: QtBot) -> PresentPage:
    """The page with a film of a title, a card and two clips, ready to play."""
    page.render_reel(_reel(tmp_path, _TWO_PARTS), tmp_path / "shown.mp4")
    until(qtbot, lambda: page.player.transport.shown is not None)
    return page


def test_a_film_plays_in_the_page_with_the_exact_frames(shown: PresentPage, qtbot: QtBot) -> None:
    player, view = shown.player, shown.view
    assert player.path is not None
    assert player.path.name == "shown.mp4"
    qtbot.keyClick(view, Qt.Key.Key_End)
    until(qtbot, lambda: frame_number(player) == 9)
    qtbot.keyClick(view, Qt.Key.Key_Comma)
    until(qtbot, lambda: frame_number(player) == 8)
    qtbot.keyClick(view, Qt.Key.Key_Home)
    until(qtbot, lambda: player.transport.shown == START)
    qtbot.keyClick(view, Qt.Key.Key_Space)
    assert player.transport.is_playing
    until(qtbot, lambda: player.transport.shown > START)
    shown.left()
    assert not player.transport.is_playing


def test_a_pointer_for_slides_goes_from_part_to_part(shown: PresentPage, qtbot: QtBot) -> None:
    player, view = shown.player, shown.view
    starts = [START, *(Moment(us) for us in (4_000_000, 10_000_000, 10_400_000))]
    assert [player.line.part_at(start) for start in starts] == [1, 2, 3, 4]
    qtbot.keyClick(view, Qt.Key.Key_PageDown)
    until(qtbot, lambda: player.transport.shown == starts[1])
    qtbot.keyClick(view, Qt.Key.Key_PageDown)
    until(qtbot, lambda: frame_number(player) == 10)
    assert player.bar._length.text() == "/ 00:10.800"  # there is no room for more
    shown.resize(1500, shown.height())
    until(qtbot, lambda: player.bar._length.text() == "/ 00:10.800 · part 3 of 4")
    qtbot.keyClick(view, Qt.Key.Key_PageDown)
    qtbot.keyClick(view, Qt.Key.Key_PageDown)
    until(qtbot, lambda: frame_number(player) == 9)
    qtbot.keyClick(view, Qt.Key.Key_PageUp)
    until(qtbot, lambda: player.transport.shown == starts[1])
    qtbot.keyClick(view, Qt.Key.Key_PageUp)
    until(qtbot, lambda: player.transport.shown == START)


def test_a_part_is_looped(shown: PresentPage, qtbot: QtBot) -> None:
    player = shown.player
    qtbot.keyClick(shown.view, Qt.Key.Key_PageDown)
    qtbot.keyClick(shown.view, Qt.Key.Key_PageDown)
    qtbot.keyClick(shown.view, Qt.Key.Key_L, Qt.KeyboardModifier.ShiftModifier)
    assert player.transport.loop == TimeRange(Moment(10_000_000), Moment(10_400_000))
    qtbot.keyClick(shown.view, Qt.Key.Key_L, Qt.KeyboardModifier.ShiftModifier)
    assert player.transport.loop is None


def test_the_film_alone_leaves_nothing_else_on_the_page_and_keys_go_on_working(
    shown: PresentPage, qtbot: QtBot
) -> None:
    player, told = shown.player, []
    shown.alone_changed.connect(told.append)
    qtbot.keyClick(shown.view, Qt.Key.Key_F11)
    until(qtbot, lambda: player.picture.size() == shown.size())
    assert not shown.pane.isVisible()
    qtbot.keyClick(shown, Qt.Key.Key_End)
    until(qtbot, lambda: frame_number(player) == 9)
    player._pointer.hide()
    assert player.picture.cursor().shape() is Qt.CursorShape.BlankCursor
    qtbot.mouseMove(player.picture, player.picture.rect().center())
    until(qtbot, lambda: player.picture.cursor().shape() is not Qt.CursorShape.BlankCursor)
    qtbot.keyClick(shown, Qt.Key.Key_Escape)
    assert shown.view.isVisible()
    assert player.bar.isVisible()
    assert told == [True, False]


def test_the_line_under_the_film_is_clicked_and_dragged(shown: PresentPage, qtbot: QtBot) -> None:
    line, player = shown.player.line, shown.player
    right = QPoint(line.width() - 2, line.height() // 2)
    qtbot.mousePress(line, Qt.MouseButton.LeftButton, pos=QPoint(line.width() // 2, line.height() // 2))
    qtbot.mouseMove(line, right)
    qtbot.mouseRelease(line, Qt.MouseButton.LeftButton, pos=right)
    until(qtbot, lambda: frame_number(player) == 9)


def test_a_film_is_shown_brighter_on_the_screen_with_the_keys_of_a_clip(shown: PresentPage, qtbot: QtBot) -> None:
    player, film = shown.player, shown.player.path
    assert film is not None
    before = film.read_bytes()
    qtbot.keyClick(shown.view, Qt.Key.Key_F11)
    qtbot.keyClick(shown, Qt.Key.Key_B, Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ShiftModifier)
    assert not player.picture.levels.is_neutral
    qtbot.keyClick(shown, Qt.Key.Key_B, Qt.KeyboardModifier.AltModifier)
    assert player.levels.panel.isVisible()
    player.levels.panel.reset.click()
    assert player.picture.levels.is_neutral
    shown.registry.action("present.leave").trigger()
    assert not player.levels.panel.isVisible()
    assert player.is_alone
    shown.registry.action("present.leave").trigger()
    assert not player.is_alone
    assert film.read_bytes() == before


def test_while_the_hand_drags_along_a_film_a_small_picture_stands_in(shown: PresentPage, qtbot: QtBot) -> None:
    player = shown.player
    [film] = player.scrubber.films
    until(qtbot, lambda: (small := film.nearest(Moment(10_700_000))) and small[0] >= Moment(10_000_000))
    until(qtbot, lambda: not player.transport.is_busy and player.transport.shown == START)
    player.line.scrub_requested.emit(Moment(10_700_000))
    assert player.picture.is_preview
    until(qtbot, lambda: not player.picture.is_preview and frame_number(player) == 7)
    shown._show_row(-1)
    assert film.nearest(START) is None


def test_a_film_whose_bytes_have_changed_is_named(shown: PresentPage, qtbot: QtBot) -> None:
    assert shown.player.path is not None
    assert shown.pane.warning.isHidden()
    with shown.player.path.open("ab") as file:
        file.write(b"more")
    shown.player.close_film()
    shown._load()
    until(qtbot, shown.pane.warning.isVisible)
    assert "its bytes have changed" in shown.pane.warning.text


def test_a_film_that_is_gone_or_broken_is_said_in_the_pictures_place(shown: PresentPage, qtbot: QtBot) -> None:
    path = shown.player.path
    assert path is not None
    path.write_bytes(b"no film")
    shown.player.close_film()
    shown._load()
    until(qtbot, lambda: shown.player.picture._plate not in ("", "Reading the film…"))
    assert shown.player.path is None
    path.unlink()
    shown._load()
    until(qtbot, lambda: shown.player.picture._plate == "The film is no longer where it was written.")


def test_a_film_is_let_go_before_it_is_rendered_again(shown: PresentPage, tmp_path: Path, qtbot: QtBot) -> None:
    film = shown.player.path
    assert film is not None
    shown.render_reel(_reel(tmp_path, _REEL), film)
    assert shown.player.path is None
    until(qtbot, lambda: shown.player.path == film and shown.player.line.part_count == 3)


def test_no_film_is_open_while_one_is_blinded_nor_after_the_study_is_closed(shown: PresentPage) -> None:
    shown.bridge.set_blinded(True)
    assert shown.player.path is None
    shown.bridge.set_blinded(False)
    shown.bridge.close_study()
    assert not shown.player.transport.is_open


def frame_number(player: FilmPlayer) -> int | None:
    """The number that the shown picture carries; None on a card."""
    grey = player.picture.image.convertToFormat(QImage.Format.Format_Grayscale8)
    lines = np.frombuffer(grey.constBits(), np.uint8).reshape(grey.height(), grey.bytesPerLine())
    found = find_frame_numbers(lines[:, : grey.width()])
    return found[0].number if found else None
