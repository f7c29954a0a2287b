"""Small pictures along a clip: each shows the frame that it says, whatever the clip is like."""

import cv2
import numpy as np
import pytest

from bwc_review.domain.clip import FrameTable
from bwc_review.domain.errors import Cancelled
from bwc_review.domain.progress import CancelToken, Progress, silent
from bwc_review.domain.strip import Strip
from bwc_review.domain.time import Moment
from bwc_review.media.examine import examine
from bwc_review.media.strip import (
    FIRST_PICTURES,
    MOST_PICTURES,
    chosen_frames,
    first_frames,
    read_first_strip,
    read_strip,
)
from tests.helpers.clips import ClipShelf
from tests.helpers.frames import read_frame_number

KINDS = ("cfr_30", "vfr", "b_frames_gop_60", "open_gop", "edit_list", "rotated_90", "wide_pixels", "interlaced", "ts")


@pytest.mark.parametrize("kind", [*KINDS, "portrait", "start_offset", "no_sound"])
def test_each_picture_shows_the_frame_that_it_says(clips: ClipShelf, kind: str) -> None:
    path = clips.kind(kind)
    found = examine(path, silent, CancelToken())
    strip = read_strip(path, found.facts, found.table, silent, CancelToken())
    assert strip.duration_us == found.table.end_us
    assert strip.starts_us[0] == 0
    for start_us, content in zip(strip.starts_us, strip.pictures, strict=True):
        picture = cv2.imdecode(np.frombuffer(content, np.uint8), cv2.IMREAD_COLOR)
        assert found.table.start(read_frame_number(picture)).us == start_us
        width, height = found.facts.display_size
        assert picture.shape[1] / picture.shape[0] == pytest.approx(width / height, rel=0.02)
        assert max(picture.shape) <= 320


def test_key_frames_are_taken_where_they_are_near() -> None:
    starts = range(0, 10_000_000, 40_000)
    table = FrameTable.of(starts, range(0, 250, 20), 10_000_000)
    assert all(table.is_key(index) for index in chosen_frames(table))
    single = FrameTable.of(starts, [0], 10_000_000)
    assert chosen_frames(single) == list(range(0, 250, 25))
    hour = FrameTable.of(range(0, 3_600_000_000, 100_000), range(0, 36_000, 20), 3_600_000_000)
    assert MOST_PICTURES * 0.9 < len(chosen_frames(hour)) <= MOST_PICTURES


def test_the_first_few_are_decoded_by_themselves_and_lie_along_the_whole_clip(clips: ClipShelf) -> None:
    hour = FrameTable.of(range(0, 3_600_000_000, 100_000), range(0, 36_000, 20), 3_600_000_000)
    frames = first_frames(hour)
    assert FIRST_PICTURES * 0.8 < len(frames) <= FIRST_PICTURES
    assert all(hour.is_key(index) for index in frames)
    assert hour.start(frames[-1]).us > 3_300_000_000
    assert first_frames(FrameTable.of(range(0, 10_000_000, 40_000), [0], 10_000_000)) == [0]
    path = clips.kind("b_frames_gop_60")
    found = examine(path, silent, CancelToken())
    strip = read_first_strip(path, found.facts, found.table, CancelToken())
    for start_us, content in zip(strip.starts_us, strip.pictures, strict=True):
        picture = cv2.imdecode(np.frombuffer(content, np.uint8), cv2.IMREAD_COLOR)
        assert found.table.start(read_frame_number(picture)).us == start_us


def test_what_cannot_be_decoded_is_left_out(clips: ClipShelf) -> None:
    path = clips.damaged(frames=300, gop=300, at=0.5, length=4000)
    found = examine(path, silent, CancelToken())
    strip = read_strip(path, found.facts, found.table, silent, CancelToken())
    assert 2 <= len(strip.pictures) <= len(chosen_frames(found.table))
    assert list(strip.starts_us) == sorted(strip.starts_us)


def test_parts_come_while_it_is_read_and_it_can_be_stopped(clips: ClipShelf, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bwc_review.media.strip._PART_S", 0.0)
    path = clips.kind("b_frames_gop_60")
    found = examine(path, silent, CancelToken())
    parts: list[Strip] = []
    steps: list[Progress] = []
    whole = read_strip(path, found.facts, found.table, steps.append, CancelToken(), parts.append)
    assert [len(part.pictures) for part in parts] == [1, 2, 3, 4, 5]
    assert parts[-1] == whole
    assert whole.nearest(Moment(2_000_000)) == 2
    assert steps[-1].fraction == 1
    stopped = CancelToken()
    stopped.cancel()
    with pytest.raises(Cancelled):
        read_strip(path, found.facts, found.table, silent, stopped)
