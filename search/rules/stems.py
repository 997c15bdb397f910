"""English word forms: what "pricing", "priced" and "prices" have in common."""

from __future__ import annotations

from functools import lru_cache

import tantivy

_STEMMER = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.raw()).filter(tantivy.Filter.stemmer("english")).build()


@lru_cache(maxsize=200_000)
def stem(word: str) -> str:
    """What the English forms of a word have in common."""
    return _STEMMER.analyze(word)[0]
