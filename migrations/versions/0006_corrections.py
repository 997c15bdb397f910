"""Corrected transcripts: what was before them, marks that wait for review, and which file a transcript came from."""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("highlight") as table:
        table.add_column(sa.Column("suggestion", sqlmodel.sql.sqltypes.AutoString(), nullable=False, server_default=""))
        table.add_column(
            sa.Column("reviewed_from", sqlmodel.sql.sqltypes.AutoString(), nullable=False, server_default="")
        )
    with op.batch_alter_table("transcript") as table:
        table.add_column(
            sa.Column("source_sha256", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False, server_default="")
        )
        table.add_column(sa.Column("introduced", sa.JSON(), nullable=True))
        table.create_index("ix_transcript_source_sha256", ["source_sha256"])
    op.create_table(
        "transcript_revision",
        sa.Column("id", sqlmodel.sql.sqltypes.AutoString(length=36), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("transcript_id", sqlmodel.sql.sqltypes.AutoString(length=36), nullable=False),
        sa.Column("created_by", sqlmodel.sql.sqltypes.AutoString(length=36), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("file_name", sqlmodel.sql.sqltypes.AutoString(length=300), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("marks", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["created_by"],
            ["user_account.id"],
            name="fk_transcript_revision_created_by",
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["transcript_id"],
            ["transcript.id"],
            name="fk_transcript_revision_transcript_id",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_transcript_revision"),
    )
    op.create_index("ix_transcript_revision_transcript_id", "transcript_revision", ["transcript_id"])


def downgrade() -> None:
    op.drop_table("transcript_revision")
    with op.batch_alter_table("transcript") as table:
        table.drop_index("ix_transcript_source_sha256")
    # Not in batch mode: SQLite would copy the table, and dropping the old one would take along all that hangs on it.
    for table_name, column in (
        ("transcript", "introduced"),
        ("transcript", "source_sha256"),
        ("highlight", "reviewed_from"),
        ("highlight", "suggestion"),
    ):
        op.execute(f"ALTER TABLE {table_name} DROP COLUMN {column}")
