"""From the library service's rows to what the table and the details pane show."""

from collections.abc import Sequence
from dataclasses import dataclass

from bwc_review.domain.content_note import ContentNote
from bwc_review.domain.ids import RecordingId
from bwc_review.domain.people import Phase, TrainingRecord
from bwc_review.domain.tag import Review
from bwc_review.domain.time import Moment
from bwc_review.services.bootstrap import Study
from bwc_review.services.library import ClipRow
from bwc_review.services.surroundings import ClipPlace
from bwc_review.ui.models.clip import ClipItem


@dataclass(frozen=True, slots=True)
class ClipDetails:
    """Everything about one recording.

    Attributes:
        row: The recording with what belongs to it.
        trainings: Its officer's training records.
        reviews: Its reviews, each with the rubric's title and the number of tags.
        content: What somebody should know before it is played.
        end_us: As far as it is shown to whoever looks.
        is_of_other_study: True if a file of it lies in the folder of another study.
    """

    row: ClipRow
    trainings: Sequence[TrainingRecord]
    reviews: Sequence[tuple[Review, str, int]]
    content: ContentNote
    end_us: int
    is_of_other_study: bool = False


def item_of(row: ClipRow) -> ClipItem:
    """A row of the table as the study lead sees it."""
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


def blinded_item(item: ClipItem, own_tags: int | None, end_us: int) -> ClipItem:
    """A row without anything that tells the phase, who it was, or what others have tagged.

    Args:
        item: The row as the study lead sees it.
        own_tags: Number of the reviewer's own tags; None if they do not review the recording.
        end_us: As far as their plan shows it; how much longer it is would tell how it ends.
    """
    return ClipItem(
        id=item.id,
        code=item.code,
        call="",
        phase=Phase.NONE,
        duration_us=end_us,
        recorded_at=None,
        officer="",
        review_count=0 if own_tags is None else 1,
        tag_count=own_tags or 0,
        faults=item.faults,
    )


def read_items(study: Study, *, is_blinded: bool) -> tuple[ClipItem, ...]:
    """All rows of the table, as the study lead or as a blinded reviewer sees them."""
    items = tuple(item_of(row) for row in study.library.rows())
    if not is_blinded:
        return items
    own = study.reviewing.tag_counts_of(study.actor)
    ends = study.blinding.ends(study.actor)
    return tuple(blinded_item(item, own.get(item.id), ends.get(item.id, item.duration_us)) for item in items)


def read_details(study: Study, recording_id: RecordingId, *, is_blinded: bool) -> ClipDetails:
    """Everything about one recording; a blinded reviewer gets only reviews of their own."""
    row = study.library.row(recording_id)
    trainings = study.records.trainings(row.officer.id) if row.officer else ()
    reviews = [
        (review, study.reviewing.rubric_of(review).title, len(study.reviewing.tags(review.id)))
        for review in study.reviewing.reviews(recording_id)
        if not is_blinded or review.reviewer == study.actor
    ]
    in_order = sorted(reviews, key=lambda found: found[0].reviewer.casefold())
    whole_us = row.recording.duration_us
    end_us = study.blinding.ends(study.actor).get(recording_id, whole_us) if is_blinded else whole_us
    is_of_other = any(study.surroundings.place(clip) is ClipPlace.OTHER_STUDY for clip in row.clips)
    return ClipDetails(row, trainings, in_order, study.content_notes.of(recording_id), end_us, is_of_other)


def poster(duration_us: int) -> Moment:
    """The moment whose picture stands for a recording: a third of the way in, where the call is under way."""
    return Moment(duration_us // 3)
