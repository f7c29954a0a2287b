"""Clips and recordings."""

from datetime import datetime
from fractions import Fraction
from functools import lru_cache
from uuid import UUID

from bwc_review.domain.clip import Clip, ClipFacts, Fault, Recording, Segment, SoundFacts
from bwc_review.domain.ids import ClipId, IncidentId, OfficerId, RecordingId
from bwc_review.domain.people import Phase
from bwc_review.store.codec import dumps, loads
from bwc_review.store.mapping.texts import path_text, path_value, time_text
from bwc_review.store.schema import ClipRow, RecordingRow, SegmentRow


@lru_cache(maxsize=256)
def _fraction(text: str) -> Fraction:
    return Fraction(text)


def clip_row(clip: Clip) -> ClipRow:
    """The row of a clip."""
    facts, sound = clip.facts, clip.facts.sound
    return ClipRow(
        id=clip.id,
        path=path_text(clip.path),
        size=clip.size,
        sha256=clip.sha256,
        container=facts.container,
        codec=facts.codec,
        pixel_format=facts.pixel_format,
        width=facts.width,
        height=facts.height,
        sample_aspect_ratio=str(facts.sample_aspect_ratio),
        rotation_deg=facts.rotation_deg,
        is_mirrored=facts.is_mirrored,
        is_interlaced=facts.is_interlaced,
        time_base=str(facts.time_base),
        first_pts=facts.first_pts,
        rate=str(facts.rate),
        is_variable_rate=facts.is_variable_rate,
        frame_count=facts.frame_count,
        duration_us=facts.duration_us,
        sound_codec=sound.codec if sound else None,
        sound_sample_rate_hz=sound.sample_rate_hz if sound else None,
        sound_channels=sound.channels if sound else None,
        sound_start_us=sound.start_us if sound else None,
        sound_duration_us=sound.duration_us if sound else None,
        recorded_at=time_text(facts.recorded_at) if facts.recorded_at else None,
        faults=dumps(clip.faults) if clip.faults else "",
    )


def clip_value(
    clip_id: UUID,
    path: str,
    size: int,
    sha256: str,
    container: str,
    codec: str,
    pixel_format: str,
    width: int,
    height: int,
    sample_aspect_ratio: str,
    rotation_deg: int,
    is_mirrored: bool,
    is_interlaced: bool,
    time_base: str,
    first_pts: int,
    rate: str,
    is_variable_rate: bool,
    frame_count: int,
    duration_us: int,
    sound_codec: str | None,
    sound_sample_rate_hz: int | None,
    sound_channels: int | None,
    sound_start_us: int | None,
    sound_duration_us: int | None,
    recorded_at: str | None,
    faults: str,
) -> Clip:
    """The clip in a row's columns."""
    sound = _sound(sound_codec, sound_sample_rate_hz, sound_channels, sound_start_us, sound_duration_us)
    facts = ClipFacts(
        container,
        codec,
        pixel_format,
        width,
        height,
        _fraction(sample_aspect_ratio),
        rotation_deg,
        is_mirrored,
        is_interlaced,
        _fraction(time_base),
        first_pts,
        _fraction(rate),
        is_variable_rate,
        frame_count,
        duration_us,
        sound,
        datetime.fromisoformat(recorded_at) if recorded_at else None,
    )
    return Clip(ClipId(clip_id), path_value(path), size, sha256, facts, _faults(faults) if faults else ())


def _sound(
    codec: str | None, rate_hz: int | None, channels: int | None, start_us: int | None, duration_us: int | None
) -> SoundFacts | None:
    if codec is None or rate_hz is None or channels is None or start_us is None or duration_us is None:
        return None
    return SoundFacts(codec, rate_hz, channels, start_us, duration_us)


@lru_cache(maxsize=1_024)
def _faults(text: str) -> tuple[Fault, ...]:
    return loads(tuple[Fault, ...], text)


def recording_row(recording: Recording) -> RecordingRow:
    """The row of a recording, without its segments."""
    return RecordingRow(
        id=recording.id,
        code=recording.code,
        recorded_at=time_text(recording.recorded_at) if recording.recorded_at else None,
        officer_id=recording.officer_id,
        incident_id=recording.incident_id,
        phase_override=recording.phase_override,
        is_open_case=recording.is_open_case,
    )


def segment_rows(recording: Recording) -> list[SegmentRow]:
    """The rows of a recording's segments, in order."""
    return [
        SegmentRow(recording_id=recording.id, position=position, clip_id=part.clip_id, duration_us=part.duration_us)
        for position, part in enumerate(recording.segments)
    ]


def recording_value(
    segments: tuple[Segment, ...],
    recording_id: UUID,
    code: str,
    recorded_at: str | None,
    officer_id: UUID | None,
    incident_id: UUID | None,
    phase_override: str | None,
    is_open_case: bool,
) -> Recording:
    """The recording in a row's columns, with its segments."""
    return Recording(
        RecordingId(recording_id),
        code,
        segments,
        datetime.fromisoformat(recorded_at) if recorded_at else None,
        OfficerId(officer_id) if officer_id else None,
        IncidentId(incident_id) if incident_id else None,
        Phase(phase_override) if phase_override else None,
        is_open_case,
    )
