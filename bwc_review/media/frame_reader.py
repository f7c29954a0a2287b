"""Reading a clip's frames in order from any of them on: seeking, decoding, deinterlacing, knowing which is which."""

import os
from collections import deque
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from av import error as av_error
from av.codec.context import ThreadType
from av.container.input import InputContainer
from av.packet import Packet
from av.stream import Discard
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from bwc_review.domain.clip import ClipFacts, FrameTable
from bwc_review.domain.time import US_PER_S, Moment, us_from_pts
from bwc_review.media.deinterlacer import Deinterlacer
from bwc_review.media.file_access import environment_fault
from bwc_review.media.opening import opened, picture_of, time_base_of
from bwc_review.media.spare_packets import SpareFinder

_PACKETS_A_STEP = 64  # after so many without a picture the caller may change its mind
_MOST_CONTAINER_ERRORS = 20  # in a row: the rest of the file is lost
_FAR_BACK_US = 10 * US_PER_S
_MOST_THREADS = 4  # each holds frames of its own, and gives its first one later
_SLACK_US = 1_000  # containers that count milliseconds


@dataclass(frozen=True, slots=True, eq=False)
class Decoded:
    """A frame as the decoder gave it.

    Attributes:
        index: Its number in the clip.
        picture: Pixels in the clip's own format and size.
    """

    index: int
    picture: VideoFrame


class FrameReader:
    """Decodes one clip forward from any frame. Used by one thread.

    Attributes:
        next_index: The earliest frame that `read` can still give; None before `start_at` and once no more will come.
        sure_from: Frames before this one may have been left out because nobody wanted them.
        refused: Places in the file that could not be read or decoded; each is there once, however often it is met.
    """

    def __init__(
        self, path: Path, facts: ClipFacts, table: FrameTable, refused: set[tuple[str, int]] | None = None
    ) -> None:
        """Open the clip.

        Args:
            path: The clip.
            facts: Its facts.
            table: Its frame table.
            refused: What earlier readers of this clip found broken; this one adds to it.

        Raises:
            InputError, EnvironmentFault: It cannot be opened.
        """
        self._path = path
        self._facts = facts
        self._table = table
        self._stack = ExitStack()
        self._container: InputContainer
        self._stream: VideoStream
        self._packets: Iterator[Packet[VideoStream]]
        self._held: deque[Decoded] = deque()
        self._first_packet: Packet[VideoStream] | None = None
        self._deinterlacer: Deinterlacer | None = None
        self._far_back = 0
        self._place = 0
        self._can_skip = not facts.is_interlaced  # a field that is left out would take its frame with it
        self.next_index: int | None = None
        self.sure_from = 0
        self.refused: set[tuple[str, int]] = set() if refused is None else refused
        self._open()

    def close(self) -> None:
        """Let go of the file and of the decoder's threads."""
        self._held.clear()
        self._first_packet = None
        self._packets = iter(())
        self._deinterlacer = None
        self._stack.close()

    def start_at(self, index: int) -> None:
        """Go to the last key frame at or before `index`; `read` then gives frames from there on.

        Raises:
            InputError, EnvironmentFault: The file cannot be read any more.
        """
        key = self._table.key_before(index)
        self._held.clear()
        self.sure_from = 0
        self._deinterlacer = Deinterlacer(self._time_base) if self._facts.is_interlaced else None
        for step in range(self._far_back, 3):
            if self._lands_by(key, self._goal_us(key, step)):
                self._far_back = step
                self.next_index = key
                return
        self._reopen()
        self.next_index = 0

    def read(self, keep_from: int = 0) -> Decoded | None:
        """The next frame in order of presentation.

        None if this step gave none; `next_index` then tells whether another step can.

        Args:
            keep_from: Frames before this one are left out if no other frame is made from them.

        Raises:
            EnvironmentFault: The file cannot be read any more.
        """
        for _ in range(_PACKETS_A_STEP):
            if self._held or self.next_index is None:
                break
            packet = self._next_packet()
            if self._is_left_out(packet, keep_from):
                continue
            for picture in self._decode(packet):
                self._hold(picture)
            if packet is None and not self._held:
                self.next_index = None
        if not self._held:
            return None
        decoded = self._held.popleft()
        self.next_index = decoded.index + 1
        return decoded

    def is_at_key(self, index: int) -> bool:
        """True right after `start_at` if `index` is the key frame that comes first, and no field is woven into it."""
        packet = self._first_packet
        if packet is None or packet.pts is None or self._deinterlacer is not None:
            return False
        return self.next_index == index == self._index_at(packet.pts) and self._table.is_key(index)

    def read_key(self, index: int) -> Decoded | None:
        """The key frame that comes first, alone, or None; afterwards the reader stands before it again."""
        packet = self._first_packet
        self._place = 0 if packet is None else _place_of(packet)
        pictures = [*self._decode(packet), *self._decode(None)]
        self.start_at(index)
        right = [picture for picture in pictures if picture.pts is not None and self._index_at(picture.pts) == index]
        return Decoded(index, right[0]) if right else None

    def _is_left_out(self, packet: "Packet[VideoStream] | None", keep_from: int) -> bool:
        """True if the packet need not be decoded at all: the trick of quick exact seeks."""
        is_early = False
        if packet is not None and packet.pts is not None and self._can_skip and keep_from > 0:
            index = self._index_at(packet.pts)
            is_early = index is not None and index < keep_from
            if is_early and index is not None:
                self.sure_from = max(self.sure_from, index + 1)
        # The decoder knows coding that the finder does not.
        self._stream.codec_context.skip_frame = "NONREF" if is_early else "DEFAULT"
        return is_early and packet is not None and self._spares.is_spare(packet)

    def _open(self) -> None:
        self._container = self._stack.enter_context(opened(self._path))
        self._stream = picture_of(self._container)
        for stream in self._container.streams:
            if stream.index != self._stream.index:
                stream.discard = Discard.all
        self._stream.thread_type = ThreadType.AUTO
        self._stream.codec_context.thread_count = min(_MOST_THREADS, os.cpu_count() or 1)
        self._spares = SpareFinder(self._stream)
        self._time_base = time_base_of(self._stream)
        self._packets = self._container.demux(self._stream)

    def _reopen(self) -> None:
        self._first_packet = None
        self._stack.close()
        self._open()

    def _goal_us(self, key: int, step: int) -> int:
        # Containers without an index (transport streams) land between key frames: aim before the previous one then.
        start_us = self._table.start(key).us
        if step == 0:
            return start_us
        before = self._table.start(self._table.key_before(max(0, key - 1))).us
        return before - US_PER_S // 2 if step == 1 else start_us - _FAR_BACK_US

    def _lands_by(self, key: int, goal_us: int) -> bool:
        """Seek to `goal_us`; True if the first key packet from there on shows at or before frame `key`."""
        goal = self._facts.first_pts + round(goal_us / (self._time_base * US_PER_S))
        try:
            self._container.seek(goal, stream=self._stream)
        except av_error.FFmpegError:
            return False
        self._packets = self._container.demux(self._stream)
        self._first_packet = self._first_key_packet()
        if self._first_packet is None:
            return False
        time = self._first_packet.pts if self._first_packet.pts is not None else self._first_packet.dts
        return time is not None and self._us(time) <= self._table.start(key).us + _SLACK_US

    def _first_key_packet(self) -> "Packet[VideoStream] | None":
        try:
            return next((packet for packet in self._packets if packet.size and packet.is_keyframe), None)
        except (av_error.FFmpegError, IndexError):
            return None

    def _next_packet(self) -> "Packet[VideoStream] | None":
        """The next packet with data; None at the end of the file, again and again."""
        if self._first_packet is not None:
            packet, self._first_packet = self._first_packet, None
            return packet
        for _ in range(_MOST_CONTAINER_ERRORS):
            try:
                packet = next(self._packets, None)
            except IndexError:  # PyAV stumbles over packets of tracks that appeared on the way
                self._packets = self._container.demux(self._stream)
            except av_error.FFmpegError as error:
                if isinstance(error, OSError):
                    raise environment_fault(error, self._path) from error
                self.refused.add(("after", self._place))
                self._packets = self._container.demux(self._stream)
            else:
                if packet is None or not packet.size:
                    return None
                self._place = _place_of(packet)
                return packet
        return None

    def _decode(self, packet: "Packet[VideoStream] | None") -> list[VideoFrame]:
        try:
            pictures = self._stream.decode(packet)  # pyright: ignore[reportUnknownMemberType] - its parameter is untyped
        except av_error.EOFError:  # the decoder has given all
            pictures = []
        except av_error.FFmpegError:
            self.refused.add(("at", self._place))
            pictures = []
        if self._deinterlacer is None:
            return pictures
        woven = [made for picture in pictures for made in self._deinterlacer.push(picture)]
        return woven + self._deinterlacer.flush() if packet is None else woven

    def _hold(self, picture: VideoFrame) -> None:
        last = self._held[-1].index if self._held else (self.next_index or 0) - 1
        index = last + 1 if picture.pts is None else self._index_at(picture.pts)
        if index is not None and index > last and index < len(self._table):
            self._held.append(Decoded(index, picture))

    def _index_at(self, pts: int) -> int | None:
        """Number of the frame with that time stamp; None if it is none that is shown."""
        moment = Moment(self._us(pts))
        index = self._table.nearest_index(moment)
        start = self._table.start(index)
        reach = max(_SLACK_US, (self._table.end(index) - start) // 2)
        return index if abs(moment - start) <= reach else None

    def _us(self, pts: int) -> int:
        return us_from_pts(pts - self._facts.first_pts, self._time_base)


def _place_of(packet: "Packet[VideoStream]") -> int:
    """Where in the file it lies; its time where the container does not say."""
    if packet.pos is not None and packet.pos >= 0:
        return packet.pos
    return packet.dts if packet.dts is not None else -1
