"""One query, answered on one snapshot: how many match, the counts of facets, the order of the best, their
marks.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import tantivy
from numpy.typing import NDArray
from tantivy import Query as Raw

from search.engines.embedded.columns import Numbers
from search.engines.embedded.generation import Snapshot
from search.engines.embedded.layout import ORDINAL, ORDINAL_BITS, TOTAL, counting, every, mark_of, unpack
from search.engines.embedded.matching import Matching
from search.engines.embedded.ranking import Matches, lateness, scores, worths
from search.port import Document, Hit, Page, Query
from search.rules import facets, marks, rank, relevance
from search.rules.plan import Plan

HEAD = 3000
MARGIN = 100
MOST_TIES = 2000

Hits = Sequence[tuple[int, tantivy.DocAddress]]
_Counts = dict[Any, int]
_Ranked = list[tuple[tantivy.DocAddress, float]]


class Clock:
    """How long a query has taken, and whether it may go on."""

    def __init__(self, budget_ms: float) -> None:
        self._started = time.perf_counter()
        self._budget_ms = budget_ms
        self.late = False

    def took_ms(self) -> float:
        """Milliseconds since the start."""
        return (time.perf_counter() - self._started) * 1000

    def up(self) -> bool:
        """Whether the time is up; remembered, so that the answer can say it was cut short."""
        self.late = self.late or self.took_ms() >= self._budget_ms
        return self.late


class Finding:
    """Everything about one query on one snapshot."""

    def __init__(self, snapshot: Snapshot, plan: Plan, query: Query, clock: Clock) -> None:
        self._on = snapshot
        self._plan = plan
        self._query = query
        self._clock = clock
        self._matching = Matching(snapshot.asking, plan, query)

    def page(self) -> Page:
        """The answer."""
        query = self._query
        total, counts = self._total_and_counts({facet: self._field(facet) for facet in query.counted})
        ranked = self._ranked(total) if query.limit and query.offset < total else []
        wanted = marks.Wanted.of(self._plan)
        documents = [unpack(self._on.searcher.doc(address)["source"][0]) for address, _ in ranked]
        hits = tuple(self._hit(document, score, wanted) for document, (_, score) in zip(documents, ranked, strict=True))
        named = {facet: self._named(facet, found, documents) for facet, found in counts.items()}
        distinct = {facet: self._distinct(facet, found) for facet, found in counts.items()}
        told = facets.told(query, named, documents)
        return Page(hits, total, True, told, distinct, self._clock.late, self._clock.took_ms())

    def counts(self, facet: str) -> dict[str, int]:
        """The counts of one facet over all matches, its own ticked values not applied."""
        return self._total_and_counts({facet: f"f_{facet}"})[1][facet]

    def _field(self, facet: str) -> str:
        """Where a facet is counted: by its values when they are asked, else by numbers that stand for them."""
        is_listed = facet in self._query.facets or facet not in self._on.asking.schema.distinct
        return f"f_{facet}" if is_listed else f"d_{facet}"

    def _named(self, facet: str, counts: _Counts, page: Iterable[Document]) -> dict[str, int]:
        """Counts by value; where they were counted by numbers, those of the page's values."""
        if self._field(facet).startswith("f_"):
            return counts
        values = dict.fromkeys(value for document in page for value in document.facets.get(facet, ()))
        return {value: counts[mark] for value in values if (mark := mark_of(value)) in counts}

    def _distinct(self, facet: str, counts: _Counts) -> int:
        if len(counts) < facets.MOST_COUNTED or self._clock.up():
            return len(counts)
        return int(self._on.searcher.cardinality(self._matching.all_but(facet), self._field(facet)))

    def said(self, word: str) -> int:
        """In how many documents, of those the audience and the filter leave, a word stands."""
        return count(self._on.searcher, every([self._on.asking.phrase((word,)), self._matching.scope]))

    def _total_and_counts(self, wanted: Mapping[str, str]) -> tuple[int, dict[str, _Counts]]:
        """How many documents match, and the counts of facets (each in a field), without their own ticked values."""
        found: dict[str, _Counts] = {facet: {} for facet in wanted}
        free = {facet: field for facet, field in wanted.items() if not self._query.refine.get(facet)}
        if free and not self._clock.up():
            total, counts = self._counted(free, self._matching.everything)
            found.update(counts)
        else:
            total = count(self._on.searcher, self._matching.everything)
        for facet, field in wanted.items():
            if facet not in free and not self._clock.up():
                found.update(self._counted({facet: field}, self._matching.all_but(facet))[1])
        return total, found

    def _counted(self, fields: Mapping[str, str], matching: Raw) -> tuple[int, dict[str, _Counts]]:
        told: Mapping[str, Any] = self._on.searcher.aggregate(matching, counting(fields.values(), facets.MOST_COUNTED))
        buckets = {facet: told[field]["buckets"] for facet, field in fields.items()}
        counts = {facet: {entry["key"]: entry["doc_count"] for entry in some} for facet, some in buckets.items()}
        return int(told[TOTAL]["value"]), counts

    def _hit(self, document: Document, score: float, wanted: marks.Wanted) -> Hit:
        query = self._query
        if not query.highlight and not query.crop_words:
            return Hit(document.id, score, document.group)
        spans, crops = marks.of_document(wanted, document.texts, query.crop_words)
        return Hit(document.id, score, document.group, spans if query.highlight else {}, crops)

    def _ranked(self, total: int) -> _Ranked:
        """The page's documents with their scores."""
        query = self._query
        need = min(query.offset + query.limit, total)
        # When counting alone has used up the time, the newest matches have to do.
        if not self._plan.slots or query.sort != "relevance" or self._clock.up():
            return self._by_date(need)
        if query.strategy == "any":
            return self._by_relevance(need)
        return self._by_key(total, need)

    def _by_date(self, need: int) -> _Ranked:
        """The newest or oldest documents; those that share the last one's date compete by relevance."""
        oldest = self._query.sort == "oldest"
        field, order = ("oldest", tantivy.Order.Asc) if oldest else ("newest", tantivy.Order.Desc)
        hits = self._fetch(self._matching.everything, need + MOST_TIES, field, order)
        last = hits[need - 1][0] >> ORDINAL_BITS
        hits = [hit for at, hit in enumerate(hits) if at < need or hit[0] >> ORDINAL_BITS == last]
        keys = _keys(hits)
        worth = worths(self._matches(keys)) if self._plan.slots else np.zeros(len(hits), np.int64)
        dates = keys >> ORDINAL_BITS
        picked = self._first(hits, [worth, dates if oldest else -dates], need)
        return [(hits[at][1], 1.0) for at in picked]

    def _by_relevance(self, need: int) -> _Ranked:
        """The best answers to a question: first by the rarity of the words they hold, then by the full
        measure.
        """
        searcher, matching = self._on.searcher, self._matching
        scale = relevance.Scale.of(
            self._plan,
            searcher.num_docs,
            lambda slot: count(searcher, matching.slot(slot)),
            self._on.usual_length,
        )
        weighed = [
            (tantivy.Occur.Should, Raw.const_score_query(query, scale.rarities[edge.start]))
            for edge, query in zip(self._plan.edges, matching.edges, strict=True)
        ]
        question = every([Raw.boolean_query(weighed), Raw.const_score_query(matching.bounds, 0.0)])
        addresses = [address for _, address in searcher.search(question, limit=max(need, HEAD), count=False).hits]
        newest: list[Any] = searcher.fast_field_values("newest", addresses)
        hits = list(zip(newest, addresses, strict=True))
        found = scores(self._matches(_keys(hits)), scale)
        picked = self._first(hits, [-(_keys(hits) >> ORDINAL_BITS), -found], need)
        return [(hits[at][1], float(found[at])) for at in picked]

    def _by_key(self, total: int, need: int) -> _Ranked:
        """The best documents by key: of all matches when they are few, else of the sets that hold the first
        ones.
        """
        hits = self._fetch(self._matching.everything, HEAD) if total <= HEAD else self._head(need)
        keys = _keys(hits)
        worth = worths(self._matches(keys))
        picked = self._first(hits, [-(keys >> ORDINAL_BITS), worth], need)
        return [(hits[at][1], rank.score_of(self._plan, int(worth[at]))) for at in picked]

    def _head(self, need: int) -> list[tuple[int, tantivy.DocAddress]]:
        """Documents among which the first ones are.

        Sets are looked at from the best keys to the worst; where one set holds nothing but equal keys and is
        larger than the page, what comes after it cannot matter. Very large sets are represented by their
        newest documents.
        """
        found: dict[int, tantivy.DocAddress] = {}
        for best in self._matching.best():
            some = self._newest(every([best, self._matching.bounds]), need)
            found.update(some)
            if len(some) > need:
                return list(found.items())
        for good, is_even in self._worse(need):
            bounded = every([good, self._matching.bounds])
            some = self._newest(bounded, need) if is_even else self._fetch(bounded, max(HEAD, need))
            found.update(some)
            if (is_even and len(some) > need) or self._clock.up():
                break
        return list(found.items())

    def _newest(self, matching: Raw, need: int) -> list[tuple[int, tantivy.DocAddress]]:
        """The newest of equal keys: some more than needed, and where those are all of one day, many more."""
        some = self._fetch(matching, need + MARGIN)
        if len(some) == need + MARGIN and some[need - 1][0] >> ORDINAL_BITS == some[-1][0] >> ORDINAL_BITS:
            return self._fetch(matching, max(HEAD, need))
        return some

    def _worse(self, need: int) -> Iterator[tuple[Raw, bool]]:
        """Wider and wider sets, and whether one holds equal keys but for what narrower sets already gave."""
        level = self._level(need)
        if level:
            yield self._matching.up_to(level - 1), False
        is_single = len(self._plan.slots) == 1
        for at, good in enumerate(self._matching.good(level)):
            yield good, is_single and at == 0
        yield self._matching.up_to(level), False

    def _level(self, need: int) -> int:
        """The best level that holds enough documents."""
        last = self._matching.last_level
        for level in range(last):
            held = every([self._matching.up_to(level), self._matching.bounds])
            if count(self._on.searcher, held) >= need or self._clock.up():
                return level
        return last

    def _fetch(
        self, matching: Raw, most: int, field: str = "newest", order: tantivy.Order = tantivy.Order.Desc
    ) -> list[tuple[int, tantivy.DocAddress]]:
        return self._on.searcher.search(matching, limit=most, count=False, order_by_field=field, order=order).hits

    def _matches(self, keys: Numbers) -> Matches:
        return Matches(self._plan, self._on.columns, self._on.vocabulary, keys & ORDINAL)

    def _first(self, hits: Hits, by: Sequence[NDArray[Any]], need: int) -> list[int]:
        """The page's hits in order; `by` names the least important column first. Equal ones go by how early they
        say it, then by id.
        """
        order = np.lexsort(by)
        changes = np.zeros(max(len(order) - 1, 0), np.bool_)
        for column in by:
            ordered = column[order]
            changes |= ordered[1:] != ordered[:-1]
        ends = [*(int(at) + 1 for at in np.nonzero(changes)[0][: need + 1]), len(order)]
        picked: list[int] = []
        for end in ends:
            run = [int(at) for at in order[len(picked) : end]]
            if 1 < len(run) <= MOST_TIES and end > self._query.offset:
                late = self._lateness([hits[at] for at in run])
                run = [at for _, _, at in sorted(zip(late, (self._id(hits[at][1]) for at in run), run, strict=True))]
            picked += run
            if len(picked) >= need:
                break
        return picked[self._query.offset : need]

    def _lateness(self, hits: Hits) -> list[int]:
        if not self._plan.slots or self._query.strategy == "any":
            return [0] * len(hits)
        return [int(late) for late in lateness(self._matches(_keys(hits)))]

    def _id(self, address: tantivy.DocAddress) -> str:
        return str(self._on.searcher.doc(address)["id"][0])


def count(searcher: tantivy.Searcher, matching: Raw) -> int:
    """How many documents match."""
    found: Any = searcher.search(matching, limit=1, count=True)
    return int(found.count)


def _keys(hits: Hits) -> Numbers:
    return np.fromiter((key for key, _ in hits), np.int64, len(hits))
