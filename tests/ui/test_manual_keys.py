"""The manual's page of keys: every key of every page stands in it, and none that does nothing."""

import re
from pathlib import Path

import pytest

from bwc_review import paths
from bwc_review.ui.commands.registry import EVERYWHERE, Command
from bwc_review.ui.frame.window import MainWindow
from tests.ui.conftest import Until

TITLES = {
    EVERYWHERE: "On every page",
    "library": "Library",
    "review": "Review",
    "compare": "Compare",
    "present": "Present",
    "audit": "Audit",
    "rubrics": "Rubrics",
}
WRITTEN = {
    "Return": "Enter",
    "Delete": "Delete",
    "Del": "Delete",
    "PgDown": "Page Down",
    "PgUp": "Page Up",
    "Escape": "Esc",
}


def row(command: Command) -> str:
    """A command as the page of keys has it: keys as they are written on them, then what it does."""
    keys = [re.sub("|".join(WRITTEN), lambda found: WRITTEN[found[0]], key) for key in command.keys]
    return f"| {' or '.join(dict.fromkeys(keys))} | {command.title} |"


def listed() -> dict[str, list[str]]:
    """Rows of the page of keys by the section of level two that they stand in."""
    text = (paths.resources() / "help" / "keys.md").read_text(encoding="utf-8")
    sections = (part.partition("\n") for part in text.split("\n## ")[1:])
    rows = {title: re.findall(r"^\| .* \|$", body, re.MULTILINE) for title, _, body in sections}
    return {title: [line for line in found if line != "| key | does |"] for title, found in rows.items()}


@pytest.mark.parametrize("page", TITLES)
def test_the_manual_lists_the_keys_of_each_page(window: MainWindow, coded_study: Path, until: Until, page: str) -> None:
    window.open_study(str(coded_study))
    until(lambda: window.page_name == "library")
    if page != EVERYWHERE:
        window.page(page)
    wanted = [row(command) for command in window.registry.commands(page) if command.keys]
    assert sorted(listed()[TITLES[page]]) == sorted(wanted)


def test_no_key_means_two_things_where_both_would_be_heard(window: MainWindow, coded_study: Path, until: Until) -> None:
    window.open_study(str(coded_study))
    until(lambda: window.page_name == "library")
    for page in TITLES:
        if page != EVERYWHERE:
            window.page(page)
    registry = window.registry
    clashes = [
        (command.id, key) for command in registry.commands() for key in command.keys if registry.clash(command.id, key)
    ]
    assert clashes == []
