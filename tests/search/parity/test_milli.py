"""Our ranking beside Meilisearch's own engine in process (the test-only package `milli`, where it installs).

The oracle only tells ids, twenty at most, ranked by words, typo, proximity, then where in the text a word
stands; ties beyond that are nobody's promise. So results are compared by key: the twenty it gives must stand
in our order exactly as well as the twenty we give.
"""

from __future__ import annotations

import json
import random
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from search import Audience, Document, FieldTable, Query, Schema, parse
from search.engines.embedded import EmbeddedEngine
from search.rules import plan, rank
from search.rules.plan import Lexicon
from search.rules.vocabulary import Vocabulary

milli: Any = pytest.importorskip("milli", reason="the oracle is not installed")

SAMPLE = Path(__file__).parents[4] / "shared/samples/ir/qmsum_dev/corpus.jsonl"
SCHEMA = Schema(("text",))
TURNS = 5000
QUERIES = 250
SHOWN = 20


def real_turns() -> list[str]:
    if not SAMPLE.exists():
        pytest.skip("the sample of real turns is not here")
    with SAMPLE.open(encoding="utf-8") as lines:
        texts = [str(json.loads(line)["text"]) for line in lines]
    return [text for text in texts if len(text.split()) >= 6][:TURNS]


def made_up_turns() -> list[str]:
    """Few words, many close to each other, so that typos, splits and joins happen all the time."""
    rng = random.Random(11)
    words = [
        "sun",
        "flower",
        "sunflower",
        "flowers",
        "price",
        "prices",
        "pricing",
        "prise",
        "customer",
        "customers",
        "costumer",
        "custom",
        "invoice",
    ]
    words += [
        "frustrated",
        "frustrating",
        "frustration",
        "frustated",
        "report",
        "reporting",
        "support",
        "supports",
        "the",
        "a",
        "of",
        "and",
        "to",
        "it",
    ]
    return [
        " ".join(rng.choice(words) + rng.choice(["", "", "", "", ".", ","]) for _ in range(rng.randint(2, 14)))
        for _ in range(800)
    ]


class Questions:
    """Queries cut from the turns: words, beginnings, slips, phrases."""

    def __init__(self, turns: list[str]) -> None:
        self._rng = random.Random(3)
        self._stream = [word for turn in turns for word in turn.replace(".", " ").split() if word.isalpha()]

    def ask(self, number: int) -> str:
        kinds: list[Callable[[], str]] = [
            lambda: f"{self._words(1)} ",
            lambda: f"{self._words(2)} ",
            lambda: f"{self._words(3)} ",
            lambda: self._words(1)[: self._rng.randint(3, 6)],
            lambda: " ".join(map(self._slip, self._words(2).split())) + " ",
            lambda: f'"{self._words(2)}"',
            lambda: self._words(2).replace(" ", "") + " ",
        ]
        return kinds[number % len(kinds)]().lower()

    def _words(self, count: int) -> str:
        start = self._rng.randrange(len(self._stream) - count)
        return " ".join(self._stream[start : start + count])

    def _slip(self, word: str) -> str:
        if len(word) < 5:
            return word
        at = self._rng.randrange(1, len(word) - 1)
        other = self._rng.choice("aeiost")
        return self._rng.choice(
            [
                word[:at] + other + word[at + 1 :],
                word[:at] + word[at + 1 :],
                word[:at] + other + word[at:],
                word[:at] + word[at + 1] + word[at] + word[at + 2 :],
            ]
        )


@pytest.mark.parametrize("source", [real_turns, made_up_turns])
def test_the_order_agrees_with_the_oracle(source: Callable[[], list[str]], tmp_path: Path) -> None:
    turns = source()
    ours = EmbeddedEngine(SCHEMA, tmp_path / "ours")
    ours.replace_all(
        Document(f"d{at:05d}", {"text": text}, {}, {"date": None}, ("all",)) for at, text in enumerate(turns)
    )
    (tmp_path / "oracle").mkdir()
    oracle = milli.Index(str(tmp_path / "oracle"), 1 << 30)
    oracle.add_documents([{"id": at, "text": text} for at, text in enumerate(turns)])
    readings = [rank.read({"text": text}, ("text",)) for text in turns]
    lexicon = _lexicon(readings)
    questions = Questions(turns)
    wrong: list[str] = []
    near, same = [], []
    for number in range(QUERIES):
        q = questions.ask(number)
        query = Query(parse(q, FieldTable()).text, Audience({"all"}), limit=SHOWN, highlight=False)
        told = [int(hit.id[1:]) for hit in ours.find(query).hits]
        expected = oracle.search(q)[:SHOWN]
        plan_ = plan.make(query.text, lexicon)
        if _keys(plan_, readings, told, 2) != _keys(plan_, readings, expected, 2):
            wrong.append(q)
        if expected:
            agreeing = _keys(plan_, readings, told, 3) & _keys(plan_, readings, expected, 3)
            near.append(agreeing.total() / len(expected))
            same.append(len({*told} & {*expected}) / len(expected))
    ours.close()
    figures = f"words and typos agree in {1 - len(wrong) / QUERIES:.4f}, with proximity {sum(near) / len(near):.4f}"
    sys.stdout.write(f"{len(turns)} turns, {QUERIES} queries: {figures}, same documents {sum(same) / len(same):.4f}\n")
    assert wrong == []
    assert sum(near) / len(near) >= 0.99
    # Which of the documents that are equal so far come first is nobody's promise.
    assert sum(same) / len(same) >= 0.95


def _lexicon(readings: list[rank.Reading]) -> Lexicon:
    vocabulary = Vocabulary(word for reading in readings for word in reading.places)

    def pairs(left: str, right: str) -> int:
        return sum(next(rank.phrase_places((left, right), reading), None) is not None for reading in readings)

    return Lexicon(vocabulary, pairs)


def _keys(plan_: plan.Plan, readings: list[rank.Reading], ids: list[int], parts: int) -> Counter[tuple[int, ...]]:
    """How often each key occurs; a document that does not match by our rules counts as no key at all."""
    keys = (rank.key(plan_, readings[at]) for at in ids)
    return Counter((tuple(key[:parts]) if key else (-1,)) for key in keys)
