"""The frame around every page: its dialogs are fetched when they are opened, and give the focus back."""

import gzip
import re

from playwright.sync_api import Page, expect

from tests.e2e.conftest import Server

MOST_FIRST = 205
"""KiB of script, compressed, that any page asks for before it knows which page it is."""


def test_the_first_page_brings_little_script(server: Server, page: Page):
    first = page.request.get("/").text()
    scripts = set(re.findall(r'(?:src|href)="(/[^"]+\.js)"', first))
    sizes = {path: len(gzip.compress(page.request.get(path).body())) for path in scripts}
    assert sum(sizes.values()) < MOST_FIRST * 1024, sizes


def test_help_on_the_keyboard_opens_at_once_and_gives_the_focus_back(signed_in):
    page: Page = signed_in("viewer")
    page.goto("/reels")
    page.wait_for_load_state("networkidle")
    mine = page.get_by_role("radio", name="Mine")
    mine.focus()
    for _ in range(2):  # the first time its code has to come
        page.keyboard.press("?")
        # Closed before it has taken the focus, it would have none to give back.
        expect(page.get_by_role("dialog", name="Keyboard").locator(":focus")).to_be_visible()
        page.keyboard.press("Escape")
        expect(page.get_by_role("dialog")).to_have_count(0)
        expect(mine).to_be_focused()


def test_on_a_phone_more_opens_the_other_places(signed_in):
    page: Page = signed_in("viewer")
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto("/search")
    page.get_by_role("button", name="More", exact=True).click()
    sheet = page.get_by_role("dialog", name="More")
    sheet.get_by_role("link", name="Tags").click()
    expect(page.get_by_role("heading", level=1, name="Tags")).to_be_visible()
    expect(sheet).to_have_count(0)
