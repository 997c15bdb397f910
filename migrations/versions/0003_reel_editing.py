"""reel editing: air, fades, captions, lower thirds, notes, settings of the whole, history"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_FLAGS_OF_REEL = ("captions", "lower_thirds", "even_loudness")
_TIMES_OF_ITEM = ("pad_before_ms", "pad_after_ms", "fade_in_ms", "fade_out_ms")
_FLAGS_OF_ITEM = ("captions", "lower_third")


def upgrade() -> None:
    # Not in a batch: that copies the table, and dropping the old `reel` would take its items along on SQLite.
    text = sqlmodel.sql.sqltypes.AutoString
    for table, flags in (("reel", _FLAGS_OF_REEL), ("reel_item", _FLAGS_OF_ITEM)):
        for name in flags:
            op.add_column(table, sa.Column(name, sa.Boolean(), nullable=False, server_default="1"))
    for name in _TIMES_OF_ITEM:
        op.add_column("reel_item", sa.Column(name, sa.Integer(), nullable=False, server_default="0"))
    op.add_column("reel", sa.Column("transition", text(length=8), nullable=False, server_default="cut"))
    op.add_column("reel_item", sa.Column("note", text(length=2000), nullable=False, server_default=""))
    op.create_table(
        "reel_version",
        sa.Column("id", text(length=36), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("reel_id", text(length=36), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("name", text(length=200), nullable=False),
        sa.Column("author_id", text(length=36), nullable=True),
        sa.Column("saved_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("snapshot", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["author_id"], ["user_account.id"], name=op.f("fk_reel_version_author_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["reel_id"], ["reel.id"], name=op.f("fk_reel_version_reel_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reel_version")),
        sa.UniqueConstraint("reel_id", "number", name=op.f("uq_reel_version_reel_id_number")),
    )
    with op.batch_alter_table("reel_version", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_reel_version_reel_id"), ["reel_id"], unique=False)


def downgrade() -> None:
    op.drop_table("reel_version")
    for name in (*_TIMES_OF_ITEM, *_FLAGS_OF_ITEM, "note"):
        op.drop_column("reel_item", name)
    for name in (*_FLAGS_OF_REEL, "transition"):
        op.drop_column("reel", name)
