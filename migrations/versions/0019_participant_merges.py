"""merges of participants, and what it takes to undo them"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

text = sqlmodel.sql.sqltypes.AutoString
moment = sqlmodel.sql.sqltypes.UTCDateTime


def upgrade() -> None:
    op.create_table(
        "participant_merge",
        sa.Column("id", text(length=36), nullable=False),
        sa.Column("created_at", moment(), nullable=False),
        sa.Column("kept_id", text(length=36), nullable=False),
        sa.Column("merged_id", text(length=36), nullable=False),
        sa.Column("merged_name", text(length=120), nullable=False),
        sa.Column("by", text(length=200), nullable=False),
        sa.Column("before", sa.Text(), nullable=False),
        sa.Column("undone_at", moment(), nullable=True),
        sa.ForeignKeyConstraint(
            ["kept_id"], ["participant.id"], name=op.f("fk_participant_merge_kept_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_participant_merge")),
    )
    op.create_index(op.f("ix_participant_merge_kept_id"), "participant_merge", ["kept_id"], unique=False)
    op.create_index(op.f("ix_participant_merge_merged_id"), "participant_merge", ["merged_id"], unique=False)


def downgrade() -> None:
    op.drop_table("participant_merge")
