"""The transport: what is asked for comes onto the screen, and what is on the screen is what is told."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from bwc_review.domain.compare import SharedTimeline, Side
from bwc_review.domain.errors import EnvironmentFault
from bwc_review.domain.time import START, Moment, TimeRange
from tests.helpers.clips import ClipShelf
from tests.helpers.playing import source_of
from tests.helpers.screening import Screen, at


@pytest.fixture
def screen(qtbot: QtBot) -> Iterator[Screen]:
    made = Screen(qtbot)
    yield made
    made.transport.close()


def test_opening_shows_the_first_frame(screen: Screen, clips: ClipShelf) -> None:
    screen.open(clips.kind("start_offset"))
    screen.shows(0)
    assert screen.told == [START]
    assert not screen.transport.is_playing


def test_a_seek_shows_the_frame_at_that_moment_and_tells_its_start(screen: Screen, clips: ClipShelf) -> None:
    transport = screen.open(clips.kind("vfr_b_frames"))
    table = transport.panes[0].table
    for index in (77, 3, 129, 60):
        transport.seek(table.start(index).shifted(5000))
        screen.waits_for(lambda index=index: transport.shown == table.start(index))
        assert screen.number() == index


def test_after_many_seeks_at_once_the_last_one_is_told_last(screen: Screen, clips: ClipShelf) -> None:
    transport = screen.open(clips.kind("b_frames_gop_60"))
    for index in (*range(140, 5, -3), 71):
        transport.seek(at(index))
    screen.shows(71)
    assert screen.told[-1] == at(71)
    assert transport.position == at(71)


def test_steps_are_single_frames_also_pressed_quickly(screen: Screen, clips: ClipShelf) -> None:
    transport = screen.open(clips.kind("vfr"))
    for _ in range(12):
        transport.step(1)
    screen.shows(12)
    for _ in range(5):
        transport.step(-1)
    screen.shows(7)
    transport.step(-100)
    screen.shows(0)
    transport.step(1000)
    screen.shows(69)


def test_playing_follows_the_clock_frame_by_frame(screen: Screen, clips: ClipShelf) -> None:
    transport = screen.open(clips.kind("cfr_30"))
    transport.play()
    screen.waits_for(lambda: transport.is_playing)
    for index in (1, 2, 3, 4, 10, 11, 30):
        screen.hand.ns = at(index).us * 1000 + 1_000_000
        screen.waits_for(lambda index=index: transport.shown == at(index))
        assert screen.number() == index
    assert screen.told == sorted(screen.told)


def test_pausing_rests_on_the_frame_that_is_shown(screen: Screen, clips: ClipShelf) -> None:
    transport = screen.open(clips.kind("cfr_25"))
    transport.play()
    screen.hand.turn(500_000)
    screen.waits_for(lambda: transport.shown == at(12, 25))
    screen.hand.turn(30_000)
    transport.pause()
    assert transport.position == transport.shown
    shown = screen.number()
    transport.step(1)
    screen.shows(shown + 1)


def test_speed_stretches_the_clock(screen: Screen, clips: ClipShelf) -> None:
    transport = screen.open(clips.kind("cfr_30"))
    transport.set_speed(50)
    transport.play()
    screen.hand.turn(1_000_000)
    screen.waits_for(lambda: transport.shown == at(15))
    transport.set_speed(200)
    screen.hand.turn(300_000)
    screen.waits_for(lambda: transport.shown == at(33))
    transport.change_speed(1)
    assert transport.speed_percent == 300
    transport.change_speed(-20)
    assert transport.speed_percent == 10


def test_at_the_end_it_stops_on_the_last_frame_and_plays_again_from_the_first(
    screen: Screen, clips: ClipShelf, qtbot: QtBot
) -> None:
    transport = screen.open(clips.kind("cfr_60"))
    with qtbot.waitSignal(transport.ended):
        transport.play()
        screen.hand.turn(5_000_000)
    screen.shows(59)
    assert not transport.is_playing
    transport.play()
    screen.shows(0)
    assert transport.is_playing


def test_a_loop_goes_back_to_its_start(screen: Screen, clips: ClipShelf) -> None:
    transport = screen.open(clips.kind("cfr_30"))
    transport.set_loop(TimeRange(at(20), at(30)))
    transport.seek(at(25))
    screen.shows(25)
    transport.play()
    screen.hand.turn(200_000)
    screen.shows(20)
    assert transport.is_playing


def test_a_seek_while_playing_goes_on_from_there(screen: Screen, clips: ClipShelf) -> None:
    transport = screen.open(clips.kind("cfr_30"))
    transport.play()
    screen.hand.turn(100_000)
    screen.shows(3)
    transport.seek(at(40))
    screen.shows(40)
    assert transport.is_playing
    screen.hand.turn(101_000)
    screen.shows(43)


def test_scrubbing_shows_a_key_frame_at_once_and_the_exact_one_at_rest(screen: Screen, clips: ClipShelf) -> None:
    transport = screen.open(clips(frames=600, gop=60, b_frames=2))
    transport.scrub(at(557))
    screen.waits_for(lambda: transport.shown == at(540))
    screen.shows(557)
    assert transport.position == at(557)


def test_a_small_picture_is_what_is_on_the_screen_until_a_nearer_frame_comes(screen: Screen, clips: ClipShelf) -> None:
    transport = screen.open(clips(frames=600, gop=60, b_frames=2))
    assert transport.scrub(at(557), [at(550)]) == (0,)
    assert transport.shown == at(550)
    screen.shows(557)
    assert 540 not in screen.story()  # the key frame is farther away than the small picture was
    assert transport.scrub(at(558), [at(550)]) == ()
    screen.shows(558)


def test_each_pane_has_a_small_picture_of_its_own_where_that_is_the_nearest(screen: Screen, clips: ClipShelf) -> None:
    long, short = clips(frames=600, gop=60, b_frames=2), clips.kind("cfr_30")
    transport = screen.open_sides((long, 0, 1), (long, 1_000_000, 1), (short, 0, 1))
    screen.waits_for(lambda: not transport.is_busy and transport.shown == START)
    assert transport.scrub(at(450), [at(449), at(430), at(5)]) == (0, 1)  # the third has ended by then
    assert transport.shown == at(449)
    screen.shows(450, 0)
    screen.shows(480, 1)
    assert 480 in screen.story(1)
    assert 450 - 30 not in screen.story(0)
    screen.waits_for(lambda: transport.shown == at(450))
    assert transport.scrub(at(300), [None, at(331), None]) == (1,)
    screen.shows(330, 1)
    screen.shows(300, 0)


def test_a_new_pane_size_keeps_the_frame(screen: Screen, clips: ClipShelf) -> None:
    transport = screen.open(clips.kind("cfr_30"))
    transport.seek(at(17))
    screen.shows(17)
    transport.set_box(0, 400, 300)
    screen.waits_for(lambda: screen.frames[0] is not None and screen.frames[0].width == 400)
    assert screen.number() == 17


def test_the_files_of_a_recording_are_one_axis(screen: Screen, clips: ClipShelf) -> None:
    one, two = clips(frames=60), clips(frames=45, first_number=1000, rate=15)
    screen.transport.open([[source_of(one), source_of(two)]])
    transport = screen.transport
    screen.shows(0)
    assert transport.extent == TimeRange(START, Moment(5_000_000))
    transport.seek(Moment(2_000_000 + 200_000))
    screen.shows(1003)
    assert transport.shown == Moment(2_200_000)
    transport.seek(Moment(1_990_000))
    screen.shows(59)
    transport.step(1)
    screen.shows(1000)
    transport.step(-1)
    screen.shows(59)
    transport.play()
    screen.hand.turn(300_000)
    screen.shows(1004)


def test_two_panes_rest_on_the_same_moment(screen: Screen, clips: ClipShelf) -> None:
    pre, post = clips.kind("cfr_30", frames=90), clips.kind("cfr_25", frames=90)
    sides = [Side(source_of(pre).table.range, Moment(1_000_000)), Side(source_of(post).table.range, Moment(400_000))]
    screen.transport.open([[source_of(pre)], [source_of(post)]], SharedTimeline(tuple(sides)))
    transport = screen.transport
    screen.shows(30, 0)
    screen.shows(10, 1)
    transport.play()
    screen.hand.turn(1_000_000)
    screen.shows(60, 0)
    screen.shows(35, 1)
    transport.pause()
    screen.shows(60, 0)
    screen.shows(35, 1)
    transport.seek(Moment(-700_000))
    screen.shows(9, 0)
    screen.waits_for(lambda: screen.frames[1] is None)


def test_a_clip_that_is_gone_is_told_once_and_goes_on_when_it_is_back(
    screen: Screen, clips: ClipShelf, tmp_path: Path
) -> None:
    path = tmp_path / "clip.mp4"
    path.write_bytes(clips.kind("cfr_30").read_bytes())
    source = source_of(path)
    away = path.rename(tmp_path / "away.mp4")
    faults: list[EnvironmentFault] = []
    screen.transport.failed.connect(faults.append)
    screen.transport.open([[source]])
    screen.waits_for(lambda: bool(faults))
    assert [fault.code for fault in faults] == ["file.missing"]
    away.rename(path)
    screen.transport.seek(at(9))
    screen.shows(9)
    assert len(faults) == 1


def test_damage_is_told_once(screen: Screen, clips: ClipShelf) -> None:
    told: list[None] = []
    screen.transport.damaged.connect(lambda: told.append(None))
    transport = screen.open(clips.damaged(at=0.55, length=2500, frames=60, gop=20))
    starts = transport.panes[0].table.starts_us
    for start in (*starts, *starts):
        transport.seek(Moment(start))
        screen.waits_for(lambda: transport.shown == transport.position)
    assert len(told) == 1


def test_closing_while_playing_leaves_nothing(screen: Screen, clips: ClipShelf) -> None:
    transport = screen.open(clips.kind("cfr_30"))
    transport.play()
    transport.close()
    assert not transport.is_playing
    assert transport.shown is None
    transport.seek(at(3))
    transport.step(1)
    transport.play()
    assert not transport.is_playing


def taken_away(screen: Screen, clips: ClipShelf, folder: Path) -> tuple[Path, list[EnvironmentFault], list[None]]:
    """A clip that plays, with what is told of it; longer than what is kept ready."""
    path = folder / "clip.mp4"
    path.write_bytes(clips(frames=900, gop=30).read_bytes())
    faults: list[EnvironmentFault] = []
    back: list[None] = []
    screen.transport.failed.connect(faults.append)
    screen.transport.recovered.connect(lambda: back.append(None))
    screen.open(path)
    screen.transport.play()
    screen.passes(1_000_000)
    return path, faults, back


@pytest.mark.parametrize("how", ["deleted", "truncated", "replaced"])
def test_a_clip_that_is_lost_while_it_plays_goes_on_by_itself_when_it_is_back(
    screen: Screen, clips: ClipShelf, tmp_path: Path, how: str
) -> None:
    path, faults, back = taken_away(screen, clips, tmp_path)
    whole, transport = path.read_bytes(), screen.transport
    if how == "deleted":
        path.unlink()
    elif how == "truncated":
        os.truncate(path, len(whole) // 3)
    else:
        other = tmp_path / "other.mp4"
        other.write_bytes(clips(frames=900, gop=30, first_number=2000).read_bytes())
        other.replace(path)

    def is_told() -> bool:
        screen.hand.turn(300_000)
        return bool(faults)

    screen.waits_for(is_told)
    assert not transport.is_playing
    assert path.name in faults[0].message
    shown = screen.number()
    assert shown < 2000
    before = transport.position
    copy = tmp_path / "copy.mp4"
    copy.write_bytes(whole)
    copy.replace(path)
    screen.waits_for(lambda: bool(back))
    assert transport.is_playing
    assert transport.position == before
    screen.waits_for(lambda: screen.is_exact)
    screen.passes(2_000_000)
    assert (len(faults), len(back)) == (1, 1)


def test_a_seek_while_a_clip_is_away_does_not_keep_it_from_going_on(
    screen: Screen, clips: ClipShelf, tmp_path: Path
) -> None:
    path, faults, back = taken_away(screen, clips, tmp_path)
    away = path.rename(tmp_path / "away.mp4")

    def is_told() -> bool:
        screen.hand.turn(300_000)
        return bool(faults)

    screen.waits_for(is_told)
    screen.transport.seek(at(700))
    screen.waits_for(lambda: len(faults) == 2)
    away.rename(path)
    screen.waits_for(lambda: bool(back))
    assert screen.transport.is_playing
    screen.waits_for(lambda: screen.number() >= 700)


def test_a_clip_that_was_lost_and_paused_meanwhile_stays_paused_when_it_is_back(
    screen: Screen, clips: ClipShelf, tmp_path: Path
) -> None:
    path, faults, back = taken_away(screen, clips, tmp_path)
    away = path.rename(tmp_path / "away.mp4")

    def is_told() -> bool:
        screen.hand.turn(300_000)
        return bool(faults)

    screen.waits_for(is_told)
    screen.transport.pause()
    away.rename(path)
    screen.waits_for(lambda: bool(back))
    assert not screen.transport.is_playing
