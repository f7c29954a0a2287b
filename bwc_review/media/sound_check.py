"""Decoding the start of the sound: where it begins, whether it can be decoded, how long it is digitally silent."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from time import monotonic

import numpy as np
from av.audio.frame import AudioFrame
from av.audio.stream import AudioStream
from av.container.input import InputContainer
from av.error import FFmpegError
from numpy.typing import NDArray

from bwc_review.domain.time import US_PER_S
from bwc_review.media.opening import ignore_others, opened, packets_of, sound_of
from bwc_review.media.reading_limits import ReadingLimits

LISTENED_S = 120
SILENT = 2.0**-12  # -72 dB: below the noise of any microphone; A-law, which has no zero, is silent at this level
_MOST_ERRORS = 50
_MOST_S = 4.0


@dataclass(frozen=True, slots=True)
class SoundCheck:
    """What the first two minutes of the sound track told.

    Attributes:
        start: Time stamp of the first sample that is played, in seconds on the file's own clock.
        silent_us: Digital silence from there to the first sound.
        is_all_silent: The track ended before any sound came.
        is_limit_reached: Two minutes were silent; the rest was not looked at.
    """

    start: Fraction
    silent_us: int
    is_all_silent: bool
    is_limit_reached: bool


def check_sound(path: Path, limits: ReadingLimits) -> SoundCheck | None:
    """Decode the sound up to its first sound, for two minutes at most; None if nothing of it can be decoded.

    Raises:
        InputError, EnvironmentFault, Cancelled: As `opened` and `ReadingLimits.allow`.
    """
    with opened(path) as container:
        sound = sound_of(container)
        if sound is None:
            return None
        ignore_others(container, sound)
        return _listen(container, sound, limits)


def level_of(frame: AudioFrame) -> NDArray[np.float32]:
    """The largest level of any channel, sample by sample, from 0 to 1: an array (samples,)."""
    raw = frame.to_ndarray()
    if raw.dtype.kind == "f":
        values = np.abs(raw).astype(np.float32)
    elif raw.dtype.kind == "u":
        values = np.abs(raw.astype(np.float32) - 128) / 128
    else:
        values = np.abs(raw.astype(np.float32)) / (1 << (8 * raw.dtype.itemsize - 1))
    if not frame.format.is_planar:
        values = values.reshape(-1, frame.layout.nb_channels).T
    return values.max(axis=0)


def _listen(container: InputContainer, sound: AudioStream, limits: ReadingLimits) -> SoundCheck | None:
    start: Fraction | None = None
    heard = Fraction(0)
    for frame in _frames(container, sound, limits):
        if start is None:
            start = _start_of(frame)
        loud = np.flatnonzero(level_of(frame) > SILENT)
        heard += Fraction(int(loud[0]) if len(loud) else frame.samples, frame.sample_rate)
        if len(loud):
            return SoundCheck(start, _us(heard), is_all_silent=False, is_limit_reached=False)
        if heard >= LISTENED_S:
            return SoundCheck(start, _us(heard), is_all_silent=False, is_limit_reached=True)
    return None if start is None else SoundCheck(start, _us(heard), is_all_silent=True, is_limit_reached=False)


def _frames(container: InputContainer, sound: AudioStream, limits: ReadingLimits) -> Iterator[AudioFrame]:
    """Decoded pieces from the start on; broken ones are left out, many broken ones end it."""
    errors = 0
    end = limits.for_at_most(_MOST_S)
    for packet in packets_of(container, sound):
        if errors >= _MOST_ERRORS or monotonic() > end or not limits.allow(packet.size):
            return
        try:
            pieces = sound.decode(packet)  # pyright: ignore[reportUnknownMemberType] - generic in PyAV's stubs
        except FFmpegError:
            errors += 1
            continue
        yield from (piece for piece in pieces if piece.samples and piece.sample_rate)


def _start_of(frame: AudioFrame) -> Fraction:
    return Fraction(0) if frame.pts is None or not frame.time_base else frame.pts * frame.time_base


def _us(seconds: Fraction) -> int:
    return round(seconds * US_PER_S)
