"""Search through HTTP beside the engine alone, on quotes that went through the product's own indexing.

python -m bench.search_http [--quotes 100000] [--interviews 500] [--queries 300] [--data FOLDER] [--processes 2]

Builds a repository (projects, people with consents, turns, highlights with tags and emotions), indexes it as
`firsthand reindex` does, starts a real server, and asks the same queries of both: the server with four facets and a
marked page of twenty cards, and the engine in this process with the same query. A folder given by --data is kept, and
used again. Beside wall-clock times stands the processor time of whoever answers, which a busy machine disturbs less.
Then two clients ask at once, of one server process and of several. Clients are processes of their own and use
Python's plain HTTP client: what a client spends is not the product's. Queries that warm up are none of those measured.
"""

from __future__ import annotations

import argparse
import http.client
import itertools
import json
import multiprocessing
import os
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import date, timedelta
from multiprocessing.synchronize import Barrier
from pathlib import Path
from urllib.parse import urlencode

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
TARGETS = {100_000: (6.0, 15.0), 1_000_000: (12.0, 40.0)}
"""Quotes -> milliseconds that half, and all but a twentieth, of the answers may take."""
TARGET_RATIO = 2.0
TARGET_TWO_CLIENTS = 1.6
TARGET_RSS_MB = 800
TARGET_INDEXED = 8_000
ROUNDS = 3


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


def queries(words: list[str], number: int, seed: int = 9) -> Iterator[str]:
    """What people type: words, the beginning of one, one or two slips, phrases, exclusions, fields."""
    rng = random.Random(seed)
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
    index(parts)
    return maker.words, token


def index(parts: Parts) -> None:
    """Builds the index anew and tells how fast."""
    wall, cpu = time.perf_counter(), time.process_time()
    count = indexing.rebuild(parts.database, parts.engine)
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    print(
        f"indexed {count:,} quotes from the database in {wall:.1f} s: {count / wall:,.0f} a second"
        f" ({count / cpu:,.0f} a second of processor time; target {TARGET_INDEXED:,})",
        flush=True,
    )


@dataclass(frozen=True)
class Times:
    """Milliseconds of each answer, by the clock and of the processor."""

    wall: Sequence[float]
    cpu: float

    @property
    def p50(self) -> float:
        return statistics.median(self.wall)

    @property
    def p95(self) -> float:
        return statistics.quantiles(self.wall, n=20)[18]


def alone(parts: Parts, asked: Sequence[str]) -> Times:
    """The engine in this process, with the query that the product makes."""
    viewer = Viewer("", "Bench", Role.VIEWER)
    wall, cpu = [], 0.0
    with parts.database.read() as session:
        for q in asked:
            query = service.query_of(viewer, Ask(q=q, facets=FACETS), Names(session, viewer))
            began, began_cpu = time.perf_counter(), time.process_time()
            parts.engine.find(query)
            wall.append((time.perf_counter() - began) * 1000)
            cpu += time.process_time() - began_cpu
    return Times(wall, cpu * 1000 / len(asked))


class Client:
    """One connection of somebody signed in."""

    def __init__(self, url: str, token: str) -> None:
        self._to = http.client.HTTPConnection(url.partition("//")[2], timeout=120)
        self._headers = {"Authorization": f"Bearer {token}"}

    def ask(self, q: str) -> None:
        parameters = [("q", q), *(("facets", facet) for facet in FACETS)]
        self._to.request("GET", f"/api/search?{urlencode(parameters)}", headers=self._headers)
        answer = self._to.getresponse()
        body = answer.read()
        if answer.status != 200:
            raise SystemExit(f"{q!r}: {answer.status} {body.decode()}")


def through_http(url: str, pid: int, token: str, asked: Sequence[str]) -> Times:
    """The product, one client, one connection."""
    client, wall, before = Client(url, token), [], cpu_ms(pid)
    for q in asked:
        began = time.perf_counter()
        client.ask(q)
        wall.append((time.perf_counter() - began) * 1000)
    return Times(wall, (cpu_ms(pid) - before) / len(asked))


def together(url: str, token: str, asked: Sequence[str], clients: int) -> float:
    """Answers a second when so many clients ask at once, each everything, each beginning elsewhere."""
    context = multiprocessing.get_context("spawn")
    line = context.Barrier(clients + 1)
    parts = [[*asked[len(asked) * at // clients :], *asked[: len(asked) * at // clients]] for at in range(clients)]
    running = [context.Process(target=_asking, args=(url, token, part, line)) for part in parts]
    for process in running:
        process.start()
    line.wait()
    began = time.perf_counter()
    line.wait()
    taken = time.perf_counter() - began
    for process in running:
        process.join()
    return clients * len(asked) / taken


def _asking(url: str, token: str, asked: Sequence[str], line: Barrier) -> None:
    client = Client(url, token)
    client.ask("")
    line.wait()
    for q in asked:
        client.ask(q)
    line.wait()


def processes(pid: int) -> list[int]:
    """A server's processes."""
    told = [one.read_text().split() for one in Path(f"/proc/{pid}/task").glob("*/children")]
    return [pid, *(int(one) for some in told for one in some)]


def cpu_ms(pid: int) -> float:
    """Processor time that a server has used so far."""
    fields = [Path(f"/proc/{one}/stat").read_text().rpartition(")")[2].split() for one in processes(pid)]
    return sum(int(told[11]) + int(told[12]) for told in fields) * 1000 / os.sysconf("SC_CLK_TCK")


def rss_mb(pid: int) -> float:
    """Memory that a server holds; what several of its processes share counts once."""
    told = [Path(f"/proc/{one}/smaps_rollup").read_text().splitlines() for one in processes(pid)]
    wanted = "Rss:" if len(told) == 1 else "Pss:"
    return sum(int(line.split()[1]) for lines in told for line in lines if line.startswith(wanted)) / 1024


def report(name: str, times: Times) -> Times:
    print(
        f"{name:32} p50 {times.p50:7.2f} ms   p95 {times.p95:7.2f} ms   worst {max(times.wall):7.2f} ms"
        f"   processor {times.cpu:6.2f} ms each   n={len(times.wall)}",
        flush=True,
    )
    return times


def best(rounds: Sequence[Times]) -> Times:
    """The quietest of a few rounds: whatever else runs here only adds."""
    return min(rounds, key=lambda times: times.p50)


def opened(folder: Path) -> Parts:
    return open_parts(Settings(data=folder, demo=False, worker=True))


def prepared(folder: Path, options: argparse.Namespace) -> tuple[Parts, list[str], str]:
    """The repository: built, or as it was built before."""
    parts, kept = opened(folder), folder / "bench.json"
    if not kept.exists():
        words, token = build(parts, options.quotes, options.interviews)
        kept.write_text(json.dumps([words, token]), encoding="utf-8")
        return parts, words, token
    words, token = json.loads(kept.read_text(encoding="utf-8"))
    if options.reindex or not parts.engine.count():
        index(parts)
    return parts, words, token


def clients(url: str, token: str, asked: Sequence[str], told: str) -> None:
    """Prints the throughput of one and of two clients, measured in turn, the best of each."""
    measured = [(together(url, token, asked, 1), together(url, token, asked, 2)) for _ in range(ROUNDS)]
    one, two = (max(some) for some in zip(*measured, strict=True))
    print(
        f"{told:32} one client {one:.0f} answers a second, two clients {two:.0f}: x {two / one:.2f}"
        f" (target {TARGET_TWO_CLIENTS:g})",
        flush=True,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quotes", type=int, default=100_000)
    parser.add_argument("--interviews", type=int, default=500)
    parser.add_argument("--queries", type=int, default=300)
    parser.add_argument("--processes", type=int, default=2, help="of the server, for the last measurement")
    parser.add_argument("--data", type=Path, help="a folder to keep, or to use again")
    parser.add_argument("--reindex", action="store_true", help="build the index of that folder anew")
    options = parser.parse_args()
    with nullcontext(options.data) if options.data else tempfile.TemporaryDirectory() as folder:
        measure(Path(folder), options)


@dataclass(frozen=True)
class Round:
    """Both beside each other: a machine whose speed changes with the minute is the same for both."""

    engine: Times
    product: Times
    rss_mb: float


def round_of(folder: Path, token: str, asked: Sequence[str], warming: Sequence[str]) -> Round:
    """The engine alone, then the product over it; one after the other, because an index has one writer."""
    parts = opened(folder)
    alone(parts, warming)
    engine = alone(parts, asked)
    parts.close()
    with server(folder) as (url, pid):
        through_http(url, pid, token, warming)
        return Round(engine, through_http(url, pid, token, asked), rss_mb(pid))


def measure(folder: Path, options: argparse.Namespace) -> None:
    """Builds, asks, prints."""
    parts, words, token = prepared(folder, options)
    quotes = parts.engine.count()
    asked, warming = list(queries(words, options.queries)), list(queries(words, 60, seed=10))
    parts.close()
    rounds = [round_of(folder, token, asked, warming) for _ in range(ROUNDS)]
    engine = report("engine alone, in process", best([one.engine for one in rounds]))
    product = report("GET /api/search, one client", best([one.product for one in rounds]))
    p50, p95 = product.p50 / engine.p50, product.p95 / engine.p95
    print(
        f"{'ratio to the engine alone':32} p50 {p50:7.2f}      p95 {p95:7.2f}"
        f"      processor {product.cpu / engine.cpu:.2f} (target {TARGET_RATIO:g})"
    )
    print(f"{'  in each round':32} p50 {'  '.join(f'{one.product.p50 / one.engine.p50:7.2f}' for one in rounds)}")
    p50, p95 = TARGETS[min(TARGETS, key=lambda size: abs(size - quotes))]
    print(f"{'targets':32} p50 {p50:7.2f} ms   p95 {p95:7.2f} ms")
    print(
        f"{'memory of the server':32} {max(one.rss_mb for one in rounds):.0f} MB (target {TARGET_RSS_MB})", flush=True
    )
    with server(folder) as (url, pid):
        through_http(url, pid, token, warming)
        clients(url, token, asked, "one process")
    with server(folder, "--processes", str(options.processes)) as (url, pid):
        for _ in range(4):
            through_http(url, pid, token, warming)
        clients(url, token, asked, f"{options.processes} processes")
        print(f"{'memory of all of them':32} {rss_mb(pid):.0f} MB", flush=True)


if __name__ == "__main__":
    main()
