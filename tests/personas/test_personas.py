"""Personas: their names, the people they are drawn from, and who gets to know these."""

from datetime import date, timedelta
from itertools import product

import pytest
from fastapi.testclient import TestClient
from sqlmodel import select

from app.access.models import ProjectMember
from app.audit.models import AuditEntry
from app.core.clock import today
from app.core.database import Database
from app.participants.consent import permission
from app.participants.models import Consent, Participant
from app.personas import queries
from app.personas.models import Persona, PersonaParticipant
from tests.conftest import SignIn
from tests.personas.conftest import add, new, people, person, size, take_out
from tests.scenes import LEN, ROSA, Scene, scene

both = pytest.mark.both_databases


def names(client: TestClient) -> list[tuple[str, int]]:
    return [(one["name"], one["people"]) for one in client.get("/api/personas").json()["items"]]


@both
def test_a_persona_is_listed_to_everyone_by_name_with_how_many_people_it_has(
    researcher: TestClient, employee: TestClient, made: Scene
) -> None:
    new(researcher, "worried parent", person(made, ROSA), person(made, LEN))
    new(researcher, "Night owl", person(made, ROSA), description=" Works late. ")
    assert names(employee) == [("Night owl", 1), ("worried parent", 2)]
    assert employee.get("/api/personas").json()["items"][0]["description"] == "Works late."


@both
def test_a_name_is_taken_whatever_its_case_until_its_persona_is_deleted(researcher: TestClient) -> None:
    first, other = new(researcher, "Night owl"), new(researcher, "Early bird")
    answer = researcher.post("/api/personas", json={"name": " NIGHT OWL "})
    assert (answer.status_code, answer.json()["code"], answer.json()["persona_id"]) == (409, "persona_exists", first)
    rename = researcher.patch(f"/api/personas/{other}", json={"version": 1, "name": "night Owl"})
    assert rename.json()["code"] == "persona_exists"
    assert researcher.patch(f"/api/personas/{first}", json={"version": 1, "name": "NIGHT owl"}).status_code == 200
    assert researcher.delete(f"/api/personas/{first}").status_code == 204
    again = new(researcher, "Night owl")
    taken = researcher.post(f"/api/personas/{first}/restore")
    assert (taken.status_code, taken.json()["persona_id"]) == (409, again)


def test_an_edit_that_comes_too_late_is_refused(researcher: TestClient) -> None:
    made = new(researcher, "Night owl")
    body = {"version": 1, "description": "Wants quiet."}
    changed = researcher.patch(f"/api/personas/{made}", json=body).json()
    assert (changed["name"], changed["description"], changed["version"]) == ("Night owl", "Wants quiet.", 2)
    late = researcher.patch(f"/api/personas/{made}", json=body)
    assert (late.status_code, late.json()["version"]) == (409, 2)


@both
def test_deleting_is_taken_back_with_everybody_in_it(researcher: TestClient, employee: TestClient, made: Scene) -> None:
    persona = new(researcher, "Night owl", person(made, ROSA))
    for status in (204, 404):
        assert researcher.delete(f"/api/personas/{persona}").status_code == status
    assert names(employee) == []
    assert employee.get(f"/api/personas/{persona}/participants").status_code == 404
    assert employee.get(f"/api/participants/{person(made, ROSA)}/personas").json()["items"] == []
    for _ in range(2):
        assert researcher.post(f"/api/personas/{persona}/restore").status_code == 200
    assert people(employee, persona) == [ROSA]
    assert researcher.post("/api/personas/none/restore").status_code == 404


@both
def test_whoever_is_in_it_already_is_not_added_again(researcher: TestClient, made: Scene) -> None:
    rosa, len_ = person(made, ROSA), person(made, LEN)
    persona = new(researcher, "Night owl", rosa)
    assert add(researcher, persona, len_, rosa, len_) == {"participant_ids": [len_], "already": 1, "over": 0}
    assert people(researcher, persona) == [LEN, ROSA]
    assert take_out(researcher, persona, rosa) == [rosa]
    assert take_out(researcher, persona, rosa) == []
    assert add(researcher, persona, rosa) == {"participant_ids": [rosa], "already": 0, "over": 0}
    assert people(researcher, persona) == [LEN, ROSA]


@pytest.mark.parametrize("body", [{}, {"participant_ids": []}, {"participant_ids": ["x"], "segment_id": "y"}])
def test_people_are_named_in_one_way(researcher: TestClient, body: dict[str, object]) -> None:
    persona = new(researcher, "Night owl")
    assert researcher.post(f"/api/personas/{persona}/participants", json=body).status_code == 422


def test_a_segment_brings_everybody_who_fits_it_and_whose_consent_is_not_over(
    researcher: TestClient, database: Database, made: Scene
) -> None:
    with database.write() as session:
        for name, status in (("Kit", "granted"), ("Gone", "withdrawn")):
            row = Participant(project_id=made.project.id, pseudonym=name, role="nurse")
            session.add(row)
            session.flush()
            session.add(Consent(participant_id=row.id, status=status))
    rule = {"name": "Not Len", "conditions": [{"field": "pseudonym", "operator": "is_not", "value": LEN}]}
    segment = researcher.post("/api/segments", json=rule).json()["id"]
    persona = new(researcher, "Night owl", person(made, ROSA))
    answer = researcher.post(f"/api/personas/{persona}/participants", json={"segment_id": segment})
    assert answer.status_code == 200, answer.text
    told = answer.json()
    assert (len(told["participant_ids"]), told["already"], told["over"]) == (1, 1, 1)
    assert people(researcher, persona) == ["Kit", ROSA]
    missing = researcher.post(f"/api/personas/{persona}/participants", json={"segment_id": "none"})
    assert missing.status_code == 404


@both
def test_names_are_told_to_those_who_see_the_project_and_the_size_to_everyone(
    researcher: TestClient, admin: TestClient, employee: TestClient, sign_in: SignIn, database: Database
) -> None:
    member = sign_in("viewer")
    me = member.get("/api/session").json()["user"]["id"]
    with database.write() as session:
        open_one, closed = scene(session), scene(session, access="restricted")
        session.add(ProjectMember(project_id=closed.project.id, user_id=me, role="viewer"))
    persona = new(admin, "Night owl", person(open_one, ROSA), person(closed, LEN))
    assert [size(one, persona) for one in (admin, researcher, employee, member)] == [2] * 4
    assert people(employee, persona) == people(researcher, persona) == [ROSA]
    assert people(member, persona) == people(admin, persona) == [LEN, ROSA]
    assert employee.get(f"/api/participants/{person(closed, LEN)}/personas").status_code == 404
    [told] = member.get(f"/api/participants/{person(closed, LEN)}/personas").json()["items"]
    assert told == {"id": persona, "name": "Night owl"}


def test_nobody_is_put_into_a_persona_or_out_of_it_by_whom_does_not_research_in_their_project(
    researcher: TestClient, admin: TestClient, employee: TestClient, sign_in: SignIn, database: Database
) -> None:
    reader = sign_in("researcher")
    me = reader.get("/api/session").json()["user"]["id"]
    with database.write() as session:
        closed = scene(session, access="restricted")
        session.add(ProjectMember(project_id=closed.project.id, user_id=me, role="viewer"))
    rosa = person(closed, ROSA)
    persona = new(admin, "Night owl", rosa)
    for path in (f"/api/personas/{persona}/participants", f"/api/personas/{persona}/participants/take-out"):
        statuses = [
            client.post(path, json={"participant_ids": [rosa]}).status_code for client in (employee, researcher, reader)
        ]
        assert statuses == [403, 404, 403]
    [shown] = reader.get(f"/api/personas/{persona}/participants").json()["items"]
    assert shown["may_take_out"] is False
    rule = {"name": "All", "conditions": [{"field": "pseudonym", "operator": "filled"}]}
    segment = admin.post("/api/segments", json=rule).json()["id"]
    added = reader.post(f"/api/personas/{persona}/participants", json={"segment_id": segment}).json()
    assert added == {"participant_ids": [], "already": 0, "over": 0}


def test_a_withdrawn_voice_leaves_its_personas_at_once_and_returns_with_its_consent(
    researcher: TestClient, made: Scene
) -> None:
    rosa = person(made, ROSA)
    persona = new(researcher, "Night owl", rosa, person(made, LEN))
    for status, left in (("withdrawn", [LEN]), ("granted", [LEN, ROSA])):
        body = {"status": status, "scope": "company"}
        assert researcher.put(f"/api/participants/{rosa}/consent", json=body).status_code == 200
        assert people(researcher, persona) == left
        assert size(researcher, persona) == len(left)
        found = researcher.get(f"/api/participants/{rosa}/personas").json()["items"]
        assert len(found) == (status == "granted")


@pytest.mark.parametrize("consent", [{"status": "withdrawn"}, {"status": "granted", "expires_on": "2020-01-01"}])
def test_nobody_comes_into_a_persona_whose_consent_is_over(
    researcher: TestClient, made: Scene, consent: dict[str, str]
) -> None:
    rosa, len_ = person(made, ROSA), person(made, LEN)
    persona = new(researcher, "Night owl")
    assert researcher.put(f"/api/participants/{rosa}/consent", json=consent).status_code == 200
    assert add(researcher, persona, rosa, len_) == {"participant_ids": [len_], "already": 0, "over": 1}
    assert researcher.put(f"/api/participants/{rosa}/consent", json={"status": "granted"}).status_code == 200
    assert people(researcher, persona) == [LEN]


@both
def test_sql_says_of_every_consent_what_the_rule_says(database: Database, made: Scene) -> None:
    statuses = ("pending", "granted", "withdrawn", "expired")
    days: list[date | None] = [None, *(today() + timedelta(days=by) for by in (-1, 0, 1))]
    with database.write() as session:
        over = 0
        persona = Persona(name="Everybody")
        session.add(persona)
        session.flush()
        for status, day in product(statuses, days):
            row = Participant(project_id=made.project.id, pseudonym=f"{status} {day}")
            session.add(row)
            session.flush()
            consent = Consent(participant_id=row.id, status=status, expires_on=day)
            session.add_all([consent, PersonaParticipant(persona_id=persona.id, participant_id=row.id)])
            over += permission(consent, today()).is_over
        asked_of_nobody = Participant(project_id=made.project.id, pseudonym="Unasked")
        session.add(asked_of_nobody)
        session.flush()
        session.add(PersonaParticipant(persona_id=persona.id, participant_id=asked_of_nobody.id))
        session.flush()
        assert 0 < over < 16
        assert queries.sizes(session, [persona.id])[persona.id] == 17 - over


@both
def test_long_lists_come_in_pages(researcher: TestClient, database: Database, made: Scene) -> None:
    with database.write() as session:
        rows = [Participant(project_id=made.project.id, pseudonym=f"P{at:02}") for at in range(5)]
        session.add_all(rows)
        ids = [row.id for row in rows]
    persona = new(researcher, "Night owl", *ids)
    found, cursor = [], None
    while True:
        query = {"limit": 2, **({"cursor": cursor} if cursor else {})}
        page = researcher.get(f"/api/personas/{persona}/participants", params=query).json()
        found += [item["pseudonym"] for item in page["items"]]
        assert page["total"] == 5
        if not (cursor := page["next_cursor"]):
            break
    assert found == [f"P{at:02}" for at in range(5)]


@both
def test_a_merge_carries_personas_over_and_taking_it_back_leaves_both_as_they_were(
    researcher: TestClient, made: Scene
) -> None:
    rosa, len_ = person(made, ROSA), person(made, LEN)
    both, one = new(researcher, "Night owl", rosa, len_), new(researcher, "Early bird", len_)
    merge = researcher.post(f"/api/participants/{rosa}/merge", json={"other_id": len_}).json()
    assert (people(researcher, both), people(researcher, one)) == ([ROSA], [ROSA])
    assert (size(researcher, both), size(researcher, one)) == (1, 1)
    assert researcher.post(f"/api/participant-merges/{merge['id']}/undo").status_code == 200
    assert (people(researcher, both), people(researcher, one)) == ([LEN, ROSA], [LEN])


@both
def test_a_merge_is_taken_back_also_when_what_was_left_behind_can_no_longer_be(
    researcher: TestClient, database: Database, made: Scene
) -> None:
    rosa, len_ = person(made, ROSA), person(made, LEN)
    persona = new(researcher, "Night owl", rosa, len_)
    merge = researcher.post(f"/api/participants/{rosa}/merge", json={"other_id": len_}).json()
    with database.write() as session:
        session.delete(session.get_one(Persona, persona))
    assert researcher.post(f"/api/participant-merges/{merge['id']}/undo").status_code == 200
    assert researcher.get(f"/api/participants/{len_}").status_code == 200


@both
def test_an_erased_person_leaves_no_trace_in_a_persona_not_even_their_name_in_its_description(
    researcher: TestClient, database: Database, made: Scene
) -> None:
    rosa = person(made, ROSA)
    with database.write() as session:
        row = session.get_one(Participant, rosa)
        row.legal_name = "Rosa Maria Lindt"
        session.add(row)
    persona = new(researcher, "Night owl", rosa, description="Like Rosa Maria Lindt.")
    erased = researcher.post(f"/api/participants/{rosa}/erasure", json={"confirm": ROSA})
    assert erased.is_success, erased.text
    with database.read() as session:
        assert session.exec(select(PersonaParticipant)).all() == []
    assert size(researcher, persona) == 0
    assert "Lindt" not in researcher.get(f"/api/personas/{persona}").json()["description"]


def test_every_deed_is_in_the_audit_log(researcher: TestClient, database: Database, made: Scene) -> None:
    persona = new(researcher, "Night owl", person(made, ROSA))
    researcher.patch(f"/api/personas/{persona}", json={"version": 1, "name": "Owl"})
    take_out(researcher, persona, person(made, ROSA))
    researcher.delete(f"/api/personas/{persona}")
    researcher.post(f"/api/personas/{persona}/restore")
    with database.read() as session:
        rows = session.exec(
            select(AuditEntry).where(AuditEntry.target_id == persona).order_by(AuditEntry.id)  # type: ignore[arg-type]
        ).all()
    assert [row.action.removeprefix("persona.") for row in rows] == [
        "create", "add", "change", "take_out", "delete", "restore",
    ]  # fmt: skip
    assert rows[1].detail == {"name": "Night owl", "people": 1}
