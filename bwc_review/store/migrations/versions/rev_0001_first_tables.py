"""First tables, and the triggers that guard the log and the rubrics."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
DOUBLE: sa.Double[float] = sa.Double()
SEQUENCE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

_APPEND_ONLY = "The audit log is append-only."
_FROZEN = "A rubric version that a review uses is frozen."
_USED = "EXISTS (SELECT 1 FROM reviews WHERE rubric_id = {row}.id AND rubric_version = {row}.version)"

_SQLITE_TRIGGERS = (
    ("audit_log", "UPDATE", "", _APPEND_ONLY),
    ("audit_log", "DELETE", "", _APPEND_ONLY),
    # Also keeps INSERT OR REPLACE away, which fires no trigger of DELETE.
    ("audit_log", "INSERT", "WHEN NEW.seq <> (SELECT seq FROM audit_head) + 1", _APPEND_ONLY),
    ("audit_head", "UPDATE", "WHEN NEW.seq <> OLD.seq + 1", _APPEND_ONLY),
    ("audit_head", "DELETE", "", _APPEND_ONLY),
    ("rubrics", "UPDATE", "WHEN " + _USED.format(row="OLD"), _FROZEN),
    ("rubrics", "DELETE", "WHEN " + _USED.format(row="OLD"), _FROZEN),
    ("rubrics", "INSERT", "WHEN " + _USED.format(row="NEW"), _FROZEN),
)

_POSTGRESQL_TRIGGERS = f"""\
CREATE FUNCTION refuse_log_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '{_APPEND_ONLY}'; END $$;
CREATE FUNCTION refuse_log_gap() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.seq <> (SELECT seq FROM audit_head) + 1 THEN RAISE EXCEPTION '{_APPEND_ONLY}'; END IF;
  RETURN NEW;
END $$;
CREATE FUNCTION refuse_rubric_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF {_USED.format(row="OLD")} THEN RAISE EXCEPTION '{_FROZEN}'; END IF;
  IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER audit_log_change BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_log
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_log_change();
CREATE TRIGGER audit_log_insert BEFORE INSERT ON audit_log FOR EACH ROW EXECUTE FUNCTION refuse_log_gap();
CREATE TRIGGER audit_head_update BEFORE UPDATE ON audit_head
  FOR EACH ROW WHEN (NEW.seq <> OLD.seq + 1) EXECUTE FUNCTION refuse_log_change();
CREATE TRIGGER audit_head_remove BEFORE DELETE OR TRUNCATE ON audit_head
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_log_change();
CREATE TRIGGER rubrics_change BEFORE UPDATE OR DELETE ON rubrics
  FOR EACH ROW EXECUTE FUNCTION refuse_rubric_change();
"""  # noqa: S608 - constants of this file only


def upgrade() -> None:
    """Make all tables and triggers in an empty database."""
    _media()
    _people()
    _recordings()
    _reviews()
    _tags()
    _products()
    _audit()
    _triggers()


def _media() -> None:
    op.create_table(
        "clips",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("path", TEXT, nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("sha256", TEXT, nullable=False),
        sa.Column("container", TEXT, nullable=False),
        sa.Column("codec", TEXT, nullable=False),
        sa.Column("pixel_format", TEXT, nullable=False),
        sa.Column("width", sa.BigInteger(), nullable=False),
        sa.Column("height", sa.BigInteger(), nullable=False),
        sa.Column("sample_aspect_ratio", TEXT, nullable=False),
        sa.Column("rotation_deg", sa.BigInteger(), nullable=False),
        sa.Column("is_mirrored", sa.Boolean(), nullable=False),
        sa.Column("is_interlaced", sa.Boolean(), nullable=False),
        sa.Column("time_base", TEXT, nullable=False),
        sa.Column("first_pts", sa.BigInteger(), nullable=False),
        sa.Column("rate", TEXT, nullable=False),
        sa.Column("is_variable_rate", sa.Boolean(), nullable=False),
        sa.Column("frame_count", sa.BigInteger(), nullable=False),
        sa.Column("duration_us", sa.BigInteger(), nullable=False),
        sa.Column("sound_codec", TEXT, nullable=True),
        sa.Column("sound_sample_rate_hz", sa.BigInteger(), nullable=True),
        sa.Column("sound_channels", sa.BigInteger(), nullable=True),
        sa.Column("sound_start_us", sa.BigInteger(), nullable=True),
        sa.Column("sound_duration_us", sa.BigInteger(), nullable=True),
        sa.Column("recorded_at", TEXT, nullable=True),
        sa.Column("faults", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_clips"),
        sa.UniqueConstraint("sha256", name="uq_clips_sha256"),
    )
    op.create_table(
        "frame_tables",
        sa.Column("clip_id", sa.Uuid(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["clip_id"], ["clips.id"], name="fk_frame_tables_clip_id"),
        sa.PrimaryKeyConstraint("clip_id", name="pk_frame_tables"),
    )


def _people() -> None:
    op.create_table(
        "officers",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("pseudonym", TEXT, nullable=False),
        sa.Column("unit", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_officers"),
        sa.UniqueConstraint("pseudonym", name="uq_officers_pseudonym"),
    )
    op.create_table(
        "badges",
        sa.Column("officer_id", sa.Uuid(), nullable=False),
        sa.Column("badge", TEXT, nullable=False),
        sa.ForeignKeyConstraint(["officer_id"], ["officers.id"], name="fk_badges_officer_id"),
        sa.PrimaryKeyConstraint("officer_id", name="pk_badges"),
        sa.UniqueConstraint("badge", name="uq_badges_badge"),
    )
    op.create_table(
        "training_records",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("officer_id", sa.Uuid(), nullable=False),
        sa.Column("course", TEXT, nullable=False),
        sa.Column("completed_on", sa.Date(), nullable=False),
        sa.Column("started_on", sa.Date(), nullable=True),
        sa.Column("hours", DOUBLE, nullable=True),
        sa.Column("delivery", TEXT, nullable=True),
        sa.Column("certified_until", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["officer_id"], ["officers.id"], name="fk_training_records_officer_id"),
        sa.PrimaryKeyConstraint("id", name="pk_training_records"),
    )
    op.create_index("ix_training_records_officer_id", "training_records", ["officer_id"])
    op.create_table(
        "call_types",
        sa.Column("code", TEXT, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("code", name="pk_call_types"),
    )
    op.create_table(
        "incidents",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", TEXT, nullable=False),
        sa.Column("occurred_on", sa.Date(), nullable=False),
        sa.Column("call_type", TEXT, nullable=False),
        sa.Column("setting", TEXT, nullable=False),
        sa.Column("armed", TEXT, nullable=False),
        sa.Column("officers_present", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["call_type"], ["call_types.code"], name="fk_incidents_call_type"),
        sa.PrimaryKeyConstraint("id", name="pk_incidents"),
        sa.UniqueConstraint("number", name="uq_incidents_number"),
    )


def _recordings() -> None:
    op.create_table(
        "recordings",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code", TEXT, nullable=False),
        sa.Column("recorded_at", TEXT, nullable=True),
        sa.Column("officer_id", sa.Uuid(), nullable=True),
        sa.Column("incident_id", sa.Uuid(), nullable=True),
        sa.Column("phase_override", TEXT, nullable=True),
        sa.Column("is_open_case", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["incident_id"], ["incidents.id"], name="fk_recordings_incident_id"),
        sa.ForeignKeyConstraint(["officer_id"], ["officers.id"], name="fk_recordings_officer_id"),
        sa.PrimaryKeyConstraint("id", name="pk_recordings"),
        sa.UniqueConstraint("code", name="uq_recordings_code"),
    )
    op.create_table(
        "segments",
        sa.Column("recording_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("clip_id", sa.Uuid(), nullable=False),
        sa.Column("duration_us", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["clip_id"], ["clips.id"], name="fk_segments_clip_id"),
        sa.ForeignKeyConstraint(["recording_id"], ["recordings.id"], name="fk_segments_recording_id"),
        sa.PrimaryKeyConstraint("recording_id", "position", name="pk_segments"),
    )
    op.create_index("ix_segments_clip_id", "segments", ["clip_id"])


def _reviews() -> None:
    op.create_table(
        "rubrics",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("version", TEXT, nullable=False),
        sa.Column("title", TEXT, nullable=False),
        sa.Column("content", TEXT, nullable=False),
        sa.Column("content_hash", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("id", "version", name="pk_rubrics"),
    )
    op.create_table(
        "reviews",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("recording_id", sa.Uuid(), nullable=False),
        sa.Column("reviewer", TEXT, nullable=False),
        sa.Column("rubric_id", TEXT, nullable=False),
        sa.Column("rubric_version", TEXT, nullable=False),
        sa.Column("profile", TEXT, nullable=True),
        sa.Column("state", TEXT, nullable=False),
        sa.ForeignKeyConstraint(["recording_id"], ["recordings.id"], name="fk_reviews_recording_id"),
        sa.ForeignKeyConstraint(
            ["rubric_id", "rubric_version"],
            ["rubrics.id", "rubrics.version"],
            name="fk_reviews_rubric_id_rubric_version",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_reviews"),
    )
    op.create_index("ix_reviews_recording_id", "reviews", ["recording_id"])
    op.create_index("ix_reviews_rubric_id_rubric_version", "reviews", ["rubric_id", "rubric_version"])


def _tags() -> None:
    op.create_table(
        "tags",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("review_id", sa.Uuid(), nullable=False),
        sa.Column("behaviour_id", TEXT, nullable=False),
        sa.Column("start_us", sa.BigInteger(), nullable=False),
        sa.Column("end_us", sa.BigInteger(), nullable=True),
        sa.Column("actor", TEXT, nullable=False),
        sa.Column("target", TEXT, nullable=False),
        sa.Column("level", sa.BigInteger(), nullable=True),
        sa.Column("modifiers", TEXT, nullable=False),
        sa.Column("confidence", sa.BigInteger(), nullable=True),
        sa.Column("note", TEXT, nullable=False),
        sa.Column("is_heard_only", sa.Boolean(), nullable=False),
        sa.Column("tagged_at", TEXT, nullable=True),
        sa.Column("speed_percent", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("end_us IS NULL OR end_us > start_us", name=op.f("ck_tags_end")),
        sa.CheckConstraint("start_us >= 0", name=op.f("ck_tags_start")),
        sa.ForeignKeyConstraint(["review_id"], ["reviews.id"], name="fk_tags_review_id"),
        sa.PrimaryKeyConstraint("id", name="pk_tags"),
    )
    op.create_index("ix_tags_review_id_start_us", "tags", ["review_id", "start_us"])
    op.create_table(
        "ratings",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("review_id", sa.Uuid(), nullable=False),
        sa.Column("item_id", TEXT, nullable=False),
        sa.Column("value", sa.BigInteger(), nullable=True),
        sa.Column("missing", TEXT, nullable=True),
        sa.Column("note", TEXT, nullable=False),
        sa.ForeignKeyConstraint(["review_id"], ["reviews.id"], name="fk_ratings_review_id"),
        sa.PrimaryKeyConstraint("id", name="pk_ratings"),
        sa.UniqueConstraint("review_id", "item_id", name="uq_ratings_review_id_item_id"),
    )


def _products() -> None:
    op.create_table(
        "reels",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("title", TEXT, nullable=False),
        sa.Column("content", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_reels"),
    )
    op.create_table(
        "exports",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("path", TEXT, nullable=False),
        sa.Column("sha256", TEXT, nullable=False),
        sa.Column("sources", TEXT, nullable=False),
        sa.Column("made_at", TEXT, nullable=False),
        sa.Column("made_by", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_exports"),
    )
    op.create_table(
        "settings",
        sa.Column("name", TEXT, nullable=False),
        sa.Column("value", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_settings"),
    )


def _audit() -> None:
    op.create_table(
        "audit_log",
        sa.Column("seq", SEQUENCE, autoincrement=False, nullable=False),
        sa.Column("at", TEXT, nullable=False),
        sa.Column("actor", TEXT, nullable=False),
        sa.Column("action", TEXT, nullable=False),
        sa.Column("subject", TEXT, nullable=False),
        sa.Column("details", TEXT, nullable=False),
        sa.Column("undoes", sa.BigInteger(), nullable=True),
        sa.Column("previous", TEXT, nullable=False),
        sa.Column("hash", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("seq", name="pk_audit_log"),
    )
    op.create_table(
        "audit_head",
        sa.Column("id", SEQUENCE, autoincrement=False, nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("hash", TEXT, nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_audit_head_single")),
        sa.PrimaryKeyConstraint("id", name="pk_audit_head"),
    )
    op.execute("INSERT INTO audit_head (id, seq, hash) VALUES (1, 0, '" + "0" * 64 + "')")


def _triggers() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(_POSTGRESQL_TRIGGERS)
        return
    for table, verb, condition, sentence in _SQLITE_TRIGGERS:
        name = f"{table}_{verb.lower()}"
        body = f"BEGIN SELECT RAISE(ABORT, '{sentence}'); END"
        op.execute(f"CREATE TRIGGER {name} BEFORE {verb} ON {table} {condition} {body}")
