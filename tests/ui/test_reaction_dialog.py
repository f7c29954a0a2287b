"""The exercise that measures the reaction time."""

from collections.abc import Iterator
from itertools import count

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from bwc_review.ui.bridge.coding_settings import CodingSettings
from bwc_review.ui.bridge.settings import UserSettings
from bwc_review.ui.pages.review.reaction_dialog import ReactionDialog

PAUSES = [1] * 10
LATENCY_US = 240_000


@pytest.fixture
def settings() -> CodingSettings:
    return CodingSettings(UserSettings())


@pytest.fixture
def dialog(qtbot: QtBot, dark: QApplication, settings: CodingSettings) -> Iterator[ReactionDialog]:
    """On a clock that moves 240 ms each time that somebody looks at it: once for the light, once for the key."""
    times = count(0, LATENCY_US)
    made = ReactionDialog(settings, None, PAUSES, lambda: next(times))
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    yield made
    made.close()


def answers(dialog: ReactionDialog, qtbot: QtBot, key: Qt.Key, times: int = len(PAUSES)) -> None:
    """Press a key each time that the light comes on."""
    for number in range(times):
        qtbot.waitUntil(lambda number=number: len(dialog._shown_us) > number)
        QTest.keyClick(dialog, key)


def test_the_median_is_measured_kept_and_used(dialog: ReactionDialog, qtbot: QtBot, settings: CodingSettings) -> None:
    dialog.begin.click()
    answers(dialog, qtbot, Qt.Key.Key_W)
    assert "Your reaction time is 240 ms" in dialog.words.text()
    assert dialog.reaction is not None
    assert dialog.reaction.count == len(PAUSES)
    dialog.use.click()
    assert settings.reaction == dialog.reaction
    assert settings.is_compensating


def test_it_can_be_kept_without_being_used(dialog: ReactionDialog, qtbot: QtBot, settings: CodingSettings) -> None:
    dialog.begin.click()
    answers(dialog, qtbot, Qt.Key.Key_Space)
    dialog.keep.click()
    assert settings.reaction is not None
    assert not settings.is_compensating


def test_keys_that_tag_nothing_are_no_answer(dialog: ReactionDialog, qtbot: QtBot) -> None:
    dialog.begin.click()
    qtbot.waitUntil(lambda: len(dialog._shown_us) == 1)
    QTest.keyClick(dialog, Qt.Key.Key_Shift)
    QTest.keyClick(dialog, Qt.Key.Key_F5)
    assert dialog._pressed_us == []


def test_closing_it_in_the_middle_keeps_nothing(dialog: ReactionDialog, qtbot: QtBot, settings: CodingSettings) -> None:
    dialog.begin.click()
    answers(dialog, qtbot, Qt.Key.Key_W, 3)
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
    assert settings.reaction is None


def test_guesses_measure_nothing_and_it_can_be_done_again(
    qtbot: QtBot, dark: QApplication, settings: CodingSettings
) -> None:
    times = count(0, 1_000)
    made = ReactionDialog(settings, None, PAUSES, lambda: next(times))
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
    qtbot.addWidget(made)
    made.show()
    made.begin.click()
    answers(made, qtbot, Qt.Key.Key_W)
    assert "Try once more" in made.words.text()
    assert made.begin.text() == "Again"
    assert not made.use.isVisible()
    made.close()
