"""What a second key says about the chosen tag: who, to whom, which modifier, how sure, heard or seen."""

from dataclasses import replace

from bwc_review.domain.coding import ACTORS
from bwc_review.domain.tag import Tag
from bwc_review.ui.commands.tagging import Tagging
from bwc_review.ui.widgets.pad import RubricPad

_TARGETS = ("", "P1", "P2", "B", "O1", "O2", "O3")
_CONFIDENCES = (None, 1, 2, 3)


class Marking:
    """Changes the tag at the foot of the pad: the one just set, or the one chosen since."""

    def __init__(self, tagging: Tagging, pad: RubricPad) -> None:
        self._tagging = tagging
        self._pad = pad
        pad.option_chosen.connect(self.choose_option)

    def choose(self, place: int) -> None:
        """Choose the modifier number `place`, from 1."""
        options = self._pad.options()
        if 1 <= place <= len(options):
            self.choose_option(*options[place - 1])

    def choose_option(self, name: str, option: str) -> None:
        """Choose a modifier, or take it away again if it is chosen."""
        tag = self._pad.last
        if tag is None:
            return
        chosen = dict(tag.modifiers)
        if chosen.get(name) == option:
            del chosen[name]
        else:
            chosen[name] = option
        self._change(replace(tag, modifiers=tuple(sorted(chosen.items()))))

    def set_actor(self, actor: str) -> None:
        """Say who showed it."""
        if self._pad.last is not None:
            self._change(replace(self._pad.last, actor=actor))

    def turn_actor(self) -> None:
        """Let the next in turn be who showed it."""
        tag = self._pad.last
        if tag is not None:
            place = ACTORS.index(tag.actor) if tag.actor in ACTORS else -1
            self._change(replace(tag, actor=ACTORS[(place + 1) % len(ACTORS)]))

    def turn_target(self) -> None:
        """Let the next in turn be to whom it was said or done; never the one who did it."""
        tag = self._pad.last
        if tag is not None:
            others = [target for target in _TARGETS if target != tag.actor]
            place = others.index(tag.target) if tag.target in others else 0
            self._change(replace(tag, target=others[(place + 1) % len(others)]))

    def turn_confidence(self) -> None:
        """Say how sure you are: 1 (low), 2, 3 (high), and nothing again."""
        tag = self._pad.last
        if tag is not None:
            place = _CONFIDENCES.index(tag.confidence)
            self._change(replace(tag, confidence=_CONFIDENCES[(place + 1) % len(_CONFIDENCES)]))

    def turn_heard(self) -> None:
        """Say that it was heard and not seen, or take that back."""
        tag = self._pad.last
        if tag is not None:
            self._change(replace(tag, is_heard_only=not tag.is_heard_only))

    def _change(self, wanted: Tag) -> None:
        tag = self._pad.last
        if tag is not None and wanted != tag:
            self._tagging.change(tag, wanted)
