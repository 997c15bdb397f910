"""How a ranking by words and one by meaning become one.

A convex combination of both scores, each brought to 0…1 by what it can be at least (0 by words, -1 for a cosine) and
what the best document of this query has. Bruch, Gai and Ingber ("An Analysis of Fusion Functions for Hybrid
Retrieval", ACM TOIS 2023) call it TM2C2 and find it ahead of reciprocal rank fusion, with and without tuning; on the
judged questions of `bench/relevance` it was, too.
"""

from __future__ import annotations

from collections.abc import Sequence

Ranked = Sequence[tuple[str, float]]
"""Ids with their scores, best first."""


def fused(by_words: Ranked, by_meaning: Ranked, ratio: float) -> list[tuple[str, float]]:
    """Both rankings as one; what stands in one of them only earns nothing by the other. Equal scores keep their order,
    words first.
    """
    if ratio <= 0 or not by_meaning:
        return list(by_words) if ratio < 1 else []
    most_near = by_meaning[0][1] + 1 or 1.0
    if ratio >= 1:
        return [(key, (near + 1) / 2) for key, near in by_meaning]
    most_said = (by_words[0][1] if by_words else 0.0) or 1.0
    scores = {key: (1 - ratio) * said / most_said for key, said in by_words}
    for key, near in by_meaning:
        scores[key] = scores.get(key, 0.0) + ratio * (near + 1) / most_near
    return sorted(scores.items(), key=lambda entry: -entry[1])
