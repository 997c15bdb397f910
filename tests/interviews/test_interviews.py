"""Interviews, their speakers, and whose consent rules what."""

from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import event

from app.access.audiences import EMBED, PUBLIC
from app.core.database import Database
from app.interviews.models import Speaker
from app.interviews.voices import Voices, voices_of


@pytest.fixture
def project(researcher: TestClient) -> str:
    made: str = researcher.post("/api/projects", json={"name": "Listening"}).json()["id"]
    return made


@pytest.fixture
def interview(researcher: TestClient, project: str) -> dict[str, Any]:
    body = {"title": "At her table", "kind": "focus_group", "held_on": "2026-03-12"}
    made: dict[str, Any] = researcher.post(f"/api/projects/{project}/interviews", json=body).json()
    return made


def person(client: TestClient, project: str, name: str, **consent: Any) -> str:
    body = {"pseudonym": name, "consent": consent or None}
    made: str = client.post(f"/api/projects/{project}/participants", json=body).json()["id"]
    return made


def speak(database: Database, interview_id: str, **values: Any) -> str:
    with database.write() as session:
        speaker = Speaker(interview_id=interview_id, **{"label": "Speaker", **values})
        session.add(speaker)
        session.flush()
        return speaker.id


def voices(database: Database, interview_id: str) -> Voices:
    with database.read() as session:
        return voices_of(session, [interview_id])[interview_id]


GRANTED = {"status": "granted", "scope": "public"}


def test_an_interviewers_words_and_the_recording_go_by_the_narrowest_consent(
    researcher: TestClient, database: Database, project: str, interview: dict[str, Any]
) -> None:
    wide = speak(database, interview["id"], participant_id=person(researcher, project, "Wide", **GRANTED))
    ours = speak(database, interview["id"], label="Ruth", role="interviewer")
    assert PUBLIC & voices(database, interview["id"]).tokens_of([ours])

    team = person(researcher, project, "Careful", status="granted", scope="team", media_allowed=False)
    careful = speak(database, interview["id"], participant_id=team)
    now = voices(database, interview["id"])
    assert EMBED & now.tokens_of([wide])
    assert not EMBED & now.tokens_of([ours])
    assert not EMBED & now.tokens_of([wide, careful])
    assert now.media_tokens == frozenset()


def test_a_withdrawn_voice_closes_the_recording_and_its_own_words_to_everyone(
    researcher: TestClient, employee: TestClient, database: Database, project: str, interview: dict[str, Any]
) -> None:
    her = person(researcher, project, "Maureen", **GRANTED)
    speaker = speak(database, interview["id"], participant_id=her)
    address = f"/api/interviews/{interview['id']}"
    assert employee.get(address).json()["media_allowed"]
    assert employee.get(address).json()["speakers"][0]["readable"]
    researcher.put(f"/api/participants/{her}/consent", json={**GRANTED, "status": "withdrawn"})
    for client in (researcher, employee):
        seen = client.get(address).json()
        assert not seen["media_allowed"]
        assert not seen["speakers"][0]["readable"]
    assert voices(database, interview["id"]).tokens_of([speaker]) == frozenset()


def test_a_voice_nobody_has_named_is_for_researchers_only(
    researcher: TestClient, employee: TestClient, database: Database, interview: dict[str, Any]
) -> None:
    speak(database, interview["id"])
    address = f"/api/interviews/{interview['id']}"
    assert researcher.get(address).json()["speakers"][0]["readable"]
    assert not employee.get(address).json()["speakers"][0]["readable"]
    assert not voices(database, interview["id"]).tokens_of([None]) & EMBED


def test_naming_a_voice_puts_its_words_under_that_persons_consent(
    researcher: TestClient, employee: TestClient, database: Database, project: str, interview: dict[str, Any]
) -> None:
    speaker = speak(database, interview["id"])
    her = person(researcher, project, "Maureen", **GRANTED)
    changed = researcher.patch(f"/api/speakers/{speaker}", json={"participant_id": her}).json()
    assert changed["speakers"][0]["name"] == "Maureen"
    seen = employee.get(f"/api/interviews/{interview['id']}").json()["speakers"][0]
    assert (seen["readable"], seen["label"]) == (True, "Maureen")
    assert employee.patch(f"/api/speakers/{speaker}", json={"label": "X"}).status_code == 403
    assert researcher.patch("/api/speakers/unknown", json={"label": "X"}).status_code == 404


def test_a_participant_of_another_project_cannot_speak_here(
    researcher: TestClient, database: Database, interview: dict[str, Any]
) -> None:
    elsewhere = researcher.post("/api/projects", json={"name": "Elsewhere"}).json()["id"]
    stranger = person(researcher, elsewhere, "Stranger", **GRANTED)
    speaker = speak(database, interview["id"])
    refused = researcher.patch(f"/api/speakers/{speaker}", json={"participant_id": stranger})
    assert (refused.status_code, refused.json()["code"]) == (422, "foreign_participant")


@pytest.mark.both_databases
def test_the_interviews_of_a_participant_are_listed(
    researcher: TestClient, database: Database, project: str, interview: dict[str, Any]
) -> None:
    maureen, len_ = (person(researcher, project, name, **GRANTED) for name in ("Maureen", "Len"))
    for _ in range(2):
        speaker = speak(database, interview["id"])
        assert researcher.patch(f"/api/speakers/{speaker}", json={"participant_id": maureen}).status_code == 200
    found = [
        researcher.get("/api/interviews", params={"participant_id": one}).json()["items"] for one in (maureen, len_)
    ]
    assert [[item["id"] for item in items] for items in found] == [[interview["id"]], []]


@pytest.mark.both_databases
def test_interviews_are_listed_newest_first_and_paged(researcher: TestClient, project: str) -> None:
    for title in ("first", "second", "third"):
        researcher.post(f"/api/projects/{project}/interviews", json={"title": title})
    query = {"limit": 2, "project_id": project}
    page = researcher.get("/api/interviews", params=query).json()
    rest = researcher.get("/api/interviews", params={**query, "cursor": page["next_cursor"]}).json()
    assert [item["title"] for item in page["items"] + rest["items"]] == ["third", "second", "first"]


def test_listing_more_interviews_takes_no_more_statements(
    researcher: TestClient, database: Database, project: str
) -> None:
    def statements() -> int:
        seen: list[str] = []

        def note(_c: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
            seen.append(statement)

        event.listen(database.engine, "before_cursor_execute", note)
        assert researcher.get("/api/interviews").is_success
        event.remove(database.engine, "before_cursor_execute", note)
        return len(seen)

    researcher.post(f"/api/projects/{project}/interviews", json={"title": "one"})
    few = statements()
    for number in range(8):
        researcher.post(f"/api/projects/{project}/interviews", json={"title": str(number)})
    assert statements() == few


def test_an_interview_of_a_restricted_project_is_not_found_by_others(
    researcher: TestClient, employee: TestClient
) -> None:
    hidden = researcher.post("/api/projects", json={"name": "Hidden", "access": "restricted"}).json()["id"]
    made = researcher.post(f"/api/projects/{hidden}/interviews", json={"title": "Quiet"}).json()
    assert employee.get(f"/api/interviews/{made['id']}").status_code == 404
    assert employee.get("/api/interviews").json()["items"] == []


def test_editing_and_deleting_an_interview(
    researcher: TestClient, employee: TestClient, interview: dict[str, Any]
) -> None:
    address = f"/api/interviews/{interview['id']}"
    body = {"title": "By the window", "kind": "interview", "version": 1}
    changed = researcher.patch(address, json=body).json()
    assert (changed["title"], changed["kind"], changed["version"]) == ("By the window", "interview", 2)
    assert researcher.patch(address, json=body).status_code == 409
    assert employee.patch(address, json={**body, "version": 2}).status_code == 403
    assert employee.delete(address).status_code == 403
    assert researcher.delete(address).status_code == 204
    assert researcher.get(address).status_code == 404
