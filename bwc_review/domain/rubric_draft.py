"""Rubrics while they are written: drafts, which may break any rule, and example clips."""

from dataclasses import dataclass
from datetime import datetime

from bwc_review.domain.ids import DraftId, RecordingId
from bwc_review.domain.rubric import Rubric
from bwc_review.domain.time import TimeRange


@dataclass(frozen=True, slots=True)
class ExampleClip:
    """A stretch of a recording of this study that shows what a text means. It is no part of the rubric's frozen text.

    Attributes:
        owner: Id of the behaviour or the rating item.
        level: The level or value that it shows; None for a behaviour without levels.
        recording_id: The recording.
        span: From and to.
    """

    owner: str
    level: int | None
    recording_id: RecordingId
    span: TimeRange


@dataclass(frozen=True, slots=True)
class RubricDraft:
    """A rubric version that is being written.

    Attributes:
        id: Made when the draft is begun.
        rubric: Its text as it is now; it may break rules.
        based_on: Version of the rubric it began from; empty for a new one.
        is_correction: True if it corrects that same version, which no review uses.
        examples: Example clips, put into the study with the version.
        changed_at: When it was last stored, in UTC.
        changed_by: By whom.
    """

    id: DraftId
    rubric: Rubric
    based_on: str
    is_correction: bool
    examples: tuple[ExampleClip, ...]
    changed_at: datetime
    changed_by: str
