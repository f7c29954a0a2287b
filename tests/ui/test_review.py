"""The review page, driven by keys alone: a whole review on a real clip in a real study."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QSplitter, QWidget
from pytestqt.qtbot import QtBot

from bwc_review.domain.ids import RecordingId
from bwc_review.domain.tag import Review, Tag
from bwc_review.domain.time import Moment, TimeRange
from bwc_review.services.bootstrap import Study, create_study, open_study
from bwc_review.ui.bridge.settings import UserSettings
from bwc_review.ui.bridge.study import Said, StudyBridge, Tone
from bwc_review.ui.frame.window import MainWindow
from bwc_review.ui.models.tag_cells import Column
from bwc_review.ui.pages.review.page import ReviewPage
from bwc_review.ui.pages.review.side import TAGS
from tests.helpers.clips import ClipShelf
from tests.helpers.frames import read_frame_number

REVIEWER = "Reviewer A"
RATE = 30
CTRL, SHIFT, ALT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
)


@pytest.fixture(scope="session")
def clip_study(tmp_path_factory: pytest.TempPathFactory, clips: ClipShelf) -> Path:
    """The folder of a study with one clip of 20 seconds and its frame numbers; tests work on copies."""
    base = tmp_path_factory.mktemp("review")
    footage = base / "footage"
    footage.mkdir()
    shutil.copy(clips(frames=600, rate=RATE, gop=60, b_frames=2, size=(320, 240), audio=False), footage / "call.mp4")
    (footage / "manifest.csv").write_text("file,code,recorded_at\ncall.mp4,K7Q2,2025-02-18T20:41:10-06:00\n")
    with create_study(str(base / "study"), "Spring course", "lead") as study:
        study.library.import_paths([footage], footage / "manifest.csv")
    return base / "study"


class Desk:
    """A reviewer at the window: presses keys, looks at the screen, and at what is on the disk."""

    def __init__(self, bot: QtBot, window: MainWindow, study: Study) -> None:
        self.bot = bot
        self.window = window
        self.study = study
        self.recording_id: RecordingId = study.library.by_code("K7Q2").id
        self.said: list[Said] = []
        window.bridge.said.connect(self.said.append)
        window.open_recording(self.recording_id)
        self.waits(lambda: self.page.player.transport.shown is not None)

    @property
    def page(self) -> ReviewPage:
        page = self.window.page("review")
        assert isinstance(page, ReviewPage)
        return page

    @property
    def review(self) -> Review:
        assert self.page.review is not None
        return self.page.review

    @property
    def stored(self) -> list[Tag]:
        """The tags on the disk."""
        return list(self.study.reviewing.tags(self.review.id))

    @property
    def frame(self) -> int:
        """The number painted into the picture on the screen."""
        image = self.page.player.picture.image.convertToFormat(QImage.Format.Format_RGB888)
        lines = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
        return read_frame_number(lines[:, : image.width() * 3].reshape(image.height(), image.width(), 3))

    def waits(self, is_so: Callable[[], object]) -> None:
        self.bot.waitUntil(lambda: bool(is_so()))

    def keys(self, *keys: Qt.Key | str, with_: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        for key in keys:
            QTest.keyClick(QApplication.focusWidget() or self.page, key, with_)

    def types(self, text: str) -> None:
        QTest.keyClicks(QApplication.focusWidget(), text)

    def goes(self, frame: int) -> None:
        """Go to a frame with the keys of the player."""
        self.keys(Qt.Key.Key_Home)
        for _ in range(frame // (5 * RATE)):
            self.keys(Qt.Key.Key_Right, with_=SHIFT)
        for _ in range(frame % (5 * RATE) // RATE):
            self.keys(Qt.Key.Key_Right)
        for _ in range(frame % RATE):
            self.keys(".")
        self.waits(lambda: self.page.player.transport.shown == moment(frame))

    def starts(self) -> None:
        """Begin a review with the rubric and profile that are offered first."""
        self.keys(Qt.Key.Key_Return)
        assert self.page.review is not None


def moment(frame: int) -> Moment:
    return Moment(round(frame * 1_000_000 / RATE))


@pytest.fixture
def study(tmp_path: Path, clip_study: Path) -> Study:
    """A copy of the study, open; the window closes it."""
    shutil.copytree(clip_study, tmp_path / "study")
    return open_study(str(tmp_path / "study"), REVIEWER)


@pytest.fixture
def desk(qtbot: QtBot, dark: QApplication, study: Study) -> Iterator[Desk]:
    settings = UserSettings()
    settings.actor = REVIEWER
    bridge = StudyBridge(settings)
    window = MainWindow(bridge)
    qtbot.addWidget(window)
    with qtbot.waitExposed(window):
        window.show()
    bridge.adopt(study)
    yield Desk(qtbot, window, study)
    window.close()


@pytest.fixture
def coding(desk: Desk) -> Desk:
    """With a review begun."""
    desk.starts()
    return desk


def test_a_clip_opens_on_its_first_frame_and_offers_a_review(desk: Desk) -> None:
    assert desk.frame == 0
    assert desk.page.side.is_starting
    desk.starts()
    assert (desk.review.reviewer, desk.review.rubric_id, desk.review.profile) == (REVIEWER, "deesc-core", "lite")
    assert not desk.page.side.is_starting


def test_a_review_that_was_begun_is_gone_on_with(coding: Desk) -> None:
    coding.keys("w")
    begun = coding.review
    coding.page.open_recording(coding.recording_id)
    coding.waits(lambda: coding.page.player.transport.shown == Moment(0) and coding.page.review == begun)
    assert [tag.behaviour_id for tag in coding.page.table.tags] == ["tc.paraphrase"]


@pytest.mark.parametrize("frame", [0, 1, 59, 60, 61, 337, 599])
def test_a_key_tags_the_frame_that_is_on_the_screen(coding: Desk, frame: int) -> None:
    coding.goes(frame)
    coding.keys("w")
    assert coding.frame == frame
    (tag,) = coding.stored
    assert (tag.behaviour_id, tag.start, tag.end, tag.actor) == ("tc.paraphrase", moment(frame), None, "O1")
    assert tag.speed_percent == 0
    assert list(coding.page.table.tags) == [tag]
    assert coding.page.side.pad.row("tc.paraphrase").is_flashing
    assert coding.said[-1].can_undo
    assert coding.said[-1].text.startswith("Tagged Paraphrases or sums up at ")


def test_undo_and_redo_are_keys_and_bring_back_the_same_tag(coding: Desk) -> None:
    coding.goes(40)
    coding.keys("w", "q")
    first, second = sorted(coding.stored, key=lambda tag: tag.behaviour_id, reverse=True)
    coding.keys("z", with_=CTRL)
    assert coding.stored == [first]
    coding.keys("z", with_=CTRL)
    assert coding.stored == []
    assert coding.page.table.rowCount() == 0
    coding.keys("z", with_=CTRL | SHIFT)
    coding.keys("z", with_=CTRL | SHIFT)
    assert sorted(coding.stored, key=lambda tag: tag.behaviour_id, reverse=True) == [first, second]
    assert set(coding.page.table.tags) == {first, second}


def test_after_a_restart_undo_goes_on_where_the_reviewer_left_off(coding: Desk) -> None:
    history = coding.window.bridge.history
    coding.goes(40)
    coding.keys("w", "q")
    coding.keys("z", with_=CTRL)
    first = coding.stored
    review_id, location = coding.review.id, coding.study.store.location
    coding.window.bridge.close_study()
    assert not history.can_undo
    coding.study = open_study(location, REVIEWER)
    coding.window.bridge.adopt(coding.study)
    coding.window.open_recording(coding.recording_id)
    coding.waits(lambda: coding.page.review is not None and history.can_undo)
    assert coding.review.id == review_id
    assert coding.window.registry.action("edit.undo").text().startswith("&Undo Tag Paraphrases or sums up at ")
    assert coding.window.registry.action("edit.redo").text().startswith("&Redo Tag ")
    coding.keys("z", with_=CTRL)
    assert (coding.stored, coding.page.table.rowCount()) == ([], 0)
    coding.keys("z", with_=CTRL | SHIFT)
    assert coding.stored == first
    coding.keys("z", with_=CTRL | SHIFT)
    assert len(coding.stored) == 2
    assert not history.can_redo


def test_a_state_is_open_until_its_key_is_pressed_again(coding: Desk) -> None:
    row = coding.page.side.pad.row("os.distance")
    coding.goes(30)
    coding.keys("u")
    assert row.is_open
    coding.goes(30 + 7 * RATE)
    assert row.running == "0:07"
    coding.keys("u")
    assert not row.is_open
    (tag,) = coding.stored
    assert (tag.start, tag.end) == (moment(30), moment(30 + 7 * RATE))


def test_a_level_is_a_key_and_a_digit_from_the_frame_of_the_key(coding: Desk) -> None:
    coding.goes(20)
    coding.keys("6")
    assert coding.page.side.pad.row("sj.agitation").is_armed
    assert [choice.key for choice in coding.page.side.pad.foot.choices] == list("01234")
    assert coding.stored == []
    coding.keys(".", ".", ".")
    coding.keys("2")
    (tag,) = coding.stored
    assert (tag.level, tag.start, tag.actor, tag.end) == (2, moment(20), "P1", None)
    coding.goes(80)
    coding.keys("6", "6")
    assert [(tag.level, tag.start, tag.end) for tag in coding.stored] == [
        (2, moment(20), moment(80)),
        (3, moment(80), None),
    ]
    coding.keys("6", "3")
    assert coding.said[-1].text == "Agitation is at 3 already."
    coding.goes(100)
    coding.keys("6")
    coding.keys(Qt.Key.Key_Return)
    assert [tag.end for tag in coding.stored] == [moment(80), moment(100)]


def test_a_level_that_was_not_meant_is_left_with_escape_or_the_next_key(coding: Desk) -> None:
    coding.goes(10)
    coding.keys("6")
    coding.keys(Qt.Key.Key_Escape)
    assert not coding.page.side.pad.row("sj.agitation").is_armed
    coding.keys("6", "w")
    assert [tag.behaviour_id for tag in coding.stored] == ["tc.paraphrase"]
    coding.keys("6", "9")
    assert not coding.page.side.pad.row("sj.agitation").is_armed
    assert len(coding.stored) == 1


def test_tagging_while_the_clip_plays_does_not_stop_it_and_keeps_the_speed(coding: Desk) -> None:
    shown: list[Moment] = []
    transport = coding.page.player.transport
    transport.frame_shown.connect(shown.append)
    coding.keys("-")
    coding.keys(Qt.Key.Key_Space)
    coding.waits(lambda: len(shown) > 5)
    on_screen = transport.shown
    coding.keys("w")
    assert transport.is_playing
    coding.keys(Qt.Key.Key_Space)
    (tag,) = coding.stored
    assert tag.start == on_screen
    assert tag.start in shown
    assert tag.speed_percent == 75


def test_modifiers_and_who_are_second_keys_for_the_last_tag(coding: Desk) -> None:
    coding.goes(50)
    coding.keys("z")
    assert [choice.text for choice in coding.page.side.pad.foot.choices] == ["Safety: yes", "Safety: no"]
    coding.keys("2", with_=ALT)
    assert coding.stored[0].modifiers == (("safety", "no"),)
    coding.keys("1", with_=ALT)
    assert coding.stored[0].modifiers == (("safety", "yes"),)
    coding.keys("1", with_=ALT)
    assert coding.stored[0].modifiers == ()
    coding.keys("a", with_=ALT)
    assert coding.stored[0].actor == "O2"
    assert len(coding.stored) == 1


def test_arrows_go_from_tag_to_tag_and_the_picture_follows(coding: Desk) -> None:
    for frame in (30, 90, 200):
        coding.goes(frame)
        coding.keys("w")
    coding.keys(Qt.Key.Key_Home)
    for frame in (30, 90, 200, 200):
        coding.keys(Qt.Key.Key_Down)
        coding.waits(lambda frame=frame: coding.page.player.transport.shown == moment(frame))
        assert coding.frame == frame
    coding.keys(Qt.Key.Key_Up)
    coding.waits(lambda: coding.page.player.transport.shown == moment(90))
    assert [tag.start for tag in coding.page.side.tag_list.chosen] == [moment(90)]


def test_delete_removes_the_chosen_tag_and_undo_brings_it_back(coding: Desk) -> None:
    for frame in (30, 90):
        coding.goes(frame)
        coding.keys("w")
    before = coding.stored
    coding.keys(Qt.Key.Key_Up)
    coding.waits(lambda: coding.page.player.transport.shown == moment(30))
    coding.keys(Qt.Key.Key_Delete)
    assert [tag.start for tag in coding.stored] == [moment(90)]
    coding.keys("z", with_=CTRL)
    assert coding.stored == before


def test_a_note_is_written_in_place_and_its_letters_tag_nothing(coding: Desk) -> None:
    coding.goes(30)
    coding.keys("w")
    coding.keys(Qt.Key.Key_F2)
    assert coding.page.side.tab == TAGS
    coding.types("calm voice, 2 m away")
    coding.keys(Qt.Key.Key_Return)
    (tag,) = coding.stored
    assert tag.note == "calm voice, 2 m away"
    coding.keys(Qt.Key.Key_F2)
    coding.types("thrown away")
    coding.keys(Qt.Key.Key_Escape)
    assert coding.stored == [tag]
    coding.keys("q")
    assert len(coding.stored) == 2


def test_enter_edits_the_time_and_a_wrong_one_is_refused_with_a_sentence(coding: Desk) -> None:
    coding.goes(30)
    coding.keys("w")
    coding.keys(Qt.Key.Key_Return)
    coding.types("00:04.020")
    coding.keys(Qt.Key.Key_Return)
    assert coding.stored[0].start == moment(120)
    for text, words in (("later", "is not a time"), ("09:00.000", "outside the clip")):
        coding.keys(Qt.Key.Key_Return)
        coding.types(text)
        coding.keys(Qt.Key.Key_Return)
        assert words in coding.said[-1].text
        assert coding.said[-1].tone is Tone.ERROR
        assert coding.stored[0].start == moment(120)


def test_a_time_that_is_edited_is_seen_whole_and_named(coding: Desk) -> None:
    coding.goes(30)
    coding.keys("w", Qt.Key.Key_Return)
    editor = QApplication.focusWidget()
    assert isinstance(editor, QLineEdit)
    assert editor.accessibleName() == "When it begins"
    editor.end(False)
    assert editor.cursorPositionAt(QPoint(1, editor.height() // 2)) == 0  # nothing of it is moved out of sight
    coding.keys(Qt.Key.Key_Escape)


def test_enter_ends_the_editing_and_the_next_key_tags(coding: Desk) -> None:
    coding.keys("w")
    for begin in (Qt.Key.Key_F2, Qt.Key.Key_Return):
        coding.keys(begin)
        assert isinstance(QApplication.focusWidget(), QLineEdit)
        coding.keys(Qt.Key.Key_Return)
        assert QApplication.focusWidget() is coding.page.side.tag_list
    coding.page.side.tag_list.edit_cell(coding.stored[0].id, Column.ACTOR)
    assert isinstance(QApplication.focusWidget(), QComboBox)
    coding.keys(Qt.Key.Key_Return)
    assert not isinstance(QApplication.focusWidget(), QLineEdit)
    coding.page.side.tag_list.setFocus()
    coding.keys("q")
    assert len(coding.stored) == 2


def test_edges_are_nudged_by_single_frames(coding: Desk) -> None:
    coding.goes(30)
    coding.keys("u")
    coding.goes(60)
    coding.keys("u")
    coding.keys(Qt.Key.Key_Left, with_=ALT)
    coding.keys(Qt.Key.Key_Right, with_=ALT | SHIFT)
    coding.keys(Qt.Key.Key_Right, with_=ALT | SHIFT)
    (tag,) = coding.stored
    assert (tag.start, tag.end) == (moment(29), moment(62))
    coding.waits(lambda: coding.page.player.transport.shown == moment(29))


def test_the_end_of_a_state_can_reach_the_end_of_the_clip(coding: Desk) -> None:
    coding.goes(590)
    coding.keys("u")
    coding.goes(599)
    coding.keys("u")
    coding.keys(Qt.Key.Key_Right, with_=ALT | SHIFT)
    assert coding.stored[0].end == Moment(20_000_000)


def test_what_somebody_else_changed_is_not_taken_back(coding: Desk) -> None:
    coding.goes(30)
    coding.keys("w")
    (tag,) = coding.stored
    coding.study.reviewing.remove([tag.id])
    coding.keys("z", with_=CTRL)
    assert coding.said[-1].tone is Tone.ERROR
    assert not coding.window.bridge.history.can_undo
    coding.keys("q")
    assert [tag.behaviour_id for tag in coding.stored] == ["tc.introduce"]


def test_changes_made_elsewhere_are_shown(coding: Desk) -> None:
    applied = coding.study.reviewing.press(coding.review.id, "tc.paraphrase", Moment(1_000_000))
    coding.window.bridge.announce(applied.changes)
    coding.waits(lambda: coding.page.table.rowCount() == 1)


def test_the_same_behaviour_twice_in_a_frame_is_refused_with_a_sentence(coding: Desk) -> None:
    coding.keys("w", "w")
    assert len(coding.stored) == 1
    assert coding.said[-1].tone is Tone.ERROR
    assert "already tagged in this frame" in coding.said[-1].text


def test_definitions_are_one_key_away_and_tag_nothing(coding: Desk) -> None:
    coding.keys("i", with_=CTRL)
    coding.keys("w")
    assert coding.page.card.isVisible()
    assert coding.page.card.title == "Paraphrases or sums up"
    coding.keys(Qt.Key.Key_Escape)
    assert not coding.page.card.isVisible()
    assert coding.stored == []
    coding.keys("w")
    assert len(coding.stored) == 1


def test_the_player_has_its_keys(coding: Desk) -> None:
    transport = coding.page.player.transport
    coding.goes(300)
    coding.keys(Qt.Key.Key_Left)
    coding.waits(lambda: transport.shown == moment(270))
    coding.keys(Qt.Key.Key_Left, with_=SHIFT)
    coding.waits(lambda: transport.shown == moment(120))
    coding.keys(Qt.Key.Key_Right, with_=CTRL)
    coding.waits(lambda: transport.shown == moment(599))
    coding.keys(",")
    coding.waits(lambda: coding.frame == 598)
    coding.keys("+", "=")
    assert transport.speed_percent == 150
    coding.keys(Qt.Key.Key_Backspace)
    assert transport.is_playing
    coding.waits(lambda: transport.shown is not None and transport.shown < moment(590))
    coding.keys(Qt.Key.Key_Space)
    assert not transport.is_playing


def test_a_loop_runs_from_the_in_to_the_out_point(coding: Desk) -> None:
    transport = coding.page.player.transport
    coding.goes(30)
    coding.keys("i", with_=SHIFT)
    coding.goes(45)
    coding.keys("o", with_=SHIFT)
    coding.keys("l", with_=SHIFT)
    assert transport.loop is not None
    assert (transport.loop.start, transport.loop.end) == (moment(30), moment(46))
    coding.keys("l", with_=SHIFT)
    assert transport.loop is None


def test_a_blinded_reviewer_sees_neither_phase_nor_clock_nor_other_reviews(desk: Desk) -> None:
    desk.study.reviewing.start(desk.recording_id, "deesc-core", reviewer="Reviewer B")
    assert "20:41:10" in desk.page.player.picture.accessibleDescription()
    desk.window.bridge.set_blinded(True)
    desk.waits(lambda: desk.page.side.start.isVisible())
    desk.page.open_recording(desk.recording_id)
    desk.waits(lambda: "20:41" not in desk.page.player.picture.accessibleDescription())
    assert not desk.page.side.badge.isVisible()
    desk.starts()
    assert desk.review.reviewer == REVIEWER


def test_all_keys_of_the_page_are_on_its_sheet(coding: Desk) -> None:
    sheets = dict(coding.window.registry.sheets("review"))
    assert ("W", "Paraphrases or sums up") in sheets["Rubric"]
    assert ("⇧F", "First contact") in sheets["Rubric"]


def test_no_key_of_the_page_is_taken_twice(coding: Desk) -> None:
    registry = coding.window.registry
    for command in registry.commands("review"):
        for key in registry.keys(command.id):
            assert registry.clash(command.id, key) is None, (command.id, key)


def test_a_clip_whose_file_is_gone_says_so_and_plays_when_it_is_back(
    qtbot: QtBot, dark: QApplication, study: Study, tmp_path: Path
) -> None:
    path = study.library.row(study.library.by_code("K7Q2").id).clips[0].path
    away = path.rename(path.with_suffix(".away"))
    try:
        bridge = StudyBridge(UserSettings())
        said: list[Said] = []
        bridge.said.connect(said.append)
        window = MainWindow(bridge)
        qtbot.addWidget(window)
        bridge.adopt(study)
        window.open_recording(study.library.by_code("K7Q2").id)
        qtbot.waitUntil(lambda: any("is not there any more" in item.text for item in said))
    finally:
        away.rename(path)
    page = window.page("review")
    assert isinstance(page, ReviewPage)
    page.player.transport.seek(moment(12))
    qtbot.waitUntil(lambda: page.player.transport.shown == moment(12))
    window.close()


def test_closing_the_study_empties_the_page(coding: Desk) -> None:
    page = coding.page
    coding.window.bridge.close_study()
    assert page.review is None
    assert not page.player.transport.is_open
    assert page.table.rowCount() == 0


def test_leaving_the_page_pauses(coding: Desk) -> None:
    coding.keys(Qt.Key.Key_Space)
    coding.window.show_page("library")
    assert not coding.page.player.transport.is_playing


def test_a_tag_asked_for_from_elsewhere_is_shown_with_its_review_and_frame(coding: Desk) -> None:
    coding.goes(45)
    coding.keys("q")
    coding.waits(lambda: coding.stored)
    (tag,) = coding.stored
    coding.keys(Qt.Key.Key_Home)
    coding.waits(lambda: coding.page.player.transport.shown == moment(0))
    coding.window.show_page("library")
    coding.window.show_tag(coding.recording_id, coding.review.id, tag.id)
    transport = coding.page.player.transport
    coding.waits(lambda: coding.page.selection.tag_id == tag.id and transport.shown == moment(45))
    assert coding.frame == 45
    assert coding.window.page_name == "review"


def test_a_stretch_asked_for_from_elsewhere_is_played_again_and_again(coding: Desk) -> None:
    coding.window.show_page("library")
    span = TimeRange(moment(10), moment(20))
    coding.window.show_span(coding.recording_id, span)
    transport = coding.page.player.transport
    coding.waits(lambda: transport.loop == span and transport.is_playing)
    coding.waits(lambda: transport.shown is not None and transport.shown in span)
    transport.pause()


def test_the_side_begins_wide_enough_for_names_and_is_kept_as_it_was_left(desk: Desk) -> None:
    split = desk.page.side.parent()
    assert isinstance(split, QSplitter)
    whole = split.width()
    assert desk.page.side.width() == pytest.approx(max(420, whole * 3 // 10), abs=8)
    split.setSizes([whole - 350, 350])
    desk.page.left()
    again = QSplitter()
    again.addWidget(QWidget())
    again.addWidget(QWidget())
    assert again.restoreState(desk.window.bridge.settings.shape("review/side"))
