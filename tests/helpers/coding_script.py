"""A clip of 60 events as a script, the keys that code it, and a counter of what the reviewer had to press.

30 points, 10 states with their ends, 10 changes of level in two exclusive groups, and 10 points with a modifier.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QWidget

GAP_FRAMES = 8
RATE = 30
_SHIFT, _CTRL, _ALT = (
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.AltModifier,
)
_NONE = Qt.KeyboardModifier.NoModifier
_HELD = {Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_Meta, Qt.Key.Key_AltGr}
_POINTS = "qwertasfgyxcvopl12345n"
_STATES = "uihjkm"
_MODIFIED = (("z", 1), ("b", 2), ("8", 3), ("d", 1))
POINT, START, END, LEVEL, MODIFIED = "point", "start of a state", "end of a state", "level change", "with modifier"

Stroke = tuple[str, Qt.KeyboardModifier]


@dataclass(frozen=True, slots=True)
class Moment:
    """Something that happens in the clip, and the keys that say so.

    Attributes:
        frame: When.
        kind: What kind of event, or which edge of one.
        strokes: The keys, each with what is held down.
    """

    frame: int
    kind: str
    strokes: tuple[Stroke, ...]


@dataclass(frozen=True, slots=True)
class Count:
    """What coding the script took.

    Attributes:
        keys: Keys pressed; Shift, Ctrl or Alt held with another key is part of that key.
        held: Shift, Ctrl and Alt held for them.
        clicks: Mouse buttons pressed.
        dialogs: Dialogs shown.
        pauses: How often the clip was found paused.
        by_kind: Keys pressed for each kind of event.
    """

    keys: int
    held: int
    clicks: int
    dialogs: int
    pauses: int
    by_kind: dict[str, int]


def script() -> tuple[Moment, ...]:
    """The 60 events in the order in which they happen; a state's end is a moment of its own."""
    points = [(POINT, ((key, _NONE),)) for key in (_POINTS * 2)[:30]]
    levels = [(LEVEL, ((str(level), _SHIFT),)) for level in (0, 1, 3, 2, 4, 0)]
    levels += [(LEVEL, ((str(level), _CTRL | _SHIFT),)) for level in (0, 3, 5, 1)]
    modified = [(MODIFIED, ((key, _NONE), (str(place), _ALT))) for key, place in (_MODIFIED * 3)[:10]]
    states = [(_STATES * 2)[number] for number in range(10)]
    order: list[tuple[str, tuple[Stroke, ...]]] = []
    for number in range(10):
        order += [(START, ((states[number], _NONE),)), points[3 * number], levels[number], points[3 * number + 1]]
        order += [modified[number], points[3 * number + 2], (END, ((states[number], _NONE),))]
    return tuple(Moment((place + 1) * GAP_FRAMES, kind, keys) for place, (kind, keys) in enumerate(order))


class Counter(QObject):
    """Sees every key and every click that reaches a widget of the program, once each."""

    def __init__(self) -> None:
        super().__init__()
        self.keys, self.held, self.clicks, self.dialogs = 0, 0, 0, 0

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        # Each key press is announced to the widget that has the focus before it is a shortcut or a letter.
        if event.type() == QEvent.Type.ShortcutOverride and watched is QApplication.focusWidget():
            is_held_key = isinstance(event, QKeyEvent) and Qt.Key(event.key()) in _HELD
            self.held += is_held_key
            self.keys += not is_held_key
        elif event.type() == QEvent.Type.MouseButtonPress and isinstance(watched, QWidget):
            self.clicks += 1
        elif event.type() == QEvent.Type.Show and isinstance(watched, QDialog):
            self.dialogs += 1
        return False


def press(page: QWidget, key: str, held: Qt.KeyboardModifier) -> None:
    """Press a key, with what is held down for it before and let go after."""
    QTest.keyClick(QApplication.focusWidget() or page, key, held)


def code(
    page: QWidget,
    moments: Sequence[Moment],
    reached: Callable[[int], object],
    is_playing: Callable[[], bool],
) -> Count:
    """Code the script while the clip plays, and count.

    Args:
        page: The review page, playing.
        moments: The script.
        reached: Waits until a frame of the clip is on the screen.
        is_playing: True while the clip plays.
    """
    counter = Counter()
    app = QApplication.instance()
    assert app is not None
    app.installEventFilter(counter)
    by_kind: dict[str, int] = {}
    pauses = 0
    for moment in moments:
        reached(moment.frame)
        before = counter.keys
        for key, held in moment.strokes:
            press(page, key, held)
        pauses += not is_playing()
        by_kind[moment.kind] = by_kind.get(moment.kind, 0) + counter.keys - before
    app.removeEventFilter(counter)
    return Count(counter.keys, counter.held, counter.clicks, counter.dialogs, pauses, by_kind)


def boris_count(moments: Sequence[Moment]) -> Count:
    """What the same script takes in BORIS, by the rules of its own key handling, at its best.

    Read in version 9.15.0 (which wants Python 3.12 and cannot be installed beside this program): `write_event.py` and
    `select_modifiers.py`. A behaviour's key sets a point, or starts or ends a state. A level has no notion there: at
    best each level is a state of its own, and the exclusion matrix ends the others, so that a change is one key.
    A behaviour with modifiers opens a modal dialog each time and pauses the media while it is open; a modifier that
    was given a code of its own closes the dialog with that one key (without codes it is a letter and Enter). Who
    shows a behaviour is not asked: no focal subject is chosen, which saves BORIS a key at each change of subject.
    """
    by_kind: dict[str, int] = {}
    dialogs = 0
    for moment in moments:
        keys = 2 if moment.kind == MODIFIED else 1
        dialogs += moment.kind == MODIFIED
        by_kind[moment.kind] = by_kind.get(moment.kind, 0) + keys
    return Count(sum(by_kind.values()), 0, 0, dialogs, dialogs, by_kind)


def subject_changes(moments: Sequence[Moment]) -> int:
    """Keys that BORIS needs besides, if it is to know who: its subject is chosen anew where officer and person turn.

    Levels, and the person's response (key 8), are shown by the person; all else in the script by the officer.
    """
    who = ["P1" if moment.kind == LEVEL or moment.strokes[0][0] == "8" else "O1" for moment in moments]
    return 1 + sum(one != other for one, other in pairwise(who))
