"""A scene with a persona, and what people do with one."""

from typing import Any

import pytest
from fastapi.testclient import TestClient

from app.core.database import Database
from tests.scenes import Scene, scene


@pytest.fixture
def made(database: Database) -> Scene:
    """An interview."""
    with database.write() as session:
        return scene(session)


def person(of: Scene, name: str) -> str:
    """The id of somebody heard in a scene."""
    return str(of.speakers[name].participant_id)


def new(client: TestClient, name: str, *participant_ids: str, **more: Any) -> str:
    """A persona, drawn from these."""
    answer = client.post("/api/personas", json={"name": name, **more})
    assert answer.status_code == 201, answer.text
    made: str = answer.json()["id"]
    if participant_ids:
        add(client, made, *participant_ids)
    return made


def add(client: TestClient, persona: str, *participant_ids: str) -> dict[str, Any]:
    """Draws a persona from these too."""
    answer = client.post(f"/api/personas/{persona}/participants", json={"participant_ids": list(participant_ids)})
    assert answer.status_code == 200, answer.text
    added: dict[str, Any] = answer.json()
    return added


def take_out(client: TestClient, persona: str, *participant_ids: str) -> list[str]:
    """Takes these out again; says who was in it."""
    answer = client.post(
        f"/api/personas/{persona}/participants/take-out", json={"participant_ids": list(participant_ids)}
    )
    assert answer.status_code == 200, answer.text
    gone: list[str] = answer.json()
    return gone


def people(client: TestClient, persona: str) -> list[str]:
    """Who it is drawn from, as far as this client sees them."""
    answer = client.get(f"/api/personas/{persona}/participants")
    assert answer.status_code == 200, answer.text
    assert answer.json()["total"] == len(answer.json()["items"])
    return [item["pseudonym"] for item in answer.json()["items"]]


def size(client: TestClient, persona: str) -> int:
    """How many people it is drawn from."""
    count: int = client.get(f"/api/personas/{persona}").json()["people"]
    return count


def texts(client: TestClient, q: str, **parameters: Any) -> set[str]:
    """What a search finds."""
    answer = client.get("/api/search", params={"q": q, "limit": 100, **parameters})
    assert answer.status_code == 200, answer.text
    return {item["text"] for item in answer.json()["items"]}


def said(of: Scene, name: str) -> set[str]:
    """What somebody says in a scene."""
    return {turn.text for turn in of.turns if turn.speaker_id == of.speakers[name].id}
