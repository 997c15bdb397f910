"""The audit log: who did what to whom, append only, each entry chained to the one before; see `chain`."""

from datetime import datetime
from secrets import token_hex
from typing import Any

from sqlmodel import Field, SQLModel

from app.core.clock import now
from app.core.model import json_field


class AuditEntry(SQLModel, table=True):
    """One deed. Names the actor and the target by id and label, so that it outlives both.

    `detail` never holds what somebody said, nor the name of anybody heard: an entry cannot be taken back.
    The database refuses to change or delete entries, but for the three cases in the migration `audit_chain`.
    """

    __tablename__ = "audit_entry"

    id: int | None = Field(default=None, primary_key=True)
    at: datetime = Field(default_factory=now, index=True)
    actor_id: str | None = Field(default=None, max_length=36, index=True)
    actor: str = Field(default="", max_length=200)
    action: str = Field(max_length=60, index=True, description="noun.verb, e.g. consent.withdraw")
    target_kind: str = Field(max_length=40)
    target_id: str = Field(max_length=36, index=True)
    project_id: str | None = Field(default=None, max_length=36, index=True)
    detail: dict[str, Any] = json_field(dict)
    once: str | None = Field(
        default=None, max_length=160, unique=True, index=True, description="What is noted once, e.g. a reader's day"
    )
    salt: str = Field(default_factory=lambda: token_hex(16), max_length=32)
    seq: int | None = Field(
        default=None, unique=True, index=True, description="The place in the chain; given by the commit"
    )
    content_hash: str | None = Field(default=None, max_length=64)
    hash: str | None = Field(default=None, max_length=64)


class AuditHead(SQLModel, table=True):
    """The end of the chain, and where it begins since old entries were pruned. One row, locked while a commit seals."""

    __tablename__ = "audit_head"

    id: int = Field(default=1, primary_key=True)
    seq: int = 0
    hash: str = Field(max_length=64)
    pruned_seq: int = 0
    pruned_hash: str = Field(max_length=64)
