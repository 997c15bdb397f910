"""Answering by words and by meaning at once: the same for every engine, on two things each can do alone.

What is found is what the words find, and besides it the documents nearest in meaning, at most `NEAREST` and only those
above the floor. So counts and facets stay finite and true: everything is a little like everything else. The order of
the best comes from `fusion`; what follows goes on by words. Quoted phrases and exclusions bind both.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from search.meaning import Meaning
from search.meaning.fusion import fused
from search.port import DATE, And, Document, FacetValue, Hit, In, Page, Query, Schema, Span, TextQuery
from search.rules import facets, marks

NEAREST = 300
Near = Sequence[tuple[str, float]]
"""Ids with their similarity, -1 to 1, the most similar first."""


class Nearby(Protocol):
    """What an engine can do alone."""

    @property
    def schema(self) -> Schema:
        """The fields."""
        ...

    def by_words(self, query: Query) -> Page:
        """An answer by words alone."""
        ...

    def nearest(self, query: Query, meaning: Meaning, most: int) -> tuple[Near, bool]:
        """The documents nearest in meaning that the audience, the filter, the ticks and the ids of the query let
        through, and whether time ran out before all were looked at.
        """
        ...

    def read(self, ids: Iterable[str]) -> tuple[Document, ...]:
        """Documents as they were put."""
        ...


@dataclass(frozen=True)
class _Found:
    """The answer by words, what is near, and which of it the words do not find."""

    plain: Query
    words: Page
    near: Near
    extras: tuple[str, ...]
    late: bool


def is_asked(query: Query) -> bool:
    """Whether meaning has any part in a query: one without free words means nothing."""
    meant = query.meaning is not None and query.meaning.ratio > 0
    return meant and any(not term.excluded for term in query.text.terms)


def find(engine: Nearby, query: Query) -> Page:
    """Answer a query that `is_asked`."""
    return _Answering(engine, query).page()


def facet_search(engine: Nearby, facet: str, text: str, query: Query, limit: int) -> tuple[FacetValue, ...]:
    """Values of a facet beginning like `text` among all that such a query finds."""
    others = {name: values for name, values in query.refine.items() if name != facet}
    page = find(engine, replace(query, facets=(facet,), distinct=(), refine=others, limit=0, offset=0))
    return facets.like(text, page.facets[facet], limit)


class _Answering:
    def __init__(self, engine: Nearby, query: Query) -> None:
        if query.meaning is None:
            raise ValueError("this query means nothing")
        self._engine = engine
        self._query = query
        self._meaning = query.meaning
        self._plain = replace(
            query, meaning=None, facets=(), distinct=(), highlight=False, crop_words=0, offset=0, sort="relevance"
        )
        self._unbound = replace(query.meaning, floor=-1.0)
        self._by_words_too = query.meaning.ratio < 1

    def page(self) -> Page:
        started = time.monotonic()
        query = self._query
        found = self._found()
        hits = self._hits(self._ranked(found)) if query.limit else ()
        counts, distinct = self._counted(found, hits)
        return Page(
            hits=hits,
            total=found.words.total + len(found.extras),
            exact_total=found.words.exact_total and not found.late,
            facets=counts,
            distinct=distinct,
            degraded=found.words.degraded or found.late,
            took_ms=(time.monotonic() - started) * 1000,
        )

    def _found(self, but: str = "") -> _Found:
        """What words and meaning find; with `but`, as if nothing were ticked in that facet."""
        refine = {name: values for name, values in self._query.refine.items() if name != but}
        plain = replace(self._plain, refine=refine)
        deep = replace(plain, limit=0 if but else self._depth(), sort=self._query.sort)
        words = self._engine.by_words(deep) if self._by_words_too else _NONE
        near, late = self._engine.nearest(plain, self._unbound, NEAREST)
        near = self._demanded(plain, near)
        extras = self._extras(plain, words, near)
        # What the words find keeps the little it has in common; what only meaning finds has to reach the floor.
        strange = {key for key, alike in near if alike < self._meaning.floor}.intersection(extras)
        near = [entry for entry in near if entry[0] not in strange]
        return _Found(plain, words, near, tuple(key for key in extras if key not in strange), late)

    def _depth(self) -> int:
        """How far down the words' own order is looked at: as deep as documents compete, and a page beyond."""
        return NEAREST + self._query.offset + self._query.limit

    def _demanded(self, plain: Query, near: Near) -> Near:
        """Those that hold every phrase and nothing that is excluded."""
        terms = tuple(term for term in self._query.text.terms if term.phrase or term.excluded)
        if not terms or not near:
            return near
        text = TextQuery(tuple(replace(term, phrase=True) for term in terms))
        kept = self._matching(replace(plain, text=text, strategy="all"), [key for key, _ in near])
        return [entry for entry in near if entry[0] in kept]

    def _extras(self, plain: Query, words: Page, near: Near) -> tuple[str, ...]:
        """What only meaning finds."""
        ids = [key for key, _ in near]
        if not self._by_words_too:
            return tuple(ids)
        said = {hit.id for hit in words.hits}
        if words.total > len(words.hits):
            said |= self._matching(plain, [key for key in ids if key not in said])
        return tuple(key for key in ids if key not in said)

    def _matching(self, plain: Query, ids: Sequence[str]) -> set[str]:
        """Which of these documents the words of a query find."""
        if not ids:
            return set()
        only = replace(plain, ids=frozenset(ids), limit=len(ids))
        return {hit.id for hit in self._engine.by_words(only).hits}

    def _counted(self, found: _Found, hits: Sequence[Hit]) -> tuple[dict[str, dict[str, int]], dict[str, int]]:
        """Counts over all that was found, each facet's own ticks aside, and how many values there are of each."""
        query = self._query
        if not query.counted:
            return {}, {}
        free = tuple(facet for facet in query.counted if not query.refine.get(facet))
        ticked = [facet for facet in query.counted if facet not in free]
        page = self._engine.read([hit.id for hit in hits]) if query.distinct else ()
        counts: dict[str, dict[str, int]] = {}
        distinct: dict[str, int] = {}
        for part, group in [(found, free), *((self._found(facet), (facet,)) for facet in ticked)]:
            said = self._said(part, group)
            added = self._added(part, group)
            for facet in group:
                shown = list(dict.fromkeys(value for document in page for value in document.facets.get(facet, ())))
                is_listed = facet in query.facets
                known = self._known(part, facet, said.facets.get(facet, {}), [*added[facet], *shown])
                both = {value: known.get(value, 0) + added[facet].get(value, 0) for value in {**known, **added[facet]}}
                counts[facet] = facets.ordered(both) if is_listed else {value: both[value] for value in shown}
                distinct[facet] = said.distinct.get(facet, 0) + sum(value not in known for value in added[facet])
        return counts, distinct

    def _said(self, part: _Found, group: Sequence[str]) -> Page:
        """The counts of what the words find."""
        if not self._by_words_too or not group:
            return _NONE
        listed = tuple(facet for facet in group if facet in self._query.facets)
        others = tuple(facet for facet in group if facet not in listed)
        return self._engine.by_words(replace(part.plain, facets=listed, distinct=others, limit=0))

    def _added(self, part: _Found, group: tuple[str, ...]) -> Mapping[str, Mapping[str, int]]:
        """The counts of what only meaning finds."""
        if not part.extras or not group:
            return {facet: {} for facet in group}
        # Ticks bind these documents already.
        ids = frozenset(part.extras)
        return self._engine.by_words(
            replace(part.plain, text=TextQuery(), ids=ids, refine={}, facets=group, limit=0)
        ).facets

    def _known(self, part: _Found, facet: str, listed: Mapping[str, int], values: Sequence[str]) -> Mapping[str, int]:
        """How often the words find these values, which their own list may leave out, besides those it has."""
        missing = tuple(dict.fromkeys(value for value in values if value not in listed))
        is_whole = facet in self._query.facets and len(listed) < facets.MOST_VALUES
        if not missing or is_whole or not self._by_words_too:
            return listed
        narrow = And((*([part.plain.filter] if part.plain.filter else []), In(facet, missing)))
        found = self._engine.by_words(replace(part.plain, filter=narrow, facets=(facet,), limit=0)).facets[facet]
        return {**listed, **{value: found[value] for value in missing if value in found}}

    def _ranked(self, found: _Found) -> list[tuple[str, float]]:
        """The page's ids with their scores."""
        query = self._query
        page = slice(query.offset, query.offset + query.limit)
        if query.sort != "relevance":
            return [(key, 1.0) for key in self._by_date(found)[page]]
        said = [(hit.id, hit.score) for hit in found.words.hits]
        ranked = fused(said[:NEAREST], found.near, self._meaning.ratio)
        known = {key for key, _ in ranked}
        ranked += [(key, 0.0) for key, _ in said[NEAREST:] if key not in known]
        return ranked[page]

    def _by_date(self, found: _Found) -> list[str]:
        """What words and meaning find by date; equal dates keep the order of the words, then of meaning."""
        ids = [*(hit.id for hit in found.words.hits), *found.extras]
        dates = {document.id: document.numbers.get(DATE) for document in self._engine.read(ids)}
        sign = 1 if self._query.sort == "oldest" else -1

        def place(key: str) -> tuple[bool, int]:
            date = dates.get(key)
            return date is None, sign * (date or 0)

        return sorted(ids, key=place)

    def _hits(self, ranked: Sequence[tuple[str, float]]) -> tuple[Hit, ...]:
        """The page: hits with the marks of what the words found in them, or none."""
        ids = [key for key, _ in ranked]
        if not ids:
            return ()
        here = replace(self._query, meaning=None, facets=(), distinct=(), ids=frozenset(ids), offset=0, limit=len(ids))
        marked = {hit.id: hit for hit in self._engine.by_words(here).hits}
        rest = {document.id: document for document in self._engine.read(key for key in ids if key not in marked)}
        made = []
        for key, score in ranked:
            if key in marked:
                made.append(replace(marked[key], score=score))
            elif key in rest:
                made.append(self._unmarked(rest[key], score))
        return tuple(made)

    def _unmarked(self, document: Document, score: float) -> Hit:
        crops: Mapping[str, Span] = {}
        if self._query.crop_words > 0:
            _, crops = marks.of_document(_NO_WORDS, document.texts, self._query.crop_words)
        return Hit(document.id, score, document.group, crops=crops, by_meaning=True)


_NO_WORDS = marks.Wanted(frozenset(), frozenset())
_NONE = Page((), 0)
