"""The embedded engine's outside: the folder, the writer's lock, settings, and swapping one index for another."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import islice
from pathlib import Path

from tantivy import Query as Raw

from search.engines.embedded.finding import Clock, Finding, count
from search.engines.embedded.folder import Folder, Settings
from search.engines.embedded.generation import Generation, Snapshot
from search.engines.embedded.layout import unpack
from search.port import Document, FacetValue, Health, Page, Query, Schema, check, check_query
from search.rules import facets, plan, spelling
from search.rules.plan import Lexicon, Plan

_CHUNK = 2000


class EmbeddedEngine:
    """A search index in a folder of this machine.

    One process writes; a second one gets EngineBusy, unless it asks for `read_only`. `budget_ms` bounds a
    query's time; past it the answer is cut short and marked degraded. A folder written for another schema
    starts empty and says so in `health`: fill it with `replace_all`.
    """

    def __init__(
        self, schema: Schema, folder: str | Path, *, budget_ms: float = 1500.0, read_only: bool = False
    ) -> None:
        self.schema = schema
        self._budget_ms = budget_ms
        self._write = threading.RLock()
        self._folder = Folder(Path(folder), schema, read_only=read_only)
        self._generation = self._folder.open()
        self._settings = self._folder.settings()
        self._seen: tuple[object, ...] = ()

    def put(self, documents: Iterable[Document]) -> None:
        """See SearchEngine."""
        latest = {document.id: self._checked(document) for document in documents}
        if latest:
            with self._write:
                self._generation.put(list(latest.values()))

    def drop(self, ids: Iterable[str]) -> None:
        """See SearchEngine."""
        gone = list(ids)
        if gone:
            with self._write:
                self._generation.drop(gone)

    def replace_all(self, documents: Iterable[Document]) -> int:
        """See SearchEngine. Writers wait until it is done; readers see the old index until then."""
        with self._write:
            fresh = self._folder.begin()
            try:
                self._fill(fresh, iter(documents))
            except BaseException:
                fresh.delete()
                raise
            old, self._generation = self._generation, fresh
            self._folder.point_to(fresh)
            old.delete()
        return self.count()

    def _fill(self, fresh: Generation, documents: Iterator[Document]) -> None:
        known: set[str] = set()
        while chunk := {document.id: self._checked(document) for document in islice(documents, _CHUNK)}:
            # Only an id that came before needs its older document removed, which is slow.
            fresh.stage(list(chunk.values()), replacing=not known.isdisjoint(chunk))
            known.update(chunk)
        fresh.commit()

    def _checked(self, document: Document) -> Document:
        check(document, self.schema)
        return document

    def find(self, query: Query) -> Page:
        """See SearchEngine."""
        check_query(query, self.schema)
        return self._finding(query).page()

    def facet_search(self, facet: str, text: str, query: Query, limit: int = 20) -> tuple[FacetValue, ...]:
        """See SearchEngine."""
        check_query(replace(query, facets=(facet,)), self.schema)
        return facets.like(text, self._finding(query).counts(facet), limit)

    def suggest(self, query: Query) -> str | None:
        """See SearchEngine."""
        finding = self._finding(query)
        better = spelling.corrected(query.text, self._generation.snapshot.vocabulary, finding.said)
        return spelling.written(better) if better else None

    def set_synonyms(self, synonyms: Mapping[str, Iterable[str]]) -> None:
        """See SearchEngine."""
        with self._write:
            self._set(replace(self._settings, synonyms=plan.synonym_table(synonyms)))

    def set_stop_words(self, words: Iterable[str]) -> None:
        """See SearchEngine."""
        stop_words = frozenset(word for text in words for word in plan.plain_words(text))
        with self._write:
            self._set(replace(self._settings, stop_words=stop_words))

    def _set(self, settings: Settings) -> None:
        self._folder.keep(settings)
        self._settings = settings

    def read(self, ids: Iterable[str]) -> tuple[Document, ...]:
        """See SearchEngine."""
        on = self._snapshot()
        hits = (on.searcher.search(on.asking.term("id", key), limit=1, count=False).hits for key in ids)
        return tuple(unpack(on.searcher.doc(found[0][1])["source"][0]) for found in hits if found)

    def ids(self) -> Iterator[str]:
        """See SearchEngine."""
        searcher = self._snapshot().searcher
        found = searcher.search(Raw.all_query(), limit=max(searcher.num_docs, 1), count=False).hits
        return (str(searcher.doc(address)["id"][0]) for _, address in found)

    def count(self) -> int:
        """See SearchEngine."""
        return int(self._snapshot().searcher.num_docs)

    def health(self) -> Health:
        """See SearchEngine."""
        return Health(True, self.count(), self._folder.describe())

    def close(self) -> None:
        """See SearchEngine."""
        with self._write:
            self._generation.close()
            self._folder.release()

    def _snapshot(self) -> Snapshot:
        if self._folder.read_only:
            self._catch_up()
        return self._generation.snapshot

    def _catch_up(self) -> None:
        """As a reader beside another process: follow what that process has written, when it has."""
        if self._state() == self._seen:
            return
        with self._write:
            seen = self._state()
            if self._folder.has_moved(self._generation):
                self._generation = self._folder.open()
            else:
                self._generation.reread()
            self._settings = self._folder.settings()
            self._seen = seen

    def _state(self) -> tuple[object, ...]:
        """Changes with whatever another process writes here."""
        try:
            return (*self._folder.state(), *self._generation.state())
        except FileNotFoundError:
            # Between two generations; the next look finds the one that counts.
            return ()

    def _finding(self, query: Query) -> Finding:
        clock = Clock(self._budget_ms)
        on = self._snapshot()
        return Finding(on, self._plan(on, query), query, clock)

    def _plan(self, on: Snapshot, query: Query) -> Plan:
        def pairs(left: str, right: str) -> int:
            return count(on.searcher, on.asking.phrase((left, right)))

        settings = self._settings
        lexicon = Lexicon(on.vocabulary, pairs, settings.synonyms, settings.stop_words)
        return plan.make(query.text, lexicon, query.strategy)
