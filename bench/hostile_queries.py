"""Asks thousands of hostile queries of the search, as people with different rights, and counts what went wrong.

python -m bench.hostile_queries [--queries 2000]

Control characters, emoji, right-to-left marks, ten thousand characters, unbalanced quotes, tries to break out of a
filter, markup: made by hypothesis from the alphabet of the query language itself. Every answer must be a page or a
problem with a column, never a 500; no viewer may receive a word that is not theirs; and no answer may hold markup that
was not said. A repository with an open, a restricted, a pending and a withdrawn voice is built for it.
"""

from __future__ import annotations

import argparse
import collections
import sys
import tempfile
from pathlib import Path

import hypothesis
from fastapi.testclient import TestClient

from app.core.settings import Settings
from app.discovery import indexing
from app.main import create_app
from app.wiring import Parts, open_parts
from tests.discovery.hostile import Voices, faults, hostile_queries, voices


def ask(parts: Parts, made: Voices, number: int) -> collections.Counter[str]:
    """Asks that many different queries, each as every reader in turn."""
    seen: collections.Counter[str] = collections.Counter()
    client = TestClient(create_app(parts.settings, parts))

    @hypothesis.settings(max_examples=number, deadline=None, database=None, derandomize=True)
    @hypothesis.given(hostile_queries())
    def run(q: str) -> None:
        for reader in made.readers:
            answer = client.get("/api/search", params={"q": q}, headers=reader.headers)
            seen[f"{reader.name}: {answer.status_code}"] += 1
            if found := faults(q, answer, reader):
                seen["faults"] += 1
                print(f"{q!r} as {reader.name}: {found}")

    run()
    return seen


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--queries", type=int, default=2_000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        parts = open_parts(
            Settings(data=Path(folder), demo=False, worker=True, search="embedded", requests_per_minute=0)
        )
        made = voices(parts)
        indexing.rebuild(parts.database, parts.engine)
        seen = ask(parts, made, options.queries)
        parts.close()
    for name, count in sorted(seen.items()):
        print(f"{name:24} {count:7,}")
    sys.exit(1 if seen["faults"] else 0)


if __name__ == "__main__":
    main()
