"""Feeds of topics: Atom for whoever holds the address, never a word more than consent lets out."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit
from xml.etree import ElementTree

import pytest
from fastapi.testclient import TestClient
from sqlmodel import select

from app.accounts.models import User
from app.grants.models import Grant
from app.topics.models import Topic
from app.wiring import Parts
from search import EngineUnavailable
from tests.discovery.conftest import Settle, mark, tag
from tests.scenes import LEN, ROSA, Scene

Told = Callable[..., Scene]
ATOM = {"a": "http://www.w3.org/2005/Atom"}


def feed_of(client: TestClient, q: str = "", **options: Any) -> tuple[str, dict[str, Any]]:
    """The path of a new feed of a new topic, and the feed."""
    topic = client.post("/api/topics", json={"name": "Exports & more", "search": {"q": q}}).json()
    answer = client.post(f"/api/topics/{topic['id']}/feeds", json=options)
    assert answer.status_code == 201, answer.text
    return urlsplit(answer.json()["url"]).path, {**answer.json(), "topic_id": topic["id"]}


def entries(client: TestClient, path: str) -> list[ElementTree.Element]:
    answer = client.get(path)
    assert answer.status_code == 200, answer.text
    return ElementTree.fromstring(answer.content).findall("a:entry", ATOM)


def text_of(entry: ElementTree.Element, name: str) -> str:
    return entry.findtext(f"a:{name}", "", ATOM)


def withdraw(researcher: TestClient, made: Scene, name: str, **consent: Any) -> None:
    path = f"/api/participants/{made.speakers[name].participant_id}/consent"
    assert researcher.put(path, json={"status": "withdrawn", "scope": "company", **consent}).is_success


def test_a_feed_is_what_rfc_4287_asks_for(
    parts: Parts, told: Told, settle: Settle, employee: TestClient, client: TestClient
) -> None:
    made = told(lines=((ROSA, "It <b>failed</b> & nobody\x0b called 🙁 me\nback."),))
    with parts.database.write() as session:
        mark(session, made, 0, "failed</b> & nobody\x0b called", tags=[tag(session, "Waiting")])
    settle()
    path, _ = feed_of(employee, "failed")
    answer = client.get(path)
    assert answer.headers["content-type"] == "application/atom+xml"
    feed = ElementTree.fromstring(answer.content)
    assert feed.tag == "{http://www.w3.org/2005/Atom}feed"
    for needed in ("id", "title", "updated"):
        assert len(feed.findall(f"a:{needed}", ATOM)) == 1
    links = {link.get("rel"): link.get("href") for link in feed.findall("a:link", ATOM)}
    assert links["self"] == f"http://127.0.0.1:8000{path}"
    (entry,) = feed.findall("a:entry", ATOM)
    for needed in ("id", "title", "updated", "author/a:name", "content"):
        assert len(entry.findall(f"a:{needed}", ATOM)) == 1, needed
    assert entry.findtext("a:author/a:name", "", ATOM) == ROSA
    assert entry.find("a:content", ATOM).get("type") == "html"  # type: ignore[union-attr]
    assert "failed&lt;/b&gt; &amp; nobody" in text_of(entry, "content")
    assert [category.get("label") for category in entry.findall("a:category", ATOM)] == ["Waiting"]


def test_a_feed_asks_for_no_cookie_sets_none_and_may_be_read_by_web_readers(
    told: Told, employee: TestClient, client: TestClient
) -> None:
    told()
    path, _ = feed_of(employee, "failed")
    answer = client.get(path)
    assert "set-cookie" not in answer.headers
    assert answer.headers["access-control-allow-origin"] == "*"
    assert answer.headers["x-robots-tag"] == "noindex, nofollow"
    assert client.head(path).content == b""


def test_the_same_feed_is_not_sent_twice(
    told: Told, settle: Settle, researcher: TestClient, client: TestClient
) -> None:
    made = told()
    path, _ = feed_of(researcher, "failed")
    first = client.get(path)
    again = client.get(path, headers={"If-None-Match": f'"other", W/{first.headers["etag"]}'})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", first.headers["etag"])
    withdraw(researcher, made, ROSA)
    changed = client.get(path, headers={"If-None-Match": first.headers["etag"]})
    assert changed.status_code == 200
    assert "last-modified" not in changed.headers


def test_a_voice_that_withdraws_is_gone_with_the_next_request_although_the_index_still_holds_it(
    told: Told, researcher: TestClient, client: TestClient
) -> None:
    made = told()
    path, _ = feed_of(researcher)
    assert {ROSA, LEN} <= {entry.findtext("a:author/a:name", "", ATOM) for entry in entries(client, path)}
    withdraw(researcher, made, ROSA)
    answer = client.get(path)
    assert ROSA not in answer.text
    assert "failed twice" not in answer.text
    assert "gave up" in answer.text


@pytest.mark.parametrize(
    ("scope", "reach", "found"),
    [
        ("team", "company", 0),
        ("company", "company", 1),
        ("company", "public", 0),
        ("public", "public", 1),
        ("public", "company", 1),
    ],
)
def test_a_feed_carries_what_the_scope_of_a_consent_lets_out(
    told: Told, admin: TestClient, client: TestClient, scope: str, reach: str, found: int
) -> None:
    told(scope=scope)
    path, _ = feed_of(admin, "failed", reach=reach)
    assert len(entries(client, path)) == found


def test_a_feed_that_an_administrator_made_tells_nothing_of_a_restricted_project(
    told: Told, admin: TestClient, client: TestClient
) -> None:
    told(access="restricted")
    path, _ = feed_of(admin, "failed")
    assert entries(client, path) == []


def test_a_revoked_feed_a_deleted_topic_and_a_guess_say_so(
    told: Told, employee: TestClient, client: TestClient
) -> None:
    told()
    path, feed = feed_of(employee, "failed")
    of = f"/api/topics/{feed['topic_id']}"
    assert employee.delete(f"{of}/feeds/{feed['id']}").status_code == 204
    assert client.get(path).status_code == 410
    assert employee.post(f"{of}/feeds/{feed['id']}/restore").json()["state"] == "live"
    assert len(entries(client, path)) == 1
    employee.delete(of)
    assert client.get(path).status_code == 410
    assert client.get("/feeds/fhe_guessed.atom").status_code == 404


def test_a_feed_for_the_company_ends_with_its_makers_account_a_public_one_does_not(
    parts: Parts, told: Told, employee: TestClient, client: TestClient
) -> None:
    told(scope="public")
    inside, outside = (feed_of(employee, "failed", reach=reach)[0] for reach in ("company", "public"))
    assert len(entries(client, inside)) == len(entries(client, outside)) == 1
    with parts.database.write() as session:
        for user in session.exec(select(User)).all():
            user.active = False
            session.add(user)
    gone = client.get(inside)
    assert (gone.status_code, gone.json()["code"]) == (410, "maker_left")
    assert len(entries(client, outside)) == 1


def test_the_address_is_told_once_and_only_its_hash_is_kept(parts: Parts, employee: TestClient) -> None:
    path, feed = feed_of(employee, label="Team chat")
    token = path.removeprefix("/feeds/").removesuffix(".atom")
    (listed,) = employee.get(f"/api/topics/{feed['topic_id']}/feeds").json()["items"]
    assert "url" not in listed
    assert (listed["label"], listed["hint"]) == ("Team chat", token[-4:])
    with parts.database.read() as session:
        (row,) = session.exec(select(Grant)).all()
    assert token not in row.model_dump_json()


def test_others_see_and_end_ones_feeds_only_as_researchers(
    employee: TestClient, researcher: TestClient, sign_in: Callable[..., TestClient]
) -> None:
    _, feed = feed_of(employee)
    of, other = f"/api/topics/{feed['topic_id']}/feeds", sign_in("viewer", "Other")
    assert other.get(of).json()["items"] == []
    assert other.delete(f"{of}/{feed['id']}").status_code == 404
    assert len(researcher.get(of).json()["items"]) == 1
    assert researcher.delete(f"{of}/{feed['id']}").status_code == 204


def test_a_feed_is_none_of_the_things_that_play(told: Told, admin: TestClient, client: TestClient) -> None:
    told()
    path, feed = feed_of(admin)
    token = path.removeprefix("/feeds/").removesuffix(".atom")
    assert admin.get("/api/grants").json()["items"] == []
    assert admin.delete(f"/api/grants/{feed['id']}").status_code == 404
    assert client.get(f"/embed/{token}/reel.json").status_code == 404
    assert client.get(f"/s/{token}").status_code == 404


def test_while_search_is_down_a_reader_is_asked_to_come_again(
    parts: Parts, told: Told, employee: TestClient, client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    told()
    path, _ = feed_of(employee)

    def down(*_: object) -> None:
        raise EngineUnavailable("resting")

    monkeypatch.setattr(parts.engine, "find", down)
    assert client.get(path).status_code == 503


def test_a_topic_whose_search_nobody_can_read_any_more_is_an_empty_feed(
    parts: Parts, employee: TestClient, client: TestClient
) -> None:
    path, feed = feed_of(employee)
    with parts.database.write() as session:
        topic = session.get(Topic, feed["topic_id"])
        assert topic
        topic.search = {"q": "after:soon"}
        session.add(topic)
    assert entries(client, path) == []
    assert employee.get("/api/topics/news").json()["items"] == []
