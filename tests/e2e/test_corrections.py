"""A corrected text in a transcript's place, in a real browser: seen before, reviewed after, taken back; and times shifted."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.e2e.test_import import project as a_project
from tests.recordings.media import sound

LINES = [
    ("Ruth", "So how did the export go last week?"),
    ("Rosa", "It failed twice. I waited three days for support, and nobody called me back."),
    ("Len", "Same here. I gave up and typed everything by hand."),
    ("Ruth", "That sounds exhausting."),
]
CORRECTED = [
    LINES[0],
    ("Rosa", LINES[1][1].replace("three", "thirteen")),
    ("Len", LINES[2][1]),
    ("Ruth", "Really?"),
]
MARKED = [(1, "I waited three days"), (2, "gave up"), (3, "sounds exhausting")]
project = a_project


def vtt(lines: list[tuple[str, str]]) -> bytes:
    cues = (f"00:{n * 4 + 1:02}.000 --> 00:{n * 4 + 4:02}.500\n<v {who}>{text}" for n, (who, text) in enumerate(lines))
    return ("WEBVTT\n\n" + "\n\n".join(cues)).encode()


@pytest.fixture(scope="module")
def server(serve: Callable[..., Any]) -> Any:
    return serve(demo=False)


@pytest.fixture
def interview(context: BrowserContext, project: str) -> Page:
    """The page of an interview with three highlights and a recording."""
    token = {"X-CSRF-Token": context.request.get("/api/session").json()["csrf_token"]}
    made = context.request.post(
        f"/api/projects/{project}/interviews/import",
        headers=token,
        multipart={
            "file": {"name": "talk.vtt", "mimeType": "text/vtt", "buffer": vtt(LINES)},
            "mapping": json.dumps({"title": "Three days of waiting"}),
        },
    ).json()
    context.request.put(
        f"/api/interviews/{made['interview_id']}/recording?file_name=talk.ogg",
        headers=token | {"Content-Type": "application/octet-stream"},
        data=sound(),
    )
    turns = context.request.get(f"/api/transcripts/{made['transcript_id']}").json()["turns"]
    for place, words in MARKED:
        turn, start = turns[place], turns[place]["text"].index(words)
        span = {"start_turn_id": turn["id"], "start_offset": start, "end_turn_id": turn["id"]}
        answer = context.request.post(
            f"/api/transcripts/{made['transcript_id']}/highlights",
            headers=token,
            data={**span, "end_offset": start + len(words)},
        )
        assert answer.ok, answer.text()
    page = context.new_page()
    page.goto(f"/interviews/{made['interview_id']}")
    expect(page.get_by_text("I waited three days")).to_be_visible()
    return page


def choose(page: Page, entry: str) -> None:
    page.get_by_role("button", name="Transcript", exact=True).click()
    page.get_by_role("menuitem", name=entry).click()


def test_a_corrected_text_is_seen_before_reviewed_after_and_taken_back(
    interview: Page, tmp_path: Path, assert_accessible: Callable[[Page], None]
) -> None:
    page, corrected = interview, tmp_path / "corrected.vtt"
    corrected.write_bytes(vtt(CORRECTED))
    choose(page, "Replace by a corrected text")
    panel = page.get_by_role("dialog")
    panel.locator("input[type=file]").set_input_files(corrected)
    expect(panel.get_by_text("1 moves with its words.")).to_be_visible()
    expect(panel.get_by_text("2 will need review:")).to_be_visible()
    expect(panel.locator("del", has_text="three")).to_be_visible()
    expect(panel.locator("ins", has_text="thirteen")).to_be_visible()
    assert_accessible(page)
    panel.get_by_role("button", name="Replace the text").click()
    expect(page.get_by_text("The words of 2 highlights were changed")).to_be_visible()
    expect(page.locator("mark", has_text="gave up")).to_be_visible()

    page.get_by_role("button", name="Review", exact=True).click()
    expect(panel.get_by_text("Nothing like it is left.")).to_be_visible()
    assert_accessible(page)
    panel.get_by_role("button", name="Accept").click()
    expect(panel.get_by_role("listitem")).to_have_count(1)
    panel.get_by_role("button", name="Mark anew").click()
    expect(page.get_by_text("Select the words that are meant")).to_be_visible()
    page.get_by_text("Really?").dblclick(position={"x": 20, "y": 14})
    page.get_by_role("button", name="Highlight (H)").click()
    expect(page.get_by_text("Highlight marked anew")).to_be_visible()
    expect(page.locator("mark", has_text="Really")).to_be_visible()
    expect(page.get_by_text("were changed")).to_have_count(0)

    choose(page, "Replace by a corrected text")
    panel.get_by_role("button", name="Take back").click()
    expect(page.locator("mark", has_text="sounds exhausting")).to_be_visible()
    expect(page.locator("mark", has_text="I waited three days")).to_be_visible()


def test_times_are_shifted_by_ear_and_back_again(interview: Page, assert_accessible: Callable[[Page], None]) -> None:
    page = interview
    choose(page, "Shift all times")
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("textbox", name="Seconds").fill("-2")
    expect(dialog.get_by_text("would begin before the recording")).to_be_visible()
    expect(dialog.get_by_role("button", name="Shift the times")).to_be_disabled()
    dialog.get_by_role("textbox", name="Seconds").fill("2.5")
    expect(dialog.get_by_text("At 0:03 you should hear:")).to_be_visible()
    assert_accessible(page)
    dialog.get_by_role("button", name="Shift the times").click()
    expect(page.get_by_text("All times shifted by +2.5 s")).to_be_visible()
    expect(page.locator("[data-seek='3500']").first).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(page.locator("[data-seek='1000']").first).to_be_visible()


def test_words_come_later_to_an_interview_that_began_with_its_recording(
    context: BrowserContext, project: str, tmp_path: Path
) -> None:
    token = {"X-CSRF-Token": context.request.get("/api/session").json()["csrf_token"]}
    made = context.request.post(f"/api/projects/{project}/interviews", headers=token, data={"title": "Only heard"})
    page, file = context.new_page(), tmp_path / "talk.vtt"
    file.write_bytes(vtt(LINES))
    page.goto(f"/interviews/{made.json()['id']}")
    page.get_by_role("button", name="Add the transcript").click()
    dialog = page.get_by_role("dialog")
    dialog.locator("input[type=file]").set_input_files(file)
    expect(dialog.get_by_text("Same here.").first).to_be_visible()
    dialog.get_by_role("button", name="Add the transcript").click()
    expect(page.get_by_role("region", name="Transcript").get_by_text("Same here.")).to_be_visible()
    expect(page.get_by_role("heading", name="Only heard")).to_be_visible()
