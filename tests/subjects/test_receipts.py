"""Receipts of withdrawals: everything that had shown somebody is listed, denied at once, and proven gone."""

from collections import Counter
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlmodel import select

from app.access.viewer import SYSTEM
from app.core.clock import today
from app.discovery import indexing
from app.outbox import service as outbox
from app.participants import service as participants
from app.subjects.models import LedgerEntry, Receipt, ReceiptPlace
from app.subjects.receipts import DENIED, KEPT, PURGED
from app.wiring import Parts
from tests.reels.stage import Stage, reel_of, stage, upload
from tests.renders.test_renders import made, shorten
from tests.scenes import LEN, ROSA
from tests.sharing.scenes import grant_of


@pytest.fixture
def on(parts: Parts, researcher: TestClient) -> Stage:
    """Rosa and Len in a film, and Rosa's quote in an embed."""
    ready = stage(parts)
    upload(ready, researcher)
    grant_of(researcher, "highlights", ready.rosa.id)
    ready.settle()
    return ready


@pytest.fixture
def filmed(on: Stage, researcher: TestClient) -> Stage:
    """Both in a reel of short clips too, which is embedded and was rendered."""
    reel = shorten(researcher, reel_of(researcher, on.rosa.id, on.len.id))
    grant_of(researcher, "reels", reel["id"])
    on.settle()
    made(on, researcher, reel)
    return on


def withdraw(on: Stage, name: str = ROSA, **values: Any) -> str:
    """As a researcher does it, without anything happening afterwards; returns the participant."""
    allowed = {"status": "withdrawn", "scope": "team", "media_allowed": True} | values
    participant_id = on.scene.speakers[name].participant_id or ""
    with on.parts.database.write() as session:
        participants.set_consent(session, SYSTEM, participant_id=participant_id, **allowed)
    return participant_id


def receipt(on: Stage, participant_id: str) -> tuple[Receipt, list[ReceiptPlace]]:
    with on.parts.database.read() as session:
        row = session.exec(select(Receipt).where(Receipt.participant_id == participant_id)).one()
        return row, list(session.exec(select(ReceiptPlace).where(ReceiptPlace.receipt_id == row.id)).all())


def outcomes(places: list[ReceiptPlace]) -> dict[str, Counter[str]]:
    found: dict[str, Counter[str]] = {}
    for place in places:
        found.setdefault(place.kind, Counter())[place.outcome] += 1
    return found


def files(on: Stage, *folders: str) -> list[Path]:
    root = on.parts.settings.data / "files"
    return [path for folder in folders for path in (root / folder).rglob("*") if path.is_file()]


def test_every_place_is_listed_with_the_withdrawal_and_complete_once_nothing_is_left(filmed: Stage) -> None:
    person = withdraw(filmed)
    row, places = receipt(filmed, person)
    assert (row.reason, row.before["status"], row.completed_at) == ("withdrawn", "granted", None)
    # Rosa's quote; both clips and pieces, because Len's show the room that she is in; both embeds.
    assert Counter(place.kind for place in places) == {
        "interview": 1,
        "quote": 1,
        "reel": 1,
        "grant": 2,
        "clip": 3,
        "film": 1,
        "piece": 2,
        "recording": 1,
    }
    keys = [key for place in places for key in place.keys if not key.startswith("h-")]
    assert keys
    assert all((filmed.parts.settings.data / "files" / key).exists() for key in keys)
    outbox.drain(filmed.parts.database, filmed.parts.apply)
    row, places = receipt(filmed, person)
    assert row.completed_at is not None
    assert {place.outcome for place in places} == {DENIED, PURGED}
    assert all(place.settled_at and place.settled_at >= row.denied_at for place in places)
    # Not what the receipt says, but what is there.
    assert [key for key in keys if (filmed.parts.settings.data / "files" / key).exists()] == []
    assert files(filmed, "clips", "renders") == []
    rosa = {f"t-{turn.id}" for turn in filmed.scene.turns if turn.speaker_id == filmed.scene.speakers[ROSA].id}
    assert not (rosa | {f"h-{filmed.rosa.id}"}) & set(filmed.parts.engine.ids())
    assert indexing.compare(filmed.parts.database, filmed.parts.engine).agrees


def test_what_another_consent_still_covers_is_kept_and_said_so(on: Stage) -> None:
    person = withdraw(on, status="granted", scope="company", media_allowed=False)
    outbox.drain(on.parts.database, on.parts.apply)
    row, places = receipt(on, person)
    assert row.reason == "narrowed"
    assert row.completed_at is not None
    assert outcomes(places)["quote"] == {PURGED: 1}


def test_a_receipt_stays_open_while_a_file_is_left(on: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    person = withdraw(on)
    with monkeypatch.context() as broken:
        broken.setattr(on.parts.store, "delete", lambda _key: None)
        outbox.drain(on.parts.database, on.parts.apply)
    row, places = receipt(on, person)
    assert row.completed_at is None
    assert "" in outcomes(places)["clip"]
    _, places = receipt(on, person)
    for place in places:
        for key in place.keys:
            on.parts.store.delete(key)
    withdraw(on, LEN)
    outbox.drain(on.parts.database, on.parts.apply)
    assert receipt(on, person)[0].completed_at is not None


def test_no_path_around_the_service_leaves_without_a_receipt(on: Stage) -> None:
    """Other code may set a consent row; whoever commits it commits a receipt."""
    on.consent(ROSA, status="withdrawn")
    person = on.scene.speakers[ROSA].participant_id or ""
    assert receipt(on, person)[0].reason == "withdrawn"


@pytest.mark.both_databases
def test_widening_makes_no_receipt_but_a_line_in_the_ledger(parts: Parts) -> None:
    ready = stage(parts)
    person = withdraw(ready, status="granted", scope="public")
    with parts.database.read() as session:
        assert session.exec(select(Receipt)).all() == []
        entry = session.exec(select(LedgerEntry)).one()
    assert (entry.kind, entry.target_id, entry.detail["scope"]) == ("consent", person, "public")


@pytest.mark.both_databases
def test_a_change_that_is_rolled_back_leaves_no_receipt(parts: Parts) -> None:
    ready = stage(parts)
    person = ready.scene.speakers[ROSA].participant_id or ""
    with pytest.raises(RuntimeError), parts.database.write() as session:
        participants.set_consent(
            session, SYSTEM, participant_id=person, status="withdrawn", scope="team", media_allowed=True
        )
        session.flush()
        raise RuntimeError
    with parts.database.read() as session:
        assert session.exec(select(Receipt)).all() == []


def test_pictures_of_a_recording_go_with_the_consent_and_come_back_with_it(on: Stage) -> None:
    before = {path.name for path in files(on, "recordings")}
    assert {"poster.jpg", "peaks"} <= before
    withdraw(on)
    on.settle()
    assert {"poster.jpg", "peaks", "sprite.jpg"}.isdisjoint(path.name for path in files(on, "recordings"))
    withdraw(on, status="granted", scope="company")
    on.settle()
    assert {path.name for path in files(on, "recordings")} == before


def test_kept_means_that_somebody_may_still_have_it(filmed: Stage, researcher: TestClient) -> None:
    on = filmed
    grant_of(researcher, "highlights", on.len.id, kind="share")
    for name in (ROSA, LEN):
        on.consent(name, scope="public")
    on.settle()
    person = withdraw(on, status="granted", scope="company")
    outbox.drain(on.parts.database, on.parts.apply)
    row, places = receipt(on, person)
    assert row.completed_at is not None
    told = outcomes(places)
    assert told["film"] == {KEPT: 1}
    assert told["clip"][KEPT] > 0
    assert told["grant"] == {DENIED: 1}


def test_a_consent_that_ended_by_its_date_was_denied_from_the_next_day_on(parts: Parts) -> None:
    ready = stage(parts)
    last = today() - timedelta(days=3)
    ready.consent(ROSA, expires_on=last)
    person = withdraw(ready, status="expired", expires_on=last)
    with parts.database.read() as session:
        row = session.exec(select(Receipt).where(Receipt.participant_id == person)).all()[-1]
    assert row.reason == "expired"
    assert row.denied_at.date() == last + timedelta(days=1)
