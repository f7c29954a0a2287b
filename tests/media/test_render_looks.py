"""Colours, ranges, depths, turns: what comes out looks as it went in."""

import subprocess
from pathlib import Path

import av
import imageio_ffmpeg
import numpy as np
import pytest
from av.video.reformatter import ColorRange, Colorspace

from bwc_review.domain.reel import Single
from tests.helpers.clips import ClipShelf
from tests.helpers.frames import find_frame_numbers
from tests.helpers.reels import Studio, pictures

RGB = (48, 96, 192)
SD, HD = "320x240", "1280x720"
LOOKS = {
    "HD BT.709": (HD, "yuv420p", "bt709", "tv", True),
    "HD BT.601": (HD, "yuv420p", "smpte170m", "tv", True),
    "SD BT.601": (SD, "yuv420p", "smpte170m", "tv", True),
    "SD BT.709": (SD, "yuv420p", "bt709", "tv", True),
    "HD untold": (HD, "yuv420p", "bt709", "tv", False),
    "SD untold": (SD, "yuv420p", "smpte170m", "tv", False),
    "full range": (HD, "yuvj420p", "bt709", "pc", True),
    "10 bit": (HD, "yuv420p10le", "bt709", "tv", True),
    "4:2:2 10 bit": (HD, "yuv422p10le", "bt709", "tv", True),
    "4:4:4": (HD, "yuv444p", "bt709", "tv", True),
}


def painted_clip(path: Path, look: str) -> Path:
    """Half a second of one colour, coded in one of many ways."""
    size, pixels, matrix, value_range, is_told = LOOKS[look]
    shade = f"scale=out_color_matrix={matrix}:out_range={value_range},format={pixels}"
    told = f",setparams=colorspace={matrix if is_told else 'unknown'}:range={value_range}"
    source = f"color=0x{RGB[0]:02x}{RGB[1]:02x}{RGB[2]:02x}:s={size}:r=30:d=0.5,format=gbrp,{shade}{told}"
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-f", "lavfi", "-i", source, "-c:v", "libx264"]
    subprocess.run([*command, "-qp", "4", str(path)], check=True)
    return path


def film_colour(path: Path, picture: int, at: tuple[int, int]) -> tuple[int, ...]:
    """The colour at a place of the film as a player that trusts its tags shows it."""
    with av.open(str(path)) as container:
        for number, frame in enumerate(container.decode(video=0)):
            if number == picture:
                rgb = frame.reformat(
                    format="rgb24", src_colorspace=Colorspace.ITU709, src_color_range=ColorRange.MPEG
                ).to_ndarray()
                return tuple(int(value) for value in rgb[at[1], at[0]])
    raise AssertionError


@pytest.mark.parametrize("look", LOOKS)
def test_colours_survive_every_way_of_coding_them(tmp_path: Path, look: str) -> None:
    studio = Studio()
    recording = studio.recording(painted_clip(tmp_path / "clip.mp4", look))
    made = studio.render(studio.reel(Single(studio.excerpt(recording, 0, 9)), size=(640, 360)), tmp_path / "reel.mp4")
    shown = film_colour(made.path, made.items[2].start_frame + 4, (320, 180))
    assert np.abs(np.subtract(shown, RGB)).max() <= 3


def test_drawn_stills_have_the_colours_they_were_drawn_in(clips: ClipShelf, tmp_path: Path) -> None:
    studio = Studio()
    recording = studio.recording(clips.kind("cfr_30"))
    made = studio.render(studio.reel(Single(studio.excerpt(recording, 0, 3))), tmp_path / "reel.mp4")
    assert np.abs(np.subtract(film_colour(made.path, 60, (5, 5)), (13, 18, 23))).max() <= 3


@pytest.mark.parametrize(
    "kind", ["rotated_90", "rotated_180", "rotated_270", "wide_pixels", "narrow_pixels", "portrait"]
)
def test_pictures_stand_upright_in_their_own_shape(clips: ClipShelf, tmp_path: Path, kind: str) -> None:
    """The number is painted upright over fixed shares of the picture: where it is found, the whole picture is."""
    studio = Studio()
    recording = studio.recording(clips.kind(kind))
    reel = studio.reel(Single(studio.excerpt(recording, 0, 3)), size=(640, 360), fade_us=0)
    made = studio.render(reel, tmp_path / "reel.mp4")
    (found,) = find_frame_numbers(next(pictures(made.path, made.items[2].start_frame, made.items[2].end_frame)))
    box = studio.plan(reel).items[2].sides[0].picture
    spec = clips.spec(kind)
    assert found.turn_deg == 0
    # The size is that of the upright picture; `sar` stretches it across (the rotated kinds have square pixels).
    assert abs(box.width / box.height - spec.size[0] * spec.sar / spec.size[1]) < 0.02
    for shown, wanted in zip(
        (found.region.x, found.region.y, found.region.width, found.region.height),
        (box.x, box.y, box.width, box.height),
        strict=True,
    ):
        assert abs(shown - wanted) < 6
