"""Why a clip has the phase that it has, in one sentence."""

from collections.abc import Sequence
from datetime import date, timedelta

from bwc_review.domain.people import Phase, TrainingRecord

_HAND = "Set by hand against the records. The log has the reason."


def phase_reason(
    phase: Phase, recorded_on: date | None, has_officer: bool, trainings: Sequence[TrainingRecord], *, is_override: bool
) -> str:
    """The sentence under the badge: what the phase follows from, or what is missing for one.

    Args:
        phase: The recording's phase.
        recorded_on: Its local day, if known.
        has_officer: True if its officer is known.
        trainings: The officer's training records.
        is_override: True if the phase was set by hand.
    """
    if is_override:
        return _HAND
    if not has_officer:
        return "No officer is known for this clip. Import a manifest that names the wearer."
    if recorded_on is None:
        return "The day of the recording is not known. Import a manifest that gives it."
    if not trainings:
        return "This officer has no training record yet. Import the training records."
    first = min(trainings, key=lambda record: (record.completed_on, record.started_on or record.completed_on))
    begin = first.started_on or first.completed_on
    if phase is Phase.PRE:
        return f"Recorded {recorded_on}, {_days(begin - recorded_on)} before this officer’s course ({first.course})."
    if phase is Phase.POST:
        after = _days(recorded_on - first.completed_on)
        return f"Recorded {recorded_on}, {after} after this officer’s course ({first.course})."
    return f"Recorded {recorded_on}, during this officer’s course ({first.course}, {begin} to {first.completed_on})."


def _days(gap: timedelta) -> str:
    return f"{gap.days} day{'' if gap.days == 1 else 's'}"
