"""From an older study to the newest, by alembic, in one transaction."""

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, inspect, text

from bwc_review.domain.errors import InputError
from bwc_review.store.schema import REVISION

if TYPE_CHECKING:
    from alembic.config import Config

SCRIPTS = Path(__file__).parent / "migrations"
_VERSION_TABLE = "alembic_version"


def revision_of(connection: Connection) -> str | None:
    """The revision that the database is at; None if it is no study."""
    if not inspect(connection).has_table(_VERSION_TABLE):
        return None
    return connection.scalar(text("SELECT version_num FROM alembic_version"))


def is_current(connection: Connection) -> bool:
    """True if the database is at the newest revision, False if it is older.

    Raises:
        InputError: It is no study, or one that a newer version of the program made.
    """
    revision = revision_of(connection)
    if revision == REVISION:
        return True
    if revision is None:
        raise InputError("study.not_a_study", "This database is not a study of this program.")
    if revision not in _known_revisions():
        message = "This study was made by a newer version of BWC Review. Install that version to open it."
        raise InputError("study.newer", message, revision=revision)
    return False


def upgrade(connection: Connection) -> None:
    """Bring the database to the newest revision inside the connection's open transaction."""
    # Opening an up-to-date study need not load alembic.
    from alembic import command

    config = _config()
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
    if connection.dialect.name == "sqlite" and connection.exec_driver_sql("PRAGMA foreign_key_check").first():
        message = "A migration left rows that point nowhere."
        raise RuntimeError(message)


def _known_revisions() -> set[str]:
    from alembic.script import ScriptDirectory

    return {script.revision for script in ScriptDirectory.from_config(_config()).walk_revisions()}


def _config() -> "Config":
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
    return config
