"""From the library service's rows to what the table and the details pane show."""

from collections.abc import Sequence
from dataclasses import dataclass

from bwc_review.domain.ids import RecordingId
from bwc_review.domain.people import TrainingRecord
from bwc_review.domain.tag import Review
from bwc_review.domain.time import Moment
from bwc_review.services.bootstrap import Study
from bwc_review.services.library import ClipRow
from bwc_review.ui.models.clip import ClipItem


@dataclass(frozen=True, slots=True)
class ClipDetails:
    """Everything about one recording.

    Attributes:
        row: The recording with what belongs to it.
        trainings: Its officer's training records.
        reviews: Its reviews, each with the rubric's title and the number of tags.
    """

    row: ClipRow
    trainings: Sequence[TrainingRecord]
    reviews: Sequence[tuple[Review, str, int]]


def item_of(row: ClipRow) -> ClipItem:
    """A row of the table."""
    faults = tuple(fault for clip in row.clips for fault in clip.faults)
    names = " ".join(clip.path.name for clip in row.clips)
    return ClipItem(
        id=row.recording.id,
        code=row.recording.code,
        call=row.call_type_name,
        phase=row.phase,
        duration_us=row.recording.duration_us,
        recorded_at=row.recording.recorded_at,
        officer=row.officer.pseudonym if row.officer else "",
        review_count=row.review_count,
        tag_count=row.tag_count,
        faults=tuple(sorted(faults, key=lambda fault: fault.is_notice)),
        is_open_case=row.recording.is_open_case,
        file_words=f"{names} {row.incident.number if row.incident else ''}",
    )


def read_items(study: Study) -> tuple[ClipItem, ...]:
    """All rows of the table."""
    return tuple(item_of(row) for row in study.library.rows())


def read_details(study: Study, recording_id: RecordingId) -> ClipDetails:
    """Everything about one recording."""
    row = study.library.row(recording_id)
    trainings = study.records.trainings(row.officer.id) if row.officer else ()
    reviews = [
        (review, study.reviewing.rubric_of(review).title, len(study.reviewing.tags(review.id)))
        for review in study.reviewing.reviews(recording_id)
    ]
    return ClipDetails(row, trainings, sorted(reviews, key=lambda found: found[0].reviewer.casefold()))


def poster(duration_us: int) -> Moment:
    """The moment whose picture stands for a recording: a third of the way in, where the call is under way."""
    return Moment(duration_us // 3)
