"""Dated copies of a study: what they are called, which are due, and which have been superseded."""

import re
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path

INTERVAL = timedelta(hours=1)
"""While there are changes, a copy is made this often."""
DAYS, WEEKS, MONTHS = 7, 4, 12
"""So many days, weeks and months keep their newest copy; of the last day every copy is kept."""

_STAMP = "%Y-%m-%dT%H%M%S.%fZ"
_NAME = re.compile(r"(?P<stem>.+?)-(?P<stamp>\d{4}-\d\d-\d\dT\d{6}\.\d{6}Z)(?:-(?P<kind>[a-z-]+))?\.db")


class BackupKind(StrEnum):
    """Why a copy was made; only dated ones are ever thrown away by the program."""

    DATED = ""
    BEFORE_UPDATE = "before-update"
    BEFORE_RESTORE = "before-restore"


@dataclass(frozen=True, slots=True)
class Backup:
    """A copy of a study.

    Attributes:
        path: The file.
        made_at: When, in UTC.
        kind: Why.
        byte_count: Its size.
        entry_count: Entries in its log; None if the file cannot be read.
        tag_count: Tags in it.
        review_count: Reviews in it.
    """

    path: Path
    made_at: datetime
    kind: BackupKind
    byte_count: int
    entry_count: int | None = None
    tag_count: int = 0
    review_count: int = 0

    @property
    def is_readable(self) -> bool:
        """False if the file is not what was written."""
        return self.entry_count is not None


def backup_name(stem: str, made_at: datetime, kind: BackupKind) -> str:
    """Name of a copy's file: the study's own, the moment, and why it was made."""
    end = f"-{kind.value}" if kind.value else ""
    return f"{stem}-{made_at.astimezone(UTC).strftime(_STAMP)}{end}.db"


def named(stem: str, name: str) -> tuple[datetime, BackupKind] | None:
    """Moment and kind in a file's name; None if it is no copy of that study."""
    found = _NAME.fullmatch(name)
    if found is None or found["stem"] != stem:
        return None
    try:
        made_at = datetime.strptime(found["stamp"], _STAMP).replace(tzinfo=UTC)
        return made_at, BackupKind(found["kind"] or "")
    except ValueError:
        return None


def is_due(newest: Backup | None, entry_count: int, now: datetime) -> bool:
    """True if something was written since the newest copy and that copy is not of just now.

    Args:
        newest: The newest copy, or None.
        entry_count: Entries in the study's log.
        now: The time.
    """
    if newest is None:
        return entry_count > 0
    return newest.entry_count != entry_count and now - newest.made_at >= INTERVAL


def superseded(backups: Iterable[Backup], now: datetime) -> tuple[Backup, ...]:
    """Dated copies that are needed no more, oldest first."""
    dated = sorted((one for one in backups if one.kind is BackupKind.DATED), key=lambda one: one.made_at, reverse=True)
    kept = [one for one in dated if now - one.made_at < timedelta(days=1)]
    kept += _newest_of(dated, DAYS, lambda at: at.date())
    kept += _newest_of(dated, WEEKS, lambda at: at.isocalendar()[:2])
    kept += _newest_of(dated, MONTHS, lambda at: (at.year, at.month))
    return tuple(one for one in reversed(dated) if one not in kept)


def _newest_of(dated: list[Backup], count: int, period_of: Callable[[datetime], Hashable]) -> list[Backup]:
    newest: dict[Hashable, Backup] = {}
    for one in dated:
        newest.setdefault(period_of(one.made_at), one)
    return [*newest.values()][:count]
