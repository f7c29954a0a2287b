"""Broken files and real footage in the player: what can be played is, what cannot is told, nothing hangs."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from bwc_review.domain.clip import Clip, SourceClip
from bwc_review.domain.errors import ReviewError
from bwc_review.domain.ids import ClipId, new_id
from tests.helpers.clips import ClipShelf
from tests.helpers.playing import examined, source_of
from tests.helpers.screening import Screen
from tests.media.test_broken import EXPECTED, Imported, Refused

pytestmark = pytest.mark.footage

SUFFIXES = {".mp4", ".mov", ".mkv", ".avi", ".webm", ".ts", ".mts", ".mpg", ".3gp", ".m4v", ".wmv", ".flv"}
PLAYABLE = sorted(name for name, answer in EXPECTED.items() if isinstance(answer, Imported))
UNPLAYABLE = sorted(name for name, answer in EXPECTED.items() if isinstance(answer, Refused))
TICK_US = 40_000
MOST_MISSING = 3  # frames in a row that cannot be decoded


class Player:
    """A screen that also hears what the transport says about bad input."""

    def __init__(self, bot: QtBot) -> None:
        self.screen = Screen(bot)
        self.transport = self.screen.transport
        self.sentences: list[str] = []
        self.damages = 0
        self.transport.failed.connect(lambda fault: self.sentences.append(fault.message))
        self.transport.damaged.connect(self._note_damage)

    def _note_damage(self) -> None:
        self.damages += 1

    def answers(self) -> None:
        """Wait until there is a picture or a sentence."""
        self.screen.waits_for(lambda: bool(self.sentences) or bool(self.screen.frames.get(0)))

    def plays_through(self, source: SourceClip) -> None:
        """Open, look at the last, the middle and the first frame, and play for a while."""
        self.transport.open([[source]])
        self.answers()
        last = len(source.table) - 1
        for index in (last, last // 2, 0):
            wanted = source.table.start(index)
            self.transport.seek(wanted)
            self.screen.waits_for(lambda: self.transport.shown == self.transport.position or bool(self.sentences))
            frame = self.screen.frames[0]
            assert frame is not None
            assert abs(frame.index - index) <= MOST_MISSING
            assert frame.moment == source.table.start(frame.index)
        self.transport.play()
        for _ in range(10):
            self.screen.hand.turn(TICK_US)
            due = source.table.start(source.table.index_at(self.transport.position))
            self.screen.waits_for(
                lambda due=due: (
                    not self.transport.is_playing
                    or (self.transport.shown is not None and self.transport.shown >= due)
                    or not self.transport.is_busy
                )
            )
        self.transport.pause()


@pytest.fixture
def player(qtbot: QtBot) -> Iterator[Player]:
    made = Player(qtbot)
    yield made
    made.transport.close()


@pytest.mark.parametrize("name", PLAYABLE)
def test_what_can_be_played_of_a_broken_file_is_played(footage: Path, player: Player, name: str) -> None:
    player.plays_through(source_of(footage / "broken" / name))
    assert player.sentences == []
    assert player.damages <= 1


@pytest.mark.parametrize("name", UNPLAYABLE)
def test_a_file_that_was_never_a_clip_is_told_in_one_sentence(footage: Path, name: str) -> None:
    with pytest.raises(ReviewError) as caught:
        examined(footage / "broken" / name)
    assert caught.value.message.endswith(".")


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_a_clip_whose_file_has_become_a_broken_one_shows_a_picture_or_says_what_is_wrong(
    footage: Path, clips: ClipShelf, player: Player, name: str
) -> None:
    whole = examined(clips.kind("cfr_30"))
    path = footage / "broken" / name
    clip = Clip(ClipId(new_id()), path, path.stat().st_size, "0" * 64, whole.facts, whole.faults)
    player.transport.open([[SourceClip(clip, whole.table)]])
    player.answers()
    for index in (59, 30):
        player.sentences.clear()
        player.screen.frames.clear()
        player.transport.seek(whole.table.start(index))
        player.screen.waits_for(
            lambda: (
                bool(player.sentences)
                or bool(player.screen.frames.get(0))
                or player.transport.shown == player.transport.position
            )
        )
        assert all(sentence.endswith(".") and len(sentence) > 20 for sentence in player.sentences)


@pytest.mark.slow
def test_every_container_of_real_footage_plays(footage: Path, player: Player) -> None:
    played = 0
    for path in sorted((footage / "media").rglob("*")):
        if path.suffix.lower() in SUFFIXES:
            player.plays_through(source_of(path))
            assert player.sentences == [], path.name
            played += 1
    assert played > 40
