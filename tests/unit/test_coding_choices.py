"""A reviewer's own way: what is held, what a loop shows of a tag."""

from dataclasses import replace

from bwc_review.domain.coding_choices import USUAL, CodingChoices, Target, TargetChoice
from bwc_review.domain.time import Moment, TimeRange
from tests.unit.samples import RUBRIC, SECOND, tag

DISTANCE, POINT, LEVELLED = (RUBRIC.behaviour(name) for name in ("os.distance", "tc.paraphrase", "sj.agitation"))


def test_a_choice_that_is_the_usual_one_is_not_kept() -> None:
    chosen = CodingChoices().having(Target("os.distance"), TargetChoice(key="x"))
    assert chosen.of(Target("os.distance")).key == "x"
    assert chosen.of(Target("tc.paraphrase")) == USUAL
    assert chosen.having(Target("os.distance"), USUAL) == CodingChoices()


def test_states_are_held_if_all_are_or_if_this_one_is() -> None:
    assert not CodingChoices().holds(DISTANCE)
    assert CodingChoices(is_held=True).holds(DISTANCE)
    assert CodingChoices().having(Target(DISTANCE.id), TargetChoice(is_held=True)).holds(DISTANCE)
    assert not CodingChoices(is_held=True).having(Target(DISTANCE.id), TargetChoice(is_held=False)).holds(DISTANCE)


def test_points_and_levels_are_never_held() -> None:
    assert not CodingChoices(is_held=True).holds(POINT)
    assert not CodingChoices(is_held=True).holds(LEVELLED)


def test_a_point_is_shown_with_two_seconds_around_it_and_a_state_as_it_is() -> None:
    usual = CodingChoices()
    point, state = tag(POINT.id, 3 * SECOND), tag(DISTANCE.id, 3 * SECOND, end_us=4 * SECOND)
    assert usual.span(point, 60 * SECOND) == TimeRange(Moment(SECOND), Moment(5 * SECOND))
    assert usual.span(state, 60 * SECOND) == TimeRange(state.start, Moment(4 * SECOND))
    assert usual.span(replace(point, start=Moment(SECOND)), 2 * SECOND) == TimeRange(Moment(0), Moment(2 * SECOND))


def test_lead_and_lag_of_a_behaviour_replace_the_usual_ones() -> None:
    choice = TargetChoice(lead_us=SECOND // 2, lag_us=SECOND)
    chosen = CodingChoices().having(Target(POINT.id), choice).having(Target(DISTANCE.id), choice)
    point, state = tag(POINT.id, 3 * SECOND), tag(DISTANCE.id, 3 * SECOND, end_us=4 * SECOND)
    assert chosen.span(point, 60 * SECOND) == TimeRange(Moment(2_500_000), Moment(4 * SECOND))
    assert chosen.span(state, 60 * SECOND) == TimeRange(Moment(2_500_000), Moment(5 * SECOND))


def test_a_wish_for_one_place_comes_before_lead_and_lag() -> None:
    point = tag(POINT.id, 10 * SECOND)
    found = CodingChoices().span(point, 60 * SECOND, before_us=SECOND, after_us=0)
    assert found == TimeRange(Moment(9 * SECOND), Moment(10 * SECOND))


def test_around_an_onset_is_what_was_chosen_a_states_lag_from_its_end() -> None:
    chosen = CodingChoices().having(Target(DISTANCE.id), TargetChoice(lead_us=SECOND, lag_us=SECOND))
    assert chosen.around(tag(DISTANCE.id, 3 * SECOND, end_us=7 * SECOND)) == (SECOND, 5 * SECOND)
    assert chosen.around(tag(POINT.id, 3 * SECOND)) == (None, None)
