"""A tag report as one tree of plain values: the JSON export, and what the PDF's template prints."""

from collections.abc import Mapping, Sequence

from bwc_review.domain.clip import Clip
from bwc_review.domain.people import Phase
from bwc_review.domain.rubric import Rubric
from bwc_review.domain.tag import Rating
from bwc_review.domain.tag_report import TagReport
from bwc_review.domain.time import length_text, report_text
from bwc_review.reports.tag_figures import figures
from bwc_review.reports.tag_table import tag_rows

SCHEMA = "tag-report/1"
PHASE_WORDS = {
    Phase.PRE: "Pre-training",
    Phase.POST: "Post-training",
    Phase.DURING: "During training",
    Phase.NONE: "No phase: no training record or no date",
}
CAUTIONS = (
    "This is a training review. It is formative and does not rank officers.",
    "No rubric used here has been validated yet, and its makers and sources endorse nothing in this report.",
    "This study has not measured the agreement between reviewers for these tags; another reviewer may tag differently.",
    "Tags say what one reviewer saw and heard, not why it was done.",
)

Tree = Mapping[str, object]


def document(reports: Sequence[TagReport]) -> dict[str, object]:
    """The whole report; every value is text, a number, a truth value, None, a list or a mapping of these."""
    first = reports[0]
    return {
        "schema": SCHEMA,
        "study": first.study_title,
        "made_at": first.made_at.isoformat(timespec="seconds"),
        "made_by": first.made_by,
        "program": f"BWC Review {first.program_version}",
        "log": {"entries": first.chain_head.seq, "head": first.chain_head.hash},
        "cautions": list(CAUTIONS),
        "reviews": [_review(report) for report in reports],
    }


def _review(report: TagReport) -> Tree:
    return {
        "clip": report.recording.code,
        "recorded_at": _iso(report),
        "duration_us": report.recording.duration_us,
        "duration": length_text(report.recording.duration_us),
        "officer": report.officer,
        "incident": "" if report.incident is None else report.incident.number,
        "call_type": report.call_type_name,
        "phase": report.phase.value,
        "phase_words": PHASE_WORDS[report.phase],
        "phase_short": PHASE_WORDS[report.phase].partition(":")[0],
        "phase_overridden": report.is_phase_overridden,
        "reviewer": report.review.reviewer,
        "state": report.review.state.value,
        "edits": report.edit_count,
        "rubric": _rubric(report.rubric),
        "files": [_file(clip) for clip in report.clips],
        "tags": list(tag_rows([report])),
        "counts": counts(report),
        "figures": figures(report),
        "ratings": [_rating(rating, report.rubric) for rating in report.ratings],
    }


def _iso(report: TagReport) -> str | None:
    recorded_at = report.recording.recorded_at
    return None if recorded_at is None else recorded_at.isoformat(timespec="seconds")


def _rubric(rubric: Rubric) -> Tree:
    return {
        "id": rubric.id,
        "version": rubric.version,
        "title": rubric.title,
        "sha256": rubric.content_hash,
        "attribution": rubric.attribution,
        "dimensions": [{"id": dimension.id, "name": dimension.name} for dimension in rubric.dimensions],
    }


def _file(clip: Clip) -> Tree:
    facts = clip.facts
    width, height = facts.display_size
    return {
        "name": clip.path.name,
        "bytes": clip.size,
        "sha256": clip.sha256,
        "codec": facts.codec,
        "size": f"{width} x {height}",
        "rate": f"{float(facts.rate):.3f}".rstrip("0").rstrip("."),
        "variable_rate": facts.is_variable_rate,
        "frames": facts.frame_count,
        "duration": report_text(facts.range.end),
        "faults": [fault.text for fault in clip.faults],
    }


def counts(report: TagReport) -> list[Tree]:
    """How often each tagged behaviour was tagged, and how long its states lasted in all, in the rubric's order."""
    found: list[Tree] = []
    for behaviour in report.rubric.behaviours:
        tags = [reported.tag for reported in report.tags if reported.behaviour.id == behaviour.id]
        if not tags:
            continue
        timed = [tag.end - tag.start for tag in tags if tag.end is not None]
        found.append(
            {
                "behaviour": behaviour.id,
                "name": behaviour.name,
                "dimension": behaviour.dimension,
                "valence": behaviour.valence.value,
                "kind": behaviour.kind.value,
                "count": len(tags),
                "total_us": sum(timed) if behaviour.is_state else None,
                "open": sum(tag.end is None for tag in tags) if behaviour.is_state else 0,
            }
        )
    return found


def _rating(rating: Rating, rubric: Rubric) -> Tree:
    item = rubric.items_by_id[rating.item_id]
    anchor = next((anchor.text for anchor in item.anchors if anchor.value == rating.value), "")
    below = [anchor for anchor in item.anchors if rating.value is not None and anchor.value < rating.value]
    above = [anchor for anchor in item.anchors if rating.value is not None and anchor.value > rating.value]
    return {
        "item": item.id,
        "name": item.name,
        "scale": f"{item.scale.minimum} to {item.scale.maximum}",
        "value": rating.value,
        "missing": rating.missing,
        "anchor": anchor,
        "between": [] if anchor else [neighbour.value for neighbour in (*below[-1:], *above[:1])],
        "note": rating.note,
    }
