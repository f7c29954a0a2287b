"""What reviews, tags and ratings should be after all that the log has written, held against what they are.

The chain of hashes shows a change of the log; this shows a change of the tables behind the log's back.
"""

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, cast

from bwc_review.domain.audit import AuditEntry, ChainFault
from bwc_review.domain.changes import Editable, Operation
from bwc_review.domain.errors import EnvironmentFault
from bwc_review.store import codec
from bwc_review.store.mapping.remarks import note_value
from bwc_review.store.mapping.reviews import rating_value, review_value, tag_value
from bwc_review.store.review_tables import CoachingNoteRow
from bwc_review.store.schema import Base, RatingRow, ReviewRow, TagRow
from bwc_review.store.transaction import Transaction

_Read = Callable[[Any], Editable]
_TABLES: tuple[tuple[str, type[Base], _Read], ...] = (
    ("review", ReviewRow, review_value),
    ("tag", TagRow, lambda row: tag_value(*row)),
    ("rating", RatingRow, rating_value),
    ("note", CoachingNoteRow, note_value),
)


class Replay:
    """The outcome of the operations noted so far, in a few bytes for each value."""

    def __init__(self) -> None:
        self._written: dict[str, tuple[int, bytes]] = {}
        self._last_seq = 0

    def note(self, entry: AuditEntry) -> None:
        """Take the next entry of the log into account; one that records no operation changes nothing here."""
        self._last_seq = entry.seq
        for edit in _edits(entry):
            before, after = edit["before"], edit["after"]
            if after is not None:
                self._written[str(after["id"])] = (entry.seq, _digest(after))
            elif before is not None:
                self._written.pop(str(before["id"]), None)

    def first_difference(self, transaction: Transaction, operation: Callable[[int], Operation]) -> ChainFault | None:
        """The earliest entry whose outcome the tables no longer show; None if they agree with the log.

        Args:
            transaction: Where the tables are read.
            operation: Gives back the operation recorded under a number.
        """
        missing = dict(self._written)
        found: list[ChainFault] = []
        for kind, table, read in _TABLES:
            for row_id, value in _values(transaction, table, read):
                seq, digest = missing.pop(row_id, (None, b""))
                if seq is None:
                    found.append(ChainFault(self._last_seq + 1, f"The study holds a {kind} that no entry has written."))
                elif value is None or not (_digest(codec.plain(value)) == digest or _is_last(operation(seq), value)):
                    found.append(ChainFault(seq, f"A {kind} in the study is not what entry {seq} has written."))
        found += [
            ChainFault(seq, f"What entry {seq} has written is no longer in the study.") for seq, _ in missing.values()
        ]
        return min(found, key=lambda fault: fault.seq, default=None)


def _edits(entry: AuditEntry) -> Sequence[Mapping[str, Mapping[str, object] | None]]:
    if set(entry.details) != {"label", "edits"}:
        return ()
    return cast("Sequence[Mapping[str, Mapping[str, object] | None]]", entry.details["edits"])


def _values(transaction: Transaction, table: type[Base], read: _Read) -> Iterator[tuple[str, Editable | None]]:
    """Id and value of each row; None for a row that cannot be read as a value, no id if an id is none."""
    try:
        rows = transaction.values(table)
    except ValueError:
        yield "", None
        return
    for row in rows:
        try:
            yield str(row[0]), read(row)
        except (ValueError, TypeError, EnvironmentFault):
            yield str(row[0]), None


def _is_last(operation: Operation, value: Editable) -> bool:
    """True if the value is what the operation left; entries of older versions know fewer fields than it has now."""
    left = [edit.after for edit in operation.edits if edit.subject.id == value.id]
    return left[-1] == value


def _digest(value: object) -> bytes:
    return hashlib.blake2b(codec.canonical(value).encode("utf-8", "replace"), digest_size=16).digest()
