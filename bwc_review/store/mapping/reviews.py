"""Rubrics, reviews, tags and ratings."""

from datetime import datetime
from functools import lru_cache
from uuid import UUID

from bwc_review.domain.ids import RatingId, RecordingId, ReviewId, TagId
from bwc_review.domain.rubric import Rubric
from bwc_review.domain.tag import Rating, Review, ReviewState, Tag
from bwc_review.domain.time import Moment
from bwc_review.store.codec import dumps, loads
from bwc_review.store.mapping.texts import time_text
from bwc_review.store.schema import RatingRow, ReviewRow, RubricRow, TagRow


def rubric_row(rubric: Rubric) -> RubricRow:
    """The row of a rubric version."""
    return RubricRow(
        id=rubric.id,
        version=rubric.version,
        title=rubric.title,
        content=dumps(rubric),
        content_hash=rubric.content_hash,
    )


def rubric_value(row: RubricRow) -> Rubric:
    """The rubric version in a row."""
    return _rubric(row.content)


@lru_cache(maxsize=64)
def _rubric(content: str) -> Rubric:
    """The rubric in a text; kept, because reading one and hashing it takes longer than reading a whole review."""
    return loads(Rubric, content)


def review_row(review: Review) -> ReviewRow:
    """The row of a review."""
    return ReviewRow(
        id=review.id,
        recording_id=review.recording_id,
        reviewer=review.reviewer,
        rubric_id=review.rubric_id,
        rubric_version=review.rubric_version,
        profile=review.profile,
        state=review.state,
    )


def review_value(row: ReviewRow) -> Review:
    """The review in a row."""
    return Review(
        ReviewId(row.id),
        RecordingId(row.recording_id),
        row.reviewer,
        row.rubric_id,
        row.rubric_version,
        row.profile,
        ReviewState(row.state),
    )


def tag_row(tag: Tag) -> TagRow:
    """The row of a tag."""
    return TagRow(
        id=tag.id,
        review_id=tag.review_id,
        behaviour_id=tag.behaviour_id,
        start_us=tag.start.us,
        end_us=tag.end.us if tag.end is not None else None,
        actor=tag.actor,
        target=tag.target,
        level=tag.level,
        modifiers=dumps(tag.modifiers) if tag.modifiers else "",
        confidence=tag.confidence,
        note=tag.note,
        is_heard_only=tag.is_heard_only,
        tagged_at=time_text(tag.tagged_at) if tag.tagged_at else None,
        speed_percent=tag.speed_percent,
        compensation_us=tag.compensation_us,
        end_compensation_us=tag.end_compensation_us,
    )


def tag_value(
    tag_id: UUID,
    review_id: UUID,
    behaviour_id: str,
    start_us: int,
    end_us: int | None,
    actor: str,
    target: str,
    level: int | None,
    modifiers: str,
    confidence: int | None,
    note: str,
    is_heard_only: bool,
    tagged_at: str | None,
    speed_percent: int,
    compensation_us: int,
    end_compensation_us: int,
) -> Tag:
    """The tag in a row's columns."""
    return Tag(
        TagId(tag_id),
        ReviewId(review_id),
        behaviour_id,
        Moment(start_us),
        Moment(end_us) if end_us is not None else None,
        actor,
        target,
        level,
        _modifiers(modifiers) if modifiers else (),
        confidence,
        note,
        is_heard_only,
        datetime.fromisoformat(tagged_at) if tagged_at else None,
        speed_percent,
        compensation_us,
        end_compensation_us,
    )


@lru_cache(maxsize=1_024)
def _modifiers(text: str) -> tuple[tuple[str, str], ...]:
    return loads(tuple[tuple[str, str], ...], text)


def rating_row(rating: Rating) -> RatingRow:
    """The row of a rating."""
    return RatingRow(
        id=rating.id,
        review_id=rating.review_id,
        item_id=rating.item_id,
        value=rating.value,
        missing=rating.missing,
        note=rating.note,
        evidence=dumps(rating.evidence) if rating.evidence else None,
    )


def rating_value(row: RatingRow) -> Rating:
    """The rating in a row."""
    evidence = loads(tuple[TagId, ...], row.evidence) if row.evidence else ()
    return Rating(RatingId(row.id), ReviewId(row.review_id), row.item_id, row.value, row.missing, row.note, evidence)
