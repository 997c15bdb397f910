"""Large results: the page is taken from the head of the matches, and must be the page of all of them."""

from __future__ import annotations

import random
from collections.abc import Iterator

import pytest

from search import Audience, Document, Query, Schema, Strategy, Term, TextQuery
from search.engines.embedded import EmbeddedEngine, finding
from search.engines.memory import MemoryEngine

SCHEMA = Schema(("text", "speaker"), ("tag",))
WORDS = [
    "alpha",
    "alphb",
    "alphabet",
    "beta",
    "betas",
    "gamma",
    "delta",
    "frustrated",
    "frustratde",
    "sunflower",
    "sun",
]


def quotes(number: int) -> Iterator[Document]:
    rng = random.Random(7)
    for at in range(number):
        text = " ".join(rng.choice(WORDS) + rng.choice(["", "", "", "."]) for _ in range(rng.randint(1, 9)))
        speaker = rng.choice(["", "alpha", "beta gamma"])
        yield Document(
            f"d{at:04d}", {"text": text, "speaker": speaker}, {"tag": ("x",)}, {"date": rng.randrange(60)}, ("all",)
        )


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[EmbeddedEngine, MemoryEngine]]:
    # No answer may be cut short here, however busy the machine is.
    embedded = EmbeddedEngine(SCHEMA, tmp_path_factory.mktemp("head"), budget_ms=60_000)
    reference = MemoryEngine(SCHEMA, budget_ms=60_000)
    embedded.replace_all(quotes(1500))
    reference.replace_all(quotes(1500))
    yield embedded, reference
    embedded.close()


def asked(*words: str, is_open: bool = False, strategy: Strategy = "last", offset: int = 0) -> Query:
    return Query(
        TextQuery(tuple(map(Term, words)), is_open),
        Audience({"all"}),
        facets=("tag",),
        limit=15,
        offset=offset,
        strategy=strategy,
        highlight=False,
    )


@pytest.mark.parametrize("offset", [0, 15, 60])
@pytest.mark.parametrize("word", ["alpha", "beta", "sun", "frustrated", "sunflower", "al", "b"])
@pytest.mark.parametrize("is_open", [False, True])
def test_the_head_of_one_word_is_the_head_of_all(
    both: tuple[EmbeddedEngine, MemoryEngine], monkeypatch: pytest.MonkeyPatch, word: str, is_open: bool, offset: int
) -> None:
    monkeypatch.setattr(finding, "HEAD", 400)
    embedded, reference = both
    query = asked(word, is_open=is_open, offset=offset)
    told, expected = embedded.find(query), reference.find(query)
    assert [hit.id for hit in told.hits] == [hit.id for hit in expected.hits]
    assert (told.total, told.facets) == (expected.total, expected.facets)


@pytest.mark.parametrize("words", [("alpha", "beta"), ("beta", "gamma", "alpha"), ("sun", "flower"), ("delta", "none")])
@pytest.mark.parametrize("is_open", [False, True])
def test_the_head_of_several_words_is_ranked_by_words_and_typos_first(
    both: tuple[EmbeddedEngine, MemoryEngine], monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], is_open: bool
) -> None:
    monkeypatch.setattr(finding, "HEAD", 300)
    embedded, reference = both
    query = asked(*words, is_open=is_open)
    told, expected = embedded.find(query), reference.find(query)
    assert [hit.score for hit in told.hits] == [hit.score for hit in expected.hits]
    assert told.total == expected.total


def test_a_late_head_is_still_a_page(
    both: tuple[EmbeddedEngine, MemoryEngine], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(finding, "HEAD", 10)
    monkeypatch.setattr(finding.Clock, "took_ms", lambda _clock: 1e9)
    embedded, _ = both
    page = embedded.find(asked("alpha", "beta"))
    assert page.degraded
    assert len(page.hits) == 15
    assert page.total > 1000
