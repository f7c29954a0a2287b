"""Studies on a PostgreSQL server."""

from sqlalchemy import URL, Connection, inspect, text

from bwc_review.domain.errors import InputError
from bwc_review.store import migrate
from bwc_review.store.engine import postgresql_engine
from bwc_review.store.faults import file_errors
from bwc_review.store.place import SUBFOLDERS, Place
from bwc_review.store.sql_store import SqlStore

# Two programs that make or migrate one study at the same time wait for each other on this number ("BWCR").
_LOCK = 0x42574352


def create_on_server(place: Place, url: URL) -> SqlStore:
    """Make an empty study in an empty database and open it.

    Raises:
        InputError: There is a study already, or the database holds something else.
        EnvironmentFault: The server cannot be reached or does not allow it.
    """
    engine = postgresql_engine(url)
    try:
        with file_errors(), engine.begin() as connection:
            _lock(connection)
            _check_free(place, connection)
            migrate.upgrade(connection)
    finally:
        engine.dispose()
    return open_on_server(place, url)


def open_on_server(place: Place, url: URL) -> SqlStore:
    """Open a study; an older one is brought up to date in one transaction.

    Raises:
        InputError: The database holds no study, or one of a newer version.
        EnvironmentFault: The server cannot be reached or does not allow it.
    """
    engine = postgresql_engine(url)
    try:
        with file_errors():
            with engine.connect() as connection:
                is_current = migrate.is_current(connection)
            if not is_current:
                with engine.begin() as connection:
                    _lock(connection)
                    migrate.upgrade(connection)
            with engine.connect() as connection:
                is_read_only = _is_read_only(connection)
            for name in SUBFOLDERS:
                (place.folder / name).mkdir(parents=True, exist_ok=True)
    except BaseException:
        engine.dispose()
        raise
    return SqlStore(place.location, place.folder, engine, is_read_only=is_read_only)


def _lock(connection: Connection) -> None:
    connection.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": _LOCK})


def _check_free(place: Place, connection: Connection) -> None:
    if migrate.revision_of(connection) is not None:
        message = "There is a study in this database already. Open it, or choose an empty database for a new one."
        raise InputError("study.exists", message, location=place.location)
    if inspect(connection).get_table_names():
        message = "This database holds something else already. Choose an empty database for the study."
        raise InputError("study.folder_not_empty", message, location=place.location)


def _is_read_only(connection: Connection) -> bool:
    statement = (
        "SELECT current_setting('transaction_read_only') = 'on' OR NOT has_table_privilege('audit_log', 'INSERT')"
    )
    return bool(connection.scalar(text(statement)))
