"""What the audit log shows."""

from datetime import datetime
from typing import Any

from pydantic import BaseModel, Field


class AuditOut(BaseModel):
    id: int = Field(description="The entry's number in the chain, without gaps")
    at: datetime
    actor_id: str | None = Field(description="Null for the product itself")
    actor: str
    action: str = Field(description="noun.verb, e.g. consent.withdrawn")
    target_kind: str
    target_id: str
    project_id: str | None
    detail: dict[str, Any]
    hash: str = Field(description="SHA-256 over this entry and the hash of the one before")


class CheckOut(BaseModel):
    """What a reading of the whole chain found."""

    at: datetime
    holds: bool
    entries: int
    broken_id: int | None = Field(description="The first entry that is not as it was written")
    why: str


class ChainOut(BaseModel):
    """Where the chain ends. Kept elsewhere, `head` proves later that nothing before it was changed."""

    head: str = Field(description="number:hash")
    entries: int
    last_check: CheckOut | None
    checking: bool = Field(description="Whether a check waits or runs")
