"""Finding by meaning: what engines, models and a product say to each other about it.

A model turns texts into vectors; texts that mean much the same have vectors that point much the same way. Engines
keep the vectors they are taught and find the nearest; they never make any, and this package never fetches a model.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]
"""One row a text, each of length 1."""


@dataclass(frozen=True)
class Space:
    """Where the vectors of one model lie. Vectors of different spaces are never compared: `model` names the model and
    its very content.
    """

    model: str
    dimensions: int


class Embedder(Protocol):
    """A model. Safe to share between threads."""

    @property
    def space(self) -> Space:
        """Where its vectors lie."""
        ...

    @property
    def floor(self) -> float:
        """The similarity below which two texts have nothing to do with each other, as this model sees it."""
        ...

    def documents(self, texts: Sequence[str]) -> Vectors:
        """The vectors of texts that can be found."""
        ...

    def question(self, text: str) -> Vectors:
        """The vector of what somebody looks for: one row."""
        ...


@dataclass(frozen=True)
class Meaning:
    """What a query means, and how much that counts: ratio 0 goes by words alone, 1 by meaning alone.

    Documents less similar than `floor` are not found by meaning.
    """

    vector: tuple[float, ...]
    ratio: float
    floor: float = -1.0

    def __post_init__(self) -> None:
        if not 0 <= self.ratio <= 1:
            raise ValueError("a ratio lies between 0 and 1")


@dataclass(frozen=True)
class Lesson:
    """The vector of a document's text; `text` tells whether the document has changed meanwhile."""

    id: str
    text: str
    vector: Sequence[float] | NDArray[np.float32]


@dataclass(frozen=True)
class Knowledge:
    """How many documents an engine has vectors of, of how many that should have one."""

    known: int
    wanted: int

    @property
    def share(self) -> float:
        """How much is known, 0 to 1."""
        return self.known / self.wanted if self.wanted else 1.0
