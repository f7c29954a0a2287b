"""What a blinded reviewer must not see, and what they thought all the same."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bwc_review.domain.clip import Clip
from bwc_review.domain.errors import InputError
from bwc_review.domain.ids import RecordingId, ReviewId
from bwc_review.domain.time import Moment


class Guess(StrEnum):
    """What a reviewer answers when asked for the phase after a review."""

    PRE = "pre"
    POST = "post"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class PhaseGuess:
    """The answer of one reviewer about one review; given once.

    Attributes:
        review_id: The review.
        guess: The answer.
        by: Who.
        given_at: When, in UTC.
    """

    review_id: ReviewId
    guess: Guess
    by: str
    given_at: datetime


@dataclass(frozen=True, slots=True)
class MaskBox:
    """A part of the picture that is covered, in fractions of the upright picture from its left upper corner."""

    x: float
    y: float
    width: float
    height: float

    def __post_init__(self) -> None:
        fits = 0 <= self.x < 1 and 0 <= self.y < 1 and 0 < self.width <= 1 and 0 < self.height <= 1
        if not fits or self.x + self.width > 1.0001 or self.y + self.height > 1.0001:
            message = "A mask lies inside the picture: left, top, width and height are fractions from 0 to 1."
            raise InputError("mask.box", message, field="box")


@dataclass(frozen=True, slots=True)
class MaskSet:
    """The boxes of one recording, or of all that one kind of camera made.

    Attributes:
        scope: ``recording:<id>`` or ``camera:<name>``.
        boxes: None at all is an answer too: this picture has nothing burned in.
    """

    scope: str
    boxes: tuple[MaskBox, ...]


@dataclass(frozen=True, slots=True)
class StopPoint:
    """Where playback stops for reviewers who must not know how it ends.

    Attributes:
        recording_id: The recording.
        at: The first moment that is not shown: the first hands-on.
        set_by: Who set it; empty if it follows from an earlier review.
    """

    recording_id: RecordingId
    at: Moment
    set_by: str = ""


PRESETS = {
    "top-right": (MaskBox(0.5, 0.0, 0.5, 0.12),),
    "top-left": (MaskBox(0.0, 0.0, 0.5, 0.12),),
    "bottom-right": (MaskBox(0.5, 0.88, 0.5, 0.12),),
    "bottom-left": (MaskBox(0.0, 0.88, 0.5, 0.12),),
    "top": (MaskBox(0.0, 0.0, 1.0, 0.12),),
    "bottom": (MaskBox(0.0, 0.88, 1.0, 0.12),),
    "none": (),
}
"""Strips in which cameras burn their clock and serial number."""
DEFAULT_PRESET = "top-right"
"""What covers a recording for which nobody has said anything: body cameras mostly burn their clock in there."""


def camera_of(clip: Clip) -> str:
    """A name for the kind of camera that made a clip, as far as its file tells: what its masks are shared by."""
    facts = clip.facts
    maker = next((name for prefix, name in _MAKERS if clip.path.name.lower().startswith(prefix)), "")
    size = f"{facts.width}×{facts.height} {facts.codec}"
    return f"{maker} {size}" if maker else size


_MAKERS = (
    ("axon_body_4", "Axon Body 4"),
    ("axon_body_3", "Axon Body 3"),
    ("axon_body_2", "Axon Body 2"),
    ("axon_flex", "Axon Flex"),
    ("axon_fleet", "Axon Fleet"),
)
