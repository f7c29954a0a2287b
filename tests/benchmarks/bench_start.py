"""From start to a painted window against a bare PySide6 window; the command line's start against importing click."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.benchmarks.rows import Row, against, interleaved, say

RUNS = 9
WINDOW_AIM = 2.0
VERSION_AIM = 1.5

# Both children end at the first picture that the platform has been given.
_BARE = """
import sys
from PySide6.QtWidgets import QApplication, QLabel, QMainWindow
app = QApplication(sys.argv[:1])
window = QMainWindow()
window.setCentralWidget(QLabel("words"))
window.resize(1440, 900)
window.show()
app.processEvents()
"""
_OURS = """
import os
from bwc_review import __main__ as program
program.is_shown = lambda: os._exit(0)
program.open_window(None)
"""
_END = "import os\nos._exit(0)\n"


def main() -> None:
    """Measure and say; compiled files of both sides are made first."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {
            **os.environ,
            "QT_QPA_PLATFORM": "offscreen",
            "BWC_REVIEW_HOME": str(Path(folder) / "home"),
            "PYTHONPYCACHEPREFIX": str(Path(folder) / "compiled"),
        }
        environment.pop("PYTHONDONTWRITEBYTECODE", None)

        def child(*arguments: str) -> None:
            subprocess.run([sys.executable, *arguments], env=environment, check=True, capture_output=True)

        ours, bare, version, click = (
            lambda: child("-c", _OURS),
            lambda: child("-c", _BARE + _END),
            lambda: child("-m", "bwc_review", "--version"),
            lambda: child("-c", "import click"),
        )
        for work in (ours, bare, version, click):
            work()
        window_s, bare_s, version_s, click_s = interleaved(RUNS, ours, bare, version, click)
        rows: list[Row] = [
            against("start to a painted window", window_s, "s", "a bare PySide6 window", bare_s, WINDOW_AIM),
            against("bwc-review --version", version_s, "s", 'python -c "import click"', click_s, VERSION_AIM),
        ]
        say(rows)


if __name__ == "__main__":
    main()
