"""Playing what was found without saving it, and hearing whom a reel leaves out."""

from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlmodel import select

from app.access.viewer import SYSTEM
from app.highlights import service as highlights
from app.highlights.models import Highlight
from tests.reels.stage import LEN_SAYS, ROSA_SAYS, Stage, reel_of, stage, upload
from tests.scenes import LEN, ROSA

pytestmark = pytest.mark.both_databases
FIXED = "a lady rang and fixed it in a minute!"


@pytest.fixture
def on(parts: Any) -> Stage:
    return stage(parts)


def unsaved(client: TestClient, *quote_ids: str) -> dict[str, Any]:
    answer = client.get("/api/reels/of-quotes", params={"quote_id": quote_ids})
    assert answer.status_code == 200, answer.text
    body: dict[str, Any] = answer.json()
    return body


def test_what_was_found_plays_in_its_order_without_anything_being_saved_or_marked(
    on: Stage, researcher: TestClient, employee: TestClient, database: Any
) -> None:
    upload(on, researcher)
    turn = on.scene.turns[4]
    seen = unsaved(employee, f"h-{on.len.id}", f"t-{turn.id}", f"h-{on.rosa.id}", f"h-{on.len.id}")
    assert [item["quote"] for item in seen["items"]] == [LEN_SAYS, turn.text, ROSA_SAYS]
    assert [item["silence"] for item in seen["items"]] == [None, None, None]
    assert (seen["items"][1]["start_ms"], seen["items"][1]["cues"][0]["name"]) == (turn.start_ms, ROSA)
    assert (seen["clips"], seen["people"], seen["interviews"]) == (3, 2, 1)
    assert employee.get("/api/reels").json()["items"] == []
    with database.read() as session:
        assert len(session.exec(select(Highlight)).all()) == 2


def test_what_may_not_be_read_is_left_out_of_what_plays(on: Stage, employee: TestClient) -> None:
    on.consent(ROSA, status="withdrawn")
    answer = unsaved(employee, f"h-{on.rosa.id}", f"t-{on.scene.turns[1].id}", f"h-{on.len.id}", "h-none", "t-none")
    assert [item["quote"] for item in answer["items"]] == [LEN_SAYS]
    assert "three days" not in str(answer)


def test_so_many_quotes_play_at_once_and_no_more(on: Stage, employee: TestClient) -> None:
    for quote_ids in ([], [f"h-{on.rosa.id}"] * 51):
        assert employee.get("/api/reels/of-quotes", params={"quote_id": quote_ids}).status_code == 422


@pytest.fixture
def support(on: Stage, researcher: TestClient, database: Any) -> str:
    """A tag on Rosa's frustration; and somebody else's relief about the same, and Rosa's own."""
    tag: str = researcher.post("/api/tags", json={"name": "Support"}).json()["id"]
    with database.write() as session:
        transcript_id = on.scene.transcript.id
        for span, emotion in ((on.scene.span(4, FIXED), "relieved"), (on.scene.span(2, "Same here."), "grateful")):
            values = span | {"emotion": emotion, "intensity": 5, "tag_ids": [tag]}
            highlights.create(session, SYSTEM, transcript_id=transcript_id, values=values)
    version = researcher.get(f"/api/highlights/{on.rosa.id}").json()["version"]
    answer = researcher.patch(f"/api/highlights/{on.rosa.id}", json={"tag_ids": [tag], "version": version})
    assert answer.status_code == 200, answer.text
    return tag


def opposing(client: TestClient, reel: dict[str, Any]) -> list[tuple[str, str]]:
    items = client.get(f"/api/reels/{reel['id']}/opposing").json()["items"]
    return [(item["speaker_name"], item["quote"]) for item in items]


def test_who_felt_the_opposite_about_the_same_is_suggested_unless_heard_already(
    on: Stage, support: str, employee: TestClient
) -> None:
    reel = reel_of(employee, f"h-{on.rosa.id}")
    assert opposing(employee, reel) == [(LEN, "Same here.")]


def test_whom_the_reader_may_not_read_is_not_suggested(on: Stage, support: str, employee: TestClient) -> None:
    reel = reel_of(employee, f"h-{on.rosa.id}")
    on.consent(LEN, status="pending")
    assert opposing(employee, reel) == []


def test_a_reel_without_feelings_or_tags_has_no_opposite(on: Stage, employee: TestClient) -> None:
    assert opposing(employee, reel_of(employee, f"h-{on.len.id}")) == []
    assert opposing(employee, reel_of(employee, f"h-{on.rosa.id}")) == []
