"""Clips (media files), their facts and faults, the frame table, and recordings made of clips end to end."""

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

from bwc_review.domain.errors import InputError
from bwc_review.domain.ids import ClipId, IncidentId, OfficerId, RecordingId
from bwc_review.domain.people import Phase
from bwc_review.domain.time import START, Moment, TimeRange


class FaultCode(StrEnum):
    """What can be wrong or unusual with a clip; the sentence for each is in `Fault.text`."""

    VARIABLE_RATE = "variable_rate"
    NO_SOUND = "no_sound"
    LATE_SOUND = "late_sound"
    SHORT_SOUND = "short_sound"
    SILENT_START = "silent_start"
    BROKEN_PACKETS = "broken_packets"
    MISSING_FRAMES = "missing_frames"
    HEADER_MISMATCH = "header_mismatch"
    TRUNCATED = "truncated"
    START_OFFSET = "start_offset"
    EDIT_LIST = "edit_list"
    ROTATED = "rotated"
    BAD_ROTATION = "bad_rotation"
    NON_SQUARE_PIXELS = "non_square_pixels"
    INTERLACED = "interlaced"
    SEVERAL_VIDEO_STREAMS = "several_video_streams"
    SEVERAL_SOUND_STREAMS = "several_sound_streams"
    SPARSE_KEYFRAMES = "sparse_keyframes"
    UNDECODABLE_SOUND = "undecodable_sound"
    WRONG_SUFFIX = "wrong_suffix"
    UNRELIABLE_TIMES = "unreliable_times"


_NOTICES = frozenset(
    {
        FaultCode.ROTATED,
        FaultCode.NON_SQUARE_PIXELS,
        FaultCode.START_OFFSET,
        FaultCode.EDIT_LIST,
        FaultCode.INTERLACED,
        FaultCode.SPARSE_KEYFRAMES,
        FaultCode.WRONG_SUFFIX,
        FaultCode.SEVERAL_SOUND_STREAMS,
    }
)


@dataclass(frozen=True, slots=True)
class Fault:
    """Something about a clip that the user should know.

    Attributes:
        code: Which kind.
        text: One sentence in plain words, with the numbers.
    """

    code: FaultCode
    text: str

    @property
    def is_notice(self) -> bool:
        """True if the program handles it fully and it is only worth knowing."""
        return self.code in _NOTICES


@dataclass(frozen=True, slots=True)
class SoundFacts:
    """The sound track that is played.

    Attributes:
        codec: Name as FFmpeg has it.
        sample_rate_hz: Samples a second.
        channels: Number of channels.
        start_us: First sample, from the first video frame; positive if the sound begins late.
        duration_us: Length of the track.
    """

    codec: str
    sample_rate_hz: int
    channels: int
    start_us: int
    duration_us: int


@dataclass(frozen=True, slots=True)
class ClipFacts:
    """What was measured in a media file.

    Attributes:
        container: Format name as FFmpeg has it.
        codec: Video codec name as FFmpeg has it.
        pixel_format: Pixel format name as FFmpeg has it.
        width: Coded width in pixels.
        height: Coded height in pixels.
        sample_aspect_ratio: Width of a pixel divided by its height.
        rotation_deg: Clockwise turn to apply for display: 0, 90, 180 or 270.
        is_mirrored: True if the picture is flipped left to right before it is turned.
        is_interlaced: True if frames hold two fields.
        time_base: Unit of the stream's time stamps, in seconds.
        first_pts: Presentation time stamp of the first frame that is shown, in `time_base`.
        rate: Frames a second: exact if constant, the average if variable.
        is_variable_rate: True if gaps between frames differ by more than rounding.
        frame_count: Frames that are shown.
        duration_us: From the first frame's start to the last frame's end.
        sound: The sound track, or None.
        recorded_at: Time in the container's metadata; often the export's date, so never trusted alone.
    """

    container: str
    codec: str
    pixel_format: str
    width: int
    height: int
    sample_aspect_ratio: Fraction
    rotation_deg: int
    is_mirrored: bool
    is_interlaced: bool
    time_base: Fraction
    first_pts: int
    rate: Fraction
    is_variable_rate: bool
    frame_count: int
    duration_us: int
    sound: SoundFacts | None
    recorded_at: datetime | None

    @property
    def display_size(self) -> tuple[int, int]:
        """Width and height in square pixels after rotation."""
        wide = round(self.width * self.sample_aspect_ratio)
        return (self.height, wide) if self.rotation_deg in (90, 270) else (wide, self.height)

    @property
    def range(self) -> TimeRange:
        """The whole clip on its own axis."""
        return TimeRange(START, Moment(self.duration_us))


@dataclass(frozen=True, slots=True)
class FrameTable:
    """Start of every shown frame, in presentation order; frame ``i`` covers ``[starts[i], starts[i + 1])``.

    Attributes:
        starts_us: Microseconds from the first frame, strictly rising, beginning with 0.
        keys: Indices of key frames, rising.
        end_us: End of the last frame.
    """

    starts_us: "array[int]"
    keys: "array[int]"
    end_us: int

    @classmethod
    def of(cls, starts_us: Iterable[int], keys: Iterable[int], end_us: int) -> "FrameTable":
        """Build a table from plain numbers.

        Raises:
            InputError: There is no frame, or the times do not rise from 0 to the end.
        """
        starts = array("q", starts_us)
        rising = all(a < b for a, b in pairwise(starts))
        if not starts or starts[0] != 0 or not rising or end_us <= starts[-1]:
            raise InputError("media.frame_table", "The clip's frame times do not rise from zero.")
        return cls(starts, array("q", keys), end_us)

    def __len__(self) -> int:
        return len(self.starts_us)

    @property
    def range(self) -> TimeRange:
        """From the first frame's start to the last frame's end."""
        return TimeRange(START, Moment(self.end_us))

    def index_at(self, moment: Moment) -> int:
        """Index of the frame on the screen at `moment`; before the first it is 0, after the end the last."""
        return max(0, bisect_right(self.starts_us, moment.us) - 1)

    def start(self, index: int) -> Moment:
        """Start of the frame with that index, clamped to the table."""
        return Moment(self.starts_us[max(0, min(len(self) - 1, index))])

    def end(self, index: int) -> Moment:
        """End of the frame with that index: the next one's start, or the end of the clip."""
        return Moment(self.starts_us[index + 1] if index + 1 < len(self) else self.end_us)

    def at(self, moment: Moment) -> Moment:
        """Start of the frame on the screen at `moment`."""
        return self.start(self.index_at(moment))

    def stepped(self, moment: Moment, frames: int) -> Moment:
        """Start of the frame `frames` after (before, if negative) the one at `moment`, clamped to the clip."""
        return self.start(self.index_at(moment) + frames)

    def nearest(self, moment: Moment) -> Moment:
        """The frame start closest to `moment`; the earlier one of two equally close."""
        return self.start(self.nearest_index(moment))

    def nearest_index(self, moment: Moment) -> int:
        """Index of the frame whose start is closest to `moment`; the earlier one of two equally close."""
        index = self.index_at(moment)
        is_last = index + 1 == len(self.starts_us)
        if is_last or self.starts_us[index + 1] - moment.us >= moment.us - self.starts_us[index]:
            return index
        return index + 1

    def is_key(self, index: int) -> bool:
        """True if the frame can be decoded without any other."""
        place = bisect_left(self.keys, index)
        return place < len(self.keys) and self.keys[place] == index

    def key_before(self, index: int) -> int:
        """Index of the last key frame at or before `index`; 0 if there is none."""
        place = bisect_right(self.keys, index) - 1
        return self.keys[place] if place >= 0 else 0

    def snapped(self, span: TimeRange) -> TimeRange:
        """The span widened to whole frames: from the first frame it touches to the end of the last."""
        first = self.index_at(span.start)
        last = self.index_at(Moment(max(span.start.us, span.end.us - 1)))
        return TimeRange(self.start(first), self.end(last))


@dataclass(frozen=True, slots=True)
class Clip:
    """A media file of the study. The file itself is read, never written.

    Attributes:
        id: Made on import.
        path: Where the file was last found.
        size: Bytes.
        sha256: Hex digest of the whole file; the clip's identity.
        facts: What was measured.
        faults: What the user should know.
    """

    id: ClipId
    path: Path
    size: int
    sha256: str
    facts: ClipFacts
    faults: tuple[Fault, ...] = ()


@dataclass(frozen=True, slots=True)
class Segment:
    """One file of a recording: a clip and its length."""

    clip_id: ClipId
    duration_us: int


@dataclass(frozen=True, slots=True)
class Recording:
    """What a reviewer sees as one clip: one or more files end to end on one axis.

    Attributes:
        id: Made on import.
        code: Neutral name shown to reviewers, such as ``K7Q2``; unique in the study.
        segments: The files in order; at least one.
        recorded_at: When it was recorded, with its zone; None if not known.
        officer_id: The wearer, if known.
        incident_id: The call, if known.
        phase_override: A phase typed in against the records, with its reason in the log.
        is_open_case: True if the case behind it is open or its state is not known.
    """

    id: RecordingId
    code: str
    segments: tuple[Segment, ...]
    recorded_at: datetime | None = None
    officer_id: OfficerId | None = None
    incident_id: IncidentId | None = None
    phase_override: Phase | None = None
    is_open_case: bool = False

    def __post_init__(self) -> None:
        if not self.segments:
            raise InputError("recording.empty", "A recording needs at least one clip.")

    @property
    def duration_us(self) -> int:
        """Length of all segments together."""
        return sum(segment.duration_us for segment in self.segments)

    @property
    def range(self) -> TimeRange:
        """The whole recording."""
        return TimeRange(START, Moment(self.duration_us))

    def locate(self, moment: Moment) -> tuple[ClipId, Moment]:
        """The clip on the screen at `moment`, and the moment on that clip's own axis (clamped to the recording)."""
        left_us = max(0, min(moment.us, self.duration_us - 1))
        for segment in self.segments[:-1]:
            if left_us < segment.duration_us:
                return segment.clip_id, Moment(left_us)
            left_us -= segment.duration_us
        return self.segments[-1].clip_id, Moment(left_us)


@dataclass(frozen=True, slots=True)
class Examination:
    """Everything that reading a media file once tells.

    Attributes:
        facts: Measured facts.
        table: The frame table.
        faults: What the user should know, worst first.
        details: Counts behind the faults, for the details pane and tests.
    """

    facts: ClipFacts
    table: FrameTable
    faults: tuple[Fault, ...]
    details: Mapping[str, int] = field(default_factory=dict[str, int])


@dataclass(frozen=True, slots=True)
class SourceClip:
    """A file that a reel takes pictures from: where it is, what it is, when its frames start."""

    clip: Clip
    table: FrameTable
