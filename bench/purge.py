"""Consent is withdrawn with a thousand affected quotes: how fast everything denies, and how fast nothing is left.

python -m bench.purge [--quotes 1000] [--interviews 10] [--clips 12] [--embeds 20]
MEILI_URL=http://127.0.0.1:7700 MEILI_KEY=... python -m bench.purge      the same on Meilisearch

Starts a real server on a fresh folder with one person in ten filmed interviews, a thousand of whose turns are marked
and tagged. They are in a reel that is embedded and rendered, in single embeds, in the embed of a tag, and in the feed
of a topic. Then the person withdraws, and every door is asked at once: search, card, transcript, media range, reel,
embeds, clip, captions, film, feed, export. Then the receipt is read until it is complete, and it is not believed: its
files are looked for on the disk, and the index is compared with the database. Targets: every door denies on its next
request, and the receipt is complete within 10 s.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx2
from sqlmodel import Session, select

from app.access.roles import Role
from app.access.viewer import SYSTEM
from app.accounts import service as accounts
from app.core.settings import Settings
from app.discovery import indexing
from app.highlights import service as highlights
from app.interviews.models import Interview, Speaker
from app.outbox import service as outbox
from app.participants.models import Consent, Participant
from app.projects.models import Project
from app.recordings import ffmpeg
from app.subjects.models import ReceiptPlace
from app.tags.models import Tag
from app.transcripts.models import Transcript, Turn
from app.wiring import Parts, open_parts
from bench.upload_to_searchable import server

Json = dict[str, Any]
WIKI = "https://wiki.example"
UNLIMITED = "1000000 per minute"
TARGET_SECONDS = 10
TURN_MS = 3_000
WORD = "zeppelinpost"
"""A word that only this person says."""


@dataclass
class World:
    """What was made, by ids."""

    participant: str
    interviews: list[str]
    quotes: list[str]
    tag: str


def made(session: Session, interviews: int, quotes: int) -> World:
    """One person in some interviews, every turn of theirs marked and tagged."""
    project = Project(name="Letters")
    tag = Tag(name="Waiting")
    session.add_all([project, tag])
    session.flush()
    person = Participant(project_id=project.id, pseudonym="Wilhelmina")
    session.add(person)
    session.flush()
    session.add(Consent(participant_id=person.id, status="granted", scope="public"))
    world = World(person.id, [], [], tag.id)
    for number in range(interviews):
        world.quotes += interview(session, world, project, number, quotes // interviews)
    return world


def interview(session: Session, world: World, project: Project, number: int, turns: int) -> list[str]:
    """One interview with its marks; returns their ids."""
    row = Interview(project_id=project.id, title=f"Conversation {number}")
    session.add(row)
    session.flush()
    transcript = Transcript(interview_id=row.id, format="vtt")
    speaker = Speaker(interview_id=row.id, label="Wilhelmina", participant_id=world.participant)
    session.add_all([transcript, speaker])
    session.flush()
    world.interviews.append(row.id)
    found = []
    for position in range(turns):
        turn = Turn(
            transcript_id=transcript.id,
            interview_id=row.id,
            speaker_id=speaker.id,
            position=position,
            text=f"The {WORD} of day {position} in week {number} came late again, and nobody told us why.",
            start_ms=position * TURN_MS,
            end_ms=(position + 1) * TURN_MS - 500,
        )
        session.add(turn)
        session.flush()
        span = {"start_turn_id": turn.id, "start_offset": 0, "end_turn_id": turn.id, "end_offset": len(turn.text)}
        values = span | {"tag_ids": [world.tag], "emotion": "frustrated"}
        found.append(highlights.create(session, SYSTEM, transcript_id=transcript.id, values=values).id)
    return found


def film(path: Path, seconds: float) -> bytes:
    """A small film with a tone."""
    ffmpeg.run(
        [ffmpeg.generated("testsrc=size=320x180:rate=10"), ffmpeg.generated("sine=frequency=330:sample_rate=48000")],
        [
            *("-t", f"{seconds:.1f}", "-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p"),
            *("-c:a", "aac", "-shortest", "-movflags", "+faststart", "-f", "mp4", f"file:{path}"),
        ],
    )
    return path.read_bytes()


def shared(http: httpx2.Client, world: World, clips: int, embeds: int) -> Json:
    """A reel, embedded and rendered; embeds of quotes and of the tag; a topic with a feed."""
    reel = http.post("/api/reels", json={"title": "Letters", "highlight_ids": world.quotes[:clips]}).json()
    made = {"reel": reel["id"]}
    body = {"label": "Wiki", "origins": [WIKI]}
    made["embed"] = http.post(f"/api/reels/{reel['id']}/grants", json=body).json()
    for quote in world.quotes[clips : clips + embeds]:
        http.post(f"/api/highlights/{quote}/grants", json=body).raise_for_status()
    made["tag"] = http.post(f"/api/tags/{world.tag}/grants", json=body).json()
    render = http.post(f"/api/reels/{reel['id']}/renders", json={"profile": "480p"})
    made["render"] = render.raise_for_status().json()["id"]
    topic = http.post("/api/topics", json={"name": "Letters", "search": {"q": WORD}}).raise_for_status().json()
    made["feed"] = http.post(f"/api/topics/{topic['id']}/feeds", json={}).raise_for_status().json()["url"]
    return made


def wait(what: str, ready: Callable[[], bool], seconds: float = 300) -> None:
    """Until something is there."""
    until = time.monotonic() + seconds
    while not ready():
        if time.monotonic() > until:
            raise SystemExit(f"{what} did not get ready within {seconds:.0f} s")
        time.sleep(0.1)


def doors(http: httpx2.Client, world: World, made: Json) -> dict[str, Callable[[], str]]:
    """Every way to the person: what is asked, and what of them came back. Empty: nothing."""
    recording = http.get(f"/api/interviews/{world.interviews[0]}/recording").json()["id"]
    items = http.get(f"{made['embed']['embed_url']}/reel.json").json()["items"]
    clip, captions = items[0]["url"], items[0]["captions_url"]
    part = {"Range": "bytes=0-65535"}

    def words(path: str, **options: Any) -> Callable[[], str]:
        def ask() -> str:
            answer = http.get(path, **options)
            return f"{answer.status_code} with words" if answer.is_success and WORD in answer.text else ""

        return ask

    def bytes_of(path: str) -> Callable[[], str]:
        def ask() -> str:
            answer = http.get(path, headers=part)
            return f"{answer.status_code}, {len(answer.content)} bytes" if answer.is_success else ""

        return ask

    return {
        "search": words("/api/search", params={"q": WORD}),
        "card": words(f"/api/quotes/h-{world.quotes[0]}"),
        "transcript": words(f"/api/interviews/{world.interviews[0]}/transcript"),
        "media range": bytes_of(f"/api/recordings/{recording}/media"),
        "reel": words(f"/api/reels/{made['reel']}"),
        "embed of the reel": words(f"{made['embed']['embed_url']}/reel.json"),
        "embed of the tag": words(f"{made['tag']['embed_url']}/reel.json"),
        "clip of the embed": bytes_of(clip),
        "captions of the embed": words(captions),
        "film": bytes_of(f"/api/renders/{made['render']}/reel.mp4"),
        "feed": words(made["feed"]),
        "export of the reel": words(f"/api/reels/{made['reel']}/exports/transcript.txt"),
    }


def left(parts: Parts, participant: str) -> list[str]:
    """What is really left: files of the receipt on the disk, quotes of the person in the index."""
    with parts.database.read() as session:
        places = session.exec(select(ReceiptPlace)).all()
        keys = [key for place in places for key in place.keys if not key.startswith("h-")]
        interviews = session.exec(select(Speaker.interview_id).where(Speaker.participant_id == participant)).all()
        stale = indexing.stale(session, parts.engine, list(interviews))
    return [key for key in keys if parts.store.has(key)] + sorted(stale)


def report(rows: Sequence[tuple[str, str, str, float]]) -> bool:
    """Prints what each door gave before and after; whether every one was open before and none after."""
    print(f"\n{'door':24}{'before':>22}{'on the next request':>22}{'answered in':>14}")
    for name, before, after, seconds in rows:
        print(f"{name:24}{before or 'closed':>22}{after or 'denied':>22}{1000 * seconds:>11.0f} ms")
    return all(before and not after for _, before, after, _ in rows)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--quotes", type=int, default=1000)
    options.add_argument("--interviews", type=int, default=10)
    options.add_argument("--clips", type=int, default=12)
    options.add_argument("--embeds", type=int, default=20)
    asked = options.parse_args()
    for name in ("PAGES", "MEDIA", "OEMBED"):
        os.environ[f"FIRSTHAND_LIMIT_{name}"] = UNLIMITED
    meili = os.environ.get("MEILI_URL", "")
    engine: Json = {"search": "embedded"}
    if meili:
        engine = {"search": "meilisearch", "meili_url": meili, "meili_key": os.environ.get("MEILI_KEY", "")}
        engine["meili_index"] = f"purge-{os.getpid()}"
        os.environ |= {f"FIRSTHAND_{name.upper()}": value for name, value in engine.items()}
    with tempfile.TemporaryDirectory() as folder:
        holds = run(Path(folder), engine, asked)
    print("\nholds" if holds else "\nDOES NOT HOLD")
    sys.exit(0 if holds else 1)


def run(data: Path, engine: Json, asked: argparse.Namespace) -> bool:
    """Makes the world, withdraws, and says how long what took."""
    parts = open_parts(Settings(_env_file=None, data=data, worker=False, **engine))
    with parts.database.write() as session:
        world = made(session, asked.interviews, asked.quotes)
        admin = accounts.create_user(session, email="a@example.org", name="Ada", role=Role.ADMIN.value, password=None)
        _, secret = accounts.create_token(session, user_id=admin.id, name="bench", role=Role.ADMIN)
    with (
        server(data) as (url, _),
        httpx2.Client(base_url=url, headers={"Authorization": f"Bearer {secret}"}, timeout=120) as http,
    ):
        prepare(http, world, data / "film.mp4", asked)
        ready = shared(http, world, asked.clips, asked.embeds)
        wait("the clips", lambda: not http.get(f"/api/reels/{ready['reel']}/reach").json()["preparing"])
        wait("the film", lambda: http.get(f"/api/renders/{ready['render']}").json()["state"] == "done")
        wait("the index", lambda: _waiting(parts) == 0)
        asks = doors(http, world, ready)
        before = {name: ask() for name, ask in asks.items()}
        began = time.monotonic()
        answer = http.put(
            f"/api/participants/{world.participant}/consent", json={"status": "withdrawn", "scope": "team"}
        )
        answer.raise_for_status()
        committed = time.monotonic()
        rows = []
        for name, ask in asks.items():
            asked_at = time.monotonic()
            after = ask()
            rows.append((name, before[name], after, time.monotonic() - asked_at))
        denies = report(rows)
        receipts = f"/api/participants/{world.participant}/receipts"
        wait("the receipt", lambda: http.get(receipts).json()["items"][0]["completed_at"] is not None, 60)
        purged = time.monotonic() - committed
        (receipt,) = http.get(receipts).json()["items"]
    return tell(parts, world, engine["search"], receipt, committed - began, purged) and denies


def prepare(http: httpx2.Client, world: World, path: Path, asked: argparse.Namespace) -> None:
    """The films of the interviews, and everything made of them."""
    body = film(path, asked.quotes // asked.interviews * TURN_MS / 1000)
    for interview_id in world.interviews:
        http.put(f"/api/interviews/{interview_id}/recording", content=body).raise_for_status()

    def idle() -> bool:
        return not http.get("/api/jobs", params={"state": ["queued", "running"], "kind": "recordings.prepare"}).json()[
            "items"
        ]

    wait("the recordings", idle, 600)


def _waiting(parts: Parts) -> int:
    with parts.database.read() as session:
        return outbox.waiting(session)


def tell(parts: Parts, world: World, engine: str, receipt: Json, taken: float, purged: float) -> bool:
    """The receipt, and whether it is true."""
    print(f"\nengine {engine}; {len(world.quotes)} quotes in {len(world.interviews)} interviews")
    print(f"the withdrawal took {1000 * taken:.0f} ms, its receipt of {receipt['total']} places included")
    for one in receipt["sums"]:
        print(f"  {one['kind']:12}{one['settled']:>6} of {one['total']}")
    files = left(parts, world.participant)
    print(f"left on the disk and in the index, looked at from outside: {len(files)} {files[:3] or ''}")
    print(f"purged, and the receipt complete, {purged:.2f} s after the commit (target {TARGET_SECONDS} s)")
    parts.close()
    complete = receipt["settled"] == receipt["total"] and receipt["completed_at"] is not None
    return complete and not files and purged <= TARGET_SECONDS


if __name__ == "__main__":
    main()
