"""Whole reels as films, through HTTP: what is in them, who gets them, and when they go."""

from collections.abc import Mapping
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlmodel import select

from app.audit.models import AuditEntry
from app.jobs.service import Cancelled
from app.renders import keeping, work
from app.renders.models import ReelRender, RenderPiece
from app.wiring import Parts
from tests.reels.sources import length, size
from tests.reels.stage import LEN_SAYS, Stage, reel_of, stage, upload
from tests.scenes import LEN, ROSA


@pytest.fixture
def on(parts: Parts, researcher: TestClient) -> Stage:
    made = stage(parts)
    upload(made, researcher)
    return made


@pytest.fixture
def reel(on: Stage, researcher: TestClient) -> dict[str, Any]:
    """Rosa and Len, and a title card, as short as can be."""
    made = reel_of(researcher, on.rosa.id, on.len.id)
    return shorten(researcher, made)


def shorten(client: TestClient, reel: dict[str, Any]) -> dict[str, Any]:
    """Clips of one second: encoding is what takes time here."""
    for item in reel["items"]:
        body = {"trim_end_ms": 1_000 - item["length_ms"], "version": reel["version"]}
        answer = client.patch(f"/api/reels/{reel['id']}/items/{item['id']}", json=body)
        assert answer.status_code == 200, answer.text
        reel = answer.json()
    card = {"items": [{"kind": "card", "title": "Waiting", "duration_ms": 1_000}], "position": 0}
    answer = client.post(f"/api/reels/{reel['id']}/items", json={**card, "version": reel["version"]})
    assert answer.status_code == 201, answer.text
    changed: dict[str, Any] = answer.json()
    return changed


def ask(client: TestClient, reel: Mapping[str, Any], **body: Any) -> dict[str, Any]:
    answer = client.post(f"/api/reels/{reel['id']}/renders", json={"profile": "480p", **body})
    assert answer.status_code == 201, answer.text
    made: dict[str, Any] = answer.json()
    return made


def made(on: Stage, client: TestClient, reel: Mapping[str, Any], **body: Any) -> dict[str, Any]:
    """A finished render."""
    asked = ask(client, reel, **body)
    on.settle()
    render = read(client, asked["id"])
    assert render["state"] == "done", render
    return render


def read(client: TestClient, render_id: str) -> dict[str, Any]:
    answer = client.get(f"/api/renders/{render_id}")
    assert answer.status_code == 200, answer.text
    render: dict[str, Any] = answer.json()
    return render


def film(client: TestClient, render: Mapping[str, Any]) -> bytes:
    answer = client.get(f"/api/renders/{render['id']}/reel.mp4")
    assert answer.status_code == 200, answer.text
    return answer.content


def stored(on: Stage) -> list[str]:
    """Everything rendered that lies in the store."""
    folder = on.parts.settings.data / "files"
    return sorted(
        str(path.relative_to(folder))
        for name in ("renders", "pieces")
        for path in (folder / name).rglob("*")
        if path.is_file()
    )


def deeds(on: Stage, action: str) -> list[AuditEntry]:
    with on.parts.database.read() as session:
        return list(session.exec(select(AuditEntry).where(AuditEntry.action == action)).all())


def test_a_reel_becomes_a_film_with_poster_and_small_pictures(
    on: Stage, reel: dict[str, Any], researcher: TestClient
) -> None:
    render = made(on, researcher, reel)
    data = film(researcher, render)
    assert length(data) == pytest.approx(3.0, abs=0.05)
    assert size(data) == (854, 480)
    assert (render["length_ms"], render["pieces"], render["encoded"], render["is_current"]) == (3_000, 3, 3, True)
    assert researcher.get(f"/api/renders/{render['id']}/poster.jpg").content[:3] == b"\xff\xd8\xff"
    assert researcher.get(f"/api/renders/{render['id']}/sprite.jpg").headers["content-type"] == "image/jpeg"
    assert "sprite.jpg#xywh=0,0,160,90" in researcher.get(f"/api/renders/{render['id']}/thumbnails.vtt").text


def test_changing_one_clip_encodes_one_clip(on: Stage, reel: dict[str, Any], researcher: TestClient) -> None:
    first = made(on, researcher, reel)
    item = reel["items"][1]
    body = {"trim_end_ms": item["trim_end_ms"] + 400, "version": reel["version"]}
    changed = researcher.patch(f"/api/reels/{reel['id']}/items/{item['id']}", json=body).json()
    plan = researcher.get(f"/api/reels/{reel['id']}/renders/plan", params={"profile": "480p"}).json()
    assert (plan["pieces"], plan["to_encode"], plan["render_id"]) == (3, 1, None)
    assert read(researcher, first["id"])["is_current"] is False
    assert made(on, researcher, changed)["encoded"] == 1
    order = [one["id"] for one in reversed(changed["items"])]
    body = {"item_ids": order, "version": changed["version"]}
    turned = researcher.put(f"/api/reels/{reel['id']}/order", json=body).json()
    assert made(on, researcher, turned)["encoded"] == 0


@pytest.mark.both_databases
def test_nothing_is_rendered_twice(on: Stage, reel: dict[str, Any], researcher: TestClient) -> None:
    asked = ask(researcher, reel)
    assert ask(researcher, reel)["id"] == asked["id"]
    on.settle()
    assert ask(researcher, reel)["id"] == asked["id"]
    assert len(deeds(on, "render.finish")) == 1


def test_a_film_is_served_in_ranges_and_saved_under_its_name(
    on: Stage, reel: dict[str, Any], researcher: TestClient
) -> None:
    path = f"/api/renders/{made(on, researcher, reel)['id']}/reel.mp4"
    whole = researcher.get(path)
    part = researcher.get(path, headers={"Range": "bytes=10-19", "If-Range": whole.headers["etag"]})
    assert (part.status_code, part.content) == (206, whole.content[10:20])
    assert researcher.head(path).headers["content-length"] == str(len(whole.content))
    saved = researcher.get(path, params={"download": True})
    assert saved.headers["content-disposition"] == "attachment; filename=\"Waiting.mp4\"; filename*=UTF-8''Waiting.mp4"
    assert [entry.detail["file"] for entry in deeds(on, "render.download")] == ["reel.mp4"]


def test_the_next_request_after_a_withdrawal_gets_no_film(
    on: Stage, reel: dict[str, Any], researcher: TestClient
) -> None:
    render = made(on, researcher, reel)
    on.consent(ROSA, status="withdrawn")
    # No relay has run: this is the database's answer.
    for name in ("reel.mp4", "poster.jpg", "sprite.jpg", "captions.vtt", "thumbnails.vtt"):
        answer = researcher.get(f"/api/renders/{render['id']}/{name}")
        assert (answer.status_code, answer.json()["code"]) == (410, "withdrawn"), name
    assert render["id"] not in {one["id"] for one in renders(researcher, reel) if one["state"] != "done"}


def renders(client: TestClient, reel: Mapping[str, Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = client.get(f"/api/reels/{reel['id']}/renders").json()["items"]
    return found


@pytest.mark.both_databases
def test_a_withdrawal_purges_files_and_proves_it_and_tells_the_owner(
    on: Stage, reel: dict[str, Any], researcher: TestClient
) -> None:
    render = made(on, researcher, reel)
    assert len([name for name in stored(on) if name.startswith("pieces/")]) == 3
    on.consent(ROSA, status="withdrawn")
    on.settle()
    # The card and Len remain as pieces; nothing of the film, and nothing of anybody in the same room.
    assert stored(on) == [name for name in stored(on) if name.startswith("pieces/")]
    assert len(stored(on)) == 1
    (entry,) = deeds(on, "render.purge")
    assert entry.target_id == render["id"]
    assert sorted(entry.detail["files"]) == [f"renders/{render['id']}/{name}" for name in sorted(work.TYPES)]
    assert "withdrawn" in entry.detail["reasons"]
    assert len(deeds(on, "piece.purge")) == 2
    assert read(researcher, render["id"])["purged_for"]
    notices = researcher.get(f"/api/reels/{reel['id']}/notices").json()["items"]
    # Len was in the same room: his words may still be read, the recording not be heard.
    told = {notice["item_id"]: notice["reason"] for notice in notices}
    assert told == {reel["items"][1]["id"]: "withdrawn", reel["items"][2]["id"]: "text_only"}
    assert researcher.get("/api/notices").json()["items"] == notices


def test_a_notice_names_nobody_and_goes_once_seen(on: Stage, reel: dict[str, Any], researcher: TestClient) -> None:
    on.consent(ROSA, status="withdrawn")
    on.settle()
    answer = researcher.get(f"/api/reels/{reel['id']}/notices")
    assert ROSA not in answer.text
    assert researcher.post(f"/api/reels/{reel['id']}/notices/seen").status_code == 204
    assert researcher.get("/api/notices").json()["items"] == []
    on.consent(LEN, status="expired")
    on.settle()
    assert [one["item_id"] for one in researcher.get("/api/notices").json()["items"]] == [reel["items"][2]["id"]]


def test_a_consent_that_returns_takes_its_notice_back(on: Stage, reel: dict[str, Any], researcher: TestClient) -> None:
    on.consent(ROSA, status="withdrawn")
    on.settle()
    on.consent(ROSA, status="granted")
    on.settle()
    assert researcher.get("/api/notices").json()["items"] == []


def test_only_those_who_edit_a_reel_are_told(
    on: Stage, reel: dict[str, Any], researcher: TestClient, employee: TestClient
) -> None:
    on.consent(ROSA, status="withdrawn")
    on.settle()
    assert employee.get(f"/api/reels/{reel['id']}/notices").json()["items"] == []
    employee.post(f"/api/reels/{reel['id']}/notices/seen")
    assert len(researcher.get("/api/notices").json()["items"]) == 1


def test_a_deleted_highlight_is_gone_from_the_film(on: Stage, reel: dict[str, Any], researcher: TestClient) -> None:
    render = made(on, researcher, reel)
    assert researcher.delete(f"/api/highlights/{on.len.id}").is_success
    assert researcher.get(f"/api/renders/{render['id']}/reel.mp4").json()["code"] == "withdrawn"
    on.settle()
    assert not [name for name in stored(on) if name.startswith("renders/")]
    again = made(on, researcher, reel)
    assert (again["length_ms"], again["encoded"]) == (2_000, 0)


def test_an_audience_that_narrows_loses_the_film_and_the_others_keep_it(
    on: Stage, reel: dict[str, Any], researcher: TestClient, employee: TestClient
) -> None:
    render = made(on, researcher, reel)
    assert film(employee, render)
    on.consent(LEN, scope="team")
    assert employee.get(f"/api/renders/{render['id']}/reel.mp4").status_code == 404
    on.settle()
    assert film(researcher, render)
    assert employee.get(f"/api/renders/{render['id']}").status_code == 404


def test_a_deleted_reel_takes_its_films_along(on: Stage, reel: dict[str, Any], researcher: TestClient) -> None:
    render = made(on, researcher, reel)
    assert researcher.delete(f"/api/reels/{reel['id']}").status_code == 204
    assert researcher.get(f"/api/renders/{render['id']}/reel.mp4").status_code == 404
    on.settle()
    assert not [name for name in stored(on) if name.startswith("renders/")]


class Withdrawing:
    """A render's progress during which, at a certain step, somebody withdraws."""

    def __init__(self, on: Stage, name: str, step: str) -> None:
        self.on, self.name, self.step = on, name, step
        self.said: list[str] = []

    def __call__(self, share: float, message: str = "") -> None:
        assert 0 <= share <= 1
        if message == self.step and message not in self.said:
            self.on.consent(self.name, status="withdrawn")
        self.said.append(message)


@pytest.mark.parametrize("step", ["Encoding clip 3 of 3", "Joining the clips", "Publishing"])
def test_a_render_that_runs_when_consent_ends_never_publishes_that_voice(
    on: Stage, reel: dict[str, Any], researcher: TestClient, step: str
) -> None:
    asked = ask(researcher, reel)
    progress = Withdrawing(on, LEN, step)
    run = work.handler(on.parts.database, on.parts.store, cache_bytes=10**10)
    run({"render_id": asked["id"]}, progress)
    with on.parts.database.read() as session:
        row = session.get(ReelRender, asked["id"])
        assert row is not None
        assert [part["highlight_id"] for part in row.parts] == [None, on.rosa.id] or not row.parts[1:]
    assert progress.said.count("Joining the clips") == 2


def test_a_cancelled_render_publishes_nothing(on: Stage, reel: dict[str, Any], researcher: TestClient) -> None:
    asked = ask(researcher, reel)
    answer = researcher.post(f"/api/renders/{asked['id']}/cancel")
    assert answer.json()["state"] == "cancelled"
    on.settle()
    assert read(researcher, asked["id"])["state"] == "cancelled"
    assert stored(on) == []
    assert researcher.post(f"/api/renders/{asked['id']}/cancel").json()["code"] == "render_ended"
    assert ask(researcher, reel)["id"] != asked["id"]


def test_a_render_can_be_cancelled_while_it_runs(on: Stage, reel: dict[str, Any], researcher: TestClient) -> None:
    asked = ask(researcher, reel)

    def progress(share: float, message: str = "") -> None:
        if message == "Joining the clips":
            raise Cancelled

    run = work.handler(on.parts.database, on.parts.store, cache_bytes=10**10)
    with pytest.raises(Cancelled):
        run({"render_id": asked["id"]}, progress)
    assert not [name for name in stored(on) if name.startswith("renders/")]


def test_an_employee_may_watch_but_not_order_films_of_others_reels(
    on: Stage, reel: dict[str, Any], researcher: TestClient, employee: TestClient
) -> None:
    assert employee.post(f"/api/reels/{reel['id']}/renders", json={}).status_code == 403
    asked = ask(researcher, reel)
    assert employee.post(f"/api/renders/{asked['id']}/cancel").status_code == 404
    assert employee.get(f"/api/renders/{asked['id']}").status_code == 404


def test_words_without_a_recording_become_cards(
    on: Stage, reel: dict[str, Any], researcher: TestClient, employee: TestClient
) -> None:
    on.consent(LEN, media_allowed=False)
    plan = researcher.get(f"/api/reels/{reel['id']}/renders/plan").json()
    assert plan["left_out"] == []
    assert plan["length_ms"] > 3_000
    text = employee.get(f"/api/reels/{reel['id']}/exports/transcript.txt").text
    assert f"“{LEN_SAYS[:5]}" in text


def test_the_cache_keeps_to_its_size(on: Stage, reel: dict[str, Any], researcher: TestClient) -> None:
    made(on, researcher, reel)
    keeping.tidy(on.parts.database, on.parts.store, cache_bytes=0)
    # What is finished and may be watched stays for an hour; pieces go.
    assert not [name for name in stored(on) if name.startswith("pieces/")]
    assert [name for name in stored(on) if name.startswith("renders/")]
    with on.parts.database.read() as session:
        assert session.exec(select(RenderPiece)).all() == []


@pytest.mark.parametrize("name", ["captions.vtt", "transcript.txt", "transcript.md", "reel.edl", "reel.fcpxml"])
def test_a_withdrawn_voice_is_in_no_export(on: Stage, reel: dict[str, Any], researcher: TestClient, name: str) -> None:
    path = f"/api/reels/{reel['id']}/exports/{name}"
    before = researcher.get(path)
    assert before.status_code == 200
    on.consent(LEN, status="withdrawn")
    after = researcher.get(path)
    assert LEN in before.text or name == "captions.vtt"
    assert LEN not in after.text
    assert after.text != before.text
    assert [entry.detail["file"] for entry in deeds(on, "reel.export")] == [name, name]


def test_names_of_files_are_for_those_who_work_in_the_interview(
    on: Stage, reel: dict[str, Any], researcher: TestClient, employee: TestClient
) -> None:
    assert "film.mp4" in researcher.get(f"/api/reels/{reel['id']}/exports/reel.edl").text
    assert "film.mp4" not in employee.get(f"/api/reels/{reel['id']}/exports/reel.edl").text
