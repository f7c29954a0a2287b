"""What every page has that plays something: one volume for all, the loop, and why there is nothing to hear."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtWidgets import QSlider, QWidget
from pytestqt.qtbot import QtBot

from bwc_review.domain.time import START, Moment, TimeRange
from bwc_review.ui.bridge.settings import UserSettings
from bwc_review.ui.commands.registry import Registry
from bwc_review.ui.commands.transport_commands import TransportCommands
from bwc_review.ui.pages.deck import Deck
from tests.helpers.clips import ClipShelf
from tests.helpers.playing import source_of

Make = Callable[[str], Deck]


@pytest.fixture
def span() -> list[TimeRange | None]:
    """What the loop plays: the last of these."""
    return [None]


@pytest.fixture
def make(qtbot: QtBot, span: list[TimeRange | None]) -> Iterator[Make]:
    """Makes the deck of a page."""
    decks: list[Deck] = []

    def made(page: str) -> Deck:
        host = QWidget()
        qtbot.addWidget(host)
        commands = TransportCommands.of_page(page, "this part")
        decks.append(Deck(Registry(host), host, UserSettings(), commands, lambda: span[-1]))
        return decks[-1]

    yield made
    for deck in decks:
        deck.shut_down()


def slider(deck: Deck) -> QSlider:
    return deck.bar.findChild(QSlider)


def test_the_volume_is_one_for_all_pages_and_kept(make: Make, clips: ClipShelf) -> None:
    review, present = make("review"), make("present")
    assert (slider(review).value(), review.sound.volume) == (100, 1.0)
    slider(review).setValue(50)
    assert (review.sound.volume, UserSettings().volume_percent) == (0.25, 50)
    present.open([[source_of(clips.kind("cfr_30"))]])
    assert (slider(present).value(), present.sound.volume) == (50, 0.25)
    assert slider(make("compare")).value() == 50


def test_a_hand_at_the_volume_ends_the_silence_and_another_page_does_not(make: Make, clips: ClipShelf) -> None:
    review, present = make("review"), make("present")
    for deck in (review, present):
        mute(deck)
    slider(review).setValue(70)
    present.open([[source_of(clips.kind("cfr_30"))]])
    assert (review.sound.is_muted, present.sound.is_muted) == (False, True)


def mute(deck: Deck) -> None:
    sound = next(action for action in deck.actions if action.objectName().endswith(".sound"))
    sound.setChecked(False)
    assert deck.sound.is_muted


def test_commands_work_only_while_something_is_open(make: Make, clips: ClipShelf) -> None:
    deck = make("present")
    assert not any(action.isEnabled() for action in deck.actions)
    deck.open([[source_of(clips.kind("cfr_30"))]])
    off = [action.objectName() for action in deck.actions if not action.isEnabled()]
    assert off == ["present.sound"]
    deck.close()
    assert not any(action.isEnabled() for action in deck.actions)


@pytest.mark.parametrize(
    ("kind", "why"), [("cfr_30", "No sound device was found."), ("no_sound", "There is no sound track.")]
)
def test_it_says_why_there_is_nothing_to_hear(make: Make, clips: ClipShelf, kind: str, why: str) -> None:
    deck = make("present")
    deck.open([[source_of(clips.kind(kind))]])
    sound = next(action for action in deck.actions if action.objectName() == "present.sound")
    assert sound.toolTip() == why


def test_a_loop_plays_what_the_page_says_and_is_off_again_where_that_is_nothing(
    make: Make, clips: ClipShelf, span: list[TimeRange | None]
) -> None:
    deck = make("present")
    deck.open([[source_of(clips.kind("cfr_30"))]])
    loop = next(action for action in deck.actions if action.objectName() == "present.loop")
    loop.trigger()
    assert (loop.isChecked(), deck.transport.loop) == (False, None)
    span.append(TimeRange(START, Moment(400_000)))
    loop.trigger()
    assert (loop.isChecked(), deck.transport.loop) == (True, span[-1])
    deck.loop(TimeRange(START, Moment(200_000)))
    assert deck.transport.loop == TimeRange(START, Moment(200_000))
    loop.trigger()
    assert (loop.isChecked(), deck.transport.loop) == (False, None)
