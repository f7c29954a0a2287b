"""Thumbnails: the exact frame, upright, with square pixels, in the right colours."""

import subprocess
from pathlib import Path

import cv2
import imageio_ffmpeg
import numpy as np
import pytest

from bwc_review.domain.errors import EnvironmentFault, InputError
from bwc_review.domain.progress import CancelToken, silent
from bwc_review.domain.time import Moment
from bwc_review.media.examine import examine
from bwc_review.media.thumbnails import thumbnail
from tests.helpers.clips import KINDS, ClipShelf
from tests.helpers.frames import pictures_of, read_frame_number

WIDTH = 200


def picture(path: Path, us: int, width: int = WIDTH) -> np.ndarray:
    data = thumbnail(path, Moment(us), width)
    assert data.startswith(b"\xff\xd8")
    return cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR)


@pytest.mark.parametrize("kind", KINDS)
def test_it_shows_the_frame_that_the_table_names(clips: ClipShelf, kind: str) -> None:
    path = clips.kind(kind)
    table = examine(path, silent, CancelToken()).table
    last = len(table) - 1
    shown = {}
    for index in (0, 1, 13, 29, 30, 31, 44, last):
        for moment in (table.start(index).us, table.end(index).us - 1):
            shown[moment] = read_frame_number(picture(path, moment))
    assert shown == {us: table.index_at(Moment(us)) for us in shown}


def test_known_first_time_stamps_are_used(clips: ClipShelf) -> None:
    path = clips.kind("start_offset")
    facts = examine(path, silent, CancelToken()).facts
    data = thumbnail(path, Moment(500_000), WIDTH, first_pts=facts.first_pts)
    assert data == thumbnail(path, Moment(500_000), WIDTH)


@pytest.mark.parametrize(("us", "frame"), [(-1_000_000, 0), (3_600_000_000, 59)])
def test_outside_the_clip_it_is_the_first_or_the_last_frame(clips: ClipShelf, us: int, frame: int) -> None:
    assert read_frame_number(picture(clips.kind("b_frames_gop_60", frames=60), us)) == frame


@pytest.mark.parametrize(
    ("kind", "size"),
    [
        ("cfr_30", (150, 200)),
        ("portrait", (267, 200)),
        ("rotated_90", (150, 200)),
        ("wide_pixels", (112, 200)),
        ("narrow_pixels", (225, 200)),
    ],
)
def test_its_width_is_given_and_its_shape_is_the_clips(clips: ClipShelf, kind: str, size: tuple[int, int]) -> None:
    assert picture(clips.kind(kind), 0).shape[:2] == size


@pytest.mark.parametrize("width", [1, 7, 33, 641])
def test_any_width_will_do(clips: ClipShelf, width: int) -> None:
    assert picture(clips.kind("cfr_30"), 0, width).shape[1] == max(2, width)


@pytest.mark.parametrize("suffix", [".mp4", ".ts", ".mkv"])
def test_damage_elsewhere_does_no_harm(clips: ClipShelf, suffix: str) -> None:
    path = clips.damaged(suffix, at=0.3, frames=120, gop=30)
    table = examine(path, silent, CancelToken()).table
    assert read_frame_number(picture(path, table.end_us - 200_000)) == 114


def test_a_frame_that_cannot_be_shown_leaves_the_one_before(clips: ClipShelf) -> None:
    path = clips.damaged()
    table = examine(path, silent, CancelToken()).table
    hole = max(range(len(table) - 1), key=lambda index: table.starts_us[index + 1] - table.starts_us[index])
    assert table.end(hole) - table.start(hole) > 60_000
    before, held, after = (picture(path, table.starts_us[hole] + us) for us in (0, 40_000, 66_667))
    assert np.array_equal(before, held)
    assert not np.array_equal(held, after)


def test_in_a_long_file_only_the_near_part_is_read(clips: ClipShelf, monkeypatch: pytest.MonkeyPatch) -> None:
    path = clips(".ts", frames=1800, gop=30, size=(160, 120), audio=False)
    count = 0

    def counted(packet: object) -> None:
        nonlocal count
        count += 1

    from bwc_review.media import thumbnails

    packets = thumbnails.packets_of
    monkeypatch.setattr(thumbnails, "packets_of", lambda *given: (counted(p) or p for p in packets(*given)))
    assert read_frame_number(picture(path, 50_000_000)) == 1500
    assert count < 200


@pytest.mark.parametrize(
    ("size", "matrix"), [("320x240", "bt601"), ("1280x720", "bt709"), ("320x240", "bt709"), ("1280x720", "bt601")]
)
def test_colours_are_the_sources(tmp_path: Path, size: str, matrix: str) -> None:
    path = tmp_path / "colour.mp4"
    names = {"bt601": "smpte170m", "bt709": "bt709"}
    program = imageio_ffmpeg.get_ffmpeg_exe()
    source = f"color=white:s={size}:d=1:r=5,format=gbrp,lutrgb=r=200:g=40:b=90"
    source += f",scale=out_color_matrix={matrix}:out_range=tv,format=yuv420p"
    command = [
        program,
        "-v",
        "error",
        "-f",
        "lavfi",
        "-i",
        source,
        "-crf",
        "1",
        "-colorspace",
        names[matrix],
        str(path),
    ]
    subprocess.run(command, check=True, stdin=subprocess.DEVNULL)
    blue, green, red = picture(path, 0).reshape(-1, 3).mean(axis=0)
    assert (red, green, blue) == pytest.approx((200, 40, 90), abs=5)


def test_what_is_no_clip_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "notes.mp4"
    path.write_text("notes")
    with pytest.raises(InputError):
        thumbnail(path, Moment(0), WIDTH)


def test_a_file_that_is_gone_is_the_environments_fault(tmp_path: Path) -> None:
    with pytest.raises(EnvironmentFault):
        thumbnail(tmp_path / "gone.mp4", Moment(0), WIDTH)


@pytest.mark.footage
@pytest.mark.parametrize(
    "name",
    [
        "rotation/video_0.mov",
        "rotation/video_90.mov",
        "rotation/video_180.mov",
        "phone/iphone_rot90_mebx_gps.mov",
        "phone/rot180_vfr_10fps.mp4",
        "phone/gopher_vfr_portrait.mp4",
        "pov/gopro_max_walk.mp4",
        "interlaced/sony_avchd_1080i.mts",
    ],
)
def test_real_pictures_stand_as_ffmpeg_puts_them(footage: Path, name: str) -> None:
    path = footage / "media" / name
    reference = next(iter(pictures_of(path, "-t", "0.2")))
    shown = cv2.cvtColor(picture(path, 0, reference.shape[1]), cv2.COLOR_BGR2GRAY)
    assert shown.shape == reference.shape
    # The reference is stored in the range of television, ours in full range: compare shapes, not levels.
    assert np.corrcoef(shown.ravel(), reference.ravel())[0, 1] > 0.98


@pytest.mark.footage
def test_the_burned_in_clock_is_at_its_second(footage: Path) -> None:
    path = footage / "media" / "timing" / "burned_timecode_30fps.mp4"
    for second in (3, 20):
        at, after = (picture(path, second * 1_000_000 + frame * 33_334, 640).astype(int) for frame in (0, 1))
        assert np.abs(at - after).mean() > 0.01
