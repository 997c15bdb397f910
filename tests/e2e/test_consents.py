"""Consent from both sides: a researcher asks, keeps evidence and changes many; a participant signs and takes it back."""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from app.accounts import demo
from app.core.clock import today
from tests.e2e.conftest import Serve, Server
from tests.e2e.test_accounts import shoot

PDF = b"%PDF-1.7\n%%EOF\n"
HEARD = """() => new Promise((heard) => {
  const look = () => document.querySelector('audio')?.currentTime > 0.2 ? heard(true) : requestAnimationFrame(look)
  look()
})"""


@pytest.fixture(scope="module")
def office(serve: Serve) -> Server:
    """A server of its own: these journeys change what people allow."""
    return serve(demo=True)


@pytest.fixture
def desk(browser: Browser, office: Server) -> Iterator[BrowserContext]:
    """A researcher's browser."""
    opened = browser.new_context(base_url=office.url, locale="en-GB", viewport={"width": 1440, "height": 900})
    email = next(account.email for account in demo.ACCOUNTS if account.role == "researcher")
    assert opened.request.post("/api/session", data={"email": email, "password": demo.PASSWORD}).status == 201
    yield opened
    opened.close()


@pytest.fixture
def phone(browser: Browser, office: Server) -> Iterator[BrowserContext]:
    """A participant's browser, in which nobody ever signed in; without scripts, as the page needs none."""
    opened = browser.new_context(base_url=office.url, locale="en-GB", viewport={"width": 390, "height": 844})
    yield opened
    assert opened.cookies() == []
    opened.close()


def first_person(desk: BrowserContext) -> dict[str, str]:
    rows = desk.request.get("/api/consents?state=granted").json()["items"]
    found: dict[str, str] = rows[0]
    return found


def test_someone_is_asked_signs_on_a_phone_and_takes_it_back(
    desk: BrowserContext, phone: BrowserContext, assert_accessible: Callable[[Page], None]
) -> None:
    person = first_person(desk)
    page = desk.new_page()
    page.goto("/consents?tab=forms")
    shoot(page, "consent-no-forms", assert_accessible)
    page.get_by_role("link", name="New form").click()
    expect(page.get_by_role("heading", name="What you decide")).to_be_visible()
    shoot(page, "consent-form-new", assert_accessible)
    page.get_by_role("button", name="Make the form").click()
    expect(page.get_by_role("heading", name="Versions")).to_be_visible()
    page.get_by_label("Title").fill("May we use your words?")
    page.get_by_role("button", name="Save as a new version").click()
    expect(page.get_by_text("Version 2 is what people are asked with now.")).to_be_visible()
    shoot(page, "consent-form", assert_accessible)

    page.goto(f"/participants/{person['participant_id']}")
    page.get_by_role("button", name=re.compile("^Ask (for consent|to renew)$")).click()
    page.get_by_role("button", name="Make a link").click()
    url = page.get_by_label("Address of their page").input_value()
    shoot(page, "consent-link", assert_accessible)
    page.get_by_role("button", name="Done").click()

    theirs = phone.new_page()
    theirs.goto(url)
    shoot(theirs, "consent-page", assert_accessible)
    theirs.set_viewport_size({"width": 390, "height": 844})
    # By keyboard alone, from the first radio on.
    theirs.get_by_role("radio", name="The whole company").focus()
    theirs.keyboard.press("Space")
    theirs.keyboard.press("Tab")
    theirs.keyboard.press("Space")
    theirs.keyboard.press("Tab")
    theirs.keyboard.type("Maureen Real")
    theirs.keyboard.press("Enter")
    expect(theirs.get_by_role("heading", name="Thank you. You agreed")).to_be_visible()
    shoot(theirs, "consent-page-holds", assert_accessible)
    theirs.get_by_role("link", name=re.compile("^FH-")).click()
    shoot(theirs, "consent-receipt", assert_accessible)
    theirs.get_by_role("link", name="Back to your page").click()

    page.reload()
    expect(page.get_by_text("Maureen Real")).to_be_visible()
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Add", exact=True).click()
        page.get_by_role("menuitem", name="Signed form").click()
    chooser.value.set_files({"name": "signed.pdf", "mimeType": "application/pdf", "buffer": PDF})
    expect(page.get_by_text("signed.pdf")).to_be_visible()
    shoot(page, "consent-record", assert_accessible)

    theirs.get_by_role("link", name="Take my consent back").click()
    shoot(theirs, "consent-leaving", assert_accessible)
    theirs.get_by_role("button", name="Take my consent back").click()
    expect(theirs.get_by_role("heading", name="Consent taken back")).to_be_visible()
    page.reload()
    expect(page.get_by_text("Nobody finds or hears them any more.")).to_be_visible()
    expect(page.get_by_text("by themselves, on their page").first).to_be_visible()


def test_a_moment_of_a_recording_is_kept_and_plays_in_place(
    desk: BrowserContext, assert_accessible: Callable[[Page], None]
) -> None:
    heard = desk.request.get("/api/interviews").json()["items"]
    speaking = next(
        one for one in heard if one["media_allowed"] and any(speaker["participant_id"] for speaker in one["speakers"])
    )
    person = next(speaker["participant_id"] for speaker in speaking["speakers"] if speaker["participant_id"])
    page = desk.new_page()
    page.goto(f"/participants/{person}")
    page.get_by_role("button", name="Add", exact=True).click()
    page.get_by_role("menuitem", name="Moment of a recording").click()
    page.get_by_label("From").fill("0:00")
    page.get_by_label("To", exact=True).fill("0:08")
    shoot(page, "consent-moment", assert_accessible)
    page.get_by_role("button", name="Keep as evidence").click()
    play = page.get_by_role("button", name=re.compile("^Play the consent of"))
    expect(play).to_be_visible()
    play.click()
    page.evaluate(HEARD)


def test_several_are_changed_at_once_and_back(desk: BrowserContext, assert_accessible: Callable[[Page], None]) -> None:
    rows = desk.request.get("/api/consents?state=granted").json()["items"]
    csrf = desk.request.get("/api/session").json()["csrf_token"]
    for number, row in enumerate(rows[:3]):
        body = {"status": "granted", "scope": "company", "expires_on": str(today() + timedelta(days=5 + 9 * number))}
        path = f"/api/participants/{row['participant_id']}/consent"
        assert desk.request.put(path, data=body, headers={"X-CSRF-Token": csrf}).ok
    page = desk.new_page()
    page.goto("/participants")
    expect(page.get_by_text("The consents of 3 people end within a month.")).to_be_visible()
    shoot(page, "consent-notice", assert_accessible)
    page.get_by_role("link", name="See whose").click()
    page.get_by_label("Choose all 3 shown").check()
    shoot(page, "consent-list", assert_accessible)
    page.get_by_role("button", name="Change consent").click()
    page.get_by_role("combobox", name="How far their words may travel").click()
    page.get_by_role("option", name="Only the project’s team").click()
    shoot(page, "consent-bulk", assert_accessible)
    page.get_by_role("button", name="Change for 3 people").click()
    expect(page.get_by_text("Done for 3 people")).to_be_visible()
    reach = f"/api/participants/{rows[0]['participant_id']}"
    assert desk.request.get(reach).json()["consent"]["scope"] == "team"
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("whole company")).to_have_count(3)
    assert desk.request.get(reach).json()["consent"]["scope"] == "company"
