"""What a clip's sound looks like: peaks, loudness, speech, and where there is none to be heard."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from bwc_review.domain.time import START, Moment, TimeRange

PEAK_STEP_US = 10_000
LOUDNESS_STEP_US = 100_000
STEPS_PER_DB = 3
NO_LEVEL = 0  # the code where the clip has no sound
SILENCE = 1  # the code of everything at or below the lowest level, -84.67 dB
FULL = 255


class GapKind(StrEnum):
    """Why nothing is to be heard."""

    LATE = "late"  # before the sound begins: cameras keep the seconds before the button was pressed without it
    MUTED = "muted"  # digital silence: the microphone was off, or the sound was taken out
    MISSING = "missing"  # the track has no sound there


@dataclass(frozen=True, slots=True)
class SoundGap:
    """A stretch without sound."""

    span: TimeRange
    kind: GapKind


@dataclass(frozen=True, slots=True)
class Waveform:
    """The sound of a clip or a recording on the axis of its picture.

    Levels are codes of one byte: 0 where there is no sound, else 255 for 0 dB and one less for each third of a decibel.

    Attributes:
        peaks: Largest sample of any channel in each step of 10 ms, in dBFS.
        loudness: Short-term loudness after EBU R 128 (3 s around the middle of each step of 100 ms), in LUFS.
        speech: Where somebody speaks, as the detector found it; apart and rising.
        gaps: Where nothing is to be heard; apart and rising.
        duration_us: Length of the picture's axis.
        has_track: False if there is no sound at all.
    """

    peaks: bytes
    loudness: bytes
    speech: tuple[TimeRange, ...]
    gaps: tuple[SoundGap, ...]
    duration_us: int
    has_track: bool = True

    @property
    def known_us(self) -> int:
        """Up to where it has been read."""
        return min(self.duration_us, len(self.peaks) * PEAK_STEP_US) if self.has_track else self.duration_us

    @property
    def speech_us(self) -> int:
        """How long somebody speaks, all together."""
        return sum(span.duration_us for span in self.speech)

    def peak_db(self, at_us: int) -> float | None:
        """Peak in dBFS around a moment; None where there is no sound or it is not known."""
        return _db_at(self.peaks, at_us // PEAK_STEP_US)

    def loudness_lufs(self, at_us: int) -> float | None:
        """Short-term loudness around a moment; None where there is no sound or it is not known."""
        return _db_at(self.loudness, at_us // LOUDNESS_STEP_US)

    def is_speech(self, at_us: int) -> bool:
        """True where somebody speaks."""
        return any(span.start.us <= at_us < span.end.us for span in self.speech)

    def gap_at(self, at_us: int) -> SoundGap | None:
        """The stretch without sound around a moment."""
        return next((gap for gap in self.gaps if gap.span.start.us <= at_us < gap.span.end.us), None)

    def until(self, end_us: int) -> "Waveform":
        """The same as far as somebody may hear."""
        if end_us >= self.duration_us:
            return self
        heard = TimeRange(START, Moment(end_us))
        gaps = ((gap.span.intersection(heard), gap.kind) for gap in self.gaps)
        return replace(
            self,
            peaks=self.peaks[: -(-end_us // PEAK_STEP_US)],
            loudness=self.loudness[: -(-end_us // LOUDNESS_STEP_US)],
            speech=tuple(span for span in (span.intersection(heard) for span in self.speech) if span is not None),
            gaps=tuple(SoundGap(span, kind) for span, kind in gaps if span is not None),
            duration_us=end_us,
        )


def joined(parts: Sequence[Waveform]) -> Waveform:
    """The waveforms of files that lie end to end, on one axis."""
    if len(parts) == 1:
        return parts[0]
    peaks, loudness = bytearray(), bytearray()
    speech: list[TimeRange] = []
    gaps: list[SoundGap] = []
    offset_us = 0
    for part in parts:
        end_us = offset_us + part.duration_us
        _fill(peaks, part.peaks, offset_us, end_us, PEAK_STEP_US)
        _fill(loudness, part.loudness, offset_us, end_us, LOUDNESS_STEP_US)
        speech += [span.shifted(offset_us) for span in part.speech]
        gaps += [SoundGap(gap.span.shifted(offset_us), gap.kind) for gap in part.gaps]
        offset_us = end_us
    has_track = any(part.has_track for part in parts)
    return Waveform(bytes(peaks), bytes(loudness), tuple(speech), tuple(gaps), offset_us, has_track=has_track)


def code_of(db: float) -> int:
    """The code of a level."""
    return max(SILENCE, min(FULL, FULL + round(db * STEPS_PER_DB)))


def db_of(code: int) -> float:
    """The level of a code in decibels; for `SILENCE` it is the lowest."""
    return (code - FULL) / STEPS_PER_DB


def _db_at(codes: bytes, place: int) -> float | None:
    if not 0 <= place < len(codes) or codes[place] == NO_LEVEL:
        return None
    return db_of(codes[place])


def _fill(codes: bytearray, part: bytes, start_us: int, end_us: int, step_us: int) -> None:
    """Put a part's codes where it begins; what it does not fill has no sound."""
    first, end = round(start_us / step_us), round(end_us / step_us)
    codes += bytes(max(0, first - len(codes)))
    codes += part[: end - first]
    codes += bytes(max(0, end - len(codes)))
