"""The audit log in the database: appended in the unit of work's own transaction, chained by hash."""

import json
import sqlite3
from collections.abc import Generator, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import cast
from uuid import UUID

from sqlalchemy import select, update

from bwc_review.domain.audit import GENESIS, AuditEntry, ChainFault, entry_hash, first_chain_fault
from bwc_review.domain.changes import Operation
from bwc_review.domain.errors import EnvironmentFault, InputError
from bwc_review.store import codec, operations
from bwc_review.store.mapping.entries import audit_row, audit_value
from bwc_review.store.replay import Replay
from bwc_review.store.schema import AuditHeadRow, AuditRow
from bwc_review.store.transaction import Transaction, table_of

_PAGE = 1_000
_HEAD = select(AuditHeadRow.seq, AuditHeadRow.hash)
_HEAD_TO_MOVE = _HEAD.with_for_update()
_MOVE_HEAD = update(table_of(AuditHeadRow))


class SqlAuditLog:
    """The append-only log of one study.

    Attributes:
        record_count: Entries recorded since the last commit.
        last: The last entry recorded here; None before the first.
    """

    def __init__(self, transaction: Transaction, actor: str) -> None:
        self._transaction = transaction
        self._actor = actor
        self.record_count = 0
        self.last: AuditEntry | None = None

    def record(self, action: str, subject: str, details: Mapping[str, object], undoes: int | None = None) -> AuditEntry:
        """Append an entry, by the actor of the unit of work.

        Raises:
            TypeError: The details hold something else than JSON values.
        """
        self._transaction.check_writing()
        content = _stored(details)
        seq, previous = self._head(for_update=True)
        at = datetime.now(UTC)
        digest = entry_hash(seq + 1, at, self._actor, action, subject, content, undoes, previous)
        entry = AuditEntry(seq + 1, at, self._actor, action, subject, content, undoes, previous, digest)
        self._transaction.add_uncounted(audit_row(entry))
        self._transaction.connection.execute(_MOVE_HEAD, {"seq": entry.seq, "hash": entry.hash})
        self.record_count += 1
        self.last = entry
        return entry

    def record_operation(self, operation: Operation) -> AuditEntry:
        """Append an operation with all its edits, so that it can be undone after a restart.

        The entry is called ``undo`` if the operation takes a change back, ``redo`` if it takes an undo back.
        """
        if operation.undoes is None:
            action = operations.action_of(operation)
        else:
            action = "redo" if self.entry(operation.undoes).action == "undo" else "undo"
        subject, details = operations.subject_of(operation), operations.details_of(operation)
        return self.record(action, subject, details, operation.undoes)

    def operation(self, seq: int) -> Operation:
        """The operation recorded under that number.

        Raises:
            InputError: There is no such entry, or it records something else.
        """
        return operations.operation_of(self.entry(seq))

    def entry(self, seq: int) -> AuditEntry:
        """The entry with that number.

        Raises:
            InputError: There is none.
            EnvironmentFault: It cannot be read as one.
        """
        row = self._transaction.row(AuditRow, AuditRow.seq == seq)
        if row is None:
            raise InputError("audit.unknown_entry", f"The log has no entry {seq}.", seq=seq)
        return _readable(row)

    def of_action(self, action: str) -> list[AuditEntry]:
        """All entries of one kind, by rising number; for kinds that are rare.

        Raises:
            EnvironmentFault: An entry cannot be read as one.
        """
        return [
            _readable(row)
            for row in self._transaction.rows(AuditRow, AuditRow.action == action, order_by=[AuditRow.seq])
        ]

    def about(self, thing: UUID, actor: str, before_seq: int | None, limit: int) -> list[AuditEntry]:
        """Entries by that actor whose details name a thing, newest first.

        Args:
            thing: Its id.
            actor: Who acted.
            before_seq: Only entries before this one; None for all.
            limit: No more than this.

        Raises:
            EnvironmentFault: An entry cannot be read as one.
        """
        criteria = [AuditRow.actor == actor, AuditRow.details.contains(str(thing))]
        if before_seq is not None:
            criteria.append(AuditRow.seq < before_seq)
        rows = self._transaction.rows(AuditRow, *criteria, order_by=[AuditRow.seq.desc()], limit=limit)
        return [_readable(row) for row in rows]

    def entries(self, after_seq: int = 0, limit: int | None = None) -> Iterator[AuditEntry]:
        """Entries by rising number, read in pages.

        Raises:
            EnvironmentFault: An entry cannot be read as one.
        """
        return map(_readable, self._rows(after_seq, limit))

    def latest(self, limit: int) -> list[AuditEntry]:
        """The last entries, newest first.

        Raises:
            EnvironmentFault: An entry cannot be read as one.
        """
        return [_readable(row) for row in self._transaction.rows(AuditRow, order_by=[AuditRow.seq.desc()], limit=limit)]

    def first_fault(self) -> ChainFault | None:
        """Walk the whole log, then hold the reviews, tags and ratings against what it has written.

        Returns:
            The first entry that is not what was written, or whose outcome was changed behind the log's back; None if
            everything agrees.
        """
        head_seq, head_hash = self._head(for_update=False)
        replay, reached = Replay(), 0

        def walked() -> Iterator[AuditEntry]:
            nonlocal reached
            for row in self._rows(0, None):
                reached = row.seq
                entry = audit_value(row)
                yield entry
                # Asked for the next one, the walker has found this one to be what was written.
                replay.note(entry)

        with self._lenient_text():
            try:
                fault = first_chain_fault(walked(), head_seq, head_hash)
            except (ValueError, TypeError):
                # What stands there cannot even be read as an entry: no time, no JSON, no text.
                return ChainFault(reached, f"Entry {reached} is not what was written.")
            return fault or replay.first_difference(self._transaction, self.operation)

    def _rows(self, after_seq: int, limit: int | None) -> Iterator[AuditRow]:
        left = limit
        while left is None or left > 0:
            size = _PAGE if left is None else min(left, _PAGE)
            rows = self._transaction.rows(AuditRow, AuditRow.seq > after_seq, order_by=[AuditRow.seq], limit=size)
            yield from rows
            if len(rows) < size:
                return
            after_seq = rows[-1].seq
            left = None if left is None else left - size

    def _head(self, *, for_update: bool) -> tuple[int, str]:
        row = self._transaction.connection.execute(_HEAD_TO_MOVE if for_update else _HEAD).first()
        return (row.seq, row.hash) if row is not None else (0, GENESIS)

    @contextmanager
    def _lenient_text(self) -> Generator[None]:
        """Let bytes that are no longer UTF-8 be read as text that cannot have been written."""
        raw = self._transaction.connection.connection.dbapi_connection
        if not isinstance(raw, sqlite3.Connection):
            yield
            return
        raw.text_factory = _lenient
        try:
            yield
        finally:
            raw.text_factory = str


def _readable(row: AuditRow) -> AuditEntry:
    try:
        return audit_value(row)
    except (ValueError, TypeError) as error:
        message = f"Entry {row.seq} of the log cannot be read: it is not what was written."
        raise EnvironmentFault("audit.unreadable", message, seq=row.seq) from error


def _lenient(content: bytes) -> str:
    return content.decode("utf-8", "replace")


def _stored(details: Mapping[str, object]) -> dict[str, object]:
    """The details exactly as they will be read back: keys as text, characters that are no Unicode spelled out."""
    text = codec.canonical(details).encode("utf-8", "xmlcharrefreplace").decode()
    return cast("dict[str, object]", json.loads(text))
