"""Edits and operations: whatever is done can be taken back, and done again."""

from dataclasses import replace
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bwc_review.domain.changes import Changes, Edit, Editable, Operation, Touched
from bwc_review.domain.errors import InputError
from bwc_review.domain.ids import new_id
from bwc_review.domain.tag import Tag
from bwc_review.domain.time import Moment
from tests.unit.samples import REVIEW, tag

State = dict[UUID, Editable]
TAGS = tuple(tag(start_us=n) for n in range(4))


def applied(state: State, operation: Operation) -> State:
    after = dict(state)
    for edit in operation.edits:
        assert after.get(edit.subject.id) == edit.before, "the edit was prepared for another state"
        if edit.after is None:
            del after[edit.subject.id]
        else:
            after[edit.subject.id] = edit.after
    return after


@st.composite
def histories(draw: st.DrawFn) -> tuple[list[State], list[Operation]]:
    """States one after another, with the operations between them: adding, changing and removing several tags."""
    states: list[State] = [{}]
    operations: list[Operation] = []
    for number in range(draw(st.integers(1, 8))):
        now = dict(states[-1])
        edits: list[Edit] = []
        for chosen in draw(st.lists(st.sampled_from(TAGS), min_size=1, max_size=4)):
            before = now.get(chosen.id)
            after: Tag | None = replace(chosen, start=Moment(draw(st.integers(0, 99))))
            if before is not None and draw(st.booleans()):
                after = None
            edits.append(Edit(before, after))
            now = applied(now, Operation("one", (edits[-1],)))
        operations.append(Operation(f"step {number}", tuple(edits)))
        states.append(now)
    return states, operations


@given(histories())
def test_applying_an_operation_and_then_its_inverse_is_the_identity(
    history: tuple[list[State], list[Operation]],
) -> None:
    states, operations = history
    for before, after, operation in zip(states, states[1:], operations, strict=False):
        assert applied(before, operation) == after
        assert applied(after, operation.inverse(1)) == before
        assert operation.inverse(1).inverse(2).edits == operation.edits


@given(histories())
def test_undoing_everything_is_the_start_and_redoing_everything_is_the_end(
    history: tuple[list[State], list[Operation]],
) -> None:
    states, operations = history
    state = states[-1]
    undone = [operation.inverse(seq) for seq, operation in enumerate(operations, 1)]
    for operation in reversed(undone):
        state = applied(state, operation)
    assert state == states[0]
    for operation in (undo.inverse(99) for undo in undone):
        state = applied(state, operation)
    assert state == states[-1]


def test_an_inverse_names_the_entry_that_it_takes_back() -> None:
    operation = Operation("Tag", (Edit(None, TAGS[0]),))
    assert operation.inverse(7).undoes == 7
    assert operation.inverse(7).label == "Tag"


def test_an_edit_is_about_one_thing() -> None:
    with pytest.raises(InputError, match="before or after"):
        Edit(None, None)
    with pytest.raises(InputError, match="one thing only"):
        Edit(TAGS[0], TAGS[1])
    assert Edit(TAGS[0], None).subject is TAGS[0]
    assert Edit(None, REVIEW).subject is REVIEW


def test_changes_add_up_by_kind_and_empty_changes_are_false() -> None:
    one, two = new_id(), new_id()
    both = Changes.of(Touched.TAGS, one) | Changes.of(Touched.CLIPS, two)
    assert both.of_kind(Touched.TAGS) == {one}
    assert both
    assert not Changes()
