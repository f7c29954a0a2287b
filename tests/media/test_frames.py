"""The ruler itself: numbers painted into frames come back through scaling, compression, turning and reels."""

import cv2
import numpy as np
import pytest

from tests.helpers.clips import KINDS, ClipShelf
from tests.helpers.frames import (
    NoFrameNumber,
    Region,
    find_frame_numbers,
    frame_starts_us,
    painted,
    pictures_of,
    read_frame_number,
    read_frame_numbers,
)

NUMBERS = [0, 1, 255, 4097, 108_000, (1 << 18) - 1]


@pytest.mark.parametrize("number", NUMBERS)
@pytest.mark.parametrize("size", [(320, 240), (176, 144), (240, 320), (1920, 1080)])
def test_a_painted_number_is_read_back_at_full_and_at_quarter_size(number: int, size: tuple[int, int]) -> None:
    picture = painted(number, size)
    small = cv2.resize(picture, (size[0] // 4, size[1] // 4), interpolation=cv2.INTER_AREA)
    assert read_frame_number(picture) == number
    assert read_frame_number(small) == number


def test_every_cell_matters() -> None:
    picture = painted(1000, (320, 240))
    other = painted(1001, (320, 240))
    assert not np.array_equal(picture, other)
    assert read_frame_number(other) == 1001


@pytest.mark.parametrize("kind", KINDS)
def test_a_made_clip_shows_its_numbers_in_order(clips: ClipShelf, kind: str) -> None:
    assert read_frame_numbers(clips.kind(kind)) == list(range(clips.spec(kind).frames))


def test_numbers_survive_x264_at_crf_28_and_a_quarter_of_the_size(clips: ClipShelf) -> None:
    pictures = list(pictures_of(clips(size=(640, 480), crf=28, frames=30)))
    small = [cv2.resize(picture, (160, 120), interpolation=cv2.INTER_AREA) for picture in pictures]
    assert [read_frame_number(picture) for picture in small] == list(range(30))


def test_numbers_are_read_in_a_region_of_a_larger_picture() -> None:
    reel = _side_by_side(12, 34)
    assert read_frame_number(reel, Region(0, 90, 480, 360)) == 12
    assert read_frame_number(reel, (480, 90, 480, 360)) == 34


def test_numbers_are_found_wherever_they_are() -> None:
    found = find_frame_numbers(_side_by_side(12, 34))
    assert [item.number for item in found] == [12, 34]
    assert all(item.turn_deg == 0 for item in found)
    assert abs(found[1].region.x - 480) < 12
    assert abs(found[1].region.width - 480) < 24


@pytest.mark.parametrize("turn_deg", [0, 90, 180, 270])
def test_a_turned_number_is_found_with_its_turn(turn_deg: int) -> None:
    turned = np.rot90(painted(77, (320, 240)), -turn_deg // 90)
    (found,) = find_frame_numbers(turned)
    assert (found.number, found.turn_deg) == (77, turn_deg)


def test_a_turned_number_is_not_taken_for_an_upright_one() -> None:
    with pytest.raises(NoFrameNumber):
        read_frame_number(np.rot90(painted(77, (320, 240)), 2))


def test_a_blend_of_two_pictures_has_no_number() -> None:
    blend = (painted(0, (320, 240)).astype(int) + painted(255, (320, 240))) // 2
    with pytest.raises(NoFrameNumber):
        read_frame_number(blend.astype(np.uint8))


def test_a_faded_picture_still_has_its_number() -> None:
    assert read_frame_number((painted(99, (320, 240)) * 0.3).astype(np.uint8)) == 99


def test_an_empty_picture_has_no_number() -> None:
    blank = np.zeros((240, 320), np.uint8)
    assert find_frame_numbers(blank) == []
    with pytest.raises(NoFrameNumber):
        read_frame_number(blank)


def test_colour_pictures_are_read_too() -> None:
    grey = painted(5, (320, 240))
    assert read_frame_number(np.dstack([grey, grey, grey])) == 5
    assert read_frame_number(np.dstack([grey, grey, grey, np.full_like(grey, 255)])) == 5


def test_starts_of_frames_follow_the_rate_or_the_gaps() -> None:
    assert frame_starts_us(4, 30) == [0, 33333, 66667, 100000]
    assert frame_starts_us(4, 30, vfr=True) == [0, 33333, 66667, 133333]


def _side_by_side(left: int, right: int) -> np.ndarray:
    reel = np.zeros((540, 960), np.uint8)
    for number, x in ((left, 0), (right, 480)):
        reel[90:450, x : x + 480] = cv2.resize(painted(number, (320, 240)), (480, 360))
    return reel
