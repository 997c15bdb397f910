"""One complete index in one folder: tantivy, the columns, and the list of known words.

Writing goes words, columns, tantivy commit, in that order: only the commit makes documents exist, and
whatever it names is already on disk. Killing the process anywhere loses nothing that was acknowledged.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import tantivy
from tantivy import Query as Raw

from search.engines.embedded.columns import POSITION, Batch, ColumnFiles, Columns, append_durably
from search.engines.embedded.layout import Asking, pack, read_fields, tantivy_schema, to_tantivy, tokenizer
from search.port import Document, Schema
from search.rules.vocabulary import Vocabulary

_HEAP_BYTES = 64_000_000
_COMMITTED = "meta.json"
"""What tantivy replaces with every commit."""


@dataclass(frozen=True)
class Snapshot:
    """What one query reads: nothing in it changes any more, except that the vocabulary may learn words."""

    searcher: tantivy.Searcher
    columns: Columns
    vocabulary: Vocabulary
    asking: Asking
    usual_length: float

    def source(self, key: str) -> bytes | None:
        """A document as it was packed; None for an unknown id."""
        found = self.searcher.search(self.asking.term("id", key), limit=1, count=False).hits
        return bytes(self.searcher.doc(found[0][1])["source"][0]) if found else None

    def holds(self, document: Document) -> bool:
        """Whether it holds this very document."""
        return bool(self.searcher.num_docs) and self.source(document.id) == pack(document)

    def ids(self) -> Iterator[str]:
        """Every id, in no order."""
        found = self.searcher.search(Raw.all_query(), limit=max(self.searcher.num_docs, 1), count=False).hits
        return (str(self.searcher.doc(address)["id"][0]) for _, address in found)


class Generation:
    """An index that can be written, by one thread at a time, and read through snapshots."""

    def __init__(self, folder: Path, schema: Schema, *, writable: bool = True) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        self._schema = schema
        self._inside = tantivy_schema(schema)
        self._index = _opened(folder, self._inside)
        self._words = folder / "words.txt"
        if writable:
            self._words.touch()
        self._files = ColumnFiles(folder, writable=writable)
        if writable:
            _cut_torn_word(self._words)
        self._vocabulary = Vocabulary()
        self._words_read = 0
        self._learn()
        self._writer = self._index.writer(_HEAP_BYTES, 1) if writable else None
        self._first_words = 0
        self._counted = 0
        self.snapshot = self._look()

    def put(self, documents: Sequence[Document]) -> None:
        """Add documents, already checked, of different ids. All or none."""
        writer = self._writing()
        try:
            self.stage(documents)
            writer.commit()
        except BaseException:
            writer.rollback()
            raise
        self.refresh()

    def stage(self, documents: Sequence[Document], *, replacing: bool = True) -> None:
        """Hand documents to the writer; they exist from the next commit on."""
        writer = self._writing()
        batch, read = Batch.empty(), []
        for document in documents:
            fields = read_fields(document, self._schema)
            batch.add(fields)
            read.append(fields)
        ordinal = self._append(batch)
        for document, fields in zip(documents, read, strict=True):
            if replacing:
                writer.delete_documents_by_term("id", document.id)
            writer.add_document(to_tantivy(document, fields, ordinal, self._schema, self._inside))
            ordinal += 1

    def _append(self, batch: Batch) -> int:
        fresh = self._vocabulary.add(batch.words)
        if fresh:
            told = "".join(f"{word}\n" for word in fresh).encode()
            append_durably(self._words, told)
            self._words_read += len(told)
        return self._files.append(self._vocabulary.numbers(batch.words), batch)

    def drop(self, ids: Iterable[str]) -> None:
        """Remove documents."""
        writer = self._writing()
        for key in ids:
            writer.delete_documents_by_term("id", key)
        writer.commit()
        self.refresh()

    def commit(self) -> None:
        """Make everything staged exist."""
        self._writing().commit()
        self.refresh()

    def refresh(self) -> None:
        """Let new readers see the last commit."""
        self._index.reload()
        self.snapshot = self._look()

    def reread(self) -> None:
        """For a reader in another process: see the last commit, and learn the words that came with it."""
        self._index.reload()
        self._learn()
        self.snapshot = self._look()

    def _learn(self) -> None:
        """Read the words that were added since; a last line that is still being written can wait."""
        with self._words.open("rb") as file:
            file.seek(self._words_read)
            told = file.read()
        whole = told[: told.rfind(b"\n") + 1]
        self._words_read += len(whole)
        self._vocabulary.add(whole.decode().split("\n")[:-1])

    def state(self) -> tuple[int, int]:
        """Changes with every commit, whichever process made it; costs one look at a file."""
        told = (self.folder / _COMMITTED).stat()
        return told.st_mtime_ns, told.st_ino

    def _look(self) -> Snapshot:
        # The searcher first: columns and words may be newer than it, never older.
        searcher = self._index.searcher()
        columns = self._files.view()
        self._first_words += int(np.count_nonzero(columns.places[self._counted :] <= POSITION))
        self._counted = len(columns.places)
        usual = self._first_words / max(len(columns.starts) - 1, 1)
        asking = Asking(self._schema, self._inside)
        return Snapshot(searcher, columns, self._vocabulary, asking, usual)

    def _writing(self) -> tantivy.IndexWriter:
        if self._writer is None:
            raise RuntimeError("this index was opened for reading only")
        return self._writer

    def close(self) -> None:
        """Finish merging and let go of the folder."""
        if self._writer is not None:
            self._writer.wait_merging_threads()
            self._writer = None

    def delete(self) -> None:
        """Close and remove the folder; snapshots still in use keep reading."""
        self.close()
        shutil.rmtree(self.folder, ignore_errors=True)


def _opened(folder: Path, inside: tantivy.Schema) -> tantivy.Index:
    index = tantivy.Index(inside, str(folder), reuse=True)
    index.register_tokenizer("words", tokenizer())
    index.config_reader("manual")
    return index


def _cut_torn_word(path: Path) -> None:
    """Forget a last line that a crash left unfinished."""
    content = path.read_bytes()
    whole = content.rfind(b"\n") + 1
    if whole < len(content):
        os.truncate(path, whole)
