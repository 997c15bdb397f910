"""The embedded engine among many documents: sifting changes the way, never the answer."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from search import Audience, Document, Is, Lesson, Meaning, Query, Schema, Space, Term, TextQuery
from search.engines.embedded import EmbeddedEngine, near
from search.meaning import nearest

SCHEMA = Schema(("text",), ("odd",))
SPACE = Space("made up", 64)
COUNT = 600
ALL = Audience({"all"})


def vectors(count: int, seed: int) -> np.ndarray:
    made = np.random.default_rng(seed).normal(size=(count, 64)).astype(np.float32)
    return made / np.linalg.norm(made, axis=1, keepdims=True)


TABLE = vectors(COUNT, 5)


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[EmbeddedEngine]:
    made = EmbeddedEngine(SCHEMA, tmp_path / "index", space=SPACE)
    made.put(
        Document(
            f"d{at}",
            {"text": f"words of {at}"},
            {"odd": (str(at % 2),)},
            {"date": None},
            (["all", "few"][at % 50 == 0],),
        )
        for at in range(COUNT)
    )
    made.learn(Lesson(f"d{at}", f"words of {at}", TABLE[at]) for at in range(COUNT))
    yield made
    made.close()


def asked(seed: int, audience: Audience = ALL, **rest: object) -> Query:
    meaning = Meaning(tuple(vectors(1, seed)[0].tolist()), 1.0)
    return Query(TextQuery((Term("x"),)), audience, meaning=meaning, limit=300, **rest)  # type: ignore[arg-type]


@pytest.mark.parametrize("audience", [ALL, Audience({"few"})])
@pytest.mark.parametrize("only", [None, Is("odd", "1")])
def test_sifting_finds_what_comparing_all_finds(
    engine: EmbeddedEngine, monkeypatch: pytest.MonkeyPatch, audience: Audience, only: Is | None
) -> None:
    whole = [engine.find(asked(seed, audience, filter=only)) for seed in range(3)]
    for module in (near, nearest):
        monkeypatch.setattr(module, "COMPARED", 40)
    monkeypatch.setattr(near, "FEW", 5)
    monkeypatch.setattr(near, "_ASKED_AT_ONCE", 16)
    sifted = [engine.find(asked(seed, audience, filter=only)) for seed in range(3)]
    assert [page.total for page in sifted] == [page.total for page in whole]
    for exact, quick in zip(whole, sifted, strict=True):
        best = [hit.id for hit in exact.hits[:10]]
        assert len(set(best) & {hit.id for hit in quick.hits[:20]}) >= min(len(best), 8)


def test_a_costly_comparison_is_cut_short_and_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(near, "FEW", 0)
    hurried = EmbeddedEngine(SCHEMA, tmp_path / "index", space=SPACE, budget_ms=0)
    hurried.put([Document("a", {"text": "one two"}, {}, {"date": None}, ("all",))])
    degraded = hurried.find(asked(1)).degraded
    hurried.close()
    assert degraded


def test_an_index_older_than_the_model_is_learned_from_the_beginning(tmp_path: Path) -> None:
    old = EmbeddedEngine(SCHEMA, tmp_path / "index")
    old.put([Document("a", {"text": "one two"}, {}, {"date": None}, ("all",))])
    old.close()
    taught = EmbeddedEngine(SCHEMA, tmp_path / "index", space=SPACE)
    assert taught.unlearned(10) == (("a", "one two"),)
    taught.close()


def test_an_engine_opened_without_a_model_forgets_what_it_was_taught(tmp_path: Path) -> None:
    taught = EmbeddedEngine(SCHEMA, tmp_path / "index", space=SPACE)
    taught.put([Document("a", {"text": "one two"}, {}, {"date": None}, ("all",))])
    taught.learn([Lesson("a", "one two", TABLE[0])])
    taught.close()
    EmbeddedEngine(SCHEMA, tmp_path / "index").close()
    assert not (tmp_path / "index" / "meaning.db").exists()


def test_a_second_process_reads_the_vectors_of_the_first(engine: EmbeddedEngine, tmp_path: Path) -> None:
    reader = EmbeddedEngine(SCHEMA, tmp_path / "index", read_only=True, space=SPACE)
    best = reader.find(asked(1)).hits[0].id
    engine.drop([best])
    assert best not in [hit.id for hit in reader.find(asked(1)).hits]
    reader.close()
