"""Participants in a real browser: from a table, by attributes and segments, and two who are one."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

PANEL = (
    "Pseudonym,Full name,E-Mail,Age,Plan\n"
    "Maureen,Maureen Tattersall,mo@example.org,74,gold\n"
    "Len,Leonard Hart,len@example.org,79,silver\n"
    "Ada,Ada Byron,ada@example.org,36,gold\n"
    "Kim,Kim,,41,silver\n"
)


@pytest.fixture
def server(serve: Callable[..., Any]) -> Any:
    """An empty server, of each journey's own: they count people, and projects by their names."""
    return serve(demo=False)


@pytest.fixture
def desk(context: BrowserContext) -> tuple[Page, str, Callable[[str, dict[str, Any]], Any]]:
    """A page of the first user, who is signed in, a project of theirs, and a way to post."""
    account = {"email": "ruth@example.org", "name": "Ruth Okafor", "password": "a long enough password"}
    answer = context.request.post("/api/setup", data=account)
    headers = {"X-CSRF-Token": answer.json()["csrf_token"]}

    def post(path: str, body: dict[str, Any]) -> Any:
        return context.request.post(path, data=body, headers=headers).json()

    return context.new_page(), post("/api/projects", {"name": "First calls"})["id"], post


def test_people_come_from_a_table_and_are_gathered_in_a_segment(
    desk: Any, assert_accessible: Callable[[Page], None]
) -> None:
    page, project, _ = desk
    page.goto(f"/participants/import?project={project}")
    page.locator("input[type=file]").first.set_input_files(
        {"name": "panel.csv", "mimeType": "text/csv", "buffer": PANEL.encode()}
    )
    rows = page.get_by_role("region", name="What the rows would do").first
    expect(rows.get_by_text("The pseudonym is the legal name. Everyone would see it.")).to_have_count(1)
    page.get_by_role("combobox", name="Type of Plan").click()
    page.get_by_role("option", name="Text", exact=True).click()
    expect(page.get_by_role("combobox", name="Type of Plan")).to_have_value("Text")
    assert_accessible(page)
    page.get_by_role("button", name="Save all of it").click()
    expect(page.get_by_text("Saved: 4 new, 0 changed")).to_be_visible()
    expect(page.get_by_text("4 people", exact=True)).to_be_visible()

    page.get_by_role("button", name="Filter by attributes").click()
    page.get_by_role("spinbutton", name="Value of Age").fill("70")
    expect(page.get_by_text("2 people", exact=True)).to_be_visible()
    page.get_by_role("button", name="Save as segment").click()
    page.get_by_role("textbox", name="Name", exact=True).fill("Seniors")
    page.get_by_role("combobox", name="Where it counts").click()
    page.get_by_role("option", name="First calls").click()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("combobox", name="Saved segment")).to_have_value("Seniors · 2")
    expect(page.get_by_role("link", name="Ada")).to_have_count(0)
    assert_accessible(page)


def test_two_who_are_one_are_merged_and_made_two_again(desk: Any, assert_accessible: Callable[[Page], None]) -> None:
    page, project, post = desk
    for name, consent in (("Anna", "public"), ("Anne", "team")):
        body = {"pseudonym": name, "contact": "a@example.org", "consent": {"status": "granted", "scope": consent}}
        post(f"/api/projects/{project}/participants", body)
    page.goto(f"/participants?project={project}")
    page.get_by_role("button", name="Have a look").click()
    expect(page.get_by_text("Same contact")).to_be_visible()
    page.get_by_role("button", name="Merge …").click()
    dialog = page.get_by_role("dialog", name="Merge two participants")
    expect(dialog.get_by_text("The stricter consent will hold")).to_be_visible()
    assert_accessible(page)
    dialog.get_by_role("button", name="Merge", exact=True).click()
    expect(page.get_by_role("heading", name="Anna", level=1)).to_be_visible()
    expect(page.get_by_text("Only the team of First calls reads and hears them.")).to_be_visible()
    page.get_by_role("button", name="Make two again").click()
    expect(page.get_by_text("Anne is there again")).to_be_visible()
    expect(page.get_by_text("May be shared outside of the company.")).to_be_visible()


def test_two_who_are_two_are_not_asked_about_again(desk: Any, assert_accessible: Callable[[Page], None]) -> None:
    page, project, post = desk
    for name in ("Anna", "Anne"):
        post(f"/api/projects/{project}/participants", {"pseudonym": name, "contact": "a@example.org"})
    page.goto(f"/participants?project={project}")
    page.get_by_role("button", name="Have a look").click()
    panel = page.get_by_role("dialog", name="Here twice?")
    panel.get_by_role("button", name="They are two people").click()
    expect(panel.get_by_text("Nobody else looks like being here twice.")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(panel.get_by_role("button", name="They are two people")).to_be_visible()
    panel.get_by_role("button", name="They are two people").click()
    panel.get_by_text("Known to be two people: 1 pair").click()
    assert_accessible(page)
    page.reload()
    expect(page.get_by_role("link", name="Anne")).to_be_visible()
    expect(page.get_by_role("button", name="Have a look")).to_have_count(0)
