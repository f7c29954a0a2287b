"""When a decoder's thread goes on: in batches while a clip plays, so that it sleeps while the window paints."""

import pytest

from bwc_review.domain.time import Moment
from bwc_review.media.frame_buffer import FrameBuffer
from bwc_review.media.picture_frame import Frame
from bwc_review.media.read_plan import Course, Gaps, is_low, plan

FRAMES = 200


def buffer_with(indices: range, anchor: int, room: int = 91) -> FrameBuffer:
    """One of `room` pictures of one byte, a third of them ahead."""
    made = FrameBuffer(room)
    made.move_to(anchor)
    for index in indices:
        made.put(Frame(index, Moment(index), 1, 1, 1, memoryview(b".")))
    return made


def frames_until_low(room: int, last: int) -> int:
    """How far a clip plays on from frame 50, with all ready up to `last`, before decoding goes on."""
    buffer = buffer_with(range(50, last + 1), 50, room)
    return next(step for step in range(FRAMES) if is_low(buffer, Gaps(FRAMES), 50 + step))


@pytest.mark.parametrize(("room", "ahead", "batch"), [(91, 30, 8), (31, 10, 5), (12, 4, 2)])
def test_a_playing_clip_is_decoded_in_batches_of_no_more_than_half_of_what_is_ready(
    room: int, ahead: int, batch: int
) -> None:
    assert frames_until_low(room, 50 + ahead) == batch + 1


def test_a_missing_picture_is_never_waited_for() -> None:
    buffer = buffer_with(range(51, 81), 50)
    assert is_low(buffer, Gaps(FRAMES), 50)


def test_nothing_is_low_at_the_end_or_where_nothing_can_be_decoded() -> None:
    ready = buffer_with(range(50, 81), 50)
    at_end, broken = Gaps(81), Gaps(FRAMES)
    broken.add(75, 90)
    for anchor in range(51, 81):
        assert not is_low(ready, at_end, anchor)
    assert not is_low(ready, broken, 54)
    assert plan(ready, at_end, 60, (), Course.ON) is None
