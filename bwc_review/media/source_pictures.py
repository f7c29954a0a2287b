"""Decoded grey pictures: chosen frames of a source, chosen pictures of a film, stills. For verification.

Frames of sources come from the reader that playback uses, which is another path than the one that renders.
"""

from collections.abc import Iterator, Sequence
from contextlib import closing
from fractions import Fraction
from pathlib import Path
from typing import cast

import cv2
import numpy as np
from av.container.input import InputContainer
from av.video.frame import VideoFrame

from bwc_review.domain.clip import ClipFacts, SourceClip
from bwc_review.domain.errors import InputError
from bwc_review.media.frame_reader import FrameReader
from bwc_review.media.likeness import Grey
from bwc_review.media.opening import time_base_of

_TURNS = {90: cv2.ROTATE_90_CLOCKWISE, 180: cv2.ROTATE_180, 270: cv2.ROTATE_90_COUNTERCLOCKWISE}


def source_pictures(source: SourceClip, wanted: Sequence[int]) -> dict[int, Grey]:
    """Upright grey pictures of the frames with these indices, as they are stored (pixels may not be square).

    A frame that cannot be decoded is missing from the answer.

    Raises:
        InputError, EnvironmentFault: The file cannot be read.
    """
    facts, last = source.clip.facts, max(wanted)
    found: dict[int, Grey] = {}
    reader = FrameReader(source.clip.path, facts, source.table)
    with closing(reader):
        reader.start_at(min(wanted))
        while (decoded := reader.read()) is not None and decoded.index <= last:
            if decoded.index in wanted:
                found[decoded.index] = _upright(decoded.picture, facts)
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
                yield number, _grey(frame)
                break
        if at != number:
            raise InputError("reel.picture_missing", f"Picture {number} of the film is not there.")


def still_picture(path: Path) -> Grey:
    """A drawn still as a grey picture.

    Raises:
        InputError: It cannot be read.
    """
    picture = cv2.imdecode(np.frombuffer(path.read_bytes(), np.uint8), cv2.IMREAD_GRAYSCALE)
    if picture is None:
        raise InputError("reel.still", f"The drawn picture {path.name} cannot be read.")
    return picture.astype(np.uint8)


def _upright(frame: VideoFrame, facts: ClipFacts) -> Grey:
    picture = _grey(frame)
    if facts.is_interlaced:
        # One field, as the film keeps one when it joins them; two fields at once are two moments in one picture.
        picture = picture[::2]
    if facts.is_mirrored:
        picture = cv2.flip(picture, 1)
    if facts.rotation_deg in _TURNS:
        picture = cv2.rotate(picture, _TURNS[facts.rotation_deg])
    return picture.astype(np.uint8)


def _grey(frame: VideoFrame) -> Grey:
    return cast("Grey", frame.to_ndarray(format="gray"))
