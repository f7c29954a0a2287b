"""What is different between two versions, and whether their figures can be pooled."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bwc_review.domain.rubric import SCALES, Behaviour, Kind, Level, Profile, Rubric, Valence
from bwc_review.domain.rubric_difference import (
    POOLING_WORDS,
    Part,
    PieceKind,
    Pooling,
    What,
    difference,
    text_pieces,
)
from tests.unit.samples import RUBRIC, behaviour


def with_first(**fields: object) -> Rubric:
    first: Behaviour = replace(RUBRIC.behaviours[0], **fields)  # pyright: ignore[reportArgumentType] - test fields
    return replace(RUBRIC, behaviours=(first, *RUBRIC.behaviours[1:]))


def test_equal_versions_have_no_difference() -> None:
    found = difference(RUBRIC, replace(RUBRIC, version="2.0.0"))
    assert found.parts == ()
    assert found.pooling is Pooling.TOGETHER


@pytest.mark.parametrize(
    ("fields", "name", "pooling"),
    [
        ({"key": "j"}, "key", Pooling.TOGETHER),
        ({"example": "Another."}, "example", Pooling.TOGETHER),
        ({"definition": "Otherwise."}, "definition", Pooling.WITH_CARE),
        ({"actor": "P1"}, "who", Pooling.TOGETHER),
        ({"valence": Valence.NEUTRAL}, "valence", Pooling.APART),
        ({"modifiers": ()}, "choice tone", Pooling.WITH_CARE),
        ({"sources": ("new",)}, "sources", Pooling.TOGETHER),
    ],
)
def test_a_changed_field_says_what_it_means_for_pooling(fields: dict[str, object], name: str, pooling: Pooling) -> None:
    [part] = difference(RUBRIC, with_first(**fields)).parts
    assert (part.part, part.what, part.id) == (Part.BEHAVIOUR, What.CHANGED, "tc.paraphrase")
    assert [(field.name, field.pooling) for field in part.fields] == [(name, pooling)]
    assert part.pooling is pooling
    assert POOLING_WORDS[pooling]


def test_a_point_that_became_a_state_is_kept_apart() -> None:
    [part] = difference(RUBRIC, with_first(kind=Kind.STATE, merge_gap_us=500_000)).parts
    assert [(field.name, field.before, field.after) for field in part.fields] == [
        ("kind", "point", "state"),
        ("shortest", "", "0.5 s"),
        ("merge gap", "", "0.5 s"),
    ]
    assert part.pooling is Pooling.APART


def test_levels_are_compared_one_by_one() -> None:
    levels = (*RUBRIC.behaviours[4].levels[:4], Level(4, "violent"))
    place = RUBRIC.behaviours.index(RUBRIC.behaviour("sj.agitation"))
    items = list(RUBRIC.behaviours)
    items[place] = replace(items[place], levels=levels)
    [part] = difference(RUBRIC, replace(RUBRIC, behaviours=tuple(items))).parts
    assert [(field.name, field.after) for field in part.fields] == [("level 4", "violent")]
    assert part.pooling is Pooling.WITH_CARE


def test_what_was_added_removed_and_moved_is_told_apart() -> None:
    first, second, *others = RUBRIC.behaviours
    after = replace(RUBRIC, behaviours=(second, first, *others[:-1], behaviour("tc.new")))
    found = difference(RUBRIC, after)
    assert {(part.id, part.what) for part in found.parts} >= {
        ("tc.new", What.ADDED),
        (others[-1].id, What.REMOVED),
    }
    assert found.count(What.MOVED) == 1
    assert found.pooling is Pooling.APART


def test_heads_dimensions_ratings_and_profiles_are_compared_too() -> None:
    after = replace(
        RUBRIC,
        title="Other",
        dimensions=(replace(RUBRIC.dimensions[0], name="Talk"), RUBRIC.dimensions[1]),
        ratings=(replace(RUBRIC.ratings[0], scale=SCALES["ordinal5"]),),
        profiles=(Profile("lite", "Lite", ("tc.shout",)),),
    )
    found = difference(RUBRIC, after)
    assert [(part.part, part.what, part.pooling) for part in found.parts] == [
        (Part.RUBRIC, What.CHANGED, Pooling.TOGETHER),
        (Part.DIMENSION, What.CHANGED, Pooling.TOGETHER),
        (Part.RATING, What.CHANGED, Pooling.APART),
        (Part.PROFILE, What.ADDED, Pooling.WITH_CARE),
    ]


def test_texts_are_woven_word_by_word() -> None:
    [part] = difference(with_first(definition="Says it back."), with_first(definition="Says all of it back.")).parts
    pieces = part.fields[0].pieces
    assert [(piece.kind, piece.text) for piece in pieces] == [
        (PieceKind.KEPT, "Says"),
        (PieceKind.ADDED, " all of"),
        (PieceKind.KEPT, " it back."),
    ]


@given(st.text(max_size=60), st.text(max_size=60))
def test_the_pieces_give_both_texts_again(before: str, after: str) -> None:
    pieces = text_pieces(before, after)
    assert "".join(piece.text for piece in pieces if piece.kind is not PieceKind.ADDED) == before
    assert "".join(piece.text for piece in pieces if piece.kind is not PieceKind.REMOVED) == after
