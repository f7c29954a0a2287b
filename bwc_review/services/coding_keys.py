"""Which key tags what in a review: the rubric's keys, the reviewer's own, and a digit for each level.

Levels are the digits of their values, held down with Shift: they are right at any moment, beside all keys of the
rubric, so that a change of level is one key. Where a pad shows two groups of levels the second has Ctrl and Shift.
"""

import string
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from bwc_review.domain.coding_choices import CodingChoices, Target
from bwc_review.domain.errors import InputError
from bwc_review.domain.rubric import Behaviour, Rubric
from bwc_review.services.rubric_keys import RESERVED_KEYS, canonical_key, is_behaviour_key

LEVEL_PREFIXES = ("Shift+", "Ctrl+Shift+", "Alt+Shift+")
_OFFERED = 12


@dataclass(frozen=True, slots=True)
class KeyMap:
    """Keys of what can be tagged.

    Attributes:
        by_key: What each key tags.
        key_of: The key of each behaviour and level that has one.
    """

    by_key: Mapping[str, Target]
    key_of: Mapping[Target, str]

    def with_key(self, behaviour: Behaviour) -> Behaviour:
        """The behaviour with the key that it has here."""
        return replace(behaviour, key=self.key_of.get(Target(behaviour.id)))


def key_map(
    behaviours: Sequence[Behaviour], choices: CodingChoices, taken: Mapping[str, str] = RESERVED_KEYS
) -> KeyMap:
    """The keys of the behaviours that a pad shows.

    Args:
        behaviours: In the order shown.
        choices: The reviewer's own; they go before the rubric's.
        taken: Keys that the program keeps, with what they do; nothing else gets them.
    """
    key_of = {
        target: choice.key
        for target, choice in choices.by_target.items()
        if choice.key and choice.key not in taken and target in set(targets_of(behaviours))
    }
    used = set(key_of.values())
    for behaviour in behaviours:
        target = Target(behaviour.id)
        if behaviour.key and choices.of(target).key is None and behaviour.key not in used | taken.keys():
            key_of[target] = behaviour.key
            used.add(behaviour.key)
    for behaviour in behaviours:
        found = _level_keys(behaviour, choices, used | taken.keys())
        key_of |= found
        used |= set(found.values())
    return KeyMap({key: target for target, key in key_of.items()}, key_of)


def targets_of(behaviours: Iterable[Behaviour]) -> list[Target]:
    """The behaviours, each followed by its levels."""
    found: list[Target] = []
    for behaviour in behaviours:
        found.append(Target(behaviour.id))
        found += [Target(behaviour.id, level.value) for level in behaviour.levels]
    return found


def target_name(target: Target, rubric: Rubric) -> str:
    """A behaviour or level as it is read: “Agitation 2”."""
    name = rubric.behaviour(target.behaviour_id).name
    return name if target.level is None else f"{name} {target.level}"


def is_own_key(key: str) -> bool:
    """True if a reviewer may give that key to a behaviour: one of the rubric's kind, a sign, or digits held down."""
    if is_behaviour_key(key):
        return True
    last = key.rpartition("+")[2]
    if any(key == f"{prefix}{last}" for prefix in LEVEL_PREFIXES):
        return len(last) == 1 and last in string.digits
    return len(key) == 1 and key.isprintable() and key not in RESERVED_KEYS and not key.isspace()


def free_own_keys(rubric: Rubric, choices: CodingChoices, taken: Mapping[str, str]) -> tuple[str, ...]:
    """Keys that nothing has, the plain ones first."""
    used = key_map(rubric.behaviours, choices, taken).by_key.keys() | taken.keys()
    shifted = [f"Shift+{letter}" for letter in string.ascii_uppercase]
    held = [f"{prefix}{digit}" for prefix in LEVEL_PREFIXES for digit in string.digits]
    functions = [f"F{number}" for number in range(1, 13)]
    every = [*string.ascii_lowercase, *string.digits, *";'[]\\/`", *shifted, *functions, *held]
    return tuple(key for key in every if key not in used)


def with_key(
    choices: CodingChoices, rubric: Rubric, target: Target, key: str | None, taken: Mapping[str, str] = RESERVED_KEYS
) -> CodingChoices:
    """Choices in which a behaviour or level has another key: None for the usual one, empty for none.

    Raises:
        InputError: The key belongs to something else, or is no key that a behaviour can have; the sentence says what
            is free.
    """
    wanted = canonical_key(key) if key else key
    after = choices.having(target, replace(choices.of(target), key=wanted))
    if wanted is None:
        wanted = rubric.behaviour(target.behaviour_id).key if target.level is None else None
    if not wanted:
        return after
    owner = _owner(wanted, target, rubric, choices, taken)
    if owner is None and is_own_key(wanted):
        return after
    shown = wanted.upper() if len(wanted) == 1 else wanted
    reason = f"{shown} {owner}." if owner else f"{shown} cannot tag a behaviour."
    free = "  ".join(free_own_keys(rubric, choices, taken)[:_OFFERED])
    raise InputError("keys.taken", f"{reason} Free keys: {free}.", field="key", key=wanted)


def _owner(key: str, target: Target, rubric: Rubric, choices: CodingChoices, taken: Mapping[str, str]) -> str | None:
    if key in taken:
        return taken[key]
    # Whatever profile is shown later, no two things of the rubric may meet on a key.
    other = key_map(rubric.behaviours, choices, taken).by_key.get(key)
    return None if other in (None, target) else f"belongs to “{target_name(other, rubric)}”"


def _level_keys(behaviour: Behaviour, choices: CodingChoices, used: set[str]) -> dict[Target, str]:
    """The digits of its levels behind the first prefix under which all of them are free."""
    wanted = [Target(behaviour.id, level.value) for level in behaviour.levels if 0 <= level.value <= 9]
    wanted = [target for target in wanted if choices.of(target).key is None]
    for prefix in LEVEL_PREFIXES:
        found = {target: f"{prefix}{target.level}" for target in wanted}
        if used.isdisjoint(found.values()):
            return found
    return {}
