"""Finding ffmpeg: the one that came along, or the one that the user names."""

import sys
from pathlib import Path

import pytest

from bwc_review.domain.errors import EnvironmentFault
from bwc_review.media import ffmpeg_program


def script(folder: Path, text: str) -> Path:
    path = folder / "ffmpeg"
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)
    return path


def test_the_program_that_came_along_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(ffmpeg_program.VARIABLE, raising=False)
    assert ffmpeg_program.executable().is_file()
    assert ffmpeg_program.version()


@pytest.mark.parametrize("made", [False, True])
def test_a_named_program_that_cannot_be_run_is_the_environments_fault(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, made: bool
) -> None:
    path = tmp_path / "no-program"
    if made:
        path.write_text("plain text")
        path.chmod(0o644)
    monkeypatch.setenv(ffmpeg_program.VARIABLE, str(path))
    with pytest.raises(EnvironmentFault, match="is not a program that can be run") as caught:
        ffmpeg_program.executable()
    assert caught.value.code == "ffmpeg.missing"


def test_a_missing_bundled_program_is_the_environments_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def nothing() -> str:
        raise RuntimeError

    monkeypatch.delenv(ffmpeg_program.VARIABLE, raising=False)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("imageio_ffmpeg.get_ffmpeg_exe", nothing)
    ffmpeg_program._bundled.cache_clear()
    with pytest.raises(EnvironmentFault, match=r"is missing\. Install BWC Review again") as caught:
        ffmpeg_program.executable()
    assert caught.value.code == "ffmpeg.missing"
    ffmpeg_program._bundled.cache_clear()


@pytest.mark.skipif(sys.platform == "win32", reason="the stand-ins are shell scripts")
class TestNamedProgram:
    """Stand-ins for ffmpeg."""

    def test_it_is_used_and_asked_for_its_version(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        path = script(tmp_path, "echo 'ffmpeg version 7.1-custom Copyright (c)'")
        monkeypatch.setenv(ffmpeg_program.VARIABLE, str(path))
        assert ffmpeg_program.executable() == path
        assert ffmpeg_program.version() == "7.1-custom"

    @pytest.mark.parametrize("text", ["exit 3", "echo hello", "echo ffmpeg version"])
    def test_a_program_that_is_not_ffmpeg_is_told(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str
    ) -> None:
        monkeypatch.setenv(ffmpeg_program.VARIABLE, str(script(tmp_path, text)))
        with pytest.raises(EnvironmentFault) as caught:
            ffmpeg_program.version()
        assert caught.value.code == "ffmpeg.broken"
