"""How well a document answers a whole question, for the strategy `any`.

Each word of the question weighs by its rarity (BM25). What it earns grows with how often the first, most
important field says it, up to a limit, and shrinks with that field's length; a match in any other field (who
speaks, a tag) earns a fixed amount. English word forms and typos count less than the word as typed.
The constants were chosen on a development set of meetings (`bench.relevance`); their neighbours differ by 0.002 there.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from search.rules.plan import Edge, Plan
from search.rules.rank import Excerpt, Reading, phrase_places
from search.rules.stems import stem

SATURATION = 1.5
LENGTH_WEIGHT = 0.3
OTHER_FIELD = 2.0
FORM_WEIGHT = 0.9
TYPO_WEIGHT = 0.3
FULLNESS = 0.3
COVERAGE = 0.55
LONGEST = 1000
MOST = (SATURATION + 1 + OTHER_FIELD) * (1 + FULLNESS * math.log1p(LONGEST))


@dataclass(frozen=True)
class Scale:
    """What scores are measured by: the rarity of each slot, and the usual length of the first field."""

    rarities: tuple[float, ...]
    usual_length: float

    @classmethod
    def of(cls, plan: Plan, documents: int, containing: Callable[[int], int], usual_length: float) -> Scale:
        """`containing` tells how many of the documents match a slot."""
        rarities = tuple(rarity(documents, containing(at)) for at in range(len(plan.slots)))
        return cls(rarities, max(usual_length, 1.0))

    @property
    def all(self) -> float:
        """The rarity of the whole question."""
        return sum(self.rarities) or 1.0

    @property
    def most(self) -> float:
        """No document scores higher."""
        return self.all * MOST


def rarity(documents: int, containing: int) -> float:
    """How much a word weighs that stands in `containing` of `documents`."""
    return math.log(1 + (documents - containing + 0.5) / (containing + 0.5))


_Amount = TypeVar("_Amount", float, NDArray[np.float64])


def earned(often: _Amount, length: _Amount, usual: float) -> _Amount:
    """The share of a word's rarity that a field earns which says it `often` in `length` words."""
    return often * (SATURATION + 1) / (often + SATURATION * (1 - LENGTH_WEIGHT + LENGTH_WEIGHT * length / usual))


def fullness(length: float) -> float:
    """By how much a document counts more for saying more."""
    return 1 + FULLNESS * math.log1p(min(length, LONGEST))


def match_weight(edge: Edge, plan: Plan, word: str) -> float:
    """How much one saying of a word counts for a slot: as typed, as a form of it, or as something near it."""
    typed = plan.slots[edge.start].words[0]
    if word == typed:
        return 1.0
    return FORM_WEIGHT if stem(word) == stem(typed) else TYPO_WEIGHT


def score(plan: Plan, scale: Scale, document: Reading | Excerpt) -> float:
    """A document's score, between 0 and 1; 0 when it matches nothing."""
    shares = [_slot(at, plan, scale, document) for at in range(len(plan.slots))]
    total = sum(rarity * share for rarity, share in zip(scale.rarities, shares, strict=True))
    covered = sum(rarity for rarity, share in zip(scale.rarities, shares, strict=True) if share) / scale.all
    return total * (1 - COVERAGE + COVERAGE * covered) * fullness(document.length) / scale.most


def _slot(at: int, plan: Plan, scale: Scale, document: Reading | Excerpt) -> float:
    often = 0.0
    elsewhere = 0.0
    for field, weight in _sayings(plan.edges, at, plan, document):
        if field == 0:
            often += weight
        else:
            elsewhere = max(elsewhere, weight)
    return earned(often, document.length, scale.usual_length) + OTHER_FIELD * elsewhere


def _sayings(edges: Sequence[Edge], at: int, plan: Plan, document: Reading | Excerpt) -> list[tuple[int, float]]:
    found: list[tuple[int, float]] = []
    for edge in edges:
        if edge.start == at and not edge.wide:
            for word in edge.words:
                if places := document.places.get(word):
                    weight = match_weight(edge, plan, word)
                    found.extend((field, weight) for field, _ in places)
            for phrase in edge.phrases:
                found.extend((place.field, 1.0) for place in phrase_places(phrase, document))
    return found
