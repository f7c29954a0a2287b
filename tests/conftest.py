"""Fixtures for all tests: a home of one's own, the offscreen platform, the footage folder."""

import os
from pathlib import Path

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

pytest_plugins = ("tests.helpers.clips",)

ROOT = Path(__file__).resolve().parent.parent
FOOTAGE_VARIABLE = "BWC_REVIEW_FOOTAGE"


def footage_folder() -> Path | None:
    """The folder of real footage: the variable's, or the one beside the repository; None if there is none."""
    chosen = os.environ.get(FOOTAGE_VARIABLE)
    folder = Path(chosen) if chosen else ROOT.parent / "shared" / "data"
    return folder if (folder / "INDEX.md").is_file() else None


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Without footage its tests are deselected and the run says so; with CI=true that is an error."""
    if footage_folder() is not None:
        return
    chosen = [item for item in items if item.get_closest_marker("footage")]
    if not chosen:
        return
    if os.environ.get("CI") == "true":
        message = f"CI needs the real footage: set {FOOTAGE_VARIABLE} to its folder."
        raise pytest.UsageError(message)
    config.hook.pytest_deselected(items=chosen)
    items[:] = [item for item in items if item not in chosen]
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    if reporter is not None:
        reporter.write_line(f"{len(chosen)} footage tests left out: no real footage here (set {FOOTAGE_VARIABLE}).")


@pytest.fixture(scope="session")
def footage() -> Path:
    """The folder of real footage; only for tests marked `footage`."""
    folder = footage_folder()
    assert folder is not None
    return folder


@pytest.fixture(autouse=True)
def own_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A fresh home for each test, so that none sees another's settings."""
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("BWC_REVIEW_HOME", str(home))
    monkeypatch.delenv("BWC_REVIEW_STUDY", raising=False)
    return home
