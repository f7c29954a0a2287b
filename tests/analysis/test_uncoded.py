"""Stretches without codes."""

from bwc_review.analysis.uncoded import uncoded_stretches
from bwc_review.domain.tag import Tag
from bwc_review.domain.time import Moment, TimeRange
from tests.unit.samples import SECOND, tag

MINUTE = 60 * SECOND
ENCOUNTER = TimeRange(Moment(10 * SECOND), Moment(5 * MINUTE))


def stretches(*tags: Tag) -> list[tuple[int, int]]:
    found = uncoded_stretches(ENCOUNTER, tags, 6 * MINUTE)
    return [(span.start.us // SECOND, span.end.us // SECOND) for span in found]


def test_without_any_code_all_of_the_encounter_is_uncoded() -> None:
    assert stretches() == [(10, 300)]


def test_points_part_the_time_and_short_stretches_are_left_out() -> None:
    assert stretches(tag(start_us=MINUTE), tag(start_us=2 * MINUTE)) == [(60, 120), (120, 300)]


def test_states_and_marks_of_not_codable_cover_their_span() -> None:
    assert stretches(tag("os.cover", 10 * SECOND, 4 * MINUTE), tag("cod.audio", 4 * MINUTE, 5 * MINUTE)) == []


def test_a_state_that_is_still_open_parts_the_time_but_covers_nothing() -> None:
    assert stretches(tag("os.cover", 2 * MINUTE)) == [(10, 120), (120, 300)]


def test_codes_at_the_edges_or_outside_part_nothing() -> None:
    assert stretches(tag(start_us=10 * SECOND), tag(start_us=5 * MINUTE), tag(start_us=0)) == [(10, 300)]
