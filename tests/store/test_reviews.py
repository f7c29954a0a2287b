"""Reviews, tags and ratings."""

from dataclasses import replace

import pytest
from sqlalchemy import event
from sqlalchemy.exc import IntegrityError

from bwc_review.domain.errors import InputError
from bwc_review.domain.ids import RatingId, ReviewId, TagId, new_id
from bwc_review.domain.tag import Rating, ReviewState
from bwc_review.domain.time import Moment
from bwc_review.store.sql_store import SqlStore
from tests.store import values
from tests.store.filled import ACTOR, fill


def test_a_review_is_found_and_changed(store: SqlStore):
    review = fill(store).review
    submitted = replace(review, state=ReviewState.SUBMITTED)
    with store.writing(ACTOR) as unit:
        assert unit.reviews.get(review.id) == review
        unit.reviews.put(submitted)
        assert unit.reviews.find(review.id) == submitted
        assert unit.reviews.find(ReviewId(new_id())) is None
        with pytest.raises(InputError) as caught:
            unit.reviews.get(ReviewId(new_id()))
    assert caught.value.code == "review.unknown"


def test_reviews_come_by_reviewer(store: SqlStore):
    filled = fill(store)
    second = values.review(filled.recording, "Reviewer B")
    first = values.review(filled.recording, "A reviewer")
    with store.writing(ACTOR) as unit:
        unit.reviews.put(second)
        unit.reviews.put(first)
        assert unit.reviews.of_recording(filled.recording.id) == [first, filled.review, second]
        assert unit.reviews.all() == [first, filled.review, second]


def test_a_review_with_tags_cannot_be_removed_behind_their_back(store: SqlStore):
    filled = fill(store)
    with store.writing(ACTOR) as unit, pytest.raises(IntegrityError):
        unit.reviews.remove(filled.review.id)
    with store.writing(ACTOR) as unit:
        unit.reviews.remove_tag(filled.tag.id)
        unit.reviews.remove(filled.review.id)
        assert unit.reviews.find(filled.review.id) is None


def test_tags_come_by_onset(store: SqlStore):
    filled = fill(store)
    later, sooner = values.tag(filled.review, 2_000_000), values.tag(filled.review, 500_000)
    with store.writing(ACTOR) as unit:
        unit.reviews.put_tag(later)
        unit.reviews.put_tag(sooner)
        assert unit.reviews.tags(filled.review.id) == [sooner, filled.tag, later]
        assert unit.reviews.tags(ReviewId(new_id())) == []


def test_tags_of_some_behaviours_come_by_onset(store: SqlStore):
    filled = fill(store)
    shout = replace(values.tag(filled.review, 500_000), behaviour_id="tc.shout")
    with store.writing(ACTOR) as unit:
        unit.reviews.put_tag(shout)
        assert unit.reviews.tags_of(filled.review.id, {"tc.shout", "os.cover"}) == [shout]
        assert unit.reviews.tags_of(filled.review.id, {"tc.shout", "tc.paraphrase"}) == [shout, filled.tag]
        assert unit.reviews.tags_of(filled.review.id, set()) == []


def test_a_tag_is_changed_found_and_removed(store: SqlStore):
    tag = fill(store).tag
    changed = replace(tag, end=Moment(9_000_000), note="", modifiers=(("tone", "calm"),))
    with store.writing(ACTOR) as unit:
        unit.reviews.put_tag(changed)
        assert unit.reviews.find_tag(tag.id) == changed
        unit.reviews.remove_tag(tag.id)
        assert unit.reviews.find_tag(tag.id) is None


def test_a_tag_that_breaks_time_is_refused_by_the_tables_too(store: SqlStore):
    tag = fill(store).tag
    for broken in (replace(tag, start=Moment(-1)), replace(tag, end=tag.start)):
        with store.writing(ACTOR) as unit, pytest.raises(IntegrityError):
            unit.reviews.put_tag(broken)


def test_many_tags_are_put_at_once_and_read_in_one_query(store: SqlStore):
    filled = fill(store)
    other = values.review(filled.recording, "Reviewer B")
    tags = [values.tag(other, 1_000 * number) for number in range(2_500)]
    with store.writing(ACTOR) as unit:
        unit.reviews.put(other)
        unit.reviews.put_tags(tags)
        unit.audit.record("tags.import", f"review:{other.id}", {})
        unit.commit()
    statements: list[str] = []
    event.listen(store.engine, "before_cursor_execute", lambda *given: statements.append(given[2]))
    with store.reading() as unit:
        assert unit.reviews.all_tags() == {filled.review.id: [filled.tag], other.id: tags}
        assert unit.reviews.tag_counts() == {filled.review.id: 1, other.id: 2_500}
    assert len([statement for statement in statements if statement.startswith("SELECT")]) == 2


def test_putting_no_tags_is_no_change(store: SqlStore):
    with store.writing(ACTOR) as unit:
        unit.reviews.put_tags([])
        unit.commit()


def test_ratings_are_put_changed_found_and_removed(store: SqlStore):
    review = fill(store).review
    rating = Rating(RatingId(new_id()), review.id, "R_TC", 4)
    changed = replace(rating, value=None, missing="not_codable", note="Off camera.")
    with store.writing(ACTOR) as unit:
        unit.reviews.put_rating(rating)
        unit.reviews.put_rating(changed)
        assert unit.reviews.find_rating(rating.id) == changed
        assert unit.reviews.ratings(review.id) == [changed]
        assert unit.reviews.all_ratings() == {review.id: [changed]}
        unit.reviews.remove_rating(rating.id)
        assert unit.reviews.find_rating(rating.id) is None


def test_an_item_is_rated_once_in_a_review(store: SqlStore):
    review = fill(store).review
    with store.writing(ACTOR) as unit:
        unit.reviews.put_rating(Rating(RatingId(new_id()), review.id, "R_TC", 4))
        with pytest.raises(IntegrityError):
            unit.reviews.put_rating(Rating(RatingId(new_id()), review.id, "R_TC", 5))


def test_a_tag_needs_its_review(store: SqlStore):
    filled = fill(store)
    stray = replace(filled.tag, id=TagId(new_id()), review_id=ReviewId(new_id()))
    with store.writing(ACTOR) as unit, pytest.raises(IntegrityError):
        unit.reviews.put_tag(stray)
