"""Consents that end: a year is lived through day by day, with the day handed in."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from fastapi.testclient import TestClient
from sqlmodel import Session, select

from app.access.models import ProjectMember
from app.access.viewer import SYSTEM
from app.accounts import service as accounts
from app.accounts.models import User
from app.consents import reminding
from app.consents.models import ConsentReminder
from app.core.clock import today
from app.core.database import Database
from app.core.settings import Settings
from app.jobs.models import Job
from app.outbox.models import OutboxEntry
from app.participants import history
from app.participants import service as participants
from app.projects.models import Project
from tests.accounts.conftest import Office, office, text_of
from tests.consents.conftest import give

assert office
DAY = date(2026, 3, 1)


@pytest.fixture
def mailing(settings: Settings) -> Settings:
    return settings.model_copy(update={"smtp_host": "127.0.0.1", "mail_from": "a@example.org"})


def user(session: Session, name: str, role: str = "researcher") -> User:
    return accounts.create_user(session, email=f"{name}@example.org", name=name, role=role, password=None)


def project(session: Session, *, team: tuple[User, ...] = (), access: str = "open") -> Project:
    row = Project(name="Listening", access=access)
    session.add(row)
    session.flush()
    session.add_all(ProjectMember(project_id=row.id, user_id=one.id, role="researcher") for one in team)
    return row


def person(session: Session, of: Project, ends: date | None, status: str = "granted") -> str:
    consent = {"status": status, "scope": "company", "expires_on": ends, "evidence": "Form 3"}
    made = participants.create(session, SYSTEM, project_id=of.id, values={"pseudonym": "Maureen", "consent": consent})
    session.flush()
    return made.id


def days(first: date, count: int) -> Iterator[date]:
    return (first + timedelta(days=number) for number in range(count))


@pytest.mark.both_databases
def test_the_end_is_noted_on_the_day_after_the_last_once(session: Session) -> None:
    maureen = person(session, project(session), DAY)
    person(session, project(session), None)
    noted = [day for day in days(DAY - timedelta(days=2), 6) if reminding.expire(session, day)]
    assert noted == [DAY + timedelta(days=1)]
    session.flush()
    ended, given = history.changes_of(session, maureen)
    assert (ended.status, ended.how, ended.actor, ended.expires_on) == ("expired", "expiry", "Firsthand", DAY)
    assert (given.status, ended.evidence) == ("granted", "Form 3")
    touched = session.exec(select(OutboxEntry.row_id).where(OutboxEntry.kind == "participant")).all()
    assert maureen in touched, "the index hears of it"


def test_researchers_are_told_30_and_7_days_before_each_once(session: Session, mailing: Settings) -> None:
    one = project(session, team=(user(session, "ada"), user(session, "bea")))
    ends = DAY + timedelta(days=60)
    person(session, one, ends)
    told = [(ends - day).days for day in days(DAY, 70) if reminding.remind(session, mailing, day)]
    assert told == [30, 7]
    assert len(session.exec(select(Job).where(Job.kind == reminding.MAIL)).all()) == 4


def test_a_server_that_slept_says_the_nearest_and_not_both(session: Session, mailing: Settings) -> None:
    person(session, project(session), DAY + timedelta(days=5))
    assert reminding.remind(session, mailing, DAY) == 1
    assert session.exec(select(ConsentReminder.days)).all() == [7]
    assert reminding.remind(session, mailing, DAY + timedelta(days=1)) == 0


def test_a_renewed_consent_is_spoken_of_again_a_withdrawn_one_is_not(session: Session, mailing: Settings) -> None:
    maureen = person(session, project(session), DAY + timedelta(days=5))
    assert reminding.remind(session, mailing, DAY) == 1
    for status, ends, told in (("granted", 20, 1), ("withdrawn", 21, 0)):
        participants.set_consent(
            session,
            SYSTEM,
            participant_id=maureen,
            status=status,
            scope="company",
            media_allowed=True,
            expires_on=DAY + timedelta(days=ends),
        )
        session.flush()
        assert reminding.remind(session, mailing, DAY) == told


def test_the_team_is_written_to_then_who_began_it_then_the_administrators(session: Session) -> None:
    admin, ada, gone = user(session, "root", "admin"), user(session, "ada"), user(session, "gone")
    gone.active = False
    assert reminding.readers_of(session, project(session)) == [admin.id]
    assert reminding.readers_of(session, project(session, team=(ada, gone))) == [ada.id]
    begun = project(session, access="restricted")
    begun.created_by = ada.id
    assert reminding.readers_of(session, begun) == [admin.id], "who may no longer work there hears nothing"


def test_the_daily_job_plans_the_next_one_and_does_its_work(
    session: Session, database: Database, settings: Settings
) -> None:
    maureen = person(session, project(session), DAY)
    session.commit()
    for _ in range(2):
        reminding.daily(database, settings, lambda: DAY + timedelta(days=1))({}, lambda *_: None)
    with database.read() as reading:
        assert [row.status for row in history.changes_of(reading, maureen)] == ["expired", "granted"]
        planned = reading.exec(select(Job).where(Job.kind == reminding.DAILY)).all()
    assert [(job.state, job.run_at.date() > today()) for job in planned] == [("queued", True)]


def test_the_mail_names_people_by_their_pseudonyms_and_leads_to_the_list(office: Office) -> None:
    with office.parts.database.write() as opened:
        ada = user(opened, "ada")
        person(opened, project(opened, team=(ada,)), today() + timedelta(days=6))
        reminding.remind(opened, office.parts.settings, today())
    office.work()
    (sent,) = office.post.mails
    assert (sent["To"], sent["Subject"]) == ("ada@example.org", "Consents that end soon: 1")
    assert f"Maureen (Listening): until {today() + timedelta(days=6)}" in text_of(sent)
    assert "/consents?state=ending" in text_of(sent)


def test_the_list_shows_what_ends_soon_first(researcher: TestClient) -> None:
    made = researcher.post("/api/projects", json={"name": "Listening"}).json()["id"]
    ids = {}
    for name, ends in (("later", 25), ("soon", 3), ("far", 90), ("never", None), ("over", -1)):
        ids[name] = researcher.post(f"/api/projects/{made}/participants", json={"pseudonym": name}).json()["id"]
        day = None if ends is None else str(today() + timedelta(days=ends))
        give(researcher, ids[name], expires_on=day)
    ids["new"] = researcher.post(f"/api/projects/{made}/participants", json={"pseudonym": "new"}).json()["id"]

    def names(**query: str) -> list[str]:
        found = researcher.get("/api/consents", params={"project_id": made, **query}).json()
        assert found["total"] >= len(found["items"])
        return [row["pseudonym"] for row in found["items"]]

    assert names(state="ending") == ["soon", "later"]
    assert names(state="ending", within_days="7") == ["soon"]
    assert names(state="over") == ["over"]
    assert names(state="pending") == ["new"]
    assert names(state="granted") == ["soon", "later", "far", "never"]
    assert names(state="waiting") == []
    walked, cursor = [], None
    while True:
        page = researcher.get("/api/consents", params={"limit": 2, **({"cursor": cursor} if cursor else {})}).json()
        walked += [row["pseudonym"] for row in page["items"]]
        cursor = page["next_cursor"]
        if cursor is None:
            break
    assert walked == ["over", "soon", "later", "far", "never", "new"]
    assert page["total"] == 6
