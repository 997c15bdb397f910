"""The job queue: one row is one piece of long work."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index, text
from sqlmodel import Field

from app.core.clock import now
from app.core.model import Row, json_field


class Job(Row, table=True):
    """Long work that happens once. A worker holds it by a lease, which a killed worker lets run out."""

    __tablename__ = "job"
    __table_args__ = (
        Index(
            "ix_job_claim",
            "lane",
            "priority",
            "run_at",
            "id",
            postgresql_where=text("state = 'queued'"),
            sqlite_where=text("state = 'queued'"),
        ),
    )

    kind: str = Field(max_length=60)
    args: dict[str, Any] = json_field(dict)
    key: str | None = Field(default=None, max_length=200, index=True, description="Same key, same work: queued once")
    lane: str = Field(
        default="quick", max_length=12, description="quick, soon, heavy or spare; each has workers of its own"
    )
    priority: int = Field(default=0, description="Lower runs first")
    state: str = Field(default="queued", max_length=12, description="queued, running, done, failed, cancelled")
    attempts: int = 0
    max_attempts: int = 3
    run_at: datetime = Field(default_factory=now)
    started_at: datetime | None = Field(default=None, description="When the present try began")
    lease_until: datetime | None = None
    worker: str | None = Field(default=None, max_length=80)
    progress: float = Field(default=0.0, description="0 to 1")
    message: str = Field(default="", description="What it is doing, or why it failed, in words")
    owner_id: str | None = Field(default=None, max_length=36, description="Who asked for it")
    target_kind: str = Field(default="", max_length=40, description="Table of the row it is about")
    target_id: str | None = Field(default=None, max_length=36, index=True, description="What it is about")
    finished_at: datetime | None = None
