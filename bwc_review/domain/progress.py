"""How far a job is and how it is stopped, without knowing who watches: a terminal, a ring in a window, a test."""

import threading
from collections.abc import Callable
from dataclasses import dataclass

from bwc_review.domain.errors import Cancelled


@dataclass(frozen=True, slots=True)
class Progress:
    """A step of a job.

    Attributes:
        done: Units finished so far.
        total: Units in all; 0 while it is not known.
        text: What is being done now, in sentence case.
    """

    done: int
    total: int
    text: str = ""

    @property
    def fraction(self) -> float | None:
        """Share done from 0 to 1, or None while the total is not known."""
        return min(1.0, self.done / self.total) if self.total > 0 else None


Report = Callable[[Progress], None]


def silent(_: Progress) -> None:
    """Report to nobody."""


class CancelToken:
    """Set once from any thread; the job looks at it at each step."""

    def __init__(self) -> None:
        self._event = threading.Event()

    def cancel(self) -> None:
        """Ask the job to stop."""
        self._event.set()

    @property
    def is_cancelled(self) -> bool:
        """True once somebody asked the job to stop."""
        return self._event.is_set()

    def raise_if_cancelled(self) -> None:
        """Raise `Cancelled` once somebody asked the job to stop."""
        if self._event.is_set():
            raise Cancelled


def part_of(report: Report, start: int, size: int, total: int) -> Report:
    """Report a sub-job's progress as the part ``[start, start + size)`` of a larger job of `total` units."""

    def forward(progress: Progress) -> None:
        fraction = progress.fraction
        done = start + (round(size * fraction) if fraction is not None else 0)
        report(Progress(done, total, progress.text))

    return forward
