"""The library: rows, phases, frames, thumbnails, verification."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from bwc_review.domain.clip import FrameTable
from bwc_review.domain.errors import Cancelled, EnvironmentFault, InputError
from bwc_review.domain.ids import OfficerId, TrainingId, new_id
from bwc_review.domain.people import Officer, Phase, TrainingRecord
from bwc_review.domain.progress import CancelToken
from bwc_review.domain.time import Moment
from bwc_review.services.bootstrap import Study, assemble
from bwc_review.services.frames import KEPT_TABLES, Frames
from tests.services.conftest import FRAME_US, Shelf
from tests.unit.samples import SECOND


def officer_with_training(study: Study, day: date) -> OfficerId:
    officer = Officer(OfficerId(new_id()), "Cedar")
    with study.store.writing("lead") as work:
        work.people.put_officer(officer)
        work.people.put_training(TrainingRecord(TrainingId(new_id()), officer.id, "Course", day))
        work.audit.record("test.people", "people", {})
        work.commit()
    return officer.id


def test_a_row_counts_reviews_and_tags_and_is_the_same_alone_and_in_the_list(study: Study, shelf: Shelf) -> None:
    recording = shelf.recording(officer_id=officer_with_training(study, date(2025, 5, 14)))
    for reviewer in ("Reviewer A", "Reviewer B"):
        review = shelf.review(recording, reviewer)
        study.reviewing.press(review.id, "tc.paraphrase", Moment(0))
    (row,) = study.library.rows()
    assert (row.review_count, row.tag_count, row.phase) == (2, 2, Phase.PRE)
    assert (row.incident, row.call_type_name) == (None, "")
    assert study.library.row(recording.id) == row


def test_the_phase_follows_the_local_day_of_the_recording(study: Study, shelf: Shelf) -> None:
    # 03:41 in UTC on the 19th, but still the evening of the 18th where it was recorded.
    officer = officer_with_training(study, date(2025, 2, 19))
    here = shelf.recording("K7Q2", officer_id=officer)
    utc = shelf.recording("M3X9", officer_id=officer, recorded_at=datetime(2025, 2, 19, 2, 41, tzinfo=UTC))
    unknown = shelf.recording("D4T6", officer_id=officer, recorded_at=None)
    phases = [study.library.row(found.id).phase for found in (here, utc, unknown)]
    assert phases == [Phase.PRE, Phase.DURING, Phase.NONE]


def test_a_phase_set_by_hand_wins_and_the_log_keeps_the_reason(study: Study, shelf: Shelf) -> None:
    recording = shelf.recording()
    changes = study.library.override_phase(recording.id, Phase.POST, " Date in the report is wrong. ")
    assert changes
    assert study.library.row(recording.id).phase is Phase.POST
    assert study.auditing.log(1)[0].details == {
        "before": None,
        "after": "post",
        "reason": "Date in the report is wrong.",
    }
    study.library.override_phase(recording.id, None, "Corrected in the manifest.")
    assert study.library.row(recording.id).phase is Phase.NONE


def test_a_phase_without_a_reason_is_refused(study: Study, shelf: Shelf) -> None:
    recording = shelf.recording()
    with pytest.raises(InputError, match="Say why"):
        study.library.override_phase(recording.id, Phase.POST, "  ")


def test_a_code_that_nobody_has_is_told(study: Study, shelf: Shelf) -> None:
    assert study.library.by_code(shelf.recording().code.lower()).code == "K7Q2"
    with pytest.raises(InputError, match="no clip “Z9Z9”"):
        study.library.by_code("Z9Z9")


def test_the_frame_of_a_recording_of_two_files_starts_on_the_recordings_axis(study: Study, shelf: Shelf) -> None:
    recording = shelf.recording(lengths_s=(1, 2))
    at = [study.library.frame_start(recording.id, Moment(us)).us for us in (-5, 999_999, SECOND + 1, 9 * SECOND)]
    assert at == [0, SECOND - FRAME_US, SECOND, 3 * SECOND - FRAME_US]
    assert [len(source.table) for source in study.library.sources(recording.id)] == [25, 50]


def test_frame_tables_are_read_once_and_the_oldest_are_let_go(
    study: Study, shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    frames = Frames(study.store)
    recordings = [shelf.recording(f"A{n}") for n in range(KEPT_TABLES + 1)]
    ids = [recording.segments[0].clip_id for recording in recordings]
    for clip_id in ids:
        assert isinstance(frames.table(clip_id), FrameTable)
    kept = frames.table(ids[-1])
    monkeypatch.setattr(study.store, "reading", None)
    assert frames.table(ids[-1]) is kept
    with pytest.raises(TypeError):
        frames.table(ids[0])


class TestFiles:
    @pytest.fixture
    def imported(self, study: Study, footage_folder: Path) -> Path:
        (footage_folder / "broken.mp4").unlink()
        study.library.import_paths([footage_folder])
        return footage_folder

    def test_a_thumbnail_is_a_jpeg_that_is_kept_and_then_needs_no_file(self, study: Study, imported: Path) -> None:
        recording = study.library.rows()[0].recording
        picture = study.library.thumbnail(recording.id, Moment(500_000), 160)
        assert picture[:3] == b"\xff\xd8\xff"
        for path in imported.rglob("*.[mM][pP]4"):
            path.unlink()
        assert study.library.thumbnail(recording.id, Moment(500_001), 160) == picture
        with pytest.raises(EnvironmentFault):
            study.library.thumbnail(recording.id, Moment(500_001), 161)

    def test_a_cache_that_cannot_be_written_is_done_without(self, study: Study, imported: Path) -> None:
        cache = study.store.folder / "cache" / "thumbnails"
        cache.parent.mkdir(exist_ok=True)
        cache.write_text("a file where the folder should be")
        recording = study.library.rows()[0].recording
        assert study.library.thumbnail(recording.id, Moment(0), 160)[:2] == b"\xff\xd8"

    def test_untouched_files_are_intact(self, study: Study, imported: Path) -> None:
        checks = study.library.verify()
        assert [check.is_intact for check in checks] == [True, True]
        assert {check.message for check in checks} == {"Every byte is as it was imported."}

    def test_a_changed_byte_a_cut_end_and_a_missing_file_are_named(self, study: Study, imported: Path) -> None:
        first, second = (row.recording.code for row in study.library.rows())
        path = study.library.verify([first])[0].clip.path
        content = bytearray(path.read_bytes())
        content[len(content) // 2] ^= 1
        path.write_bytes(content)
        assert "has changed" in study.library.verify([first])[0].message
        path.write_bytes(content[:-1])
        assert "bytes" in study.library.verify([first])[0].message
        path.unlink()
        assert "not in its folder" in study.library.verify([first])[0].message
        assert study.library.verify([second])[0].is_intact

    def test_a_file_that_cannot_be_read_is_named_and_does_not_stop_the_others(
        self, study: Study, imported: Path
    ) -> None:
        class Unreadable:
            def sha256(self, path: Path, report: object, cancel: CancelToken) -> str:
                cancel.raise_if_cancelled()
                raise EnvironmentFault("file.unreadable", f"{path.name} cannot be read.")

        other = assemble(study.store, "lead", Unreadable())  # pyright: ignore[reportArgumentType]
        checks = other.library.verify()
        assert [(check.is_intact, "cannot be read" in check.message) for check in checks] == [(False, True)] * 2

    def test_a_stop_while_a_file_is_read_is_a_stop_and_no_finding(self, study: Study, imported: Path) -> None:
        class Stopped:
            def sha256(self, path: Path, report: object, cancel: CancelToken) -> str:
                cancel.cancel()
                cancel.raise_if_cancelled()
                return ""

        other = assemble(study.store, "lead", Stopped())  # pyright: ignore[reportArgumentType]
        with pytest.raises(Cancelled):
            other.library.verify()

    def test_verification_can_be_stopped(self, study: Study, imported: Path) -> None:
        cancel = CancelToken()

        with pytest.raises(Cancelled):
            study.library.verify(report=lambda _: cancel.cancel(), cancel=cancel)
