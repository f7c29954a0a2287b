"""A small study with one of everything, for tests that need something to work on."""

from dataclasses import dataclass

from bwc_review.domain.changes import Edit, Operation
from bwc_review.domain.clip import Clip, Recording
from bwc_review.domain.tag import Review, Tag
from bwc_review.store.sql_store import SqlStore
from tests.store import values
from tests.unit.samples import RUBRIC

ACTOR = "Reviewer A"


@dataclass(frozen=True)
class Filled:
    """What `fill` put in."""

    clip: Clip
    recording: Recording
    review: Review
    tag: Tag


def fill(store: SqlStore) -> Filled:
    """Put a clip, its recording, the sample rubric, a review and a tag into an empty study."""
    clip = values.clip()
    recording = values.recording("K7Q2", clip)
    review = values.review(recording)
    tag = values.tag(review, note="Says his own words back to him.")
    with store.writing(ACTOR) as unit:
        unit.clips.add(clip, values.TABLE)
        unit.recordings.put(recording)
        unit.rubrics.add(RUBRIC)
        unit.reviews.put(review)
        unit.reviews.put_tag(tag)
        unit.audit.record_operation(Operation("Start", (Edit(None, review), Edit(None, tag))))
        unit.commit()
    return Filled(clip, recording, review, tag)
