"""Which key tags what: rubric, own keys, levels; and what is refused."""

from dataclasses import replace
from itertools import pairwise

import pytest

from bwc_review.domain.coding_choices import CodingChoices, Target, TargetChoice
from bwc_review.domain.errors import InputError
from bwc_review.domain.rubric import Behaviour
from bwc_review.services.coding_keys import (
    free_own_keys,
    is_own_key,
    key_map,
    target_name,
    targets_of,
    with_key,
)
from bwc_review.services.rubric_keys import RESERVED_KEYS
from bwc_review.services.rubric_shelf import shipped_rubric

RUBRIC = shipped_rubric("deesc-core")
USUAL = CodingChoices()
SHOUT, DISTANCE = Target("tc.shout"), Target("os.distance")


def profile(name: str) -> list[Behaviour]:
    wanted = next(item.behaviours for item in RUBRIC.profiles if item.id == name)
    return [behaviour for behaviour in RUBRIC.behaviours if behaviour.id in wanted]


def refused(target: Target, key: str, choices: CodingChoices = USUAL) -> str:
    with pytest.raises(InputError) as caught:
        with_key(choices, RUBRIC, target, key)
    return caught.value.message


def test_every_behaviour_and_every_level_has_a_key_of_its_own() -> None:
    found = key_map(RUBRIC.behaviours, USUAL)
    assert set(found.key_of) == set(targets_of(RUBRIC.behaviours))
    assert len(found.by_key) == len(found.key_of)
    assert found.by_key.keys().isdisjoint(RESERVED_KEYS)


def test_levels_are_digits_held_down_and_never_meet_the_digits_of_behaviours() -> None:
    found = key_map(RUBRIC.behaviours, USUAL)
    assert [found.key_of[Target("sj.agitation", level)] for level in range(5)] == [f"Shift+{n}" for n in range(5)]
    assert found.key_of[Target("sj.resistance", 5)] == "Ctrl+Shift+5"
    assert found.by_key["1"] == Target("cr.name_signs")


@pytest.mark.parametrize(
    ("name", "behaviour"), [("lite", "sj.agitation"), ("pass-1", "sj.agitation"), ("pass-3", "sj.resistance")]
)
def test_the_one_group_of_levels_of_a_profile_has_the_shifted_digits(name: str, behaviour: str) -> None:
    found = key_map(profile(name), USUAL)
    assert found.by_key["Shift+2"] == Target(behaviour, 2)
    assert {target.behaviour_id for target in found.key_of} <= {item.id for item in profile(name)}


def test_an_own_key_goes_before_the_rubrics_and_can_take_one_away() -> None:
    chosen = with_key(with_key(USUAL, RUBRIC, SHOUT, ""), RUBRIC, DISTANCE, "z")
    found = key_map(RUBRIC.behaviours, chosen)
    assert found.by_key["z"] == DISTANCE
    assert SHOUT not in found.key_of
    assert "u" not in found.by_key
    assert with_key(with_key(chosen, RUBRIC, DISTANCE, None), RUBRIC, SHOUT, None) == USUAL


def test_levels_can_have_plain_keys() -> None:
    chosen = USUAL
    for digit, behaviour in (("1", "cr.name_signs"), ("2", "cr.ask_wellbeing")):
        chosen = with_key(chosen, RUBRIC, Target(behaviour), "")
        chosen = with_key(chosen, RUBRIC, Target("sj.agitation", int(digit)), digit)
    found = key_map(RUBRIC.behaviours, chosen)
    assert found.by_key["1"] == Target("sj.agitation", 1)
    assert found.by_key["Shift+0"] == Target("sj.agitation", 0)


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("Space", "Space plays and pauses."),
        ("W", "W belongs to “Paraphrases or sums up”."),
        ("Shift+2", "Shift+2 belongs to “Agitation 2”."),
        ("Ctrl+B", "Ctrl+B cannot tag a behaviour."),
        ("Hm", "Hm cannot tag a behaviour."),
    ],
)
def test_a_clash_is_refused_with_the_free_keys(key: str, words: str) -> None:
    message = refused(SHOUT, key)
    assert message.startswith(words)
    assert "Free keys: ;  '  [" in message


def test_the_rubrics_own_key_is_refused_while_another_behaviour_has_it() -> None:
    chosen = with_key(with_key(USUAL, RUBRIC, SHOUT, ""), RUBRIC, DISTANCE, "z")
    with pytest.raises(InputError, match="Z belongs to “"):
        with_key(chosen, RUBRIC, SHOUT, None)


def test_keys_that_the_program_was_given_are_taken_too() -> None:
    taken = {**RESERVED_KEYS, "w": "plays and pauses"}
    found = key_map(RUBRIC.behaviours, USUAL, taken)
    assert "w" not in found.by_key
    assert ";" not in free_own_keys(RUBRIC, with_key(USUAL, RUBRIC, SHOUT, ";"), taken)


def test_a_key_may_be_given_to_where_it_is() -> None:
    chosen = with_key(USUAL, RUBRIC, SHOUT, ";")
    assert with_key(chosen, RUBRIC, SHOUT, ";") == chosen


def test_an_own_key_that_is_taken_by_now_is_left_out() -> None:
    chosen = CodingChoices({SHOUT: TargetChoice(key="Space")})
    assert SHOUT not in key_map(RUBRIC.behaviours, chosen).key_of


def test_levels_without_free_digits_have_no_keys() -> None:
    agitation = RUBRIC.behaviour("sj.agitation")
    four = [replace(agitation, id=f"sj.{name}", key=None) for name in "abcd"]
    found = key_map(four, USUAL)
    assert [found.key_of.get(Target(f"sj.{name}", 1)) for name in "abcd"] == [
        "Shift+1",
        "Ctrl+Shift+1",
        "Alt+Shift+1",
        None,
    ]


@pytest.mark.parametrize(
    ("key", "is_own"),
    [
        ("q", True),
        (";", True),
        ("Shift+9", True),
        ("F5", True),
        ("Shift+F5", False),
        ("Shift+I", False),
        ("Ctrl+1", False),
    ],
)
def test_which_keys_a_behaviour_can_have(key: str, is_own: bool) -> None:
    assert is_own_key(key) is is_own


def test_the_three_passes_and_the_lite_profile_are_whole() -> None:
    every = {behaviour.id for behaviour in RUBRIC.behaviours}
    passes = [set(item.behaviours) for item in RUBRIC.profiles if item.id.startswith("pass-")]
    assert set().union(*passes) == every
    assert all(one.isdisjoint(other) for one, other in pairwise(passes))
    for item in RUBRIC.profiles:
        groups = {RUBRIC.behaviour(name).group for name in item.behaviours} - {None}
        assert len(groups) <= 1, "one group of levels a pass: Shift and a digit is always the level"
    for behaviour in RUBRIC.behaviours:
        assert (behaviour.group is not None) == bool(behaviour.levels)
        assert [level.value for level in behaviour.levels] == list(range(len(behaviour.levels)))


def test_targets_are_named_as_they_are_read() -> None:
    assert target_name(Target("sj.agitation", 2), RUBRIC) == "Agitation 2"
    assert target_name(SHOUT, RUBRIC) == RUBRIC.behaviour("tc.shout").name
