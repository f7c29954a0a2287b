"""Making and opening studies, and what loading them costs."""

import subprocess
import sys
from pathlib import Path

import pytest

from bwc_review.domain.errors import InputError
from bwc_review.domain.people import DEFAULT_CALL_TYPES
from bwc_review.services.bootstrap import FileMedia, create_study, open_study

HEAVY = ("sqlalchemy", "alembic", "av", "cv2", "numpy", "PySide6", "rich", "ruamel", "typst", "xlsxwriter", "ffmpeg")


def test_a_new_study_has_a_title_call_types_and_a_first_entry(tmp_path: Path) -> None:
    with create_study(str(tmp_path / "study"), " Spring course ", "lead") as study:
        assert study.title == "Spring course"
        with study.store.reading() as work:
            assert {kind.code for kind in work.people.call_types()} == {kind.code for kind in DEFAULT_CALL_TYPES}
        assert [(entry.actor, entry.action) for entry in study.auditing.log()] == [("lead", "study.create")]


@pytest.mark.parametrize("title", ["", "  "])
def test_a_study_without_a_title_is_not_made(tmp_path: Path, title: str) -> None:
    with pytest.raises(InputError, match="Give the study a title"):
        create_study(str(tmp_path / "study"), title, "lead")
    assert not (tmp_path / "study").exists()


def test_a_study_is_found_again_after_it_was_closed(tmp_path: Path) -> None:
    create_study(str(tmp_path / "study"), "Spring course", "lead").close()
    with open_study(str(tmp_path / "study"), "auditor") as study:
        assert (study.title, study.actor) == ("Spring course", "auditor")


def test_a_folder_that_is_no_study_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError):
        open_study(str(tmp_path), "lead")


def test_media_tell_the_version_of_ffmpeg() -> None:
    assert FileMedia().ffmpeg_version()


@pytest.mark.parametrize(
    ("module", "allowed"),
    [
        ("bwc_review.cli.commands", ()),
        ("bwc_review.services.bootstrap", ()),
        ("bwc_review.services.jobs", ()),
    ],
)
def test_nothing_heavy_is_loaded_before_it_is_needed(module: str, allowed: tuple[str, ...]) -> None:
    code = f"import sys, {module}; print(*[m for m in {HEAVY!r} if m in sys.modules])"
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert set(answer.stdout.split()) <= set(allowed)
