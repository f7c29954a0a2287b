"""CSV files as spreadsheets save them, read by what each column is meant to be, with the row in every message.

Rows are counted as a spreadsheet shows them: the header is row 1, blank rows count, a cell with line breaks is one row.
"""

import csv
import re
from calendar import month_name, monthrange
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from io import StringIO
from pathlib import Path
from typing import TypeVar

from bwc_review.domain.errors import InputError
from bwc_review.domain.spreadsheet import restored_cell
from bwc_review.domain.time import START, Moment, parse_moment
from bwc_review.services.text_source import located, nearest, raise_together, read_text

MAX_BYTES = 64_000_000
_DELIMITERS = ",;\t|"
_SEPARATOR_LINE = re.compile(r"sep=([,;\t|])(\r?\n|\Z)", re.IGNORECASE)
_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_WHOLE = re.compile(r"[+-]?\d{1,15}")
_NUMBER = re.compile(r"\d{1,6}([.,]\d{1,2})?")
_TRUTHS = {"yes": True, "y": True, "true": True, "1": True, "no": False, "n": False, "false": False, "0": False}
_YEARS = range(1990, 2101)
_Enum = TypeVar("_Enum", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Column:
    """A column that a table may have.

    Attributes:
        name: Its name in the header.
        is_required: True if the header must have it and no row may leave it blank.
    """

    name: str
    is_required: bool = False


@dataclass(frozen=True, slots=True)
class RowPlace:
    """Where a row stands, so that what is found out later can still name it.

    Attributes:
        file: Name of the file.
        row: Number of the row as a spreadsheet shows it.
    """

    file: str
    row: int

    def fault(self, code: str, column: str, sentence: str, **facts: object) -> InputError:
        """An error about one cell, with file, row and column in its sentence and its facts."""
        place = [f"row {self.row}", f"column {column}"]
        return located(code, self.file, place, sentence, row=self.row, column=column, **facts)


class Row:
    """One row, read cell by cell. A cell that cannot be used is noted with the table; reading goes on."""

    def __init__(self, place: RowPlace, cells: dict[str, str], problems: list[InputError]) -> None:
        self.place = place
        self._cells = cells
        self._problems = problems

    def note(self, column: str, sentence: str, code: str = "table.value") -> None:
        """Keep a problem with one cell until the whole table was read."""
        self._problems.append(self.place.fault(code, column, sentence))

    def raw(self, column: str) -> str:
        """The cell with the white space at its ends."""
        return restored_cell(self._cells.get(column, ""))

    def text(self, column: str, default: str = "") -> str:
        """The cell without white space at its ends, or `default` if it is blank."""
        return restored_cell(self._cells.get(column, "").strip()) or default

    def day(self, column: str) -> date | None:
        """A day written YYYY-MM-DD; None if the cell is blank."""
        text = self.text(column)
        if not text:
            return None
        match = _DAY.fullmatch(text)
        if match is None:
            self.note(column, f"“{text}” is not a date. Write it as year-month-day, such as 2025-03-14.")
            return None
        year, month, day = (int(part) for part in match.groups())
        if year not in _YEARS:
            self.note(column, f"“{text}” lies outside the years {_YEARS[0]} to {_YEARS[-1]}.")
        elif not 1 <= month <= len(month_name) - 1:
            self.note(column, f"“{text}” does not exist: there is no month {month}. Write year-month-day.")
        elif not 1 <= day <= monthrange(year, month)[1]:
            last = monthrange(year, month)[1]
            self.note(column, f"“{text}” does not exist: {month_name[month]} {year} has {last} days.")
        else:
            return date(year, month, day)
        return None

    def required_day(self, column: str) -> date:
        """A day that must be given."""
        return self.day(column) or date.min

    def instant(self, column: str) -> datetime | None:
        """A time with its offset from UTC in ISO 8601; None if the cell is blank."""
        text = self.text(column)
        if not text:
            return None
        try:
            found = datetime.fromisoformat(text)
        except ValueError:
            self.note(column, f"“{text}” is not a date and time. Write it as 2025-03-14T18:05:00-05:00.")
            return None
        if found.tzinfo is None:
            self.note(column, f"“{text}” has no offset from UTC. Add it, as in 2025-03-14T18:05:00-05:00.")
        return found

    def moment(self, column: str) -> Moment | None:
        """A time on a clip, such as 1:02.450; None if the cell is blank."""
        text = self.text(column)
        if not text:
            return None
        try:
            return parse_moment(text)
        except InputError as error:
            self.note(column, error.message, error.code)
            return START

    def integer(self, column: str, lowest: int, highest: int) -> int | None:
        """A whole number within limits; None if the cell is blank."""
        text = self.text(column)
        if not text:
            return None
        if _WHOLE.fullmatch(text) is None or not lowest <= int(text) <= highest:
            self.note(column, f"“{text}” is not a whole number from {lowest} to {highest}.")
            return None
        return int(text)

    def number(self, column: str) -> float | None:
        """A number with up to two decimals, behind a point or a comma; None if the cell is blank."""
        text = self.text(column)
        if not text:
            return None
        if _NUMBER.fullmatch(text) is None:
            self.note(column, f"“{text}” is not a number such as 16 or 7.5.")
            return None
        return float(text.replace(",", "."))

    def truth(self, column: str) -> bool | None:
        """Yes or no; None if the cell is blank."""
        text = self.text(column)
        if text and text.lower() not in _TRUTHS:
            self.note(column, f"“{text}” must be yes or no.")
        return _TRUTHS.get(text.lower())

    def choice(self, column: str, kind: type[_Enum]) -> _Enum | None:
        """A member of an enumeration by its value, in any case; None if the cell is blank."""
        text = self.text(column)
        members = {member.value: member for member in kind}
        found = members.get(_plain_name(text))
        if text and found is None:
            close = nearest(_plain_name(text), members)
            hint = f" Did you mean “{close}”?" if close else ""
            self.note(column, f"“{text}” must be one of {', '.join(members)}.{hint}")
        return found


class Table:
    """The rows of a file and the problems found in them so far."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.rows: list[Row] = []
        self.problems: list[InputError] = []

    def refuse_doubles(self, columns: Sequence[str]) -> None:
        """Note rows in which one of these columns repeats what an earlier row has; blank cells do not count."""
        for column in columns:
            seen: dict[str, int] = {}
            for row in self.rows:
                text = row.text(column)
                if text and text in seen:
                    row.note(column, f"“{text}” is already in row {seen[text]}.", "table.duplicate")
                seen.setdefault(text, row.place.row)

    def finish(self) -> None:
        """Raise all problems together, by row.

        Raises:
            InputError: There is at least one.
        """
        raise_together(self.name, sorted(self.problems, key=_row_number))


def _row_number(error: InputError) -> int:
    row = error.facts.get("row")
    return row if isinstance(row, int) else 0


def read_table(path: Path, columns: Sequence[Column]) -> Table:
    """Read a CSV file: its header is seen to be right, its cells are not yet interpreted.

    Commas, semicolons, tabs and bars may separate cells; which of them does is told by the header.

    Raises:
        InputError: The file is no text, or its header or its quoting is wrong; with row and column.
        EnvironmentFault: The file is not there, or may not be read.
    """
    return table_from_text(read_text(path, MAX_BYTES), path.name, columns)


def table_from_text(text: str, name: str, columns: Sequence[Column]) -> Table:
    """Read a table from its text; `name` is the file's name for the messages.

    Raises:
        InputError: As for `read_table`.
    """
    hint = _SEPARATOR_LINE.match(text)
    content = text[hint.end() :] if hint else text
    delimiter = hint[1] if hint else _delimiter(content, columns)
    table = Table(name)
    records = _records(content, delimiter, name)
    first = next(records, None)
    if first is None:
        raise InputError("table.empty", f"{name} is empty. Its first row must name the columns.", file=name)
    header_row, header = first
    names = _names(RowPlace(name, header_row), header, columns)
    required = [column.name for column in columns if column.is_required]
    for number, record in records:
        place = RowPlace(name, number)
        row = Row(place, dict(zip(names, record, strict=False)), table.problems)
        table.rows.append(row)
        for extra, cell in enumerate(record):
            if cell.strip() and (extra >= len(names) or not names[extra]):
                row.note(_letters(extra), f"“{_short(cell)}” stands under no column name.", "table.extra_cell")
        for column in required:
            if not row.text(column):
                row.note(column, "This cell must not be blank.", "table.blank")
    if not table.rows:
        message = (
            f"{name} has a header and no row under it, so there is nothing to import. Add rows, or leave the file out."
        )
        raise InputError("table.no_rows", message, file=name)
    return table


def _records(content: str, delimiter: str, name: str) -> Iterator[tuple[int, list[str]]]:
    """Row number and cells of each row that is not blank."""
    number = 0
    reader = csv.reader(StringIO(content, newline=""), delimiter=delimiter, strict=True)
    try:
        for number, record in enumerate(reader, start=1):
            if any(cell.strip() for cell in record):
                yield number, record
    except csv.Error as error:
        raise RowPlace(name, number + 1).fault("table.quoting", "?", _quoting_sentence(str(error))) from None


def _quoting_sentence(problem: str) -> str:
    if "field larger" in problem:
        return "A cell here is longer than 131,072 characters. Check that every quotation mark is closed."
    if "unexpected end" in problem:
        return "A quotation mark opens here and is never closed."
    return "After a closing quotation mark another cell must begin. Double the quotation marks inside a cell."


def _delimiter(content: str, columns: Iterable[Column]) -> str:
    """The sign that gives the most known names in the first line that is not blank; the comma if all give the same."""
    line = next((line for line in content.splitlines() if line.strip()), "")
    known = {column.name for column in columns}

    def fitting(sign: str) -> tuple[int, int]:
        cells = [_plain_name(cell.strip().strip('"')) for cell in line.split(sign)]
        return len(known.intersection(cells)), len(cells)

    return max(_DELIMITERS, key=fitting)


def _plain_name(text: str) -> str:
    """“Recorded at” and “recorded-at” are “recorded_at”."""
    return re.sub(r"[\s\-]+", "_", text.strip().lower())


def _names(place: RowPlace, header: Sequence[str], columns: Sequence[Column]) -> list[str]:
    names = [_plain_name(cell) for cell in header]
    known = [column.name for column in columns]
    errors: list[InputError] = []
    meant: set[str | None] = set()
    for index, name in enumerate(names):
        if name and name not in known:
            close = nearest(name, known)
            meant.add(close)
            hint = f" Did you mean “{close}”?" if close else f" The columns are: {', '.join(known)}."
            sentence = f"There is no column “{_short(header[index].strip())}”.{hint}"
            errors.append(place.fault("table.unknown_column", _short(header[index].strip()), sentence))
        elif name and name in names[:index]:
            errors.append(place.fault("table.duplicate_column", name, f"The column “{name}” is there twice."))
    for column in columns:
        if column.is_required and column.name not in {*names, *meant}:
            sentence = f"The column “{column.name}” is missing."
            errors.append(place.fault("table.missing_column", column.name, sentence))
    raise_together(place.file, errors)
    return names


def _letters(index: int) -> str:
    """Column letters as a spreadsheet shows them: 0 is A, 26 is AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def _short(text: str) -> str:
    """A cell short enough for a message."""
    return text if len(text) <= 40 else f"{text[:39]}…"
