"""How the reviewer codes, kept in the study and for the next one: keys, held states, reaction time, pausing."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from bwc_review.domain.coding_choices import CodingChoices, Target
from bwc_review.domain.coding_preferences import CodingPreferences
from bwc_review.domain.errors import ReviewError
from bwc_review.domain.reaction import Reaction
from bwc_review.services.coding_texts import choices_from, choices_text, reaction_from, reaction_text
from bwc_review.ui.bridge.settings import UserSettings

if TYPE_CHECKING:
    from bwc_review.services.bootstrap import Study

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

    They belong to the study, so that a reviewer finds them at any desk and the log shows what was in force. The file
    with the user's settings keeps a copy for studies that know nothing of this reviewer yet.

    Signals:
        changed: Something was chosen, or another study has other choices.
        failed: The study could not take a choice; it holds until the study is closed.
    """

    changed = Signal()
    failed = Signal(object)

    def __init__(
        self,
        settings: UserSettings,
        study: "Callable[[], Study | None]" = lambda: None,
        parent: QObject | None = None,
    ) -> None:
        """Make them.

        Args:
            settings: The user's own settings.
            study: Gives the study that is open, or None.
            parent: Qt's.
        """
        super().__init__(parent)
        self._settings = settings
        self._study = study
        self._known: tuple[str, CodingPreferences] | None = None

    def forget(self) -> None:
        """Another study is open, or none: read again."""
        self._known = None
        self.changed.emit()

    def way(self, rubric_id: str) -> CodingWay:
        """How this reviewer codes with a rubric."""
        reaction = self.reaction if self.is_compensating else None
        return CodingWay(self.choices(rubric_id), reaction, self.is_pausing)

    def choices(self, rubric_id: str) -> CodingChoices:
        """The reviewer's choices for a rubric."""
        return self._own.choices(rubric_id)

    def keep_choices(self, rubric_id: str, choices: CodingChoices) -> None:
        """Keep the reviewer's choices for a rubric."""
        self._keep(self._own.having(rubric_id, choices))

    @property
    def reaction(self) -> Reaction | None:
        """The reviewer's reaction time; None if it was never measured."""
        return self._own.reaction

    def keep_reaction(self, reaction: Reaction) -> None:
        """Keep the reviewer's reaction time; whether it is used is another choice."""
        self._keep(replace(self._own, reaction=reaction))

    @property
    def is_compensating(self) -> bool:
        """True if tags set while the clip plays are moved back by the reaction time; not so at first."""
        return self.reaction is not None and self._own.is_compensating

    @is_compensating.setter
    def is_compensating(self, is_on: bool) -> None:
        self._keep(replace(self._own, is_compensating=is_on))

    @property
    def is_pausing(self) -> bool:
        """True if the clip pauses when something is tagged; not so at first."""
        return self._own.is_pausing

    @is_pausing.setter
    def is_pausing(self, is_on: bool) -> None:
        self._keep(replace(self._own, is_pausing=is_on))

    @property
    def _own(self) -> CodingPreferences:
        actor = self._settings.actor
        if self._known is None or self._known[0] != actor:
            self._known = actor, self._read(actor)
        return self._known[1]

    def _read(self, actor: str) -> CodingPreferences:
        study, here = self._study(), self._in_file(actor)
        if study is None:
            return here
        try:
            found = study.preferences.of(actor)
            if found is None and here != CodingPreferences() and not study.store.is_read_only:
                study.preferences.keep(actor, here)
        except ReviewError as error:
            self.failed.emit(error)
            found = None
        return here if found is None else found

    def _keep(self, preferences: CodingPreferences) -> None:
        actor, study = self._settings.actor, self._study()
        self._known = actor, preferences
        self._to_file(actor, preferences)
        if study is not None:
            try:
                study.preferences.keep(actor, preferences)
            except ReviewError as error:
                self.failed.emit(error)
        self.changed.emit()

    def _in_file(self, actor: str) -> CodingPreferences:
        choices = self._everyones(_CHOICES).get(actor, {})
        reaction, compensated, pauses = (
            self._everyones(name).get(actor, {}).get("", "") for name in (_REACTIONS, _COMPENSATED, _PAUSES)
        )
        return CodingPreferences(
            {rubric_id: choices_from(text) for rubric_id, text in choices.items()},
            reaction_from(reaction),
            is_compensating=compensated == "yes",
            is_pausing=pauses == "yes",
        )

    def _to_file(self, actor: str, own: CodingPreferences) -> None:
        texts: dict[str, dict[str, str]] = {
            _CHOICES: {rubric_id: choices_text(choices) for rubric_id, choices in own.by_rubric.items()},
            _REACTIONS: {"": reaction_text(own.reaction)} if own.reaction is not None else {},
            _COMPENSATED: {"": "yes" if own.is_compensating else "no"},
            _PAUSES: {"": "yes" if own.is_pausing else "no"},
        }
        for name, text in texts.items():
            kept = {**self._everyones(name), actor: text}
            self._settings.keep(name, json.dumps(kept, ensure_ascii=False))

    def _everyones(self, name: str) -> dict[str, dict[str, str]]:
        try:
            found = json.loads(self._settings.value(name) or "{}")
            return {str(who): {str(key): str(text) for key, text in own.items()} for who, own in found.items()}
        except (ValueError, TypeError, AttributeError):
            return {}
