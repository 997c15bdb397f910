"""How good the answers are: nDCG@10 and hit@10 on judged questions, beside SQLite's full-text search in the
same run.

python -m bench.relevance FOLDER [--meaning [MODEL]] (a folder with corpus.jsonl, queries.jsonl, qrels.tsv)

Every question is asked inside its own meeting, as the judgements were made. The engines get text and speaker;
so does SQLite: once with every word of the question, once without stop words, and once tuned, to be fair to it:
without the words that our engines leave out of questions too, and with the text counting as much more than a
speaker's name as serves it best. With MEILI_URL set (and MEILI_KEY), Meilisearch answers too. With --meaning the
engines learn the corpus by the model of the extra, or by the one in the folder MODEL, and are asked once more at
several ratios of words and meaning.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import re
import sqlite3
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from search import (
    STOP_WORDS,
    Audience,
    Document,
    Embedder,
    FieldTable,
    Is,
    Lesson,
    Meaning,
    Query,
    Schema,
    SearchEngine,
    Strategy,
    parse,
)
from search.embedders import open_model
from search.engines.embedded import EmbeddedEngine
from search.engines.meilisearch import MeilisearchEngine
from search.stopwords import ASKING_WORDS

SCHEMA = Schema(("text", "speaker"), ("meeting",))
SHOWN = 10
TEXT_WEIGHT = 10.0
"""Of 1 to 30, what serves SQLite best on the development set."""
RATIOS = (0.25, 0.5, 0.75, 1.0)
Judged = dict[str, set[str]]
Ask = Callable[[dict[str, Any]], list[str]]


def rows(path: Path) -> list[dict[str, Any]]:
    """The rows of a JSON lines file."""
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def judgements(path: Path) -> Judged:
    """The good answers to each question."""
    good: Judged = defaultdict(set)
    for line in path.read_text(encoding="utf-8").splitlines()[1:]:
        query, document, score = line.split("\t")
        if int(score) > 0:
            good[query].add(document)
    return good


def measure(name: str, ask: Ask, questions: list[dict[str, Any]], good: Judged) -> None:
    """Ask everything and print how good the first ten were."""
    gained = hits = 0.0
    started = time.perf_counter()
    for question in questions:
        found, wanted = ask(question)[:SHOWN], good[question["_id"]]
        got = sum(1 / math.log2(at + 2) for at, key in enumerate(found) if key in wanted)
        gained += got / sum(1 / math.log2(at + 2) for at in range(min(SHOWN, len(wanted))))
        hits += any(key in wanted for key in found)
    ms = (time.perf_counter() - started) * 1000 / len(questions)
    print(f"{name:42s} nDCG@10 {gained / len(questions):.4f}   hit@10 {hits / len(questions):.4f}   {ms:6.2f} ms")


def by_sqlite(corpus: list[dict[str, Any]], left_out: frozenset[str], text_weight: float = 1.0) -> Ask:
    """SQLite FTS5 with the Porter stemmer; any word may match, ranked by its bm25. A speaker's name weighs 1."""
    base = sqlite3.connect(":memory:")
    base.execute("create virtual table t using fts5(id unindexed, meeting unindexed, speaker, text, tokenize='porter')")
    base.executemany("insert into t values (:_id, :meeting, :speaker, :text)", corpus)

    def ask(question: dict[str, Any]) -> list[str]:
        words = [word for word in re.findall(r"\w+", question["text"]) if word.lower() not in left_out]
        matching = " OR ".join(f'"{word}"' for word in words)
        told = base.execute(
            "select id from t where t match ? and meeting = ? order by bm25(t, 0, 0, 1, ?) limit 10",
            (matching, question["meeting"], text_weight),
        )
        return [key for (key,) in told]

    return ask


def documents(corpus: list[dict[str, Any]]) -> Iterator[Document]:
    """The corpus as documents; their ids keep only what an id may hold."""
    for row in corpus:
        yield Document(
            row["_id"].replace("#", "-"),
            {"text": row["text"], "speaker": row["speaker"]},
            {"meeting": (row["meeting"],)},
            {"date": None},
            ("all",),
            row["meeting"],
        )


def by_engine(engine: SearchEngine, strategy: Strategy, model: Embedder | None = None, ratio: float = 0) -> Ask:
    """An engine, asked as the product asks it."""

    def ask(question: dict[str, Any]) -> list[str]:
        vector = tuple(model.question(question["text"]).tolist()) if model else ()
        query = Query(
            parse(question["text"] + " ", FieldTable()).text,
            Audience({"all"}),
            filter=Is("meeting", question["meeting"]),
            limit=SHOWN,
            strategy=strategy,
            crop_words=30,
            meaning=Meaning(vector, ratio, model.floor) if model else None,
        )
        return ["#".join(hit.id.rsplit("-", 1)) for hit in engine.find(query).hits]

    return ask


def main() -> None:
    """Measure and print."""
    read = argparse.ArgumentParser(description="how good the answers are")
    read.add_argument("folder", type=Path)
    read.add_argument("--meaning", nargs="?", const="", metavar="MODEL")
    given = read.parse_args()
    corpus, questions = rows(given.folder / "corpus.jsonl"), rows(given.folder / "queries.jsonl")
    good = judgements(given.folder / "qrels.tsv")
    stop_words = frozenset(STOP_WORDS["en"])
    every_question = stop_words | frozenset(ASKING_WORDS["en"])
    model = None if given.meaning is None else open_model(given.meaning)
    print(f"{len(corpus)} documents, {len(questions)} questions")
    measure("SQLite FTS5 porter", by_sqlite(corpus, frozenset()), questions, good)
    measure("SQLite FTS5 porter, without stop words", by_sqlite(corpus, stop_words), questions, good)
    measure("SQLite FTS5 porter, tuned", by_sqlite(corpus, every_question, TEXT_WEIGHT), questions, good)
    space = model.space if model else None
    with tempfile.TemporaryDirectory() as place:
        engine = EmbeddedEngine(SCHEMA, place, space=space)
        answer("embedded", engine, corpus, questions, good, model)
        engine.close()
    if "MEILI_URL" in os.environ:
        url, key = os.environ["MEILI_URL"], os.environ.get("MEILI_KEY")
        served = MeilisearchEngine(SCHEMA, url, key, index="test-relevance", space=space)
        answer(served.health().detail, served, corpus, questions, good, model)
        served.replace_all([])
        served.close()


def answer(
    name: str,
    engine: SearchEngine,
    corpus: list[dict[str, Any]],
    questions: list[dict[str, Any]],
    good: Judged,
    model: Embedder | None,
) -> None:
    """Fill an engine and measure it with both strategies, and by meaning."""
    engine.set_stop_words(STOP_WORDS["en"])
    engine.replace_all(documents(corpus))
    measure(f"{name}, whole questions", by_engine(engine, "any"), questions, good)
    measure(f"{name}, words dropped from the end", by_engine(engine, "last"), questions, good)
    if model is None:
        return
    learn(engine, model)
    for ratio in RATIOS:
        measure(f"{name}, {ratio:.0%} by meaning", by_engine(engine, "any", model, ratio), questions, good)


def learn(engine: SearchEngine, model: Embedder) -> None:
    """Teach an engine everything it should know, and print how long that took."""
    before, started = engine.knowledge(), time.perf_counter()
    while waiting := engine.unlearned(512):
        vectors = model.documents([text for _, text in waiting])
        engine.learn(Lesson(key, text, row) for (key, text), row in zip(waiting, vectors, strict=True))
    seconds, learned = time.perf_counter() - started, engine.knowledge().known - before.known
    print(f"{model.space.model}: {learned} learned, {learned / max(seconds, 1e-9):.0f}/s, floor {model.floor:.3f}")


if __name__ == "__main__":
    main()
