"""Projects: who sees them, who changes them."""

import pytest
from fastapi.testclient import TestClient


def start(client: TestClient, **values: object) -> dict[str, object]:
    answer = client.post("/api/projects", json={"name": "Listening", **values})
    assert answer.status_code == 201, answer.text
    made: dict[str, object] = answer.json()
    return made


@pytest.mark.both_databases
def test_a_restricted_project_exists_only_for_its_team(
    researcher: TestClient, employee: TestClient, admin: TestClient
) -> None:
    project = start(researcher, access="restricted")
    address = f"/api/projects/{project['id']}"
    assert project["may_research"]
    assert employee.get(address).status_code == 404
    assert employee.get("/api/projects").json()["items"] == []
    assert admin.get(address).json()["may_research"]

    me = employee.get("/api/session").json()["user"]["id"]
    assert researcher.put(f"{address}/members/{me}", json={"role": "viewer"}).status_code == 204
    assert employee.get(address).json()["may_research"] is False
    assert len(employee.get(f"{address}/members").json()["items"]) == 2
    assert researcher.put(f"{address}/members/{me}", json={"role": "researcher"}).status_code == 204
    assert employee.get(address).json()["may_research"] is True
    assert researcher.delete(f"{address}/members/{me}").status_code == 204
    assert researcher.delete(f"{address}/members/{me}").status_code == 204
    assert employee.get(address).status_code == 404


def test_an_employee_reads_an_open_project_and_changes_nothing(researcher: TestClient, employee: TestClient) -> None:
    project = start(researcher)
    address = f"/api/projects/{project['id']}"
    assert employee.get(address).json()["may_research"] is False
    assert employee.patch(address, json={"name": "Mine", "version": 1}).status_code == 403
    assert employee.delete(address).status_code == 403
    assert employee.post("/api/projects", json={"name": "Mine"}).status_code == 403


def test_two_people_editing_one_project_do_not_overwrite_each_other(researcher: TestClient) -> None:
    project = start(researcher)
    address = f"/api/projects/{project['id']}"
    first = researcher.patch(address, json={"goal": "Hear them", "version": project["version"]})
    assert first.json()["version"] == 2
    second = researcher.patch(address, json={"goal": "Sell them", "version": project["version"]})
    assert (second.status_code, second.json()["code"]) == (409, "conflict")
    assert researcher.get(address).json()["goal"] == "Hear them"


def test_a_period_that_ends_before_it_starts_is_refused_also_when_edited_in_halves(researcher: TestClient) -> None:
    body = {"name": "Backwards", "starts_on": "2026-02-01", "ends_on": "2026-01-01"}
    assert researcher.post("/api/projects", json=body).status_code == 422
    project = start(researcher, starts_on="2026-02-01")
    halved = researcher.patch(f"/api/projects/{project['id']}", json={"ends_on": "2026-01-01", "version": 1})
    assert halved.status_code == 422
    assert halved.json()["faults"][0]["where"] == "ends_on"


def test_sending_a_creation_again_with_the_same_key_creates_once(researcher: TestClient) -> None:
    headers = {"Idempotency-Key": "once"}
    ids = {researcher.post("/api/projects", json={"name": "Once"}, headers=headers).json()["id"] for _ in range(2)}
    assert len(ids) == 1
    assert len(researcher.get("/api/projects").json()["items"]) == 1


@pytest.mark.both_databases
def test_projects_are_paged_by_name_without_gaps(researcher: TestClient) -> None:
    names = [f"Project {letter}" for letter in "CABED"]
    for name in names:
        start(researcher, name=name)
    seen, cursor = [], ""
    while cursor is not None:
        page = researcher.get("/api/projects", params={"limit": 2, **({"cursor": cursor} if cursor else {})}).json()
        seen += [item["name"] for item in page["items"]]
        cursor = page["next_cursor"]
    assert seen == sorted(names)


@pytest.mark.parametrize("cursor", ["nonsense", "W10", "!!!!"])
def test_a_foreign_cursor_is_refused_in_words(researcher: TestClient, cursor: str) -> None:
    answer = researcher.get("/api/projects", params={"cursor": cursor})
    assert (answer.status_code, answer.json()["faults"][0]["where"]) == (422, "cursor")


def test_only_an_administrator_deletes_a_project_and_the_audit_log_says_so(
    researcher: TestClient, admin: TestClient
) -> None:
    project = start(researcher)
    address = f"/api/projects/{project['id']}"
    assert researcher.delete(address).status_code == 403
    assert admin.delete(address).status_code == 204
    assert admin.get(address).status_code == 404
    log = admin.get("/api/audit-entries", params={"action": "project."}).json()["items"]
    assert [entry["action"] for entry in log] == ["project.delete", "project.create"]
    assert researcher.get("/api/audit-entries").status_code == 403
    about = admin.get("/api/audit-entries", params={"target_id": project["id"], "limit": 1}).json()
    older = admin.get("/api/audit-entries", params={"limit": 1, "cursor": about["next_cursor"]}).json()
    assert older["items"][0]["action"] == "project.create"
