"""Breaks files of every format at random and has them read: no error but ImportRefused, no hang, no hunger.

python -m bench.fuzz_importers [--runs 50000] [--seed 1] [--most 60000] [--memory-every 50]
python -m bench.fuzz_importers --seconds-each 60 [--only webvtt,srt]

The first form draws from all files. The second gives every importer so many seconds of processor time on broken files
of its own format, and has it read also those that another importer would rather take. Prints what raised, took longer
than 2 s + 10 s a megabyte of processor time, or needed more than 10 times the file and 30 MB; ends with 1 when there
was any. `--replay FORMAT:RUN` reads one broken file again and shows where it fails.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
import tracemalloc
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from app.transcripts.importers import (
    IMPORTERS,
    Importer,
    ImportRefused,
    ParsedTranscript,
    Source,
    detect,
    read,
    read_as,
)
from tests.transcripts.importers.mutations import Seed, mutated, seeds
from tests.transcripts.importers.test_any_bytes import check


@dataclass
class Findings:
    """What came of all files so far."""

    runs: int = 0
    failures: int = 0
    slowest: tuple[float, str] = (0.0, "")
    outcomes: Counter[str] = field(default_factory=Counter)

    def add(self, which: str, broken: Seed, outcome: str, seconds: float, finding: str) -> None:
        self.runs += 1
        self.outcomes[outcome] += 1
        self.slowest = max(self.slowest, (seconds, f"{which}, {broken.name}, {len(broken.data):,} bytes"))
        if finding:
            self.failures += 1
            print(f"  {which}, {broken.name}, {len(broken.data):,} bytes: {finding}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=50_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--most", type=int, default=60_000)
    parser.add_argument("--memory-every", type=int, default=50, help="measuring memory makes reading slow")
    parser.add_argument("--seconds-each", type=float, default=0, help="of processor time, for each importer")
    parser.add_argument("--only", default="", help="names of formats, with commas between them")
    parser.add_argument("--replay", default="", metavar="FORMAT:RUN")
    options = parser.parse_args()
    known = {one.FORMAT for one in IMPORTERS}
    only = {name.strip() for name in options.only.split(",")} - {""}
    unknown = sorted((only | ({options.replay.partition(":")[0]} if options.replay else set())) - known)
    if unknown:
        parser.error(f"no importer is called {', '.join(unknown)}; there are: {', '.join(sorted(known))}")
    if only and not options.seconds_each:
        parser.error("--only goes with --seconds-each: without it, files of all formats are drawn")
    corpus = seeds(most=options.most)
    if options.replay:
        name, _, run = options.replay.partition(":")
        importer = next(one for one in IMPORTERS if name == one.FORMAT)
        check(read_by(importer, drawn(own(importer, corpus), name, options.seed, int(run))))
        return
    failures = each(corpus, options, only or known) if options.seconds_each else all_together(corpus, options)
    sys.exit(1 if failures else 0)


def all_together(corpus: Sequence[Seed], options: argparse.Namespace) -> int:
    found, began = Findings(), time.perf_counter()
    for run in range(options.runs):
        rng = random.Random(f"{options.seed}-{run}")
        broken = mutated(corpus[rng.randrange(len(corpus))], rng)
        found.add(f"run {run}", broken, *attempt(broken, None, measured=run % options.memory_every == 0))
    print(f"{options.runs:,} runs on {len(corpus)} files in {time.perf_counter() - began:,.0f} s")
    print("  " + ", ".join(f"{outcome} {count:,}" for outcome, count in found.outcomes.most_common(12)))
    print(f"  slowest {found.slowest[0]:.2f} s: {found.slowest[1]}")
    print(f"  failures: {found.failures} (target 0)")
    return found.failures


def each(corpus: Sequence[Seed], options: argparse.Namespace, names: Collection[str]) -> int:
    """Each of these importers for so long on its own files; the number of failures."""
    failures = 0
    for importer in (one for one in IMPORTERS if one.FORMAT in names):
        files = own(importer, corpus)
        found, began = Findings(), time.process_time()
        while files and time.process_time() - began < options.seconds_each:
            run = found.runs
            broken = drawn(files, importer.FORMAT, options.seed, run)
            measured = run % options.memory_every == 0
            found.add(f"{importer.FORMAT}:{run}", broken, *attempt(broken, importer, measured=measured))
        failures += found.failures + (not files)
        seconds = time.process_time() - began
        print(
            f"{importer.FORMAT:20} {len(files):3} files  {found.runs:7,} runs in {seconds:3.0f} s  read "
            f"{found.outcomes['read']:7,}  refused {found.runs - found.outcomes['read'] - found.outcomes['crash']:6,}  "
            f"slowest {found.slowest[0]:.2f} s  failures {found.failures}",
            flush=True,
        )
    print(f"failures: {failures} (target 0)")
    return failures


def own(importer: Importer, corpus: Sequence[Seed]) -> list[Seed]:
    """The files of a format."""
    return [seed for seed in corpus if importer is _importer_of(seed)]


def _importer_of(seed: Seed) -> Importer | None:
    try:
        matches = detect(Source(seed.data, seed.name))
    except ImportRefused:
        return None
    return matches[0].importer if matches else None


def drawn(files: Sequence[Seed], name: str, seed: int, run: int) -> Seed:
    rng = random.Random(f"{seed}-{name}-{run}")
    return mutated(files[rng.randrange(len(files))], rng)


def attempt(broken: Seed, importer: Importer | None, *, measured: bool) -> tuple[str, float, str]:
    """What came of a file, how long it took, and what is wrong with that; empty when nothing is."""
    outcome, finding = "read", ""
    if measured:
        tracemalloc.start()
    began = time.process_time()
    try:
        check(read_by(importer, broken))
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


def read_by(importer: Importer | None, broken: Seed) -> ParsedTranscript:
    """The file as that importer reads it, when it takes it at all; else as the likeliest one does."""
    source = Source(broken.data, broken.name)
    if importer is None:
        return read(source)
    return read_as(importer, source) if importer.sniff(source) > 0 else read(source)


if __name__ == "__main__":
    main()
