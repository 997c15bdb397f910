"""The rules of `search.rules.rank` and `.relevance` for many documents at once, on columns.

`Matches` finds where the wanted words of a plan stand in a set of documents; `worths` gives each document's
key as one number (smaller is better), `scores` its relevance. Tests hold both against the reference, document
by document.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from search.engines.embedded.columns import FIELD_BITS, POSITION, Columns, Numbers
from search.rules import rank, relevance
from search.rules.plan import Edge, Plan, Words
from search.rules.vocabulary import Vocabulary

NONE = 99
UNMATCHED = np.iinfo(np.int64).max
_FIELDS = 16
_DOCUMENT_BITS = 20


@dataclass(frozen=True)
class _Found:
    """Where an edge matches: the document, the first and last place, and the cost of each match."""

    which: Numbers
    first: Numbers
    last: Numbers
    cost: Numbers

    def only(self, kept: NDArray[np.bool_]) -> _Found:
        """Those of the matches."""
        return _Found(self.which[kept], self.first[kept], self.last[kept], self.cost[kept])


_Kept = Sequence[tuple[Edge, _Found]]


class Matches:
    """The places of a plan's words in the documents with these ordinals."""

    def __init__(self, plan: Plan, columns: Columns, vocabulary: Vocabulary, ordinals: Numbers) -> None:
        self.plan = plan
        self.size = len(ordinals)
        self._codes = _codes(plan, vocabulary)
        self._columns = columns
        self._all_which, self._all = columns.of(ordinals)
        numbers = columns.words[self._all]
        table = np.zeros(len(vocabulary) + 1, np.int32)
        known = [
            (code, number) for word, code in self._codes.items() if (number := vocabulary.number(word)) is not None
        ]
        table[[number for _, number in known]] = [code for code, _ in known]
        # A reader may hold columns that are newer than its copy of the table.
        codes = table[np.minimum(numbers, len(vocabulary))]
        self._at = np.nonzero(codes)[0]
        self._code = codes[self._at]
        self._which = self._all_which[self._at]
        self._place = columns.places[self._all[self._at]].astype(np.int64)
        self.found = [self._edge(edge) for edge in plan.edges]

    def _edge(self, edge: Edge) -> _Found:
        costs = np.full(len(self._codes) + 1, NONE)
        for word, cost in edge.words.items():
            costs[self._codes[word]] = cost
        cost_here = costs[self._code]
        here = np.nonzero(cost_here < NONE)[0]
        parts = [(self._which[here], self._place[here], self._place[here], cost_here[here])]
        for phrase, cost in edge.phrases.items():
            start = self.phrase(phrase)
            first = self._place[start]
            parts.append((self._which[start], first, first + len(phrase) - 1, np.full(len(start), cost)))
        which, first, last, cost_of = (np.concatenate(column) for column in zip(*parts, strict=True))
        return _Found(which, first, last, cost_of)

    def phrase(self, words: Words) -> Numbers:
        """Indexes of matches where these words stand in a row."""
        here = np.nonzero(self._code == self._codes.get(words[0], -1))[0]
        for step, word in enumerate(words[1:], 1):
            after = here + step
            inside = after < len(self._code)
            here, after = here[inside], after[inside]
            fits = (
                (self._code[after] == self._codes.get(word, -1))
                & (self._which[after] == self._which[here])
                & (self._place[after] == self._place[here] + step)
            )
            here = here[fits]
        return here

    def said(self, number: int) -> tuple[Numbers, Numbers, NDArray[np.float64]]:
        """Where an edge's words stand: document, field, and how much each saying counts."""
        edge = self.plan.edges[number]
        weights = np.zeros(len(self._codes) + 1)
        for word in edge.words:
            weights[self._codes[word]] = relevance.match_weight(edge, self.plan, word)
        here = np.nonzero(weights[self._code])[0]
        for phrase in edge.phrases:
            here = np.concatenate([here, self.phrase(phrase)])
        weight = np.where(weights[self._code[here]] > 0, weights[self._code[here]], 1.0)
        return self._which[here], self._place[here] >> FIELD_BITS, weight

    def exact(self, words: Words) -> NDArray[np.bool_]:
        """Which documents hold these words as typed."""
        holds = np.zeros(self.size, np.bool_)
        holds[self._which[self.phrase(words)]] = True
        return holds

    def wholeness(self) -> Numbers:
        """For each document 0 when a field is the query, 1 when one begins with it, 2 otherwise."""
        typed = self.plan.typed()
        result = np.full(self.size, 2)
        start = self.phrase(typed) if typed else np.zeros(0, np.int64)
        start = start[(self._place[start] & POSITION) == 0]
        if len(start):
            which, field = self._which[start], self._place[start] >> FIELD_BITS
            result[which] = 1
            lengths = self.field_lengths()
            result[which[lengths[which * _FIELDS + field] == len(typed)]] = 0
        return result

    def field_lengths(self) -> Numbers:
        """How many words each field has, at index document × 16 + field."""
        cells = self._all_which * _FIELDS + (self._columns.places[self._all] >> FIELD_BITS)
        return np.bincount(cells, minlength=self.size * _FIELDS)


def _codes(plan: Plan, vocabulary: Vocabulary) -> dict[str, int]:
    """A small number from 1 for every word the plan looks for."""
    wanted: dict[str, None] = {}
    for edge in plan.edges:
        wanted.update(dict.fromkeys(edge.words))
        for phrase in edge.phrases:
            wanted.update(dict.fromkeys(phrase))
    wanted.update(dict.fromkeys(word for word in plan.typed() if word in vocabulary))
    return {word: code for code, word in enumerate(wanted, 1)}


def worths(matches: Matches) -> Numbers:
    """Each document's key as one number, or UNMATCHED."""
    plan = matches.plan
    result = np.full(matches.size, UNMATCHED)
    exact = [matches.exact(slot.words) for slot in plan.slots]
    for level, must, rows, typos, found in _levels(matches):
        near = sum((_pair(matches.size, at, found) for at in must if at + 1 in must), _zeros(matches.size))
        fields = sum((_field(matches.size, at, found) for at in must), _zeros(matches.size))
        inexact = sum((~exact[at] for at in must), _zeros(matches.size))
        whole = matches.wholeness() if level == 0 else np.full(matches.size, 2)
        parts = (np.full(matches.size, level), typos, near, fields, whole * rank.EXACTNESS_STEP + inexact)
        result[rows] = _packed(plan, parts)[rows]
    return result


def lateness(matches: Matches) -> Numbers:
    """How late each document says what gives it its key."""
    result = _zeros(matches.size)
    for _, must, rows, _, found in _levels(matches):
        late = sum((_late(matches.size, at, found) for at in must), _zeros(matches.size))
        result[rows] = late[rows]
    return result


def _levels(matches: Matches) -> Iterator[tuple[int, frozenset[int], Numbers, Numbers, _Kept]]:
    """Each level with the documents whose best one it is, the typos they take, and the matches that count."""
    plan, left = matches.plan, np.ones(matches.size, np.bool_)
    for level, must in enumerate(plan.levels):
        usable = {number: edge for number, edge in enumerate(plan.edges) if set(range(edge.start, edge.end)) <= must}
        typos, found = _cheapest(matches, must, usable, left)
        reached = (typos < NONE) & left
        if reached.any():
            left &= ~reached
            yield level, must, np.nonzero(reached)[0], typos, found


def _zeros(size: int) -> Numbers:
    return np.zeros(size, np.int64)


def _packed(plan: Plan, parts: Sequence[Numbers]) -> Numbers:
    worth = np.zeros(len(parts[0]), np.int64)
    for part, size in zip(parts, rank.sizes(plan), strict=True):
        worth = worth * size + np.minimum(part, size - 1)
    return worth


def _least(size: int, which: Numbers, costs: Numbers, otherwise: int) -> Numbers:
    """The least cost of each document."""
    least = np.full(size, otherwise)
    for cost in sorted(np.unique(costs), reverse=True):
        least[which[costs == cost]] = cost
    return least


def _cheapest(
    matches: Matches, must: frozenset[int], usable: Mapping[int, Edge], wanted: NDArray[np.bool_]
) -> tuple[Numbers, _Kept]:
    """The fewest typos that cover the slots, and for the wanted documents the matches that take part in it."""
    found = [(edge, matches.found[number]) for number, edge in usable.items()]
    steps = [(edge, hit, _least(matches.size, hit.which, hit.cost, NONE)) for edge, hit in found if len(hit.which)]
    slots = len(matches.plan.slots)
    up_to = [_zeros(matches.size)]
    for at in range(slots):
        ways = [up_to[edge.start] + step for edge, _, step in steps if edge.end == at + 1]
        up_to.append(_fewest(ways, matches.size) if at in must else up_to[at])
    onwards = [_zeros(matches.size)] * (slots + 1)
    for at in reversed(range(slots)):
        ways = [onwards[edge.end] + step for edge, _, step in steps if edge.start == at]
        onwards[at] = _fewest(ways, matches.size) if at in must else onwards[at + 1]
    total = up_to[-1]
    kept = []
    for edge, hit, step in steps:
        best = wanted & (up_to[edge.start] + step + onwards[edge.end] == total)
        kept.append((edge, hit.only(best[hit.which] & (hit.cost == step[hit.which]))))
    return total, kept


def _fewest(ways: Sequence[Numbers], size: int) -> Numbers:
    least = np.full(size, NONE)
    for way in ways:
        least = np.minimum(least, way)
    return least


def _pair(size: int, at: int, kept: _Kept) -> Numbers:
    """How far apart a slot and the next stand in each document."""
    lefts, rights, spanned = [], [], np.zeros(size, np.bool_)
    for edge, hit in kept:
        if edge.end == at + 1:
            lefts.append(hit.which << _DOCUMENT_BITS | hit.last)
        elif edge.start == at + 1:
            rights.append(hit.which << _DOCUMENT_BITS | hit.first)
        elif edge.start <= at and edge.end > at + 1:
            spanned[hit.which] = True
    apart = _nearest(size, _sorted(lefts), _sorted(rights))
    return np.where(spanned, np.minimum(apart, rank.SPANNED), apart)


def _sorted(parts: Sequence[Numbers]) -> Numbers:
    return np.sort(np.concatenate(parts)) if parts else np.zeros(0, np.int64)


def _nearest(size: int, lefts: Numbers, rights: Numbers) -> Numbers:
    """The least distance from any left to any right place of the same document and field."""
    if not len(lefts) or not len(rights):
        return np.full(size, rank.FARTHEST)
    which = rights >> _DOCUMENT_BITS
    before = np.searchsorted(lefts, rights) - 1
    forward = np.where(before >= 0, rights - lefts[before] - 1, rank.FARTHEST)
    after = np.searchsorted(lefts, rights, side="right")
    backward = np.where(after < len(lefts), lefts[np.minimum(after, len(lefts) - 1)] - rights, rank.FARTHEST)
    apart = np.minimum(np.minimum(forward, backward), rank.FARTHEST)
    return _least(size, which, apart, rank.FARTHEST)


def _field(size: int, at: int, kept: _Kept) -> Numbers:
    """The most important field a slot matches in."""
    best = np.full(size, rank.MOST_FIELDS)
    for edge, hit in kept:
        if edge.start <= at < edge.end and len(hit.which):
            fields = hit.first >> FIELD_BITS
            best = np.minimum(best, _least(size, hit.which, fields, rank.MOST_FIELDS))
    return best


def _late(size: int, at: int, kept: _Kept) -> Numbers:
    """The first place of a slot's matches, roughly."""
    best = np.full(size, len(rank.LATENESS))
    for edge, hit in kept:
        if edge.start <= at < edge.end and len(hit.which):
            np.minimum.at(best, hit.which, np.searchsorted(rank.LATENESS, hit.first & POSITION))
    return best


def scores(matches: Matches, scale: relevance.Scale) -> NDArray[np.float64]:
    """Each document's relevance to a whole question."""
    lengths = matches.field_lengths()[::_FIELDS].astype(np.float64)
    total: NDArray[np.float64] = np.zeros(matches.size)
    covered: NDArray[np.float64] = np.zeros(matches.size)
    for at, rarity in enumerate(scale.rarities):
        often: NDArray[np.float64] = np.zeros(matches.size)
        elsewhere: NDArray[np.float64] = np.zeros(matches.size)
        for which, field, weight in _sayings(matches, at):
            first = field == 0
            often += np.bincount(which[first], weight[first], matches.size)
            np.maximum.at(elsewhere, which[~first], weight[~first])
        total += rarity * (relevance.earned(often, lengths, scale.usual_length) + relevance.OTHER_FIELD * elsewhere)
        covered += rarity * ((often > 0) | (elsewhere > 0)) / scale.all
    fullness = 1 + relevance.FULLNESS * np.log1p(np.minimum(lengths, relevance.LONGEST))
    share = 1 - relevance.COVERAGE + relevance.COVERAGE * covered
    scaled: NDArray[np.float64] = total * share * fullness / scale.most
    return scaled


def _sayings(matches: Matches, at: int) -> Iterator[tuple[Numbers, Numbers, NDArray[np.float64]]]:
    for number, edge in enumerate(matches.plan.edges):
        if edge.start == at and not edge.wide:
            yield matches.said(number)
