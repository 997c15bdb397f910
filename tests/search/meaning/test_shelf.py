"""Where our own engines keep vectors."""

import sqlite3
from pathlib import Path

import numpy as np

from search import Knowledge, Lesson, Space
from search.meaning.shelf import Shelf, thrown_away

SPACE = Space("model one", 4)
VECTOR = (0.125, 0.25, 0.5, 0.75)
BYTES = np.array(VECTOR, np.float16).tobytes()


def shelf(path: Path, space: Space = SPACE, *, read_only: bool = False) -> Shelf:
    return Shelf(path / "meaning.db", space, read_only=read_only)


def content(path: Path) -> bytes:
    """Everything the files hold."""
    return b"".join(file.read_bytes() for file in sorted(path.glob("meaning.db*")))


def test_a_restart_computes_nothing_again(tmp_path: Path) -> None:
    first = shelf(tmp_path)
    first.keep({"a": "one two", "b": "three four"})
    first.learn([Lesson("a", "one two", VECTOR)])
    first.close()
    second = shelf(tmp_path)
    assert second.knowledge() == Knowledge(1, 2)
    assert second.waiting(10) == ["b"]
    assert len(second.rows.places(["a"])) == 1
    second.close()


def test_another_model_begins_anew(tmp_path: Path) -> None:
    first = shelf(tmp_path)
    first.keep({"a": "one two"})
    first.learn([Lesson("a", "one two", VECTOR)])
    first.close()
    other = shelf(tmp_path, Space("model two", 4))
    assert other.knowledge() == Knowledge(0, 0)
    assert not other.complete
    other.close()


def test_a_withdrawn_vector_is_no_longer_in_the_file(tmp_path: Path) -> None:
    kept = shelf(tmp_path)
    kept.keep({"a": "one two", "b": "three four"})
    kept.learn([Lesson("a", "one two", VECTOR)])
    assert BYTES in content(tmp_path)
    kept.drop(["a"])
    assert BYTES not in content(tmp_path)
    assert len(kept.rows) == 0
    kept.close()
    assert BYTES not in content(tmp_path)


def test_a_shelf_that_is_switched_off_leaves_no_file(tmp_path: Path) -> None:
    kept = shelf(tmp_path)
    kept.keep({"a": "one two"})
    kept.learn([Lesson("a", "one two", VECTOR)])
    kept.close()
    thrown_away(tmp_path / "meaning.db")
    assert list(tmp_path.iterdir()) == []
    thrown_away(tmp_path / "meaning.db")


def test_a_reader_follows_what_the_writer_learns_and_forgets(tmp_path: Path) -> None:
    writer = shelf(tmp_path)
    writer.keep({"a": "one two", "b": "three four"})
    reader = shelf(tmp_path, read_only=True)
    writer.learn([Lesson("a", "one two", VECTOR), Lesson("b", "three four", VECTOR)])
    reader.follow()
    assert sorted(reader.rows.ids()) == ["a", "b"]
    writer.drop(["a"])
    writer.keep({"b": "changed words"})
    reader.follow()
    assert list(reader.rows.ids()) == []
    reader.close()
    writer.close()


def test_a_reader_of_another_model_takes_no_vectors(tmp_path: Path) -> None:
    writer = shelf(tmp_path)
    writer.keep({"a": "one two"})
    writer.learn([Lesson("a", "one two", VECTOR)])
    reader = shelf(tmp_path, Space("model two", 4), read_only=True)
    reader.follow()
    assert list(reader.rows.ids()) == []
    reader.close()
    writer.close()
    with sqlite3.connect(tmp_path / "meaning.db") as file:
        assert file.execute("SELECT model FROM about").fetchone() == ("model one",)
    file.close()
