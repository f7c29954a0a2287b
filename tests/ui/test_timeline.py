"""The timeline: what is where, what a hand does there, and that painting a part gives the same as painting all."""

import random
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QMouseEvent, QPainter, QWheelEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from bwc_review.domain.clip import FrameTable
from bwc_review.domain.ids import ReviewId, TagId, new_id
from bwc_review.domain.tag import Tag
from bwc_review.domain.time import START, Moment, TimeRange
from bwc_review.services.rubric_shelf import shipped_rubric
from bwc_review.ui.widgets.timeline import Timeline
from bwc_review.ui.widgets.timeline_geometry import GUTTER, RULER, Geometry
from bwc_review.ui.widgets.timeline_lanes import Lanes
from bwc_review.ui.widgets.timeline_view import TimeView

RUBRIC = shipped_rubric("deesc-core")
IDS = [behaviour.id for behaviour in RUBRIC.behaviours]
REVIEW = ReviewId(new_id())
NONE = Qt.KeyboardModifier.NoModifier
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


def pulled(timeline: Timeline, qtbot: QtBot, *spots: QPoint, modifiers: Qt.KeyboardModifier = NONE) -> None:
    """Press at the first spot, move over the others, release at the last."""
    qtbot.mousePress(timeline, Qt.MouseButton.LeftButton, modifiers, spots[0])
    carried(timeline, *spots[1:], modifiers=modifiers)
    qtbot.mouseRelease(timeline, Qt.MouseButton.LeftButton, modifiers, spots[-1])


def carried(timeline: Timeline, *spots: QPoint, modifiers: Qt.KeyboardModifier = NONE) -> None:
    """Move with the button down."""
    left = Qt.MouseButton.LeftButton
    for spot in spots:
        at = QPointF(spot)
        event = QMouseEvent(QEvent.Type.MouseMove, at, timeline.mapToGlobal(at), left, left, modifiers)
        QApplication.sendEvent(timeline, event)


@pytest.fixture
def moves(timeline: Timeline) -> list[tuple[Tag, Tag]]:
    """What was let go of elsewhere."""
    heard: list[tuple[Tag, Tag]] = []
    timeline.tags_moved.connect(heard.extend)
    timeline.selection_requested.connect(timeline.select)
    return heard


def test_a_span_is_carried_by_whole_frames_and_keeps_its_length(
    timeline: Timeline, qtbot: QtBot, moves: list[tuple[Tag, Tag]]
) -> None:
    state = tag("os.distance", 20_000_000, 30_000_000)
    timeline.show_review(RUBRIC, IDS, [state])
    pulled(timeline, qtbot, *(place(timeline, us * 1_000_000, 2) for us in (25, 27, 32)))
    ((before, after),) = moves
    assert before == state
    assert after.end is not None
    assert after.end - after.start == 10_000_000
    assert after.start == snap(after.start)
    assert after.start.us == pytest.approx(27_000_000, abs=2 * timeline.view.us_per_px)


def test_all_that_is_chosen_moves_along_and_stays_in_the_clip(
    timeline: Timeline, qtbot: QtBot, moves: list[tuple[Tag, Tag]]
) -> None:
    point, state = tag("tc.paraphrase", 2_000_000), tag("os.distance", 20_000_000, 30_000_000)
    timeline.show_review(RUBRIC, IDS, [point, state])
    timeline.select([point.id, state.id], state.id)
    pulled(timeline, qtbot, *(place(timeline, us * 1_000_000, 2) for us in (25, 20, 10)))
    changed = {before.id: after for before, after in moves}
    assert changed[point.id].start == Moment(0)
    assert changed[state.id].start == Moment(18_000_000)


def test_a_dragged_edge_snaps_to_another_tag_unless_alt_is_held(
    timeline: Timeline, qtbot: QtBot, moves: list[tuple[Tag, Tag]]
) -> None:
    point, state = tag("tc.paraphrase", 40_120_000), tag("os.distance", 20_000_000, 30_000_000)
    timeline.show_review(RUBRIC, IDS, [point, state])
    near = place(timeline, 40_120_000, 2) + QPoint(4, 0)
    edge = place(timeline, 30_000_000, 2)
    pulled(timeline, qtbot, edge, edge + QPoint(20, 0), near)
    assert moves[-1][1].end == point.start
    pulled(timeline, qtbot, edge, edge + QPoint(20, 0), near, modifiers=Qt.KeyboardModifier.AltModifier)
    assert moves[-1][1].end != point.start
    timeline.set_snapping(is_snapping=False)
    pulled(timeline, qtbot, edge, edge + QPoint(20, 0), near)
    assert moves[-1][1].end != point.start


def test_what_an_edge_has_snapped_to_is_shown(timeline: Timeline, qtbot: QtBot, moves: list[tuple[Tag, Tag]]) -> None:
    point, state = tag("tc.paraphrase", 40_120_000), tag("os.distance", 20_000_000, 30_000_000)
    timeline.show_review(RUBRIC, IDS, [point, state])
    edge = place(timeline, 30_000_000, 2)
    qtbot.mousePress(timeline, Qt.MouseButton.LeftButton, pos=edge)
    carried(timeline, edge + QPoint(30, 0))
    without = picture(timeline)
    assert timeline.hand.drag is not None
    assert timeline.hand.drag.guide_us is None
    carried(timeline, place(timeline, 40_120_000, 2) + QPoint(3, 0))
    assert timeline.hand.drag.guide_us == 40_120_000
    x = place(timeline, 40_120_000).x()
    column = [picture(timeline).pixel(x, y) for y in range(RULER + 2, 200)]
    assert column != [without.pixel(x, y) for y in range(RULER + 2, 200)]
    qtbot.mouseRelease(timeline, Qt.MouseButton.LeftButton, pos=edge)


def test_escape_lets_go_as_if_nothing_had_happened(
    timeline: Timeline, qtbot: QtBot, moves: list[tuple[Tag, Tag]]
) -> None:
    state = tag("os.distance", 20_000_000, 30_000_000)
    timeline.show_review(RUBRIC, IDS, [state])
    timeline.set_playhead(Moment(5_000_000))
    sought: list[Moment] = []
    timeline.seek_requested.connect(sought.append)
    qtbot.mousePress(timeline, Qt.MouseButton.LeftButton, pos=place(timeline, 25_000_000, 2))
    carried(timeline, place(timeline, 35_000_000, 2))
    qtbot.keyClick(timeline, Qt.Key.Key_Escape)
    qtbot.mouseRelease(timeline, Qt.MouseButton.LeftButton, pos=place(timeline, 35_000_000, 2))
    assert moves == []
    assert sought[0] == Moment(5_000_000)
    assert not timeline.cancel()


def test_a_locked_review_lets_no_tag_be_carried(timeline: Timeline, qtbot: QtBot, moves: list[tuple[Tag, Tag]]) -> None:
    timeline.show_review(RUBRIC, IDS, [tag("os.distance", 20_000_000, 30_000_000)])
    timeline.set_locked(is_locked=True)
    pulled(timeline, qtbot, *(place(timeline, us * 1_000_000, 2) for us in (25, 27, 32)))
    assert moves == []


def test_a_rubber_band_chooses_what_it_touches_and_ctrl_adds(timeline: Timeline, qtbot: QtBot) -> None:
    inside, below = tag("tc.paraphrase", 20_000_000), tag("os.distance", 18_000_000, 24_000_000)
    late, still_open = tag("tc.paraphrase", 50_000_000), tag("tc.listening", 1_000_000)
    timeline.show_review(RUBRIC, IDS, [inside, below, late, still_open])
    timeline.set_playhead(Moment(55_000_000))
    timeline.selection_requested.connect(timeline.select)
    ground = place(timeline, 16_000_000, 0)
    pulled(timeline, qtbot, ground, ground + QPoint(30, 30), place(timeline, 26_000_000, 2, 4))
    assert timeline.board.chosen == {inside.id, below.id, still_open.id}
    ground = place(timeline, 47_000_000, 0)
    ctrl = Qt.KeyboardModifier.ControlModifier
    pulled(timeline, qtbot, ground, place(timeline, 52_000_000, 1, -6), modifiers=ctrl)
    assert timeline.board.chosen == {inside.id, below.id, still_open.id, late.id}
    qtbot.mouseClick(timeline, Qt.MouseButton.LeftButton, pos=place(timeline, 40_000_000, 0))
    assert timeline.board.chosen == frozenset()


def test_ctrl_chooses_one_more_or_less_and_shift_all_between(timeline: Timeline, qtbot: QtBot) -> None:
    tags = [tag("tc.paraphrase", second * 1_000_000) for second in (10, 20, 30, 40)]
    timeline.show_review(RUBRIC, IDS, tags)
    timeline.selection_requested.connect(timeline.select)
    spots = [place(timeline, item.start.us, 1, -12) for item in tags]
    ctrl, shift = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
    qtbot.mouseClick(timeline, Qt.MouseButton.LeftButton, pos=spots[0])
    qtbot.mouseClick(timeline, Qt.MouseButton.LeftButton, ctrl, spots[3])
    assert timeline.board.chosen == {tags[0].id, tags[3].id}
    qtbot.mouseClick(timeline, Qt.MouseButton.LeftButton, ctrl, spots[3])
    assert timeline.board.chosen == {tags[0].id}
    qtbot.mouseClick(timeline, Qt.MouseButton.LeftButton, shift, spots[2])
    assert timeline.board.chosen == {item.id for item in tags[:3]}
    qtbot.mouseClick(timeline, Qt.MouseButton.LeftButton, pos=spots[1])
    assert timeline.board.chosen == {tags[1].id}


def test_the_overview_shows_and_moves_what_is_in_view(timeline: Timeline, qtbot: QtBot) -> None:
    timeline.show_review(RUBRIC, IDS, [tag("tc.paraphrase", 20_000_000)])
    timeline.zoom(0.1)
    y = timeline.height() - 5
    x = GUTTER + round(timeline.board.whole.x(45_000_000))
    qtbot.mouseClick(timeline, Qt.MouseButton.LeftButton, pos=QPoint(x, y))
    first, last = timeline.view.shown
    assert (first + last) / 2 == pytest.approx(45_000_000, abs=2 * timeline.board.whole.us_per_px)
    qtbot.mouseDClick(timeline, Qt.MouseButton.LeftButton, pos=QPoint(x, y))
    assert timeline.view.is_fitted


def test_a_view_that_the_user_moved_away_is_left_alone_until_the_playhead_is_back(timeline: Timeline) -> None:
    timeline.zoom(0.1)
    timeline.view.centre(50_000_000)
    timeline._look()
    seen = timeline.view.shown
    timeline.set_playhead(Moment(1_000_000))
    assert timeline.view.shown == seen
    timeline.set_playhead(Moment(50_000_000))
    timeline.set_playhead(Moment(1_000_000))
    assert timeline.view.shown != seen
    timeline.set_following(is_following=False)
    seen = timeline.view.shown
    timeline.set_playhead(Moment(50_000_000))
    assert timeline.view.shown == seen


def test_single_frames_are_seen_at_the_finest_zoom(timeline: Timeline) -> None:
    timeline.set_playhead(Moment(30_000_000))
    timeline.show_frames()
    assert FRAME / timeline.view.us_per_px > 40
    timeline.show_span(TimeRange(Moment(10_000_000), Moment(20_000_000)))
    first, last = timeline.view.shown
    assert first < 10_000_000 < 20_000_000 < last
    assert last - first < 16_000_000


def test_what_cannot_be_coded_is_hatched_through_all_lanes(timeline: Timeline) -> None:
    timeline.show_review(RUBRIC, IDS, [])
    before = picture(timeline)
    timeline.change_tags([(None, tag("cod.audio", 20_000_000, 30_000_000))])
    after = picture(timeline)

    def differs(us: int, lane: int) -> bool:
        spot = place(timeline, us, lane)
        around = [(spot.x() + dx, spot.y() + dy) for dx in range(8) for dy in range(8)]
        return any(before.pixel(*xy) != after.pixel(*xy) for xy in around)

    assert [differs(25_000_000, lane) for lane in range(5)] == [True] * 5
    assert [differs(40_000_000, lane) for lane in range(5)] == [False] * 5


def test_the_borders_of_joined_files_are_marked(timeline: Timeline) -> None:
    before = picture(timeline)
    timeline.show_recording(FRAMES, [Moment(30_000_000)])
    after = picture(timeline)
    x = place(timeline, 30_000_000).x()
    changed = [any(before.pixel(x + dx, y) != after.pixel(x + dx, y) for dx in (-1, 0, 1)) for y in range(RULER, 200)]
    assert sum(changed) > 80


class Stripe:
    """A band that paints its part in one colour."""

    title, short_title, height = "Stripe", "STR", 30

    def __init__(self) -> None:
        self.boxes: list[QRectF] = []

    def words(self, us: float) -> str:
        return f"at {us:.0f}"

    def paint(self, painter: QPainter, geometry: Geometry, box: QRectF) -> None:
        assert geometry.us(geometry.x(5_000_000)) == pytest.approx(5_000_000)
        self.boxes.append(box)
        painter.fillRect(box, QColor("#ff0000"))


def test_a_band_has_room_between_the_ruler_and_the_lanes(timeline: Timeline) -> None:
    timeline.show_review(RUBRIC, IDS, [])
    lanes_before = timeline.board.geometry.lanes_top
    stripe = Stripe()
    timeline.add_band(stripe)
    image = picture(timeline)
    assert timeline.board.geometry.lanes_top == lanes_before + stripe.height
    assert stripe.boxes[-1] == QRectF(GUTTER, RULER, timeline.width() - GUTTER, stripe.height)
    assert image.pixelColor(GUTTER + 300, RULER + 15) == QColor("#ff0000")
    assert timeline.board.words(QPointF(5, RULER + 5)) == "Stripe"
    sought: list[Moment] = []
    timeline.seek_requested.connect(sought.append)
    timeline.hand.press(
        QMouseEvent(
            QEvent.Type.MouseButtonPress,
            QPointF(400, RULER + 10),
            QPointF(400, RULER + 10),
            Qt.MouseButton.LeftButton,
            Qt.MouseButton.LeftButton,
            NONE,
        )
    )
    assert len(sought) == 1


@given(seed=st.integers(0, 100_000))
@settings(max_examples=60, deadline=None)
def test_states_changed_one_by_one_stand_as_if_laid_out_at_once(seed: int) -> None:
    rng = random.Random(seed)
    states = [behaviour.id for behaviour in RUBRIC.behaviours if behaviour.dimension == "OS" and behaviour.is_state]

    def any_state() -> Tag:
        start = rng.randrange(30)
        return tag(rng.choice(states), start, start + rng.randrange(1, 8) if rng.random() < 0.9 else None)

    tags = [any_state() for _ in range(8)]
    lanes = Lanes()
    lanes.show(RUBRIC, IDS, tags)
    for _ in range(10):
        before = rng.choice(tags) if tags and rng.random() < 0.5 else None
        after = any_state() if before is None or rng.random() < 0.5 else None
        tags = [item for item in tags if item is not before] + ([after] if after is not None else [])
        lanes.change(before, after)
        fresh = Lanes()
        fresh.show(RUBRIC, IDS, tags)
        for one, other in zip(lanes.lanes, fresh.lanes, strict=True):
            assert one.states.items == other.states.items
            assert one.row_count == other.row_count
            assert {item.tag.id: item for item in one.still_open} == {item.tag.id: item for item in other.still_open}
        assert {item.id: lanes.find(item.id) for item in tags} == {item.id: fresh.find(item.id) for item in tags}
