"""Where an engine of ours keeps vectors: durably in one SQLite file, and in memory to be compared.

On the shelf stands every document that should have a vector, with the fingerprint of its text; the vector comes later.
So what is still to be learned is always known, a restart computes nothing again, and a document put once more with the
same text keeps its vector. What is removed is overwritten in the file (`secure_delete`): a vector tells what was said.
"""

from __future__ import annotations

import hashlib
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from itertools import islice
from pathlib import Path
from typing import TypeVar

import numpy as np

from search.meaning import Knowledge, Lesson, Space
from search.meaning.nearest import Rows, packed, unpacked
from search.port import BadQuery

_AT_ONCE = 500
_TABLES = """
CREATE TABLE IF NOT EXISTS about (model TEXT NOT NULL, complete INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS quote (id TEXT PRIMARY KEY, said BLOB NOT NULL, vector BLOB, version INTEGER NOT NULL);
CREATE INDEX IF NOT EXISTS quote_waiting ON quote (id) WHERE vector IS NULL;
CREATE INDEX IF NOT EXISTS quote_version ON quote (version);
"""


class Shelf:
    """The vectors of one space. Safe between threads; a second process may read while the first writes."""

    def __init__(self, path: Path | None, space: Space, *, read_only: bool = False) -> None:
        self.space = space
        self._lock = threading.RLock()
        self._file = sqlite3.connect(path or ":memory:", check_same_thread=False, timeout=30)
        self._file.execute("PRAGMA secure_delete = ON")
        self._file.execute("PRAGMA journal_mode = WAL")
        self._seen = self._version = 0
        self._file.executescript(_TABLES)
        if not read_only:
            self._begin()
        self.rows = Rows(space.dimensions)
        self._load()

    def _begin(self) -> None:
        """Start empty unless the vectors here are of this very model."""
        with self._file:
            known = self._file.execute("SELECT model FROM about").fetchone()
            if known != (self.space.model,):
                self._file.execute("DELETE FROM quote")
                self._file.execute("DELETE FROM about")
                self._file.execute("INSERT INTO about VALUES (?, 0)", (self.space.model,))

    def _load(self) -> None:
        """Take up what another process, or an earlier one, has written since the last look."""
        if self._file.execute("SELECT model FROM about").fetchone() != (self.space.model,):
            return
        told = self._file.execute("SELECT id, vector, version FROM quote WHERE version > ?", (self._version,))
        for some in _some(told):
            self.rows.drop([key for key, vector, _ in some if vector is None])
            learned = [(key, unpacked(vector)) for key, vector, _ in some if vector is not None]
            self.rows.put([key for key, _ in learned], [vector for _, vector in learned])
            self._version = max(self._version, *(version for _, _, version in some))

    def follow(self) -> None:
        """As a reader beside a writing process: see what that process has changed."""
        with self._lock:
            (changes,) = self._file.execute("PRAGMA data_version").fetchone()
            if changes == self._seen:
                return
            self._seen = changes
            self._load()
            if len(self.rows) != self.knowledge().known:
                held = {key for (key,) in self._file.execute("SELECT id FROM quote WHERE vector IS NOT NULL")}
                self.rows.drop([key for key in self.rows.ids() if key not in held])

    @property
    def complete(self) -> bool:
        """Whether every document of the index was put on the shelf; not so when the index is older."""
        with self._lock:
            return bool(self._file.execute("SELECT complete FROM about").fetchone()[0])

    def keep(self, texts: Mapping[str, str]) -> None:
        """Put documents on the shelf. One with another text than before, or with none, loses its vector."""
        if not texts:
            return
        with self._lock, self._file:
            known = self._known(texts)
            changed = [key for key, text in texts.items() if known.get(key) != fingerprint(text)]
            version = self._next()
            self._remove([key for key in changed if not texts[key]])
            self._file.executemany(
                "INSERT INTO quote (id, said, version) VALUES (?1, ?2, ?3) "
                "ON CONFLICT (id) DO UPDATE SET said = ?2, vector = NULL, version = ?3",
                [(key, fingerprint(texts[key]), version) for key in changed if texts[key]],
            )
            self.rows.drop(changed)

    def _known(self, ids: Iterable[str]) -> dict[str, bytes]:
        found: dict[str, bytes] = {}
        for some in _some(ids):
            marks = ",".join("?" * len(some))
            found.update(self._file.execute(f"SELECT id, said FROM quote WHERE id IN ({marks})", some))  # noqa: S608
        return found

    def _next(self) -> int:
        self._version = max(self._version, *self._file.execute("SELECT ifnull(max(version), 0) FROM quote").fetchone())
        self._version += 1
        return self._version

    def _remove(self, ids: Iterable[str]) -> None:
        self._file.executemany("DELETE FROM quote WHERE id = ?", [(key,) for key in ids])

    def drop(self, ids: Iterable[str]) -> None:
        """Take documents off the shelf, and their vectors out of memory and file."""
        gone = list(ids)
        if not gone:
            return
        with self._lock:
            with self._file:
                self._remove(gone)
                self.rows.drop(gone)
            self._file.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
            if self.rows.is_loose:
                self.rows = self.rows.tightened()

    def retain(self, ids: set[str]) -> None:
        """Take everything off the shelf but these, which are the whole index."""
        with self._lock:
            self.drop([key for (key,) in self._file.execute("SELECT id FROM quote") if key not in ids])
            with self._file:
                self._file.execute("UPDATE about SET complete = 1")

    def waiting(self, limit: int) -> list[str]:
        """Documents without a vector."""
        with self._lock:
            found = self._file.execute("SELECT id FROM quote WHERE vector IS NULL LIMIT ?", (limit,))
            return [key for (key,) in found]

    def learn(self, lessons: Iterable[Lesson]) -> None:
        """Keep vectors, each only if its document still says what was learned."""
        with self._lock, self._file:
            told = list(lessons)
            known = self._known(lesson.id for lesson in told)
            fresh = [lesson for lesson in told if known.get(lesson.id) == fingerprint(lesson.text)]
            vectors = [np.asarray(lesson.vector, np.float32) for lesson in fresh]
            version = self._next()
            self._file.executemany(
                "UPDATE quote SET vector = ?, version = ? WHERE id = ?",
                [(packed(vector), version, lesson.id) for lesson, vector in zip(fresh, vectors, strict=True)],
            )
            self.rows.put([lesson.id for lesson in fresh], [unpacked(packed(vector)) for vector in vectors])

    def knowledge(self) -> Knowledge:
        """How many documents on the shelf have a vector."""
        with self._lock:
            waiting, wanted = self._file.execute("SELECT sum(vector IS NULL), count(*) FROM quote").fetchone()
        return Knowledge(wanted - (waiting or 0), wanted)

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            self._file.close()


_Entry = TypeVar("_Entry")


def _some(entries: Iterable[_Entry]) -> Iterator[tuple[_Entry, ...]]:
    """A few at a time."""
    rest = iter(entries)
    while some := tuple(islice(rest, _AT_ONCE)):
        yield some


def taught(shelf: Shelf | None) -> Shelf:
    """The shelf of an engine that has one; raises BadQuery for one that was given no space."""
    if shelf is None:
        raise BadQuery(0, "this index knows words, not what they mean", code="no_meaning")
    return shelf


def fingerprint(text: str) -> bytes:
    """What tells one text from another."""
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).digest()


def thrown_away(path: Path) -> None:
    """Delete a shelf that nobody keeps in agreement with the index any more: its vectors would outlive their words."""
    if path.exists():
        with closing(sqlite3.connect(path)) as file:
            file.execute("PRAGMA secure_delete = ON")
            file.executescript("DROP TABLE IF EXISTS quote; DROP TABLE IF EXISTS about;")
        for left in _files(path):
            left.unlink(missing_ok=True)


def _files(path: Path) -> Iterator[Path]:
    yield path
    for end in ("-wal", "-shm"):
        yield path.with_name(path.name + end)
