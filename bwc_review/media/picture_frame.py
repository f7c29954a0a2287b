"""A picture ready for the screen, and the making of it: scaled to its pane, upright, in the right colours."""

from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from av.video.frame import VideoFrame
from av.video.plane import VideoPlane
from av.video.reformatter import Interpolation, VideoReformatter
from numpy.typing import NDArray

from bwc_review.domain.clip import ClipFacts
from bwc_review.domain.time import Moment
from bwc_review.media.colours import matrix_of, range_of

BYTES_PER_PIXEL = 4
_LEAST_SIDE = 16
_SCALING_THREADS = 1  # with more, the end of one's last line is written over the beginning of the next one's first


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """A picture that can be painted as it is.

    Attributes:
        index: Number of the frame in its clip, from 0.
        moment: Start of the frame on the clip's axis.
        width: Pixels across.
        height: Pixels down.
        stride: Bytes from one line to the next.
        pixels: Lines of blue, green, red, unused; one byte each. Owns its memory and is never written to again.
    """

    index: int
    moment: Moment
    width: int
    height: int
    stride: int
    pixels: memoryview

    @property
    def array(self) -> NDArray[np.uint8]:
        """The picture as an array (height, width, 3) of red, green, blue; a view, not a copy."""
        lines = np.frombuffer(self.pixels, np.uint8).reshape(self.height, self.stride)
        return lines[:, : self.width * BYTES_PER_PIXEL].reshape(self.height, self.width, BYTES_PER_PIXEL)[:, :, 2::-1]

    @property
    def size_bytes(self) -> int:
        """Memory that it takes."""
        return self.stride * self.height


def fitted(picture: tuple[int, int], box: tuple[int, int]) -> tuple[int, int]:
    """The largest size with the shape of `picture` that fits into `box`; both in pixels, at least 16 a side."""
    width, height = max(1, picture[0]), max(1, picture[1])
    scale = min(Fraction(box[0], width), Fraction(box[1], height))
    return max(_LEAST_SIDE, round(width * scale)), max(_LEAST_SIDE, round(height * scale))


class PictureMaker:
    """Turns decoded frames of one clip into pictures for a pane; used by one thread."""

    def __init__(self, facts: ClipFacts) -> None:
        self._facts = facts
        self._scaler = VideoReformatter()

    def make(self, decoded: VideoFrame, index: int, moment: Moment, box: tuple[int, int]) -> Frame:
        """The picture for a pane of `box` device pixels.

        Args:
            decoded: As it comes from the decoder; its size may differ from the clip's facts.
            index: Number of the frame in the clip.
            moment: Start of the frame.
            box: Width and height of the pane.

        Raises:
            av.error.FFmpegError: The scaler does not know the pixel format.
        """
        width, height = fitted(self._upright_size(decoded), box)
        is_sideways = self._facts.rotation_deg in (90, 270)
        scaled = self._scaler.reformat(
            decoded,
            width=height if is_sideways else width,
            height=width if is_sideways else height,
            format="bgra",
            src_colorspace=matrix_of(decoded),
            src_color_range=range_of(decoded),
            interpolation=Interpolation.BILINEAR,
            threads=_SCALING_THREADS,
        )
        if not (self._facts.rotation_deg or self._facts.is_mirrored):
            plane = scaled.planes[0]
            return Frame(index, moment, width, height, plane.line_size, memoryview(plane))
        turned = self._turned(scaled.planes[0], scaled.width, scaled.height)
        return Frame(index, moment, width, height, width * BYTES_PER_PIXEL, turned.reshape(-1).view(np.uint8).data)

    def _upright_size(self, decoded: VideoFrame) -> tuple[int, int]:
        wide = round(decoded.width * self._facts.sample_aspect_ratio)
        return (decoded.height, wide) if self._facts.rotation_deg in (90, 270) else (wide, decoded.height)

    def _turned(self, plane: VideoPlane, width: int, height: int) -> NDArray[np.uint32]:
        lines = np.frombuffer(memoryview(plane), np.uint8).reshape(height, plane.line_size)
        picture = lines[:, : width * BYTES_PER_PIXEL].view(np.uint32)
        if self._facts.is_mirrored:
            picture = picture[:, ::-1]
        # Facts count clockwise, rot90 turns anticlockwise.
        return np.ascontiguousarray(np.rot90(picture, -self._facts.rotation_deg // 90))
