"""rendered reels: the items of pinned ones"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("reel_render", schema=None) as batch_op:
        batch_op.add_column(sa.Column("items", sa.JSON(), nullable=False, server_default=sa.text("'[]'")))
    # Every new row says it itself.
    with op.batch_alter_table("reel_render", schema=None) as batch_op:
        batch_op.alter_column("items", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("reel_render", schema=None) as batch_op:
        batch_op.drop_column("items")
