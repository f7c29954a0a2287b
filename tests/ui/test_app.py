"""The start of the window, its fault report, the user's settings."""

import json
import logging
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QByteArray, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from bwc_review import __version__, paths
from bwc_review.ui import app
from bwc_review.ui.bridge.settings import MAX_RECENT, UserSettings
from bwc_review.ui.frame import pages_ahead
from bwc_review.ui.frame.fault_dialog import FaultDialog
from bwc_review.ui.frame.pages_ahead import PagesAhead
from bwc_review.ui.frame.window import MainWindow
from bwc_review.ui.theme.tokens import DARK, LIGHT
from tests.ui.conftest import Until

# What takes long to load and is not needed for the first picture.
HEAVY = (
    *("sqlalchemy", "alembic", "av", "numpy", "cv2", "ruamel", "typst", "bwc_review.store", "bwc_review.media"),
    *("bwc_review.services.ports", "bwc_review.domain.tag", "bwc_review.domain.clip"),
)


def test_nothing_heavy_is_loaded_before_the_first_picture() -> None:
    code = (
        "import sys\n"
        "from bwc_review.ui import app\n"
        "from bwc_review.ui.bridge.settings import UserSettings\n"
        "qt = app.application(); window = app.make_window(UserSettings()); window.show(); qt.processEvents()\n"
        "window.close()\n"
        f"print([name for name in {HEAVY!r} if name in sys.modules])"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=120)
    assert run.stdout.strip() == "[]"


def test_without_a_screen_a_sentence_says_so() -> None:
    environment = {name: value for name, value in os.environ.items() if name not in ("DISPLAY", "WAYLAND_DISPLAY")}
    run = subprocess.run(
        [sys.executable, "-m", "bwc_review"],
        env={**environment, "QT_QPA_PLATFORM": "xcb"},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert (run.returncode, run.stdout) == (3, "")
    assert run.stderr.startswith(app.NO_SCREEN)


# Runs a window of its own, as most modules of this one are loaded already.
_WINDOW = """
import json, sys, time
from PySide6.QtCore import QEventLoop
from bwc_review.ui import app
from bwc_review.ui.bridge.settings import UserSettings
qt = app.application(); window = app.make_window(UserSettings()); window.show(); qt.processEvents()
PAGES = [f"bwc_review.ui.pages.{name}.page" for name in ("review", "compare", "present", "audit")]

def loaded():  # jobs load what they need beside it, but nothing of the window
    return [name for name in list(sys.modules) if name.startswith("bwc_review.ui.")]

def run_until(is_so, span_s=60):
    end = time.monotonic() + span_s
    while not is_so() and time.monotonic() < end:
        qt.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents, 20)

run_until(lambda: False, 1.0)  # on the welcome page nothing of the pages of a study is wanted
told = {"welcome": [name for name in PAGES if name in sys.modules]}
window.open_study(sys.argv[1]); run_until(lambda: window.page_name == "library")
told["library"] = [name for name in PAGES if name in sys.modules]
"""


def _told(study: Path, code: str) -> dict[str, Any]:
    code = f"{_WINDOW}{code}\nwindow.close()\nprint(json.dumps(told))"
    run = subprocess.run([sys.executable, "-c", code, str(study)], capture_output=True, text=True, timeout=150)
    assert run.returncode == 0, run.stderr
    return json.loads(run.stdout)


def test_the_pages_are_loaded_while_nobody_does_anything_one_module_a_turn(coded_study: Path) -> None:
    told = _told(
        coded_study,
        "from bwc_review.ui.frame import pages_ahead\n"
        "real, most = pages_ahead.import_module, [0]\n"
        "def counted(name):\n"
        "    before = len(loaded()); made = real(name); most[0] = max(most[0], len(loaded()) - before)\n"
        "    return made\n"
        "pages_ahead.import_module = counted\n"
        "run_until(lambda: all(name in sys.modules for name in PAGES))\n"
        "told |= {'later': [name for name in PAGES if name in sys.modules], 'most': most[0]}",
    )
    assert told["welcome"] == told["library"] == []
    assert len(told["later"]) == 4
    assert told["most"] == 1


def test_a_hand_at_work_puts_off_the_loading_and_shutting_down_ends_it(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pages_ahead, "_QUIET_MS", 3_600_000)
    ahead = PagesAhead(window.bridge, ["bwc_review.ui.pages.review.page"])
    ahead._timer.setInterval(0)  # it is its turn
    qtbot.keyClick(window, Qt.Key.Key_Shift)
    assert ahead._timer.remainingTime() > 1_000_000
    window.bridge.shut_down()
    assert not ahead._timer.isActive()


def test_it_runs_until_the_window_is_closed(
    qapp: QApplication, coded_study: Path, monkeypatch: pytest.MonkeyPatch, until: Until
) -> None:
    hook, seen = sys.excepthook, list[str]()

    def leave() -> None:
        for window in QApplication.topLevelWidgets():
            if isinstance(window, MainWindow) and window.bridge.is_open:
                seen.append(window.windowTitle())
                window.close()
                timer.stop()

    timer = QTimer()
    timer.timeout.connect(leave)
    timer.start(10)
    assert app.run(str(coded_study)) == 0
    monkeypatch.setattr(sys, "excepthook", hook)
    assert seen == ["Spring course – BWC Review"]
    assert qapp.applicationVersion() == __version__


class TestFaults:
    @pytest.fixture
    def dialog(self, window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> FaultDialog:
        monkeypatch.setattr(sys, "excepthook", sys.excepthook)
        app.catch_faults(window)
        try:
            dict[str, str]()["Officer Cedar"]
        except KeyError as error:
            sys.excepthook(type(error), error, error.__traceback__)
        found = window.findChild(FaultDialog)
        assert found is not None
        return found

    def test_a_fault_of_the_program_is_a_report_that_can_be_copied(self, dialog: FaultDialog) -> None:
        assert f"BWC Review {__version__}" in dialog.report
        assert "KeyError" in dialog.report
        copy = next(button for button in dialog.findChildren(QPushButton) if button.text() == "Copy report")
        copy.click()
        assert QGuiApplication.clipboard().text() == dialog.report
        dialog.accept()

    def test_the_log_holds_where_and_not_what(self, dialog: FaultDialog) -> None:
        text = (paths.logs() / "faults.log").read_text(encoding="utf-8")
        assert "KeyError at dialog:" in text
        assert "Cedar" not in text
        sys.excepthook(KeyError, KeyError("again"), None)
        assert len(dialog.parent().findChildren(FaultDialog)) == 1
        dialog.accept()

    @pytest.fixture(autouse=True)
    def close_the_log(self):
        yield
        log = logging.getLogger("bwc_review.faults")
        for handler in list(log.handlers):
            handler.close()
            log.removeHandler(handler)

    def test_an_interrupt_from_the_terminal_closes_the_window(
        self, window: MainWindow, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(sys, "excepthook", sys.excepthook)
        app.catch_faults(window)
        sys.excepthook(KeyboardInterrupt, KeyboardInterrupt(), None)
        assert not window.isVisible()


class TestSettings:
    def test_choices_are_kept_in_the_programs_home(self) -> None:
        settings = UserSettings()
        settings.theme, settings.actor, settings.is_blinded = LIGHT, "  M. Reyes ", True
        settings.keys = {"go.library": ("Ctrl+L",)}
        settings.keep("review/speed", "50")
        settings.keep_shape("window", QByteArray(b"shape"))
        settings.save()
        again = UserSettings()
        assert (again.theme, again.actor, again.is_blinded) == (LIGHT, "M. Reyes", True)
        assert again.keys == {"go.library": ("Ctrl+L",)}
        assert again.value("review/speed") == "50"
        assert again.value("review/zoom", "80") == "80"
        assert again.shape("window") == QByteArray(b"shape")
        assert again.shape("other").isEmpty()
        assert (paths.home() / "settings.ini").is_file()

    def test_the_studies_opened_last_come_first_and_once(self) -> None:
        settings = UserSettings()
        for number in [*range(12), 5]:
            settings.remember(f"/studies/{number}", f"Study {number}")
        assert [title for _, title in settings.recent][:3] == ["Study 5", "Study 11", "Study 10"]
        assert len(settings.recent) == MAX_RECENT
        settings.forget("/studies/5")
        assert settings.recent[0] == ("/studies/11", "Study 11")

    @pytest.mark.parametrize("text", ["", "no json", "[1, 2]", '{"a": 1}', "[[1]]"])
    def test_wrong_values_count_as_none(self, text: str) -> None:
        settings = UserSettings()
        for name in ("studies/recent", "keys/changed", "look/theme"):
            settings.keep(name, text)
        assert settings.recent == []
        assert settings.keys == {}
        assert settings.theme is DARK

    def test_without_a_name_it_is_the_login_name(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def nobody() -> str:
            raise OSError

        monkeypatch.setattr("getpass.getuser", lambda: "mreyes")
        assert UserSettings().actor == "mreyes"
        monkeypatch.setattr("getpass.getuser", nobody)
        assert UserSettings().actor == "reviewer"
