"""The second factor: against the standard's own vectors, and through HTTP."""

import base64
from datetime import UTC, datetime, timedelta

import pyotp
import pytest
from fastapi.testclient import TestClient
from sqlmodel import select

from app.accounts import second_factor
from app.accounts.models import RecoveryCode, User
from app.core.clock import now
from app.core.settings import Settings
from app.main import create_app
from app.wiring import Parts
from tests.accounts.conftest import PASSWORD, Person, enter

RFC_SECRET = base64.b32encode(b"12345678901234567890").decode()
BODY = {"email": "eve@example.org", "password": PASSWORD}


@pytest.mark.parametrize(
    ("seconds", "eight_digits"),
    [
        (59, "94287082"),
        (1111111109, "07081804"),
        (1111111111, "14050471"),
        (1234567890, "89005924"),
        (2000000000, "69279037"),
        (20000000000, "65353130"),
    ],
)
def test_codes_are_those_of_rfc_6238_appendix_b(seconds: int, eight_digits: str) -> None:
    moment = datetime.fromtimestamp(seconds, UTC)
    assert second_factor.step_of(eight_digits[-6:], RFC_SECRET, moment, window=0) == seconds // 30
    early, late = moment - timedelta(seconds=30), moment + timedelta(seconds=30)
    assert second_factor.step_of(eight_digits[-6:], RFC_SECRET, early) == seconds // 30
    assert second_factor.step_of(eight_digits[-6:], RFC_SECRET, late) == seconds // 30
    assert second_factor.step_of(eight_digits[-6:], RFC_SECRET, moment + timedelta(seconds=90)) is None


class Phone:
    """An authenticator app; `code` is a fresh one each time, as if time went by."""

    def __init__(self, browser: TestClient) -> None:
        begun = browser.post("/api/me/second-factor", json={"password": PASSWORD})
        assert begun.status_code == 201, begun.text
        self.begun = begun.json()
        self.app = pyotp.TOTP(self.begun["secret"])
        confirmed = browser.post("/api/me/second-factor/confirm", json={"code": self.app.at(now(), counter_offset=-1)})
        assert confirmed.status_code == 200, confirmed.text
        self.recovery: list[str] = confirmed.json()["codes"]

    def code(self, later: int = 0) -> str:
        return self.app.at(now(), counter_offset=later)


def test_it_is_asked_for_once_it_is_on(person: Person) -> None:
    eve = person()
    phone = Phone(eve)
    assert phone.begun["address"].startswith("otpauth://totp/Firsthand:eve%40example.org?secret=")
    assert phone.begun["picture"].startswith("data:image/svg+xml")
    fresh = TestClient(eve.app)
    needed = fresh.post("/api/session", json=BODY)
    assert (needed.status_code, needed.json()["code"]) == (401, "second_factor_needed")
    assert "set-cookie" not in needed.headers
    wrong = fresh.post("/api/session", json={**BODY, "code": "000000"})
    assert (wrong.status_code, wrong.json()["code"]) == (401, "wrong_code")
    assert fresh.post("/api/session", json={**BODY, "code": phone.code()}).status_code == 201


def test_a_wrong_password_does_not_tell_whether_there_is_a_second_factor(person: Person) -> None:
    eve = person()
    Phone(eve)
    wrong = TestClient(eve.app).post("/api/session", json={**BODY, "password": "no", "code": "123456"})
    assert wrong.json()["code"] == "wrong_credentials"


def test_a_code_works_once(person: Person) -> None:
    eve = person()
    code = Phone(eve).code()
    answers = [TestClient(eve.app).post("/api/session", json={**BODY, "code": code}).status_code for _ in range(2)]
    assert answers == [201, 401]


def test_a_recovery_code_lets_in_once(person: Person, parts: Parts) -> None:
    eve = person()
    phone = Phone(eve)
    assert len(set(phone.recovery)) == 10
    spoken = phone.recovery[0].upper() + " "
    answers = [TestClient(eve.app).post("/api/session", json={**BODY, "code": spoken}).status_code for _ in range(2)]
    assert answers == [201, 401]
    assert eve.get("/api/me/second-factor").json()["codes_left"] == 9
    with parts.database.read() as session:
        kept = [row.code_hash for row in session.exec(select(RecoveryCode)).all()]
    assert not set(kept) & set(phone.recovery)


def test_new_recovery_codes_end_the_old_ones_and_need_a_code(person: Person) -> None:
    eve = person()
    phone = Phone(eve)
    assert eve.post("/api/me/second-factor/recovery-codes", json={"code": "000000"}).json()["code"] == "wrong_code"
    fresh = eve.post("/api/me/second-factor/recovery-codes", json={"code": phone.code()}).json()["codes"]
    assert not set(fresh) & set(phone.recovery)
    assert TestClient(eve.app).post("/api/session", json={**BODY, "code": phone.recovery[0]}).status_code == 401


def test_turning_it_on_needs_the_password_and_turning_it_off_a_code(person: Person) -> None:
    eve = person()
    assert eve.post("/api/me/second-factor", json={"password": "no"}).json()["code"] == "wrong_password"
    phone = Phone(eve)
    assert eve.post("/api/me/second-factor", json={"password": PASSWORD}).json()["code"] == "second_factor_is_on"
    assert eve.post("/api/me/second-factor/end", json={"code": "000000"}).status_code == 422
    assert eve.post("/api/me/second-factor/end", json={"code": phone.code()}).status_code == 204
    enter(eve.app, "eve@example.org")


def test_an_unconfirmed_secret_asks_for_nothing(person: Person) -> None:
    eve = person()
    eve.post("/api/me/second-factor", json={"password": PASSWORD})
    enter(eve.app, "eve@example.org")


def test_an_administrator_resets_what_was_lost(person: Person) -> None:
    eve, boss = person(), person("ada", "admin")
    Phone(eve)
    listed = {user["email"]: user for user in boss.get("/api/users").json()["items"]}
    assert listed["eve@example.org"]["second_factor"] is True
    assert boss.delete(f"/api/users/{listed['eve@example.org']['id']}/second-factor").status_code == 204
    enter(eve.app, "eve@example.org")


def test_the_apps_secret_is_not_to_be_read_in_the_database(person: Person, parts: Parts) -> None:
    phone = Phone(person())
    with parts.database.read() as session:
        stored = session.exec(select(User.totp_secret).where(User.email == "eve@example.org")).one()
    assert stored
    assert phone.begun["secret"] not in stored


def test_where_it_is_required_nothing_else_works_before_it_is_set_up(
    person: Person, settings: Settings, parts: Parts
) -> None:
    person()
    strict = create_app(settings.model_copy(update={"second_factor": "everyone"}), parts)
    eve = enter(strict, "eve@example.org")
    assert eve.get("/api/session").json()["second_factor_missing"] is True
    for path in ("/api/projects", "/api/me/tokens", "/api/users"):
        refused = eve.get(path)
        assert (refused.status_code, refused.json()["code"]) == (403, "second_factor_required"), path
    Phone(eve)
    assert eve.get("/api/projects").is_success
    assert eve.get("/api/session").json()["second_factor_missing"] is False


def test_where_administrators_need_it_others_do_not(person: Person, settings: Settings, parts: Parts) -> None:
    person()
    person("ada", "admin")
    strict = create_app(settings.model_copy(update={"second_factor": "admins"}), parts)
    assert enter(strict, "eve@example.org").get("/api/projects").is_success
    assert enter(strict, "ada@example.org").get("/api/projects").status_code == 403


def test_a_link_asks_for_it_too(person: Person) -> None:
    eve, boss = person(), person("ada", "admin")
    phone = Phone(eve)
    user = next(one for one in boss.get("/api/users").json()["items"] if one["email"] == "eve@example.org")
    secret = boss.post(f"/api/users/{user['id']}/links", json={"purpose": "reset"}).json()["link"].partition("#")[2]
    body = {"secret": secret, "password": "another long one"}
    fresh = TestClient(eve.app)
    assert fresh.post("/api/session/links/read", json=body).json()["code_needed"] is True
    assert fresh.post("/api/session/links/use", json=body).json()["code"] == "second_factor_needed"
    assert fresh.post("/api/session/links/use", json={**body, "code": "000000"}).json()["code"] == "wrong_code"
    assert fresh.post("/api/session/links/use", json={**body, "code": phone.code()}).status_code == 201
