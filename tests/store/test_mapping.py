"""Every kind of value, written to a real table and read back."""

import inspect
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, create_engine, delete, text

from bwc_review.store import open as study
from bwc_review.store.engine import WRITING, Access, sqlite_engine
from bwc_review.store.mapping.media import clip_value, recording_value
from bwc_review.store.mapping.reviews import tag_value
from bwc_review.store.mapping.texts import path_text, path_value
from bwc_review.store.repositories.clips import SqlClips, SqlRecordings
from bwc_review.store.repositories.people import SqlPeople
from bwc_review.store.repositories.products import SqlExports, SqlReels
from bwc_review.store.repositories.remarks import SqlRemarks, SqlViewings
from bwc_review.store.repositories.reviews import SqlReviews
from bwc_review.store.repositories.rubrics import SqlRubrics
from bwc_review.store.schema import Base, ClipRow, RecordingRow, TagRow
from bwc_review.store.transaction import Transaction, table_of
from tests.store import values

each_value = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=50)


@pytest.fixture
def loose(database: str, location: str) -> Iterator[Transaction]:
    """A transaction in which rows need not point anywhere, so that each table is tested alone."""
    study.create(location).close()
    engine = _loose_engine(database, location)
    with engine.connect().execution_options(**{WRITING: True}) as connection:
        if database == "postgresql":
            connection.execute(text("SET session_replication_role = replica"))
        yield Transaction(connection, is_writing=True)
    engine.dispose()


def _loose_engine(database: str, location: str) -> Engine:
    if database == "postgresql":
        return create_engine(location.replace("postgresql:", "postgresql+psycopg:"))
    return sqlite_engine(Path(location) / "study.db", Access.WRITE, is_migrating=True)


def _emptied(transaction: Transaction) -> Transaction:
    for table in Base.metadata.sorted_tables:
        if not table.name.startswith("audit"):
            transaction.connection.execute(delete(table))
    return transaction


Put = Callable[[Transaction, Any], object]
Read = Callable[[Transaction, Any], object]
CASES: dict[str, tuple[st.SearchStrategy[Any], Put, Read]] = {
    "clip": (
        values.clips,
        lambda where, clip: SqlClips(where).add(clip, values.TABLE),
        lambda where, clip: [*SqlClips(where).all()],
    ),
    "recording": (
        values.recordings,
        lambda where, recording: SqlRecordings(where).put(recording),
        lambda where, recording: [*SqlRecordings(where).all()],
    ),
    "officer": (
        values.officers,
        lambda where, officer: SqlPeople(where).put_officer(officer),
        lambda where, officer: [*SqlPeople(where).officers()],
    ),
    "training": (
        values.trainings,
        lambda where, record: SqlPeople(where).put_training(record),
        lambda where, record: [*SqlPeople(where).trainings(record.officer_id)],
    ),
    "incident": (
        values.incidents,
        lambda where, incident: SqlPeople(where).put_incident(incident),
        lambda where, incident: [*SqlPeople(where).incidents()],
    ),
    "call type": (
        values.call_types,
        lambda where, kind: SqlPeople(where).put_call_type(kind),
        lambda where, kind: [*SqlPeople(where).call_types()],
    ),
    "rubric": (
        values.rubrics,
        lambda where, rubric: SqlRubrics(where).add(rubric),
        lambda where, rubric: [SqlRubrics(where).get(rubric.id, rubric.version)],
    ),
    "review": (
        values.reviews,
        lambda where, review: SqlReviews(where).put(review),
        lambda where, review: [*SqlReviews(where).of_recording(review.recording_id)],
    ),
    "tag": (
        values.tags(),
        lambda where, tag: SqlReviews(where).put_tag(tag),
        lambda where, tag: [*SqlReviews(where).tags(tag.review_id)],
    ),
    "rating": (
        values.ratings,
        lambda where, rating: SqlReviews(where).put_rating(rating),
        lambda where, rating: [*SqlReviews(where).ratings(rating.review_id)],
    ),
    "reel": (
        values.reels,
        lambda where, reel: SqlReels(where).put(reel),
        lambda where, reel: [*SqlReels(where).all()],
    ),
    "viewing run": (
        values.runs,
        lambda where, run: SqlViewings(where).put_all([run]),
        lambda where, run: [*SqlViewings(where).all()],
    ),
    "coaching note": (
        values.notes,
        lambda where, note: SqlRemarks(where).put_note(note),
        lambda where, note: [*SqlRemarks(where).notes(note.review_id)],
    ),
    "reason": (
        values.reasons,
        lambda where, reason: SqlRemarks(where).add_reason(reason),
        lambda where, reason: [*SqlRemarks(where).reasons(reason.review_id)],
    ),
    "export": (
        values.exports,
        lambda where, export: SqlExports(where).add(export),
        lambda where, export: [*SqlExports(where).all()],
    ),
}


@pytest.mark.parametrize("kind", CASES)
def test_a_value_comes_back_as_it_went_in(loose: Transaction, kind: str):
    strategy, put, read = CASES[kind]

    @each_value
    @given(strategy)
    def goes_round(value: Any):
        where = _emptied(loose)
        put(where, value)
        found = read(where, value)
        assert found == [value]
        assert repr(found) == repr([value])

    goes_round()


def test_offsets_come_back_not_only_instants(loose: Transaction):
    @each_value
    @given(values.recordings)
    def goes_round(recording: Any):
        where = _emptied(loose)
        SqlRecordings(where).put(recording)
        found = SqlRecordings(where).get(recording.id).recorded_at
        if recording.recorded_at is None:
            assert found is None
        else:
            assert found is not None
            assert found.isoformat() == recording.recorded_at.isoformat()

    goes_round()


@given(values.paths)
def test_any_path_of_the_file_system_becomes_text_and_back(path: Path):
    written = path_text(path)
    written.encode()
    assert path_value(written) == path


def test_a_path_that_looks_like_written_bytes_is_kept_apart_from_them():
    assert path_value(path_text(Path("bytes:6161"))) == Path("bytes:6161")


@pytest.mark.parametrize(
    ("row", "read", "skipped"),
    [(ClipRow, clip_value, 0), (RecordingRow, recording_value, 1), (TagRow, tag_value, 0)],
)
def test_readers_by_position_take_their_table_s_columns_in_order(row: type[Base], read: Any, skipped: int):
    columns = [column.name for column in table_of(row).columns]
    taken = [*inspect.signature(read).parameters][skipped:]
    assert taken[0].endswith("_id")
    assert taken[1:] == columns[1:]
