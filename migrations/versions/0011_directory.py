"""the company's directory: users as SCIM describes them"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

text = sqlmodel.sql.sqltypes.AutoString


def upgrade() -> None:
    op.add_column("user_group_member", sa.Column("display", text(length=200), nullable=False, server_default=""))
    op.create_table(
        "directory_entry",
        sa.Column("id", text(length=36), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("user_id", text(length=36), nullable=False),
        sa.Column("user_name", text(length=254), nullable=False),
        sa.Column("document", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("fk_directory_entry_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_directory_entry")),
        sa.UniqueConstraint("user_name", name=op.f("uq_directory_entry_user_name")),
    )
    op.create_index(op.f("ix_directory_entry_user_id"), "directory_entry", ["user_id"], unique=True)


def downgrade() -> None:
    op.drop_table("directory_entry")
    op.drop_column("user_group_member", "display")
