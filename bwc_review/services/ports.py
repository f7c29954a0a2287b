"""What the services need from the layers below, as protocols; `services.bootstrap` names who provides it."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

from bwc_review.domain.audit import AuditEntry, ChainFault
from bwc_review.domain.changes import Operation
from bwc_review.domain.clip import Clip, Examination, FrameTable, Recording
from bwc_review.domain.ids import (
    ClipId,
    ExportId,
    IncidentId,
    OfficerId,
    RatingId,
    RecordingId,
    ReelId,
    ReviewId,
    TagId,
)
from bwc_review.domain.people import CallType, Incident, Officer, TrainingRecord
from bwc_review.domain.progress import CancelToken, Report
from bwc_review.domain.reel import Reel
from bwc_review.domain.rubric import Rubric
from bwc_review.domain.tag import Rating, Review, Tag
from bwc_review.domain.time import Moment


@dataclass(frozen=True, slots=True)
class Export:
    """A file that left the study.

    Attributes:
        id: Made on export.
        kind: ``reel``, ``tag_report`` or ``tags``.
        path: Where it was written.
        sha256: Hash of the file.
        sources: Ids of the recordings, reviews and reels that it was made from, as text.
        made_at: When, in UTC.
        made_by: Who, by pseudonym.
    """

    id: ExportId
    kind: str
    path: Path
    sha256: str
    sources: tuple[str, ...]
    made_at: datetime
    made_by: str


class Clips(Protocol):
    """Media files of the study."""

    def add(self, clip: Clip, table: FrameTable) -> None: ...
    def get(self, clip_id: ClipId) -> Clip: ...
    def by_sha256(self, sha256: str) -> Clip | None: ...
    def all(self) -> Sequence[Clip]: ...
    def frame_table(self, clip_id: ClipId) -> FrameTable: ...
    def relocate(self, clip_id: ClipId, path: Path) -> None: ...


class Recordings(Protocol):
    """Recordings, by rising code."""

    def put(self, recording: Recording) -> None: ...
    def get(self, recording_id: RecordingId) -> Recording: ...
    def by_code(self, code: str) -> Recording | None: ...
    def by_clip(self, clip_id: ClipId) -> Recording | None: ...
    def all(self) -> Sequence[Recording]: ...


class People(Protocol):
    """Officers, training records, incidents and call types. Badges are written here and only read by `badge_of`."""

    def put_officer(self, officer: Officer, badge: str = "") -> None: ...
    def officer(self, officer_id: OfficerId) -> Officer: ...
    def officer_by_pseudonym(self, pseudonym: str) -> Officer | None: ...
    def officer_by_badge(self, badge: str) -> Officer | None: ...
    def badge_of(self, officer_id: OfficerId) -> str: ...
    def officers(self) -> Sequence[Officer]: ...
    def put_training(self, record: TrainingRecord) -> None: ...
    def trainings(self, officer_id: OfficerId | None = None) -> Sequence[TrainingRecord]: ...
    def put_incident(self, incident: Incident) -> None: ...
    def incident(self, incident_id: IncidentId) -> Incident: ...
    def incident_by_number(self, number: str) -> Incident | None: ...
    def incidents(self) -> Sequence[Incident]: ...
    def put_call_type(self, call_type: CallType) -> None: ...
    def call_types(self) -> Sequence[CallType]: ...


class Rubrics(Protocol):
    """Installed rubric versions, stored whole."""

    def add(self, rubric: Rubric) -> None: ...
    def get(self, rubric_id: str, version: str) -> Rubric: ...
    def find(self, rubric_id: str, version: str) -> Rubric | None: ...
    def all(self) -> Sequence[Rubric]: ...


class Reviews(Protocol):
    """Reviews, their tags and ratings. `put` writes a value whether or not it existed."""

    def put(self, review: Review) -> None: ...
    def get(self, review_id: ReviewId) -> Review: ...
    def find(self, review_id: ReviewId) -> Review | None: ...
    def remove(self, review_id: ReviewId) -> None: ...
    def of_recording(self, recording_id: RecordingId) -> Sequence[Review]: ...
    def all(self) -> Sequence[Review]: ...
    def put_tag(self, tag: Tag) -> None: ...
    def find_tag(self, tag_id: TagId) -> Tag | None: ...
    def remove_tag(self, tag_id: TagId) -> None: ...
    def tags(self, review_id: ReviewId) -> Sequence[Tag]: ...
    def tag_counts(self) -> Mapping[ReviewId, int]: ...
    def put_rating(self, rating: Rating) -> None: ...
    def find_rating(self, rating_id: RatingId) -> Rating | None: ...
    def remove_rating(self, rating_id: RatingId) -> None: ...
    def ratings(self, review_id: ReviewId) -> Sequence[Rating]: ...


class Reels(Protocol):
    """Reels, stored whole."""

    def put(self, reel: Reel) -> None: ...
    def get(self, reel_id: ReelId) -> Reel: ...
    def all(self) -> Sequence[Reel]: ...


class Exports(Protocol):
    """Files that left the study."""

    def add(self, export: Export) -> None: ...
    def all(self) -> Sequence[Export]: ...


class Settings(Protocol):
    """The study's own settings: text by name."""

    def get(self, name: str, default: str = "") -> str: ...
    def put(self, name: str, value: str) -> None: ...


class AuditLog(Protocol):
    """The append-only log. `record` writes in the unit of work's own transaction."""

    def record(
        self, action: str, subject: str, details: Mapping[str, object], undoes: int | None = None
    ) -> AuditEntry: ...
    def entries(self, after_seq: int = 0, limit: int | None = None) -> Iterator[AuditEntry]: ...
    def latest(self, limit: int) -> Sequence[AuditEntry]: ...
    def record_operation(self, operation: Operation) -> AuditEntry: ...
    def operation(self, seq: int) -> Operation: ...
    def first_fault(self) -> ChainFault | None: ...


class UnitOfWork(Protocol):
    """One transaction. Leaving it without `commit` takes everything back.

    A commit that changes anything without an audit record is a bug and raises.
    """

    clips: Clips
    recordings: Recordings
    people: People
    rubrics: Rubrics
    reviews: Reviews
    reels: Reels
    exports: Exports
    settings: Settings
    audit: AuditLog

    def commit(self) -> None: ...


class Store(Protocol):
    """An open study.

    `reading` gives a unit of work that cannot commit; `writing` takes the write lock at once and names who acts.
    """

    location: str
    folder: Path
    is_read_only: bool

    def reading(self) -> AbstractContextManager[UnitOfWork]: ...
    def writing(self, actor: str) -> AbstractContextManager[UnitOfWork]: ...
    def close(self) -> None: ...


@dataclass(frozen=True, slots=True)
class SourceClip:
    """A file that a reel takes pictures from: where it is, what it is, when its frames start."""

    clip: Clip
    table: FrameTable


@dataclass(frozen=True, slots=True)
class ItemCheck:
    """What was found in the finished film at one item.

    Attributes:
        index: Place in the film, from 0 (title card).
        start_frame: First frame of the item in the film.
        end_frame: Frame after its last.
        is_first_right: The first picture is the one that was asked for.
        is_last_right: The last picture is the one that was asked for.
    """

    index: int
    start_frame: int
    end_frame: int
    is_first_right: bool
    is_last_right: bool


@dataclass(frozen=True, slots=True)
class Rendered:
    """A finished, verified film.

    Attributes:
        path: Where it is.
        frame_count: Pictures in it.
        duration_us: Its length.
        width: Pixels.
        height: Pixels.
        sha256: Hash of the file.
        items: What was checked, item by item.
    """

    path: Path
    frame_count: int
    duration_us: int
    width: int
    height: int
    sha256: str
    items: tuple[ItemCheck, ...]


class Media(Protocol):
    """Everything that reads or makes video."""

    def examine(self, path: Path, report: Report, cancel: CancelToken) -> Examination: ...
    def sha256(self, path: Path, report: Report, cancel: CancelToken) -> str: ...
    def thumbnail(self, path: Path, moment: Moment, width: int) -> bytes: ...
    def render(
        self,
        reel: Reel,
        sources: Mapping[RecordingId, Sequence[SourceClip]],
        output: Path,
        report: Report,
        cancel: CancelToken,
    ) -> Rendered: ...
    def ffmpeg_version(self) -> str: ...
