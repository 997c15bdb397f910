"""accounts: links, second factors, lock-out, identities, groups, scopes of tokens"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

text = sqlmodel.sql.sqltypes.AutoString
moment = sqlmodel.sql.sqltypes.UTCDateTime
# Tokens made before scopes existed could do whatever their role could; they still can.
_ALL_SCOPES = sa.text("""'["read", "write", "admin"]'""")


def upgrade() -> None:
    # Columns are not added in a batch: that copies the table, and dropping the old one takes its children along on SQLite.
    op.add_column("api_token", sa.Column("scopes", sa.JSON(), nullable=False, server_default=_ALL_SCOPES))
    op.add_column("user_account", sa.Column("kind", text(length=12), nullable=False, server_default="person"))
    op.add_column("user_account", sa.Column("totp_secret", text(length=300), nullable=True))
    op.add_column("user_account", sa.Column("totp_since", moment(), nullable=True))
    op.add_column("user_account", sa.Column("totp_step", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("user_account", sa.Column("external_id", text(length=200), nullable=True))
    op.create_index(op.f("ix_user_account_external_id"), "user_account", ["external_id"], unique=False)
    op.add_column("user_session", sa.Column("via", text(length=60), nullable=False, server_default="password"))
    op.add_column("user_session", sa.Column("last_used_at", moment(), nullable=True))
    op.create_table(
        "sign_in_attempts",
        sa.Column("id", text(length=36), nullable=False),
        sa.Column("created_at", moment(), nullable=False),
        sa.Column("key_hash", text(length=64), nullable=False),
        sa.Column("failed", sa.Integer(), nullable=False),
        sa.Column("last_at", moment(), nullable=False),
        sa.Column("blocked_until", moment(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_attempts")),
        sa.UniqueConstraint("key_hash", name=op.f("uq_sign_in_attempts_key_hash")),
    )
    op.create_table(
        "user_group",
        sa.Column("id", text(length=36), nullable=False),
        sa.Column("created_at", moment(), nullable=False),
        sa.Column("name", text(length=200), nullable=False),
        sa.Column("external_id", text(length=200), nullable=True),
        sa.Column("updated_at", moment(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_user_group")),
        sa.UniqueConstraint("name", name=op.f("uq_user_group_name")),
    )
    op.create_table(
        "account_link",
        sa.Column("id", text(length=36), nullable=False),
        sa.Column("created_at", moment(), nullable=False),
        sa.Column("user_id", text(length=36), nullable=False),
        sa.Column("purpose", text(length=12), nullable=False),
        sa.Column("secret_hash", text(length=64), nullable=False),
        sa.Column("expires_at", moment(), nullable=False),
        sa.Column("used_at", moment(), nullable=True),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("fk_account_link_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account_link")),
        sa.UniqueConstraint("secret_hash", name=op.f("uq_account_link_secret_hash")),
    )
    op.create_index(op.f("ix_account_link_user_id"), "account_link", ["user_id"], unique=False)

    op.create_table(
        "recovery_code",
        sa.Column("id", text(length=36), nullable=False),
        sa.Column("created_at", moment(), nullable=False),
        sa.Column("user_id", text(length=36), nullable=False),
        sa.Column("code_hash", text(length=64), nullable=False),
        sa.Column("used_at", moment(), nullable=True),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("fk_recovery_code_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recovery_code")),
    )
    op.create_index(op.f("ix_recovery_code_code_hash"), "recovery_code", ["code_hash"], unique=False)
    op.create_index(op.f("ix_recovery_code_user_id"), "recovery_code", ["user_id"], unique=False)

    op.create_table(
        "user_group_member",
        sa.Column("id", text(length=36), nullable=False),
        sa.Column("created_at", moment(), nullable=False),
        sa.Column("group_id", text(length=36), nullable=False),
        sa.Column("user_id", text(length=36), nullable=False),
        sa.ForeignKeyConstraint(
            ["group_id"], ["user_group.id"], name=op.f("fk_user_group_member_group_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("fk_user_group_member_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_user_group_member")),
        sa.UniqueConstraint("group_id", "user_id", name=op.f("uq_user_group_member_group_id_user_id")),
    )
    op.create_index(op.f("ix_user_group_member_group_id"), "user_group_member", ["group_id"], unique=False)
    op.create_index(op.f("ix_user_group_member_user_id"), "user_group_member", ["user_id"], unique=False)

    op.create_table(
        "user_identity",
        sa.Column("id", text(length=36), nullable=False),
        sa.Column("created_at", moment(), nullable=False),
        sa.Column("user_id", text(length=36), nullable=False),
        sa.Column("provider", text(length=60), nullable=False),
        sa.Column("subject", text(length=255), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("fk_user_identity_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_user_identity")),
        sa.UniqueConstraint("provider", "subject", name=op.f("uq_user_identity_provider_subject")),
    )
    op.create_index(op.f("ix_user_identity_user_id"), "user_identity", ["user_id"], unique=False)


def downgrade() -> None:
    for table in (
        "user_group_member",
        "user_group",
        "user_identity",
        "recovery_code",
        "account_link",
        "sign_in_attempts",
    ):
        op.drop_table(table)
    op.drop_column("user_session", "last_used_at")
    op.drop_column("user_session", "via")
    op.drop_index(op.f("ix_user_account_external_id"), "user_account")
    for name in ("external_id", "totp_step", "totp_since", "totp_secret", "kind"):
        op.drop_column("user_account", name)
    op.drop_column("api_token", "scopes")
