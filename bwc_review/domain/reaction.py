"""How long a reviewer takes to press a key, measured in an exercise, and what that means for a tag."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median, quantiles

from bwc_review.domain.errors import InputError

SOONEST_US = 100_000
"""Whoever presses sooner than this has guessed: nobody sees and presses in less."""
LATEST_US = 1_500_000
LEAST_COUNT = 8


@dataclass(frozen=True, slots=True)
class Reaction:
    """A reviewer's reaction time.

    Attributes:
        median_us: Half of the presses came sooner.
        spread_us: The middle half of them lies within so much (the interquartile range).
        count: Presses that were counted.
        measured_on: Day of the exercise.
    """

    median_us: int
    spread_us: int
    count: int
    measured_on: date

    def compensation_us(self, speed_percent: int) -> int:
        """How much of the recording passes in this time at a playback speed; nothing while it is paused."""
        return self.median_us * speed_percent // 100


def latencies(shown_us: Sequence[int], pressed_us: Sequence[int]) -> list[int]:
    """For each event the time to the first press that can be an answer to it; events without one are left out.

    Args:
        shown_us: When something was shown, rising.
        pressed_us: When a key was pressed, rising, on the same clock.
    """
    found: list[int] = []
    for number, shown in enumerate(shown_us):
        until = min([shown + LATEST_US, *shown_us[number + 1 : number + 2]])
        answer = next((pressed for pressed in pressed_us if shown < pressed <= until), None)
        if answer is not None and answer - shown >= SOONEST_US:
            found.append(answer - shown)
    return found


def reaction_of(shown_us: Sequence[int], pressed_us: Sequence[int], measured_on: date) -> Reaction:
    """The reaction time that an exercise shows.

    Raises:
        InputError: Too few events were answered in time.
    """
    found = latencies(shown_us, pressed_us)
    if len(found) < LEAST_COUNT:
        message = f"Only {len(found)} of {len(shown_us)} presses can be used; {LEAST_COUNT} are needed. Try once more."
        raise InputError("reaction.too_few", message, found=len(found), needed=LEAST_COUNT)
    low, _, high = quantiles(found, n=4, method="inclusive")
    return Reaction(round(median(found)), round(high - low), len(found), measured_on)
