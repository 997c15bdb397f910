"""The reference engine: every document in memory, every query looks at each of them. For tests and small
sets.
"""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from search.meaning import Knowledge, Lesson, Meaning, Space, hybrid
from search.meaning.hybrid import Near
from search.meaning.shelf import Shelf, taught
from search.port import (
    DATE,
    And,
    Document,
    FacetValue,
    Health,
    Hit,
    Page,
    Query,
    Schema,
    TextQuery,
    check,
    check_query,
    to_learn,
)
from search.rules import facets, marks, plan, rank, relevance, spelling
from search.rules.filters import holds, refined
from search.rules.plan import Lexicon, Plan, Words
from search.rules.vocabulary import Vocabulary


@dataclass(frozen=True)
class _Entry:
    document: Document
    reading: rank.Reading


@dataclass(frozen=True)
class _Found:
    """A document that matches the text, with what it is ordered by."""

    document: Document
    order: tuple[tuple[float, ...], int, str]
    score: float


class MemoryEngine:
    """Keeps the whole contract, at a cost that grows with the number of documents.

    `budget_ms` bounds a query's time; past it the answer is cut short and marked degraded. With a `space` it
    can be taught vectors of that space, and found by them.
    """

    def __init__(self, schema: Schema, *, budget_ms: float = 2000.0, space: Space | None = None) -> None:
        self.schema = schema
        self._shelf = Shelf(None, space) if space else None
        self._budget_ms = budget_ms
        self._entries: dict[str, _Entry] = {}
        self._synonyms: dict[Words, tuple[Words, ...]] = {}
        self._stop_words: frozenset[str] = frozenset()
        self._write = threading.Lock()

    def put(self, documents: Iterable[Document]) -> None:
        """See SearchEngine."""
        fresh = self._read(documents)
        with self._write:
            self._entries = {**self._entries, **fresh}
            self._keep(fresh)

    def drop(self, ids: Iterable[str]) -> None:
        """See SearchEngine."""
        gone = set(ids)
        with self._write:
            self._entries = {key: entry for key, entry in self._entries.items() if key not in gone}
            if self._shelf:
                self._shelf.drop(gone)

    def replace_all(self, documents: Iterable[Document], *, resume: bool = False) -> int:  # noqa: ARG002 - it never goes on
        """See SearchEngine. There is never a rest to go on with."""
        fresh = self._read(documents)
        with self._write:
            self._entries = fresh
            self._keep(fresh)
            if self._shelf:
                self._shelf.retain(set(fresh))
        return len(fresh)

    def _keep(self, fresh: Mapping[str, _Entry]) -> None:
        if self._shelf:
            self._shelf.keep({key: to_learn(entry.document, self.schema) for key, entry in fresh.items()})

    def learn(self, lessons: Iterable[Lesson]) -> None:
        """See SearchEngine."""
        taught(self._shelf).learn(lessons)

    def unlearned(self, limit: int) -> tuple[tuple[str, str], ...]:
        """See SearchEngine."""
        waiting = self.read(self._shelf.waiting(limit)) if self._shelf else ()
        return tuple((document.id, to_learn(document, self.schema)) for document in waiting)

    def knowledge(self) -> Knowledge:
        """See SearchEngine."""
        return self._shelf.knowledge() if self._shelf else Knowledge(0, 0)

    def find(self, query: Query) -> Page:
        """See SearchEngine."""
        check_query(query, self.schema)
        return hybrid.find(self, query) if hybrid.is_asked(query) else self.by_words(query)

    def nearest(self, query: Query, meaning: Meaning, most: int) -> tuple[Near, bool]:
        """See hybrid.Nearby."""
        rows = taught(self._shelf).rows
        entries = _Timed(self._visible(query), time.monotonic() + self._budget_ms / 1000)
        ticked = refined(query.refine)
        ids = [entry.document.id for entry in entries if holds(ticked, entry.document)]
        return rows.nearest(meaning, rows.places(ids), most), entries.cut

    def by_words(self, query: Query) -> Page:
        """See hybrid.Nearby."""
        started = time.monotonic()
        entries = _Timed(self._visible(query), started + self._budget_ms / 1000)
        plan_ = self._plan(query.text, query)
        found = list(self._matching(plan_, query, entries))
        hits = sorted(
            (item for item in found if holds(refined(query.refine), item.document)),
            key=lambda item: item.order,
        )
        wanted = marks.Wanted.of(plan_)
        page = hits[query.offset : query.offset + query.limit]
        counts = {facet: self._count(facet, query, [item.document for item in found]) for facet in query.counted}
        return Page(
            hits=tuple(_hit(item, query, wanted) for item in page),
            total=len(hits),
            exact_total=not entries.cut,
            facets=facets.told(query, counts, (item.document for item in page)),
            distinct={facet: len(told) for facet, told in counts.items()},
            degraded=entries.cut,
            took_ms=(time.monotonic() - started) * 1000,
        )

    def facet_search(self, facet: str, text: str, query: Query, limit: int = 20) -> tuple[FacetValue, ...]:
        """See SearchEngine."""
        check_query(replace(query, facets=(facet,)), self.schema)
        if hybrid.is_asked(query):
            return hybrid.facet_search(self, facet, text, query, limit)
        found = self._matching(self._plan(query.text, query), query, self._visible(query))
        counts = self._count(facet, query, [item.document for item in found])
        return facets.like(text, counts, limit)

    def suggest(self, query: Query) -> str | None:
        """See SearchEngine."""
        readings = [entry.reading for entry in self._visible(query)]
        vocabulary = Vocabulary(word for reading in readings for word in reading.places)
        better = spelling.corrected(
            query.text, vocabulary, lambda word: sum(word in reading.places for reading in readings)
        )
        return spelling.written(better) if better else None

    def set_synonyms(self, synonyms: Mapping[str, Iterable[str]]) -> None:
        """See SearchEngine."""
        self._synonyms = plan.synonym_table(synonyms)

    def set_stop_words(self, words: Iterable[str]) -> None:
        """See SearchEngine."""
        self._stop_words = frozenset(word for text in words for word in plan.plain_words(text))

    def read(self, ids: Iterable[str]) -> tuple[Document, ...]:
        """See SearchEngine."""
        entries = self._entries
        return tuple(entries[key].document for key in ids if key in entries)

    def ids(self) -> Iterator[str]:
        """See SearchEngine."""
        return iter(tuple(self._entries))

    def count(self) -> int:
        """See SearchEngine."""
        return len(self._entries)

    def health(self) -> Health:
        """See SearchEngine."""
        return Health(True, len(self._entries), "in memory")

    def close(self) -> None:
        """See SearchEngine."""
        self._entries = {}
        if self._shelf:
            self._shelf.close()

    def _read(self, documents: Iterable[Document]) -> dict[str, _Entry]:
        fresh: dict[str, _Entry] = {}
        for document in documents:
            check(document, self.schema)
            fresh[document.id] = _Entry(document, rank.read(document.texts, self.schema.searchable))
        return fresh

    def _visible(self, query: Query) -> Iterator[_Entry]:
        """What the audience may see and the filter lets through."""
        passing = query.filter or And(())
        for entry in tuple(self._entries.values()):
            is_seen = not query.audience.isdisjoint(entry.document.audience)
            is_named = query.ids is None or entry.document.id in query.ids
            if is_seen and is_named and holds(passing, entry.document):
                yield entry

    def _plan(self, text: TextQuery, query: Query) -> Plan:
        entries = tuple(self._entries.values())
        vocabulary = Vocabulary(word for entry in entries for word in entry.reading.places)

        def pairs(left: str, right: str) -> int:
            return sum(next(rank.phrase_places((left, right), entry.reading), None) is not None for entry in entries)

        lexicon = Lexicon(vocabulary, pairs, self._synonyms, self._stop_words)
        return plan.make(text, lexicon, query.strategy)

    def _matching(self, plan_: Plan, query: Query, entries: Iterable[_Entry]) -> Iterator[_Found]:
        """Documents that match the text, with their place in the order."""
        scale = self._scale(plan_) if query.strategy == "any" and plan_.slots else None
        for entry in entries:
            key = rank.key(plan_, entry.reading)
            if key is not None:
                score = rank.score(plan_, key)
                by_text: tuple[float, ...] = key
                if scale is not None:
                    score = relevance.score(plan_, scale, entry.reading)
                    by_text = (-score,)
                late = rank.lateness(plan_, entry.reading) if scale is None else 0
                yield _Found(entry.document, _order(query, by_text, late, entry.document), score)

    def _scale(self, plan_: Plan) -> relevance.Scale:
        readings = [entry.reading for entry in self._entries.values()]

        def containing(at: int) -> int:
            alone = replace(plan_, levels=(frozenset({at}),), excluded=())
            return sum(rank.key(alone, reading) is not None for reading in readings)

        usual = sum(len(reading.fields[0]) for reading in readings) / max(len(readings), 1)
        return relevance.Scale.of(plan_, len(readings), containing, usual)

    def _count(self, facet: str, query: Query, documents: Iterable[Document]) -> Counter[str]:
        """A facet's values over all matches, its own ticked values not applied."""
        others = refined(query.refine, but=facet)
        counts: Counter[str] = Counter()
        for document in documents:
            if holds(others, document):
                counts.update(set(document.facets.get(facet, ())))
        return counts


class _Timed:
    """Passes entries on until the time is up."""

    def __init__(self, entries: Iterable[_Entry], until: float) -> None:
        self._entries = entries
        self._until = until
        self.cut = False

    def __iter__(self) -> Iterator[_Entry]:
        for entry in self._entries:
            if time.monotonic() > self._until:
                self.cut = True
                return
            yield entry


def _order(
    query: Query, by_text: tuple[float, ...], late: int, document: Document
) -> tuple[tuple[float, ...], int, str]:
    """Relevance, then the newest; or by date first, dates that are missing last."""
    date = document.numbers.get(DATE)
    missing = float(date is None)
    newest = (missing, -float(date or 0))
    oldest = (missing, float(date or 0))
    match query.sort:
        case "relevance":
            return (*by_text, *newest), late, document.id
        case "newest":
            return (*newest, *by_text), late, document.id
        case "oldest":
            return (*oldest, *by_text), late, document.id


def _hit(found: _Found, query: Query, wanted: marks.Wanted) -> Hit:
    document = found.document
    spans, crops = (
        marks.of_document(wanted, document.texts, query.crop_words) if query.highlight or query.crop_words else ({}, {})
    )
    score = found.score if query.sort == "relevance" else 1.0
    return Hit(document.id, score, document.group, spans if query.highlight else {}, crops)
