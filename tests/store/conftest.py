"""Fixtures of the store's tests: a study of one's own, in SQLite and on a real PostgreSQL server."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bwc_review.store import open as study
from bwc_review.store.sql_store import SqlStore
from tests.store import disks, server


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what this machine cannot run, and say so in a line."""
    conditions = {
        "postgresql": (server.programs() is not None, "PostgreSQL's server programs are not installed"),
        "full_disk": (disks.can_mount(), "a small disk can only be mounted by root on Linux"),
        "read_only_disk": (disks.can_forbid_writing(), "a folder cannot be made read-only here"),
    }
    for name, (is_met, reason) in conditions.items():
        left_out = [] if is_met else [item for item in items if name in _needs(item)]
        if left_out:
            config.hook.pytest_deselected(items=left_out)
            items[:] = [item for item in items if item not in left_out]
            reporter = config.pluginmanager.get_plugin("terminalreporter")
            if reporter is not None:
                reporter.write_line(f"{len(left_out)} store tests left out: {reason}.")


def _needs(item: pytest.Item) -> set[str]:
    if not isinstance(item, pytest.Function):
        return set()
    parameters = item.callspec.params if hasattr(item, "callspec") else {}
    return {*item.fixturenames, parameters.get("database")}


@pytest.fixture(scope="session")
def server_process() -> Iterator[server.Server]:
    """A PostgreSQL server that lives as long as the test run."""
    binaries = server.programs()
    assert binaries is not None
    running = server.Server(binaries)
    yield running
    running.stop()


@pytest.fixture
def postgresql(server_process: server.Server) -> str:
    """The address of a new, empty database on a PostgreSQL server."""
    return server_process.emptied()


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> str:
    """Kind of database: a test that uses it runs once with each."""
    return request.param


@pytest.fixture
def location(database: str, request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where a new study can be made, in either kind of database."""
    return str(tmp_path / "study") if database == "sqlite" else request.getfixturevalue("postgresql")


@pytest.fixture
def store(location: str) -> Iterator[SqlStore]:
    """An open, empty study, in either kind of database."""
    opened = study.create(location)
    yield opened
    opened.close()


@pytest.fixture
def folder_store(folder: Path) -> Iterator[SqlStore]:
    """An open, empty study in a folder."""
    opened = study.open(str(folder))
    yield opened
    opened.close()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The folder of a closed, empty study."""
    study.create(str(tmp_path / "study")).close()
    return tmp_path / "study"


@pytest.fixture
def full_disk() -> None:
    """Marks tests that mount a small disk."""


@pytest.fixture
def read_only_disk() -> None:
    """Marks tests that make a folder read-only."""
