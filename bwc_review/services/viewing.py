"""The viewing log: which parts of the footage were played, at which speed, by whom; and what may be rated after it."""

from collections.abc import Callable, Sequence
from datetime import datetime

from bwc_review.analysis.exposure import exposure_of
from bwc_review.domain.changes import Changes, Touched
from bwc_review.domain.ids import ReasonId, ReviewId, new_id
from bwc_review.domain.remark import Reason, ReasonKind, checked_reason
from bwc_review.domain.tag import Review
from bwc_review.domain.viewing import Viewing, ViewingRun, viewing_of, watched_us
from bwc_review.services.clock import utc_now
from bwc_review.services.ports import Store, UnitOfWork
from bwc_review.services.stop_points import end_in


class ViewingLog:
    """Keeps how recordings were watched.

    Runs are written together, seldom and in a transaction of their own, so that tagging never waits for them.

    Attributes:
        actor: Who acts, as the log will say.
    """

    def __init__(self, store: Store, actor: str, clock: Callable[[], datetime] = utc_now) -> None:
        self._store = store
        self._clock = clock
        self.actor = actor

    def keep(self, runs: Sequence[ViewingRun]) -> Changes:
        """Keep runs, new or grown since they were kept last; without any nothing is done."""
        if not runs:
            return Changes()
        with self._store.writing(self.actor) as work:
            work.viewings.put_all(runs)
            subject = f"recording:{runs[-1].recording_id}"
            work.audit.record("viewing.keep", subject, {"runs": len(runs), "watched_us": watched_us(runs)})
            work.commit()
        return Changes.of(Touched.VIEWING, *{run.recording_id for run in runs})

    def runs(self, review_id: ReviewId) -> tuple[ViewingRun, ...]:
        """What counts as viewing for a review, in order: runs while it was open, and its reviewer's own before that."""
        with self._store.reading() as work:
            return tuple(_runs_in(work, work.reviews.get(review_id)))

    def viewing(self, review_id: ReviewId) -> Viewing:
        """Whether the review's reviewer has watched the recording in one go, from first contact to its end."""
        with self._store.reading() as work:
            return viewing_in(work, review_id)

    def watched_us_by_viewer(self) -> dict[str, int]:
        """How long each viewer has watched footage in this study, at any speed, in microseconds."""
        found: dict[str, list[ViewingRun]] = {}
        with self._store.reading() as work:
            for run in work.viewings.all():
                found.setdefault(run.viewer, []).append(run)
        return {viewer: watched_us(runs) for viewer, runs in sorted(found.items())}

    def reasons(self, review_id: ReviewId) -> tuple[Reason, ...]:
        """Reasons given for a review, oldest first."""
        with self._store.reading() as work:
            return tuple(work.remarks.reasons(review_id))

    def excuse(self, review_id: ReviewId, text: str) -> Reason:
        """Keep why a review is rated although its recording was not watched in one go.

        Raises:
            InputError: No reason is given, or there is no such review.
        """
        with self._store.writing(self.actor) as work:
            reason = keep_reason(work, review_id, ReasonKind.VIEWING, text, self.actor, self._clock())
            work.commit()
        return reason


def viewing_in(work: UnitOfWork, review_id: ReviewId) -> Viewing:
    """How far the viewing of a review is, inside a transaction."""
    review = work.reviews.get(review_id)
    duration_us = end_in(work, review.recording_id, review.reviewer)
    rubric = work.rubrics.get(review.rubric_id, review.rubric_version)
    exposure = exposure_of(rubric, work.reviews.tags(review_id), duration_us)
    return viewing_of(_runs_in(work, review), exposure.range)


def _runs_in(work: UnitOfWork, review: Review) -> list[ViewingRun]:
    """A reviewer may watch first and begin the review afterwards."""
    found = work.viewings.of_recording(review.recording_id)
    return [
        run for run in found if run.review_id == review.id or (run.review_id is None and run.viewer == review.reviewer)
    ]


def keep_reason(
    work: UnitOfWork, review_id: ReviewId, kind: ReasonKind, text: str, actor: str, now: datetime
) -> Reason:
    """Keep a reason for a review and log it, inside a transaction.

    Raises:
        InputError: Nothing is said, or there is no such review.
    """
    review = work.reviews.get(review_id)
    reason = Reason(ReasonId(new_id()), review.id, kind, checked_reason(text), actor, now)
    work.remarks.add_reason(reason)
    work.audit.record("review.reason", f"review:{review.id}", {"kind": kind.value, "reason": reason.text})
    return reason
