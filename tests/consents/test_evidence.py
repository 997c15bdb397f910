"""Evidence: signed forms, for the project's researchers alone, and moments of a recording."""

from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from app.consents import evidence
from app.core.database import Database
from app.jobs.service import run_next
from app.main import create_app
from app.outbox import service as outbox
from app.wiring import Parts
from tests.consents.conftest import Json, give, linked, path_of, record, signed, someone
from tests.laws.access_world import WAV
from tests.scenes import ROSA, Scene, scene

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer<<>>\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 20


def kept(client: TestClient, person: str, content: bytes = PDF, name: str = "Maureen Real.pdf") -> Json:
    answer = client.post(f"/api/participants/{person}/consent-forms?file_name={name}", content=content)
    assert answer.status_code == 201, answer.text
    made: Json = answer.json()
    return made


def files(parts: Parts) -> list[Path]:
    folder = parts.store.local_path("consents")
    return [path for path in folder.rglob("*") if path.is_file()] if folder and folder.exists() else []


@pytest.mark.both_databases
def test_a_signed_form_is_kept_for_the_projects_researchers(
    researcher: TestClient, employee: TestClient, client: TestClient, person: str
) -> None:
    made = kept(researcher, person)
    assert (made["media_type"], made["size_bytes"], made["file_name"]) == (
        "application/pdf",
        len(PDF),
        "Maureen Real.pdf",
    )
    address = f"/api/consent-forms/{made['id']}/file"
    got = researcher.get(address)
    assert got.content == PDF
    assert got.headers["content-disposition"] == 'attachment; filename="form.pdf"'
    assert got.headers["x-content-type-options"] == "nosniff"
    assert employee.get(address).status_code == 403
    assert client.get(address).status_code == 401
    assert "Maureen Real" not in employee.get(f"/api/participants/{person}").text
    picture = kept(researcher, person, PNG, "scan.exe")
    assert picture["media_type"] == "image/png"
    shown = researcher.get(f"/api/consent-forms/{picture['id']}/file")
    assert shown.headers["content-disposition"] == 'inline; filename="form.png"'
    assert [one["id"] for one in record(researcher, person)["forms"]] == [picture["id"], made["id"]]


@pytest.mark.parametrize(
    "content", [b"", b"<html><script>alert(1)</script>", b"GIF89a", b"MZ\x90", b"<svg onload=alert(1)>", b" %PDF-1.7"]
)
def test_only_pdfs_and_pictures_are_kept_whatever_they_are_called(
    researcher: TestClient, person: str, parts: Parts, content: bytes
) -> None:
    refused = researcher.post(f"/api/participants/{person}/consent-forms?file_name=form.pdf", content=content)
    assert (refused.status_code, refused.json()["code"]) == (422, "not_a_form")
    assert files(parts) == []


def test_who_looks_at_names_on_evidence_is_noted_once_a_day(
    researcher: TestClient, admin: TestClient, person: str
) -> None:
    def looks() -> list[str]:
        entries = admin.get("/api/audit-entries", params={"action": "consent_evidence."}).json()["items"]
        return [entry["target_id"] for entry in entries]

    record(researcher, person)
    assert looks() == [], "nothing is there to be seen"
    made = kept(researcher, person)
    for _ in range(2):
        researcher.get(f"/api/consent-forms/{made['id']}/file")
        record(researcher, person)
    assert looks() == [person]


def test_a_form_that_is_too_large_leaves_nothing(
    researcher: TestClient, person: str, parts: Parts, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(evidence, "MOST_BYTES", 30)
    assert researcher.post(f"/api/participants/{person}/consent-forms", content=PDF).status_code == 413
    assert files(parts) == []


def test_a_file_goes_with_its_form_and_with_its_person(researcher: TestClient, person: str, parts: Parts) -> None:
    made, _ = kept(researcher, person), kept(researcher, person, PNG)
    assert len(files(parts)) == 2
    assert researcher.delete(f"/api/consent-forms/{made['id']}").status_code == 204
    while run_next(parts.database, parts.handlers, worker="test"):
        pass
    assert len(files(parts)) == 1
    assert researcher.delete(f"/api/participants/{person}").status_code == 204
    outbox.drain(parts.database, parts.apply)
    assert files(parts) == []


def test_two_who_become_one_keep_forms_pages_and_receipts_until_that_one_goes(
    researcher: TestClient, client: TestClient, project: str, person: str, form: Json, parts: Parts
) -> None:
    other = someone(researcher, project, pseudonym="Maureen again")
    made = kept(researcher, other)
    page = path_of(linked(researcher, other, form))
    signed(client, page)
    merged = researcher.post(f"/api/participants/{person}/merge", json={"other_id": other})
    assert merged.is_success, merged.text
    outbox.drain(parts.database, parts.apply)
    assert researcher.get(f"/api/consent-forms/{made['id']}/file").content == PDF
    held = record(researcher, person)
    assert [one["id"] for one in held["forms"]] == [made["id"]]
    assert len(held["receipts"]) == 1
    client.post(f"{page}/withdraw")
    assert record(researcher, person)["consent"]["status"] == "withdrawn", "their link is still theirs"
    assert researcher.delete(f"/api/participants/{person}").status_code == 204
    outbox.drain(parts.database, parts.apply)
    assert files(parts) == []


def test_a_project_takes_the_forms_of_its_people_along(
    admin: TestClient, researcher: TestClient, project: str, person: str, parts: Parts
) -> None:
    kept(researcher, person)
    assert admin.delete(f"/api/projects/{project}").status_code == 204
    outbox.drain(parts.database, parts.apply)
    assert files(parts) == []


@pytest.fixture
def told(database: Database, researcher: TestClient) -> Scene:
    with database.write() as session:
        made = scene(session)
    sent = researcher.put(f"/api/interviews/{made.interview.id}/recording", content=WAV)
    assert sent.is_success, sent.text
    return made


def test_a_moment_plays_where_they_consented_and_falls_silent_with_them(
    researcher: TestClient, told: Scene, parts: Parts
) -> None:
    rosa = told.speakers[ROSA].participant_id
    assert rosa
    address = f"/api/participants/{rosa}/consent-moments"
    span = {"interview_id": told.interview.id, "start_ms": 11_000, "end_ms": 12_000}
    made = researcher.post(address, json=span)
    assert made.status_code == 201, made.text
    assert made.json()["words"].startswith("It failed twice")
    assert researcher.get(made.json()["media_url"]).status_code == 200
    marked = researcher.post(f"/api/transcripts/{told.transcript.id}/highlights", json=told.span(1, "failed twice"))
    by_mark = researcher.post(address, json={"highlight_id": marked.json()["id"]}).json()
    assert (by_mark["words"], by_mark["start_ms"] is not None) == ("failed twice", True)
    give(researcher, rosa, status="withdrawn")
    for moment in record(researcher, rosa)["moments"]:
        assert (moment["words"], moment["media_url"]) == (None, None)
        assert moment["interview_title"] == told.interview.title
    assert TestClient(create_app(parts.settings, parts)).get(made.json()["media_url"]).status_code == 401


@pytest.mark.parametrize("body", [{}, {"start_ms": 5, "end_ms": 5}, {"start_ms": 9, "end_ms": 5}])
def test_a_moment_needs_a_beginning_and_an_end(researcher: TestClient, told: Scene, body: dict[str, int]) -> None:
    rosa = told.speakers[ROSA].participant_id
    full = {"interview_id": told.interview.id, **body}
    assert researcher.post(f"/api/participants/{rosa}/consent-moments", json=full).json()["code"] == "no_moment"


def test_only_who_speaks_there_can_have_consented_there(researcher: TestClient, told: Scene, person: str) -> None:
    body = {"interview_id": told.interview.id, "start_ms": 0, "end_ms": 5}
    refused = researcher.post(f"/api/participants/{person}/consent-moments", json=body)
    assert (refused.status_code, refused.json()["code"]) == (422, "not_their_voice")


def test_a_moment_can_be_forgotten(researcher: TestClient, employee: TestClient, told: Scene) -> None:
    rosa = told.speakers[ROSA].participant_id
    body = {"interview_id": told.interview.id, "start_ms": 0, "end_ms": 5}
    made = researcher.post(f"/api/participants/{rosa}/consent-moments", json=body).json()
    assert employee.delete(f"/api/consent-moments/{made['id']}").status_code == 403
    assert researcher.delete(f"/api/consent-moments/{made['id']}").status_code == 204
    assert record(researcher, str(rosa))["moments"] == []
