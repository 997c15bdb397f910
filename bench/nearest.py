"""What finding by meaning costs our own engines: memory, time and recall of the nearest of many vectors.

python -m bench.nearest [--count N] [--dimensions D] [--queries Q]

The vectors are made up, in clusters as texts are. Each question is answered once by comparing every vector, number by
number, and once as the engine does; recall says how many of the true nearest 300 the engine found.
"""

from __future__ import annotations

import argparse
import resource
import time

import numpy as np
from numpy.typing import NDArray

from search import Meaning
from search.meaning.hybrid import NEAREST
from search.meaning.nearest import COMPARED, Rows

CLUSTERS = 300
AT_ONCE = 20_000


def clustered(random: np.random.Generator, count: int, centres: NDArray[np.float32]) -> NDArray[np.float32]:
    """Vectors around centres, of length 1."""
    noise = random.normal(scale=1 / np.sqrt(centres.shape[1]), size=(count, centres.shape[1]))
    made = centres[random.integers(len(centres), size=count)] + noise
    whole: NDArray[np.float32] = (made / np.linalg.norm(made, axis=1, keepdims=True)).astype(np.float32)
    return whole


def main() -> None:
    """Measure and print."""
    read = argparse.ArgumentParser(description="what the nearest of many vectors cost")
    read.add_argument("--count", type=int, default=100_000)
    read.add_argument("--dimensions", type=int, default=384)
    read.add_argument("--queries", type=int, default=20)
    given = read.parse_args()
    random = np.random.default_rng(1)
    centres = random.normal(size=(CLUSTERS, given.dimensions)).astype(np.float32)
    centres /= np.linalg.norm(centres, axis=1, keepdims=True)
    rows = Rows(given.dimensions)
    for start in range(0, given.count, AT_ONCE):
        some = clustered(random, min(AT_ONCE, given.count - start), centres)
        rows.put([f"t-{start + at:036d}" for at in range(len(some))], list(some))
    resident = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{given.count} vectors of {given.dimensions} numbers: {rows.bytes / 1e6:.0f} MB, {resident:.0f} MB resident")
    took, found = [], []
    everything = rows.places(rows.ids())
    for question in clustered(random, given.queries, centres):
        meaning = Meaning(tuple(question.tolist()), 1.0)
        exact = {key for key, _ in rows.nearest(meaning, everything, NEAREST)}
        started = time.thread_time()
        quick = rows.nearest(meaning, rows.likely(question, COMPARED), NEAREST)
        took.append((time.thread_time() - started) * 1000)
        found.append(len(exact.intersection(key for key, _ in quick)) / len(exact))
    p50, p95 = np.percentile(took, [50, 95])
    print(f"nearest {NEAREST}: p50 {p50:.1f} ms, p95 {p95:.1f} ms of one core, recall {np.mean(found):.4f}")


if __name__ == "__main__":
    main()
