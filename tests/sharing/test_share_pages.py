"""Share links: who gets in, what cards of them say, and how they end."""

import re
from datetime import timedelta
from html.parser import HTMLParser
from io import BytesIO
from typing import Any
from urllib.parse import parse_qs, urlsplit

import av
import pytest
from fastapi.testclient import TestClient
from sqlmodel import select

from app.core.clock import now
from app.grants.models import Grant
from app.wiring import Parts
from tests.reels.stage import LEN_SAYS, ROSA_SAYS, Stage, reel_of, stage, upload
from tests.scenes import LEN, ROSA
from tests.sharing.scenes import WIKI, grant_of, items

PASSWORD = "three days of waiting"
ORIGIN = "http://127.0.0.1:8000"


class Head(HTMLParser):
    """The metadata of a page, as a program reads it."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.meta: dict[str, str] = {}
        self.links: list[dict[str, str | None]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if tag == "meta":
            name = found.get("property") or found.get("name")
            if name:
                self.meta[name] = found["content"] or ""
        elif tag == "link":
            self.links.append(found)


@pytest.fixture
def public(parts: Parts) -> Stage:
    """Everybody allowed everyone to hear them."""
    return stage(parts, scope="public")


@pytest.fixture
def playing(public: Stage, employee: TestClient, researcher: TestClient) -> dict[str, Any]:
    """An open link to a single quote, cut."""
    made = grant_of(employee, "highlights", public.rosa.id, kind="share")
    upload(public, researcher)
    public.settle()
    return made


@pytest.fixture
def locked(on: Stage, employee: TestClient) -> dict[str, Any]:
    return grant_of(employee, "reels", reel_of(employee, on.rosa.id)["id"], kind="share", password=PASSWORD)


def unlocked(client: TestClient, grant: dict[str, Any], password: str = PASSWORD) -> str:
    answer = client.post(f"{grant['page']}/unlock", data={"password": password}, follow_redirects=False)
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


def test_a_page_has_the_title_the_player_and_the_words(public: Stage, employee: TestClient, client: TestClient) -> None:
    reel = reel_of(employee, public.rosa.id, public.len.id)
    grant = grant_of(employee, "reels", reel["id"], kind="share")
    answer = client.get(grant["page"])
    assert answer.status_code == 200
    assert '<h1 dir="auto">Waiting</h1>' in answer.text
    assert f'data-address="{grant["path"]}"' in answer.text
    for words in (ROSA_SAYS, LEN_SAYS, ROSA, LEN, "2 people in their own words"):
        assert words in answer.text
    assert "In eigenen Worten" in client.get(grant["page"], headers={"Accept-Language": "de"}).text


def test_an_open_link_goes_as_far_as_public_consents_and_any_site_may_show_it(
    on: Stage, employee: TestClient, client: TestClient
) -> None:
    reel = reel_of(employee, on.rosa.id, on.len.id)
    grant = grant_of(employee, "reels", reel["id"], kind="share")
    assert items(client, grant) == []
    assert ROSA_SAYS not in client.get(grant["page"]).text
    on.consent(ROSA, scope="public")
    assert [item["text"] for item in items(client, grant)] == [ROSA_SAYS]
    assert employee.get(f"/api/reels/{reel['id']}/reach").json() | {"preparing": 0} == {
        **{"clips": 2, "shown": 2, "public": 1},
        "preparing": 0,
    }
    assert client.get(grant["path"]).headers["content-security-policy"].endswith("frame-ancestors *")


def test_a_link_without_clips_that_may_leave_cuts_none(on: Stage, employee: TestClient, researcher: TestClient) -> None:
    grant_of(employee, "highlights", on.rosa.id, kind="share")
    upload(on, researcher)
    on.settle()
    assert on.files() == []


def test_a_page_says_early_what_cards_need_and_not_a_word_of_anybody(
    playing: dict[str, Any], client: TestClient
) -> None:
    html = client.get(playing["page"]).text
    head = html.partition("<style")[0]
    found, url = Head(html), playing["page_url"]
    assert len(head.encode()) < 5_000
    assert {name: found.meta[name] for name in found.meta if name.startswith("og:")} == {
        "og:site_name": "Firsthand",
        "og:title": "A customer’s voice",
        "og:description": "1 person in their own words · 0:05",
        "og:url": url,
        "og:type": "video.other",
        "og:image": f"{url}/poster.jpg",
        "og:image:type": "image/jpeg",
        "og:image:width": "1200",
        "og:image:height": "675",
        "og:image:alt": "Preview of “A customer’s voice”",
        "og:video": f"{url}/video.mp4",
        "og:video:type": "video/mp4",
        "og:video:width": "1280",
        "og:video:height": "720",
    }
    assert found.meta["robots"] == "noindex,nofollow"
    assert not any(name.startswith("twitter:player") for name in found.meta)
    discovered = {link["type"]: link["href"] for link in found.links if link.get("rel") == "alternate"}
    for media_type, format in (("application/json+oembed", "json"), ("text/xml+oembed", "xml")):
        address = urlsplit(discovered[media_type])
        assert (address.path, parse_qs(address.query)) == ("/oembed", {"url": [url], "format": [format]})
        assert client.get(f"{address.path}?{address.query}").status_code == 200
    assert ROSA_SAYS[:20] not in head


def test_what_only_named_sites_may_show_has_no_film_for_cards(
    on: Stage, employee: TestClient, researcher: TestClient, client: TestClient
) -> None:
    grant = grant_of(employee, "highlights", on.rosa.id)
    upload(on, researcher)
    on.settle()
    answer = client.get(grant["page"])
    meta = Head(answer.text).meta
    assert meta["og:type"] == "website"
    assert not [name for name in meta if name.startswith(("og:video", "twitter:player"))]
    assert answer.headers["content-security-policy"].endswith(f"frame-ancestors {WIKI}")


def test_only_a_link_that_says_so_is_listed(public: Stage, employee: TestClient, client: TestClient) -> None:
    hidden = grant_of(employee, "highlights", public.rosa.id, kind="share")
    listed = grant_of(employee, "highlights", public.rosa.id, kind="share", listed=True)
    assert client.get(hidden["page"]).headers["x-robots-tag"] == "noindex, nofollow"
    answer = client.get(listed["page"])
    assert (answer.headers["x-robots-tag"], "robots" in Head(answer.text).meta) == ("all", False)


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"kind": "share", "origins": [WIKI]}, "sites_of_a_link"),
        ({"kind": "embed", "password": PASSWORD}, "password_of_an_embed"),
        ({"kind": "embed", "listed": True}, "listed_but_closed"),
        ({"kind": "share", "password": PASSWORD, "listed": True}, "listed_but_closed"),
        ({"kind": "share", "password": "short"}, "password_too_short"),
    ],
)
def test_what_makes_no_sense_is_refused(on: Stage, employee: TestClient, body: dict[str, Any], code: str) -> None:
    answer = employee.post(f"/api/highlights/{on.rosa.id}/grants", json=body)
    assert (answer.status_code, answer.json()["code"]) == (422, code)


def test_a_locked_page_asks_and_tells_nothing(locked: dict[str, Any], client: TestClient) -> None:
    answer = client.get(locked["page"])
    assert answer.status_code == 403
    assert 'type="password"' in answer.text
    assert "form-action 'self'" in answer.headers["content-security-policy"]
    for hidden in ("Waiting", ROSA, "og:", "oembed"):
        assert hidden not in answer.text
    for path in ("", "/reel.json"):
        refused = client.get(locked["path"] + path)
        assert refused.status_code == 403
        assert ROSA not in refused.text
    assert client.post(f"{locked['path']}/plays").json()["code"] == "locked"
    for path in ("poster.jpg", "video.mp4"):
        assert client.get(f"{locked['page']}/{path}").json()["code"] == "locked"


def test_whoever_knows_the_password_is_let_in_without_a_cookie(
    on: Stage, locked: dict[str, Any], client: TestClient, researcher: TestClient
) -> None:
    address = unlocked(client, locked)
    upload(on, researcher)
    on.settle()
    answer = client.get(address)
    assert answer.status_code == 200
    assert ROSA_SAYS in answer.text
    assert "og:" not in answer.text
    proof = urlsplit(address).query
    shown = client.get(f"{locked['path']}/reel.json?{proof}").json()["items"][0]
    assert client.get(shown["url"]).status_code == 200
    assert client.post(f"{locked['path']}/plays?{proof}").status_code == 204
    assert not client.cookies


def test_a_wrong_password_is_refused(locked: dict[str, Any], client: TestClient) -> None:
    for password in ("", "wrong", PASSWORD.upper()):
        answer = client.post(f"{locked['page']}/unlock", data={"password": password})
        assert (answer.status_code, "not the password" in answer.text) == (403, True)


def test_a_form_that_is_too_long_is_not_read(locked: dict[str, Any], client: TestClient) -> None:
    assert client.post(f"{locked['page']}/unlock", data={"password": "x" * 5_000}).status_code == 413
    assert client.post(f"{locked['page']}/unlock", content=b"&".join([b"a=b"] * 9)).status_code == 403


@pytest.mark.parametrize("proof", ["", "x", "1.x", "9999999999.abc", "²³.x"])
def test_a_made_up_proof_opens_nothing(locked: dict[str, Any], client: TestClient, proof: str) -> None:
    assert client.get(locked["page"], params={"unlock": proof}).status_code == 403


def test_a_proof_opens_no_other_link(
    locked: dict[str, Any], on: Stage, employee: TestClient, client: TestClient
) -> None:
    other = grant_of(employee, "highlights", on.rosa.id, kind="share", password=PASSWORD)
    proof = urlsplit(unlocked(client, locked)).query
    assert client.get(f"{other['page']}?{proof}").status_code == 403


def test_a_new_password_ends_what_the_old_one_opened(
    on: Stage, locked: dict[str, Any], employee: TestClient, client: TestClient, researcher: TestClient
) -> None:
    upload(on, researcher)
    on.settle()
    address = unlocked(client, locked)
    proof = urlsplit(address).query
    url = client.get(f"{locked['path']}/reel.json?{proof}").json()["items"][0]["url"]
    changed = employee.patch(f"/api/grants/{locked['id']}", json={"password": "another password"})
    assert changed.json()["has_password"] is True
    assert client.get(address).status_code == 403
    assert client.get(url).json()["code"] == "bad_signature"
    unlocked(client, locked, "another password")


def test_guessing_is_slowed_down(locked: dict[str, Any], client: TestClient) -> None:
    answers = [client.post(f"{locked['page']}/unlock", data={"password": str(n)}) for n in range(11)]
    assert [answer.status_code for answer in answers[:10]] == [403] * 10
    assert answers[10].status_code == 429
    assert int(answers[10].headers["retry-after"]) > 0
    assert "Try again" in answers[10].text
    assert client.post(f"{locked['page']}/unlock", data={"password": PASSWORD}).status_code == 429


def test_who_asks_too_often_is_told_when_to_come_back(
    on: Stage, employee: TestClient, client: TestClient, parts: Parts
) -> None:
    grant = grant_of(employee, "highlights", on.rosa.id)
    parts.settings.limit_pages = "2 per minute"
    assert [client.get(grant["path"]).status_code for _ in range(3)] == [200, 200, 429]
    refused = client.get(f"{grant['path']}/reel.json")
    assert (refused.status_code, refused.json()["code"]) == (429, "too_many_requests")
    assert refused.headers["access-control-allow-origin"] == "*"
    assert 0 < int(refused.headers["retry-after"]) <= 60
    other = grant_of(employee, "highlights", on.len.id)
    assert client.get(other["path"]).status_code == 200


@pytest.mark.parametrize("path", ["", "/poster.jpg", "/video.mp4"])
def test_a_link_that_has_ended_is_gone_everywhere(
    playing: dict[str, Any], employee: TestClient, client: TestClient, path: str
) -> None:
    assert client.get(playing["page"] + path).status_code == 200
    employee.delete(f"/api/grants/{playing['id']}")
    assert client.get(playing["page"] + path).status_code == 410
    employee.post(f"/api/grants/{playing['id']}/restore")
    assert client.get(playing["page"] + path).status_code == 200


def test_a_link_ends_by_date(playing: dict[str, Any], client: TestClient, parts: Parts) -> None:
    with parts.database.write() as session:
        session.exec(select(Grant)).one().expires_at = now() - timedelta(seconds=1)
    answer = client.get(playing["page"])
    assert (answer.status_code, "no longer shown" in answer.text) == (410, True)
    assert answer.headers["x-robots-tag"] == "noindex, nofollow"


def test_an_unknown_link_is_a_card(client: TestClient) -> None:
    for path in ("", "/poster.jpg", "/video.mp4"):
        assert client.get(f"/s/fhe_guessed{path}").status_code == 404
    assert client.post("/s/fhe_guessed/unlock", data={"password": "x"}).status_code == 404


def size_of(picture: bytes) -> tuple[int, int]:
    with av.open(BytesIO(picture)) as container:
        return container.streams.video[0].width, container.streams.video[0].height


def test_the_picture_is_the_first_frame_in_the_size_asked_for(playing: dict[str, Any], client: TestClient) -> None:
    answer = client.get(f"{playing['page']}/poster.jpg")
    assert (answer.headers["content-type"], size_of(answer.content)) == ("image/jpeg", (1200, 675))
    small = client.get(f"{playing['page']}/poster.jpg", params={"width": 101, "height": 57})
    assert size_of(small.content) == (101, 57)
    assert client.get(f"{playing['page']}/poster.jpg", params={"width": 9999}).status_code == 422
    assert client.head(f"{playing['page']}/poster.jpg").status_code == 200


def test_whoever_allows_only_words_is_not_pictured(public: Stage, playing: dict[str, Any], client: TestClient) -> None:
    before = client.get(f"{playing['page']}/poster.jpg").content
    public.consent(ROSA, media_allowed=False)
    after = client.get(f"{playing['page']}/poster.jpg")
    assert (after.status_code, after.content != before) == (200, True)
    assert client.get(f"{playing['page']}/video.mp4").status_code == 404
    assert "og:video" not in client.get(playing["page"]).text


def test_a_single_quote_is_a_plain_film_too(playing: dict[str, Any], client: TestClient) -> None:
    address = f"{playing['page']}/video.mp4"
    whole = client.get(address)
    assert whole.headers["content-type"] == "video/mp4"
    part = client.get(address, headers={"Range": "bytes=4-11"})
    assert (part.status_code, part.content) == (206, whole.content[4:12])
    again = {"Range": "bytes=4-11", "If-Range": whole.headers["etag"]}
    assert client.get(address, headers=again).status_code == 206
    assert client.head(address).headers["content-length"] == str(len(whole.content))


def test_whoever_withdraws_is_gone_from_a_link_with_the_next_request(
    public: Stage, playing: dict[str, Any], client: TestClient
) -> None:
    public.consent(ROSA, status="withdrawn")
    page = client.get(playing["page"])
    assert (page.status_code, ROSA in page.text, ROSA_SAYS in page.text) == (200, False, False)
    assert client.get(f"{playing['page']}/video.mp4").status_code == 404
    assert "Nothing can be shown right now" in page.text


def test_nothing_said_can_break_out_of_the_page(public: Stage, employee: TestClient, client: TestClient) -> None:
    reel = reel_of(employee, public.rosa.id, title="\"><script>x</script><!--'&")
    html = client.get(grant_of(employee, "reels", reel["id"], kind="share")["page"]).text
    assert "<script>x" not in html
    assert Head(html).meta["og:title"] == "\"><script>x</script><!--'&"
    assert len(re.findall(r"<script", html)) == 2


def test_plays_are_summed_by_day_and_by_a_site_that_is_allowed(
    on: Stage, employee: TestClient, client: TestClient
) -> None:
    grant = grant_of(employee, "highlights", on.rosa.id)
    for site in (WIKI, f"{WIKI}/secret/page", "https://other.example", "nonsense", ORIGIN, ""):
        assert client.post(f"{grant['path']}/plays", params={"site": site}).status_code == 204
    listed = employee.get(f"/api/highlights/{on.rosa.id}/grants").json()["items"][0]
    today = now().date().isoformat()
    assert listed["days"] == [
        {"day": today, "site": "", "plays": 4},
        {"day": today, "site": WIKI, "plays": 2},
    ]
    assert listed["plays"] == 6
