"""Values stored whole: JSON and back."""

import json
from dataclasses import asdict

import pytest
from hypothesis import given

from bwc_review.domain.changes import Operation
from bwc_review.domain.errors import EnvironmentFault
from bwc_review.domain.people import Phase
from bwc_review.domain.reel import Card, Item, Reel
from bwc_review.domain.rubric import Rubric
from bwc_review.domain.time import Moment
from bwc_review.store import codec
from tests.store import values


@given(values.reels)
def test_a_reel_comes_back_as_it_went_in(reel: Reel):
    assert codec.loads(Reel, codec.dumps(reel)) == reel


@given(values.rubrics)
def test_a_rubric_comes_back_with_the_same_hash(rubric: Rubric):
    back = codec.loads(Rubric, codec.dumps(rubric))
    assert asdict(back) == asdict(rubric)
    assert back.content_hash == rubric.content_hash


@given(values.operations)
def test_an_operation_comes_back_as_it_went_in(operation: Operation):
    assert codec.loads(Operation, codec.dumps(operation)) == operation


def test_the_text_is_canonical():
    assert codec.dumps(Card("Ä", ("b",), 5)) == '{"duration_us":5,"is":"card","lines":["b"],"title":"Ä"}'


@pytest.mark.parametrize(
    ("hint", "text"),
    [
        (Rubric, "{"),
        (Rubric, "[]"),
        (Rubric, '{"id":"only"}'),
        (Card, '{"title":"a","unknown":1}'),
        (Card, '{"title":5}'),
        (Card, '{"title":"a","duration_us":true}'),
        (Card, '{"title":"a","duration_us":1.5}'),
        (Moment, '"5"'),
        (Phase, '"later"'),
        (tuple[tuple[str, str], ...], '[["a","b","c"]]'),
    ],
)
def test_text_that_was_never_written_is_called_damage(hint: type, text: str):
    with pytest.raises(EnvironmentFault) as caught:
        codec.loads(hint, text)
    assert caught.value.code == "study.damaged"


def test_an_item_of_an_unknown_kind_is_called_damage():
    card = {"is": "poster", "title": "a"}
    with pytest.raises(EnvironmentFault):
        codec.loads(tuple[Item, ...], json.dumps([card]))


def test_values_of_no_stored_kind_are_a_bug():
    with pytest.raises(TypeError, match="object is not stored"):
        codec.plain(object())


def test_the_kind_of_a_value_has_a_word():
    assert codec.kind_of(Card("a")) == "card"
