"""How a reviewer codes is kept in the study, with what changed in the log."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from bwc_review.domain.coding_choices import CodingChoices, Target, TargetChoice
from bwc_review.domain.coding_preferences import CodingPreferences
from bwc_review.domain.errors import EnvironmentFault
from bwc_review.domain.reaction import Reaction
from bwc_review.services.bootstrap import Study, open_study
from bwc_review.services.coding_texts import preferences_from, preferences_text

CHOICES = CodingChoices(
    {
        Target("tc.shout"): TargetChoice(key="", shift_us=-200_000, lead_us=0),
        Target("sj.agitation", 2): TargetChoice(key="7"),
    },
    is_held=True,
)
OWN = CodingPreferences(
    {"deesc-core": CHOICES},
    Reaction(240_000, 40_000, 12, date(2025, 3, 14)),
    is_compensating=True,
    is_pausing=True,
)


def test_they_are_there_at_every_desk_and_each_reviewer_has_their_own(study: Study, tmp_path: Path) -> None:
    assert study.preferences.of("Reviewer A") is None
    assert study.preferences.keep("Reviewer A", OWN) is None
    study.close()
    with open_study(str(tmp_path / "study"), "somebody else") as again:
        assert again.preferences.of("Reviewer A") == OWN
        assert again.preferences.of("Reviewer B") is None


def test_the_log_says_what_changed_and_nothing_else(study: Study) -> None:
    study.preferences.keep("Reviewer A", OWN)
    (entry,) = study.auditing.log(1)
    assert (entry.action, entry.actor, entry.details["reviewer"]) == ("reviewer.coding", "lead", "Reviewer A")
    assert entry.details["after"] == {
        "reaction_median_us": 240_000,
        "reaction_spread_us": 40_000,
        "reaction_count": 12,
        "reaction_measured_on": "2025-03-14",
        "is_compensating": True,
        "is_pausing": True,
        "deesc-core is_held": True,
        "deesc-core tc.shout key": "",
        "deesc-core tc.shout shift_us": -200_000,
        "deesc-core tc.shout lead_us": 0,
        "deesc-core sj.agitation 2 key": "7",
    }
    assert study.preferences.keep("Reviewer A", replace(OWN, is_compensating=False)) == OWN
    (entry,) = study.auditing.log(1)
    assert (entry.details["before"], entry.details["after"]) == ({"is_compensating": True}, {"is_compensating": None})


def test_choosing_the_same_again_writes_nothing(study: Study) -> None:
    study.preferences.keep("Reviewer A", OWN)
    head = study.auditing.head()
    assert study.preferences.keep("Reviewer A", OWN) == OWN
    assert study.auditing.head() == head


def test_usual_choices_for_a_rubric_are_no_choices() -> None:
    assert OWN.having("deesc-core", CodingChoices()).by_rubric == {}
    assert OWN.choices("icat-cdm") == CodingChoices()


def test_a_study_that_can_only_be_read_says_so(study: Study) -> None:
    study.store.is_read_only = True  # pyright: ignore[reportAttributeAccessIssue]
    with pytest.raises(EnvironmentFault, match="holds on this computer"):
        study.preferences.keep("lead", OWN)


def test_they_come_back_as_they_were_and_damage_counts_as_nothing_chosen() -> None:
    assert preferences_from(preferences_text(OWN)) == OWN
    assert preferences_from(preferences_text(CodingPreferences())) == CodingPreferences()
    for text in ("", "[]", "{", '{"choices": 3}'):
        assert preferences_from(text) == CodingPreferences()
