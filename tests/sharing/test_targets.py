"""What can be shared besides a reel as it is: the quotes of a tag, and a reel as it was."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlmodel import select

from app.core.clock import now
from app.recordings.models import Recording
from app.sharing import targets
from app.wiring import Parts
from tests.recordings.media import sound
from tests.reels.stage import LEN_SAYS, ROSA_SAYS, Stage, reel_of, stage, upload
from tests.scenes import ROSA
from tests.sharing.scenes import grant_of, items


@pytest.fixture
def tag(on: Stage, researcher: TestClient) -> dict[str, Any]:
    """A tag on what Rosa said."""
    made: dict[str, Any] = researcher.post("/api/tags", json={"name": "Waiting for support"}).json()
    tag_with(researcher, on.rosa.id, made["id"])
    return made


def tag_with(researcher: TestClient, highlight_id: str, *tag_ids: str) -> None:
    version = researcher.get(f"/api/highlights/{highlight_id}").json().get("version")
    body = {"tag_ids": list(tag_ids)} | ({"version": version} if version else {})
    answer = researcher.patch(f"/api/highlights/{highlight_id}", json=body)
    assert answer.status_code == 200, answer.text


def texts(client: TestClient, grant: dict[str, Any]) -> list[str]:
    return [item["text"] for item in items(client, grant)]


def test_a_tag_shows_its_newest_quotes_as_they_come_and_go(
    on: Stage, tag: dict[str, Any], researcher: TestClient, client: TestClient
) -> None:
    grant = grant_of(researcher, "tags", tag["id"])
    assert client.get(f"{grant['path']}/reel.json").json()["title"] == "Waiting for support"
    assert texts(client, grant) == [ROSA_SAYS]
    child = researcher.post("/api/tags", json={"name": "Days", "parent_id": tag["id"]}).json()
    tag_with(researcher, on.len.id, child["id"])
    assert texts(client, grant) == [LEN_SAYS, ROSA_SAYS]
    on.consent(ROSA, status="withdrawn")
    assert texts(client, grant) == [LEN_SAYS]
    researcher.delete(f"/api/tags/{tag['id']}")
    assert client.get(grant["path"]).status_code == 410


def test_a_tag_shows_no_more_than_a_few(
    on: Stage, tag: dict[str, Any], researcher: TestClient, client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    tag_with(researcher, on.len.id, tag["id"])
    monkeypatch.setattr(targets, "MOST_QUOTES", 1)
    assert texts(client, grant_of(researcher, "tags", tag["id"])) == [LEN_SAYS]


def test_the_clips_of_a_tag_are_cut_and_purged(
    on: Stage, tag: dict[str, Any], researcher: TestClient, client: TestClient
) -> None:
    grant = grant_of(researcher, "tags", tag["id"])
    upload(on, researcher)
    on.settle()
    assert len(on.files()) == 1
    assert client.get(items(client, grant)[0]["url"]).status_code == 200
    tag_with(researcher, on.rosa.id)
    on.settle()
    assert on.files() == []


def test_a_tag_is_shared_by_researchers(tag: dict[str, Any], employee: TestClient) -> None:
    answer = employee.post(f"/api/tags/{tag['id']}/grants", json={})
    assert (answer.status_code, answer.json()["code"]) == (403, "not_allowed")
    assert employee.get("/api/tags/none/grants").status_code == 404


def test_a_pinned_reel_stays_as_it_was_but_for_consents(
    on: Stage, employee: TestClient, researcher: TestClient, client: TestClient
) -> None:
    reel = reel_of(employee, on.rosa.id, on.len.id)
    pinned = grant_of(employee, "reels", reel["id"], pinned=True)
    live = grant_of(employee, "reels", reel["id"])
    assert now() - timedelta(minutes=1) < datetime.fromisoformat(pinned["pinned_at"]) <= now()
    gone = employee.delete(f"/api/reels/{reel['id']}/items/{reel['items'][1]['id']}", params={"version": 1})
    assert gone.is_success, gone.text
    assert texts(client, live) == [ROSA_SAYS]
    assert texts(client, pinned) == [ROSA_SAYS, LEN_SAYS]
    upload(on, researcher)
    on.settle()
    assert len(on.files()) == 2
    assert [item["kind"] for item in items(client, pinned)] == ["clip", "clip"]
    on.consent(ROSA, status="withdrawn")
    assert texts(client, pinned) == [LEN_SAYS]
    followed = employee.patch(f"/api/grants/{pinned['id']}", json={"pinned": False}).json()
    assert followed["pinned_at"] is None
    assert texts(client, pinned) == []


def test_a_pinned_reel_keeps_its_look(on: Stage, employee: TestClient, client: TestClient) -> None:
    reel = reel_of(employee, on.rosa.id)
    pinned, live = (grant_of(employee, "reels", reel["id"], pinned=kept) for kept in (True, False))
    changed = {"version": reel["version"], "captions": False, "lower_thirds": False, "transition": "fade"}
    assert employee.patch(f"/api/reels/{reel['id']}", json=changed).is_success
    then, now_ = (client.get(f"{grant['path']}/reel.json").json() for grant in (pinned, live))
    assert (then["captions"], now_["captions"]) == (True, False)
    assert [(item["lower_third"], item["fade_in_ms"]) for item in then["items"]] == [(True, 0)]
    assert [(item["lower_third"], item["fade_in_ms"]) for item in now_["items"]] == [(False, 400)]


def test_voices_of_an_embed_are_alike_loud_and_mere_voices_are_drawn(
    on: Stage, parts: Parts, employee: TestClient, researcher: TestClient, client: TestClient
) -> None:
    other = stage(parts)
    reel = reel_of(employee, on.rosa.id, other.rosa.id)
    grant = grant_of(employee, "reels", reel["id"])
    upload(on, researcher)
    upload(other, researcher, sound("wav", "pcm_s16le", seconds=50.0))
    on.settle()
    with parts.database.write() as session:
        for row in session.exec(select(Recording)).all():
            row.level_db = -10.0 if row.has_video else -14.0
            session.add(row)
    film, voice = items(client, grant)
    assert (film["gain_db"], voice["gain_db"]) == (-4.0, 0.0)
    assert (film["peaks"], len(voice["peaks"])) == ([], 48)
    assert all(level == pytest.approx(voice["peaks"][20], abs=0.03) and level > 0.1 for level in voice["peaks"][1:-1])
    inside = employee.get(f"/api/reels/{reel['id']}").json()["items"]
    assert [item["gain_db"] for item in inside] == [-4.0, 0.0]
    employee.patch(f"/api/reels/{reel['id']}", json={"version": 1, "even_loudness": False})
    assert [item["gain_db"] for item in items(client, grant)] == [0.0, 0.0]


def test_a_deleted_reel_is_gone_also_where_it_is_pinned(on: Stage, employee: TestClient, client: TestClient) -> None:
    reel = reel_of(employee, on.rosa.id)
    pinned = grant_of(employee, "reels", reel["id"], pinned=True)
    employee.delete(f"/api/reels/{reel['id']}")
    assert client.get(pinned["path"]).status_code == 410


def test_all_of_a_target_end_at_once_and_come_back_one_by_one(
    on: Stage, employee: TestClient, researcher: TestClient, client: TestClient
) -> None:
    path = f"/api/highlights/{on.rosa.id}/grants"
    made = [grant_of(one, "highlights", on.rosa.id) for one in (employee, researcher)]
    employee.delete(f"/api/grants/{made[0]['id']}")
    assert employee.delete(path).json() == {"grant_ids": []}
    assert researcher.delete(path).json() == {"grant_ids": [made[1]["id"]]}
    assert [client.get(grant["path"]).status_code for grant in made] == [410, 410]
    researcher.post(f"/api/grants/{made[1]['id']}/restore")
    assert client.get(made[1]["path"]).status_code == 200


def test_a_grant_is_changed_and_what_is_not_sent_stays(on: Stage, employee: TestClient) -> None:
    grant = grant_of(employee, "highlights", on.rosa.id, expires_at="2100-01-01T00:00:00Z")
    path = f"/api/grants/{grant['id']}"
    assert employee.patch(path, json={"label": "New"}).json()["expires_at"] == "2100-01-01T00:00:00Z"
    assert employee.patch(path, json={"expires_at": None}).json()["expires_at"] is None
    past = employee.patch(path, json={"expires_at": "2020-01-01T00:00:00Z"})
    assert (past.status_code, past.json()["code"]) == (422, "expired")


def test_the_list_of_all_is_narrowed(on: Stage, tag: dict[str, Any], researcher: TestClient) -> None:
    quote = grant_of(researcher, "highlights", on.rosa.id)
    of_tag = grant_of(researcher, "tags", tag["id"])
    researcher.delete(f"/api/grants/{quote['id']}")

    def listed(**params: Any) -> list[str]:
        return [one["id"] for one in researcher.get("/api/grants", params=params).json()["items"]]

    assert listed() == [of_tag["id"], quote["id"]]
    assert listed(live=True) == [of_tag["id"]]
    assert listed(of="highlight") == [quote["id"]]
    shown = researcher.get("/api/grants", params={"of": "tag"}).json()["items"][0]
    assert shown["target_title"] == "Waiting for support"


@pytest.mark.both_databases
def test_tags_and_pinned_reels_are_shared_on_both_databases(
    parts: Parts, researcher: TestClient, client: TestClient
) -> None:
    here = stage(parts)
    upload(here, researcher)
    tag = researcher.post("/api/tags", json={"name": "Waiting"}).json()
    tag_with(researcher, here.rosa.id, tag["id"])
    of_tag = grant_of(researcher, "tags", tag["id"])
    pinned = grant_of(researcher, "reels", reel_of(researcher, here.len.id)["id"], pinned=True)
    here.settle()
    for grant in (of_tag, pinned):
        assert [item["kind"] for item in items(client, grant)] == ["clip"]
        for _ in range(2):
            assert client.post(f"{grant['path']}/plays").status_code == 204
    assert [day["plays"] for one in researcher.get("/api/grants").json()["items"] for day in one["days"]] == [2, 2]
