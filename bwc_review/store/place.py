"""Where a study is: a folder with its database, or a database server's address with a local folder beside it."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from bwc_review import paths
from bwc_review.domain.errors import InputError

DATABASE = "study.db"
CACHE, BACKUPS, EXPORTS = SUBFOLDERS = ("cache", "backups", "exports")
_DRIVERS = {"postgresql": "postgresql+psycopg", "postgres": "postgresql+psycopg"}


@dataclass(frozen=True, slots=True)
class Place:
    """A study's place.

    Attributes:
        location: What the user may be shown: no password in it.
        folder: The study's folder; for a URL the user's own folder for that study.
        database: The SQLite file, or the server's address.
    """

    location: str
    folder: Path
    database: Path | URL

    @property
    def is_folder(self) -> bool:
        """True if everything of the study lies in one folder."""
        return isinstance(self.database, Path) and self.database.parent == self.folder

    def not_found(self) -> InputError:
        """The error that there is no study here."""
        message = f"There is no study in {self.location}. Make one first, or choose the folder that holds its study.db."
        return InputError("study.not_found", message, location=self.location)


def placed(location: str) -> Place:
    """Read a location: a folder, the `study.db` in it, or an SQLAlchemy URL.

    Raises:
        InputError: It is empty, or a URL that cannot be read or names a database that cannot hold a study.
    """
    if not location.strip():
        raise InputError("study.location", "Name the folder of the study, or the address of its database.")
    if "://" in location:
        return _placed_url(location)
    folder = Path(location).expanduser().absolute()
    if folder.name == DATABASE and folder.is_file():
        folder = folder.parent
    return Place(str(folder), folder, folder / DATABASE)


def local_folder(text: str) -> Path:
    """The user's own folder for a study whose place is a server or cannot be written to."""
    return paths.home() / "studies" / hashlib.sha256(text.encode("utf-8", "surrogateescape")).hexdigest()[:16]


def _placed_url(location: str) -> Place:
    try:
        url = make_url(location)
    except (ArgumentError, ValueError) as error:
        message = "This address cannot be read. Write it as postgresql://name@server/database."
        raise InputError("study.location", message) from error
    shown = url.render_as_string(hide_password=True)
    if url.get_backend_name() == "sqlite":
        if not url.database or url.database == ":memory:" or url.query:
            raise InputError("study.location", "Name a file: a study in memory would be lost.", location=shown)
        database = Path(url.database).absolute()
        return Place(shown, local_folder(shown), database)
    if url.drivername not in (*_DRIVERS, *_DRIVERS.values()):
        message = "A study is kept in a folder or in a PostgreSQL database, not in another kind of database."
        raise InputError("study.database_kind", message, location=shown)
    return Place(shown, local_folder(shown), url.set(drivername=_DRIVERS.get(url.drivername, url.drivername)))
