"""The rubric pad: what is where, what is open, what the next key can choose."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from bwc_review.domain.coding_choices import CodingChoices
from bwc_review.domain.ids import ReviewId, TagId, new_id
from bwc_review.domain.rubric import Behaviour
from bwc_review.domain.tag import Tag
from bwc_review.domain.time import Moment
from bwc_review.services.coding_keys import key_map
from bwc_review.services.rubric_shelf import shipped_rubric
from bwc_review.ui.widgets.pad import RubricPad
from bwc_review.ui.widgets.pad_row import key_text

RUBRIC = shipped_rubric("deesc-core")
KEYS = key_map(RUBRIC.behaviours, CodingChoices())


def tag(behaviour_id: str, start_us: int = 0, **fields: object) -> Tag:
    return replace(Tag(TagId(new_id()), ReviewId(new_id()), behaviour_id, Moment(start_us)), **fields)


@pytest.fixture
def pad(qtbot: QtBot, dark: QApplication) -> RubricPad:
    made = RubricPad()
    made.set_keys("Ctrl+I", "Alt+A who")
    qtbot.addWidget(made)
    made.resize(380, 700)
    made.show_rubric(RUBRIC, RUBRIC.behaviours, KEYS.key_of, {"os.distance"})
    made.show()
    return made


def test_every_behaviour_has_a_row_with_a_name_for_screen_readers(pad: RubricPad) -> None:
    for behaviour in RUBRIC.behaviours:
        row = pad.row(behaviour.id)
        assert row.accessibleName() == behaviour.name
        assert f"Key {behaviour.key}" in row.accessibleDescription()


def test_a_profile_shows_only_its_behaviours(pad: RubricPad) -> None:
    pad.show_rubric(RUBRIC, [RUBRIC.behaviour("tc.paraphrase"), RUBRIC.behaviour("os.distance")])
    QApplication.processEvents()
    assert pad.row("tc.paraphrase").isVisible()
    with pytest.raises(KeyError):
        pad.row("tc.shout")


def test_a_click_is_a_press(pad: RubricPad, qtbot: QtBot) -> None:
    pressed: list[Behaviour] = []
    pad.pressed.connect(pressed.append)
    qtbot.mouseClick(pad.row("tc.introduce"), Qt.MouseButton.LeftButton)
    assert [behaviour.id for behaviour in pressed] == ["tc.introduce"]


def test_an_open_state_shows_its_level_and_how_long_it_runs(pad: RubricPad) -> None:
    pad.set_open([tag("sj.agitation", 2_000_000, level=3)])
    pad.set_now(Moment(67_400_000))
    row = pad.row("sj.agitation")
    assert row.is_open
    assert row.running == "1:05"
    assert "open" in row.accessibleDescription()
    pad.set_open([])
    assert not row.is_open


def test_a_press_lights_its_row_up_and_brings_it_into_view(pad: RubricPad, qtbot: QtBot) -> None:
    row = pad.row("cod.video")
    assert row.visibleRegion().isEmpty()
    pad.flash("cod.video")
    assert row.is_flashing
    assert not row.visibleRegion().isEmpty()
    qtbot.waitUntil(lambda: not row.is_flashing)


def test_levels_can_be_clicked_at_the_foot(pad: RubricPad, qtbot: QtBot) -> None:
    chosen: list[int] = []
    pad.level_chosen.connect(chosen.append)
    pad.set_open([tag("sj.resistance", level=1)])
    pad.arm(RUBRIC.behaviour("sj.resistance"))
    assert [choice.is_current for choice in pad.foot.choices] == [False, True, False, False, False, False]
    qtbot.mouseClick(pad.foot._lines[4], Qt.MouseButton.LeftButton)
    assert chosen == [4]
    pad.arm(None)
    assert pad.foot.choices == []


@pytest.mark.parametrize(("pad_height", "height"), [(700, 192), (560, 152)])
def test_the_foot_keeps_the_height_that_the_window_allows(pad: RubricPad, pad_height: int, height: int) -> None:
    pad.resize(380, pad_height)
    for behaviour in RUBRIC.behaviours:
        if behaviour.levels:
            pad.arm(behaviour)
        else:
            pad.show_last(tag(behaviour.id), behaviour)
        assert pad.foot.height() == height
        assert pad.foot._title.x() == pad.foot._body.x()
        QApplication.processEvents()
        inside = pad.foot.contentsRect()
        assert all(inside.contains(line.geometry()) for line in pad.foot._lines)
        assert len(pad.foot._lines) == len(behaviour.levels) or not behaviour.levels
        pad.arm(None)


def test_options_of_the_last_tag_are_numbered_in_order(pad: RubricPad) -> None:
    behaviour = RUBRIC.behaviour("os.weapon_out")
    pad.show_last(tag(behaviour.id, modifiers=(("aim", "low"),)), behaviour)
    assert pad.options()[0] == ("weapon", "firearm")
    assert pad.options()[5] == ("aim", "low")
    assert [choice.text for choice in pad.foot.choices if choice.is_current] == ["Aim: low"]
    assert [choice.key for choice in pad.foot.choices][:2] == ["Alt+1", "Alt+2"]


def test_the_other_second_keys_are_said_where_there_is_room(pad: RubricPad) -> None:
    for behaviour_id, has_room in (("tc.paraphrase", True), ("tc.shout", True), ("os.weapon_out", False)):
        pad.show_last(tag(behaviour_id), RUBRIC.behaviour(behaviour_id))
        assert ("Alt+A who" in pad.foot.text.text()) is has_room


def test_resting_the_pointer_on_a_behaviour_shows_when_it_applies(pad: RubricPad, qtbot: QtBot) -> None:
    behaviour = RUBRIC.behaviour("tc.paraphrase")
    pad._hovered = behaviour
    pad._hover.start()
    qtbot.waitUntil(lambda: pad.foot.title == behaviour.name)
    assert behaviour.definition in pad.foot.text.text()
    assert behaviour.example in pad.foot.text.text()


@pytest.mark.parametrize(
    ("key", "text"), [("q", "Q"), ("Shift+F", "⇧F"), ("Ctrl+Shift+5", "⌃⇧5"), ("F5", "F5"), ("7", "7"), (None, "")]
)
def test_keys_read_as_on_a_keyboard(key: str | None, text: str) -> None:
    assert key_text(key) == text


def test_a_locked_review_asks_for_no_key(pad: RubricPad) -> None:
    assert pad.foot.title == "Press a key to tag the frame on the screen."
    pad.setEnabled(False)
    assert pad.foot.title == "This review is locked."
    assert "reopen the review" in pad.foot.text.text()
    pad.setEnabled(True)
    assert pad.foot.title == "Press a key to tag the frame on the screen."
