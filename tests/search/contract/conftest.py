"""One world for every engine: the contract's tests speak to it in the words of the product's users."""

from __future__ import annotations

import os
import uuid
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from search import (
    Audience,
    Document,
    Field,
    FieldTable,
    Filter,
    Has,
    Page,
    Query,
    Schema,
    SearchEngine,
    Sort,
    Strategy,
    TextQuery,
    parse,
)

SCHEMA = Schema(
    searchable=("text", "speaker", "labels"),
    facets=("tag", "project", "emotion", "language"),
    numbers=("date", "length"),
    distinct=("project",),
)
FIELDS = FieldTable(
    (
        Field("tag", "text", "tag"),
        Field("emotion", "text", "emotion"),
        Field("before", "date", "date", "before"),
        Field("after", "date", "date"),
        Field("has", "flag", flags={"emotion": Has("emotion")}),
    )
)
EVERYONE = Audience({"company"})


def day(text: str) -> int:
    """Seconds of a day's start."""
    found = date.fromisoformat(text)
    return int(datetime(found.year, found.month, found.day, tzinfo=UTC).timestamp())


class World:
    """An engine with documents in it, and the shortest way to ask it things."""

    def __init__(self, engine: SearchEngine) -> None:
        self.engine = engine

    def document(
        self,
        key: str,
        text: str | tuple[str, ...],
        *,
        speaker: str = "",
        labels: tuple[str, ...] = (),
        when: str | None = "2026-01-01",
        audience: tuple[str, ...] = ("company",),
        group: str = "",
        length: int | None = None,
        **facets: str | tuple[str, ...],
    ) -> Document:
        texts: dict[str, str | tuple[str, ...]] = {"text": text, "speaker": speaker, "labels": labels}
        many = {name: (value,) if isinstance(value, str) else value for name, value in facets.items()}
        numbers = {"date": day(when) if when else None, "length": length}
        return Document(key, texts, many, numbers, audience, group)

    def say(self, key: str, text: str | tuple[str, ...], **rest: object) -> None:
        self.engine.put([self.document(key, text, **rest)])  # type: ignore[arg-type]

    def said(self, **texts: str) -> None:
        """Several quotes at once, the first the newest, so that dates alone would order them as they are
        told.
        """
        dates = [f"2025-{12 - at // 28:02d}-{28 - at % 28:02d}" for at in range(len(texts))]
        self.engine.put(
            [self.document(key, text, when=when) for (key, text), when in zip(texts.items(), dates, strict=True)]
        )

    def query(
        self,
        q: str = "",
        *,
        audience: Audience = EVERYONE,
        filter: Filter | None = None,
        refine: dict[str, tuple[str, ...]] | None = None,
        facets: tuple[str, ...] = (),
        distinct: tuple[str, ...] = (),
        sort: Sort = "relevance",
        limit: int = 20,
        offset: int = 0,
        strategy: Strategy = "last",
        crop_words: int = 0,
    ) -> Query:
        parsed = parse(q, FIELDS)
        return Query(
            text=parsed.text,
            audience=audience,
            filter=filter or parsed.filter,
            refine=refine or {},
            facets=facets,
            distinct=distinct,
            sort=sort,
            limit=limit,
            offset=offset,
            strategy=strategy,
            crop_words=crop_words,
        )

    def find(self, q: str = "", **rest: object) -> Page:
        return self.engine.find(self.query(q, **rest))  # type: ignore[arg-type]

    def ids(self, q: str = "", **rest: object) -> list[str]:
        return [hit.id for hit in self.find(q, **rest).hits]

    def marked(self, q: str, key: str, field: str = "text") -> list[str]:
        """The marked stretches of a quote, read from its text."""
        hit = next(hit for hit in self.find(q).hits if hit.id == key)
        (document,) = self.engine.read([key])
        text = document.texts[field]
        values = (text,) if isinstance(text, str) else text
        return [values[span.item][span.start : span.end] for span in hit.spans.get(field, ())]


Make = Callable[..., SearchEngine]
PATIENT = {"budget_ms": 60_000.0}
"""No answer is cut short unless a test wants it, however busy the machine is."""


def _memory(tmp_path: Path) -> Make:
    from search.engines.memory import MemoryEngine

    return lambda **rest: MemoryEngine(SCHEMA, **PATIENT | rest)


def _embedded(tmp_path: Path) -> Make:
    from search.engines.embedded import EmbeddedEngine

    return lambda **rest: EmbeddedEngine(SCHEMA, tmp_path / uuid.uuid4().hex, **PATIENT | rest)


def _meilisearch(tmp_path: Path) -> Make:
    from search.engines.meilisearch import MeilisearchEngine

    url, key = os.environ["MEILI_URL"], os.environ.get("MEILI_KEY")
    return lambda **rest: MeilisearchEngine(SCHEMA, url, key, index=f"test-{uuid.uuid4().hex}", **rest)


ENGINES = {"memory": _memory, "embedded": _embedded, "meilisearch": _meilisearch}
SERVED = pytest.param(
    "meilisearch",
    marks=[pytest.mark.meilisearch, pytest.mark.skipif("MEILI_URL" not in os.environ, reason="MEILI_URL is not set")],
)


@pytest.fixture(params=["memory", "embedded", SERVED])
def make(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Make]:
    """Makes engines of one kind and closes them."""
    made: list[SearchEngine] = []
    build = ENGINES[request.param](tmp_path)

    def remember(**rest: object) -> SearchEngine:
        engine = build(**rest)
        made.append(engine)
        return engine

    yield remember
    for engine in made:
        engine.close()


@pytest.fixture
def world(make: Make) -> World:
    return World(make())


@pytest.fixture
def empty_text() -> TextQuery:
    return TextQuery()


__all__ = ["EVERYONE", "SCHEMA", "World", "day", "os", "uuid"]
