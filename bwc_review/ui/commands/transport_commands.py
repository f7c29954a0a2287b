"""The commands of playing: every page that plays has them, in the same words and with nearly the same keys."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial
from typing import Self

from bwc_review.domain.time import US_PER_S
from bwc_review.ui.commands.registry import Command

MENU = "Play"
# Parts of the menu; what plays and halts comes before them.
STEP_GROUP, MOVE_GROUP, END_GROUP, SPEED_GROUP, LOOP_GROUP = range(1, 6)
_LENGTHS = (("one second", "", 1), ("five seconds", "Shift+", 5), ("thirty seconds", "Ctrl+", 30))


def play_command(
    page: str, name: str, text: str, tooltip: str, *keys: str, icon: str = "", group: int = 0, **more: bool
) -> Command:
    """A command in the menu of playing.

    Args:
        page: The page that has it.
        name: What follows the page in its id.
        text: What the menu says.
        tooltip: What it does.
        keys: Its keys.
        icon: Its icon.
        group: Its part of the menu.
        more: Whether it is a switch, or repeats.
    """
    return Command(f"{page}.{name}", text, tooltip, keys, MENU, page, icon, group, **more)


_play = partial(play_command, "")
_step = partial(_play, group=STEP_GROUP, is_repeating=True)
_speed = partial(_play, group=SPEED_GROUP)
# The id of each, without a page, is its name in `TransportCommands`.
_COMMANDS = (
    _play("play", "&Play or pause", "Play, or pause on the frame on the screen", "Space", icon="play"),
    _play("replay", "Back two seconds and play", "Hear the last words again", "Backspace", icon="rotate-ccw"),
    _play("shuttle_back", "Play &backwards", "Play backwards; again: twice as fast", "J", icon="rewind"),
    _play("shuttle_halt", "&Halt", "Pause", "K", icon="pause"),
    _play("shuttle_on", "Play &on", "Play; again: faster, up to 4×", "L", icon="fast-forward"),
    _step("frame_back", "One frame back", "Step one frame back", ",", icon="step-back"),
    _step("frame_on", "One frame on", "Step one frame on", ".", icon="step-forward"),
    _play("start", "To the start", "Go to the first frame", "Home", icon="skip-back", group=END_GROUP),
    _play("end", "To the end", "Go to the last frame", "End", icon="skip-forward", group=END_GROUP),
    _speed("slower", "Slower", "Play slower", "-", icon="minus", is_repeating=True),
    _speed("faster", "Faster", "Play faster", "+", "=", icon="plus", is_repeating=True),
    _speed("sound", "Sound", "Turn the sound on or off", "M", "Shift+M", icon="volume-2", is_checkable=True),
    _play("loop", "Loop", "", "Shift+L", icon="repeat", group=LOOP_GROUP, is_checkable=True),
)
_NAMED = {command.id.removeprefix("."): command for command in _COMMANDS}
_WITHOUT_LETTERS = {
    "shuttle_back": "Ctrl+Shift+J",
    "shuttle_halt": "Ctrl+Shift+K",
    "shuttle_on": "Ctrl+Shift+L",
    "sound": "Shift+M",
}


@dataclass(frozen=True, slots=True)
class TransportCommands:
    """The commands of playing on one page.

    Attributes:
        moves: Those that go by a length, each with its length in microseconds, negative for back.
    """

    play: Command
    replay: Command
    shuttle_back: Command
    shuttle_halt: Command
    shuttle_on: Command
    frame_back: Command
    frame_on: Command
    moves: tuple[tuple[Command, int], ...]
    start: Command
    end: Command
    slower: Command
    faster: Command
    sound: Command
    loop: Command

    @classmethod
    def of_page(cls, page: str, looped: str, *, has_free_letters: bool = True) -> Self:
        """The commands as a page has them.

        Args:
            page: The page.
            looped: What the loop plays.
            has_free_letters: False where letters alone are the rubric's keys.
        """
        made = {name: replace(command, id=f"{page}.{name}", page=page) for name, command in _NAMED.items()}
        if not has_free_letters:
            made |= {name: replace(made[name], keys=(key,)) for name, key in _WITHOUT_LETTERS.items()}
        made["loop"] = replace(made["loop"], tooltip=f"Play {looped} over and over")
        return cls(moves=tuple(_moves(page)), **made)


def _moves(page: str) -> Iterator[tuple[Command, int]]:
    for words, modifier, seconds in _LENGTHS:
        for way, arrow, sign in (("back", "Left", -1), ("on", "Right", 1)):
            command = play_command(
                page,
                f"move_{way}_{seconds}",
                f"{words.capitalize()} {way}",
                f"Go {words} {way}",
                f"{modifier}{arrow}",
                group=MOVE_GROUP,
                is_repeating=True,
            )
            yield command, sign * seconds * US_PER_S
