"""The decoder of a pane: pictures as they belong on the screen, within bounds, through whatever happens to the file."""

import gc
import os
import subprocess
import sys
import threading
from pathlib import Path

import av
import numpy as np
import pytest
from av.video.frame import VideoFrame

from bwc_review.domain.errors import EnvironmentFault, InputError
from bwc_review.domain.time import Moment
from bwc_review.media.decoder import RAW_BUDGET_BYTES, Decoder
from bwc_review.media.picture_frame import fitted
from tests.helpers.clips import ClipShelf
from tests.helpers.frames import make_clip, read_frame_number
from tests.helpers.playing import examined, watched


@pytest.mark.parametrize(
    ("kind", "size"),
    [
        ("cfr_30", (400, 300)),
        ("rotated_90", (400, 300)),
        ("rotated_180", (400, 300)),
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


# Red, green and blue as 8 bit Y'CbCr: the equations of ITU-R BT.601-7 (2.5) and BT.709-6 (3), limited and full range.
YUV = {
    (5, "limited"): {(255, 0, 0): (81, 90, 240), (0, 255, 0): (145, 54, 34), (0, 0, 255): (41, 240, 110)},
    (1, "limited"): {(255, 0, 0): (63, 102, 240), (0, 255, 0): (173, 42, 26), (0, 0, 255): (32, 240, 118)},
    (5, "full"): {(255, 0, 0): (76, 85, 255), (0, 255, 0): (150, 44, 21), (0, 0, 255): (29, 255, 107)},
    (1, "full"): {(255, 0, 0): (54, 99, 255), (0, 255, 0): (182, 30, 12), (0, 0, 255): (18, 255, 116)},
}
CASES = [(matrix, reach, rgb, yuv) for (matrix, reach), colours in YUV.items() for rgb, yuv in colours.items()]


def one_colour_clip(path: Path, yuv: tuple[int, int, int], **tags: int | str) -> Path:
    """Ten frames of one colour, coded so that its values survive, with these tags in the stream."""
    size = tags.pop("size", (320, 240))
    deep = tags.pop("deep", False)
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=30, options={"crf": "1"})
        stream.width, stream.height = size
        stream.pix_fmt = "yuv420p10le" if deep else "yuv420p"
        for name, value in tags.items():
            setattr(stream.codec_context, name, value)
        for index in range(10):
            frame = VideoFrame(*size, stream.pix_fmt)
            for plane, value in zip(frame.planes, yuv, strict=True):
                count = plane.buffer_size // (2 if deep else 1)
                plane.update(np.full(count, value << 2 if deep else value, np.uint16 if deep else np.uint8))
            frame.pts = index
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path


@pytest.mark.parametrize(("matrix", "reach", "rgb", "yuv"), CASES)
def test_colours_follow_the_matrix_and_the_range_of_the_stream(
    tmp_path: Path, matrix: int, reach: str, rgb: tuple[int, int, int], yuv: tuple[int, int, int]
) -> None:
    tags = {"colorspace": matrix, "color_range": 2 if reach == "full" else 1}
    with watched(one_colour_clip(tmp_path / "c.mp4", yuv, **tags)) as clip:
        shown = clip.sought(3).array[100, 100]
    assert np.abs(shown.astype(int) - rgb).max() <= 5


@pytest.mark.parametrize(("size", "matrix"), [((320, 240), 5), ((1280, 720), 1)])
def test_a_stream_without_a_matrix_is_taken_as_players_take_it(
    tmp_path: Path, size: tuple[int, int], matrix: int
) -> None:
    green = YUV[matrix, "limited"][0, 255, 0]
    with watched(one_colour_clip(tmp_path / "c.mp4", green, size=size)) as clip:
        shown = clip.sought(3).array[100, 100]
    assert np.abs(shown.astype(int) - (0, 255, 0)).max() <= 5


def test_ten_bits_are_shown_in_the_same_colours(tmp_path: Path) -> None:
    red = YUV[1, "limited"][255, 0, 0]
    path = one_colour_clip(tmp_path / "c.mp4", red, colorspace=1, color_range=1, deep=True)
    with watched(path) as clip:
        shown = clip.sought(3).array[100, 100]
    assert clip.examination.facts.pixel_format == "yuv420p10le"
    assert np.abs(shown.astype(int) - (255, 0, 0)).max() <= 6


def test_interlaced_pictures_are_shown_without_combs(tmp_path: Path) -> None:
    path = make_clip(tmp_path / "i.mp4", interlaced=True, frames=30, size=(320, 240))
    with watched(path) as clip:
        assert clip.examination.facts.is_interlaced
        assert [read_frame_number(clip.sought(index).array) for index in (0, 12, 29)] == [0, 12, 29]


def test_what_is_kept_stays_within_its_bound(clips: ClipShelf) -> None:
    budget = 40 * 320 * 240 * 4
    with watched(clips.kind("b_frames_gop_60"), budget_bytes=budget) as clip:
        for index in (*range(0, 150, 7), *range(149, 0, -11)):
            clip.sought(index)
            assert clip.decoder.kept_bytes <= budget + RAW_BUDGET_BYTES
            assert clip.decoder.kept_count <= 40


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
    return count_in("task") - before[0], count_in("fd") - before[1], resident_bytes() - before[2]


def count_in(folder: str) -> int:
    """Threads (task) or open files (fd) of this process."""
    return sum(1 for _ in Path("/proc/self", folder).iterdir())


def resident_bytes() -> int:
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


@pytest.mark.slow
@pytest.mark.footage
def test_every_container_of_real_footage_shows_its_first_middle_and_last_frame(footage: Path) -> None:
    shown = 0
    suffixes = {".mp4", ".mov", ".mkv", ".avi", ".webm", ".ts", ".mts", ".mpg", ".3gp", ".m4v", ".wmv", ".flv"}
    for path in sorted((footage / "media").rglob("*")):
        if path.suffix.lower() not in suffixes:
            continue
        with watched(path, box=(480, 270)) as clip:
            last = len(clip.examination.table) - 1
            for index in (last, 0, last // 2):
                frame = clip.sought(index)
                assert abs(frame.index - index) <= 2, f"{path.name}: {frame.index} for {index}"
                assert frame.moment == clip.examination.table.start(frame.index)
            shown += 1
    assert shown > 40


def test_the_moment_of_a_frame_is_counted_from_the_first_shown_one(clips: ClipShelf) -> None:
    with watched(clips.kind("start_offset")) as clip:
        assert clip.sought(0).moment == Moment(0)
        assert clip.sought(30).moment == Moment(1_000_000)
