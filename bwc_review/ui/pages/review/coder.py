"""What the rubric's keys do: tag the frame on the screen, start and end states, switch levels."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from bwc_review.domain.changes import Edit
from bwc_review.domain.ids import TagId
from bwc_review.domain.rubric import Behaviour, Rubric
from bwc_review.domain.tag import Tag
from bwc_review.domain.time import Moment
from bwc_review.ui.bridge.coding_settings import CodingWay
from bwc_review.ui.commands.tagging import Tagging
from bwc_review.ui.widgets.pad import RubricPad

_LOCKED = "This review is locked: nothing was tagged. “Reopen the review” in the Rate menu takes changes again."


@dataclass(frozen=True, slots=True)
class Armed:
    """A behaviour that waits for its level.

    Attributes:
        behaviour: The behaviour.
        at: The frame that was on the screen when its key was pressed: that is when it was seen.
        speed_percent: Playback speed then.
    """

    behaviour: Behaviour
    at: Moment
    speed_percent: int


class Coder(QObject):
    """Turns presses into tags, and answers on the pad.

    Attributes:
        way: How tags are set: moved in time, held.

    Signals:
        tagged: A `Tag` that a press has just set or ended.
        looked_up: A `Behaviour` whose text is wanted.
        noted: A plain sentence for the status line.
    """

    tagged = Signal(object)
    looked_up = Signal(object)
    noted = Signal(str)

    def __init__(
        self,
        tagging: Tagging,
        pad: RubricPad,
        shown: Callable[[], tuple[Moment | None, int]],
    ) -> None:
        """Make it.

        Args:
            tagging: Stores the changes.
            pad: Shows the answers.
            shown: Gives the start of the frame on the screen, and the playback speed in per cent (0 while paused).
        """
        super().__init__(pad)
        self._tagging = tagging
        self._pad = pad
        self._shown = shown
        self._armed: Armed | None = None
        self._open: dict[TagId, Tag] = {}
        self._is_looking_up = self._is_locked = False
        self.way = CodingWay()
        pad.pressed.connect(self.press)
        pad.level_pressed.connect(self.switch)
        pad.level_chosen.connect(self.choose_level)

    @property
    def is_armed(self) -> bool:
        """True while a behaviour waits for its level."""
        return self._armed is not None

    @property
    def is_looking_up(self) -> bool:
        """True while keys show definitions instead of tagging."""
        return self._is_looking_up

    def begin(self, open_states: dict[TagId, Tag], *, is_locked: bool = False) -> None:
        """Another review is shown, with these states open; one that is locked only says so when a key is pressed."""
        self.leave()
        self._is_locked = is_locked
        self._open = dict(open_states)
        self._pad.set_open(self._open.values())
        self._pad.show_last(None)

    def press(self, behaviour: Behaviour) -> None:
        """A behaviour's key was pressed, or its row clicked."""
        if self._is_looking_up:
            self.looked_up.emit(behaviour)
            return
        if self._is_locked:
            self.noted.emit(_LOCKED)
            return
        at, speed_percent = self._shown()
        if at is None:
            return
        if behaviour.levels:
            self._arm(Armed(behaviour, at, speed_percent))
            return
        self._disarm()
        self._do(behaviour, at, speed_percent, None)

    def switch(self, behaviour: Behaviour, level: int) -> None:
        """A level's own key was pressed, or its chip clicked."""
        if self._is_looking_up:
            self.looked_up.emit(behaviour)
            return
        if self._is_locked:
            self.noted.emit(_LOCKED)
            return
        at, speed_percent = self._shown()
        if at is not None:
            self._disarm()
            self._switch(Armed(behaviour, at, speed_percent), level)

    def let_go(self, behaviour: Behaviour) -> Callable[[], None]:
        """The key of a state that lasts while it is held has come up; what ends the state at this very frame."""
        at, speed_percent = self._shown()
        return lambda: self._release(behaviour, at, speed_percent)

    def _release(self, behaviour: Behaviour, at: Moment | None, speed_percent: int) -> None:
        open_tag = self._open_of(behaviour)
        if open_tag is None or at is None:
            return
        if at <= open_tag.pressed_at:
            self.noted.emit(f"{behaviour.name} stays open: it was held for less than a frame. Its key ends it.")
            return
        self._do(behaviour, at, speed_percent, None)

    def is_open(self, behaviour: Behaviour) -> bool:
        """True if a state of the behaviour is open."""
        return self._open_of(behaviour) is not None

    def take_digit(self, digit: int) -> bool:
        """A digit was pressed; true if it chose a level."""
        if self._armed is None:
            return False
        if digit not in {level.value for level in self._armed.behaviour.levels}:
            if self._armed.behaviour.key != str(digit):
                self._disarm()
            return False
        self.choose_level(digit)
        return True

    def choose_level(self, level: int) -> None:
        """Set the level of the behaviour that waits for it, from the frame at which its key was pressed."""
        armed = self._armed
        if armed is None:
            return
        self._disarm()
        self._switch(armed, level)

    def _switch(self, armed: Armed, level: int) -> None:
        open_tag = self._open_of(armed.behaviour)
        if open_tag is not None and open_tag.level == level and open_tag.start <= armed.at:
            self.noted.emit(f"{armed.behaviour.name} is at {level} already.")
            return
        self._do(armed.behaviour, armed.at, armed.speed_percent, level)

    def end_armed(self) -> bool:
        """End the state that waits for a level; false if none does."""
        armed = self._armed
        if armed is None:
            return False
        self._disarm()
        if self._open_of(armed.behaviour) is not None:
            self._do(armed.behaviour, armed.at, armed.speed_percent, None)
        return True

    def set_looking_up(self, *, is_looking_up: bool) -> None:
        """Let keys show definitions, or tag again."""
        self._disarm()
        self._is_looking_up = is_looking_up

    def leave(self) -> None:
        """Choose nothing after all."""
        self._disarm()
        self._is_looking_up = False

    def show_again(self, last: Tag | None, rubric: Rubric | None) -> None:
        """The pad was made again: show on it what is open, and the tag that its foot was about."""
        self._disarm()
        self._pad.set_open(self._open.values())
        if last is not None and rubric is not None:
            self._pad.show_last(last, rubric.behaviour(last.behaviour_id))

    def follow(self, edits: list[Edit], find_behaviour: Callable[[Tag], Behaviour]) -> None:
        """Stored changes: keep the open states, and what the foot of the pad is about, as they are now."""
        is_open_changed = False
        last = self._pad.last
        for edit in edits:
            if not isinstance(edit.subject, Tag):
                continue
            tag_id = edit.subject.id
            is_open_changed |= self._open.pop(tag_id, None) is not None
            if isinstance(edit.after, Tag) and edit.after.end is None and find_behaviour(edit.after).is_state:
                self._open[tag_id] = edit.after
                is_open_changed = True
            if last is not None and last.id == tag_id:
                after = edit.after if isinstance(edit.after, Tag) else None
                self._pad.show_last(after, find_behaviour(after) if after else None)
        if is_open_changed:
            self._pad.set_open(self._open.values())

    def _do(self, behaviour: Behaviour, at: Moment, speed_percent: int, level: int | None) -> None:
        compensation_us = self.way.compensation_us(behaviour.id, speed_percent)
        applied = self._tagging.press(
            behaviour, at, level=level, speed_percent=speed_percent, compensation_us=compensation_us
        )
        if applied is None:
            return
        self._pad.flash(behaviour.id)
        # The undo lists the edits backwards: its first one takes back the last one done, which is the tag pressed.
        tag = applied.undo.edits[0].before
        if isinstance(tag, Tag):
            self._pad.show_last(tag, behaviour)
            self.tagged.emit(tag)

    def _arm(self, wanted: Armed) -> None:
        before = self._armed
        if before is not None and before.behaviour == wanted.behaviour:
            self.choose_level(self._next_level(before.behaviour))
            return
        self._armed = wanted
        self._pad.arm(wanted.behaviour)

    def _disarm(self) -> None:
        if self._armed is not None:
            self._armed = None
            self._pad.arm(None)

    def _next_level(self, behaviour: Behaviour) -> int:
        values = [level.value for level in behaviour.levels]
        open_tag = self._open_of(behaviour)
        if open_tag is None or open_tag.level not in values:
            return values[0]
        return values[(values.index(open_tag.level) + 1) % len(values)]

    def _open_of(self, behaviour: Behaviour) -> Tag | None:
        return next((tag for tag in self._open.values() if tag.behaviour_id == behaviour.id), None)
