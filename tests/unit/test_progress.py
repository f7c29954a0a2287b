"""Progress and the wish to stop."""

import pytest

from bwc_review.domain.errors import Cancelled, StaleEdit
from bwc_review.domain.progress import CancelToken, Progress, part_of, silent


def test_the_share_done_is_known_once_the_total_is_and_never_more_than_one() -> None:
    assert Progress(1, 0).fraction is None
    assert Progress(1, 4).fraction == 0.25
    assert Progress(5, 4).fraction == 1.0


def test_a_token_stops_the_job_once_somebody_asked() -> None:
    token = CancelToken()
    token.raise_if_cancelled()
    token.cancel()
    assert token.is_cancelled
    with pytest.raises(Cancelled) as caught:
        token.raise_if_cancelled()
    assert caught.value.code == "job.cancelled"


def test_a_part_of_a_job_reports_inside_the_whole() -> None:
    told: list[Progress] = []
    part = part_of(told.append, 20, 10, 100)
    part(Progress(1, 0, "Opening"))
    part(Progress(1, 2, "Reading"))
    part(Progress(2, 2, "Reading"))
    assert [(p.done, p.total, p.text) for p in told] == [
        (20, 100, "Opening"),
        (25, 100, "Reading"),
        (30, 100, "Reading"),
    ]
    silent(told[0])


def test_an_edit_of_something_that_changed_says_so() -> None:
    error = StaleEdit(id="x")
    assert (error.code, error.facts) == ("edit.stale", {"id": "x"})
    assert "changed elsewhere" in str(error)
