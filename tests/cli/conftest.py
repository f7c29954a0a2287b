"""Fixtures of the command line's tests: the command line itself, and a study with clips."""

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from bwc_review.cli import commands
from tests.helpers.clips import ClipShelf, clips  # noqa: F401 - a fixture

TAGS = """clip,reviewer,rubric,behaviour,start,end,note
K7Q2,Reviewer A,deesc-core,an.first_contact,0.5,,
K7Q2,Reviewer A,deesc-core,os.distance,1,1.5,Steps back.
M3X9,Reviewer A,deesc-core,an.first_contact,0.8,,
"""
REEL = """schema: reel/1
title: Small
selection: {method: purposive}
size: 320x180
rate: 10
items:
  - pair: {pre: K7Q2, post: M3X9, align: an.first_contact, before: 0.4, after: 0.6}
"""


@dataclass(frozen=True)
class Answer:
    """What a run of the command line said and returned."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


class CommandLine:
    """Runs commands in this process, as `bwc-review` would."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys

    def __call__(self, *arguments: object, window: Callable[[str | None], int] | None = None) -> Answer:
        self._capsys.readouterr()
        code = commands.run([str(argument) for argument in arguments], window)
        said = self._capsys.readouterr()
        return Answer(code, said.out, said.err)


@pytest.fixture
def bwc(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> CommandLine:
    """The command line, without what the developer's environment says."""
    monkeypatch.delenv("BWC_REVIEW_USER", raising=False)
    return CommandLine(capsys)


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory, clips: ClipShelf) -> Path:  # noqa: F811
    """A study with two clips and three tags, made once; tests work on copies of it."""
    folder = tmp_path_factory.mktemp("filled")
    shutil.copy(clips.kind("cfr_30"), folder / "before.mp4")
    shutil.copy(clips.kind("cfr_25"), folder / "after.mp4")
    (folder / "clips.csv").write_text("file,code\nbefore.mp4,K7Q2\nafter.mp4,M3X9\n")
    (folder / "tags.csv").write_text(TAGS)
    study = folder / "study"
    for line in (
        ["study", "new", study, "--title", "Spring course"],
        ["import", "--manifest", folder / "clips.csv", "--study", study],
        ["tags", "import", folder / "tags.csv", "--study", study],
    ):
        assert commands.run([str(word) for word in line]) == 0
    return study


@pytest.fixture
def study(filled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A study with two clips and three tags, named by the environment."""
    folder = tmp_path / "study"
    shutil.copytree(filled, folder)
    monkeypatch.setenv("BWC_REVIEW_STUDY", str(folder))
    return folder
