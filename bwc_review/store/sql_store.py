"""An open study in a database."""

import threading
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import Connection, Engine, select, text

from bwc_review.domain.backup import Backup
from bwc_review.domain.errors import InputError
from bwc_review.domain.progress import CancelToken, Report
from bwc_review.domain.recovery import Recovery
from bwc_review.store import backups
from bwc_review.store.engine import BUSY_S, WRITING
from bwc_review.store.faults import database_errors, fault, file_errors
from bwc_review.store.open_marker import OpenMarker
from bwc_review.store.place import BACKUPS
from bwc_review.store.rejoin import rejoin
from bwc_review.store.schema import AuditHeadRow
from bwc_review.store.unit_of_work import SqlUnitOfWork


class SqlStore:
    """An open study.

    Attributes:
        location: Where the study is; without a password.
        folder: Holds `cache`, `backups` and `exports`; the user's own folder if the study is on a server or read-only.
        is_read_only: True if nothing can be changed.
        engine: The connections; only for the store's own modules and tests.
        recovery: What a program that ended without closing the study had left; None if there was nothing.
    """

    def __init__(
        self,
        location: str,
        folder: Path,
        engine: Engine,
        *,
        is_read_only: bool,
        database: Path | None = None,
        copy: TemporaryDirectory[str] | None = None,
        marker: OpenMarker | None = None,
        recovery: Recovery | None = None,
    ) -> None:
        self.location = location
        self.folder = folder
        self.is_read_only = is_read_only
        self.engine = engine
        self._database = database
        self._identity = _identity(database)
        self._copy = copy
        self._marker = marker
        self.recovery = recovery
        self._writer = threading.Lock()
        self._writing_thread: int | None = None
        self._rejoining = threading.Lock()
        self._local = threading.local()
        self._last: tuple[int, str] | None = None
        self._is_closed = False

    @contextmanager
    def reading(self) -> Generator[SqlUnitOfWork]:
        """A unit of work that sees the study as it is at the first read and cannot commit.

        Raises:
            EnvironmentFault: The study cannot be read.
        """
        self._check_place()
        options = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True} if self._is_server else {}
        with database_errors(), self.engine.connect().execution_options(**options) as connection:
            self._be_patient(connection)
            yield self._unit(connection, actor="", is_writing=False)

    @contextmanager
    def writing(self, actor: str) -> Generator[SqlUnitOfWork]:
        """A unit of work that holds the study's one write lock; leaving it without `commit` takes everything back.

        Raises:
            EnvironmentFault: The study is read-only, busy, or cannot be written.
            RuntimeError: This thread is writing already, or the study is closed: a bug.
        """
        if self.is_read_only:
            raise fault("study.read_only")
        self._check_place()
        with self._turn(), database_errors(), self.engine.connect().execution_options(**{WRITING: True}) as connection:
            self._be_patient(connection)
            connection.begin()
            if self._is_server:
                connection.execute(text(f"SET LOCAL lock_timeout = '{max(1.0, 1000 * self._patience_s):.0f}ms'"))
                connection.execute(select(AuditHeadRow.seq).with_for_update())
            yield self._unit(connection, actor=actor, is_writing=True)

    @contextmanager
    def waiting_at_most(self, seconds: float) -> Generator[None]:
        """Within the block this thread waits no longer than that for other writers, then it is told that they write."""
        self._local.patience_s = seconds
        try:
            yield
        finally:
            del self._local.patience_s

    def back_up(self, report: Report, cancel: CancelToken) -> Path:
        """Make a dated copy and check it; writers need not wait.

        Raises:
            InputError: The study is on a server, whose own backups apply.
            EnvironmentFault: The study is damaged or read-only, or the copy cannot be written.
            Cancelled: It was stopped.
        """
        if self.is_read_only:
            raise fault("study.read_only")
        self._check_place()
        return backups.back_up(self._file, self.folder / BACKUPS, report=report, cancel=cancel)

    def backups(self) -> list[Backup]:
        """The study's copies, newest first.

        Raises:
            InputError: The study is on a server, whose own backups apply.
            EnvironmentFault: The folder cannot be read.
        """
        return backups.listed(self._file, self.folder / BACKUPS)

    def drop_backup(self, backup: Backup) -> None:
        """Throw a copy away.

        Raises:
            EnvironmentFault: The folder cannot be written.
        """
        with file_errors():
            backups.remove(backup.path)

    def close(self) -> None:
        """Close all connections. Reading or writing afterwards is a bug."""
        self._is_closed = True
        self.engine.dispose()
        if self._marker is not None:
            self._marker.release()
        if self._copy is not None:
            self._copy.cleanup()

    @property
    def _file(self) -> Path:
        if self._database is None:
            raise InputError("backup.server", backups.ON_SERVER)
        return self._database

    @property
    def _is_server(self) -> bool:
        return self._database is None

    @property
    def _patience_s(self) -> float:
        return getattr(self._local, "patience_s", BUSY_S)

    def _unit(self, connection: Connection, *, actor: str, is_writing: bool) -> SqlUnitOfWork:
        return SqlUnitOfWork(
            connection,
            actor=actor,
            is_writing=is_writing,
            before_commit=self._check_same_file,
            after_commit=self._keep_last,
        )

    def _keep_last(self, seq: int, digest: str) -> None:
        self._last = (seq, digest)

    def _be_patient(self, connection: Connection) -> None:
        """Let SQLite wait for other programs as long as this thread may."""
        if not self._is_server:
            connection.connection.execute(f"PRAGMA busy_timeout = {1000 * self._patience_s:.0f}")  # pyright: ignore[reportAttributeAccessIssue] - SQLite's own connection

    @contextmanager
    def _turn(self) -> Generator[None]:
        """Writers of this program wait in line here, which is fairer and faster than asking SQLite again and again."""
        if self._writing_thread == threading.get_ident():
            message = "A unit of work for writing was opened inside another one."
            raise RuntimeError(message)
        if not self._writer.acquire(timeout=self._patience_s):
            raise fault("study.busy")
        self._writing_thread = threading.get_ident()
        try:
            yield
        finally:
            self._writing_thread = None
            self._writer.release()

    def _check_place(self) -> None:
        """A file that was removed while open would swallow all that is written to it; one that came back is used on.

        A share that was lost and found again has another device number, though it is the same file.
        """
        self._check_open()
        if self._database is None or _identity(self._database) == self._identity:
            return
        with self._rejoining:
            found = _identity(self._database)
            if found == self._identity:
                return
            if found is None:
                raise fault("study.gone")
            if self._last is None or not rejoin(self.engine, self._database, self._last):
                raise fault("study.replaced")
            self._identity = found

    def _check_same_file(self) -> None:
        """Inside a transaction nothing can be gone on with elsewhere."""
        self._check_open()
        if self._database is not None and _identity(self._database) != self._identity:
            raise fault("study.gone")

    def _check_open(self) -> None:
        if self._is_closed:
            message = "A study was used after it had been closed."
            raise RuntimeError(message)


def _identity(database: Path | None) -> tuple[int, int] | None:
    if database is None:
        return None
    try:
        status = database.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino
