"""job lanes: quick work has workers of its own"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

WAITING = sa.text("state = 'queued'")


def upgrade() -> None:
    with op.batch_alter_table("job", schema=None) as batch_op:
        batch_op.drop_index("ix_job_claim")
        batch_op.add_column(
            sa.Column(
                "lane", sqlmodel.sql.sqltypes.AutoString(length=12), nullable=False, server_default=sa.text("'quick'")
            )
        )
        batch_op.add_column(sa.Column("started_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True))
        batch_op.add_column(
            sa.Column(
                "target_kind", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False, server_default=sa.text("''")
            )
        )
    # Every new row says these itself.
    with op.batch_alter_table("job", schema=None) as batch_op:
        batch_op.alter_column("lane", server_default=None)
        batch_op.alter_column("target_kind", server_default=None)
        batch_op.create_index(
            "ix_job_claim",
            ["lane", "priority", "run_at", "id"],
            unique=False,
            postgresql_where=WAITING,
            sqlite_where=WAITING,
        )
    op.execute("UPDATE job SET lane = 'heavy' WHERE kind = 'clip.render'")


def downgrade() -> None:
    with op.batch_alter_table("job", schema=None) as batch_op:
        batch_op.drop_index("ix_job_claim")
        batch_op.drop_column("target_kind")
        batch_op.drop_column("started_at")
        batch_op.drop_column("lane")
        batch_op.create_index(
            "ix_job_claim",
            ["priority", "run_at", "id"],
            unique=False,
            postgresql_where=WAITING,
            sqlite_where=WAITING,
        )
