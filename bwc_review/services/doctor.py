"""Is everything there that the program needs? Each answer says what it found and, if something is wrong, what to do."""

import ctypes
import os
import platform
import shutil
import sqlite3
import sys
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from bwc_review import __version__, paths
from bwc_review.domain.errors import ReviewError

_PYTHON = (3, 11)
_SQLITE = (3, 35, 0)  # the first with RETURNING and with the window functions that are used
_FREE_BYTES = 2_000_000_000

# Library that Qt's window on Linux loads, and the Debian package that brings it.
QT_LIBRARIES: Mapping[str, str] = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libfontconfig.so.1": "libfontconfig1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libpulse.so.0": "libpulse0",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
}
_PACKAGES = {
    "Qt": "PySide6",
    "PyAV": "av",
    "OpenCV": "opencv-python-headless" if sys.platform == "linux" else "opencv-python",
    "SQLAlchemy": "SQLAlchemy",
    "NumPy": "numpy",
    "Typst": "typst",
    "XlsxWriter": "xlsxwriter",
}
# What must lie among the program's resources: kind, folder and suffix.
_RESOURCES = (
    ("font", "fonts", "otf"),
    ("rubric", "rubrics", "yaml"),
    ("template", "templates", "typ"),
    ("speech model", "models", "bin"),
)
_INSTALL_AGAIN = "Install BWC Review again."


@dataclass(frozen=True, slots=True)
class Finding:
    """An answer.

    Attributes:
        name: What was looked at.
        is_ok: False if something is to be done.
        detail: What was found.
        advice: What to do; empty if nothing.
    """

    name: str
    is_ok: bool
    detail: str
    advice: str = ""


def examine(ffmpeg_version: Callable[[], str]) -> tuple[Finding, ...]:
    """Look at everything; nothing is changed and nothing heavy is loaded.

    Args:
        ffmpeg_version: Runs the ffmpeg program and gives its version, or raises what is wrong with it.
    """
    return (
        Finding("BWC Review", True, __version__),
        _python(),
        Finding("System", True, f"{platform.system()} {platform.release()} {platform.machine()}"),
        *(_package(name, package) for name, package in _PACKAGES.items()),
        _sqlite(),
        _ffmpeg(ffmpeg_version),
        _resources(),
        *_home(),
        *_qt_libraries(),
    )


def missing_qt_libraries() -> tuple[str, ...]:
    """Libraries that Qt's window needs and this Linux system does not have; without them Qt would end the program."""
    if sys.platform != "linux":
        return ()
    return tuple(name for name in QT_LIBRARIES if not _can_load(name))


def _python() -> Finding:
    found = platform.python_version()
    if sys.version_info[:2] >= _PYTHON:
        return Finding("Python", True, found)
    return Finding("Python", False, found, f"Use Python {_PYTHON[0]}.{_PYTHON[1]} or newer.")


def _package(name: str, package: str) -> Finding:
    try:
        return Finding(name, True, metadata.version(package))
    except metadata.PackageNotFoundError:
        return Finding(name, False, "not installed", _INSTALL_AGAIN)


def _sqlite() -> Finding:
    if sqlite3.sqlite_version_info >= _SQLITE:
        return Finding("SQLite", True, sqlite3.sqlite_version)
    wanted = ".".join(str(part) for part in _SQLITE)
    return Finding("SQLite", False, sqlite3.sqlite_version, f"Use a Python with SQLite {wanted} or newer.")


def _ffmpeg(version: Callable[[], str]) -> Finding:
    try:
        return Finding("ffmpeg", True, version())
    except ReviewError as error:
        return Finding("ffmpeg", False, "does not run", error.message)


def _resources() -> Finding:
    folder = paths.resources()
    found = [(len(list((folder / place).glob(f"*.{suffix}"))), kind) for kind, place, suffix in _RESOURCES]
    is_ok = all(count for count, _ in found)
    detail = ", ".join(f"{count} {kind}{'' if count == 1 else 's'}" for count, kind in found)
    return Finding("Resources", is_ok, detail, "" if is_ok else _INSTALL_AGAIN)


def _home() -> tuple[Finding, Finding]:
    home = paths.home()
    try:
        home.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=home):
            writable = Finding("Your folder", True, str(home))
    except OSError as error:
        advice = f"Make {home} writable, or name another folder with --home or {paths.HOME_VARIABLE}."
        writable = Finding("Your folder", False, f"{home}: {error.strerror}", advice)
    free = shutil.disk_usage(_existing(home)).free
    is_ok = free >= _FREE_BYTES
    advice = "" if is_ok else "Make room: a study needs space for thumbnails and films."
    return writable, Finding("Free disk", is_ok, f"{free / 1e9:.1f} GB", advice)


def _existing(folder: Path) -> Path:
    return next(path for path in (folder, *folder.parents) if path.is_dir())


def _qt_libraries() -> tuple[Finding, ...]:
    if sys.platform != "linux":
        return ()
    missing = missing_qt_libraries()
    if missing:
        packages = " ".join(QT_LIBRARIES[name] for name in missing)
        advice = f"On Debian or Ubuntu: sudo apt-get install {packages}"
        return (Finding("Window libraries", False, f"missing: {', '.join(missing)}", advice),)
    screen = os.environ.get("WAYLAND_DISPLAY") or os.environ.get("DISPLAY")
    detail = f"{len(QT_LIBRARIES)} found, screen {screen}" if screen else f"{len(QT_LIBRARIES)} found, no screen here"
    return (Finding("Window libraries", True, detail),)


def _can_load(name: str) -> bool:
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True
