"""Tables over HTTP: the columns that were previewed are those that are saved, tags and surveys included."""

import json
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlmodel import Session, func, select

from app.core.database import Database
from app.interviews.models import Interview
from app.participants.models import Participant
from tests.transcripts.importers.test_tables import ANSWERS, QUESTIONS
from tests.transcripts.importers.writers_documents import csv_of

TAGGED = csv_of(
    [
        ("speaker", "words", "codes", "id"),
        ("Anna", "How was it?", "", "1"),
        ("Rosa", "I waited three weeks.", "Waiting; Anger", "2"),
        ("Rosa", "Nobody called.", "waiting", "3"),
    ]
)
SURVEY = csv_of([QUESTIONS, *ANSWERS])


@pytest.fixture
def project(researcher: TestClient) -> str:
    made: str = researcher.post("/api/projects", json={"name": "Exports"}).json()["id"]
    return made


def look(client: TestClient, data: bytes, name: str = "t.csv", **form: str) -> Any:
    return client.post("/api/transcript-previews", files={"file": (name, data)}, data=form)


def bring(client: TestClient, path: str, data: bytes, *, key: str = "", **mapping: Any) -> Any:
    form = {"mapping": json.dumps({"title": "Answers", **mapping})}
    headers = {"Idempotency-Key": key} if key else {}
    return client.post(path, files={"file": ("t.csv", data)}, data=form, headers=headers)


def count(session: Session, table: type) -> int:
    return session.exec(select(func.count()).select_from(table)).one()


def test_a_preview_shows_each_column_with_the_reason_of_its_guess(researcher: TestClient) -> None:
    seen = look(researcher, TAGGED).json()["table"]
    assert (seen["mode"], seen["header"], seen["rows"], seen["tags"]) == (
        "turns",
        True,
        3,
        ["Waiting", "Anger"],
    )
    assert [(one["name"], one["role"], one["reason"]) for one in seen["columns"]] == [
        ("speaker", "speaker", "name"),
        ("words", "text", "name"),
        ("codes", "tags", "name"),
        ("id", "ignore", "rest"),
    ]
    assert seen["columns"][1]["samples"][0] == "How was it?"


def test_other_columns_can_be_chosen(researcher: TestClient) -> None:
    plan = {"roles": ["ignore", "text", "speaker", "ignore"]}
    seen = look(researcher, TAGGED, table=json.dumps(plan)).json()
    assert [speaker["name"] for speaker in seen["speakers"]] == ["Waiting; Anger", "waiting", None]
    assert seen["table"]["columns"][2]["reason"] == "chosen"


def test_a_table_without_words_is_shown_to_be_mapped_and_not_saved(researcher: TestClient, project: str) -> None:
    seen = look(researcher, b"a,b\n1,2\n3,4\n").json()
    assert (seen["turns_total"], seen["table"]["rows"], seen["warnings"][0]["code"]) == (0, 2, "no_text_column")
    answer = bring(researcher, f"/api/projects/{project}/interviews/import", b"a,b\n1,2\n3,4\n")
    assert (answer.status_code, answer.json()["code"]) == (422, "nothing_said")


@pytest.mark.both_databases
def test_tags_of_a_table_become_highlights_of_whole_turns(researcher: TestClient, project: str) -> None:
    known = researcher.post("/api/tags", json={"name": "Waiting", "synonyms": []}).json()["id"]
    made = bring(researcher, f"/api/projects/{project}/interviews/import", TAGGED).json()
    marks = researcher.get(f"/api/interviews/{made['interview_id']}/highlights").json()["items"]
    names = {tag["id"]: tag["name"] for tag in researcher.get("/api/tags").json()["items"]}
    assert names[known] == "Waiting"
    assert {mark["quote"]: sorted(names[tag] for tag in mark["tag_ids"]) for mark in marks} == {
        "I waited three weeks.": ["Anger", "Waiting"],
        "Nobody called.": ["Waiting"],
    }
    assert sorted(names.values()) == ["Anger", "Waiting"]


@pytest.mark.both_databases
def test_a_survey_becomes_an_interview_for_each_who_answered(
    researcher: TestClient, database: Database, project: str
) -> None:
    made = bring(
        researcher, f"/api/projects/{project}/surveys/import", SURVEY, consent={"status": "granted", "scope": "company"}
    )
    assert made.status_code == 201, made.text
    body = made.json()
    assert (len(body["interview_ids"]), body["answers"], body["new_participants"], body["skipped_rows"]) == (
        2,
        3,
        2,
        [4],
    )
    shown = researcher.get(f"/api/interviews/{body['interview_ids'][0]}").json()
    assert (shown["title"], shown["kind"], shown["held_on"]) == ("Answers: P01", "survey", "2026-03-14")
    assert [(voice["name"], voice["role"]) for voice in shown["speakers"]] == [
        ("Survey", "interviewer"),
        ("P01", "participant"),
    ]
    turns = researcher.get(f"/api/interviews/{shown['id']}/transcript").json()["turns"]
    assert [turn["text"] for turn in turns] == [
        "What annoyed you most?", "Waiting on the line for an hour.", "What should we change?", "Call back.",
    ]  # fmt: skip
    people = researcher.get(f"/api/projects/{project}/participants").json()["items"]
    first = next(person for person in people if person["pseudonym"] == "P01")
    assert (first["attributes"], first["private"]["contact"]) == ({"Age": "34"}, "a@example.org")
    assert first["consent"]["status"] == "granted"
    with database.read() as session:
        assert (count(session, Interview), count(session, Participant)) == (2, 2)


def test_people_the_project_knows_are_heard_again_and_not_made_twice(
    researcher: TestClient, database: Database, project: str
) -> None:
    path = f"/api/projects/{project}"
    researcher.post("/api/attributes", json={"label": "Age", "project_id": project})
    known = {"pseudonym": "P01", "attributes": {"Age": "35"}, "consent": {"status": "withdrawn"}}
    researcher.post(f"{path}/participants", json=known)
    body = bring(researcher, f"{path}/surveys/import", SURVEY, consent={"status": "granted"}).json()
    assert (body["new_participants"], body["known_participants"]) == (1, 1)
    people = researcher.get(f"{path}/participants").json()["items"]
    first = next(person for person in people if person["pseudonym"] == "P01")
    assert (first["attributes"], first["consent"]["status"]) == ({"Age": "35"}, "withdrawn")


def test_sending_a_survey_again_does_not_save_it_again(
    researcher: TestClient, database: Database, project: str
) -> None:
    path = f"/api/projects/{project}/surveys/import"
    first = bring(researcher, path, SURVEY, key="once")
    again = bring(researcher, path, SURVEY, key="once")
    assert (again.status_code, again.json()) == (201, first.json())
    with database.read() as session:
        assert count(session, Interview) == 2


@pytest.mark.parametrize(
    ("data", "table", "code"),
    [
        (TAGGED, {"roles": ["ignore"] * 4}, "no_question_column"),
        (TAGGED, {"roles": ["question"]}, "bad_columns"),
        (b"WEBVTT\n\n00:01.000 --> 00:02.000\nHi", {}, "no_table"),
        (b"id,q?,r?\nP1,,\n", {}, "nothing_said"),
    ],
)
def test_what_is_no_survey_is_refused_and_leaves_nothing(
    researcher: TestClient, database: Database, project: str, data: bytes, table: dict[str, Any], code: str
) -> None:
    answer = bring(researcher, f"/api/projects/{project}/surveys/import", data, table=table)
    assert (answer.status_code, answer.json()["code"]) == (422, code), answer.text
    with database.read() as session:
        assert (count(session, Interview), count(session, Participant)) == (0, 0)


def test_only_researchers_of_the_project_bring_surveys(employee: TestClient, project: str) -> None:
    assert bring(employee, f"/api/projects/{project}/surveys/import", SURVEY).status_code == 403


def test_readings_show_how_the_letters_would_look(researcher: TestClient) -> None:
    data = "Анна: Да, конечно\nБорис: Нет, спасибо\nАнна: Да\n".encode("cp1251")
    seen = look(researcher, data, "a.txt").json()
    assert seen["readings"][0]["encoding"] == "cp1251"
    assert seen["readings"][0]["sample"].startswith("Анна: Да, конечно")
    assert len({reading["sample"] for reading in seen["readings"]}) == len(seen["readings"]) > 2
    assert look(researcher, b"Anna: Hi\nBen: Oh\nAnna: Ah\n", "a.txt").json()["readings"] == []
    wrong = look(researcher, b"Anna: Hi\nBen: \xff\n", "a.txt", encoding="utf-8").json()
    assert (wrong["code"], wrong["line"]) == ("wrong_encoding", 2)
    assert "byte 15" in wrong["detail"]


@pytest.mark.parametrize("header", ["E-mail", "e-mail", "E_Mail", "E-Mail-Adresse", "Email Address", "email:"])
def test_a_contact_is_known_however_its_column_is_spelt(researcher: TestClient, header: str) -> None:
    rows = [(QUESTIONS[0], header, *QUESTIONS[2:]), *ANSWERS]
    column = look(researcher, csv_of(rows)).json()["table"]["columns"][1]
    assert (column["role"], column["reason"]) == ("contact", "name")
