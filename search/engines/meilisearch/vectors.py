"""Vectors on a Meilisearch server: an embedder that is told every vector, and marks on rows that say what is learned.

A row's `meant` is the fingerprint of the text it should have a vector of, its `learned` the space of the vector it has.
The server forgets a row's vector when the row is put anew, so one whose text has not changed takes it along.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from search.engines.meilisearch.connection import Connection
from search.engines.meilisearch.wire import named, to_wire
from search.meaning import Knowledge, Lesson, Meaning, Space
from search.meaning.shelf import fingerprint
from search.port import Document, Schema, to_learn

MARKS = ("meant", "learned")
"""What an index has to filter by."""
_AT_ONCE = 500
_DIGITS = 6


class ServedVectors:
    """The vectors of one space on one server."""

    def __init__(self, to: Connection, schema: Schema, space: Space) -> None:
        self._to = to
        self._schema = schema
        self._space = space
        self._name = "m" + hashlib.sha256(f"{space.model} {space.dimensions}".encode()).hexdigest()[:16]

    def settings(self) -> dict[str, Any]:
        """What the index has to be told."""
        return {self._name: {"source": "userProvided", "dimensions": self._space.dimensions}}

    def fits(self, settings: Mapping[str, Any]) -> bool:
        """Whether an index with these settings takes vectors of this space."""
        return self._name in (settings.get("embedders") or {})

    def rows(self, documents: Iterable[Document], index: str) -> Iterator[dict[str, Any]]:
        """Documents as rows, with the vectors that those of the same text have in an index."""
        rest = iter(documents)
        while some := list(islice(rest, _AT_ONCE)):
            rows = [self._row(document) for document in some]
            known = self._known([row["id"] for row in rows if "meant" in row], index)
            for row in rows:
                before = known.get(row["id"], {})
                if before.get("learned") == self._name and before["meant"] == row.get("meant"):
                    vectors = before["_vectors"][self._name]["embeddings"]
                    row.update(self._learned(vectors[0] if isinstance(vectors[0], list) else vectors))
                yield row

    def _row(self, document: Document) -> dict[str, Any]:
        # The server demands that a row without a vector says so.
        return to_wire(document) | {"_vectors": {self._name: None}} | self.mark(document)

    def mark(self, document: Document) -> dict[str, str]:
        """What a row says of the text it should have a vector of."""
        text = to_learn(document, self._schema)
        return {"meant": _mark(text)} if text else {}

    def _known(self, ids: Sequence[str], index: str, *, vectors: bool = True) -> Mapping[str, Mapping[str, Any]]:
        if not ids:
            return {}
        fields = ["id", "meant", "learned", *(["_vectors"] if vectors else [])]
        body = {"filter": named(ids), "fields": fields, "limit": len(ids), "retrieveVectors": vectors}
        return {row["id"]: row for row in self._to.post(f"indexes/{index}/documents/fetch", body)["results"]}

    def _learned(self, vector: Sequence[float]) -> dict[str, Any]:
        # No vector for the others: a space that is no longer asked for must not be sent again.
        told = {"embeddings": [float(number) for number in vector], "regenerate": False}
        return {"learned": self._name, "_vectors": {self._name: told}}

    def learn(self, lessons: Iterable[Lesson], index: str) -> None:
        """Attach vectors to rows that still say what was learned."""
        told = list(lessons)
        for start in range(0, len(told), _AT_ONCE):
            some = told[start : start + _AT_ONCE]
            known = self._known([lesson.id for lesson in some], index, vectors=False)
            rows = [
                {"id": lesson.id, **self._learned([round(float(number), _DIGITS) for number in lesson.vector])}
                for lesson in some
                if known.get(lesson.id, {}).get("meant") == _mark(lesson.text)
            ]
            if rows:
                self._to.do("put", f"indexes/{index}/documents?primaryKey=id", rows)

    def unlearned(self, limit: int, index: str) -> list[str]:
        """Ids of rows that should have a vector of this space and have none."""
        body = {"filter": self._waiting, "fields": ["id"], "limit": limit}
        return [row["id"] for row in self._to.post(f"indexes/{index}/documents/fetch", body)["results"]]

    @property
    def learned(self) -> str:
        """Which rows have a vector, as a filter; the server would add the others at the end."""
        return f'learned = "{self._name}"'

    @property
    def _waiting(self) -> str:
        return f"meant EXISTS AND NOT {self.learned}"

    def knowledge(self, index: str) -> Knowledge:
        """How many rows have the vector they should have."""

        def counted(which: str) -> int:
            body = {"filter": which, "fields": ["id"], "limit": 1}
            return int(self._to.post(f"indexes/{index}/documents/fetch", body)["total"])

        wanted = counted("meant EXISTS")
        return Knowledge(wanted - counted(self._waiting), wanted)

    def asked(self, meaning: Meaning) -> dict[str, Any]:
        """What a request for the nearest says besides its bounds. The server counts similarity from 0 to 1."""
        return {
            "q": "",
            "vector": list(meaning.vector),
            "hybrid": {"embedder": self._name, "semanticRatio": 1.0},
            "rankingScoreThreshold": max(0.0, (meaning.floor + 1) / 2),
            "attributesToRetrieve": ["id"],
            "showRankingScore": True,
        }


def _mark(text: str) -> str:
    return fingerprint(text).hex()
