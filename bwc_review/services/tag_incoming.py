"""Tags and ratings on their way into a study, whatever file they came from; each can name its place in that file."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from bwc_review.domain.errors import InputError
from bwc_review.domain.tag import ReviewState
from bwc_review.services.tables import TagRow

# Makes an error about one field: code, field, sentence.
Locate = Callable[[str, str, str], InputError]


@dataclass(frozen=True, slots=True)
class IncomingTag:
    """A tag, with the place that it stands at."""

    row: TagRow
    fault: Locate


@dataclass(frozen=True, slots=True)
class IncomingRating:
    """A rating, with the place that it stands at."""

    item: str
    value: int | None
    missing: str | None
    note: str
    fault: Locate


@dataclass(frozen=True, slots=True)
class IncomingReview:
    """Tags and ratings of one reviewer for one recording under one rubric.

    Attributes:
        clip: Code name of the recording.
        reviewer: Name of the reviewer; empty for whoever imports.
        rubric: Id of the rubric.
        rubric_version: Its version; empty for the newest.
        profile: Id of the rubric's profile; None for all behaviours.
        state: What the review is to be afterwards.
        tags: Its tags.
        ratings: Its ratings.
        fault: Makes an error about one of the fields above.
    """

    clip: str
    reviewer: str
    rubric: str
    rubric_version: str
    profile: str | None
    state: ReviewState
    tags: tuple[IncomingTag, ...]
    ratings: tuple[IncomingRating, ...]
    fault: Locate


def reviews_of_rows(rows: Iterable[TagRow]) -> tuple[IncomingReview, ...]:
    """Rows of a table, gathered by clip, reviewer and rubric in the order in which these come."""
    groups: dict[tuple[str, str, str, str], list[TagRow]] = {}
    for row in rows:
        groups.setdefault((row.clip, row.reviewer, row.rubric, row.rubric_version), []).append(row)
    return tuple(
        IncomingReview(
            *names,
            profile=None,
            state=ReviewState.DRAFT,
            tags=tuple(IncomingTag(row, row.place.fault) for row in found),
            ratings=(),
            fault=found[0].place.fault,
        )
        for names, found in groups.items()
    )
