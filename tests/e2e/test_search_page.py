"""The search page by keyboard alone: from a misspelt word to a playing voice, and from ticks to a reel."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.e2e.conftest import until

SignedIn = Callable[[str], Page]
IS_PLAYING = (
    "() => [...document.querySelectorAll('video, audio')].some((media) => !media.paused && media.currentTime > 0)"
)


def opened(page: Page, address: str) -> None:
    page.goto(address)
    expect(page.locator("[data-result]").first).to_be_visible()


def test_a_misspelt_word_leads_to_a_playing_voice(signed_in: SignedIn) -> None:
    page = signed_in("viewer")
    opened(page, "/search")
    heading = page.get_by_role("heading", level=1)
    everything = heading.inner_text()
    page.keyboard.press("/")
    page.keyboard.type("has:recording voicemial")
    expect(page).to_have_url(re.compile("voicemial"))
    expect(heading).not_to_have_text(everything)
    expect(heading).to_have_text(re.compile(r"^\d+ quotes? from \d+ (people|person) in"))
    page.keyboard.press("ArrowDown")
    expect(page.locator("[data-result]").first).to_be_focused()
    page.keyboard.press("Enter")
    until(page, IS_PLAYING)
    page.keyboard.press("Enter")
    until(page, f"() => !({IS_PLAYING})()")


def test_ticked_quotes_become_a_reel(signed_in: SignedIn) -> None:
    page = signed_in("viewer")
    opened(page, "/search?q=phone")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("x")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("x")
    expect(page.get_by_text("2 quotes ticked")).to_be_visible()
    page.keyboard.press("r")
    expect(page.get_by_role("dialog").get_by_role("textbox")).to_have_value("phone")
    page.keyboard.type(" calls")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/reels/[0-9a-f-]{36}"))
    expect(page.get_by_text("phone calls").first).to_be_visible()


def test_a_quote_with_nothing_marked_in_it_tells_why_it_was_found(signed_in: SignedIn) -> None:
    page = signed_in("viewer")
    opened(page, "/search?q=phone")
    items = page.request.get("/api/search", params={"q": "phone"}).json()["items"]
    by_tag = next(item["id"] for item in items if item["matched_in"] == ["tags"] and not item["spans"])
    by_word = next(item["id"] for item in items if item["spans"])
    expect(page.locator(f"[data-result='{by_tag}']")).to_contain_text("Found by its tags")
    expect(page.locator(f"[data-result='{by_word}']")).not_to_contain_text("Found by")


def test_a_ticked_facet_narrows_the_answers_stays_in_the_address_and_can_be_taken_away(signed_in: SignedIn) -> None:
    page = signed_in("viewer")
    opened(page, "/search?q=phone")
    before = page.get_by_role("heading", level=1).inner_text()
    page.get_by_role("checkbox", name=re.compile("^sad")).check()
    expect(page).to_have_url(re.compile("emotion="))
    expect(page.get_by_role("heading", level=1)).not_to_have_text(before)
    page.reload()
    expect(page.get_by_role("checkbox", name=re.compile("^sad"))).to_be_checked()
    page.get_by_role("button", name="Clear all").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(before)


def test_a_slip_in_a_field_is_pointed_at_and_mended_by_one_press(signed_in: SignedIn) -> None:
    page = signed_in("viewer")
    page.goto("/search?q=tga:price")
    expect(page.get_by_role("alert")).to_contain_text("There is no field called “tga”.")
    page.get_by_role("link", name="Use “tag” instead").click()
    expect(page.locator("[data-result]").first).to_be_visible()
    expect(page.get_by_role("searchbox")).to_have_value("tag:price")


def test_the_permalink_of_an_answer_shows_it_with_what_was_said_around_it(signed_in: SignedIn) -> None:
    page = signed_in("viewer")
    opened(page, "/search?q=blackbird")
    first = page.locator("[data-result]").first
    words = first.locator("blockquote").inner_text()
    first.get_by_role("link").first.click()
    expect(page).to_have_url(re.compile("/quotes/"))
    expect(page.locator("blockquote").first).to_have_text(words)
    expect(page.get_by_role("heading", name="What was said around it")).to_be_visible()
    page.get_by_role("link", name="Open in the interview").click()
    expect(page).to_have_url(re.compile("/interviews/"))


def test_a_long_facet_is_searched_by_the_beginning_of_a_word(signed_in: SignedIn) -> None:
    page = signed_in("viewer")
    opened(page, "/search?q=phone")
    side = page.get_by_role("complementary")
    finder = side.get_by_role("textbox", name="Find in Tag")
    finder.fill("scr")
    expect(side.get_by_role("checkbox", name=re.compile("Words on the screen"))).to_be_visible()
    expect(side.get_by_role("checkbox", name=re.compile("The app"))).to_have_count(0)
    side.get_by_role("checkbox", name=re.compile("Words on the screen")).check()
    expect(page).to_have_url(re.compile("tag="))
    finder.fill("zzz")
    expect(side.get_by_text("None is called so")).to_be_visible()
    finder.press("Escape")
    expect(side.get_by_role("checkbox", name=re.compile("The app"))).to_be_visible()


def test_t_tags_an_unmarked_quote_where_it_was_found_and_undo_takes_it_back(signed_in: SignedIn) -> None:
    page = signed_in("researcher")
    opened(page, "/search?q=is:turn speaker:Josephine")
    page.keyboard.press("ArrowDown")
    first = page.locator("[data-result]").first
    was = first.get_attribute("data-result") or ""
    assert was.startswith("t-")
    page.keyboard.press("t")
    field = page.get_by_role("dialog").get_by_role("combobox")
    expect(field).to_be_focused()
    page.keyboard.type("telepho")
    expect(page.get_by_role("option", name=re.compile("Telephone"))).to_be_visible()
    page.keyboard.press("Enter")
    expect(field).to_have_value("")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(first.get_by_text("Telephone")).to_be_visible()
    expect(first).to_have_attribute("data-result", re.compile("^h-"))
    marked = (first.get_attribute("data-result") or "")[2:]
    page.get_by_role("button", name="Undo").click()
    expect(first).to_have_attribute("data-result", was)
    expect(first.get_by_text("Telephone")).to_have_count(0)
    assert page.request.get(f"/api/highlights/{marked}").status == 404


def test_r_puts_the_quote_one_stands_on_into_a_reel(signed_in: SignedIn) -> None:
    page = signed_in("viewer")
    opened(page, "/search?q=phone")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("r")
    expect(page.get_by_role("dialog").get_by_text("1 quote")).to_be_visible()


def test_only_researchers_are_offered_tagging(signed_in: SignedIn) -> None:
    page = signed_in("viewer")
    opened(page, "/search?q=phone")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("t")
    expect(page.get_by_role("button", name="Tag this quote")).to_have_count(0)
    expect(page.get_by_role("dialog")).to_have_count(0)
