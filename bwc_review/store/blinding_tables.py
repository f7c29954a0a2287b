"""Tables of assignments and blinding."""

from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bwc_review.store.schema import Base


class AssignmentPlanRow(Base):
    """One draw of assignments."""

    __tablename__ = "assignment_plans"
    __table_args__ = (
        ForeignKeyConstraint(["rubric_id", "rubric_version"], ["rubrics.id", "rubrics.version"]),
        CheckConstraint("double_percent BETWEEN 0 AND 100", name="share"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    title: Mapped[str]
    rubric_id: Mapped[str]
    rubric_version: Mapped[str]
    profile: Mapped[str | None]
    seed: Mapped[int]
    double_percent: Mapped[int]
    is_stopped: Mapped[bool]
    made_at: Mapped[str]
    made_by: Mapped[str]
    unblinded_at: Mapped[str | None]


class AssignmentRow(Base):
    """A recording for a reviewer."""

    __tablename__ = "assignments"
    __table_args__ = (UniqueConstraint("plan_id", "reviewer", "recording_id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    plan_id: Mapped[UUID] = mapped_column(ForeignKey("assignment_plans.id"))
    recording_id: Mapped[UUID] = mapped_column(ForeignKey("recordings.id"), index=True)
    reviewer: Mapped[str]
    position: Mapped[int]
    is_double: Mapped[bool]


class MaskSetRow(Base):
    """Boxes that cover what is burned into the picture."""

    __tablename__ = "mask_sets"

    scope: Mapped[str] = mapped_column(primary_key=True)
    boxes: Mapped[str]


class StopPointRow(Base):
    """Where playback stops for reviewers who must not know how it ends."""

    __tablename__ = "stop_points"

    recording_id: Mapped[UUID] = mapped_column(ForeignKey("recordings.id"), primary_key=True)
    at_us: Mapped[int]
    set_by: Mapped[str]


class PhaseGuessRow(Base):
    """What a reviewer thought about the phase."""

    __tablename__ = "phase_guesses"

    review_id: Mapped[UUID] = mapped_column(ForeignKey("reviews.id"), primary_key=True)
    guess: Mapped[str]
    given_by: Mapped[str]
    given_at: Mapped[str]
