"""Copies of a study in a SQLite file: made whoever is writing to it, checked, listed, put back."""

import os
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from shutil import copy2

from bwc_review.domain.backup import Backup, BackupKind, backup_name, named
from bwc_review.domain.errors import EnvironmentFault, InputError
from bwc_review.domain.progress import CancelToken, Progress, Report, silent
from bwc_review.store.engine import APPLICATION_ID, Access, sqlite_connection
from bwc_review.store.faults import code_of, fault, file_errors

PARTIAL = ".partial"
ON_SERVER = (
    "This study is on a PostgreSQL server, so the server's own backups apply. Ask its administrator, or use pg_dump."
)
_PAGES = 2_000  # copied in one go: 8 MB, some hundredths of a second
_MAGIC = b"SQLite format 3\x00"
_BLINDED = (
    "SELECT 1 FROM assignments JOIN assignment_plans ON assignment_plans.id = assignments.plan_id "
    "WHERE assignments.reviewer = ? AND assignment_plans.unblinded_at IS NULL LIMIT 1"
)
_SIDES = ("-wal", "-journal", "-shm")


def back_up(
    database: Path,
    folder: Path,
    kind: BackupKind = BackupKind.DATED,
    report: Report = silent,
    cancel: CancelToken | None = None,
) -> Path:
    """Copy a study, whoever is writing to it, to a dated file that is checked before it gets its name.

    Raises:
        EnvironmentFault: The study is damaged, or the copy cannot be written.
        Cancelled: It was stopped; nothing is left of it.
    """
    target = folder / backup_name(database.stem, datetime.now(UTC), kind)
    partial = target.with_name(f"{target.stem}{PARTIAL}.db")
    token = cancel or CancelToken()
    with file_errors():
        try:
            folder.mkdir(exist_ok=True)  # never the study's own: it may be away
            copy(database, partial, report, token)
            partial.rename(target)
        finally:
            remove(partial)
    return target


def copy(database: Path, target: Path, report: Report, cancel: CancelToken) -> None:
    """Copy a database as it is at one moment, and check every page of the copy.

    Raises:
        EnvironmentFault: The database is damaged.
        sqlite3.Error: It cannot be read, or the copy cannot be written.
        Cancelled: It was stopped.
    """

    def stepped(_status: int, remaining: int, total: int) -> None:
        cancel.raise_if_cancelled()
        report(Progress(total - remaining, total, "Copying the study"))

    with (
        closing(sqlite_connection(database, Access.WRITE)) as source,
        closing(sqlite_connection(target, Access.CREATE)) as made,
    ):
        # One read transaction around all steps: what others write meanwhile does not make the copy begin again.
        source.execute("BEGIN")
        source.execute("SELECT count(*) FROM sqlite_schema").fetchone()
        source.backup(made, pages=_PAGES, progress=stepped)
        source.execute("ROLLBACK")
        # Alone in its file, without a log beside it that could get lost.
        made.execute("PRAGMA journal_mode = DELETE")
        cancel.raise_if_cancelled()
        if made.execute("PRAGMA integrity_check(1)").fetchone()[0] != "ok":
            raise fault("study.damaged")


def listed(database: Path, folder: Path) -> list[Backup]:
    """The copies of a study, newest first.

    Raises:
        EnvironmentFault: The folder cannot be read.
    """
    found: list[Backup] = []
    with file_errors():
        for path in folder.iterdir() if folder.is_dir() else ():
            told = named(database.stem, path.name)
            if told is not None:
                found.append(_described(path, *told))
    return sorted(found, key=lambda backup: backup.made_at, reverse=True)


def restore(database: Path, backup: Path, folder: Path) -> Path | None:
    """Put a copy in the place of a study. The study as it was until now becomes a copy of its own.

    Args:
        database: The study's file; it may be damaged or gone, but no program may have it open.
        backup: The copy.
        folder: Where copies are kept.

    Returns:
        The copy of what was there; None if nothing was there.

    Raises:
        InputError: The file is no copy of a study, or another program has the study open.
        EnvironmentFault: The copy is damaged, or the disk does not let us.
    """
    partial = database.with_name(f"{database.stem}{PARTIAL}{database.suffix}")
    with file_errors():
        _check_is_study(backup)
        try:
            remove(partial)
            copy(backup, partial, silent, CancelToken())
            _sync(partial)
            return _swap(database, partial, folder)
        finally:
            remove(partial)


def is_blinded(database: Path, folder: Path, reviewer: str) -> bool:
    """True if somebody takes part in a plan that is not unblinded: in the study, else in its newest readable copy.

    Args:
        database: The study's file; it may be open elsewhere, damaged or gone.
        folder: Where copies are kept.
        reviewer: Their name.

    Raises:
        EnvironmentFault: The folder cannot be read.
    """
    places = [(database, Access.READ), *((copy.path, Access.FROZEN) for copy in listed(database, folder))]
    for path, access in places:
        try:
            with closing(sqlite_connection(path, access)) as connection:
                if connection.execute("PRAGMA application_id").fetchone()[0] == APPLICATION_ID:
                    return _takes_part(connection, reviewer)
        except sqlite3.Error:
            continue
    return False


def remove(database: Path) -> None:
    """Delete a database with what SQLite keeps beside it; fine if it is gone already."""
    for path in (database, *(database.with_name(database.name + side) for side in _SIDES)):
        path.unlink(missing_ok=True)


def _swap(database: Path, partial: Path, folder: Path) -> Path | None:
    if not database.exists():
        partial.replace(database)
        return None
    if not _looks_like_database(database):
        # SQLite is not even asked: it would clear away what lies beside the file.
        kept = _set_aside(database, folder)
        partial.replace(database)
        return kept
    try:
        with closing(sqlite_connection(database, Access.WRITE)) as present:
            _take_alone(present)
            kept = back_up(database, folder, BackupKind.BEFORE_RESTORE)
            # Still locked: nobody can commit to the old file between its copy and its end.
            partial.replace(database)
    except (EnvironmentFault, sqlite3.DatabaseError) as error:
        code = error.code if isinstance(error, EnvironmentFault) else code_of(error)
        if code != "study.damaged":
            raise
        kept = _set_aside(database, folder)
        partial.replace(database)
    return kept


def _take_alone(present: sqlite3.Connection) -> None:
    """Bring everything into the one file, and keep all others from writing to it."""
    present.execute("PRAGMA busy_timeout = 500")
    try:
        # This asks for the file alone, so it finds out whether another program has the study open.
        present.execute("PRAGMA journal_mode = DELETE")
        present.execute("BEGIN IMMEDIATE")
    except sqlite3.OperationalError as error:
        if code_of(error) != "study.busy":
            raise
        message = "This study is open in another window or program. Close it there, then restore the backup."
        raise InputError("backup.study_open", message) from error


def _set_aside(database: Path, folder: Path) -> Path:
    """Keep a damaged study byte by byte, with what lies beside it: somebody may still save a part of it."""
    folder.mkdir(parents=True, exist_ok=True)
    kept = folder / backup_name(database.stem, datetime.now(UTC), BackupKind.BEFORE_RESTORE)
    for side in ("", "-wal", "-journal"):
        path = database.with_name(database.name + side)
        if path.is_file():
            copy2(path, kept.with_name(kept.name + side))
            _sync(kept.with_name(kept.name + side))
    for side in _SIDES:
        database.with_name(database.name + side).unlink(missing_ok=True)
    return kept


def _looks_like_database(database: Path) -> bool:
    with database.open("rb") as file:
        return file.read(len(_MAGIC)) == _MAGIC


def _check_is_study(backup: Path) -> None:
    if not backup.is_file():
        raise InputError("backup.unknown", f"There is no backup called “{backup.name}”.", name=backup.name)
    with closing(sqlite_connection(backup, Access.FROZEN)) as connection:
        if connection.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
            raise InputError("study.not_a_study", "This database is not a study of this program.")


def _described(path: Path, made_at: datetime, kind: BackupKind) -> Backup:
    size = path.stat().st_size

    def count(connection: sqlite3.Connection, statement: str) -> int:
        return int(connection.execute(statement).fetchone()[0])

    try:
        with closing(sqlite_connection(path, Access.FROZEN)) as connection:
            entries = count(connection, "SELECT max(seq) FROM audit_head")
            tags = count(connection, "SELECT count(*) FROM tags")
            reviews = count(connection, "SELECT count(*) FROM reviews")
    except (sqlite3.Error, TypeError):
        return Backup(path, made_at, kind, size)
    return Backup(path, made_at, kind, size, entries, tags, reviews)


def _takes_part(connection: sqlite3.Connection, reviewer: str) -> bool:
    has_plans = connection.execute("SELECT count(*) FROM sqlite_schema WHERE name = 'assignment_plans'").fetchone()[0]
    return bool(has_plans) and connection.execute(_BLINDED, (reviewer,)).fetchone() is not None


def _sync(path: Path) -> None:
    """See that a file's content is on the disk before anything relies on it."""
    handle = os.open(path, os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
