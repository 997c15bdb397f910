"""Editing turns: highlights, words and times go along, in one transaction."""

import pytest
from fastapi.testclient import TestClient
from sqlmodel import Session, select

from app.audit.models import AuditEntry
from app.core.database import Database
from app.highlights.models import Highlight
from app.outbox.models import OutboxEntry
from app.participants.models import Consent
from app.transcripts.models import Turn
from tests.scenes import ASKER, LEN, ROSA, Scene, scene

pytestmark = pytest.mark.both_databases


@pytest.fixture
def made(database: Database) -> Scene:
    with database.write() as session:
        return scene(session, with_words=True)


def mark(client: TestClient, made: Scene, *span: object) -> dict[str, object]:
    answer = client.post(f"/api/transcripts/{made.transcript.id}/highlights", json=made.span(*span))  # type: ignore[arg-type]
    assert answer.status_code == 201, answer.text
    return dict(answer.json())


def now(client: TestClient, highlight: dict[str, object]) -> dict[str, object]:
    return dict(client.get(f"/api/highlights/{highlight['id']}").json())


def test_a_corrected_turn_takes_its_highlight_and_words_along(
    researcher: TestClient, database: Database, made: Scene
) -> None:
    highlight = mark(researcher, made, 1, "three days")
    text = made.turns[1].text.replace("It failed twice.", "Well, it has failed twice already.")
    answer = researcher.patch(f"/api/turns/{made.turns[1].id}", json={"version": 1, "text": f"  {text} "})
    assert (answer.status_code, answer.json()["text"], answer.json()["version"]) == (200, text, 2)
    moved = now(researcher, highlight)
    assert (moved["quote"], moved["status"]) == ("three days", "ok")
    assert moved["start_offset"] == text.index("three days")
    assert (moved["start_ms"], moved["end_ms"]) == (highlight["start_ms"], highlight["end_ms"])
    with database.read() as session:
        turn = session.get(Turn, made.turns[1].id)
        assert turn
        assert [text[word[0] : word[1]] for word in turn.words or []][:2] == ["it", "failed"]
        actions = session.exec(select(AuditEntry.action)).all()
    assert "turn.change" in actions


def test_a_highlight_whose_words_are_cut_waits_for_review_and_comes_back_with_them(
    researcher: TestClient, employee: TestClient, made: Scene
) -> None:
    highlight = mark(researcher, made, 1, "three days")
    cut = researcher.patch(f"/api/turns/{made.turns[1].id}", json={"version": 1, "text": "It failed twice."}).json()
    lost = now(researcher, highlight)
    assert (lost["status"], lost["quote"]) == ("needs_review", "three days")
    # Its words belong to no turn now, so nobody can say whose consent they need: researchers only.
    assert employee.get(f"/api/highlights/{highlight['id']}").status_code == 404
    text = "It failed twice. I waited three days."
    researcher.patch(f"/api/turns/{made.turns[1].id}", json={"version": cut["version"], "text": text})
    assert (now(researcher, highlight)["status"], now(employee, highlight)["start_offset"]) == ("ok", 26)


def test_a_deleted_highlight_moves_too_so_that_it_can_come_back(researcher: TestClient, made: Scene) -> None:
    highlight = mark(researcher, made, 1, "three days")
    researcher.delete(f"/api/highlights/{highlight['id']}")
    text = "Oh, " + made.turns[1].text
    researcher.patch(f"/api/turns/{made.turns[1].id}", json={"version": 1, "text": text})
    back = researcher.post(f"/api/highlights/{highlight['id']}/restore").json()
    assert (back["quote"], back["start_offset"]) == ("three days", text.index("three days"))


def test_splitting_a_turn_parts_text_words_times_and_highlights(
    researcher: TestClient, database: Database, made: Scene
) -> None:
    inside, across = mark(researcher, made, 1, "three days"), mark(researcher, made, 1, "twice. I waited")
    at = made.turns[1].text.index(" I waited")
    body = {"version": 1, "at": at, "speaker_id": made.speakers[LEN].id}
    tail = researcher.post(f"/api/turns/{made.turns[1].id}/split", json=body).json()
    turns = researcher.get(f"/api/transcripts/{made.transcript.id}").json()["turns"]
    assert [turn["text"] for turn in turns[1:3]] == ["It failed twice.", made.turns[1].text[at + 1 :]]
    assert (turns[2]["id"], turns[2]["speaker_id"], turns[1]["end_ms"]) == (tail["id"], made.speakers[LEN].id, 11_200)
    assert (now(researcher, inside)["start_turn_id"], now(researcher, inside)["start_offset"]) == (tail["id"], 9)
    moved = now(researcher, across)
    assert (moved["start_turn_id"], moved["end_turn_id"]) == (made.turns[1].id, tail["id"])
    assert moved["quote"] == "twice.\nI waited"
    with database.read() as session:
        second = session.get(Turn, tail["id"])
        assert second
        assert (second.words or [])[0] == [0, 1, 11_200, 11_500]
        touched = session.exec(select(OutboxEntry.row_id).where(OutboxEntry.kind == "turn")).all()
    assert {made.turns[1].id, tail["id"]} <= set(touched)


def test_merging_turns_joins_text_words_times_and_highlights(
    researcher: TestClient, database: Database, made: Scene
) -> None:
    second = mark(researcher, made, 2, "gave up")
    merged = researcher.post(f"/api/turns/{made.turns[1].id}/merge", json={"version": 1}).json()
    assert merged["text"] == made.turns[1].text + " " + made.turns[2].text
    assert (merged["start_ms"], merged["end_ms"]) == (10_000, 28_000)
    moved = now(researcher, second)
    assert (moved["start_turn_id"], moved["quote"], moved["start_ms"]) == (merged["id"], "gave up", second["start_ms"])
    turns = researcher.get(f"/api/transcripts/{made.transcript.id}").json()["turns"]
    assert [turn["id"] for turn in turns] == [made.turns[n].id for n in (0, 1, 3, 4)]
    with database.read() as session:
        assert session.get(Turn, made.turns[2].id) is None


def test_times_and_speaker_can_be_corrected(researcher: TestClient, made: Scene) -> None:
    highlight = mark(researcher, made, 3, "exhausting")
    plain = {"version": 1, "speaker_id": made.speakers[ROSA].id, "start_ms": 31_000, "end_ms": 39_000}
    answer = researcher.patch(f"/api/turns/{made.turns[3].id}", json=plain).json()
    assert (answer["speaker_id"], answer["start_ms"]) == (made.speakers[ROSA].id, 31_000)
    assert now(researcher, highlight)["quote"] == "exhausting"


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"version": 1, "text": "  "}, "invalid"),
        ({"version": 1, "speaker_id": "someone"}, "foreign_speaker"),
        ({"version": 1, "start_ms": 9_000, "end_ms": 8_000}, "invalid"),
        ({"version": 1, "start_ms": -1}, "invalid"),
    ],
)
def test_a_turn_refuses_what_makes_no_sense(
    researcher: TestClient, made: Scene, body: dict[str, object], code: str
) -> None:
    answer = researcher.patch(f"/api/turns/{made.turns[1].id}", json=body)
    assert (answer.status_code, answer.json()["code"]) == (422, code)


def test_two_people_editing_one_turn_do_not_overwrite_each_other(researcher: TestClient, made: Scene) -> None:
    path = f"/api/turns/{made.turns[1].id}"
    assert researcher.patch(path, json={"version": 1, "text": "First."}).status_code == 200
    late = researcher.patch(path, json={"version": 1, "text": "Second."})
    assert (late.status_code, late.json()["code"], late.json()["version"]) == (409, "conflict", 2)
    assert researcher.post(path + "/split", json={"version": 1, "at": 2}).status_code == 409
    assert researcher.post(path + "/merge", json={"version": 1}).status_code == 409


def test_a_split_or_merge_that_does_not_fit_is_refused(researcher: TestClient, made: Scene) -> None:
    first, last = made.turns[0], made.turns[-1]
    split = researcher.post(f"/api/turns/{first.id}/split", json={"version": 1, "at": 900})
    assert (split.status_code, split.json()["code"]) == (422, "bad_split")
    foreign = researcher.post(f"/api/turns/{first.id}/split", json={"version": 1, "at": 3, "speaker_id": "x"})
    assert foreign.json()["code"] == "foreign_speaker"
    merge = researcher.post(f"/api/turns/{last.id}/merge", json={"version": 1})
    assert (merge.status_code, merge.json()["code"]) == (422, "no_next_turn")


def test_employees_do_not_edit_and_nobody_edits_withdrawn_words(
    employee: TestClient, researcher: TestClient, database: Database, made: Scene
) -> None:
    path = f"/api/turns/{made.turns[2].id}"
    assert employee.patch(path, json={"version": 1, "text": "No."}).status_code == 403
    assert researcher.patch("/api/turns/none", json={"version": 1, "text": "No."}).status_code == 404
    with database.write() as session:
        consent = session.get(Consent, made.consents[LEN].id)
        assert consent
        consent.status = "withdrawn"
    assert researcher.patch(path, json={"version": 1, "text": "No."}).status_code == 404
    assert researcher.post(f"/api/turns/{made.turns[1].id}/merge", json={"version": 1}).status_code == 404


def test_a_failing_edit_leaves_everything_as_it_was(researcher: TestClient, database: Database, made: Scene) -> None:
    highlight = mark(researcher, made, 1, "three days")
    researcher.post(f"/api/turns/{made.turns[1].id}/split", json={"version": 1, "at": 900})
    assert now(researcher, highlight) == highlight
    with database.read() as session:
        assert len(session.exec(select(Turn).where(Turn.transcript_id == made.transcript.id)).all()) == 5


def test_a_mark_that_lost_every_turn_is_still_kept(session: Session) -> None:
    made = scene(session, lines=[(ROSA, "Only this."), (ASKER, "And this.")])
    row = Highlight(
        transcript_id=made.transcript.id, interview_id=made.interview.id, start_offset=0, end_offset=4, quote="Only"
    )
    session.add(row)
    session.commit()
    session.refresh(row)
    assert (row.start_turn_id, row.quote) == (None, "Only")
