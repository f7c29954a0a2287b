"""Rubrics: looking things up, the content hash."""

from dataclasses import replace

import pytest

from bwc_review.domain.coding import usual_actor
from bwc_review.domain.errors import InputError
from bwc_review.domain.rubric import SCALES, duplicates
from tests.unit.samples import RUBRIC


def test_behaviours_are_found_by_id_key_and_dimension() -> None:
    assert RUBRIC.behaviour("os.distance").is_state
    assert not RUBRIC.by_key["w"].is_state
    assert [found.id for found in RUBRIC.in_dimension("SJ")] == ["sj.agitation", "sj.absent"]
    assert list(RUBRIC.items_by_id) == ["R_TC"]


def test_an_unknown_behaviour_is_named_in_the_refusal() -> None:
    with pytest.raises(InputError, match=r"no behaviour “tc\.sing”") as caught:
        RUBRIC.behaviour("tc.sing")
    assert caught.value.facts == {"behaviour": "tc.sing"}


def test_equal_texts_have_equal_hashes_and_a_changed_word_has_another() -> None:
    same = replace(RUBRIC)
    changed = replace(RUBRIC, behaviours=(replace(RUBRIC.behaviours[0], include="j"), *RUBRIC.behaviours[1:]))
    assert same.content_hash == RUBRIC.content_hash != changed.content_hash


def test_fields_that_came_later_change_no_hash_until_they_are_used() -> None:
    # The hash as it was before behaviours could name an actor: studies of that time still open.
    assert RUBRIC.content_hash == "9a65bfd5d3c72be0df9428c84f5798eb8813d0449f85322b1bf0a7c5d0f44316"
    first = RUBRIC.behaviours[0]
    named = replace(RUBRIC, behaviours=(replace(first, actor="P1"), *RUBRIC.behaviours[1:]))
    assert named.content_hash != RUBRIC.content_hash


def test_a_behaviour_is_shown_by_whom_the_rubric_names() -> None:
    assert usual_actor(RUBRIC.behaviour("tc.paraphrase")) == "O1"
    assert usual_actor(RUBRIC.behaviour("sj.absent")) == "P1"
    assert usual_actor(replace(RUBRIC.behaviour("sj.absent"), actor="P2")) == "P2"


def test_a_scale_lists_its_values() -> None:
    assert list(SCALES["s02"].values) == [0, 1, 2]


def test_duplicates_are_told_once_in_the_order_in_which_they_repeat() -> None:
    assert duplicates(["a", "b", "b", "a", "b", "c"]) == ["b", "a"]
