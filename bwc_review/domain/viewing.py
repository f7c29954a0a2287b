"""How a recording was watched: runs of playing without a stop, and whether one of them was a whole viewing.

Ratings come after one uninterrupted viewing at normal speed: slow motion makes an act look more deliberate than it was
(Caruso, Burns & Converse 2016, PNAS 113(33):9250-9255).
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from bwc_review.domain.ids import RecordingId, ReviewId, RunId
from bwc_review.domain.time import US_PER_S, TimeRange

NORMAL_PERCENT = 100
# A slip of the hand that is put right at once does not break a viewing.
_SHORT_STOP = timedelta(seconds=3)
_SAME_PLACE_US = US_PER_S // 4
_EDGE_US = US_PER_S // 2


class RunEnd(StrEnum):
    """Why a run ended."""

    PAUSE = "pause"
    SEEK = "seek"
    SPEED = "speed"
    END = "end"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class ViewingRun:
    """A stretch of a recording that was played at one speed without a stop.

    Attributes:
        id: Made when playing starts.
        recording_id: What was played.
        review_id: The review that was open meanwhile, or None.
        viewer: Who watched.
        begun_at: When playing started, in UTC.
        span: What was on the screen, from the first frame to the end of the last one.
        speed_percent: Speed of playing.
        ended_by: What ended it; open while it still runs.
    """

    id: RunId
    recording_id: RecordingId
    review_id: ReviewId | None
    viewer: str
    begun_at: datetime
    span: TimeRange
    speed_percent: int
    ended_by: RunEnd

    @property
    def watched_us(self) -> int:
        """Time that passed for the viewer."""
        return self.span.duration_us * NORMAL_PERCENT // self.speed_percent


@dataclass(frozen=True, slots=True)
class Viewing:
    """How far a reviewer is with the one viewing that ratings wait for.

    Attributes:
        wanted: What is to be watched in one go: from first contact, or the start, to the end.
        longest: The longest part of it that was watched so; None if there is none.
    """

    wanted: TimeRange
    longest: TimeRange | None

    @property
    def is_complete(self) -> bool:
        """True once all of it, but for half a second at either edge, was watched in one go."""
        if self.longest is None:
            return False
        is_from_start = self.longest.start.us <= self.wanted.start.us + _EDGE_US
        return is_from_start and self.longest.end.us >= self.wanted.end.us - _EDGE_US


def viewing_of(runs: Iterable[ViewingRun], wanted: TimeRange) -> Viewing:
    """Find the longest part of `wanted` that was watched at normal speed without a stop.

    A pause of at most three seconds after which the same frame goes on does not count as a stop.
    """
    parts = [run.span.intersection(wanted) for run in _joined(runs)]
    longest = max((part for part in parts if part is not None), key=lambda part: part.duration_us, default=None)
    return Viewing(wanted, longest)


def watched_us(runs: Iterable[ViewingRun]) -> int:
    """Time that passed for the viewer over all runs, at any speed: the exposure to the footage."""
    return sum(run.watched_us for run in runs)


def _joined(runs: Iterable[ViewingRun]) -> list[ViewingRun]:
    joined: list[ViewingRun] = []
    for run in sorted(runs, key=lambda run: run.begun_at):
        if run.speed_percent != NORMAL_PERCENT:
            continue
        last = joined[-1] if joined else None
        if last is not None and _goes_on(last, run):
            joined[-1] = replace(last, span=TimeRange(last.span.start, max(last.span.end, run.span.end)))
        else:
            joined.append(run)
    return joined


def _goes_on(last: ViewingRun, run: ViewingRun) -> bool:
    stopped_at = last.begun_at + timedelta(microseconds=last.watched_us)
    is_same = (last.recording_id, last.viewer) == (run.recording_id, run.viewer)
    is_here = abs(run.span.start - last.span.end) <= _SAME_PLACE_US
    return is_same and is_here and run.begun_at - stopped_at <= _SHORT_STOP
