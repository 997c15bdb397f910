"""Who saw what is restricted is in the log, once for each person, target and day; and nothing is shown unnoted."""

import threading
from datetime import timedelta
from types import SimpleNamespace

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text
from sqlmodel import col, select

from app.audit import sightings
from app.audit.checking import verify
from app.audit.models import AuditEntry
from app.core.clock import today
from app.core.database import Database
from app.participants.models import Participant
from app.wiring import Parts
from tests.conftest import SignIn
from tests.reels.stage import Stage, stage, upload

ADA = SimpleNamespace(name="Ada", user_id="ada")


def seen(database: Database) -> list[tuple[str, str]]:
    """Action and target of every sighting, in order."""
    with database.read() as session:
        query = select(AuditEntry).where(col(AuditEntry.once).is_not(None)).order_by(col(AuditEntry.seq))
        rows = session.exec(query)
        return [(row.action, row.target_id) for row in rows]


def look(database: Database, target: str = "rosa") -> None:
    with database.read() as session:
        sightings.saw(session, actor=ADA, action="private.read", target_kind="participant", target_id=target)


@pytest.fixture
def on(parts: Parts) -> Stage:
    return stage(parts, access="restricted")


def test_whoever_opens_a_restricted_interview_is_noted_once_a_day(on: Stage, admin: TestClient) -> None:
    made = on.scene
    paths = [
        f"/api/interviews/{made.interview.id}",
        f"/api/interviews/{made.interview.id}/transcript",
        f"/api/transcripts/{made.transcript.id}",
        f"/api/transcripts/{made.transcript.id}/words",
        f"/api/quotes/h-{on.rosa.id}",
    ]
    for path in [*paths, *paths]:
        assert admin.get(path).status_code == 200, path
    assert seen(on.parts.database) == [("interview.read", made.interview.id)]
    entry = admin.get("/api/audit-entries", params={"project_id": made.project.id}).json()["items"][0]
    assert (entry["action"], entry["actor"]) == ("interview.read", "Admin")


def test_another_person_and_another_day_are_noted_again(
    on: Stage, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = f"/api/transcripts/{on.scene.transcript.id}"
    first, second = sign_in("admin"), sign_in("admin")
    for client in (first, second, first):
        client.get(path)
    assert len(seen(on.parts.database)) == 2
    monkeypatch.setattr(sightings, "today", lambda: today() + timedelta(days=1))
    first.get(path)
    first.get(path)
    assert len(seen(on.parts.database)) == 3


def test_an_open_project_is_read_without_a_note(parts: Parts, admin: TestClient, employee: TestClient) -> None:
    on = stage(parts, access="open")
    for client in (admin, employee):
        assert client.get(f"/api/transcripts/{on.scene.transcript.id}").status_code == 200
    assert seen(parts.database) == []


def test_a_refused_look_is_not_noted_as_a_look(on: Stage, employee: TestClient) -> None:
    assert employee.get(f"/api/transcripts/{on.scene.transcript.id}").status_code == 404
    assert seen(on.parts.database) == []


def test_whoever_plays_a_restricted_recording_is_noted_once(on: Stage, admin: TestClient) -> None:
    recording = upload(on, admin)
    for part in ("bytes=0-99", "bytes=100-199", "bytes=0-9"):
        answer = admin.get(f"/api/recordings/{recording['id']}/media", headers={"Range": part})
        assert answer.status_code == 206
    assert seen(on.parts.database) == [("recording.play", on.scene.interview.id)]


def test_whoever_reads_names_and_contacts_is_noted_for_the_person_and_for_the_list(
    parts: Parts, researcher: TestClient, employee: TestClient
) -> None:
    on = stage(parts, access="open")
    project = on.scene.project.id
    with parts.database.write() as session:
        rosa = session.exec(select(Participant).where(Participant.pseudonym == "Rosa")).one()
        rosa.legal_name = "Rosa Secret"
        session.add(rosa)
        len_id = session.exec(select(Participant.id).where(Participant.pseudonym == "Len")).one()
    for client in (researcher, employee):
        for path in (f"/api/projects/{project}/participants", f"/api/participants/{rosa.id}"):
            assert client.get(path).status_code == 200
    assert researcher.get(f"/api/participants/{len_id}").status_code == 200
    assert seen(parts.database) == [("private.read", project), ("private.read", rosa.id)]
    with parts.database.read() as session:
        assert "Secret" not in str([row.model_dump() for row in session.exec(select(AuditEntry)).all()])


def test_what_cannot_be_noted_is_not_shown(on: Stage, admin: TestClient) -> None:
    path = f"/api/transcripts/{on.scene.transcript.id}"
    refuse = "CREATE TRIGGER full BEFORE INSERT ON audit_entry BEGIN SELECT RAISE(ABORT, 'disk full'); END"
    with on.parts.database.writing.begin() as connection:
        connection.execute(text(refuse))
    client = TestClient(admin.app, headers=admin.headers, raise_server_exceptions=False)
    answer = client.get(path)
    assert answer.status_code >= 500
    assert "support" not in answer.text
    with on.parts.database.writing.begin() as connection:
        connection.execute(text("DROP TRIGGER full"))
    assert client.get(path).status_code == 200
    assert len(seen(on.parts.database)) == 1


@pytest.mark.both_databases
def test_one_look_seen_by_several_processes_at_once_is_noted_once(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sightings, "_remember", lambda _known, _once: None)
    failed: list[BaseException] = []

    def work() -> None:
        try:
            for target in ("rosa", "len", "rosa"):
                look(database, target)
        except BaseException as error:  # noqa: BLE001 - told below, on the main thread
            failed.append(error)

    threads = [threading.Thread(target=work) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    assert sorted(seen(database)) == [("private.read", "len"), ("private.read", "rosa")]
    with database.read() as session:
        assert verify(session).holds


def test_a_process_remembers_only_what_it_has_noted(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sightings, "MOST", 3)
    for target in [*"abcd", *"abcd"]:
        look(database, target)
    assert len(seen(database)) == 4


def test_a_second_look_asks_the_database_nothing(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    look(database)
    monkeypatch.setattr(database, "write", lambda: pytest.fail("a look that is noted writes again"))
    look(database)


def test_a_reading_that_failed_leaves_no_note(database: Database) -> None:
    with pytest.raises(RuntimeError), database.read() as session:
        sightings.saw(session, actor=ADA, action="private.read", target_kind="participant", target_id="rosa")
        raise RuntimeError
    assert seen(database) == []
