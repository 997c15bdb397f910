"""Highlights: marking, feeling, tagging, deleting with undo, and who may see them."""

import pytest
from fastapi.testclient import TestClient
from sqlmodel import select

from app.core.database import Database
from app.highlights.models import HighlightTag
from app.outbox.models import OutboxEntry
from app.participants.models import Consent
from app.recordings.models import Recording
from tests.scenes import LEN, ROSA, Scene, scene

pytestmark = pytest.mark.both_databases


@pytest.fixture
def made(database: Database) -> Scene:
    with database.write() as session:
        return scene(session, with_words=True)


@pytest.fixture
def path(made: Scene) -> str:
    return f"/api/transcripts/{made.transcript.id}/highlights"


def tag(client: TestClient, name: str, **more: object) -> str:
    return str(client.post("/api/tags", json={"name": name, **more}).json()["id"])


def withdraw(database: Database, made: Scene, name: str) -> None:
    with database.write() as session:
        consent = session.get(Consent, made.consents[name].id)
        assert consent
        consent.status = "withdrawn"


def test_a_marked_moment_carries_quote_times_feeling_and_tags(researcher: TestClient, made: Scene, path: str) -> None:
    waiting = tag(researcher, "Waiting")
    body = made.span(1, "nobody called 🙁 me back")
    answer = researcher.post(path, json=body | {"tag_ids": [waiting], "emotion": "frustrated", "note": "Again."})
    got = answer.json()
    assert answer.status_code == 201
    assert (got["quote"], got["start_ms"], got["end_ms"]) == ("nobody called 🙁 me back", 14_000, 15_840)
    assert (got["emotion"], got["valence"], got["intensity"]) == ("frustrated", -2, 3)
    assert (got["tag_ids"], got["note"], got["version"], got["status"]) == ([waiting], "Again.", 1, "ok")


def test_a_highlight_across_turns_and_speakers_has_both_voices(researcher: TestClient, made: Scene, path: str) -> None:
    got = researcher.post(path, json=made.span(1, "nobody called", 2, "gave up")).json()
    assert got["quote"] == "nobody called 🙁 me back.\nSame here. I gave up"
    assert (got["start_turn_id"], got["end_turn_id"]) == (made.turns[1].id, made.turns[2].id)
    assert (got["start_ms"], got["end_ms"]) == (14_000, 21_900)


def test_the_same_request_twice_marks_once(researcher: TestClient, made: Scene, path: str) -> None:
    body, key = made.span(1, "three days"), {"Idempotency-Key": "once"}
    first, second = researcher.post(path, json=body, headers=key), researcher.post(path, json=body, headers=key)
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json()["id"] == second.json()["id"]
    assert researcher.get(f"/api/interviews/{made.interview.id}/highlights").json()["total"] == 1


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"start_offset": 9_999}, "bad_span"),
        ({"start_turn_id": "elsewhere"}, "bad_span"),
        ({"end_offset": 0}, "bad_span"),
        ({"tag_ids": ["nothing"]}, "unknown_tag"),
        ({"emotion": "meh"}, "invalid"),
        ({"emotion": "sad", "intensity": 6}, "invalid"),
    ],
)
def test_what_cannot_be_marked_is_refused_with_a_code(
    researcher: TestClient, made: Scene, path: str, change: dict[str, object], code: str
) -> None:
    answer = researcher.post(path, json=made.span(1, "three days") | change)
    assert (answer.status_code, answer.json()["code"]) == (422, code)


def test_employees_read_highlights_but_do_not_make_them(
    employee: TestClient, researcher: TestClient, made: Scene, path: str
) -> None:
    body = made.span(1, "three days")
    assert employee.post(path, json=body).status_code == 403
    highlight = researcher.post(path, json=body).json()
    assert employee.get(f"/api/interviews/{made.interview.id}/highlights").json()["items"] == [highlight]
    assert employee.delete(f"/api/highlights/{highlight['id']}").status_code == 403
    assert employee.get("/api/highlights/none").status_code == 404
    assert researcher.patch("/api/highlights/none", json={"version": 1}).status_code == 404


def test_withdrawing_hides_the_highlight_from_everyone_at_once(
    researcher: TestClient, database: Database, made: Scene, path: str
) -> None:
    rosa = researcher.post(path, json=made.span(1, "three days")).json()
    both = researcher.post(path, json=made.span(1, "nobody called", 2, "gave up")).json()
    withdraw(database, made, LEN)
    listed = researcher.get(f"/api/interviews/{made.interview.id}/highlights").json()
    assert [item["id"] for item in listed["items"]] == [rosa["id"]]
    assert researcher.get(f"/api/highlights/{both['id']}").status_code == 404
    assert researcher.patch(f"/api/highlights/{both['id']}", json={"version": 1, "note": "x"}).status_code == 404
    assert researcher.post(path, json=made.span(1, "nobody called", 2, "gave up")).status_code == 404


def test_feeling_note_and_tags_can_be_changed_one_by_one(researcher: TestClient, made: Scene, path: str) -> None:
    waiting, anger = tag(researcher, "Waiting"), tag(researcher, "Anger")
    highlight = researcher.post(path, json=made.span(1, "three days") | {"tag_ids": [waiting]}).json()
    at = f"/api/highlights/{highlight['id']}"
    felt = researcher.patch(at, json={"version": 1, "emotion": "angry", "intensity": 5}).json()
    assert (felt["emotion"], felt["intensity"], felt["tag_ids"], felt["version"]) == ("angry", 5, [waiting], 2)
    tagged = researcher.patch(at, json={"version": 2, "tag_ids": [anger]}).json()
    assert (tagged["tag_ids"], tagged["emotion"]) == ([anger], "angry")
    noted = researcher.patch(at, json={"version": 3, "note": "Ask support.", "emotion": None}).json()
    assert (noted["note"], noted["emotion"], noted["intensity"]) == ("Ask support.", None, None)


def test_a_highlight_can_be_marked_anew(researcher: TestClient, made: Scene, path: str) -> None:
    highlight = researcher.post(path, json=made.span(1, "three days")).json()
    body = {"version": 1, "span": made.span(1, "waited three days for support")}
    wider = researcher.patch(f"/api/highlights/{highlight['id']}", json=body).json()
    assert (wider["quote"], wider["version"]) == ("waited three days for support", 2)


def test_a_review_ends_when_someone_says_that_the_mark_is_right(researcher: TestClient, made: Scene, path: str) -> None:
    highlight = researcher.post(path, json=made.span(3, "exhausting")).json()
    researcher.patch(f"/api/turns/{made.turns[3].id}", json={"version": 1, "text": "That sounds great."})
    at = f"/api/highlights/{highlight['id']}"
    waiting = researcher.get(at).json()
    assert waiting["status"] == "needs_review"
    done = researcher.patch(at, json={"version": waiting["version"], "status": "ok"}).json()
    assert done["status"] == "ok"


def test_two_people_changing_one_highlight_do_not_overwrite_each_other(
    researcher: TestClient, made: Scene, path: str
) -> None:
    at = f"/api/highlights/{researcher.post(path, json=made.span(1, 'three days')).json()['id']}"
    assert researcher.patch(at, json={"version": 1, "note": "one"}).status_code == 200
    late = researcher.patch(at, json={"version": 1, "note": "two"})
    assert (late.status_code, late.json()["version"]) == (409, 2)
    assert researcher.patch(at, json={"version": 2, "note": None}).status_code == 422


def test_deleting_can_be_undone_with_all_that_hung_on_it(researcher: TestClient, made: Scene, path: str) -> None:
    waiting = tag(researcher, "Waiting")
    body = made.span(1, "three days") | {"tag_ids": [waiting], "emotion": "sad", "note": "n"}
    highlight = researcher.post(path, json=body).json()
    at = f"/api/highlights/{highlight['id']}"
    assert (researcher.delete(at).status_code, researcher.delete(at).status_code) == (204, 204)
    assert researcher.get(at).status_code == 404
    assert researcher.patch(at, json={"version": 2, "note": "x"}).status_code == 404
    back = researcher.post(at + "/restore").json()
    assert researcher.post(at + "/restore").json() == back
    assert back == highlight | {"version": 3}


def test_every_change_is_news_for_the_index(researcher: TestClient, database: Database, made: Scene, path: str) -> None:
    highlight = researcher.post(path, json=made.span(1, "three days")).json()
    researcher.patch(f"/api/highlights/{highlight['id']}", json={"version": 1, "note": "x"})
    researcher.delete(f"/api/highlights/{highlight['id']}")
    with database.read() as session:
        query = select(OutboxEntry).where(OutboxEntry.kind == "highlight", OutboxEntry.row_id == highlight["id"])
        assert len(session.exec(query).all()) == 3


def test_a_tag_deleted_meanwhile_stays_attached_unseen(
    researcher: TestClient, database: Database, made: Scene, path: str
) -> None:
    waiting, anger = tag(researcher, "Waiting"), tag(researcher, "Anger")
    highlight = researcher.post(path, json=made.span(1, "three days") | {"tag_ids": [waiting]}).json()
    researcher.delete(f"/api/tags/{waiting}")
    at = f"/api/highlights/{highlight['id']}"
    assert researcher.get(at).json()["tag_ids"] == []
    researcher.patch(at, json={"version": 1, "tag_ids": [anger]})
    researcher.post(f"/api/tags/{waiting}/restore")
    assert sorted(researcher.get(at).json()["tag_ids"]) == sorted([waiting, anger])
    with database.read() as session:
        assert len(session.exec(select(HighlightTag)).all()) == 2


def test_moments_of_a_tag_come_as_cards_newest_first_and_paged(
    researcher: TestClient, employee: TestClient, database: Database, made: Scene, path: str
) -> None:
    service = tag(researcher, "Service")
    waiting = tag(researcher, "Waiting", parent_id=service)
    for turn, words, tag_id in [(1, "three days", waiting), (2, "gave up", service), (4, "a lady rang", waiting)]:
        researcher.post(path, json=made.span(turn, words) | {"tag_ids": [tag_id]})
    first = employee.get(f"/api/tags/{service}/highlights", params={"limit": 2}).json()
    rest = employee.get(f"/api/tags/{service}/highlights", params={"cursor": first["next_cursor"]}).json()
    assert [item["quote"] for item in first["items"] + rest["items"]] == ["a lady rang", "gave up", "three days"]
    card = first["items"][0]
    assert (card["speaker_name"], card["interview_title"]) == (ROSA, "Three days of waiting")
    assert (card["project_name"], rest["next_cursor"]) == ("Exports", None)
    withdraw(database, made, LEN)
    left = employee.get(f"/api/tags/{service}/highlights", params={"limit": 2}).json()
    assert [item["quote"] for item in left["items"]] == ["a lady rang", "three days"]
    assert left["next_cursor"] is None


def test_a_card_plays_only_while_everyone_heard_allows_it(
    researcher: TestClient, database: Database, made: Scene, path: str
) -> None:
    waiting = tag(researcher, "Waiting")
    researcher.post(path, json=made.span(1, "three days") | {"tag_ids": [waiting]})
    cards = f"/api/tags/{waiting}/highlights"
    assert researcher.get(cards).json()["items"][0]["media_url"] is None
    with database.write() as session:
        recording = Recording(interview_id=made.interview.id, kind="file", store_key="k", starts_at_ms=900)
        session.add(recording)
    card = researcher.get(cards).json()["items"][0]
    assert (card["media_url"], card["media_starts_at_ms"]) == (f"/api/recordings/{recording.id}/media", 900)
    for provider, url in (("hls", "https://host.example/talk.m3u8"), ("youtube", "https://youtu.be/abcdefghijk")):
        with database.write() as session:
            row = session.merge(recording)
            row.kind, row.store_key, row.provider, row.url = "link", None, provider, url
        card = researcher.get(cards).json()["items"][0]
        assert (card["media_provider"], card["media_url"]) == (provider, url if provider == "hls" else None)
    withdraw(database, made, LEN)
    assert researcher.get(cards).json()["items"][0]["media_url"] is None
