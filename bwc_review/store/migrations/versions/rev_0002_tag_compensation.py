"""How far a tag was set from the frame that was shown when its key was pressed."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

_COLUMNS = ("compensation_us", "end_compensation_us")


def upgrade() -> None:
    """Add the columns with 0 for tags that there are: none of them was moved."""
    rebuild = "always" if op.get_bind().dialect.name == "sqlite" else "never"
    with op.batch_alter_table("tags", recreate=rebuild) as table:
        for name in _COLUMNS:
            table.add_column(sa.Column(name, sa.BigInteger(), nullable=False, server_default="0"))
    with op.batch_alter_table("tags", recreate=rebuild) as table:
        for name in _COLUMNS:
            table.alter_column(name, server_default=None)
