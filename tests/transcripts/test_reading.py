"""Reading a transcript over HTTP: fast, and silent where people did not allow it."""

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import event
from sqlmodel import Session

from app.core.database import Database
from app.participants.models import Consent
from tests.scenes import LEN, LINES, ROSA, Scene, scene

pytestmark = pytest.mark.both_databases


@pytest.fixture
def made(database: Database) -> Scene:
    with database.write() as session:
        return scene(session, with_words=True)


def set_consent(database: Database, made: Scene, name: str, **values: object) -> None:
    with database.write() as session:
        consent = session.get(Consent, made.consents[name].id)
        assert consent
        for field, value in values.items():
            setattr(consent, field, value)


def test_an_employee_reads_the_turns_in_order(employee: TestClient, made: Scene) -> None:
    body = employee.get(f"/api/interviews/{made.interview.id}/transcript").json()
    assert [turn["text"] for turn in body["turns"]] == [text for _, text in LINES]
    assert (body["may_edit"], body["turns"][1]["start_ms"]) == (False, 10_000)
    assert employee.get(f"/api/transcripts/{made.transcript.id}").json() == body


def test_a_withdrawn_voice_keeps_its_place_and_says_nothing(
    researcher: TestClient, database: Database, made: Scene
) -> None:
    set_consent(database, made, LEN, status="withdrawn")
    answer = researcher.get(f"/api/transcripts/{made.transcript.id}")
    withheld = [turn["withheld"] for turn in answer.json()["turns"]]
    # The asker may repeat what Len said, so the asker's words go with his.
    assert withheld == ["withdrawn", None, "withdrawn", "withdrawn", None]
    assert "typed everything" not in answer.text
    assert answer.json()["turns"][2]["start_ms"] is None
    words = researcher.get(f"/api/transcripts/{made.transcript.id}/words").json()["words"]
    assert set(words) == {made.turns[1].id, made.turns[4].id}


@pytest.mark.parametrize(
    ("values", "reason"),
    [({"status": "pending"}, "pending"), ({"scope": "team"}, "scope"), ({"status": "expired"}, "expired")],
)
def test_the_marker_says_why_a_voice_is_silent(
    employee: TestClient, database: Database, made: Scene, values: dict[str, str], reason: str
) -> None:
    set_consent(database, made, ROSA, **values)
    turns = employee.get(f"/api/transcripts/{made.transcript.id}").json()["turns"]
    assert (turns[1]["withheld"], turns[1]["text"], turns[2]["withheld"]) == (reason, "", None)


def test_a_turn_without_a_speaker_is_for_researchers(
    employee: TestClient, researcher: TestClient, database: Database, made: Scene
) -> None:
    with database.write() as session:
        turn = session.merge(made.turns[3])
        turn.speaker_id = None
    assert employee.get(f"/api/transcripts/{made.transcript.id}").json()["turns"][3]["withheld"] == "pending"
    assert researcher.get(f"/api/transcripts/{made.transcript.id}").json()["turns"][3]["withheld"] is None


def test_a_restricted_project_does_not_exist_for_others(employee: TestClient, session: Session) -> None:
    made = scene(session, access="restricted")
    session.commit()
    for path in (
        f"/api/interviews/{made.interview.id}/transcript",
        f"/api/transcripts/{made.transcript.id}",
        f"/api/transcripts/{made.transcript.id}/words",
    ):
        assert employee.get(path).status_code == 404


def test_an_interview_without_transcript_says_so(employee: TestClient, session: Session) -> None:
    made = scene(session)
    session.delete(made.transcript)
    session.commit()
    answer = employee.get(f"/api/interviews/{made.interview.id}/transcript")
    assert (answer.status_code, answer.json()["code"]) == (404, "no_transcript")
    assert employee.get("/api/transcripts/none").json()["code"] == "not_found"


def test_word_times_come_apart_from_the_text(employee: TestClient, made: Scene) -> None:
    words = employee.get(f"/api/transcripts/{made.transcript.id}/words").json()["words"]
    assert words[made.turns[3].id] == [[0, 4, 30_000, 30_300], [5, 11, 30_400, 30_700], [12, 23, 30_800, 31_100]]


def test_a_transcript_of_any_length_takes_the_same_few_statements(
    employee: TestClient, database: Database, session: Session
) -> None:
    short, long = scene(session), scene(session, lines=LINES * 60)
    session.commit()
    assert statements(database, employee, short) == statements(database, employee, long)


def statements(database: Database, client: TestClient, made: Scene) -> int:
    seen: list[str] = []

    def count(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if statement.startswith("SELECT"):
            seen.append(statement)

    event.listen(database.engine, "before_cursor_execute", count)
    client.get(f"/api/transcripts/{made.transcript.id}").raise_for_status()
    event.remove(database.engine, "before_cursor_execute", count)
    return len(seen)
