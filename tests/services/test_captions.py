"""Captions from tags."""

from bwc_review.domain.reel import Caption
from bwc_review.domain.time import Moment, TimeRange
from bwc_review.services.captions import POINT_US, captions_of
from tests.unit.samples import RUBRIC, SECOND, tag

LENGTH_US = 10 * SECOND


def caption(text: str, start_us: int, end_us: int) -> Caption:
    return Caption(TimeRange(Moment(start_us), Moment(end_us)), text)


def test_a_point_stands_for_a_while_and_a_state_as_long_as_it_lasts() -> None:
    tags = [tag("os.distance", 3 * SECOND, 9 * SECOND), tag("tc.paraphrase", SECOND)]
    assert captions_of(tags, RUBRIC, LENGTH_US) == (
        caption("Paraphrase", SECOND, SECOND + POINT_US),
        caption("Distance", 3 * SECOND, 9 * SECOND),
    )


def test_an_open_state_and_a_late_point_end_with_the_recording() -> None:
    tags = [tag("os.distance", 9 * SECOND), tag("tc.paraphrase", 9 * SECOND)]
    assert {found.range.end.us for found in captions_of(tags, RUBRIC, LENGTH_US)} == {LENGTH_US}


def test_the_same_line_is_never_there_twice_at_once() -> None:
    tags = [tag("tc.shout", at) for at in (0, SECOND, 2 * SECOND, 6 * SECOND)]
    assert captions_of(tags, RUBRIC, LENGTH_US) == (
        caption("Shout", 0, 2 * SECOND + POINT_US),
        caption("Shout", 6 * SECOND, 6 * SECOND + POINT_US),
    )


def test_others_than_the_wearer_are_named_and_levels_are_left_out() -> None:
    tags = [tag("tc.shout", 0, actor="O2"), tag("tc.shout", 0), tag("sj.agitation", 0, SECOND, level=2, actor="P1")]
    assert sorted(found.text for found in captions_of(tags, RUBRIC, LENGTH_US)) == ["O2: Shout", "Shout"]
