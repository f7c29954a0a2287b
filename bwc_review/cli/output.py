"""What commands print: aligned text for people, one JSON value for programs."""

import json
import unicodedata
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import click

from bwc_review.cli.options import Session

if TYPE_CHECKING:
    from bwc_review.services.ports import Store

_GAP = "  "


def say(session: Session, value: object, text: str | Iterable[str]) -> None:
    """Print `value` as JSON if the session wants that, else the text's lines."""
    if session.as_json:
        click.echo(json.dumps(value, ensure_ascii=False, indent=2))
        return
    lines = [text] if isinstance(text, str) else text
    for line in lines:
        click.echo(line)


def say_if_unrecorded(store: "Store") -> None:
    """Say on stderr that the log of a study that can only be read does not know of what was written."""
    if store.is_read_only:
        click.echo("This study can only be read here: its log does not record what was written.", err=True)


def table(heads: Sequence[str], rows: Iterable[Sequence[object]], right: Iterable[int] = ()) -> list[str]:
    """Lines of aligned columns under their heads; nothing is cut or wrapped, so that pipes get whole lines.

    Args:
        heads: Names of the columns.
        rows: Cells, as many as there are heads.
        right: Numbers of the columns that are aligned to the right.
    """
    cells = [tuple(heads), *(tuple(_text(cell) for cell in row) for row in rows)]
    widths = [max(_width(row[column]) for row in cells) for column in range(len(heads))]
    rightward = set(right)
    return [_line(row, widths, rightward) for row in cells]


def facts(pairs: Iterable[tuple[str, object]]) -> list[str]:
    """Lines of names and values; empty values are left out."""
    shown = [(name, _text(value)) for name, value in pairs if value not in (None, "")]
    width = max((_width(name) for name, _ in shown), default=0)
    return [f"{_padded(name, width)}{_GAP}{value}" for name, value in shown]


def count(number: int, one: str, many: str | None = None) -> str:
    """“1 clip”, “2 clips”."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def _line(row: Sequence[str], widths: Sequence[int], right: set[int]) -> str:
    padded = [_padded(cell, widths[at], is_right=at in right) for at, cell in enumerate(row)]
    return _GAP.join(padded).rstrip()


def _padded(text: str, width: int, *, is_right: bool = False) -> str:
    space = " " * (width - _width(text))
    return space + text if is_right else text + space


def _width(text: str) -> int:
    # Cells of a terminal: wide letters take two, combining marks none.
    wide = sum(unicodedata.east_asian_width(letter) in "WF" for letter in text)
    return len(text) + wide - sum(bool(unicodedata.combining(letter)) for letter in text)


def _text(value: object) -> str:
    # A line break or a control character in a name must not break the table or steer the terminal.
    text = "" if value is None else str(value)
    return "".join(" " if unicodedata.category(letter) == "Cc" else letter for letter in text)
