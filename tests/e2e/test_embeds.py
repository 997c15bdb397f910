"""Embeds in a real browser: framed by an allowed site they play, elsewhere they are refused, and they fall silent."""

import gzip
import re
from collections.abc import Callable, Iterator
from typing import Any

import httpx2
import pytest
from playwright.sync_api import Browser, BrowserContext, Frame, Page, expect

from app.access.roles import Role
from app.accounts import demo
from app.accounts import service as accounts
from tests.e2e.conftest import Server, SignedIn, Site, until
from tests.reels.stage import Stage, reel_of, stage, upload

LONGEST_GAP_MS = 2_000
"""Between two clips, on a machine that is busy with other tests; `bench.player_gap` measures how short it is."""
HEARD = "[...document.querySelectorAll('video')].some((v) => v.readyState >= 3 && v.currentTime > 0.2 && !v.paused)"

# In the page, so that no slow machine lets the clip end between looking and pressing.
STOP_ON_THE_WAY = """() => new Promise((stopped) => {
  const look = () => {
    const video = document.querySelector('video[data-shown]')
    if (!video || video.currentTime < 1.2) return requestAnimationFrame(look)
    document.querySelector('.fp-play').click()
    stopped(video.currentTime)
  }
  look()
})"""


@pytest.fixture
def researcher(server: Server) -> Iterator[httpx2.Client]:
    with server.parts.database.write() as session:
        email = next(one.email for one in demo.ACCOUNTS if one.role == Role.RESEARCHER)
        user = next(one for one in accounts.list_users(session) if one.email == email)
        _, secret = accounts.create_token(session, user_id=user.id, name="test", role=Role.RESEARCHER)
    with httpx2.Client(base_url=server.url, headers={"Authorization": f"Bearer {secret}"}, timeout=60) as client:
        yield client


@pytest.fixture
def on(server: Server, researcher: httpx2.Client) -> Stage:
    """An interview with a film in which Rosa and Len were marked."""
    here = stage(server.parts)
    upload(here, researcher)  # type: ignore[arg-type]
    return here


@pytest.fixture
def reel(on: Stage, researcher: httpx2.Client) -> dict[str, Any]:
    return reel_of(researcher, on.rosa.id, on.len.id, title="Waiting")  # type: ignore[arg-type]


@pytest.fixture
def wiki(other_site: Callable[[], Site]) -> Site:
    return other_site()


@pytest.fixture
def grant(reel: dict[str, Any], researcher: httpx2.Client, wiki: Site, page: Page) -> dict[str, Any]:
    """An embed for the wiki, its clips cut by the server's own worker."""
    body = {"label": "Wiki", "origins": [wiki.url]}
    made: dict[str, Any] = researcher.post(f"/api/reels/{reel['id']}/grants", json=body).json()
    for _ in range(600):
        if researcher.get(f"/api/reels/{reel['id']}/reach").json()["preparing"] == 0:
            return made
        page.wait_for_timeout(100)
    raise AssertionError("the clips were not cut in a minute")


def framed(page: Page, address: str) -> Frame:
    """Opens a page of another site and returns the frame in it."""
    page.goto(address)
    element = page.wait_for_selector("iframe")
    frame = element.content_frame() if element else None
    assert frame
    return frame


def play(frame: Frame) -> None:
    frame.get_by_role("button", name="Play", exact=True).first.click()
    until(frame, HEARD)


def test_a_reel_plays_across_its_clips_in_a_page_of_an_allowed_site(
    page: Page, wiki: Site, grant: dict[str, Any], context: BrowserContext
) -> None:
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    frame = framed(page, wiki.host(f"<h1>Onboarding</h1>{grant['snippet']}"))
    frame.evaluate("window.gaps = []; addEventListener('firsthand:swap', (e) => gaps.push(e.detail.gap_ms))")
    play(frame)
    expect(frame.locator(".fp-who")).to_contain_text("Rosa")
    expect(frame.locator(".fp-caption")).to_contain_text("It failed twice.")
    expect(frame.locator(".fp-who")).to_contain_text("Len")
    until(frame, "gaps.length === 1")
    assert frame.evaluate("gaps[0]") <= LONGEST_GAP_MS
    assert context.cookies() == []
    assert [text for text in said if "favicon" not in text and "404" not in text] == []


def test_a_sandbox_without_an_origin_plays_too(page: Page, wiki: Site, grant: dict[str, Any]) -> None:
    frame = framed(page, wiki.host(f'<iframe sandbox="allow-scripts" src="{grant["url"]}"></iframe>'))
    assert frame.evaluate("self.origin") == "null"
    play(frame)
    expect(frame.locator(".fp-screen")).to_have_count(0)


def test_an_address_that_is_over_is_asked_for_anew_and_plays_on_from_the_same_second(
    page: Page, wiki: Site, grant: dict[str, Any]
) -> None:
    frame = framed(page, wiki.host(grant["snippet"]))
    play(frame)
    stopped = frame.evaluate(STOP_ON_THE_WAY)
    asked: list[str] = []
    page.on("response", lambda answer: asked.append(f"{answer.status} {answer.url.split('?')[0][-9:]}"))
    # A signature that is over and one that is wrong are refused alike: 403, and the media is gone.
    frame.evaluate(
        "(() => { const v = document.querySelector('video[data-shown]'); v.src = v.src.replace(/sig=[^&]+/, 'sig=over') })()"
    )
    until(frame, "document.querySelector('video[data-shown]')?.readyState >= 3")
    goes_on = frame.evaluate("document.querySelector('video[data-shown]').currentTime")
    assert abs(goes_on - stopped) < 0.3
    play(frame)
    assert any(one.startswith("403") for one in asked)
    assert any(one == "200 reel.json" for one in asked)
    expect(frame.locator(".fp-who")).to_contain_text("Len")


def test_any_other_site_is_refused(
    page: Page, grant: dict[str, Any], other_site: Callable[[], Site], wiki: Site
) -> None:
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    frame = framed(page, other_site().host(grant["snippet"]))
    frame.wait_for_load_state()
    assert frame.url.startswith("chrome-error:")
    assert any("frame-ancestors" in text for text in said)


def test_the_keyboard_is_enough(page: Page, wiki: Site, grant: dict[str, Any]) -> None:
    frame = framed(page, wiki.host(grant["snippet"]))
    frame.locator(".fp-big").wait_for()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    until(frame, HEARD)
    page.keyboard.press("n")
    expect(frame.locator(".fp-who")).to_contain_text("Len")
    expect(frame.locator(".fp-caption")).to_be_visible()
    page.keyboard.press("c")
    expect(frame.locator(".fp-caption")).to_be_hidden()
    page.keyboard.press("k")
    expect(frame.get_by_role("button", name="Play", exact=True)).to_be_visible()


def test_revoking_ends_it_where_it_is_shown(
    page: Page, wiki: Site, grant: dict[str, Any], researcher: httpx2.Client
) -> None:
    address = wiki.host(grant["snippet"])
    frame = framed(page, address)
    play(frame)
    clip = frame.evaluate("document.querySelector('video[data-shown]').src")
    assert researcher.get(clip).status_code == 200
    assert researcher.delete(f"/api/grants/{grant['id']}").status_code == 204
    assert researcher.get(clip).status_code == 410
    expect(framed(page, address).get_by_role("heading")).to_have_text("This is no longer shown")


def test_whoever_withdraws_vanishes_from_the_embed(page: Page, wiki: Site, grant: dict[str, Any], on: Stage) -> None:
    on.consent("Rosa", status="withdrawn")
    frame = framed(page, wiki.host(grant["snippet"]))
    frame.get_by_role("button", name="Play", exact=True).first.click()
    expect(frame.locator(".fp-page")).to_contain_text("typed everything by hand")
    assert "Rosa" not in frame.content()


def test_a_reel_page_plays_is_edited_and_takes_things_back(
    signed_in: SignedIn, reel: dict[str, Any], assert_accessible: Callable[[Page], None]
) -> None:
    page = signed_in("researcher")
    page.goto(f"/reels/{reel['id']}")
    page.evaluate("window.gaps = []; addEventListener('firsthand:swap', (e) => gaps.push(e.detail.gap_ms))")
    assert_accessible(page)
    page.locator(".fp-big").click()
    until(page.main_frame, HEARD)
    until(page.main_frame, "gaps.length === 1")
    assert page.evaluate("gaps[0]") <= LONGEST_GAP_MS
    page.get_by_role("button", name="More: Rosa").click()
    page.get_by_role("menuitem", name="Take out of the reel").click()
    expect(page.locator("blockquote")).to_have_count(1)
    page.get_by_role("button", name="Undo").last.click()
    expect(page.locator("li blockquote")).to_have_count(2)
    said = page.locator("[id^='DndLiveRegion']")
    page.get_by_role("button", name="Move Len").press("Space")
    for key in ("ArrowUp", "Space"):
        expect(said).not_to_be_empty()
        before = said.inner_text()
        page.keyboard.press(key)
        expect(said).not_to_have_text(before)
    expect(page.locator("li blockquote").first).to_contain_text("I gave up")
    page.get_by_role("button", name="Trim").first.click()
    page.get_by_role("button", name="One word later").first.click()
    expect(page.locator("li blockquote").first).to_have_text("gave up and typed everything by hand.")
    expect(page.get_by_text("Saved", exact=True)).to_be_visible()
    page.reload()
    expect(page.locator("li blockquote").first).to_have_text("gave up and typed everything by hand.")


def test_sharing_says_what_comes_through_and_hands_out_a_snippet(
    signed_in: SignedIn, reel: dict[str, Any], assert_accessible: Callable[[Page], None]
) -> None:
    page = signed_in("researcher")
    page.goto(f"/reels/{reel['id']}")
    page.get_by_role("button", name="Share", exact=True).click()
    expect(page.get_by_text("All clips may be shown outside.")).to_be_visible()
    sites = page.get_by_label("Sites that may show it")
    sites.fill("wiki")
    expect(page.get_by_text("is not the address of a site")).to_be_visible()
    expect(page.get_by_role("button", name="Make an embed")).to_be_disabled()
    sites.fill("https://wiki.example/some/page")
    page.get_by_role("button", name="Make an embed").click()
    expect(page.get_by_label("What to paste")).to_have_value(
        re.compile(r'<iframe src="http://127\.0\.0\.1:\d+/embed/fhe_[\w-]{32}"')
    )
    page.get_by_role("combobox", name="Where does it go?").click()
    page.get_by_role("option", name="MediaWiki").click()
    expect(page.get_by_label("What to paste")).to_have_value(re.compile(r"^\{\{#widget:Iframe\|url=http"))
    expect(page.get_by_text("Needs the extension Widgets")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("button", name="End this now").click()
    expect(page.get_by_text("ended", exact=True)).to_be_visible()
    page.get_by_text("Undo", exact=True).click()
    expect(page.get_by_text("live", exact=True)).to_be_visible()


def test_a_link_with_a_password_opens_in_another_browser(
    signed_in: SignedIn, reel: dict[str, Any], browser: Browser, assert_accessible: Callable[[Page], None]
) -> None:
    page = signed_in("researcher")
    page.goto(f"/reels/{reel['id']}")
    page.get_by_role("button", name="Share", exact=True).click()
    page.get_by_label("A link with a password").check()
    page.get_by_role("textbox", name="Password").fill("three days of waiting")
    page.get_by_role("button", name="Make a link").click()
    address = page.get_by_label("Link", exact=True).input_value()
    for _ in range(600):
        if page.request.get(f"/api/reels/{reel['id']}/reach").json()["preparing"] == 0:
            break
        page.wait_for_timeout(100)
    stranger = browser.new_context()
    shared = stranger.new_page()
    shared.goto(address)
    assert_accessible(shared)
    shared.get_by_label("Password").fill("four days of waiting")
    shared.get_by_role("button", name="Open").click()
    expect(shared.get_by_role("alert")).to_have_text("That is not the password.")
    shared.get_by_label("Password").fill("three days of waiting")
    shared.get_by_role("button", name="Open").click()
    expect(shared.get_by_role("heading", level=1)).to_have_text("Waiting")
    play(shared.main_frame)
    assert_accessible(shared)
    assert stranger.cookies() == []
    stranger.close()


def test_the_overview_shows_where_each_was_seen_and_how_often_it_played(
    signed_in: SignedIn, grant: dict[str, Any], wiki: Site, assert_accessible: Callable[[Page], None]
) -> None:
    page = signed_in("researcher")
    play(framed(page, wiki.host(grant["snippet"])))
    page.goto("/sharing")
    row = page.get_by_role("listitem").filter(has_text=wiki.url.removeprefix("http://"))
    expect(row).to_contain_text("1 play in 28 days")
    row.get_by_text("1 play in 28 days").click()
    expect(row.get_by_role("cell", name=wiki.url)).to_be_visible()
    assert_accessible(page)
    page.get_by_text("Tags", exact=True).last.click()
    expect(page.get_by_text("Nothing of this kind is shared")).to_be_visible()


def test_an_element_of_its_own_shows_an_embed_in_any_page(
    page: Page, wiki: Site, grant: dict[str, Any], server: Server
) -> None:
    element = next(one["code"] for one in grant["snippets"] if one["host"] == "component")
    page.goto(wiki.host("<!doctype html><body style='margin:0'>" + element.replace('height="360"', "")))
    inner = page.locator("firsthand-clip iframe").element_handle()
    frame = inner.content_frame() if inner else None
    assert frame
    play(frame)
    box = page.locator("firsthand-clip").bounding_box()
    assert box
    assert abs(box["width"] / box["height"] - 16 / 9) < 0.02


def test_the_embed_is_small(server: Server, grant: dict[str, Any], researcher: httpx2.Client) -> None:
    page = researcher.get(grant["url"]).text
    files = re.findall(r'(?:src|href)="(/embed/assets/[^"]+)"', page)
    total = sum(len(gzip.compress(researcher.get(file).content)) for file in files)
    assert files
    assert total <= 25_000
