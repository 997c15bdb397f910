"""Importing over HTTP: what is previewed is what is saved, whole or not at all."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlmodel import Session, col, func, select

from app.audit.models import AuditEntry
from app.core.database import Database
from app.interviews.models import Interview, Speaker
from app.outbox.models import OutboxEntry
from app.participants.models import Consent, Participant
from app.transcripts.models import Transcript, Turn
from app.wiring import Parts

TALK = b"""WEBVTT

00:00:01.000 --> 00:00:03.000
<v Anna Weber>How did the export

00:00:03.000 --> 00:00:04.000
<v Anna Weber>go last week?

00:00:05.000 --> 00:00:08.500
<v Rosa>It failed twice.

00:00:09.000 --> 00:00:10.00
<v Rosa>Lost

00:00:11.000 --> 00:00:12.000
<v rosa>Nobody called.
"""


@pytest.fixture
def project(researcher: TestClient) -> str:
    made: str = researcher.post("/api/projects", json={"name": "Exports"}).json()["id"]
    return made


def look(client: TestClient, data: bytes, name: str = "2026-03-12_rosa-talk.en.vtt", **form: str) -> Any:
    return client.post("/api/transcript-previews", files={"file": (name, data)}, data=form)


def bring(
    client: TestClient,
    project: str,
    data: bytes = TALK,
    *,
    name: str = "talk.vtt",
    headers: Mapping[str, str] | None = None,
    **wanted: Any,
) -> Any:
    mapping = json.dumps({"title": "Three days", **wanted})
    return client.post(
        f"/api/projects/{project}/interviews/import",
        files={"file": (name, data)},
        data={"mapping": mapping},
        headers=dict(headers or {}),
    )


def voice(*names: str | None, **values: Any) -> dict[str, Any]:
    return {"names": list(names), "label": names[0] or "Unnamed", **values}


def counts(session: Session) -> list[int]:
    tables = (Interview, Speaker, Participant, Transcript, Turn)
    return [session.exec(select(func.count()).select_from(table)).one() for table in tables]


def test_a_preview_says_what_was_understood_and_saves_nothing(researcher: TestClient, database: Database) -> None:
    answer = look(researcher, TALK)
    assert answer.status_code == 200, answer.text
    seen = answer.json()
    assert (seen["format"], seen["confidence"], seen["encoding"], seen["language"]) == ("webvtt", 1.0, "utf-8", "en")
    assert (seen["title"], seen["length_ms"]) == ("2026-03-12 rosa talk", 12_000)
    assert (seen["segments"], seen["turns_total"], seen["can_join"]) == (4, 3, True)
    assert [(s["name"], s["turns"]) for s in seen["speakers"]] == [("Anna Weber", 1), ("Rosa", 1), ("rosa", 1)]
    assert seen["turns"][0] == {
        "speaker": "Anna Weber",
        "text": "How did the export go last week?",
        "start_ms": 1_000,
        "end_ms": 4_000,
        "line": 3,
    }
    assert [(w["code"], w["line"]) for w in seen["warnings"]] == [("bad_times", 12), ("no_times", 12)]
    with database.read() as session:
        assert counts(session) == [0, 0, 0, 0, 0]


def test_joining_can_be_switched_off(researcher: TestClient) -> None:
    seen = look(researcher, TALK, join="false").json()
    assert (seen["turns_total"], seen["join"], seen["can_join"]) == (4, False, True)


def test_the_unnamed_voice_is_previewed_too(researcher: TestClient) -> None:
    seen = look(researcher, b"1\n00:00:01,000 --> 00:00:02,000\nHello there.", "a.srt").json()
    assert seen["speakers"] == [{"name": None, "turns": 1, "samples": ["Hello there."], "role": None, "alike": None}]


def test_an_encoding_can_be_chosen(researcher: TestClient) -> None:
    data = "Анна: Да\nБорис: Нет\n".encode("cp1251")
    seen = look(researcher, data, "a.txt", encoding="cp1251").json()
    assert [speaker["name"] for speaker in seen["speakers"]] == ["Анна", "Борис"]
    assert "koi8-r" in seen["encodings"]
    wrong = look(researcher, data, "a.txt", encoding="utf-8")
    assert (wrong.status_code, wrong.json()["code"]) == (422, "wrong_encoding")


@pytest.mark.parametrize(
    ("data", "name", "code", "line"),
    [
        (b"garbage\n\n00:00.000 --> 00:02.000\ntext", "a.vtt", "no_webvtt_signature", 1),
        (b"1\nsome text", "a.srt", "no_times", 2),
        (bytes(200), "a.txt", "not_text", 1),
        (b"{}", "a.json", "unknown_format", 1),
        (b"", "a.vtt", "empty", 1),
    ],
)
def test_bad_input_is_a_problem_with_a_code_a_line_and_advice(
    researcher: TestClient, database: Database, project: str, data: bytes, name: str, code: str, line: int
) -> None:
    for answer in (look(researcher, data, name), bring(researcher, project, data, name=name)):
        body = answer.json()
        assert (answer.status_code, answer.headers["content-type"]) == (422, "application/problem+json")
        assert (body["code"], body["line"], body["faults"][0]["where"]) == (code, line, f"line {line}")
        assert body["advice"]
    with database.read() as session:
        assert counts(session) == [0, 0, 0, 0, 0]


@pytest.mark.both_databases
def test_an_import_saves_speakers_participants_turns_and_the_news_of_them(
    researcher: TestClient, database: Database, project: str
) -> None:
    len_id = researcher.post(f"/api/projects/{project}/participants", json={"pseudonym": "Len"}).json()["id"]
    answer = bring(
        researcher,
        project,
        kind="support_call",
        language="de",
        held_on="2026-03-12",
        summary="By phone.",
        speakers=[
            voice("Anna Weber", label="Anna", role="interviewer"),
            voice(
                "Rosa",
                "rosa",
                participant={
                    "pseudonym": "Ms R.",
                    "segment": "Nurses",
                    "consent": {"status": "granted", "scope": "company"},
                },
            ),
            voice(None, participant_id=len_id),
        ],
    )
    assert answer.status_code == 201, answer.text
    made = answer.json()
    assert (made["title"], made["turns"], made["format"]) == ("Three days", 3, "webvtt")
    interview = researcher.get(f"/api/interviews/{made['interview_id']}").json()
    assert (interview["kind"], interview["language"], interview["held_on"]) == ("support_call", "de", "2026-03-12")
    assert [(s["label"], s["name"], s["role"], s["segment"]) for s in interview["speakers"]] == [
        ("Anna", "Anna", "interviewer", ""),
        ("Rosa", "Ms R.", "participant", "Nurses"),
        ("Unnamed", "Len", "participant", ""),
    ]
    shown = researcher.get(f"/api/transcripts/{made['transcript_id']}").json()
    rosa = interview["speakers"][1]["id"]
    assert [(t["speaker_id"], t["text"]) for t in shown["turns"]][1:] == [
        (rosa, "It failed twice."),
        (rosa, "Nobody called."),
    ]
    words = researcher.get(f"/api/transcripts/{made['transcript_id']}/words").json()["words"]
    assert words[shown["turns"][0]["id"]] == [[0, 18, 1_000, 3_000], [19, 32, 3_000, 4_000]]
    with database.read() as session:
        assert ("interview", made["interview_id"]) in session.exec(select(OutboxEntry.kind, OutboxEntry.row_id)).all()
        consent = session.exec(select(Consent.status).where(Consent.scope == "company")).one()
        assert consent == "granted"
        entry = session.exec(select(AuditEntry).where(AuditEntry.action == "transcript.import")).one()
        assert entry.detail["turns"] == 3


def test_without_a_mapping_every_name_becomes_a_voice_whose_consent_is_pending(
    researcher: TestClient, employee: TestClient, project: str
) -> None:
    made = bring(researcher, project, b"Interviewer: Why?\nRosa: Because.\nInterviewer: Oh.\n", name="a.txt").json()
    interview = researcher.get(f"/api/interviews/{made['interview_id']}").json()
    assert [(s["label"], s["role"]) for s in interview["speakers"]] == [
        ("Interviewer", "interviewer"),
        ("Rosa", "participant"),
    ]
    shown = employee.get(f"/api/transcripts/{made['transcript_id']}").json()
    assert {(turn["text"], turn["withheld"]) for turn in shown["turns"]} == {("", "pending")}


@pytest.mark.parametrize(
    ("speakers", "code"),
    [
        ([voice("Anna Weber")], "speaker_left_out"),
        ([voice("Anna Weber", "Rosa"), voice("Rosa", "rosa")], "speaker_given_twice"),
        ([voice("Anna Weber", "Rosa", "rosa", participant_id="nobody")], "foreign_participant"),
        ([voice("Anna Weber", participant={"pseudonym": "A"}, participant_id="x")], "invalid"),
        ([voice("Anna Weber", label="")], "invalid"),
    ],
)
def test_a_mapping_that_does_not_fit_saves_nothing(
    researcher: TestClient, database: Database, project: str, speakers: list[dict[str, Any]], code: str
) -> None:
    answer = bring(researcher, project, speakers=speakers)
    assert (answer.status_code, answer.json()["code"]) == (422, code), answer.text
    with database.read() as session:
        assert counts(session) == [0, 0, 0, 0, 0]


def test_a_mapping_that_is_no_json_names_the_place(researcher: TestClient, project: str) -> None:
    path = f"/api/projects/{project}/interviews/import"
    answer = researcher.post(path, files={"file": ("a.vtt", TALK)}, data={"mapping": "{"})
    assert (answer.status_code, answer.json()["faults"][0]["where"]) == (422, "body.mapping")


def test_a_file_in_which_nobody_speaks_is_not_saved(researcher: TestClient, project: str) -> None:
    answer = bring(researcher, project, b"WEBVTT\n")
    assert (answer.status_code, answer.json()["code"]) == (422, "nothing_said")


@pytest.mark.both_databases
def test_sending_an_import_again_does_not_create_it_again(
    researcher: TestClient, database: Database, project: str
) -> None:
    key = {"Idempotency-Key": "once"}
    first = bring(researcher, project, headers=key).json()
    again = bring(researcher, project, headers=key)
    assert (again.status_code, again.json()) == (201, first)
    with database.read() as session:
        assert counts(session)[0] == 1


def test_only_researchers_of_the_project_import(
    researcher: TestClient, employee: TestClient, client: TestClient, project: str
) -> None:
    assert bring(employee, project).status_code == 403
    assert bring(researcher, "nowhere").status_code == 404
    assert bring(client, project).status_code == 401
    assert look(client, TALK).status_code == 401


def test_a_file_beyond_the_limit_is_refused(researcher: TestClient, parts: Parts, project: str) -> None:
    parts.settings.max_transcript_bytes = len(TALK) - 1
    assert look(researcher, TALK).status_code == 413
    assert bring(researcher, project).json()["code"] == "too_large"


def test_a_form_that_never_ends_is_not_read_to_its_end(researcher: TestClient, parts: Parts) -> None:
    limit = parts.settings.max_transcript_bytes + 1024**2
    sent = 0

    def endless() -> Iterator[bytes]:
        nonlocal sent
        yield b'--b\r\nContent-Disposition: form-data; name="file"; filename="a.vtt"\r\n\r\n'
        while sent < 3 * limit:
            sent += 1024**2
            yield b"x" * 1024**2

    headers = {"Content-Type": "multipart/form-data; boundary=b"}
    answer = researcher.post("/api/transcript-previews", content=endless(), headers=headers)
    assert answer.status_code == 413
    announced = researcher.post(
        "/api/transcript-previews", content=b"", headers=headers | {"Content-Length": str(limit + 1)}
    )
    assert (announced.status_code, announced.json()["code"]) == (413, "too_large")


@pytest.mark.both_databases
def test_five_thousand_turns_are_saved_in_order(researcher: TestClient, database: Database, project: str) -> None:
    cues = (
        f"{n // 3600:02}:{n // 60 % 60:02}:{n % 60:02}.000 --> {n // 3600:02}:{n // 60 % 60:02}:{n % 60:02}.900\n<v Voice {n % 7}>Line {n}."
        for n in range(5_000)
    )
    made = bring(researcher, project, ("WEBVTT\n\n" + "\n\n".join(cues)).encode(), join=False).json()
    assert made["turns"] == 5_000
    with database.read() as session:
        query = select(Turn.text).where(Turn.transcript_id == made["transcript_id"]).order_by(col(Turn.position))
        assert session.exec(query).all() == [f"Line {n}." for n in range(5_000)]
