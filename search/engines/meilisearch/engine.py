"""The adapter: the port's promises kept by a Meilisearch server."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import islice
from typing import Any

from search.engines.meilisearch import reading, silent
from search.engines.meilisearch.building import Building
from search.engines.meilisearch.connection import Connection
from search.engines.meilisearch.questions import Question, Server
from search.engines.meilisearch.settings import IndexSettings
from search.engines.meilisearch.silent import StopWords
from search.engines.meilisearch.vectors import ServedVectors
from search.engines.meilisearch.wire import (
    asked,
    batches,
    from_wire,
    named,
    page_of,
    to_wire,
)
from search.meaning import Knowledge, Lesson, Meaning, Space, hybrid
from search.meaning.hybrid import Near
from search.port import (
    BadQuery,
    Document,
    EngineUnavailable,
    FacetValue,
    Health,
    Page,
    Query,
    Schema,
    SearchError,
    TextQuery,
    check,
    check_query,
    to_learn,
)
from search.rules import facets, marks, plan, spelling

MOST_BYTES = 20_000_000
_IDS_AT_ONCE = 1000
_ABREAST = 4


class MeilisearchEngine:
    """A search index on a Meilisearch server, 1.13 or newer.

    Nothing is asked of the server until it is needed, so that a product starts while its server is down;
    every method then raises EngineUnavailable. The key needs the rights search, documents.*, indexes.*,
    settings.*, tasks.get, stats.get and version on `index` and `index`-next; never the master key.
    `budget_ms` bounds a query's time on the server, `timeout_s` any answer, `task_timeout_s` any change. With a
    `space` it can be taught vectors of that space.
    """

    def __init__(
        self,
        schema: Schema,
        url: str,
        key: str | None,
        *,
        index: str = "quotes",
        budget_ms: float = 1500.0,
        timeout_s: int = 10,
        task_timeout_s: float = 300.0,
        space: Space | None = None,
    ) -> None:
        self.schema = schema
        self._index = index
        self._budget_ms = budget_ms
        self._to = Connection(url, key, timeout_s=timeout_s, task_timeout_s=task_timeout_s)
        self._write = threading.RLock()
        self._server = Server(self._to, index, schema, budget_ms)
        self._version = ""
        self._vectors = ServedVectors(self._to, schema, space) if space else None
        self._room = False
        self._stop_words = StopWords(self._to, index)
        self._settings = IndexSettings(self._to, schema, budget_ms, self._vectors)
        self._building = Building(self._to, f"{index}-next", self._vectors)

    def put(self, documents: Iterable[Document]) -> None:
        """See SearchEngine."""
        latest = {document.id: self._checked(document) for document in documents}
        self._ready()
        with self._write:
            self._building.forget(latest)
            self._send(self._index, latest.values())

    def drop(self, ids: Iterable[str]) -> None:
        """See SearchEngine."""
        gone = list(ids)
        self._ready()
        if gone:
            with self._write:
                self._building.forget(gone)
                self._to.do("post", f"indexes/{self._index}/documents/delete-batch", gone)

    def replace_all(self, documents: Iterable[Document], *, resume: bool = False) -> int:
        """See SearchEngine. Writers wait until it is done; readers see the old index until then.

        What was built stays, to be gone on with, also when the server went away over it.
        """
        self._ready()
        with self._write:
            fresh = self._building
            try:
                fresh.begin(resume=resume)
                self._settings.change(fresh.name, self._settings.kept(self._index))
                self._settings.settle(fresh.name, self._version, {})
                self._send(fresh.name, fresh.lacking(self._checked(document) for document in documents))
                self._to.swap(self._index, fresh.name)
            except EngineUnavailable:
                raise
            except Exception:
                fresh.delete()
                raise
            fresh.delete()
        return self.count()

    def find(self, query: Query) -> Page:
        """See SearchEngine."""
        check_query(query, self.schema)
        return hybrid.find(self, query) if hybrid.is_asked(query) else self.by_words(query)

    def nearest(self, query: Query, meaning: Meaning, most: int) -> tuple[Near, bool]:
        """See hybrid.Nearby."""
        if not query.audience:
            return [], False
        vectors = self._taught()
        self._ready()
        if not self._has_room(vectors):
            return [], False
        bounds = asked(replace(query, text=TextQuery()), self.schema, self._index)
        request = {**bounds, **vectors.asked(meaning), "filter": [*bounds["filter"], vectors.learned]}
        (answer,) = self._to.post("multi-search", {"queries": [{**request, "limit": most}]})["results"]
        near = [(row["id"], 2 * float(row["_rankingScore"]) - 1) for row in answer["hits"]]
        return near, answer["processingTimeMs"] >= self._budget_ms

    def _taught(self) -> ServedVectors:
        if self._vectors is None:
            raise BadQuery(0, "this index knows words, not what they mean", code="no_meaning")
        return self._vectors

    def learn(self, lessons: Iterable[Lesson]) -> None:
        """See SearchEngine."""
        vectors = self._taught()
        self._ready()
        with self._write:
            vectors.learn(lessons, self._index)

    def unlearned(self, limit: int) -> tuple[tuple[str, str], ...]:
        """See SearchEngine."""
        if self._vectors is None:
            return ()
        self._ready()
        self._make_room(self._vectors)
        waiting = self.read(self._vectors.unlearned(limit, self._index))
        return tuple((document.id, to_learn(document, self.schema)) for document in waiting)

    def knowledge(self) -> Knowledge:
        """See SearchEngine."""
        if self._vectors is None:
            return Knowledge(0, 0)
        self._ready()
        if not self._has_room(self._vectors):
            return Knowledge(0, self.count())
        return self._vectors.knowledge(self._index)

    def _has_room(self, vectors: ServedVectors) -> bool:
        """Whether the index takes vectors of our space already; it may be older than that."""
        self._room = self._room or vectors.fits(self._to.get(f"indexes/{self._index}/settings"))
        return self._room

    def _make_room(self, vectors: ServedVectors) -> None:
        """Once: tell every row of an older index that it has no vector yet, which the server demands."""
        with self._write:
            if not self._has_room(vectors):
                self._send(self._index, self._everything())
                self._settings.make_room(self._index, self._version)

    def _everything(self) -> Iterator[Document]:
        ids = iter(list(self.ids()))
        while some := list(islice(ids, _IDS_AT_ONCE)):
            yield from self.read(some)

    def by_words(self, query: Query) -> Page:
        """See hybrid.Nearby."""
        started = time.monotonic()
        if not query.audience:
            nothing: dict[str, dict[str, int]] = {facet: {} for facet in query.counted}
            return Page((), 0, facets=nothing, distinct=dict.fromkeys(query.counted, 0))
        self._ready()
        if question := self._question(query):
            return self._answer(question, query, started)
        first, *rest = self._search(query)
        counts = {facet: reading.counts(first, facet) for facet in query.counted}
        ticked = [facet for facet in query.counted if query.refine.get(facet)]
        counts.update({facet: reading.counts(answer, facet) for facet, answer in zip(ticked, rest, strict=True)})
        late = any(answer["processingTimeMs"] >= self._budget_ms for answer in (first, *rest))
        return Page(
            hits=tuple(reading.hits(query, first["hits"])),
            total=first["estimatedTotalHits"],
            exact_total=not late,
            facets=facets.told(query, counts, map(from_wire, first["hits"] if query.distinct else ())),
            distinct={facet: len(found) for facet, found in counts.items()},
            degraded=late,
            took_ms=(time.monotonic() - started) * 1000,
        )

    def _question(self, query: Query) -> Question | None:
        """A whole question, begun, when a query is one and says anything."""
        question = Question(self._server, query) if query.strategy == "any" else None
        if question is None or not question.slots:
            return None
        question.begin()
        return question

    def _answer(self, question: Question, query: Query, started: float) -> Page:
        total, counts = question.count(query.counted)
        need = min(query.offset + query.limit, total)
        found = question.best(need)[query.offset :] if query.limit and query.offset < need else []
        is_whole = query.highlight or query.crop_words > 0 or query.distinct
        rows = question.rows([hit.id for hit in found], ["*"] if is_whole else ["id", "group"])
        scores = {hit.id: hit.score for hit in found}
        wanted = marks.Wanted.of(question.plan)
        return Page(
            hits=tuple(reading.hit(row, scores[row["id"]], query, wanted) for row in rows),
            total=total,
            exact_total=not question.late,
            facets=facets.told(query, counts, map(from_wire, rows if query.distinct else ())),
            distinct={facet: len(values) for facet, values in counts.items()},
            degraded=question.late,
            took_ms=(time.monotonic() - started) * 1000,
        )

    def _search(self, query: Query) -> list[dict[str, Any]]:
        """The page, and for each ticked facet that is counted a question without its ticks, in one go."""
        requests = [page_of(query, self._asked(query))]
        for facet in query.counted:
            if query.refine.get(facet):
                alone = self._asked(query, but=facet)
                requests.append({**alone, "facets": [f"f_{facet}"], "limit": 0})
        answers: list[dict[str, Any]] = self._to.post("multi-search", {"queries": requests})["results"]
        return answers

    def _asked(self, query: Query, but: str = "") -> dict[str, Any]:
        return asked(query, self.schema, self._index, but=but, stop_words=self._stop_words.known())

    def facet_search(self, facet: str, text: str, query: Query, limit: int = 20) -> tuple[FacetValue, ...]:
        """See SearchEngine."""
        check_query(replace(query, facets=(facet,)), self.schema)
        if not query.audience:
            return ()
        if hybrid.is_asked(query):
            return hybrid.facet_search(self, facet, text, query, limit)
        self._ready()
        if question := self._question(query):
            return facets.like(text, question.count([facet]).facets[facet], limit)
        request = self._asked(query, but=facet)
        del request["indexUid"]
        body = {**request, "facetName": f"f_{facet}", "facetQuery": text}
        found = self._to.post(f"indexes/{self._index}/facet-search", body)["facetHits"]
        ranked = sorted(found, key=lambda value: (-value["count"], value["value"]))
        return tuple(FacetValue(value["value"], value["count"]) for value in ranked[:limit])

    def suggest(self, query: Query) -> str | None:
        """See SearchEngine. What the server itself found with typos is what was probably meant."""
        first = self.find(replace(query, limit=1, offset=0, facets=(), distinct=(), highlight=True)).hits
        if not first:
            return None
        (document,) = self.read([first[0].id])
        said = reading.marked_words(document, first[0])
        terms = [
            term if term.phrase else replace(term, text=reading.meant(term.text, said)) for term in query.text.terms
        ]
        changed = tuple(terms) != query.text.terms
        return spelling.written(TextQuery(tuple(terms))) if changed else None

    def set_synonyms(self, synonyms: Mapping[str, Iterable[str]]) -> None:
        """See SearchEngine."""
        folded = plan.synonym_table(synonyms)
        table = {" ".join(key): [" ".join(other) for other in others] for key, others in folded.items()}
        self._change({"synonyms": table})

    def set_stop_words(self, words: Iterable[str]) -> None:
        """See SearchEngine."""
        self._change({"typoTolerance": silent.setting(word for text in words for word in plan.plain_words(text))})
        self._stop_words.forget()

    def read(self, ids: Iterable[str]) -> tuple[Document, ...]:
        """See SearchEngine."""
        self._ready()
        wanted = [key for key in ids if key and key.replace("-", "").replace("_", "").isalnum() and key.isascii()]
        found: dict[str, Document] = {}
        for start in range(0, len(wanted), _IDS_AT_ONCE):
            some = wanted[start : start + _IDS_AT_ONCE]
            body = {"filter": named(some), "limit": len(some)}
            rows = self._to.post(f"indexes/{self._index}/documents/fetch", body)["results"]
            found.update({row["id"]: from_wire(row) for row in rows})
        return tuple(found[key] for key in wanted if key in found)

    def ids(self) -> Iterator[str]:
        """See SearchEngine."""
        self._ready()
        return (row["id"] for row in self._to.rows(self._index, ["id"]))

    def count(self) -> int:
        """See SearchEngine."""
        self._ready()
        return self._to.count(self._index)

    def health(self) -> Health:
        """See SearchEngine."""
        try:
            return Health(True, self.count(), f"Meilisearch {self._version}")
        except SearchError as failure:
            return Health(False, 0, str(failure))

    def close(self) -> None:
        """See SearchEngine."""
        self._to.close()

    def _ready(self) -> None:
        """Once: check the server's version, make the index, bring its settings up to date."""
        if self._version:
            return
        with self._write:
            version = self._to.check_version()
            if self._to.exists(self._index):
                self._settings.settle(self._index, version, {})
            else:
                self._to.create(self._index)
                self._settings.settle(self._index, version, {"synonyms": {}})
            self._version = version

    def _change(self, settings: Mapping[str, Any]) -> None:
        self._ready()
        with self._write:
            self._settings.change(self._index, settings)

    def _send(self, index: str, documents: Iterable[Document]) -> None:
        """Send documents in bounded payloads, a few abreast, and wait for all of them."""
        waiting: list[int] = []
        rows = self._vectors.rows(documents, self._index) if self._vectors else map(to_wire, documents)
        for batch in batches(rows, MOST_BYTES):
            waiting.append(self._to.start(f"indexes/{index}/documents?primaryKey=id", batch))
            if len(waiting) > _ABREAST:
                self._to.wait(waiting.pop(0))
        for task in waiting:
            self._to.wait(task)

    def _checked(self, document: Document) -> Document:
        check(document, self.schema)
        return document
