"""Scripts in names, tags, transcripts and file names are shown as words, in the product and in what is embedded."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from app.accounts import demo
from app.sharing import pages
from tests.e2e.conftest import Serve, Server, Site

SCRIPT = "window.top.ran = (window.top.ran || 0) + 1; window.ran = 1"
WORDS = f'"><img src=x onerror="{SCRIPT}"><script>{SCRIPT}</script>'
OUT_OF_TITLE = f"</title></script><script>{SCRIPT}</script>"
VTT = f"WEBVTT\n\n00:01.000 --> 00:09.000\n<v Ann>Hello &lt;script&gt;{SCRIPT}&lt;/script&gt; {{words}}\n"


@pytest.fixture(scope="module")
def own(serve: Serve) -> Server:
    return serve(demo=True)


def signed_in(browser: Browser, server: Server) -> tuple[Page, Callable[..., Any]]:
    context = browser.new_context(base_url=server.url, locale="en-GB")
    admin = next(account.email for account in demo.ACCOUNTS if account.role == "admin")
    answer = context.request.post("/api/session", data={"email": admin, "password": demo.PASSWORD})
    headers = {"X-CSRF-Token": answer.json()["csrf_token"]}

    def make(path: str, body: dict[str, Any] | None = None, **options: Any) -> Any:
        made = context.request.post(path, data=body, headers=headers, **options)
        assert made.ok, f"{path}: {made.text()}"
        return made.json()

    return context.new_page(), make


def test_scripts_in_what_people_write_never_run(browser: Browser, own: Server) -> None:
    page, make = signed_in(browser, own)
    project = make("/api/projects", {"name": WORDS[:200], "goal": WORDS, "team": "x"})
    make("/api/tags", {"name": "<img src=x onerror=window.ran=1>", "description": WORDS})
    person = make(f"/api/projects/{project['id']}/participants", {"pseudonym": WORDS[:120], "segment": "<b onclick=1>"})
    persona = make("/api/personas", {"name": WORDS[:120], "description": WORDS})
    make(f"/api/personas/{persona['id']}/participants", {"participant_ids": [person["id"]]})
    mapping = {"title": WORDS[:300], "speakers": [{"names": ["Ann"], "label": "<svg onload=window.ran=1>"}]}
    made = make(
        f"/api/projects/{project['id']}/interviews/import",
        multipart={
            "file": {"name": "<img src=x onerror=window.ran=1>.vtt", "mimeType": "text/vtt", "buffer": VTT.encode()},
            "mapping": json.dumps(mapping),
        },
    )
    reel = make("/api/reels", {"title": WORDS[:200], "items": [{"kind": "card", "title": WORDS, "text": WORDS}]})
    make("/api/users", {"email": "x@example.org", "name": "<img src=x onerror=window.ran=1>", "password": "a" * 12})
    for path in (
        "/projects",
        f"/projects/{project['id']}",
        f"/interviews/{made['interview_id']}",
        "/participants",
        "/interviews",
        "/tags",
        "/personas",
        f"/personas/{persona['id']}",
        "/reels",
        f"/reels/{reel['id']}",
        "/settings/people",
        "/settings/audit",
        "/search?q=%3Cscript%3E",
    ):
        page.goto(path)
        page.wait_for_selector("h1")
        page.wait_for_load_state("networkidle")
        assert page.evaluate("window.ran") is None, path
        assert page.locator("main img[src='x'], main svg[onload]").count() == 0, path
    page.context.close()


def embedded(browser: Browser, server: Server, site: Site) -> bool:
    """Whether a script in the title of a reel runs in the page of its embed."""
    page, make = signed_in(browser, server)
    quote = page.request.get("/api/quotes/recent").json()["items"][0]["id"]
    reel = make("/api/reels", {"title": OUT_OF_TITLE, "quote_ids": [quote]})
    grant = make(f"/api/reels/{reel['id']}/grants", {"origins": [site.url]})
    page.goto(grant["url"])
    page.wait_for_load_state("networkidle")
    ran = page.evaluate("window.ran === 1")
    page.context.close()
    return bool(ran)


def test_nor_do_they_in_an_embed_unless_both_of_its_guards_are_gone(
    browser: Browser, own: Server, other_site: Callable[[], Site], monkeypatch: pytest.MonkeyPatch
) -> None:
    site = other_site()
    assert embedded(browser, own, site) is False
    monkeypatch.setattr(pages, "escape", str)
    assert embedded(browser, own, site) is False, "the policy has to hold alone"
    monkeypatch.setattr(pages, "policy", lambda *_, **__: "default-src * 'unsafe-inline'")
    assert embedded(browser, own, site) is True
