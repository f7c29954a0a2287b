"""Time stamps of every picture packet, from the container's index or by reading through; nothing is decoded."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path

import numpy as np
from av.audio.stream import AudioStream
from av.container.input import InputContainer
from av.error import FFmpegError
from av.packet import Packet
from av.stream import Stream
from av.video.stream import VideoStream
from numpy.typing import NDArray

from bwc_review.domain.progress import Progress, Report
from bwc_review.media.opening import ignore_others, opened, packets_of, picture_of, sound_of, time_base_of
from bwc_review.media.reading_limits import ReadingLimits

NO_TIME = -(1 << 63)
_KEY, _DISCARD = 1, 2
_SPOT_CHECKS = 24  # packets read at the start, the middle and the end before an index is believed
_STEP = 64  # packets between two looks at the clock


@dataclass(frozen=True, slots=True)
class Packets:
    """Picture packets in the file's order; the arrays have one entry a packet and are in units of the time base.

    Attributes:
        pts: Presentation time stamps; `NO_TIME` where the file gives none.
        dts: Decoding time stamps; `NO_TIME` where the file gives none.
        duration: Durations; 0 where the file gives none.
        is_key: Can be decoded alone.
        is_hidden: Decoded, but cut off by an edit list.
        corrupt_count: Packets that the container itself marks as damaged.
        beyond_end_count: Packets that the index promises beyond the end of the file.
        is_complete: False if reading was given up by the limits.
        is_from_index: True if only the index was read.
    """

    pts: NDArray[np.int64]
    dts: NDArray[np.int64]
    duration: NDArray[np.int64]
    is_key: NDArray[np.bool_]
    is_hidden: NDArray[np.bool_]
    corrupt_count: int = 0
    beyond_end_count: int = 0
    is_complete: bool = True
    is_from_index: bool = False

    def __len__(self) -> int:
        return len(self.pts)


@dataclass(frozen=True, slots=True)
class SoundSpan:
    """First and last edge of the sound packets, in units of the sound's time base."""

    time_base: Fraction
    start: int
    end: int


def read_packets(path: Path, limits: ReadingLimits, report: Report) -> tuple[Packets, SoundSpan | None]:
    """All picture packets, and how far the sound reaches.

    The index of an MP4 without reordered frames tells everything and is read in no time; all else is read through.

    Raises:
        InputError, EnvironmentFault, Cancelled: As `opened` and `ReadingLimits.allow`.
    """
    with opened(path) as container:
        picture, sound = picture_of(container), sound_of(container)
        index = _index_of(container, picture)
        beyond = int(np.count_nonzero(index[:, 2] > path.stat().st_size))
        if not beyond and _is_whole_truth(container, picture, index):
            return _from_index(picture, index), _span_from_header(sound)
    with opened(path) as container:
        picture, sound = picture_of(container), sound_of(container)
        header = _span_from_header(sound) if len(index) == picture.frames and not beyond else None
        packets, read = _from_reading(container, picture, sound if header is None else None, limits, report)
    return replace(packets, beyond_end_count=beyond), header or read


def _index_of(container: InputContainer, picture: VideoStream) -> NDArray[np.int64]:
    """Rows of (decoding time, flags, end of the data in the file) from an MP4's index; no rows for other files."""
    is_mp4 = "mp4" in container.format.name.split(",")
    entries = picture.index_entries if is_mp4 else ()
    return np.array([(e.timestamp, e.flags, e.pos + e.size) for e in entries], np.int64).reshape(-1, 3)


def _from_index(picture: VideoStream, index: NDArray[np.int64]) -> Packets:
    times, flags = index[:, 0], index[:, 1]
    return Packets(
        pts=times,
        dts=times,
        duration=np.maximum(np.diff(times, append=_header_end(picture, times)), 0),
        is_key=(flags & _KEY) != 0,
        is_hidden=(flags & _DISCARD) != 0,
        is_from_index=True,
    )


def _is_whole_truth(container: InputContainer, picture: VideoStream, index: NDArray[np.int64]) -> bool:
    """True if the index lists every packet and its decoding times are the times at which frames show."""
    if picture.codec_context.reorder_depth or not 0 < picture.frames == len(index):
        return False
    return _agrees_with_packets(container, picture, index[:, 0])


def _agrees_with_packets(container: InputContainer, picture: VideoStream, times: NDArray[np.int64]) -> bool:
    """True if packets at three places show at the very times of the index."""
    if np.any(np.diff(times) <= 0):
        return False
    known = set(times.tolist())
    for place in (0, len(times) // 2, max(0, len(times) - _SPOT_CHECKS)):
        try:
            container.seek(int(times[place]), stream=picture)
            for count, packet in enumerate(_with_data(packets_of(container, picture))):
                if packet.pts != packet.dts or packet.pts not in known:
                    return False
                if count >= _SPOT_CHECKS:
                    break
        except FFmpegError:
            return False
    return True


def _header_end(picture: VideoStream, times: NDArray[np.int64]) -> int:
    last = int(times[-1]) if len(times) else 0
    if picture.duration is None or picture.start_time is None:
        return last
    return max(last, picture.start_time + picture.duration)


def _span_from_header(sound: AudioStream | None) -> SoundSpan | None:
    if sound is None or sound.start_time is None or sound.duration is None:
        return None
    return SoundSpan(time_base_of(sound), sound.start_time, sound.start_time + sound.duration)


def _from_reading(
    container: InputContainer,
    picture: VideoStream,
    sound: AudioStream | None,
    limits: ReadingLimits,
    report: Report,
) -> tuple[Packets, SoundSpan | None]:
    rows: list[tuple[int, int, int, bool, bool]] = []
    edges: list[int] = []
    corrupt = 0
    is_complete = True
    size = max(1, container.size)
    unchecked = 0
    tracks = (picture,) if sound is None else (picture, sound)
    ignore_others(container, *tracks)
    for count, packet in enumerate(_with_data(packets_of(container, *tracks))):
        unchecked += packet.size
        if count % _STEP == 0:
            report(Progress(min(max(packet.pos or 0, 0), size), size, "Reading frame times"))
            if not limits.allow(unchecked):
                is_complete = False
                break
            unchecked = 0
        if packet.stream_index == picture.index:
            corrupt += packet.is_corrupt
            rows.append(_row(packet))
        elif packet.pts is not None and not packet.is_discard:
            edges += (packet.pts, packet.pts + (packet.duration or 0))
    span = SoundSpan(time_base_of(sound), min(edges), max(edges)) if sound is not None and edges else None
    return _packets(rows, corrupt, is_complete=is_complete), span


def _row(packet: "Packet[Stream]") -> tuple[int, int, int, bool, bool]:
    pts = NO_TIME if packet.pts is None else packet.pts
    dts = NO_TIME if packet.dts is None else packet.dts
    return pts, dts, packet.duration or 0, packet.is_keyframe, packet.is_discard


def _packets(rows: list[tuple[int, int, int, bool, bool]], corrupt: int, *, is_complete: bool) -> Packets:
    table = np.array(rows, np.int64).reshape(-1, 5)
    return Packets(
        pts=table[:, 0],
        dts=table[:, 1],
        duration=table[:, 2],
        is_key=table[:, 3] != 0,
        is_hidden=table[:, 4] != 0,
        corrupt_count=corrupt,
        is_complete=is_complete,
    )


def _with_data(packets: "Iterator[Packet[Stream]]") -> "Iterator[Packet[Stream]]":
    return (packet for packet in packets if packet.size)
