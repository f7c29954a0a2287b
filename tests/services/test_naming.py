"""Who somebody is: what a name is in a study, and what the log keeps when it becomes another."""

import pytest

from bwc_review.domain.clip import Recording
from bwc_review.services.assigning import PlanWish
from bwc_review.services.bootstrap import Study, open_study
from tests.services.conftest import Shelf

A, B = "Reviewer A", "Reviewer B"


@pytest.fixture
def recordings(shelf: Shelf) -> list[Recording]:
    shelf.rubric()
    return [shelf.recording(code) for code in ("A2C4", "D3F6", "G7H9")]


def assign(study: Study, *reviewers: str, title: str = "Autumn") -> None:
    study.assigning.assign(PlanWish(title, "sample", reviewers, double_percent=0, least_doubles=0))


def test_a_name_is_what_its_reviews_assignments_and_plans_make_it(study: Study, recordings: list[Recording]) -> None:
    assert not study.naming.part(A).is_any
    assign(study, A)
    study.reviewing.start(recordings[0].id, "sample", reviewer=A)
    part = study.naming.part(A)
    assert (part.is_any, part.is_blinded) == (True, True)
    assert part.text == "You are Reviewer A in this study: 1 review, 3 clips assigned in “Autumn”."
    assert study.naming.part("lead").text == "You are lead in this study: study lead of “Autumn”."


def test_a_change_of_a_reviewers_name_is_in_the_log(study: Study, recordings: list[Recording]) -> None:
    assign(study, A)
    assert study.naming.change(A, "Sam")
    entry = study.auditing.log(1)[0]
    assert (entry.action, entry.actor, entry.subject) == ("reviewer.name", "lead", "study")
    assert entry.details == {
        "label": "Reviewer A is now Sam",
        "before": A,
        "after": "Sam",
        "reviews": 0,
        "plans": ["Autumn"],
        "was_blinded": True,
    }
    (change,) = study.naming.changes()
    day = f"{entry.at:%Y-%m-%d}"
    assert change.text == f"On {day} Reviewer A, then blinded, became Sam (entry {entry.seq} of the log)."


def test_a_name_that_the_study_does_not_know_concerns_nobody(study: Study, recordings: list[Recording]) -> None:
    entries = study.auditing.head().seq
    assert not study.naming.change("guest", "visitor")
    assert not study.naming.change(A, A)
    assert study.auditing.head().seq == entries
    assert study.naming.changes() == ()


def test_who_takes_a_reviewers_name_and_who_goes_on_from_a_taken_one_is_kept_too(
    study: Study, recordings: list[Recording]
) -> None:
    assign(study, A)
    assert study.naming.change("guest", A)
    assert study.naming.change(A, "Sam")
    assert study.naming.change("Sam", "Kim")
    assert study.naming.part("Sam").text == "You are Sam in this study: Reviewer A before."
    assert [(change.before, change.after) for change in study.naming.changes()] == [
        ("guest", A),
        (A, "Sam"),
        ("Sam", "Kim"),
    ]


def test_the_check_of_a_draw_lists_the_changed_names_of_its_plan_only(
    study: Study, recordings: list[Recording], shelf: Shelf
) -> None:
    assign(study, A)
    shelf.recording("K7Q2")
    assign(study, B, title="Winter")
    autumn, winter = study.assigning.plans()
    study.naming.change(A, "Sam")
    study.naming.change("Sam", "Kim")
    check = study.assigning.check_draw(autumn.id)
    assert check.is_same
    assert [(change.before, change.after) for change in check.name_changes] == [(A, "Sam"), ("Sam", "Kim")]
    assert study.assigning.check_draw(winter.id).name_changes == ()


def test_a_verification_tells_of_changed_names_and_finds_no_fault_in_them(study: Study) -> None:
    with study.store.writing("lead") as work:
        work.audit.record("reviewer.name", "study", {"before": A, "after": B, "was_blinded": False})
        work.commit()
    result = study.auditing.verify()
    assert result.is_clean
    assert [(change.before, change.after) for change in result.name_changes] == [(A, B)]


def test_a_study_that_can_only_be_read_keeps_nothing(study: Study, recordings: list[Recording]) -> None:
    assign(study, A)
    location = study.store.location
    study.close()
    with open_study(location, "lead") as again:
        again.store.is_read_only = True
        assert not again.naming.change(A, "Sam")
        assert again.naming.part(A).is_any
