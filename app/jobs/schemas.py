"""What goes out about jobs."""

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, Field

from app.core.clock import now
from app.jobs.models import Job

State = Literal["queued", "running", "done", "failed", "cancelled"]
_SHARE_KNOWN = 0.02
_SECONDS_KNOWN = 2.0


class JobOut(BaseModel):
    """Long work: what it is, what it is about, how far it is."""

    id: str
    kind: str = Field(description="What is done, e.g. recordings.transcode")
    state: State
    progress: float = Field(description="0 to 1")
    left_ms: int | None = Field(description="About how long it will still run; null until that can be told")
    message: str = Field(description="Why it failed, or what it is doing, in words")
    attempts: int
    target_kind: str = Field(description="What it is about: a kind of row, e.g. interview; empty for housekeeping")
    target_id: str | None
    created_at: datetime
    run_at: datetime = Field(description="When it may begin: in the future for what is planned or tried again")
    started_at: datetime | None
    finished_at: datetime | None


def job_out(job: Job) -> JobOut:
    """A job as its owner sees it."""
    values = job.model_dump(include=set(JobOut.model_fields) - {"left_ms"})
    return JobOut(**values, left_ms=left_ms(job))


def left_ms(job: Job) -> int | None:
    """How long the rest takes if it goes on as it went so far."""
    if job.state != "running" or job.started_at is None or job.progress < _SHARE_KNOWN:
        return None
    seconds = (now() - job.started_at).total_seconds()
    return round(seconds * (1 - job.progress) / job.progress * 1000) if seconds >= _SECONDS_KNOWN else None
