"""Undo and redo out of the log: without an end, across restarts, each reviewer their own."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bwc_review.domain.changes import Applied
from bwc_review.domain.errors import InputError, StaleEdit
from bwc_review.domain.ids import RatingId, ReviewId, new_id
from bwc_review.domain.tag import Rating, Review, ReviewState, Tag
from bwc_review.domain.time import Moment
from bwc_review.domain.undo import Trail
from bwc_review.services.bootstrap import Study, open_study
from bwc_review.services.clock import utc_now
from bwc_review.services.edit_writing import UNDO_OF_SUBMIT
from bwc_review.services.history import History
from tests.services.conftest import FRAME_US, Shelf

State = tuple[frozenset[Tag], frozenset[Rating]]


@pytest.fixture
def review(shelf: Shelf) -> Review:
    return shelf.review(shelf.recording())


def press(study: Study, review: Review, behaviour: str, frame: int, level: int | None = None) -> Applied:
    return study.reviewing.press(review.id, behaviour, Moment(frame * FRAME_US), level=level)


def labels(trail: Trail) -> tuple[list[str], list[str]]:
    return [step.label for step in trail.done], [step.label for step in trail.taken_back]


def undo(study: Study, review_id: ReviewId) -> Applied:
    return study.history.take_back(study.history.trail(review_id).done[-1].seq)


def redo(study: Study, review_id: ReviewId) -> Applied:
    return study.history.take_back(study.history.trail(review_id).taken_back[-1].seq)


@contextmanager
def acting(study: Study, actor: str) -> Iterator[Study]:
    """The same study, open a second time for somebody."""
    with open_study(study.store.location, actor) as opened:
        yield opened


def test_a_new_review_has_nothing_to_undo(study: Study, review: Review) -> None:
    trail = study.history.trail(review.id)
    assert (labels(trail), trail.is_whole) == (([], []), True)


def test_what_was_done_is_named_and_comes_back_after_a_restart(study: Study, review: Review) -> None:
    press(study, review, "tc.paraphrase", 10)
    press(study, review, "tc.paraphrase", 20)
    press(study, review, "os.distance", 30)
    undo(study, review.id)
    with acting(study, "lead") as later:
        done, taken_back = labels(later.history.trail(review.id))
        assert done == ["Tag Paraphrase at 00:00.400", "Tag Paraphrase at 00:00.800"]
        assert taken_back == ["Start Distance at 00:01.200"]
        undo(later, review.id)
        redo(later, review.id)
        redo(later, review.id)
        assert labels(later.history.trail(review.id)) == ([*done, *taken_back], [])


def test_a_new_change_after_an_undo_leaves_nothing_to_redo(study: Study, review: Review) -> None:
    press(study, review, "tc.paraphrase", 10)
    undo(study, review.id)
    press(study, review, "tc.paraphrase", 20)
    undo(study, review.id)
    assert labels(study.history.trail(review.id)) == ([], ["Tag Paraphrase at 00:00.800"])


def test_undone_and_redone_for_ever_the_log_names_each_rightly(study: Study, review: Review) -> None:
    press(study, review, "tc.paraphrase", 10)
    for _ in range(3):
        undo(study, review.id)
        redo(study, review.id)
    with study.store.reading() as work:
        assert [entry.action for entry in work.audit.latest(6)] == ["redo", "undo"] * 3
    assert len(study.reviewing.tags(review.id)) == 1


def test_one_undoes_ones_own_changes_and_nobody_elses(study: Study, review: Review) -> None:
    mine = press(study, review, "tc.paraphrase", 10)
    with acting(study, "Reviewer B") as other:
        theirs = press(other, review, "tc.paraphrase", 20)
        assert labels(other.history.trail(review.id)) == (["Tag Paraphrase at 00:00.800"], [])
        assert mine.undo.undoes is not None
        with pytest.raises(InputError, match=r"^lead has made this change\. You can take back only your own\.$"):
            other.history.take_back(mine.undo.undoes)
    assert labels(study.history.trail(review.id)) == (["Tag Paraphrase at 00:00.400"], [])
    assert theirs.undo.undoes is not None
    with pytest.raises(InputError):
        study.history.take_back(theirs.undo.undoes)
    assert len(study.reviewing.tags(review.id)) == 2


def test_each_review_has_a_history_of_its_own(study: Study, shelf: Shelf, review: Review) -> None:
    other = shelf.review(shelf.recording("M3X9"))
    press(study, review, "tc.paraphrase", 10)
    press(study, other, "tc.paraphrase", 20)
    assert labels(study.history.trail(review.id)) == (["Tag Paraphrase at 00:00.400"], [])
    undo(study, review.id)
    assert labels(study.history.trail(other.id)) == (["Tag Paraphrase at 00:00.800"], [])


def test_what_was_changed_again_by_somebody_else_is_not_taken_back(study: Study, review: Review) -> None:
    press(study, review, "tc.paraphrase", 10)
    (tag,) = study.reviewing.tags(review.id)
    with acting(study, "Reviewer B") as other:
        other.reviewing.change(tag, replace(tag, note="No."))
    with pytest.raises(StaleEdit):
        undo(study, review.id)
    assert study.reviewing.tags(review.id) == (replace(tag, note="No."),)


def test_an_entry_that_records_no_change_cannot_be_taken_back(study: Study) -> None:
    with pytest.raises(InputError) as caught:
        study.history.take_back(1)
    assert caught.value.code == "audit.not_an_operation"


class TestSubmitting:
    @pytest.fixture
    def submitted(self, study: Study, review: Review) -> Review:
        press(study, review, "tc.paraphrase", 10)
        study.reviewing.submit(review.id)
        return review

    def test_a_submission_is_taken_back_for_a_while(self, study: Study, submitted: Review) -> None:
        undo(study, submitted.id)
        assert study.reviewing.review(submitted.id).state is ReviewState.DRAFT

    def test_later_it_is_no_step_any_more(self, study: Study, submitted: Review) -> None:
        later = History(study.store, study.reviewing, "lead", lambda: utc_now() + 2 * UNDO_OF_SUBMIT)
        assert labels(later.trail(submitted.id)) == (["Tag Paraphrase at 00:00.400"], [])
        with pytest.raises(InputError) as caught:
            later.take_back(later.trail(submitted.id).done[-1].seq)
        assert caught.value.code == "review.locked"

    def test_reopened_with_a_reason_undo_goes_on_with_the_tags(self, study: Study, submitted: Review) -> None:
        study.submitting.reopen(submitted.id, "A tag is missing.")
        assert labels(study.history.trail(submitted.id)) == (["Tag Paraphrase at 00:00.400"], [])
        undo(study, submitted.id)
        assert study.reviewing.tags(submitted.id) == ()


def test_the_log_is_read_a_page_at_a_time(study: Study, review: Review) -> None:
    for frame in range(23):
        press(study, review, "tc.paraphrase", frame)
    for _ in range(7):
        undo(study, review.id)
    whole = study.history.trail(review.id)
    first = study.history.trail(review.id, page=4)
    assert (first.is_whole, first.taken_back) == (False, whole.taken_back)
    assert 4 <= len(first.done) < 16
    trail = first
    while not trail.is_whole:
        trail = study.history.trail(review.id, trail, page=4)
    assert (trail.done, trail.taken_back) == (whole.done, whole.taken_back)
    assert len(trail.done) == 16


acts = st.lists(
    st.tuples(
        st.sampled_from(["press", "press", "press", "remove", "note", "rate", "undo", "undo", "redo", "restart"]),
        st.sampled_from(["tc.paraphrase", "os.distance", "sj.agitation", "sj.absent"]),
        st.integers(0, 60),
        st.integers(0, 4),
    ),
    max_size=16,
)


class Editor:
    """A study that is opened and closed, beside what an editor should do: states, and where in them it stands."""

    def __init__(self, location: str, review: Review) -> None:
        self._location = location
        self._review = review
        self.study = open_study(location, "lead")
        self.states = [self.state]
        self.at = 0

    @property
    def state(self) -> State:
        reviewing, review_id = self.study.reviewing, self._review.id
        return frozenset(reviewing.tags(review_id)), frozenset(reviewing.ratings(review_id))

    def change(self, work: Callable[[], object]) -> None:
        before = self.state
        try:
            work()
        except InputError:
            assert self.state == before
            return
        del self.states[self.at + 1 :]
        self.states.append(self.state)
        self.at += 1

    def move(self, by: int) -> None:
        trail = self.study.history.trail(self._review.id, page=3)
        steps = trail.done if by < 0 else trail.taken_back
        assert bool(steps) == (0 <= self.at + by < len(self.states))
        if steps:
            self.study.history.take_back(steps[-1].seq)
            self.at += by
        assert self.state == self.states[self.at]

    def restart(self) -> None:
        self.study.close()
        self.study = open_study(self._location, "lead")

    def do(self, kind: str, behaviour: str, frame: int, level: int) -> None:
        reviewing, review_id = self.study.reviewing, self._review.id
        tags = sorted(reviewing.tags(review_id), key=lambda tag: (tag.start, tag.id))
        if kind == "press":
            given_level = level if behaviour == "sj.agitation" else None
            self.change(lambda: press(self.study, self._review, behaviour, frame, given_level))
        elif kind == "rate":
            rating = Rating(RatingId(new_id()), review_id, "R_TC", 1 + level, None)
            self.change(lambda: reviewing.rate(rating))
        elif kind in ("undo", "redo"):
            self.move(-1 if kind == "undo" else 1)
        elif kind == "restart":
            self.restart()
        elif tags:
            tag = tags[frame % len(tags)]
            remove, note = (lambda: reviewing.remove([tag.id])), replace(tag, note=f"{tag.note}{level}")
            self.change(remove if kind == "remove" else lambda: reviewing.change(tag, note))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts)
def test_undoing_everything_is_the_start_and_redoing_everything_is_the_end_whatever_was_done_and_restarted(
    study: Study, shelf: Shelf, acts: list[tuple[str, str, int, int]]
) -> None:
    known = study.library.rows()
    recording = known[0].recording if known else shelf.recording()
    editor = Editor(study.store.location, shelf.review(recording, f"Reviewer {new_id()}"))
    for act in acts:
        editor.do(*act)
    last = editor.at
    for _ in range(last):
        editor.move(-1)
    assert editor.state == (frozenset(), frozenset())
    editor.restart()
    while editor.at < len(editor.states) - 1:
        editor.move(1)
    assert editor.state == editor.states[-1]
    editor.move(1)
    with editor.study.store.reading() as work:
        assert work.audit.first_fault() is None
    editor.study.close()


def test_a_study_kept_in_a_folder_that_moved_keeps_its_history(study: Study, review: Review, tmp_path: Path) -> None:
    press(study, review, "tc.paraphrase", 10)
    study.close()
    (tmp_path / "study").rename(tmp_path / "moved")
    with open_study(str(tmp_path / "moved"), "lead") as moved:
        undo(moved, review.id)
        assert moved.reviewing.tags(review.id) == ()
