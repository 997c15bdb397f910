"""Counts of facet values: how many are told, in which order, and which of them a typed beginning means."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Mapping

from search.port import Document, FacetValue, Query
from search.rules import typos
from search.rules.plan import plain_words

MOST_VALUES = 300
MOST_COUNTED = 20_000


def ordered(counts: Mapping[str, int]) -> dict[str, int]:
    """The most frequent values first, equal ones by name; values that no document carries are left out."""
    ranked = heapq.nsmallest(MOST_VALUES, ((-count, value) for value, count in counts.items() if count))
    return {value: -count for count, value in ranked}


def told(query: Query, counts: Mapping[str, Mapping[str, int]], page: Iterable[Document]) -> dict[str, dict[str, int]]:
    """What an answer tells of counts: listed where a query asks for the facet, else those of the page's values."""
    shown = list(page)
    return {
        facet: ordered(found) if facet in query.facets else _on_page(facet, found, shown)
        for facet, found in counts.items()
    }


def _on_page(facet: str, counts: Mapping[str, int], page: Iterable[Document]) -> dict[str, int]:
    values = dict.fromkeys(value for document in page for value in document.facets.get(facet, ()))
    return {value: counts[value] for value in values if value in counts}


def like(text: str, counts: Mapping[str, int], limit: int) -> tuple[FacetValue, ...]:
    """The values that a typed beginning means: fewest typos first, then by count."""
    typed = plain_words(text)
    ranked = sorted(
        (cost, -count, value) for value, count in counts.items() if count and (cost := _cost(typed, value)) is not None
    )
    return tuple(FacetValue(value, -count) for _, count, value in ranked[:limit])


def _cost(typed: Iterable[str], value: str) -> int | None:
    """The typos between typed words and the beginnings of words of a value; None when one finds none."""
    known = plain_words(value)
    total = 0
    for word in typed:
        costs = [found[0] for other in known if (found := typos.prefix_cost(word, other, typos.allowed(word)))]
        if not costs:
            return None
        total += min(costs)
    return total
