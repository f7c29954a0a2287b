"""A copied study in the window: it takes the clips that were copied with it, and says what is played from elsewhere."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from bwc_review.services.bootstrap import create_study, open_study
from bwc_review.ui.bridge.study import Said
from bwc_review.ui.frame.window import MainWindow
from bwc_review.ui.pages.library_details import DetailsPane
from bwc_review.ui.pages.library_rows import read_details
from tests.helpers.clips import ClipShelf
from tests.ui.conftest import Until

Copied = Callable[[str], str]


@pytest.fixture
def copied(tmp_path: Path, clips: ClipShelf) -> Copied:
    """Copies a study with one clip in it, without some of its files, and gives the copy's location."""
    home = tmp_path / "study"
    with create_study(str(home), "Spring course", "lead") as study:
        (home / "footage").mkdir()
        shutil.copy(clips.kind("cfr_25"), home / "footage" / "a.mp4")
        study.library.import_paths([home / "footage"])

    def copy(without: str = "") -> str:
        shutil.copytree(home, tmp_path / "copy", ignore=shutil.ignore_patterns(without))
        return str(tmp_path / "copy")

    return copy


def folders(window: MainWindow) -> set[str]:
    return {str(clip.path.parent) for row in window.bridge.study.library.rows() for clip in row.clips}


def test_the_copy_takes_its_own_clips_and_says_so(window: MainWindow, copied: Copied, until: Until) -> None:
    location = copied("nothing")
    window.bridge.adopt(open_study(location, "lead"))
    own = f"{location}/footage"
    until(lambda: window.status.text == f"1 clip is now played from what was copied with this study: {own}")
    assert folders(window) == {own}
    assert window.bridge.study.auditing.log(1)[0].action == "clip.relocate"


def test_a_file_that_is_another_one_is_left_and_told(window: MainWindow, copied: Copied, until: Until) -> None:
    location = copied("nothing")
    film = Path(location, "footage", "a.mp4")
    film.write_bytes(film.read_bytes()[:-1] + b"x")
    window.bridge.adopt(open_study(location, "lead"))
    until(lambda: "1 clip is still played from where the study was copied from." in window.status.text)
    assert "another file than was imported" in window.status.text
    assert f"{location}/footage" not in folders(window)


def test_clips_of_another_study_are_told_in_the_status_line_and_in_the_details(
    window: MainWindow, copied: Copied, until: Until
) -> None:
    location = copied("footage")
    window.bridge.adopt(open_study(location, "lead"))
    until(lambda: "1 clip is played from the folder of another study, " in window.status.text)
    study = window.bridge.study
    (row,) = study.library.rows()
    details = read_details(study, row.recording.id, is_blinded=False)
    assert details.is_of_other_study
    pane = DetailsPane(window)
    pane.show_details(details, is_blinded=False, can_write=True)
    assert "Played from the folder of another study" in pane.faults.words()
    assert str(row.clips[0].path.parent) in pane.file.words()
    pane.show_details(details, is_blinded=True, can_write=True)
    assert "another study" not in pane.faults.words()
    assert "Folder" not in pane.file.words()


def test_a_blinded_reviewer_is_told_no_folder(
    window: MainWindow, copied: Copied, until: Until, said: list[Said]
) -> None:
    location = copied("footage")
    window.bridge.set_blinded(True)
    window.bridge.adopt(open_study(location, "lead"))
    until(lambda: window.status.text == "1 clip is played from the folder of another study.")
    assert not [told for told in said if "footage" in told.text]


def test_a_copy_that_can_only_be_read_says_where_its_clips_are_played_from(
    window: MainWindow, copied: Copied, until: Until
) -> None:
    study = open_study(copied("nothing"), "lead")
    study.store.is_read_only = True
    window.bridge.adopt(study)
    until(lambda: "1 clip is played from elsewhere: this study can only be read here." in window.status.text)
    assert window.bridge.jobs.jobs == ()
