"""Guessing passwords: each wrong try makes the next one wait longer, and nobody learns who has an account."""

from datetime import timedelta

import pytest
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import select

from app.accounts import lockout
from app.accounts.models import Attempts
from app.core.clock import now
from app.core.database import Database
from tests.accounts.conftest import PASSWORD, Person


def guess(browser: TestClient, email: str, password: str = "wrong guess") -> tuple[int, str]:
    answer = browser.post("/api/session", json={"email": email, "password": password})
    return answer.status_code, answer.json().get("code", "")


def waited(database: Database) -> None:
    """Lets the time of all waits pass."""
    with database.write() as session:
        for row in session.exec(select(Attempts)).all():
            row.blocked_until = now() - timedelta(seconds=1)
            session.add(row)


@pytest.mark.both_databases
def test_after_five_wrong_tries_one_waits_even_with_the_right_password(person: Person, database: Database) -> None:
    browser = TestClient(person().app)
    assert [guess(browser, "eve@example.org") for _ in range(5)] == [(401, "wrong_credentials")] * 5
    assert guess(browser, "eve@example.org", PASSWORD) == (429, "too_many_requests")
    waited(database)
    assert guess(browser, "eve@example.org", PASSWORD)[0] == 201


def test_an_account_that_nobody_has_waits_alike(person: Person) -> None:
    browser = TestClient(person().app)
    seen = {email: [guess(browser, email) for _ in range(6)] for email in ("eve@example.org", "nobody@example.org")}
    assert seen["eve@example.org"] == seen["nobody@example.org"]
    assert seen["eve@example.org"][-1][0] == 429


def test_the_wait_grows_and_coming_in_ends_it(person: Person, database: Database) -> None:
    browser = TestClient(person().app)
    waits = []
    for _ in range(8):
        guess(browser, "eve@example.org")
        with database.read() as session:
            row = session.exec(
                select(Attempts).where(Attempts.key_hash == lockout.account("eve@example.org").stored)
            ).one()
        waits.append((row.blocked_until - row.last_at).total_seconds() if row.blocked_until else 0)
        waited(database)
    assert waits == [0, 0, 0, 0, 15, 30, 60, 120]
    assert guess(browser, "eve@example.org", PASSWORD)[0] == 201
    assert guess(browser, "eve@example.org")[1] == "wrong_credentials"


def test_one_address_cannot_guess_at_many_accounts(person: Person, database: Database) -> None:
    browser = TestClient(person().app)
    with database.write() as session:
        for number in range(29):
            lockout.admit(session, [lockout.address("testclient"), lockout.account(f"{number}@example.org")])
    assert guess(browser, "another@example.org")[0] == 401
    assert guess(browser, "eve@example.org", PASSWORD)[0] == 429


@given(st.integers(0, 200), st.integers(1, 50))
def test_a_wait_never_shrinks_and_never_keeps_anyone_out_for_long(failed: int, free: int) -> None:
    assert lockout.wait_after(failed, free) <= lockout.wait_after(failed + 1, free) <= timedelta(minutes=15)
    assert bool(lockout.wait_after(failed, free)) is (failed >= free)
