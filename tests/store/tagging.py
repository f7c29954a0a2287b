"""What a reviewer's program does all day, for the test that kills it."""

from multiprocessing.connection import Connection

from bwc_review.domain.changes import Edit, Operation
from bwc_review.domain.ids import ReviewId
from bwc_review.store import open as study
from tests.store import values
from tests.store.filled import ACTOR


def tag_until_killed(location: str, review_id: ReviewId, acknowledge: Connection) -> None:
    """Add tags for ever; send the id of each one as soon as its commit has returned."""
    store = study.open(location)
    with store.reading() as unit:
        review = unit.reviews.get(review_id)
    count = 0
    while True:
        count += 1
        tag = values.tag(review, count)
        with store.writing(ACTOR) as unit:
            unit.reviews.put_tag(tag)
            unit.audit.record_operation(Operation("Tag", (Edit(None, tag),)))
            unit.commit()
        acknowledge.send_bytes(tag.id.bytes)
