"""Reading and marking in a real browser: by keyboard alone, across turns, with undo, in step with the recording."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from sqlmodel import select

from app.highlights.models import Highlight
from app.interviews.models import Interview
from app.recordings.models import Recording
from app.transcripts.models import Turn
from tests.e2e.conftest import Server, SignedIn, until
from tests.scenes import Scene, scene

TWO_IDS = re.compile(r"^\S+ \S+$")
FOCUSED = "document.activeElement?.dataset.turn ?? ''"


@pytest.fixture
def made(server: Server) -> Scene:
    """An interview of this test's own."""
    with server.parts.database.write() as session:
        return scene(session)


@pytest.fixture
def sheet(made: Scene, signed_in: SignedIn) -> Page:
    """The interview, opened by a researcher."""
    page = signed_in("researcher")
    page.goto(f"/interviews/{made.interview.id}")
    expect(page.get_by_text("It failed twice.")).to_be_visible()
    return page


def kept(server: Server, made: Scene) -> list[Highlight]:
    with server.parts.database.read() as session:
        query = select(Highlight).where(Highlight.interview_id == made.interview.id)
        return [row for row in session.exec(query) if row.deleted_at is None]


def mark_turn(page: Page, made: Scene, turn: int, tag: str) -> None:
    """Marks a whole turn and gives it a tag, by keyboard."""
    page.locator(f"#turn-{made.turns[turn].id}").focus()
    page.keyboard.press("h")
    expect(page.get_by_role("combobox", name="Tags")).to_be_focused()
    page.keyboard.type(tag)
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name=f"Remove {tag}")).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_a_moment_across_two_turns_is_marked_and_tagged_by_keyboard_alone(
    server: Server, made: Scene, sheet: Page
) -> None:
    sheet.keyboard.press("j")
    sheet.keyboard.press("j")
    assert sheet.evaluate(FOCUSED) == made.turns[1].id
    for _ in range(6):
        sheet.keyboard.press("ArrowRight")
    for key in ("Shift+ArrowDown", "Shift+ArrowRight", "Shift+ArrowRight", "Shift+ArrowRight"):
        sheet.keyboard.press(key)
    sheet.keyboard.press("h")
    expect(sheet.get_by_role("combobox", name="Tags")).to_be_focused()
    sheet.keyboard.type("wai")
    expect(sheet.get_by_role("option", name="Waiting")).to_be_visible()
    sheet.keyboard.press("Enter")
    sheet.keyboard.type("Nobody calls back")
    sheet.keyboard.press("Enter")
    expect(sheet.get_by_role("button", name="Remove Nobody calls back")).to_be_visible()
    sheet.keyboard.press("Escape")
    expect(sheet.get_by_role("dialog")).to_have_count(0)
    assert sheet.evaluate(FOCUSED) == made.turns[1].id
    note = sheet.get_by_role("button", name="Highlight: ")
    expect(note).to_contain_text("Nobody calls back")
    (highlight,) = kept(server, made)
    assert highlight.quote == "three days for support, and nobody called 🙁 me back.\nSame here. I"
    assert (highlight.start_offset, highlight.end_turn_id) == (26, made.turns[2].id)
    expect(sheet.locator("mark")).to_have_count(2)


def test_a_deleted_highlight_comes_back_by_undo_and_by_key(server: Server, made: Scene, sheet: Page) -> None:
    mark_turn(sheet, made, 2, "By hand")
    note = sheet.get_by_role("button", name="Highlight: By hand")
    for undo in (sheet.get_by_role("button", name="Undo").last.click, lambda: sheet.keyboard.press("z")):
        note.click()
        sheet.get_by_role("button", name="Delete highlight").click()
        expect(note).to_have_count(0)
        undo()
        expect(note).to_be_visible()
        expect(sheet.locator("mark")).to_have_count(1)
    sheet.reload()
    expect(note).to_be_visible()
    assert len(kept(server, made)) == 1


def test_overlapping_highlights_are_all_seen_and_each_reached(made: Scene, sheet: Page) -> None:
    mark_turn(sheet, made, 1, "First layer")
    mark_turn(sheet, made, 1, "Second layer")
    expect(sheet.locator("mark").first).to_have_attribute("data-h", TWO_IDS)
    sheet.locator("mark").first.click()
    expect(sheet.get_by_role("button", name="Remove First layer")).to_be_visible()
    sheet.get_by_role("button", name="Next highlight in this place").click()
    expect(sheet.get_by_role("button", name="Remove Second layer")).to_be_visible()


def test_a_feeling_and_a_note_are_kept_as_they_are_entered(server: Server, made: Scene, sheet: Page) -> None:
    mark_turn(sheet, made, 4, "Relief")
    sheet.get_by_role("button", name="Highlight: Relief").click()
    sheet.get_by_text("relieved", exact=True).click()
    sheet.get_by_role("group", name="How strong").get_by_text("5", exact=True).click()
    with sheet.expect_response(lambda answer: answer.request.method == "PATCH" and "Jane" in answer.text()):
        sheet.get_by_label("Note").fill("Who was it? Ask Jane.")
        sheet.keyboard.press("Escape")
    (highlight,) = kept(server, made)
    assert (highlight.emotion, highlight.intensity, highlight.note) == ("relieved", 5, "Who was it? Ask Jane.")


def test_editing_a_turn_takes_its_highlight_along(server: Server, made: Scene, sheet: Page) -> None:
    mark_turn(sheet, made, 2, "By hand")
    sheet.keyboard.press("e")
    field = sheet.get_by_label("Text of the turn")
    field.fill("Well. Same here. I gave up and typed everything by hand, all of it.")
    field.press("Enter")
    expect(sheet.get_by_text("Turn saved")).to_be_visible()
    expect(sheet.locator("mark")).to_have_text("Same here. I gave up and typed everything by hand, all of it.")
    (highlight,) = kept(server, made)
    assert highlight.start_offset == 6


def test_an_employee_reads_and_copies_but_does_not_mark(
    made: Scene, signed_in: SignedIn, assert_accessible: Callable[[Page], None]
) -> None:
    page = signed_in("viewer")
    page.goto(f"/interviews/{made.interview.id}")
    expect(page.get_by_text("It failed twice.")).to_be_visible()
    page.keyboard.press("j")
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("button", name="Copy the words")).to_be_visible()
    expect(page.get_by_role("button", name="Highlight (H)")).to_have_count(0)
    page.keyboard.press("h")
    expect(page.get_by_role("dialog")).to_have_count(0)
    assert_accessible(page)


def test_the_panel_of_a_highlight_is_accessible(
    made: Scene, sheet: Page, assert_accessible: Callable[[Page], None]
) -> None:
    mark_turn(sheet, made, 1, "Waiting")
    sheet.get_by_role("button", name="Highlight: Waiting").click()
    expect(sheet.get_by_role("dialog")).to_be_visible()
    assert_accessible(sheet)


def test_finding_words_walks_through_their_places(sheet: Page) -> None:
    sheet.keyboard.press("s")
    sheet.keyboard.type("AND")
    expect(sheet.get_by_role("status").filter(has_text="1 of 5")).to_be_visible()
    sheet.keyboard.press("Enter")
    expect(sheet.get_by_role("status").filter(has_text="2 of 5")).to_be_visible()
    assert sheet.evaluate("[CSS.highlights.get('found')?.size, CSS.highlights.get('found-here')?.size]") == [5, 1]
    sheet.keyboard.press("Escape")
    assert sheet.evaluate("CSS.highlights.has('found')") is False


@pytest.fixture
def spoken(server: Server) -> Turn:
    """A turn of the demo with its own recording and word times."""
    with server.parts.database.read() as session:
        query = (
            select(Turn)
            .join(Interview, Interview.id == Turn.interview_id)  # type: ignore[arg-type]
            .join(Recording, Recording.interview_id == Interview.id)  # type: ignore[arg-type]
            .order_by(Turn.interview_id, Turn.position)  # type: ignore[arg-type]
        )
        found = next((turn for turn in session.exec(query) if turn.position > 1 and len(turn.words or []) > 6), None)
    if found is None:
        pytest.skip("the demo has no recording with word times")
    return found


def click_word(page: Page, turn: Turn, word: list[int]) -> None:
    """Clicks into the middle of a word of a turn."""
    box = page.evaluate(
        """([id, start, end]) => {
          const text = document.querySelector(`#turn-${id} [data-text]`)
          text.scrollIntoView({ block: 'center' })
          const range = document.createRange()
          const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT)
          let at = 0
          for (let node = walker.nextNode(); node; node = walker.nextNode()) {
            if (start < at + node.length) {
              range.setStart(node, start - at)
              range.setEnd(node, Math.min(end - at, node.length))
              break
            }
            at += node.length
          }
          const { x, y, width, height } = range.getBoundingClientRect()
          return [x + width / 2, y + height / 2]
        }""",
        [turn.id, word[0], word[1]],
    )
    page.mouse.click(*box)


def test_a_click_on_a_word_goes_to_its_moment_and_the_heard_word_is_shown(spoken: Turn, signed_in: SignedIn) -> None:
    page = signed_in("viewer")
    words_there = page.expect_response(lambda answer: answer.url.endswith("/words"))
    with words_there:
        page.goto(f"/interviews/{spoken.interview_id}")
    expect(page.locator(f"#turn-{spoken.id}")).to_be_attached()
    until(page, "(document.querySelector('video, audio')?.readyState ?? 0) > 0")
    word = (spoken.words or [])[5]
    click_word(page, spoken, word)
    until(page, "ms => Math.abs(document.querySelector('video, audio').currentTime * 1000 - ms) < 60", arg=word[2])
    until(page, "CSS.highlights.has('heard-word')")
    heard = "[...CSS.highlights.get('heard-word')][0].toString()"
    assert page.evaluate(heard) == spoken.text[word[0] : word[1]]
    expect(page.locator(f"#turn-{spoken.id}")).to_have_attribute("data-heard", "")


def test_a_permalink_opens_at_its_moment(spoken: Turn, signed_in: SignedIn) -> None:
    page = signed_in("viewer")
    page.goto(f"/interviews/{spoken.interview_id}?t={spoken.start_ms}")
    expect(page.locator(f"#turn-{spoken.id}")).to_be_in_viewport()
    until(
        page,
        "ms => Math.abs((document.querySelector('video, audio')?.currentTime ?? -9) * 1000 - ms) < 60",
        arg=spoken.start_ms,
    )
