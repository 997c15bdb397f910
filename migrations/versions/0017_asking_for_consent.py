"""forms to ask for consent with, links to consent pages, receipts, evidence, reminders"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

text = sqlmodel.sql.sqltypes.AutoString
moment = sqlmodel.sql.sqltypes.UTCDateTime


def upgrade() -> None:
    op.create_table(
        "consent_template",
        sa.Column("id", text(length=36), nullable=False),
        sa.Column("created_at", moment(), nullable=False),
        sa.Column("name", text(length=120), nullable=False),
        sa.Column("created_by", text(length=36), nullable=True),
        sa.Column("archived_at", moment(), nullable=True),
        sa.ForeignKeyConstraint(
            ["created_by"], ["user_account.id"], name=op.f("fk_consent_template_created_by"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent_template")),
    )
    op.create_table(
        "consent_template_version",
        sa.Column("id", text(length=36), nullable=False),
        sa.Column("created_at", moment(), nullable=False),
        sa.Column("template_id", text(length=36), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("texts", sa.JSON(), nullable=False),
        sa.Column("scopes", sa.JSON(), nullable=False),
        sa.Column("media", text(length=8), nullable=False),
        sa.Column("valid_months", sa.Integer(), nullable=True),
        sa.Column("created_by", text(length=36), nullable=True),
        sa.ForeignKeyConstraint(
            ["created_by"],
            ["user_account.id"],
            name=op.f("fk_consent_template_version_created_by"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["template_id"],
            ["consent_template.id"],
            name=op.f("fk_consent_template_version_template_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent_template_version")),
        sa.UniqueConstraint("template_id", "number", name=op.f("uq_consent_template_version_template_id_number")),
    )
    op.create_index(
        op.f("ix_consent_template_version_template_id"), "consent_template_version", ["template_id"], unique=False
    )
    op.create_table(
        "consent_form",
        sa.Column("id", text(length=36), nullable=False),
        sa.Column("created_at", moment(), nullable=False),
        sa.Column("participant_id", text(length=36), nullable=False),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("store_key", text(length=300), nullable=False),
        sa.Column("media_type", text(length=100), nullable=False),
        sa.Column("size_bytes", sa.Integer(), nullable=False),
        sa.Column("sha256", text(length=64), nullable=False),
        sa.Column("created_by", text(length=36), nullable=True),
        sa.ForeignKeyConstraint(
            ["created_by"], ["user_account.id"], name=op.f("fk_consent_form_created_by"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["participant_id"], ["participant.id"], name=op.f("fk_consent_form_participant_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent_form")),
    )
    op.create_index(op.f("ix_consent_form_participant_id"), "consent_form", ["participant_id"], unique=False)
    op.create_table(
        "consent_link",
        sa.Column("id", text(length=36), nullable=False),
        sa.Column("created_at", moment(), nullable=False),
        sa.Column("participant_id", text(length=36), nullable=False),
        sa.Column("grant_id", text(length=36), nullable=False),
        sa.Column("version_id", text(length=36), nullable=False),
        sa.Column("language", text(length=12), nullable=False),
        sa.Column("by_mail", sa.Boolean(), nullable=False),
        sa.Column("renews", sa.Boolean(), nullable=False),
        sa.Column("batch_id", text(length=36), nullable=True),
        sa.Column("sent_at", moment(), nullable=True),
        sa.Column("opened_at", moment(), nullable=True),
        sa.Column("signed_at", moment(), nullable=True),
        sa.ForeignKeyConstraint(["grant_id"], ["grant.id"], name=op.f("fk_consent_link_grant_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["participant_id"], ["participant.id"], name=op.f("fk_consent_link_participant_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["version_id"], ["consent_template_version.id"], name=op.f("fk_consent_link_version_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent_link")),
    )
    op.create_index(op.f("ix_consent_link_batch_id"), "consent_link", ["batch_id"], unique=False)
    op.create_index(op.f("ix_consent_link_grant_id"), "consent_link", ["grant_id"], unique=True)
    op.create_index(op.f("ix_consent_link_participant_id"), "consent_link", ["participant_id"], unique=False)
    op.create_table(
        "consent_reminder",
        sa.Column("id", text(length=36), nullable=False),
        sa.Column("created_at", moment(), nullable=False),
        sa.Column("participant_id", text(length=36), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["participant_id"], ["participant.id"], name=op.f("fk_consent_reminder_participant_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent_reminder")),
        sa.UniqueConstraint(
            "participant_id", "expires_on", "days", name=op.f("uq_consent_reminder_participant_id_expires_on_days")
        ),
    )
    op.create_index(op.f("ix_consent_reminder_participant_id"), "consent_reminder", ["participant_id"], unique=False)
    op.create_table(
        "consent_receipt",
        sa.Column("id", text(length=36), nullable=False),
        sa.Column("created_at", moment(), nullable=False),
        sa.Column("participant_id", text(length=36), nullable=False),
        sa.Column("link_id", text(length=36), nullable=True),
        sa.Column("number", text(length=20), nullable=False),
        sa.Column("deed", text(length=12), nullable=False),
        sa.Column("version_id", text(length=36), nullable=False),
        sa.Column("language", text(length=12), nullable=False),
        sa.Column("text_sha256", text(length=64), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("scope", text(length=12), nullable=False),
        sa.Column("media_allowed", sa.Boolean(), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["link_id"], ["consent_link.id"], name=op.f("fk_consent_receipt_link_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["participant_id"], ["participant.id"], name=op.f("fk_consent_receipt_participant_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["version_id"], ["consent_template_version.id"], name=op.f("fk_consent_receipt_version_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent_receipt")),
        sa.UniqueConstraint("number", name=op.f("uq_consent_receipt_number")),
    )
    op.create_index(op.f("ix_consent_receipt_link_id"), "consent_receipt", ["link_id"], unique=False)
    op.create_index(op.f("ix_consent_receipt_participant_id"), "consent_receipt", ["participant_id"], unique=False)
    op.create_table(
        "consent_moment",
        sa.Column("id", text(length=36), nullable=False),
        sa.Column("created_at", moment(), nullable=False),
        sa.Column("participant_id", text(length=36), nullable=False),
        sa.Column("interview_id", text(length=36), nullable=False),
        sa.Column("highlight_id", text(length=36), nullable=True),
        sa.Column("start_ms", sa.Integer(), nullable=True),
        sa.Column("end_ms", sa.Integer(), nullable=True),
        sa.Column("created_by", text(length=36), nullable=True),
        sa.ForeignKeyConstraint(
            ["created_by"], ["user_account.id"], name=op.f("fk_consent_moment_created_by"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["highlight_id"], ["highlight.id"], name=op.f("fk_consent_moment_highlight_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["interview_id"], ["interview.id"], name=op.f("fk_consent_moment_interview_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["participant_id"], ["participant.id"], name=op.f("fk_consent_moment_participant_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent_moment")),
    )
    op.create_index(op.f("ix_consent_moment_highlight_id"), "consent_moment", ["highlight_id"], unique=False)
    op.create_index(op.f("ix_consent_moment_interview_id"), "consent_moment", ["interview_id"], unique=False)
    op.create_index(op.f("ix_consent_moment_participant_id"), "consent_moment", ["participant_id"], unique=False)


def downgrade() -> None:
    op.drop_table("consent_moment")
    op.drop_table("consent_receipt")
    op.drop_table("consent_reminder")
    op.drop_table("consent_link")
    op.drop_table("consent_form")
    op.drop_table("consent_template_version")
    op.drop_table("consent_template")
