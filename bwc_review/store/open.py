"""Make a study, or open one that exists: in a folder, or at an SQLAlchemy URL."""

from pathlib import Path

from sqlalchemy import URL

from bwc_review.domain.backup import Backup
from bwc_review.domain.errors import InputError
from bwc_review.store import backups as copies
from bwc_review.store.place import BACKUPS, Place, placed
from bwc_review.store.server_study import create_on_server, open_on_server
from bwc_review.store.sql_store import SqlStore
from bwc_review.store.sqlite_study import create_sqlite, open_sqlite


def create(location: str) -> SqlStore:
    """Make an empty study and open it.

    Args:
        location: A new or empty folder, or the URL of an empty database.

    Raises:
        InputError: There is something already, or the location cannot hold a study.
        EnvironmentFault: The disk or the server does not let us.
    """
    place = placed(location)
    if isinstance(place.database, URL):
        return create_on_server(place, place.database)
    return create_sqlite(place, place.database)


def open(location: str) -> SqlStore:  # noqa: A001 - called as store.open.open, like every open in Python
    """Open a study. An older one is brought up to date, after a backup; where nothing can be written it is read-only.

    Args:
        location: The study's folder, or the URL of its database.

    Raises:
        InputError: There is no study, or a newer version of the program made it.
        EnvironmentFault: The file is damaged or locked, or the disk or the server does not let us.
    """
    place = placed(location)
    if isinstance(place.database, URL):
        return open_on_server(place, place.database)
    return open_sqlite(place, place.database)


def backups(location: str) -> list[Backup]:
    """The copies of a study, newest first; the study may be open, damaged or gone.

    Raises:
        InputError: The location is none, there is neither a study nor a copy of one, or the study is on a server.
        EnvironmentFault: The folder cannot be read.
    """
    place = placed(location)
    database = _file_of(place)
    found = copies.listed(database, place.folder / BACKUPS)
    if not found and not database.exists():
        raise place.not_found()
    return found


def is_blinded(location: str, reviewer: str) -> bool:
    """True if somebody takes part in a blinded plan of a study that need not be open, or even whole.

    Raises:
        InputError: The location is none, or the study is on a server.
        EnvironmentFault: The folder cannot be read.
    """
    place = placed(location)
    return copies.is_blinded(_file_of(place), place.folder / BACKUPS, reviewer)


def restore(location: str, backup: Path) -> Path | None:
    """Put a copy in the place of a study that no program has open.

    Args:
        location: The study's folder, or the URL of its SQLite file.
        backup: The copy.

    Returns:
        The copy that was made of what was there; None if nothing was.

    Raises:
        InputError: The study is on a server, the file is no copy of a study, or another program has the study open.
        EnvironmentFault: The copy is damaged, or the disk does not let us.
    """
    place = placed(location)
    return copies.restore(_file_of(place), backup, place.folder / BACKUPS)


def _file_of(place: Place) -> Path:
    if isinstance(place.database, URL):
        raise InputError("backup.server", copies.ON_SERVER, location=place.location)
    return place.database
