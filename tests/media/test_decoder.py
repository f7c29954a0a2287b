"""The decoder of a pane: pictures as they belong on the screen, within bounds, through whatever happens to the file."""

import gc
import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from bwc_review.domain.errors import EnvironmentFault, InputError
from bwc_review.domain.time import Moment
from bwc_review.media.decoder import RAW_BUDGET_BYTES, Decoder
from bwc_review.media.frame_reader import Decoded, FrameReader
from bwc_review.media.picture_frame import fitted
from tests.helpers.clips import ClipShelf
from tests.helpers.frames import read_frame_number
from tests.helpers.playing import PATIENCE_S, examined, watched


@pytest.mark.parametrize(
    ("kind", "size"),
    [
        ("cfr_30", (400, 300)),
        ("rotated_90", (400, 300)),
        ("rotated_180", (400, 300)),
        ("rotated_270", (400, 300)),
        ("mirrored", (400, 300)),
        ("mirrored_90", (400, 300)),
        ("mirrored_180", (400, 300)),
        ("mirrored_270", (400, 300)),
        ("portrait", (225, 300)),
        ("wide_pixels", (400, 225)),
        ("narrow_pixels", (266, 300)),
    ],
)
def test_a_picture_is_upright_in_square_pixels_and_fits_its_pane(
    clips: ClipShelf, kind: str, size: tuple[int, int]
) -> None:
    with watched(clips.kind(kind), box=(400, 300)) as clip:
        frame = clip.sought(7)
    assert (frame.width, frame.height) == size
    assert frame.array.shape == (size[1], size[0], 3)
    assert read_frame_number(frame.array) == 7


def test_a_picture_is_fitted_without_changing_its_shape() -> None:
    assert fitted((1920, 1080), (960, 960)) == (960, 540)
    assert fitted((1080, 1920), (960, 960)) == (540, 960)
    assert fitted((320, 240), (1280, 720)) == (960, 720)
    assert fitted((10_000, 10), (100, 100)) == (100, 16)


def test_another_pane_size_gives_the_same_frame_in_that_size(clips: ClipShelf) -> None:
    with watched(clips.kind("cfr_30"), box=(320, 240)) as clip:
        clip.sought(11)
        clip.decoder.resize((640, 480))
        frame = clip.frame()
    assert (frame.width, frame.height, frame.index) == (640, 480, 11)
    assert read_frame_number(frame.array) == 11


def test_what_is_kept_stays_within_its_bound(clips: ClipShelf) -> None:
    budget = 40 * 320 * 240 * 4
    with watched(clips.kind("b_frames_gop_60"), budget_bytes=budget) as clip:
        for index in (*range(0, 150, 7), *range(149, 0, -11)):
            clip.sought(index)
            assert clip.decoder.kept_bytes <= budget + RAW_BUDGET_BYTES
            assert clip.decoder.kept_count <= 40


def test_the_bound_holds_also_where_pictures_become_larger_on_the_way(clips: ClipShelf) -> None:
    path = clips(".mkv", size=(240, 320), later_size=(640, 480), frames=160, audio=False)
    budget = 13 * 320 * 240 * 4
    with watched(path, box=(320, 240), budget_bytes=budget) as clip:
        sizes = set()
        for index in range(0, 160, 3):
            frame = clip.sought(index)
            sizes.add((frame.width, frame.height))
            assert clip.decoder.kept_bytes <= budget + RAW_BUDGET_BYTES
        assert sizes == {(180, 240), (320, 240)}


def test_frames_around_the_shown_one_become_ready(clips: ClipShelf) -> None:
    with watched(clips.kind("b_frames_gop_60")) as clip:
        clip.sought(80)
        decoder = clip.decoder
        until_idle(decoder)
        for index in range(75, 86):
            decoder.seek(index)
            frame = decoder.exact()
            assert frame is not None
            assert frame.index == index


def until_idle(decoder: Decoder) -> None:
    """Wait until the decoder's thread has nothing left to do."""
    while decoder.is_busy:
        threading.Event().wait(0.001)


def test_frames_left_out_on_the_way_to_another_are_there_when_they_are_sought(clips: ClipShelf) -> None:
    with watched(clips.kind("b_frames_gop_60"), budget_bytes=1) as clip:
        for goal in (59, 117, 30):
            for index in (goal, goal - 8, goal - 9, goal - 10, goal - 21, goal - 20, goal + 1):
                assert read_frame_number(clip.sought(index).array) == index
        assert not any(clip.decoder.is_missing(index) for index in range(150))


def test_a_frame_that_cannot_be_decoded_is_passed_in_the_direction_of_the_step(clips: ClipShelf) -> None:
    whole = examined(clips(frames=60, gop=20))
    with watched(clips.damaged(at=0.55, length=2500, frames=60, gop=20), examination=whole) as clip:
        shown = {index: clip.sought(index).index for index in range(60)}
        missing = [index for index, found in shown.items() if found != index]
        assert missing
        first = missing[0]
        assert clip.decoder.error_count > 0
        assert clip.decoder.is_missing(first)
        assert shown[first] == first - 1
        assert clip.sought(first, toward=1).index > first
        assert shown[59] == 59


def test_what_is_broken_is_counted_once_however_often_it_is_met(clips: ClipShelf) -> None:
    whole = examined(clips(frames=60, gop=20))
    with watched(clips.damaged(at=0.55, length=2500, frames=60, gop=20), examination=whole, budget_bytes=1) as clip:
        counts = []
        for _ in range(6):
            for index in (0, 39):
                clip.sought(index)
                until_idle(clip.decoder)
            counts.append(clip.decoder.error_count)
        assert 0 < counts[0] <= 20
        assert counts == counts[:1] * 6


def test_sixty_seeks_while_one_frame_is_decoded_cause_one_more_look_into_the_file(
    clips: ClipShelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate, is_held = threading.Event(), threading.Event()
    starts: list[int] = []
    start_at, read = FrameReader.start_at, FrameReader.read

    def counted(reader: FrameReader, index: int) -> None:
        starts.append(index)
        start_at(reader, index)

    def held(reader: FrameReader, keep_from: int = 0) -> Decoded | None:
        is_held.set()
        assert gate.wait(PATIENCE_S)
        return read(reader, keep_from)

    monkeypatch.setattr(FrameReader, "start_at", counted)
    monkeypatch.setattr(FrameReader, "read", held)
    with watched(clips.kind("b_frames_gop_60")) as clip:
        assert is_held.wait(PATIENCE_S)
        before = len(starts)
        for index in range(119, 59, -1):
            clip.decoder.seek(index)
        clip.decoder.seek(130)
        gate.set()
        assert read_frame_number(clip.frame().array) == 130
        assert starts[before:] == [130]


def test_a_clip_cut_short_rests_on_its_last_whole_frame(clips: ClipShelf) -> None:
    whole = examined(clips.kind("mkv"))
    with watched(clips.truncated(".mkv", keep=0.5, b_frames=2), examination=whole) as clip:
        assert clip.sought(0).index == 0
        last = clip.sought(59)
        assert 10 < last.index < 59
        assert read_frame_number(last.array) == last.index
        assert clip.sought(58).index == last.index
        assert clip.sought(1).index == 1


def test_a_file_that_is_gone_is_told_and_tried_again_when_it_is_back(clips: ClipShelf, tmp_path: Path) -> None:
    path = tmp_path / "clip.mp4"
    path.write_bytes(clips.kind("cfr_30").read_bytes())
    with watched(path, examination=examined(path)) as clip:
        clip.sought(0)
    away = path.rename(tmp_path / "away.mp4")
    with watched(path, examination=examined(path)) as clip:
        with pytest.raises(EnvironmentFault) as caught:
            clip.frame()
        assert caught.value.code == "file.missing"
        away.rename(path)
        assert clip.sought(5).index == 5
        assert clip.decoder.fault is None


def test_a_file_that_is_cut_while_it_is_open_is_told(clips: ClipShelf, tmp_path: Path) -> None:
    path = tmp_path / "clip.mkv"
    path.write_bytes(clips(".mkv", frames=200, size=(640, 480), gop=10).read_bytes())
    with watched(path) as clip:
        clip.sought(0)
        os.truncate(path, path.stat().st_size // 3)
        with pytest.raises(EnvironmentFault, match="changed while it was open"):
            clip.sought(199)


@pytest.fixture
def looks_always(monkeypatch: pytest.MonkeyPatch) -> None:
    """The decoder looks at its file before each frame, not each half second."""
    monkeypatch.setattr("bwc_review.media.file_identity._LOOK_S", 0.0)


@pytest.mark.usefixtures("looks_always")
@pytest.mark.parametrize("how", ["deleted", "replaced", "overwritten"])
def test_a_file_that_is_lost_while_it_plays_is_told_and_goes_on_when_a_copy_is_put_back(
    clips: ClipShelf, tmp_path: Path, how: str
) -> None:
    path, kept = tmp_path / "clip.mkv", clips(".mkv", frames=200, size=(640, 480), gop=10)
    path.write_bytes(kept.read_bytes())
    with watched(path, budget_bytes=1) as clip:
        assert clip.sought(3).index == 3
        other = clips.kind("mkv").read_bytes()
        if how == "deleted":
            path.unlink()
        elif how == "overwritten":
            path.write_bytes(other)
        else:
            (tmp_path / "other").write_bytes(other)
            (tmp_path / "other").replace(path)
        for _ in range(2):
            with pytest.raises(EnvironmentFault) as caught:
                clip.sought(150)
            assert caught.value.code == ("file.missing" if how == "deleted" else "file.changed")
            assert path.name in caught.value.message
        path.unlink(missing_ok=True)
        path.write_bytes(kept.read_bytes())
        assert read_frame_number(clip.sought(150).array) == 150
        assert clip.decoder.fault is None


@pytest.mark.usefixtures("looks_always")
def test_a_file_that_is_only_touched_plays_on(clips: ClipShelf, tmp_path: Path) -> None:
    path = tmp_path / "clip.mp4"
    path.write_bytes(clips.kind("cfr_30").read_bytes())
    with watched(path, budget_bytes=1) as clip:
        clip.sought(0)
        os.utime(path, (1, 1))
        assert read_frame_number(clip.sought(55).array) == 55


def test_a_file_without_any_picture_is_told_once(clips: ClipShelf, tmp_path: Path) -> None:
    whole = clips(".mkv", frames=30, gop=30)
    examination = examined(whole)
    path = tmp_path / "empty.mkv"
    data = whole.read_bytes()
    place = data.index(b"\x1f\x43\xb6\x75")  # the first cluster of a Matroska file
    path.write_bytes(data[:place])
    with watched(path, examination=examination) as clip:
        with pytest.raises(InputError) as caught:
            clip.frame()
        assert caught.value.code == "media.broken"
        assert clip.rings == 1


def test_closing_twice_or_before_opening_does_no_harm(clips: ClipShelf) -> None:
    path = clips.kind("cfr_30")
    examination = examined(path)
    decoder = Decoder(path, examination.facts, examination.table, (320, 240))
    decoder.close()
    decoder.close()
    assert decoder.exact() is None


@pytest.mark.parametrize("cycles", [100, pytest.param(500, marks=pytest.mark.slow)])
def test_opening_and_closing_leaves_no_thread_handle_or_memory_behind(clips: ClipShelf, cycles: int) -> None:
    # In a process of its own: beside other tests the heap's size says little.
    program = f"from {__name__} import left_behind; print(*left_behind({str(clips.kind('interlaced'))!r}, {cycles}))"
    root = Path(__file__).parents[2]
    finished = subprocess.run([sys.executable, "-c", program], cwd=root, capture_output=True, text=True, check=True)
    threads, handles, grown_bytes = map(int, finished.stdout.split())
    assert threads <= 0
    assert handles <= 0
    assert grown_bytes < 30 << 20


def left_behind(path: str, cycles: int) -> tuple[int, int, int]:
    """Threads, open files and bytes of memory that so many openings leave."""

    def cycle(index: int) -> None:
        with watched(Path(path), budget_bytes=8 << 20) as clip:
            clip.sought(index % 60)

    for index in range(10):
        cycle(index)
    gc.collect()
    before = count_in("task"), count_in("fd"), resident_bytes()
    for index in range(cycles):
        cycle(index)
    gc.collect()
    # A thread that was joined is counted until the system has cleared it away, on a busy machine a little later.
    end = time.monotonic() + PATIENCE_S
    while count_in("task") > before[0] and time.monotonic() < end:
        os.sched_yield()
    return count_in("task") - before[0], count_in("fd") - before[1], resident_bytes() - before[2]


def count_in(folder: str) -> int:
    """Threads (task) or open files (fd) of this process."""
    return sum(1 for _ in Path("/proc/self", folder).iterdir())


def resident_bytes() -> int:
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def test_the_moment_of_a_frame_is_counted_from_the_first_shown_one(clips: ClipShelf) -> None:
    with watched(clips.kind("start_offset")) as clip:
        assert clip.sought(0).moment == Moment(0)
        assert clip.sought(30).moment == Moment(1_000_000)
