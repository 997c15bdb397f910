"""What the audit log shows."""

from datetime import datetime
from typing import Any

from pydantic import BaseModel


class AuditOut(BaseModel):
    id: int
    at: datetime
    actor_id: str | None
    actor: str
    action: str
    target_kind: str
    target_id: str
    detail: dict[str, Any]
