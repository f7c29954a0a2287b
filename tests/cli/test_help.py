"""Help: each command says what it does with an example, the README names it, and nothing of it is slow."""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from bwc_review.cli.commands import root
from tests.cli.conftest import CommandLine

ROOT = Path(__file__).resolve().parents[2]
HEAVY = ("sqlalchemy", "alembic", "av", "cv2", "numpy", "PySide6", "rich", "ruamel", "bwc_review.services")


def leaves(group: click.Group, words: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        if isinstance(command, click.Group):
            yield from leaves(command, (*words, name))
        else:
            yield (*words, name), command


COMMANDS = dict(leaves(root))
GROUPS = {
    (name,): command
    for name in root.list_commands(click.Context(root))
    if isinstance(command := root.get_command(click.Context(root), name), click.Group)
}


def test_the_command_line_has_the_commands_that_it_should_have() -> None:
    assert {" ".join(words) for words in COMMANDS} == {
        "assign",
        "assignments check",
        "assignments list",
        "assignments queue",
        "assignments unblind",
        "assignments withdraw",
        "audit log",
        "audit verify",
        "blinding index",
        "blinding mask",
        "blinding masks",
        "blinding stop",
        "clips list",
        "clips relink",
        "clips show",
        "clips join",
        "clips split",
        "clips verify",
        "demo",
        "doctor",
        "import",
        "records import",
        "reel build",
        "report tags",
        "rubric check",
        "rubric diff",
        "rubric export",
        "rubric install",
        "rubric list",
        "rubric new-version",
        "rubric show",
        "study backups",
        "study new",
        "study restore",
        "tags export",
        "tags import",
        "tags list",
    }


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_each_command_says_what_it_does_and_shows_an_example(bwc: CommandLine, words: tuple[str, ...]) -> None:
    answer = bwc(*words, "--help")
    assert answer.code == 0
    assert f"Example:\n    bwc-review {' '.join(words)}" in answer.out
    assert {"--json", "--study", "--as"} <= set(re.findall(r"--[a-z]+", answer.out))
    described = answer.out.split("\n\n")[1].strip()
    assert described.endswith(".")
    assert len(described) > 20


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_the_example_is_understood_by_the_command_itself(words: tuple[str, ...]) -> None:
    import shlex

    command = COMMANDS[words]
    assert command.epilog is not None
    line = next(line.strip() for line in command.epilog.splitlines() if line.strip().startswith("bwc-review"))
    given = shlex.split(line)[1 + len(words) :]
    with click.Context(root) as parent:
        command.make_context(words[-1], given, parent=_with_session(parent))


def _with_session(context: click.Context) -> click.Context:
    from bwc_review.cli.options import new_session

    context.obj = new_session(None)
    return context


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_the_readme_names_each_command(words: tuple[str, ...]) -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert re.search(rf"\b{' '.join(words)}\b", readme)


def test_the_manual_names_each_command_and_no_other() -> None:
    text = (ROOT / "resources" / "help" / "command-line.md").read_text(encoding="utf-8")
    tables = text.partition("| exit code |")[0]
    named = set(re.findall(r"`([a-z-]+(?: [a-z-]+)?)`", "".join(re.findall(r"^\|.*$", tables, re.MULTILINE))))
    assert named == {" ".join(words) for words in COMMANDS}


@pytest.mark.parametrize("arguments", [["--help"], ["-h"], ["clips", "-h"]])
def test_help_lists_what_there_is(bwc: CommandLine, arguments: list[str]) -> None:
    answer = bwc(*arguments)
    assert answer.code == 0
    assert "Commands:" in answer.out


def test_lists_of_commands_say_whole_sentences_at_80_columns() -> None:
    longest = 80 - 4 - max(len(words[-1]) for words in COMMANDS)
    for words, command in (*COMMANDS.items(), *GROUPS.items()):
        assert command.get_short_help_str(longest).endswith("."), words
        assert not command.get_short_help_str(longest).endswith("..."), words


@pytest.mark.parametrize("words", GROUPS, ids=" ".join)
def test_each_group_shows_an_example_of_one_of_its_commands(bwc: CommandLine, words: tuple[str, ...]) -> None:
    found = re.search(rf"Example:\n    bwc-review {words[0]} ([\w-]+)", bwc(*words, "--help").out)
    assert found
    assert (words[0], found[1]) in COMMANDS


def test_the_root_help_says_every_exit_code(bwc: CommandLine) -> None:
    assert re.findall(r"^    (\d+) ", bwc("--help").out, re.MULTILINE) == ["0", "1", "2", "3", "70", "130"]


def test_the_version_is_told(bwc: CommandLine) -> None:
    from bwc_review import __version__

    assert bwc("--version").out == f"bwc-review {__version__}\n"


@pytest.mark.parametrize(
    "code", ["import bwc_review.cli.commands", "from bwc_review.cli import commands as c; c.run(['--version'])"]
)
def test_starting_the_command_line_loads_nothing_heavy(code: str) -> None:
    check = f"import sys; {code}; print('loaded', *[m for m in {HEAVY!r} if m in sys.modules])"
    answer = subprocess.run([sys.executable, "-c", check], capture_output=True, text=True, check=True)
    assert answer.stdout.splitlines()[-1].strip() == "loaded"
