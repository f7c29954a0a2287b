"""The part of a recording that is shown ends before a frame."""

from pathlib import Path

import pytest

from bwc_review.domain.clip import Clip, FrameTable, SourceClip
from bwc_review.domain.ids import ClipId, new_id
from bwc_review.domain.shown_part import shown_until
from bwc_review.domain.time import Moment
from tests.unit.samples import facts

FRAME_US = 40_000


def source(frames: int) -> SourceClip:
    table = FrameTable.of(range(0, frames * FRAME_US, FRAME_US), range(0, frames, 10), frames * FRAME_US)
    measured = facts(duration_us=frames * FRAME_US, frame_count=frames)
    return SourceClip(Clip(ClipId(new_id()), Path("a.mp4"), 1, "a" * 64, measured), table)


SOURCES = (source(50), source(25))


@pytest.mark.parametrize(
    ("frame", "wanted"), [(75, [50, 25]), (80, [50, 25]), (60, [50, 10]), (50, [50]), (12, [12]), (1, [1]), (0, [1])]
)
def test_files_are_kept_whole_cut_or_left_out(frame: int, wanted: list[int]) -> None:
    shown = shown_until(SOURCES, Moment(frame * FRAME_US))
    assert [len(part.table) for part in shown] == wanted
    assert [part.clip.facts.duration_us for part in shown] == [count * FRAME_US for count in wanted]
    assert all(part.table.end_us == len(part.table) * FRAME_US for part in shown)
    assert all(key < len(part.table) for part in shown for key in part.table.keys)


def test_a_moment_inside_a_frame_keeps_that_frame() -> None:
    [shown] = shown_until(SOURCES[:1], Moment(10 * FRAME_US + 1))
    assert len(shown.table) == 11
    assert shown_until(SOURCES[:1], Moment(49 * FRAME_US + 1)) == SOURCES[:1]
