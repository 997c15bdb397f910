"""The index that is filled to take another's place: begun, gone on with after a kill, thrown away."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from search.engines.meilisearch.connection import Connection
from search.engines.meilisearch.vectors import ServedVectors
from search.engines.meilisearch.wire import STAMP, to_wire
from search.port import Document


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
        self._to.create(self.name)
        if not resume or not self._fits():
            self._to.do("delete", f"indexes/{self.name}/documents")

    def _fits(self) -> bool:
        """Whether what it holds was built for vectors as we have them, or for none as we have none."""
        settings = self._to.get(f"indexes/{self.name}/settings")
        return self._vectors.fits(settings) if self._vectors else not settings.get("embedders")

    def lacking(self, documents: Iterable[Document]) -> Iterator[Document]:
        """Those of the documents that are not there just so; when they end, what else was there is dropped."""
        left = {row["id"]: row.get(STAMP) for row in self._to.rows(self.name, ["id", STAMP])}
        if not left:
            yield from documents
            return
        for document in documents:
            # One that comes again under the same id finds nothing left, and is sent after the one before.
            if left.pop(document.id, None) != to_wire(document)[STAMP]:
                yield document
        self.drop(left)

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
