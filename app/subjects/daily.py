"""What is due once a day: copies whose week is over, and what projects keep no longer."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from sqlmodel import Session, select

from app.core.clock import now
from app.core.database import Database
from app.jobs import service as jobs
from app.jobs.models import Job
from app.jobs.service import Handler, Progress
from app.recordings.store import Store
from app.subjects import copying, retention

DAILY = "subjects.daily"


def handler(database: Database, store: Store) -> Handler:
    """The job; each project in a transaction of its own, so that one that fails stops no other."""

    def run(_args: Mapping[str, Any], progress: Progress) -> None:
        copying.expire(database, store)
        with database.read() as session:
            projects = retention.projects_with_rules(session)
        for number, project_id in enumerate(projects):
            progress(number / len(projects))
            with database.write() as session:
                retention.run(session, project_id)
        with database.write() as session:
            schedule(session)

    return run


def schedule(session: Session) -> None:
    """Makes sure that tomorrow's run, in the small hours of UTC, is planned."""
    if next_run(session) is None:
        job = jobs.enqueue(session, DAILY, {})
        job.run_at = (now() + timedelta(days=1)).replace(hour=2, minute=10, second=0, microsecond=0)
        session.add(job)


def next_run(session: Session) -> Job | None:
    """The run that is planned."""
    return session.exec(select(Job).where(Job.kind == DAILY, Job.state == "queued").limit(1)).first()
