"""How long the picture stands still from clip to clip in the application, and how soon a click plays.

python -m bench.player_gap [--clips 62] [--seconds 1.6] [--keep FOLDER]

Makes two films whose frames tell their time (720p30 and 480p25, a key frame every five seconds), two interviews of
many people around them, and a reel that goes to and fro between the films; plays it once through in a real Chromium
at normal speed, and asks `requestVideoFrameCallback` of both video elements for every frame that was presented.

A gap is the time from the last frame of a clip that was shown to the first frame of the next that moves: its very
first picture, which the deck has ready, does not count as playing. Needs Chromium and a built front end.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx2
import imageio_ffmpeg
from playwright.sync_api import Page, sync_playwright
from sqlmodel import Session

from app.accounts import service as accounts
from app.core.settings import Settings
from app.interviews.models import Interview, Speaker
from app.main import STATIC
from app.participants.models import Consent, Participant
from app.projects.models import Project
from app.transcripts.models import Transcript, Turn
from app.wiring import open_parts
from bench.upload_to_searchable import server

PROMISED_GAP_MS, PROMISED_START_MS = 150, 1_000
EMAIL, PASSWORD = "bench@example.org", "a password for the bench"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
FILMS = (("1280x720", 30, 220), ("854x480", 25, 330))
FILM_SECONDS = 160
NAMES = ("Ines", "Okon", "Marta", "Yusuf", "Bo", "Lene", "Priya", "Tom")
WATCH = """() => {
  window.frames_shown = []
  window.clicked_at = null
  addEventListener('click', (event) => { window.clicked_at ??= performance.now() }, true)
  const watched = new WeakSet()
  const follow = (video, deck) => {
    const note = (now, frame) => {
      if (video.dataset.shown !== undefined && !video.paused)
        window.frames_shown.push([deck, frame.presentationTime, frame.mediaTime, video.currentSrc.slice(-50)])
      video.requestVideoFrameCallback(note)
    }
    video.requestVideoFrameCallback(note)
  }
  const look = () => {
    document.querySelectorAll('.fp-video').forEach((video, deck) => {
      if (watched.has(video)) return
      watched.add(video)
      follow(video, deck)
    })
    requestAnimationFrame(look)
  }
  look()
}"""


def film(path: Path, size: str, fps: int, tone: int) -> Path:
    """A test picture that counts its frames, with a tone."""
    picture = f"testsrc2=size={size}:rate={fps}:duration={FILM_SECONDS}"
    sound = f"sine=frequency={tone}:sample_rate=48000:duration={FILM_SECONDS}"
    subprocess.run(
        [
            *(imageio_ffmpeg.get_ffmpeg_exe(), "-loglevel", "error", "-y"),
            *("-f", "lavfi", "-i", picture, "-f", "lavfi", "-i", sound),
            *("-c:v", "libx264", "-preset", "ultrafast", "-crf", "30", "-pix_fmt", "yuv420p", "-g", str(fps * 5)),
            *("-c:a", "aac", "-b:a", "64k", "-movflags", "+faststart", str(path)),
        ],
        check=True,
    )
    return path


def prepare(folder: Path, clips: int, seconds: float) -> str:
    """Films, interviews and the reel in that data folder; returns the reel's address."""
    parts = open_parts(Settings(data=folder, demo=False))
    with parts.database.write() as session:
        user = accounts.create_user(session, email=EMAIL, name="Bench", role="admin", password=PASSWORD)
        _, token = accounts.create_token(session, user_id=user.id, name="bench", role="admin")
        project = Project(name="Bench", access="open")
        session.add(project)
        session.flush()
        turns = [interview(session, project, number, seconds) for number in range(len(FILMS))]
    parts.close()
    with server(folder) as (url, _), httpx2.Client(base_url=url, timeout=300) as client:
        client.headers["Authorization"] = f"Bearer {token}"
        for number, of_film in enumerate(turns):
            made = film(folder / f"film-{number}.mp4", *FILMS[number])
            address = f"/api/interviews/{of_film[0].interview_id}/recording"
            _json(client.put(address, content=made.read_bytes(), params={"file_name": made.name}))
        # To and fro between the films and through their time, so that every change is a change of source and a jump.
        order = [turns[at % 2][(at // 2 * 7) % len(turns[at % 2])] for at in range(clips)]
        quote_ids = list(dict.fromkeys(f"t-{turn.id}" for turn in order))
        return "/reels/" + str(_json(client.post("/api/reels", json={"title": "Gaps", "quote_ids": quote_ids}))["id"])


def interview(session: Session, project: Project, number: int, seconds: float) -> list[Turn]:
    """As many turns as fit into a film, one after the other, each of another person."""
    row = Interview(project_id=project.id, title=f"Film {number + 1}")
    session.add(row)
    session.flush()
    transcript = Transcript(interview_id=row.id, format="vtt")
    session.add(transcript)
    speakers = [_speaker(session, project, row, position) for position in range(len(NAMES))]
    session.flush()
    length_ms = round(seconds * 1000)
    turns = [
        Turn(
            transcript_id=transcript.id,
            interview_id=row.id,
            speaker_id=speakers[at % len(speakers)].id,
            position=at,
            text=f"This is moment {at} of {NAMES[at % len(NAMES)]}, told in a few words.",
            start_ms=at * length_ms,
            end_ms=(at + 1) * length_ms - 50,
        )
        for at in range(FILM_SECONDS * 1000 // length_ms - 1)
    ]
    session.add_all(turns)
    session.flush()
    return turns


def _speaker(session: Session, project: Project, row: Interview, position: int) -> Speaker:
    person = Participant(project_id=project.id, pseudonym=NAMES[position])
    session.add(person)
    session.flush()
    session.add(Consent(participant_id=person.id, status="granted", scope="public"))
    speaker = Speaker(
        interview_id=row.id, label=NAMES[position], role="participant", participant_id=person.id, position=position
    )
    session.add(speaker)
    return speaker


def play(page: Page, url: str, reel: str) -> tuple[list[Any], float]:
    """Plays the reel to its end; returns the frames presented, and the ms from the click to the first of them."""
    page.add_init_script(f"({WATCH})()")
    page.goto(f"{url}/sign-in")
    answer = page.request.post(f"{url}/api/session", data={"email": EMAIL, "password": PASSWORD})
    assert answer.status == 201, answer.text()
    page.goto(url + reel)
    page.locator(".fp-big").wait_for()
    page.wait_for_timeout(1_500)  # a warm server and a page at rest: the promise is about the click
    page.locator(".fp-big").click()
    page.locator(".fp[data-cover=ended]").wait_for(timeout=900_000)
    frames = page.evaluate("window.frames_shown")
    return frames, frames[0][1] - page.evaluate("window.clicked_at")


def gaps(frames: list[Any]) -> Iterator[float]:
    """Ms from the last frame of each clip to the first of the next that moves."""
    for at in range(1, len(frames) - 1):
        (deck, before, *_), (after, _, first, _) = frames[at - 1], frames[at]
        if deck != after:
            moving = next((one for one in frames[at:] if one[2] > first or one[0] != after), frames[at])
            yield moving[1] - before


def _json(answer: httpx2.Response) -> Any:
    assert answer.is_success, answer.text
    return answer.json()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--clips", type=int, default=62)
    parser.add_argument("--seconds", type=float, default=1.6, help="how long a clip is")
    parser.add_argument("--keep", type=Path, help="a data folder that stays; used again when it is there")
    options = parser.parse_args()
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if not chromium or not (STATIC / "index.html").exists():
        raise SystemExit("This bench needs Chromium and a built front end.")
    with tempfile.TemporaryDirectory() as scratch:
        folder = options.keep or Path(scratch)
        note = folder / "reel.txt"
        if not note.exists():
            folder.mkdir(parents=True, exist_ok=True)
            note.write_text(prepare(folder, options.clips, options.seconds))
        with server(folder) as (url, _), sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
            frames, started = play(browser.new_page(viewport={"width": 1440, "height": 900}), url, note.read_text())
            browser.close()
    found = sorted(gaps(frames))
    p95 = statistics.quantiles(found, n=20)[18]
    print(
        f"gap between clips, {len(found)} changes   p50 {statistics.median(found):6.1f} ms   p95 {p95:6.1f} ms   ",
        end="",
    )
    print(f"worst {found[-1]:6.1f} ms   promised {PROMISED_GAP_MS} ms: {p95 / PROMISED_GAP_MS:.0%} of it")
    share = started / PROMISED_START_MS
    print(f"first frame after the click {started:6.1f} ms   promised {PROMISED_START_MS} ms: {share:.0%} of it")


if __name__ == "__main__":
    main()
