"""The speeds of playing, in per cent of the recorded one; negative is backwards."""

from typing import Final

SPEEDS_PERCENT: Final = (10, 25, 50, 75, 100, 125, 150, 200, 300, 400)
FASTEST_BACK_PERCENT: Final = -200


def bounded(percent: int) -> int:
    """The nearest speed that there is: from 10 to 400, or from -10 to -200."""
    least, most = SPEEDS_PERCENT[0], SPEEDS_PERCENT[-1]
    if percent < 0:
        return max(FASTEST_BACK_PERCENT, min(percent, -least))
    return max(least, min(percent, most))


def changed(percent: int, steps: int) -> int:
    """So many places up the list of speeds, or down if negative; backwards stays backwards."""
    size = abs(percent)
    place = min(range(len(SPEEDS_PERCENT)), key=lambda item: abs(SPEEDS_PERCENT[item] - size))
    size = SPEEDS_PERCENT[max(0, min(place + steps, len(SPEEDS_PERCENT) - 1))]
    return bounded(-size if percent < 0 else size)
