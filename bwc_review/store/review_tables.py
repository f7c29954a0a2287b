"""Tables of what lies beside the codes of a review: viewing, coaching notes, reasons."""

from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from bwc_review.store.schema import Base


class ViewingRunRow(Base):
    """A stretch of a recording that was played at one speed without a stop."""

    __tablename__ = "viewing_runs"
    __table_args__ = (CheckConstraint("end_us >= start_us", name="span"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    recording_id: Mapped[UUID] = mapped_column(ForeignKey("recordings.id"), index=True)
    review_id: Mapped[UUID | None] = mapped_column(ForeignKey("reviews.id"), index=True)
    viewer: Mapped[str]
    begun_at: Mapped[str]
    start_us: Mapped[int]
    end_us: Mapped[int]
    speed_percent: Mapped[int]
    ended_by: Mapped[str]


class CoachingNoteRow(Base):
    """Words for the officer at a moment of a clip."""

    __tablename__ = "coaching_notes"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    review_id: Mapped[UUID] = mapped_column(ForeignKey("reviews.id"), index=True)
    at_us: Mapped[int]
    kind: Mapped[str]
    text: Mapped[str]
    written_at: Mapped[str | None]


class ReasonRow(Base):
    """Why a reviewer went on without something, or opened a review again."""

    __tablename__ = "review_reasons"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    review_id: Mapped[UUID] = mapped_column(ForeignKey("reviews.id"), index=True)
    kind: Mapped[str]
    text: Mapped[str]
    given_by: Mapped[str]
    given_at: Mapped[str]
