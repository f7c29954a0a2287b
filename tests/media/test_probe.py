"""The facts of a clip: what was made is what is measured; nonsense in headers does no harm."""

import struct
import subprocess
from datetime import UTC, datetime
from fractions import Fraction
from pathlib import Path

import av
import imageio_ffmpeg
import pytest

from bwc_review.domain.clip import ClipFacts
from bwc_review.domain.errors import InputError
from bwc_review.domain.progress import CancelToken, silent
from bwc_review.media.examine import examine
from bwc_review.media.opening import opened, picture_of, sound_of
from bwc_review.media.probe import Turn, read_header, sane_pixel_ratio, turn_of
from tests.helpers.clips import KINDS, ClipShelf


def facts_of(path: Path) -> ClipFacts:
    return examine(path, silent, CancelToken()).facts


def ffmpeg(*arguments: str | Path) -> None:
    program = imageio_ffmpeg.get_ffmpeg_exe()
    subprocess.run([program, "-v", "error", "-y", *map(str, arguments)], check=True, stdin=subprocess.DEVNULL)


CODECS = {"mpeg2": "mpeg2video"}


@pytest.mark.parametrize("kind", KINDS)
def test_a_made_clip_is_measured_as_it_was_made(clips: ClipShelf, kind: str) -> None:
    spec = clips.spec(kind)
    facts = facts_of(clips.kind(kind))
    assert facts.codec == CODECS.get(spec.codec, spec.codec)
    assert facts.frame_count == spec.frames
    assert facts.is_variable_rate is spec.vfr
    assert facts.rate == spec.rate or spec.vfr
    assert facts.rotation_deg == spec.rotation
    assert facts.sample_aspect_ratio == spec.sar
    assert facts.display_size == (round(spec.size[0] * spec.sar), spec.size[1])
    assert facts.is_interlaced is spec.interlaced
    assert facts.is_mirrored is spec.mirrored
    assert (facts.sound is not None) is spec.audio


@pytest.mark.parametrize("kind", KINDS)
def test_sound_is_where_it_was_put(clips: ClipShelf, kind: str) -> None:
    spec = clips.spec(kind)
    facts = facts_of(clips.kind(kind))
    if not spec.audio:
        assert facts.sound is None
        return
    assert facts.sound is not None
    priming_us = 48_000 if facts.sound.codec in {"aac", "mp2", "opus"} else 0  # silence that the encoder puts first
    expected_us = round(spec.audio_delay * 1_000_000)
    end_us = expected_us + round(spec.audio_length * 1_000_000) if spec.audio_length else facts.duration_us
    assert expected_us - priming_us <= facts.sound.start_us <= expected_us + 1000
    assert abs(facts.sound.start_us + facts.sound.duration_us - end_us) <= priming_us + 30_000
    assert (facts.sound.sample_rate_hz, facts.sound.channels) == (spec.sample_rate, spec.channels)


def test_the_average_is_the_rate_of_a_variable_clip(clips: ClipShelf) -> None:
    facts = facts_of(clips.kind("vfr"))
    assert facts.rate == Fraction(facts.frame_count * 1_000_000, facts.duration_us).limit_denominator(100_000)


def test_the_first_time_stamp_is_that_of_the_first_shown_frame(clips: ClipShelf) -> None:
    late = facts_of(clips.kind("start_offset"))
    assert late.first_pts * late.time_base == 10
    cut = facts_of(clips.kind("edit_list"))
    assert cut.first_pts == 0


# The display matrix

QUARTERS = {0: (1, 0, 0, 1), 90: (0, 1, -1, 0), 180: (-1, 0, 0, -1), 270: (0, -1, 1, 0)}


def matrix(a: float, b: float, c: float, d: float) -> bytes:
    fixed = (round(value * 65536) for value in (a, b, 0, c, d, 0, 0, 0))
    return struct.pack("=9i", *fixed, 1 << 30)


@pytest.mark.parametrize("rotation_deg", QUARTERS)
@pytest.mark.parametrize("scale", [1, 2])
def test_a_matrix_is_read_as_a_clockwise_turn(rotation_deg: int, scale: int) -> None:
    assert turn_of(matrix(*(scale * value for value in QUARTERS[rotation_deg]))) == Turn(rotation_deg)


@pytest.mark.parametrize("rotation_deg", QUARTERS)
def test_a_mirrored_matrix_is_mirrored_first_and_turned_then(rotation_deg: int) -> None:
    a, b, c, d = QUARTERS[rotation_deg]
    assert turn_of(matrix(-a, -b, c, d)) == Turn(rotation_deg, is_mirrored=True)


@pytest.mark.parametrize(
    "values", [(0, 0, 0, 0), (0.7071, 0.7071, -0.7071, 0.7071), (1, 0.5, 0, 1), (1, 0, 0, 0), (30000, -1, 17, 0.01)]
)
def test_a_matrix_that_makes_no_sense_turns_nothing(values: tuple[float, float, float, float]) -> None:
    assert turn_of(matrix(*values)) == Turn(0, is_mirrored=False, is_sensible=False)


@pytest.mark.parametrize("data", [None, b"", b"short"])
def test_no_matrix_is_no_turn(data: bytes | None) -> None:
    assert turn_of(data) == Turn()


@pytest.mark.parametrize(("degrees", "hflip"), [(0, True), (-90, False), (-90, True), (180, True), (90, True)])
def test_a_file_is_turned_and_mirrored_as_its_matrix_says(tmp_path: Path, degrees: int, hflip: bool) -> None:
    path = tmp_path / "turned.mp4"
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=25)
        stream.width, stream.height, stream.pix_fmt = 64, 48, "yuv420p"
        stream.set_display_rotation(degrees, hflip=hflip)
        for pts in range(3):
            frame = av.VideoFrame(64, 48, "yuv420p")
            frame.pts, frame.time_base = pts, Fraction(1, 25)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    facts = facts_of(path)
    # FFmpeg turns anticlockwise, then flips; flipping first and turning the other way round is the same.
    turned = degrees % 360 if hflip else -degrees % 360
    assert (facts.rotation_deg, facts.is_mirrored) == (turned, hflip)


# Pixels, dates, tracks


@pytest.mark.parametrize(
    ("given", "used"),
    [(None, 1), (Fraction(4, 3), Fraction(4, 3)), (Fraction(0), 1), (Fraction(1, 1000), 1), (Fraction(77777, 2), 1)],
)
def test_an_impossible_pixel_shape_counts_as_square(given: Fraction | None, used: Fraction) -> None:
    assert sane_pixel_ratio(given) == used


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2024-03-10T12:00:00Z", datetime(2024, 3, 10, 12, tzinfo=UTC)),
        ("1904-01-01T00:00:00Z", None),
        ("1970-01-01T00:00:00Z", None),
    ],
)
def test_the_time_in_the_metadata_is_read_unless_the_clock_was_never_set(
    clips: ClipShelf, tmp_path: Path, text: str, moment: datetime | None
) -> None:
    path = tmp_path / "dated.mp4"
    ffmpeg("-i", clips.kind("cfr_30"), "-c", "copy", "-metadata", f"creation_time={text}", path)
    assert facts_of(path).recorded_at == moment


def test_a_time_that_is_no_time_is_ignored(clips: ClipShelf, tmp_path: Path) -> None:
    path = tmp_path / "dated.mkv"
    ffmpeg("-i", clips.kind("cfr_30"), "-c", "copy", "-metadata", "creation_time=yesterday", path)
    assert facts_of(path).recorded_at is None


def test_cover_art_is_not_the_picture(clips: ClipShelf, tmp_path: Path) -> None:
    cover, path = tmp_path / "cover.png", tmp_path / "covered.mp4"
    ffmpeg("-f", "lavfi", "-i", "color=red:s=1920x1080", "-frames:v", "1", cover)
    ffmpeg("-i", cover, "-i", clips.kind("cfr_30"), "-map", "0", "-map", "1", "-c", "copy",
           "-disposition:v:0", "attached_pic", "-disposition:v:1", "0", path)  # fmt: skip
    facts = facts_of(path)
    assert (facts.codec, facts.width, facts.frame_count) == ("h264", 320, 60)


def test_cover_art_alone_is_no_picture(clips: ClipShelf, tmp_path: Path) -> None:
    cover, path = tmp_path / "cover.jpg", tmp_path / "song.mp4"
    ffmpeg("-f", "lavfi", "-i", "color=red:s=64x64", "-frames:v", "1", cover)
    ffmpeg("-i", cover, "-i", clips.kind("cfr_30"), "-map", "0:v", "-map", "1:a", "-c", "copy",
           "-disposition:v:0", "attached_pic", path)  # fmt: skip
    with pytest.raises(InputError, match="sound but no picture"):
        facts_of(path)


@pytest.fixture
def two_pictures(clips: ClipShelf, tmp_path: Path) -> Path:
    """A small default track and a large one, two sound tracks."""
    path = tmp_path / "two.mkv"
    large = clips(size=(640, 480), frames=30, tone_hz=880.0)
    ffmpeg("-i", clips.kind("cfr_30"), "-i", large, "-map", "0", "-map", "1", "-c", "copy",
           "-disposition", "0", "-disposition:v:0", "default", path)  # fmt: skip
    return path


def test_the_default_picture_is_shown_even_if_it_is_smaller(two_pictures: Path) -> None:
    facts = facts_of(two_pictures)
    assert (facts.width, facts.frame_count) == (320, 60)


def test_of_equal_pictures_the_largest_is_shown(clips: ClipShelf, two_pictures: Path, tmp_path: Path) -> None:
    path = tmp_path / "equal.mkv"
    ffmpeg("-i", two_pictures, "-map", "0", "-c", "copy", "-disposition", "0", path)
    facts = facts_of(path)
    assert (facts.width, facts.frame_count) == (640, 30)


def test_the_first_of_several_sounds_is_heard(two_pictures: Path) -> None:
    header = read_header(two_pictures)
    assert header.sound_count == 2
    with opened(two_pictures) as container:
        sound, picture = sound_of(container), picture_of(container)
        assert sound is not None
        assert (sound.index, picture.index) == (header.sound_index, header.picture_index) == (1, 0)
