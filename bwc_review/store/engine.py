"""Connections: SQLite with the settings that keep acknowledged work, and PostgreSQL."""

import sqlite3
from enum import StrEnum
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.pool import NullPool, Pool, QueuePool

from bwc_review.domain.errors import EnvironmentFault

APPLICATION_ID = 0x42574352
"""Marks a SQLite file as a study ("BWCR")."""
BUSY_S = 10.0
"""How long a lock held by another program is waited for, in seconds."""
WRITING = "bwc_review_writing"
"""Execution option of connections that will write."""


class Access(StrEnum):
    """How a SQLite file is opened; the values are SQLite's own URI parameters."""

    WRITE = "mode=rw"
    CREATE = "mode=rwc"
    READ = "mode=ro"
    FROZEN = "mode=ro&immutable=1"  # nothing beside the file is read or made; it must not change meanwhile


def sqlite_connection(database: Path, access: Access) -> sqlite3.Connection:
    """A plain connection that begins no transaction by itself.

    Raises:
        sqlite3.Error: The file cannot be opened.
    """
    text = database.as_posix()
    uri = f"file://{'' if text.startswith('/') else '/'}{quote(text)}?{access.value}"
    return sqlite3.connect(uri, uri=True, timeout=BUSY_S, isolation_level=None, check_same_thread=False)


def sqlite_engine(database: Path, access: Access, *, journal: str | None = None, is_migrating: bool = False) -> Engine:
    """An engine on a SQLite file.

    Args:
        database: The file.
        access: How it is opened.
        journal: ``WAL`` or ``DELETE`` to see that the file uses it, where its file system can; None leaves it as it is.
        is_migrating: True lets tables be rebuilt: other tables and triggers may point to one that is not there for a
            moment (https://sqlite.org/lang_altertable.html, section 7).
    """

    def connect() -> sqlite3.Connection:
        connection = sqlite_connection(database, access)
        try:
            _set_up(connection, journal, is_migrating=is_migrating)
        except sqlite3.Error:
            connection.close()
            raise
        return connection

    pool: type[Pool] = NullPool if access is Access.FROZEN else QueuePool
    engine = create_engine("sqlite://", creator=connect, poolclass=pool)
    event.listen(engine, "begin", _begin)
    return engine


def postgresql_engine(url: URL) -> Engine:
    """An engine on a PostgreSQL database.

    Raises:
        EnvironmentFault: The driver is not installed.
    """
    options = {"connect_timeout": 10, "application_name": "bwc-review"}
    try:
        return create_engine(url, pool_pre_ping=True, connect_args=options)
    except ModuleNotFoundError as error:
        message = "Studies on a PostgreSQL server need its driver. Install it with: pip install bwc-review[postgresql]"
        raise EnvironmentFault("study.driver_missing", message) from error


def _set_up(connection: sqlite3.Connection, journal: str | None, *, is_migrating: bool) -> None:
    connection.execute(f"PRAGMA foreign_keys = {'OFF' if is_migrating else 'ON'}")
    connection.execute(f"PRAGMA legacy_alter_table = {'ON' if is_migrating else 'OFF'}")
    connection.execute("PRAGMA synchronous = FULL")
    if journal is not None and connection.execute("PRAGMA journal_mode").fetchone()[0].upper() != journal:
        # Where shared memory is missing SQLite keeps the rollback journal by itself, which is as safe and slower.
        connection.execute(f"PRAGMA journal_mode = {journal}")


def _begin(connection: Connection) -> None:
    options: dict[str, Any] = dict(connection.get_execution_options())
    connection.exec_driver_sql("BEGIN IMMEDIATE" if options.get(WRITING) else "BEGIN")
