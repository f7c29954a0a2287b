"""The tags of a report as rows of plain values, the same for the table of the PDF, the sheet and the CSV."""

from collections.abc import Iterator, Sequence

from bwc_review.domain.tag_report import ReportedTag, TagReport
from bwc_review.domain.time import report_text

Value = str | int | bool | None

COLUMNS = (
    "clip",
    "file",
    "reviewer",
    "rubric",
    "rubric_version",
    "review_state",
    "number",
    "behaviour",
    "name",
    "dimension",
    "valence",
    "kind",
    "start",
    "start_us",
    "start_frame",
    "end",
    "end_us",
    "end_frame",
    "duration_us",
    "wall_clock",
    "actor",
    "target",
    "level",
    "modifiers",
    "confidence",
    "heard_only",
    "note",
    "tagged_at",
    "speed_percent",
    "compensation_us",
    "end_compensation_us",
    "edits",
)


def tag_rows(reports: Sequence[TagReport]) -> Iterator[dict[str, Value]]:
    """Every tag of every report by `COLUMNS`; times are on the recording's axis, frames count from 0 in the file."""
    for report in reports:
        for number, reported in enumerate(report.tags, 1):
            yield _shared(report) | _of_tag(number, reported)


def modifiers_text(modifiers: tuple[tuple[str, str], ...]) -> str:
    """``name=choice; name=choice``, as tag files write it."""
    return "; ".join(f"{name}={choice}" for name, choice in modifiers)


def _shared(report: TagReport) -> dict[str, Value]:
    return {
        "clip": report.recording.code,
        "reviewer": report.review.reviewer,
        "rubric": report.rubric.id,
        "rubric_version": report.rubric.version,
        "review_state": report.review.state.value,
    }


def _of_tag(number: int, reported: ReportedTag) -> dict[str, Value]:
    tag, behaviour = reported.tag, reported.behaviour
    return {
        "number": number,
        "file": reported.file_name,
        "behaviour": behaviour.id,
        "name": behaviour.name,
        "dimension": behaviour.dimension,
        "valence": behaviour.valence.value,
        "kind": behaviour.kind.value,
        "start": report_text(tag.start),
        "start_us": tag.start.us,
        "start_frame": reported.start_frame,
        "end": None if tag.end is None else report_text(tag.end),
        "end_us": None if tag.end is None else tag.end.us,
        "end_frame": reported.end_frame,
        "duration_us": None if tag.end is None else tag.end - tag.start,
        "wall_clock": None if reported.wall_clock is None else reported.wall_clock.isoformat(timespec="milliseconds"),
        "actor": tag.actor,
        "target": tag.target,
        "level": tag.level,
        "modifiers": modifiers_text(tag.modifiers),
        "confidence": tag.confidence,
        "heard_only": tag.is_heard_only,
        "note": tag.note,
        "tagged_at": None if tag.tagged_at is None else tag.tagged_at.isoformat(timespec="seconds"),
        "speed_percent": tag.speed_percent,
        "compensation_us": tag.compensation_us,
        "end_compensation_us": tag.end_compensation_us,
        "edits": reported.edit_count,
    }
