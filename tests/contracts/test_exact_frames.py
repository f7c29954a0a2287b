"""The engine's promise: whatever is done, the frame on the screen is the one asked for, on every kind of clip."""

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from bwc_review.domain.time import Moment
from tests.helpers.clips import KINDS, ClipShelf
from tests.helpers.frames import ClipSpec, NoFrameNumber, frame_starts_us, read_frame_number
from tests.helpers.playing import Watched, watched

SEEKS = 60


@pytest.fixture(params=sorted(KINDS))
def kind(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture
def path(kind: str, clips: ClipShelf) -> Path:
    return clips.kind(kind)


@pytest.fixture
def spec(kind: str, clips: ClipShelf) -> ClipSpec:
    return clips.spec(kind)


@pytest.fixture
def open_clip(path: Path) -> Iterator[Watched]:
    with watched(path) as made:
        yield made


def number(clip: Watched, index: int, toward: int = -1) -> int:
    return read_frame_number(clip.sought(index, toward).array)


def test_every_frame_is_there_and_starts_when_it_should(open_clip: Watched, spec: ClipSpec) -> None:
    starts = frame_starts_us(spec.frames, spec.rate, vfr=spec.vfr)
    for index in range(spec.frames):
        frame = open_clip.sought(index)
        assert read_frame_number(frame.array) == frame.index == index
        assert abs(frame.moment.us - starts[index]) <= 1000  # what containers that count milliseconds can say


def test_a_seek_while_paused_shows_the_frame_asked_for(open_clip: Watched, spec: ClipSpec) -> None:
    wanted = random.Random(1).choices(range(spec.frames), k=SEEKS)
    assert [number(open_clip, index) for index in wanted] == wanted


def test_after_a_storm_of_seeks_the_last_one_wins(open_clip: Watched, spec: ClipSpec) -> None:
    rng = random.Random(2)
    for _ in range(3):
        wanted = rng.choices(range(spec.frames), k=SEEKS)
        for index in wanted:
            open_clip.decoder.seek(index)
        assert read_frame_number(open_clip.frame().array) == wanted[-1]


def test_steps_forward_and_back_move_by_one_frame(open_clip: Watched, spec: ClipSpec) -> None:
    middle = spec.frames // 2
    places = [middle, middle + 1, middle + 2, middle + 1, middle, middle - 1, middle - 2, middle - 1]
    shown = [number(open_clip, index, 1 if index > middle else -1) for index in places]
    assert shown == places


def test_the_whole_clip_can_be_stepped_through_backwards(open_clip: Watched, spec: ClipSpec) -> None:
    assert [number(open_clip, index) for index in reversed(range(spec.frames))] == list(reversed(range(spec.frames)))


def test_the_end_shows_the_last_frame_and_the_start_the_first(open_clip: Watched, spec: ClipSpec) -> None:
    assert number(open_clip, spec.frames + 100) == spec.frames - 1
    assert number(open_clip, -5) == 0
    assert number(open_clip, spec.frames - 1) == spec.frames - 1


def test_playing_shows_only_due_frames_in_order_and_pausing_shows_the_one_paused_on(
    open_clip: Watched, spec: ClipSpec
) -> None:
    table = open_clip.examination.table
    first = spec.frames // 3
    open_clip.sought(first)
    shown = first
    end_us = table.start(min(first + 25, spec.frames - 1)).us
    for now_us in range(table.start(first).us, end_us, 4000):
        due = table.index_at(Moment(now_us))
        frame = open_clip.decoder.newest(due, shown)
        if frame is not None and frame.index != shown:
            assert shown < frame.index <= due
            assert read_frame_number(frame.array) == frame.index
            shown = frame.index
    due = table.index_at(Moment(end_us))
    assert number(open_clip, due) == due


def test_playing_backwards_shows_only_due_frames_in_order_down_to_the_first(open_clip: Watched, spec: ClipSpec) -> None:
    table = open_clip.examination.table
    last = spec.frames - 1
    open_clip.sought(last)
    shown = last
    for now_us in range(table.start(last).us, -1, -4000):
        due = table.index_at(Moment(now_us))
        frame = open_clip.decoder.newest_back(due, shown)
        if frame is not None and frame.index != shown:
            assert due <= frame.index < shown
            assert read_frame_number(frame.array) == frame.index
            shown = frame.index
    assert number(open_clip, 0) == 0


def test_playing_backwards_misses_no_frame_if_nobody_hurries_it(open_clip: Watched, spec: ClipSpec) -> None:
    shown = spec.frames - 1
    open_clip.sought(shown)
    while shown > 0:
        frame = open_clip.next_back(shown)
        assert read_frame_number(frame.array) == frame.index == shown - 1
        shown = frame.index


def test_playing_backwards_needs_no_room_for_a_whole_group_of_frames(clips: ClipShelf) -> None:
    with watched(clips(frames=150, b_frames=2, gop=60), budget_bytes=1) as clip:
        clip.sought(149)
        shown = [clip.next_back(index).index for index in range(149, 0, -1)]
        assert shown == list(range(148, -1, -1))
        assert clip.decoder.kept_count <= 12


BROKEN = {
    "damaged_mp4": lambda clips: clips.damaged(".mp4", at=0.5, length=3000, frames=120, b_frames=2, gop=20),
    "damaged_mkv": lambda clips: clips.damaged(".mkv", at=0.5, length=3000, frames=120, b_frames=2, gop=20),
    "damaged_ts": lambda clips: clips.damaged(".ts", at=0.5, length=3000, frames=120, b_frames=2, gop=20),
    "truncated_mkv": lambda clips: clips.truncated(".mkv", frames=120, b_frames=2, gop=20),
    "truncated_ts": lambda clips: clips.truncated(".ts", frames=120, b_frames=2, gop=20),
    "truncated_avi": lambda clips: clips.truncated(".avi", codec="mpeg4", frames=120, gop=20),
    "truncated_fragments": lambda clips: clips.truncated(".mp4", fragmented=True, frames=120, gop=20),
}
VISIBLY_DAMAGED = 20  # the whole group of the key frame that noise has spoilt; how many depends on FFmpeg's threads


@pytest.mark.parametrize("name", sorted(BROKEN))
def test_what_is_left_of_a_broken_clip_is_shown_at_its_own_time(clips: ClipShelf, name: str) -> None:
    with watched(BROKEN[name](clips)) as clip:
        spoilt = 0
        for index in range(len(clip.examination.table)):
            frame = clip.sought(index)
            assert abs(frame.index - index) <= 2
            try:
                spoilt += read_frame_number(frame.array) != round(frame.moment.us * 30 / 1_000_000)
            except NoFrameNumber:
                spoilt += 1
        assert spoilt <= VISIBLY_DAMAGED
        last = clip.sought(len(clip.examination.table) - 1)
        assert clip.sought(0).index == 0
        assert last.index >= len(clip.examination.table) - 2
