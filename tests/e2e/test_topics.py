"""Topics in a browser: from a search to something that people follow, and a feed that a stranger reads."""

import re
from collections.abc import Callable

from playwright.sync_api import BrowserContext, Page, expect

SignedIn = Callable[[str], Page]


def test_a_search_becomes_a_topic_that_is_renamed_deleted_and_brought_back(signed_in: SignedIn) -> None:
    page = signed_in("researcher")
    page.goto("/search?q=blackbird")
    page.get_by_role("button", name="Save as topic").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_label("Name")).to_have_value("blackbird")
    dialog.get_by_label("Name").fill("The blackbird")
    dialog.get_by_role("button", name="Save").click()
    page.get_by_role("button", name="Open", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("The blackbird")
    expect(page.locator("[data-result]").first).to_be_visible()
    page.get_by_role("button", name="More about this topic").click()
    page.get_by_role("menuitem", name="Rename").click()
    page.get_by_role("dialog").get_by_label("Name").fill("Birdsong")
    page.get_by_role("dialog").get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Birdsong")
    page.get_by_role("button", name="More about this topic").click()
    page.get_by_role("menuitem", name="Delete").click()
    expect(page).to_have_url(re.compile("/topics$"))
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("link", name="Birdsong")).to_be_visible()


def test_an_employee_follows_a_topic_hears_of_it_at_home_and_hands_its_feed_to_a_reader(
    signed_in: SignedIn, context: BrowserContext
) -> None:
    page = signed_in("viewer")
    csrf = page.request.get("/api/session").json()["csrf_token"]
    made = page.request.post(
        "/api/topics", data={"name": "Voicemail", "search": {"q": "voicemail"}}, headers={"X-CSRF-Token": csrf}
    ).json()
    page.goto(f"/topics/{made['id']}")
    page.get_by_role("button", name="Following").click()
    expect(page.get_by_role("button", name="Follow", exact=True)).to_be_visible()
    page.get_by_role("button", name="Follow", exact=True).click()
    expect(page.get_by_role("button", name="Following")).to_be_visible()
    page.get_by_role("button", name="More about this topic").click()
    page.get_by_role("menuitem", name="Feed").click()
    page.get_by_role("button", name="Make a feed").click()
    address = page.get_by_label("Address of the feed").input_value()
    stranger = context.browser.new_context()  # type: ignore[union-attr]
    read = stranger.request.get(address)
    assert read.headers["content-type"] == "application/atom+xml"
    assert "<entry" in read.text()
    page.get_by_role("button", name="End", exact=True).click()
    expect(page.get_by_text("ended", exact=True)).to_be_visible()
    assert stranger.request.get(address).status == 410
    stranger.close()
    page.goto("/")
    expect(page.get_by_role("heading", name="Topics you follow")).to_be_visible()
    expect(page.get_by_role("link", name=re.compile("Voicemail"))).to_be_visible()


def test_a_synonym_is_added_changed_removed_and_brought_back(signed_in: SignedIn) -> None:
    page = signed_in("researcher")
    page.goto("/settings/synonyms")
    page.get_by_role("button", name="New entry").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Word or phrase").fill("lift")
    dialog.get_by_role("combobox", name="Also find").fill("elevator")
    page.keyboard.press("Enter")
    dialog.get_by_role("button", name="Save").click()
    row = page.get_by_role("listitem").filter(has_text="elevator")
    expect(row).to_contain_text("both ways")
    row.get_by_role("button", name="Change or remove lift").click()
    page.get_by_role("menuitem", name="Change").click()
    dialog.get_by_role("radio", name="Only from the first to the others").check()
    dialog.get_by_role("button", name="Save").click()
    expect(row).to_contain_text("one way")
    row.get_by_role("button", name="Change or remove lift").click()
    page.get_by_role("menuitem", name="Remove").click()
    expect(row).to_have_count(0)
    page.get_by_role("button", name="Undo").click()
    expect(row).to_be_visible()
