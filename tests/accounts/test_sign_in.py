"""Sign-in, sessions, CSRF and tokens."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from fastapi.testclient import TestClient
from sqlmodel import select

from app.accounts import service
from app.accounts.models import ApiToken, User, UserSession
from app.core.clock import now
from app.core.database import Database

ADMIN = {"email": "ada@example.org", "name": "Ada", "password": "a long enough one"}


@pytest.fixture
def browser(client: TestClient) -> TestClient:
    """A browser in which the first administrator has just signed in."""
    answer = client.post("/api/setup", json=ADMIN)
    client.headers["X-CSRF-Token"] = answer.json()["csrf_token"]
    return client


@pytest.mark.both_databases
def test_the_right_password_signs_in_and_the_wrong_one_does_not_say_why(browser: TestClient) -> None:
    wrong = [{"email": "ada@example.org", "password": "nope"}, {"email": "nobody@example.org", "password": "nope"}]
    answers = [browser.post("/api/session", json=body) for body in wrong]
    assert {answer.status_code for answer in answers} == {401}
    assert answers[0].json() == answers[1].json()
    assert browser.post("/api/session", json={"email": " ADA@example.org ", "password": ADMIN["password"]}).is_success


def test_the_cookie_is_out_of_reach_of_scripts_and_of_other_sites(client: TestClient) -> None:
    cookie = client.post("/api/setup", json=ADMIN).headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    assert "secure" not in cookie.replace("samesite", "")


def test_a_change_without_the_csrf_token_is_refused(browser: TestClient) -> None:
    token = browser.headers.pop("X-CSRF-Token")
    refused = browser.post("/api/projects", json={"name": "Stolen"})
    assert (refused.status_code, refused.json()["code"]) == (403, "csrf")
    accepted = browser.post("/api/projects", json={"name": "Meant"}, headers={"X-CSRF-Token": token})
    assert accepted.status_code == 201


def test_sign_in_from_another_site_is_refused(browser: TestClient) -> None:
    body = {"email": ADMIN["email"], "password": ADMIN["password"]}
    answer = browser.post("/api/session", json=body, headers={"Sec-Fetch-Site": "cross-site"})
    assert (answer.status_code, answer.json()["code"]) == (403, "csrf")


def test_signing_out_ends_the_session_on_the_server(browser: TestClient) -> None:
    cookies = dict(browser.cookies)
    assert browser.delete("/api/session").status_code == 204
    stolen = browser.get("/api/projects", headers={"Cookie": "; ".join(f"{k}={v}" for k, v in cookies.items())})
    assert stolen.status_code == 401


def test_a_short_password_is_refused_with_the_field_named(client: TestClient) -> None:
    answer = client.post("/api/setup", json={**ADMIN, "password": "short"})
    assert answer.status_code == 422
    assert answer.json()["faults"][0]["where"] == "password"
    assert client.get("/api/session").json()["set_up_needed"]


def test_an_expired_session_is_nobody(browser: TestClient, database: Database) -> None:
    with database.write() as session:
        row = session.exec(select(UserSession)).one()
        row.expires_at = now() - timedelta(seconds=1)
        session.add(row)
    assert browser.get("/api/session").json()["user"] is None


def test_a_token_lends_at_most_the_role_it_was_made_with(browser: TestClient) -> None:
    secret = browser.post("/api/me/tokens", json={"name": "script", "role": "viewer"}).json()["secret"]
    program = TestClient(browser.app, headers={"Authorization": f"Bearer {secret}"})
    assert program.get("/api/session").json()["user"]["role"] == "viewer"
    assert program.post("/api/projects", json={"name": "No"}).status_code == 403
    assert browser.get("/api/me/tokens").json()["items"][0]["name"] == "script"


def test_an_expired_or_revoked_token_opens_nothing(browser: TestClient, database: Database) -> None:
    made = browser.post("/api/me/tokens", json={"name": "script", "role": "admin"}).json()
    program = TestClient(browser.app, headers={"Authorization": f"Bearer {made['secret']}"})
    with database.write() as session:
        token = session.get(ApiToken, made["id"])
        assert token
        token.expires_at = now() - timedelta(seconds=1)
        session.add(token)
    assert program.get("/api/projects").json()["code"] == "bad_token"
    assert browser.delete(f"/api/me/tokens/{made['id']}").status_code == 204
    assert browser.delete(f"/api/me/tokens/{made['id']}").status_code == 404


def test_the_secret_of_a_token_is_stored_only_as_its_hash(browser: TestClient, database: Database) -> None:
    secret = browser.post("/api/me/tokens", json={"name": "script"}).json()["secret"]
    with database.read() as session:
        row = session.exec(select(ApiToken)).one()
    assert secret not in row.model_dump_json()


def test_deactivating_someone_ends_their_sessions_and_tokens_at_once(browser: TestClient) -> None:
    new = {"email": "eve@example.org", "name": "Eve", "role": "researcher", "password": "a long enough one"}
    user = browser.post("/api/users", json=new).json()
    other = TestClient(browser.app)
    signed = other.post("/api/session", json={"email": new["email"], "password": new["password"]}).json()
    other.headers["X-CSRF-Token"] = signed["csrf_token"]
    secret = other.post("/api/me/tokens", json={"name": "script", "role": "researcher"}).json()["secret"]
    program = TestClient(browser.app, headers={"Authorization": f"Bearer {secret}"})
    assert program.get("/api/projects").is_success

    assert browser.patch(f"/api/users/{user['id']}", json={"active": False}).json()["active"] is False
    assert other.get("/api/projects").status_code == 401
    assert program.get("/api/projects").status_code == 401
    assert other.post("/api/session", json={"email": new["email"], "password": new["password"]}).status_code == 401


def test_the_last_administrator_cannot_be_lost(browser: TestClient) -> None:
    me = browser.get("/api/session").json()["user"]["id"]
    for change in ({"role": "viewer"}, {"active": False}):
        assert browser.patch(f"/api/users/{me}", json=change).json()["code"] == "last_admin"


def test_a_new_password_needs_the_present_one_and_signs_all_browsers_out(browser: TestClient) -> None:
    wrong = browser.patch("/api/me", json={"password": "another long one", "current_password": "no"})
    assert (wrong.status_code, wrong.json()["code"]) == (422, "wrong_password")
    right = browser.patch("/api/me", json={"password": "another long one", "current_password": ADMIN["password"]})
    assert right.is_success
    assert browser.get("/api/session").json()["user"] is None


def test_ones_browsers_are_listed_and_one_can_be_signed_out(browser: TestClient) -> None:
    other = TestClient(browser.app, headers={"User-Agent": "Phone"})
    other.post("/api/session", json={"email": ADMIN["email"], "password": ADMIN["password"]})
    listed = browser.get("/api/me/sessions").json()["items"]
    assert [item["current"] for item in listed] == [False, True]
    assert listed[0]["agent"] == "Phone"
    assert browser.delete(f"/api/me/sessions/{listed[0]['id']}").status_code == 204
    assert other.get("/api/projects").status_code == 401
    assert browser.delete("/api/me/sessions/unknown").status_code == 404


def test_name_and_language_are_changed_by_oneself(browser: TestClient) -> None:
    changed = browser.patch("/api/me", json={"name": "Ada L.", "locale": "de"}).json()
    assert (changed["name"], changed["locale"]) == ("Ada L.", "de")


def test_addresses_are_shown_to_those_who_build_teams_only(sign_in: Callable[..., TestClient]) -> None:
    researcher, employee = sign_in("researcher"), sign_in("viewer")
    assert all(user["email"] for user in researcher.get("/api/users").json()["items"])
    assert not any(user["email"] for user in employee.get("/api/users").json()["items"])


def test_an_address_can_be_taken_only_once(browser: TestClient) -> None:
    twice = browser.post("/api/users", json={**ADMIN, "role": "viewer"})
    assert (twice.status_code, twice.json()["code"]) == (409, "email_taken")


def test_a_stale_edit_of_a_user_is_a_conflict(browser: TestClient) -> None:
    me = browser.get("/api/session").json()["user"]["id"]
    assert browser.patch(f"/api/users/{me}", json={"name": "A", "version": 7}).status_code == 409
    assert browser.patch("/api/users/unknown", json={"name": "A"}).status_code == 404


def test_a_user_made_for_a_command_line_token_gets_at_least_the_role_asked_for(database: Database) -> None:
    with database.write() as session:
        assert service.ensure_user(session, email="bot@example.org", role="viewer").role == "viewer"
        assert service.ensure_user(session, email="bot@example.org", role="admin").role == "admin"
        assert service.ensure_user(session, email="bot@example.org", role="viewer").role == "admin"
        assert len(session.exec(select(User)).all()) == 1
