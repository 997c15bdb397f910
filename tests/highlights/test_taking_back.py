"""An import is taken back as a whole, unless somebody has worked on it."""

from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlmodel import select

from app.core.database import Database
from app.interviews.models import Interview
from app.outbox.models import OutboxEntry
from app.participants.models import Participant
from tests.transcripts.test_imports import bring, look, project, voice

pytestmark = pytest.mark.both_databases
assert project


def take_back(client: TestClient, *interviews: Any) -> Any:
    return client.post("/api/imports/take-back", json={"interview_ids": [one["interview_id"] for one in interviews]})


def people(*names: str) -> list[dict[str, Any]]:
    return [voice(name, participant={"pseudonym": name}) for name in names]


TALK = b"Rosa: It failed twice.\nLen: Same here.\nRosa: Yes.\nLen: Hm.\n"


def test_an_import_goes_with_the_people_it_introduced(researcher: TestClient, database: Database, project: str) -> None:
    first = bring(researcher, project, TALK, name="a.txt", speakers=people("Rosa", "Len")).json()
    rosa = next(
        one["id"]
        for one in researcher.get(f"/api/projects/{project}/participants").json()["items"]
        if one["pseudonym"] == "Rosa"
    )
    speakers = [voice("Rosa", participant_id=rosa), *people("Len")]
    second = bring(researcher, project, TALK, name="b.txt", speakers=speakers).json()
    kept = bring(researcher, project, TALK, name="c.txt", speakers=speakers).json()
    answer = take_back(researcher, first, second)
    assert (answer.status_code, answer.json()) == (200, {"interviews": 2, "participants": 2})
    with database.read() as session:
        assert session.exec(select(Interview.id)).all() == [kept["interview_id"]]
        names = [(one.pseudonym, one.id == rosa) for one in session.exec(select(Participant)).all()]
        told = session.exec(select(OutboxEntry.row_id).where(OutboxEntry.kind == "interview")).all()
    # Rosa was introduced by the first, and still speaks in the third.
    assert sorted(names) == [("Len", False), ("Rosa", True)]
    assert {first["interview_id"], second["interview_id"]} <= set(told)


def test_what_somebody_has_worked_on_is_not_taken_back(
    researcher: TestClient, admin: TestClient, sign_in: Any, database: Database, project: str
) -> None:
    marked, other = (bring(researcher, project, TALK, name=f"{name}.txt").json() for name in "ab")
    turn = researcher.get(f"/api/transcripts/{marked['transcript_id']}").json()["turns"][0]
    span = {"start_turn_id": turn["id"], "start_offset": 0, "end_turn_id": turn["id"], "end_offset": 9}
    assert researcher.post(f"/api/transcripts/{marked['transcript_id']}/highlights", json=span).status_code == 201
    refused = take_back(researcher, marked, other)
    assert (refused.status_code, refused.json()["code"]) == (409, "worked_on")
    assert [fault["where"] for fault in refused.json()["faults"]] == [marked["interview_id"]]
    assert take_back(sign_in("researcher"), other).status_code == 403
    with database.read() as session:
        assert len(session.exec(select(Interview.id)).all()) == 2
    assert take_back(admin, other).status_code == 200


def test_the_same_file_is_known_again_where_it_may_be_seen(researcher: TestClient, project: str) -> None:
    assert look(researcher, TALK, "a.txt").json()["known"] == []
    made = bring(researcher, project, TALK, name="a.txt").json()
    (known,) = look(researcher, TALK, "renamed.txt").json()["known"]
    assert known == {"interview_id": made["interview_id"], "title": "Three days", "project_id": project}
    assert look(researcher, TALK + b"Rosa: More.\n", "a.txt").json()["known"] == []


def test_a_closed_project_does_not_tell_others_that_a_file_is_in_it(
    researcher: TestClient, sign_in: Any, project: str
) -> None:
    closed = researcher.post("/api/projects", json={"name": "Closed", "access": "restricted"}).json()["id"]
    assert bring(researcher, closed, TALK, name="a.txt").status_code == 201
    assert len(look(researcher, TALK, "a.txt").json()["known"]) == 1
    assert look(sign_in("researcher"), TALK, "a.txt").json()["known"] == []


def test_an_interview_that_began_with_its_recording_gets_its_words_later(
    researcher: TestClient, employee: TestClient, project: str
) -> None:
    made = researcher.post(f"/api/projects/{project}/interviews", json={"title": "Only heard"}).json()["id"]
    url, form = f"/api/interviews/{made}/transcript", {"data": {"mapping": "{}"}}
    assert employee.post(url, files={"file": ("a.txt", TALK)}, **form).status_code == 403
    refused = researcher.post(url, files={"file": ("a.vtt", b"garbage")}, **form)
    assert refused.json()["code"] == "no_webvtt_signature"
    answer = researcher.post(url, files={"file": ("a.txt", TALK)}, **form)
    assert (answer.status_code, answer.json()["turns"], answer.json()["title"]) == (201, 4, "Only heard")
    assert [one["label"] for one in researcher.get(f"/api/interviews/{made}").json()["speakers"]] == ["Rosa", "Len"]
    again = researcher.post(url, files={"file": ("a.txt", TALK)}, **form)
    assert (again.status_code, again.json()["code"]) == (409, "has_transcript")
