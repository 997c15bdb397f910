"""Search through HTTP beside the engine alone, on quotes that went through the product's own indexing.

python -m bench.search_http [--quotes 100000] [--queries 300] [--interviews 500]

Builds a repository in a fresh data folder (projects, people with consents, turns, highlights with tags and
emotions), indexes it as `firsthand reindex` does, starts a real server process, and asks the same queries of both:
the server with four facets and a page of twenty cards, and the engine in this process with the same facets. Every
figure is measured here and now.
"""

from __future__ import annotations

import argparse
import itertools
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import httpx2
from sqlmodel import Session, SQLModel

from app.access.roles import Role
from app.access.viewer import Viewer
from app.accounts import service as accounts
from app.core.settings import Settings
from app.discovery import indexing, service
from app.discovery.naming import Names
from app.discovery.service import Ask
from app.highlights.emotions import Emotion
from app.highlights.models import Highlight, HighlightTag
from app.interviews.models import Interview, Speaker
from app.participants.models import Consent, Participant
from app.projects.models import Project
from app.tags.models import Tag
from app.transcripts.models import Transcript, Turn
from app.wiring import Parts, open_parts
from bench.search_engine import made_up_words, spoken
from bench.upload_to_searchable import server

FACETS = ("project", "tag", "emotion", "kind")
WORDS = 33
TARGET_P95_MS = 25.0


class Maker:
    """Writes the repository, an interview at a time."""

    def __init__(self, session: Session, turns: int) -> None:
        self._session = session
        self._turns = turns
        self._rng = random.Random(5)
        self.words = made_up_words(self._rng, 30_000)
        self._stream = spoken(None, self._rng, self.words)
        self._tags = [Tag(name=f"{self.words[at]} {self.words[at + 1]}") for at in range(0, 160, 2)]
        self._projects = [Project(name=f"Project {at}", access="open" if at % 8 else "restricted") for at in range(40)]
        self._save(self._tags, self._projects)

    def interview(self, number: int) -> None:
        """One interview with two people; every fifth turn is a highlight."""
        project = self._projects[number % len(self._projects)]
        held = date(2024, 1, 1) + timedelta(days=number % 800)
        row = Interview(project_id=project.id, title=f"Interview {number}", held_on=held, kind="interview")
        person = Participant(project_id=project.id, pseudonym=self.words[number % 4_000].title())
        self._save([row, person])
        transcript = Transcript(interview_id=row.id)
        asker = Speaker(interview_id=row.id, label="We", role="interviewer")
        speaker = Speaker(interview_id=row.id, label="They", participant_id=person.id, position=1)
        self._save([transcript, asker, speaker, Consent(participant_id=person.id, status="granted", scope="company")])
        turns = [self._turn(row, transcript, asker if at % 4 == 0 else speaker, at) for at in range(self._turns)]
        self._save(turns)
        marks = [self._mark(turn) for turn in turns[1::5]]
        self._save(marks)
        self._save([HighlightTag(highlight_id=mark.id, tag_id=tag) for mark in marks for tag in self._some_tags()])

    def _turn(self, row: Interview, transcript: Transcript, speaker: Speaker, at: int) -> Turn:
        start = self._rng.randrange(len(self._stream) - WORDS)
        said = self._stream[start : start + WORDS]
        said[self._rng.randrange(WORDS)] = self._rng.choice(self.words)
        return Turn(
            transcript_id=transcript.id,
            interview_id=row.id,
            speaker_id=speaker.id,
            position=at,
            text=" ".join(said),
            start_ms=at * 9_000,
            end_ms=at * 9_000 + 8_500,
        )

    def _mark(self, turn: Turn) -> Highlight:
        return Highlight(
            transcript_id=turn.transcript_id,
            interview_id=turn.interview_id,
            start_turn_id=turn.id,
            start_offset=0,
            end_turn_id=turn.id,
            end_offset=len(turn.text),
            quote=turn.text,
            start_ms=turn.start_ms,
            end_ms=turn.end_ms,
            emotion=self._rng.choice(list(Emotion)),
            intensity=self._rng.randint(1, 5),
        )

    def _some_tags(self) -> list[str]:
        return [tag.id for tag in self._rng.sample(self._tags, self._rng.randrange(4))]

    def _save(self, *rows: Sequence[SQLModel]) -> None:
        for some in rows:
            self._session.add_all(some)
        self._session.flush()


def queries(words: list[str], number: int) -> Iterator[str]:
    """What people type: words, the beginning of one, one or two slips, phrases, exclusions, fields."""
    rng = random.Random(9)
    common = words[:3_000]
    kinds: itertools.cycle[Callable[[], str]] = itertools.cycle(
        [
            lambda: rng.choice(common),
            lambda: " ".join(rng.choices(common, k=2)),
            lambda: rng.choice(common)[:3],
            lambda: slip(rng.choice(common[200:]), rng),
            lambda: f"{rng.choice(common)} {slip(rng.choice(common), rng)}",
            lambda: f'"{rng.choice(common)}" {rng.choice(common)}',
            lambda: f"{rng.choice(common)} -{rng.choice(common)}",
            lambda: f"{rng.choice(common)} emotion:{rng.choice(list(Emotion))} after:2025",
        ]
    )
    return (next(kinds)() for _ in range(number))


def slip(word: str, rng: random.Random) -> str:
    """A word with two neighbouring letters changed over."""
    at = rng.randrange(1, max(2, len(word) - 1))
    return word[:at] + word[at : at + 2][::-1] + word[at + 2 :]


def build(parts: Parts, quotes: int, interviews: int) -> tuple[list[str], str]:
    """The repository and its index; returns its vocabulary and an employee's token."""
    began = time.perf_counter()
    with parts.database.write() as session:
        maker = Maker(session, quotes // interviews)
        for number in range(interviews):
            maker.interview(number)
        user = accounts.create_user(session, email="b@example.org", name="B", role="viewer", password=None)
        _, token = accounts.create_token(session, user_id=user.id, name="bench", role="viewer")
    print(f"wrote {quotes:,} turns of {interviews:,} interviews in {time.perf_counter() - began:.1f} s", flush=True)
    began = time.perf_counter()
    count = indexing.rebuild(parts.database, parts.engine)
    taken = time.perf_counter() - began
    print(f"indexed {count:,} quotes from the database in {taken:.1f} s: {count / taken:,.0f} a second", flush=True)
    return maker.words, token


def alone(parts: Parts, asked: Sequence[str]) -> list[float]:
    """The engine in this process, with the query that the product makes."""
    viewer = Viewer("", "Bench", Role.VIEWER)
    times = []
    with parts.database.read() as session:
        for q in asked:
            query = service.query_of(viewer, Ask(q=q, facets=FACETS), Names(session, viewer))
            began = time.perf_counter()
            parts.engine.find(query)
            times.append((time.perf_counter() - began) * 1000)
    return times


def through_http(url: str, token: str, asked: Sequence[str]) -> list[float]:
    """The product, one client, one connection."""
    times = []
    with httpx2.Client(base_url=url, headers={"Authorization": f"Bearer {token}"}, timeout=60) as client:
        for q in asked:
            parameters: list[tuple[str, Any]] = [("q", q), *(("facets", facet) for facet in FACETS)]
            began = time.perf_counter()
            client.get("/api/search", params=parameters).raise_for_status()
            times.append((time.perf_counter() - began) * 1000)
    return times


def report(name: str, times: Sequence[float]) -> tuple[float, float]:
    p50, p95 = statistics.median(times), statistics.quantiles(times, n=20)[18]
    print(f"{name:32} p50 {p50:7.2f} ms   p95 {p95:7.2f} ms   worst {max(times):7.2f} ms   n={len(times)}", flush=True)
    return p50, p95


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quotes", type=int, default=100_000)
    parser.add_argument("--interviews", type=int, default=500)
    parser.add_argument("--queries", type=int, default=300)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        parts = open_parts(Settings(data=Path(folder), demo=False, worker=True))
        words, token = build(parts, options.quotes, options.interviews)
        asked = list(queries(words, options.queries))
        alone(parts, asked[:30])
        engine = report("engine alone, in process", alone(parts, asked))
        parts.close()
        with server(Path(folder)) as (url, _):
            through_http(url, token, asked[:30])
            product = report("GET /api/search, one client", through_http(url, token, asked))
    print(
        f"ratio to the engine alone          p50 {product[0] / engine[0]:7.2f}      p95 {product[1] / engine[1]:7.2f}"
    )
    print(f"target p95 {TARGET_P95_MS:g} ms: used {product[1] / TARGET_P95_MS:.0%} of it")


if __name__ == "__main__":
    main()
