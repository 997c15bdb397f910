"""Every document's words in order, as numbers in flat files: what ranking reads.

Files only grow, and are written before the index commits: a document the index knows is always complete here,
and what a crash left behind belongs to no document. Each put document gets the next ordinal; `ends` says
where its words end. A word's place is its field (upper 4 bits) and its position there (lower 12, not above
`LAST_PLACE`).
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from search.rules.rank import LAST_PLACE
from search.rules.text import GAP, GAP_WIDTH

FIELD_BITS = 12
POSITION = (1 << FIELD_BITS) - 1

Numbers = NDArray[np.int64]
_Kind = TypeVar("_Kind", bound=np.generic)


@dataclass(frozen=True)
class Columns:
    """What a reader sees: `words` and `places` of all documents, one after the other, and where each begins."""

    words: NDArray[np.uint32]
    places: NDArray[np.uint16]
    starts: Numbers

    def of(self, ordinals: Numbers) -> tuple[Numbers, Numbers]:
        """Where the words of these documents lie: for each the index of its document in `ordinals`, and its own."""
        begins = self.starts[ordinals]
        lengths = self.starts[ordinals + 1] - begins
        which = np.repeat(np.arange(len(ordinals)), lengths)
        before = np.cumsum(lengths) - lengths
        flat = np.arange(len(which)) + np.repeat(begins - before, lengths)
        return which, flat


@dataclass
class Batch:
    """Documents taken apart, ready to be appended."""

    words: list[str]
    places: list[int]
    ends: list[int]

    @classmethod
    def empty(cls) -> Batch:
        """A batch without documents."""
        return cls([], [], [])

    def add(self, fields: Iterable[Iterable[list[str]]]) -> None:
        """One document: its fields' values as folded words."""
        for number, values in enumerate(fields):
            self._add_field(number << FIELD_BITS, values)
        self.ends.append(len(self.words))

    def _add_field(self, field: int, values: Iterable[list[str]]) -> None:
        position = -1
        for value in values:
            step = GAP_WIDTH if position >= 0 else 1
            if value and GAP not in value and position + step + len(value) < LAST_PLACE:
                self.words += value
                self.places += range(field + position + step, field + position + step + len(value))
                position += step + len(value) - 1
                continue
            for word in value:
                if word == GAP:
                    step = GAP_WIDTH if position >= 0 else 1
                    continue
                position += step
                step = 1
                self.words.append(word)
                self.places.append(field + (position if position < LAST_PLACE else LAST_PLACE))


class ColumnFiles:
    """The files behind the columns of one index. One thread writes."""

    def __init__(self, folder: Path, *, writable: bool) -> None:
        self._paths = [folder / name for name in ("words.u32", "places.u16", "starts.i64")]
        if writable:
            for path in self._paths:
                path.touch()
            if not self._paths[2].stat().st_size:
                append_durably(self._paths[2], bytes(8))
            self._cut_torn_tail()

    def append(self, words: list[int], batch: Batch) -> int:
        """Add a batch, its words as numbers; returns the ordinal of its first document. Durable when it
        returns.
        """
        first = self._paths[2].stat().st_size // 8 - 1
        before = self._paths[0].stat().st_size // 4
        columns = (
            np.array(words, np.uint32).tobytes(),
            np.array(batch.places, np.uint16).tobytes(),
            (np.array(batch.ends, np.int64) + before).tobytes(),
        )
        for path, content in zip(self._paths, columns, strict=True):
            append_durably(path, content)
        return first

    def view(self) -> Columns:
        """The columns as they are now; later appends do not disturb the view."""
        words, places, begins = self._paths
        starts = _mapped(begins, np.int64, begins.stat().st_size // 8)
        length = int(starts[-1]) if len(starts) else 0
        return Columns(_mapped(words, np.uint32, length), _mapped(places, np.uint16, length), starts)

    def _cut_torn_tail(self) -> None:
        """Forget what a crash left half written."""
        words, places, begins = self._paths
        whole = min(words.stat().st_size // 4, places.stat().st_size // 2)
        known = np.fromfile(begins, np.int64, begins.stat().st_size // 8)
        kept = int(np.searchsorted(known, whole, side="right"))
        length = int(known[kept - 1])
        for path, size in ((begins, kept * 8), (words, length * 4), (places, length * 2)):
            os.truncate(path, size)


def append_durably(path: Path, content: bytes) -> None:
    """Add bytes to a file and wait until the disk has them."""
    with path.open("ab") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _mapped(path: Path, kind: type[_Kind], length: int) -> NDArray[_Kind]:
    if not length:
        return np.zeros(0, kind)
    return np.asarray(np.memmap(path, kind, "r", shape=(length,)))
