"""The tables of a study, as typed rows of plain columns; `mapping` turns them into domain values and back.

Times on a recording's axis are integers of microseconds. Points in time are ISO 8601 text with microseconds and
offset, so that a zone comes back exactly as it went in. Values that are only ever read whole (a rubric, a reel) are
canonical JSON.
"""

from collections.abc import Callable
from datetime import date
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Date,
    Dialect,
    Double,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Text,
    UniqueConstraint,
    Uuid,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, MappedAsDataclass, mapped_column

REVISION = "0005"
"""The newest migration. It stands here so that opening an up-to-date study need not load alembic."""

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

# PostgreSQL would sort names by its own locale; both databases shall sort by code point.
TEXT = Text().with_variant(Text(collation="C"), "postgresql")
# Only a key of the type INTEGER is SQLite's own row number, which holds nothing but integers.
SEQUENCE = BigInteger().with_variant(Integer, "sqlite")


class Id(Uuid[UUID]):
    """A UUID. Where it is kept as text, the same text gives the same object: lists are read again and again."""

    cache_ok = True

    def result_processor(  # pyright: ignore[reportIncompatibleMethodOverride] - the base class leaves it untyped
        self, dialect: Dialect, coltype: object
    ) -> Callable[[Any], UUID | None] | None:
        """What turns a column's value into a UUID; None where the driver does it."""
        return _id if super().result_processor(dialect, coltype) is not None else None


@lru_cache(maxsize=65_536)
def _id(text: str | None) -> UUID | None:
    return UUID(text) if text is not None else None


class Base(MappedAsDataclass, DeclarativeBase, kw_only=True):
    """Base of all rows."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map = {  # noqa: RUF012 - SQLAlchemy reads it as a plain class attribute
        int: BigInteger,
        str: TEXT,
        bool: Boolean,
        float: Double,
        bytes: LargeBinary,
        date: Date,
        UUID: Id,
    }


class ClipRow(Base):
    """A media file with what was measured in it."""

    __tablename__ = "clips"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    path: Mapped[str]
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(unique=True)
    container: Mapped[str]
    codec: Mapped[str]
    pixel_format: Mapped[str]
    width: Mapped[int]
    height: Mapped[int]
    sample_aspect_ratio: Mapped[str]
    rotation_deg: Mapped[int]
    is_mirrored: Mapped[bool]
    is_interlaced: Mapped[bool]
    time_base: Mapped[str]
    first_pts: Mapped[int]
    rate: Mapped[str]
    is_variable_rate: Mapped[bool]
    frame_count: Mapped[int]
    duration_us: Mapped[int]
    sound_codec: Mapped[str | None]
    sound_sample_rate_hz: Mapped[int | None]
    sound_channels: Mapped[int | None]
    sound_start_us: Mapped[int | None]
    sound_duration_us: Mapped[int | None]
    recorded_at: Mapped[str | None]
    faults: Mapped[str]


class FrameTableRow(Base):
    """A clip's frame table; apart from the clip so that lists of clips stay light."""

    __tablename__ = "frame_tables"

    clip_id: Mapped[UUID] = mapped_column(ForeignKey("clips.id"), primary_key=True)
    content: Mapped[bytes]


class OfficerRow(Base):
    """An officer under a pseudonym."""

    __tablename__ = "officers"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    pseudonym: Mapped[str] = mapped_column(unique=True)
    unit: Mapped[str]


class BadgeRow(Base):
    """The badge behind a pseudonym, in a table apart so that it can be kept from readers or removed."""

    __tablename__ = "badges"

    officer_id: Mapped[UUID] = mapped_column(ForeignKey("officers.id"), primary_key=True)
    badge: Mapped[str] = mapped_column(unique=True)


class TrainingRow(Base):
    """A course that an officer took."""

    __tablename__ = "training_records"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    officer_id: Mapped[UUID] = mapped_column(ForeignKey("officers.id"), index=True)
    course: Mapped[str]
    completed_on: Mapped[date]
    started_on: Mapped[date | None]
    hours: Mapped[float | None]
    delivery: Mapped[str | None]
    certified_until: Mapped[date | None]


class CallTypeRow(Base):
    """A kind of call; `position` keeps the order in which they were put."""

    __tablename__ = "call_types"

    code: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    position: Mapped[int]


class IncidentRow(Base):
    """A call for service."""

    __tablename__ = "incidents"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(unique=True)
    occurred_on: Mapped[date]
    call_type: Mapped[str] = mapped_column(ForeignKey("call_types.code"))
    setting: Mapped[str]
    armed: Mapped[str]
    officers_present: Mapped[int | None]


class RecordingRow(Base):
    """What a reviewer sees as one clip."""

    __tablename__ = "recordings"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    recorded_at: Mapped[str | None]
    officer_id: Mapped[UUID | None] = mapped_column(ForeignKey("officers.id"))
    incident_id: Mapped[UUID | None] = mapped_column(ForeignKey("incidents.id"))
    phase_override: Mapped[str | None]
    is_open_case: Mapped[bool]


class SegmentRow(Base):
    """One file of a recording, in its place."""

    __tablename__ = "segments"

    recording_id: Mapped[UUID] = mapped_column(ForeignKey("recordings.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    clip_id: Mapped[UUID] = mapped_column(ForeignKey("clips.id"), index=True)
    duration_us: Mapped[int]


class RubricRow(Base):
    """A rubric version, whole; triggers freeze it once a review uses it."""

    __tablename__ = "rubrics"

    id: Mapped[str] = mapped_column(primary_key=True)
    version: Mapped[str] = mapped_column(primary_key=True)
    title: Mapped[str]
    content: Mapped[str]
    content_hash: Mapped[str]


class RubricDraftRow(Base):
    """A rubric version that is being written, whole."""

    __tablename__ = "rubric_drafts"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    content: Mapped[str]


class RubricExampleRow(Base):
    """An example clip of a rubric version: which stretch of which recording shows a behaviour or a level."""

    __tablename__ = "rubric_examples"
    __table_args__ = (ForeignKeyConstraint(["rubric_id", "rubric_version"], ["rubrics.id", "rubrics.version"]),)

    rubric_id: Mapped[str] = mapped_column(primary_key=True)
    rubric_version: Mapped[str] = mapped_column(primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    owner: Mapped[str]
    level: Mapped[int | None]
    recording_id: Mapped[UUID] = mapped_column(ForeignKey("recordings.id"), index=True)
    start_us: Mapped[int]
    end_us: Mapped[int]


class ContentNoteRow(Base):
    """What somebody should know before a recording is played."""

    __tablename__ = "content_notes"

    recording_id: Mapped[UUID] = mapped_column(ForeignKey("recordings.id"), primary_key=True)
    flags: Mapped[str]
    note: Mapped[str]
    skip_to_us: Mapped[int | None]


class ReviewRow(Base):
    """One reviewer's coding of one recording."""

    __tablename__ = "reviews"
    __table_args__ = (
        ForeignKeyConstraint(["rubric_id", "rubric_version"], ["rubrics.id", "rubrics.version"]),
        Index(None, "rubric_id", "rubric_version"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    recording_id: Mapped[UUID] = mapped_column(ForeignKey("recordings.id"), index=True)
    reviewer: Mapped[str]
    rubric_id: Mapped[str]
    rubric_version: Mapped[str]
    profile: Mapped[str | None]
    state: Mapped[str]


class TagRow(Base):
    """A moment or a span at which a behaviour was seen or heard."""

    __tablename__ = "tags"
    __table_args__ = (
        Index(None, "review_id", "start_us"),
        CheckConstraint("start_us >= 0", name="start"),
        CheckConstraint("end_us IS NULL OR end_us > start_us", name="end"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    review_id: Mapped[UUID] = mapped_column(ForeignKey("reviews.id"))
    behaviour_id: Mapped[str]
    start_us: Mapped[int]
    end_us: Mapped[int | None]
    actor: Mapped[str]
    target: Mapped[str]
    level: Mapped[int | None]
    modifiers: Mapped[str]
    confidence: Mapped[int | None]
    note: Mapped[str]
    is_heard_only: Mapped[bool]
    tagged_at: Mapped[str | None]
    speed_percent: Mapped[int]
    compensation_us: Mapped[int]
    end_compensation_us: Mapped[int]


class RatingRow(Base):
    """The answer to one rating item of a review."""

    __tablename__ = "ratings"
    __table_args__ = (UniqueConstraint("review_id", "item_id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    review_id: Mapped[UUID] = mapped_column(ForeignKey("reviews.id"))
    item_id: Mapped[str]
    value: Mapped[int | None]
    missing: Mapped[str | None]
    note: Mapped[str]
    evidence: Mapped[str | None]


class ReelRow(Base):
    """A reel, whole."""

    __tablename__ = "reels"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    title: Mapped[str]
    content: Mapped[str]


class ExportRow(Base):
    """A file that left the study."""

    __tablename__ = "exports"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    kind: Mapped[str]
    path: Mapped[str]
    sha256: Mapped[str]
    sources: Mapped[str]
    made_at: Mapped[str]
    made_by: Mapped[str]


class SettingRow(Base):
    """One of the study's own settings."""

    __tablename__ = "settings"

    name: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str]


class AuditRow(Base):
    """One line of the log; triggers refuse to change or remove it."""

    __tablename__ = "audit_log"

    seq: Mapped[int] = mapped_column(SEQUENCE, primary_key=True, autoincrement=False)
    at: Mapped[str]
    actor: Mapped[str]
    action: Mapped[str]
    subject: Mapped[str]
    details: Mapped[str]
    undoes: Mapped[int | None]
    previous: Mapped[str]
    hash: Mapped[str]


class AuditHeadRow(Base):
    """Number and hash of the log's last line, kept apart so that cutting the log short is noticed."""

    __tablename__ = "audit_head"
    __table_args__ = (CheckConstraint("id = 1", name="single"),)

    id: Mapped[int] = mapped_column(SEQUENCE, primary_key=True, autoincrement=False)
    seq: Mapped[int]
    hash: Mapped[str]
