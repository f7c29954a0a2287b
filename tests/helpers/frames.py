"""Clips made for tests: every frame carries its number (`frame_code`), every odd thing a camera does can be asked for.

    path = make_clip(tmp_path / "a.mp4", frames=90, rate=30, b_frames=2, gop=60)
    assert read_frame_numbers(path) == list(range(90))
    starts = frame_starts_us(90, 30)            # when each of them is due

The fixture `clips` (tests/helpers/clips.py) makes a clip once a session and gives its path.
"""

import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any

import av
import imageio_ffmpeg
import numpy as np
from av.audio.frame import AudioFrame
from av.video.frame import VideoFrame

from tests.helpers.containers import joined, mirrored_matrix, with_extras, write_display_matrix
from tests.helpers.frame_code import (
    Found,
    NoFrameNumber,
    Region,
    find_frame_numbers,
    paint_number,
    read_frame_number,
)

__all__ = [
    "ClipSpec",
    "Found",
    "NoFrameNumber",
    "Region",
    "damage",
    "find_frame_numbers",
    "frame_starts_us",
    "make_clip",
    "paint_number",
    "painted",
    "pictures_of",
    "read_frame_number",
    "read_frame_numbers",
    "truncate",
]

NTSC = Fraction(30000, 1001)
VFR_GAPS = (2, 2, 4, 2, 1, 3, 2)  # in half frames of the nominal rate, repeated

_ENCODERS: dict[str, tuple[str, str, dict[str, str]]] = {
    "h264": ("libx264", "yuv420p", {"preset": "ultrafast"}),
    "hevc": ("libx265", "yuv420p", {"preset": "ultrafast"}),
    "vp8": ("libvpx", "yuv420p", {"deadline": "realtime", "cpu-used": "8", "crf": "10", "b": "2M"}),
    "vp9": ("libvpx-vp9", "yuv420p", {"deadline": "realtime", "cpu-used": "8", "crf": "20", "b": "0"}),
    "mpeg4": ("mpeg4", "yuv420p", {"b": "4M", "qmax": "6"}),
    "mjpeg": ("mjpeg", "yuvj420p", {"qmin": "3", "qmax": "3"}),
    "mpeg2": ("mpeg2video", "yuv420p", {"b": "6M", "qmax": "6"}),
}
_SOUND_BY_SUFFIX = {".avi": "pcm_s16le", ".webm": "libopus", ".mpg": "mp2", ".mkv": "aac", ".3gp": "aac"}

_SAMPLE_KINDS = {"flt": ("f4", 1), "s16": ("i2", (1 << 15) - 1), "s32": ("i4", (1 << 31) - 1)}


@dataclass(frozen=True)
class ClipSpec:
    """What a made clip is like. Times are in seconds unless the name says otherwise.

    Attributes:
        frames: How many frames are shown.
        rate: Frames a second (nominal if `vfr`).
        size: Width and height of the upright picture; the stored one is turned if `rotation` is 90 or 270.
        codec: h264, hevc, vp8, vp9, mpeg4, mpeg2 or mjpeg.
        vfr: Gaps between frames follow `VFR_GAPS`.
        b_frames: B-frames between references.
        gop: Frames from key frame to key frame.
        open_gop: B-frames may refer across a key frame (h264 and hevc).
        crf: Quality for h264 and hevc.
        rotation: Clockwise turn in degrees that the container asks for; applied, the picture is upright.
        mirrored: The container asks for a flip left to right before the turn (mp4 and mov).
        later_size: Width and height from the middle on; needs a clip without sound.
        extras: With cover art before it and a track of data beside it (mp4).
        deep: Ten bits a sample (h264 and hevc).
        sar: Width of a pixel divided by its height.
        interlaced: Coded as two fields (h264 only).
        start_offset: Time stamp of the first frame.
        hidden_frames: Frames before the first shown one, cut off by an edit list (mp4 and mov).
        audio: With a sound track.
        tone_hz: The tone in it.
        audio_delay: How long after the first picture the sound track starts.
        silence: How long the track is digitally silent at its start.
        audio_length: Length of the track; None for up to the end of the picture.
        audio_codec: FFmpeg's encoder name; None for what suits the container.
        sample_rate: Sound samples a second.
        channels: 1 or 2.
        fragmented: A fragmented mp4 without an index.
        first_number: Number painted into the first shown frame.
        tint: U and V of the background, to tell clips apart by eye.
    """

    frames: int = 60
    rate: Fraction | int = 30
    size: tuple[int, int] = (320, 240)
    codec: str = "h264"
    vfr: bool = False
    b_frames: int = 0
    gop: int = 30
    open_gop: bool = False
    crf: int = 20
    rotation: int = 0
    mirrored: bool = False
    later_size: tuple[int, int] | None = None
    extras: bool = False
    deep: bool = False
    sar: Fraction | int = 1
    interlaced: bool = False
    start_offset: float = 0.0
    hidden_frames: int = 0
    audio: bool = True
    tone_hz: float = 440.0
    audio_delay: float = 0.0
    silence: float = 0.0
    audio_length: float | None = None
    audio_codec: str | None = None
    sample_rate: int = 48_000
    channels: int = 1
    fragmented: bool = False
    first_number: int = 0
    tint: tuple[int, int] = (118, 134)


def make_clip(path: Path, **spec: Any) -> Path:
    """Write a clip as `ClipSpec(**spec)` describes it; the suffix of `path` chooses the container."""
    wanted = ClipSpec(**spec)
    if wanted.later_size is not None:
        return _of_two_sizes(path, wanted)
    options = {"movflags": "+faststart"} if path.suffix in {".mp4", ".mov", ".3gp"} else {}
    if wanted.fragmented:
        options = {"movflags": "+frag_keyframe+delay_moov+default_base_moof"}
    with av.open(str(path), "w", options=options) as container:
        video = _add_video(container, wanted)
        sound = _add_sound(container, wanted, path.suffix) if wanted.audio else None
        packets = [*_video_packets(video, wanted)]
        if sound is not None:
            packets += _sound_packets(sound, wanted)
        for packet in sorted(packets, key=lambda packet: packet.dts * packet.time_base):
            container.mux(packet)
    if wanted.mirrored:
        write_display_matrix(path, mirrored_matrix(wanted.rotation))
    return with_extras(path) if wanted.extras else path


def _of_two_sizes(path: Path, spec: ClipSpec) -> Path:
    """Two streams of one kind behind each other: what a camera makes that changes its picture size on the way."""
    half = spec.frames // 2
    assert spec.later_size is not None
    assert not spec.audio
    # From a second on: the muxer moves streams whose decoding times begin below zero.
    one = replace(spec, later_size=None, frames=half, start_offset=1.0)
    start = float(1 + half / Fraction(spec.rate))
    two = replace(one, size=spec.later_size, frames=spec.frames - half, start_offset=start, first_number=half)
    parts = [path.with_name(f"{path.stem}-{number}.ts") for number in (1, 2)]
    for part, wanted in zip(parts, (one, two), strict=True):
        make_clip(part, **{field.name: getattr(wanted, field.name) for field in fields(wanted)})
    joined(parts, path)
    for part in parts:
        part.unlink()
    return path


def frame_starts_us(frames: int, rate: Fraction | int, *, vfr: bool = False) -> list[int]:
    """When each frame of a made clip starts, in whole microseconds from the first."""
    return [round(half * 1_000_000 / (2 * Fraction(rate))) for half in _half_frames(frames, vfr=vfr)]


def painted(number: int, size: tuple[int, int]) -> np.ndarray:
    """A grey picture (height, width) with a moving background and the number."""
    width, height = size
    ramp = (np.arange(width, dtype=np.int64)[None, :] + 2 * number) % 128 + 64
    luma = np.repeat(ramp.astype(np.uint8), height, axis=0)
    paint_number(luma, number)
    return luma


def read_frame_numbers(path: Path) -> list[int]:
    """The numbers of all frames that ffmpeg shows of a file, in order, turned as the file asks."""
    return [read_frame_number(picture) for picture in pictures_of(path)]


def pictures_of(path: Path, *options: str) -> Iterator[np.ndarray]:
    """Every frame that ffmpeg shows: grey arrays (height, width), turned, not squared; `options` go before -i."""
    program = imageio_ffmpeg.get_ffmpeg_exe()
    command = [
        program,
        "-v",
        "error",
        "-nostdin",
        *options,
        "-i",
        str(path),
        "-map",
        "0:v:0",
        "-fps_mode",
        "passthrough",
    ]
    command += ["-f", "image2pipe", "-c:v", "pgm", "-pix_fmt", "gray", "-"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
        stream = process.stdout
        assert stream is not None
        while stream.readline().strip() == b"P5":
            width, height = map(int, stream.readline().split())
            stream.readline()
            yield np.frombuffer(stream.read(width * height), np.uint8).reshape(height, width)


def damage(source: Path, target: Path, *, at: float = 0.5, length: int = 400) -> Path:
    """A copy of which `length` bytes, from the share `at` of the file on, are noise."""
    data = bytearray(source.read_bytes())
    place = int(len(data) * at)
    data[place : place + length] = np.random.default_rng(1).integers(0, 256, length, dtype=np.uint8).tobytes()
    target.write_bytes(data)
    return target


def truncate(source: Path, target: Path, *, keep: float = 0.6) -> Path:
    """A copy that ends after the share `keep` of the bytes, as an interrupted transfer leaves it."""
    data = source.read_bytes()
    target.write_bytes(data[: int(len(data) * keep)])
    return target


def _half_frames(frames: int, *, vfr: bool) -> list[int]:
    gaps = VFR_GAPS if vfr else (2,)
    times = [0]
    while len(times) < frames:
        times.append(times[-1] + gaps[(len(times) - 1) % len(gaps)])
    return times[:frames]


def _add_video(container: Any, spec: ClipSpec) -> Any:
    encoder, pixel_format, options = _ENCODERS[spec.codec]
    rate = Fraction(spec.rate)
    stream = container.add_stream(encoder, rate=rate, options=_video_options(spec, dict(options)))
    width, height = spec.size if spec.rotation % 180 == 0 else spec.size[::-1]
    stream.width, stream.height = width, height
    stream.pix_fmt = "yuv420p10le" if spec.deep else pixel_format
    stream.codec_context.time_base = 1 / (2 * rate) if spec.vfr else 1 / rate
    stream.codec_context.gop_size = spec.gop
    stream.codec_context.max_b_frames = spec.b_frames
    stream.codec_context.sample_aspect_ratio = Fraction(spec.sar)
    stream.codec_context.thread_count = 1
    if spec.rotation and not spec.mirrored:
        stream.set_display_rotation(-spec.rotation)  # FFmpeg counts anticlockwise
    return stream


def _video_options(spec: ClipSpec, options: dict[str, str]) -> dict[str, str]:
    if spec.codec == "h264":
        options |= {"crf": str(spec.crf), "bf": str(spec.b_frames), "keyint_min": str(min(spec.gop, 12))}
        flags = f"scenecut=0:open-gop={spec.open_gop:d}:b-adapt=0"
        options["x264-params"] = flags + (":interlaced=1:tff=1" if spec.interlaced else "")
    elif spec.codec == "hevc":
        options |= {"crf": str(spec.crf), "x265-params": _x265(spec)}
    return options


def _x265(spec: ClipSpec) -> str:
    return (
        f"log-level=none:keyint={spec.gop}:min-keyint={spec.gop}:scenecut=0:bframes={spec.b_frames}:"
        f"open-gop={spec.open_gop:d}:b-adapt=0:pools=1:frame-threads=1"
    )


def _video_packets(stream: Any, spec: ClipSpec) -> list[Any]:
    base = stream.codec_context.time_base
    total = spec.frames + spec.hidden_frames
    unit, unit_s = (1 if spec.vfr else 2), 1 / (2 * Fraction(spec.rate))
    packets: list[Any] = []
    for index, half in enumerate(_half_frames(total, vfr=spec.vfr)):
        packets += stream.encode(_frame(spec, index - spec.hidden_frames, half // unit, base))
    packets += stream.encode(None)
    hidden = _half_frames(spec.hidden_frames + 1, vfr=spec.vfr)[-1] / (2 * Fraction(spec.rate))
    halves = _half_frames(total + 1, vfr=spec.vfr)
    lengths = dict(zip((half // unit for half in halves), (b - a for a, b in pairwise(halves)), strict=False))
    for packet in packets:
        packet.duration = round(lengths[round(packet.pts * packet.time_base / base)] * unit_s / packet.time_base)
        shift = round((Fraction(spec.start_offset).limit_denominator(1000) - hidden) / packet.time_base)
        packet.pts += shift
        packet.dts += shift
    return packets


def _frame(spec: ClipSpec, index: int, pts: int, base: Fraction) -> VideoFrame:
    luma = painted((spec.first_number + index) % (1 << 18), spec.size)
    luma = np.rot90(luma, spec.rotation // 90)  # stored turned back, anticlockwise
    luma = np.ascontiguousarray(luma[:, ::-1] if spec.mirrored else luma)
    height, width = luma.shape
    chroma = [np.full(((height + 1) // 2, (width + 1) // 2), value, np.uint8) for value in spec.tint]
    pixel_format = _ENCODERS[spec.codec][1]
    frame = VideoFrame(width, height, pixel_format)
    for plane, values in zip(frame.planes, (luma, *chroma), strict=True):
        padded = np.zeros((plane.height, plane.line_size), np.uint8)
        padded[:, : plane.width] = values
        plane.update(padded)
    if spec.deep:
        frame = frame.reformat(format="yuv420p10le")
    frame.pts, frame.time_base = pts, base
    return frame


def _add_sound(container: Any, spec: ClipSpec, suffix: str) -> Any:
    codec = spec.audio_codec or _SOUND_BY_SUFFIX.get(suffix, "aac")
    stream = container.add_stream(codec, rate=spec.sample_rate)
    stream.codec_context.layout = "mono" if spec.channels == 1 else "stereo"
    stream.codec_context.open()
    return stream


def _sound_packets(stream: Any, spec: ClipSpec) -> list[Any]:
    context = stream.codec_context
    rate = spec.sample_rate
    end = Fraction(_half_frames(spec.frames + 1, vfr=spec.vfr)[-1]) / (2 * Fraction(spec.rate))
    length = float(end) - spec.audio_delay if spec.audio_length is None else spec.audio_length
    count = max(0, round(length * rate))
    wave = 0.25 * np.sin(2 * np.pi * spec.tone_hz * np.arange(count) / rate)
    wave[: round(spec.silence * rate)] = 0.0
    first = round((spec.audio_delay + spec.start_offset) * rate)
    size = context.frame_size or 1024
    planar = context.format.is_planar
    packets: list[Any] = []
    for start in range(0, count, size):
        part = wave[start : start + size]
        shape = np.tile(part, (spec.channels, 1)) if planar else np.repeat(part, spec.channels)[None, :]
        kind, scale = _SAMPLE_KINDS[context.format.name.removesuffix("p")]
        samples = np.ascontiguousarray((shape * scale).astype(kind))
        frame = AudioFrame.from_ndarray(samples, context.format.name, context.layout)
        frame.sample_rate, frame.pts, frame.time_base = rate, first + start, Fraction(1, rate)
        packets += stream.encode(frame)
    return packets + stream.encode(None)


def spec_of(**spec: Any) -> ClipSpec:
    """The description with its defaults filled in, to look up what a made clip should be."""
    return replace(ClipSpec(), **spec)
