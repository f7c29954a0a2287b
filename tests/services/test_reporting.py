"""Tag reports: what is gathered, what is written, what is recorded."""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bwc_review import __version__
from bwc_review.domain.errors import Cancelled, InputError
from bwc_review.domain.ids import RatingId, new_id
from bwc_review.domain.people import Phase
from bwc_review.domain.progress import CancelToken, Progress
from bwc_review.domain.tag import Rating, Review
from bwc_review.domain.tag_report import TagReport
from bwc_review.domain.time import Moment
from bwc_review.services.bootstrap import Study
from tests.services.conftest import FRAME_US, RECORDED_AT, Shelf
from tests.unit.samples import SECOND


@pytest.fixture
def review(study: Study, shelf: Shelf) -> Review:
    """A review of a recording of two files, with tags in both of them."""
    review = shelf.review(shelf.recording(lengths_s=(2, 3)))
    for frame in (60, 10):
        study.reviewing.press(review.id, "tc.paraphrase", Moment(frame * FRAME_US))
    study.reviewing.press(review.id, "os.distance", Moment(20 * FRAME_US))
    study.reviewing.press(review.id, "os.distance", Moment(55 * FRAME_US))
    study.reviewing.press(review.id, "os.cover", Moment(20 * FRAME_US))
    return review


def report_of(study: Study) -> TagReport:
    (report,) = study.reporting.tag_reports()
    return report


def test_each_tag_leads_to_its_file_and_frame_and_time_of_day(study: Study, review: Review) -> None:
    tags = report_of(study).tags
    found = [(t.tag.behaviour_id, t.file_name, t.start_frame, t.end_frame) for t in tags]
    assert found == [
        ("tc.paraphrase", "K7Q2-0.mp4", 10, None),
        ("os.cover", "K7Q2-0.mp4", 20, None),
        ("os.distance", "K7Q2-0.mp4", 20, 5),
        ("tc.paraphrase", "K7Q2-1.mp4", 10, None),
    ]
    assert tags[0].wall_clock == RECORDED_AT + timedelta(microseconds=10 * FRAME_US)
    assert tags[0].behaviour.name == "Paraphrase"


def test_a_state_that_lasts_to_the_end_of_a_file_ends_at_its_frame_count(study: Study, shelf: Shelf) -> None:
    review = shelf.review(shelf.recording(lengths_s=(2,)))
    study.reviewing.press(review.id, "os.distance", Moment(0))
    (tag,) = study.reviewing.tags(review.id)
    study.reviewing.change(tag, replace(tag, end=Moment(2 * SECOND)))
    assert report_of(study).tags[0].end_frame == 50


def test_edits_are_counted_from_the_log(study: Study, review: Review) -> None:
    first = next(tag for tag in study.reviewing.tags(review.id) if tag.start.us == 10 * FRAME_US)
    applied = study.reviewing.change(first, replace(first, note="Clear."))
    redo = study.reviewing.apply(applied.undo)
    study.reviewing.apply(redo.undo)
    report = report_of(study)
    assert [tag.edit_count for tag in report.tags] == [3, 0, 1, 0]
    assert report.edit_count == 1 + 5 + 3  # its start, five presses, a change and two steps back and forth
    assert (report.chain_head.seq, report.chain_head.hash) == (study.auditing.head().seq, study.auditing.head().hash)


def test_the_report_names_study_clip_reviewer_and_rubric(study: Study, review: Review) -> None:
    study.reviewing.rate(Rating(RatingId(new_id()), review.id, "R_TC", 4))
    report = report_of(study)
    assert (report.study_title, report.recording.code, report.made_by) == ("Spring course", "K7Q2", "lead")
    assert (report.review, report.rubric.id, report.program_version) == (review, "sample", __version__)
    assert (report.officer, report.incident, report.phase, report.is_phase_overridden) == ("", None, Phase.NONE, False)
    assert [(rating.item_id, rating.value) for rating in report.ratings] == [("R_TC", 4)]
    assert [clip.path.name for clip in report.clips] == ["K7Q2-0.mp4", "K7Q2-1.mp4"]


def test_reports_come_by_code_then_reviewer_and_for_chosen_clips(study: Study, shelf: Shelf) -> None:
    for code in ("M3X9", "K7Q2"):
        recording = shelf.recording(code)
        for reviewer in ("Reviewer B", "Reviewer A"):
            shelf.review(recording, reviewer)
    every = [(report.recording.code, report.review.reviewer) for report in study.reporting.tag_reports()]
    assert every == [(code, reviewer) for code in ("K7Q2", "M3X9") for reviewer in ("Reviewer A", "Reviewer B")]
    chosen = study.reporting.tag_reports(["m3x9", "m3x9"])
    assert [report.recording.code for report in chosen] == ["M3X9", "M3X9"]
    with pytest.raises(InputError, match="Z9Z9"):
        study.reporting.tag_reports(["Z9Z9"])


def test_files_are_written_and_recorded_with_their_hashes(study: Study, review: Review, tmp_path: Path) -> None:
    told: list[Progress] = []
    files = study.reporting.tag_report(tmp_path / "out", ["json", "csv"], report=told.append)
    assert [path.name for path in files] == ["tag-report.json", "tag-report.csv"]
    assert json.loads(files[0].read_text(encoding="utf-8"))
    assert told
    checks = study.auditing.verify().exports
    assert [(check.is_intact, check.export.kind) for check in checks] == [(True, "tag_report")] * 2
    assert {check.export.sources for check in checks} == {(f"review:{review.id}",)}
    assert [entry.action for entry in study.auditing.log(2)] == ["report.tags"] * 2


def test_a_read_only_study_gets_its_report_without_a_record(study: Study, review: Review, tmp_path: Path) -> None:
    study.store.is_read_only = True  # pyright: ignore[reportAttributeAccessIssue]
    head = study.auditing.head()
    assert study.reporting.tag_report(tmp_path, ["csv"])[0].exists()
    assert study.auditing.head() == head


@pytest.mark.parametrize("formats", [["docx"], []])
def test_an_unknown_format_is_refused(study: Study, review: Review, tmp_path: Path, formats: Sequence[str]) -> None:
    with pytest.raises(InputError):
        study.reporting.tag_report(tmp_path, formats)


def test_a_stop_leaves_no_record(study: Study, review: Review, tmp_path: Path) -> None:
    cancel = CancelToken()
    cancel.cancel()
    with pytest.raises(Cancelled):
        study.reporting.tag_report(tmp_path / "out", ["csv"], cancel=cancel)
    assert study.exporting.exports() == ()
