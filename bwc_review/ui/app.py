"""Start of the window. Little is loaded before the first picture: a page, the services and the media come after it."""

import os
import sys
from collections.abc import Callable
from types import TracebackType
from typing import TYPE_CHECKING

from PySide6.QtCore import QMessageLogContext, QTimer, QtMsgType, qInstallMessageHandler
from PySide6.QtWidgets import QApplication

from bwc_review import __version__
from bwc_review.ui.bridge.settings import UserSettings
from bwc_review.ui.bridge.study import StudyBridge
from bwc_review.ui.theme.apply import apply_theme, set_calm

if TYPE_CHECKING:
    from bwc_review.ui.frame.window import MainWindow

NO_SCREEN = (
    "The window cannot be opened: there is no screen here, or a library for it is missing. Start it from a desktop; "
    "“bwc-review --help” lists what works without a screen."
)
_ENVIRONMENT = 3  # the exit code of the command line for what the machine lacks


def _nothing() -> None:
    return


def run(study: str | None = None, on_shown: Callable[[], None] = _nothing) -> int:
    """Open the window and stay until it is closed.

    Args:
        study: Folder or address of a study to open; None for the welcome page.
        on_shown: Called once the window has been painted.

    Returns:
        The program's exit code.
    """
    settings = UserSettings()
    scale(settings)
    app = application()
    apply_theme(app, settings.theme)
    set_calm(app, is_calm=settings.is_calm)
    window = make_window(settings)
    catch_faults(window)
    window.show()
    app.processEvents()  # paints it
    on_shown()
    if study is not None:
        QTimer.singleShot(0, window, lambda: window.open_study(study))
    return app.exec()


def scale(settings: UserSettings) -> None:
    """Make everything as large as the user wants it; only before the application is made. The environment wins."""
    if settings.scale_percent:
        os.environ.setdefault("QT_SCALE_FACTOR", str(settings.scale_percent / 100))


def application() -> QApplication:
    """The application, named for the system."""
    found = QApplication.instance()
    app = found if isinstance(found, QApplication) else _made()
    app.setApplicationName("bwc-review")
    app.setApplicationDisplayName("BWC Review")
    app.setApplicationVersion(__version__)
    app.setDesktopFileName("bwc-review")
    return app


def _made() -> QApplication:
    """A new application. Where there is no screen Qt ends the process: it is said why, in our words, before that."""
    said: list[str] = []

    def hear(kind: QtMsgType, _: QMessageLogContext, text: str) -> None:
        said.append(text)
        if kind is QtMsgType.QtFatalMsg:
            _tell(NO_SCREEN, f"Qt says: {said[0]}")
            os._exit(_ENVIRONMENT)

    before = qInstallMessageHandler(hear)
    try:
        return QApplication(sys.argv[:1])
    finally:
        qInstallMessageHandler(before)
        _tell(*said)


def _tell(*lines: str) -> None:
    """Write lines to the console, if there is one."""
    if sys.__stderr__ is not None:
        sys.__stderr__.writelines(f"{line}\n" for line in lines)
        sys.__stderr__.flush()


def make_window(settings: UserSettings) -> "MainWindow":
    """The window on the welcome page, not yet shown."""
    from bwc_review.ui.frame.window import MainWindow

    return MainWindow(StudyBridge(settings))


def catch_faults(window: "MainWindow") -> None:
    """From now on an exception that nobody caught is shown as a report that can be copied, and logged without names."""

    def show(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            window.close()
            return
        from bwc_review.ui.frame.fault_dialog import FaultDialog, report_text
        from bwc_review.ui.frame.fault_log import keep

        keep(kind, trace)
        if any(dialog.isVisible() for dialog in window.findChildren(FaultDialog)):
            return  # a fault while painting comes again with every picture: one report is enough
        FaultDialog(report_text(kind, error, trace), window).open()

    sys.excepthook = show
