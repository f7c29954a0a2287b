"""Finding video files."""

import os
from pathlib import Path

import pytest

from bwc_review.domain.errors import EnvironmentFault
from bwc_review.services.footage import video_files


def test_folders_give_their_video_files_sorted_and_named_files_come_whatever_their_suffix(tmp_path: Path) -> None:
    for name in ("b.mp4", "a.MOV", "text.txt", ".hidden.mp4", "sub/c.mkv", ".cache/d.mp4"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    found = video_files([tmp_path / "text.txt", tmp_path, tmp_path / "b.mp4"])
    assert [path.relative_to(tmp_path).as_posix() for path in found] == ["text.txt", "a.MOV", "b.mp4", "sub/c.mkv"]


def test_relative_paths_become_absolute(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.mp4").touch()
    monkeypatch.chdir(tmp_path)
    assert video_files([Path("a.mp4")]) == (tmp_path / "a.mp4",)


def test_a_path_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(EnvironmentFault, match=r"nowhere\.mp4 is not there"):
        video_files([tmp_path / "nowhere.mp4"])


def test_a_folder_that_may_not_be_read_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # The tests may run as root, whom no folder refuses: the refusal is made here.
    def refusing(path: str) -> None:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(os, "scandir", refusing)
    with pytest.raises(EnvironmentFault, match="cannot be read: Permission denied"):
        video_files([tmp_path])
