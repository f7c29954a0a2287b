"""Blinding: what covers the picture, where playback stops, and whether reviewers could tell the phase."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from bwc_review.analysis.blinding import BlindingIndex, bang_index
from bwc_review.domain.blinding import (
    DEFAULT_PRESET,
    PRESETS,
    Guess,
    MaskBox,
    MaskSet,
    PhaseGuess,
    StopPoint,
    camera_of,
)
from bwc_review.domain.changes import Changes, Touched
from bwc_review.domain.errors import InputError
from bwc_review.domain.ids import RecordingId, ReviewId
from bwc_review.domain.people import Phase
from bwc_review.domain.time import Moment, review_text
from bwc_review.services.clock import utc_now
from bwc_review.services.frames import Frames
from bwc_review.services.library import Library
from bwc_review.services.ports import Store, UnitOfWork
from bwc_review.services.stop_points import end_in, stop_in

_ARMS = {Phase.PRE: Guess.PRE, Phase.POST: Guess.POST}


class Blinding:
    """Keeps masks, stop points and guesses.

    Attributes:
        actor: Who acts, as the log will say.
    """

    def __init__(
        self,
        store: Store,
        library: Library,
        frames: Frames,
        actor: str,
        clock: Callable[[], datetime] = utc_now,
    ) -> None:
        self._store = store
        self._library = library
        self._frames = frames
        self._clock = clock
        self.actor = actor

    def masks(self, recording_id: RecordingId) -> tuple[MaskBox, ...]:
        """What covers a recording for blinded reviewers: its own boxes, else its camera's, else the usual strip."""
        with self._store.reading() as work:
            return _masks_in(work, recording_id).boxes

    def mask_set(self, recording_id: RecordingId) -> MaskSet:
        """The same, with the scope that it comes from; empty if it is the usual strip."""
        with self._store.reading() as work:
            return _masks_in(work, recording_id)

    def mask_sets(self) -> tuple[MaskSet, ...]:
        """All boxes that were set, by scope."""
        with self._store.reading() as work:
            return tuple(work.blinding.all_masks())

    def all_masks(self) -> Mapping[RecordingId, tuple[MaskBox, ...]]:
        """What covers each recording of the study."""
        with self._store.reading() as work:
            return {found.id: _masks_in(work, found.id).boxes for found in work.recordings.all()}

    def camera(self, recording_id: RecordingId) -> str:
        """The kind of camera that a recording's masks can be shared by."""
        with self._store.reading() as work:
            return _camera(work, recording_id)

    def set_masks(
        self, recording_id: RecordingId, boxes: Sequence[MaskBox] | None, *, for_camera: bool = False
    ) -> Changes:
        """Cover a recording, or all of its camera, with these boxes; None goes back to what holds otherwise."""
        with self._store.writing(self.actor) as work:
            recording = work.recordings.get(recording_id)
            scope = f"camera:{_camera(work, recording_id)}" if for_camera else f"recording:{recording_id}"
            before = work.blinding.masks(scope)
            if boxes is None:
                work.blinding.remove_masks(scope)
            else:
                work.blinding.put_masks(MaskSet(scope, tuple(boxes)))
            details = {
                "code": recording.code,
                "camera": scope.removeprefix("camera:") if for_camera else "",
                "before": _texts(before.boxes if before is not None else None),
                "after": _texts(boxes),
            }
            work.audit.record("blinding.masks", f"recording:{recording_id}", details)
            work.commit()
            touched = [found.id for found in work.recordings.all()] if for_camera else [recording_id]
        return Changes.of(Touched.CLIPS, *touched)

    def stop(self, recording_id: RecordingId) -> StopPoint | None:
        """Where playback stops: where the lead has set it, else at the first hands-on that a locked review has."""
        with self._store.reading() as work:
            return stop_in(work, recording_id)

    def stop_for(self, recording_id: RecordingId, reviewer: str) -> Moment | None:
        """Where playback stops for a reviewer; None if their plan does not say so, or nothing is known."""
        with self._store.reading() as work:
            end_us = end_in(work, recording_id, reviewer)
            return Moment(end_us) if end_us < work.recordings.get(recording_id).duration_us else None

    def ends(self, reviewer: str) -> Mapping[RecordingId, int]:
        """Microseconds that a reviewer is shown of each recording that is assigned to them."""
        with self._store.reading() as work:
            mine = {found.recording_id for found in work.assignments.of_reviewer(reviewer)}
            return {recording_id: end_in(work, recording_id, reviewer) for recording_id in mine}

    def set_stop(self, recording_id: RecordingId, at: Moment | None) -> Changes:
        """Set where playback stops, on a frame's start; None goes back to what reviews say.

        Raises:
            InputError: It would stop before anything is shown, or lies outside the clip.
        """
        with self._store.writing(self.actor) as work:
            recording = work.recordings.get(recording_id)
            if at is not None and not 0 < at.us < recording.duration_us:
                message = f"{review_text(at)} lies outside the clip: nothing, or all of it, would be shown."
                raise InputError("stop.outside", message, field="at")
            if at is None:
                work.blinding.remove_stop(recording_id)
            else:
                start = self._frames.start_at(recording, at, work)
                work.blinding.put_stop(StopPoint(recording_id, start, self.actor))
            details = {"code": recording.code, "at": at.us if at is not None else None}
            work.audit.record("blinding.stop", f"recording:{recording_id}", details)
            work.commit()
        return Changes.of(Touched.CLIPS, recording_id)

    def guess(self, review_id: ReviewId, guess: Guess) -> PhaseGuess:
        """Keep which phase a reviewer thinks it is; the first answer stays."""
        with self._store.writing(self.actor) as work:
            review = work.reviews.get(review_id)
            known = work.blinding.guess(review_id)
            if known is not None:
                return known
            given = PhaseGuess(review_id, guess, review.reviewer, self._clock())
            work.blinding.add_guess(given)
            work.audit.record("blinding.guess", f"review:{review_id}", {"guess": guess.value})
            work.commit()
        return given

    def guess_of(self, review_id: ReviewId) -> PhaseGuess | None:
        """What was answered about a review; None if nobody was asked."""
        with self._store.reading() as work:
            return work.blinding.guess(review_id)

    def index(self) -> Mapping[Phase, BlindingIndex]:
        """Bang's index for recordings before and after training; other phases have no right answer."""
        phases = {row.recording.id: row.phase for row in self._library.rows()}
        counts: dict[Phase, Counter[str]] = {phase: Counter() for phase in _ARMS}
        with self._store.reading() as work:
            for found in work.blinding.guesses():
                phase = phases[work.reviews.get(found.review_id).recording_id]
                if phase in _ARMS:
                    answer = "unknown" if found.guess is Guess.UNKNOWN else str(found.guess is _ARMS[phase])
                    counts[phase][answer] += 1
        return {phase: bang_index(found["True"], found["False"], found["unknown"]) for phase, found in counts.items()}


def _masks_in(work: UnitOfWork, recording_id: RecordingId) -> MaskSet:
    own = work.blinding.masks(f"recording:{recording_id}")
    if own is not None:
        return own
    shared = work.blinding.masks(f"camera:{_camera(work, recording_id)}")
    return shared if shared is not None else MaskSet("", PRESETS[DEFAULT_PRESET])


def _camera(work: UnitOfWork, recording_id: RecordingId) -> str:
    return camera_of(work.clips.get(work.recordings.get(recording_id).segments[0].clip_id))


def _texts(boxes: Sequence[MaskBox] | None) -> list[str] | None:
    if boxes is None:
        return None
    return [f"{box.x:.3f}, {box.y:.3f}, {box.width:.3f} × {box.height:.3f}" for box in boxes]
