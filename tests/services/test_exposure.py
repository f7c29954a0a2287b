"""Minutes of footage watched, by viewer, and where to find support."""

from datetime import UTC, datetime, timedelta

from bwc_review.domain.content_note import ContentFlag, ContentNote
from bwc_review.domain.ids import RecordingId, RunId, new_id
from bwc_review.domain.time import Moment, TimeRange
from bwc_review.domain.viewing import RunEnd, ViewingRun
from bwc_review.services.bootstrap import Study
from bwc_review.services.exposure import Exposure, ViewerExposure
from tests.services.conftest import Shelf

NOW = datetime(2026, 3, 4, 12, tzinfo=UTC)


def run(recording_id: RecordingId, viewer: str, seconds: int, at: datetime = NOW, percent: int = 100) -> ViewingRun:
    span = TimeRange(Moment(0), Moment(seconds * 1_000_000))
    return ViewingRun(RunId(new_id()), recording_id, None, viewer, at, span, percent, RunEnd.PAUSE)


def test_each_viewers_minutes_are_counted_with_those_of_flagged_clips_and_of_today(study: Study, shelf: Shelf) -> None:
    plain, hard = shelf.recording("K7Q2"), shelf.recording("M3X9")
    study.content_notes.put(ContentNote(hard.id, frozenset({ContentFlag.INJURY})))
    study.viewing.keep(
        [
            run(plain.id, "lead", 8),
            run(hard.id, "lead", 4, NOW - timedelta(days=2)),
            run(hard.id, "Reviewer A", 4, percent=50),
        ]
    )
    exposure = Exposure(study.store, "lead", lambda: NOW)
    assert exposure.by_viewer() == (
        ViewerExposure("Reviewer A", 8_000_000, 8_000_000, 8_000_000),
        ViewerExposure("lead", 12_000_000, 4_000_000, 8_000_000),
    )
    assert exposure.own().watched_us == 12_000_000
    assert Exposure(study.store, "Nobody").own() == ViewerExposure("Nobody", 0, 0, 0)


def test_the_agencys_own_words_say_where_to_find_support(study: Study) -> None:
    assert study.exposure.contact() == ""
    study.exposure.put_contact(" Peer support: ext. 2100 ")
    assert study.exposure.contact() == "Peer support: ext. 2100"
    head = study.auditing.head()
    study.exposure.put_contact("Peer support: ext. 2100")
    assert study.auditing.head() == head
    assert study.auditing.log(1)[0].action == "study.contact"
