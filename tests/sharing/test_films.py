"""A whole reel at a plain address: made when asked for, true at every request, gone with the voice that is."""

from typing import Any
from urllib.parse import urlsplit

import pytest
from fastapi.testclient import TestClient
from sqlmodel import select

from app.audit.models import AuditEntry
from app.renders.models import DONE, ReelRender
from app.sharing import films
from app.wiring import Parts
from tests.reels.sources import length
from tests.reels.stage import Stage, reel_of, stage, upload
from tests.renders.test_renders import shorten
from tests.scenes import LEN, ROSA

WIKI = "https://wiki.example"


@pytest.fixture
def on(parts: Parts, researcher: TestClient, monkeypatch: pytest.MonkeyPatch) -> Stage:
    monkeypatch.setattr(films, "CALM", films.CALM * 0)
    made = stage(parts, scope="public")
    upload(made, researcher)
    return made


@pytest.fixture
def reel(on: Stage, researcher: TestClient) -> dict[str, Any]:
    return shorten(researcher, reel_of(researcher, on.rosa.id, on.len.id))


def address(client: TestClient, reel: dict[str, Any], **body: Any) -> str:
    """The plain address of an embed of the reel."""
    answer = client.post(f"/api/reels/{reel['id']}/grants", json={"label": "Wiki", "origins": [WIKI], **body})
    assert answer.status_code == 201, answer.text
    (code,) = [one["code"] for one in answer.json()["snippets"] if one["host"] == "file"]
    return urlsplit(code).path


@pytest.fixture
def path(on: Stage, reel: dict[str, Any], researcher: TestClient, client: TestClient) -> str:
    """An address whose film is there."""
    found = address(researcher, reel)
    assert client.get(found).json()["code"] == "not_ready"
    on.settle()
    return found


def rows(on: Stage) -> list[ReelRender]:
    with on.parts.database.read() as session:
        return list(session.exec(select(ReelRender).order_by(ReelRender.id)).all())  # type: ignore[arg-type]


def test_whoever_asks_first_has_it_made_and_then_it_plays_in_ranges(path: str, client: TestClient) -> None:
    whole = client.get(path)
    assert (whole.status_code, whole.headers["content-type"]) == (200, "video/mp4")
    assert length(whole.content) == pytest.approx(3.0, abs=0.05)
    assert "set-cookie" not in whole.headers
    assert client.head(path).headers["content-length"] == str(len(whole.content))
    tag = whole.headers["etag"]
    part = client.get(path, headers={"Range": "bytes=4-7", "If-Range": tag})
    assert (part.status_code, part.content) == (206, b"ftyp")
    assert client.get(path, headers={"Range": "bytes=4-7", "If-Range": '"other"'}).status_code == 200
    assert client.get(path, headers={"Range": "bytes=999999999-"}).status_code == 416


def test_asking_twice_makes_one(on: Stage, reel: dict[str, Any], researcher: TestClient, client: TestClient) -> None:
    found = address(researcher, reel)
    for _ in range(3):
        assert client.get(found).status_code == 404
    on.settle()
    assert len(rows(on)) == 1


def test_the_next_request_after_a_withdrawal_has_nothing_and_soon_a_film_without_it(
    on: Stage, path: str, client: TestClient
) -> None:
    on.consent(ROSA, status="withdrawn")
    # Before any relay: the database's answer. Rosa was in the room, so nothing of the recording plays any more.
    assert client.get(path).json()["code"] == "not_ready"
    on.settle()
    whole = client.get(path)
    assert whole.status_code == 200
    before, after = rows(on)
    assert (before.state, before.files) == ("purged", {})
    assert [part["source_sha256"] for part in after.parts] == ["", ""]
    with on.parts.database.read() as session:
        (entry,) = session.exec(select(AuditEntry).where(AuditEntry.action == "render.purge")).all()
    assert (entry.target_id, len(entry.detail["files"])) == (before.id, 3)


def test_a_clip_cut_shorter_is_not_served_as_it_was(
    on: Stage, reel: dict[str, Any], path: str, researcher: TestClient, client: TestClient
) -> None:
    item = reel["items"][1]
    body = {"trim_end_ms": item["trim_end_ms"] - 300, "version": reel["version"]}
    assert researcher.patch(f"/api/reels/{reel['id']}/items/{item['id']}", json=body).status_code == 200
    assert client.get(path).json()["code"] == "not_ready"
    on.settle()
    assert length(client.get(path).content) == pytest.approx(2.7, abs=0.05)


def test_another_order_is_served_as_it_was_until_the_new_one_is_there(
    on: Stage, reel: dict[str, Any], path: str, researcher: TestClient, client: TestClient
) -> None:
    before = client.get(path).headers["etag"]
    order = [item["id"] for item in reversed(reel["items"])]
    body = {"item_ids": order, "version": reel["version"]}
    assert researcher.put(f"/api/reels/{reel['id']}/order", json=body).status_code == 200
    assert client.get(path).headers["etag"] == before
    on.settle()
    assert client.get(path).headers["etag"] != before


def test_a_pinned_film_stays_what_it_was_but_not_beyond_consent(
    on: Stage, reel: dict[str, Any], researcher: TestClient, client: TestClient
) -> None:
    found = address(researcher, reel, pinned=True)
    client.get(found)
    on.settle()
    item = reel["items"][2]
    path = f"/api/reels/{reel['id']}/items/{item['id']}"
    assert researcher.delete(path, params={"version": reel["version"]}).status_code == 200
    on.settle()
    assert length(client.get(found).content) == pytest.approx(3.0, abs=0.05)
    on.consent(LEN, status="withdrawn")
    assert client.get(found).status_code == 404


def test_a_revoked_film_is_over_at_once_and_its_file_goes(
    on: Stage, reel: dict[str, Any], path: str, researcher: TestClient, client: TestClient
) -> None:
    (grant,) = researcher.get(f"/api/reels/{reel['id']}/grants").json()["items"]
    assert researcher.delete(f"/api/grants/{grant['id']}").status_code == 204
    assert client.get(path).status_code == 410
    on.settle()
    assert [row.purged_for for row in rows(on)] == ["unshared"]
    assert not list((on.parts.settings.data / "files" / "renders").rglob("*.mp4"))


def test_a_link_with_a_password_has_no_plain_film(
    on: Stage, reel: dict[str, Any], researcher: TestClient, client: TestClient
) -> None:
    body = {"kind": "share", "origins": [], "password": "a good long password"}
    found = address(researcher, reel, **body)
    assert client.get(found).json()["code"] == "locked"
    on.settle()
    assert rows(on) == []


def test_nothing_is_made_of_a_reel_that_may_not_leave_the_house(
    on: Stage, reel: dict[str, Any], researcher: TestClient, client: TestClient
) -> None:
    found = address(researcher, reel)
    for name in (ROSA, LEN):
        on.consent(name, scope="team")
    assert client.get(found).json()["code"] == "not_ready"
    on.settle()
    assert [row.state for row in rows(on)] == [DONE]
    assert [part["highlight_id"] for part in rows(on)[0].parts] == [None]


def test_a_link_for_anyone_has_its_film_made_for_cards(
    on: Stage, reel: dict[str, Any], researcher: TestClient, client: TestClient
) -> None:
    made = researcher.post(f"/api/reels/{reel['id']}/grants", json={"kind": "share"}).json()
    page = urlsplit(made["page_url"]).path
    assert "og:video" not in client.get(page).text
    on.settle()
    html = client.get(page).text
    assert f'<meta property="og:video" content="{made["page_url"]}/video.mp4">' in html
    assert '<meta property="og:type" content="video.other">' in html
    on.consent(ROSA, scope="company")
    assert "og:video" not in client.get(page).text


def test_whoever_edits_is_told_that_an_embed_lost_a_clip(
    on: Stage, reel: dict[str, Any], researcher: TestClient
) -> None:
    address(researcher, reel)
    on.settle()
    on.consent(LEN, scope="team")
    on.settle()
    notices = researcher.get(f"/api/reels/{reel['id']}/notices").json()["items"]
    assert {(one["item_id"], one["reason"]) for one in notices} == {
        (reel["items"][1]["id"], "text_only"),
        (reel["items"][2]["id"], "scope"),
    }
