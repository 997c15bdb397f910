"""Several people at once: one transaction, an answer for each, taken back where that is safe."""

from datetime import timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlmodel import select

from app.core.clock import today
from app.core.database import Database
from app.participants.models import Consent
from tests.consents.conftest import Json, give, path_of, record, signed, someone

BULK = "/api/consents/bulk"


@pytest.fixture
def three(researcher: TestClient, project: str) -> list[str]:
    """Two who agreed, and one who was not asked yet."""
    people = [someone(researcher, project, pseudonym=name) for name in ("Ann", "Ben", "Cas")]
    for one in people[:2]:
        give(researcher, one, scope="company", evidence="Form 3")
    return people


def bulk(client: TestClient, people: list[str], deed: str, **values: Any) -> Json:
    answer = client.post(BULK, json={"participant_ids": people, "deed": deed, **values})
    assert answer.status_code == 200, answer.text
    made: Json = answer.json()
    return made


def codes(answer: Json) -> list[str]:
    return [item["code"] for item in answer["items"]]


@pytest.mark.both_databases
def test_a_narrower_scope_and_an_end_for_several_and_back(researcher: TestClient, three: list[str]) -> None:
    ends = str(today() + timedelta(days=40))
    done = bulk(researcher, [*three, "nobody", three[0]], "change", scope="team", expires_on=ends)
    assert codes(done) == ["changed", "changed", "not_granted", "not_found"]
    assert done["can_undo"]
    held = record(researcher, three[0])
    assert (held["consent"]["scope"], held["consent"]["expires_on"], held["consent"]["evidence"]) == (
        "team",
        ends,
        "Form 3",
    )
    assert [row["scope"] for row in held["changes"]] == ["team", "company"]
    assert codes(bulk(researcher, three[:2], "change", scope="team")) == ["unchanged", "unchanged"]
    give(researcher, three[1], scope="public")
    back = researcher.post(f"{BULK}/{done['batch_id']}/undo").json()
    assert codes(back) == ["taken_back", "changed_since"]
    assert record(researcher, three[0])["consent"]["scope"] == "company"
    assert record(researcher, three[0])["consent"]["expires_on"] is None
    assert record(researcher, three[1])["consent"]["scope"] == "public"


@pytest.mark.parametrize(
    "wider", [{"scope": "public"}, {"media_allowed": True, "scope": "team"}, {"without_end": True}]
)
def test_words_travel_further_only_on_evidence(researcher: TestClient, three: list[str], wider: dict[str, Any]) -> None:
    give(researcher, three[0], scope="company", media_allowed=False, expires_on=str(today()))
    assert codes(bulk(researcher, three[:1], "change", **wider)) == ["evidence_needed"]
    done = bulk(researcher, three[:1], "change", evidence="Forms of March, folder 4", **wider)
    assert codes(done) == ["changed"]
    assert record(researcher, three[0])["consent"]["evidence"] == "Forms of March, folder 4"


def test_a_withdrawal_holds_for_all_and_is_not_taken_back(researcher: TestClient, three: list[str]) -> None:
    done = bulk(researcher, three, "withdraw", evidence="They wrote to us")
    assert codes(done) == ["withdrawn"] * 3
    assert not done["can_undo"]
    assert codes(researcher.post(f"{BULK}/{done['batch_id']}/undo").json()) == ["not_safe"] * 3
    assert record(researcher, three[0])["consent"]["status"] == "withdrawn"
    assert codes(bulk(researcher, three, "withdraw")) == ["unchanged"] * 3


def test_links_for_several_and_back_for_those_nobody_opened(
    client: TestClient, researcher: TestClient, three: list[str], form: Json
) -> None:
    done = bulk(researcher, three, "link", template_id=form["id"])
    assert codes(done) == ["linked"] * 3
    pages = [path_of(item) for item in done["items"]]
    assert len(set(pages)) == 3
    assert not any(record(researcher, one)["links"][0]["renews"] for one in three)
    waiting = researcher.get("/api/consents", params={"state": "waiting"}).json()
    assert [row["link"]["state"] for row in waiting["items"]] == ["made"] * 3
    signed(client, pages[2])
    client.get(pages[0])
    back = researcher.post(f"{BULK}/{done['batch_id']}/undo").json()
    assert sorted(codes(back)) == ["opened", "taken_back", "taken_back"]
    assert [client.get(page).status_code for page in pages[:2]] == [200, 410]
    assert codes(bulk(researcher, three, "link", template_id=form["id"], by_mail=True)) == ["no_address"] * 3


def test_a_form_that_people_signed_on_paper_can_be_noted_for_them(
    researcher: TestClient, three: list[str], form: Json, database: Database
) -> None:
    assert codes(bulk(researcher, three[:1], "change", template_id=form["id"])) == ["changed"]
    change = record(researcher, three[0])["changes"][0]
    assert (change["form_name"], change["form_version"], change["receipt"]) == ("Interviews", 1, None)
    with database.read() as session:
        assert session.exec(select(Consent).where(Consent.participant_id == three[0])).one().scope == "company"


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"deed": "change"}, "nothing_to_do"),
        ({"deed": "link"}, "no_form"),
        ({"deed": "change", "expires_on": "2020-01-01"}, "expired"),
    ],
)
def test_what_makes_no_sense_changes_nobody(
    researcher: TestClient, three: list[str], body: dict[str, str], code: str
) -> None:
    refused = researcher.post(BULK, json={"participant_ids": three, **body})
    assert (refused.status_code, refused.json()["code"]) == (422, code)


def test_only_those_whom_one_may_research_are_changed_and_only_its_maker_takes_it_back(
    researcher: TestClient, employee: TestClient, three: list[str], sign_in: Any
) -> None:
    assert codes(bulk(employee, three, "withdraw")) == ["not_found"] * 3
    done = bulk(researcher, three[:1], "change", scope="team")
    other = sign_in("researcher", "Other")
    assert other.post(f"{BULK}/{done['batch_id']}/undo").status_code == 403
    assert researcher.post(f"{BULK}/unknown/undo").status_code == 404
