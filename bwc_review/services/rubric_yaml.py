"""Rubrics as YAML files: read with the line and the field in every message, and written again.

The format is ``rubric/1``: ``schema, id, version, title, licence, definition`` and, where wanted, ``attribution, zero,
end, tolerance_ms, merge_gap_ms, missing_reasons, dimensions, scales, behaviours, ratings, profiles``. Lengths of time
are in milliseconds. The rubrics in ``resources/rubrics`` show the fields in use.
"""

from collections.abc import Collection, Iterable
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

from bwc_review.domain.coding import ACTORS
from bwc_review.domain.errors import InputError
from bwc_review.domain.rubric import (
    SCALES,
    Anchor,
    Behaviour,
    Dimension,
    Kind,
    Level,
    Modality,
    Modifier,
    Profile,
    RatingItem,
    Rubric,
    Scale,
    Valence,
)
from bwc_review.domain.rubric_edit import DEFAULT_MIN_US
from bwc_review.services.rubric_keys import RESERVED_KEYS, canonical_key, free_keys, free_keys_words, key_refusal
from bwc_review.services.rubric_rules import (
    ID,
    ID_WORDS,
    LEAST_LEVELS,
    MOST_STEPS,
    RUBRIC_ID,
    RUBRIC_ID_WORDS,
    VERSION,
    VERSION_WORDS,
)
from bwc_review.services.rubric_writing import SCHEMA, rubric_to_text
from bwc_review.services.text_source import suggestion
from bwc_review.services.yaml_source import Fields, YamlSource
from bwc_review.services.yaml_tree import Scalar

__all__ = ["RESERVED_KEYS", "canonical_key", "free_keys", "load_rubric", "rubric_from_text", "rubric_to_text"]

_TOP = (
    "schema", "id", "version", "title", "licence", "definition", "attribution", "zero", "end", "tolerance_ms",
    "merge_gap_ms", "missing_reasons", "dimensions", "scales", "behaviours", "ratings", "profiles",
)  # fmt: skip
_BEHAVIOUR = (
    "id", "dimension", "name", "kind", "valence", "modality", "key", "definition", "include", "exclude", "example",
    "min_ms", "merge_gap_ms", "actor", "group", "exhaustive", "levels", "modifiers", "wearer_visible", "sources",
)  # fmt: skip
_RATING = ("id", "name", "dimension", "scale", "covariate", "anchors")


def load_rubric(path: Path) -> Rubric:
    """Read a rubric file.

    Raises:
        InputError: The file is not a rubric of a known schema or breaks a rule of one; file, line and field are in
            the sentence and in the facts, several problems under ``problems``.
        EnvironmentFault: The file is not there, or may not be read.
    """
    return _read(YamlSource.of_file(path))


def rubric_from_text(text: str, name: str) -> Rubric:
    """Read a rubric from its text; `name` is the file's name for the messages.

    Raises:
        InputError: As for `load_rubric`.
    """
    return _read(YamlSource(text, name))


class _RubricReader:
    """Reads one rubric file and remembers what it has defined, to find doubles and names that lead nowhere."""

    def __init__(self, source: YamlSource, top: Fields) -> None:
        self._source = source
        self._top = top
        self._first_lines: dict[tuple[str, str], int] = {}
        self._keys: dict[str, tuple[str, int]] = {}
        self._scales = dict(SCALES)
        self._dimension_ids = self._declared("dimensions")
        self._behaviour_ids = self._declared("behaviours")

    def read(self) -> Rubric:
        """The rubric, once all parts of it are sound."""
        top, gather = self._top, self._source.gather
        dimensions = gather(top.parts("dimensions", ("id", "name", "weight")), self._dimension)
        gather(top.parts("scales", ("id", "minimum", "maximum", "required_anchors")), self._scale)
        behaviours = gather(top.parts("behaviours", _BEHAVIOUR), self._behaviour)
        ratings = gather(top.parts("ratings", _RATING), self._rating)
        profiles = gather(top.parts("profiles", ("id", "title", "behaviours")), self._profile)
        states = {behaviour.id for behaviour in behaviours if behaviour.is_state}
        heads = gather([top], lambda fields: self._head(fields, states))
        self._source.finish()
        return replace(heads[0], dimensions=dimensions, behaviours=behaviours, ratings=ratings, profiles=profiles)

    def _head(self, top: Fields, states: Collection[str]) -> Rubric:
        top.only_known()
        if not top.has("behaviours") and not top.has("ratings"):
            raise top.fault("behaviours", "A rubric needs behaviours to tag or ratings to answer.", "rubric.empty")
        return Rubric(
            id=top.matching("id", RUBRIC_ID, RUBRIC_ID_WORDS),
            version=top.matching("version", VERSION, VERSION_WORDS),
            title=top.text("title"),
            licence=top.text("licence"),
            definition=top.text("definition"),
            attribution=top.optional_text("attribution"),
            dimensions=(),
            behaviours=(),
            ratings=(),
            missing_reasons=self._missing_reasons(top),
            zero=self._limit(top, "zero", states),
            end=self._limit(top, "end", states),
            tolerance_us=top.microseconds("tolerance_ms", default_us=2_000_000),
            merge_gap_us=top.microseconds("merge_gap_ms", default_us=1_000_000),
        )

    def _missing_reasons(self, top: Fields) -> tuple[str, ...]:
        reasons = top.texts("missing_reasons")
        for reason, line in reasons:
            if ID.fullmatch(reason) is None:
                sentence = f"“{reason}” cannot be a reason code. {ID_WORDS}"
                raise self._source.fault("yaml.value", line, "missing_reasons", sentence)
        self._refuse_doubles(top, "missing_reasons", reasons)
        return tuple(reason for reason, _ in reasons)

    def _limit(self, top: Fields, name: str, states: Collection[str]) -> str | None:
        """The behaviour that starts or ends the exposure: a point of this rubric, or none."""
        found = top.optional_text(name)
        if not found:
            return None
        if found not in self._behaviour_ids:
            raise self._unknown(top, name, "behaviour", found, self._behaviour_ids)
        if found in states:
            sentence = f"“{found}” is a state. The time that is counted starts and ends with a point."
            raise top.fault(name, sentence, "rubric.limit")
        return found

    def _dimension(self, fields: Fields) -> Dimension:
        dimension_id = self._identity(fields, "dimension")
        return Dimension(dimension_id, fields.text("name"), float(fields.number("weight", Decimal(1))))

    def _scale(self, fields: Fields) -> None:
        scale_id = self._identity(fields, "scale")
        if scale_id in SCALES:
            raise fields.fault("id", f"“{scale_id}” is a built-in scale; choose another id.", "rubric.duplicate")
        low, high = fields.integer("minimum"), fields.integer("maximum")
        if not low < high <= low + MOST_STEPS:
            sentence = f"“maximum” must lie above “minimum”, by at most {MOST_STEPS}."
            raise fields.fault("maximum", sentence, "rubric.scale")
        required: list[int] = []
        for text, line in fields.texts("required_anchors"):
            if not text.lstrip("-").isdigit() or not low <= int(text) <= high:
                sentence = f"“{text}” is not a value of this scale, which goes from {low} to {high}."
                raise self._source.fault("rubric.scale", line, fields.full_name("required_anchors"), sentence)
            required.append(int(text))
        self._scales[scale_id] = Scale(scale_id, low, high, tuple(required))

    def _behaviour(self, fields: Fields) -> Behaviour:
        behaviour_id = self._identity(fields, "behaviour")
        kind = fields.choice("kind", Kind)
        levels = self._levels(fields)
        self._check_state_fields(fields, kind, levels)
        return Behaviour(
            id=behaviour_id,
            dimension=self._dimension_of(fields) or "",
            name=fields.text("name"),
            kind=kind,
            valence=fields.choice("valence", Valence),
            modality=fields.choice("modality", Modality),
            definition=fields.text("definition"),
            include=fields.text("include"),
            exclude=fields.text("exclude"),
            example=fields.text("example"),
            key=self._key(fields, behaviour_id),
            modifiers=self._modifiers(fields),
            group=fields.optional_text("group") or None,
            levels=levels,
            is_exhaustive=fields.truth("exhaustive"),
            is_wearer_visible_needed=fields.truth("wearer_visible"),
            min_duration_us=fields.microseconds("min_ms", default_us=DEFAULT_MIN_US),
            sources=tuple(text for text, _ in fields.texts("sources")),
            actor=self._actor(fields),
            merge_gap_us=fields.microseconds("merge_gap_ms") if fields.has("merge_gap_ms") else None,
        )

    def _actor(self, fields: Fields) -> str | None:
        found = fields.optional_text("actor")
        if found and found not in ACTORS:
            raise fields.fault("actor", f"“{found}” is nobody that can be tagged: use one of {', '.join(ACTORS)}.")
        return found or None

    def _check_state_fields(self, fields: Fields, kind: Kind, levels: tuple[Level, ...]) -> None:
        if kind is Kind.POINT:
            for name in ("levels", "group", "exhaustive", "min_ms", "merge_gap_ms"):
                if fields.has(name):
                    sentence = f"“{name}” belongs to states; this behaviour is a point."
                    raise fields.fault(name, sentence, "rubric.point")
        for name in ("group", "exhaustive"):
            if fields.has(name) and not levels:
                sentence = f"A state with “{name}” needs “levels”: which one holds at each moment."
                raise fields.fault(name, sentence, "rubric.levels")

    def _levels(self, fields: Fields) -> tuple[Level, ...]:
        found = fields.numbered_texts("levels")
        if fields.has("levels") and len(found) < LEAST_LEVELS:
            raise fields.fault("levels", f"Give at least {LEAST_LEVELS} levels.", "rubric.levels")
        for (before, _, _), (value, _, line) in pairwise(found):
            if value != before + 1:
                sentence = f"After level {before} comes level {before + 1}, not {value}."
                raise self._source.fault("rubric.levels", line, fields.full_name("levels"), sentence)
        return tuple(Level(value, text) for value, text, _ in found)

    def _modifiers(self, fields: Fields) -> tuple[Modifier, ...]:
        if not fields.has("modifiers"):
            return ()
        inner = fields.inner("modifiers", None)
        found: list[Modifier] = []
        for name in inner.entries.nodes:
            if ID.fullmatch(name) is None:
                raise inner.fault(name, f"“{name}” cannot name a modifier. {ID_WORDS}")
            options = inner.texts(name)
            if len(options) < LEAST_LEVELS:
                raise inner.fault(name, f"“{name}” needs at least {LEAST_LEVELS} choices.", "rubric.modifier")
            for option, line in options:
                if any(mark in option for mark in "=;"):
                    sentence = "A choice cannot hold “=” or “;”: they part the choices in tag files."
                    raise self._source.fault("rubric.modifier", line, inner.full_name(name), sentence)
            self._refuse_doubles(inner, name, options)
            found.append(Modifier(name, tuple(option for option, _ in options)))
        return tuple(found)

    def _key(self, fields: Fields, behaviour_id: str) -> str | None:
        if not fields.has("key"):
            return None
        key = canonical_key(fields.text("key"))
        line = fields.line_of("key")
        refusal = key_refusal(key)
        if refusal:
            code = "rubric.reserved_key" if key in RESERVED_KEYS else "rubric.key"
            raise fields.fault("key", f"{refusal} {self._free()}", code)
        if key in self._keys:
            owner, before = self._keys[key]
            sentence = f"The key {key} already tags {owner} (line {before})."
            raise fields.fault("key", f"{sentence} {self._free()}", "rubric.duplicate_key")
        self._keys[key] = (behaviour_id, line)
        return key

    def _free(self) -> str:
        """A few keys that no behaviour of this file names, before or after."""
        nodes = [part.entries.nodes.get("key") for part in self._top.parts("behaviours", _BEHAVIOUR)]
        taken = {canonical_key(node.text) for node in nodes if isinstance(node, Scalar)}
        return free_keys_words(taken)

    def _rating(self, fields: Fields) -> RatingItem:
        item_id = self._identity(fields, "rating")
        scale_id = fields.text("scale")
        if scale_id not in self._scales:
            raise self._unknown(fields, "scale", "scale", scale_id, self._scales)
        scale = self._scales[scale_id]
        anchors = fields.numbered_texts("anchors")
        for value, _, line in anchors:
            if value not in scale.values:
                sentence = (
                    f"{value} is not on the scale {scale_id}, which goes from {scale.minimum} to {scale.maximum}."
                )
                raise self._source.fault("rubric.anchor", line, fields.full_name("anchors"), sentence)
        given = {value for value, _, _ in anchors}
        absent = [str(value) for value in scale.required_anchors if value not in given]
        if absent:
            needed = ", ".join(str(value) for value in scale.required_anchors)
            sentence = f"No anchor for {', '.join(absent)}: the scale {scale_id} needs a text for {needed}."
            raise fields.fault("anchors", sentence, "rubric.anchor")
        return RatingItem(
            id=item_id,
            name=fields.text("name"),
            scale=scale,
            anchors=tuple(sorted((Anchor(value, text) for value, text, _ in anchors), key=lambda one: one.value)),
            dimension=self._dimension_of(fields) if fields.has("dimension") else None,
            is_covariate=fields.truth("covariate"),
        )

    def _profile(self, fields: Fields) -> Profile:
        profile_id = self._identity(fields, "profile")
        members = fields.texts("behaviours")
        if not members:
            raise fields.fault("behaviours", "Name at least one behaviour.", "rubric.profile")
        for member, line in members:
            if member not in self._behaviour_ids:
                raise self._unknown(fields, "behaviours", "behaviour", member, self._behaviour_ids, line)
        self._refuse_doubles(fields, "behaviours", members)
        return Profile(profile_id, fields.text("title"), tuple(member for member, _ in members))

    def _identity(self, fields: Fields, what: str) -> str:
        """The part's id, after its fields were seen to be known ones and the id to be new."""
        fields.only_known()
        found = fields.matching("id", ID, ID_WORDS)
        before = self._first_lines.setdefault((what, found), fields.line_of("id"))
        if before != fields.line_of("id"):
            sentence = f"The {what} “{found}” is defined twice; the first time in line {before}."
            raise fields.fault("id", sentence, "rubric.duplicate")
        return found

    def _dimension_of(self, fields: Fields) -> str:
        found = fields.text("dimension")
        if found not in self._dimension_ids:
            raise self._unknown(fields, "dimension", "dimension", found, self._dimension_ids)
        return found

    def _declared(self, name: str) -> set[str]:
        """Ids that the file names anywhere in a list, sound or not."""
        nodes = [part.entries.nodes.get("id") for part in self._top.parts(name, ("id",))]
        return {node.text.strip() for node in nodes if isinstance(node, Scalar)}

    def _refuse_doubles(self, fields: Fields, name: str, texts: Iterable[tuple[str, int]]) -> None:
        seen: set[str] = set()
        for text, line in texts:
            if text in seen:
                sentence = f"“{text}” is given twice."
                raise self._source.fault("rubric.duplicate", line, fields.full_name(name), sentence)
            seen.add(text)

    def _unknown(
        self, fields: Fields, name: str, what: str, found: str, known: Iterable[str], line: int | None = None
    ) -> InputError:
        sentence = f"There is no {what} “{found}” in this file.{suggestion(found, known)}"
        place = fields.line_of(name) if line is None else line
        return self._source.fault("rubric.unknown", place, fields.full_name(name), sentence)


def _read(source: YamlSource) -> Rubric:
    top = Fields(source, source.root("rubric"), "", _TOP)
    top.require_schema(SCHEMA, "rubric")
    return _RubricReader(source, top).read()
