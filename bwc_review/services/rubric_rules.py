"""The rules that a rubric must keep, told for every field of one that is still being written.

They are those of the loader of rubric files (`rubric_yaml`), which stops at the first broken rule of a part; a test
holds the two together.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from bwc_review.domain.coding import ACTORS
from bwc_review.domain.rubric import SCALES, Behaviour, Dimension, Modifier, Profile, RatingItem, Rubric
from bwc_review.services.rubric_keys import canonical_key, free_keys_words, key_refusal

ID = re.compile(r"[A-Za-z][A-Za-z0-9_.-]{0,63}")
ID_WORDS = "Use letters, digits, dots, dashes and underscores, beginning with a letter."
RUBRIC_ID = re.compile(r"[a-z][a-z0-9-]{0,63}")
RUBRIC_ID_WORDS = "Use lower-case letters, digits and dashes, beginning with a letter."
VERSION = re.compile(r"(0|[1-9]\d{0,5})(\.(0|[1-9]\d{0,5})){2}")
VERSION_WORDS = "Write three numbers with dots between them, such as 1.0.0."
LEAST_LEVELS = 2
MOST_STEPS = 100
_EMPTY = "Write a text."
Place = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Problem:
    """A broken rule.

    Attributes:
        place: Where: list, index, field and, for levels, anchors and choices, their number; ``("version",)`` in the
            rubric's own head.
        text: What is wrong and what to do, without naming the place.
    """

    place: Place
    text: str


def problems(rubric: Rubric) -> tuple[Problem, ...]:
    """All broken rules of a rubric, in the order of its parts; none if it can be installed."""
    return tuple(_Rules(rubric).all())


class _Rules:
    """Looks through one rubric."""

    def __init__(self, rubric: Rubric) -> None:
        self._rubric = rubric
        self._dimension_ids = {one.id for one in rubric.dimensions}
        self._keys = [canonical_key(one.key) for one in rubric.behaviours if one.key]

    def all(self) -> Iterator[Problem]:
        rubric = self._rubric
        yield from self._head()
        for index, dimension in enumerate(rubric.dimensions):
            yield from _under(("dimensions", index), self._dimension(dimension, index))
        for index, behaviour in enumerate(rubric.behaviours):
            yield from _under(("behaviours", index), self._behaviour(behaviour, index))
        for index, item in enumerate(rubric.ratings):
            yield from _under(("ratings", index), self._rating(item, index))
        for index, profile in enumerate(rubric.profiles):
            yield from _under(("profiles", index), self._profile(profile, index))

    def _head(self) -> Iterator[Problem]:
        rubric = self._rubric
        if RUBRIC_ID.fullmatch(rubric.id) is None:
            yield Problem(("id",), RUBRIC_ID_WORDS)
        if VERSION.fullmatch(rubric.version) is None:
            yield Problem(("version",), VERSION_WORDS)
        yield from _texts(("title", rubric.title), ("licence", rubric.licence), ("definition", rubric.definition))
        if not rubric.behaviours and not rubric.ratings:
            yield Problem(("behaviours",), "A rubric needs behaviours to tag or ratings to answer.")
        for name, found in (("zero", rubric.zero), ("end", rubric.end)):
            if found and found not in rubric.by_id:
                yield Problem((name,), f"There is no behaviour “{found}”.")
            elif found and rubric.by_id[found].is_state:
                yield Problem((name,), "The time that is counted starts and ends with a point.")
        for place, reason in enumerate(rubric.missing_reasons):
            if ID.fullmatch(reason) is None:
                yield Problem(("missing_reasons",), f"“{reason}” cannot be a reason code. {ID_WORDS}")
            elif reason in rubric.missing_reasons[:place]:
                yield Problem(("missing_reasons",), f"“{reason}” is given twice.")

    def _dimension(self, dimension: Dimension, index: int) -> Iterator[Problem]:
        yield from _identity(dimension.id, (one.id for one in self._rubric.dimensions[:index]))
        yield from _texts(("name", dimension.name))

    def _behaviour(self, behaviour: Behaviour, index: int) -> Iterator[Problem]:
        yield from _identity(behaviour.id, (one.id for one in self._rubric.behaviours[:index]))
        yield from self._home(behaviour.dimension)
        yield from _texts(
            ("name", behaviour.name),
            ("definition", behaviour.definition),
            ("include", behaviour.include),
            ("exclude", behaviour.exclude),
            ("example", behaviour.example),
        )
        yield from self._key(behaviour)
        if behaviour.actor is not None and behaviour.actor not in ACTORS:
            yield Problem(("actor",), f"Use one of {', '.join(ACTORS)}.")
        yield from _levels(behaviour)
        for place, modifier in enumerate(behaviour.modifiers):
            others = (one.name for one in behaviour.modifiers[:place])
            yield from _under(("modifiers", place), _modifier(modifier, others))

    def _key(self, behaviour: Behaviour) -> Iterator[Problem]:
        if not behaviour.key:
            return
        key = canonical_key(behaviour.key)
        refusal = key_refusal(key)
        if not refusal and self._keys.count(key) > 1:
            owners = [
                one.name or one.id
                for one in self._rubric.behaviours
                if one is not behaviour and one.key and canonical_key(one.key) == key
            ]
            refusal = f"The key {key} already tags {', '.join(owners)}."
        if refusal:
            yield Problem(("key",), f"{refusal} {free_keys_words(self._keys)}")

    def _rating(self, item: RatingItem, index: int) -> Iterator[Problem]:
        yield from _identity(item.id, (one.id for one in self._rubric.ratings[:index]))
        yield from _texts(("name", item.name))
        if item.dimension is not None:
            yield from self._home(item.dimension)
        yield from self._scale(item, index)
        given = {anchor.value for anchor in item.anchors}
        for value in item.scale.required_anchors:
            if value not in given:
                yield Problem(("anchors", value), f"The scale needs a text for {value}.")
        for anchor in item.anchors:
            if anchor.value not in item.scale.values:
                ends = f"{item.scale.minimum} to {item.scale.maximum}"
                yield Problem(("anchors", anchor.value), f"{anchor.value} is not on the scale, which goes from {ends}.")
            elif not anchor.text.strip():
                yield Problem(("anchors", anchor.value), _EMPTY)

    def _scale(self, item: RatingItem, index: int) -> Iterator[Problem]:
        scale = item.scale
        if scale.id in SCALES:
            if scale != SCALES[scale.id]:
                yield Problem(("scale",), f"“{scale.id}” is a built-in scale; choose another id.")
            return
        if ID.fullmatch(scale.id) is None:
            yield Problem(("scale",), f"“{scale.id}” cannot name a scale. {ID_WORDS}")
        elif not scale.minimum < scale.maximum <= scale.minimum + MOST_STEPS:
            yield Problem(("scale",), f"The highest value must lie above the lowest, by at most {MOST_STEPS}.")
        elif any(value not in scale.values for value in scale.required_anchors):
            yield Problem(("scale",), "A text is asked for a value that is not on the scale.")
        elif any(one.scale.id == scale.id and one.scale != scale for one in self._rubric.ratings[:index]):
            yield Problem(("scale",), f"The scale “{scale.id}” has other values in a rating before.")

    def _profile(self, profile: Profile, index: int) -> Iterator[Problem]:
        yield from _identity(profile.id, (one.id for one in self._rubric.profiles[:index]))
        yield from _texts(("title", profile.title))
        if not profile.behaviours:
            yield Problem(("behaviours",), "Choose at least one behaviour.")
        for place, name in enumerate(profile.behaviours):
            if name not in self._rubric.by_id:
                yield Problem(("behaviours",), f"There is no behaviour “{name}”.")
            elif name in profile.behaviours[:place]:
                yield Problem(("behaviours",), f"“{name}” is given twice.")

    def _home(self, dimension_id: str) -> Iterator[Problem]:
        if dimension_id not in self._dimension_ids:
            yield Problem(("dimension",), f"There is no dimension “{dimension_id}”.")


def _levels(behaviour: Behaviour) -> Iterator[Problem]:
    levels = behaviour.levels
    given = {"group": bool(behaviour.group), "exhaustive": behaviour.is_exhaustive}
    if not behaviour.is_state:
        given |= {"levels": bool(levels), "merge_gap": behaviour.merge_gap_us is not None}
        sentence = "This belongs to states; this behaviour is a point."
        yield from (Problem((name,), sentence) for name, is_given in given.items() if is_given)
        return
    if not levels:
        sentence = "This needs levels: which one holds at each moment."
        yield from (Problem((name,), sentence) for name, is_given in given.items() if is_given)
        return
    if len(levels) < LEAST_LEVELS:
        yield Problem(("levels",), f"Give at least {LEAST_LEVELS} levels.")
    for before, after in pairwise(levels):
        if after.value != before.value + 1:
            yield Problem(("levels",), f"After level {before.value} comes level {before.value + 1}.")
    yield from (Problem(("levels", level.value), _EMPTY) for level in levels if not level.text.strip())


def _modifier(modifier: Modifier, others: Iterable[str]) -> Iterator[Problem]:
    if ID.fullmatch(modifier.name) is None:
        yield Problem(("name",), f"“{modifier.name}” cannot name a choice. {ID_WORDS}")
    elif modifier.name in others:
        yield Problem(("name",), f"“{modifier.name}” is given twice.")
    if len(modifier.options) < LEAST_LEVELS:
        yield Problem(("options",), f"Give at least {LEAST_LEVELS} choices.")
    for place, option in enumerate(modifier.options):
        if not option.strip():
            yield Problem(("options",), "A choice is empty.")
        elif any(mark in option for mark in "=;"):
            yield Problem(("options",), "A choice cannot hold “=” or “;”: they part the choices in tag files.")
        elif option in modifier.options[:place]:
            yield Problem(("options",), f"“{option}” is given twice.")


def _identity(found: str, before: Iterable[str]) -> Iterator[Problem]:
    if ID.fullmatch(found) is None:
        yield Problem(("id",), ID_WORDS)
    elif found in before:
        yield Problem(("id",), f"“{found}” is defined twice.")


def _texts(*fields: tuple[str, str]) -> Iterator[Problem]:
    for name, text in fields:
        if not text.strip():
            yield Problem((name,), _EMPTY)


def _under(place: Place, found: Iterable[Problem]) -> Iterator[Problem]:
    for problem in found:
        yield Problem((*place, *problem.place), problem.text)
