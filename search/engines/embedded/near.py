"""The nearest in meaning of those documents that a query may find.

Of few documents all are compared. Of many, the likeliest of the whole index are taken in the order of their nearness,
and tantivy says which of them the query lets through, until there are enough: the bounds come before the count, so
that nobody's answers are thinned out by what they may not see.
"""

from __future__ import annotations

import numpy as np
import tantivy
from numpy.typing import NDArray
from tantivy import Query as Raw

from search.engines.embedded.finding import Clock, count
from search.engines.embedded.layout import Asking, every
from search.meaning import Meaning
from search.meaning.hybrid import Near
from search.meaning.nearest import COMPARED, Rows, key_of

FEW = 20_000
_ASKED_AT_ONCE = 1_000
_WIDER = 4


class Nearing:
    """One question for what is near."""

    def __init__(self, searcher: tantivy.Searcher, asking: Asking, rows: Rows, meaning: Meaning, clock: Clock) -> None:
        self._searcher = searcher
        self._asking = asking
        self._rows = rows
        self._meaning = meaning
        self._clock = clock

    def within(self, bounds: Raw, most: int) -> Near:
        """The nearest documents within bounds."""
        held = count(self._searcher, bounds)
        if held <= FEW:
            return self._rows.nearest(self._meaning, self._rows.keyed(self._keys(bounds, held)), most)
        return self._sifted(bounds, most)

    def _sifted(self, bounds: Raw, most: int) -> Near:
        found: list[tuple[str, float]] = []
        looked, sifted = 0, COMPARED
        wanted = np.asarray(self._meaning.vector, np.float32)
        while len(found) < most and not self._clock.up():
            likely = self._rows.nearest(self._meaning, self._rows.likely(wanted, sifted), sifted)
            while looked < len(likely) and len(found) < most and not self._clock.up():
                some = likely[looked : looked + _ASKED_AT_ONCE]
                found += self._let_through(bounds, some)
                looked += len(some)
            # Fewer than were sifted: the rest means something else, as does all that would come after.
            if sifted >= len(self._rows) or len(likely) < sifted:
                break
            sifted, looked, found = sifted * _WIDER, 0, []
        return found[:most]

    def _let_through(self, bounds: Raw, some: Near) -> Near:
        named = self._asking.these(key for key, _ in some)
        keys = set(self._keys(every([named, bounds]), len(some)).tolist())
        return [entry for entry in some if key_of(entry[0]) in keys]

    def _keys(self, bounds: Raw, most: int) -> NDArray[np.uint64]:
        """The keys of the documents within bounds."""
        hits = self._searcher.search(bounds, limit=max(most, 1), count=False, order_by_field="key").hits
        return np.fromiter((key for key, _ in hits), np.uint64, len(hits))
