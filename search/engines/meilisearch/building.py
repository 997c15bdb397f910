"""The index that is filled to take another's place: begun, gone on with after a kill, thrown away."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import islice
from typing import Any

from search.engines.meilisearch.connection import Connection
from search.engines.meilisearch.vectors import ServedVectors
from search.engines.meilisearch.wire import named, to_wire
from search.port import Document

AT_ONCE = 1000


class Building:
    """An index on a server that nobody searches yet, under a name of its own: there is never more than one."""

    def __init__(self, to: Connection, name: str, vectors: ServedVectors | None) -> None:
        self.name = name
        self._to = to
        self._vectors = vectors

    def begin(self, *, resume: bool) -> None:
        """See to it that the index is there: empty, or to `resume` with what a killed process left in it."""
        # A server works in the order it was asked. Once this is done, so is all that a killed process asked for last:
        # a swap among it would put another index under the name while we look at it.
        self._to.do("patch", f"indexes/{self.name}/settings", {"displayedAttributes": ["*"]})
        if not resume or not self._fits():
            self._to.do("delete", f"indexes/{self.name}/documents")

    def _fits(self) -> bool:
        return self._vectors is None or self._vectors.fits(self._to.get(f"indexes/{self.name}/settings"))

    def lacking(self, documents: Iterable[Document]) -> Iterator[Document]:
        """Those of the documents that are not there just so; when they end, what else was there is dropped."""
        begun = self._to.count(self.name) > 0
        rest, known = iter(documents), set[str]()
        while some := list(islice(rest, AT_ONCE)):
            held = self._rows([document.id for document in some]) if begun else {}
            for document in some:
                # What came before under the same id was sent, and is no longer what `held` says.
                if document.id in known or held.get(document.id) != self._row(document):
                    yield document
                known.add(document.id)
        if begun:
            self.drop(set(self._to.ids(self.name)) - known)

    def _rows(self, ids: Collection[str]) -> Mapping[str, dict[str, Any]]:
        """Rows as they were sent, whether or not a vector was learned since."""
        body = {"filter": named(ids), "limit": len(ids)}
        rows = self._to.post(f"indexes/{self.name}/documents/fetch", body)["results"]
        without = ("_vectors", *(["learned"] if self._vectors else []))
        return {row["id"]: {name: value for name, value in row.items() if name not in without} for row in rows}

    def _row(self, document: Document) -> dict[str, Any]:
        return to_wire(document) | (self._vectors.mark(document) if self._vectors else {})

    def drop(self, ids: Collection[str]) -> None:
        """Remove documents from it."""
        if ids:
            self._to.do("post", f"indexes/{self.name}/documents/delete-batch", list(ids))

    def forget(self, ids: Collection[str]) -> None:
        """What a killed process left may not keep words that were changed or taken back since."""
        if ids and self._to.exists(self.name):
            self.drop(ids)

    def delete(self) -> None:
        """Throw it away, if it is there."""
        if self._to.exists(self.name):
            self._to.do("delete", f"indexes/{self.name}")
