"""What somebody should know before a recording is played."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from bwc_review.domain.ids import RecordingId
from bwc_review.domain.time import Moment


class ContentFlag(StrEnum):
    """What a recording shows that not everybody should meet unprepared."""

    FLASHES = "flashes"
    VIOLENCE = "violence"
    INJURY = "injury"
    DEATH = "death"
    SELF_HARM = "self_harm"
    CHILD = "child"
    DISTRESS = "distress"
    LANGUAGE = "language"


FLAG_WORDS: Mapping[ContentFlag, str] = {
    ContentFlag.FLASHES: "Flashing light",
    ContentFlag.VIOLENCE: "Use of force or violence",
    ContentFlag.INJURY: "Injury or blood",
    ContentFlag.DEATH: "Death",
    ContentFlag.SELF_HARM: "Self-harm or talk of it",
    ContentFlag.CHILD: "A child in distress",
    ContentFlag.DISTRESS: "Severe distress",
    ContentFlag.LANGUAGE: "Slurs or abusive language",
}
PHOTOSENSITIVITY = (
    "This clip may contain flashing light, such as emergency lights in the dark. "
    "It can cause seizures in people with photosensitive epilepsy."
)


@dataclass(frozen=True, slots=True)
class ContentNote:
    """The note of one recording.

    Attributes:
        recording_id: The recording.
        flags: What it shows.
        note: In the lead's words; empty if the flags say enough.
        skip_to: Where somebody may start who need not see what comes before, such as the first contact; None for
            the start.
    """

    recording_id: RecordingId
    flags: frozenset[ContentFlag]
    note: str = ""
    skip_to: Moment | None = None

    @property
    def is_empty(self) -> bool:
        """True if it says nothing."""
        return not self.flags and not self.note and self.skip_to is None

    @property
    def needs_warning(self) -> bool:
        """True if it is to be shown before the first picture."""
        return bool(self.flags or self.note)

    @property
    def words(self) -> tuple[str, ...]:
        """The flags in words, in their fixed order."""
        return tuple(FLAG_WORDS[flag] for flag in ContentFlag if flag in self.flags)
