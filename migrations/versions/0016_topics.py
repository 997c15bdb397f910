"""topics, the company's synonyms, and since when a consent allows what it allows"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

text = sqlmodel.sql.sqltypes.AutoString
moment = sqlmodel.sql.sqltypes.UTCDateTime


def upgrade() -> None:
    op.create_table(
        "synonym",
        sa.Column("id", text(length=36), nullable=False),
        sa.Column("created_at", moment(), nullable=False),
        sa.Column("updated_at", moment(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("term", text(length=120), nullable=False),
        sa.Column("others", sa.JSON(), nullable=False),
        sa.Column("two_way", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_synonym")),
    )
    op.create_table(
        "topic",
        sa.Column("id", text(length=36), nullable=False),
        sa.Column("created_at", moment(), nullable=False),
        sa.Column("updated_at", moment(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("name", text(length=120), nullable=False),
        sa.Column("owner_id", text(length=36), nullable=True),
        sa.Column("private", sa.Boolean(), nullable=False),
        sa.Column("search", sa.JSON(), nullable=False),
        sa.Column("deleted_at", moment(), nullable=True),
        sa.ForeignKeyConstraint(["owner_id"], ["user_account.id"], name=op.f("fk_topic_owner_id"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_topic")),
    )
    op.create_index(op.f("ix_topic_owner_id"), "topic", ["owner_id"], unique=False)
    op.create_table(
        "topic_follow",
        sa.Column("id", text(length=36), nullable=False),
        sa.Column("created_at", moment(), nullable=False),
        sa.Column("topic_id", text(length=36), nullable=False),
        sa.Column("user_id", text(length=36), nullable=False),
        sa.Column("seen_at", moment(), nullable=False),
        sa.Column("digest", text(length=10), nullable=False),
        sa.Column("told_at", moment(), nullable=False),
        sa.ForeignKeyConstraint(["topic_id"], ["topic.id"], name=op.f("fk_topic_follow_topic_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("fk_topic_follow_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_topic_follow")),
        sa.UniqueConstraint("topic_id", "user_id", name=op.f("uq_topic_follow_topic_id_user_id")),
    )
    op.create_index(op.f("ix_topic_follow_topic_id"), "topic_follow", ["topic_id"], unique=False)
    op.create_index(op.f("ix_topic_follow_user_id"), "topic_follow", ["user_id"], unique=False)
    op.add_column("consent", sa.Column("widened_at", moment(), nullable=True))
    # When it was last touched is the best that is known of the older ones.
    op.execute("UPDATE consent SET widened_at = updated_at WHERE status = 'granted'")


def downgrade() -> None:
    op.drop_column("consent", "widened_at")
    op.drop_table("topic_follow")
    op.drop_table("topic")
    op.drop_table("synonym")
