"""The embedded engine alone: indexing rate, latency with four facets and a marked page, and survival of kill
-9.

python -m bench.search_engine [--documents 100000] [--queries 300] [--texts FILE.jsonl] [--kills 20]

Texts come from a file of JSON lines with a `text` each, cut into quotes of 33 words with some words of a
large made-up vocabulary; without a file everything is made up. Every figure is measured here and now; nothing
is remembered.
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import random
import resource
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from search import Audience, Document, Field, FieldTable, Page, Query, Schema, parse
from search.engines.embedded import EmbeddedEngine

SCHEMA = Schema(
    searchable=("text", "speaker", "tags"),
    facets=("tag", "project", "emotion", "speaker"),
    numbers=("date", "length"),
)
FIELDS = FieldTable((Field("tag", "text", "tag"), Field("emotion", "text", "emotion"), Field("after", "date", "date")))
FACETS = ("tag", "project", "emotion", "speaker")
READER = Audience({"company", "p3", "p7"})
QUOTE_WORDS = 33
EMOTIONS = ("frustrated", "disappointed", "relieved", "delighted", "confused", "neutral", "angry", "hopeful")


def made_up_words(rng: random.Random, number: int) -> list[str]:
    """Words that look like words, from short syllables."""
    starts = ["b", "br", "c", "ch", "d", "f", "g", "gl", "h", "k", "l", "m", "n", "p", "r", "s", "st", "tr", "v", "w"]
    ends = ["a", "e", "i", "o", "u", "ea", "ou", "ai"]
    closes = ["", "", "n", "r", "s", "t", "l", "m", "ck", "nd"]
    made: dict[str, None] = {}
    while len(made) < number:
        syllables = rng.randint(1, 4)
        made["".join(rng.choice(starts) + rng.choice(ends) + rng.choice(closes) for _ in range(syllables))] = None
    return list(made)


def spoken(path: Path | None, rng: random.Random, rare: list[str]) -> list[str]:
    """A long stream of words to cut quotes from."""
    if path is None:
        common = rare[:3000]
        weights = list(itertools.accumulate(1 / (at + 3) for at in range(len(common))))
        return rng.choices(common, cum_weights=weights, k=400_000)
    with path.open(encoding="utf-8") as lines:
        return [word for line in lines for word in str(json.loads(line)["text"]).split()]


def quotes(number: int, stream: list[str], rare: list[str], seed: int) -> Iterator[Document]:
    """Documents like the product's: a quote, who said it, its tags."""
    rng = random.Random(seed)
    for at in range(number):
        start = rng.randrange(len(stream) - QUOTE_WORDS)
        words = stream[start : start + QUOTE_WORDS]
        words[rng.randrange(QUOTE_WORDS)] = rng.choice(rare)
        tags = tuple({f"tag {rng.randrange(80)}" for _ in range(rng.randrange(4))})
        speaker = f"speaker {rng.randrange(400)}"
        yield Document(
            f"q{at:08d}",
            {"text": " ".join(words), "speaker": speaker, "tags": tags},
            {
                "tag": tags,
                "project": (f"project {at % 40}",),
                "emotion": (rng.choice(EMOTIONS),),
                "speaker": (speaker,),
            },
            {"date": 1_600_000_000 + (at // 60) * 86_400 // 10, "length": len(words)},
            ("company",) if at % 10 else (f"p{at % 9}",),
            group=f"i{at // 60}",
        )


def questions(number: int, stream: list[str], seed: int) -> list[str]:
    """Words, beginnings, slips, phrases, filters and exclusions in equal shares."""
    rng = random.Random(seed)

    def words(count: int) -> list[str]:
        start = rng.randrange(len(stream) - count)
        return [word for word in stream[start : start + count * 3] if word.isalpha() and len(word) > 2][:count] or [
            "the"
        ]

    def slip(word: str) -> str:
        at = rng.randrange(1, len(word))
        return word[:at] + rng.choice("aeiost") + word[at + 1 :]

    kinds: list[Callable[[], str]] = [
        lambda: words(1)[0] + " ",
        lambda: " ".join(words(2)) + " ",
        lambda: " ".join(words(3)),
        lambda: words(1)[0][: rng.randint(1, 4)],
        lambda: " ".join([*words(1), words(1)[0][:3]]),
        lambda: " ".join(map(slip, words(2))) + " ",
        lambda: f'"{" ".join(words(2))}"',
        lambda: f'{words(1)[0]} tag:"tag {rng.randrange(80)}" ',
        lambda: f"{words(1)[0]} emotion:{rng.choice(EMOTIONS)} -{words(1)[0]} ",
        lambda: " ".join(words(6)) + " ",
    ]
    return [kinds[at % len(kinds)]() for at in range(number)]


def asked(q: str) -> Query:
    """The query as the product asks it: four facets and a marked page of twenty."""
    parsed = parse(q, FIELDS)
    return Query(parsed.text, READER, parsed.filter, facets=FACETS, limit=20, crop_words=30)


def quantiles(took: list[float]) -> str:
    """Median, 95th and 99th percentile."""
    ordered = sorted(took)
    return " / ".join(f"{ordered[min(len(ordered) - 1, int(len(ordered) * part))]:.2f}" for part in (0.5, 0.95, 0.99))


def latency(
    engine: EmbeddedEngine, asks: list[Query], clock: Callable[[], float] = time.perf_counter
) -> tuple[list[float], list[Page]]:
    """Milliseconds of each query, one after the other."""
    took, pages = [], []
    for query in asks:
        started = clock()
        pages.append(engine.find(query))
        took.append((clock() - started) * 1000)
    return took, pages


def throughput(engine: EmbeddedEngine, asks: list[Query], clients: int) -> float:
    """Queries a second with this many threads, each asking its share."""
    threads = [threading.Thread(target=latency, args=(engine, asks[at::clients])) for at in range(clients)]
    started = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return len(asks) / (time.perf_counter() - started)


def visible(engine: EmbeddedEngine, documents: list[Document]) -> list[float]:
    """Milliseconds from handing over one document until it is found."""
    took = []
    for document in documents:
        started = time.perf_counter()
        engine.put([document])
        found = engine.read([document.id])
        took.append((time.perf_counter() - started) * 1000)
        assert found == (document,)
    return took


def writer(folder: Path, stream: list[str], rare: list[str], seed: int) -> None:
    """Put small batches for ever, telling each acknowledged one on standard output."""
    engine = EmbeddedEngine(SCHEMA, folder)
    for batch in itertools.count(seed * 1_000_000, 7):
        documents = [
            Document(f"k{batch + at}", document.texts, document.facets, document.numbers, ("company",))
            for at, document in enumerate(quotes(7, stream, rare, batch))
        ]
        engine.put(documents)
        print(" ".join(document.id for document in documents), flush=True)


def killed(folder: Path, times: int, arguments: list[str]) -> tuple[int, int]:
    """Kill a writing process again and again; returns how many documents were acknowledged and how many were
    lost.
    """
    rng = random.Random(5)
    acknowledged: set[str] = set()
    for at in range(times):
        child = subprocess.Popen(
            [
                sys.executable,
                "-m",
                "bench.search_engine",
                "--write-into",
                str(folder),
                "--seed",
                str(at + 1),
                *arguments,
            ],
            stdout=subprocess.PIPE,
            text=True,
        )
        assert child.stdout is not None
        told = [child.stdout.readline()]
        threading.Timer(rng.uniform(0.0, 0.4), os.kill, (child.pid, signal.SIGKILL)).start()
        told += child.stdout.readlines()
        child.wait()
        acknowledged.update(key for line in told if line.endswith("\n") for key in line.split())
    engine = EmbeddedEngine(SCHEMA, folder)
    lost = acknowledged - set(engine.ids())
    engine.close()
    return len(acknowledged), len(lost)


def main() -> None:
    """Measure and print."""
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    arguments.add_argument("--documents", type=int, default=100_000)
    arguments.add_argument("--queries", type=int, default=300)
    arguments.add_argument("--texts", type=Path)
    arguments.add_argument("--kills", type=int, default=20)
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--write-into", type=Path)
    arguments.add_argument("--slowest", type=int, default=0, help="tell this many of the slowest queries")
    given = arguments.parse_args()
    rng = random.Random(given.seed)
    rare = made_up_words(rng, 60_000)
    stream = spoken(given.texts, rng, rare)
    if given.write_into:
        writer(given.write_into, stream, rare, given.seed)
    with tempfile.TemporaryDirectory() as folder:
        measure(Path(folder), given, stream, rare)


def measure(folder: Path, given: argparse.Namespace, stream: list[str], rare: list[str]) -> None:
    """Fill an index, ask it, and hurt it."""
    documents = list(quotes(given.documents, stream, rare, given.seed))
    engine = EmbeddedEngine(SCHEMA, folder / "index")
    started = time.perf_counter()
    engine.replace_all(iter(documents))
    took = time.perf_counter() - started
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    print(
        f"indexed {len(documents)} quotes in {took:.1f} s: {len(documents) / took:,.0f} a second, {size / 1e6:.0f} MB"
    )
    asks = [asked(q) for q in questions(given.queries, stream, given.seed + 1)]
    latency(engine, asks[:20])
    times, pages = latency(engine, asks)
    print(f"latency of {len(asks)} queries, p50 / p95 / p99: {quantiles(times)} ms")
    print(f"of it processor time, whatever else runs here: {quantiles(latency(engine, asks, time.thread_time)[0])} ms")
    for ms, query, page in sorted(zip(times, asks, pages, strict=True), key=lambda row: -row[0])[: given.slowest]:
        print(f"  {ms:6.1f} ms, {page.total:6d} found: {' '.join(term.text for term in query.text.terms)!r}")
    print(f"cut short: {sum(page.degraded for page in pages)}, without a hit: {sum(not page.total for page in pages)}")
    one, two = throughput(engine, asks, 1), throughput(engine, asks, 2)
    print(f"one client {one:.0f} queries a second, two clients {two:.0f}: x {two / one:.2f}")
    print(f"put until found, p50 / p95 / p99: {quantiles(visible(engine, documents[:50]))} ms")
    print(f"memory of this process at most {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")
    engine.close()
    if given.kills:
        texts = ["--texts", str(given.texts)] if given.texts else []
        kept, lost = killed(folder / "hurt", given.kills, texts)
        print(f"{given.kills} x kill -9: {kept} documents acknowledged, {lost} lost")


if __name__ == "__main__":
    main()
