"""The interview page with a long transcript, in a real Chromium: how soon one can read, and how marking feels.

python -m bench.interview_page [--turns 5000] [--highlights 500] [--runs 5]

Serves a made-up interview from an empty folder, opens it in fresh browser profiles, and prints medians beside the
promise. "Interactive" is measured from the start of the navigation: the first turn is on the screen and the J key
has moved the reading cursor. Needs Chromium and a built front end. Nothing is remembered between runs.
"""

from __future__ import annotations

import argparse
import random
import shutil
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import uvicorn
from playwright.sync_api import Page, sync_playwright
from sqlmodel import Session

from app.accounts import service as accounts
from app.core.settings import Settings
from app.highlights.models import Highlight, HighlightTag
from app.interviews.models import Interview, Speaker
from app.main import STATIC, create_app
from app.participants.models import Consent, Participant
from app.projects.models import Project
from app.tags.models import Tag
from app.tags.palette import COLOURS
from app.transcripts.models import Transcript, Turn
from app.wiring import open_parts

PROMISE_MS = 1_500
EMAIL, PASSWORD = "bench@example.org", "a password for the bench"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
SENTENCE = (
    "so I think the onboarding was quite confusing because when you click on export nothing happens and then we had "
    "to ask support which took three days honestly my manager was not happy with pricing either but search is great"
)
WORDS = SENTENCE.split()
INTERACTIVE = """() => new Promise((resolve) => {
  const look = () => {
    const turn = document.querySelector('[data-turn]')
    if (!turn) return requestAnimationFrame(look)
    document.dispatchEvent(new KeyboardEvent('keydown', { key: 'j', bubbles: true }))
    requestAnimationFrame(() => {
      if (document.activeElement?.dataset.turn) resolve(performance.now())
      else look()
    })
  }
  look()
})"""
COMPLETE = """(turns) => new Promise((resolve) => {
  const look = () => document.querySelectorAll('[data-turn]').length >= turns
    ? requestAnimationFrame(() => resolve(performance.now())) : requestAnimationFrame(look)
  look()
})"""
MARK = """() => new Promise((resolve) => {
  const began = performance.now()
  // Marks may cover the same words, so their layers are counted.
  const layers = () => [...document.querySelectorAll('mark')].reduce((all, one) => all + one.dataset.h.length, 0)
  const before = layers()
  document.activeElement.dispatchEvent(new KeyboardEvent('keydown', { key: 'h', bubbles: true }))
  const look = () => layers() > before
    ? resolve(performance.now() - began) : requestAnimationFrame(look)
  look()
})"""
SCROLL = """() => new Promise((resolve) => {
  const frames = []
  let last = performance.now()
  const end = last + 3000
  const step = (now) => {
    frames.push(now - last)
    last = now
    scrollBy(0, 240)
    if (now < end) return requestAnimationFrame(step)
    frames.sort((a, b) => a - b)
    resolve({ p50: frames[frames.length >> 1], p95: frames[Math.floor(frames.length * 0.95)] })
  }
  requestAnimationFrame(step)
})"""


def speech(rng: random.Random, start_ms: int) -> tuple[str, list[list[int]]]:
    """A made-up turn of 3 to 22 words with its word times."""
    text, timed = "", []
    for number, word in enumerate(rng.choices(WORDS, k=rng.randint(3, 22))):
        text += " " if text else ""
        timed.append([len(text), len(text) + len(word), start_ms + number * 350, start_ms + number * 350 + 300])
        text += word
    return text, timed


def interview(session: Session, turns: int, highlights: int) -> str:
    """Writes an interview of that size, all of it readable for everyone; returns its id."""
    rng = random.Random(5)
    project = Project(name="Bench")
    made = Interview(project_id=project.id, title="A very long conversation")
    transcript = Transcript(interview_id=made.id)
    participant = Participant(project_id=project.id, pseudonym="Robin")
    consent = Consent(participant_id=participant.id, status="granted", scope="company")
    asks = Speaker(interview_id=made.id, label="Asker", role="interviewer")
    tells = Speaker(interview_id=made.id, label="Robin", participant_id=participant.id, position=1)
    tags = [Tag(name=f"Tag {colour}", colour=colour) for colour in COLOURS]
    for rows in ([project], [made, participant, *tags], [transcript, consent, asks, tells]):
        session.add_all(rows)
        session.flush()
    spoken = []
    for position in range(turns):
        start = position * 7_000
        text, words = speech(rng, start)
        speaker = asks if position % 2 == 0 else tells
        spoken.append(
            Turn(
                transcript_id=transcript.id,
                interview_id=made.id,
                speaker_id=speaker.id,
                position=position,
                text=text,
                start_ms=start,
                end_ms=start + 6_500,
                words=words,
            )
        )
    session.add_all(spoken)
    session.flush()
    marks = [marked(rng, transcript, spoken) for _ in range(highlights)]
    session.add_all(marks)
    session.flush()
    session.add_all(HighlightTag(highlight_id=mark.id, tag_id=rng.choice(tags).id) for mark in marks)
    return made.id


def marked(rng: random.Random, transcript: Transcript, turns: list[Turn]) -> Highlight:
    """A highlight on one turn or, one time in ten, across a few."""
    at = rng.randrange(len(turns) - 4)
    first, last = turns[at], turns[at + (rng.randint(1, 3) if rng.random() < 0.1 else 0)]
    start = rng.randrange(len(first.text) // 2)
    end = len(last.text) if last is first else rng.randint(1, len(last.text))
    return Highlight(
        transcript_id=transcript.id,
        interview_id=transcript.interview_id,
        start_turn_id=first.id,
        start_offset=start,
        end_turn_id=last.id,
        end_offset=end,
        quote=first.text[start:],
        start_ms=first.start_ms,
        end_ms=last.end_ms,
    )


@contextmanager
def served(turns: int, highlights: int) -> Iterator[tuple[str, str]]:
    """A running server with the interview: its address and the interview's id."""
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(_env_file=None, data=Path(folder), search="memory", worker=False, secret="s" * 40)  # type: ignore[call-arg]
        parts = open_parts(settings)
        with parts.database.write() as session:
            accounts.create_user(session, email=EMAIL, name="Bench", role="researcher", password=PASSWORD)
            interview_id = interview(session, turns, highlights)
        running = uvicorn.Server(uvicorn.Config(create_app(settings, parts), port=0, log_level="error"))
        thread = threading.Thread(target=running.run, daemon=True)
        thread.start()
        while not running.started:
            time.sleep(0.02)
        port = running.servers[0].sockets[0].getsockname()[1]
        yield f"http://127.0.0.1:{port}", interview_id
        running.should_exit = True
        thread.join(20)
        parts.close()


def measure(page: Page, path: str, turns: int) -> dict[str, float]:
    """One visit in a fresh profile."""
    page.goto(path, wait_until="commit")
    figures = {"interactive": page.evaluate(INTERACTIVE), "all turns drawn": page.evaluate(COMPLETE, turns)}
    figures["a mark appears"] = page.evaluate(MARK)
    page.keyboard.press("Escape")
    frames = page.evaluate(SCROLL)
    return figures | {"frame while scrolling, p50": frames["p50"], "frame while scrolling, p95": frames["p95"]}


def visits(url: str, interview_id: str, turns: int, runs: int) -> list[dict[str, float]]:
    """That many visits; the first one warms the server up and is not counted."""
    found = []
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        for _ in range(runs + 1):
            context = browser.new_context(base_url=url, viewport={"width": 1440, "height": 900})
            answer = context.request.post("/api/session", data={"email": EMAIL, "password": PASSWORD})
            assert answer.ok, answer.text()
            found.append(measure(context.new_page(), f"/interviews/{interview_id}", turns))
            context.close()
        browser.close()
    return found[1:]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--turns", type=int, default=5_000)
    parser.add_argument("--highlights", type=int, default=500)
    parser.add_argument("--runs", type=int, default=5)
    options = parser.parse_args()
    if not (STATIC / "index.html").exists():
        sys.exit("The front end is not built; ./dev run builds it.")
    with served(options.turns, options.highlights) as (url, interview_id):
        found = visits(url, interview_id, options.turns, options.runs)
    print(f"{options.turns} turns, {options.highlights} highlights, median of {options.runs} visits")
    for name in found[0]:
        print(f"  {name:<28} {statistics.median(one[name] for one in found):>8.0f} ms")
    interactive = statistics.median(one["interactive"] for one in found)
    print(f"  promise: interactive in {PROMISE_MS} ms; used {interactive / PROMISE_MS:.0%} of it")


if __name__ == "__main__":
    main()
