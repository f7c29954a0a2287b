"""Moments, ranges, rates and their texts.

The truth about time is the presentation time of the frame that was shown: an integer of microseconds from the
first video frame. Frame numbers, seconds and timecodes are views of it.
"""

import re
from dataclasses import dataclass
from fractions import Fraction

from bwc_review.domain.errors import InputError

US_PER_S = 1_000_000
US_PER_MS = 1_000
_NTSC_BASES = (24, 30, 48, 60, 120)
_CLOCK = re.compile(r"(?:(?:(\d+):)?(\d{1,3}):)?(\d+)(?:[.,](\d{1,6}))?")


@dataclass(frozen=True, order=True, slots=True)
class Moment:
    """A point on a recording's axis.

    Attributes:
        us: Microseconds from the first video frame; negative only for differences of anchors.
    """

    us: int

    def shifted(self, by_us: int) -> "Moment":
        """The moment `by_us` microseconds later (earlier if negative)."""
        return Moment(self.us + by_us)

    def __sub__(self, other: "Moment") -> int:
        """Microseconds from `other` to this moment."""
        return self.us - other.us

    @property
    def s(self) -> float:
        """Seconds, for display and for programs that want them; never a truth to compute with."""
        return self.us / US_PER_S


START = Moment(0)


@dataclass(frozen=True, order=True, slots=True)
class TimeRange:
    """A half-open span: `start` belongs to it, `end` does not."""

    start: Moment
    end: Moment

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise InputError("time.reversed", "The end lies before the start.", start=self.start.us, end=self.end.us)

    @property
    def duration_us(self) -> int:
        """Length in microseconds, 0 or more."""
        return self.end - self.start

    def __contains__(self, moment: Moment) -> bool:
        return self.start <= moment < self.end

    def overlaps(self, other: "TimeRange") -> bool:
        """True if the two share more than an edge."""
        return self.start < other.end and other.start < self.end

    def intersection(self, other: "TimeRange") -> "TimeRange | None":
        """What both cover, or None if they share at most an edge."""
        if not self.overlaps(other):
            return None
        return TimeRange(max(self.start, other.start), min(self.end, other.end))

    def shifted(self, by_us: int) -> "TimeRange":
        """The same length, `by_us` microseconds later."""
        return TimeRange(self.start.shifted(by_us), self.end.shifted(by_us))


def union(ranges: list[TimeRange]) -> list[TimeRange]:
    """The ranges merged where they touch or overlap, sorted by start; empty ranges are dropped."""
    merged: list[TimeRange] = []
    for item in sorted(span for span in ranges if span.duration_us > 0):
        if merged and item.start <= merged[-1].end:
            merged[-1] = TimeRange(merged[-1].start, max(merged[-1].end, item.end))
        else:
            merged.append(item)
    return merged


def covered_us(ranges: list[TimeRange]) -> int:
    """Microseconds covered by at least one of the ranges; no instant is counted twice."""
    return sum(span.duration_us for span in union(ranges))


def subtract(ranges: list[TimeRange], holes: list[TimeRange]) -> list[TimeRange]:
    """What `ranges` cover and `holes` do not, merged and sorted."""
    left = union(ranges)
    for hole in union(holes):
        pieces: list[TimeRange] = []
        for span in left:
            if not span.overlaps(hole):
                pieces.append(span)
                continue
            if span.start < hole.start:
                pieces.append(TimeRange(span.start, hole.start))
            if hole.end < span.end:
                pieces.append(TimeRange(hole.end, span.end))
        left = pieces
    return left


def us_from_pts(pts: int, time_base: Fraction) -> int:
    """Microseconds of a presentation time stamp, rounded half to even."""
    return rounded_quotient(pts * time_base.numerator * US_PER_S, time_base.denominator)


def rounded_quotient(dividend: int, divisor: int) -> int:
    """``round(Fraction(dividend, divisor))``, half to even, without making fractions: it is asked for every frame.

    Args:
        dividend: Any.
        divisor: Positive.
    """
    whole, rest = divmod(dividend, divisor)
    is_up = 2 * rest > divisor or (2 * rest == divisor and whole % 2 == 1)
    return whole + is_up


def snapped_rate(rate: Fraction) -> Fraction:
    """The nearest exact broadcast rate (such as 30000/1001) within 0.01 %, else the rate itself.

    Raises:
        InputError: The rate is not positive.
    """
    if rate <= 0:
        raise InputError("time.rate", "A frame rate must be more than zero.", rate=str(rate))
    candidates = [Fraction(base * 1000, 1001) for base in _NTSC_BASES] + [Fraction(round(rate))]
    for candidate in candidates:
        if candidate > 0 and abs(rate - candidate) / candidate < Fraction(1, 10_000):
            return candidate
    return rate


def review_text(moment: Moment) -> str:
    """``mm:ss.mmm``, as reviews show it; minutes run past 59, negative times carry a sign."""
    sign, ms = _rounded_ms(moment)
    minutes, ms = divmod(ms, 60_000)
    seconds, ms = divmod(ms, 1000)
    return f"{sign}{minutes:02d}:{seconds:02d}.{ms:03d}"


def report_text(moment: Moment) -> str:
    """``hh:mm:ss.mmm``, as reports and exports show it."""
    sign, ms = _rounded_ms(moment)
    hours, ms = divmod(ms, 3_600_000)
    minutes, ms = divmod(ms, 60_000)
    seconds, ms = divmod(ms, 1000)
    return f"{sign}{hours:02d}:{minutes:02d}:{seconds:02d}.{ms:03d}"


def length_text(duration_us: int) -> str:
    """``h:mm:ss`` (``m:ss`` under an hour), as lists show lengths; rounded to the second."""
    seconds = (duration_us + US_PER_S // 2) // US_PER_S
    hours, seconds = divmod(seconds, 3600)
    minutes, seconds = divmod(seconds, 60)
    return f"{hours}:{minutes:02d}:{seconds:02d}" if hours else f"{minutes}:{seconds:02d}"


def parse_moment(text: str) -> Moment:
    """Read ``h:mm:ss.ffffff``, ``mm:ss.fff`` or plain seconds ``12.5`` exactly.

    Raises:
        InputError: The text is none of these forms, or minutes or seconds run past 59 below a larger unit.
    """
    match = _CLOCK.fullmatch(text.strip())
    if match is None:
        raise InputError("time.text", f"“{text}” is not a time. Write it as 1:02:03.450, 02:03.450 or 12.5.", text=text)
    hours, minutes, seconds = (int(part) if part else 0 for part in match.groups()[:3])
    if (match[2] and seconds > 59) or (match[1] and minutes > 59):
        raise InputError("time.text", f"“{text}” is not a time: minutes and seconds end at 59.", text=text)
    fraction_us = int((match[4] or "").ljust(6, "0"))
    return Moment(((hours * 60 + minutes) * 60 + seconds) * US_PER_S + fraction_us)


def _rounded_ms(moment: Moment) -> tuple[str, int]:
    ms = (abs(moment.us) + US_PER_MS // 2) // US_PER_MS
    return ("-" if moment.us < 0 and ms else ""), ms
