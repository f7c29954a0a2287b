"""What lies beside the codes of a review: viewing, coaching notes, reasons, and the evidence of ratings."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """Add the tables, and the column of evidence."""
    rebuild = "always" if op.get_bind().dialect.name == "sqlite" else "never"
    with op.batch_alter_table("ratings", recreate=rebuild) as table:
        table.add_column(sa.Column("evidence", TEXT, nullable=True))
    _viewing()
    _remarks()


def _viewing() -> None:
    op.create_table(
        "viewing_runs",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("recording_id", sa.Uuid(), nullable=False),
        sa.Column("review_id", sa.Uuid(), nullable=True),
        sa.Column("viewer", TEXT, nullable=False),
        sa.Column("begun_at", TEXT, nullable=False),
        sa.Column("start_us", sa.BigInteger(), nullable=False),
        sa.Column("end_us", sa.BigInteger(), nullable=False),
        sa.Column("speed_percent", sa.BigInteger(), nullable=False),
        sa.Column("ended_by", TEXT, nullable=False),
        sa.CheckConstraint("end_us >= start_us", name=op.f("ck_viewing_runs_span")),
        sa.ForeignKeyConstraint(["recording_id"], ["recordings.id"], name="fk_viewing_runs_recording_id"),
        sa.ForeignKeyConstraint(["review_id"], ["reviews.id"], name="fk_viewing_runs_review_id"),
        sa.PrimaryKeyConstraint("id", name="pk_viewing_runs"),
    )
    op.create_index("ix_viewing_runs_recording_id", "viewing_runs", ["recording_id"])
    op.create_index("ix_viewing_runs_review_id", "viewing_runs", ["review_id"])


def _remarks() -> None:
    op.create_table(
        "coaching_notes",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("review_id", sa.Uuid(), nullable=False),
        sa.Column("at_us", sa.BigInteger(), nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("text", TEXT, nullable=False),
        sa.Column("written_at", TEXT, nullable=True),
        sa.ForeignKeyConstraint(["review_id"], ["reviews.id"], name="fk_coaching_notes_review_id"),
        sa.PrimaryKeyConstraint("id", name="pk_coaching_notes"),
    )
    op.create_index("ix_coaching_notes_review_id", "coaching_notes", ["review_id"])
    op.create_table(
        "review_reasons",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("review_id", sa.Uuid(), nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("text", TEXT, nullable=False),
        sa.Column("given_by", TEXT, nullable=False),
        sa.Column("given_at", TEXT, nullable=False),
        sa.ForeignKeyConstraint(["review_id"], ["reviews.id"], name="fk_review_reasons_review_id"),
        sa.PrimaryKeyConstraint("id", name="pk_review_reasons"),
    )
    op.create_index("ix_review_reasons_review_id", "review_reasons", ["review_id"])
