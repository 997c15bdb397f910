"""Legal names, contacts and incentives: for the project's researchers alone, on every route that tells of people."""

from typing import Any

import pytest
from fastapi.testclient import TestClient

from app.participants.private import PRIVATE
from tests.conftest import SignIn

SECRETS = {"legal_name": "Zdenka Realnamova", "contact": "zdenka@example.org", "incentive": "Voucher for 71 gold"}


def test_what_is_sealed_is_what_is_private() -> None:
    assert set(SECRETS) == PRIVATE


@pytest.mark.parametrize("access", ["open", "restricted"])
def test_nobody_but_the_projects_researchers_is_told(
    researcher: TestClient, employee: TestClient, admin: TestClient, sign_in: SignIn, access: str
) -> None:
    project = researcher.post("/api/projects", json={"name": "Listening", "access": access}).json()["id"]
    person: dict[str, Any] = researcher.post(
        f"/api/projects/{project}/participants",
        json={"pseudonym": "Maureen", "consent": {"status": "granted", "scope": "public"}, **SECRETS},
    ).json()
    second = {"pseudonym": "Mo", "consent": {"status": "granted", "scope": "public"}, **SECRETS}
    other_id = researcher.post(f"/api/projects/{project}/participants", json=second).json()["id"]
    elsewhere = sign_in("researcher", "Of another project")
    own = elsewhere.post("/api/projects", json={"name": "Elsewhere", "access": "restricted"}).json()["id"]
    assert own != project
    gets = [
        f"/api/participants/{person['id']}",
        "/api/participants",
        f"/api/projects/{project}/participants",
        f"/api/projects/{project}/participants/duplicates",
        "/api/segments",
        "/api/attributes",
        "/api/search?q=zdenka",
    ]
    for path in gets:
        told = [employee.get(path).text]
        if access == "restricted":
            told.append(elsewhere.get(path).text)
        assert not [word for word in SECRETS.values() for text in told if word in text], path
    merge = employee.post(f"/api/participants/{person['id']}/merge/preview", json={"other_id": other_id})
    assert merge.status_code in (403, 404)
    for client in (researcher, admin):
        assert client.get(gets[0]).json()["private"] == SECRETS
