"""The settings of an index: all of them told, none of them needlessly.

To be told what it knows costs a server as much as news: it may read every document again.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from search.engines.meilisearch import silent
from search.engines.meilisearch.connection import Connection
from search.engines.meilisearch.vectors import MARKS, ServedVectors
from search.engines.meilisearch.wire import index_settings
from search.port import Schema


class IndexSettings:
    """What the indexes of a schema are told, with room for `vectors` if there are any."""

    def __init__(self, to: Connection, schema: Schema, budget_ms: float, vectors: ServedVectors | None) -> None:
        self._to = to
        self._schema = schema
        self._budget_ms = budget_ms
        self._vectors = vectors

    def settle(self, index: str, version: str, kept: Mapping[str, Any]) -> None:
        """Send every setting that a server of this version takes, unless the index already has them all."""
        wanted = {**index_settings(self._schema, version, self._budget_ms), **kept}
        has = self._has(index)
        wanted["typoTolerance"] |= silent.setting(silent.told(has))
        wanted["embedders"] = dict.fromkeys(has.get("embedders") or {})
        if self._vectors and (self._vectors.fits(has) or not self._to.count(index)):
            more = self._with_vectors(self._vectors, version)
            wanted["embedders"] |= more["embedders"]
            wanted["filterableAttributes"] = more["filterableAttributes"]
        if any(not agrees(has.get(name), value) for name, value in wanted.items()):
            self._to.do("patch", f"indexes/{index}/settings", wanted)

    def make_room(self, index: str, version: str) -> None:
        """Tell an index that was made without it that its rows may have vectors."""
        if self._vectors:
            self._to.do("patch", f"indexes/{index}/settings", self._with_vectors(self._vectors, version))

    def kept(self, index: str) -> dict[str, Any]:
        """What people said of an index, which another in its place has to be told."""
        has = self._has(index)
        return {"synonyms": has["synonyms"], "typoTolerance": silent.setting(silent.told(has))}

    def change(self, index: str, settings: Mapping[str, Any]) -> None:
        """Tell an index its synonyms or the words that may not be misspelled, where they are not what it has."""
        has = self._has(index)
        if "synonyms" in settings and has["synonyms"] != settings["synonyms"]:
            # Patched, a table would be merged with the old one.
            self._to.do("put", f"indexes/{index}/settings/synonyms", settings["synonyms"])
        spared = settings.get("typoTolerance", {})
        if not agrees(has["typoTolerance"], spared):
            self._to.do("patch", f"indexes/{index}/settings", {"typoTolerance": spared})

    def _has(self, index: str) -> Any:
        return self._to.get(f"indexes/{index}/settings")

    def _with_vectors(self, vectors: ServedVectors, version: str) -> dict[str, Any]:
        known = index_settings(self._schema, version, self._budget_ms)["filterableAttributes"]
        return {"embedders": vectors.settings(), "filterableAttributes": [*known, *MARKS]}


def agrees(has: Any, wanted: Any) -> bool:
    """Whether a setting is as wanted; a server may tell more parts of it than we set."""
    if isinstance(wanted, dict) and isinstance(has, dict):
        return all(agrees(has.get(name), value) for name, value in wanted.items())
    if isinstance(wanted, list) and isinstance(has, list) and all(isinstance(item, str) for item in [*wanted, *has]):
        return wanted == has or (sorted(wanted) == sorted(has) and "sort" not in wanted)
    return bool(has == wanted)
