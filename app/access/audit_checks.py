"""The job that reads the whole audit log and notes in it what it found: once a day, and when somebody asks."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import structlog
from sqlmodel import Session, col, select

from app.access.viewer import SYSTEM
from app.audit import service as audit
from app.audit.checking import Checked, verify
from app.audit.models import AuditEntry
from app.core.clock import now
from app.core.database import Database
from app.jobs import service as jobs
from app.jobs.models import Job
from app.jobs.service import Handler, Progress

CHECK = "audit.check"
DEED = "audit.verify"
log = structlog.get_logger(__name__)


def check(database: Database) -> Handler:
    """Reads the chain without keeping anybody from writing."""

    def run(_args: Mapping[str, Any], progress: Progress) -> None:
        with database.read() as session:
            found = verify(session, progress=lambda done, of: progress(done / max(of, 1)))
        if not found.holds:
            log.error("the audit log is not as it was written", entry=found.broken_seq, why=found.why)
        with database.write() as session:
            note(session, found)
            schedule(session)

    return run


def note(session: Session, found: Checked) -> None:
    """Writes into the log what a reading of it found."""
    detail = {
        "head": str(found.head),
        "holds": found.holds,
        "entries": found.entries,
        "broken": found.broken_seq,
        "why": found.why,
    }
    audit.record(session, actor=SYSTEM, action=DEED, target_kind="audit", target_id="log", detail=detail)


def last_check(session: Session) -> AuditEntry | None:
    """The newest entry about a check."""
    query = select(AuditEntry).where(AuditEntry.action == DEED).order_by(col(AuditEntry.seq).desc()).limit(1)
    return session.exec(query).first()


def ask(session: Session, owner_id: str) -> Job:
    """Has the chain read now; a check that waits or runs already is that one."""
    return jobs.enqueue(session, CHECK, {}, key=f"{CHECK}:now", lane=jobs.SOON, owner_id=owner_id, target_kind="audit")


def is_checking(session: Session) -> bool:
    """Whether a check that somebody asked for waits or runs."""
    query = select(Job.id).where(Job.key == f"{CHECK}:now", col(Job.state).in_(jobs.ACTIVE)).limit(1)
    return session.exec(query).first() is not None


def schedule(session: Session) -> None:
    """Makes sure that tomorrow's check is planned."""
    planned = select(Job.id).where(Job.kind == CHECK, Job.state == "queued", col(Job.key).is_(None))
    if session.exec(planned.limit(1)).first() is None:
        job = jobs.enqueue(session, CHECK, {}, lane=jobs.SOON)
        job.run_at = (now() + timedelta(days=1)).replace(hour=1, minute=0, second=0, microsecond=0)
        session.add(job)
