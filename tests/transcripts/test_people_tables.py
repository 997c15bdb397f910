"""Participants out of a table: what each row would do is said first, and then all of it happens or nothing."""

import json
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlmodel import Session, func, select

from app.core.database import Database
from app.participants.attribute_types import Kind
from app.participants.models import Attribute, Participant
from app.transcripts.people_columns import kind_in, target_of
from tests.transcripts.importers.writers_documents import xlsx_of

PANEL = (
    "Pseudonym,First name,Last name,E-Mail,Job,Voucher,Age,Uses phone,Plan,Since\n"
    "Maureen,Mo,Real,mo@example.org,cook,50 €,74,yes,gold,2024-01-31\n"
    "Len,Leonard,Hart,len@example.org,driver,50 €,79,no,silver,2023-05-01\n"
    ",Ada,Byron,ada@example.org,analyst,,36,yes,gold,2025-10-10\n"
    "Kim,Kim,Lee,,clerk,,41,no,silver,\n"
).encode()


@pytest.fixture
def project(researcher: TestClient) -> str:
    made: str = researcher.post("/api/projects", json={"name": "Listening"}).json()["id"]
    return made


def look(client: TestClient, project: str, data: bytes = PANEL, name: str = "panel.csv", **mapping: Any) -> Any:
    path = f"/api/projects/{project}/participants/import/preview"
    return client.post(path, files={"file": (name, data)}, data={"mapping": json.dumps(mapping)})


def bring(client: TestClient, project: str, data: bytes = PANEL, *, key: str = "", **mapping: Any) -> Any:
    path = f"/api/projects/{project}/participants/import"
    headers = {"Idempotency-Key": key} if key else {}
    return client.post(
        path, files={"file": ("panel.csv", data)}, data={"mapping": json.dumps(mapping)}, headers=headers
    )


def count(session: Session, table: type) -> int:
    return session.exec(select(func.count()).select_from(table)).one()


@pytest.mark.parametrize(
    ("cells", "kind"),
    [
        (["yes", "No", "ja"], Kind("yes_no")),
        (["12", "1,5"], Kind("number")),
        (["31.03.2026", "2026-01-01"], Kind("date")),
        (["gold", "Gold", "silver", "gold"], Kind("one_of", ("gold", "silver"))),
        (["a", "b", "c"], Kind("text")),
    ],
)
def test_a_new_attribute_has_the_type_of_its_values(cells: list[str], kind: Kind) -> None:
    assert kind_in(cells) == kind


def test_columns_are_known_by_their_names_in_two_languages() -> None:
    names = ["E-Mail", "Nachname", "Pseudonym", "Gutschein", "Beruf", "Land", "IP Address", "Alter", ""]
    wanted = ["contact", "legal_name", "pseudonym", "incentive", "role", "region", "ignore", "attribute:Age", "ignore"]
    assert [target_of(name, ["x"], {"alter": "Age"}) for name in names] == wanted


def test_a_preview_says_what_each_row_would_do_and_saves_nothing(
    researcher: TestClient, database: Database, project: str
) -> None:
    seen = look(researcher, project).json()
    assert [(one["target"], one["type"]) for one in seen["columns"]] == [
        ("pseudonym", None), ("legal_name", None), ("legal_name", None), ("contact", None), ("role", None),
        ("incentive", None), ("new", "number"), ("new", "yes_no"), ("new", "one_of"), ("new", "date"),
    ]  # fmt: skip
    assert seen["counts"] == {"create": 4, "change": 0, "same": 0, "refuse": 0}
    assert [(row["line"], row["action"], row["pseudonym"]) for row in seen["rows"]] == [
        (2, "create", "Maureen"), (3, "create", "Len"), (4, "create", "Participant 1"), (5, "create", "Kim"),
    ]  # fmt: skip
    first = {one["field"]: one["after"] for one in seen["rows"][0]["changes"]}
    assert (first["legal_name"], first["new:Age"], first["new:Uses phone"]) == ("Mo Real", "74", "yes")
    with database.read() as session:
        assert (count(session, Participant), count(session, Attribute)) == (0, 0)


@pytest.mark.both_databases
def test_an_import_adds_people_with_their_attributes_and_is_the_same_when_repeated(
    researcher: TestClient, employee: TestClient, database: Database, project: str
) -> None:
    consent = {"status": "granted", "scope": "company"}
    done = bring(researcher, project, key="one", consent=consent).json()
    assert (done["created"], done["changed"], done["new_attributes"]) == (4, 0, ["Age", "Uses phone", "Plan", "Since"])
    assert bring(researcher, project, key="one", consent=consent).json() == done, "the same request again"
    mo = researcher.get("/api/participants", params={"text": "Maureen"}).json()["items"][0]
    assert mo["attributes"] == {"Age": 74, "Uses phone": True, "Plan": "gold", "Since": "2024-01-31"}
    assert mo["private"] == {"legal_name": "Mo Real", "contact": "mo@example.org", "incentive": "50 €"}
    assert (mo["role"], mo["consent"]["status"]) == ("cook", "granted")
    again = look(researcher, project).json()
    assert again["counts"] == {"create": 0, "change": 0, "same": 4, "refuse": 0}
    for refused in (look(employee, project), bring(employee, project)):
        assert refused.status_code == 403
    with database.read() as session:
        assert count(session, Participant) == 4


def test_someone_known_is_changed_and_empty_cells_change_nothing(researcher: TestClient, project: str) -> None:
    bring(researcher, project).raise_for_status()
    new = b"E-mail;Pseudonym;Age;Job\nMO@example.org ;;75;\n;Kim;;\n"
    seen = look(researcher, project, new).json()
    assert [(row["action"], row["pseudonym"], row["changes"]) for row in seen["rows"]] == [
        ("change", "Maureen", [
            {"field": "contact", "before": "mo@example.org", "after": "MO@example.org"},
            {"field": "attribute:Age", "before": "74", "after": "75"},
        ]),
        ("same", "Kim", []),
    ]  # fmt: skip
    assert bring(researcher, project, new).json()["changed"] == 1
    mo = researcher.get("/api/participants", params={"text": "Maureen"}).json()["items"][0]
    assert (mo["attributes"]["Age"], mo["attributes"]["Plan"], mo["role"]) == (75, "gold", "cook")


def test_refused_rows_are_named_and_nothing_is_half_saved(
    researcher: TestClient, database: Database, project: str
) -> None:
    bring(researcher, project).raise_for_status()
    odd = (
        b"Pseudonym,E-mail,Age\n"
        b"Zoe,zoe@example.org,about 40\n"  # no number
        b"Len,mo@example.org,79\n"  # Len's name, Maureen's contact
        b"Len,other@example.org,79\n"  # another contact than Len's
        b"Yan,yan@example.org,30\n"
        b"Yan,yan@example.org,31\n"  # twice in the file
    )
    seen = look(researcher, project, odd).json()
    assert seen["counts"] == {"create": 1, "change": 0, "same": 0, "refuse": 4}
    assert [(row["line"], row["faults"][0]["code"], row["faults"][0]["field"]) for row in seen["rows"] if row["faults"]] == [
        (2, "does_not_fit", "attribute:Age"), (3, "two_people", "contact"), (4, "other_contact", "contact"), (6, "twice", ""),
    ]  # fmt: skip
    refused = bring(researcher, project, odd)
    assert (refused.status_code, refused.json()["code"]) == (422, "rows_refused")
    with database.read() as session:
        assert count(session, Participant) == 4
    done = bring(researcher, project, odd, skip_refused=True).json()
    assert (done["created"], done["skipped_lines"]) == (1, [2, 3, 4, 6])


def test_a_pseudonym_that_is_the_legal_name_is_pointed_out(researcher: TestClient, project: str) -> None:
    seen = look(researcher, project, b"Pseudonym,Full name\nMo Real,mo  real\nMaureen,Mo Real\n").json()
    assert [row["exposes_name"] for row in seen["rows"]] == [True, False]


def test_columns_can_be_chosen_otherwise_and_wrong_choices_are_named(researcher: TestClient, project: str) -> None:
    data = b"Who,Thing\nMaureen,a; b\nLen,b\n"
    columns = [{"target": "pseudonym"}, {"target": "new", "type": "several_of"}]
    seen = look(researcher, project, data, columns=columns).json()
    assert seen["rows"][0]["changes"][1] == {"field": "new:Thing", "before": "", "after": "a; b"}
    for wrong in (
        columns[:1],
        [columns[0]] * 2,
        [columns[0], {"target": "attribute:Shoes"}],
        [{"target": "ignore"}] * 2,
    ):
        refused = look(researcher, project, data, columns=wrong)
        assert (refused.status_code, refused.json()["code"]) == (422, "columns")
    assert look(researcher, project, data, columns=[{"target": "consent"}, columns[1]]).status_code == 422


def test_a_sheet_of_a_workbook_is_read_like_any_table(researcher: TestClient, project: str) -> None:
    data = xlsx_of([["Pseudonym", "Age"], ["Maureen", "74"]], sheet="People")
    seen = look(researcher, project, data, "panel.xlsx", sheet="People").json()
    assert (seen["sheet"], seen["sheets"], seen["counts"]["create"]) == ("People", ["People"], 1)
    assert look(researcher, project, data, "panel.xlsx", sheet="Nobody").json()["code"] == "no_sheet"
    assert {one["field"]: one["after"] for one in seen["rows"][0]["changes"]} == {
        "pseudonym": "Maureen",
        "new:Age": "74",
    }
    words = look(researcher, project, b"WEBVTT\n\n00:01.000 --> 00:02.000\n<v Rosa>Hello\n", "talk.vtt")
    assert (words.status_code, words.json()["code"]) == (422, "no_table")
