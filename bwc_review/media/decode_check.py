"""Decoding as little as tells the truth: the first pictures and some key frames; all if it is short or suspect.

One thread decodes: with several, FFmpeg loses healthy frames beside a broken one.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic

import numpy as np
from av.codec.context import ThreadType
from av.container.input import InputContainer
from av.error import FFmpegError
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from bwc_review.domain.errors import InputError
from bwc_review.domain.progress import Progress, Report
from bwc_review.media.opening import decoded, opened, packets_of, picture_of
from bwc_review.media.packets import Packets
from bwc_review.media.reading_limits import ReadingLimits

_HEAD_FRAMES = 16
_PLACES = 6
_FULL_PIXELS = 400_000_000  # one to three seconds of decoding H.264
_COST = {"hevc": 4, "av1": 3, "vp9": 2, "vvc": 10}  # against H.264, at the same size
_FULL_BYTES = 50_000_000
_FULL_S = 5.0
_HEAD_S = 3.0
_FIELDS_PER_FRAME = 1.8  # packets a decoded frame from which on fields were stored one by one


@dataclass(slots=True)
class DecodeCheck:
    """What decoding showed.

    Attributes:
        picture_sizes: Width and height of decoded pictures, in the order of their first sight.
        pixel_format: FFmpeg's name.
        display_matrix: Nine 32 bit numbers as the container gives them, or None.
        times: Time stamps of decoded pictures from the start of the file on, in the order in which they came.
        interlaced_count: How many of `times` were coded as two fields.
        untimed_count: Pictures without a time stamp.
        damaged_count: Pictures that are shown with visible damage.
        error_count: Packets that the decoder refused.
        unreadable_keys: Key frames at the sampled places that gave no or a damaged picture.
        is_full: The whole file was decoded.
    """

    picture_sizes: list[tuple[int, int]] = field(default_factory=list[tuple[int, int]])
    pixel_format: str = ""
    display_matrix: bytes | None = None
    times: list[int] = field(default_factory=list[int])
    interlaced_count: int = 0
    untimed_count: int = 0
    damaged_count: int = 0
    error_count: int = 0
    unreadable_keys: int = 0
    is_full: bool = False

    @property
    def is_in_order(self) -> bool:
        """True if the decoder gave the pictures with rising time stamps."""
        return all(a < b for a, b in zip(self.times, self.times[1:], strict=False))

    @property
    def is_interlaced(self) -> bool:
        """True if most pictures are coded as two fields."""
        return self.interlaced_count * 2 > len(self.times)

    def take(self, frame: VideoFrame) -> None:
        """Note a decoded picture."""
        size = (frame.width, frame.height)
        if size not in self.picture_sizes:
            self.picture_sizes.append(size)
        if not self.times:
            self.pixel_format = frame.format.name
            self.display_matrix = display_matrix_of(frame)
        self.interlaced_count += frame.interlaced_frame
        self.damaged_count += frame.is_corrupt
        if frame.pts is None:
            self.untimed_count += 1
        else:
            self.times.append(frame.pts)


def check_decoding(path: Path, packets: Packets, limits: ReadingLimits, report: Report) -> DecodeCheck:
    """Decode the start and some key frames; the whole file (or a few seconds' worth) if it is short or looks broken.

    Raises:
        InputError: ``media.no_frames``: nothing in the file can be decoded.
        EnvironmentFault, Cancelled: As `opened` and `ReadingLimits.allow`.
    """
    report(Progress(0, 1, "Checking the pictures"))
    with opened(path) as container:
        picture = picture_of(container)
        picture.thread_type, picture.thread_count = ThreadType.NONE, 1
        context = picture.codec_context
        pixels = max(1, context.width * context.height) * len(packets)
        if pixels * _COST.get(context.codec.canonical_name, 1) <= _FULL_PIXELS and container.size <= _FULL_BYTES:
            return _usable(_decoded(container, picture, limits, _FULL_S, None))
        check = _usable(_decoded(container, picture, limits, _HEAD_S, _HEAD_FRAMES))
        check.unreadable_keys = _unreadable_keys(container, picture, packets, limits)
    if not _looks_broken(check, packets):
        return check
    with opened(path) as container:
        picture = picture_of(container)
        picture.thread_type, picture.thread_count = ThreadType.NONE, 1
        full = _decoded(container, picture, limits, _FULL_S, None)
    full.unreadable_keys = check.unreadable_keys
    return _usable(full)


def are_fields_apart(check: DecodeCheck, shown: "np.ndarray[tuple[int], np.dtype[np.int64]]") -> bool:
    """True if two packets make one picture: the fields of an interlaced picture, each in a packet of its own.

    Args:
        check: What decoding showed.
        shown: Sorted time stamps of the packets that are shown.
    """
    if not check.is_interlaced or len(check.times) < 2:
        return False
    within = np.count_nonzero((shown >= min(check.times)) & (shown < max(check.times)))
    return bool(within >= _FIELDS_PER_FRAME * (len(check.times) - 1))


def _usable(check: DecodeCheck) -> DecodeCheck:
    if not check.times:
        raise InputError(
            "media.no_frames",
            "The file has a header but no picture in it can be shown. Copy it again or ask for it again.",
        )
    return check


def _decoded(
    container: InputContainer, picture: VideoStream, limits: ReadingLimits, seconds: float, frames: int | None
) -> DecodeCheck:
    """Decode from the start until `frames` pictures came, `seconds` are over once one came, or the file ends."""
    check = DecodeCheck()
    end = limits.for_at_most(seconds)
    for pictures in _groups(container, picture, check, limits):
        for frame in pictures:
            check.take(frame)
        if (frames is not None and len(check.times) >= frames) or (check.times and monotonic() > end):
            return check
    check.is_full = True
    return check


def _groups(
    container: InputContainer, picture: VideoStream, check: DecodeCheck, limits: ReadingLimits
) -> Iterator[list[VideoFrame]]:
    """The pictures that each packet gives; errors of the decoder are counted."""
    for packet in packets_of(container, picture):
        if not limits.allow(packet.size):
            return
        try:
            yield decoded(picture, packet)
        except FFmpegError:
            check.error_count += 1


def _unreadable_keys(container: InputContainer, picture: VideoStream, packets: Packets, limits: ReadingLimits) -> int:
    keys = packets.pts[packets.is_key & ~packets.is_hidden]
    if len(keys) < 2:
        return 0
    places = np.unique(np.linspace(0, len(keys) - 1, _PLACES + 1).astype(np.int64)[1:])
    return sum(not _is_readable(container, picture, int(keys[place])) for place in places if limits.allow())


def _is_readable(container: InputContainer, picture: VideoStream, pts: int) -> bool:
    """True if the key frame at `pts` gives an undamaged picture on its own."""
    try:
        container.seek(pts, stream=picture)
        for packet in packets_of(container, picture):
            if packet.is_keyframe and packet.size:
                frames = [*decoded(picture, packet), *decoded(picture, None)]
                return bool(frames) and not any(frame.is_corrupt for frame in frames)
    except FFmpegError:
        return False
    return False


def _looks_broken(check: DecodeCheck, packets: Packets) -> bool:
    if check.error_count or check.damaged_count or check.unreadable_keys or packets.corrupt_count:
        return True
    if packets.beyond_end_count or not packets.is_complete:
        return True
    shown = np.sort(packets.pts[~packets.is_hidden])
    if not check.is_in_order or are_fields_apart(check, shown):
        return False
    first, last = check.times[0], check.times[-1]
    return bool(np.count_nonzero((shown >= first) & (shown <= last)) > len(check.times))


def display_matrix_of(frame: VideoFrame) -> bytes | None:
    """The matrix that brings the picture upright, as the container gives it, or None."""
    # PyAV annotates the side data as a plain dictionary; it is a mapping by the name of the kind.
    data = frame.side_data.get("DISPLAYMATRIX")
    return bytes(data) if data is not None else None  # pyright: ignore[reportArgumentType]
