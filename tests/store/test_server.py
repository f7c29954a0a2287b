"""Studies on a PostgreSQL server: its faults, its permissions, its locks."""

import sys
from collections.abc import Iterator

import psycopg
import pytest

from bwc_review.domain.errors import EnvironmentFault, InputError
from bwc_review.store import open as study
from bwc_review.store import sql_store
from tests.store.filled import ACTOR, fill
from tests.store.server import Server


@pytest.fixture
def auditor(postgresql: str, server_process: Server) -> Iterator[str]:
    """The address of a filled study for a user who may only read."""
    opened = study.create(postgresql)
    fill(opened)
    opened.close()
    with psycopg.connect(postgresql, autocommit=True) as connection:
        connection.execute("CREATE ROLE auditor LOGIN")
        connection.execute("GRANT USAGE ON SCHEMA public TO auditor")
        connection.execute("GRANT SELECT ON ALL TABLES IN SCHEMA public TO auditor")
    yield server_process.url("auditor")
    with psycopg.connect(postgresql, autocommit=True) as connection:
        connection.execute("DROP OWNED BY auditor")
        connection.execute("DROP ROLE auditor")


def test_a_user_who_may_only_read_opens_it_read_only(auditor: str):
    opened = study.open(auditor)
    assert opened.is_read_only
    with opened.reading() as unit:
        assert len(unit.clips.all()) == 1
        assert unit.audit.first_fault() is None
    with pytest.raises(EnvironmentFault) as caught, opened.writing(ACTOR):
        pass
    opened.close()
    assert caught.value.code == "study.read_only"


def test_a_user_without_rights_is_told_so(postgresql: str, auditor: str):
    with psycopg.connect(postgresql, autocommit=True) as connection:
        connection.execute("REVOKE SELECT ON clips FROM auditor")
    opened = study.open(auditor)
    with pytest.raises(EnvironmentFault) as caught, opened.reading() as unit:
        unit.clips.all()
    opened.close()
    assert caught.value.code == "study.no_permission"


def test_an_empty_database_holds_no_study(postgresql: str):
    with pytest.raises(InputError) as caught:
        study.open(postgresql)
    assert caught.value.code == "study.not_a_study"


def test_a_database_that_holds_something_else_is_left_alone(postgresql: str):
    with psycopg.connect(postgresql, autocommit=True) as connection:
        connection.execute("CREATE TABLE people (name text)")
    with pytest.raises(InputError) as caught:
        study.create(postgresql)
    assert caught.value.code == "study.folder_not_empty"


@pytest.mark.usefixtures("postgresql")
def test_unknown_databases_and_users_are_told(server_process: Server):
    for address in (server_process.url(database="nowhere"), server_process.url(user="nobody_here")):
        with pytest.raises(EnvironmentFault) as caught:
            study.open(address)
        assert caught.value.code in ("study.connection", "study.cannot_open", "study.no_permission")


def test_a_server_that_is_not_there_is_told():
    with pytest.raises(EnvironmentFault) as caught:
        study.open("postgresql://nobody@/study?host=/nowhere/at/all")
    assert caught.value.code == "study.connection"


def test_a_server_that_restarts_costs_the_open_transaction_only(postgresql: str, server_process: Server):
    opened = study.create(postgresql)
    filled = fill(opened)
    with pytest.raises(EnvironmentFault) as caught, opened.writing(ACTOR) as unit:
        unit.settings.put("title", "lost")
        server_process.restart()
        unit.audit.record("study.title", "study", {})
    assert caught.value.code == "study.connection"
    with opened.reading() as unit:
        assert unit.settings.get("title") == ""
        assert unit.reviews.tags(filled.review.id) == [filled.tag]
    opened.close()


def test_two_programs_take_turns_at_the_log(postgresql: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(sql_store, "BUSY_S", 0.05)
    first, second = study.create(postgresql), study.open(postgresql)
    with first.writing(ACTOR) as unit:
        unit.audit.record("a", "b", {})
        with pytest.raises(EnvironmentFault) as caught, second.writing("Reviewer B"):
            pass
        unit.commit()
    assert caught.value.code == "study.busy"
    with second.writing("Reviewer B") as unit:
        assert unit.audit.record("a", "b", {}).seq == 2
        unit.commit()
    with first.reading() as unit:
        assert unit.audit.first_fault() is None
    first.close()
    second.close()


def test_without_the_driver_the_way_to_get_it_is_told(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(EnvironmentFault) as caught:
        study.open("postgresql://server/study")
    assert caught.value.code == "study.driver_missing"
