"""Dated copies of the open study: when one is due, made and checked, and the old ones let go."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from bwc_review.domain.backup import Backup, is_due, superseded
from bwc_review.domain.progress import CancelToken, Report, silent
from bwc_review.services.clock import utc_now
from bwc_review.services.ports import Store


@dataclass(frozen=True, slots=True)
class Restored:
    """What putting a copy back did.

    Attributes:
        backup: The copy that the study is now.
        kept: Name of the copy of what was there before; empty if nothing was there.
    """

    backup: Backup
    kept: str


class Backups:
    """Keeps copies of one study in its folder."""

    def __init__(self, store: Store, clock: Callable[[], datetime] = utc_now) -> None:
        self._store = store
        self._clock = clock

    def all(self) -> tuple[Backup, ...]:
        """The study's copies, newest first.

        Raises:
            InputError: The study is on a server, whose own backups apply.
            EnvironmentFault: The folder cannot be read.
        """
        return tuple(self._store.backups())

    def is_due(self) -> bool:
        """True if something was written since the newest copy, and that is an hour old or more.

        Raises:
            InputError: The study is on a server, whose own backups apply.
            EnvironmentFault: The folder cannot be read.
        """
        with self._store.reading() as work:
            newest_entry = next(iter(work.audit.latest(1)), None)
        count = newest_entry.seq if newest_entry is not None else 0
        return is_due(next(iter(self.all()), None), count, self._clock())

    def make(self, report: Report = silent, cancel: CancelToken | None = None) -> Backup:
        """Make a copy, check every page of it, and only then throw superseded ones away.

        Raises:
            InputError: The study is on a server, whose own backups apply.
            EnvironmentFault: The study is damaged or read-only, or the copy cannot be written.
            Cancelled: It was stopped.
        """
        path = self._store.back_up(report, cancel or CancelToken())
        every = self.all()
        for backup in superseded(every, self._clock()):
            self._store.drop_backup(backup)
        return next(backup for backup in every if backup.path == path)
