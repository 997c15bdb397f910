"""The page of a participant: they read, choose, sign, come back, change it and take it back, by their link alone."""

import re
from datetime import timedelta

import pytest
from fastapi.testclient import TestClient
from sqlmodel import select

from app.consents.models import ConsentLink, ConsentReceipt, ConsentTemplateVersion
from app.consents.offers import ends_on
from app.consents.public_routes import READ
from app.core.clock import now, today
from app.core.database import Database
from app.grants.models import Grant
from app.outbox import service as outbox
from tests.consents.conftest import FORM, SIGN, TEXTS, Json, give, linked, path_of, record, signed


@pytest.mark.both_databases
def test_someone_reads_chooses_and_signs(
    client: TestClient, researcher: TestClient, person: str, page: str, database: Database
) -> None:
    asked = client.get(page, headers={"Accept-Language": "en"})
    assert asked.status_code == 200
    assert "<strong>listen</strong>" in asked.text
    assert not re.search(r"<input[^>]* checked", asked.text), "nobody chooses for them"
    outbox.drain(database, lambda _news: None)
    signed(client, page)
    held = record(researcher, person)
    assert held["consent"]["status"] == "granted"
    assert (held["consent"]["scope"], held["consent"]["media_allowed"]) == ("company", False)
    assert held["consent"]["expires_on"] == str(ends_on(today(), 12))
    (receipt,) = held["receipts"]
    assert (receipt["deed"], receipt["name"], receipt["language"], receipt["version"]) == (
        "signed",
        "Maureen Real",
        "en",
        1,
    )
    assert receipt["intact"]
    (change,) = held["changes"]
    assert (change["how"], change["actor"], change["receipt"]) == ("participant", "", receipt["number"])
    assert held["links"][0]["state"] == "signed"
    with database.read() as session:
        assert outbox.waiting(session) > 0, "the index hears of it"


def test_by_the_same_link_they_see_what_holds_change_it_and_take_it_back(
    client: TestClient, researcher: TestClient, person: str, page: str
) -> None:
    signed(client, page)
    holds = client.get(page, headers={"Accept-Language": "en"}).text
    assert "You agreed" in holds
    assert "the whole company" in holds
    assert f"{page}/withdraw" in holds
    changing = client.get(f"{page}?change=1").text
    assert re.search(r'value="company" required[^>]* checked', changing), "what was chosen is ticked"
    signed(client, page, scope="team", media="yes")
    assert record(researcher, person)["consent"]["scope"] == "team"
    leaving = client.get(f"{page}/withdraw?lang=en").text
    assert "From the next moment nobody finds, reads or hears you" in leaving
    gone = client.post(f"{page}/withdraw", follow_redirects=True)
    assert gone.status_code == 200
    held = record(researcher, person)
    assert held["consent"]["status"] == "withdrawn"
    assert [one["deed"] for one in held["receipts"]] == ["withdrawn", "signed", "signed"]
    assert held["receipts"][0]["number"] in gone.text
    assert "Your words are not shown" in client.get(f"{page}?lang=en").text
    client.post(f"{page}/withdraw")
    assert len(record(researcher, person)["receipts"]) == 3, "done twice, it is done once"
    signed(client, page)
    assert record(researcher, person)["consent"]["status"] == "granted", "and they may change their mind"


def test_whoever_agreed_elsewhere_is_asked_anew_with_nothing_ticked(
    client: TestClient, researcher: TestClient, person: str, page: str
) -> None:
    give(researcher, person, expires_on=str(today() + timedelta(days=5)))
    shown = client.get(f"{page}?lang=en").text
    assert "You have agreed before" in shown
    assert "Renew my consent" in shown
    assert "Take my consent back" in shown
    assert not re.search(r"<input[^>]* checked", shown)
    signed(client, page)
    assert record(researcher, person)["consent"]["expires_on"] == str(ends_on(today(), 12))


def test_whoever_was_not_asked_yet_can_say_no(
    client: TestClient, researcher: TestClient, person: str, page: str
) -> None:
    assert "You do not agree?" in client.get(f"{page}/withdraw?lang=en").text
    client.post(f"{page}/withdraw")
    held = record(researcher, person)
    assert (held["consent"]["status"], held["changes"][0]["how"]) == ("withdrawn", "participant")


@pytest.mark.parametrize("missing", ["scope", "media", "name"])
def test_nothing_is_noted_while_an_answer_is_missing(
    client: TestClient, researcher: TestClient, person: str, page: str, missing: str
) -> None:
    answer = client.post(f"{page}/sign?lang=en", data={key: value for key, value in SIGN.items() if key != missing})
    assert answer.status_code == 422
    assert f'href="#{missing}"' in answer.text
    if missing != "name":
        assert 'value="  Maureen   Real "' in answer.text, "nobody types it twice"
    assert record(researcher, person)["changes"] == []


@pytest.mark.parametrize(
    "forged", [{"scope": "everything"}, {"media": "perhaps"}, {"name": "x" * 500}, {"name": "\n\t "}]
)
def test_what_the_form_does_not_offer_is_refused(
    client: TestClient, researcher: TestClient, person: str, page: str, forged: dict[str, str]
) -> None:
    assert client.post(f"{page}/sign", data={**SIGN, **forged}).status_code == 422
    assert record(researcher, person)["changes"] == []


def test_a_form_that_offers_one_answer_takes_only_that(client: TestClient, researcher: TestClient, person: str) -> None:
    body = {**FORM, "scopes": ["team"], "media": "never", "valid_months": None}
    made = researcher.post("/api/consent-templates", json=body).json()
    page = path_of(linked(researcher, person, made))
    assert 'type="radio"' not in client.get(page).text
    assert client.post(f"{page}/sign", data={**SIGN, "scope": "team", "media": "yes"}).status_code == 422
    signed(client, page, scope="team")
    assert record(researcher, person)["consent"]["expires_on"] is None


def test_the_page_speaks_the_language_that_is_asked_for(client: TestClient, page: str) -> None:
    german = client.get(page, headers={"Accept-Language": "de-AT,en;q=0.5"}).text
    assert '<html lang="de">' in german
    assert TEXTS["de"]["title"] in german
    assert "Ich willige ein" in german
    assert TEXTS["en"]["title"] in client.get(f"{page}?lang=en", headers={"Accept-Language": "de"}).text
    answer = client.post(f"{page}/sign?lang=de", data=SIGN, follow_redirects=False)
    assert "Sie haben eingewilligt" in client.get(answer.headers["location"]).text


def test_the_receipt_keeps_the_hash_of_exactly_what_was_read(
    client: TestClient, researcher: TestClient, person: str, page: str, form: Json, database: Database
) -> None:
    signed(client, page)
    researcher.post(f"/api/consent-templates/{form['id']}/versions", json={**FORM, "valid_months": 1, "after": 1})
    assert record(researcher, person)["receipts"][0]["intact"], "a later version changes nothing"
    with database.write() as session:
        row = session.exec(select(ConsentTemplateVersion).where(ConsentTemplateVersion.number == 1)).one()
        row.texts = {**row.texts, "en": {**row.texts["en"], "body": "Something else."}}
        session.add(row)
    assert not record(researcher, person)["receipts"][0]["intact"], "whoever tampers is found out"


def test_the_receipt_can_be_printed_and_opens_by_its_own_link_alone(
    client: TestClient, researcher: TestClient, project: str, person: str, form: Json, page: str
) -> None:
    signed(client, page)
    number = record(researcher, person)["receipts"][0]["number"]
    shown = client.get(f"{page}/receipts/{number}?lang=en")
    assert number in shown.text
    assert "Maureen Real" in shown.text
    assert "@media print" in shown.text
    other = path_of(linked(researcher, person, form))
    assert client.get(f"{other}/receipts/{number}").status_code == 404


@pytest.mark.parametrize("door", ["", "/withdraw", "/receipts/FH-1"])
def test_a_guessed_an_ended_and_an_old_link_open_nothing(
    client: TestClient, researcher: TestClient, link: Json, page: str, database: Database, door: str
) -> None:
    assert client.get(f"/consent/fhe_guessed{door}").status_code == 404
    researcher.delete(f"/api/consent-links/{link['link']['id']}")
    ended = client.get(f"{page}{door}")
    assert ended.status_code == 410
    assert TEXTS["en"]["title"] not in ended.text
    assert client.post(f"{page}/sign", data=SIGN).status_code == 410
    assert client.post(f"{page}/withdraw").status_code == 410
    assert researcher.post(f"/api/consent-links/{link['link']['id']}/restore").json()["state"] == "made"
    with database.write() as session:
        grant = session.exec(select(Grant)).one()
        grant.expires_at = now() - timedelta(seconds=1)
        session.add(grant)
    assert client.get(f"{page}{door}").status_code == 410


def test_a_link_that_was_signed_stays_the_way_back(client: TestClient, page: str, database: Database) -> None:
    with database.read() as session:
        before = session.exec(select(Grant)).one()
        assert before.expires_at is not None
        assert before.expires_at > now() + timedelta(days=80)
    signed(client, page)
    with database.read() as session:
        assert session.exec(select(Grant)).one().expires_at is None


def test_the_token_opens_nothing_else_and_no_other_token_opens_a_page(
    client: TestClient, researcher: TestClient, link: Json, page: str
) -> None:
    token = page.rpartition("/")[2]
    assert client.get(f"/s/{token}").status_code == 404
    assert client.get(f"/embed/{token}").status_code == 404
    assert researcher.get("/api/grants").json()["items"] == []
    assert client.get("/api/me/sessions", headers={"Authorization": f"Bearer {token}"}).status_code == 401
    reel = researcher.post("/api/reels", json={"title": "A reel"}).json()
    shared = researcher.post(f"/api/reels/{reel['id']}/grants", json={"kind": "share"}).text
    other = re.search(r"/s/(fhe_[\w-]+)", shared)
    assert other
    assert client.get(f"/consent/{other[1]}").status_code == 404


def test_neither_token_nor_name_lies_open_in_the_database(client: TestClient, page: str, database: Database) -> None:
    signed(client, page)
    token = page.rpartition("/")[2]
    with database.engine.connect() as connection:
        stored = connection.exec_driver_sql("SELECT name FROM consent_receipt").scalar_one()
        grant = connection.exec_driver_sql('SELECT token_hash, hint FROM "grant"').one()
    assert "Maureen" not in stored
    assert token not in str(grant)


def test_it_is_noted_when_a_page_was_first_opened_but_not_by_a_mere_look_ahead(
    client: TestClient, researcher: TestClient, person: str, page: str
) -> None:
    client.head(page)
    assert record(researcher, person)["links"][0]["state"] == "made"
    client.get(page)
    first = record(researcher, person)["links"][0]
    assert first["state"] == "opened"
    client.get(page)
    assert record(researcher, person)["links"][0]["opened_at"] == first["opened_at"]


def test_no_answer_sets_a_cookie_or_may_be_framed_found_or_told_on(client: TestClient, page: str) -> None:
    signed(client, page)
    receipt = re.search(r"/receipts/FH[\w-]+", client.get(page).text)
    assert receipt
    answers = [client.get(page + door) for door in ("", "?change=1", "/withdraw", receipt[0], "/receipts/x")]
    answers += [client.get("/consent/fhe_guessed"), client.post(f"{page}/withdraw", follow_redirects=False)]
    for answer in answers:
        headers = answer.headers
        assert "set-cookie" not in headers
        assert headers["x-robots-tag"] == "noindex, nofollow"
        assert headers["cache-control"] == "private, no-store"
        assert headers["referrer-policy"] == "same-origin"
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["cross-origin-resource-policy"] == "same-origin"
        assert "access-control-allow-origin" not in headers
        policy = headers["content-security-policy"]
        assert "frame-ancestors 'none'" in policy
        assert "script-src 'self'" in policy or "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert "<script" not in answer.text


@pytest.mark.parametrize("deed", ["sign", "withdraw"])
def test_a_form_that_another_site_sends_does_nothing(
    client: TestClient, researcher: TestClient, person: str, page: str, deed: str
) -> None:
    for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}):
        answer = client.post(f"{page}/{deed}", data=SIGN, headers=headers)
        assert answer.status_code == 403
    assert record(researcher, person)["changes"] == []


def test_names_and_texts_are_shown_as_words(client: TestClient, researcher: TestClient, person: str) -> None:
    texts = {"en": {"title": "<b>T</b>", "body": "<script>alert(1)</script>"}}
    made = researcher.post("/api/consent-templates", json={**FORM, "texts": texts}).json()
    page = path_of(linked(researcher, person, made))
    assert "<script" not in client.get(page).text
    assert "<b>T" not in client.get(page).text
    signed(client, page, name="<i>Eve</i>")
    number = record(researcher, person)["receipts"][0]["number"]
    assert "&lt;i&gt;Eve&lt;/i&gt;" in client.get(f"{page}/receipts/{number}").text
    wrong = client.post(f"{page}/sign", data={"name": '"><i>Eve'})
    assert '"><i>' not in wrong.text


def test_a_page_that_is_asked_for_too_often_waits(client: TestClient, page: str) -> None:
    allowed = READ.item.amount
    answers = [client.get(f"/consent/fhe_guess{number}").status_code for number in range(allowed + 1)]
    assert answers[:allowed] == [404] * allowed
    assert answers[-1] == 429
    late = client.get(page)
    assert late.status_code == 429
    assert int(late.headers["Retry-After"]) > 0


def test_a_form_that_is_too_long_is_cut_short(client: TestClient, page: str) -> None:
    assert client.post(f"{page}/sign", content=b"name=" + b"x" * 20_000).status_code == 413


def test_a_person_who_is_removed_takes_page_receipts_and_link_along(
    client: TestClient, researcher: TestClient, person: str, page: str, database: Database
) -> None:
    from app.consents import evidence
    from app.recordings.store import open_store

    signed(client, page)
    assert researcher.delete(f"/api/participants/{person}").status_code == 204
    assert client.get(page).status_code == 410
    store = open_store("memory:///")
    outbox.drain(database, lambda news: evidence.follow(database, store, news))
    assert client.get(page).status_code == 404
    with database.read() as session:
        for table in (ConsentReceipt, ConsentLink, Grant):
            assert session.exec(select(table)).all() == []
