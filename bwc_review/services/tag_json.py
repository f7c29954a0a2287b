"""Tags and ratings as JSON, exact to the microsecond.

The format, ``tags/1``::

    {"schema": "tags/1",
     "reviews": [{"clip": "K7Q2", "reviewer": "Reviewer A", "rubric": "deesc-core", "rubric_version": "1.0.0",
                  "profile": null, "state": "draft",
                  "tags": [{"behaviour": "tc.paraphrase", "start_us": 62450000, "end_us": null, "actor": "O1", …}],
                  "ratings": [{"item": "R_TC", "value": 4, "missing": null, "note": ""}]}]}

A tag may give ``start`` and ``end`` as times (``"1:02.450"``) instead of microseconds.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import cast

from bwc_review.domain.errors import InputError
from bwc_review.domain.tag import Rating, Review, ReviewState, Tag
from bwc_review.domain.time import Moment, parse_moment, report_text
from bwc_review.services.tables import LONGEST_SHIFT_US, TagRow
from bwc_review.services.tag_incoming import IncomingRating, IncomingReview, IncomingTag
from bwc_review.services.text_source import located, read_text, suggestion

SCHEMA = "tags/1"
MAX_BYTES = 64_000_000
_LONGEST_US = 100 * 3600 * 1_000_000
_REVIEW = ("clip", "reviewer", "rubric", "rubric_version", "profile", "state", "tags", "ratings")
_TAG = (
    "behaviour",
    "start_us",
    "start",
    "end_us",
    "end",
    "actor",
    "target",
    "level",
    "modifiers",
    "confidence",
    "note",
    "heard_only",
    "tagged_at",
    "speed_percent",
    "compensation_us",
    "end_compensation_us",
)
_RATING = ("item", "value", "missing", "note")


def read_tag_json(path: Path) -> tuple[IncomingReview, ...]:
    """Read reviews with their tags and ratings.

    Raises:
        InputError: The file is no JSON of this schema, or a field is missing, unknown or of the wrong kind; the message
            names the file and the path to the field.
        EnvironmentFault: The file is not there, or may not be read.
    """
    try:
        content = json.loads(read_text(path, MAX_BYTES))
    except json.JSONDecodeError as error:
        sentence = f"This is not JSON: {error.msg.lower()}."
        raise located("json.syntax", path.name, [f"line {error.lineno}"], sentence, line=error.lineno) from None
    except RecursionError:
        raise located("json.syntax", path.name, [], "This is nested too deeply to be a file of tags.") from None
    top = _Node(path.name, "", content)
    top.only(("schema", "reviews"))
    schema = top.text("schema")
    if schema != SCHEMA:
        raise top.fault("json.schema", "schema", f"This is “{schema}”; this version of the program reads {SCHEMA}.")
    return tuple(_review(node) for node in top.parts("reviews"))


def tag_json_text(reviews: Iterable[tuple[str, Review, Iterable[Tag], Iterable[Rating]]]) -> str:
    """Reviews as JSON text, each given as code name, review, tags and ratings; `read_tag_json` gives equal values."""
    content = {
        "schema": SCHEMA,
        "reviews": [
            {
                "clip": code,
                "reviewer": review.reviewer,
                "rubric": review.rubric_id,
                "rubric_version": review.rubric_version,
                "profile": review.profile,
                "state": str(review.state),
                "tags": [_tag_form(tag) for tag in tags],
                "ratings": [
                    {"item": rating.item_id, "value": rating.value, "missing": rating.missing, "note": rating.note}
                    for rating in ratings
                ],
            }
            for code, review, tags, ratings in reviews
        ],
    }
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def _tag_form(tag: Tag) -> dict[str, object]:
    return {
        "behaviour": tag.behaviour_id,
        "start_us": tag.start.us,
        "start": report_text(tag.start),
        "end_us": None if tag.end is None else tag.end.us,
        "end": None if tag.end is None else report_text(tag.end),
        "actor": tag.actor,
        "target": tag.target,
        "level": tag.level,
        "modifiers": dict(tag.modifiers),
        "confidence": tag.confidence,
        "note": tag.note,
        "heard_only": tag.is_heard_only,
        "tagged_at": None if tag.tagged_at is None else tag.tagged_at.isoformat(),
        "speed_percent": tag.speed_percent,
        "compensation_us": tag.compensation_us,
        "end_compensation_us": tag.end_compensation_us,
    }


@dataclass(frozen=True, slots=True)
class _Node:
    """A JSON value with the path that leads to it."""

    file: str
    path: str
    value: object

    @property
    def fields(self) -> dict[str, object]:
        if not isinstance(self.value, dict):
            raise located("json.kind", self.file, [self.path] if self.path else [], "This must be an object: {…}.")
        return cast("dict[str, object]", self.value)

    def fault(self, code: str, name: str, sentence: str) -> InputError:
        path = f"{self.path}.{name}" if self.path else name
        return located(code, self.file, [path], sentence, field=path)

    def only(self, known: Iterable[str]) -> None:
        names = tuple(known)
        for name in self.fields:
            if name not in names:
                sentence = f"There is no field “{name}” here.{suggestion(name, names)}"
                raise self.fault("json.unknown_field", name, sentence)

    def parts(self, name: str) -> "Iterator[_Node]":
        value = self.fields.get(name, [])
        if not isinstance(value, list):
            raise self.fault("json.kind", name, "This must be a list: […].")
        prefix = f"{self.path}.{name}" if self.path else name
        for index, item in enumerate(cast("list[object]", value)):
            yield _Node(self.file, f"{prefix}[{index}]", item)

    def optional_text(self, name: str) -> str:
        value = self.fields.get(name)
        if value is None:
            return ""
        if not isinstance(value, str):
            raise self.fault("json.kind", name, "This must be a text in quotation marks.")
        return value

    def text(self, name: str) -> str:
        found = self.optional_text(name).strip()
        if not found:
            raise self.fault("json.missing", name, "This must be filled in.")
        return found

    def integer(self, name: str, lowest: int, highest: int) -> int | None:
        value = self.fields.get(name)
        if value is None:
            return None
        if not isinstance(value, int) or isinstance(value, bool) or not lowest <= value <= highest:
            raise self.fault("json.number", name, f"This must be a whole number from {lowest} to {highest}.")
        return value

    def truth(self, name: str) -> bool:
        value = self.fields.get(name)
        if value is None or isinstance(value, bool):
            return bool(value)
        raise self.fault("json.kind", name, "This must be true or false.")

    def moment(self, name: str) -> Moment | None:
        exact_us = self.integer(f"{name}_us", 0, _LONGEST_US)
        if exact_us is not None:
            return Moment(exact_us)
        text = self.optional_text(name)
        if not text:
            return None
        try:
            return parse_moment(text)
        except InputError as error:
            raise self.fault(error.code, name, error.message) from None

    def instant(self, name: str) -> datetime | None:
        text = self.optional_text(name)
        if not text:
            return None
        try:
            found = datetime.fromisoformat(text)
        except ValueError:
            found = None
        if found is None or found.tzinfo is None:
            sentence = f"“{text}” is not a time with its offset. Write it as 2025-03-14T18:05:00-05:00."
            raise self.fault("json.time", name, sentence)
        return found

    def modifiers(self) -> tuple[tuple[str, str], ...]:
        if self.fields.get("modifiers") is None:
            return ()
        node = _Node(self.file, f"{self.path}.modifiers", self.fields["modifiers"])
        return tuple(sorted((name, node.text(name)) for name in node.fields))


def _review(node: _Node) -> IncomingReview:
    node.only(_REVIEW)
    names = (node.text("clip"), node.optional_text("reviewer").strip(), node.text("rubric"))
    version = node.optional_text("rubric_version").strip()
    return IncomingReview(
        *names,
        version,
        profile=node.optional_text("profile") or None,
        state=_state(node),
        tags=tuple(IncomingTag(_tag(part, *names, version), part.fault) for part in node.parts("tags")),
        ratings=tuple(_rating(part) for part in node.parts("ratings")),
        fault=node.fault,
    )


def _state(node: _Node) -> ReviewState:
    text = node.optional_text("state") or ReviewState.DRAFT
    if text not in (ReviewState.DRAFT, ReviewState.SUBMITTED):
        raise node.fault("json.state", "state", f"“{text}” must be draft or submitted.")
    return ReviewState(text)


def _tag(node: _Node, clip: str, reviewer: str, rubric: str, version: str) -> TagRow:
    node.only(_TAG)
    start = node.moment("start")
    if start is None:
        raise node.fault("json.missing", "start_us", "The onset is missing: give “start_us” or “start”.")
    speed_percent = node.integer("speed_percent", -1000, 1000)
    return TagRow(
        clip,
        reviewer,
        rubric,
        version,
        behaviour=node.text("behaviour"),
        start=start,
        end=node.moment("end"),
        actor=node.optional_text("actor").strip() or "O1",
        target=node.optional_text("target").strip(),
        level=node.integer("level", -99, 99),
        modifiers=node.modifiers(),
        confidence=node.integer("confidence", 1, 3),
        note=node.optional_text("note"),
        is_heard_only=node.truth("heard_only"),
        tagged_at=node.instant("tagged_at"),
        speed_percent=100 if speed_percent is None else speed_percent,
        compensation_us=node.integer("compensation_us", -LONGEST_SHIFT_US, LONGEST_SHIFT_US) or 0,
        end_compensation_us=node.integer("end_compensation_us", -LONGEST_SHIFT_US, LONGEST_SHIFT_US) or 0,
    )


def _rating(node: _Node) -> IncomingRating:
    node.only(_RATING)
    return IncomingRating(
        item=node.text("item"),
        value=node.integer("value", -99, 99),
        missing=node.optional_text("missing") or None,
        note=node.optional_text("note"),
        fault=node.fault,
    )
