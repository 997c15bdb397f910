"""two participants who look like one and are two"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

text = sqlmodel.sql.sqltypes.AutoString
moment = sqlmodel.sql.sqltypes.UTCDateTime


def upgrade() -> None:
    op.create_table(
        "participants_apart",
        sa.Column("id", text(length=36), nullable=False),
        sa.Column("created_at", moment(), nullable=False),
        sa.Column("first_id", text(length=36), nullable=False),
        sa.Column("second_id", text(length=36), nullable=False),
        sa.Column("by", text(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["first_id"], ["participant.id"], name=op.f("fk_participants_apart_first_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["second_id"], ["participant.id"], name=op.f("fk_participants_apart_second_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_participants_apart")),
        sa.UniqueConstraint("first_id", "second_id", name=op.f("uq_participants_apart_first_id_second_id")),
    )
    op.create_index(op.f("ix_participants_apart_first_id"), "participants_apart", ["first_id"], unique=False)
    op.create_index(op.f("ix_participants_apart_second_id"), "participants_apart", ["second_id"], unique=False)


def downgrade() -> None:
    op.drop_table("participants_apart")
