"""The demo command, the doctor, and how the window is opened from the command line."""

import json
import sys
from pathlib import Path

import pytest

from bwc_review import __main__ as program
from bwc_review.services import demo, doctor
from bwc_review.services.demo import Demo, DemoMaking, DemoStep
from bwc_review.services.doctor import Finding
from tests.cli.conftest import CommandLine


class Window:
    """Remembers which study it was opened on."""

    def __init__(self) -> None:
        self.studies: list[str | None] = []

    def __call__(self, study: str | None) -> int:
        self.studies.append(study)
        return 5


class Making(DemoMaking):
    """Makes nothing, but tells a step as the real one does."""

    def run(self) -> Demo:
        step = DemoStep("Made the study", 1.25)
        self.steps.append(step)
        if self._tell is not None:
            self._tell(step)
        folder = self._folder
        return Demo(folder, folder / "film.mp4", (folder / "report.pdf",), tuple(self.steps))


@pytest.fixture(autouse=True)
def no_real_demo(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(demo, "DemoMaking", Making)
    monkeypatch.setattr(doctor, "missing_qt_libraries", lambda: ())
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)


def test_the_demo_says_where_everything_is_and_how_long_it_took(bwc: CommandLine, tmp_path: Path) -> None:
    answer = bwc("demo", tmp_path / "my demo", "--no-window")
    assert answer.code == 0
    assert answer.out.splitlines()[0] == "   1.2 s  Made the study"
    for line in (f"Film    {tmp_path / 'my demo' / 'film.mp4'}", f'--study "{tmp_path / "my demo"}"'):
        assert line in answer.out


def test_programs_get_the_same(bwc: CommandLine, tmp_path: Path) -> None:
    value = bwc("demo", tmp_path / "demo", "--json").json
    assert set(value) == {"study", "film", "reports", "steps"}
    assert value["steps"] == [{"text": "Made the study", "duration_s": 1.25}]


def test_without_a_folder_it_is_made_in_the_users_own(bwc: CommandLine, own_home: Path) -> None:
    assert bwc("demo", "--json").json["study"] == str(own_home / "demo-study")


def test_the_window_opens_on_the_study_if_there_is_a_screen(
    bwc: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = Window()
    monkeypatch.setattr(sys, "platform", "linux")
    assert bwc("demo", tmp_path / "demo", window=window).code == 0
    monkeypatch.setenv("DISPLAY", ":0")
    assert bwc("demo", tmp_path / "demo", "--no-window", window=window).code == 0
    assert window.studies == []
    assert bwc("demo", tmp_path / "demo", window=window).code == 5
    assert window.studies == [str(tmp_path / "demo")]
    monkeypatch.delenv("DISPLAY")
    monkeypatch.setattr(sys, "platform", "darwin")
    assert bwc("demo", tmp_path / "demo", window=window).code == 5


def test_missing_libraries_are_told_instead_of_letting_qt_end_the_program(
    bwc: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = Window()
    monkeypatch.setenv("DISPLAY", ":0")
    monkeypatch.setattr(doctor, "missing_qt_libraries", lambda: ("libxcb-cursor.so.0",))
    answer = bwc("demo", tmp_path / "demo", window=window)
    assert (answer.code, window.studies) == (0, [])
    assert "apt-get install libxcb-cursor0" in answer.err


def test_without_a_command_the_window_opens_on_the_named_study_for_the_named_person(
    bwc: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BWC_REVIEW_USER", "before")
    window = Window()
    assert bwc("--study", "some/study", "--as", "Reviewer A", window=window).code == 5
    assert window.studies == ["some/study"]
    import os

    assert os.environ["BWC_REVIEW_USER"] == "Reviewer A"


def test_without_any_word_the_window_opens_on_the_study_of_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    window = Window()
    monkeypatch.setattr(program, "open_window", window)
    monkeypatch.setattr(sys, "argv", ["bwc-review"])
    for variable in (None, "some/study"):
        if variable:
            monkeypatch.setenv("BWC_REVIEW_STUDY", variable)
        with pytest.raises(SystemExit) as leaving:
            program.main()
        assert leaving.value.code == 5
    assert window.studies == [None, "some/study"]


def test_words_go_to_the_command_line(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sys, "argv", ["bwc-review", "doctor", "--json"])
    with pytest.raises(SystemExit) as leaving:
        program.main()
    assert leaving.value.code in (0, 3)
    assert {finding["name"] for finding in json.loads(capsys.readouterr().out)} >= {"Python", "Qt", "ffmpeg"}


@pytest.mark.parametrize(("is_ok", "code"), [(True, 0), (False, 3)])
def test_the_doctor_says_ok_or_what_to_do(
    bwc: CommandLine, monkeypatch: pytest.MonkeyPatch, is_ok: bool, code: int
) -> None:
    findings = (Finding("Python", True, "3.11"), Finding("Qt", is_ok, "x", "" if is_ok else "Install it."))
    monkeypatch.setattr(doctor, "examine", lambda version: findings)
    answer = bwc("doctor")
    assert answer.code == code
    assert answer.out.splitlines()[0] == "ok  Python  3.11"
    assert ("Qt: Install it." in answer.out) is not is_ok
    assert [finding["is_ok"] for finding in bwc("doctor", "--json").json] == [True, is_ok]
