"""The tag report as a workbook; text cells are written as text, so that no note becomes a formula."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.exceptions import FileCreateError  # pyright: ignore[reportMissingTypeStubs]

from bwc_review.domain.tag_report import TagReport
from bwc_review.reports.tag_document import CAUTIONS, PHASE_WORDS
from bwc_review.reports.tag_table import COLUMNS, tag_rows

REVIEW_COLUMNS = (
    "clip",
    "phase",
    "officer",
    "incident",
    "call_type",
    "recorded_at",
    "duration_us",
    "reviewer",
    "rubric",
    "rubric_version",
    "rubric_sha256",
    "state",
    "tags",
    "edits",
    "files",
    "sha256",
)
RATING_COLUMNS = ("clip", "reviewer", "rubric", "rubric_version", "item", "name", "value", "missing", "note")
_WIDTHS = {
    "behaviour": 20,
    "call_type": 28,
    "end": 14,
    "file": 32,
    "files": 32,
    "name": 32,
    "note": 48,
    "phase": 16,
    "recorded_at": 26,
    "rubric_sha256": 66,
    "sha256": 66,
    "start": 14,
    "tagged_at": 26,
    "wall_clock": 26,
}


def write(reports: Sequence[TagReport], path: Path) -> None:
    """Write the workbook.

    Raises:
        OSError: The file cannot be written.
    """
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book: Any = xlsxwriter.Workbook(str(path), options)
    book.set_properties({"title": "Tag report", "author": reports[0].made_by, "created": reports[0].made_at})
    _sheet(book, "Tags", COLUMNS, ([row.get(name) for name in COLUMNS] for row in tag_rows(reports)))
    _sheet(book, "Reviews", REVIEW_COLUMNS, map(_review_row, reports))
    _sheet(book, "Ratings", RATING_COLUMNS, _rating_rows(reports))
    _about(book, reports[0])
    try:
        book.close()
    except FileCreateError as error:
        raise OSError(str(error)) from error


def _sheet(book: Any, name: str, columns: Sequence[str], rows: Iterator[Sequence[object]]) -> None:  # noqa: ANN401
    sheet = book.add_worksheet(name)
    head = book.add_format({"bold": True, "bottom": 1, "valign": "top"})
    body = book.add_format({"valign": "top"})
    sheet.write_row(0, 0, columns, head)
    last = 0
    for last, row in enumerate(rows, 1):
        sheet.write_row(last, 0, row, body)
    for index, column in enumerate(columns):
        sheet.set_column(index, index, _WIDTHS.get(column, max(10, len(column) + 3)))
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, max(last, 1), len(columns) - 1)


def _review_row(report: TagReport) -> list[object]:
    recorded_at = report.recording.recorded_at
    return [
        report.recording.code,
        PHASE_WORDS[report.phase],
        report.officer,
        "" if report.incident is None else report.incident.number,
        report.call_type_name,
        "" if recorded_at is None else recorded_at.isoformat(timespec="seconds"),
        report.recording.duration_us,
        report.review.reviewer,
        report.rubric.id,
        report.rubric.version,
        report.rubric.content_hash,
        report.review.state.value,
        len(report.tags),
        report.edit_count,
        "; ".join(clip.path.name for clip in report.clips),
        "; ".join(clip.sha256 for clip in report.clips),
    ]


def _rating_rows(reports: Sequence[TagReport]) -> Iterator[list[object]]:
    for report in reports:
        for rating in report.ratings:
            name = report.rubric.items_by_id[rating.item_id].name
            shared = [report.recording.code, report.review.reviewer, report.rubric.id, report.rubric.version]
            yield [*shared, rating.item_id, name, rating.value, rating.missing or "", rating.note]


def _about(book: Any, first: TagReport) -> None:  # noqa: ANN401
    lines = [
        ("Study", first.study_title),
        ("Made at (UTC)", first.made_at.isoformat(timespec="seconds")),
        ("Made by", first.made_by),
        ("Program", f"BWC Review {first.program_version}"),
        ("Audit log", f"{first.chain_head.seq} entries, head {first.chain_head.hash}"),
        ("Times", "Microseconds from the first video frame; ends do not belong to the span."),
        ("Frames", "Counted from 0 in the file named in the row."),
        *(("Please note", caution) for caution in CAUTIONS),
    ]
    sheet = book.add_worksheet("About")
    bold = book.add_format({"bold": True, "valign": "top"})
    wrap = book.add_format({"text_wrap": True, "valign": "top"})
    sheet.set_column(0, 0, 16)
    sheet.set_column(1, 1, 100)
    for row, (name, text) in enumerate(lines):
        sheet.write_string(row, 0, name, bold)
        sheet.write_string(row, 1, text, wrap)
