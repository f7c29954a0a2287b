"""A program that sets tags and ends without closing the study."""

import os

from bwc_review.store import open as study
from tests.store import values
from tests.store.filled import ACTOR, fill


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
