"""Vectors in memory: the nearest are the nearest, however many there are and however they came and went."""

import numpy as np
import pytest
from numpy.typing import NDArray

from search import Meaning
from search.meaning import nearest
from search.meaning.nearest import Rows, key_of, packed, unpacked


def vectors(count: int, seed: int = 1, dimensions: int = 70) -> NDArray[np.float32]:
    made = np.random.default_rng(seed).normal(size=(count, dimensions)).astype(np.float32)
    whole: NDArray[np.float32] = made / np.linalg.norm(made, axis=1, keepdims=True)
    return whole


def filled(table: NDArray[np.float32]) -> Rows:
    rows = Rows(table.shape[1])
    rows.put([f"d{at}" for at in range(len(table))], list(table))
    return rows


def ids(found: list[tuple[str, float]]) -> list[str]:
    return [key for key, _ in found]


def test_the_nearest_are_those_of_the_exact_comparison() -> None:
    table, wanted = vectors(3000), vectors(1, seed=2)[0]
    rows = filled(table)
    found = rows.nearest(Meaning(tuple(wanted.tolist()), 1.0), rows.places(rows.ids()), 10)
    exact = np.argsort(-(table @ wanted))[:20]
    assert {f"d{at}" for at in exact[:8]} <= set(ids(found)) <= {f"d{at}" for at in exact}
    assert found[0][1] == pytest.approx(float((table @ wanted).max()), abs=0.01)


def test_sifting_by_bits_keeps_the_nearest() -> None:
    near = vectors(1, seed=3)[0]
    table = vectors(5000)
    table[:20] = table[:20] * 0.5 + near
    table /= np.linalg.norm(table, axis=1, keepdims=True)
    rows = filled(table)
    kept = {int(at) for at in rows.likely(near, 200)}
    assert len(kept) == 200
    assert set(range(20)) <= kept


def test_a_dropped_vector_is_near_nothing_and_leaves_no_number_behind() -> None:
    rows = filled(vectors(10))
    rows.drop(["d3", "never"])
    assert len(rows) == 9
    assert len(rows.places(["d3"])) == 0
    assert 3 not in rows.likely(vectors(1)[0], 100)
    assert not rows._numbers[3].any()


def test_keys_find_rows_before_and_after_sorting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nearest, "_UNSORTED", 5)
    table = vectors(8)
    rows = filled(table)
    keys = np.array([key_of(f"d{at}") for at in (1, 6)] + [key_of("never")], np.uint64)
    assert sorted(rows.keyed(keys)) == [1, 6]
    rows.drop(["d1"])
    rows.put(["d6", "new"], [table[0], table[1]])
    assert sorted(rows.keyed(keys)) == [8]
    assert sorted(rows.keyed(np.array([key_of("new")], np.uint64))) == [9]


def test_gaps_are_closed_and_everything_is_found_as_before() -> None:
    table = vectors(4000)
    rows = filled(table)
    rows.drop([f"d{at}" for at in range(3500)])
    assert rows.is_loose
    tight = rows.tightened()
    wanted = Meaning(tuple(table[3600].tolist()), 1.0)
    assert not tight.is_loose
    assert tight.nearest(wanted, tight.places(tight.ids()), 3) == rows.nearest(wanted, rows.places(rows.ids()), 3)
    assert list(tight.keyed(np.array([key_of("d3600")], np.uint64))) == list(tight.places(["d3600"]))


def test_a_vector_survives_being_kept() -> None:
    (vector,) = vectors(1)
    assert unpacked(packed(vector)) == pytest.approx(vector, abs=1e-3)
