"""Drafts of rubrics, their example clips, and content notes of recordings."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """Add the three tables."""
    op.create_table(
        "rubric_drafts",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("content", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_rubric_drafts"),
    )
    op.create_table(
        "rubric_examples",
        sa.Column("rubric_id", TEXT, nullable=False),
        sa.Column("rubric_version", TEXT, nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("owner", TEXT, nullable=False),
        sa.Column("level", sa.BigInteger(), nullable=True),
        sa.Column("recording_id", sa.Uuid(), nullable=False),
        sa.Column("start_us", sa.BigInteger(), nullable=False),
        sa.Column("end_us", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["recording_id"], ["recordings.id"], name="fk_rubric_examples_recording_id"),
        sa.ForeignKeyConstraint(
            ["rubric_id", "rubric_version"],
            ["rubrics.id", "rubrics.version"],
            name="fk_rubric_examples_rubric_id_rubric_version",
        ),
        sa.PrimaryKeyConstraint("rubric_id", "rubric_version", "position", name="pk_rubric_examples"),
    )
    op.create_index("ix_rubric_examples_recording_id", "rubric_examples", ["recording_id"])
    op.create_table(
        "content_notes",
        sa.Column("recording_id", sa.Uuid(), nullable=False),
        sa.Column("flags", TEXT, nullable=False),
        sa.Column("note", TEXT, nullable=False),
        sa.Column("skip_to_us", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["recording_id"], ["recordings.id"], name="fk_content_notes_recording_id"),
        sa.PrimaryKeyConstraint("recording_id", name="pk_content_notes"),
    )
