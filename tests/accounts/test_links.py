"""Invites, sign-in links and new passwords: by mail through a real mail server, or to copy where there is none."""

from datetime import timedelta

import pytest
from fastapi.testclient import TestClient
from sqlmodel import select

from app.accounts import service as accounts
from app.accounts.models import AccountLink, User
from app.core.clock import now
from app.jobs.models import Job
from app.wiring import Parts
from tests.accounts.conftest import PASSWORD, Office, Person, enter, text_of

EVE = {"email": "eve@example.org", "name": "Eve Adams", "role": "researcher"}


@pytest.fixture
def boss(office: Office) -> TestClient:
    with office.parts.database.write() as session:
        accounts.create_user(session, email="ada@example.org", name="Ada", role="admin", password=PASSWORD)
    return enter(office.client.app, "ada@example.org")


def test_an_invite_goes_out_by_mail_and_lets_in_once(office: Office, boss: TestClient) -> None:
    made = boss.post("/api/users", json=EVE).json()
    assert (made["link"], made["invited"]) == (None, True)
    office.work()
    mail = office.post.mails[0]
    assert (mail["To"], mail["Subject"]) == ("eve@example.org", "Ada invites you to Firsthand")
    assert "Hello Eve Adams" in text_of(mail)
    assert f'href="http://testserver/enter#{office.post.secret()}"' in text_of(mail, "html")

    eve = TestClient(office.client.app)
    secret = office.post.secret()
    told = eve.post("/api/session/links/read", json={"secret": secret}).json()
    assert (told["purpose"], told["email"], told["name"]) == ("invite", "eve@example.org", "Eve Adams")
    assert eve.post("/api/session/links/use", json={"secret": secret}).status_code == 422
    used = eve.post("/api/session/links/use", json={"secret": secret, "password": PASSWORD, "name": "Eve"})
    assert (used.status_code, used.json()["user"]["name"]) == (201, "Eve")
    assert eve.get("/api/projects").is_success
    again = TestClient(office.client.app).post("/api/session/links/use", json={"secret": secret, "password": PASSWORD})
    assert (again.status_code, again.json()["code"]) == (410, "link_over")
    enter(office.client.app, "eve@example.org")


def test_the_secret_of_a_link_is_neither_in_the_database_nor_in_the_queue(office: Office, boss: TestClient) -> None:
    boss.post("/api/users", json=EVE)
    office.work()
    with office.parts.database.read() as session:
        kept = [row.model_dump_json() for kind in (AccountLink, Job) for row in session.exec(select(kind)).all()]
    assert len(kept) >= 2
    assert not any(office.post.secret() in row for row in kept)


def test_a_mail_is_in_the_readers_language(office: Office, boss: TestClient) -> None:
    boss.patch("/api/me", json={"locale": "de"})
    office.client.post("/api/session/links", json={"email": "ada@example.org", "purpose": "sign_in"})
    office.work()
    assert office.post.mails[0]["Subject"] == "Ihr Anmeldelink für Firsthand"
    assert "Guten Tag Ada" in text_of(office.post.mails[0])


def test_a_mail_that_was_not_taken_is_sent_again(office: Office, boss: TestClient) -> None:
    boss.post("/api/users", json=EVE)
    office.post.refuses = True
    office.work()
    with office.parts.database.write() as session:
        job = session.exec(select(Job).where(Job.kind == "accounts.mail")).one()
        assert (job.state, job.attempts) == ("queued", 1)
        assert "try again later" in job.message
        job.run_at = now()
        session.add(job)
    office.post.refuses = False
    office.work()
    assert len(office.post.mails) == 1
    assert (
        TestClient(office.client.app).post("/api/session/links/read", json={"secret": office.post.secret()}).is_success
    )


def test_asking_for_a_link_answers_the_same_for_an_address_that_nobody_has(office: Office, boss: TestClient) -> None:
    answers = [
        office.client.post("/api/session/links", json={"email": email, "purpose": purpose})
        for email in ("ada@example.org", "nobody@example.org")
        for purpose in ("sign_in", "reset")
    ]
    assert {(answer.status_code, answer.text) for answer in answers} == {(202, "null")}
    office.work()
    assert [mail["To"] for mail in office.post.mails] == ["ada@example.org"] * 2


def test_a_sign_in_link_signs_in_and_lasts_twenty_minutes(office: Office, boss: TestClient) -> None:
    office.client.post("/api/session/links", json={"email": "ada@example.org", "next": "/search?q=export"})
    office.work()
    assert "/enter?next=%2Fsearch%3Fq%3Dexport#" in text_of(office.post.mails[0])
    with office.parts.database.write() as session:
        row = session.exec(select(AccountLink)).one()
        assert timedelta(minutes=19) < row.expires_at - now() <= timedelta(minutes=20)
    signed = office.client.post("/api/session/links/use", json={"secret": office.post.secret()})
    assert signed.json()["user"]["email"] == "ada@example.org"

    office.client.post("/api/session/links", json={"email": "ada@example.org"})
    office.work()
    with office.parts.database.write() as session:
        for row in session.exec(select(AccountLink)).all():
            row.expires_at = now() - timedelta(seconds=1)
            session.add(row)
    late = office.client.post("/api/session/links/use", json={"secret": office.post.secret()})
    assert (late.status_code, late.json()["code"]) == (410, "link_over")


def test_a_new_password_ends_what_the_old_one_opened(office: Office, boss: TestClient) -> None:
    office.client.post("/api/session/links", json={"email": "ada@example.org", "purpose": "reset"})
    office.work()
    body = {"secret": office.post.secret(), "password": "another long one", "name": "Not Ada"}
    signed = office.client.post("/api/session/links/use", json=body).json()
    assert signed["user"]["name"] == "Ada"
    assert boss.get("/api/projects").status_code == 401
    enter(office.client.app, "ada@example.org", "another long one")
    old = office.client.post("/api/session", json={"email": "ada@example.org", "password": PASSWORD})
    assert old.status_code == 401


def test_a_second_link_ends_the_first(office: Office, boss: TestClient) -> None:
    secrets = []
    for _ in range(2):
        office.client.post("/api/session/links", json={"email": "ada@example.org"})
        office.work()
        secrets.append(office.post.secret())
    read = [office.client.post("/api/session/links/read", json={"secret": one}).status_code for one in secrets]
    assert read == [410, 200]


def test_without_a_mail_server_the_administrator_gets_the_link(person: Person) -> None:
    boss = person("ada", "admin")
    made = boss.post("/api/users", json=EVE).json()
    address, secret = made["link"].split("#")
    assert address.endswith("/enter")
    assert boss.post("/api/session/links/read", json={"secret": secret}).json()["email"] == EVE["email"]
    again = boss.post(f"/api/users/{made['id']}/links", json={"purpose": "invite"}).json()
    assert again["mailed_to"] is None
    assert boss.post("/api/session/links/read", json={"secret": secret}).status_code == 410
    asked = boss.post("/api/session/links", json={"email": EVE["email"]})
    assert (asked.status_code, asked.json()["code"]) == (503, "no_mail")


def test_a_link_of_someone_whose_access_ended_opens_nothing(person: Person, parts: Parts) -> None:
    boss = person("ada", "admin")
    made = boss.post("/api/users", json=EVE).json()
    boss.patch(f"/api/users/{made['id']}", json={"active": False})
    boss.patch(f"/api/users/{made['id']}", json={"active": True})
    secret = made["link"].partition("#")[2]
    assert boss.post("/api/session/links/use", json={"secret": secret, "password": PASSWORD}).status_code == 410
    with parts.database.read() as session:
        assert session.exec(select(User.password_hash).where(User.email == EVE["email"])).one() is None


def test_links_cannot_be_asked_for_without_end(office: Office, boss: TestClient) -> None:
    ask = [office.client.post("/api/session/links", json={"email": "x@example.org"}).status_code for _ in range(6)]
    assert ask == [202] * 5 + [429]


def test_names_of_people_stay_on_one_line_of_a_mail(office: Office, boss: TestClient) -> None:
    boss.patch("/api/me", json={"name": "Ada\r\nBcc: all@example.org"})
    boss.post("/api/users", json={**EVE, "name": "<b>Eve</b>"})
    office.work()
    mail = office.post.mails[0]
    assert mail["Subject"] == "Ada Bcc: all@example.org invites you to Firsthand"
    assert mail["Bcc"] is None
    assert "&lt;b&gt;Eve" in text_of(mail, "html")
