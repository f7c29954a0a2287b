"""What a database's own errors mean: the environment's fault, with a sentence, or ours (then they pass untouched).

SQLite: BUSY, READONLY, IOERR, CORRUPT, FULL, CANTOPEN, PROTOCOL, NOTADB and their kin are the environment's
(https://sqlite.org/rescode.html); PostgreSQL: the SQLSTATE classes for connections, resources, the operator and the
system (https://www.postgresql.org/docs/current/errcodes-appendix.html).
"""

import math
import sqlite3
from collections.abc import Generator
from contextlib import contextmanager
from errno import EACCES, EDQUOT, EFBIG, ENOENT, ENOSPC, ENOTDIR, EPERM, EROFS

from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from bwc_review.domain.errors import EnvironmentFault

try:
    import resource
except ModuleNotFoundError:  # Windows has no such limits
    resource = None

SENTENCES = {
    "study.busy": "Another program is writing to this study. Wait a moment and try again.",
    "study.read_only": "This study cannot be changed: its folder or file is read-only for you.",
    "study.disk": "The disk that holds this study reported an error. Check the disk and its cable or network.",
    "study.damaged": "The study's file is damaged. Go back to a copy in the folder “backups” of the study.",
    "study.disk_full": "The disk that holds this study is full. Make room there first.",
    "study.too_large": (
        "A file of this study may not grow any further here: your account has a limit (“ulimit -f” shows it). "
        "Have it raised, or end what set it, and open the study again."
    ),
    "study.cannot_open": "The study's file cannot be opened. See whether its folder is still there and open to you.",
    "study.not_a_database": "The study's file is not a database of this program.",
    "study.gone": "The study's folder is no longer where it was. Connect its disk or share again.",
    "study.replaced": "The study's file was replaced while it was open. Close the study and open it again.",
    "study.connection": "The database server cannot be reached. Check the network and the address, then try again.",
    "study.no_access": "You may not read or write there. Choose another folder, or ask for the permission.",
    "study.no_permission": "The database server does not let you do this. Ask its administrator for the permission.",
}

_SQLITE = {
    sqlite3.SQLITE_BUSY: "study.busy",
    sqlite3.SQLITE_LOCKED: "study.busy",
    sqlite3.SQLITE_PROTOCOL: "study.busy",
    sqlite3.SQLITE_READONLY: "study.read_only",
    sqlite3.SQLITE_PERM: "study.no_permission",
    sqlite3.SQLITE_IOERR: "study.disk",
    sqlite3.SQLITE_NOLFS: "study.disk",
    sqlite3.SQLITE_CORRUPT: "study.damaged",
    sqlite3.SQLITE_FULL: "study.disk_full",
    sqlite3.SQLITE_CANTOPEN: "study.cannot_open",
    sqlite3.SQLITE_NOTADB: "study.not_a_database",
}
# Reserving the shared index of the write-ahead log fails like this when the disk has no room.
_SQLITE_EXTENDED = {
    sqlite3.SQLITE_IOERR_SHMSIZE: "study.disk_full",
    sqlite3.SQLITE_READONLY_DBMOVED: "study.gone",
}
# Writes that may fail because the account limits how large a file may be, for which SQLite has no code of its own; and
# up to which limit that, not the disk, must be the reason. The shared index never grows large.
_MAY_BE_TOO_LARGE = {
    sqlite3.SQLITE_IOERR_WRITE: 2**63,
    sqlite3.SQLITE_IOERR_TRUNCATE: 2**63,
    sqlite3.SQLITE_IOERR_SHMSIZE: 2**20,
}
_POSTGRESQL = {
    "08": "study.connection",
    "28": "study.no_permission",
    "3D": "study.cannot_open",
    "42501": "study.no_permission",
    "25006": "study.read_only",
    "40": "study.busy",
    "53100": "study.disk_full",
    "53": "study.connection",
    "55P03": "study.busy",
    "55006": "study.busy",
    "57P": "study.connection",
    "57014": "study.busy",
    "58": "study.disk",
    "XX001": "study.damaged",
    "XX002": "study.damaged",
}
_OS = {
    EFBIG: "study.too_large",
    ENOSPC: "study.disk_full",
    EDQUOT: "study.disk_full",
    EROFS: "study.no_access",
    EACCES: "study.no_access",
    EPERM: "study.no_access",
    ENOENT: "study.gone",
    ENOTDIR: "study.gone",
}


def fault(code: str, **facts: object) -> EnvironmentFault:
    """The environment's fault of that code, with its sentence."""
    return EnvironmentFault(code, SENTENCES[code], **facts)


def code_of(error: BaseException) -> str | None:
    """The code of the environment's fault behind a database or system error; None if the error is a bug of ours."""
    if isinstance(error, PoolTimeout):
        return "study.busy"
    if isinstance(error, DBAPIError):
        return code_of(error.orig) if error.orig is not None else None
    if isinstance(error, sqlite3.Error):
        return _sqlite_code(error)
    if isinstance(error, OSError):
        return _OS.get(error.errno or 0, "study.disk")
    return _postgresql_code(error)


@contextmanager
def database_errors() -> Generator[None]:
    """Turn errors of the database that the environment caused into `EnvironmentFault`; let bugs pass."""
    try:
        yield
    except (DBAPIError, PoolTimeout, sqlite3.Error) as error:
        code = code_of(error)
        if code is None:
            raise
        raise fault(code) from error


@contextmanager
def file_errors() -> Generator[None]:
    """The same for work on the study's own files: every `OSError` is the environment's."""
    try:
        with database_errors():
            yield
    except OSError as error:
        raise fault(code_of(error) or "study.disk") from error


def _sqlite_code(error: sqlite3.Error) -> str | None:
    extended = getattr(error, "sqlite_errorcode", None)
    if extended is None:
        # Python's own check of text columns has no code: bytes in the file are no longer UTF-8.
        return "study.damaged" if "decode to UTF-8" in str(error) else None
    if _file_size_limit() < _MAY_BE_TOO_LARGE.get(extended, 0):
        return "study.too_large"
    return _SQLITE_EXTENDED.get(extended) or _SQLITE.get(extended & 0xFF)


def _file_size_limit() -> float:
    """How many bytes a file of this program may have; infinite without a limit."""
    if resource is None:
        return math.inf
    limit, _ = resource.getrlimit(resource.RLIMIT_FSIZE)
    return math.inf if limit == resource.RLIM_INFINITY else limit


def _postgresql_code(error: BaseException) -> str | None:
    state = getattr(error, "sqlstate", None)
    if not isinstance(state, str):
        # Without a state the server never answered: psycopg's OperationalError of a failed or lost connection.
        return "study.connection" if type(error).__name__ == "OperationalError" else None
    for length in (5, 3, 2):
        if (code := _POSTGRESQL.get(state[:length])) is not None:
            return code
    return None
