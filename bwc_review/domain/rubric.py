"""Rubrics: dimensions, behaviours to tag, items to rate; frozen by content hash once used."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, fields
from enum import StrEnum
from functools import cached_property
from types import MappingProxyType

from bwc_review.domain.errors import InputError

_LATER = MappingProxyType({"since": 2})
"""Marks fields that rubrics got after the first studies were made: at their default they stay out of the hash."""


class Kind(StrEnum):
    """A point has an onset and is counted; a state has an onset and an end and is timed."""

    POINT = "point"
    STATE = "state"


class Valence(StrEnum):
    """A property of the codebook, never of an officer."""

    DEESCALATING = "deescalating"
    ESCALATING = "escalating"
    NEUTRAL = "neutral"


class Modality(StrEnum):
    """What must be perceivable for the behaviour to be codable."""

    AUDIO = "audio"
    VIDEO = "video"
    EITHER = "either"
    BOTH = "both"


@dataclass(frozen=True, slots=True)
class Dimension:
    """A group of behaviours and ratings, such as tactical communication."""

    id: str
    name: str
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Level:
    """A step of a state that has levels, such as agitation 0 to 4."""

    value: int
    text: str


@dataclass(frozen=True, slots=True)
class Modifier:
    """A further choice that a tag of the behaviour may carry."""

    name: str
    options: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Behaviour:
    """Something that can be seen or heard, with the text that says when to code it.

    Attributes:
        id: Stable code, such as ``tc.paraphrase``.
        dimension: Id of its dimension.
        name: Short name on the pad.
        kind: Point or state.
        valence: De-escalating, escalating or neutral.
        modality: What must be perceivable.
        definition: When it applies.
        include: What counts.
        exclude: What does not, and what to code instead.
        example: One example.
        key: Key that tags it, or None.
        modifiers: Further choices.
        group: States of one group end one another; None if free.
        levels: Levels of the state; empty if it has none.
        is_exhaustive: True if every codable instant has exactly one level.
        is_wearer_visible_needed: True if it can be coded only when the wearer can be seen.
        min_duration_us: Shorter states are not coded.
        sources: Short names of the sources behind the definition.
        actor: Who shows it unless said otherwise, such as ``P1``; None for the wearer or what its code says.
        merge_gap_us: States of this code that lie closer are one; None for the rubric's own gap.
    """

    id: str
    dimension: str
    name: str
    kind: Kind
    valence: Valence
    modality: Modality
    definition: str
    include: str
    exclude: str
    example: str
    key: str | None = None
    modifiers: tuple[Modifier, ...] = ()
    group: str | None = None
    levels: tuple[Level, ...] = ()
    is_exhaustive: bool = False
    is_wearer_visible_needed: bool = False
    min_duration_us: int = 500_000
    sources: tuple[str, ...] = ()
    actor: str | None = field(default=None, metadata=_LATER)
    merge_gap_us: int | None = field(default=None, metadata=_LATER)

    @property
    def is_state(self) -> bool:
        """True for states."""
        return self.kind is Kind.STATE


_LATER_FIELDS = MappingProxyType({one.name: one.default for one in fields(Behaviour) if "since" in one.metadata})


@dataclass(frozen=True, slots=True)
class Anchor:
    """The text of one value of a rating."""

    value: int
    text: str


@dataclass(frozen=True, slots=True)
class Scale:
    """Values that a rating may take.

    Attributes:
        id: ``bars5``, ``s02``, ``ordinal5`` or the rubric's own.
        minimum: Lowest value.
        maximum: Highest value.
        required_anchors: Values that must have a text.
    """

    id: str
    minimum: int
    maximum: int
    required_anchors: tuple[int, ...]

    @property
    def values(self) -> range:
        """All values, rising."""
        return range(self.minimum, self.maximum + 1)


SCALES = {
    scale.id: scale
    for scale in (
        Scale("bars5", 1, 5, (1, 3, 5)),
        Scale("ordinal5", 1, 5, (1, 3, 5)),
        Scale("r5", 1, 5, (1, 3, 5)),
        Scale("s02", 0, 2, (0, 1, 2)),
    )
}


@dataclass(frozen=True, slots=True)
class RatingItem:
    """Something rated once a clip, after viewing.

    Attributes:
        id: Stable code, such as ``R_TC``.
        name: What is shown.
        scale: The values it may take.
        anchors: Texts of some values, rising; at least the scale's required ones.
        dimension: Id of its dimension, or None if it is about the whole clip.
        is_covariate: True if it describes the situation (difficulty), not the officer's behaviour.
    """

    id: str
    name: str
    scale: Scale
    anchors: tuple[Anchor, ...]
    dimension: str | None = None
    is_covariate: bool = False


@dataclass(frozen=True, slots=True)
class Profile:
    """A smaller set of behaviours for one pass through a clip."""

    id: str
    title: str
    behaviours: tuple[str, ...]


@dataclass(frozen=True)
class Rubric:
    """A version of a rubric.

    Attributes:
        id: Stable id, such as ``deesc-core``.
        version: Three numbers, such as ``1.0.0``.
        title: What is shown.
        licence: Licence of its wording.
        definition: What the rubric is about.
        attribution: Whom it owes what, and what it may not claim.
        dimensions: In the order shown.
        behaviours: In the order shown.
        ratings: In the order shown.
        missing_reasons: Reasons for which a rating may be missing.
        profiles: Smaller sets of behaviours.
        zero: Behaviour that starts the exposure, or None for the clip's start.
        end: Behaviour that ends the exposure, or None for the clip's end.
        tolerance_us: Two reviewers' onsets within this are the same moment.
        merge_gap_us: States of one code that lie closer are one.
    """

    id: str
    version: str
    title: str
    licence: str
    definition: str
    attribution: str
    dimensions: tuple[Dimension, ...]
    behaviours: tuple[Behaviour, ...]
    ratings: tuple[RatingItem, ...]
    missing_reasons: tuple[str, ...]
    profiles: tuple[Profile, ...] = ()
    zero: str | None = None
    end: str | None = None
    tolerance_us: int = 2_000_000
    merge_gap_us: int = 1_000_000

    @cached_property
    def by_id(self) -> dict[str, Behaviour]:
        """Behaviours by their id."""
        return {behaviour.id: behaviour for behaviour in self.behaviours}

    @cached_property
    def by_key(self) -> dict[str, Behaviour]:
        """Behaviours by the key that tags them."""
        return {behaviour.key: behaviour for behaviour in self.behaviours if behaviour.key}

    @cached_property
    def items_by_id(self) -> dict[str, RatingItem]:
        """Rating items by their id."""
        return {item.id: item for item in self.ratings}

    def behaviour(self, behaviour_id: str) -> Behaviour:
        """The behaviour with that id.

        Raises:
            InputError: The rubric has none.
        """
        try:
            return self.by_id[behaviour_id]
        except KeyError:
            message = f"The rubric {self.id} {self.version} has no behaviour “{behaviour_id}”."
            raise InputError("rubric.unknown_behaviour", message, behaviour=behaviour_id) from None

    def in_dimension(self, dimension_id: str) -> tuple[Behaviour, ...]:
        """Behaviours of one dimension, in the order shown."""
        return tuple(behaviour for behaviour in self.behaviours if behaviour.dimension == dimension_id)

    def merge_gap_of(self, behaviour: Behaviour) -> int:
        """States of that behaviour that lie closer than this many microseconds are one."""
        return self.merge_gap_us if behaviour.merge_gap_us is None else behaviour.merge_gap_us

    @cached_property
    def content_hash(self) -> str:
        """SHA-256 of the whole content in canonical JSON: equal texts, equal hash."""
        content = asdict(self)
        for behaviour in content["behaviours"]:
            for name, default in _LATER_FIELDS.items():
                if behaviour[name] == default:
                    del behaviour[name]
        text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=str)
        return hashlib.sha256(text.encode()).hexdigest()


def duplicates(names: Iterable[str]) -> list[str]:
    """Names that occur more than once, in order of their second occurrence."""
    seen: set[str] = set()
    again: list[str] = []
    for name in names:
        if name in seen and name not in again:
            again.append(name)
        seen.add(name)
    return again


def as_words(code: str) -> str:
    """A code as it is read: “pointed_away” is “pointed away”."""
    return code.replace("_", " ")
