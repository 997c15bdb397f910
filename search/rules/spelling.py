"""Did you mean: words that nobody said, replaced by the likeliest ones that somebody did."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from search.port import Term, TextQuery
from search.rules.plan import plain_words
from search.rules.vocabulary import Vocabulary

SHORTEST = 3
MOST_CANDIDATES = 20


def corrected(text: TextQuery, vocabulary: Vocabulary, said: Callable[[str], int]) -> TextQuery | None:
    """The text with unknown words corrected, or None when no word could be.

    `said` tells in how many documents the reader may see a word stands; only words with some are offered.
    """
    terms: list[Term] = []
    for at, term in enumerate(text.terms):
        is_open = text.open and at == len(text.terms) - 1
        better = None if term.phrase or term.excluded else _better(term.text, vocabulary, said, is_open)
        terms.append(replace(term, text=better) if better else term)
    return TextQuery(tuple(terms)) if tuple(terms) != text.terms else None


def _better(typed: str, vocabulary: Vocabulary, said: Callable[[str], int], is_open: bool) -> str | None:
    folded = plain_words(typed)
    if len(folded) != 1 or len(folded[0]) < SHORTEST or said(folded[0]):
        return None
    if is_open and any(map(said, vocabulary.beginning_with(folded[0])[:MOST_CANDIDATES])):
        return None
    reach = 1 if len(folded[0]) < 5 else 2
    near = sorted(vocabulary.near(folded[0], reach).items(), key=lambda entry: entry[1])[:MOST_CANDIDATES]
    ranked = [(cost, -count, word) for word, cost in near if (count := said(word))]
    return min(ranked)[2] if ranked else None


def written(text: TextQuery) -> str:
    """A text query as it would be typed."""
    return " ".join(_written(term) for term in text.terms)


def _written(term: Term) -> str:
    around = "“”" if re.search('["＂]', term.text) else '""'
    quoted = f"{around[0]}{term.text}{around[1]}" if term.phrase else term.text
    return f"-{quoted}" if term.excluded else quoted
