"""A reviewer's own way with a rubric: keys, states that last while a key is held, and spans around tags."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from bwc_review.domain.rubric import Behaviour
from bwc_review.domain.tag import Tag
from bwc_review.domain.time import US_PER_S, Moment, TimeRange

SPAN_US = 2 * US_PER_S
"""How far a loop or a reel reaches around a point, on each side, unless the reviewer says otherwise."""


@dataclass(frozen=True, order=True, slots=True)
class Target:
    """What a key tags: a behaviour, or one level of it."""

    behaviour_id: str
    level: int | None = None


@dataclass(frozen=True, slots=True)
class TargetChoice:
    """What a reviewer has chosen for a behaviour, or for one level of it (which has a key and nothing else).

    Attributes:
        key: Key that tags it; None for the usual one, empty for none.
        is_held: True if the state lasts while the key is held, False if the next press ends it; None for the usual.
        shift_us: It is tagged so long after the frame on the screen (before it, if negative).
        lead_us: A loop or a reel of it begins so long before its onset; None for the usual.
        lag_us: The same after its end.
    """

    key: str | None = None
    is_held: bool | None = None
    shift_us: int = 0
    lead_us: int | None = None
    lag_us: int | None = None


USUAL = TargetChoice()


@dataclass(frozen=True, slots=True)
class CodingChoices:
    """All that a reviewer has chosen for one rubric.

    Attributes:
        by_target: What differs from the usual.
        is_held: True if states last while their key is held, unless a behaviour says otherwise.
    """

    by_target: Mapping[Target, TargetChoice] = field(default_factory=dict[Target, TargetChoice])
    is_held: bool = False

    def of(self, target: Target) -> TargetChoice:
        """What is chosen for a behaviour or a level."""
        return self.by_target.get(target, USUAL)

    def having(self, target: Target, choice: TargetChoice) -> "CodingChoices":
        """The choices with another one for a behaviour or a level."""
        others = {known: kept for known, kept in self.by_target.items() if known != target}
        return replace(self, by_target=others if choice == USUAL else others | {target: choice})

    def holds(self, behaviour: Behaviour) -> bool:
        """True if the behaviour is a state that lasts while its key is held; a level lasts until the next one."""
        if not behaviour.is_state or behaviour.levels:
            return False
        own = self.of(Target(behaviour.id)).is_held
        return self.is_held if own is None else own

    def span(self, tag: Tag, duration_us: int, before_us: int | None = None, after_us: int | None = None) -> TimeRange:
        """What is shown of a tag in a loop or a reel: with its lead and lag, inside the recording.

        Args:
            tag: The tag.
            duration_us: Length of its recording.
            before_us: Wanted here in place of the lead; None for the lead.
            after_us: Wanted here in place of the lag; None for the lag.
        """
        choice = self.of(Target(tag.behaviour_id))
        usual_us = SPAN_US if tag.end is None else 0  # a state is long enough by itself
        lead_us = first_said(before_us, choice.lead_us, usual_us)
        lag_us = first_said(after_us, choice.lag_us, usual_us)
        start_us = max(0, tag.start.us - lead_us)
        end_us = min(duration_us, (tag.end or tag.start).us + lag_us)
        return TimeRange(Moment(start_us), Moment(max(end_us, start_us)))

    def around(self, tag: Tag) -> tuple[int | None, int | None]:
        """How much a pair that meets at a tag's onset shows before and after it, as far as the reviewer has chosen."""
        choice = self.of(Target(tag.behaviour_id))
        length_us = (tag.end or tag.start) - tag.start
        return choice.lead_us, None if choice.lag_us is None else length_us + choice.lag_us


def first_said(wanted: int | None, chosen: int | None, usual: int) -> int:
    """The first of them that says anything."""
    if wanted is not None:
        return wanted
    return usual if chosen is None else chosen
