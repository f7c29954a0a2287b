"""Reaction time: which presses count, what comes out, what it means at other speeds."""

from datetime import date

import pytest

from bwc_review.domain.errors import InputError
from bwc_review.domain.reaction import Reaction, latencies, reaction_of

DAY = date(2025, 3, 14)


def shown(count: int) -> list[int]:
    return [number * 2_000_000 for number in range(count)]


def test_each_event_is_answered_by_the_first_press_after_it() -> None:
    assert latencies([0, 2_000_000], [250_000, 300_000, 2_310_000]) == [250_000, 310_000]


def test_guesses_late_presses_and_missing_ones_do_not_count() -> None:
    assert latencies([0, 2_000_000, 4_000_000, 6_000_000], [99_999, 3_600_000, 6_250_000]) == [250_000]


def test_a_press_belongs_to_the_event_before_it() -> None:
    assert latencies([0, 1_000_000], [1_250_000]) == [250_000]


def test_median_and_middle_half_are_those_of_the_presses() -> None:
    taken = [200_000, 210_000, 220_000, 230_000, 240_000, 250_000, 260_000, 270_000, 900_000]
    pressed = [event + one for event, one in zip(shown(9), taken, strict=True)]
    assert reaction_of(shown(9), pressed, DAY) == Reaction(240_000, 40_000, 9, DAY)


def test_too_few_answers_are_refused_with_how_many_are_needed() -> None:
    with pytest.raises(InputError) as caught:
        reaction_of(shown(12), [event + 250_000 for event in shown(7)], DAY)
    assert caught.value.message == "Only 7 of 12 presses can be used; 8 are needed. Try once more."


@pytest.mark.parametrize(("speed", "expected"), [(100, 240_000), (50, 120_000), (200, 480_000), (0, 0)])
def test_faster_playback_passes_more_of_the_clip_in_the_same_time(speed: int, expected: int) -> None:
    assert Reaction(240_000, 40_000, 9, DAY).compensation_us(speed) == expected
