"""From a reactive, control-focused approach to a proactive, communicative one: a descriptive index, and latencies.

The index sets counts of communicating behaviours against counts of controlling ones. It describes one encounter; it is
not validated, and it is no score of an officer.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from bwc_review.analysis.events import Event
from bwc_review.analysis.exposure import Exposure
from bwc_review.analysis.figures import Figure, quotient
from bwc_review.domain.rubric import Rubric, Valence
from bwc_review.domain.time import Moment

HANDS_ON = "an.first_hands_on"
CONTROL_CODES = frozenset(
    {
        "tc.shout",
        "tc.rapid_repeat",
        "tc.conflicting",
        "tc.threat",
        "tc.disrespect",
        "tc.interrupt",
        "tc.argue",
        "os.rush",
        "os.crowd",
        HANDS_ON,
    }
)
COMMUNICATION_DIMENSIONS = frozenset({"CR", "TC"})


class Move(StrEnum):
    """What an officer's act counts as in the index."""

    COMMUNICATION = "communication"
    CONTROL = "control"


@dataclass(frozen=True, slots=True)
class Shift:
    """The index of one review. Descriptive.

    Attributes:
        control_n: Controlling events; states count by their onset.
        communication_n: De-escalating events of crisis recognition and tactical communication.
        communication_share: `communication_n` over both, from 0 to 1.
        first_move: Which of the two came first after first contact.
    """

    control_n: int
    communication_n: int
    communication_share: Figure[float]
    first_move: Figure[Move]


@dataclass(frozen=True, slots=True)
class Latency:
    """Time from first contact to the first of some events.

    Attributes:
        us: Microseconds, or None if it did not happen or cannot be told.
        censored_at_us: If it did not happen, how long it was watched for; else None.
        reason: Why there is no time; empty if there is one.
    """

    us: int | None
    censored_at_us: int | None = None
    reason: str = ""


def move_of(event: Event) -> Move | None:
    """What an event counts as, or None if it is in neither set.

    An escalating behaviour that a choice of its tag makes neutral counts as neither.
    """
    is_neutral = event.valence is Valence.NEUTRAL
    if event.behaviour.id in CONTROL_CODES and (not is_neutral or event.behaviour.valence is Valence.NEUTRAL):
        return Move.CONTROL
    if event.behaviour.dimension in COMMUNICATION_DIMENSIONS and event.valence is Valence.DEESCALATING:
        return Move.COMMUNICATION
    return None


def shift_of(rubric: Rubric, counted: Iterable[Event], exposure: Exposure) -> Figure[Shift]:
    """The index over events that count; undefined for a rubric without its codes."""
    if not CONTROL_CODES & rubric.by_id.keys() or not COMMUNICATION_DIMENSIONS & {one.id for one in rubric.dimensions}:
        return Figure[Shift](None, f"The rubric {rubric.id} does not have the codes of this index.")
    moves = [(event.start, move) for event in counted if event.is_by_officer and (move := move_of(event)) is not None]
    control = sum(move is Move.CONTROL for _, move in moves)
    communication = len(moves) - control
    share = quotient(communication, len(moves), "Neither a communicating nor a controlling act was tagged.")
    return Figure(Shift(control, communication, share, _first_move(moves, exposure)))


def _first_move(moves: list[tuple[Moment, Move]], exposure: Exposure) -> Figure[Move]:
    if not exposure.is_start_tagged:
        return Figure[Move](None, "First contact was not tagged.")
    if not moves:
        return Figure[Move](None, "Neither a communicating nor a controlling act was tagged.")
    first = min(start for start, _ in moves)
    kinds = {move for start, move in moves if start == first}
    if len(kinds) > 1:
        return Figure[Move](None, "A communicating and a controlling act came at the same moment.")
    return Figure(kinds.pop())


def latency_to(events: Iterable[Event], exposure: Exposure, what: str) -> Latency:
    """Time from first contact to the first of `events` in the exposure; `what` names them in the reason.

    What did not happen by the end of the exposure is right-censored there.
    """
    if not exposure.is_start_tagged:
        return Latency(None, reason="First contact was not tagged.")
    known = [event.start for event in events]
    starts = [start for start in known if start in exposure.range]
    if any(start < exposure.range.start for start in known):
        return Latency(None, reason=f"The first {what} came before first contact.")
    if not starts:
        return Latency(None, exposure.range.duration_us, f"There was no {what} by the end of the encounter.")
    return Latency(min(starts) - exposure.range.start)
