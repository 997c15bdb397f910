"""The main job, end to end, on real input and by keyboard alone.

A researcher brings in a transcript and its recording, marks and tags a moment, finds it by a misspelt word, makes
a reel of it and shares it; the reel plays inside a page of another site, and falls silent when it is revoked.
"""

import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from playwright.sync_api import BrowserContext, FrameLocator, Locator, Page, expect

from tests.reels.sources import numbered

SAMPLES = Path(os.environ.get("FIRSTHAND_SAMPLES") or Path(__file__).resolve().parents[3] / "shared" / "samples")
OWN = b"""WEBVTT

00:00:00.500 --> 00:00:04.000
<v Ruth Okafor>When did you first hear the kettle again?

00:00:04.200 --> 00:00:09.000
<v Gerda Lohmann>On a Wednesday. I thought there was a burglar in the pantry.

00:00:09.500 --> 00:00:12.000
<v Ruth Okafor>And what did you do?

00:00:12.200 --> 00:00:17.000
<v Gerda Lohmann>I made the burglar a cup of tea.
"""


class File(NamedTuple):
    """A transcript, words of the moment to mark, and how somebody misspells them."""

    data: bytes
    moment: str
    misspelt: str


FILES = {
    "own": lambda: File(OWN, "burglar in the pantry", "burgler pantrry"),
    "teams": lambda: File(
        (SAMPLES / "transcripts/vtt/teams2nvivo__teams_transcript.vtt").read_bytes(),
        "it's transcribing",
        "heavnes transcibing",
    ),
    "elephants-dream": lambda: File(
        (SAMPLES / "transcripts/vtt_elephantsdream/captions.en.vtt").read_bytes(), "head-snarlers", "snarlrs"
    ),
}
ACCOUNT = {"email": "ruth@example.org", "name": "Ruth Okafor", "password": "a long enough password"}


@pytest.fixture(scope="module")
def server(serve: Callable[..., Any]) -> Any:
    """An empty server of this file's own."""
    return serve(demo=False)


@pytest.fixture
def desk(context: BrowserContext) -> Page:
    """The import page of a new project, with its researcher signed in."""
    answer = context.request.post("/api/setup", data=ACCOUNT)
    if answer.status == 409:
        answer = context.request.post("/api/session", data=ACCOUNT)
    headers = {"X-CSRF-Token": answer.json()["csrf_token"]}
    project = context.request.post("/api/projects", data={"name": "First sounds"}, headers=headers).json()
    page = context.new_page()
    page.goto(f"/import?project={project['id']}")
    return page


@pytest.mark.parametrize("name", FILES)
def test_from_a_file_to_a_voice_in_the_wiki_by_keyboard(
    desk: Page, tmp_path: Path, other_site: Callable[[], Any], name: str
) -> None:
    try:
        file = FILES[name]()
    except FileNotFoundError:
        pytest.skip("no FIRSTHAND_SAMPLES and no ../shared/samples")
    bring_in(desk, tmp_path, file)
    mark(desk, file)
    find_and_make_a_reel(desk, file)
    wiki, stranger = other_site(), other_site()
    snippet = share(desk, wiki.url)
    plays_there(desk.context.new_page(), wiki.host(snippet), file)
    is_refused_at(desk.context.new_page(), stranger.host(snippet))
    end_the_embed(desk)
    is_silent_at(desk.context.new_page(), wiki.url + "/")


def reach(page: Page, wanted: Locator, key: str = "Tab") -> None:
    """Goes to an element the way a keyboard does: by pressing Tab until it has the focus."""
    expect(wanted).to_be_visible()
    for _ in range(150):
        if wanted.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press(key)
    raise AssertionError(f"no way to {wanted} by {key}")


def choose(page: Page, box: Locator, option: str) -> None:
    """Opens a list and takes the option that starts with these words."""
    reach(page, box)
    page.keyboard.press("ArrowDown")
    wanted = page.get_by_role("option", name=re.compile(f"^{re.escape(option)}"))
    expect(wanted.first).to_be_visible()
    for _ in range(12):
        if page.locator("[role=option][data-combobox-selected]").filter(has_text=option).count():
            break
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")


def bring_in(page: Page, folder: Path, file: File) -> None:
    (folder / "talk.vtt").write_bytes(file.data)
    numbered(folder / "talk.mp4", seconds=40, fps=5)
    with (folder / "talk.mp4").open("ab") as film:  # one that another interview has would be offered instead of sent
        film.write(b"\x00\x00\x00\x18free" + file.data[-16:])
    page.locator("input[type=file]").first.set_input_files([folder / "talk.vtt", folder / "talk.mp4"])
    expect(page.get_by_role("region", name="First turns")).to_be_visible()
    people = page.get_by_role("combobox", name="Participant")
    for number in range(people.count()):
        choose(page, people.nth(number), "Someone new")
        choose(page, page.get_by_role("combobox", name="Consent").nth(number), "Given, for the whole company")
    save = page.get_by_role("button", name="Import 1 interview")
    reach(page, save)
    page.keyboard.press("Enter")
    page.wait_for_url("**/interviews/*")


def mark(page: Page, file: File) -> None:
    turn = page.locator("[data-turn]").filter(has_text=file.moment)
    expect(turn).to_be_visible()
    for _ in range(60):
        page.keyboard.press("j")
        if turn.evaluate("element => element === document.activeElement"):
            break
    page.keyboard.press("h")
    tags = page.get_by_role("combobox", name="Tags")
    expect(tags).to_be_focused()
    page.keyboard.type("First sound")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog").get_by_text("First sound").first).to_be_visible()
    page.keyboard.press("Escape")
    expect(turn.locator("mark").first).to_be_visible()


def find_and_make_a_reel(page: Page, file: File) -> None:
    page.keyboard.press("/")
    page.keyboard.type(file.misspelt)
    page.keyboard.press("Enter")
    found = page.locator("[data-result]").filter(has_text=file.moment).first
    expect(found).to_be_visible()
    expect(found.locator("mark").first).to_be_visible()
    reach(page, found, key="ArrowDown")
    page.keyboard.press("x")
    page.keyboard.press("r")
    title = page.get_by_role("dialog").get_by_role("textbox").first
    expect(title).to_be_focused()
    page.keyboard.press("Control+A")
    page.keyboard.type("What they heard")
    page.keyboard.press("Enter")
    page.wait_for_url("**/reels/*")
    expect(page.get_by_role("heading", name="What they heard")).to_be_visible()


def share(page: Page, origin: str) -> str:
    """Makes an embed for a site and returns the HTML to paste there."""
    reach(page, page.get_by_role("button", name="Share", exact=True))
    page.keyboard.press("Enter")
    panel = page.get_by_role("dialog")
    sites = panel.get_by_label("Sites that may show it")
    reach(page, sites)
    page.keyboard.type(origin)
    reach(page, panel.get_by_role("button", name="Make an embed"))
    page.keyboard.press("Enter")
    return panel.get_by_label("What to paste").input_value()


def framed(page: Page, address: str) -> FrameLocator:
    page.goto(address)
    return page.frame_locator("iframe")


def plays_there(page: Page, address: str, file: File) -> None:
    """The clip is cut by a job, so the player may first say that it is being prepared."""
    frame = framed(page, address)
    expect(frame.locator("video").first).to_have_js_property("readyState", 4, timeout=60_000)
    frame.get_by_role("button", name=re.compile("^Play")).first.press("Enter")
    # Both at once, in the page: the clip is over in seconds, and its captions go with it.
    frame.locator("body").evaluate(
        """(body, words) => new Promise((resolve) => {
          const plays = (video) => video.currentTime > 0.3 && !video.paused
          const look = () => [...document.querySelectorAll('video')].some(plays) && body.innerText.includes(words)
            ? resolve() : requestAnimationFrame(look)
          look()
        })""",
        file.moment,
    )


def is_refused_at(page: Page, address: str) -> None:
    refused: list[str] = []
    page.on("console", lambda message: refused.append(message.text))
    page.goto(address)
    page.wait_for_load_state("networkidle")
    assert any("frame-ancestors" in text for text in refused)


def end_the_embed(page: Page) -> None:
    panel = page.get_by_role("dialog")
    reach(page, panel.get_by_role("button", name="End this now"))
    page.keyboard.press("Enter")
    expect(page.get_by_text("Ended. It is silent from now on.")).to_be_visible()


def is_silent_at(page: Page, address: str) -> None:
    with page.expect_response(lambda response: "/embed/" in response.url and "assets" not in response.url) as answer:
        page.goto(address)
    assert answer.value.status == 410
    expect(page.frame_locator("iframe").locator("video")).to_have_count(0)
