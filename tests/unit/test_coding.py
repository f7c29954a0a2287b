"""What a key press does, over any sequence of presses: the rules hold, and each press can be taken back."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from bwc_review.domain.changes import Operation
from bwc_review.domain.coding import Press, check_layout, operation_of, touched_tags
from bwc_review.domain.errors import InputError
from bwc_review.domain.ids import TagId
from bwc_review.domain.tag import Tag, check_tag
from tests.unit.samples import RUBRIC, tag

LENGTH_US = 100
Held = dict[TagId, Tag]


@st.composite
def presses(draw: st.DrawFn) -> list[Press]:
    """Presses of any key by two people at any time, with the levels that the rubric knows."""
    found: list[Press] = []
    for _ in range(draw(st.integers(1, 25))):
        behaviour = RUBRIC.behaviour(draw(st.sampled_from([b.id for b in RUBRIC.behaviours])))
        level = draw(st.sampled_from([None, *(one.value for one in behaviour.levels)]))
        actor = draw(st.sampled_from(["O1", "P1"]))
        found.append(Press(tag(behaviour.id, draw(st.integers(0, 20)), level=level, actor=actor), behaviour))
    return found


def applied(held: Held, operation: Operation) -> Held:
    after = dict(held)
    for edit in operation.edits:
        assert after.get(TagId(edit.subject.id)) == edit.before
        if isinstance(edit.after, Tag):
            after[edit.after.id] = edit.after
        else:
            del after[TagId(edit.subject.id)]
    return after


def pressed(held: Held, press: Press) -> tuple[Held, Operation] | None:
    """The tags after a press with the operation that did it; None if the press is refused."""
    try:
        operation = operation_of(press, held.values(), RUBRIC)
        after = applied(held, operation)
        touched = touched_tags(operation)
        for one in touched.values():
            check_tag(one, RUBRIC, LENGTH_US)
        check_layout(touched.values(), list(after.values()), RUBRIC)
    except InputError:
        return None
    return after, operation


def lanes(held: Held) -> list[list[Tag]]:
    """Tags that may not overlap, together: by behaviour or group, and actor."""
    found: dict[tuple[str, str], list[Tag]] = {}
    for one in held.values():
        name = RUBRIC.behaviour(one.behaviour_id).group or one.behaviour_id
        found.setdefault((name, one.actor), []).append(one)
    return [sorted(lane, key=lambda one: one.start) for lane in found.values()]


@given(presses())
def test_whatever_is_pressed_states_never_overlap_and_points_never_double(found: list[Press]) -> None:
    held: Held = {}
    for press in found:
        held = (pressed(held, press) or (held,))[0]
        for lane in lanes(held):
            assert all(one.start < two.start for one, two in pairwise(lane))
            assert all(one.end is None or one.end <= two.start for one, two in pairwise(lane))
            if RUBRIC.behaviour(lane[0].behaviour_id).is_state:
                assert sum(one.end is None for one in lane) <= 1


@given(presses())
def test_each_press_can_be_taken_back_and_done_again(found: list[Press]) -> None:
    held: Held = {}
    for press in found:
        outcome = pressed(held, press)
        if outcome is not None:
            after, operation = outcome
            assert applied(after, operation.inverse(1)) == held
            assert applied(held, operation.inverse(1).inverse(2)) == after
            held = after


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 4)), min_size=1, max_size=15))
def test_levels_pressed_in_any_order_leave_no_gap(chosen: list[tuple[int, int]]) -> None:
    """Only change points are pressed: the level that holds there is not pressed again, since that would end it."""
    held: Held = {}
    for start, level in chosen:
        press = Press(tag("sj.agitation", start, level=level), RUBRIC.behaviour("sj.agitation"))
        here = [one for one in held.values() if one.start <= press.at and (one.end is None or press.at < one.end)]
        if not any(one.level == level for one in here):
            outcome = pressed(held, press)
            assert outcome is not None
            held = outcome[0]
    (lane,) = lanes(held)
    assert all(one.end == two.start for one, two in pairwise(lane))
    assert lane[-1].end is None


def test_an_operation_that_sets_and_removes_a_tag_leaves_none_touched() -> None:
    press = Press(tag("tc.shout", 5), RUBRIC.behaviour("tc.shout"))
    operation = operation_of(press, (), RUBRIC)
    both = Operation("both", (*operation.edits, *operation.inverse(1).edits))
    assert touched_tags(both) == {}
