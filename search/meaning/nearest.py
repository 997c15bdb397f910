"""Comparing one vector with up to a million: the nearest, exactly, of those that may be found.

In memory a vector takes one signed byte and one bit a number, with a factor of its own: 450 bytes for 384 numbers.
Many are first sifted by how many bits they share with the wanted vector; only the best are compared number by number.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from search.meaning import Meaning, Vectors

COMPARED = 16_000
"""So many are compared number by number; more are sifted by their bits first."""
_FIRST_ROOM = 1024
_UNSORTED = 16_000

Places = NDArray[np.int64]


class Rows:
    """Vectors of documents, by row. One thread writes; readers see each vector whole, or not at all."""

    def __init__(self, dimensions: int) -> None:
        self.dimensions = dimensions
        self._words = -(-dimensions // 64)
        self._numbers = np.zeros((_FIRST_ROOM, dimensions), np.int8)
        self._factors = np.zeros(_FIRST_ROOM, np.float32)
        self._keys = np.zeros(_FIRST_ROOM, np.uint64)
        self._sorted = (np.zeros(0, np.uint64), np.zeros(0, np.int64))
        self._bits = np.zeros((_FIRST_ROOM, self._words), np.uint64)
        self._ids: list[str] = []
        self._at: dict[str, int] = {}

    def __len__(self) -> int:
        return len(self._at)

    def ids(self) -> Iterator[str]:
        """All documents with a vector."""
        return iter(tuple(self._at))

    @property
    def bytes(self) -> int:
        """Memory the vectors take, ids aside."""
        return self._numbers.nbytes + self._factors.nbytes + self._bits.nbytes + self._keys.nbytes

    def put(self, ids: Sequence[str], vectors: Sequence[NDArray[np.float32]]) -> None:
        """Add vectors, replacing those of the same documents."""
        if not ids:
            return
        self.drop(ids)
        first = len(self._ids)
        self._grow(first + len(ids))
        whole = np.stack(vectors)
        factors = np.abs(whole).max(axis=1, initial=1e-9) / 127
        here = slice(first, first + len(ids))
        self._numbers[here] = np.rint(whole / factors[:, None]).astype(np.int8)
        self._bits[here] = _signs(whole, self._words)
        self._keys[here] = [key_of(one) for one in ids]
        self._factors[here] = factors
        self._ids.extend(ids)
        self._at.update(zip(ids, range(first, first + len(ids)), strict=True))

    def drop(self, ids: Iterable[str]) -> None:
        """Remove vectors; unknown ids are ignored."""
        for key in ids:
            row = self._at.pop(key, None)
            if row is not None:
                self._factors[row] = 0
                self._keys[row] = 0
                self._numbers[row] = 0
                self._bits[row] = 0

    def _grow(self, needed: int) -> None:
        if needed > len(self._factors):
            room = max(needed, len(self._factors) * 3 // 2)
            self._numbers = _larger(self._numbers, room)
            self._bits = _larger(self._bits, room)
            self._factors = _larger(self._factors, room)
            self._keys = _larger(self._keys, room)

    @property
    def is_loose(self) -> bool:
        """Whether dropped vectors have left more gaps than there are vectors."""
        return len(self._ids) > 2 * len(self._at) + _FIRST_ROOM

    def tightened(self) -> Rows:
        """The same vectors without gaps. Queries under way keep reading the old ones."""
        fresh = Rows(self.dimensions)
        ids, rows = list(self._at), np.fromiter(self._at.values(), np.int64, len(self._at))
        fresh._grow(len(ids))
        used = slice(0, len(ids))
        fresh._numbers[used] = self._numbers[rows]
        fresh._bits[used] = self._bits[rows]
        fresh._factors[used] = self._factors[rows]
        fresh._keys[used] = self._keys[rows]
        fresh._ids, fresh._at = ids, {key: row for row, key in enumerate(ids)}
        return fresh

    def places(self, ids: Iterable[str]) -> Places:
        """The rows of those documents that have a vector."""
        at = self._at
        return np.fromiter((at[key] for key in ids if key in at), np.int64)

    def keyed(self, keys: NDArray[np.uint64]) -> Places:
        """The rows of documents named by their keys."""
        used = len(self._ids)
        if used - len(self._sorted[0]) > _UNSORTED:
            rows = np.argsort(self._keys[:used])
            self._sorted = (self._keys[rows], rows)
        known, order = self._sorted
        tail = np.nonzero(np.isin(self._keys[len(order) : used], keys))[0] + len(order)
        if not len(order):
            return tail
        # Sorted by what the keys were then: a vector dropped since has lost its key, and with it its place here.
        at = np.minimum(np.searchsorted(known, keys), len(order) - 1)
        found = order[at[known[at] == keys]]
        living: Places = np.concatenate([found[self._keys[found] > 0], tail])
        return living

    def similar(self, wanted: Vectors, among: Places) -> NDArray[np.float32]:
        """The cosine of the wanted vector and each of these rows."""
        parts = [
            (self._numbers[some].astype(np.float32) @ wanted) * self._factors[some]
            for some in np.split(among, range(COMPARED, len(among), COMPARED))
        ]
        return np.concatenate(parts)

    def nearest(self, meaning: Meaning, among: Places, most: int) -> list[tuple[str, float]]:
        """The documents of these rows that mean most nearly the same, with their similarity."""
        if not len(among):
            return []
        similar = self.similar(np.asarray(meaning.vector, np.float32), among)
        best = np.argpartition(-similar, min(most, len(similar)) - 1)[:most]
        found = [(self._ids[among[at]], float(similar[at])) for at in best if similar[at] >= meaning.floor]
        return sorted(found, key=lambda entry: (-entry[1], entry[0]))

    def likely(self, wanted: Vectors, most: int) -> Places:
        """The rows that share most bits with the wanted vector: as good as surely they hold the nearest."""
        used = len(self._ids)
        living = np.nonzero(self._factors[:used])[0]
        if len(living) <= most:
            return living
        apart = np.zeros(used, np.uint16)
        bits = _signs(wanted[None, :], self._words)[0]
        for column in range(self._words):
            apart += np.bitwise_count(self._bits[:used, column] ^ bits[column])
        return living[np.argpartition(apart[living], most)[:most]]


def key_of(document_id: str) -> int:
    """An id as a number, never 0, so that many can be told at once."""
    return int.from_bytes(hashlib.blake2b(document_id.encode(), digest_size=8).digest(), "big") >> 1 or 1


def packed(vector: NDArray[np.float32]) -> bytes:
    """A vector as bytes to keep: two for each number."""
    return vector.astype(np.float16).tobytes()


def unpacked(kept: bytes) -> NDArray[np.float32]:
    """The vector that `packed` made bytes of."""
    return np.frombuffer(kept, np.float16).astype(np.float32)


def _signs(vectors: NDArray[np.float32], words: int) -> NDArray[np.uint64]:
    """One bit a number: whether it is above zero."""
    bits = np.packbits(vectors > 0, axis=1)
    padded = np.zeros((len(vectors), words * 8), np.uint8)
    padded[:, : bits.shape[1]] = bits
    return padded.view(np.uint64)


_Kind = TypeVar("_Kind", bound=np.generic)


def _larger(table: NDArray[_Kind], room: int) -> NDArray[_Kind]:
    grown = np.zeros((room, *table.shape[1:]), table.dtype)
    grown[: len(table)] = table
    return grown
