"""The history of a reel: kept by itself, named, brought back, and never a way around consent."""

from typing import Any

import pytest
from alembic import command
from fastapi.testclient import TestClient

from app.core.database import alembic_config
from tests.conftest import SignIn
from tests.reels.stage import LEN_SAYS, ROSA_SAYS, Stage, reel_of, stage
from tests.scenes import ROSA

pytestmark = pytest.mark.both_databases


@pytest.fixture
def on(parts: Any) -> Stage:
    return stage(parts)


@pytest.fixture
def reel(on: Stage, employee: TestClient) -> dict[str, Any]:
    return reel_of(employee, f"h-{on.rosa.id}", on.len.id)


def put(client: TestClient, reel: dict[str, Any], *items: dict[str, Any]) -> Any:
    return client.put(f"/api/reels/{reel['id']}/items", json={"version": reel["version"], "items": items})


def history(client: TestClient, reel: dict[str, Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = client.get(f"/api/reels/{reel['id']}/versions").json()["items"]
    return found


def test_edits_in_a_row_are_one_version_and_another_hand_begins_a_new_one(
    reel: dict[str, Any], employee: TestClient, researcher: TestClient
) -> None:
    path = f"/api/reels/{reel['id']}"
    for number in (1, 2):
        employee.patch(path, json={"title": f"Take {number}", "version": number})
    assert [one["title"] for one in history(employee, reel)] == ["Take 2"]
    researcher.patch(path, json={"title": "Take 3", "version": 3})
    kept = history(employee, reel)
    assert [(one["title"], one["is_current"]) for one in kept] == [("Take 3", True), ("Take 2", False)]
    assert (kept[0]["clips"], kept[0]["cards"], kept[0]["number"]) == (2, 0, 2)


def test_a_named_version_is_brought_back_with_everything_in_it(
    on: Stage, reel: dict[str, Any], employee: TestClient
) -> None:
    path = f"/api/reels/{reel['id']}"
    assert employee.post(f"{path}/versions", json={"name": "For the board"}).status_code == 201
    emptied = put(employee, reel, {"kind": "card", "title": "Nothing left"}).json()
    named = next(one for one in history(employee, reel) if one["name"] == "For the board")
    then = employee.get(f"{path}/versions/{named['id']}").json()
    assert [item["quote"] for item in then["items"]] == [ROSA_SAYS, LEN_SAYS]
    params = {"version": emptied["version"]}
    back = employee.post(f"{path}/versions/{named['id']}/restore", params=params).json()
    assert back["items"] == reel["items"]
    kept = history(employee, reel)
    assert [(one["name"], one["cards"]) for one in kept] == [("", 0), ("", 1), ("For the board", 0)]
    undone = employee.post(f"{path}/versions/{kept[1]['id']}/restore", params={"version": back["version"]}).json()
    assert [item["title"] for item in undone["items"]] == ["Nothing left"]


def test_a_version_tells_no_words_that_consent_forbids_today(
    reel: dict[str, Any], on: Stage, employee: TestClient, database: Any
) -> None:
    employee.patch(f"/api/reels/{reel['id']}", json={"title": "New", "version": 1})
    on.consent(ROSA, status="withdrawn")
    version = history(employee, reel)[0]["id"]
    answer = employee.get(f"/api/reels/{reel['id']}/versions/{version}")
    assert answer.json()["items"][0]["silence"] == "withdrawn"
    assert "three days" not in answer.text
    with database.engine.connect() as connection:
        kept = connection.exec_driver_sql("SELECT snapshot FROM reel_version").all()
    assert "three days" not in str(kept)


def test_a_moment_that_is_gone_for_good_stays_away_when_a_version_is_brought_back(
    reel: dict[str, Any], on: Stage, employee: TestClient, database: Any
) -> None:
    path = f"/api/reels/{reel['id']}"
    employee.post(f"{path}/versions", json={"name": "Both"})
    with database.write() as session:
        session.delete(session.merge(on.rosa))
    version = history(employee, reel)[0]["id"]
    back = employee.post(f"{path}/versions/{version}/restore", params={"version": 1}).json()
    assert [item["quote"] for item in back["items"]] == [LEN_SAYS]


def test_versions_are_renamed_and_kept_from_those_who_do_not_edit(
    reel: dict[str, Any], employee: TestClient, sign_in: SignIn
) -> None:
    path = f"/api/reels/{reel['id']}/versions"
    named = employee.post(path, json={"name": "Draft"}).json()
    assert employee.patch(f"{path}/{named['id']}", json={"name": "Final"}).json()["name"] == "Final"
    assert employee.post(path, json={"name": "Same, other name"}).json()["number"] == 2
    stranger = sign_in("viewer")
    for address in (path, f"{path}/{named['id']}"):
        assert stranger.get(address).status_code == 403
    assert employee.get(f"{path}/none").status_code == 404
    assert employee.post(f"{path}/{named['id']}/restore", params={"version": 99}).status_code == 409


def test_the_clips_of_reels_made_before_there_was_a_history_survive_the_migration_both_ways(
    reel: dict[str, Any], employee: TestClient, parts: Any
) -> None:
    config = alembic_config(parts.database.url)
    parts.database.engine.dispose()
    for revision in ("0002", "head"):
        (command.downgrade if revision == "0002" else command.upgrade)(config, revision)
    seen = employee.get(f"/api/reels/{reel['id']}").json()
    assert [item["id"] for item in seen["items"]] == [item["id"] for item in reel["items"]]
    assert (seen["captions"], seen["transition"], seen["items"][0]["lower_third"]) == (True, "cut", True)
    employee.patch(f"/api/reels/{reel['id']}", json={"title": "New", "version": 1})
    assert [(one["number"], one["title"]) for one in history(employee, reel)] == [(2, "New"), (1, "Waiting")]
