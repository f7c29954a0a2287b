"""Studies in a SQLite file: made, opened, opened read-only, backed up and brought up to date."""

import sqlite3
from contextlib import closing
from pathlib import Path
from shutil import copy2
from tempfile import TemporaryDirectory

from bwc_review.domain.backup import BackupKind
from bwc_review.domain.errors import InputError
from bwc_review.store import migrate
from bwc_review.store.backups import PARTIAL, back_up, remove
from bwc_review.store.crash import left_behind, look_back
from bwc_review.store.engine import APPLICATION_ID, WRITING, Access, sqlite_connection, sqlite_engine
from bwc_review.store.faults import file_errors
from bwc_review.store.file_system import can_write, is_on_network
from bwc_review.store.place import BACKUPS, SUBFOLDERS, Place, local_folder
from bwc_review.store.sql_store import SqlStore

# What file browsers leave in a folder just by looking at it.
_LITTER = frozenset({".DS_Store", "Thumbs.db", "desktop.ini", ".directory"})
_WAL_FORMAT = 2


def create_sqlite(place: Place, database: Path) -> SqlStore:
    """Make an empty study and open it.

    Raises:
        InputError: There is a study already, or the folder holds something else.
        EnvironmentFault: The folder or the file cannot be made.
    """
    partial = database.with_name(f"{database.stem}{PARTIAL}{database.suffix}")
    with file_errors():
        _check_free(place, database, partial)
        is_new_folder = not database.parent.exists()
        _make_folder(place, database.parent)
        remove(partial)
        try:
            _build(partial)
            partial.rename(database)
        finally:
            remove(partial)
            if is_new_folder and not database.exists():
                database.parent.rmdir()
    return open_sqlite(place, database)


def open_sqlite(place: Place, database: Path) -> SqlStore:
    """Open a study; an older one is backed up and brought up to date.

    Raises:
        InputError: There is no study, or one of a newer version.
        EnvironmentFault: It cannot be opened.
    """
    with file_errors():
        if not database.is_file():
            raise place.not_found()
        if not can_write(database.parent, database):
            return _open_read_only(place, database)
        _make_subfolders(place.folder)
        has_journal = left_behind(database)
        if not _is_current(database, Access.WRITE):
            back_up(database, place.folder / BACKUPS, BackupKind.BEFORE_UPDATE)
            _bring_up_to_date(database)
        journal = "DELETE" if is_on_network(database.parent) else "WAL"
        engine = sqlite_engine(database, Access.WRITE, journal=journal)
        marker, recovery = look_back(engine, place, database, has_journal=has_journal)
        return SqlStore(
            place.location,
            place.folder,
            engine,
            is_read_only=False,
            database=database,
            marker=marker,
            recovery=recovery,
        )


def _check_free(place: Place, database: Path, partial: Path) -> None:
    if database.exists():
        message = "There is a study here already. Open it, or choose an empty folder for a new one."
        raise InputError("study.exists", message, location=place.location)
    folder = database.parent
    if folder.exists() and not folder.is_dir():
        message = "This is a file. Choose an empty folder, or a new one, for the study."
        raise InputError("study.not_a_folder", message, location=place.location)
    if not place.is_folder or not folder.exists():
        return
    for entry in folder.iterdir():
        is_ours = entry.name in SUBFOLDERS and entry.is_dir() and not any(entry.iterdir())
        if not is_ours and entry.name not in _LITTER and not entry.name.startswith(partial.name):
            message = "This folder holds something else already. Choose an empty folder, or a new one, for the study."
            raise InputError("study.folder_not_empty", message, location=place.location)


def _make_folder(place: Place, folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except (FileNotFoundError, NotADirectoryError) as error:  # below a file, or where the system makes the folders
        message = "No folder can be made there. Choose another place for the study."
        raise InputError("study.no_folder", message, location=place.location) from error


def _build(database: Path) -> None:
    with closing(sqlite_connection(database, Access.CREATE)) as connection:
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    _bring_up_to_date(database)


def _bring_up_to_date(database: Path) -> None:
    engine = sqlite_engine(database, Access.WRITE, is_migrating=True)
    try:
        with engine.connect().execution_options(**{WRITING: True}) as connection, connection.begin():
            migrate.upgrade(connection)
    finally:
        engine.dispose()


def _is_current(database: Path, access: Access) -> bool:
    with closing(sqlite_connection(database, access)) as connection:
        if connection.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
            raise InputError("study.not_a_study", "This database is not a study of this program.")
    engine = sqlite_engine(database, access)
    try:
        with engine.connect() as connection:
            return migrate.is_current(connection)
    finally:
        engine.dispose()


def _open_read_only(place: Place, database: Path) -> SqlStore:
    folder = local_folder(place.location)
    _make_subfolders(folder)
    access = _reading_access(database)
    if access is not None and _is_current(database, access):
        engine = sqlite_engine(database, access)
        return SqlStore(place.location, folder, engine, is_read_only=True, database=database)
    # What was last written lies beside the file and cannot be read without writing, or the study is older: a copy of
    # one's own is made whole and, if needed, brought up to date.
    copy = TemporaryDirectory(prefix="bwc-review-", ignore_cleanup_errors=True)
    try:
        own = _copied(database, Path(copy.name))
        if not _is_current(own, Access.WRITE):
            _bring_up_to_date(own)
    except BaseException:
        copy.cleanup()
        raise
    engine = sqlite_engine(own, Access.WRITE)
    return SqlStore(place.location, folder, engine, is_read_only=True, database=database, copy=copy)


def _reading_access(database: Path) -> Access | None:
    """How the file can be read where nothing can be written; None if only a copy of it can."""
    has_leftovers = any(side.is_file() and side.stat().st_size > 0 for side in _side_files(database))
    if not has_leftovers:
        return Access.FROZEN if _is_wal(database) else Access.READ
    try:
        with closing(sqlite_connection(database, Access.READ)) as connection:
            connection.execute("SELECT count(*) FROM sqlite_schema")
    except sqlite3.OperationalError:
        return None
    return Access.READ


def _is_wal(database: Path) -> bool:
    """True if the file's header says that it uses a write-ahead log (https://sqlite.org/fileformat.html, offset 18)."""
    with database.open("rb") as file:
        header = file.read(20)
    return header[18:20] == bytes((_WAL_FORMAT, _WAL_FORMAT))


def _copied(database: Path, folder: Path) -> Path:
    for path in (database, *_side_files(database)):
        if path.is_file():
            copy2(path, folder / path.name)
            (folder / path.name).chmod(0o600)
    return folder / database.name


def _side_files(database: Path) -> tuple[Path, Path]:
    return database.with_name(f"{database.name}-wal"), database.with_name(f"{database.name}-journal")


def _make_subfolders(folder: Path) -> None:
    for name in SUBFOLDERS:
        (folder / name).mkdir(parents=True, exist_ok=True)
