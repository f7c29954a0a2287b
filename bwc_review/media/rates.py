"""The rate of frames: constant or not, how even the gaps are, and the exact number behind rounded time stamps."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from bwc_review.domain.time import US_PER_S, snapped_rate

Times = NDArray[np.int64]
_EVEN = 0.02  # a gap within this share of the middle one is the same gap
_COARSE_TICKS = 4  # with fewer ticks a frame a gap that is one tick longer is a different gap
_MOST_DENOMINATOR = 100_000
_NTSC = 1001
_STANDARD = (
    *(Fraction(base * 1000, _NTSC) for base in (15, 24, 30, 48, 60, 120)),
    *(Fraction(whole) for whole in (1, 5, 6, 8, 10, 12, 15, 20, 24, 25, 30, 48, 50, 60, 90, 100, 120, 240)),
    Fraction(25, 2),
)


@dataclass(frozen=True, slots=True)
class Gaps:
    """Distances between the starts of neighbouring frames, in microseconds.

    Attributes:
        count: How many there are: one less than frames.
        median_us: The middle one.
        shortest_us: The shortest.
        longest_us: The longest.
        off_count: How many differ from the middle one by more than rounding.
        missing_frames: Frames that fit into the gaps, if all odd gaps are whole multiples of the middle one; else 0.
    """

    count: int
    median_us: int
    shortest_us: int
    longest_us: int
    off_count: int
    missing_frames: int

    @property
    def is_even(self) -> bool:
        """True if all gaps are the same but for rounding: a constant rate."""
        return self.off_count == 0


def gaps_of(starts_us: Times, time_base: Fraction) -> Gaps:
    """Measure the gaps between frame starts whose time stamps were rounded to `time_base` (seconds)."""
    gaps = np.diff(starts_us)
    if not len(gaps):
        return Gaps(0, 0, 0, 0, 0, 0)
    median = float(np.median(gaps))
    tick_us = float(time_base * US_PER_S)
    rounding = tick_us if median >= _COARSE_TICKS * tick_us else tick_us / 2
    allowed = max(rounding + 1, _EVEN * median)
    odd = gaps[np.abs(gaps - median) > allowed]
    multiples = np.rint(odd / median)
    are_whole = bool(np.all((multiples >= 2) & (np.abs(odd - multiples * median) <= allowed * multiples)))
    return Gaps(
        count=len(gaps),
        median_us=round(median),
        shortest_us=int(gaps.min()),
        longest_us=int(gaps.max()),
        off_count=len(odd),
        missing_frames=int((multiples - 1).sum()) if are_whole else 0,
    )


def constant_rate(starts_us: Times, time_base: Fraction, declared: Iterable[Fraction]) -> Fraction:
    """Frames a second of evenly spaced starts.

    The container's own rates are tried first, then the usual ones: one that is never more than a tick off is the
    rate that was meant. If none is, the rate is what was measured.

    Args:
        starts_us: At least two frame starts from 0 on.
        time_base: Unit of the time stamps behind them, in seconds.
        declared: Rates that the container states.
    """
    measured = Fraction((len(starts_us) - 1) * US_PER_S, int(starts_us[-1]))
    allowed = float(time_base * US_PER_S) + 1
    for rate in (snapped_rate(rate) for rate in declared if rate > 0):
        if _largest_error(starts_us, rate) <= allowed:
            return rate
    best = min(_STANDARD, key=lambda rate: _largest_error(starts_us, rate))
    if _largest_error(starts_us, best) <= allowed:
        return best
    return snapped_rate(measured.limit_denominator(_MOST_DENOMINATOR))


def _largest_error(starts_us: Times, rate: Fraction) -> float:
    """How far a start lies from where the rate puts it, in microseconds."""
    due = np.arange(len(starts_us)) * (US_PER_S / float(rate))
    return float(np.abs(starts_us - due).max())
