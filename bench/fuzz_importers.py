"""Breaks files of every format at random and has them read: no error but ImportRefused, no hang, no hunger.

python -m bench.fuzz_importers [--runs 50000] [--seed 1] [--most 60000] [--memory-every 50]

Prints what raised, took longer than 2 s + 10 s a megabyte of processor time, or needed more than 10 times the file
and 30 MB; ends with 1 when there was any.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
import tracemalloc
from collections import Counter

from app.transcripts.importers import ImportRefused, Source, read
from tests.transcripts.importers.mutations import Seed, mutated, seeds
from tests.transcripts.importers.test_any_bytes import check


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=50_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--most", type=int, default=60_000)
    parser.add_argument("--memory-every", type=int, default=50, help="measuring memory makes reading slow")
    options = parser.parse_args()
    corpus = seeds(most=options.most)
    outcomes: Counter[str] = Counter()
    failures = 0
    slowest = (0.0, "")
    began = time.perf_counter()
    for run in range(options.runs):
        rng = random.Random(f"{options.seed}-{run}")
        broken = mutated(corpus[rng.randrange(len(corpus))], rng)
        outcome, seconds, finding = attempt(broken, measured=run % options.memory_every == 0)
        outcomes[outcome] += 1
        slowest = max(slowest, (seconds, f"run {run}, {broken.name}, {len(broken.data):,} bytes"))
        if finding:
            failures += 1
            print(f"run {run}, {broken.name}, {len(broken.data):,} bytes: {finding}", flush=True)
    print(f"{options.runs:,} runs on {len(corpus)} files in {time.perf_counter() - began:,.0f} s")
    print("  " + ", ".join(f"{outcome} {count:,}" for outcome, count in outcomes.most_common(12)))
    print(f"  slowest {slowest[0]:.2f} s: {slowest[1]}")
    print(f"  failures: {failures} (target 0)")
    sys.exit(1 if failures else 0)


def attempt(broken: Seed, *, measured: bool) -> tuple[str, float, str]:
    """What came of a file, how long it took, and what is wrong with that; empty when nothing is."""
    outcome, finding = "read", ""
    if measured:
        tracemalloc.start()
    began = time.process_time()
    try:
        check(read(Source(broken.data, broken.name)))
    except ImportRefused as refusal:
        outcome = refusal.code
        finding = "" if refusal.code and refusal.message and refusal.advice is not None else "a refusal without words"
    except Exception as error:  # noqa: BLE001 - this is what is looked for
        outcome, finding = "crash", f"{type(error).__name__}: {str(error)[:200]}"
    seconds = time.process_time() - began
    if measured:
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        if peak > 10 * len(broken.data) + 30_000_000:
            finding = finding or f"{peak / 1e6:.0f} MB of memory"
    elif seconds > 2 + 10 * len(broken.data) / 1e6:
        finding = finding or f"{seconds:.1f} s"
    return outcome, seconds, finding


if __name__ == "__main__":
    main()
