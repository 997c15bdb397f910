"""What the embedded engine keeps on disk: through restarts, crashes, swaps, a second process, another schema."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from search import Audience, Document, EngineBusy, EngineUnavailable, Query, Schema, Term, TextQuery
from search.engines.embedded import EmbeddedEngine
from search.engines.embedded.generation import Generation

SCHEMA = Schema(("text",), ("tag",))


def quote(key: str, text: str) -> Document:
    return Document(key, {"text": text}, {"tag": ("t",)}, {"date": 1}, ("all",))


def found(engine: EmbeddedEngine, word: str = "alpha") -> list[str]:
    return sorted(hit.id for hit in engine.find(Query(TextQuery((Term(word),)), Audience({"all"}))).hits)


def test_everything_is_there_after_a_restart(tmp_path: Path) -> None:
    engine = EmbeddedEngine(SCHEMA, tmp_path)
    engine.put([quote("a", "alpha"), quote("b", "beta")])
    engine.set_synonyms({"first": ["alpha"]})
    engine.set_stop_words(["the"])
    engine.close()
    engine = EmbeddedEngine(SCHEMA, tmp_path)
    assert found(engine) == ["a"]
    assert found(engine, "first") == ["a"]
    engine.put([quote("c", "alpha gamma")])
    assert found(engine) == ["a", "c"]
    assert found(engine, "the") == ["a", "b", "c"]
    engine.close()


def test_a_second_writer_is_told_who_holds_the_index(tmp_path: Path) -> None:
    engine = EmbeddedEngine(SCHEMA, tmp_path)
    with pytest.raises(EngineBusy, match=f"process {os.getpid()}"):
        EmbeddedEngine(SCHEMA, tmp_path)
    engine.close()
    EmbeddedEngine(SCHEMA, tmp_path).close()


def test_a_reader_beside_the_writer_follows_it(tmp_path: Path) -> None:
    with pytest.raises(EngineUnavailable, match="no search index"):
        EmbeddedEngine(SCHEMA, tmp_path, read_only=True)
    writer = EmbeddedEngine(SCHEMA, tmp_path)
    writer.put([quote("a", "alpha")])
    reader = EmbeddedEngine(SCHEMA, tmp_path, read_only=True)
    assert found(reader) == ["a"]
    writer.put([quote("b", "alpha brandnew")])
    assert found(reader, "brandnew") == ["b"]
    writer.replace_all([quote("c", "alpha")])
    assert found(reader) == ["c"]
    with pytest.raises(RuntimeError, match="reading only"):
        reader.put([quote("d", "x")])
    reader.close()
    writer.close()


def test_another_schema_starts_empty_and_says_so_until_it_is_filled(tmp_path: Path) -> None:
    engine = EmbeddedEngine(SCHEMA, tmp_path)
    engine.put([quote("a", "alpha")])
    engine.close()
    newer = Schema(("text",), ("tag",), version=2)
    engine = EmbeddedEngine(newer, tmp_path)
    assert engine.count() == 0
    assert "to be filled" in engine.health().detail
    engine.replace_all([quote("a", "alpha")])
    assert "to be filled" not in engine.health().detail
    assert found(engine) == ["a"]
    with pytest.raises(EngineUnavailable, match="built anew"):
        EmbeddedEngine(SCHEMA, tmp_path, read_only=True)
    engine.close()


def test_old_generations_are_removed(tmp_path: Path) -> None:
    engine = EmbeddedEngine(SCHEMA, tmp_path)
    for at in range(3):
        engine.replace_all([quote(f"d{at}", "alpha")])
    engine.close()
    (tmp_path / "g-99").mkdir()
    engine = EmbeddedEngine(SCHEMA, tmp_path)
    assert len(list(tmp_path.glob("g-*"))) == 1
    assert found(engine) == ["d2"]
    engine.close()


def test_replace_all_keeps_the_last_of_documents_with_one_id(tmp_path: Path) -> None:
    engine = EmbeddedEngine(SCHEMA, tmp_path)
    rows = [quote(f"d{at % 2500}", f"alpha {at:x}") for at in range(5000)]
    assert engine.replace_all(rows) == 2500
    assert found(engine, f"{4999:x}") == ["d2499"]
    assert found(engine, "1") == []
    engine.close()


def test_what_a_crash_left_half_written_is_forgotten(tmp_path: Path) -> None:
    engine = EmbeddedEngine(SCHEMA, tmp_path)
    engine.put([quote("a", "alpha beta"), quote("b", "alpha")])
    engine.close()
    (generation,) = tmp_path.glob("g-*")
    for name, torn in (
        ("words.txt", b"gam"),
        ("words.u32", b"\1\2\3"),
        ("places.u16", b"\1"),
        ("starts.i64", b"\7" * 11),
    ):
        with (generation / name).open("ab") as file:
            file.write(torn)
    engine = EmbeddedEngine(SCHEMA, tmp_path)
    engine.put([quote("c", "alpha gamma")])
    assert found(engine) == ["a", "b", "c"]
    assert found(engine, "gamma") == ["c"]
    assert found(engine, "beta") == ["a"]
    engine.close()


WRITER = """
import itertools, sys
from search import Document, Schema
from search.engines.embedded import EmbeddedEngine
engine = EmbeddedEngine(Schema(("text",), ("tag",)), sys.argv[1])
for at in itertools.count(engine.count()):
    engine.put([Document(f"k{sys.argv[2]}x{at}", {"text": f"alpha w{at}"}, {}, {}, ("all",))])
    print(f"k{sys.argv[2]}x{at}", flush=True)
"""


def test_killed_at_any_moment_nothing_acknowledged_is_lost(tmp_path: Path) -> None:
    acknowledged: set[str] = set()
    for turn, lines in enumerate((1, 4, 2)):
        child = subprocess.Popen(
            [sys.executable, "-c", WRITER, str(tmp_path), str(turn)], stdout=subprocess.PIPE, text=True
        )
        assert child.stdout is not None
        told = [child.stdout.readline() for _ in range(lines)]
        child.send_signal(signal.SIGKILL)
        told += child.stdout.readlines()
        child.stdout.close()
        child.wait()
        acknowledged.update(line.strip() for line in told if line.endswith("\n"))
    engine = EmbeddedEngine(SCHEMA, tmp_path)
    assert acknowledged <= set(engine.ids())
    assert len(acknowledged) >= 7
    assert engine.find(Query(TextQuery((Term("alpha"),)), Audience({"all"}))).total == engine.count()
    engine.close()


def test_a_failing_commit_leaves_the_engine_usable(tmp_path: Path) -> None:
    engine = EmbeddedEngine(SCHEMA, tmp_path)
    engine.put([quote("a", "alpha")])

    def failing() -> object:
        yield quote("b", "alpha")
        raise OSError("the source broke")

    with pytest.raises(OSError, match="broke"):
        engine.replace_all(failing())  # type: ignore[arg-type]
    with pytest.raises(OSError, match="broke"):
        engine.put(failing())  # type: ignore[arg-type]
    assert found(engine) == ["a"]
    engine.put([quote("c", "alpha")])
    assert found(engine) == ["a", "c"]
    engine.close()


class Killed(BaseException):
    """Stands for the end of the process: nothing may be tidied up after it."""


def cut_off(engine: EmbeddedEngine, documents: list[Document]) -> None:
    """A rebuild that gets as far as these documents."""

    def told() -> Iterator[Document]:
        yield from documents
        raise Killed

    with pytest.raises(Killed):
        engine.replace_all(told())


def generations(folder: Path) -> set[str]:
    return {path.name for path in folder.glob("g-*")}


def test_a_rebuild_that_was_killed_goes_on_with_what_still_holds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("search.engines.embedded.engine._CHUNK", 2)
    monkeypatch.setattr("search.engines.embedded.engine._COMMITTED_AT_ONCE", 2)
    engine = EmbeddedEngine(SCHEMA, tmp_path)
    engine.put([quote("old", "alpha")])
    cut_off(engine, [quote(key, f"alpha {key}") for key in "abcdef"])
    engine.close()
    engine = EmbeddedEngine(SCHEMA, tmp_path)
    assert found(engine) == ["old"]
    staged: list[str] = []
    stage = Generation.stage

    def noted(self: Generation, documents: Sequence[Document], *, replacing: bool = True) -> None:
        staged.extend(document.id for document in documents)
        stage(self, documents, replacing=replacing)

    monkeypatch.setattr(Generation, "stage", noted)
    now = [quote(key, "alpha changed" if key == "b" else f"alpha {key}") for key in "abcegh"]
    assert engine.replace_all(now, resume=True) == 6
    assert staged == ["b", "g", "h"]
    assert found(engine) == ["a", "b", "c", "e", "g", "h"]
    assert {document.id: document for document in engine.read(engine.ids())} == {one.id: one for one in now}
    assert engine.replace_all(now, resume=True) == 6
    assert staged == ["b", "g", "h", *"abcegh"]
    engine.close()
    assert len(generations(tmp_path)) == 1


def test_what_a_killed_rebuild_left_is_gone_when_the_next_begins_anew(tmp_path: Path) -> None:
    """Words that somebody took back in between may not stay on the disk."""
    engine = EmbeddedEngine(SCHEMA, tmp_path)
    cut_off(engine, [quote("a", "alpha")])
    assert len(generations(tmp_path)) == 2
    engine.replace_all([quote("b", "beta")])
    assert len(generations(tmp_path)) == 1
    assert [document.id for document in engine.read(engine.ids())] == ["b"]
    engine.close()


def test_what_a_killed_rebuild_left_does_not_outlive_the_next_change(tmp_path: Path) -> None:
    """Nobody goes on with it any more, and what is taken back from then on may not stay in it."""
    engine = EmbeddedEngine(SCHEMA, tmp_path)
    for change in (lambda: engine.drop(["a"]), lambda: engine.put([quote("b", "beta")])):
        cut_off(engine, [quote("a", "alpha")])
        assert len(generations(tmp_path)) == 2
        change()
        assert len(generations(tmp_path)) == 1
    assert engine.replace_all([quote("c", "alpha")], resume=True) == 1
    assert found(engine) == ["c"]
    engine.close()
