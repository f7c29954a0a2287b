"""Reading on to a frame that was sought: what nobody wants is left out, and nothing else."""

from collections.abc import Iterator
from itertools import islice

import pytest

from bwc_review.media.frame_reader import FrameReader
from tests.helpers.clips import ClipShelf
from tests.helpers.frames import read_frame_number
from tests.helpers.playing import examined


def read_on(clips: ClipShelf, kind: str, goal: int, keep_from: int) -> tuple[dict[int, int], FrameReader]:
    """Frames given on the way to `goal` with the numbers in their pictures; the reader, closed."""
    path = clips.kind(kind)
    found = examined(path)
    reader = FrameReader(path, found.facts, found.table)
    reader.start_at(goal)
    numbers: dict[int, int] = {}
    while max(numbers, default=-1) < goal:
        decoded = reader.read(keep_from)
        if decoded is not None:
            numbers[decoded.index] = read_frame_number(decoded.picture.to_ndarray(format="rgb24"))
    reader.close()
    return numbers, reader


def test_frames_before_the_wanted_ones_are_left_out(clips: ClipShelf) -> None:
    numbers, reader = read_on(clips, "b_frames_gop_60", 59, keep_from=50)
    assert set(numbers) >= set(range(50, 60))
    assert len(numbers) < 50
    assert all(index == number for index, number in numbers.items())
    assert 0 < reader.sure_from <= 50


def test_nothing_is_left_out_if_all_is_wanted(clips: ClipShelf) -> None:
    numbers, reader = read_on(clips, "b_frames_gop_60", 59, keep_from=0)
    assert numbers == {index: index for index in range(60)}
    assert reader.sure_from == 0


def test_fields_are_never_left_out(clips: ClipShelf) -> None:
    numbers, _ = read_on(clips, "interlaced", 25, keep_from=20)
    assert set(numbers) >= set(range(26))


@pytest.mark.parametrize(
    "kind", ["b_frames_gop_60", "open_gop_mkv", "open_gop_hevc", "vp9_webm", "mjpeg_avi", "edit_list"]
)
def test_a_key_frame_is_read_alone_and_all_from_there_on_afterwards(clips: ClipShelf, kind: str) -> None:
    path = clips.kind(kind)
    found = examined(path)
    key = found.table.keys[-1]
    reader = FrameReader(path, found.facts, found.table)
    reader.start_at(key)
    assert reader.is_at_key(key)
    alone = reader.read_key(key)
    assert alone is not None
    assert read_frame_number(alone.picture.to_ndarray(format="rgb24")) == alone.index == key
    shown: list[int] = []
    while reader.next_index is not None:
        decoded = reader.read()
        if decoded is not None:
            shown.append(decoded.index)
    reader.close()
    assert set(range(key, len(found.table))) <= set(shown)


def test_packets_of_tracks_that_appear_on_the_way_are_passed_over(clips: ClipShelf) -> None:
    path = clips.kind("cfr_30")
    found = examined(path)
    reader = FrameReader(path, found.facts, found.table)
    reader.start_at(0)
    whole = reader._packets

    def stumbling() -> Iterator[object]:
        yield from islice(whole, 20)
        raise IndexError

    reader._packets = stumbling()
    shown: list[int] = []
    while reader.next_index is not None:
        decoded = reader.read()
        if decoded is not None:
            shown.append(decoded.index)
    reader.close()
    assert shown == list(range(60))
    assert not reader.refused
