"""the history of consents; what holds already is its first row"""

import sqlalchemy as sa
import sqlmodel
from alembic import op
from uuid_utils import uuid7

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

text = sqlmodel.sql.sqltypes.AutoString
KEPT = ("participant_id", "status", "scope", "media_allowed", "expires_on", "evidence")


def upgrade() -> None:
    made = op.create_table(
        "consent_change",
        sa.Column("id", text(length=36), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("participant_id", text(length=36), nullable=False),
        sa.Column("status", text(length=12), nullable=False),
        sa.Column("scope", text(length=12), nullable=False),
        sa.Column("media_allowed", sa.Boolean(), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column("evidence", text(), nullable=False),
        sa.Column("how", text(length=12), nullable=False),
        sa.Column("actor_id", text(length=36), nullable=True),
        sa.Column("actor", text(length=200), nullable=False),
        sa.Column("basis", text(length=60), nullable=False),
        sa.Column("batch_id", text(length=36), nullable=True),
        sa.ForeignKeyConstraint(
            ["participant_id"], ["participant.id"], name=op.f("fk_consent_change_participant_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["user_account.id"], name=op.f("fk_consent_change_actor_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent_change")),
    )
    op.create_index(op.f("ix_consent_change_participant_id"), "consent_change", ["participant_id"], unique=False)
    op.create_index(op.f("ix_consent_change_batch_id"), "consent_change", ["batch_id"], unique=False)
    _begin(made)


def _begin(made: sa.Table) -> None:
    moment = sqlmodel.sql.sqltypes.UTCDateTime()
    consent = sa.table(
        "consent",
        *(sa.column(name) for name in KEPT if name not in ("media_allowed", "expires_on")),
        sa.column("media_allowed", sa.Boolean()),
        sa.column("expires_on", sa.Date()),
        sa.column("updated_at", moment),
    )
    rows = op.get_bind().execute(sa.select(consent).where(consent.c.status != "pending")).mappings()
    first = [
        {
            **{name: row[name] for name in KEPT},
            **{"id": str(uuid7()), "created_at": row["updated_at"], "how": "earlier", "actor": "", "basis": ""},
        }
        for row in rows
    ]
    if first:
        op.bulk_insert(made, first)


def downgrade() -> None:
    op.drop_table("consent_change")
