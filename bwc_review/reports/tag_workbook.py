"""The tag report as a workbook; text cells are written as text, so that no note becomes a formula."""

from collections.abc import Iterable, Iterator, Sequence
from math import ceil
from pathlib import Path
from typing import Any, cast

import xlsxwriter
from xlsxwriter.exceptions import FileCreateError  # pyright: ignore[reportMissingTypeStubs]

from bwc_review.domain.tag_report import TagReport
from bwc_review.domain.time import US_PER_S, length_text
from bwc_review.reports.tag_document import CAUTIONS, PHASE_WORDS, counts
from bwc_review.reports.tag_figures import FIGURE_GROUPS, Tree, figures
from bwc_review.reports.tag_table import COLUMNS, tag_rows

_INK, _PAPER, _LINE = "#14181D", "#FFFFFF", "#C9D0D8"
_US_LETTER = 1
_LINE_POINTS = 15

# Head of each column, and its width in characters.
_REVIEW = (("Clip", 8), ("Phase", 16), ("Call", 28), ("Length", 9), ("Reviewer", 16))
REVIEW_COLUMNS = (
    *_REVIEW,
    ("State", 12),
    ("Tags", 7),
    ("De-escalating acts", 13),
    ("Escalating acts", 11),
    ("Codable time (s)", 13),
    ("Recorded", 26),
    ("Officer", 16),
    ("Incident", 16),
    ("Rubric", 16),
    ("Version", 9),
    ("Changes in the log", 12),
    ("Files", 28),
    ("SHA-256 of the files", 66),
    ("SHA-256 of the rubric", 66),
)
COUNT_COLUMNS = (
    *_REVIEW,
    ("Behaviour", 30),
    ("Code", 20),
    ("Dimension", 11),
    ("Valence", 14),
    ("Kind", 8),
    ("Times", 8),
    ("In all (s)", 11),
    ("Still open", 9),
)
FIGURE_COLUMNS = (*_REVIEW, ("About", 26), ("Figure", 40), ("Shown", 32), ("Value", 14), ("Why there is none", 44))
RATING_COLUMNS = (*_REVIEW, ("Rated", 30), ("Code", 14), ("Answer", 9), ("Scale", 9), ("No answer", 16), ("Note", 48))
_TAG_WIDTHS = {"behaviour": 20, "end": 14, "file": 26, "name": 30, "note": 48, "start": 14, "wall_clock": 28}
# Of the tags' columns those that programs and auditors need, folded away: a click on the + above brings them back.
_FOLDED = frozenset(
    {
        *("file", "rubric", "rubric_version", "review_state", "behaviour", "kind", "start_us", "end_us", "duration_us"),
        *("tagged_at", "speed_percent", "compensation_us", "end_compensation_us"),
    }
)
_SENTENCES = frozenset({"Note", "note", "Shown", "Why there is none"})
_PRINTED_OF_REVIEWS = 16  # columns; hashes are for the screen
Row = Sequence[object]


def write(reports: Sequence[TagReport], path: Path) -> None:
    """Write the workbook.

    Raises:
        OSError: The file cannot be written.
    """
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book: Any = xlsxwriter.Workbook(str(path), options)
    book.set_properties({"title": "Tag report", "author": reports[0].made_by, "created": reports[0].made_at})
    _about(book, reports[0])
    reviews = _sheet(book, "Reviews", REVIEW_COLUMNS, map(_review_row, reports))
    reviews.print_area(0, 0, len(reports), _PRINTED_OF_REVIEWS - 1)
    _sheet(book, "Counts", COUNT_COLUMNS, _count_rows(reports))
    _sheet(book, "Figures", FIGURE_COLUMNS, _figure_rows(reports))
    _sheet(book, "Ratings", RATING_COLUMNS, _rating_rows(reports))
    tags = _sheet(
        book,
        "Tags",
        [(name, _TAG_WIDTHS.get(name, max(8, len(name) + 3))) for name in COLUMNS],
        ([row.get(name) for name in COLUMNS] for row in tag_rows(reports)),
    )
    for index, name in enumerate(COLUMNS):
        if name in _FOLDED:
            tags.set_column(index, index, _TAG_WIDTHS.get(name, len(name) + 3), None, {"level": 1, "hidden": True})
    try:
        book.close()
    except FileCreateError as error:
        raise OSError(str(error)) from error


def _sheet(book: Any, name: str, columns: Sequence[tuple[str, int]], rows: Iterable[Row]) -> Any:  # noqa: ANN401
    sheet = book.add_worksheet(name)
    head = book.add_format(
        {"bold": True, "font_color": _PAPER, "bg_color": _INK, "text_wrap": True, "valign": "vcenter"}
    )
    body = book.add_format({"valign": "top", "bottom": 1, "bottom_color": _LINE})
    wrapped = book.add_format({"valign": "top", "bottom": 1, "bottom_color": _LINE, "text_wrap": True})
    wide = {index for index, (title, _) in enumerate(columns) if title in _SENTENCES}
    for index, (title, width) in enumerate(columns):
        sheet.set_column(index, index, width)
        sheet.write_string(0, index, title, head)
    last = 0
    for last, row in enumerate(rows, 1):
        for index, value in enumerate(row):
            sheet.write(last, index, value, wrapped if index in wide else body)
        lines = max((ceil(len(str(row[index] or "")) / columns[index][1]) for index in wide), default=1)
        if lines > 1:
            sheet.set_row(last, _LINE_POINTS * lines)  # not every program fits rows to wrapped text by itself
    sheet.set_row(0, 32)
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, max(last, 1), len(columns) - 1)
    _set_up_print(sheet)
    return sheet


def _set_up_print(sheet: Any) -> None:  # noqa: ANN401
    sheet.set_paper(_US_LETTER)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.set_footer("&L&8Training review, not a statistical sample. &A&R&8Page &P of &N")


def _review_cells(report: TagReport) -> list[object]:
    return [
        report.recording.code,
        PHASE_WORDS[report.phase],
        report.call_type_name,
        length_text(report.recording.duration_us),
        report.review.reviewer,
    ]


def _review_row(report: TagReport) -> list[object]:
    recorded_at = report.recording.recorded_at
    found = figures(report)
    deescalating, escalating, *_ = _listed(found["overall"])
    codable = _listed(found["exposure"])[1]["value"]
    return [
        *_review_cells(report),
        report.review.state.value,
        len(report.tags),
        deescalating["value"],
        escalating["value"],
        _seconds(codable),
        "" if recorded_at is None else recorded_at.isoformat(" ", "seconds"),
        report.officer,
        "" if report.incident is None else report.incident.number,
        report.rubric.id,
        report.rubric.version,
        report.edit_count,
        "; ".join(clip.path.name for clip in report.clips),
        "; ".join(clip.sha256 for clip in report.clips),
        report.rubric.content_hash,
    ]


def _count_rows(reports: Sequence[TagReport]) -> Iterator[Row]:
    for report in reports:
        for one in counts(report):
            named = [one[key] for key in ("name", "behaviour", "dimension", "valence", "kind", "count")]
            yield [*_review_cells(report), *named, _seconds(one["total_us"]), one["open"] or ""]


def _figure_rows(reports: Sequence[TagReport]) -> Iterator[Row]:
    for report in reports:
        found = figures(report)
        for key, title in FIGURE_GROUPS.items():
            for one in _listed(found[key]):
                yield [*_review_cells(report), title, one["name"], one["text"], one["value"], one["reason"]]


def _rating_rows(reports: Sequence[TagReport]) -> Iterator[Row]:
    for report in reports:
        for rating in report.ratings:
            item = report.rubric.items_by_id[rating.item_id]
            missing = (rating.missing or "").replace("_", " ").lower()
            scale = f"{item.scale.minimum} to {item.scale.maximum}"
            yield [*_review_cells(report), item.name, item.id, rating.value, scale, missing, rating.note]


def _listed(found: object) -> list[Tree]:
    return cast("list[Tree]", found)  # as `figures` makes them


def _seconds(us: object) -> object:
    return us / US_PER_S if isinstance(us, int) else ""


def _about(book: Any, first: TagReport) -> None:  # noqa: ANN401
    lines = [
        ("Study", first.study_title),
        ("Made at (UTC)", first.made_at.isoformat(" ", "seconds").removesuffix("+00:00")),
        ("Made by", first.made_by),
        ("Program", f"BWC Review {first.program_version}"),
        ("Audit log", f"{first.chain_head.seq} entries, last hash {first.chain_head.hash}"),
        *(("Please note", caution) for caution in CAUTIONS),
        ("Reviews", "One row for each review: clip, phase, call, reviewer, acts in codable time, hashes."),
        ("Counts", "How often each behaviour was tagged, and how long states lasted in all."),
        (
            "Figures",
            "What the tags of a review add up to, in microseconds where it is a time, and why a figure is missing.",
        ),
        ("Ratings", "The answers given after viewing."),
        ("Tags", "Every tag, with the columns of the CSV; those that programs need are folded under the + above them."),
        ("Times", "Counted from the first video frame; the end does not belong to the span."),
        ("Frames", "Counted from 0 in the file named in the row."),
    ]
    sheet = book.add_worksheet("About")
    title = book.add_format({"bold": True, "font_size": 18, "font_color": _INK})
    bold = book.add_format({"bold": True, "valign": "top"})
    wrap = book.add_format({"text_wrap": True, "valign": "top"})
    sheet.set_column(0, 0, 18)
    sheet.set_column(1, 1, 100)
    sheet.hide_gridlines(2)
    sheet.set_row(0, 30)
    sheet.write_string(0, 0, "Tag report", title)
    for row, (name, text) in enumerate(lines, 2):
        sheet.write_string(row, 0, name, bold)
        sheet.write_string(row, 1, text, wrap)
    _set_up_print(sheet)
