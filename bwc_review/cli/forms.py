"""Domain values as JSON values, the same for every command; documented in the manual and kept stable."""

from collections.abc import Mapping
from datetime import date, datetime
from fractions import Fraction

from bwc_review.domain.audit import AuditEntry
from bwc_review.domain.clip import Clip, ClipFacts, Recording
from bwc_review.domain.reel import Rendered
from bwc_review.domain.rubric import Rubric
from bwc_review.domain.tag import Review, Tag
from bwc_review.domain.time import report_text

Form = dict[str, object]


def recording_form(recording: Recording) -> Form:
    """A recording alone."""
    return {
        "id": str(recording.id),
        "code": recording.code,
        "duration_us": recording.duration_us,
        "recorded_at": day_or_time(recording.recorded_at),
        "is_open_case": recording.is_open_case,
    }


def clip_form(clip: Clip) -> Form:
    """A media file with what was measured in it and what is unusual about it."""
    return {
        "id": str(clip.id),
        "file": clip.path.name,
        "path": str(clip.path),
        "size": clip.size,
        "sha256": clip.sha256,
        "facts": facts_form(clip.facts),
        "faults": [{"code": str(f.code), "text": f.text, "is_notice": f.is_notice} for f in clip.faults],
    }


def facts_form(facts: ClipFacts) -> Form:
    """What was measured in a media file."""
    sound: Mapping[str, object] | None = None
    if facts.sound is not None:
        sound = {
            "codec": facts.sound.codec,
            "sample_rate_hz": facts.sound.sample_rate_hz,
            "channels": facts.sound.channels,
            "start_us": facts.sound.start_us,
            "duration_us": facts.sound.duration_us,
        }
    return {
        "container": facts.container,
        "codec": facts.codec,
        "pixel_format": facts.pixel_format,
        "width": facts.width,
        "height": facts.height,
        "display_size": list(facts.display_size),
        "sample_aspect_ratio": ratio(facts.sample_aspect_ratio),
        "rotation_deg": facts.rotation_deg,
        "is_mirrored": facts.is_mirrored,
        "is_interlaced": facts.is_interlaced,
        "rate": ratio(facts.rate),
        "is_variable_rate": facts.is_variable_rate,
        "frame_count": facts.frame_count,
        "duration_us": facts.duration_us,
        "sound": sound,
        "container_time": day_or_time(facts.recorded_at),
    }


def review_form(review: Review, code: str) -> Form:
    """A review of the recording with that code name."""
    return {
        "id": str(review.id),
        "clip": code,
        "reviewer": review.reviewer,
        "rubric": review.rubric_id,
        "rubric_version": review.rubric_version,
        "profile": review.profile,
        "state": str(review.state),
    }


def tag_form(tag: Tag) -> Form:
    """A tag; times in microseconds and, to read, as text."""
    return {
        "id": str(tag.id),
        "behaviour": tag.behaviour_id,
        "start_us": tag.start.us,
        "start": report_text(tag.start),
        "end_us": None if tag.end is None else tag.end.us,
        "end": None if tag.end is None else report_text(tag.end),
        "actor": tag.actor,
        "target": tag.target,
        "level": tag.level,
        "modifiers": dict(tag.modifiers),
        "confidence": tag.confidence,
        "note": tag.note,
        "heard_only": tag.is_heard_only,
        "tagged_at": day_or_time(tag.tagged_at),
        "speed_percent": tag.speed_percent,
        "compensation_us": tag.compensation_us,
        "end_compensation_us": tag.end_compensation_us,
    }


def rubric_form(rubric: Rubric) -> Form:
    """A rubric's name and size."""
    return {
        "id": rubric.id,
        "version": rubric.version,
        "title": rubric.title,
        "licence": rubric.licence,
        "sha256": rubric.content_hash,
        "dimensions": len(rubric.dimensions),
        "behaviours": len(rubric.behaviours),
        "ratings": len(rubric.ratings),
        "profiles": [profile.id for profile in rubric.profiles],
    }


def entry_form(entry: AuditEntry) -> Form:
    """A line of the audit log."""
    return {
        "seq": entry.seq,
        "at": entry.at.isoformat(),
        "actor": entry.actor,
        "action": entry.action,
        "subject": entry.subject,
        "details": dict(entry.details),
        "undoes": entry.undoes,
        "hash": entry.hash,
    }


def rendered_form(rendered: Rendered) -> Form:
    """A finished film and what was checked in it."""
    return {
        "path": str(rendered.path),
        "frame_count": rendered.frame_count,
        "duration_us": rendered.duration_us,
        "width": rendered.width,
        "height": rendered.height,
        "sha256": rendered.sha256,
        "items": [
            {
                "index": item.index,
                "start_frame": item.start_frame,
                "end_frame": item.end_frame,
                "is_first_right": item.is_first_right,
                "is_last_right": item.is_last_right,
            }
            for item in rendered.items
        ],
    }


def ratio(value: Fraction) -> str:
    """A fraction as text: ``30`` or ``30000/1001``."""
    return str(value)


def day_or_time(value: date | datetime | None) -> str | None:
    """ISO 8601 text, or None."""
    return None if value is None else value.isoformat()
