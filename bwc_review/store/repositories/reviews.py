"""Reviews, tags and ratings."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence

from sqlalchemy import func, select

from bwc_review.domain.errors import InputError
from bwc_review.domain.ids import RatingId, RecordingId, ReviewId, TagId
from bwc_review.domain.tag import Rating, Review, Tag
from bwc_review.domain.time import Moment
from bwc_review.store.mapping.reviews import rating_row, rating_value, review_row, review_value, tag_row, tag_value
from bwc_review.store.schema import RatingRow, ReviewRow, TagRow
from bwc_review.store.transaction import Criterion, Transaction

_ORDER = (ReviewRow.reviewer, ReviewRow.id)
_TAG_ORDER = (TagRow.start_us, TagRow.tagged_at, TagRow.id)
_MOST_STARTS = 500  # in one query; with more of them all onsets are read
_RATING_ORDER = (RatingRow.item_id, RatingRow.id)


class SqlReviews:
    """Reviews, their tags and ratings. `put` writes a value whether or not it existed."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction
        self._known: dict[ReviewId, Review] = {}  # read in this transaction, in which nobody else writes

    def put(self, review: Review) -> None:
        """Keep a review, new or changed."""
        self._known.pop(review.id, None)
        self._transaction.put(review_row(review))

    def get(self, review_id: ReviewId) -> Review:
        """The review with that id.

        Raises:
            InputError: The study has none.
        """
        found = self.find(review_id)
        if found is None:
            raise InputError("review.unknown", "This review is not in the study.", review=str(review_id))
        return found

    def find(self, review_id: ReviewId) -> Review | None:
        """The review with that id, or None."""
        if review_id not in self._known:
            for row in self._transaction.rows_where(ReviewRow, id=review_id):
                self._known[review_id] = review_value(row)
        return self._known.get(review_id)

    def remove(self, review_id: ReviewId) -> None:
        """Remove a review, which must have no tags and ratings any more: each is removed, and logged, by itself."""
        self._known.pop(review_id, None)
        self._transaction.remove(ReviewRow, ReviewRow.id == review_id)

    def of_recording(self, recording_id: RecordingId) -> Sequence[Review]:
        """Reviews of a recording, by reviewer."""
        return self._reviews(ReviewRow.recording_id == recording_id)

    def all(self) -> Sequence[Review]:
        """All reviews, by reviewer."""
        return self._reviews()

    def put_tag(self, tag: Tag) -> None:
        """Keep a tag, new or changed."""
        self._transaction.put(tag_row(tag))

    def put_tags(self, tags: Iterable[Tag]) -> None:
        """Keep many tags, new or changed, at once."""
        self._transaction.put_many(tag_row(tag) for tag in tags)

    def find_tag(self, tag_id: TagId) -> Tag | None:
        """The tag with that id, or None."""
        return next((tag_value(*row) for row in self._transaction.values_where(TagRow, id=tag_id)), None)

    def remove_tag(self, tag_id: TagId) -> None:
        """Remove a tag."""
        self._transaction.remove(TagRow, TagRow.id == tag_id)

    def tags(self, review_id: ReviewId) -> Sequence[Tag]:
        """Tags of a review, by onset."""
        return self._tags(TagRow.review_id == review_id)

    def tags_of(
        self, review_id: ReviewId, behaviour_ids: Collection[str], starts: Collection[Moment] | None = None
    ) -> Sequence[Tag]:
        """Tags of a review that are of these behaviours, by onset; with `starts` only those that begin then."""
        criteria = [TagRow.review_id == review_id, TagRow.behaviour_id.in_(sorted(behaviour_ids))]
        if starts is not None and len(starts) <= _MOST_STARTS:
            criteria.append(TagRow.start_us.in_(sorted(start.us for start in starts)))
        return self._tags(*criteria)

    def all_tags(self) -> Mapping[ReviewId, Sequence[Tag]]:
        """Tags of all reviews that have any, by onset, read in one query."""
        found: defaultdict[ReviewId, list[Tag]] = defaultdict(list)
        for tag in self._tags():
            found[tag.review_id].append(tag)
        return dict(found)

    def tag_counts(self) -> Mapping[ReviewId, int]:
        """Number of tags of all reviews that have any."""
        statement = select(TagRow.review_id, func.count()).group_by(TagRow.review_id)
        return {ReviewId(review_id): count for review_id, count in self._transaction.connection.execute(statement)}

    def tag_count(self, review_id: ReviewId) -> int:
        """Number of tags of a review."""
        statement = select(func.count()).where(TagRow.review_id == review_id)
        return self._transaction.connection.scalar(statement) or 0

    def put_rating(self, rating: Rating) -> None:
        """Keep a rating, new or changed."""
        self._transaction.put(rating_row(rating))

    def find_rating(self, rating_id: RatingId) -> Rating | None:
        """The rating with that id, or None."""
        row = self._transaction.row(RatingRow, RatingRow.id == rating_id)
        return rating_value(row) if row is not None else None

    def remove_rating(self, rating_id: RatingId) -> None:
        """Remove a rating."""
        self._transaction.remove(RatingRow, RatingRow.id == rating_id)

    def ratings(self, review_id: ReviewId) -> Sequence[Rating]:
        """Ratings of a review, by item."""
        rows = self._transaction.rows(RatingRow, RatingRow.review_id == review_id, order_by=_RATING_ORDER)
        return [rating_value(row) for row in rows]

    def all_ratings(self) -> Mapping[ReviewId, Sequence[Rating]]:
        """Ratings of all reviews that have any, by item, read in one query."""
        found: defaultdict[ReviewId, list[Rating]] = defaultdict(list)
        for row in self._transaction.rows(RatingRow, order_by=(RatingRow.review_id, *_RATING_ORDER)):
            found[ReviewId(row.review_id)].append(rating_value(row))
        return dict(found)

    def _tags(self, *criteria: Criterion) -> list[Tag]:
        return [tag_value(*row) for row in self._transaction.values(TagRow, *criteria, order_by=_TAG_ORDER)]

    def _reviews(self, *criteria: Criterion) -> Sequence[Review]:
        return [review_value(row) for row in self._transaction.rows(ReviewRow, *criteria, order_by=_ORDER)]
