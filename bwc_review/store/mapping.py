"""Rows to domain values and back, without loss.

Readers take anything with a row's attributes: a row class or a plain result row of its columns. Those of clips,
recordings and tags, of which a study has thousands, take the columns in the order of their table instead.
"""

import json
from datetime import datetime
from fractions import Fraction
from functools import lru_cache
from pathlib import Path
from uuid import UUID

from bwc_review.domain.audit import AuditEntry
from bwc_review.domain.clip import Clip, ClipFacts, Fault, Recording, Segment, SoundFacts
from bwc_review.domain.export import Export
from bwc_review.domain.ids import (
    ClipId,
    ExportId,
    IncidentId,
    OfficerId,
    RatingId,
    RecordingId,
    ReviewId,
    TagId,
    TrainingId,
)
from bwc_review.domain.people import Armed, CallType, Delivery, Incident, Officer, Phase, Setting, TrainingRecord
from bwc_review.domain.reel import Reel
from bwc_review.domain.rubric import Rubric
from bwc_review.domain.tag import Rating, Review, ReviewState, Tag
from bwc_review.domain.time import Moment
from bwc_review.store.codec import canonical, dumps, loads
from bwc_review.store.schema import (
    AuditRow,
    CallTypeRow,
    ClipRow,
    ExportRow,
    IncidentRow,
    OfficerRow,
    RatingRow,
    RecordingRow,
    ReelRow,
    ReviewRow,
    RubricRow,
    SegmentRow,
    TagRow,
    TrainingRow,
)

_BYTES = "bytes:"


def time_text(moment: datetime) -> str:
    """ISO 8601 text with microseconds and, if there is one, the offset."""
    return moment.isoformat(timespec="microseconds")


def path_text(path: Path) -> str:
    """A path as text; names that are not Unicode (Linux allows them) as ``bytes:`` and hex digits."""
    text = str(path)
    try:
        text.encode()
    except UnicodeEncodeError:
        return _BYTES + text.encode("utf-8", "surrogateescape").hex()
    return _BYTES + text.encode().hex() if text.startswith(_BYTES) else text


def path_value(text: str) -> Path:
    """The path that `path_text` wrote."""
    if text.startswith(_BYTES):
        return Path(bytes.fromhex(text.removeprefix(_BYTES)).decode("utf-8", "surrogateescape"))
    return Path(text)


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


def officer_value(row: OfficerRow) -> Officer:
    """The officer in a row."""
    return Officer(OfficerId(row.id), row.pseudonym, row.unit)


def training_row(record: TrainingRecord) -> TrainingRow:
    """The row of a training record."""
    return TrainingRow(
        id=record.id,
        officer_id=record.officer_id,
        course=record.course,
        completed_on=record.completed_on,
        started_on=record.started_on,
        hours=record.hours,
        delivery=record.delivery,
        certified_until=record.certified_until,
    )


def training_value(row: TrainingRow) -> TrainingRecord:
    """The training record in a row."""
    return TrainingRecord(
        TrainingId(row.id),
        OfficerId(row.officer_id),
        row.course,
        row.completed_on,
        row.started_on,
        row.hours,
        Delivery(row.delivery) if row.delivery else None,
        row.certified_until,
    )


def call_type_value(row: CallTypeRow) -> CallType:
    """The call type in a row."""
    return CallType(row.code, row.name)


def incident_row(incident: Incident) -> IncidentRow:
    """The row of an incident."""
    return IncidentRow(
        id=incident.id,
        number=incident.number,
        occurred_on=incident.occurred_on,
        call_type=incident.call_type,
        setting=incident.setting,
        armed=incident.armed,
        officers_present=incident.officers_present,
    )


def incident_value(row: IncidentRow) -> Incident:
    """The incident in a row."""
    return Incident(
        IncidentId(row.id),
        row.number,
        row.occurred_on,
        row.call_type,
        Setting(row.setting),
        Armed(row.armed),
        row.officers_present,
    )


def rubric_row(rubric: Rubric) -> RubricRow:
    """The row of a rubric version."""
    return RubricRow(
        id=rubric.id,
        version=rubric.version,
        title=rubric.title,
        content=dumps(rubric),
        content_hash=rubric.content_hash,
    )


def rubric_value(row: RubricRow) -> Rubric:
    """The rubric version in a row."""
    return loads(Rubric, row.content)


def review_row(review: Review) -> ReviewRow:
    """The row of a review."""
    return ReviewRow(
        id=review.id,
        recording_id=review.recording_id,
        reviewer=review.reviewer,
        rubric_id=review.rubric_id,
        rubric_version=review.rubric_version,
        profile=review.profile,
        state=review.state,
    )


def review_value(row: ReviewRow) -> Review:
    """The review in a row."""
    return Review(
        ReviewId(row.id),
        RecordingId(row.recording_id),
        row.reviewer,
        row.rubric_id,
        row.rubric_version,
        row.profile,
        ReviewState(row.state),
    )


def tag_row(tag: Tag) -> TagRow:
    """The row of a tag."""
    return TagRow(
        id=tag.id,
        review_id=tag.review_id,
        behaviour_id=tag.behaviour_id,
        start_us=tag.start.us,
        end_us=tag.end.us if tag.end is not None else None,
        actor=tag.actor,
        target=tag.target,
        level=tag.level,
        modifiers=dumps(tag.modifiers) if tag.modifiers else "",
        confidence=tag.confidence,
        note=tag.note,
        is_heard_only=tag.is_heard_only,
        tagged_at=time_text(tag.tagged_at) if tag.tagged_at else None,
        speed_percent=tag.speed_percent,
    )


def tag_value(
    tag_id: UUID,
    review_id: UUID,
    behaviour_id: str,
    start_us: int,
    end_us: int | None,
    actor: str,
    target: str,
    level: int | None,
    modifiers: str,
    confidence: int | None,
    note: str,
    is_heard_only: bool,
    tagged_at: str | None,
    speed_percent: int,
) -> Tag:
    """The tag in a row's columns."""
    return Tag(
        TagId(tag_id),
        ReviewId(review_id),
        behaviour_id,
        Moment(start_us),
        Moment(end_us) if end_us is not None else None,
        actor,
        target,
        level,
        _modifiers(modifiers) if modifiers else (),
        confidence,
        note,
        is_heard_only,
        datetime.fromisoformat(tagged_at) if tagged_at else None,
        speed_percent,
    )


@lru_cache(maxsize=1_024)
def _modifiers(text: str) -> tuple[tuple[str, str], ...]:
    return loads(tuple[tuple[str, str], ...], text)


def rating_row(rating: Rating) -> RatingRow:
    """The row of a rating."""
    return RatingRow(
        id=rating.id,
        review_id=rating.review_id,
        item_id=rating.item_id,
        value=rating.value,
        missing=rating.missing,
        note=rating.note,
    )


def rating_value(row: RatingRow) -> Rating:
    """The rating in a row."""
    return Rating(RatingId(row.id), ReviewId(row.review_id), row.item_id, row.value, row.missing, row.note)


def reel_row(reel: Reel) -> ReelRow:
    """The row of a reel."""
    return ReelRow(id=reel.id, title=reel.title, content=dumps(reel))


def reel_value(row: ReelRow) -> Reel:
    """The reel in a row."""
    return loads(Reel, row.content)


def export_row(export: Export) -> ExportRow:
    """The row of an export."""
    return ExportRow(
        id=export.id,
        kind=export.kind,
        path=path_text(export.path),
        sha256=export.sha256,
        sources=dumps(export.sources),
        made_at=time_text(export.made_at),
        made_by=export.made_by,
    )


def export_value(row: ExportRow) -> Export:
    """The export in a row."""
    return Export(
        ExportId(row.id),
        row.kind,
        path_value(row.path),
        row.sha256,
        loads(tuple[str, ...], row.sources),
        datetime.fromisoformat(row.made_at),
        row.made_by,
    )


def audit_row(entry: AuditEntry) -> AuditRow:
    """The row of an audit entry."""
    return AuditRow(
        seq=entry.seq,
        at=time_text(entry.at),
        actor=entry.actor,
        action=entry.action,
        subject=entry.subject,
        details=canonical(entry.details),
        undoes=entry.undoes,
        previous=entry.previous,
        hash=entry.hash,
    )


def audit_value(row: AuditRow) -> AuditEntry:
    """The audit entry in a row.

    Raises:
        ValueError: The time or the details are not what was written; TypeError if they are no text.
    """
    return AuditEntry(
        row.seq,
        datetime.fromisoformat(row.at),
        row.actor,
        row.action,
        row.subject,
        json.loads(row.details),
        row.undoes,
        row.previous,
        row.hash,
    )
