"""The CSV files that the program reads and writes: manifests, officers, training, incidents and tags.

Each file is read whole before anything is used of it, and all its problems (up to twenty) are told together.
"""

import csv
import os
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from io import StringIO
from pathlib import Path, PureWindowsPath
from typing import TypeVar

from bwc_review.domain.people import Armed, Delivery, Setting
from bwc_review.domain.spreadsheet import safe_cell
from bwc_review.domain.time import START, Moment, report_text
from bwc_review.services.table_source import Column, Row, RowPlace, Table, read_table

_MANIFEST = (
    Column("file", is_required=True),
    Column("code"),
    Column("part"),
    Column("recorded_at"),
    Column("officer"),
    Column("incident"),
    Column("case_open"),
    Column("content"),
)
_OFFICERS = (Column("pseudonym", is_required=True), Column("badge"), Column("unit"))
_TRAINING = (
    Column("officer", is_required=True),
    Column("course", is_required=True),
    Column("completed_on", is_required=True),
    Column("started_on"),
    Column("hours"),
    Column("delivery"),
    Column("certified_until"),
)
_INCIDENTS = (
    Column("number", is_required=True),
    Column("occurred_on", is_required=True),
    Column("call_type", is_required=True),
    Column("setting"),
    Column("armed"),
    Column("officers_present"),
)
TAG_COLUMNS = (
    Column("clip", is_required=True),
    Column("reviewer"),
    Column("rubric", is_required=True),
    Column("rubric_version"),
    Column("behaviour", is_required=True),
    Column("start_us"),
    Column("start"),
    Column("end_us"),
    Column("end"),
    Column("actor"),
    Column("target"),
    Column("level"),
    Column("modifiers"),
    Column("confidence"),
    Column("note"),
    Column("heard_only"),
    Column("tagged_at"),
    Column("speed_percent"),
    Column("compensation_us"),
    Column("end_compensation_us"),
)
_LONGEST_US = 100 * 3600 * 1_000_000
LONGEST_SHIFT_US = 60 * 1_000_000
"""No onset is ever moved by more than this when it is tagged."""
_ROUNDING_US = 500
_Read = TypeVar("_Read")


@dataclass(frozen=True, slots=True)
class ManifestRow:
    """What a manifest says about one file.

    Attributes:
        path: The file; a relative name counts from the manifest's own folder.
        code: Code name to give it, or empty; the files of one recording share it.
        part: Place in its recording, from 1, if that has several files; None otherwise.
        recorded_at: When it was recorded, with its offset.
        officer: Pseudonym or badge of the wearer, or empty.
        incident: Number of the incident, or empty.
        is_open_case: Whether the case behind it is open; None if the manifest does not say.
        content: Codes of content flags; none if the manifest does not say.
        place: Its row.
    """

    path: Path
    code: str
    part: int | None
    recorded_at: datetime | None
    officer: str
    incident: str
    is_open_case: bool | None
    content: tuple[str, ...]
    place: RowPlace = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class OfficerRow:
    """An officer; badge and unit may be empty."""

    pseudonym: str
    badge: str
    unit: str
    place: RowPlace = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class TrainingRow:
    """A course that an officer (by pseudonym or badge) took."""

    officer: str
    course: str
    completed_on: date
    started_on: date | None
    hours: float | None
    delivery: Delivery | None
    certified_until: date | None
    place: RowPlace = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class IncidentRow:
    """A call for service."""

    number: str
    occurred_on: date
    call_type: str
    setting: Setting
    armed: Armed
    officers_present: int | None
    place: RowPlace = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class TagRow:
    """A tag with the names of what it belongs to; reviewer and rubric version may be empty.

    Other fields are those of a tag: modifiers are name and choice, sorted by name.
    """

    clip: str
    reviewer: str
    rubric: str
    rubric_version: str
    behaviour: str
    start: Moment
    end: Moment | None = None
    actor: str = "O1"
    target: str = ""
    level: int | None = None
    modifiers: tuple[tuple[str, str], ...] = ()
    confidence: int | None = None
    note: str = ""
    is_heard_only: bool = False
    tagged_at: datetime | None = None
    speed_percent: int = 100
    compensation_us: int = 0
    end_compensation_us: int = 0
    place: RowPlace = field(default=RowPlace("", 0), compare=False, repr=False)


def read_manifest(path: Path) -> tuple[ManifestRow, ...]:
    """Read a manifest.

    Raises:
        InputError: With file, row and column; several under ``problems``.
        EnvironmentFault: The file is not there, or may not be read.
    """
    table = read_table(path, _MANIFEST)
    table.refuse_doubles(["file"])
    _refuse_double_codes(table)
    return _finished(table, [_manifest_row(path.parent, row) for row in table.rows])


def read_officers(path: Path) -> tuple[OfficerRow, ...]:
    """Read officers.

    Raises:
        InputError: With file, row and column; several under ``problems``.
        EnvironmentFault: The file is not there, or may not be read.
    """
    table = read_table(path, _OFFICERS)
    table.refuse_doubles(["pseudonym", "badge"])
    rows = [OfficerRow(row.text("pseudonym"), row.text("badge"), row.text("unit"), row.place) for row in table.rows]
    return _finished(table, rows)


def read_training(path: Path) -> tuple[TrainingRow, ...]:
    """Read training records.

    Raises:
        InputError: With file, row and column; several under ``problems``.
        EnvironmentFault: The file is not there, or may not be read.
    """
    table = read_table(path, _TRAINING)
    return _finished(table, [_training_row(row) for row in table.rows])


def read_incidents(path: Path) -> tuple[IncidentRow, ...]:
    """Read incidents.

    Raises:
        InputError: With file, row and column; several under ``problems``.
        EnvironmentFault: The file is not there, or may not be read.
    """
    table = read_table(path, _INCIDENTS)
    table.refuse_doubles(["number"])
    return _finished(table, [_incident_row(row) for row in table.rows])


def read_tags(path: Path) -> tuple[TagRow, ...]:
    """Read tags, as `tags_to_text` or another program wrote them.

    The onset is taken from ``start_us`` or, if that is blank, from ``start``; likewise the end.

    Raises:
        InputError: With file, row and column; several under ``problems``.
        EnvironmentFault: The file is not there, or may not be read.
    """
    table = read_table(path, TAG_COLUMNS)
    return _finished(table, [_tag_row(row) for row in table.rows])


def tags_to_text(rows: Iterable[TagRow]) -> str:
    """Tags as CSV for spreadsheets: with a byte order mark, and with no cell that could be taken for a formula.

    Write it with ``newline=""`` and UTF-8. `read_tags` gives equal rows.
    """
    stream = StringIO(newline="")
    writer = csv.writer(stream)
    writer.writerow([column.name for column in TAG_COLUMNS])
    writer.writerows([safe_cell(cell) for cell in _tag_cells(row)] for row in rows)
    return "\ufeff" + stream.getvalue()


def modifiers_text(modifiers: Iterable[tuple[str, str]]) -> str:
    """``name=choice; name=choice``."""
    return "; ".join(f"{name}={choice}" for name, choice in modifiers)


def _finished(table: Table, rows: list[_Read]) -> tuple[_Read, ...]:
    table.finish()
    return tuple(rows)


def _refuse_double_codes(table: Table) -> None:
    """Only the numbered parts of one recording share a code, and no number comes twice."""
    seen: dict[str, dict[str, int]] = {}
    for row in table.rows:
        code, part = row.text("code"), row.text("part")
        if part and not code:
            row.note("part", "A part needs the code name of its recording, in the column “code”.")
        if not code:
            continue
        others = seen.setdefault(code, {})
        clashes = [number for other, number in others.items() if part == other or not part or not other]
        if clashes:
            row.note("code", f"“{code}” is already in row {clashes[0]}.", "table.duplicate")
        others.setdefault(part, row.place.row)


def _manifest_row(folder: Path, row: Row) -> ManifestRow:
    file = row.text("file")
    if os.sep == "/" and "\\" in file:
        file = PureWindowsPath(file).as_posix()
    return ManifestRow(
        path=folder / file,
        code=row.text("code"),
        part=row.integer("part", 1, 999),
        recorded_at=row.instant("recorded_at"),
        officer=row.text("officer"),
        incident=row.text("incident"),
        is_open_case=row.truth("case_open"),
        content=tuple(part.strip() for part in row.text("content").split(";") if part.strip()),
        place=row.place,
    )


def _training_row(row: Row) -> TrainingRow:
    completed_on, started_on = row.required_day("completed_on"), row.day("started_on")
    certified_until = row.day("certified_until")
    is_known = completed_on != date.min
    if is_known and started_on is not None and started_on > completed_on:
        row.note("started_on", f"The course starts on {started_on}, after it was completed on {completed_on}.")
    if is_known and certified_until is not None and certified_until < completed_on:
        row.note("certified_until", f"The certificate lapses on {certified_until}, before {completed_on}.")
    return TrainingRow(
        officer=row.text("officer"),
        course=row.text("course"),
        completed_on=completed_on,
        started_on=started_on,
        hours=row.number("hours"),
        delivery=row.choice("delivery", Delivery),
        certified_until=certified_until,
        place=row.place,
    )


def _incident_row(row: Row) -> IncidentRow:
    return IncidentRow(
        number=row.text("number"),
        occurred_on=row.required_day("occurred_on"),
        call_type=row.text("call_type"),
        setting=row.choice("setting", Setting) or Setting.FIELD,
        armed=row.choice("armed", Armed) or Armed.UNKNOWN,
        officers_present=row.integer("officers_present", 1, 999),
        place=row.place,
    )


def _tag_row(row: Row) -> TagRow:
    start = _tag_moment(row, "start")
    if start is None and not row.text("start_us"):
        row.note("start", "The onset is missing: fill “start_us” or “start”.", "table.blank")
    speed = row.integer("speed_percent", -1000, 1000)
    return TagRow(
        clip=row.text("clip"),
        reviewer=row.text("reviewer"),
        rubric=row.text("rubric"),
        rubric_version=row.text("rubric_version"),
        behaviour=row.text("behaviour"),
        start=start or START,
        end=_tag_moment(row, "end"),
        actor=row.text("actor", "O1"),
        target=row.text("target"),
        level=row.integer("level", -99, 99),
        modifiers=_modifiers(row),
        confidence=row.integer("confidence", 1, 3),
        note=row.raw("note"),
        is_heard_only=row.truth("heard_only") or False,
        tagged_at=row.instant("tagged_at"),
        speed_percent=100 if speed is None else speed,
        compensation_us=row.integer("compensation_us", -LONGEST_SHIFT_US, LONGEST_SHIFT_US) or 0,
        end_compensation_us=row.integer("end_compensation_us", -LONGEST_SHIFT_US, LONGEST_SHIFT_US) or 0,
        place=row.place,
    )


def _tag_moment(row: Row, name: str) -> Moment | None:
    """The exact time, or the one for people; they may differ by the rounding of the latter."""
    exact_us, shown = row.integer(f"{name}_us", 0, _LONGEST_US), row.moment(name)
    if exact_us is None:
        return shown
    if shown is not None and abs(shown.us - exact_us) > _ROUNDING_US:
        sentence = f"This is {row.text(name)}, but {name}_us says {report_text(Moment(exact_us))}. Clear one of them."
        row.note(name, sentence)
    return Moment(exact_us)


def _modifiers(row: Row) -> tuple[tuple[str, str], ...]:
    found: dict[str, str] = {}
    for part in row.text("modifiers").split(";"):
        name, equals, choice = (piece.strip() for piece in part.partition("="))
        if not name and not equals:
            continue
        if not name or not choice or name in found:
            row.note("modifiers", f"“{part.strip()}” is not of the form “name=choice”, each name once.")
            continue
        found[name] = choice
    return tuple(sorted(found.items()))


def _tag_cells(row: TagRow) -> list[str]:
    return [
        row.clip,
        row.reviewer,
        row.rubric,
        row.rubric_version,
        row.behaviour,
        str(row.start.us),
        report_text(row.start),
        "" if row.end is None else str(row.end.us),
        "" if row.end is None else report_text(row.end),
        row.actor,
        row.target,
        "" if row.level is None else str(row.level),
        modifiers_text(row.modifiers),
        "" if row.confidence is None else str(row.confidence),
        row.note,
        "yes" if row.is_heard_only else "no",
        "" if row.tagged_at is None else row.tagged_at.isoformat(),
        str(row.speed_percent),
        str(row.compensation_us),
        str(row.end_compensation_us),
    ]
