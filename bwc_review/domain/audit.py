"""The audit log's entries and the chain that makes a change of any of them visible."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

GENESIS = "0" * 64


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One line of the log.

    Attributes:
        seq: 1, 2, 3 and so on, without a gap.
        at: When, in UTC.
        actor: Who, by pseudonym.
        action: Dotted verb, such as ``tag.add`` or ``reel.export``.
        subject: Kind and id of what it is about, such as ``tag:0b5e…``.
        details: What changed, before and after; JSON values only.
        undoes: Sequence number of the entry that this one takes back, or None.
        previous: Hash of the entry before; `GENESIS` for the first.
        hash: SHA-256 over all of the above.
    """

    seq: int
    at: datetime
    actor: str
    action: str
    subject: str
    details: Mapping[str, object]
    undoes: int | None
    previous: str
    hash: str


def entry_hash(
    seq: int,
    at: datetime,
    actor: str,
    action: str,
    subject: str,
    details: Mapping[str, object],
    undoes: int | None,
    previous: str,
) -> str:
    """SHA-256 of an entry in canonical JSON, with the hash of the one before it (h_n = SHA256(h_n-1, entry))."""
    content = [previous, seq, at.isoformat(timespec="microseconds"), actor, action, subject, details, undoes]
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class ChainFault:
    """The first place where the log is not what was written.

    Attributes:
        seq: Number of the entry.
        text: What is wrong with it.
    """

    seq: int
    text: str


def first_chain_fault(entries: Iterable[AuditEntry], head_seq: int, head_hash: str) -> ChainFault | None:
    """Walk the log from its first entry; None if every hash, number and the head agree.

    Args:
        entries: All entries by rising number.
        head_seq: Number of the last entry, as kept apart from the log.
        head_hash: Hash of the last entry, as kept apart from the log.
    """
    previous, seq = GENESIS, 0
    for entry in entries:
        if entry.seq != seq + 1:
            return ChainFault(seq + 1, f"Entry {seq + 1} is missing.")
        wanted = entry_hash(
            entry.seq, entry.at, entry.actor, entry.action, entry.subject, entry.details, entry.undoes, previous
        )
        if entry.previous != previous or entry.hash != wanted:
            return ChainFault(entry.seq, f"Entry {entry.seq} is not what was written.")
        previous, seq = entry.hash, entry.seq
    if (seq, previous) != (head_seq, head_hash):
        return ChainFault(seq + 1, f"The log ends at entry {seq}; it should end at entry {head_seq}.")
    return None
