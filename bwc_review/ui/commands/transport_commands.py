"""The commands of playing: every page that plays has them, in the same words and with nearly the same keys."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import Self

from bwc_review.domain.time import US_PER_S
from bwc_review.ui.commands.registry import Command

MENU = "Play"
STEP_GROUP, MOVE_GROUP, END_GROUP, SPEED_GROUP, LOOP_GROUP = range(
    1, 6
)  # parts of the menu; what plays and halts comes before them
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
        play = partial(play_command, page)
        held = "" if has_free_letters else "Ctrl+Shift+"
        sound_keys = ("M", "Shift+M") if has_free_letters else ("Shift+M",)
        return cls(
            play=play("play", "&Play or pause", "Play, or pause on the frame on the screen", "Space", icon="play"),
            replay=play(
                "replay", "Back two seconds and play", "Hear the last words again", "Backspace", icon="rotate-ccw"
            ),
            shuttle_back=play(
                "shuttle_back", "Play &backwards", "Play backwards; again: twice as fast", f"{held}J", icon="rewind"
            ),
            shuttle_halt=play("shuttle_halt", "&Halt", "Pause", f"{held}K", icon="pause"),
            shuttle_on=play("shuttle_on", "Play &on", "Play; again: faster, up to 4×", f"{held}L", icon="fast-forward"),
            frame_back=play(
                "frame_back",
                "One frame back",
                "Step one frame back",
                ",",
                icon="step-back",
                group=STEP_GROUP,
                is_repeating=True,
            ),
            frame_on=play(
                "frame_on",
                "One frame on",
                "Step one frame on",
                ".",
                icon="step-forward",
                group=STEP_GROUP,
                is_repeating=True,
            ),
            moves=tuple(_moves(page)),
            start=play("start", "To the start", "Go to the first frame", "Home", icon="skip-back", group=END_GROUP),
            end=play("end", "To the end", "Go to the last frame", "End", icon="skip-forward", group=END_GROUP),
            slower=play("slower", "Slower", "Play slower", "-", icon="minus", group=SPEED_GROUP, is_repeating=True),
            faster=play("faster", "Faster", "Play faster", "+", "=", icon="plus", group=SPEED_GROUP, is_repeating=True),
            sound=play(
                "sound",
                "Sound",
                "Turn the sound on or off",
                *sound_keys,
                icon="volume-2",
                group=SPEED_GROUP,
                is_checkable=True,
            ),
            loop=play(
                "loop",
                "Loop",
                f"Play {looped} over and over",
                "Shift+L",
                icon="repeat",
                group=LOOP_GROUP,
                is_checkable=True,
            ),
        )


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
