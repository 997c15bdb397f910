"""typed attributes and segments; what participants have already becomes attributes of their projects"""

import json
from datetime import UTC, datetime

import sqlalchemy as sa
import sqlmodel
from alembic import op
from uuid_utils import uuid7

from app.participants.attribute_types import kind_of, text_of

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

text = sqlmodel.sql.sqltypes.AutoString
moment = sqlmodel.sql.sqltypes.UTCDateTime
_PEOPLE = sa.table(
    "participant", sa.column("id", sa.Text), sa.column("project_id", sa.Text), sa.column("attributes", sa.JSON)
)


def upgrade() -> None:
    made = _create("attribute", sa.Column("key", text(length=120), nullable=False),
        sa.Column("label", text(length=120), nullable=False),
        sa.Column("type", text(length=12), nullable=False),
        sa.Column("description", text(length=500), nullable=False),
        sa.Column("options", sa.JSON(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("archived", sa.Boolean(), nullable=False),
    )  # fmt: skip
    _create("segment", sa.Column("name", text(length=120), nullable=False),
        sa.Column("description", text(length=500), nullable=False),
        sa.Column("match", text(length=3), nullable=False),
        sa.Column("conditions", sa.JSON(), nullable=False),
    )  # fmt: skip
    _define(made)


def downgrade() -> None:
    op.drop_table("segment")
    op.drop_table("attribute")


def _create(name: str, *columns: sa.Column[object]) -> sa.Table:
    made = op.create_table(
        name,
        sa.Column("id", text(length=36), nullable=False),
        sa.Column("created_at", moment(), nullable=False),
        sa.Column("updated_at", moment(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("project_id", text(length=36), nullable=True),
        *columns,
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f(f"fk_{name}_project_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
    )
    op.create_index(op.f(f"ix_{name}_project_id"), name, ["project_id"], unique=False)
    return made


def _define(made: sa.Table) -> None:
    """Each name in use becomes an attribute of its project, of the type that all its values have; where they differ,
    a text, and the values with it. Names that differ only in capital letters become one."""
    connection = op.get_bind()
    values: dict[str, dict[str, list[object]]] = {}
    names: dict[tuple[str, str], str] = {}
    people = [
        (row.id, row.project_id, row.attributes) for row in connection.execute(sa.select(_PEOPLE)) if row.attributes
    ]
    for _, project_id, attributes in people:
        for name, value in attributes.items():
            if value not in (None, "", [], {}) and name.strip():
                key = names.setdefault((project_id, name.strip()[:120].casefold()), name.strip()[:120])
                values.setdefault(project_id, {}).setdefault(key, []).append(value)
    kinds = {(project_id, key): kind_of(held) for project_id, keys in values.items() for key, held in keys.items()}
    rows = [
        {
            "id": str(uuid7()), "project_id": project_id, "key": key, "label": key, "type": kinds[project_id, key].type,
            "description": "", "options": list(kinds[project_id, key].options), "position": position, "archived": False,
            "version": 1, "created_at": datetime.now(UTC), "updated_at": datetime.now(UTC),
        }
        for project_id, keys in values.items()
        for position, key in enumerate(keys)
    ]  # fmt: skip
    if rows:
        op.bulk_insert(made, rows)
    for person_id, project_id, attributes in people:
        kept = {}
        for name, value in attributes.items():
            key = names.get((project_id, name.strip()[:120].casefold()))
            if key is not None and value not in (None, "", [], {}):
                plain = kinds[project_id, key].type == "text" and not isinstance(value, str)
                kept.setdefault(key, text_of(value) if plain else value)
        if json.dumps(kept) != json.dumps(attributes):
            connection.execute(sa.update(_PEOPLE).where(_PEOPLE.c.id == person_id).values(attributes=kept))
