"""Typed attributes: what fits is kept, what does not is said, and a change takes along what people have."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import select

from app.core.database import Database
from app.core.vault import Vault
from app.participants.attribute_types import Kind, Misfit, converted, fitted, from_text, text_of
from app.participants.models import Attribute, Participant
from tests.conftest import SignIn

CHOICES = ("mild", "Moderate", "severe; both")
VALUES = st.one_of(
    st.tuples(st.just(Kind("text")), st.text(min_size=1, max_size=40).map(str.strip).filter(bool)),
    st.tuples(
        st.just(Kind("number")),
        st.one_of(st.integers(-(10**12), 10**12), st.floats(-1e6, 1e6).map(lambda n: round(n, 3))),
    ),
    st.tuples(st.just(Kind("date")), st.dates().map(date.isoformat)),
    st.tuples(st.just(Kind("yes_no")), st.booleans()),
    st.tuples(st.just(Kind("one_of", CHOICES)), st.sampled_from(CHOICES)),
    st.tuples(st.just(Kind("several_of", CHOICES[:2])), st.lists(st.sampled_from(CHOICES[:2]), min_size=1)),
)


@pytest.fixture
def project(researcher: TestClient) -> str:
    made: str = researcher.post("/api/projects", json={"name": "Listening"}).json()["id"]
    return made


def define(client: TestClient, label: str, type_: str = "text", **values: Any) -> Any:
    return client.post("/api/attributes", json={"label": label, "type": type_, **values})


def person(client: TestClient, project: str, name: str = "Maureen", **attributes: Any) -> Any:
    return client.post(f"/api/projects/{project}/participants", json={"pseudonym": name, "attributes": attributes})


@given(VALUES)
def test_a_value_is_read_back_from_the_text_it_is_written_as(pair: tuple[Kind, Any]) -> None:
    kind, value = pair
    kept = fitted(kind, value)
    assert fitted(kind, kept) == kept
    assert from_text(kind, text_of(kept)) == kept
    assert converted(kind, kept) == kept


@pytest.mark.parametrize("value", [10**400, -(10**400), float("inf"), float("nan"), True, "12", None])
def test_what_is_no_number_or_beyond_all_counting_is_refused(value: Any) -> None:
    with pytest.raises(Misfit):
        fitted(Kind("number"), value)


@pytest.mark.parametrize(
    ("type_", "text", "value"),
    [
        ("number", "1,5", 1.5), ("number", "1.234.567", 1234567), ("number", "1 200", 1200), ("number", "1.234,5", 1234.5),
        ("date", "31.03.2026", "2026-03-31"), ("date", "2026-03-31 00:00:00", "2026-03-31"),
        ("yes_no", "Ja", True), ("yes_no", "false", False),
        ("one_of", "MILD", "mild"), ("several_of", "moderate, mild", ["mild", "Moderate"]),
    ],
)  # fmt: skip
def test_cells_of_tables_are_understood_as_people_write_them(type_: Any, text: str, value: Any) -> None:
    assert from_text(Kind(type_, CHOICES), text) == value


@pytest.mark.parametrize(
    ("type_", "text"),
    [
        ("number", "about 40"),
        ("number", "1,234"),
        ("number", "1e999"),
        ("date", "03/04/2026"),
        ("yes_no", "maybe"),
        ("one_of", "deaf"),
    ],
)
def test_what_is_in_doubt_is_refused(type_: Any, text: str) -> None:
    with pytest.raises(Misfit):
        from_text(Kind(type_, CHOICES), text)


@pytest.mark.both_databases
def test_values_are_checked_by_the_attributes_of_company_and_project(
    admin: TestClient, researcher: TestClient, project: str
) -> None:
    define(admin, "Age", "number")
    define(researcher, "Hearing loss", "one_of", options=["mild", "severe"], project_id=project)
    refused = person(researcher, project, Age="forty", **{"Hearing loss": "none", "Shoe size": 43})
    assert refused.status_code == 422
    assert {(fault["where"], fault["code"]) for fault in refused.json()["faults"]} == {
        ("attributes.Age", "does_not_fit"),
        ("attributes.Hearing loss", "does_not_fit"),
        ("attributes.Shoe size", "unknown_attribute"),
    }
    assert "“mild”, “severe”" in str(refused.json())
    made = person(researcher, project, Age=41.0, **{"Hearing loss": "mild"}).json()
    assert made["attributes"] == {"Age": 41, "Hearing loss": "mild"}
    emptied = {"attributes": {"Age": None, "Hearing loss": "severe"}, "version": 1}
    assert researcher.patch(f"/api/participants/{made['id']}", json=emptied).json()["attributes"] == {
        "Hearing loss": "severe"
    }


def test_administrators_define_for_the_company_and_researchers_for_their_projects(
    admin: TestClient, researcher: TestClient, employee: TestClient, sign_in: SignIn, project: str
) -> None:
    assert define(researcher, "Age").status_code == 403
    assert define(employee, "Age", project_id=project).status_code == 403
    assert define(admin, "Age", "number").status_code == 201
    assert define(researcher, "Plan", project_id=project).status_code == 201
    taken = define(researcher, "AGE", project_id=project)
    assert (taken.status_code, taken.json()["code"]) == (409, "attribute_exists")
    assert define(researcher, "Pick", "one_of", project_id=project).status_code == 422, "choices are needed"
    hidden = researcher.post("/api/projects", json={"name": "Hidden", "access": "restricted"}).json()["id"]
    define(researcher, "Secret field", project_id=hidden)
    other = sign_in("researcher", "Other")
    assert "Secret field" not in other.get("/api/attributes").text
    assert other.get("/api/attributes", params={"project_id": hidden}).status_code == 404
    seen = {one["label"]: one["may_change"] for one in researcher.get("/api/attributes").json()}
    assert seen == {"Age": False, "Plan": True, "Secret field": True}


@pytest.mark.both_databases
def test_a_new_type_takes_the_values_along_or_changes_nothing(researcher: TestClient, project: str) -> None:
    made = define(researcher, "Seats", project_id=project).json()
    people = [person(researcher, project, name, Seats=seats).json() for name, seats in (("A", "12"), ("B", "many"))]
    address = f"/api/attributes/{made['id']}"
    refused = researcher.patch(address, json={"type": "number", "version": 1})
    assert (refused.status_code, refused.json()["code"]) == (422, "values_do_not_fit")
    assert [fault["where"] for fault in refused.json()["faults"]] == ["B"]
    assert researcher.get(f"/api/participants/{people[0]['id']}").json()["attributes"] == {"Seats": "12"}
    researcher.patch(f"/api/participants/{people[1]['id']}", json={"attributes": {"Seats": "1,5"}, "version": 1})
    changed = researcher.patch(address, json={"type": "number", "label": "Chairs", "version": 1}).json()
    assert (changed["type"], changed["label"], changed["key"], changed["people"]) == ("number", "Chairs", "Seats", 2)
    found = [researcher.get(f"/api/participants/{one['id']}").json()["attributes"]["Seats"] for one in people]
    assert found == [12, 1.5]
    assert researcher.patch(address, json={"label": "X", "version": 1}).status_code == 409


def test_choices_are_renamed_with_those_who_chose_them_and_kept_while_in_use(
    researcher: TestClient, project: str
) -> None:
    made = define(researcher, "Tools", "several_of", options=["phone", "paper"], project_id=project).json()
    one = person(researcher, project, Tools=["paper", "phone"]).json()
    address = f"/api/attributes/{made['id']}"
    lost = researcher.patch(address, json={"options": ["phone"], "version": 1})
    assert lost.json()["code"] == "values_do_not_fit"
    body = {"options": ["phone", "notebook"], "renamed": {"paper": "notebook"}, "version": 1}
    assert researcher.patch(address, json=body).is_success
    assert researcher.get(f"/api/participants/{one['id']}").json()["attributes"] == {"Tools": ["phone", "notebook"]}
    in_use = researcher.delete(address)
    assert (in_use.status_code, in_use.json()["code"]) == (409, "attribute_in_use")
    assert researcher.patch(address, json={"archived": True, "version": 2}).json()["archived"] is True


def test_a_projects_attribute_becomes_the_companys_together_with_its_twins(
    admin: TestClient, researcher: TestClient, project: str
) -> None:
    second = researcher.post("/api/projects", json={"name": "Second"}).json()["id"]
    made = define(researcher, "Loss", "one_of", options=["mild"], project_id=project).json()
    define(researcher, "Loss", "one_of", options=["severe"], project_id=second)
    person(researcher, second, Loss="severe")
    address = f"/api/attributes/{made['id']}"
    assert researcher.patch(address, json={"company_wide": True, "version": 1}).status_code == 403
    wide = admin.patch(address, json={"company_wide": True, "version": 1}).json()
    assert (wide["project_id"], wide["options"], wide["people"]) == (None, ["mild", "severe"], 1)
    assert [one["id"] for one in researcher.get("/api/attributes").json()] == [made["id"]]


def test_attributes_stand_in_the_order_they_were_put(researcher: TestClient, project: str) -> None:
    ids = [define(researcher, label, project_id=project).json()["id"] for label in "ABC"]
    wanted = [ids[2], ids[0], ids[1]]
    assert researcher.put("/api/attributes/order", json={"project_id": project, "ids": wanted}).status_code == 204
    listed = researcher.get("/api/attributes", params={"project_id": project}).json()
    assert [one["id"] for one in listed] == wanted
    short = researcher.put("/api/attributes/order", json={"project_id": project, "ids": wanted[:2]})
    assert short.json()["code"] == "incomplete_order"


def test_an_upgrade_makes_attributes_of_what_people_had(tmp_path: Path) -> None:
    before = Database(f"sqlite:///{tmp_path / 'firsthand.db'}", Vault(["a key for this test, long enough"]))
    before.migrate("0014")
    people = [
        '{"Plan": "gold", "Seats": 12, "Nights": true, "tools": ["a", "b"], "": "lost"}',
        '{"plan": 3, "Seats": 7, "Nights": null}',
    ]
    with before.writing.begin() as connection:
        connection.exec_driver_sql(
            "INSERT INTO project (id, created_at, updated_at, version, name, goal, questions, access, team) "
            "VALUES ('p', '2026-01-01', '2026-01-01', 1, 'Listening', '', '[]', 'open', '')"
        )
        for number, attributes in enumerate(people):
            connection.exec_driver_sql(
                "INSERT INTO participant (id, created_at, updated_at, version, project_id, pseudonym, legal_name, contact,"
                " incentive, segment, role, region, attributes) VALUES (?, '2026-01-01', '2026-01-01', 1, 'p', 'P', '', '',"
                " '', '', '', '', ?)",
                (f"{number}", attributes),
            )
    before.migrate()
    with before.read() as session:
        made = {one.key: (one.type, one.options, one.project_id) for one in session.exec(select(Attribute))}
        assert made == {
            "Plan": ("text", [], "p"),
            "Seats": ("number", [], "p"),
            "Nights": ("yes_no", [], "p"),
            "tools": ("several_of", ["a", "b"], "p"),
        }
        found = [one.attributes for one in session.exec(select(Participant).order_by(Participant.id))]
    assert found == [
        {"Plan": "gold", "Seats": 12, "Nights": True, "tools": ["a", "b"]},
        {"Plan": "3", "Seats": 7},
    ]
    before.close()
