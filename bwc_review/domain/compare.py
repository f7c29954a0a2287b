"""Two or more recordings on one exact axis, each pinned by an anchor."""

from dataclasses import dataclass, replace
from fractions import Fraction

from bwc_review.domain.errors import InputError
from bwc_review.domain.time import Moment, TimeRange, rounded_quotient


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
        return self.anchor.shifted(rounded_quotient(shared.us * self.rate.numerator, self.rate.denominator))

    def shared(self, local: Moment) -> Moment:
        """The moment of the shared axis at which the recording shows `local`."""
        return Moment(rounded_quotient((local - self.anchor) * self.rate.denominator, self.rate.numerator))

    def shared_from(self, local: Moment) -> Moment:
        """The earliest moment of the shared axis at which the recording has come to `local`."""
        found = self.shared(local)
        while self.local(found) < local:
            found = found.shifted(1)
        while self.local(found.shifted(-1)) >= local:
            found = found.shifted(-1)
        return found

    def moved(self, by_us: int) -> "Side":
        """The same side, further on by `by_us` of its own time at every moment of the shared axis."""
        return replace(self, anchor=self.anchor.shifted(by_us))

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

    def nudged(self, side: int, by_us: int) -> "SharedTimeline":
        """The same with one side further on by `by_us` of its own time against the others (back if negative)."""
        sides = list(self.sides)
        sides[side] = sides[side].moved(by_us)
        return SharedTimeline(tuple(sides))


@dataclass(frozen=True, slots=True)
class Hearing:
    """What is heard of several sides.

    Attributes:
        levels: For each side how loud it is in the left and in the right ear, from 0 to 1.
    """

    levels: tuple[tuple[float, float], ...]

    @classmethod
    def solo(cls, count: int, side: int) -> "Hearing":
        """One of `count` sides, in both ears as it was recorded."""
        return cls(tuple((1.0, 1.0) if place == side else (0.0, 0.0) for place in range(count)))

    @classmethod
    def ears(cls, count: int) -> "Hearing":
        """The first side in the left ear, the last in the right; what lies between is spread."""
        shares = [place / max(1, count - 1) for place in range(count)]
        return cls(tuple((1.0 - share, share) for share in shares))

    @classmethod
    def mix(cls, count: int) -> "Hearing":
        """All sides together, softened so that they do not overdrive."""
        level = count**-0.5
        return cls(((level, level),) * count)

    @classmethod
    def nothing(cls, count: int) -> "Hearing":
        """Silence."""
        return cls(((0.0, 0.0),) * count)

    def padded(self, count: int) -> "Hearing":
        """The same for `count` sides: further ones are silent, those that are gone are left out."""
        return Hearing((*self.levels, *((0.0, 0.0),) * count)[:count])

    def words(self, side: int) -> str:
        """Where a side is heard: “left ear”, “right ear”, “both ears”; empty if it is not."""
        left, right = self.levels[side]
        if not (left or right):
            return ""
        if left and right:
            return "both ears"
        return "left ear" if left else "right ear"

    def is_split(self, side: int) -> bool:
        """True if a side is not as loud in both ears: then its channels are joined first."""
        left, right = self.levels[side]
        return left != right
