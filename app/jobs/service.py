"""The queue: enqueue beside the change that asks for the work, claim by lease, report, finish."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any, Protocol

from sqlmodel import Session, col, or_, select, update

from app.core.clock import now
from app.core.database import Database, is_postgres
from app.core.errors import NotFound
from app.jobs.models import Job

LEASE = timedelta(seconds=60)
ACTIVE = ("queued", "running")


class Cancelled(Exception):
    """Raised inside a handler, by `Progress`, once the job was cancelled."""


class Progress(Protocol):
    """What a handler calls to say how far it is (0 to 1); it also renews the lease and notices a cancel."""

    def __call__(self, share: float, message: str = "") -> None: ...


Handler = Callable[[Mapping[str, Any], Progress], None]


def enqueue(
    session: Session,
    kind: str,
    args: dict[str, Any],
    *,
    key: str | None = None,
    priority: int = 0,
    owner_id: str | None = None,
    target_id: str | None = None,
) -> Job:
    """Queues work in the caller's transaction. With a `key`, work already waiting is not queued again."""
    if key and (known := _active_with_key(session, key)):
        return known
    job = Job(kind=kind, args=args, key=key, priority=priority, owner_id=owner_id, target_id=target_id)
    session.add(job)
    session.flush()
    return job


def get(session: Session, job_id: str) -> Job:
    """One job, or NotFound."""
    if job := session.get(Job, job_id):
        return job
    raise NotFound


def cancel(session: Session, job: Job) -> None:
    """Ends a job that waits at once, and one that runs at its next progress report."""
    if job.state in ACTIVE:
        job.state, job.finished_at, job.message = "cancelled", now(), "Cancelled"
        session.add(job)


def claim(database: Database, worker: str) -> Job | None:
    """Takes the next job: the oldest of the lowest priority number that is due, or whose worker was lost."""
    moment = now()
    due = or_(
        (col(Job.state) == "queued") & (col(Job.run_at) <= moment),
        (col(Job.state) == "running") & (col(Job.lease_until) < moment),
    )
    pick = select(Job).where(due).order_by(col(Job.priority), col(Job.run_at), col(Job.id)).limit(1)
    with database.write() as session:
        if is_postgres(session):
            pick = pick.with_for_update(skip_locked=True)
        job = session.exec(pick).first()
        if job is None:
            return None
        job.state, job.worker, job.lease_until = "running", worker, moment + LEASE
        job.attempts += 1
        session.add(job)
    return job


def run_next(database: Database, handlers: Mapping[str, Handler], worker: str) -> bool:
    """Claims one job and does it; returns False when none was due."""
    job = claim(database, worker)
    if job is None:
        return False
    try:
        handlers[job.kind](job.args, _reporter(database, job.id))
    except Cancelled:
        pass
    except Exception as error:  # noqa: BLE001 - whatever a handler raises is the job's failure, not the worker's
        _failed(database, job.id, error)
    else:
        _settle(database, job.id, state="done", progress=1.0, finished_at=now(), lease_until=None)
    return True


def _reporter(database: Database, job_id: str) -> Progress:
    def report(share: float, message: str = "") -> None:
        values: dict[str, Any] = {"progress": share, "lease_until": now() + LEASE}
        if message:
            values["message"] = message
        if not _settle(database, job_id, **values):
            raise Cancelled

    return report


def _settle(database: Database, job_id: str, **values: Any) -> bool:
    """Writes to a job that is still running; returns False when it no longer is."""
    with database.write() as session:
        done = session.exec(update(Job).where(col(Job.id) == job_id, col(Job.state) == "running").values(**values))
        return bool(done.rowcount)


def _failed(database: Database, job_id: str, error: Exception) -> None:
    with database.read() as session:
        job = get(session, job_id)
    message = str(error) or type(error).__name__
    if job.attempts < job.max_attempts:
        retry_at = now() + timedelta(seconds=2**job.attempts)
        _settle(database, job_id, state="queued", run_at=retry_at, message=message, lease_until=None)
    else:
        _settle(database, job_id, state="failed", message=message, finished_at=now(), lease_until=None)


def _active_with_key(session: Session, key: str) -> Job | None:
    return session.exec(select(Job).where(Job.key == key, col(Job.state).in_(ACTIVE))).first()
