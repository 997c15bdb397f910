"""Filters on a single document, and how values are compared: strings without case and outer space."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from search.port import And, Document, Filter, Has, In, Is, Not, Or, Range


def same(value: str | int) -> str | int:
    """The form in which two values are compared."""
    return _folded(value) if isinstance(value, str) else value


@lru_cache(maxsize=50_000)
def _folded(value: str) -> str:
    return value.strip().casefold().encode("utf-8", "replace").decode()


def holds(part: Filter, document: Document) -> bool:
    """Whether a document passes a filter."""
    match part:
        case Not(inner):
            passes = not holds(inner, document)
        case And(parts):
            passes = all(holds(inner, document) for inner in parts)
        case Or(parts):
            passes = any(holds(inner, document) for inner in parts)
        case Range(name, at_least, below):
            number = document.numbers.get(name)
            passes = number is not None and _within(number, at_least, below)
        case Is(name, value):
            passes = same(value) in _values(document, name)
        case In(name, values):
            passes = not _values(document, name).isdisjoint(same(value) for value in values)
        case Has(name):
            passes = bool(_values(document, name))
    return passes


def _within(number: int, at_least: int | None, below: int | None) -> bool:
    return (at_least is None or number >= at_least) and (below is None or number < below)


def _values(document: Document, name: str) -> frozenset[str | int]:
    number = document.numbers.get(name)
    texts = frozenset(same(value) for value in document.facets.get(name, ()))
    return texts | {number} if number is not None else texts


def refined(refine: Mapping[str, tuple[str, ...]], *, but: str = "") -> Filter:
    """The filter that ticked facet values make, one facet left out when its own list is counted."""
    return And(tuple(In(name, values) for name, values in refine.items() if values and name != but))
