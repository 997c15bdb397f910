"""Reels over HTTP: made by anyone, edited by their maker and researchers, never saying what consent forbids."""

from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import event
from sqlmodel import select

from app.highlights.models import Highlight
from app.recordings.models import Recording
from app.wiring import Parts
from tests.conftest import SignIn
from tests.reels.stage import LEN_SAYS, ROSA_SAYS, Stage, reel_of, stage, upload
from tests.scenes import LEN, ROSA

pytestmark = pytest.mark.both_databases


@pytest.fixture
def on(parts: Parts) -> Stage:
    return stage(parts)


@pytest.fixture
def reel(on: Stage, employee: TestClient) -> dict[str, Any]:
    return reel_of(employee, f"h-{on.rosa.id}", on.len.id)


def add_card(client: TestClient, reel: dict[str, Any], **values: Any) -> dict[str, Any]:
    card = {"kind": "card", "title": "First", **values.pop("card", {})}
    answer = client.post(f"/api/reels/{reel['id']}/items", json={"items": [card], **values})
    assert answer.status_code == 201, answer.text
    body: dict[str, Any] = answer.json()
    return body


def test_an_employee_makes_a_reel_of_what_they_found(on: Stage, reel: dict[str, Any]) -> None:
    assert [item["quote"] for item in reel["items"]] == [ROSA_SAYS, LEN_SAYS]
    assert [item["speaker_name"] for item in reel["items"]] == [ROSA, LEN]
    assert (reel["clips"], reel["people"], reel["may_edit"], reel["version"]) == (2, 2, True, 1)
    assert reel["emotions"] == [{"emotion": "frustrated", "valence": -2, "count": 1}]


def test_an_untagged_turn_becomes_a_highlight_of_the_whole_turn_once(
    on: Stage, employee: TestClient, parts: Parts
) -> None:
    turn = on.scene.turns[4]
    first = reel_of(employee, f"t-{turn.id}")
    second = reel_of(employee, f"t-{turn.id}")
    assert first["items"][0]["quote"] == turn.text
    assert first["items"][0]["highlight_id"] == second["items"][0]["highlight_id"]
    with parts.database.read() as session:
        row = session.exec(select(Highlight).where(Highlight.start_turn_id == turn.id)).one()
    assert (row.start_ms, row.end_ms) == (turn.start_ms, turn.words[-1][3] if turn.words else None)


def test_the_same_key_makes_one_reel(on: Stage, employee: TestClient) -> None:
    body, headers = {"title": "Once", "quote_ids": [on.rosa.id]}, {"Idempotency-Key": "k1"}
    ids = {employee.post("/api/reels", json=body, headers=headers).json()["id"] for _ in range(2)}
    assert len(ids) == 1


def test_what_may_not_be_read_cannot_be_put_into_a_reel(on: Stage, employee: TestClient) -> None:
    on.consent(ROSA, status="pending")
    for quote_id in (on.rosa.id, f"t-{on.scene.turns[1].id}", "t-nothing", "nothing"):
        answer = employee.post("/api/reels", json={"title": "No", "quote_ids": [quote_id]})
        assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


def test_a_clip_plays_from_the_recording_between_its_times(
    on: Stage, researcher: TestClient, reel: dict[str, Any]
) -> None:
    recording = upload(on, researcher)
    item = researcher.get(f"/api/reels/{reel['id']}").json()["items"][0]
    assert (item["silence"], item["media_url"], item["has_video"]) == (None, recording["media_url"], True)
    assert (item["start_ms"], item["end_ms"]) == (on.rosa.start_ms, on.rosa.end_ms)
    cue = item["cues"][0]
    assert (cue["start_ms"], cue["text"].split()[:3], cue["name"]) == (0, ["It", "failed", "twice."], ROSA)
    assert researcher.get(item["media_url"]).status_code == 200


@pytest.mark.parametrize(
    ("consent", "reason"),
    [
        ({"status": "withdrawn"}, "withdrawn"),
        ({"status": "expired"}, "expired"),
        ({"status": "pending"}, "pending"),
        ({"scope": "team"}, "scope"),
    ],
)
def test_a_voice_that_may_not_be_heard_leaves_a_place_without_any_words(
    on: Stage, employee: TestClient, reel: dict[str, Any], consent: dict[str, str], reason: str
) -> None:
    on.consent(ROSA, **consent)
    answer = employee.get(f"/api/reels/{reel['id']}")
    item = answer.json()["items"][0]
    assert (item["readable"], item["silence"], item["quote"], item["speaker_name"]) == (False, reason, "", "")
    assert item["highlight_id"] is None
    assert ROSA not in answer.text
    assert "three days" not in answer.text
    assert answer.json()["people"] == 1


def test_a_researcher_still_reads_a_voice_whose_consent_is_pending(
    on: Stage, researcher: TestClient, reel: dict[str, Any]
) -> None:
    on.consent(ROSA, status="pending")
    assert researcher.get(f"/api/reels/{reel['id']}").json()["items"][0]["quote"] == ROSA_SAYS


def test_why_a_clip_is_silent_is_said(on: Stage, researcher: TestClient, reel: dict[str, Any], parts: Parts) -> None:
    def silence() -> Any:
        return researcher.get(f"/api/reels/{reel['id']}").json()["items"][0]["silence"]

    assert silence() == "no_recording"
    upload(on, researcher)
    assert silence() is None
    on.consent(LEN, media_allowed=False)
    assert silence() == "text_only"
    on.consent(LEN, media_allowed=True)
    with parts.database.write() as session:
        row = session.get_one(Highlight, on.rosa.id)
        row.start_ms = None
    assert silence() == "no_times"
    with parts.database.write() as session:
        session.get_one(Highlight, on.rosa.id).status = "needs_review"
    assert silence() == "needs_review"
    researcher.delete(f"/api/highlights/{on.rosa.id}")
    assert silence() == "gone"


def test_a_recording_elsewhere_is_a_link_to_the_moment(on: Stage, researcher: TestClient, reel: dict[str, Any]) -> None:
    path = f"/api/interviews/{on.scene.interview.id}/recording/link"
    assert researcher.post(path, json={"url": "https://youtu.be/abcdefghijk"}).status_code == 201
    item = researcher.get(f"/api/reels/{reel['id']}").json()["items"][0]
    assert (item["silence"], item["external_url"]) == (
        "external_link",
        "https://www.youtube.com/watch?v=abcdefghijk&t=10s",
    )


def test_a_stream_elsewhere_is_heard_in_its_interview(on: Stage, researcher: TestClient, reel: dict[str, Any]) -> None:
    interview = f"/interviews/{on.scene.interview.id}"
    answer = researcher.post(f"/api{interview}/recording/link", json={"url": "https://host.example/talk.m3u8"})
    assert answer.status_code == 201
    item = researcher.get(f"/api/reels/{reel['id']}").json()["items"][0]
    assert (item["silence"], item["external_url"]) == ("external_link", f"{interview}?t=10000")


def test_items_are_added_moved_and_taken_out(reel: dict[str, Any], employee: TestClient) -> None:
    path = f"/api/reels/{reel['id']}"
    reel = add_card(employee, reel, position=0, version=reel["version"])
    assert [item["kind"] for item in reel["items"]] == ["card", "clip", "clip"]
    card = reel["items"][0]["id"]
    reel = employee.patch(f"{path}/items/{card}", json={"position": 1, "version": reel["version"]}).json()
    assert [item["kind"] for item in reel["items"]] == ["clip", "card", "clip"]
    order = [item["id"] for item in reversed(reel["items"])]
    reel = employee.put(f"{path}/order", json={"item_ids": order, "version": reel["version"]}).json()
    assert [item["id"] for item in reel["items"]] == order
    reel = employee.delete(f"{path}/items/{card}", params={"version": reel["version"]}).json()
    assert [item["kind"] for item in reel["items"]] == ["clip", "clip"]
    assert reel["version"] == 5


def test_a_new_order_names_every_item_once(reel: dict[str, Any], employee: TestClient) -> None:
    path, first = f"/api/reels/{reel['id']}/order", reel["items"][0]["id"]
    for wrong in ([], [first], [first, first], [first, "other"]):
        answer = employee.put(path, json={"item_ids": wrong, "version": 1})
        assert (answer.status_code, answer.json()["code"]) == (422, "bad_order")


def test_a_stale_edit_is_a_conflict_that_tells_the_version(reel: dict[str, Any], employee: TestClient) -> None:
    path = f"/api/reels/{reel['id']}"
    assert employee.patch(path, json={"title": "New", "version": 1}).json()["version"] == 2
    answer = employee.patch(path, json={"title": "Newer", "version": 1})
    assert (answer.status_code, answer.json()["version"]) == (409, 2)


def test_a_clip_is_trimmed_by_time_and_its_words_follow(
    on: Stage, researcher: TestClient, reel: dict[str, Any]
) -> None:
    upload(on, researcher)
    item = reel["items"][0]["id"]
    path = f"/api/reels/{reel['id']}/items/{item}"
    trimmed = researcher.patch(path, json={"trim_start_ms": 1_100, "version": 1}).json()["items"][0]
    assert trimmed["start_ms"] == (on.rosa.start_ms or 0) + 1_100
    assert trimmed["text"] == ROSA_SAYS.removeprefix("It failed twice. ")
    assert trimmed["quote"] == ROSA_SAYS
    assert trimmed["cues"][0]["text"].startswith("I waited")


@pytest.mark.parametrize(
    ("trim", "code"),
    [
        ({"trim_start_ms": -30_001}, "trim_too_far"),
        ({"trim_end_ms": 30_001}, "trim_too_far"),
        ({"trim_start_ms": 5_900}, "trim_too_short"),
        ({"title": "A clip has none"}, "wrong_kind"),
        ({"duration_ms": 2_000}, "wrong_kind"),
    ],
)
def test_a_trim_that_cannot_be_is_refused(
    reel: dict[str, Any], employee: TestClient, trim: dict[str, Any], code: str
) -> None:
    path = f"/api/reels/{reel['id']}/items/{reel['items'][0]['id']}"
    answer = employee.patch(path, json={**trim, "version": 1})
    assert (answer.status_code, answer.json()["code"]) == (422, code)


def test_a_card_is_edited_but_not_trimmed(reel: dict[str, Any], employee: TestClient) -> None:
    reel = add_card(employee, reel, card={"title": "Part one", "duration_ms": 2_000})
    path = f"/api/reels/{reel['id']}/items/{reel['items'][2]['id']}"
    edited = employee.patch(path, json={"text": "What they waited for", "version": reel["version"]}).json()
    assert edited["items"][2]["text"] == "What they waited for"
    answer = employee.patch(path, json={"trim_start_ms": 1, "version": edited["version"]})
    assert answer.json()["code"] == "wrong_kind"


def test_an_item_of_another_reel_is_not_found(on: Stage, reel: dict[str, Any], employee: TestClient) -> None:
    other = reel_of(employee, on.rosa.id)
    path = f"/api/reels/{reel['id']}/items/{other['items'][0]['id']}"
    assert employee.patch(path, json={"trim_start_ms": 1, "version": 1}).status_code == 404


def test_a_reel_has_an_end(reel: dict[str, Any], employee: TestClient) -> None:
    cards = [{"kind": "card", "title": "x"}] * 199
    answer = employee.post(f"/api/reels/{reel['id']}/items", json={"items": cards})
    assert (answer.status_code, answer.json()["code"]) == (422, "reel_full")


def test_only_its_maker_and_researchers_change_a_reel(
    reel: dict[str, Any], sign_in: SignIn, researcher: TestClient
) -> None:
    path, stranger = f"/api/reels/{reel['id']}", sign_in("viewer")
    assert stranger.get(path).json()["may_edit"] is False
    assert stranger.patch(path, json={"title": "Mine", "version": 1}).status_code == 403
    assert stranger.delete(path).status_code == 403
    assert researcher.patch(path, json={"title": "Better", "version": 1}).status_code == 200


def test_deleting_a_reel_is_taken_back(reel: dict[str, Any], employee: TestClient) -> None:
    path = f"/api/reels/{reel['id']}"
    assert employee.delete(path).status_code == 204
    assert employee.get(path).status_code == 404
    assert employee.get("/api/reels").json()["items"] == []
    assert employee.post(f"{path}/restore").json()["items"] == employee.get(path).json()["items"]
    assert employee.post("/api/reels/none/restore").status_code == 404


def test_anyone_copies_what_they_may_read(on: Stage, reel: dict[str, Any], sign_in: SignIn) -> None:
    add_card(sign_in("researcher"), reel)
    on.consent(LEN, scope="team")
    stranger = sign_in("viewer", "Sam")
    copy = stranger.post(f"/api/reels/{reel['id']}/duplicate", params={"title": "My copy"}).json()
    assert (copy["title"], copy["owner_name"], copy["may_edit"]) == ("My copy", "Sam", True)
    assert [item["quote"] for item in copy["items"]] == [ROSA_SAYS, ""]
    assert [item["kind"] for item in copy["items"]] == ["clip", "card"]


def test_the_list_of_reels_is_paged_latest_change_first(
    on: Stage, employee: TestClient, researcher: TestClient
) -> None:
    made = [reel_of(employee, on.rosa.id, title=f"Reel {n}") for n in range(3)]
    employee.patch(f"/api/reels/{made[0]['id']}", json={"description": "Changed", "version": 1})
    first = employee.get("/api/reels", params={"limit": 2}).json()
    rest = employee.get("/api/reels", params={"limit": 2, "cursor": first["next_cursor"]}).json()
    assert [one["title"] for one in first["items"] + rest["items"]] == ["Reel 0", "Reel 2", "Reel 1"]
    assert rest["next_cursor"] is None
    assert (first["items"][0]["speakers"], first["items"][0]["opening"]) == ([ROSA], ROSA_SAYS)
    assert researcher.get("/api/reels", params={"mine": True}).json()["items"] == []


def test_a_longer_reel_needs_no_more_statements(on: Stage, employee: TestClient, parts: Parts) -> None:
    def statements(path: str) -> int:
        seen: list[str] = []

        def note(_c: Any, _u: Any, statement: str, *_rest: Any) -> None:
            seen.append(statement)

        event.listen(parts.database.engine, "before_cursor_execute", note)
        assert employee.get(path).status_code == 200
        event.remove(parts.database.engine, "before_cursor_execute", note)
        return len(seen)

    other = stage(parts)
    short = reel_of(employee, on.rosa.id)
    long = reel_of(employee, on.rosa.id, on.len.id, other.rosa.id, other.len.id, f"t-{other.scene.turns[4].id}")
    assert statements(f"/api/reels/{long['id']}") == statements(f"/api/reels/{short['id']}") <= 16
    listed = statements("/api/reels")
    reel_of(employee, other.rosa.id, other.len.id)
    assert statements("/api/reels") == listed


def test_a_recording_that_browsers_cannot_play_is_read_instead(on: Stage, researcher: TestClient, parts: Parts) -> None:
    upload(on, researcher)
    with parts.database.write() as session:
        session.exec(select(Recording)).one().playable = False
    assert reel_of(researcher, on.rosa.id)["items"][0]["silence"] == "unplayable"


def test_a_broken_cursor_is_refused(employee: TestClient) -> None:
    for cursor in ("nonsense", "WyJ4IiwgInkiXQ"):
        assert employee.get("/api/reels", params={"cursor": cursor}).status_code == 422
