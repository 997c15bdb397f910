"""Tables and old encodings on the import page, in a real browser."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.transcripts.importers.test_tables import ANSWERS, QUESTIONS
from tests.transcripts.importers.writers_documents import csv_of

CODED = csv_of(
    [
        ("speaker", "words", "codes", "id"),
        ("Anna", "How was it, and what did you do?", "", "1"),
        ("Rosa", "I waited three weeks for it.", "Waiting; Anger", "2"),
        ("Rosa", "Nobody called me back.", "Waiting", "3"),
    ]
)
LETTERS = "Анна: Да, конечно, я ждала.\nБорис: Нет, спасибо вам.\nАнна: Да\n".encode("cp1251")


@pytest.fixture(scope="module")
def server(serve: Callable[..., Any]) -> Any:
    """An empty server of this file's own."""
    return serve(demo=False)


@pytest.fixture
def desk(context: BrowserContext) -> Page:
    """The import page of a project of the first user, who is signed in."""
    account = {"email": "ruth@example.org", "name": "Ruth Okafor", "password": "a long enough password"}
    answer = context.request.post("/api/setup", data=account)
    if answer.status == 409:
        answer = context.request.post("/api/session", data=account)
    headers = {"X-CSRF-Token": answer.json()["csrf_token"]}
    made = context.request.post("/api/projects", data={"name": "First calls"}, headers=headers)
    page = context.new_page()
    page.goto(f"/import?project={made.json()['id']}")
    return page


def choose(page: Page, folder: Path, name: str, data: bytes) -> None:
    (folder / name).write_bytes(data)
    page.locator("input[type=file]").first.set_input_files(folder / name)


def test_columns_are_given_other_parts_by_keyboard_and_tags_become_highlights(
    desk: Page, tmp_path: Path, assert_accessible: Callable[[Page], None]
) -> None:
    choose(desk, tmp_path, "coded.csv", CODED)
    columns = desk.get_by_role("region", name="What the columns hold")
    expect(columns.get_by_text("by its name")).to_have_count(3)
    expect(columns.get_by_text("Anger", exact=True)).to_be_visible()
    assert_accessible(desk)
    turns = desk.get_by_role("region", name="First turns")
    expect(turns.get_by_text("I waited three weeks for it.")).to_be_visible()
    part = columns.get_by_role("combobox", name="What “codes” holds")
    part.focus()
    desk.keyboard.press("ArrowDown")
    desk.get_by_role("option", name="What is said").wait_for()
    for _ in range(5):  # from “Tags” up to the first
        desk.keyboard.press("ArrowUp")
    desk.keyboard.press("Enter")
    expect(turns.get_by_text("Waiting; Anger")).to_be_visible()
    expect(columns.get_by_text("chosen by you").first).to_be_visible()
    expect(part).to_be_focused()
    desk.get_by_role("combobox", name="What “words” holds").click()
    desk.get_by_role("option", name="What is said").click()
    desk.get_by_role("combobox", name="What “codes” holds").click()
    desk.get_by_role("option", name="Tags").click()
    expect(turns.get_by_text("I waited three weeks for it.")).to_be_visible()
    desk.get_by_role("button", name="Import 1 interview").click()
    desk.wait_for_url("**/interviews/*")
    expect(desk.locator("mark", has_text="Nobody called me back.").first).to_be_visible()


def test_a_survey_becomes_an_interview_for_each_who_answered(
    desk: Page, tmp_path: Path, assert_accessible: Callable[[Page], None]
) -> None:
    desk.set_viewport_size({"width": 390, "height": 844})
    choose(desk, tmp_path, "spring.csv", csv_of([QUESTIONS, *ANSWERS]))
    expect(desk.get_by_text("2 people answered.")).to_be_visible()
    assert desk.evaluate("document.documentElement.scrollWidth") <= 390
    assert_accessible(desk)
    desk.get_by_role("combobox", name="Consent of everyone new").click()
    desk.get_by_role("option", name="Given, for the whole company").click()
    desk.get_by_role("button", name="Import 2 interviews").click()
    desk.get_by_role("link", name="2 interviews imported").click()
    desk.wait_for_url("**/projects/*")
    expect(desk.get_by_text("spring: P01")).to_be_visible()
    expect(desk.get_by_text("spring: P02")).to_be_visible()


def test_the_letters_that_read_well_are_chosen_among_those_that_do_not(
    desk: Page, tmp_path: Path, assert_accessible: Callable[[Page], None]
) -> None:
    choose(desk, tmp_path, "letters.txt", LETTERS)
    likely = desk.get_by_role("radio", name="Cyrillic (CP1251)")
    expect(likely).to_be_checked()
    assert_accessible(desk)
    likely.focus()
    desk.keyboard.press("ArrowDown")
    turns = desk.get_by_role("region", name="First turns")
    expect(turns.get_by_text("Да, конечно, я ждала.")).to_have_count(0)
    desk.get_by_role("button", name="Detect again").click()
    expect(turns.get_by_text("Да, конечно, я ждала.")).to_be_visible()
