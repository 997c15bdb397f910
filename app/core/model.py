"""What all tables share. Every `models.py` imports this module, and so gets its naming convention."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON
from sqlmodel import Field, SQLModel

from app.core.clock import now
from app.core.ids import new_id

# Constraints need names to be altered or dropped later, on both databases.
SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Row(SQLModel):
    """A row with a UUIDv7 key. `created_at` is when it was first added, in UTC."""

    id: str = Field(default_factory=new_id, primary_key=True, max_length=36)
    created_at: datetime = Field(default_factory=now)


class Versioned(Row):
    """A row that two people may edit: `version` rises with each edit, and a stale one is a conflict (409)."""

    updated_at: datetime = Field(default_factory=now)
    version: int = 1


def json_field(default: Any) -> Any:
    """A JSON column. Assign a new value to change it; changes inside the value are not noticed."""
    return Field(default_factory=default, sa_type=JSON, nullable=False)


def parent(target: str, **options: Any) -> Any:
    """A required reference to the row this one belongs to, and goes away with."""
    return Field(foreign_key=target, ondelete="CASCADE", index=True, max_length=36, **options)
