"""The end of a review: checks, lock, and opening it again."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bwc_review.domain.errors import InputError
from bwc_review.domain.ids import RatingId, new_id
from bwc_review.domain.remark import NoteKind, ReasonKind
from bwc_review.domain.tag import Rating, Review, ReviewState
from bwc_review.domain.time import Moment
from bwc_review.services.bootstrap import Study
from bwc_review.services.edit_writing import UNDO_OF_SUBMIT
from bwc_review.services.frames import Frames
from bwc_review.services.reviewing import Reviewing
from bwc_review.services.submitting import Submitting
from tests.services.conftest import Shelf
from tests.unit.samples import SECOND

WHY = {ReasonKind.RATINGS: "The sound is missing.", ReasonKind.UNCODED: "Nobody speaks there."}


@pytest.fixture
def review(shelf: Shelf) -> Review:
    return shelf.review(shelf.recording(lengths_s=(150,)))


def rate(study: Study, review: Review) -> None:
    study.reviewing.rate(Rating(RatingId(new_id()), review.id, "R_TC", 4))


def refused(act: Callable[[], object]) -> InputError:
    with pytest.raises(InputError) as caught:
        act()
    return caught.value


def test_everything_that_is_lacking_is_named(study: Study, review: Review) -> None:
    study.reviewing.press(review.id, "os.distance", Moment(70 * SECOND))
    ready = study.submitting.readiness(review.id)
    assert [tag.behaviour_id for tag in ready.open_states] == ["os.distance"]
    assert [item.id for item in ready.missing] == ["R_TC"]
    assert [(span.start.us // SECOND, span.end.us // SECOND) for span in ready.uncoded] == [(0, 70), (70, 150)]
    assert ready.lacks_viewing
    assert ready.wants_reasons == (ReasonKind.RATINGS, ReasonKind.UNCODED)
    assert (ready.encounter_end, ready.clip_end) == (Moment(150 * SECOND), Moment(150 * SECOND))


def test_nothing_is_lacking_in_a_whole_review(study: Study, review: Review) -> None:
    rate(study, review)
    study.reviewing.press(review.id, "os.distance", Moment(30 * SECOND))
    study.reviewing.press(review.id, "os.distance", Moment(120 * SECOND))
    study.viewing.excuse(review.id, "Watched with the group.")
    ready = study.submitting.readiness(review.id)
    assert (ready.open_states, ready.missing, ready.uncoded, ready.wants_reasons) == ((), (), (), ())
    assert not ready.lacks_viewing
    study.submitting.submit(review.id, {})
    assert study.reviewing.review(review.id).state is ReviewState.SUBMITTED


def test_open_states_end_at_a_moment_and_later_ones_with_the_clip(study: Study, review: Review) -> None:
    study.reviewing.press(review.id, "os.distance", Moment(30 * SECOND))
    study.reviewing.press(review.id, "os.cover", Moment(120 * SECOND))
    applied = study.submitting.end_open_states(review.id, Moment(100 * SECOND))
    assert applied.undo.label == "End 2 open states"
    ends = {tag.behaviour_id: tag.end for tag in study.reviewing.tags(review.id)}
    assert ends == {"os.distance": Moment(100 * SECOND), "os.cover": Moment(150 * SECOND)}
    assert refused(lambda: study.submitting.end_open_states(review.id, Moment(0))).code == "review.no_open_states"
    study.reviewing.apply(applied.undo)
    assert {tag.end for tag in study.reviewing.tags(review.id)} == {None}


def test_one_open_state_is_named_as_one(study: Study, review: Review) -> None:
    study.reviewing.press(review.id, "os.distance", Moment(30 * SECOND))
    assert study.submitting.end_open_states(review.id, Moment(999 * SECOND)).undo.label == "End 1 open state"


def test_what_is_lacking_needs_a_reason_that_is_kept(study: Study, review: Review) -> None:
    assert refused(lambda: study.submitting.submit(review.id, {})).code == "reason.empty"
    some = {ReasonKind.RATINGS: "No sound."}
    assert refused(lambda: study.submitting.submit(review.id, some)).code == "reason.empty"
    assert study.viewing.reasons(review.id) == ()
    study.submitting.submit(review.id, WHY)
    assert [reason.text for reason in study.viewing.reasons(review.id)] == [
        "The sound is missing.",
        "Nobody speaks there.",
    ]
    assert [entry.action for entry in study.auditing.log(3)] == ["review.submit", "review.reason", "review.reason"]


def test_an_open_state_keeps_it_from_being_submitted(study: Study, review: Review) -> None:
    study.reviewing.press(review.id, "os.distance", Moment(30 * SECOND))
    assert refused(lambda: study.submitting.submit(review.id, WHY)).code == "review.open_states"
    assert study.viewing.reasons(review.id) == ()


def test_a_locked_review_is_opened_again_with_a_reason(study: Study, review: Review) -> None:
    assert refused(lambda: study.submitting.reopen(review.id, "Why not")).code == "review.open_already"
    study.submitting.submit(review.id, WHY)
    assert refused(lambda: study.submitting.submit(review.id, WHY)).code == "review.locked"
    assert refused(lambda: study.submitting.reopen(review.id, " ")).code == "reason.empty"
    applied = study.submitting.reopen(review.id, "The person's first words were missed.")
    assert study.reviewing.review(review.id).state is ReviewState.DRAFT
    assert study.viewing.reasons(review.id)[-1].kind is ReasonKind.REOPEN
    assert study.auditing.log(1)[0].action == "review.reopen"
    study.reviewing.apply(applied.undo)
    assert study.reviewing.review(review.id).state is ReviewState.SUBMITTED
    assert study.auditing.chain_fault() is None


def test_reasons_from_before_a_reopening_count_no_longer(study: Study, review: Review) -> None:
    study.viewing.excuse(review.id, "Watched with the group.")
    study.submitting.submit(review.id, WHY)
    study.submitting.reopen(review.id, "To add a rating.")
    assert study.submitting.readiness(review.id).lacks_viewing


def test_taking_a_submission_back_is_possible_for_a_while_only(study: Study, review: Review) -> None:
    now = [datetime.now(UTC)]
    frames = Frames(study.store)
    reviewing = Reviewing(study.store, frames, study.rubrics, "lead", lambda: now[0])
    submitting = Submitting(study.store, reviewing, frames, "lead")
    undo = submitting.submit(review.id, WHY).undo
    now[0] += UNDO_OF_SUBMIT + timedelta(seconds=1)
    assert refused(lambda: reviewing.apply(undo)).code == "review.reopen_reason"
    now[0] -= timedelta(minutes=1)
    again = reviewing.apply(undo).undo
    assert reviewing.review(review.id).state is ReviewState.DRAFT
    reviewing.apply(again)
    locked = reviewing.review(review.id)
    plain = replace(undo, undoes=None)
    assert refused(lambda: reviewing.apply(plain)).code == "review.reopen_reason"
    assert reviewing.review(review.id) == locked


def test_a_review_with_a_note_or_a_reason_is_not_taken_away(study: Study, shelf: Shelf) -> None:
    for keep in (
        lambda review: study.coaching.add(review.id, Moment(0), NoteKind.FOCUS, "Slow down."),
        lambda review: study.viewing.excuse(review.id, "Seen before."),
    ):
        review = shelf.review(shelf.recording(f"C{shelf_count(study)}Q2"))
        keep(review)
        with study.store.reading() as work:
            entry = [entry for entry in work.audit.entries() if entry.action == "review.start"][-1]
            undo = work.audit.operation(entry.seq).inverse(entry.seq)
        assert refused(lambda undo=undo: study.reviewing.apply(undo)).code == "review.not_empty"


def shelf_count(study: Study) -> int:
    return len(study.library.rows())
