"""Whole questions (the strategy `any`) on a server that ranks by how many words match, not by how rare they are.

The server names candidates, and they are ranked here by the measure that all engines share (`rules.relevance`):
1. How many documents hold each word of the question tells which are rare; a few of them, and of those that hold
   something like it, tell what it may mean here: forms, typos, synonyms, words written apart.
2. Candidates are the longest that hold each word, which likely hold more of the others, the best for its other English
   forms, and those that hold the rarest with as many of the others as possible. Each list is bounded, so a question
   costs the same on a large index. Of a query for some ids all these are candidates.
3. How many documents say any of it is how many are left when those that say none of it are taken away. So totals,
   facets and how rare each word is are counted over all documents, not over the candidates.

Past the candidates the rest follows by the first word of the question it holds, each document once and with score 0:
whoever pages on comes to the end of exactly what was counted. Sorted by date, the same lists are merged by date. Every
request for documents carries the audience and all filters; how rare a word is, is asked of all that the audience may
see.
"""

from __future__ import annotations

import heapq
import time
from collections import Counter
from collections.abc import Callable, Collection, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import Any, NamedTuple

from rapidfuzz.distance import Prefix

from search.engines.meilisearch import reading, silent
from search.engines.meilisearch.connection import Connection
from search.engines.meilisearch.wire import as_words, asked, named, seen_by, typed
from search.port import DATE, Query, Schema, Term, TextQuery
from search.rules import plan, rank, relevance
from search.rules.plan import Edge, Lexicon, Plan, Slot, Words
from search.rules.stems import stem
from search.rules.text import GAP, GAP_WIDTH
from search.rules.vocabulary import Vocabulary

ALL = 400
ALONE = 200
FORMS = 100
TOGETHER = 100
RARE = 5
MOST_FORMS = 60
_SHORTEST_BEGINNING = 3
_ABREAST = 2
_AT_ONCE = 8
_LOOKED_AT = 20

Request = dict[str, Any]
Row = Mapping[str, Any]


@dataclass(frozen=True)
class Server:
    """Where questions go: an index of a schema, and how long all of a question's searches may take."""

    to: Connection
    index: str
    schema: Schema
    budget_ms: float


class Counts(NamedTuple):
    """How many documents match, and how many have each value of the facets."""

    total: int
    facets: Mapping[str, Mapping[str, int]]


class Found(NamedTuple):
    """A document of the answer."""

    id: str
    score: float


class _Candidate(NamedTuple):
    row: Row
    said: Sequence[Sequence[Sequence[str]]]
    """The words of each value of each field."""


class Question:
    """One question to one index. Without `slots` there is nothing to weigh; else `begin` before anything else."""

    def __init__(self, server: Server, query: Query) -> None:
        self._server = server
        self._query = query
        self._until = time.monotonic() + server.budget_ms / 1000
        self._kept_out = tuple(term for term in query.text.terms if term.excluded)
        settings = server.to.get(f"indexes/{server.index}/settings")
        self._synonyms = plan.synonym_table(settings["synonyms"])
        self._stop_words = frozenset(silent.told(settings))
        self.plan = self._plan(Vocabulary(), lambda _left, _right: 0)
        self.slots = self.plan.slots
        self.late = False
        self._seen = 0
        self._usual = 1.0
        self._vocabulary = Vocabulary()
        self._candidates: list[_Candidate] = []

    def begin(self) -> None:
        """Find candidates, and what the words of the question may mean."""
        rare = self._rare()
        self._learn(chain.from_iterable(answer["hits"] for answer in self._ask(list(self._others()))))
        self._candidates = self._named(rare)
        self._learn(())

    def _learn(self, rows: Iterable[Row]) -> None:
        """Plan anew with the words of the candidates and of more documents."""
        more = ([as_words(row.get(field, ())) for field in self._fields] for row in rows)
        known = (found.said for found in self._candidates)
        values = chain.from_iterable(chain.from_iterable(chain(known, more)))
        self._vocabulary.add(word for word in dict.fromkeys(chain.from_iterable(values)) if word != GAP)
        made = self._plan(self._vocabulary, self._side_by_side)
        self.plan = replace(made, edges=tuple(_bounded(edge) for edge in made.edges))

    def _others(self) -> Iterator[Request]:
        """Requests for a few documents that hold words like one of the question's, but none of those known so far."""
        for at, slot in enumerate(self.slots):
            known = _none_of(edge for edge in self.plan.edges if edge.start == at)
            yield self._look([slot], known)
            if beginning := _beginning(slot):
                yield self._look([Slot((beginning,), open=True)], known)

    def _look(self, slots: Sequence[Slot], known: Sequence[Term] = ()) -> Request:
        return {
            **self._general(),
            "q": _typed(slots, known),
            "attributesToRetrieve": self._fields,
            "limit": _LOOKED_AT,
        }

    def _plan(self, vocabulary: Vocabulary, pairs: Callable[[str, str], int]) -> Plan:
        lexicon = Lexicon(vocabulary, pairs, self._synonyms, self._stop_words)
        return plan.make(self._query.text, lexicon, "any")

    def _side_by_side(self, left: str, right: str) -> int:
        together = f" {left} {right} "
        texts = (f" {' '.join(value)} " for found in self._candidates for field in found.said for value in field)
        return sum(together in text for text in texts)

    def _ask(self, requests: Sequence[Request], abreast: int = 1) -> list[dict[str, Any]]:
        """Answers in the order of their requests. A server answers one list request by request, but lists at once."""
        lists = [requests[at::abreast] for at in range(min(abreast, len(requests)))]
        told = self._server.to.abreast("multi-search", [{"queries": some} for some in lists])
        answers: list[dict[str, Any]] = [{}] * len(requests)
        for at, answered in enumerate(told):
            answers[at::abreast] = answered["results"]
        self.late = self.late or any(one["processingTimeMs"] >= self._server.budget_ms for one in answers)
        return answers

    def _rare(self) -> list[Slot]:
        """The words that somebody whom the audience may hear says, the rarest first."""
        lengths = {**self._general(), "facets": [self._length]}
        counts = (self._look([slot]) for slot in self.slots)
        seen, *answers = self._ask([lengths, *counts])
        self._learn(chain.from_iterable(answer["hits"] for answer in answers))
        self._seen = seen["estimatedTotalHits"]
        # Rows of an index that is older do not tell it.
        self._usual = _mean(seen["facetDistribution"].get(self._length, {}))
        said = sorted((answer["estimatedTotalHits"], at) for at, answer in enumerate(answers))
        return [self.slots[at] for count, at in said if count]

    def _named(self, rare: Sequence[Slot]) -> list[_Candidate]:
        requests = list(self._lists(rare))
        once: dict[str, Row] = {}
        for start in range(0, len(requests), _ABREAST * _AT_ONCE):
            # Each search is bounded by the server; many of them have to be by us.
            if start and time.monotonic() > self._until:
                self.late = True
                break
            for answer in self._ask(requests[start : start + _ABREAST * _AT_ONCE], _ABREAST):
                once.update((row["id"], row) for row in answer["hits"])
        return [_Candidate(row, [as_words(row.get(field, ())) for field in self._fields]) for row in once.values()]

    def _lists(self, rare: Sequence[Slot]) -> Iterator[Request]:
        """Requests for candidates, the words given from the rarest to the most common."""
        if self._query.ids is not None and len(self._query.ids) <= ALL:
            yield self._list((), ALL)
            return
        for slot in rare:
            yield {**self._list([slot], ALONE), "sort": [f"{self._length}:desc"]}
        for at in range(min(len(rare) - 2, RARE)):
            yield self._list(rare[at:], TOGETHER)
        for slot in self.slots:
            if beginning := _beginning(slot):
                yield self._list([Slot((beginning,), open=True)], FORMS, slot.words)

    def _list(self, slots: Sequence[Slot], most: int, but: Words = ()) -> Request:
        return {
            **self._scope(),
            "q": _typed(slots, (*self._kept_out, *(Term(word, excluded=True) for word in but))),
            "attributesToRetrieve": ["id", f"n_{DATE}", *self._fields],
            "limit": most,
        }

    @property
    def _fields(self) -> list[str]:
        return [f"s_{name}" for name in self._server.schema.searchable]

    @property
    def _length(self) -> str:
        """Where a document says how many words its most important field has."""
        return f"l_{self._server.schema.searchable[0]}"

    def _scope(self, but: str = "") -> Request:
        """A request for nothing yet of what the audience, the filters and the ticks let through."""
        bounds = asked(replace(self._query, text=TextQuery()), self._server.schema, self._server.index, but=but)
        return {**bounds, "limit": 0}

    def _general(self) -> Request:
        """A request for nothing yet of all that the audience may see."""
        return {"indexUid": self._server.index, "q": "", "filter": [seen_by(self._query.audience)], "limit": 0}

    def count(self, facets: Sequence[str]) -> Counts:
        """How many documents match, with the counts of facets, each without its own ticked values."""
        free = [facet for facet in facets if not self._query.refine.get(facet)]
        lists = [("", free), *((facet, [facet]) for facet in facets if facet not in free)]
        silent = (*self._kept_out, *_none_of(self.plan.edges))
        requests = [
            {**self._scope(but), "q": _text(terms), "facets": [f"f_{name}" for name in names]}
            for but, names in lists
            for terms in (self._kept_out, silent)
        ]
        answers = self._ask(requests)
        told: dict[str, Mapping[str, int]] = {}
        for (_, names), every, rest in zip(lists, answers[::2], answers[1::2], strict=True):
            told.update(
                {name: Counter(reading.counts(every, name)) - Counter(reading.counts(rest, name)) for name in names}
            )
        total = answers[0]["estimatedTotalHits"] - answers[1]["estimatedTotalHits"]
        return Counts(total, {facet: dict(told[facet]) for facet in facets})

    def best(self, need: int) -> list[Found]:
        """The first documents in order, as many as are needed."""
        if self._query.sort != "relevance":
            return self._by_date(need)
        head = self._head()
        return head[:need] if need <= len(head) else [*head, *self._deeper(need - len(head), head)][:need]

    def _head(self) -> list[Found]:
        """All candidates, ranked."""
        scale = self._scale()
        wanted = {GAP, *chain.from_iterable(_meant(self.plan.edges))}
        ranked: list[tuple[float, bool, int, str]] = []
        for row, said in self._candidates:
            score = relevance.score(self.plan, scale, excerpt(said, wanted))
            if score:
                ranked.append((-score, *_lateness(row), row["id"]))
        return [Found(key, -worth) for worth, _, _, key in sorted(ranked)]

    def _scale(self) -> relevance.Scale:
        alone = [[edge for edge in self.plan.edges if edge.start == at] for at in range(len(self.slots))]
        answers = self._ask([{**self._general(), "q": _text(_none_of(edges))} for edges in alone])
        counts = [
            max(0, self._seen - answer["estimatedTotalHits"]) if edges else 0
            for answer, edges in zip(answers, alone, strict=True)
        ]
        usual = self._usual or _mean(Counter(_length(found.said[0]) for found in self._candidates))
        return relevance.Scale.of(self.plan, self._seen, counts.__getitem__, usual)

    def _deeper(self, need: int, head: Iterable[Found]) -> Iterator[Found]:
        """What no list of candidates reached."""
        above = {found.id for found in head}
        for answer in self._ask(self._stages(need, (), above)):
            yield from (Found(row["id"], 0.0) for row in answer["hits"])

    def _by_date(self, need: int) -> list[Found]:
        is_newest = self._query.sort == "newest"
        order = f"n_{DATE}:{'desc' if is_newest else 'asc'}"
        lists = [answer["hits"] for answer in self._ask(self._stages(need, (order,)))]
        merged = heapq.merge(*lists, key=lambda row: _lateness(row, is_newest=is_newest))
        return [Found(row["id"], 1.0) for row, _ in zip(merged, range(need), strict=False)]

    def _stages(self, most: int, sort: Sequence[str], above: Collection[str] = ()) -> list[Request]:
        """A request for each meant word: the documents that hold it and none of the words before, nor are `above`."""
        scope = {**self._scope(), "limit": most, "sort": list(sort), "attributesToRetrieve": ["id", f"n_{DATE}"]}
        if above:
            scope["filter"] = [*scope["filter"], f"NOT {named(above)}"]
        before = [*self._kept_out]
        made: list[Request] = []
        for words in _meant(self.plan.edges):
            term = Term(" ".join(words), phrase=True)
            made.append({**scope, "q": _text([*before, term])})
            before.append(replace(term, excluded=True))
        return made

    def rows(self, ids: Sequence[str], fields: Sequence[str]) -> list[Row]:
        """Fields of found documents, in the order of their ids; those that went meanwhile are left out."""
        if not ids:
            return []
        scope = self._scope()
        request = {**scope, "filter": [*scope["filter"], named(ids)], "limit": len(ids)}
        (answer,) = self._ask([{**request, "attributesToRetrieve": list(fields)}])
        known = {row["id"]: row for row in answer["hits"]}
        return [known[key] for key in ids if key in known]


def _lateness(row: Row, *, is_newest: bool = True) -> tuple[bool, int]:
    """Where a date stands; those that are missing come last."""
    date = row.get(f"n_{DATE}")
    return date is None, -(date or 0) if is_newest else date or 0


def _text(terms: Iterable[Term]) -> str:
    return typed(TextQuery(tuple(terms)))


def _typed(slots: Sequence[Slot], kept_out: Sequence[Term] = ()) -> str:
    terms = [Term(" ".join(slot.words), phrase=slot.phrase) for slot in slots]
    return typed(TextQuery((*kept_out, *terms), open=bool(slots) and slots[-1].open))


def _beginning(slot: Slot) -> str:
    """What English forms of a word begin with, when it is long enough to tell."""
    shared = int(Prefix.similarity(slot.words[0], stem(slot.words[0])))
    return "" if shared < _SHORTEST_BEGINNING or slot.phrase or slot.open else slot.words[0][:shared]


def excerpt(said: Sequence[Sequence[Sequence[str]]], wanted: Container[str]) -> rank.Excerpt:
    """What `rank.read` finds of the wanted words, breaks among them, in fields as `as_words` tells them."""
    places: dict[str, list[tuple[int, int]]] = {}
    for number, values in enumerate(said):
        shift = 0
        for value in values:
            for at, word in [(at, word) for at, word in enumerate(value) if word in wanted]:
                if word == GAP:
                    # It stands between two words, and counts as one itself.
                    shift += GAP_WIDTH - 2
                else:
                    places.setdefault(word, []).append((number, min(at + shift, rank.LAST_PLACE)))
            shift += len(value) + GAP_WIDTH - 1 if value else 0
    return rank.Excerpt(places, _length(said[0]))


def _length(values: Iterable[Sequence[str]]) -> int:
    return sum(len(value) - value.count(GAP) for value in values)


def _mean(counts: Mapping[str, int] | Mapping[int, int]) -> float:
    """The mean of numbers, each counted."""
    return sum(float(number) * count for number, count in counts.items()) / max(sum(counts.values()), 1)


def _meant(edges: Iterable[Edge]) -> list[Words]:
    """All words and phrases that edges may match."""
    found: dict[Words, None] = {}
    for edge in edges:
        found.update(dict.fromkeys((word,) for word in edge.words))
        found.update(dict.fromkeys(edge.phrases))
    return list(found)


def _none_of(edges: Iterable[Edge]) -> list[Term]:
    return [Term(" ".join(words), phrase=len(words) > 1, excluded=True) for words in _meant(edges)]


def _bounded(edge: Edge) -> Edge:
    """An edge with its likeliest words: a server reads only so many words of a request."""
    likely = sorted(edge.words.items(), key=lambda entry: entry[1])[:MOST_FORMS]
    return replace(edge, words=dict(likely))
