"""Topics: saved searches, who sees and follows them, and what is new in them."""

from collections.abc import Callable
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlmodel import select

from app.audit.models import AuditEntry
from app.topics.models import TopicFollow
from app.wiring import Parts
from tests.conftest import SignIn
from tests.discovery.conftest import Settle, mark
from tests.scenes import ROSA, Scene

Told = Callable[..., Scene]


def save(client: TestClient, **values: Any) -> dict[str, Any]:
    body = {"name": "Exports", "search": {"q": "failed"}, **values}
    answer = client.post("/api/topics", json=body)
    assert answer.status_code == 201, answer.text
    made: dict[str, Any] = answer.json()
    return made


def news(client: TestClient) -> dict[str, int]:
    answer = client.get("/api/topics/news")
    assert answer.status_code == 200, answer.text
    return {one["name"]: one["quotes"] for one in answer.json()["items"]}


def names(client: TestClient, **asked: Any) -> list[str]:
    return [one["name"] for one in client.get("/api/topics", params=asked).json()["items"]]


@pytest.mark.both_databases
def test_whoever_saves_a_search_follows_it_and_everyone_sees_it(employee: TestClient, researcher: TestClient) -> None:
    made = save(employee, search={"q": "waiting -price", "emotion": ["frustrated"], "after": "2026-01-01"})
    assert (made["following"], made["mine"], made["followers"]) == (True, True, 1)
    seen = researcher.get(f"/api/topics/{made['id']}").json()
    assert seen["search"]["q"] == "waiting -price"
    assert seen["search"]["emotion"] == ["frustrated"]
    assert seen["search"]["after"] == "2026-01-01"
    assert (seen["following"], seen["mine"], seen["follower_names"]) == (False, False, ["Viewer"])


def test_a_private_topic_is_nobody_elses_not_even_an_administrators(employee: TestClient, admin: TestClient) -> None:
    made = save(employee, name="My hunch", private=True)
    assert names(employee) == ["My hunch"]
    assert names(admin) == []
    for method, path in (("GET", ""), ("DELETE", ""), ("PUT", "/follow"), ("POST", "/feeds"), ("GET", "/feeds")):
        answer = admin.request(
            method, f"/api/topics/{made['id']}{path}", json={} if method in ("PUT", "POST") else None
        )
        assert answer.status_code == 404, f"{method} {path}"


def test_only_its_maker_and_administrators_change_a_topic(
    employee: TestClient, researcher: TestClient, admin: TestClient
) -> None:
    made = save(employee)
    patch = {"name": "Broken exports", "version": made["version"]}
    assert researcher.patch(f"/api/topics/{made['id']}", json=patch).status_code == 403
    changed = admin.patch(f"/api/topics/{made['id']}", json=patch).json()
    assert changed["name"] == "Broken exports"
    assert changed["search"]["q"] == "failed"
    stale = employee.patch(f"/api/topics/{made['id']}", json=patch)
    assert (stale.status_code, stale.json()["version"]) == (409, changed["version"])


@pytest.mark.both_databases
def test_a_deleted_topic_comes_back_with_its_followers(employee: TestClient, researcher: TestClient) -> None:
    made = save(employee)
    researcher.put(f"/api/topics/{made['id']}/follow", json={})
    assert employee.delete(f"/api/topics/{made['id']}").status_code == 204
    assert names(researcher) == names(researcher, following=True) == []
    assert employee.post(f"/api/topics/{made['id']}/restore").json()["followers"] == 2


def test_a_search_that_cannot_be_understood_is_not_saved(employee: TestClient) -> None:
    answer = employee.post("/api/topics", json={"name": "Odd", "search": {"q": "price after:soon"}})
    assert (answer.status_code, answer.json()["code"], answer.json()["column"]) == (422, "bad_date", 12)
    made = save(employee)
    patch = {"search": {"q": "after:soon"}, "version": made["version"]}
    assert employee.patch(f"/api/topics/{made['id']}", json=patch).status_code == 422


def test_saving_again_with_the_same_key_makes_one_topic(employee: TestClient) -> None:
    body = {"name": "Once", "search": {"q": "x"}}
    first, second = (employee.post("/api/topics", json=body, headers={"Idempotency-Key": "k"}) for _ in range(2))
    assert first.json()["id"] == second.json()["id"]
    assert names(employee) == ["Once"]


def test_what_was_added_since_one_looked_is_new_until_one_looks(
    parts: Parts, told: Told, settle: Settle, employee: TestClient
) -> None:
    made = told()
    topic = save(employee)
    assert news(employee) == {"Exports": 0}
    with parts.database.write() as session:
        mark(session, made, 1, "It failed twice")
    settle()
    assert news(employee) == {"Exports": 1}
    since = employee.get(f"/api/topics/{topic['id']}").json()["seen_at"]
    found = employee.get("/api/search", params={"q": "failed", "added_since": since}).json()
    assert [one["text"] for one in found["items"]] == ["It failed twice"]
    assert employee.post(f"/api/topics/{topic['id']}/seen").status_code == 204
    assert news(employee) == {"Exports": 0}


@pytest.mark.both_databases
def test_words_that_a_consent_opens_later_are_new_from_then_on(
    told: Told, settle: Settle, researcher: TestClient, employee: TestClient
) -> None:
    made = told(status="pending")
    save(employee)
    assert news(employee) == {"Exports": 0}
    rosa = made.speakers[ROSA].participant_id
    granted = {"status": "granted", "scope": "company"}
    assert researcher.put(f"/api/participants/{rosa}/consent", json=granted).is_success
    settle()
    assert news(employee) == {"Exports": 1}


def test_a_consent_that_allows_no_more_than_before_is_no_news(
    told: Told, settle: Settle, researcher: TestClient, employee: TestClient
) -> None:
    made = told(scope="public")
    save(employee)
    rosa = made.speakers[ROSA].participant_id
    for narrower in ({"scope": "public", "expires_on": "2099-01-01"}, {"scope": "company", "media_allowed": False}):
        sent = {"status": "granted", **narrower}
        assert researcher.put(f"/api/participants/{rosa}/consent", json=sent).is_success
        settle()
        assert news(employee) == {"Exports": 0}


def test_news_count_only_what_the_follower_may_read(
    told: Told, sign_in: SignIn, researcher: TestClient, admin: TestClient
) -> None:
    stranger = sign_in("viewer", "Stranger")
    for client in (stranger, admin):
        save(client)
    told(access="restricted")
    assert news(stranger) == {"Exports": 0}
    assert news(admin) == {"Exports": 1}


def test_one_may_stop_following_and_say_how_often_mail_comes(parts: Parts, employee: TestClient) -> None:
    topic = save(employee)
    weekly = employee.put(f"/api/topics/{topic['id']}/follow", json={"digest": "weekly"}).json()
    assert (weekly["digest"], weekly["followers"]) == ("weekly", 1)
    assert employee.delete(f"/api/topics/{topic['id']}/follow").status_code == 204
    assert employee.get(f"/api/topics/{topic['id']}").json()["digest"] is None
    with parts.database.read() as session:
        assert session.exec(select(TopicFollow)).all() == []


def test_the_log_keeps_the_name_of_a_private_topic_to_itself(parts: Parts, employee: TestClient) -> None:
    save(employee, name="Layoffs", private=True)
    save(employee, name="Exports")
    with parts.database.read() as session:
        noted = session.exec(select(AuditEntry).where(AuditEntry.action == "topic.create")).all()
    assert sorted(entry.detail["name"] for entry in noted) == ["", "Exports"]
