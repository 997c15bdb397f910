"""Files of many formats, chosen at once in a real browser, understood and saved through the real API."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.transcripts.importers.writers import FORMATS, Said, Turn

CHOSEN = ("ttml", "elan", "textgrid, binary", "chat", "ass", "whisperx", "amazon transcribe", "google", "podcast")


@pytest.fixture(scope="module")
def server(serve: Callable[..., Any]) -> Any:
    """An empty server of this file's own."""
    return serve(demo=False)


def talk() -> list[Turn]:
    said = ("Tell me when you last called.", "Last Tuesday, I rang three times.", "Go on.", "I was so cross I hung up.")
    turns, clock = [], 0
    for number, text in enumerate(said):
        words = []
        for word in text.split():
            words.append(Said(word, clock, clock + 300))
            clock += 350
        turns.append(Turn(number % 2, tuple(words)))
    return turns


def test_files_of_nine_formats_are_understood_and_saved_alike(context: BrowserContext, tmp_path: Path) -> None:
    account = {"email": "ruth@example.org", "name": "Ruth Okafor", "password": "a long enough password"}
    token = context.request.post("/api/setup", data=account).json()["csrf_token"]
    made = context.request.post("/api/projects", data={"name": "Calls"}, headers={"X-CSRF-Token": token})
    paths = []
    for number, name in enumerate(CHOSEN):
        paths.append(tmp_path / f"talk{number}.{FORMATS[name].suffix}")
        paths[-1].write_bytes(FORMATS[name].data(talk()))
    page: Page = context.new_page()
    page.goto(f"/import?project={made.json()['id']}")
    page.locator("input[type=file]").first.set_input_files(paths)

    for title in (
        "TTML (DFXP, IMSC, EBU-TT)",
        "ELAN (EAF)",
        "Praat TextGrid (binary)",
        "WhisperX",
        "Amazon Transcribe",
    ):
        expect(page.get_by_role("cell", name=title)).to_be_visible()
    page.get_by_role("button", name="Show what was understood of talk8").click()
    expect(page.get_by_text("This JSON is of no known service")).to_be_visible()

    page.get_by_role("button", name=f"Import {len(CHOSEN)} interviews").click()
    opened = page.get_by_role("link", name="Open the interview")
    expect(opened).to_have_count(len(CHOSEN))
    for link in opened.all():
        interview = (link.get_attribute("href") or "").rpartition("/")[2].partition("?")[0]
        turns = context.request.get(f"/api/interviews/{interview}/transcript").json()["turns"]
        assert " ".join(turn["text"] for turn in turns) == " ".join(turn.text for turn in talk())
