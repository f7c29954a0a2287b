"""Import: real clips, a manifest, what is known, what is refused, a stop on the way."""

import json
import shutil
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from bwc_review.domain.errors import Cancelled, EnvironmentFault, InputError
from bwc_review.domain.people import Phase
from bwc_review.domain.progress import CancelToken, Progress
from bwc_review.services.bootstrap import Study

AXON = "Axon_Body_4_Video_2025-08-23_2206_D01A00001.mp4"


def manifest_in(folder: Path, *rows: str, head: str = "file,code,recorded_at,officer,incident,case_open") -> Path:
    path = folder / "clips.csv"
    path.write_text("\n".join((head, *rows)) + "\n", encoding="utf-8")
    return path


@pytest.fixture
def people(study: Study, tmp_path: Path) -> None:
    """Two officers, one trained, and an incident."""
    (tmp_path / "officers.csv").write_text("pseudonym,badge,unit\nCedar,4711,North\nMaple,,\n")
    (tmp_path / "training.csv").write_text("officer,course,completed_on\nCedar,Course,2025-05-14\n")
    (tmp_path / "incidents.csv").write_text("number,occurred_on,call_type\nI-1,2025-08-23,welfare_check\n")
    study.records.import_csv(tmp_path / "officers.csv", tmp_path / "training.csv", tmp_path / "incidents.csv")


def test_files_in_folders_are_imported_and_what_is_no_video_is_refused_with_its_reason(
    study: Study, footage_folder: Path
) -> None:
    told: list[Progress] = []
    result = study.library.import_paths([footage_folder], report=told.append)
    assert len(result.imported) == 2
    assert [refusal.path.name for refusal in result.refused] == ["broken.mp4"]
    assert result.refused[0].message
    assert told[-1].fraction == 1.0
    assert [progress.done for progress in told] == sorted(progress.done for progress in told)
    rows = study.library.rows()
    assert {row.clips[0].facts.frame_count for row in rows} == {60}
    assert all(len(row.clips[0].sha256) == 64 for row in rows)


def test_each_imported_clip_leaves_an_entry_in_the_log(study: Study, footage_folder: Path) -> None:
    study.library.import_paths([footage_folder])
    entries = [entry for entry in study.auditing.log() if entry.action == "recording.import"]
    assert {entry.details["file"] for entry in entries} == {AXON, "second.MP4"}
    assert json.dumps([dict(entry.details) for entry in entries])


def test_the_recording_time_comes_from_the_file_name_and_never_from_the_container(
    study: Study, footage_folder: Path
) -> None:
    study.library.import_paths([footage_folder])
    times = {row.clips[0].path.name: row.recording.recorded_at for row in study.library.rows()}
    assert times == {AXON: datetime(2025, 8, 23, 22, 6).astimezone(), "second.MP4": None}


def test_the_same_bytes_are_never_imported_twice_not_even_within_one_import(study: Study, footage_folder: Path) -> None:
    shutil.copy(footage_folder / AXON, footage_folder / "again.mp4")
    first = study.library.import_paths([footage_folder])
    assert (len(first.imported), len(first.known)) == (2, 0)
    second = study.library.import_paths([footage_folder])
    assert (len(second.imported), len(second.known), bool(second.changes)) == (0, 2, False)
    assert len(study.library.rows()) == 2


def test_a_known_clip_that_has_moved_is_found_again_at_its_new_place(study: Study, footage_folder: Path) -> None:
    (recording,) = study.library.import_paths([footage_folder / AXON]).imported
    moved = footage_folder / "moved.mp4"
    (footage_folder / AXON).rename(moved)
    assert not study.library.verify()[0].is_intact
    result = study.library.import_paths([moved])
    assert result.known == (recording,)
    assert study.library.row(recording.id).clips[0].path == moved
    assert study.library.verify()[0].is_intact


@pytest.mark.usefixtures("people")
def test_a_manifest_gives_code_time_officer_incident_and_case(study: Study, footage_folder: Path) -> None:
    manifest = manifest_in(footage_folder, f"{AXON},A-17,2025-02-18T20:41:10-06:00,4711,I-1,yes")
    study.library.import_paths([footage_folder / AXON], manifest)
    row = study.library.row(study.library.by_code("a-17").id)
    assert row.recording.recorded_at == datetime(2025, 2, 18, 20, 41, 10, tzinfo=timezone(timedelta(hours=-6)))
    assert row.officer is not None
    assert (row.officer.pseudonym, row.call_type_name, row.recording.is_open_case) == ("Cedar", "Welfare check", True)
    assert row.phase is Phase.PRE


@pytest.mark.usefixtures("people")
def test_without_paths_the_files_of_the_manifest_are_imported(study: Study, footage_folder: Path) -> None:
    manifest = manifest_in(footage_folder, "deeper/second.MP4,B-04,,Cedar,,")
    result = study.library.import_paths([], manifest)
    assert [found.code for found in result.imported] == ["B-04"]


@pytest.mark.usefixtures("people")
def test_a_manifest_tells_more_about_clips_that_are_known(study: Study, footage_folder: Path) -> None:
    (before,) = study.library.import_paths([footage_folder / AXON]).imported
    manifest = manifest_in(footage_folder, f"{AXON},,,Cedar,,no")
    result = study.library.import_paths([footage_folder / AXON], manifest)
    assert result.changes
    after = study.library.row(before.id)
    assert after.officer is not None
    assert after.recording.recorded_at == before.recorded_at
    assert after.phase is Phase.POST
    assert study.auditing.log(1)[0].action == "recording.describe"


@pytest.mark.usefixtures("people")
def test_a_manifest_with_strangers_is_refused_whole_with_row_and_column(study: Study, footage_folder: Path) -> None:
    manifest = manifest_in(
        footage_folder,
        f"{AXON},,,Willow,I-1,",
        "deeper/second.MP4,,,Cedar,I-9,",
        "nowhere.mp4,,,,,",
    )
    with pytest.raises(InputError) as caught:
        study.library.import_paths([footage_folder], manifest)
    assert (caught.value.facts["row"], caught.value.facts["column"]) == (2, "officer")
    assert [line.split(":")[0] for line in caught.value.facts["problems"]] == [  # pyright: ignore[reportGeneralTypeIssues]
        "Row 2, column officer",
        "Row 3, column incident",
        "Row 4, column file",
    ]
    assert study.library.rows() == ()


def test_a_code_that_another_clip_has_refuses_only_that_file(study: Study, footage_folder: Path) -> None:
    study.library.import_paths([footage_folder / AXON], manifest_in(footage_folder, f"{AXON},A-17,,,,"))
    again = manifest_in(footage_folder, "deeper/second.MP4,A-17,,,,")
    result = study.library.import_paths([footage_folder / "deeper"], again)
    assert result.imported == ()
    assert "A-17" in result.refused[0].message


def test_a_stop_keeps_what_was_finished_and_says_so(study: Study, footage_folder: Path) -> None:
    cancel = CancelToken()

    def stop_after_the_first(progress: Progress) -> None:
        if study.library.rows():
            cancel.cancel()

    with pytest.raises(Cancelled, match="1 clip was imported, of 3 files") as caught:
        study.library.import_paths([footage_folder], report=stop_after_the_first, cancel=cancel)
    assert len(study.library.rows()) == 1
    assert caught.value.facts["imported"] == [study.library.rows()[0].recording.code]


def test_a_stop_before_anything_says_that_nothing_was_imported(study: Study, footage_folder: Path) -> None:
    cancel = CancelToken()
    cancel.cancel()
    with pytest.raises(Cancelled, match="nothing was imported"):
        study.library.import_paths([footage_folder], cancel=cancel)


def test_a_stop_within_a_file_is_a_stop_and_no_refusal(study: Study, footage_folder: Path) -> None:
    cancel = CancelToken()

    def stop_at_once(progress: Progress) -> None:
        cancel.cancel()

    with pytest.raises(Cancelled):
        study.library.import_paths([footage_folder / AXON], report=stop_at_once, cancel=cancel)


def test_an_empty_folder_and_a_missing_one_are_told(study: Study, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(InputError, match="no video file"):
        study.library.import_paths([tmp_path / "empty"])
    with pytest.raises(EnvironmentFault, match="not there"):
        study.library.import_paths([tmp_path / "nowhere"])
