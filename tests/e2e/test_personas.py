"""Personas in a browser: made, drawn from people, searched by, and taken apart again."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

SignedIn = Callable[[str], Page]


def test_a_persona_is_made_drawn_from_people_and_found_until_they_are_taken_out(signed_in: SignedIn) -> None:
    page = signed_in("researcher")
    page.goto("/personas")
    page.get_by_role("button", name="New persona").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Name").fill("late STARTER")
    dialog.get_by_role("button", name="Create").click()
    expect(dialog.get_by_text("There is a persona named “Late starter” already.")).to_be_visible()
    dialog.get_by_label("Name").fill("Bell ringer")
    dialog.get_by_label("Who they are").fill("Wants to hear every bell.")
    dialog.get_by_role("button", name="Create").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Bell ringer")
    page.get_by_role("button", name="Add people").first.click()
    page.get_by_label("Find people").fill("sound engineer")
    page.get_by_role("button", name="Add Kit").click()
    expect(page.get_by_text("Kit was added.")).to_be_visible()
    expect(dialog.get_by_text("In it")).to_be_visible()
    page.keyboard.press("Escape")
    people = page.get_by_role("list", name="People of this persona")
    expect(people.get_by_role("link", name="Kit")).to_be_visible()
    quote = page.locator("article").first
    expect(quote).to_contain_text("Kit")

    page.get_by_role("link", name="Search what they say").click()
    expect(page.locator("[data-result]").first).to_contain_text("Kit")
    page.goto("/search?q=" + 'persona:"bell ringer" -persona:late')
    expect(page.locator("[data-result]").first).to_contain_text("Kit")

    page.goto("/personas")
    page.get_by_role("link", name="Bell ringer", exact=True).click()
    people.get_by_role("button", name="Take Kit out").click()
    expect(page.get_by_text("Nobody is in it yet.")).to_be_visible()
    expect(page.get_by_text("Draw it from people you heard")).to_be_visible()
    page.get_by_role("button", name="Undo").last.click()
    expect(people.get_by_role("link", name="Kit")).to_be_visible()
    expect(quote).to_contain_text("Kit")
    people.get_by_role("button", name="Take Kit out").click()
    expect(page.get_by_text("Draw it from people you heard")).to_be_visible()
    expect(page.get_by_role("link", name="Search what they say")).to_have_count(0)
    here = page.url
    page.goto("/search?q=" + 'persona:"bell ringer"')
    expect(page.get_by_text("Nobody said that")).to_be_visible()

    page.goto(here)
    page.get_by_role("button", name="More about this persona").click()
    page.get_by_role("menuitem", name="Delete").click()
    expect(page).to_have_url(re.compile("/personas$"))
    expect(page.get_by_role("link", name="Bell ringer", exact=True)).to_have_count(0)
    page.get_by_role("button", name="Undo").last.click()
    expect(page.get_by_role("link", name="Bell ringer", exact=True)).to_be_visible()


def test_a_segment_joins_a_persona_at_once_and_an_employee_hears_what_they_said(signed_in: SignedIn) -> None:
    page = signed_in("researcher")
    csrf = page.request.get("/api/session").json()["csrf_token"]
    made = page.request.post("/api/personas", data={"name": "Workers"}, headers={"X-CSRF-Token": csrf}).json()
    page.goto(f"/personas/{made['id']}")
    page.get_by_role("button", name="Add people").first.click()
    page.get_by_role("combobox", name="Segment").click()
    page.get_by_role("option", name=re.compile("Of working age")).click()
    page.get_by_role("button", name="Add them all").click()
    expect(page.get_by_text(re.compile(r"\d+ people were added"))).to_be_visible()
    page.keyboard.press("Escape")
    people = page.get_by_role("list", name="People of this persona")
    expect(people.get_by_role("listitem")).not_to_have_count(0)
    drawn = people.get_by_role("listitem").count()
    people.get_by_role("button").first.press("Enter")
    expect(people.get_by_role("listitem")).to_have_count(drawn - 1)
    expect(people.get_by_role("button").first).to_be_focused()

    page = signed_in("viewer")
    page.goto(f"/personas/{made['id']}")
    expect(page.get_by_role("button", name="Add people")).to_have_count(0)
    expect(page.get_by_role("button", name="More about this persona")).to_have_count(0)
    expect(page.get_by_text(re.compile(r"And \d+ more, of projects that you may not see"))).to_be_visible()
    page.locator("article").get_by_role("button", name=re.compile("Play")).first.click()
    expect(page.get_by_role("button", name=re.compile("Pause")).first).to_be_visible()
    page.goto("/personas/none")
    expect(page.get_by_role("heading", level=1)).to_have_text("This persona is not there")
