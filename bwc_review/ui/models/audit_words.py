"""Log entries in plain words: what was done, to what, and what changed in it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import cast

from bwc_review.domain.audit import AuditEntry
from bwc_review.domain.rubric import Rubric
from bwc_review.domain.time import Moment, review_text

Json = Mapping[str, object]
NO_NAMES: Mapping[str, str] = MappingProxyType({})


class Area(StrEnum):
    """Kinds of entries, as the filter names them."""

    ANY = "Everything"
    TAGS = "Tags and ratings"
    REVIEWS = "Reviews"
    UNDO = "Undo and redo"
    CLIPS = "Clips"
    RECORDS = "Officers and training"
    RUBRICS = "Rubrics"
    EXPORTS = "Exports and reports"
    STUDY = "Study"


@dataclass(frozen=True, slots=True)
class _Act:
    """An action: its words, its area, its icon."""

    words: str
    area: Area
    icon: str


_ACTS: Mapping[str, _Act] = MappingProxyType(
    {
        "study.create": _Act("Made the study", Area.STUDY, "folder-plus"),
        "study.restore": _Act("Restored a backup", Area.STUDY, "history"),
        "study.demo": _Act("Marked as a demo", Area.STUDY, "info"),
        "records.import": _Act("Imported records", Area.RECORDS, "graduation-cap"),
        "recording.import": _Act("Imported a clip", Area.CLIPS, "file-video"),
        "recording.describe": _Act("Described a clip", Area.CLIPS, "pencil"),
        "recording.join": _Act("Joined clips", Area.CLIPS, "folder-plus"),
        "recording.split": _Act("Split a joined clip", Area.CLIPS, "file-video"),
        "recording.phase": _Act("Set a phase by hand", Area.CLIPS, "flag"),
        "recording.content": _Act("Changed a content note", Area.CLIPS, "triangle-alert"),
        "study.contact": _Act("Wrote where to find support", Area.STUDY, "info"),
        "clip.relocate": _Act("Found a moved file", Area.CLIPS, "folder-open"),
        "rubric.install": _Act("Installed a rubric", Area.RUBRICS, "book-open"),
        "rubric.draft": _Act("Wrote on a rubric", Area.RUBRICS, "pencil"),
        "rubric.discard": _Act("Threw a rubric draft away", Area.RUBRICS, "trash-2"),
        "rubric.publish": _Act("Published a rubric version", Area.RUBRICS, "book-open"),
        "rubric.correct": _Act("Corrected an unused rubric version", Area.RUBRICS, "pencil"),
        "rubric.examples": _Act("Chose example clips of a rubric", Area.RUBRICS, "film"),
        "reviewer.coding": _Act("Chose how to code", Area.REVIEWS, "settings"),
        "reviewer.name": _Act("Worked on under another name", Area.REVIEWS, "user"),
        "review.start": _Act("Started a review", Area.REVIEWS, "clapperboard"),
        "review.import": _Act("Imported a review", Area.REVIEWS, "file-text"),
        "review.submit": _Act("Submitted a review", Area.REVIEWS, "lock"),
        "review.reopen": _Act("Reopened a review", Area.REVIEWS, "rotate-ccw"),
        "review.adjudicate": _Act("Adjudicated a review", Area.REVIEWS, "shield-check"),
        "review.change": _Act("Changed a review", Area.REVIEWS, "pencil"),
        "review.remove": _Act("Removed a review", Area.REVIEWS, "trash-2"),
        "review.reason": _Act("Gave a reason", Area.REVIEWS, "message-square"),
        "viewing.keep": _Act("Watched a clip", Area.REVIEWS, "play"),
        "note.add": _Act("Wrote a coaching note", Area.REVIEWS, "message-square"),
        "note.change": _Act("Changed a coaching note", Area.REVIEWS, "pencil"),
        "note.remove": _Act("Removed a coaching note", Area.REVIEWS, "trash-2"),
        "assignments.plan": _Act("Assigned clips", Area.REVIEWS, "list"),
        "assignments.withdraw": _Act("Took a plan of assignments back", Area.REVIEWS, "undo-2"),
        "blinding.lift": _Act("Unblinded a plan", Area.REVIEWS, "eye-off"),
        "blinding.leave": _Act("Looked behind the blinding", Area.REVIEWS, "eye-off"),
        "blinding.masks": _Act("Covered a part of the picture", Area.CLIPS, "eye-off"),
        "blinding.stop": _Act("Set where playback stops", Area.CLIPS, "pause"),
        "blinding.guess": _Act("Said which phase it might be", Area.REVIEWS, "circle-question-mark"),
        "notes.export": _Act("Handed coaching notes on", Area.EXPORTS, "external-link"),
        "tag.add": _Act("Added a tag", Area.TAGS, "tag"),
        "tag.change": _Act("Changed a tag", Area.TAGS, "pencil"),
        "tag.remove": _Act("Removed a tag", Area.TAGS, "trash-2"),
        "rating.put": _Act("Rated", Area.TAGS, "list"),
        "rating.remove": _Act("Removed a rating", Area.TAGS, "trash-2"),
        "undo": _Act("Took back", Area.UNDO, "undo-2"),
        "redo": _Act("Did again", Area.UNDO, "redo-2"),
        "reel.export": _Act("Rendered a reel", Area.EXPORTS, "film"),
        "report.tags": _Act("Wrote a tag report", Area.EXPORTS, "file-text"),
        "tags.export": _Act("Exported tags", Area.EXPORTS, "external-link"),
    }
)
_FALLBACK_AREAS: Mapping[str, Area] = MappingProxyType(
    {
        "tag": Area.TAGS,
        "rating": Area.TAGS,
        "review": Area.REVIEWS,
        "recording": Area.CLIPS,
        "clip": Area.CLIPS,
        "records": Area.RECORDS,
        "rubric": Area.RUBRICS,
        "report": Area.EXPORTS,
        "reel": Area.EXPORTS,
        "tags": Area.EXPORTS,
    }
)
_FIELDS: Mapping[str, str] = MappingProxyType(
    {
        "actor": "Who",
        "after": "After",
        "algorithm": "How it was drawn",
        "assignments": "Reviews assigned",
        "at": "At",
        "before": "Before",
        "behaviour_id": "Behaviour",
        "camera": "Camera",
        "case_open": "Case open",
        "clips": "Clips",
        "code": "Code name",
        "confidence": "Confidence",
        "double_percent": "Share coded twice",
        "doubles": "Doubles",
        "duration_us": "Length",
        "evidence": "Tags that show it",
        "end": "End",
        "faults": "Worth knowing",
        "file": "File",
        "frame_sha256": "SHA-256 of the clips drawn from",
        "frame_size": "Clips drawn from",
        "frames": "Frames",
        "guess": "Answer",
        "ids": "Ids",
        "incident_id": "Call",
        "backup": "Backup",
        "kept": "What was there is kept as",
        "incidents": "Calls",
        "is_compensating": "Reaction time is used",
        "is_heard_only": "Heard only",
        "is_open_case": "Case open",
        "is_pausing": "Pauses when tagging",
        "is_stopped": "Stops before hands-on",
        "item_id": "Rating",
        "kind": "Kind",
        "level": "Level",
        "missing": "Not rated because",
        "modifiers": "Modifiers",
        "plans": "Plans",
        "not_submitted": "Not submitted yet",
        "note": "Note",
        "officer_id": "Officer",
        "officers": "Officers",
        "open_cases": "Clips of open cases",
        "profile": "Profile",
        "reason": "Reason",
        "reaction_median_us": "Reaction time",
        "recorded_at": "Recorded",
        "recording_id": "Clip",
        "review_id": "Review",
        "reviewer": "Reviewer",
        "reviewers": "Reviewers",
        "reviews": "Reviews",
        "runs": "Stretches played",
        "rubric_id": "Rubric",
        "rubric_version": "Rubric version",
        "selection": "How the clips were chosen",
        "seed": "Seed",
        "sha256": "SHA-256",
        "size": "Size",
        "speed_percent": "Speed when tagged",
        "compensation_us": "Onset set before the key",
        "end_compensation_us": "End set before the key",
        "start": "Start",
        "state": "State",
        "tagged_at": "Tagged",
        "target": "To whom",
        "title": "Title",
        "trainings": "Training records",
        "value": "Value",
        "verified_items": "Items checked",
        "was_blinded": "Reviewed blinded until then",
        "watched_us": "Time watched",
        "written_at": "Written",
    }
)
# Ids and kinds say nothing to a reader who has them in the heading.
_QUIET = frozenset({"id", "is", "label", "review_id", "recording_id", "ids"})
_MOMENTS = frozenset({"start", "end", "duration_us", "at", "watched_us"})


@dataclass(frozen=True, slots=True)
class Line:
    """A field of an entry.

    Attributes:
        name: What the field is called.
        before: Its value before, or empty.
        after: Its value after, or empty.
        is_change: True if it has a before and an after; else only `after` counts.
    """

    name: str
    before: str
    after: str
    is_change: bool = False


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that an entry changed: a heading and its fields."""

    heading: str
    lines: tuple[Line, ...]


def action_words(entry: AuditEntry) -> str:
    """What was done."""
    act = _ACTS.get(entry.action)
    return act.words if act else entry.action.replace(".", " ").replace("_", " ").capitalize()


def action_icon(entry: AuditEntry) -> str:
    """The icon of what was done."""
    act = _ACTS.get(entry.action)
    return act.icon if act else "info"


def area_of(entry: AuditEntry) -> Area:
    """The kind of entry, for the filter."""
    act = _ACTS.get(entry.action)
    return act.area if act else _FALLBACK_AREAS.get(entry.action.partition(".")[0], Area.STUDY)


def subject_words(entry: AuditEntry, names: Mapping[str, str] = NO_NAMES) -> str:
    """What it was done to; `names` says what is behind an id."""
    details = entry.details
    if "label" in details:
        return str(details["label"])
    if entry.action == "records.import":
        kinds = (("officers", "officer"), ("trainings", "training record"), ("incidents", "call"))
        return ", ".join(_count(details.get(key, 0), word) for key, word in kinds)
    if entry.action == "recording.import":
        return f"{details.get('code', '')} from {_text('file', details.get('file', ''))}"
    if entry.action in ("recording.join", "recording.split"):
        return f"{details.get('code', '')}: {_text('', details.get('with') or details.get('into') or '')}"
    if entry.action == "recording.phase":
        return f"To {details.get('after') or 'what the records say'}: {details.get('reason', '')}"
    if entry.action == "clip.relocate":
        return f"Now at {details.get('after', '')}"
    if entry.action == "rubric.install":
        return f"{details.get('title', '')} ({entry.subject.partition(':')[2]})"
    if entry.action == "reel.export":
        return f"{details.get('title', '')}: {details.get('file', '')}"
    if entry.action == "reviewer.coding":
        return str(details.get("reviewer", ""))
    kind, _, key = entry.subject.partition(":")
    named = (details.get(key) for key in ("file", "title", "backup"))
    return str(next((name for name in named if name), names.get(key) or kind.capitalize()))


def search_words(entry: AuditEntry, names: Mapping[str, str] = NO_NAMES) -> str:
    """Everything of an entry that the search looks through, in small letters."""
    words = [entry.actor, action_words(entry), subject_words(entry, names), entry.action, entry.subject, entry.hash]
    words.append(str(entry.details.get("sha256", "")))
    words += [line.after for change in changes_of(entry) for line in change.lines]
    return " ".join(words).casefold()


def names_of(rubrics: Iterable[Rubric]) -> dict[str, str]:
    """Names of behaviours and rating items by their codes; a later rubric has the last word."""
    return {item.id: item.name for rubric in rubrics for item in (*rubric.behaviours, *rubric.ratings)}


def changes_of(entry: AuditEntry) -> tuple[Change, ...]:
    """What an entry changed, field by field, in words."""
    details = entry.details
    edits = details.get("edits")
    if isinstance(edits, Sequence) and not isinstance(edits, str):
        return tuple(_edit(cast("Json", edit)) for edit in edits)
    before, after = details.get("before"), details.get("after")
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        return (Change("Changed", _differences(cast("Json", before), cast("Json", after))),)
    if "before" in details and "after" in details:
        rest = _plain_lines({key: value for key, value in details.items() if key not in ("before", "after")})
        name = "Name" if entry.action == "reviewer.name" else "Value"
        line = Line(name, _text("", before) or "By the records", _text("", after) or "By the records", True)
        return (Change("Changed", (line, *rest)),)
    return (Change("Facts", _plain_lines(details)),) if details else ()


def _edit(edit: Json) -> Change:
    before, after = cast("Json | None", edit.get("before")), cast("Json | None", edit.get("after"))
    value = after or before or {}
    kind = str(value.get("is") or _kind(value)).capitalize()
    if before is None:
        return Change(f"{kind} added", _plain_lines(value))
    if after is None:
        return Change(f"{kind} removed", tuple(Line(line.name, line.after, "", True) for line in _plain_lines(before)))
    return Change(f"{kind} changed", _differences(before, after))


def _kind(value: Json) -> str:
    if "behaviour_id" in value:
        return "tag"
    return "rating" if "item_id" in value else "review"


def _plain_lines(values: Json) -> tuple[Line, ...]:
    lines = ((key, _text(key, value)) for key, value in values.items() if key not in _QUIET)
    return tuple(Line(_field(key), "", text) for key, text in sorted(lines, key=_rank) if text)


def _differences(before: Json, after: Json) -> tuple[Line, ...]:
    changed = [key for key in {**before, **after} if before.get(key) != after.get(key)]
    return tuple(
        Line(_field(key), _text(key, before.get(key)) or "Nothing", _text(key, after.get(key)) or "Nothing", True)
        for key in sorted(changed, key=lambda key: _rank((key, "")))
    )


_ORDER = ("title", "code", "file", "behaviour_id", "item_id", "value", "start", "end", "actor", "target", "level")


def _rank(line: tuple[str, str]) -> tuple[int, str]:
    key = line[0]
    return (_ORDER.index(key) if key in _ORDER else len(_ORDER), _field(key))


def _field(key: str) -> str:
    return _FIELDS.get(key) or key.removesuffix("_id").removesuffix("_us").replace("_", " ").capitalize()


def _text(key: str, value: object) -> str:
    match value:
        case None | "" | [] | {}:
            return ""
        case bool():
            return "Yes" if value else ("" if key == "is_heard_only" else "No")
        case int() | float():
            return _number_text(key, value)
        case str() if key == "sha256":
            # In groups, so that two can be compared by eye and a line can break.
            return " ".join(value[place : place + 8] for place in range(0, len(value), 8))
        case str() if key in ("tagged_at", "recorded_at"):
            return _time_text(value)
        case list():
            items = cast("list[object]", value)
            if key == "verified_items":
                return _verified_text(items)
            return ", ".join(_text("", item) if not isinstance(item, list) else _joined(item) for item in items)
        case _:
            return str(value)


def _number_text(key: str, value: float) -> str:
    if key in _MOMENTS:
        return review_text(Moment(round(value)))
    if key == "size":
        return f"{value:,} bytes"
    if key == "speed_percent":
        return f"{value} %" if value else "Paused"
    if key in ("compensation_us", "end_compensation_us"):
        return f"{value / 1000:,.0f} ms" if value else ""
    if key.endswith("_us"):
        return f"{value / 1000:,.0f} ms"
    return f"{value:,}"


def _joined(item: list[object]) -> str:
    return ": ".join(str(part) for part in item)


def _verified_text(items: Sequence[object]) -> str:
    right = sum(1 for item in items if isinstance(item, list) and all(cast("list[object]", item)[3:5]))
    return f"{right} of {len(items)} start and end on the chosen frame"


def _time_text(text: str) -> str:
    try:
        return f"{datetime.fromisoformat(text):%Y-%m-%d %H:%M:%S}"
    except ValueError:
        return text


def _count(number: object, word: str) -> str:
    return f"{number} {word}{'' if number == 1 else 's'}"
