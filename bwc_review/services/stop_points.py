"""Where playback stops for reviewers who must not know how an encounter ends."""

from bwc_review.domain.blinding import StopPoint
from bwc_review.domain.ids import RecordingId
from bwc_review.domain.tag import ReviewState
from bwc_review.services.ports import UnitOfWork

HANDS_ON = "an.first_hands_on"
"""The anchor behaviour of the rubrics at which a stop point lies."""


def stop_in(work: UnitOfWork, recording_id: RecordingId) -> StopPoint | None:
    """The stop point that was set, else the earliest first hands-on in a locked review; None if there is neither."""
    found = work.blinding.stop(recording_id)
    if found is not None:
        return found
    locked = [review for review in work.reviews.of_recording(recording_id) if review.state is not ReviewState.DRAFT]
    starts = [tag.start for review in locked for tag in work.reviews.tags_of(review.id, {HANDS_ON})]
    starts = [start for start in starts if start.us > 0]
    return StopPoint(recording_id, min(starts)) if starts else None


def end_in(work: UnitOfWork, recording_id: RecordingId, reviewer: str) -> int:
    """Microseconds of a recording that its reviewer is shown: to the stop point if their plan has one, else all."""
    duration_us = work.recordings.get(recording_id).duration_us
    mine = {found.plan_id for found in work.assignments.of_reviewer(reviewer) if found.recording_id == recording_id}
    plans = [plan for plan in work.assignments.plans() if plan.id in mine]
    if not any(plan.is_stopped and plan.unblinded_at is None for plan in plans):
        return duration_us
    stop = stop_in(work, recording_id)
    return stop.at.us if stop is not None else duration_us
