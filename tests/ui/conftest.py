"""Fixtures for the window's tests: theme, studies, bridge and window, and the check that nothing is left running."""

import gc
import threading
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from bwc_review.services.bootstrap import Study
from bwc_review.ui.bridge.settings import UserSettings
from bwc_review.ui.bridge.study import Said, StudyBridge
from bwc_review.ui.frame.window import MainWindow
from bwc_review.ui.theme.apply import apply_theme
from bwc_review.ui.theme.tokens import DARK
from tests.helpers.clips import clips  # noqa: F401 - a fixture
from tests.services.conftest import Shelf, empty_study, footage_folder, shelf, study  # noqa: F401 - fixtures

# Waits end as soon as what they wait for is there; this only bounds a failure on a busy machine.
_PATIENCE_MS = 60_000
_PATIENCE_S = _PATIENCE_MS / 1000

Until = Callable[[Callable[[], object]], None]


@pytest.fixture
def qtbot(qapp: QApplication, request: pytest.FixtureRequest) -> QtBot:
    """The bot of pytest-qt, which waits on a busy machine as well: by itself it gives up after 5 s."""
    bot = QtBot(request)
    for name in ("waitActive", "waitExposed", "waitSignal", "waitUntil"):
        setattr(bot, name, partial(getattr(bot, name), timeout=_PATIENCE_MS))
    return bot


@pytest.fixture(autouse=True)
def nothing_left_running(qapp: QApplication) -> Iterator[None]:
    """Each test ends its threads, stops its timers and closes its windows."""
    threads_before = set(threading.enumerate())
    timers_before = _active_timers()
    yield
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    QCoreApplication.processEvents()
    until = time.monotonic() + _PATIENCE_S
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


@pytest.fixture
def until(qtbot: QtBot) -> Until:
    """Waits, with the event loop running, for something to become true."""

    def wait(condition: Callable[[], object]) -> None:
        qtbot.waitUntil(lambda: bool(condition()))

    return wait


@pytest.fixture
def bridge(dark: QApplication) -> Iterator[StudyBridge]:
    """A bridge without a study, shut down afterwards."""
    made = StudyBridge(UserSettings())
    yield made
    made.shut_down()


@pytest.fixture
def said(bridge: StudyBridge) -> list[Said]:
    """What the bridge says on the status line."""
    heard: list[Said] = []
    bridge.said.connect(heard.append)
    return heard


@pytest.fixture
def window(bridge: StudyBridge, qtbot: QtBot) -> MainWindow:
    """The window on the welcome page, shown."""
    made = MainWindow(bridge)
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    return made


@pytest.fixture
def coded_study(study: Study, shelf: Shelf) -> Path:  # noqa: F811
    """The folder of a study with three recordings, one of them reviewed; nothing has it open."""
    for code, lengths in (("A3Q6", (42,)), ("K7Q2", (10, 5)), ("M3X9", (7,))):
        recording = shelf.recording(code, lengths)
    shelf.review(recording)
    location = Path(study.store.location)
    study.close()
    return location


def _active_timers() -> set[QTimer]:
    return {item for item in gc.get_objects() if type(item) is QTimer and isValid(item) and item.isActive()}
