"""Putting a reel together: what the editor saves, what it counts, what it may not reach."""

from typing import Any

import pytest
from fastapi.testclient import TestClient

from tests.conftest import SignIn
from tests.reels.stage import LEN_SAYS, ROSA_SAYS, Stage, reel_of, stage, upload
from tests.scenes import LEN, ROSA

pytestmark = pytest.mark.both_databases
EMPTY_ID = "0190aaaa-0000-7000-8000-000000000001"


@pytest.fixture
def on(parts: Any) -> Stage:
    return stage(parts)


@pytest.fixture
def reel(on: Stage, employee: TestClient) -> dict[str, Any]:
    return reel_of(employee, f"h-{on.rosa.id}", on.len.id)


def put(client: TestClient, reel: dict[str, Any], *items: dict[str, Any]) -> Any:
    return client.put(f"/api/reels/{reel['id']}/items", json={"version": reel["version"], "items": items})


def test_a_reel_is_put_together_anew_in_one_edit(reel: dict[str, Any], employee: TestClient) -> None:
    rosa, len_ = reel["items"]
    section = {"kind": "section", "title": "After the wait", "text": "Two voices", "duration_ms": 2_000}
    answer = put(
        employee,
        reel,
        {"id": len_["id"], "pad_before_ms": 200, "fade_in_ms": 300, "note": "Check with legal", "captions": False},
        section,
        {"id": rosa["id"], "lower_third": False},
    ).json()
    assert [item["kind"] for item in answer["items"]] == ["clip", "section", "clip"]
    assert answer["version"] == reel["version"] + 1
    first, card, last = answer["items"]
    assert (first["id"], first["pad_before_ms"], first["fade_in_ms"]) == (len_["id"], 200, 300)
    assert (first["note"], first["captions"], last["lower_third"]) == ("Check with legal", False, False)
    assert (card["title"], card["text"], card["length_ms"]) == ("After the wait", "Two voices", 2_000)


def test_what_was_taken_out_comes_back_under_its_id(on: Stage, reel: dict[str, Any], employee: TestClient) -> None:
    rosa, len_ = reel["items"]
    shorter = put(employee, reel, {"id": len_["id"]}).json()
    assert [item["id"] for item in shorter["items"]] == [len_["id"]]
    again = {"id": rosa["id"], "kind": "clip", "quote_id": rosa["highlight_id"], "trim_start_ms": 400}
    whole = put(employee, shorter, again, {"id": len_["id"]}).json()
    assert [item["id"] for item in whole["items"]] == [rosa["id"], len_["id"]]
    assert whole["items"][0]["trim_start_ms"] == 400


def test_a_place_that_says_too_little_or_belongs_elsewhere_is_refused(
    on: Stage, reel: dict[str, Any], employee: TestClient
) -> None:
    other = reel_of(employee, on.rosa.id)
    rosa = reel["items"][0]["id"]
    for places, expected in (
        ([{"id": EMPTY_ID}], (422, "item_unknown")),
        ([{"id": EMPTY_ID, "kind": "clip"}], (422, "item_unknown")),
        ([{"kind": "card", "quote_id": on.rosa.id}], (422, "item_unknown")),
        ([{"id": rosa}, {"id": rosa}], (422, "bad_order")),
        ([{"id": other["items"][0]["id"], "kind": "clip", "quote_id": on.rosa.id}], (404, "not_found")),
        ([{"id": rosa, "duration_ms": 2_000}], (422, "wrong_kind")),
        ([{"kind": "card", "pad_before_ms": 100}], (422, "wrong_kind")),
        ([{"id": rosa, "pad_before_ms": 3_001}], (422, "invalid")),
    ):
        answer = put(employee, reel, *places)
        assert (answer.status_code, answer.json()["code"]) == expected, places
    assert employee.get(f"/api/reels/{reel['id']}").json()["items"] == reel["items"]


def test_a_clip_that_an_editor_may_not_read_stays_whole_through_their_edits(
    on: Stage, reel: dict[str, Any], employee: TestClient, researcher: TestClient
) -> None:
    rosa, len_ = reel["items"]
    on.consent(ROSA, status="pending")
    seen = employee.get(f"/api/reels/{reel['id']}").json()
    put(employee, seen, {"id": len_["id"]}, {"id": rosa["id"]})
    on.consent(ROSA, status="granted")
    items = researcher.get(f"/api/reels/{reel['id']}").json()["items"]
    assert [item["quote"] for item in items] == [LEN_SAYS, ROSA_SAYS]


def test_notes_are_for_those_who_edit(reel: dict[str, Any], employee: TestClient, sign_in: SignIn) -> None:
    put(employee, reel, {"id": reel["items"][0]["id"], "note": "Too long?"})
    assert employee.get(f"/api/reels/{reel['id']}").json()["items"][0]["note"] == "Too long?"
    stranger = sign_in("viewer")
    assert "Too long?" not in stranger.get(f"/api/reels/{reel['id']}").text
    assert "Too long?" not in stranger.post(f"/api/reels/{reel['id']}/duplicate", params={"title": "Copy"}).text


def test_air_around_a_clip_is_played_but_not_quoted(on: Stage, reel: dict[str, Any], researcher: TestClient) -> None:
    upload(on, researcher)
    path = f"/api/reels/{reel['id']}/items/{reel['items'][1]['id']}"
    item = researcher.patch(path, json={"pad_before_ms": 1_000, "pad_after_ms": 500, "version": 1}).json()["items"][1]
    assert (item["start_ms"], item["end_ms"]) == ((on.len.start_ms or 0) - 1_000, (on.len.end_ms or 0) + 500)
    assert item["text"] == LEN_SAYS
    assert item["cues"][0]["text"].startswith("Same here.")


def test_settings_of_the_whole_are_kept_and_copied(reel: dict[str, Any], employee: TestClient) -> None:
    assert (reel["captions"], reel["lower_thirds"], reel["even_loudness"], reel["transition"]) == (
        *(True, True, True),
        "cut",
    )
    wanted = {"captions": False, "lower_thirds": False, "even_loudness": False, "transition": "fade"}
    path = f"/api/reels/{reel['id']}"
    assert employee.patch(path, json={**wanted, "version": 1}).json().items() >= wanted.items()
    assert employee.post(f"{path}/duplicate", params={"title": "Copy"}).json().items() >= wanted.items()
    assert employee.patch(path, json={"transition": "swirl", "version": 2}).status_code == 422


def test_who_speaks_how_long_is_counted(on: Stage, reel: dict[str, Any], researcher: TestClient) -> None:
    upload(on, researcher)
    seen = researcher.get(f"/api/reels/{reel['id']}").json()
    assert (seen["people"], seen["interviews"], seen["positive"], seen["negative"]) == (2, 1, 0, 1)
    assert [(one["name"], one["clips"]) for one in seen["speaking"]] == [(ROSA, 1), (LEN, 1)]
    assert seen["speaking"][0]["spoken_ms"] == len(ROSA_SAYS.split()) * 300


def test_a_clip_drawn_out_to_another_voice_counts_that_person_too(on: Stage, researcher: TestClient) -> None:
    upload(on, researcher)
    made = reel_of(researcher, on.rosa.id)
    path = f"/api/reels/{made['id']}/items/{made['items'][0]['id']}"
    longer = researcher.patch(path, json={"trim_end_ms": 8_000, "version": 1}).json()
    assert (longer["people"], {one["name"] for one in longer["speaking"]}) == (2, {ROSA, LEN})


def test_a_clip_cannot_be_drawn_over_words_that_its_editor_may_not_read(
    on: Stage, employee: TestClient, researcher: TestClient
) -> None:
    made = reel_of(employee, on.rosa.id)
    on.consent(LEN, status="pending")
    path = f"/api/reels/{made['id']}/items/{made['items'][0]['id']}"
    answer = employee.patch(path, json={"trim_end_ms": 8_000, "version": 1})
    assert (answer.status_code, answer.json()["code"]) == (422, "trim_over_hidden")
    assert researcher.patch(path, json={"trim_end_ms": 8_000, "version": 1}).status_code == 200


def test_a_voice_that_ends_its_consent_leaves_a_gap_that_is_marked_in_what_others_said(
    on: Stage, researcher: TestClient
) -> None:
    upload(on, researcher)
    made = reel_of(researcher, on.rosa.id)
    path = f"/api/reels/{made['id']}/items/{made['items'][0]['id']}"
    longer = researcher.patch(path, json={"trim_end_ms": 30_000, "version": 1}).json()["items"][0]
    assert LEN_SAYS in longer["text"]
    on.consent(LEN, status="withdrawn")
    item = researcher.get(f"/api/reels/{made['id']}").json()["items"][0]
    assert item["silence"] == "text_only"
    assert LEN_SAYS not in item["text"]
    assert "back.\n[…]\n" in item["text"]
    assert (item["cues"], item["words"]) == ([], [])
