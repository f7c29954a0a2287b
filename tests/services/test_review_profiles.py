"""Another profile in a review that is under way."""

import pytest

from bwc_review.domain.errors import InputError
from bwc_review.domain.tag import Review
from bwc_review.services.bootstrap import Study
from bwc_review.services.review_profiles import next_profile, profile_title, switch_profile
from bwc_review.services.rubric_shelf import shipped_rubric
from tests.services.conftest import Shelf

RUBRIC = shipped_rubric("deesc-core")


@pytest.fixture
def review(study: Study, shelf: Shelf) -> Review:
    return study.reviewing.start(shelf.recording().id, "deesc-core", profile="lite")


def test_a_review_goes_on_with_another_profile_and_back(study: Study, review: Review) -> None:
    applied = switch_profile(study.reviewing, review.id, "pass-2")
    assert study.reviewing.review(review.id).profile == "pass-2"
    assert applied.undo.label == "Show Pass 2, what officers say"
    study.reviewing.apply(applied.undo)
    assert study.reviewing.review(review.id) == review
    switch_profile(study.reviewing, review.id, None)
    assert study.reviewing.review(review.id).profile is None


def test_an_unknown_profile_and_a_locked_review_are_refused(study: Study, review: Review) -> None:
    with pytest.raises(InputError, match="no profile “nowhere”"):
        switch_profile(study.reviewing, review.id, "nowhere")
    study.reviewing.submit(review.id)
    with pytest.raises(InputError, match="locked"):
        switch_profile(study.reviewing, review.id, "pass-2")


def test_profiles_follow_one_another_and_all_behaviours_come_last() -> None:
    order: list[str | None] = ["lite"]
    for _ in range(5):
        order.append(next_profile(RUBRIC, order[-1]))
    assert order == ["lite", "pass-1", "pass-2", "pass-3", None, "lite"]
    assert profile_title(RUBRIC, None) == "All behaviours"
