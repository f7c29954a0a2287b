"""What a media file says about itself, and the facts of a clip made from that and from what was measured."""

import math
import struct
from dataclasses import dataclass
from datetime import UTC, datetime
from fractions import Fraction
from pathlib import Path

from av.audio.stream import AudioStream
from av.container.input import InputContainer
from av.video.stream import VideoStream

from bwc_review.domain.clip import ClipFacts, SoundFacts
from bwc_review.domain.time import US_PER_S
from bwc_review.media.decode_check import DecodeCheck
from bwc_review.media.frame_table import BuiltTable
from bwc_review.media.opening import opened, picture_of, picture_tracks, sound_of, time_base_of
from bwc_review.media.packets import SoundSpan
from bwc_review.media.sound_check import SoundCheck

_UNTIMED_CONTAINERS = frozenset({"mpegts", "mpeg"})  # their length is an estimate of FFmpeg's
_CREATION_KEYS = ("com.apple.quicktime.creationdate", "creation_time")
_FIRST_SENSIBLE_YEAR = 1990  # a clock that was never set says 1904 or 1970
_LARGEST_PIXEL_RATIO = 4
_MATRIX = struct.Struct("=9i")
_MATRIX_SCALE = 1 << 16
_SCALE_SLACK = 0.01
_TURN_SLACK_DEG = 2.0


@dataclass(frozen=True, slots=True)
class Header:
    """What the container says before anything is read through.

    Attributes:
        container: Format name as FFmpeg has it.
        codec: Picture codec as FFmpeg has it.
        width: Coded width in pixels, as the header has it.
        height: Coded height in pixels, as the header has it.
        sample_aspect_ratio: As the file has it; None if it says nothing.
        time_base: Unit of the picture's time stamps, in seconds.
        declared_rates: Average and base rate that the container states.
        frame_count: Frames that the header promises; 0 if it does not say.
        length_us: Length that the header promises for the picture (for the file in Matroska); None if it does not say.
        picture_index: Which stream is shown.
        picture_count: How many moving pictures there are.
        sound_index: Which stream is heard; None if none can be.
        sound_codec: Sound codec as FFmpeg has it.
        sample_rate_hz: Sound samples a second.
        channels: Channels of the sound.
        sound_count: How many sound tracks there are, decodable or not.
        recorded_at: Time in the metadata.
    """

    container: str
    codec: str
    width: int
    height: int
    sample_aspect_ratio: Fraction | None
    time_base: Fraction
    declared_rates: tuple[Fraction, ...]
    frame_count: int
    length_us: int | None
    picture_index: int
    picture_count: int
    sound_index: int | None
    sound_codec: str
    sample_rate_hz: int
    channels: int
    sound_count: int
    recorded_at: datetime | None


@dataclass(frozen=True, slots=True)
class Turn:
    """How a picture is brought upright: mirrored left to right if so, then turned clockwise."""

    rotation_deg: int = 0
    is_mirrored: bool = False
    is_sensible: bool = True


def read_header(path: Path) -> Header:
    """Open a media file and note what it says.

    Raises:
        InputError, EnvironmentFault: As `opened` and `picture_of`.
    """
    with opened(path) as container:
        picture, sound = picture_of(container), sound_of(container)
        context = picture.codec_context
        return Header(
            container=container.format.name,
            codec=context.codec.canonical_name,
            width=context.width,
            height=context.height,
            sample_aspect_ratio=picture.sample_aspect_ratio,
            time_base=time_base_of(picture),
            declared_rates=tuple(rate for rate in (picture.average_rate, picture.base_rate) if rate),
            frame_count=picture.frames,
            length_us=_promised_length(container, picture),
            picture_index=picture.index,
            picture_count=len(picture_tracks(container)),
            sound_index=sound.index if sound is not None else None,
            sound_codec=sound.codec_context.codec.canonical_name if sound is not None else "",
            sample_rate_hz=sound.codec_context.sample_rate if sound is not None else 0,
            channels=_channels(sound),
            sound_count=len(container.streams.audio),
            recorded_at=_recorded_at({**picture.metadata, **container.metadata}),
        )


def facts_of(
    header: Header, check: DecodeCheck, built: BuiltTable, sound: SoundCheck | None, span: SoundSpan | None
) -> ClipFacts:
    """The clip's facts, from its header and from what was measured."""
    width, height = check.picture_sizes[0]
    turn = turn_of(check.display_matrix)
    return ClipFacts(
        container=header.container,
        codec=header.codec,
        pixel_format=check.pixel_format,
        width=width,
        height=height,
        sample_aspect_ratio=sane_pixel_ratio(header.sample_aspect_ratio),
        rotation_deg=turn.rotation_deg,
        is_mirrored=turn.is_mirrored,
        is_interlaced=check.is_interlaced,
        time_base=header.time_base,
        first_pts=built.first_pts,
        rate=built.rate,
        is_variable_rate=not built.gaps.is_even,
        frame_count=len(built.table),
        duration_us=built.table.end_us,
        sound=_sound_facts(header, built.first_pts * header.time_base, sound, span),
        recorded_at=header.recorded_at,
    )


def turn_of(matrix: bytes | None) -> Turn:
    """Read a display matrix: nine 32 bit numbers, 16.16 fixed point but for the last column (ISO/IEC 14496-12, 8.5.2).

    A point (x, y) of the stored picture goes to (a x + c y, b x + d y) for the matrix a b · c d · · · ·.
    """
    if matrix is None or len(matrix) != _MATRIX.size:
        return Turn()
    a, b, _, c, d = (value / _MATRIX_SCALE for value in _MATRIX.unpack(matrix)[:5])
    is_mirrored = a * d - b * c < 0
    if is_mirrored:
        a, b = -a, -b
    size = math.hypot(a, b)
    is_turn = (
        size > 0
        and math.isclose(a, d, abs_tol=_SCALE_SLACK * size)
        and math.isclose(b, -c, abs_tol=_SCALE_SLACK * size)
    )
    angle = math.degrees(math.atan2(b, a)) % 360
    quarters = round(angle / 90)
    if not is_turn or abs(angle - 90 * quarters) > _TURN_SLACK_DEG:
        return Turn(is_sensible=False)
    return Turn(quarters % 4 * 90, is_mirrored)


def sane_pixel_ratio(ratio: Fraction | None) -> Fraction:
    """The pixel's shape, or 1 if the file gives none or an impossible one."""
    if ratio is None or not Fraction(1, _LARGEST_PIXEL_RATIO) <= ratio <= _LARGEST_PIXEL_RATIO:
        return Fraction(1)
    return ratio


def _promised_length(container: InputContainer, picture: VideoStream) -> int | None:
    name = container.format.name
    if name in _UNTIMED_CONTAINERS:
        return None
    if picture.duration is not None and picture.time_base:
        return round(picture.duration * picture.time_base * US_PER_S)
    return container.duration  # in microseconds


def _channels(sound: AudioStream | None) -> int:
    return sound.codec_context.layout.nb_channels if sound is not None else 0


def _recorded_at(metadata: dict[str, str]) -> datetime | None:
    for key in _CREATION_KEYS:
        try:
            moment = datetime.fromisoformat(metadata.get(key, "").strip())
        except ValueError:
            continue
        if moment.year >= _FIRST_SENSIBLE_YEAR:
            return moment if moment.tzinfo else moment.replace(tzinfo=UTC)  # AVI gives no zone; the day is what counts
    return None


def _sound_facts(
    header: Header, first_frame_s: Fraction, sound: SoundCheck | None, span: SoundSpan | None
) -> SoundFacts | None:
    if sound is None:
        return None
    end = span.end * span.time_base if span is not None else sound.start
    return SoundFacts(
        codec=header.sound_codec,
        sample_rate_hz=header.sample_rate_hz,
        channels=header.channels,
        start_us=round((sound.start - first_frame_s) * US_PER_S),
        duration_us=max(0, round((end - sound.start) * US_PER_S)),
    )
