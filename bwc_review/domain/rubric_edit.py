"""Changes to a rubric that is being written. Each gives a new rubric in which what named a part still names it."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import TypeVar

from bwc_review.domain.rubric import (
    SCALES,
    Anchor,
    Behaviour,
    Dimension,
    Kind,
    Level,
    Modality,
    Profile,
    RatingItem,
    Rubric,
    Valence,
)

T = TypeVar("T")
DEFAULT_MIN_US = 500_000


def blank_rubric() -> Rubric:
    """A rubric with nothing in it but what every one needs."""
    return Rubric(
        id="my-rubric",
        version="1.0.0",
        title="My rubric",
        licence="CC-BY-4.0",
        definition="",
        attribution="",
        dimensions=(Dimension("D1", "First dimension"),),
        behaviours=(),
        ratings=(),
        missing_reasons=("not_codable", "no_opportunity"),
    )


def next_version(version: str) -> str:
    """The version after it: 1.4.2 is followed by 1.5.0, for the text has changed."""
    major, minor, _ = (int(part) for part in version.split("."))
    return f"{major}.{minor + 1}.0"


def free_id(wanted: str, taken: Iterable[str]) -> str:
    """`wanted`, or with a number behind it if it is taken."""
    known = set(taken)
    number, found = 1, wanted
    while found in known:
        number += 1
        found = f"{wanted}_{number}"
    return found


def with_dimension(rubric: Rubric, index: int, after: Dimension) -> Rubric:
    """Another dimension at `index`; its behaviours and ratings go with its id."""
    before, named = rubric.dimensions[index].id, after.id
    behaviours = (replace(one, dimension=named) if one.dimension == before else one for one in rubric.behaviours)
    ratings = (replace(one, dimension=named) if one.dimension == before else one for one in rubric.ratings)
    dimensions = _put(rubric.dimensions, index, after)
    return replace(rubric, dimensions=dimensions, behaviours=tuple(behaviours), ratings=tuple(ratings))


def with_behaviour(rubric: Rubric, index: int, after: Behaviour) -> Rubric:
    """Another behaviour at `index`; profiles and limits go with its id."""
    before = rubric.behaviours[index].id
    changed = replace(rubric, behaviours=_put(rubric.behaviours, index, after))
    return changed if before == after.id else _renamed(changed, before, after.id)


def with_rating(rubric: Rubric, index: int, after: RatingItem) -> Rubric:
    """Another rating item at `index`; a scale of the rubric's own changes in every item that has it."""
    before = rubric.ratings[index]
    is_own = before.scale.id not in SCALES and after.scale.id == before.scale.id
    ratings = (
        replace(one, scale=after.scale) if is_own and one.scale.id == after.scale.id else one for one in rubric.ratings
    )
    return replace(rubric, ratings=_put(tuple(ratings), index, after))


def with_profile(rubric: Rubric, index: int, after: Profile) -> Rubric:
    """Another profile at `index`."""
    return replace(rubric, profiles=_put(rubric.profiles, index, after))


def with_kind(behaviour: Behaviour, kind: Kind) -> Behaviour:
    """The behaviour as a point or a state; a point loses what only states have."""
    if kind is Kind.STATE:
        return replace(behaviour, kind=kind)
    return replace(
        behaviour,
        kind=kind,
        group=None,
        levels=(),
        is_exhaustive=False,
        min_duration_us=DEFAULT_MIN_US,
        merge_gap_us=None,
    )


def with_level_count(levels: tuple[Level, ...], count: int) -> tuple[Level, ...]:
    """As many levels, one after the other; those that are there keep their texts."""
    first = levels[0].value if levels else 0
    texts = [level.text for level in levels[:count]] + [""] * (count - len(levels))
    return tuple(Level(first + place, text) for place, text in enumerate(texts))


def with_anchor(anchors: tuple[Anchor, ...], value: int, text: str) -> tuple[Anchor, ...]:
    """The text of one value, or none if it is empty."""
    others = [anchor for anchor in anchors if anchor.value != value]
    kept = [*others, Anchor(value, text)] if text else others
    return tuple(sorted(kept, key=lambda anchor: anchor.value))


def added_dimension(rubric: Rubric) -> Rubric:
    """With a further dimension at the end."""
    name = free_id("D", (one.id for one in rubric.dimensions))
    return replace(rubric, dimensions=(*rubric.dimensions, Dimension(name, "")))


def added_behaviour(rubric: Rubric, dimension_id: str) -> tuple[Rubric, int]:
    """With a further behaviour at the end of its dimension, and its index."""
    code = free_id(f"{dimension_id.lower()}.new", (one.id for one in rubric.behaviours))
    made = Behaviour(code, dimension_id, "", Kind.POINT, Valence.DEESCALATING, Modality.EITHER, "", "", "", "")
    places = [place for place, one in enumerate(rubric.behaviours) if one.dimension == dimension_id]
    index = places[-1] + 1 if places else len(rubric.behaviours)
    return replace(rubric, behaviours=_inserted(rubric.behaviours, index, made)), index


def copied_behaviour(rubric: Rubric, index: int) -> Rubric:
    """With a copy of a behaviour behind it, without its key."""
    source = rubric.behaviours[index]
    code = free_id(source.id, (one.id for one in rubric.behaviours))
    made = replace(source, id=code, name=f"{source.name} (copy)", key=None)
    return replace(rubric, behaviours=_inserted(rubric.behaviours, index + 1, made))


def added_rating(rubric: Rubric) -> Rubric:
    """With a further rating item at the end."""
    code = free_id("R", (one.id for one in rubric.ratings))
    return replace(rubric, ratings=(*rubric.ratings, RatingItem(code, "", SCALES["bars5"], ())))


def added_profile(rubric: Rubric) -> Rubric:
    """With a further profile at the end."""
    code = free_id("profile", (one.id for one in rubric.profiles))
    return replace(rubric, profiles=(*rubric.profiles, Profile(code, "", ())))


def without_dimension(rubric: Rubric, index: int) -> Rubric:
    """Without a dimension and all its behaviours; its ratings are then about the whole clip."""
    gone = rubric.dimensions[index].id
    left = rubric
    for place in reversed([place for place, one in enumerate(rubric.behaviours) if one.dimension == gone]):
        left = without_behaviour(left, place)
    ratings = (replace(one, dimension=None) if one.dimension == gone else one for one in left.ratings)
    return replace(left, dimensions=_without(left.dimensions, index), ratings=tuple(ratings))


def without_behaviour(rubric: Rubric, index: int) -> Rubric:
    """Without a behaviour, also in profiles and as a limit of the time that counts."""
    gone = rubric.behaviours[index].id
    return _renamed(replace(rubric, behaviours=_without(rubric.behaviours, index)), gone, None)


def without_rating(rubric: Rubric, index: int) -> Rubric:
    """Without a rating item."""
    return replace(rubric, ratings=_without(rubric.ratings, index))


def without_profile(rubric: Rubric, index: int) -> Rubric:
    """Without a profile."""
    return replace(rubric, profiles=_without(rubric.profiles, index))


def moved_dimension(rubric: Rubric, index: int, step: int) -> tuple[Rubric, int]:
    """A dimension one place up (-1) or down (1), and where it is now."""
    moved, place = _moved(rubric.dimensions, index, step, lambda _one: True)
    return replace(rubric, dimensions=moved), place


def moved_behaviour(rubric: Rubric, index: int, step: int) -> tuple[Rubric, int]:
    """A behaviour one place up (-1) or down (1) in its dimension, and where it is now."""
    home = rubric.behaviours[index].dimension
    moved, place = _moved(rubric.behaviours, index, step, lambda one: one.dimension == home)
    return replace(rubric, behaviours=moved), place


def moved_rating(rubric: Rubric, index: int, step: int) -> tuple[Rubric, int]:
    """A rating item one place up (-1) or down (1), and where it is now."""
    moved, place = _moved(rubric.ratings, index, step, lambda _one: True)
    return replace(rubric, ratings=moved), place


def moved_profile(rubric: Rubric, index: int, step: int) -> tuple[Rubric, int]:
    """A profile one place up (-1) or down (1), and where it is now."""
    moved, place = _moved(rubric.profiles, index, step, lambda _one: True)
    return replace(rubric, profiles=moved), place


def _renamed(rubric: Rubric, before: str, after: str | None) -> Rubric:
    def named(found: str | None) -> str | None:
        return after if found == before else found

    profiles = (
        replace(one, behaviours=tuple(name for name in map(named, one.behaviours) if name is not None))
        for one in rubric.profiles
    )
    return replace(rubric, profiles=tuple(profiles), zero=named(rubric.zero), end=named(rubric.end))


def _put(items: tuple[T, ...], index: int, item: T) -> tuple[T, ...]:
    return (*items[:index], item, *items[index + 1 :])


def _inserted(items: tuple[T, ...], index: int, item: T) -> tuple[T, ...]:
    return (*items[:index], item, *items[index:])


def _without(items: tuple[T, ...], index: int) -> tuple[T, ...]:
    return (*items[:index], *items[index + 1 :])


def _moved(items: tuple[T, ...], index: int, step: int, is_near: Callable[[T], bool]) -> tuple[tuple[T, ...], int]:
    """Swap with the next item in that direction for which `is_near` is true; as it was if there is none."""
    place = index + step
    while 0 <= place < len(items) and not is_near(items[place]):
        place += step
    if not 0 <= place < len(items):
        return items, index
    changed = list(items)
    changed[index], changed[place] = changed[place], changed[index]
    return tuple(changed), place
