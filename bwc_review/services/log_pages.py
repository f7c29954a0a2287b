"""The log in pages, for readers who go through it from either end."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice

from bwc_review.domain.audit import AuditEntry
from bwc_review.domain.errors import EnvironmentFault
from bwc_review.services.ports import UnitOfWork

_BLOCK = 500


@dataclass(frozen=True, slots=True)
class LogPage:
    """A stretch of the log; the next page goes on from the number of its last entry.

    Attributes:
        entries: In the order asked for.
        is_last: True if no wanted entry follows.
    """

    entries: tuple[AuditEntry, ...]
    is_last: bool


def read_page(
    work: UnitOfWork, wanted: Callable[[AuditEntry], bool], beyond: int | None, limit: int, *, is_newest_first: bool
) -> LogPage:
    """At most `limit` wanted entries, on from the entry `beyond`, or from the end of the log if that is None.

    Raises:
        EnvironmentFault: An entry cannot be read as one.
    """
    entries = falling(work, beyond) if is_newest_first else work.audit.entries(beyond or 0)
    try:
        found = tuple(islice(filter(wanted, entries), limit + 1))
    except (ValueError, TypeError) as error:
        message = (
            "The log holds an entry that cannot be read: it is not what was written. "
            "Verify the study: that names the entry."
        )
        raise EnvironmentFault("audit.unreadable", message) from error
    return LogPage(found[:limit], len(found) <= limit)


def falling(work: UnitOfWork, before: int | None = None) -> Iterator[AuditEntry]:
    """Entries from the newest (or the one before number `before`) to the first, read in blocks."""
    if before is None:
        latest = work.audit.latest(1)
        before = latest[0].seq + 1 if latest else 1
    while before > 1:
        after = max(0, before - 1 - _BLOCK)
        # In a damaged log numbers may be missing, so that a block reaches further than it should.
        block = [entry for entry in work.audit.entries(after, before - 1 - after) if entry.seq < before]
        yield from reversed(block)
        before = after + 1
