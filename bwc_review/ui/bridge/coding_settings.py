"""How the reviewer codes, kept with the user's own settings: keys, held states, reaction time, pausing."""

import json
from dataclasses import dataclass, field

from PySide6.QtCore import QObject, Signal

from bwc_review.domain.coding_choices import CodingChoices, Target
from bwc_review.domain.reaction import Reaction
from bwc_review.services.coding_texts import choices_from, choices_text, reaction_from, reaction_text
from bwc_review.ui.bridge.settings import UserSettings

_CHOICES, _REACTIONS, _COMPENSATED, _PAUSES = (
    f"coding/{name}" for name in ("choices", "reactions", "compensated", "pauses")
)


@dataclass(frozen=True, slots=True)
class CodingWay:
    """How tags are set in the review that is open.

    Attributes:
        choices: The reviewer's choices for its rubric.
        reaction: The reviewer's reaction time if tags are to be moved back by it, else None.
        is_pausing: True if the clip pauses when something is tagged.
    """

    choices: CodingChoices = field(default_factory=CodingChoices)
    reaction: Reaction | None = None
    is_pausing: bool = False

    def compensation_us(self, behaviour_id: str, speed_percent: int) -> int:
        """How much earlier than the frame on the screen a tag is set; nothing while the clip is paused."""
        if not speed_percent:
            return 0
        reaction_us = self.reaction.compensation_us(speed_percent) if self.reaction else 0
        return reaction_us - self.choices.of(Target(behaviour_id)).shift_us


class CodingSettings(QObject):
    """Reads and keeps them for whoever works here now; each reviewer has their own.

    Signals:
        changed: Something was chosen.
    """

    changed = Signal()

    def __init__(self, settings: UserSettings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._settings = settings

    def way(self, rubric_id: str) -> CodingWay:
        """How this reviewer codes with a rubric."""
        reaction = self.reaction if self.is_compensating else None
        return CodingWay(self.choices(rubric_id), reaction, self.is_pausing)

    def choices(self, rubric_id: str) -> CodingChoices:
        """The reviewer's choices for a rubric."""
        return choices_from(self._own(_CHOICES).get(rubric_id, ""))

    def keep_choices(self, rubric_id: str, choices: CodingChoices) -> None:
        """Keep the reviewer's choices for a rubric."""
        self._keep(_CHOICES, {**self._own(_CHOICES), rubric_id: choices_text(choices)})

    @property
    def reaction(self) -> Reaction | None:
        """The reviewer's reaction time; None if it was never measured."""
        return reaction_from(self._own(_REACTIONS).get("", ""))

    def keep_reaction(self, reaction: Reaction) -> None:
        """Keep the reviewer's reaction time; whether it is used is another choice."""
        self._keep(_REACTIONS, {"": reaction_text(reaction)})

    @property
    def is_compensating(self) -> bool:
        """True if tags set while the clip plays are moved back by the reaction time; not so at first."""
        return self.reaction is not None and self._own(_COMPENSATED).get("") == "yes"

    @is_compensating.setter
    def is_compensating(self, is_on: bool) -> None:
        self._keep(_COMPENSATED, {"": "yes" if is_on else "no"})

    @property
    def is_pausing(self) -> bool:
        """True if the clip pauses when something is tagged; not so at first."""
        return self._own(_PAUSES).get("") == "yes"

    @is_pausing.setter
    def is_pausing(self, is_on: bool) -> None:
        self._keep(_PAUSES, {"": "yes" if is_on else "no"})

    def _everyones(self, name: str) -> dict[str, dict[str, str]]:
        try:
            found = json.loads(self._settings.value(name) or "{}")
            return {str(who): {str(key): str(text) for key, text in own.items()} for who, own in found.items()}
        except (ValueError, TypeError, AttributeError):
            return {}

    def _own(self, name: str) -> dict[str, str]:
        return self._everyones(name).get(self._settings.actor, {})

    def _keep(self, name: str, own: dict[str, str]) -> None:
        kept = {**self._everyones(name), self._settings.actor: own}
        self._settings.keep(name, json.dumps(kept, ensure_ascii=False))
        self.changed.emit()
