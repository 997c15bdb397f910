"""Stop words, which the server never learns as such.

A server that knows stop words does not keep them: a phrase that holds one then finds, and keeps out, whatever has the
other words, and one that is just being typed finds nothing. So it keeps all words, and stop words are left out of what
it is asked. Which they are stands among the words that may not be misspelled: these can be read back, every process
sees them, and outside phrases such a word is never asked for.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping
from typing import Any

from search.engines.meilisearch.connection import Connection

_TRUSTED_S = 5.0


class StopWords:
    """The stop words of an index. What another process changes is known here within seconds."""

    def __init__(self, to: Connection, index: str) -> None:
        self._to = to
        self._index = index
        self._known: frozenset[str] = frozenset()
        self._until = 0.0

    def known(self) -> frozenset[str]:
        """What they are, asked anew from time to time."""
        if time.monotonic() >= self._until:
            self._known = frozenset(told(self._to.get(f"indexes/{self._index}/settings")))
            self._until = time.monotonic() + _TRUSTED_S
        return self._known

    def forget(self) -> None:
        """They have just been changed."""
        self._until = 0.0


def told(settings: Mapping[str, Any]) -> list[str]:
    """The stop words that an index knows by its settings; an older index had the server leave them out."""
    return list(settings["typoTolerance"]["disableOnWords"] or settings["stopWords"])


def setting(words: Iterable[str]) -> dict[str, Any]:
    """What an index is told of stop words."""
    return {"disableOnWords": sorted(set(words))}
