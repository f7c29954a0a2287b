"""What a reviewer's program does all day, for the test that kills it."""

import os
from multiprocessing.connection import Connection

from bwc_review.domain.ids import ReviewId
from bwc_review.store import open as study
from tests.store import values
from tests.store.filled import ACTOR, fill


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
            unit.audit.record_operation(values.added(tag))
            unit.commit()
        acknowledge.send_bytes(tag.id.bytes)


def tag_and_die(location: str, count: int) -> None:
    """Open a study, fill it with that many tags if it is more than none, and end without closing it."""
    store = study.open(location)
    review = fill(store).review if count else None
    for number in range(1, count):
        assert review is not None
        tag = values.tag(review, number)
        with store.writing(ACTOR) as unit:
            unit.reviews.put_tag(tag)
            unit.audit.record_operation(values.added(tag))
            unit.commit()
    os._exit(0)
