"""The embedded engine's outside: the folder, the writer's lock, settings, and swapping one index for another."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import islice
from pathlib import Path

from search.engines.embedded.finding import Clock, Finding, count
from search.engines.embedded.folder import Folder, Settings
from search.engines.embedded.generation import Generation, Snapshot
from search.engines.embedded.layout import unpack
from search.engines.embedded.matching import Matching
from search.engines.embedded.near import Nearing
from search.meaning import Knowledge, Lesson, Meaning, Space, hybrid
from search.meaning.hybrid import Near
from search.meaning.shelf import Shelf, taught, thrown_away
from search.port import Document, FacetValue, Health, Page, Query, Schema, TextQuery, check, check_query, to_learn
from search.rules import facets, plan, spelling
from search.rules.plan import Lexicon, Plan

_CHUNK = 2000
_COMMITTED_AT_ONCE = 40_000
"""What a killed rebuild may have to do again."""


class EmbeddedEngine:
    """A search index in a folder of this machine.

    One process writes; a second one gets EngineBusy, unless it asks for `read_only`. `budget_ms` bounds a
    query's time; past it the answer is cut short and marked degraded. A folder written for another schema
    starts empty and says so in `health`: fill it with `replace_all`. With a `space` it can be taught vectors of
    that space; opened for writing without one, it forgets those it was taught.
    """

    def __init__(
        self,
        schema: Schema,
        folder: str | Path,
        *,
        budget_ms: float = 1500.0,
        read_only: bool = False,
        space: Space | None = None,
    ) -> None:
        self.schema = schema
        self._budget_ms = budget_ms
        self._write = threading.RLock()
        self._folder = Folder(Path(folder), schema, read_only=read_only)
        self._generation = self._folder.open()
        self._settings = self._folder.settings()
        self._seen: tuple[object, ...] = ()
        self._shelf = Shelf(self._folder.shelf, space, read_only=read_only) if space else None
        if space is None and not read_only:
            thrown_away(self._folder.shelf)

    def put(self, documents: Iterable[Document]) -> None:
        """See SearchEngine."""
        latest = {document.id: self._checked(document) for document in documents}
        if latest:
            with self._write:
                self._folder.forget_unfinished()
                # Before they exist: what a crash leaves in between are texts to be learned, no vectors of old ones.
                self._keep(latest.values())
                self._generation.put(list(latest.values()))

    def drop(self, ids: Iterable[str]) -> None:
        """See SearchEngine."""
        gone = list(ids)
        if gone:
            with self._write:
                self._folder.forget_unfinished()
                self._generation.drop(gone)
                if self._shelf:
                    self._shelf.drop(gone)

    def replace_all(self, documents: Iterable[Document], *, resume: bool = False) -> int:
        """See SearchEngine. Writers wait until it is done; readers see the old index until then."""
        with self._write:
            fresh = self._folder.begin(resume=resume)
            try:
                known = self._fill(fresh, iter(documents))
            except Exception:
                fresh.delete()
                raise
            old, self._generation = self._generation, fresh
            self._folder.point_to(fresh)
            old.delete()
            if self._shelf:
                self._shelf.retain(known)
        return self.count()

    def _fill(self, fresh: Generation, documents: Iterator[Document]) -> set[str]:
        known: set[str] = set()
        begun = fresh.snapshot
        staged = 0
        while chunk := {document.id: self._checked(document) for document in islice(documents, _CHUNK)}:
            # Only an id that came before needs its older document removed, which is slow.
            replacing = bool(begun.searcher.num_docs) or not known.isdisjoint(chunk)
            changed = [document for document in chunk.values() if not begun.holds(document)]
            fresh.stage(changed, replacing=replacing)
            self._keep(chunk.values())
            known.update(chunk)
            staged += len(changed)
            if staged >= _COMMITTED_AT_ONCE:
                fresh.commit()
                staged = 0
        fresh.commit()
        if begun.searcher.num_docs:
            fresh.drop(set(fresh.snapshot.ids()) - known)
        return known

    def _keep(self, documents: Iterable[Document]) -> None:
        if self._shelf:
            self._shelf.keep({document.id: to_learn(document, self.schema) for document in documents})

    def learn(self, lessons: Iterable[Lesson]) -> None:
        """See SearchEngine."""
        with self._write:
            taught(self._shelf).learn(lessons)

    def unlearned(self, limit: int) -> tuple[tuple[str, str], ...]:
        """See SearchEngine."""
        if self._shelf is None:
            return ()
        self._complete(self._shelf)
        with self._write:
            waiting = self._shelf.waiting(limit)
            documents = self.read(waiting)
            # What a crash kept from being put.
            self._shelf.drop(set(waiting).difference(document.id for document in documents))
        return tuple((document.id, to_learn(document, self.schema)) for document in documents)

    def _complete(self, shelf: Shelf) -> None:
        """Once: put on the shelf what the index held before it had one."""
        if shelf.complete:
            return
        with self._write:
            ids, known = self.ids(), set[str]()
            while chunk := list(islice(ids, _CHUNK)):
                self._keep(self.read(chunk))
                known.update(chunk)
            shelf.retain(known)

    def knowledge(self) -> Knowledge:
        """See SearchEngine."""
        return self._shelf.knowledge() if self._shelf else Knowledge(0, 0)

    def _checked(self, document: Document) -> Document:
        check(document, self.schema)
        return document

    def find(self, query: Query) -> Page:
        """See SearchEngine."""
        check_query(query, self.schema)
        return hybrid.find(self, query) if hybrid.is_asked(query) else self.by_words(query)

    def by_words(self, query: Query) -> Page:
        """See hybrid.Nearby."""
        return self._finding(query).page()

    def nearest(self, query: Query, meaning: Meaning, most: int) -> tuple[Near, bool]:
        """See hybrid.Nearby."""
        clock, on, shelf = Clock(self._budget_ms), self._snapshot(), taught(self._shelf)
        if self._folder.read_only:
            shelf.follow()
        bounds = Matching(on.asking, self._plan(on, replace(query, text=TextQuery())), query).bounds
        near = Nearing(on.searcher, on.asking, shelf.rows, meaning, clock).within(bounds, most)
        return near, clock.late

    def facet_search(self, facet: str, text: str, query: Query, limit: int = 20) -> tuple[FacetValue, ...]:
        """See SearchEngine."""
        check_query(replace(query, facets=(facet,)), self.schema)
        if hybrid.is_asked(query):
            return hybrid.facet_search(self, facet, text, query, limit)
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
        return tuple(unpack(source) for key in ids if (source := on.source(key)) is not None)

    def ids(self) -> Iterator[str]:
        """See SearchEngine."""
        return self._snapshot().ids()

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
            if self._shelf:
                self._shelf.close()
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
