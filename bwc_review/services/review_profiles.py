"""Which of a rubric's behaviours a review shows: all, the lite profile, or one pass of several."""

from dataclasses import replace

from bwc_review.domain.changes import Applied, Edit, Operation
from bwc_review.domain.errors import InputError
from bwc_review.domain.ids import ReviewId
from bwc_review.domain.rubric import Rubric
from bwc_review.domain.tag import ReviewState
from bwc_review.services.reviewing import Reviewing

ALL = "All behaviours"


def profile_title(rubric: Rubric, profile: str | None) -> str:
    """The name of a profile; of all behaviours, if it is None."""
    return next((known.title for known in rubric.profiles if known.id == profile), ALL)


def next_profile(rubric: Rubric, profile: str | None) -> str | None:
    """The profile after that one, in the rubric's order; all behaviours come last, and then the first again."""
    order: list[str | None] = [*(known.id for known in rubric.profiles), None]
    return order[(order.index(profile) + 1) % len(order)]


def switch_profile(reviewing: Reviewing, review_id: ReviewId, profile: str | None) -> Applied:
    """Show other behaviours in a review from now on; its tags stay as they are.

    Raises:
        InputError: The rubric has no such profile, or the review is locked.
    """
    review = reviewing.review(review_id)
    rubric = reviewing.rubric_of(review)
    if review.state is not ReviewState.DRAFT:
        message = "This review is submitted and locked. Its profile can no longer be changed."
        raise InputError("review.locked", message, review=str(review.id), state=review.state.value)
    if profile is not None and profile not in {known.id for known in rubric.profiles}:
        message = f"The rubric {rubric.id} {rubric.version} has no profile “{profile}”."
        raise InputError("rubric.unknown_profile", message, field="profile")
    label = f"Show {profile_title(rubric, profile)}"
    return reviewing.apply(Operation(label, (Edit(review, replace(review, profile=profile)),)))
