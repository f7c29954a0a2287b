"""Two or more recordings on one exact axis, each pinned by an anchor."""

from dataclasses import dataclass
from fractions import Fraction

from bwc_review.domain.errors import InputError
from bwc_review.domain.time import Moment, TimeRange


@dataclass(frozen=True, slots=True)
class Side:
    """One recording on a shared axis.

    Attributes:
        range: The recording's own extent.
        anchor: The moment of the recording that lies at 0 of the shared axis.
        rate: Speed of the recording against the shared axis; 2 runs twice as fast.
    """

    range: TimeRange
    anchor: Moment
    rate: Fraction = Fraction(1)

    def __post_init__(self) -> None:
        if self.rate <= 0:
            raise InputError("compare.rate", "The speed of a side must be more than zero.")

    def local(self, shared: Moment) -> Moment:
        """The recording's own moment at a moment of the shared axis; it may lie outside the recording."""
        return self.anchor.shifted(round(shared.us * self.rate))

    def shared(self, local: Moment) -> Moment:
        """The moment of the shared axis at which the recording shows `local`."""
        return Moment(round(Fraction(local - self.anchor) / self.rate))

    @property
    def extent(self) -> TimeRange:
        """What the recording covers of the shared axis."""
        return TimeRange(self.shared(self.range.start), self.shared(self.range.end))

    def distance_us(self, shared: Moment) -> int:
        """0 while the recording has a picture; else microseconds to its start (negative) or since its end."""
        if shared < self.extent.start:
            return shared - self.extent.start
        return max(0, shared - self.extent.end)


@dataclass(frozen=True, slots=True)
class SharedTimeline:
    """Sides aligned so that their anchors coincide at 0."""

    sides: tuple[Side, ...]

    def __post_init__(self) -> None:
        if len(self.sides) < 2:
            raise InputError("compare.sides", "A comparison needs at least two clips.")

    @property
    def extent(self) -> TimeRange:
        """From the first start to the last end of any side."""
        return TimeRange(min(side.extent.start for side in self.sides), max(side.extent.end for side in self.sides))

    @property
    def common(self) -> TimeRange | None:
        """What all sides cover, or None."""
        start = max(side.extent.start for side in self.sides)
        end = min(side.extent.end for side in self.sides)
        return TimeRange(start, end) if start < end else None

    def local(self, shared: Moment) -> tuple[Moment, ...]:
        """Each side's own moment at a moment of the shared axis."""
        return tuple(side.local(shared) for side in self.sides)
