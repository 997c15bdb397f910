"""Segments: rules over what is known of participants, the same in the list, in the count and in search."""

import json
from typing import Any

import pytest
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st

from app.core.database import Database
from app.interviews.models import Speaker
from app.outbox import service as outbox
from app.participants.segment_rules import Condition, Person, Rule, fits, holds
from app.transcripts.models import Transcript, Turn
from app.wiring import Parts
from tests.conftest import SignIn

VALUE = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(0, 3),
    st.sampled_from(["a", "B", "ab", ""]),
    st.lists(st.sampled_from("abc"), max_size=2),
)


def of(**attributes: Any) -> Person:
    return Person("1", "p", "Maureen", "cook", "late-starter", "North", attributes, "granted")


def where(field: str, operator: str, value: Any = None) -> dict[str, Any]:
    return {"field": field, "operator": operator, "value": value}


@pytest.fixture
def project(researcher: TestClient, admin: TestClient) -> str:
    made: str = researcher.post("/api/projects", json={"name": "Listening"}).json()["id"]
    admin.post("/api/attributes", json={"label": "Age", "type": "number"})
    researcher.post(
        "/api/attributes",
        json={"label": "Tools", "type": "several_of", "options": ["phone", "paper"], "project_id": made},
    )
    for name, age, tools in (
        ("Maureen", 74, ["phone"]),
        ("Len", 79, ["paper", "phone"]),
        ("Ada", 36, None),
        ("Kim", None, ["paper"]),
    ):
        body = {"pseudonym": name, "role": "cook", "attributes": {"Age": age, "Tools": tools}}
        researcher.post(f"/api/projects/{made}/participants", json=body).raise_for_status()
    return made


def names(client: TestClient, **params: Any) -> list[str]:
    answer = client.get("/api/participants", params=params).json()
    assert answer["total"] == len(answer["items"])
    return [one["pseudonym"] for one in answer["items"]]


@given(VALUE, VALUE)
def test_a_question_and_its_opposite_never_agree(value: Any, wanted: Any) -> None:
    person = of(x=value)
    assert holds(Condition("attribute:x", "is", wanted), person) != holds(
        Condition("attribute:x", "is_not", wanted), person
    )
    assert holds(Condition("attribute:x", "empty"), person) != holds(Condition("attribute:x", "filled"), person)
    if isinstance(wanted, list):
        assert holds(Condition("attribute:x", "any_of", wanted), person) != holds(
            Condition("attribute:x", "none_of", wanted), person
        )


@given(st.lists(st.booleans(), max_size=4))
def test_all_and_any_mean_what_they_say(answers: list[bool]) -> None:
    asked = tuple(Condition("attribute:x", "filled" if one else "empty") for one in answers)
    assert fits(Rule(asked, "all"), of(x=1)) == all(answers)
    assert fits(Rule(asked, "any"), of(x=1)) == (any(answers) if answers else True)


def test_a_yes_is_no_number_and_letters_are_compared_as_people_read_them() -> None:
    assert not holds(Condition("attribute:x", "is", 1), of(x=True))
    assert not holds(Condition("attribute:x", "at_least", 1), of(x=True))
    assert holds(Condition("attribute:x", "is", "GOLD"), of(x="gold"))
    assert holds(Condition("role", "contains", "OO"), of())
    assert holds(Condition("consent", "is", "granted"), of())


@pytest.mark.both_databases
def test_participants_are_found_by_what_is_known_of_them(
    researcher: TestClient, employee: TestClient, project: str
) -> None:
    old, phone = where("attribute:Age", "at_least", 70), where("attribute:Tools", "any_of", ["phone"])
    assert names(employee, project_id=project, where=json.dumps([old])) == ["Len", "Maureen"]
    both = json.dumps([phone, where("attribute:Age", "at_most", 75)])
    assert names(employee, project_id=project, where=both) == ["Maureen"]
    assert names(employee, project_id=project, where=both, match="any") == ["Ada", "Len", "Maureen"]
    assert names(employee, text="COOK m") == ["Kim", "Maureen"]
    assert names(employee, where=json.dumps([where("attribute:Age", "empty")])) == ["Kim"]
    first = employee.get("/api/participants", params={"limit": 3}).json()
    rest = employee.get("/api/participants", params={"limit": 3, "cursor": first["next_cursor"]}).json()
    assert (first["total"], [one["pseudonym"] for one in rest["items"]]) == (4, ["Maureen"])


@pytest.mark.parametrize(
    ("asked", "code", "place"),
    [
        (where("attribute:Shoes", "is", 43), "unknown_attribute", "field"),
        (where("attribute:Age", "contains", "4"), "unknown_operator", "operator"),
        (where("attribute:Age", "is", "old"), "does_not_fit", "value"),
        (where("attribute:Tools", "any_of", ["pen"]), "does_not_fit", "value"),
        (where("legal_name", "filled"), "unknown_attribute", "field"),
    ],
)
def test_a_question_that_makes_no_sense_is_refused_with_its_place(
    researcher: TestClient, project: str, asked: Any, code: str, place: str
) -> None:
    body = {"name": "Odd", "project_id": project, "conditions": [asked]}
    refused = researcher.post("/api/segments", json=body)
    assert (refused.status_code, refused.json()["code"]) == (422, code)
    assert refused.json()["faults"][0]["where"] == f"conditions.0.{place}"
    assert (
        researcher.get("/api/participants", params={"where": json.dumps([asked]), "project_id": project}).status_code
        == 422
    )
    assert researcher.get("/api/participants", params={"where": "[{"}).status_code == 422


@pytest.mark.both_databases
def test_a_segment_counts_whoever_fits_right_now(researcher: TestClient, employee: TestClient, project: str) -> None:
    body = {"name": "Old", "match": "all", "conditions": [where("attribute:Age", "at_least", 75)]}
    made = researcher.post("/api/segments", json=body).json()
    assert (made["people"], made["may_change"]) == (1, True)
    assert names(employee, segment_id=made["id"]) == ["Len"]
    person = researcher.get("/api/participants", params={"text": "Maureen"}).json()["items"][0]
    researcher.patch(
        f"/api/participants/{person['id']}", json={"attributes": {"Age": 75}, "version": 1}
    ).raise_for_status()
    assert employee.get("/api/segments").json()[0]["people"] == 2
    assert employee.get(f"/api/segments/{made['id']}").json()["may_change"] is False
    assert employee.delete(f"/api/segments/{made['id']}").status_code == 403
    taken = researcher.post("/api/segments", json={**body, "name": "OLD"})
    assert (taken.status_code, taken.json()["code"]) == (409, "segment_exists")
    company = {"name": "With tools", "conditions": [where("attribute:Tools", "filled")]}
    assert researcher.post("/api/segments", json=company).json()["code"] == "unknown_attribute", "a project's own"


def test_a_restricted_projects_segments_and_people_are_its_own(
    researcher: TestClient, sign_in: SignIn, project: str
) -> None:
    hidden = researcher.post("/api/projects", json={"name": "Hidden", "access": "restricted"}).json()["id"]
    researcher.post(f"/api/projects/{hidden}/participants", json={"pseudonym": "Hidden one", "attributes": {"Age": 99}})
    asked = {"name": "Oldest", "conditions": [where("attribute:Age", "at_least", 70)]}
    everywhere = researcher.post("/api/segments", json=asked).json()
    own = researcher.post("/api/segments", json={**asked, "name": "Own", "project_id": hidden}).json()
    other = sign_in("researcher", "Other")
    assert (everywhere["people"], other.get(f"/api/segments/{everywhere['id']}").json()["people"]) == (3, 2)
    assert other.get(f"/api/segments/{own['id']}").status_code == 404
    assert "Own" not in other.get("/api/segments").text
    assert "Hidden one" not in other.get("/api/participants").text
    assert names(researcher, segment_id=own["id"]) == ["Hidden one"]


def test_search_finds_by_a_saved_segment_and_hears_of_its_changes(
    researcher: TestClient, database: Database, parts: Parts, project: str
) -> None:
    person = researcher.get("/api/participants", params={"text": "Len"}).json()["items"][0]
    interview = researcher.post(f"/api/projects/{project}/interviews", json={"title": "At his table"}).json()["id"]
    with database.write() as session:
        speaker = Speaker(interview_id=interview, label="Len", participant_id=person["id"])
        transcript = Transcript(interview_id=interview, format="text", file_name="t.txt", source_sha256="0")
        session.add_all([speaker, transcript])
        session.flush()
        session.add(
            Turn(
                transcript_id=transcript.id,
                interview_id=interview,
                speaker_id=speaker.id,
                position=0,
                text="It whistles in church.",
            )
        )

    def found(query: str) -> int:
        outbox.drain(database, parts.apply)
        total: int = researcher.get("/api/search", params={"q": query}).json()["total"]
        return total

    body = {"name": "Seniors", "conditions": [where("attribute:Age", "at_least", 75)]}
    made = researcher.post("/api/segments", json=body).json()
    assert found("whistles segment:seniors") == 1
    changed = {"conditions": [where("attribute:Age", "at_least", 80)], "version": 1}
    researcher.patch(f"/api/segments/{made['id']}", json=changed).raise_for_status()
    assert found("segment:seniors") == 0
    researcher.patch(
        f"/api/participants/{person['id']}", json={"attributes": {"Age": 80}, "version": 1}
    ).raise_for_status()
    assert found("segment:seniors") == 1
    researcher.patch(f"/api/segments/{made['id']}", json={"name": "Elders", "version": 2}).raise_for_status()
    assert (found("segment:seniors"), found("segment:elders")) == (0, 1)
    researcher.delete(f"/api/segments/{made['id']}")
    assert found("segment:elders") == 0
