"""What the log tells about changes: which can be undone or redone, and how often a review and its tags were edited."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import cast

from bwc_review.domain.audit import AuditEntry
from bwc_review.domain.changes import Applied
from bwc_review.domain.errors import InputError
from bwc_review.domain.ids import ReviewId
from bwc_review.domain.undo import Logged, Trail, read_back
from bwc_review.services.clock import utc_now
from bwc_review.services.edit_writing import UNDO_OF_SUBMIT
from bwc_review.services.ports import Store
from bwc_review.services.reviewing import Reviewing

# That a review was begun is not taken back: with the last tag undone the page should still be the same page. Nor is
# that it was opened again, which had its reason.
NOT_UNDONE = frozenset({"review.start", "review.import", "review.reopen", "review.adjudicate"})
PAGE = 200


class History:
    """Undo and redo out of the log: unlimited, across restarts, one's own changes to one review."""

    def __init__(self, store: Store, reviewing: Reviewing, actor: str, clock: Callable[[], datetime] = utc_now) -> None:
        self._store = store
        self._reviewing = reviewing
        self._actor = actor
        self._clock = clock

    def trail(self, review_id: ReviewId, later: Trail | None = None, page: int = PAGE) -> Trail:
        """What the actor can undo and redo in a review.

        Only so much of the log is read as gives a page of changes to undo, and all that can be redone.

        Args:
            review_id: The review.
            later: What was found so far, to go on further back; None to begin at the log's end.
            page: Changes to find before reading stops.
        """
        trail = later or Trail()
        wanted = len(trail.done) + page
        with self._store.reading() as work:
            while not trail.is_whole and (len(trail.done) < wanted or not trail.is_redo_known):
                found = work.audit.about(review_id, self._actor, trail.before_seq, page)
                entries = [_logged(entry) for entry in found if self._can_be_undone(entry, found)]
                trail = read_back(trail, entries, is_last=len(found) < page)
                if found:
                    trail = replace(trail, before_seq=found[-1].seq)
        return trail

    def take_back(self, seq: int) -> Applied:
        """Take back what an entry of the log recorded: a change, or an undo, which does the change again.

        Raises:
            InputError: There is no such change, somebody else made it, or the rules forbid it now.
            StaleEdit: What it changed was changed again since.
        """
        with self._store.writing(self._actor) as work:
            entry = work.audit.entry(seq)
            if entry.actor != self._actor:
                message = f"{entry.actor} has made this change. You can take back only your own."
                raise InputError("undo.not_yours", message, seq=seq)
            applied = self._reviewing.apply_in(work, work.audit.operation(seq).inverse(seq))
            work.commit()
        return applied

    def _can_be_undone(self, entry: AuditEntry, page: Sequence[AuditEntry]) -> bool:
        if set(entry.details) != {"label", "edits"} or entry.action in NOT_UNDONE:
            return False
        if entry.action != "review.submit":
            return True
        is_fresh = self._clock() - entry.at <= UNDO_OF_SUBMIT
        return is_fresh and not any(later.action == "review.reopen" and later.seq > entry.seq for later in page)


def _logged(entry: AuditEntry) -> Logged:
    return Logged(entry.seq, str(entry.details["label"]), entry.undoes, is_undo=entry.action == "undo")


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
