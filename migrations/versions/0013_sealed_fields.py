"""legal name, contact and incentive of participants, sealed"""

import sqlalchemy as sa
from alembic import context, op

from app.core.vault import Vault

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

_ROWS = sa.table(
    "participant",
    *(sa.column(name, sa.Text) for name in ("id", "legal_name", "contact", "sealed_legal_name", "sealed_contact")),
)
_NAMES = ("legal_name", "contact")


def upgrade() -> None:
    """Columns are copied and renamed one by one: altering them in a batch copies the table on SQLite, and dropping
    the old one takes its children along. What was plain is overwritten once the transaction is through."""
    op.add_column("participant", sa.Column("incentive", sa.Text(), nullable=False, server_default=""))
    for name in _NAMES:
        op.add_column("participant", sa.Column(f"sealed_{name}", sa.Text(), nullable=False, server_default=""))
    sealed = _copy(_vault().seal, "{}", "sealed_{}")
    for name in _NAMES:
        op.drop_column("participant", name)
        op.execute(f"ALTER TABLE participant RENAME COLUMN sealed_{name} TO {name}")
    context.config.attributes["scrub"] = sealed > 0


def downgrade() -> None:
    for name in _NAMES:
        op.execute(f"ALTER TABLE participant RENAME COLUMN {name} TO sealed_{name}")
        op.add_column(
            "participant",
            sa.Column(name, sa.String(254 if name == "contact" else 200), nullable=False, server_default=""),
        )
    _copy(_vault().open, "sealed_{}", "{}")
    for name in (*(f"sealed_{name}" for name in _NAMES), "incentive"):
        op.drop_column("participant", name)


def _vault() -> Vault:
    found: Vault = context.config.attributes["vault"]
    return found


def _copy(change, source, target) -> int:  # type: ignore[no-untyped-def]
    """Raises KeyMissing, and so changes nothing, when there is something to seal and no key."""
    connection = op.get_bind()
    columns = [_ROWS.c[source.format(name)] for name in _NAMES]
    rows = connection.execute(sa.select(_ROWS.c.id, *columns).where(sa.or_(*(one != "" for one in columns)))).all()
    for row_id, *values in rows:
        fresh = {target.format(name): change(value) for name, value in zip(_NAMES, values, strict=True)}
        connection.execute(sa.update(_ROWS).where(_ROWS.c.id == row_id).values(fresh))
    return len(rows)
