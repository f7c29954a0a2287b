"""Going on with a study whose disk or share was away for a while, without reopening it."""

import sqlite3
from contextlib import closing
from pathlib import Path

from sqlalchemy import Engine

from bwc_review.store.engine import Access, sqlite_connection


def rejoin(engine: Engine, database: Path, last: tuple[int, str]) -> bool:
    """Let go of connections to a file that went away, if what lies in its place now is the same study.

    Args:
        engine: The study's connections.
        database: Where the file was, and is again.
        last: Number and hash of the last entry that this program has written: a study that lacks it is another one,
            or an older copy, and going on with it would lose work.

    Returns:
        True if new connections lead to the same study.
    """
    log = database.with_name(f"{database.name}-wal")
    try:
        # A connection that is closed may clear away the log by its name, though that belongs to the new file.
        kept = log.read_bytes() if log.is_file() else b""
        engine.dispose()
        if kept and not log.exists():
            log.write_bytes(kept)
        with closing(sqlite_connection(database, Access.WRITE)) as connection:
            found = connection.execute("SELECT hash FROM audit_log WHERE seq = ?", (last[0],)).fetchone()
    except (OSError, sqlite3.Error):
        return False
    return found is not None and found[0] == last[1]
