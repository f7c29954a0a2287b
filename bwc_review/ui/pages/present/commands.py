"""The commands of the present page, with their keys."""

from bwc_review.domain.time import US_PER_S
from bwc_review.ui.commands.registry import Command
from bwc_review.ui.pages.picture_levels import levels_commands

PAGE = "present"
_MAKE, _PLAY = "Present", "Play"


def _play(name: str, text: str, tooltip: str, *keys: str, icon: str = "", group: int = 0, **more: bool) -> Command:
    return Command(f"present.{name}", text, tooltip, keys, _PLAY, PAGE, icon, group, **more)


RENDER = Command("present.render", "&Render a reel…", "Make a film from a reel file", ("Ctrl+R",), _MAKE, PAGE, "film")
DEMO = Command(
    "present.demo",
    "Render the &demo reel…",
    "Make the film of the demo study: two calls, before and after a course",
    (),
    _MAKE,
    PAGE,
    "clapperboard",
)
OPEN = Command(
    "present.open",
    "&Open with another program",
    "Open the chosen file with this computer's own program",
    ("Ctrl+Return",),
    _MAKE,
    PAGE,
    "external-link",
    1,
)
FOLDER = Command(
    "present.folder",
    "Open &folder",
    "Open the folder of the chosen file",
    ("Ctrl+Shift+O",),
    _MAKE,
    PAGE,
    "folder-open",
    1,
)

PLAY = _play("play", "&Play or pause", "Play the chosen film, or pause", "Space", icon="play")
FILL = _play(
    "fill",
    "&Film alone",
    "Fill the screen with the film and nothing else, or go back; all keys go on working",
    "F11",
    "F5",
    icon="maximize",
    is_checkable=True,
)
LEAVE = _play("leave", "Show the &rest again", "Leave the film alone on the screen", "Escape")
NEXT = _play(
    "next", "&Next part", "Go to the next card, clip or pair; pointers for slides do it too", "PgDown", group=1
)
PREVIOUS = _play("previous", "Pre&vious part", "Go to the start of this part, then to the part before", "PgUp", group=1)
REPLAY = _play(
    "replay", "Back two seconds and play", "See the last moment again", "Backspace", icon="rotate-ccw", group=1
)
BACK = _play("back", "Shuttle &back", "Play backwards; again: twice as fast", "J", icon="rewind", group=2)
HALT = _play("halt", "&Halt", "Pause", "K", icon="pause", group=2)
ON = _play("on", "Shuttle &on", "Play; again: faster, up to 4×", "L", icon="fast-forward", group=2)
FRAME_BACK = _play(
    "frame_back", "One frame back", "Step one frame back", ",", icon="step-back", group=3, is_repeating=True
)
FRAME_ON = _play("frame_on", "One frame on", "Step one frame on", ".", icon="step-forward", group=3, is_repeating=True)
MOVES = tuple(
    (
        _play(
            f"move_{'back' if seconds < 0 else 'on'}_{abs(seconds)}",
            f"{words} {'back' if seconds < 0 else 'on'}",
            f"Go {words.lower()} {'back' if seconds < 0 else 'on'}",
            f"{modifier}{'Left' if seconds < 0 else 'Right'}",
            group=3,
            is_repeating=True,
        ),
        seconds * US_PER_S,
    )
    for words, modifier, size in (("One second", "", 1), ("Five seconds", "Shift+", 5))
    for seconds in (-size, size)
)
START = _play("start", "To the start", "Go to the first frame", "Home", icon="skip-back", group=4)
END = _play("end", "To the end", "Go to the last frame", "End", icon="skip-forward", group=4)
SLOWER = _play("slower", "Slower", "Play slower", "-", icon="minus", group=5, is_repeating=True)
FASTER = _play("faster", "Faster", "Play faster", "+", "=", icon="plus", group=5, is_repeating=True)
LOOP = _play(
    "loop", "Loop this part", "Play this part over and over", "Shift+L", icon="repeat", group=5, is_checkable=True
)
SOUND = _play("sound", "Sound", "Turn the sound on or off", "M", icon="volume-2", group=5, is_checkable=True)
LEVELS, NIGHT = levels_commands(PAGE)
