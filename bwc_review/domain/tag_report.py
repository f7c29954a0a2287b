"""What a tag report says about one review, gathered so that a document can be written from it alone."""

from dataclasses import dataclass
from datetime import datetime

from bwc_review.domain.clip import Clip, Recording
from bwc_review.domain.people import Incident, Phase
from bwc_review.domain.rubric import Behaviour, Rubric
from bwc_review.domain.tag import Rating, Review, Tag


@dataclass(frozen=True, slots=True)
class ReportedTag:
    """A tag with everything that an auditor needs to find its frames again.

    Attributes:
        tag: The tag itself; times on the recording's axis.
        behaviour: Its behaviour in the review's rubric.
        file_name: Name of the media file that holds the onset.
        start_frame: Number of the onset's frame in that file, from 0.
        end_frame: Number of the first frame after the state, in the file that holds the end (its frame count if the
            state ends with the file); None for points and open states.
        wall_clock: Time of day of the onset by the recording's own clock; None if that is not known.
        edit_count: How often the log shows the tag changed after it was first set.
    """

    tag: Tag
    behaviour: Behaviour
    file_name: str
    start_frame: int
    end_frame: int | None
    wall_clock: datetime | None
    edit_count: int


@dataclass(frozen=True, slots=True)
class ChainHead:
    """The last entry of the audit log: its number and hash; number 0 for an empty log."""

    seq: int
    hash: str


@dataclass(frozen=True, slots=True)
class TagReport:
    """One review of one recording, as it stood when the report was made.

    Attributes:
        study_title: Title of the study.
        recording: What was reviewed; its code names it.
        clips: Its files in order, with path, size, SHA-256, facts and faults.
        officer: Pseudonym of the wearer; empty if not known.
        incident: The call, if known.
        call_type_name: Name of the kind of call; empty if not known.
        phase: Against the officer's own training.
        is_phase_overridden: True if the phase was set by hand against the records.
        review: Who reviewed it under which rubric, and whether it is submitted.
        rubric: The frozen version.
        tags: By rising start, then as set.
        ratings: In the rubric's order; items without a rating are left out.
        edit_count: Entries of the log that changed this review or anything in it.
        chain_head: The log's last entry when the report was made.
        made_at: When, in UTC.
        made_by: Who, by pseudonym.
        program_version: Version of the program that made it.
    """

    study_title: str
    recording: Recording
    clips: tuple[Clip, ...]
    officer: str
    incident: Incident | None
    call_type_name: str
    phase: Phase
    is_phase_overridden: bool
    review: Review
    rubric: Rubric
    tags: tuple[ReportedTag, ...]
    ratings: tuple[Rating, ...]
    edit_count: int
    chain_head: ChainHead
    made_at: datetime
    made_by: str
    program_version: str
