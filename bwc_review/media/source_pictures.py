"""Decoded grey pictures: chosen frames of a source, chosen pictures of a film, stills. For verification.

Frames of sources come from the reader that playback uses, which is another path than the one that renders.
"""

import re
from collections.abc import Iterator, Sequence
from contextlib import closing
from fractions import Fraction
from pathlib import Path
from typing import cast

import cv2
import numpy as np
from av.container.input import InputContainer
from av.video.frame import VideoFrame
from av.video.reformatter import ColorRange, Colorspace
from cv2.typing import MatLike

from bwc_review.domain.clip import ClipFacts, SourceClip
from bwc_review.domain.errors import InputError
from bwc_review.domain.progress import CancelToken
from bwc_review.media.frame_reader import FrameReader
from bwc_review.media.likeness import Grey
from bwc_review.media.opening import time_base_of

_LUMA_BT709 = np.array([[0.2126, 0.7152, 0.0722]])  # ITU-R BT.709, 3.2
_MATRICES = {
    "bt709": Colorspace.ITU709,
    "fcc": Colorspace.FCC,
    "bt601": Colorspace.ITU601,
    "bt470bg": Colorspace.ITU601,
    "smpte170m": Colorspace.ITU601,
    "smpte240m": Colorspace.SMPTE240M,
    "bt2020nc": Colorspace.BT2020,
}
# Their first plane is luma in eight bits.
_PLANAR = re.compile(r"yuvj?4(20|22|40|44)p|nv(12|16|21)")
_EXPANDED = np.clip((np.arange(256) - 16) * 255 / 219, 0, 255).round().astype(np.uint8)  # limited range made full
_TURNS = {90: cv2.ROTATE_90_CLOCKWISE, 180: cv2.ROTATE_180, 270: cv2.ROTATE_90_COUNTERCLOCKWISE}


def source_pictures(
    source: SourceClip, wanted: Sequence[int], matrix: str, entry: int | None, cancel: CancelToken
) -> dict[int, Grey]:
    """Upright grey pictures of the frames with these indices, as they are stored (pixels may not be square).

    A frame that cannot be decoded is missing from the answer.

    Args:
        source: The file.
        wanted: Indices of frames.
        matrix: FFmpeg's name of the file's matrix, as `Look.matrix`.
        entry: Frame to begin decoding for; the first wanted one if None.
        cancel: Asked between frames.

    Raises:
        InputError, EnvironmentFault: The file cannot be read.
        Cancelled: The user stopped the job.
    """
    facts, last = source.clip.facts, max(wanted)
    found: dict[int, Grey] = {}
    reader = FrameReader(source.clip.path, facts, source.table)
    with closing(reader):
        reader.start_at(min(wanted) if entry is None else min(entry, *wanted))
        while (decoded := reader.read()) is not None and decoded.index <= last:
            cancel.raise_if_cancelled()
            if decoded.index in wanted:
                found[decoded.index] = _upright(decoded.picture, facts, _MATRICES[matrix])
    return found


def film_pictures(container: InputContainer, wanted: Sequence[int], rate: Fraction) -> Iterator[tuple[int, Grey]]:
    """The pictures with these numbers of a film of constant rate, rising.

    Raises:
        InputError: ``reel.picture_missing``: one of them is not there.
    """
    stream = container.streams.video[0]
    stream.thread_type = "AUTO"
    base = time_base_of(stream)
    near = round(2 * rate)
    frames: Iterator[VideoFrame] = iter(())
    at = -1
    for number in sorted(set(wanted)):
        if at < 0 or not at < number <= at + near:
            container.seek(round(number / rate / base), stream=stream)
            frames = container.decode(stream)
        for frame in frames:
            at = round((frame.pts or 0) * base * rate)
            if at >= number:
                yield number, cast("Grey", frame.to_ndarray(format="gray"))
                break
        if at != number:
            raise InputError("reel.picture_missing", f"Picture {number} of the film is not there.")


def still_picture(path: Path) -> Grey:
    """A drawn still as a grey picture.

    Raises:
        InputError: It cannot be read.
    """
    picture = cv2.imdecode(np.frombuffer(path.read_bytes(), np.uint8), cv2.IMREAD_COLOR_RGB)
    if picture is None:
        raise InputError("reel.still", f"The drawn picture {path.name} cannot be read.")
    return _luma(picture)


def _upright(frame: VideoFrame, facts: ClipFacts, matrix: Colorspace) -> Grey:
    picture = _film_luma(frame, matrix)
    if facts.is_interlaced:
        # One field, as the film keeps one when it joins them; two fields at once are two moments in one picture.
        picture = picture[::2]
    if facts.is_mirrored:
        picture = cv2.flip(picture, 1)
    if facts.rotation_deg in _TURNS:
        picture = cv2.rotate(picture, _TURNS[facts.rotation_deg])
    return np.ascontiguousarray(picture).astype(np.uint8, copy=False)


def _film_luma(frame: VideoFrame, matrix: Colorspace) -> Grey:
    """The luma that the film shows of a frame, in full range."""
    is_full = frame.color_range == ColorRange.JPEG or frame.format.name.startswith("yuvj")
    if matrix == Colorspace.ITU709 and _PLANAR.fullmatch(frame.format.name):
        plane = frame.planes[0]
        lines = np.frombuffer(memoryview(plane), np.uint8).reshape(plane.height, plane.line_size)
        luma = lines[:, : frame.width]
        return luma if is_full else cv2.LUT(luma, _EXPANDED).astype(np.uint8)
    value_range = ColorRange.JPEG if is_full else ColorRange.MPEG
    return _luma(frame.reformat(format="rgb24", src_colorspace=matrix, src_color_range=value_range).to_ndarray())


def _luma(picture: MatLike) -> Grey:
    """Grey as the film's own luma: the same colours coded with another matrix have another one."""
    return cv2.transform(picture, _LUMA_BT709).astype(np.uint8)
