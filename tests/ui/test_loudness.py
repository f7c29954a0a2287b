"""How loud a clip is played: kept for it, within bounds, and the same on every page."""

import pytest
from pytestqt.qtbot import QtBot

from bwc_review.domain.ids import RecordingId, new_id
from bwc_review.ui.bridge.settings import UserSettings
from bwc_review.ui.bridge.study import Said, StudyBridge
from bwc_review.ui.commands.registry import Registry
from bwc_review.ui.pages.loudness import MOST_DB, amplitude, gain_text, keep_gain, kept_gain
from bwc_review.ui.pages.page import Page
from bwc_review.ui.pages.review.clip_loudness import ClipLoudness


def test_what_was_chosen_is_kept_for_the_clip_within_bounds() -> None:
    settings, one, other = UserSettings(), RecordingId(new_id()), RecordingId(new_id())
    assert keep_gain(settings, one, 6) == 6
    assert (kept_gain(UserSettings(), one), kept_gain(settings, other)) == (6, 0)
    assert keep_gain(settings, one, 100) == MOST_DB
    settings.keep(f"gain/{one}", "loud")
    assert kept_gain(settings, one) == 0


def test_it_is_said_in_words() -> None:
    assert [gain_text(gain_db) for gain_db in (-6, 0, 12)] == ["6 dB softer", "As recorded", "12 dB louder"]
    assert amplitude(6) == pytest.approx(2, abs=0.01)


class Sound:
    """Notes how loud it was told to be."""

    def __init__(self) -> None:
        self.gains: list[float] = []

    def set_gain(self, side: int, gain: float) -> None:
        assert side == 0
        self.gains.append(gain)


def test_on_the_review_page_the_keys_change_the_clip_that_is_open(
    bridge: StudyBridge, qtbot: QtBot, said: list[Said]
) -> None:
    registry, sound = Registry(), Sound()
    page = Page(bridge, registry)
    qtbot.addWidget(page)
    loudness = ClipLoudness(bridge, sound, registry, page)
    registry.action("review.louder").trigger()
    assert not sound.gains
    recording_id = RecordingId(new_id())
    loudness.watch(recording_id)
    registry.action("review.louder").trigger()
    registry.action("review.softer").trigger()
    registry.action("review.softer").trigger()
    assert sound.gains == [amplitude(gain_db) for gain_db in (0, 3, 0, -3)]
    assert kept_gain(bridge.settings, recording_id) == -3
    assert said[-1].text == "3 dB softer: remembered for this clip."
