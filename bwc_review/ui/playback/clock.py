"""What time it is on the recording's axis while it plays."""

from collections.abc import Callable
from time import monotonic_ns
from typing import Protocol

from bwc_review.domain.time import US_PER_MS, Moment


class Clock(Protocol):
    """Runs from a moment on at a speed, backwards if that is negative.

    The sound device's clock is one; without sound the machine's is.
    """

    def start(self, at: Moment, speed_percent: int) -> None:
        """Run from `at`; 100 is the speed at which it was recorded."""
        ...

    def turn(self, speed_percent: int) -> None:
        """Go on at another speed from where it is."""
        ...

    def stop(self) -> None:
        """Stand still."""
        ...

    def now(self) -> Moment:
        """Where it is; where it stopped if it does not run."""
        ...


class MonotonicClock:
    """A clock without sound."""

    def __init__(self, read_ns: Callable[[], int] = monotonic_ns) -> None:
        """Make a clock that stands at 0.

        Args:
            read_ns: Nanoseconds from any fixed point; tests turn them by hand.
        """
        self._read_ns = read_ns
        self._from = Moment(0)
        self._began_ns = 0
        self._speed_percent = 0

    def start(self, at: Moment, speed_percent: int) -> None:
        """Run from `at`."""
        self._from, self._began_ns, self._speed_percent = at, self._read_ns(), speed_percent

    def turn(self, speed_percent: int) -> None:
        """Go on at another speed from where it is."""
        self.start(self.now(), speed_percent)

    def stop(self) -> None:
        """Stand still."""
        self._from, self._speed_percent = self.now(), 0

    def now(self) -> Moment:
        """Where it is."""
        passed_us = (self._read_ns() - self._began_ns) * self._speed_percent // (US_PER_MS * 100)
        return self._from.shifted(passed_us)
