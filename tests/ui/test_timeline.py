"""The timeline: what is where, what a hand does there, and that painting a part gives the same as painting all."""

import random
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QImage, QWheelEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from bwc_review.domain.clip import FrameTable
from bwc_review.domain.ids import ReviewId, TagId, new_id
from bwc_review.domain.tag import Tag
from bwc_review.domain.time import START, Moment, TimeRange
from bwc_review.services.rubric_shelf import shipped_rubric
from bwc_review.ui.widgets.timeline import Timeline
from bwc_review.ui.widgets.timeline_geometry import GUTTER, RULER
from bwc_review.ui.widgets.timeline_view import TimeView

RUBRIC = shipped_rubric("deesc-core")
IDS = [behaviour.id for behaviour in RUBRIC.behaviours]
REVIEW = ReviewId(new_id())
MINUTE = 60_000_000
FRAME = 40_000
FRAMES = FrameTable.of(range(0, MINUTE, FRAME), [0], MINUTE)


def tag(behaviour_id: str, start_us: int, end_us: int | None = None, level: int | None = None) -> Tag:
    end = Moment(end_us) if end_us is not None else None
    return Tag(TagId(new_id()), REVIEW, behaviour_id, Moment(start_us), end, level=level)


def snap(moment: Moment) -> Moment:
    return Moment(moment.us // FRAME * FRAME)


@pytest.fixture
def timeline(qtbot: QtBot, dark: QApplication) -> Timeline:
    made = Timeline()
    qtbot.addWidget(made)
    made.resize(1044, 230)
    made.show_recording(FRAMES)
    made.show()
    return made


def place(timeline: Timeline, us: int, lane: int | None = None, shift: int = 0) -> QPoint:
    """Where a moment is on the ruler, or in a lane."""
    y = RULER // 2 if lane is None else round(timeline.board.geometry.middle(lane)) + shift
    return QPoint(round(GUTTER + timeline.view.x(us)), y)


def picture(timeline: Timeline) -> QImage:
    return timeline.grab().toImage()


def test_all_of_a_recording_is_in_view_at_first(timeline: Timeline) -> None:
    assert timeline.view.is_fitted
    assert 0 <= timeline.view.x(0) < timeline.view.x(MINUTE) <= timeline.width() - GUTTER


def test_zooming_keeps_the_moment_under_the_pointer(timeline: Timeline) -> None:
    before = timeline.view.us(400)
    timeline.view.zoom(0.1, 400)
    assert timeline.view.us(400) == pytest.approx(before)
    for _ in range(40):
        timeline.view.zoom(0.5, 400)
    assert timeline.view.x(before + FRAME) - timeline.view.x(before) > 100
    for _ in range(40):
        timeline.view.zoom(2, 400)
    assert timeline.view.is_fitted


@given(st.integers(1, 4 * 3600), st.integers(200, 3000), st.lists(st.floats(0.05, 20), max_size=6))
@settings(max_examples=60, deadline=None)
def test_ticks_have_room_and_round_times_at_any_zoom(length_s: int, width: int, zooms: list[float]) -> None:
    view = TimeView()
    view.set_extent(TimeRange(START, Moment(length_s * 1_000_000)))
    view.set_width(width)
    for factor in zooms:
        view.zoom(factor, width / 3)
    large = [tick for tick in view.ticks() if tick.text]
    assert all(later.x - earlier.x >= 70 for earlier, later in pairwise(large))
    assert len({tick.text for tick in large}) == len(large)
    assert len(view.ticks()) < width
    first, last = view.shown
    assert first >= -20 * view.us_per_px
    assert last <= length_s * 1_000_000 + 20 * view.us_per_px + 400 * view.us_per_px


def test_a_click_on_the_ruler_seeks_and_a_drag_scrubs(timeline: Timeline, qtbot: QtBot) -> None:
    sought: list[Moment] = []
    scrubbed: list[Moment] = []
    timeline.seek_requested.connect(sought.append)
    timeline.scrub_requested.connect(scrubbed.append)
    qtbot.mousePress(timeline, Qt.MouseButton.LeftButton, pos=place(timeline, 10_000_000))
    qtbot.mouseMove(timeline, place(timeline, 20_000_000))
    qtbot.mouseMove(timeline, place(timeline, 30_000_000))
    qtbot.mouseRelease(timeline, Qt.MouseButton.LeftButton, pos=place(timeline, 30_000_000))
    reach = timeline.view.us_per_px
    assert sought[0].us == pytest.approx(10_000_000, abs=reach)
    assert sought[-1].us == pytest.approx(30_000_000, abs=reach)
    assert scrubbed[-1].us == pytest.approx(30_000_000, abs=reach)


def test_a_click_on_a_tag_chooses_it_not_its_neighbours(timeline: Timeline, qtbot: QtBot) -> None:
    good, bad = tag("tc.paraphrase", 20_000_000), tag("tc.shout", 20_000_000)
    state = tag("tc.listening", 30_000_000, 40_000_000)
    timeline.show_review(RUBRIC, IDS, [good, bad, state])
    chosen: list[TagId] = []
    timeline.selection_requested.connect(lambda ids, _current: chosen.extend(ids))
    qtbot.mouseClick(timeline, Qt.MouseButton.LeftButton, pos=place(timeline, 20_000_000, 1, -12))
    qtbot.mouseClick(timeline, Qt.MouseButton.LeftButton, pos=place(timeline, 20_000_000, 1, 12))
    qtbot.mouseClick(timeline, Qt.MouseButton.LeftButton, pos=place(timeline, 35_000_000, 1))
    assert chosen == [good.id, bad.id, state.id]


def test_an_edge_is_dragged_by_whole_frames_while_its_picture_is_asked_for(timeline: Timeline, qtbot: QtBot) -> None:
    state = tag("os.distance", 20_000_000, 30_000_000)
    timeline.show_review(RUBRIC, IDS, [state])
    timeline.select([state.id], state.id)
    changed: list[tuple[Tag, Tag]] = []
    scrubbed: list[Moment] = []
    timeline.tags_moved.connect(changed.extend)
    timeline.scrub_requested.connect(scrubbed.append)
    qtbot.mousePress(timeline, Qt.MouseButton.LeftButton, pos=place(timeline, 30_000_000, 2))
    qtbot.mouseMove(timeline, place(timeline, 34_000_000, 2))
    qtbot.mouseRelease(timeline, Qt.MouseButton.LeftButton, pos=place(timeline, 34_000_000, 2))
    ((before, after),) = changed
    assert before == state
    assert after.start == state.start
    assert after.end is not None
    assert after.end.us == pytest.approx(34_000_000, abs=2 * timeline.view.us_per_px)
    assert after.end == snap(after.end)
    assert scrubbed[-1] == Moment(after.end.us - FRAME)


def test_an_edge_never_passes_the_other_one(timeline: Timeline, qtbot: QtBot) -> None:
    state = tag("os.distance", 20_000_000, 30_000_000)
    timeline.show_review(RUBRIC, IDS, [state])
    timeline.select([state.id], state.id)
    changed: list[tuple[Tag, Tag]] = []
    timeline.tags_moved.connect(changed.extend)
    qtbot.mousePress(timeline, Qt.MouseButton.LeftButton, pos=place(timeline, 20_000_000, 2))
    qtbot.mouseMove(timeline, place(timeline, 50_000_000, 2))
    qtbot.mouseRelease(timeline, Qt.MouseButton.LeftButton, pos=place(timeline, 50_000_000, 2))
    assert changed[0][1].start == Moment(30_000_000 - FRAME)


def test_a_locked_review_has_no_edges_to_drag(timeline: Timeline, qtbot: QtBot) -> None:
    state = tag("os.distance", 20_000_000, 30_000_000)
    timeline.show_review(RUBRIC, IDS, [state])
    timeline.select([state.id], state.id)
    timeline.set_locked(is_locked=True)
    changed: list[tuple[Tag, Tag]] = []
    timeline.tags_moved.connect(changed.extend)
    qtbot.mousePress(timeline, Qt.MouseButton.LeftButton, pos=place(timeline, 30_000_000, 2))
    qtbot.mouseMove(timeline, place(timeline, 34_000_000, 2))
    qtbot.mouseRelease(timeline, Qt.MouseButton.LeftButton, pos=place(timeline, 34_000_000, 2))
    assert changed == []


def test_the_wheel_zooms_and_with_shift_moves(timeline: Timeline) -> None:
    def turn(y: int, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        at = QPointF(500, 60)
        event = QWheelEvent(
            at, at, QPoint(), QPoint(0, y), Qt.MouseButton.NoButton, modifiers, Qt.ScrollPhase.NoScrollPhase, False
        )
        QApplication.sendEvent(timeline, event)

    turn(480)
    assert not timeline.view.is_fitted
    first = timeline.view.shown[0]
    turn(-120, Qt.KeyboardModifier.ShiftModifier)
    assert timeline.view.shown[0] > first
    timeline.fit()
    assert timeline.view.is_fitted


def test_the_view_turns_its_page_when_the_playhead_leaves_it(timeline: Timeline) -> None:
    timeline.zoom(0.1, GUTTER)
    timeline.set_playhead(Moment(50_000_000))
    first, last = timeline.view.shown
    assert first < 50_000_000 < last


def test_states_that_overlap_stand_in_rows_of_their_own(timeline: Timeline) -> None:
    timeline.show_review(
        RUBRIC,
        IDS,
        [
            tag("os.distance", 1_000_000, 9_000_000),
            tag("os.cover", 2_000_000, 5_000_000),
            tag("os.open_posture", 5_000_000, 8_000_000),
        ],
    )
    lane = timeline.board.lanes.lanes[2]
    assert [item.row for item in lane.states.items] == [0, 1, 1]
    assert lane.row_count == 2


def random_tag(rng: random.Random) -> Tag:
    behaviour = rng.choice(RUBRIC.behaviours)
    start = rng.randrange(0, MINUTE - FRAME, FRAME)
    if not behaviour.is_state or rng.random() < 0.1:
        return tag(behaviour.id, start, level=1 if behaviour.levels else None)
    return tag(
        behaviour.id, start, min(MINUTE, start + rng.randrange(FRAME, 6_000_000)), 1 if behaviour.levels else None
    )


@given(seed=st.integers(0, 10_000))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_painting_what_changed_gives_what_painting_all_gives(timeline: Timeline, seed: int) -> None:
    rng = random.Random(seed)
    tags = [random_tag(rng) for _ in range(40)]
    timeline.show_review(RUBRIC, IDS, tags)
    timeline.fit()
    if rng.random() < 0.5:
        timeline.zoom(rng.choice([0.3, 0.08]), rng.randrange(GUTTER, 1000))
    picture(timeline)
    for _ in range(12):
        before = rng.choice(tags) if tags and rng.random() < 0.6 else None
        after = random_tag(rng) if before is None or rng.random() < 0.5 else None
        if before is not None:
            tags.remove(before)
        if after is not None:
            tags.append(after)
        timeline.change_tags([(before, after)])
    in_parts = picture(timeline)
    timeline.refresh()
    assert in_parts == picture(timeline)


def test_a_tag_of_a_dimension_without_a_lane_gets_one(timeline: Timeline) -> None:
    timeline.show_review(RUBRIC, ["tc.paraphrase"], [])
    assert [lane.id for lane in timeline.board.lanes.lanes] == ["TC"]
    timeline.change_tags([(None, tag("os.rush", 1_000_000))])
    assert [lane.id for lane in timeline.board.lanes.lanes] == ["TC", "OS"]


def test_pointing_at_a_tag_tells_what_it_is(timeline: Timeline) -> None:
    state = tag("os.distance", 20_000_000, 30_000_000)
    timeline.show_review(RUBRIC, IDS, [state])
    spot = place(timeline, 25_000_000, 2)
    words = "Makes or keeps distance\n00:20.000 to 00:30.000, O1\nFrame 500 to 749"
    assert timeline.board.words(QPointF(spot)) == words
    assert timeline.board.words(QPointF(5, RULER + 5)) == "Crisis recognition"
