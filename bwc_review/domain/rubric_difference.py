"""What is different between two versions of a rubric, and what that means for figures pooled over both."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from functools import partial
from typing import TypeVar

from bwc_review.domain.rubric import Behaviour, Dimension, Profile, RatingItem, Rubric


class Pooling(StrEnum):
    """Whether tags or ratings made under both versions can be put together."""

    TOGETHER = "together"
    WITH_CARE = "with_care"
    APART = "apart"


POOLING_WORDS: Mapping[Pooling, str] = {
    Pooling.TOGETHER: "Figures of both versions can be pooled.",
    Pooling.WITH_CARE: "The text that reviewers code by has changed: pool only after clips coded under both agree.",
    Pooling.APART: "Figures of the two versions mean different things: keep them apart.",
}
_RANK = (Pooling.TOGETHER, Pooling.WITH_CARE, Pooling.APART)


class Part(StrEnum):
    """Kinds of parts of a rubric."""

    RUBRIC = "rubric"
    DIMENSION = "dimension"
    BEHAVIOUR = "behaviour"
    RATING = "rating"
    PROFILE = "profile"


class What(StrEnum):
    """What became of a part."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    MOVED = "moved"


class PieceKind(StrEnum):
    """What became of a piece of a text."""

    KEPT = "kept"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class Piece:
    """A few words of a text that were kept, removed or added together."""

    kind: PieceKind
    text: str


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field before and after, as text; empty where it was not given."""

    name: str
    before: str
    after: str
    pooling: Pooling

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """Both texts woven into one, word by word."""
        return text_pieces(self.before, self.after)


@dataclass(frozen=True, slots=True)
class PartChange:
    """One part that was added, removed, changed or moved.

    Attributes:
        part: Kind of part.
        id: Its id; empty for the rubric's own head.
        name: What is shown, as it is after the change if it is still there.
        what: What became of it.
        fields: The changed fields.
        pooling: What it means for pooled figures.
    """

    part: Part
    id: str
    name: str
    what: What
    fields: tuple[FieldChange, ...]
    pooling: Pooling


@dataclass(frozen=True, slots=True)
class RubricDifference:
    """All changes from one version to another, in the order of the parts."""

    before: Rubric
    after: Rubric
    parts: tuple[PartChange, ...]

    @property
    def pooling(self) -> Pooling:
        """The strictest of the parts'."""
        return max((part.pooling for part in self.parts), key=_RANK.index, default=Pooling.TOGETHER)

    def count(self, what: What) -> int:
        """How many parts became that."""
        return sum(part.what is what for part in self.parts)


Texts = dict[str, tuple[str, Pooling]]
T = TypeVar("T")
N = TypeVar("N", Dimension, Profile)
_T, _C, _A = Pooling.TOGETHER, Pooling.WITH_CARE, Pooling.APART


def difference(before: Rubric, after: Rubric) -> RubricDifference:
    """What has changed from `before` to `after`; parts are the same if their ids are."""
    old, new = {"": before}, {"": after}
    parts = [
        *_changes(Part.RUBRIC, old, new, _head, lambda one: one.title, _T),
        *_changes(Part.DIMENSION, _by_id(before.dimensions), _by_id(after.dimensions), _dimension, _name, _C),
        *_changes(Part.BEHAVIOUR, before.by_id, after.by_id, _behaviour, _name, _A),
        *_changes(Part.RATING, before.items_by_id, after.items_by_id, _rating, _name, _A),
        *_changes(Part.PROFILE, _by_id(before.profiles), _by_id(after.profiles), _profile, lambda one: one.title, _C),
    ]
    return RubricDifference(before, after, tuple(parts))


def text_pieces(before: str, after: str) -> tuple[Piece, ...]:
    """Two texts woven into one: the words that were kept, removed and added, in reading order."""
    old, new = _words(before), _words(after)
    pieces: list[Piece] = []
    for tag, old_from, old_to, new_from, new_to in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            pieces.append(Piece(PieceKind.KEPT, "".join(old[old_from:old_to])))
            continue
        if old_to > old_from:
            pieces.append(Piece(PieceKind.REMOVED, "".join(old[old_from:old_to])))
        if new_to > new_from:
            pieces.append(Piece(PieceKind.ADDED, "".join(new[new_from:new_to])))
    return tuple(pieces)


def _words(text: str) -> list[str]:
    return re.findall(r"\w+|\s+|[^\w\s]", text)


def _changes(
    part: Part,
    old: Mapping[str, T],
    new: Mapping[str, T],
    texts_of: Callable[[T], Texts],
    name_of: Callable[[T], str],
    presence: Pooling,
) -> list[PartChange]:
    found: list[PartChange] = []
    make = partial(PartChange, part)
    shared = [name for name in new if name in old]
    stayed = _in_order([name for name in old if name in new], shared)
    for name, after in new.items():
        before = old.get(name)
        if before is None:
            found.append(make(name, name_of(after), What.ADDED, (), presence))
            continue
        fields = _fields(texts_of(before), texts_of(after))
        if fields:
            worst = max((field.pooling for field in fields), key=_RANK.index)
            found.append(make(name, name_of(after), What.CHANGED, fields, worst))
        elif name not in stayed:
            found.append(make(name, name_of(after), What.MOVED, (), _T))
    gone = [name for name in old if name not in new]
    found.extend(make(name, name_of(old[name]), What.REMOVED, (), presence) for name in gone)
    return found


def _in_order(before: Sequence[str], after: Sequence[str]) -> set[str]:
    """Those that stand in the same order before and after: all but the ones that were moved."""
    blocks = SequenceMatcher(None, before, after, autojunk=False).get_matching_blocks()
    return {name for block in blocks for name in before[block.a : block.a + block.size]}


def _fields(before: Texts, after: Texts) -> tuple[FieldChange, ...]:
    found: list[FieldChange] = []
    for name in (*before, *(name for name in after if name not in before)):
        old, new = before.get(name), after.get(name)
        texts = (old[0] if old else "", new[0] if new else "")
        if texts[0] != texts[1]:
            pooling = (new or old or ("", _T))[1]
            found.append(FieldChange(name, *texts, pooling))
    return tuple(found)


def _name(one: Dimension | Behaviour | RatingItem) -> str:
    return one.name


def _by_id(items: Sequence[N]) -> dict[str, N]:
    return {one.id: one for one in items}


def _head(rubric: Rubric) -> Texts:
    return {
        "title": (rubric.title, _T),
        "licence": (rubric.licence, _T),
        "definition": (rubric.definition, _C),
        "attribution": (rubric.attribution, _T),
        "time zero": (rubric.zero or "", _C),
        "end of the time that counts": (rubric.end or "", _C),
        "tolerance": (_seconds(rubric.tolerance_us), _T),
        "merge gap": (_seconds(rubric.merge_gap_us), _C),
        "missing reasons": (", ".join(rubric.missing_reasons), _T),
    }


def _dimension(one: Dimension) -> Texts:
    return {"name": (one.name, _T), "weight": (f"{one.weight:g}", _C)}


def _behaviour(one: Behaviour) -> Texts:
    found: Texts = {
        "name": (one.name, _T),
        "dimension": (one.dimension, _C),
        "kind": (one.kind, _A),
        "valence": (one.valence, _A),
        "modality": (one.modality, _C),
        "key": (one.key or "", _T),
        "who": (one.actor or "", _T),
        "definition": (one.definition, _C),
        "include": (one.include, _C),
        "exclude": (one.exclude, _C),
        "example": (one.example, _T),
        "exclusive group": (one.group or "", _A),
        "each instant has a level": (_yes(is_true=one.is_exhaustive), _C),
        "wearer must be visible": (_yes(is_true=one.is_wearer_visible_needed), _C),
        "shortest": (_seconds(one.min_duration_us) if one.is_state else "", _C),
        "merge gap": ("" if one.merge_gap_us is None else _seconds(one.merge_gap_us), _C),
        "levels": (", ".join(str(level.value) for level in one.levels), _A),
        "sources": (", ".join(one.sources), _T),
    }
    found |= {f"level {level.value}": (level.text, _C) for level in one.levels}
    return found | {f"choice {choice.name}": (", ".join(choice.options), _C) for choice in one.modifiers}


def _rating(one: RatingItem) -> Texts:
    scale = f"{one.scale.id}, {one.scale.minimum} to {one.scale.maximum}"
    found: Texts = {
        "name": (one.name, _T),
        "dimension": (one.dimension or "", _C),
        "scale": (scale, _A),
        "describes the situation": (_yes(is_true=one.is_covariate), _A),
    }
    return found | {f"anchor {anchor.value}": (anchor.text, _C) for anchor in one.anchors}


def _profile(one: Profile) -> Texts:
    return {"title": (one.title, _T), "behaviours": (", ".join(one.behaviours), _C)}


def _seconds(length_us: int) -> str:
    return f"{length_us / 1_000_000:g} s"


def _yes(*, is_true: bool) -> str:
    return "yes" if is_true else ""
