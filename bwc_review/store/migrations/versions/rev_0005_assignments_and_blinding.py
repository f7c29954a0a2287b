"""Assignments, masks, stop points and what reviewers thought about the phase."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """Add the tables."""
    _assignments()
    _blinding()


def _assignments() -> None:
    op.create_table(
        "assignment_plans",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("title", TEXT, nullable=False),
        sa.Column("rubric_id", TEXT, nullable=False),
        sa.Column("rubric_version", TEXT, nullable=False),
        sa.Column("profile", TEXT, nullable=True),
        sa.Column("seed", sa.BigInteger(), nullable=False),
        sa.Column("double_percent", sa.BigInteger(), nullable=False),
        sa.Column("is_stopped", sa.Boolean(), nullable=False),
        sa.Column("made_at", TEXT, nullable=False),
        sa.Column("made_by", TEXT, nullable=False),
        sa.Column("unblinded_at", TEXT, nullable=True),
        sa.CheckConstraint("double_percent BETWEEN 0 AND 100", name=op.f("ck_assignment_plans_share")),
        sa.ForeignKeyConstraint(
            ["rubric_id", "rubric_version"],
            ["rubrics.id", "rubrics.version"],
            name="fk_assignment_plans_rubric_id_rubric_version",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_assignment_plans"),
    )
    op.create_table(
        "assignments",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("recording_id", sa.Uuid(), nullable=False),
        sa.Column("reviewer", TEXT, nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("is_double", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["plan_id"], ["assignment_plans.id"], name="fk_assignments_plan_id"),
        sa.ForeignKeyConstraint(["recording_id"], ["recordings.id"], name="fk_assignments_recording_id"),
        sa.PrimaryKeyConstraint("id", name="pk_assignments"),
        sa.UniqueConstraint("plan_id", "reviewer", "recording_id", name="uq_assignments_plan_id_reviewer_recording_id"),
    )
    op.create_index("ix_assignments_recording_id", "assignments", ["recording_id"])


def _blinding() -> None:
    op.create_table(
        "mask_sets",
        sa.Column("scope", TEXT, nullable=False),
        sa.Column("boxes", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("scope", name="pk_mask_sets"),
    )
    op.create_table(
        "stop_points",
        sa.Column("recording_id", sa.Uuid(), nullable=False),
        sa.Column("at_us", sa.BigInteger(), nullable=False),
        sa.Column("set_by", TEXT, nullable=False),
        sa.ForeignKeyConstraint(["recording_id"], ["recordings.id"], name="fk_stop_points_recording_id"),
        sa.PrimaryKeyConstraint("recording_id", name="pk_stop_points"),
    )
    op.create_table(
        "phase_guesses",
        sa.Column("review_id", sa.Uuid(), nullable=False),
        sa.Column("guess", TEXT, nullable=False),
        sa.Column("given_by", TEXT, nullable=False),
        sa.Column("given_at", TEXT, nullable=False),
        sa.ForeignKeyConstraint(["review_id"], ["reviews.id"], name="fk_phase_guesses_review_id"),
        sa.PrimaryKeyConstraint("review_id", name="pk_phase_guesses"),
    )
