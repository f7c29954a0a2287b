"""The still pictures of a film, drawn with Typst: cards, the plate behind a pair, labels, captions, hold signs.

The shapes are in ``resources/templates/reel.typ``. All texts go there as JSON values, so nothing that a user types is
read as markup or has to be escaped.
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TypeAlias

import typst

from bwc_review import paths

Json: TypeAlias = "str | int | float | bool | Sequence[Json] | Mapping[str, Json]"

_TEMPLATE = "reel.typ"
_LONGEST_WORD = 24
_LONG_WORDS = re.compile(rf"\S{{{_LONGEST_WORD}}}(?=\S)")
_CONTROLS = re.compile(r"[\x00-\x09\x0b-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A still picture to draw.

    Attributes:
        name: File name, with ``.png``.
        kind: ``opening``, ``card``, ``plate``, ``band`` (opaque); ``hold``, ``label``, ``captions`` (transparent).
        width: Pixels.
        height: Pixels.
        unit: Pixels for one pixel of the 1920x1080 design.
        fields: What the template's drawing of that kind reads; JSON values only.
    """

    name: str
    kind: str
    width: int
    height: int
    unit: float
    fields: Mapping[str, Json]


def draw(sheets: Sequence[Sheet], folder: Path) -> None:
    """Draw the sheets as PNG files, sRGB, straight alpha, into a folder.

    Raises:
        OSError: They cannot be written.
    """
    if not sheets:
        return
    content = json.dumps([_content(sheet) for sheet in sheets], ensure_ascii=False)
    pages = _compiler().compile(format="png", ppi=72.0, sys_inputs={"sheets": content})
    # One page comes as bytes, several as a list.
    images = [pages] if isinstance(pages, bytes) else pages or []
    for sheet, image in zip(sheets, images, strict=True):
        (folder / sheet.name).write_bytes(image)


def readable(text: str) -> str:
    """The text with control characters gone and chances to break very long words (zero-width spaces) put in."""
    plain = _CONTROLS.sub(" ", text.replace("\r\n", "\n").replace("\r", "\n")).strip()
    return _LONG_WORDS.sub(lambda match: match[0] + "\u200b", plain)


def _content(sheet: Sheet) -> dict[str, Json]:
    size: dict[str, Json] = {"kind": sheet.kind, "width": sheet.width, "height": sheet.height, "unit": sheet.unit}
    return size | {name: _readable(value) for name, value in sheet.fields.items()}


def _readable(value: Json) -> Json:
    """The value with every text in it made `readable`."""
    if isinstance(value, str):
        return readable(value)
    if isinstance(value, Mapping):
        return {key: _readable(item) for key, item in value.items()}
    if isinstance(value, Sequence):
        return [_readable(item) for item in value]
    return value


@lru_cache(maxsize=1)
def _compiler() -> typst.Compiler:
    resources = paths.resources()
    template = resources / "templates" / _TEMPLATE
    return typst.Compiler(input=str(template), root=str(template.parent), font_paths=[str(resources / "fonts")])
