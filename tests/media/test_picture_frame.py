"""The colours of pictures, and fields made whole: as FFmpeg's own conversion shows them, whatever the stream says."""

import subprocess
from collections.abc import Mapping
from pathlib import Path

import av
import imageio_ffmpeg
import numpy as np
import pytest
from av.video.frame import VideoFrame

from bwc_review.domain.time import Moment
from bwc_review.media.picture_frame import PictureMaker
from tests.helpers.frames import make_clip, read_frame_number
from tests.helpers.playing import examined, watched

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


SIDE = (320, 240)
H273 = {"bt709": 1, "fcc": 4, "bt470bg": 5, "smpte170m": 6, "smpte240m": 7, "bt2020nc": 9}


def test_a_dark_picture_is_dark_everywhere_at_any_width(tmp_path: Path) -> None:
    maker = PictureMaker(examined(one_colour_clip(tmp_path / "grey.mp4", (128, 128, 128), size=(1280, 720))).facts)
    planes = np.concatenate([np.full((720, 1280), 40, np.uint8), np.full((360, 1280), 128, np.uint8)])
    dark = VideoFrame.from_ndarray(planes, "yuv420p")
    for width in range(520, 560):
        found = maker.make(dark, 0, Moment(0), (width, width)).array
        assert np.ptp(found) <= 8, width  # swscale rounds by a few steps


def colour_chart(path: Path, tags: Mapping[str, int], pixel_format: str) -> Path:
    """Ten frames of all hues from dark to light and full to grey, nearly lossless."""
    width, height = SIDE
    across, down = np.meshgrid(np.linspace(0, 1, width), np.linspace(0, 1, height))
    luma = 20 + 210 * down
    chroma = 128 + 100 * (1 - down) * np.array([np.cos(6.283 * across), np.sin(6.283 * across)])
    planes = [luma, *(plane[::2, ::2] for plane in chroma)]
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=30, options={"crf": "1"})
        stream.width, stream.height, stream.pix_fmt = width, height, pixel_format
        for name, value in tags.items():
            setattr(stream.codec_context, name, value)
        is_deep = "10" in pixel_format
        for index in range(10):
            frame = VideoFrame(width, height, pixel_format)
            for plane, values in zip(frame.planes, planes, strict=True):
                lines = np.zeros((plane.height, plane.line_size // (2 if is_deep else 1)))
                lines[:, : plane.width] = values * (4 if is_deep else 1)
                plane.update(np.rint(lines).astype(np.uint16 if is_deep else np.uint8))
            frame.pts = index
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path


def by_ffmpeg(path: Path, filters: str) -> np.ndarray:
    """The fourth frame as FFmpeg's program turns it into red, green and blue."""
    program = imageio_ffmpeg.get_ffmpeg_exe()
    chain = f"select=eq(n\\,3),{filters}" if filters else "select=eq(n\\,3)"
    command = [program, "-v", "error", "-i", str(path), "-vf", chain, "-frames:v", "1"]
    done = subprocess.run([*command, "-f", "rawvideo", "-pix_fmt", "rgb24", "-"], check=True, capture_output=True)
    return np.frombuffer(done.stdout, np.uint8).reshape(SIDE[1], SIDE[0], 3)


@pytest.mark.parametrize("pixel_format", ["yuv420p", "yuv420p10le"])
@pytest.mark.parametrize("reach", [1, 2])
@pytest.mark.parametrize("matrix", H273)
def test_a_whole_chart_of_colours_is_as_ffmpeg_shows_it(
    tmp_path: Path, matrix: str, reach: int, pixel_format: str
) -> None:
    path = colour_chart(tmp_path / "c.mp4", {"colorspace": H273[matrix], "color_range": reach}, pixel_format)
    with watched(path, box=SIDE) as clip:
        ours = clip.sought(3).array.astype(int)
    far = np.abs(ours - by_ffmpeg(path, ""))
    assert far.max() <= 6
    assert far.mean() <= (1 if pixel_format == "yuv420p" else 2)  # FFmpeg's program rounds ten bits in two steps


@pytest.mark.parametrize("wrong", ["bt709", "bt2020nc"])
def test_the_comparison_would_see_a_wrong_matrix_or_range(tmp_path: Path, wrong: str) -> None:
    path = colour_chart(tmp_path / "c.mp4", {"colorspace": 6, "color_range": 1}, "yuv420p")
    with watched(path, box=SIDE) as clip:
        ours = clip.sought(3).array.astype(int)
    for filters in (f"scale=in_color_matrix={wrong}", "scale=in_range=full"):
        assert np.abs(ours - by_ffmpeg(path, filters)).max() > 12


def combs(picture: np.ndarray) -> float:
    """How much each line differs from the mean of its neighbours: large where two fields are woven together."""
    grey = picture[:, :, :3].mean(axis=2)
    return float(np.abs(grey[1:-1] - (grey[:-2] + grey[2:]) / 2).mean())


@pytest.fixture
def waving(tmp_path: Path) -> Path:
    """A clip of two fields a frame in which a bar moves fast: its lines lie apart in each frame."""
    path = tmp_path / "waving.mp4"
    with av.open(str(path), "w") as container:
        options = {"crf": "4", "x264-params": "interlaced=1:tff=1"}
        stream = container.add_stream("libx264", rate=30, options=options)
        stream.width, stream.height, stream.pix_fmt = *SIDE, "yuv420p"
        for index in range(30):
            luma = np.full(SIDE[::-1], 40, np.uint8)
            for field in (0, 1):
                left = 8 * (2 * index + field) % 240
                luma[field::2, left : left + 60] = 220
            frame = VideoFrame(*SIDE, "yuv420p")
            for plane, values in zip(frame.planes, (luma, 128, 128), strict=True):
                lines = np.full((plane.height, plane.line_size), 128, np.uint8)
                lines[:, : plane.width] = values
                plane.update(lines)
            frame.pts = index
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path


def test_two_fields_are_shown_without_combs(waving: Path) -> None:
    with watched(waving, box=SIDE) as clip:
        assert clip.examination.facts.is_interlaced
        shown = [combs(clip.sought(index).array) for index in (1, 9, 15, 28)]
    with av.open(str(waving)) as container:
        raw = [combs(frame.to_ndarray(format="rgb24")) for frame in container.decode(video=0)]
    for seen, index in zip(shown, (1, 9, 15, 28), strict=True):
        assert seen < raw[index] / 4


def test_interlaced_pictures_keep_their_numbers(tmp_path: Path) -> None:
    path = make_clip(tmp_path / "i.mp4", interlaced=True, frames=30, size=SIDE)
    with watched(path) as clip:
        assert clip.examination.facts.is_interlaced
        assert [read_frame_number(clip.sought(index).array) for index in (0, 12, 29)] == [0, 12, 29]
