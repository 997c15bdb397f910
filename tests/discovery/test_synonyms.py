"""The company's list of synonyms: one way and two-way, heard by the engine without a restart."""

from collections.abc import Callable
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlmodel import select

from app.audit.models import AuditEntry
from app.discovery import synonyms
from app.wiring import Parts
from tests.discovery.conftest import Settle, tag
from tests.scenes import LEN, ROSA, Scene

Told = Callable[..., Scene]
LINES = ((ROSA, "The lift was broken again."), (LEN, "Our elevator never works, nor does the paternoster."))


def add(client: TestClient, term: str, *others: str, two_way: bool = True) -> dict[str, Any]:
    answer = client.post("/api/synonyms", json={"term": term, "others": others, "two_way": two_way})
    assert answer.status_code == 201, answer.text
    made: dict[str, Any] = answer.json()
    return made


def found(client: TestClient, q: str) -> int:
    total: int = client.get("/api/search", params={"q": f"{q} "}).json()["total"]
    return total


def test_two_way_synonyms_find_each_other_once_the_relay_has_run(
    told: Told, settle: Settle, researcher: TestClient, employee: TestClient
) -> None:
    told(lines=LINES)
    assert (found(employee, "lift"), found(employee, "elevator")) == (1, 1)
    entry = add(researcher, "lift", "Elevator")
    settle()
    assert (found(employee, "lift"), found(employee, "elevator")) == (2, 2)
    researcher.delete(f"/api/synonyms/{entry['id']}")
    settle()
    assert (found(employee, "lift"), found(employee, "elevator")) == (1, 1)


def test_a_one_way_synonym_is_found_by_its_term_and_does_not_find_it(
    told: Told, settle: Settle, researcher: TestClient
) -> None:
    told(lines=LINES)
    add(researcher, "conveyance", "lift", "elevator", two_way=False)
    settle()
    assert (found(researcher, "conveyance"), found(researcher, "lift")) == (2, 1)


def test_a_change_of_direction_holds_without_a_restart(told: Told, settle: Settle, researcher: TestClient) -> None:
    told(lines=LINES)
    entry = add(researcher, "paternoster", "lift", two_way=False)
    settle()
    assert found(researcher, "lift") == 1
    patch = {"two_way": True, "version": entry["version"]}
    changed = researcher.patch(f"/api/synonyms/{entry['id']}", json=patch).json()
    assert (changed["term"], changed["others"]) == ("paternoster", ["lift"])
    settle()
    assert found(researcher, "lift") == 2
    assert researcher.patch(f"/api/synonyms/{entry['id']}", json=patch).status_code == 409


@pytest.mark.both_databases
def test_the_list_adds_to_what_tags_say(parts: Parts, researcher: TestClient) -> None:
    with parts.database.write() as session:
        tag(session, "Price", synonyms=["cost"])
    add(researcher, "price", "fee")
    add(researcher, "too dear", "price", two_way=False)
    with parts.database.read() as session:
        table = synonyms.table(session)
    assert set(table["price"]) == {"cost", "fee"}
    assert table["cost"] == ("price",)
    assert table["too dear"] == ("price",)
    assert "too dear" not in table["price"]


@pytest.mark.parametrize(("term", "others"), [("lift", ["LIFT", " lift "]), ("…", ["lift"]), ("lift", ["—"])])
def test_an_entry_that_says_nothing_is_refused(researcher: TestClient, term: str, others: list[str]) -> None:
    answer = researcher.post("/api/synonyms", json={"term": term, "others": others})
    assert (answer.status_code, answer.json()["code"]) == (422, "bad_synonym")


def test_a_term_is_on_the_list_once(researcher: TestClient) -> None:
    entry = add(researcher, "Café", "bistro")
    again = researcher.post("/api/synonyms", json={"term": "cafe", "others": ["bar"]})
    assert (again.status_code, again.json()["code"], again.json()["synonym_id"]) == (409, "synonym_exists", entry["id"])


def test_readers_neither_see_nor_change_the_list_and_the_log_tells_who_did(
    parts: Parts, researcher: TestClient, employee: TestClient
) -> None:
    assert employee.get("/api/synonyms").status_code == 403
    assert employee.post("/api/synonyms", json={"term": "a", "others": ["b"]}).status_code == 403
    entry = add(researcher, "lift", "elevator")
    assert employee.delete(f"/api/synonyms/{entry['id']}").status_code == 403
    researcher.delete(f"/api/synonyms/{entry['id']}")
    with parts.database.read() as session:
        noted = session.exec(select(AuditEntry).where(AuditEntry.target_kind == "synonym")).all()
    assert [(one.action, one.detail["term"]) for one in noted] == [
        ("synonym.create", "lift"),
        ("synonym.delete", "lift"),
    ]
