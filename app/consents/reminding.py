"""Consents that end: noted on the day, said before it. The day is handed in, so that a test can live through a year.

A consent stops at its last day whether or not this runs, because every read asks for the day. What happens here is
that everybody hears of it: history and audit log, the index, the project's researchers.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from sqlmodel import Session, col, select

from app.access.models import ProjectMember
from app.access.roles import Role
from app.access.service import viewer_for
from app.access.viewer import SYSTEM
from app.accounts.models import User
from app.consents import mails
from app.consents.models import ConsentReminder
from app.core import mail
from app.core.clock import now, today
from app.core.database import Database
from app.core.settings import Settings
from app.jobs import service as jobs
from app.jobs.models import Job
from app.participants import service as consenting
from app.participants.history import How, Occasion
from app.participants.models import Consent, Participant
from app.projects.models import Project

DAILY, MAIL = "consents.daily", "consents.reminder"
DAYS = (30, 7)
"""How many days before the end it is said, each once."""
Ending = tuple[Consent, Participant, Project]


def daily(database: Database, settings: Settings, day: Callable[[], date] = today) -> jobs.Handler:
    """The job that looks once a day."""

    def run(_args: Mapping[str, Any], _progress: jobs.Progress) -> None:
        with database.write() as session:
            expire(session, day())
            remind(session, settings, day())
            schedule(session)

    return run


def schedule(session: Session) -> None:
    """Makes sure that tomorrow's look, right after midnight UTC, is planned."""
    planned = select(Job.id).where(Job.kind == DAILY, Job.state == "queued").limit(1)
    if session.exec(planned).first() is None:
        job = jobs.enqueue(session, DAILY, {})
        job.run_at = (now() + timedelta(days=1)).replace(hour=0, minute=2, second=0, microsecond=0)
        session.add(job)


def look_now(session: Session) -> None:
    """At the start: a server that slept over midnight catches up at once."""
    jobs.enqueue(session, DAILY, {}, key=f"{DAILY}:start")


def expire(session: Session, day: date) -> int:
    """Notes `expired` for every consent whose last day is over; returns how many. Done twice, it is done once."""
    over = select(Consent).where(Consent.status == "granted", col(Consent.expires_on) < day)
    rows = session.exec(over.order_by(col(Consent.expires_on), col(Consent.id))).all()
    for row in rows:
        consenting.set_consent(
            session,
            SYSTEM,
            participant_id=row.participant_id,
            status="expired",
            scope=row.scope,
            media_allowed=row.media_allowed,
            expires_on=row.expires_on,
            evidence=row.evidence,
            occasion=Occasion(How.EXPIRY),
        )
    return len(rows)


def remind(session: Session, settings: Settings, day: date) -> int:
    """Says of consents that end soon so, once 30 and once 7 days before; returns of how many.

    A server that was off says it when it is back: the nearest of the two, not both.
    """
    due = [row for row in _ending(session, day, day + timedelta(days=max(DAYS))) if _is_news(session, row[0], day)]
    if settings.sends_mail:
        for user_id, ids in _by_reader(session, due).items():
            jobs.enqueue(session, MAIL, {"user_id": user_id, "participant_ids": ids})
    return len(due)


def mailer(database: Database, settings: Settings) -> jobs.Handler:
    """The job that mails a reminder to one researcher: of those who still end soon, in projects they still work in."""

    def deliver(args: Mapping[str, Any], _progress: jobs.Progress) -> None:
        with database.read() as session:
            user = session.get(User, str(args["user_id"]))
            people = _people(session, user, args["participant_ids"]) if user and user.active else []
        if user is None or not people:
            return
        url = f"{settings.origin}/consents?{urlencode({'state': 'ending'})}"
        mail.send(settings, mails.ending(to=user.email, language=user.locale, people=people, url=url))

    return deliver


def _ending(session: Session, first: date, last: date, only: Sequence[str] | None = None) -> Sequence[Ending]:
    query = (
        select(Consent, Participant, Project)
        .join(Participant, col(Participant.id) == col(Consent.participant_id))
        .join(Project, col(Project.id) == col(Participant.project_id))
        .where(Consent.status == "granted", col(Consent.expires_on).between(first, last))
        .order_by(col(Consent.expires_on), col(Participant.pseudonym))
    )
    if only is not None:
        query = query.where(col(Participant.id).in_(only))
    return [(consent, participant, project) for consent, participant, project in session.exec(query).all()]


def _is_news(session: Session, consent: Consent, day: date) -> bool:
    """Whether nobody was told yet, this near to the end; notes that they are told now."""
    assert consent.expires_on is not None  # noqa: S101 - the query asks for those with an end
    left = (consent.expires_on - day).days
    step = min(days for days in DAYS if left <= days)
    said = select(ConsentReminder.id).where(
        ConsentReminder.participant_id == consent.participant_id,
        ConsentReminder.expires_on == consent.expires_on,
        col(ConsentReminder.days) <= step,
    )
    if session.exec(said.limit(1)).first():
        return False
    session.add(ConsentReminder(participant_id=consent.participant_id, expires_on=consent.expires_on, days=step))
    session.flush()
    return True


def _by_reader(session: Session, due: Sequence[Ending]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    readers: dict[str, list[str]] = {}
    for _, participant, project in due:
        if project.id not in readers:
            readers[project.id] = readers_of(session, project)
        for user_id in readers[project.id]:
            found[user_id].append(participant.id)
    return found


def readers_of(session: Session, project: Project) -> list[str]:
    """Who is written to about a project: the researchers on its team and whoever began it; else the administrators."""
    team = select(ProjectMember.user_id).where(
        ProjectMember.project_id == project.id, ProjectMember.role == Role.RESEARCHER.value
    )
    wanted = {*session.exec(team).all(), *([project.created_by] if project.created_by else [])}
    near = [user.id for user in _people_named(session, col(User.id).in_(wanted)) if _may(session, user, project)]
    return near or [user.id for user in _people_named(session, User.role == Role.ADMIN.value)]


def _people_named(session: Session, which: Any) -> Sequence[User]:
    query = select(User).where(which, col(User.active), User.kind == "person").order_by(User.id)
    return session.exec(query).all()


def _may(session: Session, user: User, project: Project) -> bool:
    return viewer_for(session, user, Role(user.role)).may_research(project.id, project.access)


def _people(session: Session, user: User, participant_ids: Sequence[str]) -> list[tuple[str, str, str]]:
    day = today()
    rows = _ending(session, day, day + timedelta(days=max(DAYS)), only=participant_ids)
    return [
        (participant.pseudonym, project.name, str(consent.expires_on))
        for consent, participant, project in rows
        if _may(session, user, project)
    ]
