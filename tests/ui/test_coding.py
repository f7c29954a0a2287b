"""Coding by keys: levels of one key, held states, second keys, profiles, own keys, reaction time."""

# ruff: noqa: F811 - fixtures of the review page are imported by their names

from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from bwc_review.domain.coding_choices import Target, TargetChoice
from bwc_review.domain.reaction import Reaction
from bwc_review.domain.time import Moment, TimeRange
from bwc_review.services.coding_keys import with_key
from tests.ui.test_review import ALT, CTRL, RATE, SHIFT, Desk, clip_study, coding, desk, moment, study  # noqa: F401 - fixtures

HELD = TargetChoice(is_held=True)
REACTION = Reaction(250_000, 40_000, 12, date(2025, 3, 14))


def chooses(desk: Desk, target: Target, choice: TargetChoice) -> None:
    """Choose something for a behaviour of the core rubric, as the settings do."""
    settings = desk.window.bridge.coding
    settings.keep_choices("deesc-core", settings.choices("deesc-core").having(target, choice))


def down(desk: Desk, key: Qt.Key) -> None:
    QTest.keyPress(QApplication.focusWidget() or desk.page, key)


def up(desk: Desk, key: Qt.Key) -> None:
    """Let a key go, and wait until it is certain that no repeat follows."""
    QTest.keyRelease(QApplication.focusWidget() or desk.page, key)
    desk.waits(lambda: not desk.page.keys.hold.is_holding)


def repeats(desk: Desk, key: Qt.Key, *, is_marked: bool) -> None:
    """What the system sends while a key is held: a release and a press, marked as repeated or, at times, not."""
    target = QApplication.focusWidget() or desk.page
    if not is_marked:
        QTest.keyRelease(target, key)
        QTest.keyPress(target, key)
        return
    for kind in (QEvent.Type.KeyRelease, QEvent.Type.KeyPress):
        event = QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, chr(key.value).lower(), True)
        QCoreApplication.sendEvent(target, event)


class TestLevels:
    def test_a_change_of_level_is_one_key_at_any_moment(self, coding: Desk) -> None:
        for frame, digit in ((0, "1"), (30, "3"), (60, "0")):
            coding.goes(frame)
            coding.keys(digit, with_=SHIFT)
        assert [(tag.level, tag.start, tag.end) for tag in coding.stored] == [
            (1, moment(0), moment(30)),
            (3, moment(30), moment(60)),
            (0, moment(60), None),
        ]

    def test_the_chip_of_the_level_shows_which_it_is_and_can_be_clicked(self, coding: Desk) -> None:
        strip = coding.page.side.pad.levels("sj.agitation")
        coding.keys("2", with_=SHIFT)
        assert [strip.chip(level).is_current for level in range(5)] == [False, False, True, False, False]
        assert "Key Shift+2" in strip.chip(2).accessibleDescription()
        assert "The level now" in strip.chip(2).accessibleDescription()
        coding.goes(10)
        strip.chip(4).click()
        assert [tag.level for tag in coding.stored] == [2, 4]

    def test_digits_of_behaviours_go_on_tagging_them(self, coding: Desk) -> None:
        coding.keys("2", with_=SHIFT)
        coding.keys("2")
        assert {tag.behaviour_id for tag in coding.stored} == {"sj.agitation", "cr.ask_wellbeing"}

    def test_the_level_that_holds_is_not_set_again(self, coding: Desk) -> None:
        coding.keys("2", "2", with_=SHIFT)
        assert len(coding.stored) == 1
        assert coding.said[-1].text == "Agitation is at 2 already."

    def test_looking_up_shows_the_behaviour_and_tags_nothing(self, coding: Desk) -> None:
        coding.keys("i", with_=CTRL)
        coding.keys("2", with_=SHIFT)
        assert coding.page.card.title == "Agitation"
        assert coding.stored == []


class TestHeldStates:
    @pytest.fixture
    def holding(self, coding: Desk) -> Desk:
        chooses(coding, Target("os.distance"), HELD)
        return coding

    def test_a_state_lasts_while_its_key_is_held(self, holding: Desk) -> None:
        holding.goes(20)
        down(holding, Qt.Key.Key_U)
        assert [tag.end for tag in holding.stored] == [None]
        holding.goes(50)
        up(holding, Qt.Key.Key_U)
        assert [(tag.start, tag.end) for tag in holding.stored] == [(moment(20), moment(50))]
        assert not holding.page.keys.hold.is_holding

    @pytest.mark.parametrize("is_marked", [True, False])
    def test_the_systems_repeats_of_a_held_key_end_nothing(self, holding: Desk, is_marked: bool) -> None:
        holding.goes(20)
        down(holding, Qt.Key.Key_U)
        for _ in range(20):
            repeats(holding, Qt.Key.Key_U, is_marked=is_marked)
        assert [(tag.start, tag.end) for tag in holding.stored] == [(moment(20), None)]
        holding.goes(30)
        up(holding, Qt.Key.Key_U)
        assert [(tag.start, tag.end) for tag in holding.stored] == [(moment(20), moment(30))]

    def test_other_keys_tag_meanwhile(self, holding: Desk) -> None:
        holding.goes(20)
        down(holding, Qt.Key.Key_U)
        holding.keys("w")
        holding.goes(30)
        up(holding, Qt.Key.Key_U)
        assert [(tag.behaviour_id, tag.end) for tag in holding.stored] == [
            ("os.distance", moment(30)),
            ("tc.paraphrase", None),
        ]

    def test_held_for_less_than_a_frame_it_stays_open_until_the_next_press(self, holding: Desk) -> None:
        holding.goes(20)
        down(holding, Qt.Key.Key_U)
        up(holding, Qt.Key.Key_U)
        assert [tag.end for tag in holding.stored] == [None]
        assert "stays open" in holding.said[-1].text
        holding.goes(40)
        holding.keys("u")
        assert [(tag.start, tag.end) for tag in holding.stored] == [(moment(20), moment(40))]

    def test_a_window_that_loses_the_keyboard_ends_what_is_held(self, holding: Desk) -> None:
        holding.goes(20)
        down(holding, Qt.Key.Key_U)
        holding.goes(25)
        QCoreApplication.sendEvent(holding.window, QEvent(QEvent.Type.WindowDeactivate))
        assert [(tag.start, tag.end) for tag in holding.stored] == [(moment(20), moment(25))]
        up(holding, Qt.Key.Key_U)
        assert len(holding.stored) == 1

    def test_what_was_undone_meanwhile_is_not_ended(self, holding: Desk) -> None:
        down(holding, Qt.Key.Key_U)
        holding.keys("z", with_=CTRL)
        holding.goes(25)
        up(holding, Qt.Key.Key_U)
        assert holding.stored == []

    def test_the_end_is_the_frame_at_which_the_key_came_up(self, holding: Desk) -> None:
        holding.goes(20)
        down(holding, Qt.Key.Key_U)
        holding.goes(25)
        QTest.keyRelease(QApplication.focusWidget(), Qt.Key.Key_U)
        holding.keys(".", ".")
        holding.waits(lambda: not holding.page.keys.hold.is_holding)
        assert [(tag.start, tag.end) for tag in holding.stored] == [(moment(20), moment(25))]

    def test_another_review_forgets_what_is_held(self, holding: Desk) -> None:
        down(holding, Qt.Key.Key_U)
        holding.keys("p", with_=CTRL | SHIFT)
        holding.waits(lambda: holding.review.profile == "pass-1")
        assert not holding.page.keys.hold.is_holding
        assert [tag.end for tag in holding.stored] == [None]

    def test_the_pad_says_which_states_are_held(self, holding: Desk) -> None:
        assert "lasts while its key is held" in holding.page.side.pad.row("os.distance").accessibleDescription()
        assert "held" not in holding.page.side.pad.row("tc.paraphrase").accessibleDescription()


class TestSecondKeys:
    def test_who_to_whom_how_sure_and_heard_are_said_without_leaving_the_video(self, coding: Desk) -> None:
        coding.goes(20)
        coding.keys("w")
        coding.keys("2", with_=ALT | SHIFT)
        coding.keys("w", "c", "c", "s", with_=ALT)
        (tag,) = coding.stored
        assert (tag.actor, tag.target, tag.confidence, tag.is_heard_only) == ("O2", "P1", 2, True)
        foot = coding.page.side.pad.foot
        assert foot.hint == "00:00.667 · O2 to P1 · confidence 2 of 3 · heard, not seen"
        coding.keys("w", "c", "c", "s", with_=ALT)
        (tag,) = coding.stored
        assert (tag.target, tag.confidence, tag.is_heard_only) == ("P2", None, False)

    def test_nobody_does_something_to_themselves(self, coding: Desk) -> None:
        coding.keys("1", with_=SHIFT)
        coding.keys("w", with_=ALT)
        assert [(tag.actor, tag.target) for tag in coding.stored] == [("P1", "P2")]

    def test_they_are_about_the_tag_that_is_chosen(self, coding: Desk) -> None:
        for frame in (20, 40):
            coding.goes(frame)
            coding.keys("w")
        coding.keys(Qt.Key.Key_Up)
        coding.waits(lambda: coding.page.player.transport.shown == moment(20))
        coding.keys("c", with_=ALT)
        assert [tag.confidence for tag in coding.stored] == [1, None]

    def test_without_a_tag_they_do_nothing(self, coding: Desk) -> None:
        coding.keys("a", "w", "c", "s", "1", with_=ALT)
        coding.keys("1", with_=ALT | SHIFT)
        assert coding.stored == []


class TestProfiles:
    def test_a_key_shows_the_next_pass_and_the_tags_stay(self, coding: Desk) -> None:
        coding.keys("w")
        coding.keys("p", with_=CTRL | SHIFT)
        coding.waits(lambda: coding.review.profile == "pass-1")
        coding.keys("a", with_=SHIFT)
        assert {tag.behaviour_id for tag in coding.stored} == {"tc.paraphrase", "an.arrival"}
        assert coding.page.side.pad.head.profile.currentText() == "Pass 1, anchors, codability and the person"

    def test_a_profile_is_chosen_on_the_pad_and_undo_brings_the_other_back(self, coding: Desk) -> None:
        head = coding.page.side.pad.head
        assert [head.profile.itemData(place) for place in range(head.profile.count())] == [
            "lite",
            "pass-1",
            "pass-2",
            "pass-3",
            "",
        ]
        head.profile.setCurrentIndex(4)
        head.profile.activated.emit(4)
        coding.waits(lambda: coding.review.profile is None)
        assert coding.page.side.pad.row("os.cover").isEnabled()
        coding.keys("z", with_=CTRL)
        coding.waits(lambda: coding.review.profile == "lite")

    def test_a_key_of_another_pass_says_why_it_tags_nothing(self, coding: Desk) -> None:
        coding.page.tagging.switch_profile("lite")
        coding.waits(lambda: coding.page.review is not None and coding.page.review.profile == "lite")
        coding.keys("1", "i")
        assert coding.stored == []
        assert "is not in this pass. Ctrl+Shift+P shows other behaviours." in coding.said[-1].text
        coding.keys("w")
        assert len(coding.stored) == 1

    def test_sound_and_picture_that_cannot_be_used_are_a_key_in_every_pass(self, coding: Desk) -> None:
        for _ in range(2):
            before = coding.review.profile
            coding.keys("p", with_=CTRL | SHIFT)
            coding.waits(lambda before=before: coding.review.profile != before)
        assert coding.review.profile == "pass-2"
        coding.keys("s", "v", with_=SHIFT)
        assert {tag.behaviour_id for tag in coding.stored} == {"cod.audio", "cod.video"}


class TestOwnKeys:
    def test_an_own_key_works_at_once_and_the_rubrics_does_not(self, coding: Desk) -> None:
        settings = coding.window.bridge.coding
        rubric = coding.study.reviewing.rubric_of(coding.review)
        chosen = with_key(settings.choices(rubric.id), rubric, Target("tc.paraphrase"), ";")
        settings.keep_choices(rubric.id, chosen)
        coding.keys("w")
        assert coding.stored == []
        coding.keys(";")
        assert [tag.behaviour_id for tag in coding.stored] == ["tc.paraphrase"]
        assert "Key ;" in coding.page.side.pad.row("tc.paraphrase").accessibleDescription()
        assert (";", "Paraphrases or sums up") in coding.page.keys.rows

    def test_each_reviewer_has_their_own(self, coding: Desk) -> None:
        chooses(coding, Target("os.distance"), HELD)
        coding.window.bridge.settings.actor = "Reviewer B"
        assert coding.window.bridge.coding.choices("deesc-core").by_target == {}
        coding.window.bridge.settings.actor = "Reviewer A"
        assert coding.window.bridge.coding.choices("deesc-core").of(Target("os.distance")) == HELD

    def test_a_change_of_keys_keeps_what_is_open_and_chosen(self, coding: Desk) -> None:
        coding.keys("u", "w")
        chooses(coding, Target("tc.shout"), TargetChoice(key=";"))
        pad = coding.page.side.pad
        assert pad.row("os.distance").is_open
        assert pad.last is not None
        assert pad.last.behaviour_id == "tc.paraphrase"

    def test_a_key_that_a_command_gave_up_is_free_and_one_that_it_took_is_not(self, coding: Desk) -> None:
        coding.window.registry.set_keys("review.loop", ("w",))
        coding.keys("w")
        assert coding.stored == []
        coding.window.registry.set_keys("review.loop", None)
        coding.keys("w")
        assert len(coding.stored) == 1


class TestTiming:
    def plays(self, desk: Desk) -> None:
        shown: list[Moment] = []
        desk.page.player.transport.frame_shown.connect(shown.append)
        desk.keys(Qt.Key.Key_Space)
        desk.waits(lambda: len(shown) > 20)

    @pytest.fixture
    def compensating(self, coding: Desk) -> Desk:
        settings = coding.window.bridge.coding
        settings.keep_reaction(REACTION)
        settings.is_compensating = True
        return coding

    def test_a_tag_set_while_playing_goes_back_by_the_reaction_time(self, compensating: Desk) -> None:
        compensating.keys("-")
        compensating.goes(60)
        self.plays(compensating)
        on_screen = compensating.page.player.transport.shown
        compensating.keys("w")
        compensating.keys(Qt.Key.Key_Space)
        (tag,) = compensating.stored
        assert on_screen is not None
        assert tag.pressed_at == on_screen
        # 250 ms at three quarters of the speed, to the start of a frame
        assert 187_500 <= tag.compensation_us <= 187_500 + 1_000_000 // RATE
        assert tag.start in {moment(frame) for frame in range(600)}
        assert "ms before the key" in compensating.said[-1].text
        assert "ms before the key" in compensating.page.side.pad.foot.hint

    def test_nothing_is_moved_while_the_clip_is_paused(self, compensating: Desk) -> None:
        compensating.goes(60)
        compensating.keys("w")
        (tag,) = compensating.stored
        assert (tag.start, tag.compensation_us) == (moment(60), 0)

    def test_it_is_off_until_it_is_chosen_and_the_pad_says_that_it_is_on(self, coding: Desk) -> None:
        settings, head = coding.window.bridge.coding, coding.page.side.pad.head
        settings.keep_reaction(REACTION)
        assert (settings.is_compensating, head.timing) == (False, "")
        coding.keys("t", with_=CTRL | SHIFT)
        assert settings.is_compensating
        assert head.timing == "Reaction time: while the clip plays, tags are set 250 ms before the key."
        coding.keys("t", with_=CTRL | SHIFT)
        assert head.timing == ""

    def test_a_behaviour_can_be_tagged_before_its_key(self, coding: Desk) -> None:
        chooses(coding, Target("tc.paraphrase"), TargetChoice(shift_us=-200_000))
        coding.goes(60)
        self.plays(coding)
        coding.keys("w", "q")
        coding.keys(Qt.Key.Key_Space)
        found = {tag.behaviour_id: tag.compensation_us for tag in coding.stored}
        assert found["tc.introduce"] == 0
        assert 200_000 <= found["tc.paraphrase"] <= 200_000 + 1_000_000 // RATE

    def test_the_clip_pauses_when_something_is_tagged_only_if_asked(self, coding: Desk) -> None:
        transport = coding.page.player.transport
        self.plays(coding)
        coding.keys("w")
        assert transport.is_playing
        coding.keys("h", with_=CTRL | SHIFT)
        coding.keys("q")
        assert not transport.is_playing
        assert len(coding.stored) == 2

    def test_a_loop_of_a_point_shows_what_the_reviewer_wants_to_see_of_it(self, coding: Desk) -> None:
        chooses(coding, Target("tc.paraphrase"), TargetChoice(lead_us=1_000_000, lag_us=500_000))
        coding.goes(90)
        coding.keys("w")
        coding.keys("l", with_=SHIFT)
        assert coding.page.player.transport.loop == TimeRange(Moment(2_000_000), Moment(3_500_000))


def test_an_earlier_tag_keeps_how_far_it_was_moved_when_its_note_changes(coding: Desk) -> None:
    coding.study.reviewing.press(coding.review.id, "tc.paraphrase", moment(60), compensation_us=200_000)
    (tag,) = coding.stored
    coding.study.reviewing.change(tag, replace(tag, note="calm"))
    assert coding.stored[0].compensation_us == tag.compensation_us
