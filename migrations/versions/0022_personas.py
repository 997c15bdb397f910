"""personas, and the participants they are drawn from"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

text = sqlmodel.sql.sqltypes.AutoString
moment = sqlmodel.sql.sqltypes.UTCDateTime


def upgrade() -> None:
    op.create_table(
        "persona",
        sa.Column("id", text(length=36), nullable=False),
        sa.Column("created_at", moment(), nullable=False),
        sa.Column("updated_at", moment(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("name", text(length=120), nullable=False),
        sa.Column("description", text(length=2000), nullable=False),
        sa.Column("deleted_at", moment(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_persona")),
    )
    op.create_table(
        "persona_participant",
        sa.Column("id", text(length=36), nullable=False),
        sa.Column("created_at", moment(), nullable=False),
        sa.Column("persona_id", text(length=36), nullable=False),
        sa.Column("participant_id", text(length=36), nullable=False),
        sa.ForeignKeyConstraint(
            ["persona_id"], ["persona.id"], name=op.f("fk_persona_participant_persona_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["participant_id"],
            ["participant.id"],
            name=op.f("fk_persona_participant_participant_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_persona_participant")),
        sa.UniqueConstraint(
            "persona_id", "participant_id", name=op.f("uq_persona_participant_persona_id_participant_id")
        ),
    )
    for column in ("persona_id", "participant_id"):
        op.create_index(op.f(f"ix_persona_participant_{column}"), "persona_participant", [column], unique=False)


def downgrade() -> None:
    op.drop_table("persona_participant")
    op.drop_table("persona")
