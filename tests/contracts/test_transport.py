"""The transport's promise under a clock that only the test turns: every frame that is due, in order, and no other."""

import threading
from collections.abc import Iterator
from fractions import Fraction

import pytest
from pytestqt.qtbot import QtBot

from bwc_review.domain.compare import SharedTimeline
from bwc_review.domain.time import Moment, TimeRange
from bwc_review.media.frame_reader import Decoded, FrameReader
from bwc_review.ui.playback.shuttle import Shuttle
from tests.helpers.clips import ClipShelf
from tests.helpers.screening import PATIENCE_MS, Screen, at

KINDS = ("cfr_30", "vfr_b_frames", "open_gop", "interlaced", "ts", "mjpeg_avi")
SPEEDS = (10, 50, 100, 200, 400, -100, -50, -10)
FRAME_US = 33_334  # one frame and the beginning of the next


@pytest.fixture
def screen(qtbot: QtBot) -> Iterator[Screen]:
    made = Screen(qtbot)
    yield made
    made.transport.close()


@pytest.mark.parametrize("kind", KINDS)
def test_playing_shows_every_frame_once_and_in_order(screen: Screen, clips: ClipShelf, kind: str) -> None:
    transport = screen.open(clips.kind(kind))
    table = transport.panes[0].table
    transport.play()
    for index in range(1, 40):
        screen.passes(table.start(index).us - table.start(index - 1).us)
    assert screen.story() == list(range(40))
    assert screen.told == [table.start(index) for index in range(40)]


@pytest.mark.parametrize("kind", KINDS)
def test_backwards_shows_every_frame_once_and_in_order(screen: Screen, clips: ClipShelf, kind: str) -> None:
    transport = screen.open(clips.kind(kind))
    table = transport.panes[0].table
    last = len(table) - 1
    transport.seek(table.start(last))
    screen.shows(last)
    screen.history.clear()
    transport.set_speed(-100)
    transport.play()
    screen.passes(1)
    for index in range(last - 2, last - 40, -1):
        screen.passes(table.start(index + 2).us - table.start(index + 1).us)
    assert screen.story() == list(range(last - 1, last - 40, -1))
    transport.pause()
    screen.waits_for(lambda: screen.is_exact)
    assert transport.shown == table.start(last - 39)


@pytest.mark.parametrize("speed_percent", SPEEDS)
def test_at_any_speed_the_frame_on_the_screen_is_that_of_the_clock(
    screen: Screen, clips: ClipShelf, speed_percent: int
) -> None:
    transport = screen.open(clips.kind("b_frames_gop_60"))
    transport.seek(at(75))
    screen.shows(75)
    transport.set_speed(speed_percent)
    transport.play()
    start = transport.position
    for turn in range(1, 11):
        screen.passes(FRAME_US)
        assert transport.position == start.shifted(turn * FRAME_US * speed_percent // 100)
    transport.pause()
    screen.waits_for(lambda: screen.is_exact)
    assert screen.number() == transport.panes[0].table.index_at(start.shifted(10 * FRAME_US * speed_percent // 100))


def test_a_change_of_speed_or_direction_does_not_move_the_clock(screen: Screen, clips: ClipShelf) -> None:
    transport = screen.open(clips.kind("b_frames_gop_60"))
    transport.play()
    screen.passes(1_000_000)
    for speed_percent in (50, 200, -100, -50, 100):
        before = transport.position
        transport.set_speed(speed_percent)
        assert transport.position == before
        screen.passes(100_000)
        assert transport.position == before.shifted(1000 * speed_percent)


@pytest.mark.parametrize("speed_percent", [100, 200, -100])
@pytest.mark.parametrize("turn_us", [11_000, FRAME_US, 170_000])
def test_a_loop_shows_its_last_frame_then_its_first_and_nothing_outside(
    screen: Screen, clips: ClipShelf, speed_percent: int, turn_us: int
) -> None:
    transport = screen.open(clips.kind("b_frames_gop_60"))
    transport.set_loop(TimeRange(at(70), at(76)))
    first, last = (70, 75) if speed_percent > 0 else (75, 70)
    transport.seek(at(first))
    screen.shows(first)
    screen.history.clear()
    transport.set_speed(speed_percent)
    transport.play()
    for _ in range(2):
        seen = len(screen.history)
        for _ in range(60):
            screen.passes(turn_us)
            if first in screen.story()[seen:]:
                break
    story = screen.story()
    assert set(story) <= set(range(70, 76))
    turns = [place for place, number in enumerate(story) if number == first and place > 0]
    assert len(turns) == 2
    assert [story[place - 1] for place in turns] == [last, last]


def test_pausing_keeps_the_picture_and_steps_are_single_frames_in_both_directions(
    screen: Screen, clips: ClipShelf
) -> None:
    transport = screen.open(clips.kind("vfr_b_frames"))
    table = transport.panes[0].table
    transport.play()
    screen.passes(1_234_567)
    shown = screen.number()
    screen.hand.turn(9_000)
    transport.pause()
    assert (transport.shown, screen.number()) == (table.start(shown), shown)
    for step in (1, 1, -1, -1, -1, 1):
        shown += step
        transport.step(step)
        screen.shows(shown)
        assert transport.position == table.start(shown)


def test_backwards_stops_at_the_first_frame(screen: Screen, clips: ClipShelf, qtbot: QtBot) -> None:
    transport = screen.open(clips.kind("cfr_30"))
    transport.seek(at(5))
    screen.shows(5)
    transport.set_speed(-100)
    with qtbot.waitSignal(transport.ended, timeout=PATIENCE_MS):
        transport.play()
        screen.hand.turn(400_000)
    screen.shows(0)
    transport.play()
    assert not transport.is_playing


def test_the_shuttle_goes_on_halts_and_goes_back_as_editors_know_it(screen: Screen, clips: ClipShelf) -> None:
    transport = screen.open(clips.kind("b_frames_gop_60"))
    shuttle = Shuttle(transport)
    transport.set_speed(50)
    shuttle.back()  # at the start there is nothing to go back to
    assert not transport.is_playing
    assert transport.speed_percent == 50
    transport.seek(at(75))
    screen.shows(75)
    pressed = (*[shuttle.on] * 4, *[shuttle.back] * 3, shuttle.on)
    speeds = []
    for press in pressed:
        press()
        assert transport.is_playing
        speeds.append(transport.speed_percent)
    assert speeds == [100, 200, 400, 400, -100, -200, -200, 100]
    shuttle.halt()
    assert not transport.is_playing
    assert transport.speed_percent == 50
    screen.waits_for(lambda: screen.is_exact)


PAIR = (("cfr_30", 1_000_000, 1), ("cfr_25", 400_000, 1))
FOUR = (*PAIR, ("vfr_b_frames", 1_500_000, Fraction(3, 2)), ("cfr_60", 0, Fraction(1, 2)))


@pytest.fixture(params=[PAIR, FOUR], ids=["two", "four"])
def several(request: pytest.FixtureRequest, screen: Screen, clips: ClipShelf) -> Screen:
    long = {"cfr_30": 150, "cfr_25": 120, "vfr_b_frames": 130, "cfr_60": 90}
    screen.open_sides(
        *((clips.kind(kind, frames=long[kind]), anchor_us, rate) for kind, anchor_us, rate in request.param)
    )
    return screen


def test_several_panes_show_the_frame_of_their_own_time_whatever_is_done(several: Screen) -> None:
    transport = several.transport
    extent = transport.extent
    for us in (0, 333_333, -700_001, 1_999_999, extent.start.us, extent.end.us - 1, 1_000_000):
        transport.seek(Moment(us))
        several.waits_for(lambda: several.is_exact)
    for step in (1, 1, 1, -1, -1, 7, -20):
        transport.step(step)
        several.waits_for(lambda: several.is_exact)
    transport.seek(Moment(0))
    several.waits_for(lambda: several.is_exact)
    for speed_percent in (100, 50, 200, -100):
        transport.set_speed(speed_percent)
        transport.play()
        for _ in range(8):
            several.passes(21_000)
            assert several.numbers == several.due
        shown = several.numbers
        transport.pause()
        assert several.numbers == several.due == shown


def test_sides_begin_and_end_where_they_should_while_the_others_play(several: Screen) -> None:
    transport = several.transport
    transport.seek(transport.extent.start)
    several.waits_for(lambda: several.is_exact)
    transport.play()
    while transport.is_playing:
        several.passes(190_000)
        assert not transport.is_playing or several.numbers == several.due
    several.waits_for(lambda: several.is_exact)
    assert None in several.numbers


def test_one_side_is_nudged_while_all_stand_or_play(several: Screen) -> None:
    transport = several.transport
    before = several.numbers
    sides = transport.sides
    frame_us = transport.panes[1].table.end(before[1] or 0) - sides[1].local(transport.position)
    transport.set_timeline(SharedTimeline(sides).nudged(1, frame_us))
    several.waits_for(lambda: several.is_exact)
    assert several.numbers == [before[0], (before[1] or 0) + 1, *before[2:]]
    transport.play()
    several.passes(100_000)
    transport.set_timeline(SharedTimeline(transport.sides).nudged(0, -1_000_000))
    assert transport.is_playing
    several.waits_for(lambda: several.is_exact)
    several.passes(100_000)
    assert several.numbers == several.due
    transport.set_timeline(SharedTimeline(sides))
    transport.seek(Moment(0))
    several.waits_for(lambda: several.is_exact)
    assert several.numbers == before


@pytest.mark.parametrize("speed_percent", [100, -100])
def test_where_one_side_cannot_keep_up_the_others_wait_for_it(
    screen: Screen, clips: ClipShelf, monkeypatch: pytest.MonkeyPatch, speed_percent: int
) -> None:
    slow = clips.kind("b_frames_gop_60", tint=(100, 150))
    gate = threading.Event()
    gate.set()
    read = FrameReader.read

    def held(reader: FrameReader, keep_from: int = 0) -> Decoded | None:
        if reader._path == slow:
            assert gate.wait(PATIENCE_MS / 1000)
        return read(reader, keep_from)

    monkeypatch.setattr(FrameReader, "read", held)
    monkeypatch.setattr("bwc_review.ui.playback.lineup._LEAST_BUDGET_BYTES", 30 * 320 * 240 * 4)
    monkeypatch.setattr("bwc_review.ui.playback.lineup.BUDGET_BYTES", 0)
    transport = screen.open_sides((clips.kind("b_frames_gop_60"), 0, 1), (slow, 0, 1))
    transport.seek(at(75))
    screen.waits_for(lambda: screen.numbers == [75, 75] and not transport.is_busy)
    transport.set_speed(speed_percent)
    gate.clear()
    transport.play()
    moved: list[Moment] = []
    transport.moved.connect(moved.append)
    for _ in range(60):
        before = len(moved)
        screen.hand.turn(FRAME_US)
        screen.waits_for(lambda before=before: len(moved) > before)
        first, second = screen.numbers
        assert first is not None
        assert second is not None
        assert abs(first - second) <= 1
    due = screen.due
    assert screen.numbers != due
    gate.set()
    screen.waits_for(lambda: screen.numbers == due)
