"""Bringing interviews in, in a real browser: dropped or chosen, looked at, corrected, saved, and read at once."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.e2e.conftest import until
from tests.recordings.media import picture, sound

TALK = """WEBVTT

00:00:00.100 --> 00:00:00.300
<v Ruth Okafor>When did you last call them?

00:00:00.300 --> 00:00:00.600
<v Gerda Lohmann>Last Tuesday. I rang three times.

00:00:00.600 --> 00:00:00.80
<v Gerda Lohmann>Lost

00:00:00.700 --> 00:00:00.900
<v Gerda Lohman>I was so cross I hung up.
"""


def another(mark: bytes) -> bytes:
    """Shows the same, and is another file: one that another interview has would be offered instead of sent again."""
    return picture() + (8 + len(mark)).to_bytes(4, "big") + b"free" + mark


DROP = """([name, text]) => {
  const data = new DataTransfer()
  data.items.add(new File([text], name))
  return data
}"""


@pytest.fixture(scope="module")
def server(serve: Callable[..., Any]) -> Any:
    """An empty server of this file's own."""
    return serve(demo=False)


@pytest.fixture
def project(context: BrowserContext) -> str:
    """A project of the first user, who is signed in."""
    account = {"email": "ruth@example.org", "name": "Ruth Okafor", "password": "a long enough password"}
    answer = context.request.post("/api/setup", data=account)
    if answer.status == 409:
        answer = context.request.post("/api/session", data=account)
    assert answer.ok, answer.text()
    made = context.request.post(
        "/api/projects", data={"name": "First calls"}, headers={"X-CSRF-Token": answer.json()["csrf_token"]}
    )
    assert made.ok, made.text()
    made_id: str = made.json()["id"]
    return made_id


@pytest.fixture
def desk(context: BrowserContext, project: str) -> Page:
    """The import page of that project."""
    page = context.new_page()
    page.goto(f"/import?project={project}")
    return page


def chosen(folder: Path, files: dict[str, bytes]) -> list[Path]:
    for name, data in files.items():
        (folder / name).write_bytes(data)
    return [folder / name for name in files]


def choose(page: Page, folder: Path, files: dict[str, bytes]) -> None:
    page.locator("input[type=file]").first.set_input_files(chosen(folder, files))


def test_a_transcript_and_its_recording_become_an_interview_by_keyboard_alone(
    desk: Page, tmp_path: Path, assert_accessible: Callable[[Page], None]
) -> None:
    expect(desk.get_by_role("heading", name="Drop files")).to_have_count(0)
    assert_accessible(desk)
    choose(desk, tmp_path, {"2026-03-12 Gerda.en.vtt": TALK.encode(), "2026-03-12 Gerda.mp4": picture()})
    expect(desk.get_by_text("Line 9").first).to_be_visible()
    assert_accessible(desk)
    merge = desk.get_by_role("button", name="Merge", exact=True)
    merge.focus()
    desk.keyboard.press("Enter")
    turns = desk.get_by_role("region", name="First turns")
    expect(turns.get_by_text("Gerda Lohmann", exact=True)).to_have_count(2)
    desk.get_by_role("combobox", name="Participant").focus()
    desk.keyboard.press("ArrowDown")
    desk.get_by_role("option", name="Someone new").wait_for()
    desk.keyboard.press("ArrowDown")
    desk.keyboard.press("Enter")
    expect(desk.get_by_label("Pseudonym")).to_have_value("Gerda")
    title = desk.get_by_label("Title")
    title.focus()
    desk.keyboard.press("Control+A")
    desk.keyboard.type("Gerda rings three times")
    save = desk.get_by_role("button", name="Import 1 interview")
    save.focus()
    desk.keyboard.press("Enter")
    desk.wait_for_url("**/interviews/*")
    expect(desk.get_by_role("heading", name="Gerda rings three times")).to_be_visible()
    expect(desk.get_by_text("I was so cross I hung up.")).to_be_visible()
    expect(desk.locator("video")).to_have_count(1)


def test_a_file_that_cannot_be_read_stops_no_other(desk: Page, tmp_path: Path) -> None:
    files = {
        "a.vtt": TALK.encode(),
        "broken.vtt": b"garbage",
        "k\u00fcnzel.txt": "Ruth: Und?\nHerr K\u00fcnzel: Nichts, drei Wochen lang.\nRuth: Oh.\n".encode("cp1252"),
        "alone.ogg": sound(),
    }
    choose(desk, tmp_path, files)
    expect(desk.get_by_text("its first line must be WEBVTT")).to_be_visible()
    expect(desk.get_by_text("CP1252")).to_be_visible()
    desk.get_by_role("button", name="Import 3 interviews").click()
    expect(desk.get_by_role("link", name="Open the interview")).to_have_count(3)
    expect(desk.get_by_text("3 interviews imported").first).to_be_visible()


def test_a_recording_that_is_none_leaves_the_words_saved_and_says_so(desk: Page, tmp_path: Path) -> None:
    choose(desk, tmp_path, {"a.vtt": TALK.encode(), "a.mp4": b"no film at all"})
    desk.get_by_role("button", name="Import 1 interview").click()
    expect(desk.get_by_text("Saved without its recording")).to_be_visible()
    expect(desk.get_by_text("neither audio nor video")).to_be_visible()
    expect(desk.get_by_role("link", name="Open the interview")).to_be_visible()


def test_a_recording_that_is_here_already_is_used_from_where_it_is(
    desk: Page, tmp_path: Path, assert_accessible: Callable[[Page], None]
) -> None:
    film = another(b"twice")
    choose(desk, tmp_path, {"first.mp4": film})
    desk.get_by_role("button", name="Import 1 interview").click()
    desk.wait_for_url("**/interviews/*")
    desk.go_back()
    choose(desk, tmp_path, {"second.vtt": TALK.encode(), "second.mp4": film})
    desk.get_by_role("button", name="Import 1 interview").click()
    expect(desk.get_by_text("“first” has this very file already.")).to_be_visible()
    assert_accessible(desk)
    desk.get_by_role("button", name="Use the same here").click()
    both = desk.get_by_role("link", name="Open the interview")
    expect(both).to_have_count(2)
    both.last.click()
    expect(desk.get_by_role("heading", name="second")).to_be_visible()
    expect(desk.locator("video")).to_have_count(1)


def test_a_recording_without_words_plays_and_waits_for_them(
    desk: Page, tmp_path: Path, assert_accessible: Callable[[Page], None]
) -> None:
    choose(desk, tmp_path, {"alone.mp4": another(b"alone")})
    desk.get_by_role("button", name="Import 1 interview").click()
    desk.wait_for_url("**/interviews/*")
    expect(desk.get_by_text("You can listen already.")).to_be_visible()
    expect(desk.locator("video")).to_have_count(1)
    desk.get_by_role("button", name="Play alone").click()
    until(desk, "document.querySelector('video').currentTime > 0")
    assert_accessible(desk)
    expect(desk.get_by_role("button", name="Add the transcript")).to_be_visible()


def test_files_dropped_on_a_projects_page_come_to_the_import_page(context: BrowserContext, project: str) -> None:
    page = context.new_page()
    page.goto(f"/projects/{project}")
    page.get_by_role("heading", name="First calls").wait_for()
    files = page.evaluate_handle(DROP, ["dropped.vtt", TALK])
    page.dispatch_event("main", "dragenter", {"dataTransfer": files})
    expect(page.get_by_text("Let go to bring them in")).to_be_visible()
    page.dispatch_event("main", "drop", {"dataTransfer": files})
    page.wait_for_url(f"**/import?project={project}")
    expect(page.get_by_text("When did you last call them?").first).to_be_visible()


def test_the_page_fits_a_phone(desk: Page, tmp_path: Path, assert_accessible: Callable[[Page], None]) -> None:
    desk.set_viewport_size({"width": 390, "height": 844})
    choose(desk, tmp_path, {"a.vtt": TALK.encode()})
    expect(desk.get_by_text("I was so cross I hung up.").first).to_be_visible()
    assert desk.evaluate("document.documentElement.scrollWidth") <= 390
    assert_accessible(desk)


def test_other_letters_can_be_chosen_when_they_look_wrong(desk: Page, tmp_path: Path) -> None:
    choose(desk, tmp_path, {"a.txt": "Анна: Да\nБорис: Нет\nАнна: Да\n".encode("cp1251")})
    encoding = desk.get_by_role("combobox", name="Encoding")
    encoding.click()
    encoding.fill("KOI8-R")
    desk.get_by_role("option", name="KOI8-R").click()
    expect(desk.get_by_text("юМЮН").or_(desk.get_by_text("юММЮ")).first).to_be_visible()
    encoding.click()
    encoding.fill("CP1251")
    desk.get_by_role("option", name="CP1251").click()
    expect(desk.get_by_text("Анна").first).to_be_visible()


def test_a_recording_can_come_later_be_replaced_and_be_taken_away(
    desk: Page, tmp_path: Path, assert_accessible: Callable[[Page], None]
) -> None:
    choose(desk, tmp_path, {"later.vtt": TALK.encode()})
    desk.get_by_role("button", name="Import 1 interview").click()
    desk.wait_for_url("**/interviews/*")
    desk.get_by_role("button", name="Attach a recording").click()
    dialog = desk.get_by_role("dialog")
    dialog.get_by_label("Or a link").fill("https://example.org/page")
    dialog.get_by_role("button", name="Use this link").click()
    expect(dialog.get_by_text("This link names no recording")).to_be_visible()
    assert_accessible(desk)
    dialog.locator("input[type=file]").set_input_files(chosen(tmp_path, {"later.mp4": another(b"later")}))
    expect(dialog).to_have_count(0)
    expect(desk.locator("video")).to_have_count(1)
    desk.get_by_role("button", name="Change the recording").click()
    desk.get_by_role("button", name="Take the recording away").click()
    expect(desk.get_by_role("button", name="Attach a recording")).to_be_visible()
    expect(desk.locator("video")).to_have_count(0)


def a_folder(folder: Path) -> Path:
    """Twelve files of several kinds: a pair, a lone recording, two that are broken, two that nobody means."""
    files = {
        "2026-03-12 Gerda.en.vtt": TALK.encode(),
        "2026-03-12 Gerda.mp4": another(b"folder"),
        "calls/Gerda again.vtt": TALK.replace("three times", "four times").encode(),
        "calls/k\u00fcnzel.txt": "Ruth: Und?\nHerr K\u00fcnzel: Nichts, drei Wochen lang.\nRuth: Oh.\n".encode(
            "cp1252"
        ),
        "calls/a.srt": b"1\n00:00:01,000 --> 00:00:02,000\nHello there, I\n\n2\n00:00:02,100 --> 00:00:03,000\ncalled again.\n",
        "calls/b.srt": b"1\n00:00:01,000 --> 00:00:02,000\nGood bye.\n",
        "chat.md": b"**Ruth:** And?\n\n**Len:** Nothing.\n\n**Ruth:** Oh.\n",
        "alone.ogg": sound(),
        "broken.vtt": b"garbage",
        "empty.txt": b"",
        ".DS_Store": b"x",
        "photo.png": b"x",
    }
    for name, data in files.items():
        path = folder / "in" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return folder / "in"


def test_a_folder_of_mixed_files_is_one_table_and_its_import_is_taken_back(
    desk: Page, tmp_path: Path, assert_accessible: Callable[[Page], None]
) -> None:
    desk.locator("input[webkitdirectory]").set_input_files(a_folder(tmp_path))
    rows = desk.get_by_role("table", name="What will be imported").locator("tbody")
    expect(rows).to_have_count(9)
    expect(desk.get_by_text("2 files were left out")).to_be_visible()
    expect(rows.filter(has_text="2026-03-12 Gerda.mp4").get_by_text("WebVTT")).to_be_visible()
    expect(rows.filter(has_text="broken.vtt").get_by_text("Cannot be imported")).to_be_visible()
    expect(rows.filter(has_text="k\u00fcnzel.txt").get_by_text("CP1252")).to_be_visible()
    assert_accessible(desk)

    # Said once, known in the other files: who Gerda is.
    desk.get_by_role("button", name="Show what was understood of 2026-03-12 Gerda").click()
    desk.get_by_role("combobox", name="Participant").first.click()
    desk.get_by_role("option", name="Someone new").click()
    desk.get_by_role("button", name="Show what was understood of 2026-03-12 Gerda").click()
    desk.get_by_role("button", name="Show what was understood of Gerda again").click()
    expect(desk.get_by_text("As you said for another file")).to_be_visible()
    desk.get_by_role("button", name="Show what was understood of Gerda again").click()

    # The pair can be parted and put together again.
    desk.get_by_role("button", name="Show what was understood of 2026-03-12 Gerda").click()
    desk.get_by_role("button", name="Without this file").click()
    expect(rows).to_have_count(10)
    desk.get_by_role("combobox", name="A recording of this list").click()
    desk.get_by_role("option", name="2026-03-12 Gerda.mp4").click()
    expect(rows).to_have_count(9)

    desk.get_by_role("button", name="Import 7 interviews").click()
    expect(desk.get_by_role("link", name="Open the interview")).to_have_count(7)
    expect(rows.filter(has_text="broken.vtt").get_by_text("Cannot be imported")).to_be_visible()
    bar = desk.locator("p[role=status]", has_text="7 interviews imported")
    expect(bar).to_be_visible()
    desk.get_by_role("button", name="Undo").first.click()
    expect(desk.get_by_text("The import of 7 interviews was taken back")).to_be_visible()
    expect(desk.get_by_role("button", name="Import 7 interviews")).to_be_enabled()
    project_id = desk.url.rpartition("=")[2]
    assert desk.request.get(f"/api/interviews?project_id={project_id}").json()["items"] == []


def test_the_same_file_is_not_imported_twice_unasked(desk: Page, tmp_path: Path) -> None:
    choose(desk, tmp_path, {"a.vtt": TALK.encode(), "b.vtt": TALK.replace("three", "two").encode()})
    desk.get_by_role("button", name="Import 2 interviews").click()
    expect(desk.get_by_role("link", name="Open the interview")).to_have_count(2)
    choose(desk, tmp_path, {"renamed.vtt": TALK.encode()})
    expect(desk.get_by_text("This very file is in the project already, as \u201ca\u201d.")).to_be_visible()
    expect(desk.get_by_role("button", name="Nothing to import")).to_be_disabled()
    desk.get_by_role("button", name="Import it again").click()
    expect(desk.get_by_role("button", name="Import 1 interview")).to_be_enabled()


def test_the_table_is_a_list_of_cards_on_a_phone_in_german_and_in_the_dark(
    context: BrowserContext, project: str, tmp_path: Path, assert_accessible: Callable[[Page], None]
) -> None:
    page = context.new_page()
    page.emulate_media(color_scheme="dark")
    page.add_init_script("localStorage.setItem('firsthand.locale', 'de')")
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"/import?project={project}")
    choose(page, tmp_path, {"gerda.vtt": TALK.encode(), "broken.vtt": b"garbage"})
    expect(page.get_by_text("L\u00e4sst sich nicht importieren")).to_be_visible()
    expect(page.get_by_role("button", name="1 Interview importieren")).to_be_enabled()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert_accessible(page)
