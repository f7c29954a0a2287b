"""The rules that a tag and a rating must keep."""

from datetime import UTC, datetime

import pytest

from bwc_review.domain.errors import InputError
from bwc_review.domain.ids import RatingId, new_id
from bwc_review.domain.tag import Rating, Tag, check_rating, check_tag
from bwc_review.domain.time import Moment, TimeRange
from tests.unit.samples import REVIEW, RUBRIC, SECOND, tag

LENGTH_US = 10 * SECOND


@pytest.mark.parametrize(
    "good",
    [
        tag(),
        tag(start_us=0, confidence=3, tagged_at=datetime(2025, 5, 1, tzinfo=UTC)),
        tag(start_us=LENGTH_US - 1, modifiers=(("tone", "calm"),)),
        tag("os.distance", SECOND, LENGTH_US),
        tag("os.distance", SECOND),
        tag("sj.agitation", SECOND, level=4),
    ],
)
def test_a_tag_that_keeps_the_rules_is_taken(good: Tag) -> None:
    check_tag(good, RUBRIC, LENGTH_US)


@pytest.mark.parametrize(
    ("bad", "code", "field"),
    [
        (tag(start_us=LENGTH_US), "tag.outside", "start"),
        (tag(start_us=-1), "tag.outside", "start"),
        (tag(end_us=2 * SECOND), "tag.point_with_end", "end"),
        (tag("os.distance", SECOND, SECOND), "tag.reversed", "end"),
        (tag("os.distance", SECOND, LENGTH_US + 1), "tag.outside", "end"),
        (tag("sj.agitation", SECOND), "tag.level", "level"),
        (tag("sj.agitation", SECOND, level=5), "tag.level", "level"),
        (tag(level=1), "tag.level", "level"),
        (tag(modifiers=(("tone", "loud"),)), "tag.modifier", "modifiers"),
        (tag(modifiers=(("place", "here"),)), "tag.modifier", "modifiers"),
        (tag(confidence=4), "tag.confidence", "confidence"),
    ],
)
def test_a_tag_that_breaks_a_rule_is_refused_at_its_field(bad: Tag, code: str, field: str) -> None:
    with pytest.raises(InputError) as caught:
        check_tag(bad, RUBRIC, LENGTH_US)
    assert (caught.value.code, caught.value.facts["field"]) == (code, field)


def test_a_state_that_is_open_runs_to_the_end_of_the_recording() -> None:
    assert tag("os.distance", SECOND).span(LENGTH_US) == TimeRange(Moment(SECOND), Moment(LENGTH_US))
    assert tag("os.distance", SECOND, 2 * SECOND).span(LENGTH_US).duration_us == SECOND
    assert tag(start_us=SECOND).span(SECOND).duration_us == 0


def rating(value: int | None, missing: str | None = None) -> Rating:
    return Rating(RatingId(new_id()), REVIEW.id, "R_TC", value, missing)


@pytest.mark.parametrize("good", [rating(1), rating(5), rating(None, "not_codable")])
def test_a_rating_is_a_value_or_a_reason(good: Rating) -> None:
    check_rating(good, RUBRIC.ratings[0], RUBRIC.missing_reasons)


@pytest.mark.parametrize(
    ("bad", "code"),
    [
        (rating(None), "rating.incomplete"),
        (rating(3, "not_codable"), "rating.incomplete"),
        (rating(0), "rating.value"),
        (rating(6), "rating.value"),
        (rating(None, "tired"), "rating.missing"),
    ],
)
def test_any_other_rating_is_refused(bad: Rating, code: str) -> None:
    with pytest.raises(InputError) as caught:
        check_rating(bad, RUBRIC.ratings[0], RUBRIC.missing_reasons)
    assert caught.value.code == code
