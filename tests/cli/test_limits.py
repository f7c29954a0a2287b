"""A limit on the size of files (“ulimit -f”), set in a process of its own, is told with what to do about it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from bwc_review import paths
from tests.cli.conftest import REEL

KIB = 1024
LIMITED = (
    "import resource, sys\n"
    "size = int(sys.argv[1])\n"
    "resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))\n"
    "from bwc_review.cli.commands import run\n"
    "sys.exit(run(sys.argv[2:], None))\n"
)


def limited(size: int, *words: object) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-c", LIMITED, str(size), *(str(word) for word in words)]
    return subprocess.run(command, capture_output=True, text=True, check=False, env=os.environ)


# The smaller limit meets the drawn cards and the first piece, the larger one a piece or the joined film.
@pytest.mark.parametrize("size", [40 * KIB, 72 * KIB], ids=lambda size: f"{size // KIB} KiB")
def test_a_film_that_grows_too_large_leaves_nothing(study: Path, tmp_path: Path, size: int) -> None:
    (tmp_path / "reel.yaml").write_text(REEL.replace("320x180", "1280x720"))
    film = tmp_path / "film" / "reel.mp4"
    film.parent.mkdir()
    film.write_bytes(b"an earlier film")
    answer = limited(size, "reel", "build", tmp_path / "reel.yaml", "-o", film)
    assert (answer.returncode, answer.stdout) == (3, "")
    assert "A file of this reel is larger than one file may be here" in answer.stderr
    assert "choose a folder on another disk, or make the reel shorter." in answer.stderr
    assert [path.name for path in film.parent.iterdir()] == ["reel.mp4"]
    assert film.read_bytes() == b"an earlier film"


def test_a_study_that_may_not_grow_says_so(study: Path) -> None:
    answer = limited(8 * KIB, "clips", "list")
    assert (answer.returncode, answer.stdout) == (3, "")
    assert answer.stderr.startswith("A file of this study may not grow any further here: your account has a limit")


def test_a_demo_that_has_no_room_is_told_in_a_sentence(tmp_path: Path) -> None:
    answer = limited(200 * KIB, "demo", tmp_path / "demo", "--no-window")
    assert answer.returncode == 3
    assert answer.stderr.splitlines()[-1].startswith("A file of this study may not grow any further here")


def test_a_demo_clip_that_has_no_room_is_not_left_half(tmp_path: Path) -> None:
    answer = limited(1200 * KIB, "demo", tmp_path / "demo", "--no-window")
    assert answer.returncode == 3
    assert answer.stderr.splitlines()[-1].endswith("Make room there, or choose another folder.")
    whole = {path.name: path.stat().st_size for path in (paths.resources() / "demo").iterdir()}
    copied = {path.name: path.stat().st_size for path in (tmp_path / "demo" / "footage").iterdir()}
    assert all(whole[name] == size for name, size in copied.items())
