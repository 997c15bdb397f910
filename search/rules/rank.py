"""The order of results, one document at a time: the plain definition that faster ways must agree with.

A key compares, in this order: words of the query left out, typos, proximity, attribute, exactness; then newer
before older; then those that say it earlier, roughly; then by id. Smaller is better.

- typos: the fewest with which the document's words cover the query; only matches that take part in a cheapest
  cover count for what follows.
- proximity: for each two neighbouring slots, how much farther apart than side by side their nearest matches
  stand, at most `FARTHEST`; backwards costs one more; a sentence break or another field is as far as it gets,
  and no word is its own neighbour.
- attribute: for each slot the most important field it matches in, summed.
- exactness: a field that is exactly the query, before one that begins with it, before others; then how many
  slots match only by prefix, typo or synonym.
- lateness: for each slot the place of its first match, told the more roughly the later it is, summed.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import NamedTuple

from search.rules.plan import Edge, Plan, Words
from search.rules.text import placed, values, words

FARTHEST = 3
SPANNED = 1
MOST_FIELDS = 15
LAST_PLACE = 4000
EXACTNESS_STEP = 16
LATENESS = (0, 1, 4, 7, 11, 15, 23, 64, 256, 1024)
"""The last place of each step of lateness; tuned so that ties fall as they do in Meilisearch."""


class Key(NamedTuple):
    """Where a document stands; smaller is better."""

    dropped: int
    typos: int
    proximity: int
    attribute: int
    exactness: int


def score(plan: Plan, found: Key) -> float:
    """A key as a number from 0 to 1; a better key never has a lower one."""
    worth = 0
    if not plan.slots:
        return 1.0
    for part, size in zip(found, sizes(plan), strict=True):
        worth = worth * size + min(part, size - 1)
    return score_of(plan, worth)


def sizes(plan: Plan) -> tuple[int, ...]:
    """How many values each part of a key can take, for keys told as one number."""
    return (len(plan.levels), 32, 32, 256, 3 * EXACTNESS_STEP)


def score_of(plan: Plan, worth: int) -> float:
    """The score of a key told as one number."""
    return 1 - worth / math.prod(sizes(plan))


class Place(NamedTuple):
    """Where a match begins and ends: positions in a field."""

    field: int
    first: int
    last: int


@dataclass(frozen=True)
class Reading:
    """A document's words: the places of each, and each field's words in order."""

    places: Mapping[str, Sequence[tuple[int, int]]]
    fields: Sequence[Sequence[tuple[str, int]]]

    @property
    def length(self) -> int:
        """How many words the most important field has."""
        return len(self.fields[0])


_Found = list[tuple[Edge, list[tuple[int, Place]]]]


@dataclass(frozen=True)
class Excerpt:
    """The places of some of a document's words, and how many words its most important field has."""

    places: Mapping[str, Sequence[tuple[int, int]]]
    length: int


def read(texts: Mapping[str, str | tuple[str, ...]], searchable: Sequence[str]) -> Reading:
    """Take a document's texts apart, fields in order of importance."""
    fields = [list(placed(words(value) for value in values(texts.get(name, "")))) for name in searchable]
    places: dict[str, list[tuple[int, int]]] = {}
    for number, field in enumerate(fields):
        for word, position in field:
            places.setdefault(word, []).append((number, min(position, LAST_PLACE)))
    return Reading(places, fields)


def key(plan: Plan, document: Reading) -> Key | None:
    """The document's key, or None when it does not match."""
    if any(next(phrase_places(words_, document), None) for words_ in plan.excluded):
        return None
    for level, must, typos, found in _levels(plan, document):
        near = sum(_pair(at, found) for at in must if at + 1 in must)
        attribute = sum(_field(at, found) for at in must)
        return Key(level, typos, near, attribute, _exactness(plan, level, document))
    return None


def lateness(plan: Plan, document: Reading) -> int:
    """How late a document says what gives it its key; 0 when it does not match."""
    return sum(_late(at, found) for _, must, _, found in islice(_levels(plan, document), 1) for at in must)


def _levels(plan: Plan, document: Reading) -> Iterator[tuple[int, frozenset[int], int, _Found]]:
    """The levels that a document reaches, best first, with the typos of its cheapest cover and its matches."""
    for level, must in enumerate(plan.levels):
        found = [(edge, list(_matches(edge, document))) for edge in plan.usable(level)]
        found = [(edge, matches) for edge, matches in found if matches]
        typos, found = _cheapest(len(plan.slots), must, found)
        if typos is not None:
            yield level, must, typos, found


def phrase_places(phrase: Words, document: Reading | Excerpt) -> Iterator[Place]:
    """Where words stand in a row."""
    for field, first in document.places.get(phrase[0], ()):
        follows = enumerate(phrase[1:], first + 1)
        if all((field, position) in document.places.get(word, ()) for position, word in follows):
            yield Place(field, first, first + len(phrase) - 1)


def _matches(edge: Edge, document: Reading) -> Iterator[tuple[int, Place]]:
    for word, cost in edge.words.items():
        for field, position in document.places.get(word, ()):
            yield cost, Place(field, position, position)
    for phrase, cost in edge.phrases.items():
        for place in phrase_places(phrase, document):
            yield cost, place


def _cheapest(slots: int, must: frozenset[int], found: _Found) -> tuple[int | None, _Found]:
    """The fewest typos that cover the slots, and the matches that take part in a cheapest cover."""
    costs = [min(cost for cost, _ in matches) for _, matches in found]
    up_to: list[float] = [0]
    for at in range(slots):
        ways = [up_to[edge.start] + cost for (edge, _), cost in zip(found, costs, strict=True) if edge.end == at + 1]
        up_to.append(min(ways, default=math.inf) if at in must else up_to[at])
    onwards: list[float] = [0] * (slots + 1)
    for at in reversed(range(slots)):
        ways = [onwards[edge.end] + cost for (edge, _), cost in zip(found, costs, strict=True) if edge.start == at]
        onwards[at] = min(ways, default=math.inf) if at in must else onwards[at + 1]
    total = up_to[-1]
    kept = [
        (edge, [match for match in matches if match[0] == cost])
        for (edge, matches), cost in zip(found, costs, strict=True)
        if up_to[edge.start] + cost + onwards[edge.end] == total
    ]
    return (None if total == math.inf else int(total)), kept


def _pair(at: int, found: _Found) -> int:
    """The proximity of a slot and the next."""
    lefts = [place for edge, matches in found if edge.end == at + 1 for _, place in matches]
    rights = [place for edge, matches in found if edge.start == at + 1 for _, place in matches]
    spanned = any(edge.start <= at < edge.end - 1 for edge, _ in found)
    nearest = min((_apart(left, right) for left in lefts for right in rights), default=FARTHEST)
    return min(nearest, SPANNED) if spanned else nearest


def _apart(left: Place, right: Place) -> int:
    if left.field != right.field or right.first == left.last:
        return FARTHEST
    gap = right.first - left.last - 1 if right.first > left.last else left.last - right.first
    return min(FARTHEST, gap)


def _field(at: int, found: _Found) -> int:
    fields = (place.field for edge, matches in found if edge.start <= at < edge.end for _, place in matches)
    return min(fields, default=MOST_FIELDS)


def _late(at: int, found: _Found) -> int:
    places = (place.first for edge, matches in found if edge.start <= at < edge.end for _, place in matches)
    return min((bisect_left(LATENESS, place) for place in places), default=0)


def _exactness(plan: Plan, level: int, document: Reading) -> int:
    exact = (next(phrase_places(plan.slots[at].words, document), None) for at in plan.levels[level])
    inexact = sum(place is None for place in exact)
    whole = min((_whole(plan.typed(), field) for field in document.fields), default=2) if level == 0 else 2
    return whole * EXACTNESS_STEP + inexact


def _whole(typed: Words, field: Sequence[tuple[str, int]]) -> int:
    """0 when the field is the query, 1 when it begins with it, 2 otherwise."""
    if not typed or list(field[: len(typed)]) != [(word, at) for at, word in enumerate(typed)]:
        return 2
    return 0 if len(field) == len(typed) else 1
