"""A study that was copied plays the clips that were copied with it, once every byte of them was read."""

import shutil
from pathlib import Path

import pytest

from bwc_review.domain.errors import Cancelled, EnvironmentFault
from bwc_review.domain.progress import CancelToken
from bwc_review.services.bootstrap import Study, create_study, open_study
from bwc_review.services.surroundings import ClipPlace, folders_of
from tests.helpers.clips import ClipShelf


@pytest.fixture(scope="module")
def films(tmp_path_factory: pytest.TempPathFactory, clips: ClipShelf) -> Path:
    folder = tmp_path_factory.mktemp("films")
    shutil.copy(clips.kind("cfr_25"), folder / "a.mp4")
    shutil.copy(clips.kind("vfr"), folder / "b.mp4")
    return folder


def made(folder: Path, footage: Path, films: Path) -> Path:
    """A study whose clips lie in a folder."""
    with create_study(str(folder), "Spring course", "lead") as study:
        shutil.copytree(films, footage)
        study.library.import_paths([footage])
    return folder


def played(study: Study) -> set[Path]:
    return {clip.path for row in study.library.rows() for clip in row.clips}


def places(study: Study) -> set[ClipPlace]:
    return {study.surroundings.place(clip) for row in study.library.rows() for clip in row.clips}


@pytest.mark.parametrize("inside", [True, False], ids=["inside the study", "beside it"])
def test_clips_that_were_copied_with_a_study_are_taken(tmp_path: Path, films: Path, inside: bool) -> None:
    home = tmp_path / "old"
    folder = made(home / "study", home / "study" / "footage" if inside else home / "footage", films)
    shutil.copytree(home, tmp_path / "new")
    with open_study(str(tmp_path / "new" / "study"), "lead") as copied:
        assert places(copied) == {ClipPlace.OTHER_STUDY if inside else ClipPlace.ELSEWHERE}
        survey = copied.surroundings.survey()
        assert (len(survey.strays), survey.of_others, survey.text, survey.folder) == (2, (), "", None)
        taken = copied.surroundings.take_up()
        assert (len(taken.moved), taken.refused) == (2, ())
        assert taken.changes.ids
        assert all(path.is_relative_to(tmp_path / "new") for path in played(copied))
        assert places(copied) == {ClipPlace.INSIDE if inside else ClipPlace.BESIDE}
        entry = copied.auditing.log(1)[0]
        assert (entry.action, entry.details["after"]) == ("clip.relocate", str(taken.moved[-1].after))
        assert copied.surroundings.survey().strays == ()
        assert copied.auditing.verify().is_clean
    with open_study(str(folder), "lead") as original:
        assert all(path.is_relative_to(home) for path in played(original))


def test_a_copy_beside_the_original_plays_its_own_clips(tmp_path: Path, films: Path) -> None:
    folder = made(tmp_path / "study", tmp_path / "study" / "footage", films)
    shutil.copytree(folder, tmp_path / "copy")
    with open_study(str(tmp_path / "copy"), "lead") as copied:
        assert len(copied.surroundings.take_up().moved) == 2
        assert folders_of(sorted(played(copied))) == str(tmp_path / "copy" / "footage")


def test_a_copy_finds_its_clips_when_the_original_is_gone(tmp_path: Path, films: Path) -> None:
    folder = made(tmp_path / "study", tmp_path / "study" / "footage", films)
    folder.rename(tmp_path / "elsewhere")
    with open_study(str(tmp_path / "elsewhere"), "lead") as moved:
        assert len(moved.surroundings.take_up().moved) == 2
        assert moved.auditing.verify().is_clean


def test_a_copy_without_its_clips_says_that_they_are_played_from_the_other_study(tmp_path: Path, films: Path) -> None:
    folder = made(tmp_path / "study", tmp_path / "study" / "footage", films)
    shutil.copytree(folder, tmp_path / "copy", ignore=shutil.ignore_patterns("footage"))
    with open_study(str(tmp_path / "copy"), "lead") as copied:
        survey = copied.surroundings.survey()
        assert survey.text == "2 clips are played from the folder of another study"
        assert survey.folder == folder / "footage"
        assert copied.surroundings.take_up().moved == ()


def test_another_file_of_the_same_name_and_size_is_not_taken(tmp_path: Path, films: Path) -> None:
    folder = made(tmp_path / "study", tmp_path / "study" / "footage", films)
    shutil.copytree(folder, tmp_path / "copy")
    changed = tmp_path / "copy" / "footage" / "a.mp4"
    content = bytearray(changed.read_bytes())
    content[-1] ^= 1
    changed.write_bytes(content)
    with open_study(str(tmp_path / "copy"), "lead") as copied:
        taken = copied.surroundings.take_up()
        assert [moved.after.name for moved in taken.moved] == ["b.mp4"]
        assert len(taken.refused) == 1
        assert "a.mp4" in taken.refused[0]
        assert taken.refused[0].endswith("is another file than was imported.")
        assert folder / "footage" / "a.mp4" in played(copied)


def test_a_file_of_another_size_is_not_even_read(tmp_path: Path, films: Path) -> None:
    folder = made(tmp_path / "study", tmp_path / "study" / "footage", films)
    shutil.copytree(folder, tmp_path / "copy")
    (tmp_path / "copy" / "footage" / "a.mp4").write_bytes(b"cut short")
    with open_study(str(tmp_path / "copy"), "lead") as copied:
        survey = copied.surroundings.survey()
        assert [stray.clip.path.name for stray in survey.strays] == ["b.mp4"]
        assert [clip.path.name for clip in survey.of_others] == ["a.mp4"]


def test_clips_that_never_lay_with_the_study_stay_where_they_are(tmp_path: Path, films: Path) -> None:
    folder = made(tmp_path / "cases" / "study", tmp_path / "evidence" / "drive", films)
    with open_study(str(folder), "lead") as study:
        assert places(study) == {ClipPlace.ELSEWHERE}
        survey = study.surroundings.survey()
        assert (survey.strays, survey.of_others) == ((), ())


def test_a_link_to_the_same_file_is_not_taken_for_a_copy(tmp_path: Path, films: Path) -> None:
    folder = made(tmp_path / "cases" / "study", tmp_path / "drive" / "footage", films)
    (folder / "footage").symlink_to(tmp_path / "drive" / "footage")
    with open_study(str(folder), "lead") as study:
        assert study.surroundings.survey().strays == ()


def test_a_study_opened_through_a_link_has_its_clips_inside(tmp_path: Path, films: Path) -> None:
    made(tmp_path / "study", tmp_path / "study" / "footage", films)
    (tmp_path / "link").symlink_to(tmp_path / "study")
    with open_study(str(tmp_path / "link"), "lead") as study:
        assert places(study) == {ClipPlace.INSIDE}


def test_clips_are_looked_for_in_a_folder_that_is_named(tmp_path: Path, films: Path) -> None:
    folder = made(tmp_path / "study", tmp_path / "drive", films)
    (tmp_path / "drive").rename(tmp_path / "shelf")
    (tmp_path / "shelf" / "a.mp4").rename(tmp_path / "shelf" / "renamed.mp4")
    with open_study(str(folder), "lead") as study:
        assert len(study.surroundings.take_up(tmp_path / "shelf").moved) == 2
        assert {path.name for path in played(study)} == {"renamed.mp4", "b.mp4"}
        assert study.surroundings.take_up(tmp_path / "shelf").moved == ()
        with pytest.raises(EnvironmentFault):
            study.surroundings.take_up(tmp_path / "nowhere")


def test_a_file_that_cannot_be_read_is_told_and_a_stop_is_a_stop(
    tmp_path: Path, films: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = made(tmp_path / "study", tmp_path / "study" / "footage", films)
    shutil.copytree(folder, tmp_path / "copy")
    with open_study(str(tmp_path / "copy"), "lead") as copied:

        def refuse(*_: object) -> str:
            raise EnvironmentFault("file.unreadable", "The drive is away.")

        monkeypatch.setattr("bwc_review.media.hashing.sha256", refuse)
        taken = copied.surroundings.take_up()
        assert [line.partition(": ")[2] for line in taken.refused] == ["The drive is away."] * 2
        token = CancelToken()
        token.cancel()
        with pytest.raises(Cancelled):
            copied.surroundings.take_up(cancel=token)


def test_a_study_on_a_server_has_no_surroundings(study: Study) -> None:
    study.store.location = "postgresql://server/study"
    assert study.surroundings.survey().strays == ()
