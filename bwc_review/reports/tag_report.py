"""Tag reports in every format: each file is written beside its name first, then moved into place."""

import csv
import json
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

from bwc_review.domain.errors import EnvironmentFault, InputError
from bwc_review.domain.progress import CancelToken, Progress, Report
from bwc_review.domain.spreadsheet import safe_cell
from bwc_review.domain.tag_report import TagReport
from bwc_review.reports.tag_document import document
from bwc_review.reports.tag_table import COLUMNS, tag_rows

Writer = Callable[[Sequence[TagReport], Path], None]


def write_csv(reports: Sequence[TagReport], path: Path) -> None:
    """One row for each tag, UTF-8 with a byte order mark, so that Excel reads accents."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        for row in tag_rows(reports):
            writer.writerow([_cell(row.get(column)) for column in COLUMNS])


def write_json(reports: Sequence[TagReport], path: Path) -> None:
    """The whole report as one tree; see `tag_document.SCHEMA`."""
    path.write_text(json.dumps(document(reports), ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def write_xlsx(reports: Sequence[TagReport], path: Path) -> None:
    """A workbook with sheets for reviews, tags, ratings and what the numbers mean."""
    from bwc_review.reports.tag_workbook import write  # slow to import, rarely wanted

    write(reports, path)


def write_pdf(reports: Sequence[TagReport], path: Path) -> None:
    """A document to print and to sign, with a strip of all tags for each review."""
    from bwc_review.reports.tag_pdf import write  # slow to import, rarely wanted

    write(reports, path)


WRITERS: dict[str, Writer] = {"pdf": write_pdf, "xlsx": write_xlsx, "csv": write_csv, "json": write_json}


def tag_report(
    reports: Sequence[TagReport], folder: Path, formats: Sequence[str], report: Report, cancel: CancelToken
) -> tuple[Path, ...]:
    """Write the reports as ``tag-report.<format>`` into `folder`, which is made if need be.

    Returns:
        The files, in the order of `formats`.

    Raises:
        InputError: There is nothing to report, or a format is not known.
        EnvironmentFault: The folder or disk does not take the files; earlier ones stay as they were.
        Cancelled: The user stopped; files already finished stay.
    """
    if not reports:
        raise InputError("report.empty", "There is nothing to report yet: no clip here has been reviewed.")
    for name in formats:
        if name not in WRITERS:
            message = f"“{name}” is not a report format. Use {', '.join(WRITERS)}."
            raise InputError("report.format", message, format=name)
    written: list[Path] = []
    for done, name in enumerate(formats):
        cancel.raise_if_cancelled()
        report(Progress(done, len(formats), f"Writing the tag report as {name.upper()}"))
        written.append(_write(WRITERS[name], reports, folder / f"tag-report.{name}"))
    report(Progress(len(formats), len(formats), "Tag report written"))
    return tuple(written)


def _write(writer: Writer, reports: Sequence[TagReport], target: Path) -> Path:
    partial = target.with_name(f"{target.stem}.partial{target.suffix}")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        writer(reports, partial)
        partial.replace(target)
    except OSError as error:
        with suppress(OSError):
            partial.unlink(missing_ok=True)
        message = f"“{target.name}” could not be written to {target.parent}: {error.strerror or error}."
        raise EnvironmentFault("report.write", f"{message} Choose another folder or make room.", path=target) from error
    return target


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return safe_cell(value) if isinstance(value, str) else str(value)
