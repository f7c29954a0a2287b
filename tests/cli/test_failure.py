"""Trouble on the command line: sentences, error objects, exit codes; a bug, a stop, a closed pipe."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from bwc_review.domain.errors import EnvironmentFault, StaleEdit
from bwc_review.domain.progress import CancelToken, Report
from bwc_review.services.bootstrap import FileMedia
from bwc_review.services.library import Library
from tests.cli.conftest import CommandLine


@pytest.mark.parametrize(
    "arguments", [["nonsense"], ["clips", "nonsense"], ["clips", "list", "--nonsense"], ["clips", "show"]]
)
def test_wrong_usage_is_one_sentence_with_a_hint(bwc: CommandLine, arguments: list[str]) -> None:
    answer = bwc(*arguments)
    assert (answer.code, answer.out) == (2, "")
    assert answer.err.count("\n") == 1
    assert "--help”." in answer.err
    error = bwc(*arguments, "--json").json["error"]
    assert (error["code"], error["facts"]) == ("usage", {})


def test_without_a_command_and_without_a_window_it_is_wrong_usage(bwc: CommandLine) -> None:
    assert bwc().code == 2


def test_errors_are_objects_for_programs(bwc: CommandLine, study: Path) -> None:
    answer = bwc("clips", "show", "Z9Z9", "--json")
    assert (answer.code, answer.err) == (1, "")
    error = answer.json["error"]
    assert set(error) == {"code", "message", "facts"}
    assert (error["code"], error["facts"]) == ("clip.unknown_code", {"clip": "Z9Z9"})


@pytest.mark.parametrize(("error", "code"), [(EnvironmentFault("disk.full", "The disk is full."), 3), (StaleEdit(), 1)])
def test_the_machine_is_told_from_the_input(
    bwc: CommandLine, study: Path, monkeypatch: pytest.MonkeyPatch, error: Exception, code: int
) -> None:
    def fail(library: Library) -> None:
        raise error

    monkeypatch.setattr(Library, "rows", fail)
    answer = bwc("clips", "list")
    assert (answer.code, answer.err) == (code, f"{error}\n")


class TestBug:
    @pytest.fixture(autouse=True)
    def broken(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def fail(library: Library) -> None:
            raise KeyError("secret")

        monkeypatch.setattr(Library, "rows", fail)

    def test_a_bug_is_a_sentence_with_a_report_and_no_traceback(
        self, bwc: CommandLine, study: Path, own_home: Path
    ) -> None:
        answer = bwc("clips", "list")
        assert (answer.code, answer.out) == (70, "")
        assert answer.err.startswith("This is a fault in the program")
        (report,) = (own_home / "logs").iterdir()
        assert str(report) in answer.err
        text = report.read_text(encoding="utf-8")
        assert "KeyError: 'secret'" in text
        assert str(study) not in text.split("Traceback")[0]

    def test_programs_learn_where_the_report_is(self, bwc: CommandLine, study: Path) -> None:
        error = bwc("clips", "list", "--json").json["error"]
        assert (error["code"], error["facts"]["kind"]) == ("bug", "KeyError")
        assert Path(error["facts"]["report"]).is_file()

    def test_where_no_report_can_be_written_the_traceback_is_shown(
        self, bwc: CommandLine, study: Path, tmp_path: Path
    ) -> None:
        (tmp_path / "file").write_text("in the way")
        answer = bwc("--home", tmp_path / "file" / "home", "clips", "list")
        assert answer.code == 70
        assert "KeyError: 'secret'" in answer.err


class TestStopping:
    def interrupting(self, monkeypatch: pytest.MonkeyPatch, times: int) -> None:
        def intake(media: FileMedia, path: Path, report: Report, cancel: CancelToken) -> None:
            for _ in range(times):
                signal.raise_signal(signal.SIGINT)
            cancel.raise_if_cancelled()

        monkeypatch.setattr(FileMedia, "intake", intake)

    def test_the_first_ctrl_c_asks_the_job_to_stop(
        self, bwc: CommandLine, study: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        (tmp_path / "a.mp4").touch()
        self.interrupting(monkeypatch, 1)
        before = signal.getsignal(signal.SIGINT)
        answer = bwc("import", tmp_path / "a.mp4")
        assert (answer.code, answer.err) == (130, "Stopped: nothing was imported.\n")
        assert signal.getsignal(signal.SIGINT) is before
        assert bwc("import", tmp_path / "a.mp4", "--json").json["error"]["code"] == "job.cancelled"

    def test_the_second_ctrl_c_ends_the_program_at_once(
        self, bwc: CommandLine, study: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        (tmp_path / "a.mp4").touch()
        self.interrupting(monkeypatch, 2)
        answer = bwc("import", tmp_path / "a.mp4")
        assert (answer.code, answer.err.strip()) == (130, "Stopped.")

    @pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX systems")
    def test_a_render_that_is_stopped_leaves_no_file(self, study: Path, tmp_path: Path) -> None:
        (tmp_path / "reel.yaml").write_text(
            "schema: reel/1\ntitle: Long\nselection: {method: purposive}\nitems:\n"
            + "  - card: {title: A long film, seconds: 60}\n" * 8
            + "  - single: {clip: K7Q2, from: 0, to: 2}\n"
        )
        code = (
            "import os, signal, sys\n"
            "from bwc_review.cli import commands\n"
            "from bwc_review.services.bootstrap import FileMedia\n"
            "render = FileMedia.render\n"
            "def stopped(self, reel, sources, output, report, cancel):\n"
            "    def told(progress):\n"
            "        if progress.done: os.kill(os.getpid(), signal.SIGTERM)\n"
            "    return render(self, reel, sources, output, told, cancel)\n"
            "FileMedia.render = stopped\n"
            "sys.exit(commands.run(sys.argv[1:]))\n"
        )
        command = [sys.executable, "-c", code, "reel", "build", str(tmp_path / "reel.yaml"), "-o"]
        answer = subprocess.run([*command, str(tmp_path / "film.mp4")], capture_output=True, text=True, check=False)
        assert (answer.returncode, answer.stderr.startswith("Stopped")) == (130, True)
        assert [path.name for path in tmp_path.iterdir() if "film" in path.name] == []


@pytest.mark.skipif(sys.platform == "win32", reason="pipes of POSIX systems")
def test_a_reader_that_goes_away_is_no_trouble() -> None:
    read, write = os.pipe()
    os.close(read)
    answer = subprocess.run(
        [sys.executable, "-m", "bwc_review", "rubric", "show", "deesc-core"],
        stdout=write,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    os.close(write)
    assert (answer.returncode, answer.stderr) == (0, "")


def test_the_program_as_a_process_answers_like_the_function(study: Path) -> None:
    command = [sys.executable, "-m", "bwc_review", "clips", "list", "--json"]
    answer = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (answer.returncode, answer.stderr) == (0, "")
    assert [row["code"] for row in json.loads(answer.stdout)] == ["K7Q2", "M3X9"]
