"""The frame table of a clip, made from packet times and from what decoding showed."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from bwc_review.domain.clip import FrameTable
from bwc_review.domain.errors import InputError
from bwc_review.domain.time import US_PER_S
from bwc_review.media.decode_check import DecodeCheck, are_fields_apart
from bwc_review.media.packets import NO_TIME, Packets
from bwc_review.media.rates import Gaps, Times, constant_rate, gaps_of

_MOST_DENOMINATOR = 100_000
_LONE_FRAME_US = 40_000  # a clip of one frame without a length: as at 25 a second
_JUMP_BACK_S = 1
_LONGEST_GAP_S = 3600
_LONGEST_LAST_FRAME_S = 10
_SAME_FRAME = 0.75  # of a frame's length: a packet that follows earlier is the second field of the same picture


@dataclass(frozen=True, slots=True)
class BuiltTable:
    """A frame table and what had to be put right for it.

    Attributes:
        table: Starts of all frames that are shown.
        rate: Frames a second: exact if the gaps are even, else the average.
        gaps: How even they are.
        first_pts: Time stamp of the first of them, in the stream's time base.
        hidden_count: Packets cut off by an edit list.
        untimed_count: Packets without a presentation time; their decoding time stands in.
        duplicate_count: Packets with the time of another one.
        misplaced_count: Packets behind a jump of the file's clock.
        lost_count: Packets that gave no picture.
    """

    table: FrameTable
    rate: Fraction
    gaps: Gaps
    first_pts: int
    hidden_count: int
    untimed_count: int
    duplicate_count: int
    misplaced_count: int
    lost_count: int


def build_table(
    packets: Packets, check: DecodeCheck, time_base: Fraction, declared: Iterable[Fraction] = ()
) -> BuiltTable:
    """Make the table: hidden packets out, missing times filled, doubles and jumps out, undecodable ones out, sorted.

    Args:
        packets: What the container says.
        check: What decoding showed.
        time_base: Unit of the time stamps, in seconds.
        declared: Rates that the container states.

    Raises:
        InputError: ``media.no_frames``: nothing is left.
    """
    shown = ~packets.is_hidden
    pts, untimed = _filled(packets.pts[shown], packets.dts[shown], check)
    duration, is_key = packets.duration[shown], packets.is_key[shown]
    kept = _without_jumps(pts, packets.dts[shown], time_base)
    unique, places = np.unique(pts[kept], return_index=True)
    duration, is_key = duration[kept][places], is_key[kept][places]
    near = _longest_piece(unique, time_base)
    times, duration, is_key = unique[near], duration[near], is_key[near]
    decoded = _decoded(times, check)
    is_split = are_fields_apart(check, times)
    whole = np.flatnonzero(decoded & ~_second_fields(times, check) if is_split else decoded)
    if not len(whole):
        raise InputError("media.no_frames", "The file has a header but no picture in it can be shown.")
    usable_duration = duration[whole] * (not is_split)  # a packet's length is a field's, half a frame
    table, rate, gaps = _timed(times[whole], usable_duration, is_key[whole], time_base, declared)
    return BuiltTable(
        table=table,
        rate=rate,
        gaps=gaps,
        first_pts=int(times[whole][0]),
        hidden_count=int((~shown).sum()),
        untimed_count=untimed,
        duplicate_count=len(kept) - len(unique),
        misplaced_count=len(pts) - len(kept) + len(unique) - len(times),
        lost_count=0 if is_split else _lost(decoded),
    )


def us_of(pts: Times, first_pts: int, time_base: Fraction) -> Times:
    """Microseconds from the first frame, rounded half to even like `domain.time.us_from_pts`."""
    scale = time_base * US_PER_S
    offsets = pts - first_pts
    if int(offsets.max(initial=0)) * scale.numerator >= 1 << 62:  # too large for 64 bits: count in Python's numbers
        offsets = offsets.astype(object)
    product = offsets * scale.numerator
    whole, rest = product // scale.denominator, product % scale.denominator
    up = (2 * rest > scale.denominator) | ((2 * rest == scale.denominator) & (whole % 2 == 1))
    return (whole + up).astype(np.int64)


def _filled(pts: Times, dts: Times, check: DecodeCheck) -> tuple[Times, int]:
    """Put decoding times, moved to where the decoder began, in the place of missing presentation times."""
    missing = pts == NO_TIME
    if not missing.any():
        return pts, 0
    known = dts[dts != NO_TIME]
    delay = check.times[0] - int(known[0]) if missing.all() and len(known) and check.times else 0
    filled = np.where(missing, np.where(dts == NO_TIME, NO_TIME, dts + delay), pts)
    return filled, int(missing.sum())


def _without_jumps(pts: Times, dts: Times, time_base: Fraction) -> Times:
    """Places of the packets that have a time and do not lie behind a jump back of the file's clock."""
    timed = np.flatnonzero(pts != NO_TIME)
    clock = np.where(dts[timed] != NO_TIME, dts[timed], pts[timed])
    if len(clock) < 2:
        return timed
    behind = np.maximum.accumulate(clock) - clock
    return timed[behind <= round(_JUMP_BACK_S / time_base)]


def _longest_piece(times: Times, time_base: Fraction) -> slice:
    """Where the most frames lie without an hour between two of them."""
    breaks = np.flatnonzero(np.diff(times) > round(_LONGEST_GAP_S / time_base)) + 1
    edges = [0, *breaks.tolist(), len(times)]
    start, end = max(pairwise(edges), key=lambda edge: edge[1] - edge[0])
    return slice(start, end)


def _decoded(times: Times, check: DecodeCheck) -> NDArray[np.bool_]:
    """False for packets that the decoder should have shown by now and did not."""
    came = np.isin(times, np.array(check.times, np.int64))
    if 2 * np.count_nonzero(came) < len(check.times):  # the decoder counts time in a way of its own
        return np.ones(len(times), np.bool_)
    if check.is_full:
        return came
    if not check.is_in_order:
        return np.ones(len(times), np.bool_)
    return came | (times > check.times[-1])


def _second_fields(times: Times, check: DecodeCheck) -> NDArray[np.bool_]:
    """True for packets that hold the second field of the picture before."""
    second = np.zeros(len(times), np.bool_)
    if check.is_full:
        return second
    least = _SAME_FRAME * float(np.median(np.diff(check.times)))
    last = times[0]
    for place in range(1, len(times)):
        second[place] = times[place] - last < least
        if not second[place]:
            last = times[place]
    return second


def _lost(decoded: NDArray[np.bool_]) -> int:
    """Packets that gave no picture; those before the first key frame are not counted."""
    first = int(np.argmax(decoded))
    return int((~decoded[first:]).sum())


def _timed(
    times: Times, duration: Times, is_key: NDArray[np.bool_], time_base: Fraction, declared: Iterable[Fraction]
) -> tuple[FrameTable, Fraction, Gaps]:
    starts = us_of(times, int(times[0]), time_base)
    rising = np.concatenate([[True], np.diff(starts) > 0])  # two ticks may fall on one microsecond
    starts, duration, is_key = starts[rising], duration[rising], is_key[rising]
    gaps = gaps_of(starts, time_base)
    last, length = int(starts[-1]), _last_length(int(duration[-1]), gaps, time_base)
    if gaps.count and gaps.is_even:
        rate = constant_rate(starts, time_base, declared)
        end = max(round(len(starts) / rate * US_PER_S), last + 1)
    else:
        end = last + length
        rate = Fraction(len(starts) * US_PER_S, end).limit_denominator(_MOST_DENOMINATOR)
    return FrameTable.of(starts.tolist(), np.flatnonzero(is_key).tolist(), end), rate, gaps


def _last_length(duration: int, gaps: Gaps, time_base: Fraction) -> int:
    """Microseconds that the last frame stands: what the file says, unless that is nonsense; else a usual gap."""
    length = round(duration * time_base * US_PER_S)
    if 0 < length <= max(_LONGEST_LAST_FRAME_S * US_PER_S, 2 * gaps.median_us):
        return length
    return gaps.median_us or _LONE_FRAME_US
