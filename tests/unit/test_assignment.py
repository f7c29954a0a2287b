"""The draw of assignments: repeatable, even, mixed, with its share of doubles."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bwc_review.domain.assignment import Assignment, AssignmentPlan, doubles_of, draw
from bwc_review.domain.errors import InputError
from bwc_review.domain.ids import PlanId, RecordingId, new_id

AT = datetime(2025, 9, 1, tzinfo=UTC)
PLAN = AssignmentPlan(PlanId(new_id()), "Autumn", "sample", "1.0.0", None, 7, 20, False, AT, "lead")
STRATA = {name: [RecordingId(new_id()) for _ in range(30)] for name in ("pre", "post")}
NAMES = ("A", "B", "C")


def seats(
    strata: Mapping[str, Sequence[RecordingId]] = STRATA,
    plan: AssignmentPlan = PLAN,
    names: Sequence[str] = NAMES,
    least: int = 0,
) -> tuple[Assignment, ...]:
    return draw(plan, strata, names, least)


def bare(found: Sequence[Assignment]) -> list[tuple[object, ...]]:
    return [(item.recording_id, item.reviewer, item.position, item.is_double) for item in found]


def test_the_same_seed_gives_the_same_draw_whatever_the_order_of_what_is_drawn_from() -> None:
    turned = {name: list(reversed(ids)) for name, ids in reversed(STRATA.items())}
    assert bare(seats(turned, names=("C", "A", "B"))) == bare(seats())
    assert bare(seats(plan=replace(PLAN, seed=8))) != bare(seats())


def test_every_recording_is_reviewed_and_doubles_by_two_people() -> None:
    found = seats()
    by_recording: dict[RecordingId, list[Assignment]] = {}
    for item in found:
        by_recording.setdefault(item.recording_id, []).append(item)
    assert by_recording.keys() == {*STRATA["pre"], *STRATA["post"]}
    twice = [items for items in by_recording.values() if len(items) == 2]
    assert len(twice) == 12
    assert all(len({item.reviewer for item in items}) == 2 for items in twice)
    assert all(sum(item.is_double for item in items) == 1 for items in twice)
    assert sum(items[0].recording_id in STRATA["pre"] for items in twice) == 6


def test_the_work_is_shared_evenly_and_each_order_mixes_the_phases() -> None:
    found = seats()
    loads = Counter(item.reviewer for item in found)
    assert max(loads.values()) - min(loads.values()) <= 1
    for name in NAMES:
        own = sorted((item for item in found if item.reviewer == name), key=lambda item: item.position)
        assert [item.position for item in own] == list(range(1, len(own) + 1))
        phases = [item.recording_id in STRATA["pre"] for item in own]
        assert phases not in (sorted(phases), sorted(phases, reverse=True))
        assert not all(item.is_double for item in own[-3:])


@pytest.mark.parametrize(
    ("count", "percent", "least", "wanted"),
    [
        (30, 20, 0, 6),
        (31, 20, 0, 7),
        (30, 20, 10, 10),
        (6, 20, 10, 6),
        (30, 0, 10, 0),
        (30, 100, 10, 30),
        (0, 20, 10, 0),
    ],
)
def test_the_share_is_rounded_up_and_has_a_least_number(count: int, percent: int, least: int, wanted: int) -> None:
    assert doubles_of(count, percent, least) == wanted


def test_one_reviewer_is_enough_without_doubles() -> None:
    found = seats(plan=replace(PLAN, double_percent=0), names=("A", " A ", ""))
    assert {item.reviewer for item in found} == {"A"}
    assert len(found) == 60


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"strata": {"pre": []}}, "assign.no_clips"),
        ({"strata": {}}, "assign.no_clips"),
        ({"names": (" ",)}, "assign.no_reviewers"),
        ({"names": ("A",)}, "assign.one_reviewer"),
        ({"plan": replace(PLAN, double_percent=101)}, "assign.share"),
    ],
)
def test_what_cannot_be_drawn_is_refused(changes: dict[str, object], code: str) -> None:
    with pytest.raises(InputError) as caught:
        seats(**changes)  # pyright: ignore[reportArgumentType] - changed arguments of a test
    assert caught.value.code == code
