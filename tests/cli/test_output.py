"""Text for people: aligned, whole, harmless; and progress where somebody watches."""

import sys

import pytest

from bwc_review.cli import progress
from bwc_review.cli.options import Session, login_name
from bwc_review.cli.output import count, facts, table
from bwc_review.domain.progress import CancelToken, Progress, Report


def test_columns_are_aligned_and_numbers_stand_right() -> None:
    lines = table(("name", "n"), [("a", 5), ("longer", 1234)], right=(1,))
    assert lines == ["name       n", "a          5", "longer  1234"]


def test_wide_and_combining_letters_keep_the_columns() -> None:
    lines = table(("a", "b"), [("東京", "x"), ("e\u0301", "y")])
    assert lines[1:] == ["東京  x", "e\u0301     y"]


def test_control_characters_cannot_steer_the_terminal() -> None:
    assert table(("a",), [("one\ntwo\x1b[31m",)])[1] == "one two [31m"


def test_long_cells_are_neither_cut_nor_wrapped() -> None:
    assert table(("a",), [("x" * 500,)])[1] == "x" * 500


def test_facts_leave_out_what_is_empty() -> None:
    assert facts((("clip", "K7Q2"), ("officer", ""), ("tags", 0), ("none", None))) == ["clip  K7Q2", "tags  0"]
    assert facts(()) == []


@pytest.mark.parametrize(("number", "text"), [(0, "0 clips"), (1, "1 clip"), (1200, "1,200 clips")])
def test_counts_agree_with_their_word(number: int, text: str) -> None:
    assert count(number, "clip") == text
    assert count(2, "entry", "entries") == "2 entries"


def work(report: Report, cancel: CancelToken) -> str:
    report(Progress(0, 0, "Opening [bold]odd[/] name.mp4"))
    report(Progress(1, 2, "Reading"))
    return "done"


def test_a_job_returns_its_result_and_shows_nothing_where_nobody_watches(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert progress.run(Session(), "Importing", work) == "done"
    said = capsys.readouterr()
    assert (said.out, said.err) == ("", "")


def test_on_a_terminal_a_bar_is_drawn_on_stderr_only(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    monkeypatch.setenv("TERM", "xterm")
    assert progress.run(Session(), "Importing", work) == "done"
    said = capsys.readouterr()
    assert said.out == ""
    assert "Importing" in said.err
    assert progress.run(Session(as_json=True), "Importing", work) == "done"
    assert capsys.readouterr().err == ""


def test_a_job_on_another_thread_leaves_signals_alone() -> None:
    import threading

    found: list[str] = []
    thread = threading.Thread(target=lambda: found.append(progress.run(Session(), "Importing", work)))
    thread.start()
    thread.join()
    assert found == ["done"]


def test_a_user_without_a_name_is_called_unknown(monkeypatch: pytest.MonkeyPatch) -> None:
    import getpass

    def nobody() -> str:
        raise KeyError("getpwuid(): uid not found: 4711")

    monkeypatch.setattr(getpass, "getuser", nobody)
    assert login_name() == "unknown"
