"""The history of consents: every change leaves a row, and only the one door changes a consent."""

import re
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlmodel import Session, select

from app.access.viewer import SYSTEM
from app.core.database import Database
from app.participants import history, service
from app.participants.history import How, Occasion
from app.participants.models import Consent, ConsentChange, Participant
from app.projects.models import Project

ROOT = Path(__file__).resolve().parents[2]


def person(session: Session) -> Participant:
    project = Project(name="Listening")
    session.add(project)
    session.flush()
    return service.create(session, SYSTEM, project_id=project.id, values={"pseudonym": "Maureen"})


@pytest.mark.both_databases
def test_every_change_is_kept_with_who_and_how(session: Session) -> None:
    maureen = person(session)
    for status, occasion in (
        ("granted", Occasion()),
        ("withdrawn", Occasion(How.PARTICIPANT, basis="receipt:1")),
        ("granted", Occasion()),
    ):
        service.set_consent(
            session,
            SYSTEM,
            participant_id=maureen.id,
            status=status,
            scope="company",
            media_allowed=True,
            occasion=occasion,
        )
    session.flush()
    told = [(row.status, row.how, row.actor, row.basis) for row in history.changes_of(session, maureen.id)]
    assert told == [
        ("granted", "researcher", "Firsthand", ""),
        ("withdrawn", "participant", "", "receipt:1"),
        ("granted", "researcher", "Firsthand", ""),
    ]


def test_someone_who_was_not_asked_has_no_history_yet(session: Session) -> None:
    assert history.changes_of(session, person(session).id) == []


def test_a_consent_given_with_the_person_begins_the_history(session: Session) -> None:
    project = Project(name="Listening")
    session.add(project)
    session.flush()
    values = {"pseudonym": "Len", "consent": {"status": "granted", "scope": "team"}}
    len_ = service.create(session, SYSTEM, project_id=project.id, values=values)
    session.flush()
    assert [row.status for row in history.changes_of(session, len_.id)] == ["granted"]


def test_no_code_stores_or_changes_a_consent_beside_the_one_door() -> None:
    stores = re.compile(r"add\(\s*Consent\(|^ *consent\.(status|scope|media_allowed|expires_on)\b.* = ", re.MULTILINE)
    found = {
        path.relative_to(ROOT).as_posix() for path in (ROOT / "app").rglob("*.py") if stores.search(path.read_text())
    }
    # Taking a merge back makes the row of who is there again, and then goes through the door.
    assert found == {"app/participants/service.py", "app/participants/merging.py"}


def test_an_upgrade_writes_down_what_holds_already(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'old.db'}")
    database.migrate("0011")
    with database.engine.begin() as connection:
        connection.execute(
            sa.text(
                "INSERT INTO project (id, created_at, updated_at, version, name, goal, questions, team, access) VALUES "
                "('p', '2026-01-01 00:00:00', '2026-01-01 00:00:00', 1, 'Old', '', '[]', '', 'open')"
            )
        )
        for one, status in (("a", "granted"), ("b", "pending")):
            connection.execute(
                sa.text(
                    "INSERT INTO participant (id, created_at, updated_at, version, project_id, pseudonym, legal_name, "
                    "contact, segment, role, region, attributes) VALUES (:one, '2026-01-01 00:00:00', "
                    "'2026-01-01 00:00:00', 1, 'p', 'A', '', '', '', '', '', '{}')"
                ),
                {"one": one},
            )
            connection.execute(
                sa.text(
                    "INSERT INTO consent (id, created_at, updated_at, participant_id, status, scope, media_allowed, "
                    "expires_on, evidence) VALUES (:one, '2026-01-01 00:00:00', '2026-02-03 04:05:06', :one, :status, "
                    "'public', 0, '2027-01-31', 'Form 3')"
                ),
                {"one": one, "status": status},
            )
    database.migrate()
    with database.read() as session:
        (row,) = session.exec(select(ConsentChange)).all()
        assert len(session.exec(select(Consent)).all()) == 2
    database.close()
    assert (row.participant_id, row.status, row.scope, row.media_allowed, row.how) == (
        "a",
        "granted",
        "public",
        False,
        "earlier",
    )
    assert (str(row.expires_on), row.created_at.isoformat(), row.evidence) == (
        "2027-01-31",
        "2026-02-03T04:05:06+00:00",
        "Form 3",
    )
