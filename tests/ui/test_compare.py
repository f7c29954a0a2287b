"""The compare page: choosing a pair, aligning it on what was tagged in both, and its film."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QToolButton
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from bwc_review.domain.coding_choices import CodingChoices, Target, TargetChoice
from bwc_review.domain.coding_preferences import CodingPreferences
from bwc_review.domain.compare import SharedTimeline
from bwc_review.domain.ids import RecordingId, new_id
from bwc_review.domain.people import Phase
from bwc_review.domain.reel import Selection, Sound
from bwc_review.domain.time import Moment, review_text
from bwc_review.ui.bridge.study import StudyBridge
from bwc_review.ui.commands.registry import Registry
from bwc_review.ui.models.pair_clips import (
    CLIP_START,
    Coded,
    PairClip,
    likely_match,
    pair_table,
    shared_anchors,
    shared_reviewers,
)
from bwc_review.ui.pages.compare.page import ComparePage
from bwc_review.ui.pages.compare.reading import read_clips
from bwc_review.ui.playback.sound_clock import SoundClock
from tests.helpers.clips import ClipShelf
from tests.helpers.frames import read_frame_number
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

_NAMES = {"tc.calm": "Calm", "an.contact": "First contact", "tc.shout": "Shouts"}


@pytest.fixture
def page(qtbot: QtBot, bridge: StudyBridge, registry: Registry) -> ComparePage:  # noqa: F811
    made = ComparePage(bridge, registry)
    made.film_size = (320, 180)
    qtbot.addWidget(made)
    made.resize(1300, 850)
    made.show()
    made.shown()
    until(qtbot, lambda: made.options.reviewer_name)
    return made


def coded(reviewer: str = "A", rubric: str = "core", **firsts: int) -> Coded:
    starts = {name.replace("_", "."): Moment(us) for name, us in firsts.items()}
    return Coded(reviewer, (rubric, "1"), _NAMES, starts, frozenset({"an.contact"}))


def clip(code: str, phase: Phase, call: str = "", officer: str = "") -> PairClip:
    return PairClip(RecordingId(new_id()), code, call, officer, phase, 1_000_000)


class TestAnchors:
    def test_only_what_was_tagged_in_both_is_offered_landmarks_first(self) -> None:
        pre, post = coded(tc_calm=5, an_contact=7, tc_shout=9), coded(tc_calm=50, an_contact=70)
        offered = shared_anchors([pre], [post], "A")
        assert [(one.behaviour_id, one.pre.us, one.post.us) for one in offered] == [
            ("an.contact", 7, 70),
            ("tc.calm", 5, 50),
            (CLIP_START, 0, 0),
        ]

    def test_an_anchor_brings_the_longer_of_both_sides_leads_and_lags(self) -> None:
        pre, post = (replace(coded(tc_calm=5), around={"tc.calm": around}) for around in ((1, None), (3, 7)))
        (anchor, start) = shared_anchors([pre], [post], "A")
        assert (anchor.before_us, anchor.after_us) == (3, 7)
        assert (start.before_us, start.after_us) == (None, None)
        (anchor, _) = shared_anchors([coded(tc_calm=5)], [coded(tc_calm=5)], "A")
        assert (anchor.before_us, anchor.after_us) == (None, None)

    def test_tags_of_different_rubrics_or_reviewers_never_meet(self) -> None:
        pre = [coded(an_contact=7)]
        assert len(shared_anchors(pre, [coded(rubric="other", an_contact=7)], "A")) == 1
        assert len(shared_anchors(pre, [coded("B", an_contact=7)], "A")) == 1
        assert shared_reviewers(pre, [coded("B")]) == ()

    def test_a_pair_most_likely_wants_the_same_call_and_officer(self) -> None:
        first = clip("A1", Phase.PRE, "Welfare check", "Cedar")
        others = [
            clip("B1", Phase.POST, "Trespass", "Cedar"),
            clip("B2", Phase.POST, "Welfare check", "Maple"),
            clip("B3", Phase.POST, "Welfare check", "Cedar"),
        ]
        assert likely_match(first, others) == others[2]
        assert likely_match(first, []) is None

    def test_the_list_of_clips_is_a_sound_model(
        self,
        bridge: StudyBridge,  # noqa: F811
        qtmodeltester: ModelTester,
    ) -> None:
        table = pair_table()
        table.set_rows(read_clips(bridge.study))
        qtmodeltester.check(table)


class TestPage:
    def test_each_side_lists_its_phase_and_a_likely_pair_is_chosen(self, page: ComparePage) -> None:
        assert [found.code for found in page.pre.table.rows] == [PRE]
        assert [found.code for found in page.post.table.rows] == [POST]
        assert page.pre.clip is not None
        assert page.post.clip is not None
        assert page.options.anchor.currentText() == "First contact"

    def test_both_frames_at_the_anchor_are_shown_with_their_times(self, page: ComparePage, qtbot: QtBot) -> None:
        until(qtbot, lambda: numbers(page) == [15, 20])
        assert [side.time.text() for side in page.player.sides] == ["00:00.500", "00:00.800"]

    def test_another_anchor_shows_other_frames(self, page: ComparePage, qtbot: QtBot) -> None:
        page.options.anchor.setCurrentText("Paraphrases or sums up")
        until(qtbot, lambda: numbers(page)[0] == 24)
        assert page.left_side.time.text() == "00:00.800"
        page.options.anchor.setCurrentIndex(page.options.anchor.count() - 1)
        until(qtbot, lambda: numbers(page) == [0, 0])

    def test_a_search_narrows_both_sides_and_keeps_the_choice(self, page: ComparePage, qtbot: QtBot) -> None:
        qtbot.keyClicks(page.search, "cedar welfare")
        assert page.pre.clip is not None
        page.search.setText("nobody")
        assert not page.pre.table.rows
        assert page.pre.count.text() == "0 of 1"
        assert page.left_side.picture._plate == "No pre-training clip has these words"
        assert not page.registry.action("compare.render").isEnabled()

    def test_the_card_says_how_the_clips_were_chosen(self, page: ComparePage) -> None:
        assert page.options.choices().selection is Selection.PURPOSIVE
        assert "picked by hand" in page.options.card.text()
        page.options.selection.setCurrentIndex(page.options.selection.findData(Selection.MATCHED))
        assert "matched on what was known" in page.options.card.text()

    def test_before_and_after_are_the_reviewers_lead_and_lag_unless_typed(
        self, page: ComparePage, qtbot: QtBot
    ) -> None:
        options, study = page.options, page.bridge.study
        anchor = options.choices().anchor
        (rubric_id,) = {review.rubric_id for review in study.reviewing.reviews(page.pre.clip.id)}  # pyright: ignore[reportOptionalMemberAccess]
        assert (options.before.value(), options.after.value()) == (3.0, 20.0)
        choices = CodingChoices({Target(anchor.behaviour_id): TargetChoice(lead_us=1_500_000, lag_us=4_000_000)})
        study.preferences.keep(REVIEWER, CodingPreferences().having(rubric_id, choices))
        page._choose()
        until(qtbot, lambda: options.before.value() == 1.5)
        assert options.after.value() == 4.0
        assert page.choices().before_us == 1_500_000
        options.before.setValue(2.5)
        options.anchor.setCurrentIndex(options.anchor.count() - 1)
        assert (options.before.value(), options.after.value()) == (2.5, 20.0)

    def test_the_form_says_what_was_chosen(self, page: ComparePage) -> None:
        page.options.before.setValue(1.5)
        page.options.after.setValue(2)
        page.options.sound.setCurrentIndex(page.options.sound.findData(Sound.NONE))
        page.options.captions.setChecked(True)
        choices = page.options.choices()
        assert (choices.before_us, choices.after_us) == (1_500_000, 2_000_000)
        assert choices.sound is Sound.NONE
        assert choices.has_captions
        assert choices.reviewer == REVIEWER
        assert choices.title == "Welfare check"

    def test_the_pair_becomes_a_film_that_starts_and_ends_on_the_chosen_frames(
        self, page: ComparePage, tmp_path: Path, qtbot: QtBot
    ) -> None:
        page.options.before.setValue(0.2)
        page.options.after.setValue(0.6)
        page.options.captions.setChecked(True)
        pre, post = page.pre.clip, page.post.clip
        assert pre is not None
        assert post is not None
        page.render_pair(pre, post, page.options.choices(), tmp_path / "pair.mp4")
        assert page.films.strip.isVisible()
        until(qtbot, lambda: not page.films.job.is_busy)
        assert "Verified: every item starts and ends on the chosen frame." in page.films.notice.text
        (film,) = page.bridge.study.exporting.films()
        assert (film.clips, film.is_right, film.item_count) == ((PRE, POST), True, 3)
        assert film.selection is Selection.PURPOSIVE

    def test_the_film_can_be_stopped(self, page: ComparePage, tmp_path: Path, qtbot: QtBot) -> None:
        pre, post = page.pre.clip, page.post.clip
        assert pre is not None
        assert post is not None
        page.render_pair(pre, post, page.options.choices(), tmp_path / "pair.mp4")
        page.films.strip.stop.click()
        until(qtbot, lambda: not page.films.job.is_busy)
        assert page.films.notice.text.startswith("Stopped.")
        assert not list(tmp_path.glob("pair*"))

    def test_it_is_closed_to_a_blinded_reviewer(self, page: ComparePage) -> None:
        page.bridge.set_blinded(True)
        assert not page.pre.isVisible()
        page.bridge.set_blinded(False)
        assert page.pre.isVisible()

    def test_without_a_phase_the_page_teaches_what_is_missing(self, page: ComparePage, qtbot: QtBot) -> None:
        study = page.bridge.study
        study.library.override_phase(study.library.by_code(POST).id, Phase.PRE, "For the test")
        page._follow_study()
        until(qtbot, lambda: not page.pre.isVisible())
        assert page._whole.currentIndex() == 1

    def test_the_lists_are_walked_with_the_arrow_keys(self, page: ComparePage, qtbot: QtBot) -> None:
        study = page.bridge.study
        study.library.override_phase(study.library.by_code(POST).id, None, "For the test")
        qtbot.keyClick(page.pre.view, Qt.Key.Key_End)
        assert page.pre.clip is not None
        assert page.pre.clip.code == PRE


class TestPlaying:
    def test_the_keys_of_editors_play_both_clips_step_them_and_take_them_back(
        self, page: ComparePage, qtbot: QtBot
    ) -> None:
        transport = page.player.transport
        until(qtbot, lambda: numbers(page) == [15, 20])
        qtbot.keyClick(page.pre.view, Qt.Key.Key_Period)
        until(qtbot, lambda: numbers(page)[0] == 16)
        qtbot.keyClick(page.pre.view, Qt.Key.Key_Comma)
        until(qtbot, lambda: numbers(page) == [15, 20])
        for key, speed_percent in (("L", 100), ("L", 200), ("L", 400), ("J", -100), ("J", -200)):
            qtbot.keyClicks(page.pre.view, key)
            if transport.is_playing:
                assert transport.speed_percent == speed_percent
        qtbot.keyClicks(page.pre.view, "K")
        assert not transport.is_playing
        assert transport.speed_percent == 100
        qtbot.keyClicks(page.pre.view, "A")
        until(qtbot, lambda: numbers(page) == [15, 20])
        qtbot.keyClicks(page.pre.view, " ")
        assert transport.is_playing
        page.left()
        assert not transport.is_playing

    def test_one_side_is_nudged_by_a_frame_and_the_film_follows(self, page: ComparePage, qtbot: QtBot) -> None:
        until(qtbot, lambda: numbers(page) == [15, 20])
        qtbot.keyClick(page.pre.view, Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
        until(qtbot, lambda: numbers(page) == [15, 21])
        assert page.right_side.time.text() == "00:00.840"
        page.left_side.nudged.emit(-1, 0)
        until(qtbot, lambda: numbers(page) == [14, 21])
        assert (page.choices().anchor.pre.us, page.choices().anchor.post.us) == (466_667, 840_000)
        page.left_side.nudged.emit(0, -10_000_000)
        until(qtbot, lambda: numbers(page)[0] == 0)

    def test_a_tag_on_a_lane_becomes_the_moment_where_its_side_meets(self, page: ComparePage, qtbot: QtBot) -> None:
        until(qtbot, lambda: numbers(page) == [15, 20])
        page.player.timeline.meet_requested.emit(0, Moment(800_000))
        until(qtbot, lambda: numbers(page) == [24, 20])
        assert page.player.transport.position == Moment(0)

    def test_the_lanes_show_both_clips_tags(self, page: ComparePage) -> None:
        timeline = page.player.timeline
        assert [len(lane.marks) for lane in timeline._lanes] == [2, 2]
        lane = timeline._lanes[0]
        x = timeline._x(lane.side.shared(lane.marks[0].start).us)
        found = timeline._mark_at(QPointF(x, 24 + 15))
        assert found is not None
        assert found[1].name == lane.marks[0].name

    def test_clicks_on_the_time_line_go_there(self, page: ComparePage, qtbot: QtBot) -> None:
        timeline = page.player.timeline
        x = round(timeline._x(-300_000))
        qtbot.mouseClick(timeline, Qt.MouseButton.LeftButton, pos=QPoint(x, 12))
        until(qtbot, lambda: abs(page.player.transport.position.us + 300_000) < 20_000)
        until(qtbot, lambda: not page.player.transport.is_busy)
        assert not page.grab().isNull()

    def test_in_and_out_are_what_the_film_and_the_loop_show(self, page: ComparePage, qtbot: QtBot) -> None:
        transport = page.player.transport
        until(qtbot, lambda: numbers(page) == [15, 20])
        transport.step(-6)
        qtbot.keyClicks(page.pre.view, "I")
        assert page.options.choices().before_us == 200_000
        transport.seek(Moment(600_000))
        qtbot.keyClicks(page.pre.view, "O")
        assert page.options.choices().after_us == 633_000
        qtbot.keyClick(page.pre.view, Qt.Key.Key_L, Qt.KeyboardModifier.ShiftModifier)
        assert transport.loop == page.options.film
        qtbot.keyClicks(page.pre.view, "I")
        assert page.options.choices().before_us == 200_000

    def test_what_is_heard_is_chosen_in_one_place_and_shown_beside_the_pictures(
        self, page: ComparePage, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(SoundClock, "has_sound", True)
        heard = []
        for _ in range(5):
            page.registry.action("compare.hear").trigger()
            heard.append([side.heard_words for side in page.player.sides])
        assert heard == [
            ["Both ears", "Not heard"],
            ["Left ear", "Right ear"],
            ["Both ears", "Both ears"],
            ["Not heard", "Not heard"],
            ["Not heard", "Both ears"],
        ]
        page.left_side.solo_requested.emit()
        assert page.options.choices().sound is Sound.PRE

    def test_how_loud_a_clip_is_is_kept_for_it(self, page: ComparePage) -> None:
        assert page.pre.clip is not None
        page.left_side.gain_changed.emit(6)
        assert page.bridge.settings.value(f"gain/{page.pre.clip.id}") == "6"

    def test_a_side_whose_file_is_away_says_so_and_comes_back(self, page: ComparePage, qtbot: QtBot) -> None:
        until(qtbot, lambda: numbers(page) == [15, 20])
        transport, picture = page.player.transport, page.right_side.picture
        path = transport.panes[1].sources[0].clip.path
        away = path.rename(path.with_suffix(".away"))
        told: list[object] = []
        transport.failed.connect(told.append)
        try:
            transport.open([pane.sources for pane in transport.panes], SharedTimeline(transport.sides))
            until(qtbot, lambda: told)
            assert picture._plate == "The file of this clip is away or was changed"
            until(qtbot, lambda: numbers(page)[0] >= 0)
        finally:
            away.rename(path)
        transport.seek(Moment(0))
        until(qtbot, lambda: numbers(page) == [15, 20])

    def test_closing_the_study_lets_go_of_both_clips(self, page: ComparePage) -> None:
        page.bridge.close_study()
        assert not page.player.transport.is_open


def numbers(page: ComparePage) -> list[int]:
    images = [side.picture.image for side in page.player.sides]
    return [-1 if image.isNull() else _number(image) for image in images]


def _number(image: QImage) -> int:
    import numpy as np

    grey = image.convertToFormat(QImage.Format.Format_Grayscale8)
    lines = np.frombuffer(grey.constBits(), np.uint8).reshape(grey.height(), grey.bytesPerLine())
    return read_frame_number(lines[:, : grey.width()])


class TestMoreClips:
    """A third and a fourth clip beside the pair."""

    @pytest.fixture
    def many(self, page: ComparePage, clips: ClipShelf, qtbot: QtBot) -> ComparePage:
        """The page of a study with two more clips, of no phase."""
        until(qtbot, lambda: numbers(page) == [15, 20])
        files = [clips.kind("b_frames_gop_60"), clips.kind("vfr")]
        assert len(page.bridge.study.library.import_paths(files).imported) == 2
        page._follow_study()
        until(qtbot, lambda: page.registry.action("compare.add").isEnabled())
        until(qtbot, lambda: len(page.extras._all) == 4)
        return page

    def test_clips_of_any_phase_are_added_and_each_shows_the_frame_of_its_own_time(
        self, many: ComparePage, qtbot: QtBot
    ) -> None:
        add_one(many, qtbot)
        until(qtbot, lambda: numbers(many) == [15, 20, 0])
        add_one(many, qtbot)
        until(qtbot, lambda: numbers(many) == [15, 20, 0, 0])
        assert not many.registry.action("compare.add").isEnabled()
        assert [side._badge.isVisible() for side in many.player.sides] == [True, True, False, False]
        until(
            qtbot, lambda: all(side._speaker.width() >= side._speaker.sizeHint().width() for side in many.player.sides)
        )
        assert [lane.name for lane in many.player.timeline._lanes] == [clip.code for clip in many.player.clips]
        many.player.sides[2].nudged.emit(3, 0)
        until(qtbot, lambda: numbers(many) == [15, 20, 3, 0])
        transport = many.player.transport
        transport.seek(Moment(400_000))
        until(qtbot, lambda: not transport.is_busy and numbers(many)[0] == 27)
        expected = [
            pane.table.index_at(side.local(transport.position))
            for pane, side in zip(transport.panes, transport.sides, strict=True)
        ]
        until(qtbot, lambda: numbers(many) == expected)

    def test_the_pair_stays_where_it_is_while_clips_come_and_go(self, many: ComparePage, qtbot: QtBot) -> None:
        many.right_side.nudged.emit(1, 0)
        until(qtbot, lambda: numbers(many) == [15, 21])
        many.player.transport.step(2)
        until(qtbot, lambda: numbers(many) == [17, 22])
        add_one(many, qtbot)
        add_one(many, qtbot)
        until(qtbot, lambda: len(numbers(many)) == 4 and numbers(many)[:2] == [17, 22])
        kept = many.player.clips[3]
        many.player.sides[2].removed.emit()
        until(qtbot, lambda: many.player.shows(*many.player.clips[:2], kept) and numbers(many)[:2] == [17, 22])
        many.registry.action("compare.remove").trigger()
        until(qtbot, lambda: numbers(many) == [17, 22])
        assert not many.player.views[2].isVisible()

    def test_an_added_clip_is_heard_alone_while_the_film_keeps_to_the_pair(
        self, many: ComparePage, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        add_one(many, qtbot)
        until(qtbot, lambda: len(many.player.clips) == 3)
        monkeypatch.setattr("bwc_review.ui.pages.compare.player.has_track", lambda _sources: True)
        monkeypatch.setattr(SoundClock, "has_sound", True)
        many.player.sides[2].solo_requested.emit()
        assert [side.heard_words for side in many.player.sides] == ["Not heard", "Not heard", "Both ears"]
        assert many.options.choices().sound is Sound.POST
        assert not many.options.title.isVisible()
        assert many.options.pair_only.isVisible()
        many.options.sound.setCurrentIndex(many.options.sound.findData("mixed"))
        assert [side.heard_words for side in many.player.sides] == ["Both ears"] * 3

    def test_the_dialog_narrows_by_words_and_offers_only_what_is_not_on_the_page(
        self, many: ComparePage, qtbot: QtBot
    ) -> None:
        many.registry.action("compare.add").trigger()
        dialog = many.extras.dialog
        assert dialog is not None
        codes = [clip.code for clip in dialog.table.rows]
        assert len(codes) == 2
        assert not {PRE, POST} & set(codes)
        qtbot.keyClicks(dialog.search, "nothing like it")
        assert not dialog.go.isEnabled()
        dialog.search.setText(codes[1])
        qtbot.keyClick(dialog.search, Qt.Key.Key_Return)
        assert many.pre.view.hasFocus()
        until(qtbot, lambda: [clip.code for clip in many.player.clips] == [PRE, POST, codes[1]])

    def test_a_clip_that_becomes_a_side_of_the_pair_is_not_shown_twice(self, many: ComparePage, qtbot: QtBot) -> None:
        added = add_one(many, qtbot)
        until(qtbot, lambda: len(many.player.clips) == 3)
        many.bridge.study.library.override_phase(added.id, Phase.POST, "For the test")
        many._follow_study()
        until(qtbot, lambda: len(many.post.table.rows) == 2)
        many.post.choose(next(clip for clip in many.post.table.rows if clip.id == added.id))
        until(qtbot, lambda: [clip.id for clip in many.player.clips][1:] == [added.id])

    def test_one_that_has_not_begun_says_how_far_away_it_is(self, many: ComparePage, qtbot: QtBot) -> None:
        add_one(many, qtbot)
        until(qtbot, lambda: numbers(many) == [15, 20, 0])
        many.player.transport.seek(many.player.transport.extent.start)
        until(qtbot, lambda: many.player.views[2].picture._plate.startswith("Starts in"))
        add_one(many, qtbot)
        until(qtbot, lambda: many.player.views[3].picture._plate.startswith("Starts in"))
        assert many.player.views[2].picture._plate.startswith("Starts in")

    def test_f11_leaves_the_pictures_alone_and_keys_go_on_working(self, many: ComparePage, qtbot: QtBot) -> None:
        told: list[bool] = []
        many.alone_changed.connect(told.append)
        qtbot.keyClick(many.pre.view, Qt.Key.Key_F11)
        assert not many.options.isVisible()
        assert not many.player.bar.isVisible()
        qtbot.keyClick(many, Qt.Key.Key_Period)
        until(qtbot, lambda: numbers(many)[0] == 16)
        qtbot.keyClick(many, Qt.Key.Key_Escape)
        assert many.options.isVisible()
        assert many.player.timeline.isVisible()
        assert told == [True, False]

    def test_keys_move_an_added_clip_and_go_back_to_the_post_training_one_when_it_is_taken_away(
        self, many: ComparePage, qtbot: QtBot
    ) -> None:
        add_one(many, qtbot)
        until(qtbot, lambda: numbers(many) == [15, 20, 0])
        many.registry.action("compare.side_3").trigger()
        assert chosen(many) == [False, False, True]
        many.registry.action("compare.nudge_on").trigger()
        until(qtbot, lambda: numbers(many) == [15, 20, 1])
        many.registry.action("compare.remove").trigger()
        until(qtbot, lambda: len(many.player.clips) == 2)
        assert chosen(many) == [False, True]

    def test_on_narrow_sides_codes_and_times_stay_whole_and_other_words_go(
        self, many: ComparePage, qtbot: QtBot
    ) -> None:
        add_one(many, qtbot)
        until(qtbot, lambda: numbers(many) == [15, 20, 0])
        many.resize(1120, 700)
        until(qtbot, lambda: many.player.sides[0].width() < 260)
        for side in many.player.sides:
            for part in (side.code, side.time):
                assert part.width() >= part.sizeHint().width()
            assert not side.about.isVisible()
            assert side._speaker.text() in side._speaker.toolTip()
            assert [made.text() for made in side._nudgers if made.isVisible()] == ["−1 f", "+1 f"]
        many.resize(1900, 900)
        until(qtbot, lambda: many.player.sides[0].width() > 400)
        assert all(side.about.isVisible() for side in many.player.sides)

    @pytest.mark.parametrize("width", [1100, 1280, 1440])
    def test_how_the_clips_were_chosen_is_never_cut_off(self, page: ComparePage, width: int) -> None:
        page.resize(width, 800)
        chooser = page.options.selection
        assert chooser.width() >= chooser.sizeHint().width()


class TestChosenSide:
    """Keys work on one of the sides: they move it against the others, and show it brighter or darker."""

    def test_the_post_training_side_is_chosen_until_a_number_chooses_another(
        self, page: ComparePage, qtbot: QtBot
    ) -> None:
        until(qtbot, lambda: numbers(page) == [15, 20])
        assert chosen(page) == [False, True]
        qtbot.keyClick(page.pre.view, Qt.Key.Key_1)
        assert chosen(page) == [True, False]
        assert page.left_side._keys.isVisible()
        qtbot.keyClick(page.pre.view, Qt.Key.Key_Right, ALT)
        until(qtbot, lambda: numbers(page) == [16, 20])
        qtbot.keyClick(page.pre.view, Qt.Key.Key_Left, ALT | Qt.KeyboardModifier.ShiftModifier)
        until(qtbot, lambda: numbers(page) == [0, 20])
        qtbot.keyClick(page.pre.view, Qt.Key.Key_2)
        qtbot.keyClick(page.pre.view, Qt.Key.Key_Left, ALT)
        until(qtbot, lambda: numbers(page) == [0, 19])
        qtbot.keyClick(page.pre.view, Qt.Key.Key_3)  # there is no third
        assert chosen(page) == [False, True]

    def test_a_click_on_a_side_its_picture_its_buttons_or_its_lane_chooses_it(
        self, page: ComparePage, qtbot: QtBot
    ) -> None:
        until(qtbot, lambda: numbers(page) == [15, 20])
        qtbot.mouseClick(page.left_side.code, Qt.MouseButton.LeftButton)
        assert chosen(page) == [True, False]
        page.right_side.picture.clicked.emit()
        assert chosen(page) == [False, True]
        assert page.player.transport.is_playing
        page.player.transport.pause()
        back = next(made for made in page.left_side.findChildren(QToolButton) if made.text() == "−1 f")
        back.click()
        assert chosen(page) == [True, False]
        qtbot.mouseClick(page.player.timeline, Qt.MouseButton.LeftButton, pos=QPoint(10, 24 + 30 + 15))
        assert chosen(page) == [False, True]
        assert page.player.timeline._chosen == 1

    def test_night_view_belongs_to_the_side_and_its_clip_and_not_to_the_film(
        self, page: ComparePage, qtbot: QtBot
    ) -> None:
        until(qtbot, lambda: numbers(page) == [15, 20])
        panel = page.player.chosen.levels.panel
        qtbot.keyClick(page.pre.view, Qt.Key.Key_B, ALT | Qt.KeyboardModifier.ShiftModifier)
        assert [side.picture.levels.is_neutral for side in page.player.sides] == [True, False]
        qtbot.keyClick(page.pre.view, Qt.Key.Key_1)
        qtbot.keyClick(page.pre.view, Qt.Key.Key_B, ALT)
        assert panel.isVisible()
        assert panel._title.text() == "Pre-training picture on the screen"
        panel.brightness.setValue(20)
        assert page.left_side.picture.levels.brightness == 20
        page.player.chosen.choose(1)
        assert panel.gamma.value() > 0
        assert panel.isVisible()
        qtbot.keyClick(panel, Qt.Key.Key_Escape)
        assert not panel.isVisible()
        page.player.close_pair()
        page._choose()
        until(qtbot, lambda: numbers(page) == [15, 20])
        assert [side.picture.levels.is_neutral for side in page.player.sides] == [False, False]
        assert page.player.sides[0].picture.levels.brightness == 20

    def test_the_sliders_stand_beside_a_picture_that_they_would_cover(self, page: ComparePage, qtbot: QtBot) -> None:
        until(qtbot, lambda: numbers(page) == [15, 20])
        panel, picture = page.player.chosen.levels.panel, page.right_side.picture
        page.registry.action("compare.levels").trigger()
        place = QRect(picture.mapTo(page, QPoint()), picture.size())
        assert picture.width() > panel.width() * 1.2
        assert panel.width() * 2 > picture.width()
        assert not panel.geometry().intersects(place)


ALT = Qt.KeyboardModifier.AltModifier


def chosen(page: ComparePage) -> list[bool]:
    """Which sides are marked as chosen."""
    return [side.is_chosen for side in page.player.sides]


class TestSmallPictures:
    """While the hand drags a small picture stands in on each side until its frame is there."""

    @pytest.fixture
    def long(self, page: ComparePage, clips: ClipShelf, tmp_path: Path, qtbot: QtBot) -> ComparePage:
        """The page with two clips of twenty seconds, their small pictures read."""
        files = [Path(shutil.copy(clips(frames=600, gop=60, b_frames=2), tmp_path / "long.mp4"))]
        files.append(clips(frames=500, gop=100, rate=25))
        library = page.bridge.study.library
        for path, phase in zip(files, (Phase.PRE, Phase.POST), strict=True):
            library.override_phase(library.import_paths([path]).imported[0].id, phase, "For the test")
        page._follow_study()
        until(qtbot, lambda: len(page.pre.table.rows) == len(page.post.table.rows) == 2)
        for side in (page.pre, page.post):
            side.choose(max(side.table.rows, key=lambda clip: clip.duration_us))
        until(qtbot, lambda: last_pictures(page) == [19_000_000, 19_000_000])
        until(qtbot, lambda: not page.player.transport.is_busy and numbers(page) == [0, 0])
        return page

    def test_each_side_has_its_own_with_the_time_of_its_frame(self, long: ComparePage, qtbot: QtBot) -> None:
        player = long.player
        player.timeline.scrub_requested.emit(Moment(15_700_000))
        pictures = [side.picture for side in player.sides]
        assert all(picture.is_preview for picture in pictures)
        for picture, film in zip(pictures, player.scrubber.films, strict=False):
            found = film.nearest(Moment(15_700_000))
            assert found is not None
            assert picture.accessibleDescription() == f"{review_text(found[0])}, Preview"
        until(qtbot, lambda: numbers(long) == [471, 392])
        assert not any(picture.is_preview for picture in pictures)

    def test_a_film_that_is_rendered_need_not_wait_for_them(self, long: ComparePage, qtbot: QtBot) -> None:
        shutil.rmtree(long.bridge.study.store.folder / "cache")
        for film in long.player.scrubber.films:
            film.show(None)
        long.small_films.go_on()
        long.films.busy_changed.emit(True)
        assert all(reader._job is None for reader in long.small_films._readers)
        long.films.busy_changed.emit(False)
        until(qtbot, lambda: last_pictures(long) == [19_000_000, 19_000_000])
        long.search.setText("no such clip")
        assert last_pictures(long) == [None, None]


def last_pictures(page: ComparePage) -> list[int | None]:
    """The start of the frame that the last small picture of each side of the pair shows; None without pictures."""
    found = [film.nearest(Moment(19_900_000)) for film in page.player.scrubber.films[:2]]
    return [small[0].us if small is not None else None for small in found]


def add_one(page: ComparePage, qtbot: QtBot) -> PairClip:
    """Add the first clip that the dialog offers."""
    before = len(page.player.clips)
    page.registry.action("compare.add").trigger()
    assert page.extras.dialog is not None
    clip = page.extras.dialog.table.rows[0]
    page.extras.dialog.go.click()
    until(qtbot, lambda: len(page.player.clips) == before + 1)
    return clip
