"""The end of a review: what is still open in it, the lock, and opening it again."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from bwc_review.analysis.exposure import exposure_of
from bwc_review.analysis.uncoded import uncoded_stretches
from bwc_review.domain.changes import Applied, Edit, Operation
from bwc_review.domain.errors import InputError
from bwc_review.domain.ids import ReviewId
from bwc_review.domain.remark import Reason, ReasonKind
from bwc_review.domain.rubric import RatingItem
from bwc_review.domain.tag import Review, ReviewState, Tag
from bwc_review.domain.time import Moment, TimeRange
from bwc_review.domain.viewing import Viewing
from bwc_review.services.clock import utc_now
from bwc_review.services.edit_writing import check_draft
from bwc_review.services.frames import Frames
from bwc_review.services.ports import Store, UnitOfWork
from bwc_review.services.reviewing import Reviewing
from bwc_review.services.stop_points import end_in
from bwc_review.services.viewing import keep_reason, viewing_in


@dataclass(frozen=True, slots=True)
class Readiness:
    """What a review still lacks.

    Attributes:
        open_states: States without an end, by onset.
        encounter_end: Where the encounter ends: its tagged end, else the end of the clip.
        clip_end: The end of the clip, or where playback stops for its reviewer.
        missing: Rating items without an answer, in the rubric's order.
        uncoded: Stretches of at least a minute of the encounter without any code or mark.
        viewing: How far the one viewing at normal speed is.
        reasons: Reasons that were given already, oldest first.
    """

    open_states: tuple[Tag, ...]
    encounter_end: Moment
    clip_end: Moment
    missing: tuple[RatingItem, ...]
    uncoded: tuple[TimeRange, ...]
    viewing: Viewing
    reasons: tuple[Reason, ...]

    @property
    def lacks_viewing(self) -> bool:
        """True if there are ratings to give, no whole viewing, and no reason for that."""
        return not self.viewing.is_complete and not self.has_reason(ReasonKind.VIEWING)

    @property
    def wants_reasons(self) -> tuple[ReasonKind, ...]:
        """What the review can only be submitted without if a reason is given."""
        lacking = {ReasonKind.RATINGS: self.missing, ReasonKind.UNCODED: self.uncoded}
        return tuple(kind for kind, found in lacking.items() if found)

    def has_reason(self, kind: ReasonKind) -> bool:
        """True if a reason of that kind was given since the review was opened last."""
        opened = max(
            (place for place, reason in enumerate(self.reasons) if reason.kind is ReasonKind.REOPEN), default=-1
        )
        return any(reason.kind is kind for reason in self.reasons[opened + 1 :])


class Submitting:
    """Checks, locks and reopens reviews.

    Attributes:
        actor: Who acts, as the log will say.
    """

    def __init__(
        self,
        store: Store,
        reviewing: Reviewing,
        frames: Frames,
        actor: str,
        clock: Callable[[], datetime] = utc_now,
    ) -> None:
        self._store = store
        self._reviewing = reviewing
        self._frames = frames
        self._clock = clock
        self.actor = actor

    def readiness(self, review_id: ReviewId) -> Readiness:
        """What the review still lacks."""
        with self._store.reading() as work:
            return _readiness(work, work.reviews.get(review_id))

    def end_open_states(self, review_id: ReviewId, at: Moment) -> Applied:
        """End all open states at a moment, on a frame's border; those that begin later end with the clip.

        Raises:
            InputError: None is open, or the review is locked.
        """
        with self._store.writing(self.actor) as work:
            review = work.reviews.get(review_id)
            recording = work.recordings.get(review.recording_id)
            ready = _readiness(work, review)
            if not ready.open_states:
                raise InputError("review.no_open_states", "No state is open in this review.")
            edits: list[Edit] = []
            for tag in ready.open_states:
                wanted = at if tag.start < at else ready.clip_end
                end = self._frames.end_at(recording, min(wanted, ready.clip_end), tag.start, work)
                edits.append(Edit(tag, replace(tag, end=end)))
            count = len(edits)
            label = f"End {count} open {'state' if count == 1 else 'states'}"
            applied = self._reviewing.apply_in(work, Operation(label, tuple(edits)))
            work.commit()
        return applied

    def submit(self, review_id: ReviewId, reasons: Mapping[ReasonKind, str]) -> Applied:
        """Lock a review, and keep why it goes without what it lacks.

        Args:
            review_id: The review.
            reasons: In the reviewer's words; needed for each kind of `Readiness.wants_reasons`.

        Raises:
            InputError: A state is still open, a reason is missing, or it is locked already.
        """
        with self._store.writing(self.actor) as work:
            review = work.reviews.get(review_id)
            check_draft(review)
            ready = _readiness(work, review)
            for kind in ready.wants_reasons:
                keep_reason(work, review_id, kind, reasons.get(kind, ""), self.actor, self._clock())
            applied = self._reviewing.submit_in(work, review)
            work.commit()
        return applied

    def reopen(self, review_id: ReviewId, text: str) -> Applied:
        """Open a locked review again; the log keeps why.

        Raises:
            InputError: No reason is given, or the review is not locked.
        """
        with self._store.writing(self.actor) as work:
            review = work.reviews.get(review_id)
            if review.state is ReviewState.DRAFT:
                raise InputError("review.open_already", "This review is open already.")
            keep_reason(work, review_id, ReasonKind.REOPEN, text, self.actor, self._clock())
            code = work.recordings.get(review.recording_id).code
            edit = Edit(review, replace(review, state=ReviewState.DRAFT))
            operation = Operation(f"Reopen review of {code}", (edit,))
            applied = self._reviewing.apply_in(work, operation, is_reopening=True)
            work.commit()
        return applied


def _readiness(work: UnitOfWork, review: Review) -> Readiness:
    rubric = work.rubrics.get(review.rubric_id, review.rubric_version)
    duration_us = end_in(work, review.recording_id, review.reviewer)
    tags = work.reviews.tags(review.id)
    rated = {rating.item_id for rating in work.reviews.ratings(review.id)}
    exposure = exposure_of(rubric, tags, duration_us)
    return Readiness(
        open_states=tuple(tag for tag in tags if tag.end is None and rubric.behaviour(tag.behaviour_id).is_state),
        encounter_end=exposure.range.end,
        clip_end=Moment(duration_us),
        missing=tuple(item for item in rubric.ratings if item.id not in rated),
        uncoded=tuple(uncoded_stretches(exposure.range, tags, duration_us)) if rubric.behaviours else (),
        viewing=viewing_in(work, review.id),
        reasons=tuple(work.remarks.reasons(review.id)),
    )
