"""Choosing, moving, splitting, merging and finding tags on the review page, by keys and by hand."""

# ruff: noqa: F811 - fixtures of the page's own tests are used as arguments

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from bwc_review.domain.ids import TagId, new_id
from bwc_review.domain.tag import Tag
from bwc_review.ui.bridge.study import Tone
from bwc_review.ui.models.tag_cells import Column
from bwc_review.ui.models.tag_table import TagTable
from bwc_review.ui.pages.review.side import TAGS
from bwc_review.ui.pages.review.tag_list import TagList
from tests.ui.test_review import (  # noqa: F401 - fixtures
    ALT,
    CTRL,
    RATE,
    SHIFT,
    Desk,
    clip_study,
    coding,
    desk,
    moment,
    study,
)


def put(coding: Desk, behaviour_id: str, first: int, last: int | None = None, **fields: object) -> Tag:
    """A tag from frame to frame, set elsewhere and shown."""
    end = moment(last) if last is not None else None
    made = Tag(TagId(new_id()), coding.review.id, behaviour_id, moment(first), end, **fields)  # pyright: ignore[reportArgumentType]
    coding.page.tagging.change_all([(None, made)], "Add")
    found = coding.page.table.find(made.id)
    assert found is not None
    return found


def spans(coding: Desk) -> list[tuple[int, int | None]]:
    """First and last frame of what is stored."""
    return [(frame_of(tag.start.us), None if tag.end is None else frame_of(tag.end.us)) for tag in coding.stored]


def frame_of(us: int) -> int:
    return round(us * RATE / 1_000_000)


def chosen_everywhere(coding: Desk) -> set[TagId]:
    """What is selected, which must be the same in the table, in the lanes and in the selection itself."""
    in_table = {tag.id for tag in coding.page.side.tag_list.chosen}
    in_lanes = set(coding.page.player.timeline.board.chosen)
    assert in_table == in_lanes == set(coding.page.selection.tag_ids)
    assert coding.page.player.timeline.board.current == coding.page.selection.tag_id
    return in_table


def spot(coding: Desk, tag: Tag) -> QPoint:
    """Where a tag is in the lanes."""
    board = coding.page.player.timeline.board
    item = board.lanes.find(tag.id)
    assert item is not None
    place = board.lanes.place_of(item)
    if item.behaviour.is_state:
        return board.geometry.span(place, board.lanes.lanes[place], item).center().toPoint()
    return board.geometry.point(place, item).toPoint()


@pytest.fixture
def four(coding: Desk) -> list[Tag]:
    """Two points and two states of one behaviour."""
    made = [
        put(coding, "tc.paraphrase", 30, note="calm voice"),
        put(coding, "os.distance", 60, 120),
        put(coding, "tc.paraphrase", 200, note="Calm, then quiet"),
        put(coding, "os.distance", 300, 400),
    ]
    coding.page.selection.clear()
    return made


def test_choosing_in_the_lanes_chooses_in_the_table_and_shows_the_frame(
    coding: Desk,
    four: list[Tag],
) -> None:
    timeline = coding.page.player.timeline
    QTest.mouseClick(timeline, Qt.MouseButton.LeftButton, pos=spot(coding, four[2]))
    assert chosen_everywhere(coding) == {four[2].id}
    coding.waits(lambda: coding.frame == 200)
    QTest.mouseClick(timeline, Qt.MouseButton.LeftButton, CTRL, spot(coding, four[0]))
    assert chosen_everywhere(coding) == {four[0].id, four[2].id}


def test_choosing_in_the_table_chooses_in_the_lanes_and_shows_the_frame(
    coding: Desk,
    four: list[Tag],
) -> None:
    coding.keys("t", with_=CTRL)
    tags = coding.page.side.tag_list

    def click(row: int, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        at = tags.visualRect(coding.page.table.index(row, Column.BEHAVIOUR)).center()
        QTest.mouseClick(tags.viewport(), Qt.MouseButton.LeftButton, modifiers, at)

    click(1)
    assert chosen_everywhere(coding) == {four[1].id}
    coding.waits(lambda: coding.frame == 60)
    click(3, SHIFT)
    assert chosen_everywhere(coding) == {tag.id for tag in four[1:]}
    click(2, CTRL)
    assert chosen_everywhere(coding) == {four[1].id, four[3].id}


def test_choosing_by_keys_chooses_everywhere(coding: Desk, four: list[Tag]) -> None:
    coding.keys(Qt.Key.Key_Home)
    coding.keys(Qt.Key.Key_Down)
    assert chosen_everywhere(coding) == {four[0].id}
    coding.keys(Qt.Key.Key_Down, Qt.Key.Key_Down, with_=SHIFT)
    assert chosen_everywhere(coding) == {tag.id for tag in four[:3]}
    coding.waits(lambda: coding.frame == 200)
    coding.keys(Qt.Key.Key_Up, with_=SHIFT)
    assert chosen_everywhere(coding) == {tag.id for tag in four[:2]}
    coding.keys("a", with_=CTRL)
    assert chosen_everywhere(coding) == {tag.id for tag in four}
    coding.keys(Qt.Key.Key_Delete)
    assert chosen_everywhere(coding) == set()
    assert coding.stored == []
    coding.keys("z", with_=CTRL)
    assert len(coding.stored) == 4


def test_a_tag_set_while_others_are_chosen_is_the_only_one_chosen(coding: Desk, four: list[Tag]) -> None:
    coding.keys("a", with_=CTRL)
    coding.keys("q")
    (new,) = [tag for tag in coding.stored if tag.behaviour_id == "tc.introduce"]
    assert chosen_everywhere(coding) == {new.id}


def test_chosen_tags_move_together_by_frames_as_one_step(coding: Desk, four: list[Tag]) -> None:
    coding.page.selection.select([four[0].id, four[1].id], four[0].id)
    coding.keys(".", ".", ".", with_=ALT)
    assert spans(coding) == [(33, None), (63, 123), (200, None), (300, 400)]
    assert chosen_everywhere(coding) == {four[0].id, four[1].id}
    coding.waits(lambda: coding.frame == 33)
    coding.keys("z", with_=CTRL)
    coding.keys(",", with_=ALT)
    assert spans(coding) == [(31, None), (61, 121), (200, None), (300, 400)]


def test_tags_do_not_leave_the_clip(coding: Desk, four: list[Tag]) -> None:
    put(coding, "os.cover", 500, 600)
    coding.keys(".", with_=ALT)
    assert spans(coding)[-1] == (500, 600)
    put(coding, "tc.introduce", 0)
    coding.keys(",", with_=ALT)
    assert spans(coding)[0] == (0, None)


def test_edges_are_put_at_the_frame_on_the_screen(coding: Desk, four: list[Tag]) -> None:
    coding.page.selection.mark(four[1])
    coding.goes(75)
    coding.keys("i", with_=ALT)
    coding.goes(100)
    coding.keys("o", with_=ALT)
    assert spans(coding)[1] == (75, 100)
    still_open = put(coding, "os.cover", 10)
    coding.page.selection.mark(still_open)
    coding.keys("o", with_=ALT)
    assert spans(coding)[0] == (10, 100)


def test_a_state_is_split_at_the_frame_on_the_screen_and_merged_again(
    coding: Desk,
    four: list[Tag],
) -> None:
    coding.page.selection.mark(four[1])
    coding.goes(90)
    coding.keys("x", with_=ALT)
    assert spans(coding) == [(30, None), (60, 90), (90, 120), (200, None), (300, 400)]
    assert coding.said[-1].text.startswith("Split")
    (second,) = chosen_everywhere(coding)
    assert second not in {tag.id for tag in four}
    coding.page.selection.select([four[1].id, second], second)
    coding.keys("j", with_=ALT)
    assert spans(coding) == [(30, None), (60, 120), (200, None), (300, 400)]
    assert chosen_everywhere(coding) == {four[1].id}
    coding.keys("z", with_=CTRL)
    assert len(coding.stored) == 5
    coding.keys("z", with_=CTRL)
    assert coding.stored == sorted(four, key=lambda tag: tag.start)


def test_without_a_choice_the_only_state_that_runs_is_split(coding: Desk, four: list[Tag]) -> None:
    coding.goes(90)
    put(coding, "os.cover", 80, 100)
    coding.page.selection.clear()
    coding.keys("x", with_=ALT)
    assert coding.said[-1].tone is Tone.ERROR
    assert "Several states" in coding.said[-1].text
    coding.goes(110)
    coding.keys("x", with_=ALT)
    assert (60, 110) in spans(coding)
    coding.page.selection.mark(four[3])
    coding.keys("x", with_=ALT)
    assert "No chosen state runs here" in coding.said[-1].text


def test_one_state_is_merged_with_the_next_of_its_kind(coding: Desk, four: list[Tag]) -> None:
    coding.page.selection.mark(four[1])
    coding.keys("j", with_=ALT)
    assert spans(coding) == [(30, None), (60, 400), (200, None)]
    coding.keys("j", with_=ALT)
    assert coding.said[-1].tone is Tone.ERROR
    assert "at least two" in coding.said[-1].text


def test_dragging_an_edge_shows_its_frame_and_stores_it_when_let_go(coding: Desk, four: list[Tag]) -> None:
    timeline = coding.page.player.timeline
    coding.page.selection.mark(four[1])
    board = timeline.board
    y = spot(coding, four[1]).y()
    end, goal = QPoint(round(board.geometry.x(moment(120).us)), y), QPoint(round(board.geometry.x(moment(150).us)), y)
    QTest.mousePress(timeline, Qt.MouseButton.LeftButton, pos=end)
    left = Qt.MouseButton.LeftButton
    for at in (QPointF(end + QPoint(10, 0)), QPointF(goal)):
        event = QMouseEvent(QEvent.Type.MouseMove, at, timeline.mapToGlobal(at), left, left, ALT)
        QApplication.sendEvent(timeline, event)
    assert timeline.hand.drag is not None
    last_frame = coding.page.player.transport.panes[0].table.index_at(timeline.hand.drag.edge)
    coding.waits(lambda: coding.frame == last_frame)
    assert abs(last_frame - 149) <= 2
    assert spans(coding)[1] == (60, 120)
    QTest.mouseRelease(timeline, Qt.MouseButton.LeftButton, pos=goal)
    assert spans(coding)[1] == (60, last_frame + 1)
    assert coding.said[-1].text.startswith("Moved")


def test_escape_leaves_a_drag_before_anything_else(coding: Desk, four: list[Tag]) -> None:
    timeline = coding.page.player.timeline
    coding.keys("i", with_=CTRL)
    at = QPointF(spot(coding, four[1]))
    QTest.mousePress(timeline, Qt.MouseButton.LeftButton, pos=at.toPoint())
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    moved = at + QPointF(40, 0)
    QApplication.sendEvent(
        timeline, QMouseEvent(QEvent.Type.MouseMove, moved, timeline.mapToGlobal(moved), left, left, none)
    )
    coding.keys(Qt.Key.Key_Escape)
    assert coding.page.card.isVisible()
    QTest.mouseRelease(timeline, Qt.MouseButton.LeftButton, pos=moved.toPoint())
    assert spans(coding)[1] == (60, 120)


def test_the_filter_is_a_key_away_and_its_letters_tag_nothing(coding: Desk, four: list[Tag]) -> None:
    coding.page.selection.select([tag.id for tag in four])
    coding.keys("f", with_=CTRL)
    assert coding.page.side.tab == TAGS
    coding.types("quiet")
    assert list(coding.page.table.shown) == [four[2]]
    assert chosen_everywhere(coding) == {four[2].id}
    assert coding.page.side.tag_pane.filter_bar.count.text() == "filtered"
    coding.keys("a", with_=CTRL)
    coding.keys(Qt.Key.Key_Return)
    coding.keys("a", with_=CTRL)
    assert chosen_everywhere(coding) == {four[2].id}
    coding.keys("f", with_=CTRL | SHIFT)
    assert coding.page.table.rowCount() == 4
    assert len(coding.stored) == 4


def test_a_chosen_tag_that_the_filter_hides_is_said_to_be_hidden(coding: Desk, four: list[Tag]) -> None:
    coding.keys("f", with_=CTRL)
    coding.types("quiet")
    coding.page.setFocus()
    coding.keys("q")
    assert coding.page.side.tag_pane.filter_bar.count.text() == "filtered · 1 hidden"
    coding.keys("f", with_=CTRL)
    coding.keys(Qt.Key.Key_Escape)
    assert coding.page.side.tag_pane.filter_bar.count.text() == ""
    assert chosen_everywhere(coding) == {coding.page.selection.tag_id}


def test_the_filter_s_menu_narrows_by_what_is_there(coding: Desk, four: list[Tag]) -> None:
    bar = coding.page.side.tag_pane.filter_bar

    def switch(title: str, answer: str) -> None:
        bar.menu.aboutToShow.emit()
        menus = [action.menu() for action in bar.menu.actions() if action.text().startswith(title)]
        (menu,) = [menu for menu in menus if isinstance(menu, QMenu)]
        next(action for action in menu.actions() if action.text() == answer).trigger()

    switch("Behaviour", "Makes or keeps distance")
    assert list(coding.page.table.shown) == [four[1], four[3]]
    switch("Who", "P1")
    assert coding.page.table.rowCount() == 0
    bar.clear()
    switch("Dimension", "Tactical communication")
    assert list(coding.page.table.shown) == [four[0], four[2]]
    bar.clear()
    open_state = put(coding, "os.cover", 10)
    bar.menu.aboutToShow.emit()
    bar.menu.actions()[0].trigger()
    assert list(coding.page.table.shown) == [open_state]


def test_rows_are_counted_once_ratings_can_no_longer_be_swayed(coding: Desk, four: list[Tag]) -> None:
    bar = coding.page.side.tag_pane.filter_bar
    coding.page.selection.select([four[0].id, four[1].id])
    assert bar.count.text() == "2 chosen"
    coding.study.reviewing.submit(coding.review.id)
    coding.page._open_again()
    coding.waits(lambda: bar.count.text() == "4")
    coding.page.selection.select([four[0].id, four[1].id])
    bar.words.setText("quiet")
    assert bar.count.text() == "1 of 4"


def test_words_in_notes_are_counted_then_replaced_as_one_step(coding: Desk, four: list[Tag]) -> None:
    coding.keys("h", with_=CTRL)
    bar = coding.page.side.tag_pane.replace_bar
    coding.types("calm")
    assert bar.count.text() == "2 times in 2 notes"
    bar.case.click()
    assert bar.count.text() == "1 time in 1 note"
    bar.case.click()
    bar.put.setFocus()
    coding.types("quiet")
    coding.keys(Qt.Key.Key_Return)
    notes = [tag.note for tag in coding.stored]
    assert notes == ["quiet voice", "", "quiet, then quiet", ""]
    assert bar.count.text() == "In no note that is shown"
    coding.keys(Qt.Key.Key_Escape)
    assert bar.isHidden()
    coding.keys("z", with_=CTRL)
    assert [tag.note for tag in coding.stored] == ["calm voice", "", "Calm, then quiet", ""]


def test_one_change_goes_to_all_chosen_tags_as_one_step(coding: Desk, four: list[Tag]) -> None:
    coding.page.selection.select([four[0].id, four[1].id, four[2].id])
    coding.keys("d", with_=CTRL)
    form = coding.page.side.tag_pane.form
    assert form.behaviour.hasFocus()
    assert form.behaviour.currentIndex() == -1
    assert form.actor.currentText() == "O1"
    form.actor.setFocus()
    coding.keys("p")  # letters look for an answer while a field has the focus, and tag nothing
    form.actor.activated.emit(form.actor.currentIndex())
    assert [tag.actor for tag in coding.stored] == ["P1", "P1", "P1", "O1"]
    form.sure.activated.emit(form.sure.findData(3))
    form.heard.click()
    form.note.setFocus()
    coding.types("seen from the door")
    coding.keys(Qt.Key.Key_Return)
    changed = [tag for tag in coding.stored if tag.actor == "P1"]
    assert {(tag.confidence, tag.is_heard_only, tag.note) for tag in changed} == {(3, True, "seen from the door")}
    coding.keys(Qt.Key.Key_Escape)
    assert coding.page.hasFocus()
    for _ in range(4):
        coding.keys("z", with_=CTRL)
    assert coding.stored == sorted(four, key=lambda tag: tag.start)


def test_the_fields_offer_what_the_chosen_tag_can_have(coding: Desk, four: list[Tag]) -> None:
    coding.keys("t", with_=CTRL)
    form = coding.page.side.tag_pane.form
    level = put(coding, "sj.agitation", 5, 20, level=2, actor="P1")
    coding.page.selection.mark(level)
    assert form.level.isVisible()
    form.level.activated.emit(form.level.findData(4))
    assert coding.stored[0].level == 4
    shout = put(coding, "tc.shout", 2)
    coding.page.selection.mark(shout)
    assert not form.level.isVisible()
    next(action for action in form.choices.menu().actions() if action.text() == "no").trigger()
    assert coding.stored[0].modifiers == (("safety", "no"),)
    assert form.choices.text() == "Safety: no"
    form.behaviour.activated.emit(form.behaviour.findData("tc.threat"))
    assert coding.stored[0].behaviour_id == "tc.threat"
    assert coding.stored[0].modifiers == ()


def test_cells_are_edited_with_lists_of_what_can_be_answered(coding: Desk, four: list[Tag]) -> None:
    coding.keys("t", with_=CTRL)
    tags, table = coding.page.side.tag_list, coding.page.table
    tags.show_columns(" ".join(str(int(column)) for column in Column))
    assert all(not tags.isColumnHidden(column) for column in Column)
    for column, text in (
        (Column.TARGET, "P1"),
        (Column.CONFIDENCE, "2"),
        (Column.HEARD, "heard only"),
        (Column.ACTOR, "O2"),
        (Column.BEHAVIOUR, "tc.explain"),
    ):
        table.setData(table.index(0, column), text)
    (first, *_) = coding.stored
    assert (first.target, first.confidence, first.is_heard_only) == ("P1", 2, True)
    assert (first.actor, first.behaviour_id) == ("O2", "tc.explain")
    assert tags.columns
    tags.show_columns("")
    assert tags.columns == ""


def test_a_double_click_in_the_lanes_opens_the_note(coding: Desk, four: list[Tag]) -> None:
    QTest.mouseDClick(coding.page.player.timeline, Qt.MouseButton.LeftButton, pos=spot(coding, four[2]))
    coding.types("louder now")
    coding.keys(Qt.Key.Key_Return)
    assert coding.stored[2].note == "louder now"


def test_the_timeline_is_zoomed_by_keys(coding: Desk, four: list[Tag]) -> None:
    view = coding.page.player.timeline.view
    coding.page.selection.mark(four[3])
    coding.keys("9", with_=CTRL)
    first, last = view.shown
    assert first <= moment(300).us < moment(400).us <= last
    assert last - first < 6_000_000
    coding.keys("8", with_=CTRL)
    assert view.us_per_px < 2000
    coding.keys("0", with_=CTRL)
    assert view.is_fitted


def test_snapping_and_following_are_switches_that_are_remembered(coding: Desk) -> None:
    timeline = coding.page.player.timeline
    coding.keys("m", "y", with_=ALT)
    assert not timeline.board.is_snapping
    settings = coding.window.bridge.settings
    assert (settings.value("review/snap"), settings.value("review/follow")) == ("off", "off")
    coding.keys("m", with_=ALT)
    assert timeline.board.is_snapping


def test_the_lanes_say_to_screen_readers_what_is_chosen(coding: Desk, four: list[Tag]) -> None:
    coding.page.selection.mark(four[1])
    words = coding.page.player.timeline.accessibleDescription()
    assert words.startswith("Makes or keeps distance\n00:02.000 to 00:04.000, O1\nFrame 60 to 119")


def test_the_tag_in_hand_stays_in_sight_when_the_table_gets_lower(coding: Desk) -> None:
    tags = [put(coding, "tc.shout", frame) for frame in range(1, 30)]
    side = coding.page.side
    side.show_tab(TAGS)
    shown = side.tag_list
    coding.page.selection.choose(tags[-1])
    for height in (400, 160, 90):
        shown.resize(shown.width(), height)
        assert shown.viewport().rect().contains(shown.visualRect(shown.currentIndex()).center())


def test_names_of_behaviours_take_the_room_and_notes_what_is_left(qtbot: QtBot, dark: QApplication) -> None:
    tags = TagList(TagTable(), list)
    qtbot.addWidget(tags)
    tags.show()

    def widths(width: int) -> tuple[int, int]:
        tags.resize(width, 400)
        QApplication.processEvents()
        whole = sum(tags.columnWidth(column) for column in Column if not tags.isColumnHidden(column))
        assert whole == tags.viewport().width()
        return tags.columnWidth(Column.BEHAVIOUR), tags.columnWidth(Column.NOTE)

    assert widths(420) == (tags.viewport().width() - 70 - 70 - 32 - 24 - 38, 38)
    name, note = widths(660)
    assert (name, note > 100) == (280, True)
    tags.horizontalHeader().resizeSection(Column.BEHAVIOUR, 200)
    assert widths(640)[0] == 200
