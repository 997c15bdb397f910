"""Long work over HTTP: people see and steer what they asked for, administrators everything."""

from datetime import timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient

from app.core.clock import now
from app.core.database import Database
from app.jobs import service as jobs
from tests.conftest import SignIn
from tests.jobs.test_queue import change, put


@pytest.fixture
def mine(database: Database, researcher: TestClient) -> list[str]:
    """Four jobs of the researcher: waiting, running, failed, done."""
    owner = researcher.get("/api/session").json()["user"]["id"]
    ids = [put(database, owner_id=owner, target_id=f"i{n}", target_kind="interview") for n in range(4)]
    started = now() - timedelta(seconds=60)
    change(database, ids[1], state="running", attempts=1, progress=0.25, started_at=started)
    change(database, ids[2], state="failed", attempts=3, message="The disk is full.", finished_at=now())
    change(database, ids[3], state="done", progress=1.0, finished_at=now())
    return ids


def listed(client: TestClient, **params: Any) -> list[str]:
    answer = client.get("/api/jobs", params=params)
    assert answer.status_code == 200, answer.text
    return [item["id"] for item in answer.json()["items"]]


def test_everyone_sees_their_own_and_administrators_see_all(
    mine: list[str], database: Database, researcher: TestClient, sign_in: SignIn, admin: TestClient
) -> None:
    housekeeping = put(database)
    other = sign_in("researcher")
    assert listed(researcher) == mine[::-1]
    assert listed(other) == []
    assert listed(admin) == [housekeeping, *mine[::-1]]
    for job_id in (mine[0], housekeeping, "unknown"):
        assert other.get(f"/api/jobs/{job_id}").status_code == 404
        assert other.post(f"/api/jobs/{job_id}/cancel").status_code == 404
        assert other.post(f"/api/jobs/{job_id}/retry").status_code == 404
    assert researcher.get(f"/api/jobs/{housekeeping}").status_code == 404


def test_they_are_found_by_state_target_and_kind_and_come_in_pages(mine: list[str], researcher: TestClient) -> None:
    assert listed(researcher, state=["queued", "running"]) == [mine[1], mine[0]]
    assert listed(researcher, target_id="i2") == [mine[2]]
    assert listed(researcher, kind="other") == []
    page = researcher.get("/api/jobs", params={"limit": 3}).json()
    assert listed(researcher, cursor=page["next_cursor"]) == [mine[0]]
    assert researcher.get("/api/jobs", params={"state": "odd"}).status_code == 422


def test_the_time_left_is_told_from_how_far_it_came(mine: list[str], researcher: TestClient) -> None:
    waiting, running, failed, _done = (researcher.get(f"/api/jobs/{job_id}").json() for job_id in mine)
    assert running["left_ms"] == pytest.approx(180_000, rel=0.2)
    assert (waiting["left_ms"], failed["left_ms"], failed["message"]) == (None, None, "The disk is full.")


def test_work_is_cancelled_and_tried_again(mine: list[str], database: Database, researcher: TestClient) -> None:
    assert researcher.post(f"/api/jobs/{mine[0]}/cancel").json()["state"] == "cancelled"
    assert researcher.post(f"/api/jobs/{mine[1]}/cancel").json()["state"] == "cancelled"
    assert researcher.post(f"/api/jobs/{mine[3]}/cancel").json()["state"] == "done"
    again = researcher.post(f"/api/jobs/{mine[2]}/retry").json()
    assert (again["state"], again["message"], again["attempts"]) == ("queued", "", 0)
    refused = researcher.post(f"/api/jobs/{mine[3]}/retry")
    assert (refused.status_code, refused.json()["code"]) == (409, "job_not_ended")
    taken = jobs.claim(database, "w")
    assert taken
    assert taken.id == mine[2]


def test_nobody_sees_work_without_signing_in(client: TestClient) -> None:
    assert client.get("/api/jobs").status_code == 401
