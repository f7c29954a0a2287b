"""Splitting and merging states."""

from dataclasses import replace

import pytest

from bwc_review.domain.errors import InputError
from bwc_review.domain.ids import ReviewId, TagId, new_id
from bwc_review.domain.tag import Tag
from bwc_review.domain.tag_shape import merge_states, next_like, split_state
from bwc_review.domain.time import Moment
from tests.unit.samples import SECOND

REVIEW = ReviewId(new_id())


def state(start_s: int, end_s: int | None, **fields: object) -> Tag:
    end = None if end_s is None else Moment(end_s * SECOND)
    return replace(Tag(TagId(new_id()), REVIEW, "os.distance", Moment(start_s * SECOND), end), **fields)


@pytest.mark.parametrize("end_s", [9, None])
def test_a_state_is_split_where_it_runs(end_s: int | None) -> None:
    whole = state(2, end_s, note="two steps", confidence=2, compensation_us=300_000)
    (before, first), (none, second) = split_state(whole, Moment(5 * SECOND))
    assert (before, none) == (whole, None)
    assert first == replace(whole, end=Moment(5 * SECOND))
    assert second is not None
    assert second.id != whole.id
    assert (second.start, second.end, second.confidence) == (Moment(5 * SECOND), whole.end, 2)
    assert (second.note, second.compensation_us) == ("", 0)


@pytest.mark.parametrize("at_s", [1, 2, 9, 10])
def test_a_state_is_not_split_where_it_does_not_run(at_s: int) -> None:
    with pytest.raises(InputError) as caught:
        split_state(state(2, 9), Moment(at_s * SECOND))
    assert "00:02.000 to 00:09.000" in caught.value.message


def test_an_open_state_is_not_split_before_it() -> None:
    with pytest.raises(InputError) as caught:
        split_state(state(2, None), Moment(SECOND))
    assert "to now" in caught.value.message


def test_states_are_merged_into_the_first() -> None:
    one = state(2, 4, note="desk", confidence=3, is_heard_only=True)
    two = state(6, 9, note="door", confidence=1)
    three = state(4, 6, note="desk")
    changes = merge_states([two, one, three])
    assert changes[:-1] == [(three, None), (two, None)]
    before, merged = changes[-1]
    assert before == one
    assert merged == replace(one, end=two.end, note="desk door", confidence=1, is_heard_only=False)


def test_a_merged_state_is_open_if_the_last_one_is() -> None:
    assert merge_states([state(2, 4), state(6, None)])[-1][1].end is None  # pyright: ignore[reportOptionalMemberAccess]


@pytest.mark.parametrize(
    "others", [[], [state(6, 8, actor="O2")], [state(6, 8, level=2)], [state(6, 8, behaviour_id="os.cover")]]
)
def test_what_is_not_alike_is_not_merged(others: list[Tag]) -> None:
    with pytest.raises(InputError):
        merge_states([state(2, 4), *others])


def test_the_next_of_its_kind_is_by_the_same_person() -> None:
    first, other, following = state(2, 4), state(5, 6, actor="O2"), state(7, 8)
    tags = [first, other, following]
    assert next_like(first, tags) == following
    assert next_like(following, tags) is None
