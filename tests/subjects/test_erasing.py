"""Erasure: afterwards nobody finds a word, a name or a sound of the person, wherever they look on the disk."""

import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import av
import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text
from sqlmodel import col, select

from app.access.viewer import SYSTEM
from app.core.database import Database
from app.core.settings import Settings
from app.highlights import service as highlights
from app.highlights.models import Highlight
from app.interviews.models import Interview, Speaker
from app.outbox import service as outbox
from app.participants.models import Participant
from app.recordings.models import Recording
from app.reels.models import ReelItem
from app.subjects import erasing
from app.subjects.models import LedgerEntry, Receipt, ReceiptPlace
from app.transcripts.corrections import rows_of
from app.transcripts.models import Transcript, TranscriptRevision, Turn
from app.wiring import Parts, open_parts
from tests.reels.stage import ROSA_SAYS, Stage, reel_of, stage, upload
from tests.scenes import ASKER, LEN, ROSA, scene
from tests.sharing.scenes import grant_of

LEGAL, MAIL, PSEUDONYM = "Rosalinde Quennersdorf-Wäldchen", "rosalinde.q@mail.example", "Pseudonyma"
WORDS = (
    "It failed twice",
    "waited three days for support",
    "fixed it in a minute",
    "zwiebelförmig unvergesslich",
)
SECRETS = (LEGAL, "Quennersdorf", MAIL, PSEUDONYM, *WORDS)


@pytest.fixture
def on(parts: Parts, researcher: TestClient) -> Stage:
    """Rosa in a focus group with Len, on film, in a reel and an embed, in notes, titles and an earlier text."""
    ready = stage(parts)
    upload(ready, researcher)
    person = ready.scene.speakers[ROSA].participant_id or ""
    with parts.database.write() as session:
        _known(session, person)
        interview = session.merge(ready.scene.interview)
        interview.title, interview.summary = f"{PSEUDONYM} and Len", f"{LEGAL} called from {MAIL}."
        turn = session.get(Turn, ready.scene.turns[2].id)
        assert turn
        turn.text = turn.text.replace("Same here", f"As {PSEUDONYM} said")
        before = {"turns": rows_of(session, ready.scene.transcript.id), "speakers": []}
        session.add(TranscriptRevision(transcript_id=ready.scene.transcript.id, version=1, before=before))
        highlight = session.get(Highlight, ready.len.id)
        assert highlight
        highlight.note = f"Answers {LEGAL}"
        session.add_all([interview, turn, highlight])
    reel = reel_of(researcher, ready.rosa.id, ready.len.id, title=f"What {LEGAL} waited for")
    card = {
        "items": [{"kind": "card", "title": LEGAL, "duration_ms": 1_000}],
        "position": 0,
        "version": reel["version"],
    }
    assert researcher.post(f"/api/reels/{reel['id']}/items", json=card).status_code == 201
    grant_of(researcher, "reels", reel["id"], label=f"For {LEGAL}")
    ready.settle()
    return ready


def _known(session: Any, person: str) -> None:
    row = session.get(Participant, person)
    row.pseudonym, row.legal_name, row.contact, row.attributes = PSEUDONYM, LEGAL, MAIL, {"why": WORDS[3]}
    session.add(row)


def alone(parts: Parts, researcher: TestClient) -> Stage:
    """Rosa with nobody but an interviewer."""
    with parts.database.write() as session:
        made = scene(session, lines=[(ASKER, "Well?"), (ROSA, ROSA_SAYS)], with_words=True)
        person = made.speakers[ROSA].participant_id or ""
        _known(session, person)
        marked = highlights.create(
            session, SYSTEM, transcript_id=made.transcript.id, values=made.span(1, "It failed", to_words="back.")
        )
    ready = Stage(parts, made, marked, marked)
    upload(ready, researcher)
    ready.settle()
    return ready


def erase(on: Stage, client: TestClient, **body: Any) -> dict[str, Any]:
    path = f"/api/participants/{on.scene.speakers[ROSA].participant_id}/erasure"
    answer = client.post(path, json={"confirm": PSEUDONYM, **body})
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json()
    return told


def bytes_on_disk(folder: Path) -> Iterator[tuple[str, bytes]]:
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            yield str(path.relative_to(folder)), path.read_bytes()


def traces(on: Stage, secrets: tuple[str, ...] = SECRETS) -> list[tuple[str, str]]:
    """Every file below the data folder that holds one of these, in UTF-8, UTF-16 or as JSON spells it."""
    found = []
    for name, data in bytes_on_disk(on.parts.settings.data):
        for secret in secrets:
            spelled = {secret.encode(), secret.encode("utf-16-le"), json.dumps(secret)[1:-1].encode()}
            if any(one in data for one in spelled):
                found.append((name, secret))
    return found


def rows_with(database: Database, secrets: tuple[str, ...] = SECRETS) -> list[tuple[str, str]]:
    """The same in every column of every table, on whatever database."""
    from sqlmodel import SQLModel

    found = []
    with database.engine.connect() as connection:
        for table in SQLModel.metadata.sorted_tables:
            for row in connection.execute(text(f'SELECT * FROM "{table.name}"')):
                told = " ".join(str(value) for value in row)
                found += [
                    (table.name, secret) for secret in secrets if secret in told or json.dumps(secret)[1:-1] in told
                ]
    return found


@pytest.mark.both_databases
def test_nothing_of_the_person_is_left_on_the_disk(on: Stage, researcher: TestClient) -> None:
    assert {secret for _, secret in rows_with(on.parts.database)} >= {PSEUDONYM, *WORDS}
    told = erase(on, researcher, reference="DSR-17")
    on.settle()
    assert rows_with(on.parts.database) == []
    assert traces(on) == []
    with on.parts.database.read() as session:
        places = session.exec(select(ReceiptPlace)).all()
        assert [(one.kind, one.keys) for one in places if not one.outcome] == []
        receipt = session.get(Receipt, told["receipt_id"])
        assert receipt
        assert receipt.completed_at is not None
        stone = session.exec(select(LedgerEntry).where(LedgerEntry.kind == "person")).one()
        assert (stone.target_id, stone.reason, stone.reference) == (receipt.participant_id, "request", "DSR-17")


def test_what_others_said_stays_and_their_marks_hold(on: Stage, researcher: TestClient) -> None:
    erase(on, researcher)
    on.settle()
    with on.parts.database.read() as session:
        turns = session.exec(select(Turn).order_by(col(Turn.position))).all()
        kept = session.exec(select(Highlight)).one()
        interview = session.exec(select(Interview)).one()
        items = session.exec(select(ReelItem)).all()
    assert [turn.text for turn in turns] == [
        "So how did the export go last week?",
        f"As {'█' * len(PSEUDONYM)} said. I gave up and typed everything by hand.",
        "That sounds exhausting.",
    ]
    assert kept.id == on.len.id
    assert turns[1].text[kept.start_offset : kept.end_offset] == kept.quote
    assert LEGAL not in kept.note
    assert interview.title == f"{'█' * len(PSEUDONYM)} and Len"
    assert [item.highlight_id for item in items if item.kind == "clip"] == [on.len.id]
    found = researcher.get("/api/search", params={"q": "typed everything"}).json()
    assert [card["quote_id"] if "quote_id" in card else card["id"] for card in found["items"]] != []
    assert researcher.get("/api/search", params={"q": "waited three days"}).json()["items"] == []


def test_a_film_goes_on_in_silence_and_in_black_while_they_spoke(on: Stage, researcher: TestClient) -> None:
    with on.parts.database.read() as session:
        before = session.exec(select(Recording)).one()
    told = erase(on, researcher)
    assert (told["recordings_whole"], told["recordings_part"]) == (0, 1)
    # Until it is done nobody hears any of it.
    assert researcher.get(f"/api/recordings/{before.id}/media").status_code == 404
    on.settle()
    with on.parts.database.read() as session:
        after = session.exec(select(Recording)).one()
    assert after.sha256 != before.sha256
    assert after.duration_ms == pytest.approx(before.duration_ms, abs=250)
    heard = _loudness(researcher.get(f"/api/recordings/{after.id}/media").content)
    # Rosa speaks from 10 to 18 and from 40 to 48 seconds, Len from 20 to 28.
    assert max(heard[second] for second in (*range(10, 18), *range(40, 48))) < 0.001
    assert min(heard[second] for second in range(20, 28)) > 0.05


def test_an_interview_with_nobody_else_goes_altogether(parts: Parts, researcher: TestClient) -> None:
    on = alone(parts, researcher)
    told = erase(on, researcher)
    assert (told["interviews_whole"], told["interviews_part"], told["recordings_whole"]) == (1, 0, 1)
    on.settle()
    assert traces(on) == []
    assert not [name for name, _ in bytes_on_disk(parts.settings.data / "files") if not name.startswith("ledger/")]
    with parts.database.read() as session:
        for table in (Interview, Transcript, Turn, Highlight, Speaker, Participant, Recording):
            assert session.exec(select(table)).all() == []
        assert session.exec(select(Receipt)).one().completed_at is not None


def test_words_without_times_take_the_whole_recording_along(on: Stage, researcher: TestClient) -> None:
    with on.parts.database.write() as session:
        turn = session.get(Turn, on.scene.turns[1].id)
        assert turn
        turn.start_ms = turn.end_ms = None
        session.add(turn)
    erase(on, researcher)
    on.settle()
    with on.parts.database.read() as session:
        assert session.exec(select(Recording)).all() == []
        assert session.exec(select(Turn)).all() != []


def test_the_pseudonym_has_to_be_typed_out(on: Stage, researcher: TestClient) -> None:
    path = f"/api/participants/{on.scene.speakers[ROSA].participant_id}/erasure"
    answer = researcher.post(path, json={"confirm": "yes"})
    assert (answer.status_code, answer.json()["code"]) == (422, "not_confirmed")
    with on.parts.database.read() as session:
        assert session.exec(select(LedgerEntry).where(LedgerEntry.kind == "person")).all() == []


def test_the_plan_counts_what_the_erasure_does(on: Stage, researcher: TestClient) -> None:
    path = f"/api/participants/{on.scene.speakers[ROSA].participant_id}/erasure"
    planned = researcher.get(path).json()
    told = erase(on, researcher)
    assert {name: told[name] for name in planned} == planned
    assert (planned["interviews_part"], planned["turns"], planned["quotes"], planned["reels"]) == (1, 2, 1, 1)
    stones = researcher.get(f"/api/projects/{on.scene.project.id}/tombstones").json()["items"]
    assert [(one["kind"], one["reason"], one["receipt_id"]) for one in stones] == [
        ("person", "request", told["receipt_id"])
    ]
    assert researcher.get(f"/api/receipts/{told['receipt_id']}").json()["reason"] == "erased"


def test_an_erasure_leaves_other_people_alone(on: Stage, researcher: TestClient) -> None:
    with on.parts.database.write() as session:
        other = scene(session, lines=[(ASKER, "And?"), (LEN, "Len alone says this.")])
    erase(on, researcher)
    on.settle()
    with on.parts.database.read() as session:
        texts = session.exec(select(Turn.text).where(Turn.interview_id == other.interview.id)).all()
    assert set(texts) == {"And?", "Len alone says this."}


def _loudness(data: bytes) -> list[float]:
    """The loudest sample of every second."""
    found: list[float] = []
    with av.open(io.BytesIO(data)) as file:
        for frame in file.decode(audio=0):
            second = int(frame.time or 0)
            # The encoder needs some milliseconds around an edge; the middle of a second is what is told.
            if 0.1 < (frame.time or 0) - second < 0.9:
                found += [0.0] * (second + 1 - len(found))
                found[second] = max(found[second], float(abs(frame.to_ndarray()).max()))
    return found


def test_the_embedded_index_keeps_no_word_in_its_files(settings: Settings, tmp_path: Path) -> None:
    """A search engine keeps deleted words until it merges its segments: after an erasure it is built anew."""
    rare = "zeppelinpost"
    folder = tmp_path / "embedded"
    kept = settings.model_copy(update={"search": "embedded", "data": folder, "worker": True})
    kept.__dict__.pop("database", None)
    parts = open_parts(kept.model_copy(update={"database_url": f"sqlite:///{folder / 'firsthand.db'}"}))
    with parts.database.write() as session:
        made = scene(session, lines=[(ASKER, "Well?"), (ROSA, f"The {rare} was late."), (LEN, "It was.")])
    on = Stage(parts, made, Highlight(), Highlight())
    with parts.database.write() as session:
        outbox.touch_ids(session, [("interview", made.interview.id)])
    on.settle()
    assert _holding(folder / "index", rare)
    with parts.database.write() as session:
        erasing.erase(
            session, SYSTEM, participant_id=made.speakers[ROSA].participant_id or "", confirm=ROSA, reason="request"
        )
    on.settle()
    assert parts.engine.count() > 0
    parts.close()
    assert _holding(folder, rare) == []


def _holding(folder: Path, word: str) -> list[str]:
    return [name for name, data in bytes_on_disk(folder) if word.encode() in data]
