"""Blinding: masks, stop points, guesses and the index."""

from datetime import date

import pytest

from bwc_review.domain.blinding import PRESETS, Guess, MaskBox
from bwc_review.domain.changes import Touched
from bwc_review.domain.errors import InputError
from bwc_review.domain.ids import OfficerId, TrainingId, new_id
from bwc_review.domain.people import Officer, Phase, TrainingRecord
from bwc_review.domain.remark import ReasonKind
from bwc_review.domain.time import Moment
from bwc_review.services.assigning import PlanWish
from bwc_review.services.bootstrap import Study
from tests.services.conftest import FRAME_US, Shelf
from tests.unit.samples import SECOND

A, B = "Reviewer A", "Reviewer B"
BOX = MaskBox(0.6, 0.0, 0.4, 0.1)
WHY = {ReasonKind.RATINGS: "No sound.", ReasonKind.UNCODED: "Nothing happens."}


def test_a_clip_of_which_nobody_has_said_anything_has_the_usual_strip(study: Study, shelf: Shelf) -> None:
    recording = shelf.recording()
    assert study.blinding.masks(recording.id) == PRESETS["top-right"]
    assert study.blinding.mask_set(recording.id).scope == ""
    assert study.blinding.mask_sets() == ()


def test_masks_of_the_clip_win_over_those_of_its_camera(study: Study, shelf: Shelf) -> None:
    one, two = shelf.recording("A2C4"), shelf.recording("D3F6")
    changes = study.blinding.set_masks(one.id, (BOX,), for_camera=True)
    assert changes.of_kind(Touched.CLIPS) == {one.id, two.id}
    study.blinding.set_masks(two.id, ())
    assert study.blinding.all_masks() == {one.id: (BOX,), two.id: ()}
    assert {kept.scope.partition(":")[0] for kept in study.blinding.mask_sets()} == {"camera", "recording"}
    assert study.blinding.camera(one.id) == "1920×1080 h264"
    study.blinding.set_masks(two.id, None)
    assert study.blinding.masks(two.id) == (BOX,)
    entry = study.auditing.log(1)[0]
    assert (entry.action, entry.details["before"], entry.details["after"]) == ("blinding.masks", [], None)


def test_playback_stops_at_the_first_hands_on_of_a_locked_review_or_where_the_lead_says(
    study: Study, shelf: Shelf
) -> None:
    recording = shelf.recording()
    review = study.reviewing.start(recording.id, "deesc-core", reviewer=B)
    study.reviewing.press(review.id, "an.first_hands_on", Moment(6 * SECOND))
    assert study.blinding.stop(recording.id) is None
    study.submitting.submit(review.id, WHY)
    found = study.blinding.stop(recording.id)
    assert found is not None
    assert (found.at, found.set_by) == (Moment(6 * SECOND), "")
    study.blinding.set_stop(recording.id, Moment(4 * SECOND + 1))
    found = study.blinding.stop(recording.id)
    assert found is not None
    assert (found.at, found.set_by) == (Moment(4 * SECOND), "lead")
    assert found.at.us % FRAME_US == 0
    study.blinding.set_stop(recording.id, None)
    assert study.blinding.stop(recording.id) == found.__class__(recording.id, Moment(6 * SECOND))
    for outside in (Moment(0), Moment(10 * SECOND)):
        with pytest.raises(InputError, match="outside"):
            study.blinding.set_stop(recording.id, outside)


def test_only_reviewers_whose_plan_says_so_are_stopped_and_their_review_ends_there(study: Study, shelf: Shelf) -> None:
    recording = shelf.recording(lengths_s=(150,))
    shelf.rubric()
    study.blinding.set_stop(recording.id, Moment(30 * SECOND))
    assert study.blinding.stop_for(recording.id, A) is None
    plan = study.assigning.assign(PlanWish("Autumn", "sample", (A,), double_percent=0, is_stopped=True))
    assert study.blinding.stop_for(recording.id, A) == Moment(30 * SECOND)
    assert study.blinding.stop_for(recording.id, B) is None
    assert (study.blinding.ends(A), study.blinding.ends(B)) == ({recording.id: 30 * SECOND}, {})
    assert study.assigning.queue(A)[0].duration_us == 30 * SECOND
    review = study.reviewing.start(recording.id, "sample", reviewer=A)
    ready = study.submitting.readiness(review.id)
    assert (ready.clip_end, ready.viewing.wanted.end, ready.uncoded) == (Moment(30 * SECOND), Moment(30 * SECOND), ())
    study.blinding.set_stop(recording.id, None)
    assert study.blinding.stop_for(recording.id, A) is None
    study.blinding.set_stop(recording.id, Moment(30 * SECOND))
    study.assigning.unblind(plan.id, "Done", is_early=True)
    assert study.blinding.stop_for(recording.id, A) is None


def test_the_first_answer_about_the_phase_stays_and_makes_the_index(study: Study, shelf: Shelf) -> None:
    officer = Officer(OfficerId(new_id()), "Cedar")
    with study.store.writing("lead") as work:
        work.people.put_officer(officer)
        work.people.put_training(TrainingRecord(TrainingId(new_id()), officer.id, "Course", date(2025, 1, 10)))
        work.audit.record("test.people", "study", {})
        work.commit()
    post, none = shelf.recording("A2C4", officer_id=officer.id), shelf.recording("D3F6")
    reviews = [shelf.review(post, A), shelf.review(post, B), shelf.review(post, "C"), shelf.review(none, A)]
    for review, guess in zip(reviews, (Guess.POST, Guess.PRE, Guess.UNKNOWN, Guess.PRE), strict=True):
        given = study.blinding.guess(review.id, guess)
        assert (given.guess, given.by) == (guess, review.reviewer)
    assert study.blinding.guess(reviews[0].id, Guess.PRE).guess is Guess.POST
    assert study.blinding.guess_of(reviews[1].id) is not None
    index = study.blinding.index()
    assert (index[Phase.POST].right, index[Phase.POST].wrong, index[Phase.POST].unknown) == (1, 1, 1)
    assert index[Phase.PRE].index.value is None
    assert study.auditing.chain_fault() is None
