"""Coding choices and reaction times survive the settings file; what is damaged counts as not chosen."""

from datetime import date

import pytest

from bwc_review.domain.coding_choices import CodingChoices, Target, TargetChoice
from bwc_review.domain.reaction import Reaction
from bwc_review.services.coding_texts import choices_from, choices_text, reaction_from, reaction_text

CHOSEN = CodingChoices(
    {
        Target("tc.shout"): TargetChoice(key="ü", shift_us=-500_000, lead_us=1_000_000, lag_us=0),
        Target("os.distance"): TargetChoice(is_held=True),
        Target("sj.agitation", 2): TargetChoice(key="2"),
    },
    is_held=True,
)


def test_choices_come_back_as_they_were() -> None:
    assert choices_from(choices_text(CHOSEN)) == CHOSEN
    assert choices_from(choices_text(CodingChoices())) == CodingChoices()


@pytest.mark.parametrize("text", ["", "[]", "{", '{"targets": 3, "is_held": 1}', '{"targets": [{}], "is_held": false}'])
def test_damaged_choices_count_as_none(text: str) -> None:
    assert choices_from(text) == CodingChoices()


def test_a_reaction_time_comes_back_as_it_was() -> None:
    reaction = Reaction(240_000, 40_000, 12, date(2025, 3, 14))
    assert reaction_from(reaction_text(reaction)) == reaction


@pytest.mark.parametrize("text", ["", "7", '{"median_us": 1}', '{"measured_on": "soon"}'])
def test_a_damaged_reaction_time_counts_as_none(text: str) -> None:
    assert reaction_from(text) is None
