"""how loud recordings are, and the drawing of cut clips

Recordings from before are measured by the jobs that a server asks for when it starts.
"""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("recording", schema=None) as batch_op:
        batch_op.add_column(sa.Column("level_db", sa.Float(), nullable=True))
    with op.batch_alter_table("rendered_clip", schema=None) as batch_op:
        batch_op.add_column(sa.Column("peaks", sa.String(length=96), nullable=False, server_default=""))
    # Every new row says it itself.
    with op.batch_alter_table("rendered_clip", schema=None) as batch_op:
        batch_op.alter_column("peaks", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("rendered_clip", schema=None) as batch_op:
        batch_op.drop_column("peaks")
    with op.batch_alter_table("recording", schema=None) as batch_op:
        batch_op.drop_column("level_db")
