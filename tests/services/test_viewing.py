"""The viewing log."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bwc_review.domain.changes import Changes, Operation, Touched
from bwc_review.domain.errors import InputError
from bwc_review.domain.ids import RunId, new_id
from bwc_review.domain.remark import ReasonKind
from bwc_review.domain.tag import Review
from bwc_review.domain.time import Moment, TimeRange
from bwc_review.domain.viewing import RunEnd, ViewingRun
from bwc_review.services.bootstrap import Study
from tests.services.conftest import Shelf
from tests.unit.samples import SECOND

AT = datetime(2025, 9, 1, 12, tzinfo=UTC)


@pytest.fixture
def review(shelf: Shelf) -> Review:
    return shelf.review(shelf.recording())


def run(review: Review, start_s: float, end_s: float, speed: int = 100, viewer: str = "Reviewer A") -> ViewingRun:
    span = TimeRange(Moment(round(start_s * SECOND)), Moment(round(end_s * SECOND)))
    return ViewingRun(RunId(new_id()), review.recording_id, review.id, viewer, AT, span, speed, RunEnd.END)


def test_runs_are_kept_together_in_one_entry_of_the_log(study: Study, review: Review) -> None:
    seq = study.auditing.head().seq
    runs = (run(review, 0, 4), run(review, 4, 10, speed=200))
    assert study.viewing.keep(runs) == Changes.of(Touched.VIEWING, review.recording_id)
    assert set(study.viewing.runs(review.id)) == set(runs)
    entry = study.auditing.log(1)[0]
    assert (entry.seq, entry.action) == (seq + 1, "viewing.keep")
    assert entry.details == {"runs": 2, "watched_us": 7 * SECOND}
    assert study.auditing.chain_fault() is None


def test_nothing_to_keep_leaves_no_trace(study: Study, review: Review) -> None:
    seq = study.auditing.head().seq
    assert not study.viewing.keep(())
    assert study.auditing.head().seq == seq


def test_one_whole_viewing_at_normal_speed_is_recognised(study: Study, review: Review) -> None:
    study.viewing.keep([run(review, 0, 10, speed=150)])
    assert not study.viewing.viewing(review.id).is_complete
    study.viewing.keep([run(review, 0, 10)])
    assert study.viewing.viewing(review.id).is_complete


def test_what_the_reviewer_has_watched_before_the_review_was_begun_counts(study: Study, review: Review) -> None:
    study.viewing.keep([replace(run(review, 0, 10, viewer="Reviewer B"), review_id=None)])
    assert not study.viewing.viewing(review.id).is_complete
    study.viewing.keep([replace(run(review, 0, 10), review_id=None)])
    assert study.viewing.viewing(review.id).is_complete
    assert len(study.viewing.runs(review.id)) == 1


def test_the_encounter_is_what_is_to_be_watched(study: Study, shelf: Shelf) -> None:
    review = study.reviewing.start(shelf.recording().id, "deesc-core", reviewer="Reviewer A")
    study.reviewing.press(review.id, "an.first_contact", Moment(3 * SECOND))
    study.viewing.keep([run(review, 3, 10)])
    viewing = study.viewing.viewing(review.id)
    assert viewing.wanted.start == Moment(3 * SECOND)
    assert viewing.is_complete


def test_exposure_is_counted_for_each_viewer(study: Study, review: Review) -> None:
    study.viewing.keep([run(review, 0, 10), run(review, 0, 10, 200, "Reviewer B"), run(review, 0, 5)])
    assert study.viewing.watched_us_by_viewer() == {"Reviewer A": 15 * SECOND, "Reviewer B": 5 * SECOND}


def test_viewing_outlives_a_review_whose_start_is_taken_back(study: Study, shelf: Shelf) -> None:
    review = shelf.review(shelf.recording())
    study.viewing.keep([run(review, 0, 10)])
    study.reviewing.apply(undo_of_start(study))
    assert study.reviewing.reviews(review.recording_id) == ()
    assert study.viewing.watched_us_by_viewer() == {"Reviewer A": 10 * SECOND}


def test_a_reason_for_rating_without_a_viewing_is_kept_and_logged(study: Study, review: Review) -> None:
    reason = study.viewing.excuse(review.id, " Watched on the training day. ")
    assert study.viewing.reasons(review.id) == (reason,)
    assert (reason.kind, reason.text, reason.by) == (ReasonKind.VIEWING, "Watched on the training day.", "lead")
    assert reason.given_at - datetime.now(UTC) < timedelta(minutes=1)
    entry = study.auditing.log(1)[0]
    assert (entry.action, entry.details["reason"]) == ("review.reason", "Watched on the training day.")
    with pytest.raises(InputError, match="Say why"):
        study.viewing.excuse(review.id, "")
    assert study.viewing.reasons(review.id) == (reason,)


def undo_of_start(study: Study) -> Operation:
    with study.store.reading() as work:
        entry = next(entry for entry in work.audit.entries() if entry.action == "review.start")
        return work.audit.operation(entry.seq).inverse(entry.seq)
