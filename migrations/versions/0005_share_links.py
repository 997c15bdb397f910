"""Share links: passwords for grants, and their plays by day and site.

Revision ID: 0005
Revises: 0004
"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "grant_day",
        sa.Column("id", sqlmodel.sql.sqltypes.AutoString(length=36), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("grant_id", sqlmodel.sql.sqltypes.AutoString(length=36), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("site", sqlmodel.sql.sqltypes.AutoString(length=300), nullable=False),
        sa.Column("plays", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["grant_id"], ["grant.id"], name=op.f("fk_grant_day_grant_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_grant_day")),
        sa.UniqueConstraint("grant_id", "day", "site", name=op.f("uq_grant_day_grant_id_day_site")),
    )
    with op.batch_alter_table("grant_day", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_grant_day_grant_id"), ["grant_id"], unique=False)
    with op.batch_alter_table("grant", schema=None) as batch_op:
        batch_op.add_column(sa.Column("password_hash", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("grant", schema=None) as batch_op:
        batch_op.drop_column("password_hash")
    with op.batch_alter_table("grant_day", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_grant_day_grant_id"))
    op.drop_table("grant_day")
