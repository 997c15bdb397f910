"""Counts of facet values: how many are told, in which order, and which of them a typed beginning means."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from search.port import FacetValue
from search.rules import typos
from search.rules.plan import plain_words

MOST_VALUES = 300
MOST_COUNTED = 20_000


def ordered(counts: Mapping[str, int]) -> dict[str, int]:
    """The most frequent values first, equal ones by name; values that no document carries are left out."""
    ranked = sorted(counts.items(), key=lambda entry: (-entry[1], entry[0]))
    return {value: count for value, count in ranked[:MOST_VALUES] if count}


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
