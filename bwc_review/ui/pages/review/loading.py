"""What the page reads from the study, off the window's thread, to show a recording and a review of it."""

import gc
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from bwc_review.domain.blinding import MaskBox
from bwc_review.domain.clip import SourceClip
from bwc_review.domain.ids import RecordingId, ReviewId
from bwc_review.domain.remark import CoachingNote, Reason
from bwc_review.domain.rubric import Behaviour, Rubric
from bwc_review.domain.shown_part import shown_until
from bwc_review.domain.tag import Rating, Review, ReviewState, Tag
from bwc_review.domain.time import Moment
from bwc_review.domain.viewing import ViewingRun
from bwc_review.services.assigning import QueueItem
from bwc_review.services.bootstrap import Study
from bwc_review.services.library import ClipRow
from bwc_review.ui.widgets.timeline_lanes import NOT_CODABLE


@dataclass(frozen=True, slots=True)
class OpenReview:
    """A review with everything in it."""

    review: Review
    rubric: Rubric
    tags: Sequence[Tag]
    ratings: Sequence[Rating]
    notes: Sequence[CoachingNote] = ()
    reasons: Sequence[Reason] = ()
    runs: Sequence[ViewingRun] = ()

    @property
    def is_locked(self) -> bool:
        """True if it can no longer be changed."""
        return self.review.state is not ReviewState.DRAFT

    @property
    def behaviours(self) -> list[Behaviour]:
        """What can be tagged in it: the profile's behaviours, or all, in the rubric's order.

        That sound or picture is not codable can be said in every profile.
        """
        profile = next((item for item in self.rubric.profiles if item.id == self.review.profile), None)
        if profile is None:
            return list(self.rubric.behaviours)
        wanted = set(profile.behaviours)
        return [item for item in self.rubric.behaviours if item.id in wanted or item.id.startswith(NOT_CODABLE)]


@dataclass(frozen=True, slots=True)
class OpenRecording:
    """A recording with its files, the reviews of it, and the one to go on with.

    Attributes:
        row: The recording as lists show it.
        sources: Its files with their frame tables.
        reviews: All reviews of it, each with the title of its rubric.
        rubrics: Rubrics that a review can be started with.
        current: The review to go on with, or None.
        assignment: The actor's assignment of it, or None.
        stop: Where it ends for the actor, if their plan stops before the first hands-on.
        masks: What covers the picture for blinded reviewers.
    """

    row: ClipRow
    sources: Sequence[SourceClip]
    reviews: Sequence[tuple[Review, str]]
    rubrics: Sequence[Rubric]
    current: OpenReview | None
    assignment: QueueItem | None = None
    stop: Moment | None = None
    masks: Sequence[MaskBox] = ()


@contextmanager
def without_collecting() -> Generator[None]:
    """Do not look for garbage: thousands of values are made that stay, and looking takes longer than making them."""
    was_collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_collecting:
            gc.enable()


@without_collecting()
def load_recording(study: Study, recording_id: RecordingId, actor: str, wanted: ReviewId | None) -> OpenRecording:
    """Read a recording and the review to go on with: the one wanted, else the actor's own, a draft first.

    Raises:
        ReviewError: The study cannot be read.
    """
    reviews = study.reviewing.reviews(recording_id)
    own = [review for review in reviews if review.reviewer == actor]
    own.sort(key=lambda review: review.state is not ReviewState.DRAFT)
    chosen = next((review for review in reviews if review.id == wanted), own[0] if own else None)
    stop = study.blinding.stop_for(recording_id, actor)
    sources = study.library.sources(recording_id)
    return OpenRecording(
        row=study.library.row(recording_id),
        sources=shown_until(sources, stop) if stop is not None else sources,
        reviews=titled(study, recording_id),
        rubrics=usable_rubrics(study),
        current=load_review(study, chosen) if chosen is not None else None,
        assignment=study.assigning.assignment_of(actor, recording_id),
        stop=stop,
        masks=study.blinding.masks(recording_id),
    )


@without_collecting()
def load_review(study: Study, review: Review) -> OpenReview:
    """Read a review with its tags and ratings.

    Raises:
        ReviewError: The study cannot be read.
    """
    return OpenReview(
        study.reviewing.review(review.id),
        study.reviewing.rubric_of(review),
        study.reviewing.tags(review.id),
        study.reviewing.ratings(review.id),
        study.coaching.notes(review.id),
        study.viewing.reasons(review.id),
        study.viewing.runs(review.id),
    )


def titled(study: Study, recording_id: RecordingId) -> Sequence[tuple[Review, str]]:
    """The reviews of a recording, each with the title of its rubric and profile."""
    found: list[tuple[Review, str]] = []
    for review in study.reviewing.reviews(recording_id):
        rubric = study.reviewing.rubric_of(review)
        profile = next((item.title for item in rubric.profiles if item.id == review.profile), "")
        found.append((review, f"{rubric.title} · {profile}" if profile else rubric.title))
    return found


def usable_rubrics(study: Study) -> Sequence[Rubric]:
    """The newest version of each rubric that ships or is installed, those that ship first."""
    newest: dict[str, Rubric] = {}
    for rubric in (*study.rubrics.shipped(), *study.rubrics.installed()):
        known = newest.get(rubric.id)
        if known is None or _version(rubric) > _version(known):
            newest[rubric.id] = rubric
    return list(newest.values())


def _version(rubric: Rubric) -> tuple[int, ...]:
    return tuple(int(part) for part in rubric.version.split(".") if part.isdecimal())
