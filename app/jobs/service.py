"""The queue: enqueue beside the change that asks for the work, claim by lease, report, finish.

Lanes with workers of their own: what takes moments never waits behind what takes minutes.
"""

import os
import socket
import threading
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Protocol

import structlog
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session, col, delete, or_, select, update
from sqlmodel.sql.expression import SelectOfScalar

from app.core.clock import now
from app.core.database import Database, is_postgres
from app.core.errors import Conflict, Invalid, NotFound
from app.jobs.models import Job

log = structlog.get_logger(__name__)
LEASE = timedelta(seconds=60)
HEARTBEAT_SECONDS = 15.0
QUICK, SOON, HEAVY, SPARE = "quick", "soon", "heavy", "spare"
"""Moments; what somebody waits for on the screen, up to a minute or so; the rest; what gives way to all of it."""
ACTIVE = ("queued", "running")
ENDED = ("done", "failed", "cancelled")
KEPT = {"done": timedelta(days=2), "cancelled": timedelta(days=2), "failed": timedelta(days=30)}
"""How long an ended job stays on the list."""


class Cancelled(Exception):
    """Raised inside a handler, by `Progress`, once the job was cancelled or another worker has taken it over."""


class Interrupted(Exception):
    """Raised inside a handler, by `Progress`, when the server is stopping: the next one begins the work anew."""


class Progress(Protocol):
    """What a handler calls to say how far it is (0 to 1); it also notices a cancel and a stopping server."""

    def __call__(self, share: float, message: str = "") -> None: ...


Handler = Callable[[Mapping[str, Any], Progress], None]


def enqueue(
    session: Session,
    kind: str,
    args: dict[str, Any],
    *,
    key: str | None = None,
    lane: str = QUICK,
    priority: int = 0,
    owner_id: str | None = None,
    target_id: str | None = None,
    target_kind: str = "",
) -> Job:
    """Queues work in the caller's transaction. With a `key`, work already waiting is not queued again.

    `owner_id` is the user who may follow, cancel and retry it; without one it is the administrators' alone.
    """
    if key and (known := _active_with_key(session, key)):
        return known
    job = Job(
        kind=kind,
        args=args,
        key=key,
        lane=lane,
        priority=priority,
        owner_id=owner_id,
        target_id=target_id,
        target_kind=target_kind,
    )
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


def cancel_about(session: Session, target_id: str, kinds: Collection[str]) -> None:
    """Ends work of these kinds about something that goes away or is replaced."""
    about = (Job.target_id == target_id, col(Job.kind).in_(kinds), col(Job.state).in_(ACTIVE))
    for job in session.exec(select(Job).where(*about)).all():
        cancel(session, job)


def retry(session: Session, job: Job) -> None:
    """Queues a failed or cancelled job once more, with all its tries; raises Conflict when it has not ended so."""
    if job.state not in ("failed", "cancelled"):
        raise Conflict("Only work that failed or was cancelled can be tried again.", code="job_not_ended")
    if job.key and _active_with_key(session, job.key):
        raise Conflict("The same work is under way already.", code="job_under_way")
    job.state, job.attempts, job.progress, job.message = "queued", 0, 0.0, ""
    job.run_at, job.started_at, job.finished_at = now(), None, None
    session.add(job)


def forget_old(session: Session) -> None:
    """Takes ended jobs off the list once nobody asks for them any more."""
    for state, kept in KEPT.items():
        session.exec(delete(Job).where(col(Job.state) == state, col(Job.finished_at) < now() - kept))


def worker_name(lane: str) -> str:
    """Who holds a job: enough to tell, after a crash on this machine, that the holder is gone."""
    return f"{socket.gethostname()[:50]}:{os.getpid()}:{lane}"


def release_lost(database: Database) -> int:
    """Frees the jobs of processes of this machine that are no more, so that nobody waits for their leases.

    To be called before this process starts workers. Returns how many jobs that were.
    """
    with database.write() as session:
        held = session.exec(select(Job).where(Job.state == "running")).all()
        lost = [job for job in held if _holder_is_gone(job.worker or "")]
        for job in lost:
            job.lease_until = now() - timedelta(seconds=1)
            session.add(job)
    return len(lost)


def claim(database: Database, worker: str, lane: str | None = None) -> Job | None:
    """Takes the next job of a lane (or of any): the oldest of the lowest priority number that is due, or whose
    worker was lost. A job that took its worker along every time is failed instead of taken again."""
    while True:
        # Idle workers ask all the time: they take nobody's turn to write.
        with database.read() as session:
            if session.exec(_due(lane)).first() is None:
                return None
        with database.write() as session:
            due = _due(lane)
            job = session.exec(due.with_for_update(skip_locked=True) if is_postgres(session) else due).first()
            if job is None:
                return None
            session.add(job)
            taken = _take(job, worker)
        if taken:
            return job


def _take(job: Job, worker: str) -> bool:
    if job.state == "running" and job.attempts >= job.max_attempts:
        job.state, job.finished_at, job.lease_until = "failed", now(), None
        job.message = f"The server was stopped {job.attempts} times while it worked on this."
        return False
    job.state, job.worker, job.attempts = "running", worker, job.attempts + 1
    job.started_at, job.lease_until, job.progress = now(), now() + LEASE, 0.0
    return True


def run_next(
    database: Database,
    handlers: Mapping[str, Handler],
    worker: str,
    *,
    lane: str | None = None,
    stopping: Callable[[], bool] = lambda: False,
) -> bool:
    """Claims one job and does it; returns False when none was due.

    While the handler works, a heartbeat renews the lease, however silent the handler is. Once `stopping`
    answers True, the next progress report ends the handler and the job waits for the next process.
    """
    job = claim(database, worker, lane)
    if job is None:
        return False
    hold = _Hold(database, job.id, job.attempts)
    try:
        with _beating(hold):
            _handler_of(handlers, job.kind)(job.args, _reporter(hold, stopping))
    except Cancelled:
        pass
    except Interrupted:
        hold.settle(state="queued", attempts=job.attempts - 1, lease_until=None, progress=0.0, message="")
    except Exception as error:  # noqa: BLE001 - whatever a handler raises is the job's failure, not the worker's
        _failed(hold, job, error)
    else:
        hold.settle(state="done", progress=1.0, finished_at=now(), lease_until=None)
    return True


@dataclass(frozen=True, slots=True)
class _Hold:
    """One worker's hold of a job. The number of the try tells it from a worker that took over."""

    database: Database
    job_id: str
    attempt: int

    def settle(self, **values: Any) -> bool:
        """Writes to the job while it runs and is ours; returns False when it no longer is."""
        mine = (col(Job.id) == self.job_id, col(Job.state) == "running", col(Job.attempts) == self.attempt)
        with self.database.write() as session:
            return bool(session.exec(update(Job).where(*mine).values(**values)).rowcount)


@contextmanager
def _beating(hold: _Hold) -> Iterator[None]:
    """Renews the lease beside the block."""
    ended = threading.Event()

    def beat() -> None:
        while not ended.wait(HEARTBEAT_SECONDS):
            with suppress(SQLAlchemyError):
                hold.settle(lease_until=now() + LEASE)

    thread = threading.Thread(target=beat, name="heartbeat", daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()


def _reporter(hold: _Hold, stopping: Callable[[], bool]) -> Progress:
    def report(share: float, message: str = "") -> None:
        if stopping():
            raise Interrupted
        values: dict[str, Any] = {"progress": share, "lease_until": now() + LEASE}
        if message:
            values["message"] = message
        if not hold.settle(**values):
            raise Cancelled

    return report


def _failed(hold: _Hold, job: Job, error: Exception) -> None:
    message = str(error) or type(error).__name__
    # What is wrong with the input is wrong at every try.
    if job.attempts < job.max_attempts and not isinstance(error, Invalid | NotFound):
        retry_at = now() + timedelta(seconds=2**job.attempts)
        hold.settle(state="queued", run_at=retry_at, message=message, lease_until=None)
    else:
        log.warning("job failed", kind=job.kind, job_id=job.id, error=message)
        hold.settle(state="failed", message=message, finished_at=now(), lease_until=None)


def _handler_of(handlers: Mapping[str, Handler], kind: str) -> Handler:
    if kind not in handlers:
        raise Invalid(f"This version does not know how to do “{kind}”.", code="job_unknown")
    return handlers[kind]


def _due(lane: str | None) -> SelectOfScalar[Job]:
    moment = now()
    due = or_(
        (col(Job.state) == "queued") & (col(Job.run_at) <= moment),
        (col(Job.state) == "running") & (col(Job.lease_until) < moment),
    )
    pick = select(Job).where(due).order_by(col(Job.priority), col(Job.run_at), col(Job.id)).limit(1)
    return pick if lane is None else pick.where(Job.lane == lane)


def _holder_is_gone(worker: str) -> bool:
    host, _, rest = worker.rpartition(":")[0].rpartition(":")
    if host != socket.gethostname()[:50] or not rest.isdecimal():
        return False
    # Our own number too: this process has not begun to work, so whoever held the job had it before.
    return int(rest) == os.getpid() or not _lives(int(rest))


def _lives(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _active_with_key(session: Session, key: str) -> Job | None:
    return session.exec(select(Job).where(Job.key == key, col(Job.state).in_(ACTIVE))).first()
