"""A reviewer's coding choices and reaction time as text, for the study and for the file with the user's settings.

What cannot be read counts as not chosen: a damaged setting must not keep anybody from reviewing.
"""

import json
from dataclasses import asdict
from datetime import date
from typing import cast

from bwc_review.domain.coding_choices import CodingChoices, Target, TargetChoice
from bwc_review.domain.coding_preferences import CodingPreferences
from bwc_review.domain.reaction import Reaction


def choices_text(choices: CodingChoices) -> str:
    """The choices as one line of JSON."""
    targets = [
        {"behaviour": target.behaviour_id, "level": target.level, **asdict(choice)}
        for target, choice in sorted(choices.by_target.items(), key=lambda item: str(item[0]))
    ]
    return json.dumps({"is_held": choices.is_held, "targets": targets}, ensure_ascii=False)


def choices_from(text: str) -> CodingChoices:
    """The choices that `choices_text` wrote; the usual ones if the text is something else."""
    try:
        found = json.loads(text)
        return CodingChoices(
            {_target(item): _choice(item) for item in found["targets"]}, is_held=bool(found["is_held"])
        )
    except (ValueError, TypeError, KeyError):
        return CodingChoices()


def reaction_text(reaction: Reaction) -> str:
    """A reaction time as one line of JSON."""
    return json.dumps({**asdict(reaction), "measured_on": reaction.measured_on.isoformat()})


def reaction_from(text: str) -> Reaction | None:
    """The reaction time that `reaction_text` wrote; None if the text is something else."""
    try:
        found = json.loads(text)
        day = date.fromisoformat(found["measured_on"])
        return Reaction(int(found["median_us"]), int(found["spread_us"]), int(found["count"]), day)
    except (ValueError, TypeError, KeyError):
        return None


def preferences_text(preferences: CodingPreferences) -> str:
    """All of a reviewer's preferences as one line of JSON."""
    found = {
        "choices": {rubric_id: choices_text(choices) for rubric_id, choices in sorted(preferences.by_rubric.items())},
        "reaction": reaction_text(preferences.reaction) if preferences.reaction is not None else "",
        "is_compensating": preferences.is_compensating,
        "is_pausing": preferences.is_pausing,
    }
    return json.dumps(found, ensure_ascii=False)


def preferences_from(text: str) -> CodingPreferences:
    """The preferences that `preferences_text` wrote; the usual ones if the text is something else."""
    try:
        found = json.loads(text)
        return CodingPreferences(
            {str(rubric_id): choices_from(str(kept)) for rubric_id, kept in found["choices"].items()},
            reaction_from(str(found["reaction"])),
            is_compensating=bool(found["is_compensating"]),
            is_pausing=bool(found["is_pausing"]),
        )
    except (ValueError, TypeError, KeyError, AttributeError):
        return CodingPreferences()


def _target(item: dict[str, object]) -> Target:
    level = item["level"]
    return Target(str(item["behaviour"]), None if level is None else int(cast("int", level)))


def _choice(item: dict[str, object]) -> TargetChoice:
    key, is_held = item["key"], item["is_held"]
    shift, lead, lag = (cast("int | None", item[name]) for name in ("shift_us", "lead_us", "lag_us"))
    return TargetChoice(
        key=None if key is None else str(key),
        is_held=None if is_held is None else bool(is_held),
        shift_us=int(shift or 0),
        lead_us=None if lead is None else int(lead),
        lag_us=None if lag is None else int(lag),
    )
