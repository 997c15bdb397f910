"""Embeds over HTTP: who frames them, what they carry, and how they fall silent."""

import json
import re
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from fastapi.testclient import TestClient
from sqlmodel import delete, select

from app.audit.models import AuditEntry
from app.core.clock import now
from app.grants.models import Grant
from app.highlights.models import Highlight
from app.jobs.models import Job
from app.jobs.service import run_next
from app.outbox import service as outbox
from app.reels.models import RenderedClip
from app.sharing import service
from app.wiring import Parts
from tests.conftest import SignIn
from tests.reels.sources import frame_numbers
from tests.reels.stage import FILM_FPS, LEN_SAYS, ROSA_SAYS, Stage, reel_of, stage, upload
from tests.scenes import LEN, ROSA
from tests.sharing.scenes import WIKI, grant_of, items


@pytest.fixture
def reel(on: Stage, employee: TestClient) -> dict[str, Any]:
    return reel_of(employee, on.rosa.id, on.len.id)


def share(client: TestClient, reel: dict[str, Any], **body: Any) -> dict[str, Any]:
    return grant_of(client, "reels", reel["id"], **body)


@pytest.fixture
def grant(reel: dict[str, Any], employee: TestClient) -> dict[str, Any]:
    return share(employee, reel)


@pytest.fixture
def playing(on: Stage, grant: dict[str, Any], researcher: TestClient) -> dict[str, Any]:
    """The embed with its clips cut."""
    upload(on, researcher)
    on.settle()
    return grant


def test_the_snippet_frames_the_embed(grant: dict[str, Any]) -> None:
    assert re.fullmatch(r"http://127\.0\.0\.1:8000/embed/fhe_[\w-]{32}", grant["url"])
    assert f'<iframe src="{grant["url"]}" title="Waiting"' in grant["snippet"]
    assert grant["hint"] == grant["url"][-4:]


def test_a_moment_whose_words_wait_for_review_is_not_shown_until_somebody_has_looked(
    on: Stage, playing: dict[str, Any], parts: Parts, client: TestClient
) -> None:
    before = items(client, playing)
    with parts.database.write() as session:
        session.get_one(Highlight, on.rosa.id).status = "needs_review"
    assert [item["text"] for item in items(client, playing)] == [LEN_SAYS]
    assert client.get(before[0]["url"]).status_code == 410
    with parts.database.write() as session:
        session.get_one(Highlight, on.rosa.id).status = "ok"
    assert [item["text"] for item in items(client, playing)] == [ROSA_SAYS, LEN_SAYS]


def test_the_token_is_never_told_again_nor_kept(
    grant: dict[str, Any], reel: dict[str, Any], employee: TestClient, parts: Parts
) -> None:
    token = grant["url"].rpartition("/")[2]
    assert token not in employee.get(f"/api/reels/{reel['id']}/grants").text
    with parts.database.read() as session:
        assert token not in session.exec(select(Grant)).one().model_dump_json()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("cache-control", "private, no-store"),
        ("referrer-policy", "strict-origin-when-cross-origin"),
        ("cross-origin-resource-policy", "cross-origin"),
        ("cross-origin-opener-policy", "unsafe-none"),
        ("x-robots-tag", "noindex, nofollow"),
        ("x-content-type-options", "nosniff"),
    ],
)
def test_the_headers_of_an_embed(grant: dict[str, Any], client: TestClient, name: str, value: str) -> None:
    answer = client.get(grant["path"])
    assert answer.status_code == 200
    assert answer.headers[name] == value
    assert "x-frame-options" not in answer.headers
    assert "set-cookie" not in answer.headers


def test_the_policy_of_an_embed(grant: dict[str, Any], client: TestClient) -> None:
    answer = client.get(grant["path"])
    policy = dict(part.strip().split(" ", 1) for part in answer.headers["content-security-policy"].split(";"))
    nonce = re.search(r"'nonce-([\w-]+)'", policy["script-src"])
    assert nonce
    assert policy == {
        "default-src": "'none'",
        "script-src": f"'self' 'nonce-{nonce[1]}'",
        "style-src": f"'self' 'nonce-{nonce[1]}'",
        "img-src": "'self'",
        "media-src": "'self' blob:",
        "connect-src": "'self'",
        "base-uri": "'none'",
        "form-action": "'none'",
        "frame-ancestors": WIKI,
    }
    assert f'<script nonce="{nonce[1]}" type="module" crossorigin src="/embed/assets/embed-1.js">' in answer.text
    assert f'<link nonce="{nonce[1]}" rel="stylesheet"' in answer.text
    assert client.get(grant["path"]).headers["content-security-policy"] != answer.headers["content-security-policy"]


def test_without_any_site_nobody_may_frame_it(reel: dict[str, Any], employee: TestClient, client: TestClient) -> None:
    alone = share(employee, reel, origins=[])
    assert "frame-ancestors 'none'" in client.get(alone["path"]).headers["content-security-policy"]


def test_sites_change_with_the_next_request(grant: dict[str, Any], employee: TestClient, client: TestClient) -> None:
    body = {"origins": ["http://wiki.example:8080/page", WIKI]}
    changed = employee.patch(f"/api/grants/{grant['id']}", json=body).json()
    assert changed["origins"] == ["http://wiki.example:8080", WIKI]
    policy = client.get(grant["path"]).headers["content-security-policy"]
    assert policy.endswith(f"frame-ancestors http://wiki.example:8080 {WIKI}")
    assert employee.patch(f"/api/grants/{grant['id']}", json={"origins": ["wiki"]}).json()["code"] == "bad_origin"


def test_the_page_carries_its_data_and_nothing_in_it_can_end_the_script(
    on: Stage, employee: TestClient, client: TestClient
) -> None:
    grant = share(employee, reel_of(employee, on.rosa.id, title="</script><!--<b>"))
    page = client.get(grant["path"]).text
    data = re.search(r'<script type="application/json" id="embed"[^>]*>(.*?)</script>', page, re.DOTALL)
    assert data
    assert "<" not in data[1]
    assert json.loads(data[1])["title"] == "</script><!--<b>"
    assert "<title>&lt;/script&gt;&lt;!--&lt;b&gt;</title>" in page


def test_head_is_answered_too(grant: dict[str, Any], client: TestClient) -> None:
    answer = client.head(grant["path"])
    assert (answer.status_code, answer.content) == (200, b"")


@pytest.mark.parametrize(
    ("language", "words"),
    [("de-AT,de;q=0.9,en;q=0.8", "Das wird nicht mehr gezeigt"), ("fr", "no longer shown"), ("", "no longer")],
)
def test_a_revoked_embed_is_a_quiet_card_in_the_same_frames(
    grant: dict[str, Any], employee: TestClient, client: TestClient, language: str, words: str
) -> None:
    assert employee.delete(f"/api/grants/{grant['id']}").status_code == 204
    answer = client.get(grant["path"], headers={"Accept-Language": language})
    assert answer.status_code == 410
    assert words in answer.text
    assert answer.headers["content-security-policy"].endswith(f"frame-ancestors {WIKI}")
    assert "set-cookie" not in answer.headers
    assert ROSA_SAYS not in answer.text
    assert client.get(f"{grant['path']}/reel.json").json()["code"] == "revoked"


def test_a_revocation_is_taken_back(grant: dict[str, Any], employee: TestClient, client: TestClient) -> None:
    employee.delete(f"/api/grants/{grant['id']}")
    assert employee.post(f"/api/grants/{grant['id']}/restore").json()["state"] == "live"
    assert client.get(grant["path"]).status_code == 200


def test_a_grant_ends_by_date(grant: dict[str, Any], client: TestClient, parts: Parts) -> None:
    with parts.database.write() as session:
        session.exec(select(Grant)).one().expires_at = now() - timedelta(seconds=1)
    assert client.get(grant["path"]).status_code == 410
    assert client.get(f"{grant['path']}/reel.json").json()["code"] == "expired"


def test_an_embed_that_has_ended_already_is_not_made(reel: dict[str, Any], employee: TestClient) -> None:
    body = {"expires_at": "2020-01-01T00:00:00Z"}
    answer = employee.post(f"/api/reels/{reel['id']}/grants", json=body)
    assert (answer.status_code, answer.json()["code"]) == (422, "expired")


def test_an_embed_of_a_deleted_reel_falls_silent_and_comes_back(
    grant: dict[str, Any], reel: dict[str, Any], employee: TestClient, client: TestClient
) -> None:
    employee.delete(f"/api/reels/{reel['id']}")
    assert client.get(grant["path"]).status_code == 410
    employee.post(f"/api/reels/{reel['id']}/restore")
    assert client.get(grant["path"]).status_code == 200


def test_an_unknown_token_is_a_card_that_nobody_frames(client: TestClient) -> None:
    answer = client.get("/embed/fhe_guessed")
    assert answer.status_code == 404
    assert answer.headers["content-security-policy"].endswith("frame-ancestors 'none'")
    for path in ("reel.json", "clips/x", "clips/x.vtt"):
        assert client.get(f"/embed/fhe_guessed/{path}").status_code == 404
    assert client.post("/embed/fhe_guessed/plays").status_code == 404


def test_a_front_end_that_is_not_built_says_so(grant: dict[str, Any], client: TestClient, built: Path) -> None:
    (built / "embed.html").unlink()
    assert client.get(grant["path"]).status_code == 503


def test_the_bundle_may_be_read_by_a_frame_without_origin(client: TestClient) -> None:
    answer = client.get("/embed/assets/embed-1.js")
    assert answer.status_code == 200
    assert answer.headers["access-control-allow-origin"] == "*"
    assert answer.headers["cross-origin-resource-policy"] == "cross-origin"
    assert "immutable" in answer.headers["cache-control"]
    for name in ("missing.js", "..%2Fembed.html", "%2e%2e%2fembed.html"):
        assert client.get(f"/embed/assets/{name}").status_code == 404


def test_a_clip_shows_its_words_until_it_is_cut_and_then_plays(
    on: Stage, grant: dict[str, Any], researcher: TestClient, client: TestClient, reel: dict[str, Any]
) -> None:
    assert [item["kind"] for item in items(client, grant)] == ["words", "words"]
    upload(on, researcher)
    assert [(item["kind"], item["url"]) for item in items(client, grant)] == [("wait", None)] * 2
    assert researcher.get(f"/api/reels/{reel['id']}/reach").json() == {
        **{"clips": 2, "shown": 2, "public": 0},
        "preparing": 2,
    }
    on.settle()
    first = items(client, grant)[0]
    assert (first["kind"], first["text"], first["name"]) == ("clip", ROSA_SAYS, ROSA)
    assert first["length_ms"] == on.rosa.end_ms - on.rosa.start_ms  # type: ignore[operator]
    clip = client.get(first["url"])
    assert clip.status_code == 200
    assert clip.headers["content-type"] == "video/mp4"
    frames = range(on.rosa.start_ms * FILM_FPS // 1000, -(-on.rosa.end_ms * FILM_FPS // 1000))  # type: ignore[operator]
    assert set(frame_numbers(clip.content)) <= set(frames)
    assert researcher.get(f"/api/reels/{reel['id']}/reach").json()["preparing"] == 0


def test_a_clip_is_served_in_parts_without_cookies_to_any_origin(playing: dict[str, Any], client: TestClient) -> None:
    url = items(client, playing)[0]["url"]
    whole = client.get(url)
    part = client.get(url, headers={"Range": "bytes=10-19", "Origin": "null"})
    assert (part.status_code, part.content) == (206, whole.content[10:20])
    assert part.headers["content-range"] == f"bytes 10-19/{len(whole.content)}"
    assert part.headers["access-control-allow-origin"] == "*"
    assert "access-control-allow-credentials" not in part.headers
    assert part.headers["cross-origin-resource-policy"] == "cross-origin"
    assert "set-cookie" not in part.headers
    etag = whole.headers["etag"]
    assert client.get(url, headers={"Range": "bytes=10-19", "If-Range": etag}).status_code == 206
    assert client.get(url, headers={"Range": "bytes=10-19", "If-Range": '"other"'}).status_code == 200
    head = client.head(url)
    assert (head.status_code, head.content, head.headers["content-length"]) == (200, b"", str(len(whole.content)))
    assert client.get(url, headers={"Range": "bytes=999999999-"}).status_code == 416


def altered(url: str, **values: str) -> str:
    parts = urlsplit(url)
    query = {name: found[0] for name, found in parse_qs(parts.query).items()} | values
    return f"{parts.path}?" + "&".join(f"{name}={value}" for name, value in query.items())


@pytest.mark.parametrize(
    "change", [{"sig": "x"}, {"exp": "99999999999"}, {"exp": "x"}, {"v": "0.0.99999999.720p-1"}, {"sig": ""}]
)
def test_a_changed_address_is_refused(playing: dict[str, Any], client: TestClient, change: dict[str, str]) -> None:
    answer = client.get(altered(items(client, playing)[0]["url"], **change))
    assert (answer.status_code, answer.json()["code"]) == (403, "bad_signature")
    assert answer.headers["access-control-allow-origin"] == "*"


def test_an_address_of_one_clip_opens_no_other(playing: dict[str, Any], client: TestClient) -> None:
    first, second = (item["url"] for item in items(client, playing))
    swapped = f"{urlsplit(second).path}?{urlsplit(first).query}"
    assert client.get(swapped).status_code == 403


def test_an_address_of_one_grant_does_not_work_in_another(
    playing: dict[str, Any], reel: dict[str, Any], employee: TestClient, client: TestClient
) -> None:
    other = share(employee, reel)
    url = items(client, playing)[0]["url"].replace(playing["path"], other["path"])
    assert client.get(url).status_code == 403


def test_an_old_address_ends(playing: dict[str, Any], client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.sharing.embeds.time.time", lambda: 1_000_000.0)
    url = items(client, playing)[0]["url"]
    monkeypatch.undo()
    assert client.get(url).json()["code"] == "bad_signature"


@pytest.mark.parametrize("headers", [{}, {"Range": "bytes=0-9"}])
def test_a_revoked_grant_ends_the_clips_with_the_next_request(
    playing: dict[str, Any], employee: TestClient, client: TestClient, headers: dict[str, str]
) -> None:
    item = items(client, playing)[0]
    employee.delete(f"/api/grants/{playing['id']}")
    for url in (item["url"], item["captions_url"]):
        assert client.get(url, headers=headers).status_code == 410


@pytest.mark.parametrize(
    "consent",
    [
        {"status": "withdrawn"},
        {"status": "pending"},
        {"scope": "team"},
        {"expires_on": now().date() - timedelta(days=1)},
    ],
)
def test_whoever_withdraws_vanishes_from_the_reel_with_the_next_request(
    on: Stage, playing: dict[str, Any], client: TestClient, consent: dict[str, Any]
) -> None:
    first, second = items(client, playing)
    on.consent(ROSA, **consent)
    assert client.get(first["url"]).status_code == 410
    # Rosa's voice may be in the whole recording, Len's words are his own: they stay, without the recording.
    assert [(item["kind"], item["text"], item["name"]) for item in items(client, playing)] == [("words", LEN_SAYS, LEN)]
    assert client.get(second["url"]).status_code == 410
    assert ROSA not in client.get(playing["path"]).text


def test_text_only_consent_leaves_the_words(on: Stage, playing: dict[str, Any], client: TestClient) -> None:
    on.consent(ROSA, media_allowed=False)
    assert [item["kind"] for item in items(client, playing)] == ["words", "words"]


def test_withdrawing_purges_the_cut_clips_and_the_log_proves_it(
    on: Stage, playing: dict[str, Any], parts: Parts
) -> None:
    assert len(on.files()) == 2
    on.consent(ROSA, status="withdrawn")
    on.settle()
    assert on.files() == []
    with parts.database.read() as session:
        assert session.exec(select(RenderedClip)).all() == []
        purged = session.exec(select(AuditEntry).where(AuditEntry.action == "clip.purge")).all()
    assert len(purged) == 2


def test_revoking_purges_and_restoring_cuts_again(
    on: Stage, playing: dict[str, Any], employee: TestClient, client: TestClient
) -> None:
    employee.delete(f"/api/grants/{playing['id']}")
    on.settle()
    assert on.files() == []
    employee.post(f"/api/grants/{playing['id']}/restore")
    on.settle()
    assert len(on.files()) == 2
    assert client.get(items(client, playing)[0]["url"]).status_code == 200


def test_a_consent_that_ends_while_a_clip_is_cut_leaves_no_file(
    on: Stage, grant: dict[str, Any], researcher: TestClient, parts: Parts
) -> None:
    upload(on, researcher)
    outbox.drain(parts.database, parts.apply)
    on.consent(ROSA, status="withdrawn")
    outbox.drain(parts.database, parts.apply)
    while run_next(parts.database, parts.handlers, worker="test"):
        pass
    assert len(on.files()) == 2
    on.settle()
    assert on.files() == []


def test_a_trim_cuts_one_clip_anew_and_the_old_address_ends(
    on: Stage, playing: dict[str, Any], reel: dict[str, Any], researcher: TestClient, client: TestClient
) -> None:
    url, before = items(client, playing)[0]["url"], on.files()
    path = f"/api/reels/{reel['id']}/items/{reel['items'][0]['id']}"
    assert researcher.patch(path, json={"trim_start_ms": 1_100, "version": 1}).status_code == 200
    assert client.get(url).json()["code"] == "changed"
    waiting = items(client, playing)[0]
    assert (waiting["kind"], waiting["text"]) == ("wait", ROSA_SAYS.removeprefix("It failed twice. "))
    on.settle()
    assert len(set(on.files()) & set(before)) == 1
    assert items(client, playing)[0]["kind"] == "clip"


def test_the_same_moment_in_two_reels_is_cut_once(
    on: Stage, playing: dict[str, Any], employee: TestClient, client: TestClient
) -> None:
    other = share(employee, reel_of(employee, on.rosa.id))
    assert items(client, other)[0]["kind"] == "clip"
    on.settle()
    assert len(on.files()) == 2


def test_a_clip_that_is_asked_for_before_it_is_cut_says_so(
    playing: dict[str, Any], client: TestClient, parts: Parts
) -> None:
    url = items(client, playing)[0]["url"]
    with parts.database.write() as session:
        session.exec(delete(RenderedClip))
    assert client.get(url).json()["code"] == "not_ready"


def test_captions_of_a_clip_are_a_webvtt_file(playing: dict[str, Any], client: TestClient) -> None:
    item = items(client, playing)[0]
    answer = client.get(item["captions_url"])
    assert answer.headers["content-type"].startswith("text/vtt")
    assert answer.text.startswith("WEBVTT")
    assert f"<v {ROSA}>It failed" in answer.text
    assert client.get(item["captions_url"].replace("sig=", "sig=x")).status_code == 403


def test_names_in_an_embed_are_pseudonyms_only(on: Stage, employee: TestClient, client: TestClient) -> None:
    asked = reel_of(employee, f"t-{on.scene.turns[0].id}")
    assert items(client, share(employee, asked))[0]["name"] == ""


def test_a_single_quote_is_shared_by_whoever_may_read_it(
    on: Stage, employee: TestClient, client: TestClient, researcher: TestClient
) -> None:
    path = f"/api/highlights/{on.rosa.id}"
    made = employee.post(f"{path}/grants", json={"origins": [WIKI]}).json()
    grant = {**made, "path": urlsplit(made["url"]).path}
    assert [(item["id"], item["text"]) for item in items(client, grant)] == [(on.rosa.id, ROSA_SAYS)]
    upload(on, researcher)
    on.settle()
    assert client.get(items(client, grant)[0]["url"]).status_code == 200
    assert employee.get(f"{path}/grants").json()["total"] == 1
    assert employee.get(f"{path}/reach").json() == {"clips": 1, "shown": 1, "public": 0, "preparing": 0}
    researcher.delete(path)
    assert client.get(grant["path"]).status_code == 410
    on.consent(ROSA, status="withdrawn")
    assert employee.get(f"{path}/grants").status_code == 404


def test_a_restricted_project_is_not_shown_outside(parts: Parts, admin: TestClient, client: TestClient) -> None:
    secret = stage(parts, access="restricted")
    grant = share(admin, reel_of(admin, secret.rosa.id))
    assert items(client, grant) == []
    assert client.get(grant["path"]).status_code == 200


def test_cards_and_links_are_shown(
    on: Stage, reel: dict[str, Any], grant: dict[str, Any], researcher: TestClient, client: TestClient
) -> None:
    link = {"url": "https://youtu.be/abcdefghijk"}
    researcher.post(f"/api/interviews/{on.scene.interview.id}/recording/link", json=link)
    card = {"kind": "card", "title": "Part one", "duration_ms": 2_500}
    researcher.post(f"/api/reels/{reel['id']}/items", json={"items": [card], "position": 0})
    shown = items(client, grant)
    assert [item["kind"] for item in shown] == ["card", "link", "link"]
    assert (shown[0]["title"], shown[0]["length_ms"]) == ("Part one", 2_500)
    assert shown[1]["url"] == "https://www.youtube.com/watch?v=abcdefghijk&t=10s"


def test_a_look_is_noted_by_site_and_a_play_by_number_but_never_by_person(
    grant: dict[str, Any], reel: dict[str, Any], employee: TestClient, client: TestClient
) -> None:
    client.get(grant["path"], headers={"Referer": "https://wiki.example/secret/page?user=1"})
    client.get(grant["path"], headers={"Referer": "http://127.0.0.1:8000/reels"})
    client.get(grant["path"], headers={"Referer": "nonsense"})
    for _ in range(2):
        answer = client.post(f"{grant['path']}/plays", headers={"Origin": "null"})
        assert (answer.status_code, answer.headers["access-control-allow-origin"]) == (204, "*")
    listed = employee.get(f"/api/reels/{reel['id']}/grants").json()["items"][0]
    assert [site["origin"] for site in listed["seen_on"]] == [WIKI]
    assert (listed["plays"], listed["last_seen_at"] is not None) == (2, True)


def test_a_busy_page_is_noted_once_a_minute(grant: dict[str, Any], client: TestClient, parts: Parts) -> None:
    def seen() -> Any:
        with parts.database.read() as session:
            return session.exec(select(Grant)).one().last_seen_at

    client.get(grant["path"])
    first = seen()
    client.get(grant["path"])
    assert seen() == first


def test_only_those_who_may_edit_a_reel_share_it_and_see_where(
    reel: dict[str, Any], grant: dict[str, Any], sign_in: SignIn, researcher: TestClient, employee: TestClient
) -> None:
    path, stranger = f"/api/reels/{reel['id']}/grants", sign_in("viewer")
    assert stranger.get(path).status_code == 403
    assert stranger.post(path, json={}).status_code == 403
    assert stranger.delete(f"/api/grants/{grant['id']}").status_code == 404
    assert stranger.get("/api/grants").json()["items"] == []
    assert researcher.get(path).json()["total"] == 1
    made = share(researcher, reel)
    assert employee.patch(f"/api/grants/{made['id']}", json={"label": "Mine"}).json()["label"] == "Mine"
    assert employee.delete("/api/grants/none").status_code == 404


def test_researchers_see_what_is_shown_where_page_by_page(
    reel: dict[str, Any], employee: TestClient, researcher: TestClient
) -> None:
    made = [share(employee, reel, label=str(n)) for n in range(3)]
    first = researcher.get("/api/grants", params={"limit": 2}).json()
    rest = researcher.get("/api/grants", params={"limit": 2, "cursor": first["next_cursor"]}).json()
    assert [one["label"] for one in first["items"] + rest["items"]] == ["2", "1", "0"]
    assert first["items"][0]["target_title"] == "Waiting"
    assert employee.get("/api/grants").json()["items"][0]["id"] == made[2]["id"]


def test_the_log_says_who_shared_and_who_ended_it(grant: dict[str, Any], employee: TestClient, parts: Parts) -> None:
    employee.delete(f"/api/grants/{grant['id']}")
    employee.delete(f"/api/grants/{grant['id']}")
    employee.post(f"/api/grants/{grant['id']}/restore")
    with parts.database.read() as session:
        entries = session.exec(select(AuditEntry).where(AuditEntry.target_id == grant["id"])).all()
    assert [entry.action for entry in entries] == ["grant.create", "grant.revoke", "grant.restore"]
    assert entries[0].detail["origins"] == [WIKI]


def test_a_consent_that_ends_by_date_is_noticed_the_day_after(on: Stage, playing: dict[str, Any], parts: Parts) -> None:
    with parts.database.write() as session:
        session.merge(on.scene.consents[ROSA]).expires_on = now().date() - timedelta(days=1)
        service.schedule(session)
        service.schedule(session)
        jobs = session.exec(select(Job).where(Job.kind == service.AGREE)).all()
        assert len(jobs) == 1
        assert jobs[0].run_at.date() == (now() + timedelta(days=1)).date()
        jobs[0].run_at = now()
    on.settle()
    assert on.files() == []
    with parts.database.read() as session:
        assert session.exec(select(Job).where(Job.kind == service.AGREE, Job.state == "queued")).one().run_at > now()


@pytest.mark.both_databases
def test_embeds_work_on_both_databases(
    parts: Parts, employee: TestClient, researcher: TestClient, client: TestClient
) -> None:
    here = stage(parts)
    upload(here, researcher)
    grant = share(employee, reel_of(employee, here.rosa.id, here.len.id))
    here.settle()
    assert [item["kind"] for item in items(client, grant)] == ["clip", "clip"]
    assert client.post(f"{grant['path']}/plays").status_code == 204
    with parts.database.write() as session:
        session.delete(session.get_one(Highlight, here.len.id))
        outbox.touch_ids(session, [("highlight", here.len.id)])
    here.settle()
    assert len(here.files()) == 1
    assert researcher.get("/api/grants").json()["items"][0]["plays"] == 1


def test_fades_sections_and_what_is_said_over_the_picture_go_along_but_no_note(
    reel: dict[str, Any], grant: dict[str, Any], employee: TestClient, client: TestClient
) -> None:
    rosa, len_ = reel["items"]
    places = [
        {"kind": "section", "title": "Waiting", "note": "Ask legal"},
        {"id": rosa["id"], "fade_out_ms": 700, "captions": False, "note": "Too long?"},
        {"id": len_["id"], "lower_third": False},
    ]
    version = employee.put(f"/api/reels/{reel['id']}/items", json={"items": places, "version": 1}).json()["version"]
    employee.patch(f"/api/reels/{reel['id']}", json={"transition": "fade", "captions": False, "version": version})
    answer = client.get(urlsplit(grant["url"]).path + "/reel.json")
    shown = answer.json()
    section, first, second = shown["items"]
    assert (shown["captions"], section["section"], section["kind"]) == (False, True, "card")
    assert (first["fade_in_ms"], first["fade_out_ms"], first["captions"]) == (400, 700, False)
    assert (second["fade_out_ms"], second["lower_third"], first["lower_third"]) == (400, False, True)
    assert "Ask legal" not in answer.text
    assert "Too long?" not in answer.text
