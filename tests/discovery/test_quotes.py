"""Quotes by their permalink, and moments to begin with."""

from collections.abc import Callable
from typing import Any

import pytest
from fastapi.testclient import TestClient

from app.outbox import service as outbox
from app.wiring import Parts
from tests.discovery.conftest import mark, record, tag
from tests.scenes import ASKER, LEN, ROSA, Scene, scene

pytestmark = pytest.mark.both_databases
Told = Callable[..., Scene]


def read(client: TestClient, quote_id: str, **parameters: Any) -> dict[str, Any]:
    answer = client.get(f"/api/quotes/{quote_id}", params=parameters)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def test_a_highlight_comes_with_who_says_what_and_what_was_said_around_it(
    told: Told, parts: Parts, employee: TestClient
) -> None:
    made = told(with_words=True)
    with parts.database.write() as session:
        waiting = tag(session, "Waiting", colour="rust")
        row = mark(
            session, made, 1, "nobody called", to=2, to_words="Same here.", tags=[waiting], emotion="angry", intensity=5
        )
    found = read(employee, f"h-{row.id}", context=1)
    assert found["text"] == "nobody called 🙁 me back.\nSame here."
    said = {line["speaker_id"]: found["text"][line["start"] : line["end"]] for line in found["lines"]}
    assert said == {made.speakers[ROSA].id: "nobody called 🙁 me back.", made.speakers[LEN].id: "Same here."}
    assert [voice["name"] for voice in found["speakers"]] == [ROSA, LEN]
    assert [(turn["speaker"]["name"], turn["inside"]) for turn in found["context"]] == [
        (ASKER, False),
        (ROSA, True),
        (LEN, True),
        (ASKER, False),
    ]
    spoken = [found["text"][word["start"] : word["end"]] for word in found["words"]]
    assert spoken == ["nobody", "called", "🙁", "me", "back.", "Same", "here."]
    assert (found["emotion"], found["valence"], found["scope"]) == ("angry", -2, "company")
    assert found["tags"] == [{"id": waiting.id, "name": "Waiting", "colour": "rust"}]


def test_a_turn_keeps_its_permalink_when_it_is_highlighted(told: Told, parts: Parts, employee: TestClient) -> None:
    made = told()
    with parts.database.write() as session:
        mark(session, made, 3, "That sounds exhausting.")
    found = read(employee, f"t-{made.turns[3].id}", context=0)
    assert (found["text"], found["highlight_id"]) == ("That sounds exhausting.", None)
    assert [turn["text"] for turn in found["context"]] == ["That sounds exhausting."]


def test_words_around_a_quote_that_may_not_be_read_stay_silent(told: Told, parts: Parts, employee: TestClient) -> None:
    made = told()
    with parts.database.write() as session:
        consent = session.merge(made.consents[LEN])
        consent.status = "withdrawn"
        session.add(consent)
    found = read(employee, f"t-{made.turns[1].id}", context=1)
    asker, rosa, len_ = found["context"]
    assert rosa["text"]
    assert (len_["text"], len_["start_ms"]) == (None, None)
    assert asker["text"] is None  # what we ask may repeat what he said


@pytest.mark.parametrize("status", ["withdrawn", "pending", "expired"])
def test_a_quote_ends_with_its_consent(told: Told, parts: Parts, employee: TestClient, status: str) -> None:
    made = told()
    with parts.database.write() as session:
        row = mark(session, made, 1, "It failed")
        consent = session.merge(made.consents[ROSA])
        consent.status = status
        session.add(consent)
    assert employee.get(f"/api/quotes/h-{row.id}").status_code == 404
    assert employee.get(f"/api/quotes/t-{made.turns[1].id}").status_code == 404


@pytest.mark.parametrize("quote_id", ["h-nothing", "t-nothing", "x-1", "h-", "%20", "h-" + "a" * 300])
def test_an_unknown_quote_is_not_found(employee: TestClient, quote_id: str) -> None:
    assert employee.get(f"/api/quotes/{quote_id}").status_code == 404


def test_a_deleted_highlight_is_not_found(told: Told, parts: Parts, employee: TestClient) -> None:
    made = told()
    with parts.database.write() as session:
        row = mark(session, made, 1, "It failed")
        row.deleted_at = row.created_at
        session.add(row)
    assert employee.get(f"/api/quotes/h-{row.id}").status_code == 404


def test_a_highlight_that_lost_its_text_shows_its_words_to_researchers_only(
    told: Told, parts: Parts, employee: TestClient, researcher: TestClient
) -> None:
    made = told()
    with parts.database.write() as session:
        row = mark(session, made, 1, "It failed", status="needs_review")
    assert employee.get(f"/api/quotes/h-{row.id}").status_code == 404
    found = read(researcher, f"h-{row.id}")
    assert (found["text"], found["lines"], found["context"], found["words"]) == ("It failed", [], [], [])


@pytest.mark.parametrize(
    ("recording", "silence", "played"),
    [
        (None, "no_recording", None),
        ({"playable": False}, "format", None),
        ({"starts_at_ms": 500}, None, ("file", 10_500, 18_500, None)),
        (
            {"kind": "link", "url": "https://vimeo.com/12345", "store_key": None},
            None,
            ("link", 10_000, 18_000, "https://vimeo.com/12345#t=10s"),
        ),
        (
            {"kind": "link", "url": "https://host.example/talk.m3u8?key=1", "store_key": None},
            None,
            ("link", 10_000, 18_000, "https://host.example/talk.m3u8?key=1#t=10"),
        ),
    ],
)
def test_a_quote_says_what_plays_it_or_why_nothing_does(
    told: Told,
    parts: Parts,
    employee: TestClient,
    recording: dict[str, Any] | None,
    silence: str | None,
    played: tuple[object, ...] | None,
) -> None:
    made = told()
    with parts.database.write() as session:
        if recording is not None:
            row = record(session, made, **recording)
    found = read(employee, f"t-{made.turns[1].id}")
    assert found["silence"] == silence
    if played is None:
        assert found["recording"] is None
    else:
        it = found["recording"]
        assert (it["kind"], it["start_ms"], it["end_ms"], it["page_url"]) == played
        plays = {"file": f"/api/recordings/{row.id}/media", "hls": "https://host.example/talk.m3u8?key=1"}
        assert it["media_url"] == plays.get(it["provider"] or it["kind"])


def test_without_times_there_is_nothing_to_play(told: Told, parts: Parts, employee: TestClient) -> None:
    made = told()
    with parts.database.write() as session:
        record(session, made)
        turn = session.merge(made.turns[1])
        turn.start_ms = turn.end_ms = None
        session.add(turn)
    assert read(employee, f"t-{turn.id}")["silence"] == "no_times"


def test_recent_moments_can_be_heard_and_come_from_different_people(
    parts: Parts, employee: TestClient, researcher: TestClient
) -> None:
    with parts.database.write() as session:
        open_, secret, silent = scene(session), scene(session, status="pending"), scene(session)
        for made in (open_, secret):
            record(session, made)
        felt = {"emotion": "angry", "intensity": 4}
        first = mark(session, open_, 1, "It failed", **felt)
        second = mark(session, open_, 2, "I gave up", **felt)
        mark(session, open_, 1, "three days")
        mark(session, silent, 1, "It failed", **felt)
        hidden = mark(session, secret, 1, "It failed", **felt)
        outbox.touch(session, open_.interview)

    def ids(client: TestClient) -> list[str]:
        return [item["id"] for item in client.get("/api/quotes/recent").json()["items"]]

    assert ids(employee) == [f"h-{second.id}", f"h-{first.id}"]
    assert ids(researcher) == [f"h-{hidden.id}", f"h-{second.id}", f"h-{first.id}"]


def test_a_quote_takes_a_fixed_number_of_statements(
    told: Told, parts: Parts, employee: TestClient, statements: Callable[[], int]
) -> None:
    made = told()
    with parts.database.write() as session:
        row = mark(session, made, 1, "It failed", to=2, to_words="by hand.", tags=[tag(session, "One")])
        record(session, made)
    read(employee, f"h-{row.id}")
    before = statements()
    read(employee, f"h-{row.id}", context=50)
    assert statements() - before <= 15
