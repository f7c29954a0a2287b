"""The commands of the compare page, with their keys."""

from bwc_review.domain.time import US_PER_S
from bwc_review.ui.commands.registry import Command
from bwc_review.ui.pages.picture_levels import levels_commands

PAGE = "compare"
_PLAY, _PAIR = "Play", "Compare"


def _play(name: str, text: str, tooltip: str, *keys: str, icon: str = "", group: int = 0, **more: bool) -> Command:
    return Command(f"compare.{name}", text, tooltip, keys, _PLAY, PAGE, icon, group, **more)


def _nudge(name: str, text: str, tooltip: str, key: str) -> Command:
    return Command(f"compare.{name}", text, tooltip, (key,), _PAIR, PAGE, group=2, is_repeating=True)


RENDER = Command(
    "compare.render", "&Render pair…", "Make a film of these two clips, side by side", ("Ctrl+R",), _PAIR, PAGE, "film"
)
ADD = Command(
    "compare.add",
    "&Add a clip beside these…",
    "Play a third and a fourth clip beside the pair; a film keeps to the pair",
    ("Ctrl+Shift+A",),
    _PAIR,
    PAGE,
    "plus",
    1,
)
REMOVE = Command(
    "compare.remove",
    "&Take the last added clip away",
    "Back to fewer clips",
    ("Ctrl+Shift+Backspace",),
    _PAIR,
    PAGE,
    "x",
    1,
)
FILL = Command(
    "compare.fill",
    "&Pictures alone",
    "Fill the screen with the pictures, or go back; all keys go on working",
    ("F11",),
    "Play",
    PAGE,
    "maximize",
    6,
    is_checkable=True,
)
LEAVE = Command("compare.leave", "Show the &rest again", "Leave the pictures alone", ("Escape",), "Play", PAGE, "", 6)
FIND = Command("compare.find", "&Find a clip", "Find clips on both sides", ("Ctrl+F",), _PAIR, PAGE, "search", 1)

PLAY = _play("play", "&Play or pause", "Play both clips, or pause on the frames on the screen", "Space", icon="play")
REPLAY = _play("replay", "Back two seconds and play", "See the last moment again", "Backspace", icon="rotate-ccw")
BACK = _play("back", "Shuttle &back", "Play backwards; again: twice as fast", "J", icon="rewind")
HALT = _play("halt", "&Halt", "Pause", "K", icon="pause")
ON = _play("on", "Shuttle &on", "Play; again: faster, up to 4×", "L", icon="fast-forward")
FRAME_BACK = _play(
    "frame_back", "One frame back", "Step both one frame back", ",", icon="step-back", group=1, is_repeating=True
)
FRAME_ON = _play(
    "frame_on", "One frame on", "Step both one frame on", ".", icon="step-forward", group=1, is_repeating=True
)
MOVES = tuple(
    (
        _play(
            f"move_{'back' if seconds < 0 else 'on'}_{abs(seconds)}",
            f"{words} {'back' if seconds < 0 else 'on'}",
            f"Go {words.lower()} {'back' if seconds < 0 else 'on'}",
            f"{modifier}{'Left' if seconds < 0 else 'Right'}",
            group=2,
            is_repeating=True,
        ),
        seconds * US_PER_S,
    )
    for words, modifier, size in (
        ("One second", "", 1),
        ("Five seconds", "Shift+", 5),
        ("Thirty seconds", "Ctrl+", 30),
    )
    for seconds in (-size, size)
)
MEETING = _play("meeting", "To where they &meet", "Go to the moment on which both are aligned", "A", group=3)
START = _play("start", "To the start", "Go to the first frame", "Home", icon="skip-back", group=3)
END = _play("end", "To the end", "Go to the last frame", "End", icon="skip-forward", group=3)
SLOWER = _play("slower", "Slower", "Play slower", "-", icon="minus", group=4, is_repeating=True)
FASTER = _play("faster", "Faster", "Play faster", "+", "=", icon="plus", group=4, is_repeating=True)
MARK_IN = _play("mark_in", "Set the in point", "Film and loop begin at this frame", "I", "Shift+I", group=5)
MARK_OUT = _play("mark_out", "Set the out point", "Film and loop end after this frame", "O", "Shift+O", group=5)
LOOP = _play(
    "loop",
    "Loop",
    "Play what the film will show over and over",
    "Shift+L",
    icon="repeat",
    group=5,
    is_checkable=True,
)
SOUND = _play("sound", "Sound", "Turn the sound on or off", "M", "Shift+M", icon="volume-2", group=4, is_checkable=True)
HEAR_NEXT = _play(
    "hear",
    "&Hear another side",
    "Post, pre, one in each ear, all, none, an added one, in turn",
    "S",
    icon="ear",
    group=4,
)
NUDGES = (
    (_nudge("nudge_back", "Chosen clip one frame back", "One frame earlier against the others", "Alt+Left"), -1, 0),
    (_nudge("nudge_on", "Chosen clip one frame on", "One frame later against the others", "Alt+Right"), 1, 0),
    (
        _nudge("nudge_back_1", "Chosen clip 1 s back", "A second earlier against the others", "Alt+Shift+Left"),
        0,
        -US_PER_S,
    ),
    (
        _nudge("nudge_on_1", "Chosen clip 1 s on", "A second later against the others", "Alt+Shift+Right"),
        0,
        US_PER_S,
    ),
)
SIDES = tuple(
    Command(
        f"compare.side_{number}",
        f"Choose the {name} clip",
        "Move this side against the others, and change its brightness, with keys; a click chooses a side too",
        (str(number),),
        _PAIR,
        PAGE,
        group=3,
    )
    for number, name in enumerate(("pre-training", "post-training", "third", "fourth"), 1)
)
LEVELS, NIGHT = levels_commands(PAGE)
