"""How alike a model finds texts that have nothing to do with each other.

Models differ: one calls strangers 0.1 alike, another 0.75. Sentences from all walks of life, compared with each other,
show what a model means by "nothing in common"; what is no more alike than these are is not found by meaning.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from search.meaning import Vectors

DEVIATIONS = 2.0
SENTENCES = (
    "The invoice arrived two weeks late and with the wrong amount.",
    "My grandmother planted those roses before the war.",
    "He plays the second violin in the town orchestra.",
    "Boil the potatoes until they are soft.",
    "The train to the coast leaves from platform four.",
    "She could not sleep because of the storm.",
    "Our router loses its connection every evening.",
    "The museum keeps its oldest maps in the cellar.",
    "Penguins share the work of hatching their eggs.",
    "They repainted the fence in a darker green.",
    "The nurse explained how to take the tablets.",
    "A penalty in the last minute decided the match.",
    "The contract can be ended with a month's notice.",
    "The glacier has lost half of its length.",
    "I forgot my password and nobody answered the phone.",
    "The choir practises on Thursday evenings.",
    "A new bridge will cross the river next summer.",
    "My daughter is learning to swim.",
    "The recipe asks for two spoons of honey.",
    "Somebody has parked in front of our garage.",
)


def floor_of(embed: Callable[[Sequence[str]], Vectors]) -> float:
    """The similarity above which texts have something to do with each other: far out among strangers."""
    vectors = embed(SENTENCES)
    alike = (vectors @ vectors.T)[np.triu_indices(len(SENTENCES), 1)]
    return float(min(alike.mean() + DEVIATIONS * alike.std(), 0.95))
