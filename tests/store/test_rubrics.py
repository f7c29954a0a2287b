"""Rubric versions: stored whole, frozen once used."""

from dataclasses import replace

import pytest
from sqlalchemy.exc import DBAPIError

from bwc_review.domain.errors import EnvironmentFault, InputError
from bwc_review.store.sql_store import SqlStore
from tests.store.filled import ACTOR, fill
from tests.unit.samples import RUBRIC


def test_a_rubric_is_found_by_id_and_version(store: SqlStore):
    fill(store)
    with store.reading() as unit:
        assert unit.rubrics.get("sample", "1.0.0") == RUBRIC
        assert unit.rubrics.find("sample", "1.0.1") is None
        with pytest.raises(InputError) as caught:
            unit.rubrics.get("sample", "1.0.1")
    assert caught.value.code == "rubric.unknown"


def test_versions_come_in_the_order_of_their_numbers(store: SqlStore):
    versions = ["1.10.0", "1.9.0", "1.9.0-beta", "0.1.0"]
    with store.writing(ACTOR) as unit:
        for version in versions:
            unit.rubrics.add(replace(RUBRIC, version=version))
        assert [rubric.version for rubric in unit.rubrics.all()] == ["0.1.0", "1.9.0-beta", "1.9.0", "1.10.0"]


def test_the_same_text_may_be_added_again_and_another_one_not(store: SqlStore):
    with store.writing(ACTOR) as unit:
        unit.rubrics.add(RUBRIC)
        unit.rubrics.add(RUBRIC)
        with pytest.raises(InputError) as caught:
            unit.rubrics.add(replace(RUBRIC, title="Another"))
        assert caught.value.code == "rubric.frozen"
        assert [*unit.rubrics.all()] == [RUBRIC]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE rubrics SET title = 'x'",
        "DELETE FROM rubrics",
        "UPDATE rubrics SET content = replace(content, 'calm', 'firm')",
    ],
)
def test_a_used_version_cannot_be_changed_even_in_the_database(store: SqlStore, statement: str):
    fill(store)
    with store.engine.connect() as connection, pytest.raises(DBAPIError, match="frozen"):
        connection.exec_driver_sql(statement)


def test_a_used_version_cannot_be_replaced_in_sqlite(folder_store: SqlStore):
    fill(folder_store)
    statement = "INSERT OR REPLACE INTO rubrics SELECT id, version, 'x', content, content_hash FROM rubrics"
    with folder_store.engine.connect() as connection, pytest.raises(DBAPIError, match="frozen"):
        connection.exec_driver_sql(statement)


def test_a_version_that_no_review_uses_may_go(store: SqlStore):
    fill(store)
    with store.writing(ACTOR) as unit:
        unit.rubrics.add(replace(RUBRIC, version="2.0.0"))
        unit.audit.record("rubric.install", "rubric:sample", {})
        unit.commit()
    with store.engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM rubrics WHERE version = '2.0.0'")
    with store.reading() as unit:
        assert [*unit.rubrics.all()] == [RUBRIC]


def test_a_text_that_was_changed_in_the_file_is_noticed(store: SqlStore):
    with store.writing(ACTOR) as unit:
        unit.rubrics.add(RUBRIC)
        unit.audit.record("rubric.install", "rubric:sample", {})
        unit.commit()
    with store.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE rubrics SET content = replace(content, 'calm', 'cold')")
    with store.reading() as unit, pytest.raises(EnvironmentFault) as caught:
        unit.rubrics.find("sample", "1.0.0")
    assert caught.value.code == "study.damaged"
    assert "sample 1.0.0" in caught.value.message
