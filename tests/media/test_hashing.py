"""SHA-256: the right number, told as it goes, stopped when asked, never of a file that changes."""

import errno
import hashlib
import os
from pathlib import Path

import pytest

from bwc_review.domain.errors import Cancelled, EnvironmentFault
from bwc_review.domain.progress import CancelToken, Progress, silent
from bwc_review.media.hashing import sha256

LARGE = 40 << 20


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("hash") / "large.bin"
    path.write_bytes(bytes(range(256)) * (LARGE // 256) + b"end")
    return path


def test_the_digest_is_the_whole_files(large: Path) -> None:
    assert sha256(large, silent, CancelToken()) == hashlib.sha256(large.read_bytes()).hexdigest()


def test_an_empty_file_has_a_digest_too(tmp_path: Path) -> None:
    path = tmp_path / "empty"
    path.touch()
    assert sha256(path, silent, CancelToken()) == hashlib.sha256().hexdigest()


def test_progress_rises_to_the_end(large: Path) -> None:
    steps: list[Progress] = []
    sha256(large, steps.append, CancelToken())
    assert [step.done for step in steps] == sorted({step.done for step in steps})
    assert len(steps) >= 3
    assert steps[-1].fraction == 1.0


def test_it_stops_when_asked(large: Path) -> None:
    cancel = CancelToken()
    steps: list[Progress] = []

    def report(step: Progress) -> None:
        steps.append(step)
        cancel.cancel()

    with pytest.raises(Cancelled):
        sha256(large, report, cancel)
    assert len(steps) == 1


def test_a_file_that_grows_meanwhile_is_not_hashed(tmp_path: Path) -> None:
    path = tmp_path / "copying.mp4"
    path.write_bytes(bytes(LARGE))

    def grow(_: Progress) -> None:
        with path.open("ab") as file:
            file.write(b"more")

    with pytest.raises(EnvironmentFault, match="changed while it was read") as caught:
        sha256(path, grow, CancelToken())
    assert caught.value.code == "file.changed"


@pytest.mark.parametrize(("name", "code"), [("missing.mp4", "file.missing"), (".", "file.is_folder")])
def test_what_is_not_a_file_is_the_environments_fault(tmp_path: Path, name: str, code: str) -> None:
    with pytest.raises(EnvironmentFault) as caught:
        sha256(tmp_path / name, silent, CancelToken())
    assert caught.value.code == code


def test_a_file_that_may_not_be_read_is_the_environments_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "locked.mp4"
    path.write_bytes(b"locked")

    def refuse(*_: object, **__: object) -> None:  # the administrator, who runs CI, may read everything
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))

    monkeypatch.setattr(Path, "open", refuse)
    monkeypatch.setattr(os, "open", refuse)
    with pytest.raises(EnvironmentFault) as caught:
        sha256(path, silent, CancelToken())
    assert caught.value.code == "file.no_permission"


def test_an_error_of_the_drive_is_told_in_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "clip.mp4"
    path.write_bytes(b"clip")

    def fail(*_: object) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr("bwc_review.media.hashing._read_ahead", fail)
    with pytest.raises(EnvironmentFault, match=r"could not be read: input/output error\. Check the drive") as caught:
        sha256(path, silent, CancelToken())
    assert caught.value.code == "file.unreadable"
