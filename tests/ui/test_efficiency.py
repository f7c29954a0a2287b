"""How many keys 60 events take on the real page while the clip plays: counted, not estimated."""

# ruff: noqa: F811 - fixtures of the review page are imported by their names

from pathlib import Path

import pytest

from bwc_review.domain.time import Moment
from tests.helpers.clips import ClipShelf
from tests.helpers.coding_script import END, LEVEL, MODIFIED, POINT, START, boris_count, code, script, subject_changes
from tests.ui.one_clip import one_clip_study
from tests.ui.test_review import RATE, Desk, coding, desk, moment, study  # noqa: F401 - fixtures


@pytest.fixture(scope="session")
def clip_study(tmp_path_factory: pytest.TempPathFactory, clips: ClipShelf) -> Path:
    """The folder of a study with a clip four times as long as the script: a slow machine comes to the end as well."""
    clip = clips(frames=2400, rate=RATE, gop=60, size=(160, 120), audio=False)
    return one_clip_study(tmp_path_factory.mktemp("efficiency"), clip)


def test_sixty_events_take_one_key_each_and_two_for_a_state_or_a_modifier(coding: Desk) -> None:
    coding.page.tagging.switch_profile(None)
    coding.waits(lambda: coding.review.profile is None)
    transport = coding.page.player.transport
    while transport.speed_percent < 150:
        coding.keys("+")
    coding.keys(" ")
    last = Moment(-1)

    def reached(frame: int) -> None:
        nonlocal last
        coding.waits(lambda: transport.shown is not None and transport.shown > max(last, moment(frame - 1)))
        assert transport.shown is not None
        last = transport.shown

    found = code(coding.page, script(), reached, lambda: transport.is_playing)

    assert found.by_kind == {POINT: 30, START: 10, END: 10, LEVEL: 10, MODIFIED: 20}
    assert (found.keys, found.clicks, found.dialogs, found.pauses) == (80, 0, 0, 0)
    assert found.held == 24  # Shift for a level, Ctrl with it for the second group, Alt for a modifier
    tags = coding.stored
    assert len(tags) == 60
    rubric = coding.study.reviewing.rubric_of(coding.review)
    states = [tag for tag in tags if rubric.behaviour(tag.behaviour_id).is_state and tag.level is None]
    assert len(states) == 10
    assert all(tag.end is not None for tag in states)
    assert sum(bool(tag.modifiers) for tag in tags) == 10
    agitation = [tag for tag in tags if tag.behaviour_id == "sj.agitation"]
    assert [tag.level for tag in agitation] == [0, 1, 3, 2, 4, 0]
    assert [tag.end for tag in agitation] == [*(tag.start for tag in agitation[1:]), None]
    assert [tag.level for tag in tags if tag.behaviour_id == "sj.resistance"] == [0, 3, 5, 1]
    assert {tag.speed_percent for tag in tags} == {150}


def test_boris_needs_a_dialog_and_a_pause_for_each_modifier() -> None:
    found = boris_count(script())
    assert (found.keys, found.dialogs, found.pauses) == (80, 10, 10)
    assert subject_changes(script()) > 20
