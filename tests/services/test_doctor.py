"""The doctor: what it finds, and what it says to do."""

import ctypes
import sqlite3
import sys
from collections.abc import Callable
from importlib import metadata
from pathlib import Path

import pytest

from bwc_review.domain.errors import EnvironmentFault
from bwc_review.services import doctor
from bwc_review.services.doctor import Finding


def findings(version: Callable[[], str] = lambda: "9.0") -> dict[str, Finding]:
    return {finding.name: finding for finding in doctor.examine(version)}


def test_here_everything_is_found() -> None:
    found = findings()
    assert [finding for finding in found.values() if not finding.is_ok and finding.name != "Window libraries"] == []
    assert {
        "Python",
        "Qt",
        "PyAV",
        "OpenCV",
        "XlsxWriter",
        "SQLite",
        "ffmpeg",
        "Resources",
        "Your folder",
        "Free disk",
    } <= set(found)
    assert found["ffmpeg"].detail == "9.0"
    assert all(finding.advice == "" for finding in found.values() if finding.is_ok)


def test_a_program_that_does_not_run_says_what_to_do() -> None:
    def broken() -> str:
        raise EnvironmentFault("ffmpeg.missing", "The video program is missing. Install BWC Review again.")

    finding = findings(broken)["ffmpeg"]
    assert (finding.is_ok, finding.advice) == (False, "The video program is missing. Install BWC Review again.")


def test_an_old_python_and_an_old_sqlite_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "_PYTHON", (9, 9))
    monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 7, 0))
    found = findings()
    assert "Python 9.9 or newer" in found["Python"].advice
    assert "SQLite 3.35.0 or newer" in found["SQLite"].advice


def test_a_missing_package_is_told_and_qt_itself_is_never_loaded(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> str:
        raise metadata.PackageNotFoundError(name)

    monkeypatch.setattr(metadata, "version", missing)
    assert findings()["Qt"].detail == "not installed"


def test_missing_resources_are_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(doctor.paths, "resources", lambda: tmp_path)
    finding = findings()["Resources"]
    assert (finding.is_ok, finding.advice) == (False, "Install BWC Review again.")
    assert finding.detail == "0 fonts, 0 rubrics, 0 templates, 0 speech models"


def test_a_home_that_cannot_be_written_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("BWC_REVIEW_HOME", str(tmp_path / "file" / "home"))
    found = findings()
    assert "name another folder with --home" in found["Your folder"].advice
    assert found["Free disk"].detail.endswith("GB")


def test_a_full_disk_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "_FREE_BYTES", 10**18)
    assert "Make room" in findings()["Free disk"].advice


class TestLibraries:
    @pytest.fixture(autouse=True)
    def on_linux(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(sys, "platform", "linux")
        monkeypatch.setattr(ctypes, "CDLL", lambda name: None)

    def test_missing_libraries_are_told_with_the_line_that_installs_them(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def load(name: str) -> None:
            if "xcb-cursor" in name or "icccm" in name:
                raise OSError(name)

        monkeypatch.setattr(ctypes, "CDLL", load)
        finding = findings()["Window libraries"]
        assert finding.advice == "On Debian or Ubuntu: sudo apt-get install libxcb-cursor0 libxcb-icccm4"

    @pytest.mark.parametrize(("display", "words"), [(":0", "screen :0"), ("", "no screen here")])
    def test_the_screen_is_told(self, monkeypatch: pytest.MonkeyPatch, display: str, words: str) -> None:
        monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
        monkeypatch.setenv("DISPLAY", display)
        assert words in findings()["Window libraries"].detail

    def test_other_systems_need_none(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(sys, "platform", "darwin")
        assert doctor.missing_qt_libraries() == ()
        assert "Window libraries" not in findings()
