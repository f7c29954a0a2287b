"""From older studies to the newest, and never the other way."""

import shutil
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine

from bwc_review.domain.clip import FaultCode
from bwc_review.domain.errors import EnvironmentFault, InputError
from bwc_review.domain.tag import ReviewState
from bwc_review.domain.time import Moment
from bwc_review.store import migrate, sqlite_study
from bwc_review.store import open as study
from bwc_review.store.schema import REVISION, Base
from bwc_review.store.sql_store import SqlStore
from tests.store import values
from tests.store.disks import read_only
from tests.store.filled import Filled, fill

TRIGGERS = {
    "audit_head_delete",
    "audit_head_update",
    "audit_log_delete",
    "audit_log_insert",
    "audit_log_update",
    "rubrics_delete",
    "rubrics_insert",
    "rubrics_update",
}
ACTIONS = [
    "study.create",
    "review.start",
    "tag.add",
    "tag.add",
    "tag.change",
    "undo",
    "rating.put",
    "review.submit",
]
DATA = Path(__file__).parent.parent / "data"
NEXT = '''"""A later version."""

import sqlalchemy as sa
from alembic import op

revision = "later"
down_revision = "{head}"


def upgrade() -> None:
    rebuild = "always" if op.get_bind().dialect.name == "sqlite" else "never"
    with op.batch_alter_table("reviews", recreate=rebuild) as table:
        table.add_column(sa.Column("mood", sa.Text(), nullable=False, server_default="calm"))
    {last}
'''


def later_version(monkeypatch: pytest.MonkeyPatch, folder: Path, last: str = "pass") -> None:
    """Let the program be one revision further: it rebuilds the table that tags point to."""
    shutil.copytree(migrate.SCRIPTS, folder, ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "versions" / "later.py").write_text(NEXT.format(head=REVISION, last=last))
    monkeypatch.setattr(migrate, "SCRIPTS", folder)
    monkeypatch.setattr(migrate, "REVISION", "later")


def filled_study(folder: Path) -> Filled:
    opened = study.open(str(folder))
    filled = fill(opened)
    opened.close()
    return filled


def rows(database: Path, statement: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(database)) as connection:
        return connection.execute(statement).fetchall()


def test_the_migrations_end_at_the_revision_of_the_tables():
    assert ScriptDirectory.from_config(migrate._config()).get_heads() == [REVISION]


def test_migrating_makes_exactly_the_tables_of_the_rows(store: SqlStore):
    with store.engine.connect() as connection:
        options = {"compare_type": True, "compare_server_default": True}
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, Base.metadata) == []


def test_migrating_names_every_constraint_as_the_rows_do(folder: Path, tmp_path: Path):
    engine = create_engine(f"sqlite:///{tmp_path / 'made.db'}")
    Base.metadata.create_all(engine)
    engine.dispose()
    statement = "SELECT sql FROM sqlite_schema WHERE type IN ('table', 'index') AND sql NOT LIKE '%alembic_version%'"

    def lines(database: Path) -> list[str]:
        # A table that a migration has rebuilt has its name in quotes.
        found = [str(text).replace('"', "") for (text,) in rows(database, statement)]
        return sorted(line.strip(", \t") for text in found for line in text.splitlines())

    assert lines(folder / "study.db") == lines(tmp_path / "made.db")


def test_migrating_makes_the_triggers(folder: Path):
    assert {row[0] for row in rows(folder / "study.db", "SELECT name FROM sqlite_schema WHERE type = 'trigger'")} == (
        TRIGGERS
    )


def test_an_older_study_is_backed_up_and_brought_up_to_date(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    filled = filled_study(folder)
    later_version(monkeypatch, tmp_path / "scripts")
    opened = study.open(str(folder))
    with opened.reading() as unit:
        assert unit.reviews.get(filled.review.id) == filled.review
        assert unit.reviews.tags(filled.review.id) == [filled.tag]
        assert unit.audit.first_fault() is None
    opened.close()
    assert rows(folder / "study.db", "SELECT mood FROM reviews") == [("calm",)]
    assert rows(folder / "study.db", "SELECT * FROM alembic_version") == [("later",)]
    [backup] = (folder / "backups").iterdir()
    assert backup.name.startswith(datetime.now(UTC).strftime("study-%Y-%m-%dT"))
    assert rows(backup, "SELECT * FROM alembic_version") == [(REVISION,)]
    assert rows(backup, "SELECT count(*) FROM tags") == [(1,)]
    study.open(str(folder)).close()
    assert [*(folder / "backups").iterdir()] == [backup]


@pytest.mark.parametrize(
    "last",
    ["raise ZeroDivisionError", 'op.execute("DELETE FROM recordings")', 'op.execute("INSERT INTO nowhere VALUES (1)")'],
)
def test_a_migration_that_fails_leaves_the_study_as_it_was(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, last: str
):
    filled = filled_study(folder)
    with monkeypatch.context() as patch:
        later_version(patch, tmp_path / "scripts", last)
        with pytest.raises(Exception, match=r"nowhere|point nowhere|^$"):
            study.open(str(folder))
    assert rows(folder / "study.db", "SELECT * FROM alembic_version") == [(REVISION,)]
    opened = study.open(str(folder))
    with opened.reading() as unit:
        assert unit.reviews.tags(filled.review.id) == [filled.tag]
    opened.close()
    assert [path.suffix for path in (folder / "backups").iterdir()] == [".db"]


def test_an_older_study_on_a_server_is_brought_up_to_date(
    postgresql: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    opened = study.create(postgresql)
    filled = fill(opened)
    opened.close()
    with monkeypatch.context() as patch:
        later_version(patch, tmp_path / "failing", "raise ZeroDivisionError")
        with pytest.raises(ZeroDivisionError):
            study.open(postgresql)
    later_version(monkeypatch, tmp_path / "scripts")
    opened = study.open(postgresql)
    with opened.reading() as unit:
        assert unit.reviews.tags(filled.review.id) == [filled.tag]
    with opened.engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT mood FROM reviews").scalar() == "calm"
    opened.close()


@pytest.mark.usefixtures("read_only_disk")
def test_an_older_study_that_is_read_only_is_brought_up_to_date_in_a_copy(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    filled = filled_study(folder)
    before = (folder / "study.db").read_bytes()
    later_version(monkeypatch, tmp_path / "scripts")
    with read_only(folder):
        opened = study.open(str(folder))
        assert opened.is_read_only
        with opened.reading() as unit:
            assert unit.reviews.tags(filled.review.id) == [filled.tag]
        opened.close()
    assert (folder / "study.db").read_bytes() == before
    assert [*(folder / "backups").iterdir()] == []


def test_the_first_study_ever_made_is_still_read_whole(folder: Path):
    file = folder / "study.db"
    file.unlink()
    with closing(sqlite3.connect(file)) as connection:
        connection.executescript((DATA / "study_rev1.sql").read_text(encoding="utf-8"))
    opened = study.open(str(folder))
    with opened.writing("Auditor") as unit:
        assert unit.settings.get("title") == "Golden"
        recording = unit.recordings.by_code("K7Q2")
        assert recording is not None
        assert str(recording.recorded_at) == "2024-05-01 14:30:00+02:00"
        clips = [unit.clips.get(segment.clip_id) for segment in recording.segments]
        assert [unit.clips.frame_table(clip.id) for clip in clips] == [values.TABLE, values.TABLE]
        assert [fault.code for fault in clips[0].faults] == [FaultCode.LATE_SOUND]
        officer = unit.people.officer_by_badge("4711")
        assert officer is not None
        assert recording.officer_id == officer.id
        assert [record.hours for record in unit.people.trainings(officer.id)] == [12.5]
        assert recording.incident_id == unit.people.incidents()[0].id
        [review] = unit.reviews.of_recording(recording.id)
        assert review.state is ReviewState.SUBMITTED
        first, second = unit.reviews.tags(review.id)
        assert (first.modifiers, first.confidence, first.is_heard_only) == ((("tone", "calm"),), 3, True)
        assert (second.end, second.level) == (Moment(5_500_000), 3)
        assert (second.compensation_us, second.end_compensation_us) == (0, 0)
        assert [rating.value for rating in unit.reviews.ratings(review.id)] == [4]
        assert unit.rubrics.get(review.rubric_id, review.rubric_version).by_id[first.behaviour_id].key == "w"
        assert [len(reel.items) for reel in unit.reels.all()] == [3]
        assert [export.kind for export in unit.exports.all()] == ["reel"]
        assert [entry.action for entry in unit.audit.entries()] == ACTIONS
        assert unit.audit.operation(6).undoes == 5
        assert unit.audit.first_fault() is None
        assert unit.audit.record("study.view", "study", {}).seq == 9
    opened.close()


def test_a_study_of_a_newer_version_is_refused_and_not_touched(location: str, monkeypatch: pytest.MonkeyPatch):
    opened = study.create(location)
    with opened.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    opened.close()
    with pytest.raises(InputError) as caught:
        study.open(location)
    assert caught.value.code == "study.newer"
    assert "newer version" in caught.value.message


def test_a_damaged_study_is_not_backed_up_as_if_it_were_sound(folder: Path):
    filled_study(folder)
    file = folder / "study.db"
    [(root,)] = rows(file, "SELECT rootpage FROM sqlite_schema WHERE name = 'ix_tags_review_id_start_us'")
    content = bytearray(file.read_bytes())
    place = int(str(root)) * 4096
    content[place - 60 : place] = bytes(60)
    file.write_bytes(content)
    with pytest.raises(EnvironmentFault) as caught:
        sqlite_study.back_up(file, folder / "backups")
    assert caught.value.code == "study.damaged"
    assert [*(folder / "backups").iterdir()] == []


def test_a_backup_holds_what_others_have_just_committed(folder: Path):
    opened = study.open(str(folder))
    fill(opened)
    backup = sqlite_study.back_up(folder / "study.db", folder / "backups")
    opened.close()
    assert rows(backup, "SELECT count(*) FROM tags") == [(1,)]
