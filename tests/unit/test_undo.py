"""What can be undone and redone, read off the log backwards."""

import pytest

from bwc_review.domain.undo import Logged, Step, Trail, read_back

DO = ("do", None)


def logged(acts: list[tuple[str, int | None]]) -> list[Logged]:
    """Entries by falling number."""
    made = [Logged(seq, f"change {seq}", undoes, kind == "undo") for seq, (kind, undoes) in enumerate(acts, start=1)]
    return made[::-1]


def numbers(steps: tuple[Step, ...]) -> list[int]:
    return [step.seq for step in steps]


@pytest.mark.parametrize("page", [1, 2, 100])
@pytest.mark.parametrize(
    ("acts", "done", "taken_back"),
    [
        ([], [], []),
        ([DO, DO], [1, 2], []),
        ([DO, DO, ("undo", 2)], [1], [3]),
        ([DO, DO, ("undo", 2), ("undo", 1)], [], [3, 4]),
        ([DO, DO, ("undo", 2), ("undo", 1), ("redo", 4)], [5], [3]),
        ([DO, DO, ("undo", 2), DO], [1, 4], []),
        ([DO, ("undo", 1), DO, ("undo", 3)], [], [4]),
        ([DO, ("undo", 1), ("redo", 2), ("undo", 3), ("redo", 4)], [5], []),
        ([DO, ("undo", 1), ("redo", 2), ("undo", 3)], [], [4]),
    ],
)
def test_what_no_later_entry_names_still_holds(
    acts: list[tuple[str, int | None]], done: list[int], taken_back: list[int], page: int
) -> None:
    entries, trail = logged(acts), Trail()
    while not trail.is_whole:
        now, entries = entries[:page], entries[page:]
        trail = read_back(trail, now, is_last=not entries)
    assert (numbers(trail.done), numbers(trail.taken_back)) == (done, taken_back)
    assert trail.is_redo_known
