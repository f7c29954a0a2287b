"""Fixtures for the window's tests: the theme, and the check that nothing is left running."""

import gc
import threading
import time
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QTimer
from PySide6.QtWidgets import QApplication
from shiboken6 import isValid

from bwc_review.ui.theme.apply import apply_theme
from bwc_review.ui.theme.tokens import DARK

PATIENCE_S = 5.0


@pytest.fixture(autouse=True)
def nothing_left_running(qapp: QApplication) -> Iterator[None]:
    """Each test ends its threads, stops its timers and closes its windows."""
    threads_before = set(threading.enumerate())
    timers_before = _active_timers()
    yield
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    QCoreApplication.processEvents()
    until = time.monotonic() + PATIENCE_S
    for thread in set(threading.enumerate()) - threads_before:
        if not isinstance(thread, threading._DummyThread):
            thread.join(max(0.0, until - time.monotonic()))
            assert not thread.is_alive(), f"The thread {thread.name} was left running."
    timers = _active_timers() - timers_before
    assert not timers, f"Timers were left running: {[str(timer.parent()) for timer in timers]}"
    shown = [widget for widget in QApplication.topLevelWidgets() if widget.isVisible()]
    assert not shown, f"Windows were left open: {shown}"


@pytest.fixture
def dark(qapp: QApplication) -> QApplication:
    """The application in the dark theme."""
    apply_theme(qapp, DARK)
    return qapp


def _active_timers() -> set[QTimer]:
    return {
        item for item in gc.get_objects() if type(item) is QTimer and isValid(item) and item.isActive()
    }
