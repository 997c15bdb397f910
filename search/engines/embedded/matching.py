"""Which documents of a snapshot a query matches, as tantivy queries: the text's levels and corners, and the
bounds that audience, filter, exclusions and ticked facets set.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from tantivy import Query as Raw

from search.engines.embedded.layout import Asking, every, some, without
from search.port import Query
from search.rules.filters import refined
from search.rules.plan import Plan

MOST_PATHS = 64


class Matching:
    """The sets of documents one query is about."""

    def __init__(self, asking: Asking, plan: Plan, query: Query) -> None:
        self._asking = asking
        self._plan = plan
        self._query = query

    @cached_property
    def scope(self) -> Raw:
        """What the audience, the filter and the exclusions leave."""
        parts = [self._asking.seen_by(self._query.audience)]
        if self._query.filter is not None:
            parts.append(self._asking.filter(self._query.filter))
        if self._query.ids is not None:
            parts.append(self._asking.these(self._query.ids))
        if self._plan.excluded:
            unwanted = dict.fromkeys(self._plan.excluded)
            parts.append(without(some(self._asking.phrase(words) for words in unwanted)))
        return every(parts)

    @cached_property
    def bounds(self) -> Raw:
        """What the ticked facets leave of the scope."""
        if not self._query.refine:
            return self.scope
        return every([self._asking.filter(refined(self._query.refine)), self.scope])

    @cached_property
    def everything(self) -> Raw:
        """All matches."""
        return every([self.up_to(self.last_level), self.bounds])

    def all_but(self, facet: str) -> Raw:
        """All matches as if nothing were ticked in one facet."""
        others = self._asking.filter(refined(self._query.refine, but=facet))
        return every([self.up_to(self.last_level), others, self.scope])

    @property
    def last_level(self) -> int:
        """The widest level."""
        return len(self._plan.levels) - 1

    @cached_property
    def edges(self) -> list[Raw]:
        """Each edge of the plan."""
        return [self._asking.edge(edge, self._plan) for edge in self._plan.edges]

    def slot(self, at: int) -> Raw:
        """Documents that match one slot alone."""
        pairs = zip(self._plan.edges, self.edges, strict=True)
        return some(query for edge, query in pairs if edge.start == at and not edge.wide)

    def up_to(self, level: int) -> Raw:
        """Documents that match the text at this level or a better one, within no bounds yet.

        A better level is contained in a worse one, except where an edge spans slots that the worse one left
        out.
        """
        if not self._plan.slots:
            return Raw.all_query()
        paths: dict[tuple[int, ...], None] = {}
        for at in range(level + 1):
            for path in _paths(self._plan, at):
                spans = any(self._plan.edges[number].wide for number in path)
                if at == level or spans or self._query.strategy == "any":
                    paths.setdefault(path)
        return some(every(self.edges[number] for number in path) for path in paths)

    def best(self) -> Iterator[Raw]:
        """The sets with the best keys there are, each with equal keys but for those before it: without typos
        in the first field, and some field is the query, begins with it, or at least holds it whole.
        """
        run = self._plan.typed()
        first = self._in_first(0)
        if first is not None:
            yield every([first, self._asking.whole(run)])
            yield every([first, self._asking.beginning(run)])
            yield every([first, self._asking.phrase(run)])

    def good(self, level: int) -> Iterator[Raw]:
        """Sets with good keys within a level: without typos in the first field, then without typos anywhere."""
        first = self._in_first(level)
        if first is not None:
            yield first
            narrow = {edge.start: edge for edge in self._plan.edges if not edge.wide}
            must = self._plan.levels[level]
            yield every(self._asking.edge(narrow[at], self._plan, most_typos=0) for at in sorted(must))

    def _in_first(self, level: int) -> Raw | None:
        narrow = {edge.start: edge for edge in self._plan.edges if not edge.wide}
        must = sorted(self._plan.levels[level])
        if not all(at in narrow for at in must):
            return None
        return every(self._asking.in_first(narrow[at], self._plan) for at in must)


def _paths(plan: Plan, level: int) -> list[tuple[int, ...]]:
    """Every way to cover a level's slots with edges, as edge numbers; at most MOST_PATHS."""
    must = plan.levels[level]
    reached: list[list[tuple[int, ...]]] = [[()]]
    for at in range(len(plan.slots)):
        if at not in must:
            reached.append(reached[at])
            continue
        here = [
            (*path, number)
            for number, edge in enumerate(plan.edges)
            if edge.end == at + 1 and all(slot in must for slot in range(edge.start, edge.end))
            for path in reached[edge.start]
        ]
        reached.append(here[:MOST_PATHS])
    return reached[-1]
