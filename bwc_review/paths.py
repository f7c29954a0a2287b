"""Where things are: read-only resources that ship with the program, and the user's own folders."""

import os
from pathlib import Path

import platformdirs

HOME_VARIABLE = "BWC_REVIEW_HOME"
_PACKAGE = Path(__file__).resolve().parent


def resources() -> Path:
    """The folder of icons, fonts, rubrics, help and the demo; inside the package once installed."""
    installed = _PACKAGE / "resources"
    return installed if installed.is_dir() else _PACKAGE.parent / "resources"


def home() -> Path:
    """The user's folder for settings, logs and caches; BWC_REVIEW_HOME overrides it. It may not exist yet."""
    chosen = os.environ.get(HOME_VARIABLE)
    return Path(chosen) if chosen else Path(platformdirs.user_data_dir("bwc-review", appauthor=False))


def logs() -> Path:
    """The user's folder for logs. It may not exist yet."""
    return home() / "logs"
