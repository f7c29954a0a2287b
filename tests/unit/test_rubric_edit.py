"""Changes to a rubric that is being written: what named a part still names it."""

from dataclasses import replace

import pytest

from bwc_review.domain import rubric_edit as edit
from bwc_review.domain.rubric import SCALES, Anchor, Dimension, Kind, Level, Profile, RatingItem, Rubric, Scale
from tests.unit.samples import AGITATION, RUBRIC

ITEM = replace(RUBRIC.ratings[0], dimension="TC")
FULL: Rubric = replace(
    RUBRIC,
    ratings=(ITEM, RatingItem("R_ALL", "All", SCALES["s02"], ())),
    profiles=(Profile("lite", "Lite", ("tc.paraphrase", "os.cover")), Profile("second", "Second", ("tc.shout",))),
    zero="tc.shout",
    end="tc.paraphrase",
)


def ids(rubric: Rubric) -> list[str]:
    return [one.id for one in rubric.behaviours]


def test_a_renamed_behaviour_keeps_its_place_in_profiles_and_limits() -> None:
    renamed = edit.with_behaviour(FULL, 0, replace(FULL.behaviours[0], id="tc.restate"))
    assert renamed.profiles[0].behaviours == ("tc.restate", "os.cover")
    assert (renamed.zero, renamed.end) == ("tc.shout", "tc.restate")
    assert edit.with_behaviour(FULL, 0, replace(FULL.behaviours[0], name="Says again")).profiles == FULL.profiles


def test_a_removed_behaviour_is_named_nowhere() -> None:
    left = edit.without_behaviour(FULL, 0)
    assert "tc.paraphrase" not in ids(left)
    assert left.profiles[0].behaviours == ("os.cover",)
    assert (left.zero, left.end) == ("tc.shout", None)


def test_a_renamed_dimension_takes_its_behaviours_and_ratings_along() -> None:
    renamed = edit.with_dimension(FULL, 0, Dimension("TALK", "Talk"))
    assert len(renamed.in_dimension("TALK")) == len(FULL.in_dimension("TC"))
    assert [item.dimension for item in renamed.ratings] == ["TALK", None]


def test_a_removed_dimension_takes_its_behaviours_with_it() -> None:
    left = edit.without_dimension(FULL, 0)
    assert ids(left) == ["sj.agitation"] or all(one.dimension != "TC" for one in left.behaviours)
    assert [item.dimension for item in left.ratings] == [None, None]
    assert left.profiles[0].behaviours == ()
    assert left.zero is None


def test_a_point_has_nothing_of_a_state() -> None:
    state = replace(FULL.behaviours[4], is_exhaustive=True, merge_gap_us=5, min_duration_us=7)
    point = edit.with_kind(state, Kind.POINT)
    assert (point.kind, point.levels, point.group, point.is_exhaustive) == (Kind.POINT, (), None, False)
    assert (point.merge_gap_us, point.min_duration_us) == (None, edit.DEFAULT_MIN_US)
    assert edit.with_kind(point, Kind.STATE) == replace(point, kind=Kind.STATE)


def test_levels_follow_one_another_and_keep_their_texts() -> None:
    assert edit.with_level_count(AGITATION, 2) == AGITATION[:2]
    assert edit.with_level_count(AGITATION, 6) == (*AGITATION, Level(5, ""))
    assert edit.with_level_count((), 2) == (Level(0, ""), Level(1, ""))
    assert edit.with_level_count((Level(3, "a"),), 2) == (Level(3, "a"), Level(4, ""))


def test_anchors_stay_sorted_and_an_empty_text_is_none() -> None:
    anchors = (Anchor(1, "a"), Anchor(5, "c"))
    assert edit.with_anchor(anchors, 3, "b") == (Anchor(1, "a"), Anchor(3, "b"), Anchor(5, "c"))
    assert edit.with_anchor(anchors, 1, "") == (Anchor(5, "c"),)


def test_a_scale_of_the_rubrics_own_changes_wherever_it_is_used() -> None:
    own, wider = Scale("own", 0, 3, ()), Scale("own", 0, 4, ())
    rubric = replace(FULL, ratings=tuple(replace(item, scale=own) for item in FULL.ratings))
    changed = edit.with_rating(rubric, 0, replace(rubric.ratings[0], scale=wider))
    assert [item.scale for item in changed.ratings] == [wider, wider]
    apart = edit.with_rating(rubric, 0, replace(rubric.ratings[0], scale=SCALES["s02"]))
    assert [item.scale.id for item in apart.ratings] == ["s02", "own"]


def test_what_is_added_gets_a_free_name_and_its_place() -> None:
    rubric, index = edit.added_behaviour(FULL, "TC")
    assert (index, rubric.behaviours[index].id) == (4, "tc.new")
    again, further = edit.added_behaviour(rubric, "TC")
    assert (further, again.behaviours[further].id) == (5, "tc.new_2")
    alone = edit.added_dimension(FULL)
    assert [one.id for one in alone.dimensions] == ["TC", "SJ", "D"]
    assert edit.added_behaviour(alone, "D")[1] == len(FULL.behaviours)
    assert edit.added_rating(FULL).ratings[-1].id == "R"
    assert edit.added_profile(FULL).profiles[-1].id == "profile"
    copy = edit.copied_behaviour(FULL, 0)
    assert (copy.behaviours[1].id, copy.behaviours[1].key) == ("tc.paraphrase_2", None)


def test_what_is_taken_away_is_gone() -> None:
    assert [item.id for item in edit.without_rating(FULL, 0).ratings] == ["R_ALL"]
    assert [item.id for item in edit.without_profile(FULL, 0).profiles] == ["second"]
    changed = edit.with_profile(FULL, 1, Profile("third", "Third", ("os.cover",)))
    assert [item.id for item in changed.profiles] == ["lite", "third"]


def test_behaviours_move_among_those_of_their_dimension() -> None:
    mixed = replace(FULL, behaviours=(FULL.behaviours[0], FULL.behaviours[4], FULL.behaviours[1]))
    moved, place = edit.moved_behaviour(mixed, 0, 1)
    assert (ids(moved), place) == (["tc.shout", "sj.agitation", "tc.paraphrase"], 2)
    assert edit.moved_behaviour(moved, place, -1) == (mixed, 0)
    assert edit.moved_behaviour(mixed, 1, 1) == (mixed, 1)


def test_other_parts_move_up_and_down_to_the_ends() -> None:
    assert [one.id for one in edit.moved_dimension(FULL, 0, 1)[0].dimensions] == ["SJ", "TC"]
    assert [one.id for one in edit.moved_rating(FULL, 1, -1)[0].ratings] == ["R_ALL", "R_TC"]
    assert [one.id for one in edit.moved_profile(FULL, 0, 1)[0].profiles] == ["second", "lite"]
    assert edit.moved_dimension(FULL, 0, -1) == (FULL, 0)


@pytest.mark.parametrize(("before", "after"), [("1.0.0", "1.1.0"), ("2.9.4", "2.10.0")])
def test_the_next_version_says_that_the_text_has_changed(before: str, after: str) -> None:
    assert edit.next_version(before) == after


def test_a_blank_rubric_has_what_every_one_needs() -> None:
    blank = edit.blank_rubric()
    assert (blank.version, len(blank.dimensions), blank.behaviours) == ("1.0.0", 1, ())
