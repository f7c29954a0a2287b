"""Entries of the log."""

import json
from datetime import datetime

from bwc_review.domain.audit import AuditEntry
from bwc_review.store.codec import canonical
from bwc_review.store.mapping.texts import time_text
from bwc_review.store.schema import AuditRow


def audit_row(entry: AuditEntry) -> AuditRow:
    """The row of an audit entry."""
    return AuditRow(
        seq=entry.seq,
        at=time_text(entry.at),
        actor=entry.actor,
        action=entry.action,
        subject=entry.subject,
        details=canonical(entry.details),
        undoes=entry.undoes,
        previous=entry.previous,
        hash=entry.hash,
    )


def audit_value(row: AuditRow) -> AuditEntry:
    """The audit entry in a row.

    Raises:
        ValueError: The time or the details are not what was written; TypeError if they are no text.
    """
    return AuditEntry(
        row.seq,
        datetime.fromisoformat(row.at),
        row.actor,
        row.action,
        row.subject,
        json.loads(row.details),
        row.undoes,
        row.previous,
        row.hash,
    )
