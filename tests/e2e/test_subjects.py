"""Somebody takes their words back, asks for a copy, and asks to be erased, as researchers see it."""

import zipfile
from collections.abc import Callable, Iterator
from io import BytesIO

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlmodel import select

from app.accounts import demo
from app.participants.models import Participant
from app.subjects.models import LedgerEntry
from tests.e2e.conftest import Serve, Server


@pytest.fixture(scope="module")
def own(serve: Serve) -> Server:
    """A demo of our own: these journeys change it."""
    return serve(demo=True)


@pytest.fixture
def page(browser: Browser, own: Server) -> Iterator[Page]:
    context = browser.new_context(base_url=own.url, locale="en-GB", viewport={"width": 1440, "height": 900})
    email = next(account.email for account in demo.ACCOUNTS if account.role == "admin")
    context.request.post("/api/session", data={"email": email, "password": demo.PASSWORD})
    errors: list[str] = []
    context.on("weberror", lambda error: errors.append(str(error.error)))
    yield context.new_page()
    context.close()
    assert errors == []


def person(own: Server, name: str) -> str:
    with own.parts.database.read() as session:
        return session.exec(select(Participant.id).where(Participant.pseudonym == name)).one()


def test_a_withdrawal_is_receipted_on_the_page(
    page: Page, own: Server, assert_accessible: Callable[[Page], None]
) -> None:
    page.goto(f"/participants/{person(own, 'Maureen')}")
    expect(page.get_by_role("heading", name="Where this voice is")).to_be_visible()
    expect(page.get_by_text("8 quotes", exact=True)).to_be_visible()
    page.get_by_role("button", name="Change consent").click()
    page.get_by_text("They took it back").click()
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_role("link", name="Consent withdrawn").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Receipt: Consent withdrawn")
    expect(page.get_by_text("under way")).to_have_count(0)
    expect(page.get_by_role("row", name="Quote").first).to_be_visible()
    assert_accessible(page)
    with page.expect_download() as saved:
        page.get_by_role("link", name="Download as JSON").click()
    assert saved.value.suggested_filename.startswith("receipt-")


def test_a_copy_is_made_and_taken_along(page: Page, own: Server) -> None:
    page.goto(f"/participants/{person(own, 'Priya')}")
    page.get_by_role("button", name="Make a copy for them").click()
    link = page.get_by_role("link", name="Download (")
    expect(link).to_be_visible(timeout=60_000)
    answer = page.request.get(link.get_attribute("href") or "")
    assert {"index.html", "data.json"} <= set(zipfile.ZipFile(BytesIO(answer.body())).namelist())


def test_erasing_asks_for_the_name_and_leaves_a_tombstone(
    page: Page, own: Server, assert_accessible: Callable[[Page], None]
) -> None:
    someone = person(own, "Josephine")
    page.goto(f"/participants/{someone}")
    page.get_by_role("button", name="Erase this person").click()
    erase = page.get_by_role("button", name="Erase for good")
    expect(erase).to_be_disabled()
    assert_accessible(page)
    page.get_by_label("Type “Josephine” to go on").fill("Josephine")
    erase.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Receipt: Person erased")
    expect(page.get_by_text("under way")).to_have_count(0, timeout=60_000)
    with own.parts.database.read() as session:
        stone = session.exec(select(LedgerEntry).where(LedgerEntry.kind == "person")).one()
        assert stone.target_id == someone
        assert session.get(Participant, someone) is None
    page.goto(f"/projects/{stone.project_id}?tab=keeping")
    expect(page.get_by_text("A person")).to_be_visible()


def test_a_rule_is_tried_before_it_is_saved(page: Page, own: Server) -> None:
    project = page.request.get("/api/projects").json()["items"][0]
    page.goto(f"/projects/{project['id']}?tab=keeping")
    page.get_by_label("Whole interviews, in months").fill("1")
    page.get_by_role("button", name="See what would go").click()
    expect(page.get_by_role("heading", name="Today this would go")).to_be_visible()
    page.get_by_label("Recordings, in months").fill("12")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("It cannot be kept longer").or_(page.get_by_text("cannot be kept longer"))).to_be_visible()
