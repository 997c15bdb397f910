"""Participants: what stays private, and what consent changes at once."""

from typing import Any

import pytest
from fastapi.testclient import TestClient

from app.core.database import Database
from app.outbox import service as outbox


@pytest.fixture
def project(researcher: TestClient) -> str:
    made: str = researcher.post("/api/projects", json={"name": "Listening"}).json()["id"]
    return made


def add(client: TestClient, project: str, **values: Any) -> dict[str, Any]:
    body = {"pseudonym": "Maureen", "legal_name": "M. Real", "contact": "m@example.org", **values}
    made: dict[str, Any] = client.post(f"/api/projects/{project}/participants", json=body).json()
    return made


@pytest.mark.both_databases
def test_legal_names_and_evidence_are_for_the_projects_researchers(
    researcher: TestClient, employee: TestClient, project: str
) -> None:
    consent = {"status": "granted", "scope": "company", "evidence": "Signed form 12"}
    person = add(researcher, project, consent=consent)
    assert person["private"] == {"legal_name": "M. Real", "contact": "m@example.org", "incentive": ""}
    seen = employee.get(f"/api/projects/{project}/participants").json()["items"][0]
    assert seen["private"] is None
    assert seen["consent"]["evidence"] == ""
    assert "M. Real" not in str(seen)
    assert person["consent"]["evidence"] == "Signed form 12"


def test_consent_is_noted_with_what_was_before(researcher: TestClient, admin: TestClient, project: str) -> None:
    person = add(researcher, project)
    body = {"status": "withdrawn", "scope": "company", "media_allowed": True}
    after = researcher.put(f"/api/participants/{person['id']}/consent", json=body).json()
    assert after["consent"]["status"] == "withdrawn"
    entry = admin.get("/api/audit-entries", params={"action": "consent."}).json()["items"][0]
    assert entry["action"] == "consent.withdrawn"
    assert entry["detail"]["before"]["status"] == "pending"


def test_a_consent_past_its_last_day_shows_as_expired(researcher: TestClient, project: str) -> None:
    consent = {"status": "granted", "scope": "public", "expires_on": "2020-01-31"}
    assert add(researcher, project, consent=consent)["consent"]["status"] == "expired"


def test_the_index_hears_of_a_new_name_and_of_a_new_consent(
    researcher: TestClient, database: Database, project: str
) -> None:
    person = add(researcher, project)
    outbox.drain(database, lambda _news: None)
    address = f"/api/participants/{person['id']}"
    assert researcher.patch(address, json={"pseudonym": "Mo", "version": 1}).json()["pseudonym"] == "Mo"
    researcher.put(f"{address}/consent", json={"status": "granted"})
    with database.read() as session:
        assert outbox.waiting(session) == 2
    assert researcher.patch(address, json={"pseudonym": "M", "version": 1}).status_code == 409


def test_employees_change_neither_people_nor_consent(
    researcher: TestClient, employee: TestClient, project: str
) -> None:
    person = add(researcher, project)
    address = f"/api/participants/{person['id']}"
    assert employee.get(address).is_success
    assert employee.patch(address, json={"pseudonym": "X", "version": 1}).status_code == 403
    assert employee.put(f"{address}/consent", json={"status": "granted"}).status_code == 403
    assert employee.delete(address).status_code == 403
    assert employee.post(f"/api/projects/{project}/participants", json={"pseudonym": "X"}).status_code == 403


@pytest.mark.both_databases
def test_someone_who_speaks_in_an_interview_cannot_be_removed(
    researcher: TestClient, project: str, database: Database
) -> None:
    from app.interviews.models import Speaker

    person, silent = add(researcher, project), add(researcher, project, pseudonym="Silent")
    interview = researcher.post(f"/api/projects/{project}/interviews", json={"title": "At her table"}).json()
    with database.write() as session:
        session.add(Speaker(interview_id=interview["id"], label="Speaker 1", participant_id=person["id"]))
    refused = researcher.delete(f"/api/participants/{person['id']}")
    assert (refused.status_code, refused.json()["code"]) == (409, "participant_speaks")
    assert researcher.get(f"/api/participants/{person['id']}").is_success
    assert researcher.delete(f"/api/participants/{silent['id']}").status_code == 204
    assert researcher.get(f"/api/participants/{silent['id']}").status_code == 404


def test_participants_are_paged_by_pseudonym(researcher: TestClient, project: str) -> None:
    for name in "CAB":
        add(researcher, project, pseudonym=name)
    address = f"/api/projects/{project}/participants"
    first = researcher.get(address, params={"limit": 2}).json()
    rest = researcher.get(address, params={"limit": 2, "cursor": first["next_cursor"]}).json()
    assert [item["pseudonym"] for item in first["items"] + rest["items"]] == ["A", "B", "C"]
