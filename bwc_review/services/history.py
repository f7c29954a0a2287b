"""What the log tells about a review and its tags: how often they were changed."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import cast

from bwc_review.domain.audit import AuditEntry


@dataclass(frozen=True, slots=True)
class EditCounts:
    """Numbers of log entries, by id as text.

    Attributes:
        by_review: Entries that changed the review or anything in it.
        by_thing: Entries that wrote or removed the tag, rating or review itself; the first of them made it.
    """

    by_review: Counter[str] = field(default_factory=Counter[str])
    by_thing: Counter[str] = field(default_factory=Counter[str])


def edit_counts(entries: Iterable[AuditEntry]) -> EditCounts:
    """Count the entries that edited each review, tag and rating; undoing and redoing are edits too."""
    counts = EditCounts()
    for entry in entries:
        edits = cast("Sequence[Mapping[str, Mapping[str, object] | None]]", entry.details.get("edits") or ())
        values = [edit.get("after") or edit.get("before") or {} for edit in edits]
        counts.by_thing.update({str(value.get("id")) for value in values})
        counts.by_review.update({str(value.get("review_id", value.get("id"))) for value in values})
    return counts
