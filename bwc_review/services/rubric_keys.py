"""Keys that tag behaviours, and keys that the program keeps for itself.

Letters and digits belong to the rubric, and so do Shift with a letter and the function keys that are left over. Names
are written as Qt's portable key sequences are (“7”, “Shift+F”, “F5”), letters of a single key in lower case.
"""

import re
import string
from collections.abc import Collection

RESERVED_KEYS = {
    "Space": "plays and pauses",
    ",": "steps one frame back",
    ".": "steps one frame on",
    "Left": "moves one second back",
    "Right": "moves one second on",
    "Shift+Left": "moves five seconds back",
    "Shift+Right": "moves five seconds on",
    "Ctrl+Left": "moves thirty seconds back",
    "Ctrl+Right": "moves thirty seconds on",
    "Up": "goes to the previous tag",
    "Down": "goes to the next tag",
    "Home": "goes to the start",
    "End": "goes to the end",
    "+": "plays faster",
    "=": "plays faster",
    "-": "plays slower",
    "Backspace": "goes back two seconds and plays",
    "Shift+I": "sets the in point",
    "Shift+O": "sets the out point",
    "Shift+L": "loops from the in point to the out point",
    "Shift+M": "turns the sound off and on",
    "F1": "opens the help",
    "F2": "opens the note",
    "F10": "opens the menu",
    "F11": "fills the screen",
    "Ctrl+Z": "takes the last action back",
    "Ctrl+Shift+Z": "brings back what was taken back",
    "Delete": "deletes the tag",
    "Enter": "edits the tag",
    "Return": "edits the tag",
    "Esc": "closes what is open",
    "Tab": "moves to the next part of the window",
    "Shift+Tab": "moves to the previous part of the window",
    "?": "shows all keys of the page",
}
"""Keys of the review page that no rubric may take, and what each does."""

_SPELLINGS = {
    "comma": ",",
    "period": ".",
    "plus": "+",
    "minus": "-",
    "escape": "Esc",
    "del": "Delete",
    "spacebar": "Space",
    "question": "?",
}
_FUNCTION_KEY = re.compile(r"f([1-9]|1[0-2])")


def canonical_key(text: str) -> str:
    """The one way to write a key: “Q” is “q”, “shift+f” is “Shift+F”. Unknown names come back as they are."""
    found = text.strip()
    lowered = found.lower()
    if len(found) == 1 or not lowered:
        return lowered
    if lowered in _SPELLINGS:
        return _SPELLINGS[lowered]
    if _FUNCTION_KEY.fullmatch(lowered):
        return lowered.upper()
    parts = [part.strip() for part in found.split("+")]
    if len(parts) > 1 and all(parts):
        *modifiers, last = (part.capitalize() for part in parts)
        return "+".join([*modifiers, last])
    reserved = {name.lower(): name for name in RESERVED_KEYS}
    return reserved.get(lowered, found)


def is_behaviour_key(key: str) -> bool:
    """True if a behaviour may have that key (in its one way of writing)."""
    if key in RESERVED_KEYS:
        return False
    single = key.removeprefix("Shift+")
    if single != key:
        return len(single) == 1 and single.isalpha()
    return (len(key) == 1 and key.isalnum()) or _FUNCTION_KEY.fullmatch(key.lower()) is not None


def key_refusal(key: str) -> str:
    """Why no behaviour may have that key (in its one way of writing); empty if one may."""
    if key in RESERVED_KEYS:
        return f"The key {key} is taken: it {RESERVED_KEYS[key]}."
    if not is_behaviour_key(key):
        return f"“{key}” is not a key for a behaviour: use a letter, a digit, or Shift+ and a letter."
    return ""


def free_keys_words(taken: Collection[str]) -> str:
    """A sentence that names a few free keys."""
    free = free_keys(taken)[:8]
    return f"Free keys are {', '.join(free)}." if free else "No key is free."


def free_keys(taken: Collection[str]) -> tuple[str, ...]:
    """Keys that a further behaviour can have: letters, digits, Shift and a letter, function keys, in that order."""
    shifted = [f"Shift+{letter}" for letter in string.ascii_uppercase]
    every = [*string.ascii_lowercase, *string.digits, *shifted, *(f"F{number}" for number in range(1, 13))]
    return tuple(key for key in every if key not in taken and is_behaviour_key(key))
