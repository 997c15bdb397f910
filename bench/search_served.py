"""What an answer of Meilisearch costs through the adapter, beside the server asked the plain words directly.

MEILI_URL=… MEILI_KEY=… python -m bench.search_served --data FOLDER [--queries 100] [--rounds 3] [--again]

The folder is one that `bench.search_http --data` made. Its quotes are indexed as `firsthand reindex` does, unless the
server holds some (--again: anyhow). Then one word, two words, and whole questions of six words and some that nobody
looks for are asked: four facets and a marked page of twenty. Directly means one request with the same words, bounds and
facets, its answer left unread; of a question it finds only what holds the first word, ranked by how many follow.
Beside the times stands in how many requests, with how many searches in all, the adapter answers, and what that costs
this process. Rounds take turns, the quietest counts.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from app.access.roles import Role
from app.access.viewer import Viewer
from app.core.settings import Settings
from app.discovery import indexing, service
from app.discovery.naming import Names
from app.discovery.service import Ask
from app.wiring import Parts, open_parts
from bench.search_http import FACETS, index
from search import STOP_WORDS, Query
from search.engines.meilisearch.connection import Connection
from search.engines.meilisearch.wire import asked, page_of
from search.stopwords import ASKING_WORDS

INDEX = "test-served"
TARGET_MS = 150.0
"""Half of all questions are answered within."""
SILENT = frozenset(word for some in (STOP_WORDS, ASKING_WORDS) for told in some.values() for word in told)
Times = list[float]


class Counting(Connection):
    """Counts requests and the searches in them."""

    requests = searches = 0

    def post(self, path: str, body: Any) -> Any:
        """Ask, and count."""
        Counting.requests += 1
        Counting.searches += len(body.get("queries", [body]))
        return super().post(path, body)


def typed(words: Sequence[str], number: int) -> Mapping[str, list[str]]:
    """What is asked: words from the three thousand most common ones."""
    rng = random.Random(9)
    common = words[:3_000]

    def question() -> str:
        one, two, three, four, five, six = rng.choices(common, k=6)
        return f"what do they say about {one} and the {two} {three} when {four} is {five} or {six}?"

    return {
        "one word": [rng.choice(common) for _ in range(number)],
        "two words": [" ".join(rng.choices(common, k=2)) for _ in range(number)],
        "a question": [question() for _ in range(number)],
    }


def queries(parts: Parts, texts: Sequence[str]) -> list[Query]:
    """As the product asks them for an employee."""
    viewer = Viewer("", "Bench", Role.VIEWER)
    with parts.database.read() as session:
        names = Names(session, viewer)
        return [service.query_of(viewer, Ask(q=text, facets=FACETS), names) for text in texts]


def timed(ask: Callable[[Query], object], some: Sequence[Query]) -> Times:
    """Milliseconds of each answer."""
    taken = []
    for query in some:
        began = time.perf_counter()
        ask(query)
        taken.append((time.perf_counter() - began) * 1000)
    return taken


def told(taken: Times) -> str:
    return f"p50 {statistics.median(taken):6.1f}  p95 {statistics.quantiles(taken, n=20)[18]:6.1f} ms"


def main() -> None:
    """Measure and print."""
    read = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    read.add_argument("--data", type=Path, required=True)
    read.add_argument("--queries", type=int, default=100)
    read.add_argument("--rounds", type=int, default=3)
    read.add_argument("--again", action="store_true")
    given = read.parse_args()
    settings = Settings(
        data=given.data,
        demo=False,
        worker=True,
        search="meilisearch",
        meili_url=os.environ["MEILI_URL"],
        meili_key=os.environ.get("MEILI_KEY", ""),
        meili_index=INDEX,
    )
    parts = open_parts(settings)
    words, _ = json.loads((given.data / "bench.json").read_text(encoding="utf-8"))
    indexing.prepare(parts.database, parts.engine)
    if given.again or not parts.engine.count():
        index(parts)
    engine: Any = parts.engine
    engine._to.__class__ = Counting
    print(f"{engine.count():,} quotes, {engine.health().detail}")

    def directly(query: Query) -> object:
        request = page_of(query, asked(query, engine.schema, INDEX, stop_words=SILENT))
        return Connection.post(engine._to, "multi-search", {"queries": [request]})

    for kind, texts in typed(words, given.queries).items():
        some = queries(parts, texts)
        timed(engine.find, some[:5])
        Counting.requests = Counting.searches = 0
        cpu = time.process_time()
        rounds = [(timed(directly, some), timed(engine.find, some)) for _ in range(given.rounds)]
        plain, whole = (min(part, key=statistics.median) for part in zip(*rounds, strict=True))
        ratio = statistics.median(whole) / statistics.median(plain)
        answers = given.queries * given.rounds
        cpu = (time.process_time() - cpu) * 1000 / answers
        cost = (
            f"{Counting.requests / answers:.1f} requests, {Counting.searches / answers:.1f} searches, own {cpu:.0f} ms"
        )
        print(f"{kind:10} directly {told(plain)}   adapter {told(whole)}  x {ratio:4.1f}   {cost}", flush=True)
    print(f"half of all questions within {TARGET_MS:g} ms: {statistics.median(whole) <= TARGET_MS}")
    parts.close()


if __name__ == "__main__":
    main()
