"""A pytest plug-in (``-p tests.helpers.without_qt``) that makes PySide6 unimportable; all but the window must pass.

It stands in for pytest-qt, which is switched off in that run, as the owner of pytest-qt's settings.
"""

import sys

import pytest

sys.modules["PySide6"] = None  # type: ignore[assignment] # Python's own way to say: not importable


def pytest_addoption(parser: pytest.Parser) -> None:
    """Accept the settings that pytest-qt would read."""
    for name in ("qt_log_level_fail", "qt_log_ignore"):
        parser.addini(name, "used by pytest-qt in the run with Qt")
