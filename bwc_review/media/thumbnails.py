"""Small pictures of exact frames, upright and with square pixels, as JPEG."""

from fractions import Fraction
from functools import lru_cache
from pathlib import Path

import numpy as np
from av.buffer import Buffer
from av.codec.context import CodecContext, ThreadType
from av.container.input import InputContainer
from av.error import FFmpegError
from av.packet import Packet
from av.stream import Stream
from av.video.frame import VideoFrame
from av.video.reformatter import ColorRange, Colorspace, Interpolation
from av.video.stream import VideoStream

from bwc_review.domain.errors import InputError
from bwc_review.domain.time import US_PER_S, Moment, us_from_pts
from bwc_review.media.colours import matrix_of, range_of
from bwc_review.media.decode_check import display_matrix_of
from bwc_review.media.file_access import size_of
from bwc_review.media.opening import decoded, ignore_others, opened, packets_of, picture_of, time_base_of
from bwc_review.media.probe import Turn, sane_pixel_ratio, turn_of

_QUALITY = 2  # of MJPEG's 2 (best) to 31
_FIRST_STEP_S = 1
_LEAST_SIDE = 2


def thumbnail(path: Path, moment: Moment, width: int, *, first_pts: int | None = None) -> bytes:
    """The frame on the screen at `moment`, `width` pixels wide, as a JPEG file.

    Before the first frame it is the first, after the end the last.

    Args:
        path: The media file.
        moment: From the first frame that is shown.
        width: Pixels across of the upright picture.
        first_pts: `ClipFacts.first_pts` if it is known; saves a look at the file's start.

    Raises:
        InputError: The file cannot be read, or no picture in it can be decoded.
        EnvironmentFault: It is not there or may not be read.
    """
    size_of(path)
    first = _first_pts(path, path.stat().st_mtime_ns) if first_pts is None else first_pts
    try:
        frame, ratio = _frame_at(path, first, moment, ThreadType.AUTO)
    except FFmpegError:  # with several threads healthy frames beside a broken one are lost: go gently
        frame, ratio = _frame_at(path, first, moment, ThreadType.SLICE)
    return jpeg(frame, ratio, turn_of(display_matrix_of(frame)), width)


def jpeg(frame: VideoFrame, pixel_ratio: Fraction, turn: Turn, width: int, quality: int = _QUALITY) -> bytes:
    """A decoded frame as a JPEG file, upright and with square pixels.

    Args:
        frame: As the decoder gave it.
        pixel_ratio: Width of its pixels divided by their height.
        turn: How it is turned for display.
        width: Pixels across of the upright picture.
        quality: From 2, the best, to 31.
    """
    width = max(_LEAST_SIDE, width)
    wide = frame.width * pixel_ratio
    is_sideways = turn.rotation_deg in (90, 270)
    shape = frame.height / wide if not is_sideways else wide / frame.height
    height = max(_LEAST_SIDE, round(width * shape))
    scaled = frame.reformat(
        width=height if is_sideways else width,
        height=width if is_sideways else height,
        format="rgb24",
        src_colorspace=matrix_of(frame),
        src_color_range=range_of(frame),
        interpolation=Interpolation.AREA if frame.width > width else Interpolation.BICUBIC,
    )
    return _encoded(_upright(scaled, turn), quality)


def _frame_at(path: Path, first_pts: int, moment: Moment, threads: ThreadType) -> tuple[VideoFrame, Fraction]:
    with opened(path) as container:
        picture = _prepared(container, threads)
        ratio = sane_pixel_ratio(picture.sample_aspect_ratio)
        frame = _Search(container, picture, first_pts, moment).frame()
    if frame is None:  # no key frame can be reached by seeking: read from the start
        with opened(path) as container:
            frame = _Search(container, _prepared(container, threads), first_pts, moment).from_here()
    return frame or _first_frame(path), ratio


class _Search:
    """Looks for the last frame that starts at or before a moment, in a file that was just opened."""

    def __init__(self, container: InputContainer, picture: VideoStream, first_pts: int, moment: Moment) -> None:
        self._container = container
        self._picture = picture
        self._base = time_base_of(picture)
        self._first = first_pts
        self._moment = moment

    def frame(self) -> VideoFrame | None:
        """The frame, reached by seeking; None if no key frame at or before the moment was found so."""
        place = self._first + int(self._moment.us / (self._base * US_PER_S))
        step = round(_FIRST_STEP_S / self._base)
        if place <= self._first:
            return self.from_here()
        while place > self._first:
            try:
                self._container.seek(place, stream=self._picture)
            except FFmpegError:
                return None
            found = self.from_here()
            if found is not None:
                return found
            place, step = place - step, step * 2
        return None

    def from_here(self) -> VideoFrame | None:
        """The same, decoding from the next key frame on; None if that one starts too late or gives no picture."""
        best: VideoFrame | None = None
        key_pts: int | None = None
        for packet in packets_of(self._container, self._picture):
            if key_pts is None:
                if not packet.is_keyframe or packet.pts is None:
                    continue
                key_pts = packet.pts
                if self._us(key_pts) > self._moment.us:
                    return None
            for frame in self._decoded(packet):
                if frame.pts is None or frame.pts < key_pts:  # refers to what lies before the key frame
                    continue
                if self._us(frame.pts) > self._moment.us:
                    return best
                best = frame
        return best

    def _decoded(self, packet: "Packet[Stream]") -> list[VideoFrame]:
        is_careful = self._picture.thread_type == ThreadType.SLICE
        return _decoded(self._picture, packet) if is_careful else decoded(self._picture, packet)

    def _us(self, pts: int) -> int:
        return us_from_pts(pts - self._first, self._base)


@lru_cache(maxsize=64)
def _first_pts(path: Path, _changed_ns: int) -> int:
    return _first_frame(path).pts or 0


def _first_frame(path: Path) -> VideoFrame:
    with opened(path) as container:
        picture = _prepared(container, ThreadType.SLICE)
        for packet in packets_of(container, picture):
            for frame in _decoded(picture, packet):
                return frame
    raise InputError("media.no_frames", "The file has a header but no picture in it can be shown.")


def _prepared(container: InputContainer, threads: ThreadType) -> VideoStream:
    picture = picture_of(container)
    picture.thread_type = threads
    ignore_others(container, picture)
    return picture


def _decoded(picture: VideoStream, packet: "Packet[Stream]") -> list[VideoFrame]:
    try:
        return decoded(picture, packet)
    except FFmpegError:
        return []


def _upright(scaled: VideoFrame, turn: Turn) -> VideoFrame:
    pixels = scaled.to_ndarray().astype(np.uint8, copy=False)
    if turn.is_mirrored:
        pixels = pixels[:, ::-1]
    pixels = np.rot90(pixels, -turn.rotation_deg // 90)  # ours is clockwise, rot90 turns anticlockwise
    return VideoFrame.from_ndarray(np.ascontiguousarray(pixels), format="rgb24")


def _encoded(upright: VideoFrame, quality: int) -> bytes:
    context = CodecContext.create("mjpeg", "w")
    context.width, context.height, context.pix_fmt = upright.width, upright.height, "yuvj444p"
    context.time_base = Fraction(1, 25)
    context.options = {"qmin": str(quality), "qmax": str(quality)}
    picture = upright.reformat(format="yuvj444p", dst_colorspace=Colorspace.ITU601, dst_color_range=ColorRange.JPEG)
    pieces: list[Buffer] = []
    for given in (picture, None):
        pieces += context.encode(given)  # pyright: ignore[reportUnknownMemberType] - generic in PyAV's stubs
    return b"".join(bytes(piece) for piece in pieces)
