"""Digests: once a day, mail to those who asked to be told what is new in the topics they follow."""

from collections.abc import Callable, Collection, Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session, select

from app.access.service import viewer_for
from app.core import mail
from app.core.clock import now
from app.core.database import Database
from app.core.settings import Settings
from app.discovery.service import Engine
from app.jobs import service as jobs
from app.jobs.models import Job
from app.topics import mails, queries, service
from app.topics.models import TopicFollow

DIGEST = "topics.digest"
HOUR = 6
MONDAY = 0


def handler(database: Database, settings: Settings, engine: Callable[[], Engine]) -> jobs.Handler:
    """The job that writes to everybody who is due. Who was written to is noted one by one: it may come again."""

    def run(_args: Mapping[str, Any], progress: jobs.Progress) -> None:
        if settings.sends_mail:
            _tell_all(database, settings, engine(), progress)
        with database.write() as session:
            schedule(session)

    return run


def schedule(session: Session) -> None:
    """Makes sure that tomorrow's digest, at six UTC, is planned."""
    planned = select(Job.id).where(Job.kind == DIGEST, Job.state == "queued")
    if session.exec(planned.limit(1)).first() is None:
        job = jobs.enqueue(session, DIGEST, {}, lane=jobs.SOON)
        job.run_at = next_run(now())
        session.add(job)


def next_run(moment: datetime) -> datetime:
    """The next morning's six o'clock UTC."""
    today = moment.replace(hour=HOUR, minute=0, second=0, microsecond=0)
    return today if moment < today else today + timedelta(days=1)


def kinds_due(moment: datetime) -> tuple[str, ...]:
    """Which digests go out on this day: the weekly ones on Mondays."""
    return ("daily", "weekly") if moment.weekday() == MONDAY else ("daily",)


def _tell_all(database: Database, settings: Settings, engine: Engine, progress: jobs.Progress) -> None:
    moment = now()
    with database.read() as session:
        due = queries.due(session, kinds_due(moment))
    for number, one in enumerate(due):
        progress(number / len(due))
        with database.read() as session:
            # As they may read today, not when they began to follow.
            viewer = viewer_for(session, one.user)
            since = [(topic, follow.told_at) for follow, topic in one.follows]
            news = [(found.topic.name, found.quotes) for found in service.added(session, viewer, engine, since)]
        if told := [(name, quotes) for name, quotes in news if quotes]:
            url = f"{settings.origin}/topics"
            made = mails.digest_mail(
                to=one.user.email, name=one.user.name, language=one.user.locale, news=told, url=url
            )
            mail.send(settings, made)
        _note(database, {follow.id for follow, _ in one.follows}, moment)


def _note(database: Database, follow_ids: Collection[str], moment: datetime) -> None:
    with database.write() as session:
        for follow_id in follow_ids:
            if row := session.get(TopicFollow, follow_id):
                row.told_at = moment
                session.add(row)
