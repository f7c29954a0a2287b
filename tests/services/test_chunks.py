"""Chunks of one recording are joined end to end on import, and only those; joined clips can be parted again."""

import shutil
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bwc_review.domain.clip import Clip
from bwc_review.domain.errors import InputError
from bwc_review.domain.ids import ClipId, new_id
from bwc_review.services.bootstrap import Study
from bwc_review.services.chunks import groups, runs
from bwc_review.services.manifest import Described
from tests.helpers.clips import ClipShelf
from tests.services.conftest import Shelf
from tests.unit.samples import facts

MINUTE = 60_000_000


def clip(name: str, minutes: float = 30, width: int = 1280) -> Clip:
    measured = facts(duration_us=round(minutes * MINUTE), width=width)
    return Clip(ClipId(new_id()), Path("/evidence", name), 1, name, measured)


def joined(*clips: Clip, described: Mapping[Path, Described] | None = None) -> list[list[str]]:
    """File names by recording."""
    about = described or {}
    known = {found.path: found for found in clips}
    return [
        [part.path.name for part in run]
        for group in groups(known, about)
        for run in runs([known[path] for path in group], about)
    ]


def about(name: str, code: str, part: int | None) -> Described:
    return Described(Path("/evidence", name), code, part, None, None, None, None, frozenset())


def test_numbered_files_of_one_recording_follow_one_another_whatever_order_they_come_in() -> None:
    names = [f"Doe_202508232206_123456-{number}.mp4" for number in (0, 1, 2, 10)]
    assert joined(clip(names[2]), clip(names[3]), clip(names[0]), clip(names[1])) == [names[:3], names[3:]]
    assert joined(clip("GX020123.MP4"), clip("GX010123.MP4"), clip("GX010124.MP4")) == [
        ["GX010123.MP4", "GX020123.MP4"],
        ["GX010124.MP4"],
    ]


def test_files_of_one_camera_follow_one_another_if_one_begins_where_the_other_ended() -> None:
    one, two, late, other = (
        clip(f"Axon_Body_4_Video_2025-08-23_{at}_{serial}.mp4")
        for at, serial in (("2206", "D01A1"), ("2236", "D01A1"), ("2308", "D01A1"), ("2236", "D01A2"))
    )
    assert joined(one, two, late, other) == [[one.path.name, two.path.name], [late.path.name], [other.path.name]]


def test_files_that_differ_in_picture_are_not_joined() -> None:
    names = ["Doe_202508232206_123456-0.mp4", "Doe_202508232206_123456-1.mp4"]
    assert joined(clip(names[0]), clip(names[1], width=640)) == [names[:1], names[1:]]


@pytest.mark.parametrize("names", [("IMG_1.mp4", "IMG_2.mp4"), ("Axon_Body_4_Video_2025-13-23_2206_D1.mp4", "b.mp4")])
def test_names_of_no_known_form_join_nothing(names: tuple[str, str]) -> None:
    assert joined(*(clip(name) for name in names)) == [[names[0]], [names[1]]]


def test_a_manifest_joins_by_part_and_a_code_of_its_own_keeps_a_file_apart() -> None:
    described = {Path("/evidence/b.mp4"): about("b.mp4", "K7Q2", 1), Path("/evidence/a.mp4"): about("a.mp4", "K7Q2", 2)}
    assert joined(clip("a.mp4"), clip("b.mp4"), described=described) == [["b.mp4", "a.mp4"]]
    names = ["Doe_202508232206_123456-0.mp4", "Doe_202508232206_123456-1.mp4"]
    apart = {Path("/evidence", names[1]): about(names[1], "M3X9", None)}
    assert joined(clip(names[0]), clip(names[1]), described=apart) == [[names[0]], [names[1]]]


@pytest.fixture
def chunks(tmp_path: Path, clips: ClipShelf) -> Path:
    """A folder with three chunks of two, three and one seconds."""
    folder = tmp_path / "card"
    folder.mkdir()
    for number, frames in enumerate((60, 90, 30)):
        shutil.copy(clips.kind("cfr_30", frames=frames), folder / f"Doe_202508232206_123456-{number}.mp4")
    return folder


def test_an_import_makes_one_recording_of_chunks_and_says_so(study: Study, chunks: Path) -> None:
    result = study.library.import_paths([chunks])
    (recording,) = result.imported
    assert [segment.duration_us for segment in recording.segments] == [2_000_000, 3_000_000, 1_000_000]
    assert recording.recorded_at == datetime(2025, 8, 23, 22, 6).astimezone()
    names = tuple(f"Doe_202508232206_123456-{number}.mp4" for number in range(3))
    assert result.joined == {recording.id: names}
    (entry,) = [entry for entry in study.auditing.log() if entry.action == "recording.import"]
    assert entry.details["file"] == list(names)
    again = study.library.import_paths([chunks])
    assert (again.imported, again.known, again.joined) == ((), (recording,), {})


def test_chunks_that_come_after_one_that_is_known_are_joined_with_each_other(study: Study, chunks: Path) -> None:
    (first,) = study.library.import_paths([chunks / "Doe_202508232206_123456-0.mp4"]).imported
    result = study.library.import_paths([chunks])
    assert result.known == (first,)
    assert [len(recording.segments) for recording in result.imported] == [2]


def test_the_same_bytes_twice_among_chunks_are_one_file(study: Study, chunks: Path) -> None:
    shutil.copy(chunks / "Doe_202508232206_123456-2.mp4", chunks / "Doe_202508232206_123456-3.mp4")
    (recording,) = study.library.import_paths([chunks]).imported
    assert len(recording.segments) == 3


def test_chunks_can_be_imported_separately(study: Study, chunks: Path) -> None:
    assert len(study.library.import_paths([chunks], is_joining=False).imported) == 3


def test_a_manifest_gives_the_joined_recording_its_code_and_refuses_it_whole_if_that_is_taken(
    study: Study, shelf: Shelf, chunks: Path
) -> None:
    rows = [f"Doe_202508232206_123456-{number}.mp4,{{}},{3 - number}" for number in range(3)]
    manifest = chunks / "clips.csv"
    shelf.recording("K7Q2")
    manifest.write_text("\n".join(["file,code,part", *rows]).format(*["K7Q2"] * 3))
    refused = study.library.import_paths([], manifest)
    assert (refused.imported, len(refused.refused)) == ((), 3)
    manifest.write_text("\n".join(["file,code,part", *rows]).format(*["M3X9"] * 3))
    (recording,) = study.library.import_paths([], manifest).imported
    assert (recording.code, [part.duration_us for part in recording.segments]) == (
        "M3X9",
        [1_000_000, 3_000_000, 2_000_000],
    )


@pytest.mark.parametrize(
    ("rows", "column"),
    [
        (["a.mp4,K7Q2,1", "b.mp4,K7Q2,1"], "code"),
        (["a.mp4,K7Q2,1", "b.mp4,K7Q2,"], "code"),
        (["a.mp4,K7Q2,", "b.mp4,K7Q2,2"], "code"),
        (["a.mp4,,1", "b.mp4,,"], "part"),
        (["a.mp4,K7Q2,first", "b.mp4,,"], "part"),
    ],
)
def test_a_manifest_with_parts_that_make_no_sense_is_refused(
    study: Study, tmp_path: Path, rows: list[str], column: str
) -> None:
    (tmp_path / "clips.csv").write_text("\n".join(["file,code,part", *rows]))
    with pytest.raises(InputError) as raised:
        study.library.import_paths([], tmp_path / "clips.csv")
    assert raised.value.facts["column"] == column


def test_a_joined_clip_is_split_into_its_files_and_joined_again(study: Study, shelf: Shelf) -> None:
    recording = shelf.recording("K7Q2", lengths_s=(10, 20))
    first, second = study.library.split(recording.id)
    assert (first.id, first.code, first.duration_us) == (recording.id, "K7Q2", 10_000_000)
    assert recording.recorded_at is not None
    assert second.recorded_at == recording.recorded_at + timedelta(seconds=10)
    assert {row.recording.code for row in study.library.rows()} == {"K7Q2", second.code}
    assert study.library.join([first.id, second.id]) == recording
    assert [row.recording for row in study.library.rows()] == [recording]
    assert [entry.action for entry in study.auditing.log(2)] == ["recording.join", "recording.split"]


def test_a_split_clip_without_a_time_has_parts_without_a_time(study: Study, shelf: Shelf) -> None:
    recording = shelf.recording(lengths_s=(10, 20), recorded_at=None)
    assert [part.recorded_at for part in study.library.split(recording.id)] == [None, None]


def test_what_was_reviewed_or_makes_no_sense_is_neither_joined_nor_split(study: Study, shelf: Shelf) -> None:
    reviewed, single = shelf.recording("K7Q2", lengths_s=(10, 20)), shelf.recording("M3X9")
    shelf.review(reviewed)
    for act, code in (
        (lambda: study.library.split(reviewed.id), "recording.reviewed"),
        (lambda: study.library.join([single.id, reviewed.id]), "recording.reviewed"),
        (lambda: study.library.split(single.id), "recording.single"),
        (lambda: study.library.join([single.id]), "recording.few"),
        (lambda: study.library.join([single.id, single.id]), "recording.few"),
    ):
        with pytest.raises(InputError) as raised:
            act()
        assert raised.value.code == code
