"""The audit log: who did what to whom, append only."""

from datetime import datetime
from typing import Any

from sqlmodel import Field, SQLModel

from app.core.clock import now
from app.core.model import json_field


class AuditEntry(SQLModel, table=True):
    """One deed. Names the actor and the target by id and label, so that it outlives both."""

    __tablename__ = "audit_entry"

    id: int | None = Field(default=None, primary_key=True)
    at: datetime = Field(default_factory=now, index=True)
    actor_id: str | None = Field(default=None, max_length=36)
    actor: str = Field(default="", max_length=200)
    action: str = Field(max_length=60, index=True, description="noun.verb, e.g. consent.withdraw")
    target_kind: str = Field(max_length=40)
    target_id: str = Field(max_length=36, index=True)
    detail: dict[str, Any] = json_field(dict)
