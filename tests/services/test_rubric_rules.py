"""Rules told while a rubric is written: they are those of the loader, field by field."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from bwc_review.domain.errors import InputError
from bwc_review.domain.rubric import SCALES, Anchor, Behaviour, Dimension, Level, Modifier, Profile, Rubric, Scale
from bwc_review.services.rubric_rules import Place, problems
from bwc_review.services.rubric_shelf import shipped_rubrics
from bwc_review.services.rubric_yaml import rubric_from_text, rubric_to_text
from tests.unit.samples import RUBRIC as SAMPLE

RUBRIC = replace(SAMPLE, behaviours=SAMPLE.behaviours[:5])
OWN = Scale("own", 0, 3, (0, 3))


def first(**fields: object) -> Rubric:
    return at(0, **fields)


def at(index: int, **fields: object) -> Rubric:
    items: list[Behaviour] = list(RUBRIC.behaviours)
    items[index] = replace(items[index], **fields)  # pyright: ignore[reportArgumentType] - test fields
    return replace(RUBRIC, behaviours=tuple(items))


def rated(**fields: object) -> Rubric:
    return replace(RUBRIC, ratings=(replace(RUBRIC.ratings[0], **fields),))  # pyright: ignore[reportArgumentType]


def level_texts(*texts: str) -> tuple[Level, ...]:
    return tuple(Level(value, text) for value, text in enumerate(texts))


BROKEN: list[tuple[Rubric, Place, str]] = [
    (replace(RUBRIC, id="My rubric"), ("id",), "lower-case"),
    (replace(RUBRIC, version="1.0"), ("version",), "three numbers"),
    (replace(RUBRIC, title=" "), ("title",), "Write a text"),
    (replace(RUBRIC, licence=""), ("licence",), "Write a text"),
    (replace(RUBRIC, definition=""), ("definition",), "Write a text"),
    (replace(RUBRIC, behaviours=(), ratings=()), ("behaviours",), "needs behaviours"),
    (replace(RUBRIC, zero="tc.nothing"), ("zero",), "no behaviour"),
    (replace(RUBRIC, end="os.cover"), ("end",), "with a point"),
    (replace(RUBRIC, missing_reasons=("not codable",)), ("missing_reasons",), "reason code"),
    (replace(RUBRIC, missing_reasons=("a", "a")), ("missing_reasons",), "twice"),
    (replace(RUBRIC, dimensions=(*RUBRIC.dimensions, Dimension("TC", "x"))), ("dimensions", 2, "id"), "twice"),
    (replace(RUBRIC, dimensions=(*RUBRIC.dimensions, Dimension("1", "x"))), ("dimensions", 2, "id"), "letters"),
    (replace(RUBRIC, dimensions=(*RUBRIC.dimensions, Dimension("X", ""))), ("dimensions", 2, "name"), "Write"),
    (first(id="tc.shout"), ("behaviours", 1, "id"), "twice"),
    (first(id="tc paraphrase"), ("behaviours", 0, "id"), "letters"),
    (first(dimension="XX"), ("behaviours", 0, "dimension"), "no dimension"),
    (first(name=""), ("behaviours", 0, "name"), "Write"),
    (first(definition=""), ("behaviours", 0, "definition"), "Write"),
    (first(include=""), ("behaviours", 0, "include"), "Write"),
    (first(exclude=" "), ("behaviours", 0, "exclude"), "Write"),
    (first(example=""), ("behaviours", 0, "example"), "Write"),
    (first(key="Space"), ("behaviours", 0, "key"), "plays and pauses. Free keys are a, b"),
    (first(key="ö+"), ("behaviours", 0, "key"), "not a key"),
    (first(key="F"), ("behaviours", 0, "key"), "already tags Shout. Free keys"),
    (first(actor="X1"), ("behaviours", 0, "actor"), "O1"),
    (first(group="g"), ("behaviours", 0, "group"), "is a point"),
    (first(is_exhaustive=True), ("behaviours", 0, "exhaustive"), "is a point"),
    (first(levels=level_texts("a", "b")), ("behaviours", 0, "levels"), "is a point"),
    (first(merge_gap_us=1000), ("behaviours", 0, "merge_gap"), "is a point"),
    (at(2, group="g"), ("behaviours", 2, "group"), "needs levels"),
    (at(2, is_exhaustive=True), ("behaviours", 2, "exhaustive"), "needs levels"),
    (at(4, levels=level_texts("a")), ("behaviours", 4, "levels"), "at least 2"),
    (at(4, levels=(Level(0, "a"), Level(2, "b"))), ("behaviours", 4, "levels"), "comes level 1"),
    (at(4, levels=level_texts("a", "")), ("behaviours", 4, "levels", 1), "Write"),
    (first(modifiers=(Modifier("a b", ("x", "y")),)), ("behaviours", 0, "modifiers", 0, "name"), "cannot name"),
    (first(modifiers=(Modifier("a", ("x",)),)), ("behaviours", 0, "modifiers", 0, "options"), "at least 2"),
    (first(modifiers=(Modifier("a", ("x", "")),)), ("behaviours", 0, "modifiers", 0, "options"), "empty"),
    (first(modifiers=(Modifier("a", ("x", "y=z")),)), ("behaviours", 0, "modifiers", 0, "options"), "cannot hold"),
    (first(modifiers=(Modifier("a", ("x", "x")),)), ("behaviours", 0, "modifiers", 0, "options"), "twice"),
    (rated(id=""), ("ratings", 0, "id"), "letters"),
    (rated(name=""), ("ratings", 0, "name"), "Write"),
    (rated(dimension="XX"), ("ratings", 0, "dimension"), "no dimension"),
    (rated(anchors=(Anchor(1, "a"), Anchor(5, "b"))), ("ratings", 0, "anchors", 3), "a text for 3"),
    (rated(anchors=(*RUBRIC.ratings[0].anchors, Anchor(9, "z"))), ("ratings", 0, "anchors", 9), "goes from 1 to 5"),
    (rated(anchors=(*RUBRIC.ratings[0].anchors[:2], Anchor(5, " "))), ("ratings", 0, "anchors", 5), "Write"),
    (rated(scale=replace(OWN, id="my own")), ("ratings", 0, "scale"), "cannot name"),
    (
        rated(scale=replace(OWN, maximum=0, required_anchors=()), anchors=()),
        ("ratings", 0, "scale"),
        "above the lowest",
    ),
    (rated(scale=replace(OWN, required_anchors=(0, 8))), ("ratings", 0, "scale"), "not on the scale"),
    (replace(RUBRIC, profiles=(Profile("p", "", ("tc.shout",)),)), ("profiles", 0, "title"), "Write"),
    (replace(RUBRIC, profiles=(Profile("p", "P", ()),)), ("profiles", 0, "behaviours"), "at least one"),
    (replace(RUBRIC, profiles=(Profile("p", "P", ("x",)),)), ("profiles", 0, "behaviours"), "no behaviour"),
    (replace(RUBRIC, profiles=(Profile("p", "P", ("tc.shout",) * 2),)), ("profiles", 0, "behaviours"), "twice"),
]


@pytest.mark.parametrize(("rubric", "place", "words"), BROKEN)
def test_a_broken_rule_is_told_at_its_field_and_the_loader_refuses_it_too(
    rubric: Rubric, place: Place, words: str
) -> None:
    found = {problem.place: problem.text for problem in problems(rubric)}
    assert words in found[place]
    with pytest.raises(InputError):
        rubric_from_text(rubric_to_text(rubric), "mine.yaml")


def test_what_the_file_cannot_say_is_told_all_the_same() -> None:
    twice = first(modifiers=(Modifier("tone", ("x", "y")), Modifier("tone", ("x", "z"))))
    assert [problem.place for problem in problems(twice)] == [("behaviours", 0, "modifiers", 1, "name")]
    built_in = rated(scale=replace(SCALES["bars5"], maximum=7))
    assert [problem.place for problem in problems(built_in)] == [("ratings", 0, "scale")]
    item = replace(RUBRIC.ratings[0], scale=OWN, anchors=(Anchor(0, "a"), Anchor(3, "b")))
    other = replace(item, id="R2", scale=replace(OWN, required_anchors=(0,)))
    assert [problem.place for problem in problems(replace(RUBRIC, ratings=(item, other)))] == [("ratings", 1, "scale")]


@pytest.mark.parametrize("change", [lambda one: one, lambda one: replace(one, zero="", end="")])
def test_what_the_loader_takes_has_no_problem(change: Callable[[Rubric], Rubric]) -> None:
    for rubric in (RUBRIC, *shipped_rubrics()):
        assert problems(change(rubric)) == ()
        assert rubric_from_text(rubric_to_text(rubric), "mine.yaml") == rubric
