"""How far a word may be misspelled: none under five characters, one to eight, two from nine.

A transposition is one typo. The first letter must be right, except that from nine characters one typo may hit
it and then counts two. Distances are optimal string alignment.
"""

from __future__ import annotations

from rapidfuzz.distance import OSA

ONE_TYPO_FROM = 5
TWO_TYPOS_FROM = 9


def allowed(word: str) -> int:
    """How many typos a word of this length may have."""
    return 0 if len(word) < ONE_TYPO_FROM else 1 if len(word) < TWO_TYPOS_FROM else 2


def cost(typed: str, word: str, reach: int) -> int | None:
    """The typos that lead from `typed` to `word`, or None when they are more than `reach`."""
    if typed[:1] == word[:1]:
        distance = OSA.distance(typed, word, score_cutoff=reach)
        return distance if distance <= reach else None
    if reach < 2:
        return None
    return 2 if OSA.distance(typed, word, score_cutoff=1) <= 1 else None


def prefix_cost(typed: str, word: str, reach: int) -> tuple[int, int] | None:
    """The fewest typos that lead from `typed` to a beginning of `word`, and the length of that beginning.

    Of equally good beginnings the longest up to the typed length wins. None when there are more than `reach`.
    """
    best: tuple[int, int, int] | None = None
    for length in range(max(1, len(typed) - reach), min(len(word), len(typed) + reach) + 1):
        found = cost(typed, word[:length], reach)
        if found is not None:
            ranked = (found, abs(length - len(typed)), length)
            best = ranked if best is None else min(best, ranked)
    return None if best is None else (best[0], best[2])
