"""Reels: what they must hold, how pairs line up, what the opening cards say."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bwc_review.domain.errors import InputError
from bwc_review.domain.ids import RecordingId, ReelId, new_id
from bwc_review.domain.reel import Card, Excerpt, Item, Pair, Reel, Selection, Single
from bwc_review.domain.time import Moment, TimeRange

US = st.integers(0, 10**9)


def excerpt(start_us: int, end_us: int) -> Excerpt:
    return Excerpt(RecordingId(new_id()), TimeRange(Moment(start_us), Moment(end_us)))


def reel(*items: Item, **fields: object) -> Reel:
    return Reel(ReelId(new_id()), "Spring", Selection.PURPOSIVE, items, **fields)  # pyright: ignore[reportArgumentType]


@given(US, US, US, US, US, US)
def test_the_anchors_of_a_pair_meet_and_at_most_one_side_waits(
    pre: int, post: int, lead_pre: int, lead_post: int, rest_pre: int, rest_post: int
) -> None:
    pair = Pair(
        excerpt(pre, pre + lead_pre + rest_pre),
        excerpt(post, post + lead_post + rest_post),
        Moment(pre + lead_pre),
        Moment(post + lead_post),
    )
    assert pair.pre_delay_us + lead_pre == pair.post_delay_us + lead_post
    assert min(pair.pre_delay_us, pair.post_delay_us) == 0
    ends = (pair.pre_delay_us + pair.pre.range.duration_us, pair.post_delay_us + pair.post.range.duration_us)
    assert pair.duration_us == max(ends)


def test_a_reel_of_cards_alone_is_refused() -> None:
    with pytest.raises(InputError, match="at least one clip"):
        reel(Card("Title"))


@pytest.mark.parametrize(
    ("fields", "field"), [({"width": 1921}, "size"), ({"height": 0}, "size"), ({"rate": 0}, "rate")]
)
def test_an_odd_size_and_a_rate_of_zero_are_refused(fields: dict[str, int], field: str) -> None:
    with pytest.raises(InputError) as caught:
        reel(Single(excerpt(0, 1)), **fields)
    assert caught.value.facts["field"] == field


def test_every_reel_begins_with_its_title_and_with_how_its_clips_were_chosen() -> None:
    title, selection = reel(Single(excerpt(0, 1)), subtitle="Two calls", selection_note="By the lead.").opening
    assert title == Card("Spring", ("Two calls",))
    assert "picked by hand" in selection.lines[0]
    assert selection.lines[1] == "By the lead."
    assert "not original evidence" in selection.lines[-1]


def test_without_a_subtitle_or_note_the_opening_has_no_empty_lines() -> None:
    title, selection = reel(Single(excerpt(0, 1)), rate=Fraction(25)).opening
    assert title.lines == ()
    assert all(selection.lines)


def test_excerpts_come_in_order_left_before_right() -> None:
    one, two, three = (excerpt(0, n) for n in (1, 2, 3))
    pair = Pair(two, three, Moment(0), Moment(0))
    assert reel(Card("a"), Single(one), pair).excerpts == (one, two, three)
